"""What a question asks for, where its words say so plainly: each with where they stand and what it is called. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from qabot.answer.kinds_told import may_tell_a_number, may_tell_a_reason, may_tell_a_share, may_tell_money
from qabot.answer.times_told import may_tell_a_duration, may_tell_a_time
from qabot.core.answers import MissingKind
from qabot.core.questions import AnalysedQuestion, SoughtFigure
from qabot.core.text import Span
from qabot.facts.counted_nouns import counted_noun

# Patterns are compiled when first needed, which re remembers: a question needs few of them.
_OPENING = r"(?:^\W*(?:(?:and|but|so|ok|okay)\W+)?|[,;:]\s+(?:and\s+)?|\band\s+)"
_DOING = r"(?:did|does|do|is|are|was|were|will|would|has|have|had|can|could|should|might|must)"
_WHEN = (
    r"(?i)"
    rf"{_OPENING}(?P<asks>(?:since |until |till |by )?when)\s+{_DOING}\b|"
    r"\b(?P<other>(?:what|which) (?:year|date|month|day)|how (?:soon|long ago|recently)|date (?:of|for|on which)|"
    r"(?:starting|start|launch|end|closing|opening|completion|release|publication) date)\b"
)
_LONG = (
    r"(?i)"
    r"\b(?P<asks>how long(?! ago)|how many (?:(?:more|extra) )?(?:years|months|weeks|days|hours|minutes))\b"
)
_COUNT = r"(?i)\b(?:how many|number of)(?=\s)"
_SUM = (
    r"(?i)"
    r"\b(?:how much(?! of\b| of the\b)|what (?:price|sum|amount|fee|fine)|"
    r"(?:cost|costs|price|value|fees?|salary|bill|budget|price tag) (?:of|for|to)|"
    r"(?:yearly|annual|total|overall|one-off|final|estimated) (?:\w+ )?(?:cost|costs|bill|budget|price|value)|"
    r"what (?:did|does|do|will|would|has|have|is|was|were)\b.{1,60}?\b"
    r"(?:cost|costs|pay|paid|spend|spent|worth|costing))\b"
)
_SUM_CALLED: Mapping[str, str] = {"cost": "a cost", "costs": "a cost", "price": "a price", "budget": "a budget"}
_SHARE = (
    r"(?i)"
    r"\b(?:what|which|the)?\s?(?:per ?cent(?:age)?|proportion|share|slice|fraction|portion)\b"
)
_WHO = (
    r"(?i)"
    rf"{_OPENING}(?P<asks>(?:by |from |to |with )?who(?:m|se)?)\s(?!(?:is|are) (?:affected|eligible)\b)"
)
_WHY = (
    r"(?i)"
    rf"{_OPENING}(?P<asks>why|how come|for what reason)\b(?!\s+not\b)|"
    r"\bwhat (?:(?:was|is|were|are) (?P<reason>the (?:main )?(?:reasons?|causes?))|(?P<caused>caused)) "
)
_WHICH = (
    r"(?i)"
    r"\b(?P<asks>(?:which|what) (?P<noun>company|firm|supplier|vendor|contractor|bidder|council|authority|borough|"
    r"department|ministry|body|agency|trust|minister|mp|official|person|director|city|town|county|university|"
    r"police force|charity|regulator|consultancy|bank|country)|names? of)\b(?! (?:of|did|does|type|size))"
)


class AskedSlot(Struct, frozen=True):
    """Something that a question asks for."""

    kind: MissingKind
    """Of which kind."""
    called: str
    """What a sentence gives that gives it: `a cost`, `a number of users`."""
    span: Span
    """Where in `AnalysedQuestion.text` it is asked for."""
    may_be_told: Callable[[str], bool] | None
    """Whether a text may give it; None for names, which depend on what the question names itself."""


def asked_slots(question: AnalysedQuestion) -> tuple[AskedSlot, ...]:
    """Return what a question plainly asks for; nothing for most questions that are answered by yes or no."""
    return tuple(_asked(question))


def _asked(question: AnalysedQuestion) -> Iterator[AskedSlot]:
    text = question.text
    figure = _figure(question)
    if figure:
        yield figure
    if found := re.search(_WHEN, text):
        yield AskedSlot("date_sought", "a date", found.span("asks" if found["asks"] else "other"), may_tell_a_time)
    if found := re.search(_WHY, text):
        yield AskedSlot("reason_sought", "a reason", found.span(found.lastgroup or 0), may_tell_a_reason)
    if found := re.search(_WHO, text):
        yield AskedSlot("name_sought", "a person or body", found.span("asks"), None)
    elif found := re.search(_WHICH, text):
        noun = found["noun"]
        called = f"{'an' if noun[0].casefold() in 'aeiou' or noun == 'mp' else 'a'} {noun}" if noun else "anything"
        yield AskedSlot("name_sought", "anything" if noun is None else called, found.span("asks"), None)


def _figure(question: AnalysedQuestion) -> AskedSlot | None:
    text, sought = question.text, question.sought_figure
    if found := re.search(_LONG, text):
        return AskedSlot("figure_sought", "a length of time", found.span("asks"), may_tell_a_duration)
    return _sought(text, sought) if sought else None


def _sought(text: str, sought: SoughtFigure) -> AskedSlot | None:
    if sought.kinds == ("count",) and (found := re.search(_COUNT, text)):
        return _count(text, found)
    if sought.kinds == ("share",) and (found := re.search(_SHARE, text)):
        return AskedSlot("figure_sought", "a share", _bare(found), may_tell_a_share)
    if "money" in sought.kinds and (found := re.search(_SUM, text)):
        if "share" in sought.kinds:
            return AskedSlot("figure_sought", "a figure", found.span(), may_tell_a_number)
        called = next(
            (name for word, name in _SUM_CALLED.items() if word in found[0].casefold().split()), "a sum of money"
        )
        return AskedSlot("figure_sought", called, found.span(), may_tell_money)
    return None


def _count(text: str, found: re.Match[str]) -> AskedSlot:
    noun = counted_noun(text, found.end())
    end = noun.end if noun else found.end()
    called = f"a number of {text[found.end() : end].strip()}" if noun else "a number"
    return AskedSlot("figure_sought", called, (found.start(), end), may_tell_a_number)


def _bare(found: re.Match[str]) -> Span:
    return found.start() + len(found[0]) - len(found[0].lstrip()), found.end()
