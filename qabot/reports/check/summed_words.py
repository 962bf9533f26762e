"""Words between quotation marks that stand in a brief: a summary is nobody's wording but the brief's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from qabot.core.articles import reporting_outlet
from qabot.reports.check.checked_draft import HeldQuote, Judgement
from qabot.reports.check.draft_sentences import DraftSentence
from qabot.reports.check.name_places import is_outlet
from qabot.reports.check.named_bodies import Name
from qabot.reports.check.quoted_spans import quoted_spans

_BRIEF = re.compile(r"\bbriefs?\b|\bqabot\b", re.IGNORECASE)
"""What is called so may be quoted in its own words."""
_LEAD = 200
"""Characters before a quotation that stands by itself among which it is said whose it is."""
_CREDIT = re.compile(r"[\s>”\"'’]*(?:[–—(]|--)[^\n]{1,120}")
"""What says behind a quotation whose it is."""


def outside_of(text: str, sentence: DraftSentence) -> str:
    """Return what a draft says around the quotations of a sentence: the rest of it, a line before, a credit behind."""
    pieces: list[str] = []
    before = text[max(0, sentence.start - _LEAD) : sentence.start].rstrip(' \t\n>“"')
    if before.endswith(":"):
        pieces.append(before.rsplit("\n", 1)[-1])
    place = sentence.start
    for first, last in sentence.quotes:
        pieces.append(text[place:first])
        place = last
    pieces.append(text[place : sentence.end])
    if credit := _CREDIT.match(text, sentence.end):
        pieces.append(credit[0])
    return " … ".join(pieces)


def summed_up(judgement: Judgement, around: str, names: Sequence[Name], *, is_said: bool) -> Judgement:
    """Return what was found of a quotation, with what is to be said where its words are those of a brief.

    Args:
        judgement: What was found of it.
        around: What the draft says around the quotations of its sentence.
        names: Whom that names.
        is_said: Whether the draft says that somebody says it.
    """
    if not judgement.ok or not judgement.evidence or not all(map(is_a_briefs, judgement.evidence)):
        return judgement
    is_press = any(is_outlet(each) or _is_its_outlet(each, judgement.evidence[0]) for each in names)
    whose = not _BRIEF.search(around) and (is_said or is_press)
    outlet = reporting_outlet(judgement.evidence[0].article)
    of = f"a summary of what {outlet} reported" if outlet else "a summary"
    note = f"These are the words of a qabot brief, {of}: in quotation marks they are no outlet's and no speaker's."
    told = f"{judgement.note} {note}" if judgement.note else note
    return replace(judgement, note=told, ok=None if whose else True)


def is_a_briefs(quote: HeldQuote) -> bool:
    """Whether words of an article are a brief's own, which it does not quote itself."""
    article = quote.article
    if article.kind != "brief":
        return False
    first = article.text.rfind("\n", 0, quote.start) + 1
    last = article.text.find("\n", quote.end)
    quoted = quoted_spans(article.text[first : last if last >= 0 else len(article.text)]).spans
    return not any(first + a <= quote.start and quote.end <= first + b for a, b in quoted)


def _is_its_outlet(name: Name, quote: HeldQuote) -> bool:
    article = quote.article
    outlets = (article.outlet, reporting_outlet(article), article.author)
    return any(
        name.text.casefold().removeprefix("the ") == each.casefold().removeprefix("the ") for each in outlets if each
    )
