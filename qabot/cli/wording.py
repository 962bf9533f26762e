"""What is said of an answer in words, the same in every format."""

from __future__ import annotations

from collections.abc import Iterable

from qabot.plaintext import says
from qabot.records import Answer, Article, Evidence, Naming, Period, Question, Searched, Turn

_FILTER_NAMES = {
    "dates": "the dates",
    "outlets": "the outlets",
    "organisations": "the organisations",
    "exact": "the exact phrases",
    "excluded": "the excluded words",
}


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


def understood(turn: Turn) -> list[str]:
    """Say how a question was read, where that is more than its words: one line a matter."""
    question, answer = turn.question, turn.answer
    lines: list[str] = []
    if question.carried_over:
        lines.append(f"carried over: {', '.join(question.carried_over)}")
    if question.inferred:
        lines.append(_dates(question, question.inferred))
    shown = (*answer.evidence, *answer.nearest)
    if matched := [f"{naming.written} = {name}" for naming, name in _names_matched(question, shown)]:
        lines.append(f"matched: {'; '.join(matched)}")
    return lines


def not_found(answer: Answer) -> list[str]:
    """Say what the corpus holds and lacks, where it does not answer: one line a matter."""
    held, lines = answer.coverage, list[str]()
    if held is None:
        return lines
    if held.missing:
        lines.append(f"no article mentions {_quoted(held.missing)}")
    if held.rare:
        lines.append("rare: " + ", ".join(f"“{word}” in {counted(count, 'passage')}" for word, count in held.rare))
    if held.outlets:
        lines.append("outlets: " + ", ".join(f"{name} ({count:,})" for name, count in held.outlets))
    if each := [f"{count:,} without {_FILTER_NAMES[name]}" for name, count in answer.relaxed.items() if count]:
        lines.append(f"articles that would match: {', '.join(each)}")
    return lines


def citation(evidence: Evidence) -> str:
    """Say where a quote stands: outlet, date, title, paragraph, address."""
    article = evidence.article
    parts = (article.outlet, _dated(article), article.title, f"¶{evidence.paragraph}", article.url)
    return " · ".join(part for part in parts if part)


def reprints(evidence: Evidence) -> str:
    """Say where else the story ran: `+2: UKAuthority, 26 November 2015; …`; empty where it ran nowhere else."""
    others = "; ".join(f"{article.outlet or article.title}, {_dated(article)}" for article in evidence.also_in)
    return f"+{len(evidence.also_in)}: {others}" if others else ""


def explanation(evidence: Evidence) -> str:
    """Say why a passage ranks where it does: each retriever's rank, score and share of the fused score."""
    votes = (
        f"{vote.retriever} {f'#{vote.rank}' if vote.rank else 'unlisted'} {vote.score:.2f} → {vote.share:.3f}"
        for vote in evidence.hit.votes
    )
    hit = evidence.hit
    return f"score {hit.score:.3f} = {' + '.join(votes)} · {evidence.article.id} {evidence.start}:{evidence.end}"


def judged(answer: Answer) -> str:
    """Say what the verdict was drawn from: each signal, and the probability where there is a calibration."""
    seen = ", ".join(f"{name} {value:.2f}" for name, value in answer.signals.items())
    likely = "no calibration" if answer.probability is None else f"probability {answer.probability:.2f}"
    return f"{likely} from {seen}" if seen else "nothing to judge"


def _dates(question: Question, period: Period) -> str:
    ends = (period.after.isoformat() if period.after else "", period.before.isoformat() if period.before else "")
    told = f"dates: {ends[0]} to {ends[1]}".replace(":  to", ": to").rstrip()
    source = f", from “{question.said}”" if question.said else ", carried over"
    if question.gave_way:
        return f"{told}{source}: taken as when it happened, since what was published at other times answers better"
    return f"{told}{source} (--no-inferred-filters to search all)"


def _names_matched(question: Question, shown: Iterable[Evidence]) -> list[tuple[Naming, str]]:
    """Return the other names of what was asked about that stand in what is shown."""
    texts = [f"{evidence.article.title}\n{evidence.hit.passage.text}" for evidence in shown]
    pairs = ((naming, name) for naming in question.namings for name in naming.names)
    return [(naming, name) for naming, name in pairs if any(says(text, name) for text in texts)]


def _dated(article: Article) -> str:
    return article.published.label if article.published else "undated"


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
