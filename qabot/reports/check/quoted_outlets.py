"""In which outlet the draft says that words stand, against the outlets whose articles have them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from qabot.core.text import Span
from qabot.output.attribution import may_be_quoted
from qabot.reports.check.checked_draft import Difference, HeldQuote, Judgement

_BEFORE = re.compile(
    r"(?:\b(?:told|telling|according\sto|quoted\s(?:by|in)|writing\sin|wrote\sin|interview\swith)\s(?:the\s)?)$"
)
_BEHIND = re.compile(
    r"(?:[’']s\s[\w\s]{0,20})?\s(?:quoted|quotes|has\squoted|reported|reports|wrote|writes|had|carried)\b"
)


_OWN = frozenset({"’s", "'s"})
"""What stands behind an outlet of which something else is told: its conference."""
_MANY = 3
"""Articles with the words from which more may have them than are shown."""


def other_outlet(
    text: str, outlets: Iterable[str], quoted: Sequence[tuple[Span, Judgement]], fewest: int
) -> tuple[Span, Judgement] | None:
    """Return the outlet that the draft says has some words, judged, where only articles of others have them.

    Args:
        text: The sentence.
        outlets: All whose reporting is held.
        quoted: Its quotations, judged.
        fewest: Words from which a quotation is no mere term.

    Returns:
        The place of the outlet's name in the sentence; None where an article of the outlet has the words, or none has.
    """
    present = [one for (a, b), one in quoted if one.ok and len(text[a:b].split()) >= fewest]
    quotes = [quote for one in present for quote in one.evidence]
    named = [span for each in outlets for span in _named(text, each)]
    if len(named) != 1 or not 0 < len(quotes) < _MANY:
        return None
    start, end = named[0]
    if any(text[start:end].casefold() in _outlets(quote) for quote in quotes) or not all(map(_is_an_outlets, quotes)):
        return None
    held = quotes[0].article.outlet or ""
    note = f"The words stand in an article of {held}."
    return named[0], Judgement("misattributed", False, (quotes[0],), note, (Difference(text[start:end], held),))


def _named(text: str, outlet: str) -> list[Span]:
    """Return where an outlet is said to have something: "told the Gazette", "the Gazette quoted"."""
    if outlet not in text:
        return []
    found = (each.span() for each in re.finditer(rf"\b{re.escape(outlet)}\b", text))
    return [
        (a, b)
        for a, b in found
        if _BEHIND.match(text, b) or (_BEFORE.search(text, 0, a) and text[b : b + 2] not in _OWN)
    ]


def _is_an_outlets(quote: HeldQuote) -> bool:
    """Whether words are those of an article that an outlet published, and no summary of one."""
    return bool(quote.article.outlet) and may_be_quoted(quote.article)


def _outlets(quote: HeldQuote) -> set[str]:
    """Return the outlets of an article, its own and that which it reports on."""
    article = quote.article
    reported = article.reports_on.outlet if article.reports_on else ""
    return {each.casefold() for each in (article.outlet, reported) if each}
