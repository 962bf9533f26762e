"""Whether a sentence tells of what is to come, by which a month without a year lies ahead of its article. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from msgspec import Struct

_AHEAD = re.compile(
    r"\b(?:will|shall|must|due|plans?|planned|expects?|expected|scheduled|next|set\sto|hopes?|aims?|to\s(?:be|begin|"
    r"start|open|"
    r"go|take|run|come|launch|close|end)|(?:(?:is|are)\s(?:also|now|soon|not)|is|are|intends?|"
    r"wants?|needs?|promises|pledges|proposes?)\sto\s(?!(?:blame|date|hand|say)\b)[a-z]+|"
    r"(?:is|are)\s(?:now\s|also\s)?(?:moving|closing|opening|launching|starting|leaving|switching|ending|retiring|joining|returning|going)|(?:has|have)\s(?:until|been\spromised)|likely\sto)\b",
    re.IGNORECASE,
)
_SCHEDULED = re.compile(
    r"(?<!\bto\s)\b(?:closes|starts|begins|opens|ends|expires|launches|finishes|concludes|resumes|retires|goes\slive|runs\sout|"
    r"comes\sinto\s(?:force|effect)|follows|becomes\s[a-z]+|moves|arrives|meets|votes|decides|takes\s(?:effect|over|office)|is\sup)(?:\s(?:again|only))?\s$"
)
"""What stands right before a time that lies ahead, though it is told as if it were now: "the scheme closes in May"."""
_WAS_DUE = re.compile(
    r"\bdue\s(?:by|in|on|to\s[a-z]+)\b[^,;]{0,40}?\s(?:had|was|were)\s(?!due\b|to\b)[a-z]+|\bbut\s(?:it\s|they\s)?(?:did|was|were|had)\s(?:not|never)\b"
)
"""What tells of what was due and is over: "3 of 12 milestones due by June had been met"."""
_NEAR = 40
"""Characters before a time among which a verb of what is to come stands."""
_RECORD = re.compile(
    r"\b(?:minutes|figures|letters?|reports?|documents?|emails?|papers|data|accounts|statistics|notes|records)\s$",
    re.IGNORECASE,
)
"""What stands before the time of which a record is: "minutes from December show"."""
_WAS_TO = len("were ")
"""Characters between a verb of what was and "to" or "due", by which it tells of what is to come: "were to open"."""
_PAST = re.compile(
    r"(?<!\bbe\s)(?<!\bbeen\s)(?<!\bhave\s)\b(?:was|were|had|did|came|went|rose|fell|took|gave|made|ran|won|lost|left|met|spent|paid|sold|"
    r"built|bought|held|kept|got|saw|began|grew|broke|hit|(?:should|would|could|might)\shave|[a-z]{2,}ed)\b"
)
_HAS_DONE = (
    r"\b(?:has|have)\s(?:(?:not|already|since|now|only|just)\s)?(?:been|had|made|cost|spent|paid|sold|seen|taken|given|gone|risen|fallen|"
    r"grown|lost|won|met|built|bought|left|come|[a-z]{2,}ed)\b"
)
_VERB = re.compile(
    rf"(?P<past>{_PAST.pattern}|{_HAS_DONE})|\b(?:is|are|be|has|have|will|shall|can|may|must|starts?|opens?|closes?|begins?|ends?|launch(?:es)?|comes?|"
    r"goes|takes?|runs?|follows?|becomes?|moves?|switch(?:es)?|joins?|replaces?|arrives?|meets?|decides?|expires?|retires?|due|until|next|planned|expected|scheduled)\b"
)
_PROMISED = re.compile(r"\b(?:will|shall|(?:is|are)\s(?:due|to|set\sto|scheduled|expected))\b")
_TO_COME = re.compile(
    r"\b(?:will|shall|must|should|(?:is|are|has|have|wants?|aims?|hopes?|plans?|expects?|intends?|needs?|due|set|wishes|"
    r"scheduled|promises?|pledges?)\s(?:[\w£$€.,]+\s){0,3}?to)\b"
)
_HAS = re.compile(r"\b(?:has|have)\b")
_IS = re.compile(r"\b(?:is|are|has|have|costs?|runs?|pays?|holds?|lasts?)\b")
"""What is so now, and stays so until a time that lies ahead: "the charge is £40 until April"."""
_WAS = re.compile(r"\b(?:was|were|had|did|would)\b")
"""What says that a sentence tells of what was, even of what was then to come."""


class _TimeWords(Struct, frozen=True):
    """Where a sentence has words of what was and of what is to come: found once, however many times it names."""

    ahead: tuple[int, ...]
    """Where words of what is to come begin; so with all that follows, in order."""
    was_due: bool
    """Whether it tells of what was due and is over."""
    past_starts: tuple[int, ...]
    """Where words of what was begin."""
    past_ends: tuple[int, ...]
    """Where they end."""
    verb_starts: tuple[int, ...]
    """Where verbs begin that tell of either."""
    verb_ends: tuple[int, ...]
    """Where they end."""
    verb_is_past: tuple[bool, ...]
    """Whether each tells of what was."""


@lru_cache(maxsize=8)
def _words_of_time(text: str) -> _TimeWords:
    past, verbs = [*_PAST.finditer(text)], [*_VERB.finditer(text)]
    return _TimeWords(
        ahead=tuple(found.start() for found in _AHEAD.finditer(text)),
        was_due=_WAS_DUE.search(text) is not None,
        past_starts=tuple(found.start() for found in past),
        past_ends=tuple(found.end() for found in past),
        verb_starts=tuple(found.start() for found in verbs),
        verb_ends=tuple(found.end() for found in verbs),
        verb_is_past=tuple(bool(found["past"]) for found in verbs),
    )


def looks_ahead(text: str, start: int = 0) -> bool:
    """Whether a sentence tells of what is to come; what was due and is over does not.

    Args:
        text: A sentence.
        start: Where a time begins: what is told before it, rather than behind, says whether it lies ahead.
    """
    if _SCHEDULED.search(text, max(0, start - _NEAR), start):
        return True
    if text[start : start + len("since")].casefold() == "since" or (
        text[start : start + len("from")].casefold() in {"from", "date"}
        and _RECORD.search(text, max(0, start - _NEAR), start)
    ):
        return False  # what has been so has begun, and what is read was written
    if text[start : start + len("until")].casefold() == "until" and not _PAST.search(text, 0, start):
        return bool(_IS.search(text, 0, start))
    words = _words_of_time(text)
    if not words.ahead or words.was_due:
        return False
    before = bisect_right(words.past_ends, start)
    if not before:  # what is told first decides: "in May it was shut, and will open in June"
        is_past_told = bool(words.past_starts) and words.past_starts[0] + _WAS_TO < words.ahead[0]
        return not is_past_told
    nearest = bisect_left(words.ahead, start)
    return nearest > 0 and words.ahead[nearest - 1] >= words.past_starts[before - 1]


_SAID_IT_WOULD = re.compile(
    r"\b(?:said|says|told|announced|confirmed|promised|pledged|predicted|insisted|added|expects?|expected|believes?|hoped)\b[^;]*?"
    r"\s(?:would|should|could)\s(?!have\b)[^;]*$"
)
"""What ends before a time that lay ahead when somebody spoke: "she said that it would open by June"."""


def was_promised(text: str, start: int) -> bool:
    """Whether somebody said of what stands before a time that it was still to come."""
    return _SAID_IT_WOULD.search(text, 0, start) is not None


def looks_back(text: str, start: int, end: int) -> bool:
    """Whether the verb nearest to a time, before it or else behind it, tells of what was."""
    words = _words_of_time(text)
    before = bisect_right(words.verb_ends, start)
    if before:
        return words.verb_is_past[before - 1]
    behind = bisect_left(words.verb_starts, end)
    return behind < len(words.verb_starts) and words.verb_is_past[behind]


def is_promised(text: str) -> bool:
    """Whether a sentence says of something that it will be, rather than that it was to be."""
    return bool(_PROMISED.search(text))


def looks_to_an_end(text: str, *, is_begun: bool = False) -> bool:
    """Whether a sentence tells of the present and of what is to come, so that the end of "the year" lies ahead.

    Args:
        text: A sentence.
        is_begun: Whether it names the start of the year instead, since which something has been so.
    """
    return bool((_HAS if is_begun else _TO_COME).search(text)) and not _WAS.search(text)
