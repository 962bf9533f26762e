"""What is said of an answer in words, the same in every format."""

from __future__ import annotations

from qabot.records import Evidence, Searched


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 article`, `1,234 articles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def coverage(searched: Searched) -> str:
    """Say in a few words what was searched: how many articles, from when to when."""
    said = counted(searched.articles, "article")
    if searched.matched_filters != searched.articles:
        said = f"{searched.matched_filters:,} of {said}"
    if searched.first and searched.last:
        said += f", {searched.first.label} to {searched.last.label}"
    return said


def citation(evidence: Evidence) -> str:
    """Say where a quote stands: outlet, date, title, paragraph, address."""
    article = evidence.article
    dated = article.published.label if article.published else "undated"
    parts = (article.outlet, dated, article.title, f"¶{evidence.paragraph}", article.url)
    return " · ".join(part for part in parts if part)


def explanation(evidence: Evidence) -> str:
    """Say why a passage ranks where it does: each retriever's rank, score and share of the fused score."""
    votes = (
        f"{vote.retriever} {f'#{vote.rank}' if vote.rank else 'unlisted'} {vote.score:.2f} → {vote.share:.3f}"
        for vote in evidence.hit.votes
    )
    hit = evidence.hit
    return f"score {hit.score:.3f} = {' + '.join(votes)} · {evidence.article.id} {evidence.start}:{evidence.end}"
