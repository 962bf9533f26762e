"""Counts that moved, both without a noun: `cut its IT staff from 500 to 320`, `fell from 500 to 320 desks`. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.core.text import Span
from qabot.facts.clauses import clause_at
from qabot.facts.counted_nouns import MEASURED, is_plural
from qabot.facts.figures import Figure
from qabot.facts.number_words import DIGITS

_LITTLE = r"(?:(?:about|around|some|nearly|almost|just|over|under|more|fewer|than|only|roughly|the)\s)*"
_NUMBER = rf"(?:{DIGITS})(?:\s(?:million|thousand))?"
_FROM_TO = re.compile(
    rf"\sfrom\s{_LITTLE}(?P<before>{_NUMBER})\sto\s{_LITTLE}(?P<behind>{_NUMBER})(?![\w%£$€]|[.,/:]\d|-\w)"
    r"(?=$|[.,;:)]|\s(?!(?:minutes|hours|days|weeks|months|years|percentage|points|per\s?cent)\b)[a-z])"
)
_MOVE = (
    r"(?:cut|cuts|cutting|reduc(?:e|es|ed|ing)|rais(?:e|es|ed|ing)|increas(?:e|es|ed|ing)|bring(?:s|ing)?|brought|took|take|taken|"
    r"fell|fall|falls|fallen|falling|rose|rise|rises|risen|grew|grow|grows|grown|went|go|goes|gone|dropp?(?:ed|s)?|shrank|shrunk|"
    r"climbed|slimmed|trimmed|expanded|moved|halved|doubled|trebled)"
)
_MOVES = re.compile(rf"\b{_MOVE}\b")
_MOVED_AT_END = re.compile(
    rf"(?:,\s(?:which|who))?(?:\s(?:had|has|have|was|were|is|are|be|been|would|will|could|should|may|might|to|also|since|then|now|"
    rf"later|already))*\s{_MOVE}(?:\s(?:down|up|back))?$"
)
"""What ends with a verb of moving behind what moved: `staff numbers, which would be cut`."""
_NUMBER_OF = re.compile(
    r"\bnumbers?\sof\s(?:(?:the|its|their|all)\s)?(?P<noun>(?:[a-z][\w-]*\s){0,2}?[a-z][a-z-]+)(?:\s|$)"
)
_HEAD = re.compile(
    r"(?:^|\s)(?:(?:The|the|Its|its|Their|their)\s)?(?P<noun>[A-Za-z][a-z-]+)\s(?:at|in|of|on|for|with|within|across)\s"
)
_LAST = re.compile(r"(?P<noun>[A-Za-z][a-z-]+)(?:\s(?:numbers|levels)|\s(?:that\s)?(?:it|they)\s[a-z]+)?$")


def moved_noun(text: str, place: Span, figures: Sequence[Figure]) -> Span | None:
    """Return where a sentence says what a bare number counts that is one of the two ends of a move.

    Args:
        text: The sentence.
        place: The number's characters.
        figures: The figures of it that say what they count.

    Returns:
        The noun's characters, in the plural; None where it is no such number, or nothing is said to move.
    """
    found = next(
        (each for each in _FROM_TO.finditer(text) if place in {each.span("before"), each.span("behind")}), None
    )
    if found is None:
        return None
    begin = clause_at(text, found.start())[0]
    if text.endswith((", which", ", who"), 0, begin):  # `staff numbers, which would be cut`
        begin = clause_at(text, begin - len(", who"))[0]
    if not _MOVES.search(text, begin, found.start()):
        return None
    if counted := next((each for each in figures if each.start == found.start("behind")), None):
        return (counted.end - len(counted.unit), counted.end) if counted.is_count else None
    return _noun_before(text, begin, found.start())


def has_move(text: str) -> bool:
    """Whether a text has two numbers of which something went from one to the other."""
    return bool(_FROM_TO.search(text))


def _noun_before(text: str, begin: int, end: int) -> Span | None:
    """Return the plural that moves: the number's own, the verb's subject, or its object right before `from`."""
    if number := _NUMBER_OF.search(text, begin, end):
        return _plural(text, number.span("noun"))
    if moved := _MOVED_AT_END.search(text, begin, end):
        if (last := _LAST.search(text, begin, moved.start())) and (noun := _plural(text, last.span("noun"))):
            return noun
        head = _HEAD.match(text, begin, moved.start())
        return _plural(text, head.span("noun")) if head else None
    last = _LAST.search(text, begin, end)
    return _plural(text, last.span("noun")) if last else None


def _plural(text: str, span: Span) -> Span | None:
    """Return the last word of some, where it is a plural of what is counted."""
    start = span[0] + text[slice(*span)].rfind(" ") + 1
    word = text[start : span[1]]
    word = word[:1].lower() + word[1:]
    return (start, span[1]) if is_plural(word) and word not in MEASURED else None
