"""A month of the draft without its year, "in June" or "on 1 December", against the one that an article has there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from qabot.core.dates import MONTH_NAME, MONTHS
from qabot.reports.check.checked_draft import Difference, Judgement
from qabot.reports.check.held_sentences import Likeness
from qabot.reports.check.number_comparison import is_of_the_same
from qabot.reports.check.policy import Policy
from qabot.reports.check.sentence_comparison import ReadSentence, held_quote

_LED = r"\b(?i:in|by|since|on|until|till|from|before|after|during|last|of|was|is|late|early|mid)[\s-]"
_WORDS = rf"(?P<words>(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s)?(?P<month>{MONTH_NAME}))\b"
_MONTH = re.compile(rf"(?:{_LED}|\bon\s\d{{1,2}}(?:st|nd|rd|th)?\s(?:and|or|to)\s|\d\s?[-–]\s?)(?:the\s)?{_WORDS}")
_ANY = re.compile(rf"\b{_WORDS}")
_YEAR = re.compile(r",?\s(?:of\s)?(?:\d{1,2},\s)?(?:19|20)\d\d\b")


class LooseMonth(NamedTuple):
    """A month, or a day of one, that a text names."""

    start: int
    """First character of its words."""
    end: int
    """One past the last."""
    month: int
    """Of the year, from 1."""
    day: int | None
    """Of the month; None where none is named."""


def loose_months(text: str) -> list[LooseMonth]:
    """Return the months that a text names without their year, behind a word that leads to a time, in order."""
    return [each for each in _read(_MONTH, text) if not _YEAR.match(text, each.end)]


def judge_month(at: LooseMonth, read: ReadSentence, policy: Policy) -> Judgement | None:
    """Say whether an article that says the same has another month in its place.

    Args:
        at: Its place is counted in the sentence.
        read: The sentence.
        policy: What is the same matter.

    Returns:
        None where no article does, where the article has this month anywhere, or where it has several there.
    """
    of_it = [each for each in read.alike if is_of_the_same(each, policy)]
    if going_on := [each for each in of_it if each.goes_on and each.own >= policy.same_matter]:
        held = going_on[0].sentence.held  # what another article says of the same is of another time
        of_it = [each for each in of_it if each.sentence.held is held]
    of_day = [each for each in read.alike if each.goes_on and each.own]
    found = (_slipped(at, each, read) for each in of_day) if at.day and not read.run else ()
    if slipped := next(filter(None, found), None):
        return slipped
    if not of_it or read.run:
        return None
    held = of_it[0].sentence.held
    article = held.article
    own = [each for each in (article.published, article.reports_on and article.reports_on.published) if each]
    if any(each.month == at.month for each in (*_read(_ANY, article.text), *_read(_ANY, article.title), *own)):
        return None
    for like in (each for each in of_it if each.sentence.held is held):
        own = {each.month for each in _read(_ANY, read.text)}
        there = [each for each in _read(_ANY, like.sentence.text) if (each.day is None) == (at.day is None)]
        there = there if len(there) == 1 else [each for each in there if each.month not in own]
        if len(there) == 1:
            words = like.sentence.text[there[0].start : there[0].end]
            difference = Difference(read.text[at.start : at.end], words)
            return Judgement("other_date", False, (held_quote(like),), f"The article has {words}.", (difference,))
    return None


def _slipped(at: LooseMonth, like: Likeness, read: ReadSentence) -> Judgement | None:
    """Judge a day by the one of the same number that the sentence has, where its article has it in no such month."""
    held = like.sentence.held
    days = [(each.day, each.month) for each in _read(_ANY, f"{held.article.title}. {held.article.text}")]
    there = [each for each in _read(_ANY, like.sentence.text) if each.day == at.day]
    published = [
        each for each in (held.article.published, held.article.reports_on and held.article.reports_on.published) if each
    ]
    is_own = any((each.day, each.month) == (at.day, at.month) for each in published)
    if len(there) != 1 or there[0].month == at.month or (at.day, at.month) in days or is_own:
        return None
    words = like.sentence.text[there[0].start : there[0].end]
    difference = Difference(read.text[at.start : at.end], words)
    return Judgement("other_date", False, (held_quote(like),), f"The article has {words}.", (difference,))


def _read(pattern: re.Pattern[str], text: str) -> Iterator[LooseMonth]:
    for found in pattern.finditer(text):
        day = int(found["day"]) if found["day"] else None
        yield LooseMonth(*found.span("words"), MONTHS[found["month"].lower().rstrip(".")], day)
