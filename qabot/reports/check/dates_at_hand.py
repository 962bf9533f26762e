"""A date that the article at hand has nowhere, against the only one that it has where the draft's has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from qabot.core.text import Span
from qabot.facts.stated_times import find_times
from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.checked_draft import Judgement
from qabot.reports.check.held_sentences import Likeness
from qabot.reports.check.sentence_comparison import ReadSentence, held_quote
from qabot.reports.check.stated_dates import Days, StatedDate, is_slip, length_of, written_days
from qabot.reports.check.word_sequence import word_keys

_TELLING = 4
"""Letters of a word that says something."""
_FEWEST, _SHARE = 2, 0.5
"""Words that a clause must share with a sentence, and what share of its words, for their years to be of one thing."""
_CLAUSE = re.compile(r"[;\n]|,\s(?:and|but|while)\s")
_ALSO = re.compile(r"\b(?:again|another|second|earlier|later|previous|next|other)\b", re.IGNORECASE)
"""What shows that a clause may tell of another time of the same."""

_BESIDE = re.compile(r"\b(?:before|after)\s(?:the\s)?$", re.IGNORECASE)
"""What stands before a time that something else was at another side of."""


def date_at_hand(stated: StatedDate, read: ReadSentence) -> Judgement | None:
    """Judge a date of the draft by the only one of its article that may be in its place; None where none is.

    Two months of one year, or two days or months of a name in two years, part by a slip; two years do where the clause
    has most of a sentence's words.
    """
    own = [each for each in read.alike if each.at_hand]
    start, end = _clause(read.text, stated)
    clause = f"{read.text[start : stated.start]} {read.text[stated.end : end]}"
    if (
        not own
        or _ALSO.search(clause)
        or _BESIDE.search(read.text, start, stated.start)
        or _has_it(stated, own, clause)
    ):
        return None
    words = _words(clause)
    slips: dict[Days, Likeness] = {}
    years: dict[int, list[tuple[Days, Likeness]]] = {}
    for like in own:
        shared = words & _words(like.sentence.text)
        dates = list(_dates(like))
        if shared - _words(" ".join(each.text for each in (*read.names, *like.sentence.names))):
            slips |= {days: like for days in dates if is_slip(stated.days, days) and days not in slips}
        is_same = len(shared) >= _FEWEST and len(shared) >= _SHARE * len(words)
        if is_same and len(dates) == 1 and length_of(stated.days) == "year" and dates[0][0].year != stated.first.year:
            years.setdefault(len(shared), []).append((dates[0], like))
    found = list(slips.items()) or (years[max(years)] if years else [])
    if len(found) != 1:
        return None
    days, like = found[0]
    return Judgement("other_date", False, (held_quote(like),), f"The article has {written_days(days)}.")


def _clause(text: str, stated: StatedDate) -> Span:
    bounds = [0, *(found.end() for found in _CLAUSE.finditer(text)), len(text)]
    return max(each for each in bounds if each <= stated.start), min(each for each in bounds if each >= stated.end)


def _words(text: str) -> set[str]:
    """Return the stems of the words that say something."""
    return {stem(word) for word in word_keys(text) - STOP_WORDS if len(word) >= _TELLING and word.isalpha()}


def _has_it(stated: StatedDate, own: list[Likeness], clause: str) -> bool:
    """Whether the article has a date that may be this one, or was published then; a year must be of a like sentence."""
    held = own[0].sentence.held
    published = ((date.fromordinal(first), date.fromordinal(last)) for first, last in held.own_dates)
    told = (days for like in own if _words(clause) & _words(like.sentence.text) for days in _dates(like))
    whole = ((each.first, each.last) for each in held.dates)
    if any(stated.first <= first and last <= stated.last for first, last in whole):
        return True
    return any(stated.fits(*days) for days in (*published, *told))


def _dates(like: Likeness) -> Iterator[Days]:
    """Yield the days of the dates of a sentence, those among them that are counted from when it was published."""
    for each in like.sentence.dates:
        yield each.first, each.last
    seen = {(each.first, each.last) for each in like.sentence.dates}
    for time in find_times(like.sentence.text, like.sentence.held.article.published):
        days = time.first.first, time.last.last
        if not any(first <= days[1] and days[0] <= last for first, last in seen):
            yield days
