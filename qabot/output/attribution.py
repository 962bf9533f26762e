"""Who says a text, in words: the one place that every format and surface asks before it names a source or quotes.

An article is its outlet's: `Computing, 25 November 2015`, in quotation marks where a format has them. A brief is a
summary in words of this project: it is `qabot brief, after Computing, 25 November 2015`, and never in quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qabot.core.articles import Article, ArticleSummary, OutletHoldings, reporting_outlet
from qabot.core.publishers import Publisher

Named = Article | ArticleSummary
BRIEFS_SAID = "A qabot brief sums up, in qabot's words, what an outlet reported."
"""What a reader is told of briefs, wherever there are any."""


def source_name(article: Named) -> str:
    """Say who says it, without a date: `Computing`, or `qabot brief, after Computing`; empty where nobody is named."""
    if may_be_quoted(article):
        return article.outlet or ""
    reported = reporting_outlet(article)
    return f"{article.outlet}, after {reported}" if reported else article.outlet or ""


def short_source(article: Named, *, is_under_outlet: bool = False) -> str:
    """Say who says it in a column: `Computing`, or `after Computing` of a brief.

    Args:
        article: Which.
        is_under_outlet: Whether a heading names the outlet already, so that only a brief has something to say.
    """
    if may_be_quoted(article):
        return "" if is_under_outlet else article.outlet or ""
    reported = reporting_outlet(article)
    return f"after {reported}" if reported and not is_under_outlet else article.outlet or ""


def source_parts(article: Named) -> tuple[str, ...]:
    """Say who says it and when, in parts for a line; the date of a brief is that of what it reports on."""
    dated = article.published.label if article.published else "undated"
    then = superseded_words(article)
    if may_be_quoted(article):
        return tuple(part for part in (article.outlet, dated, then) if part)
    if reporting_outlet(article) or not article.published:
        return tuple(filter(None, (f"{source_name(article)}, {dated}", then)))
    return tuple(filter(None, (f"{article.outlet}, after a report of {dated}", then)))


def superseded_words(article: Named) -> str:
    """Say that an article is a version that is held no more, and until when it was; empty for any other."""
    if isinstance(article, ArticleSummary) or not article.held_until:
        return ""
    return f"a version held until {article.held_until[:19].replace('T', ' ')} UTC, not held now"


def source(article: Named) -> str:
    """Say who says it and when: `Computing, 25 November 2015`, or `qabot brief, after Computing, 25 November 2015`."""
    return ", ".join(source_parts(article))


def may_be_quoted(article: Named) -> bool:
    """Whether quotation marks may stand around its words: they are those of the outlet that is named with them."""
    return article.kind == "article"


def linked_address(article: Article) -> str | None:
    """Return where it can be read, or for a brief where what it reports on can."""
    if article.url or article.reports_on is None:
        return article.url
    return article.reports_on.url


def address_words(article: Article) -> str:
    """Say where it can be read, or that a brief reports on what stands there; empty where no address is known."""
    address = linked_address(article) or ""
    return address if not address or article.url else f"reports on {address}"


def text_count(articles: int, briefs: int) -> str:
    """Say how many texts of which kind there are: `213 qabot briefs`, or `300 articles, 213 of them qabot briefs`."""
    if briefs and briefs == articles:
        return f"{briefs:,} qabot brief{'' if briefs == 1 else 's'}"
    said = f"{articles:,} article{'' if articles == 1 else 's'}"
    if not briefs:
        return said
    return f"{said}, {briefs:,} of them {'a qabot brief' if briefs == 1 else 'qabot briefs'}"


def outlets_words(held: Sequence[OutletHoldings], more: str = "") -> str:
    """Name outlets with how much is held of each: `Computing (4)`, or `after Computing (4), …` where all are briefs.

    Args:
        held: The outlets.
        more: What is said behind them of those that are not named.
    """
    if held and all(each.briefs == each.articles for each in held):
        named = ", ".join(f"{each.name} ({each.articles:,})" for each in held)
        return f"qabot briefs after {named}{more}"
    return f"{', '.join(map(_held, held))}{more}"


def _held(outlet: OutletHoldings) -> str:
    if not outlet.briefs:
        return f"{outlet.name} ({outlet.articles:,})"
    how = "in qabot briefs" if outlet.briefs == outlet.articles else f"{outlet.briefs:,} in qabot briefs"
    return f"{outlet.name} ({outlet.articles:,}, {how})"


def owners_words(publishers: Iterable[Publisher]) -> list[str]:
    """Say whose the outlets are that stand behind an answer, and which count as their own owner: one line a matter."""
    each_once = list(dict.fromkeys(publishers))
    owned = [each for each in each_once if each.outlet and each.owner and each.carries != "press releases"]
    by_owner: dict[str, list[str]] = {}
    for each in owned:
        by_owner.setdefault(each.owner or "", []).append(each.outlet or "")
    lines = [
        f"publishers of one owner, {owner}: {', '.join(outlets)}"
        for owner, outlets in by_owner.items()
        if len(outlets) > 1
    ]
    single = [f"{outlets[0]} ({owner})" for owner, outlets in by_owner.items() if len(outlets) == 1]
    lines += [f"publishers, with their owners: {', '.join(single)}"] if single else []
    own = [each.outlet for each in each_once if each.outlet and not each.owner and each.carries == "own reporting"]
    lines += (
        [f"publishers not in publishers.toml for that time, each counted as its own owner: {', '.join(own)}"]
        if own
        else []
    )
    wires = [each.outlet for each in each_once if each.outlet and each.carries == "wire"]
    lines += [f"publishers that are news agencies, whose text others print: {', '.join(wires)}"] if wires else []
    handed = [each.outlet for each in each_once if each.outlet and each.carries == "press releases"]
    lines += [f"publishers of others' press releases, no independent source: {', '.join(handed)}"] if handed else []
    if any(each.outlet is None for each in each_once):
        lines.append("publishers not named, each article counted as its own owner")
    return lines
