"""What a draft says that a speaker is, against what the article calls them: a role that it does not give is no tick."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.held_articles import HeldArticle
from qabot.reports.check.named_bodies import Name
from qabot.reports.check.office_holders import ONE_WORD, last_office, may_be_person
from qabot.reports.check.word_sequence import WordSequence

_BEHIND = re.compile(r",\s(?:then\s|now\s)?(?:the|an?|its|their|his|her)\s(?P<role>[^,.;:“”\"()]{4,80})(?=[,.;]|$)")
"""What somebody is called behind the name, between commas."""
_CLAUSE = re.compile(r"\b(?:who|which|that|is|was|were|are|has|had|said|says|told)\b")
"""What is in no role."""
_OF = re.compile(r"\s(?:of|for|to|at|in|with|by|from|on|and)\s")
_MOST_BEFORE = 70


def untold_role(text: str, person: Name, held: HeldArticle) -> str:
    """Return what a sentence of the draft calls a speaker that an article nowhere calls them; empty where it does.

    Args:
        text: The sentence.
        person: The speaker, places counted in it.
        held: The article that reports the same of the same speaker.
    """
    if not may_be_person(person):
        return ""
    called: set[str] = set()
    surname = person.text.split()[-1].casefold()
    for each in held.all_sentences:
        if surname in each.words.keys or f"{surname}'s" in each.words.keys:
            called |= _stems(each.text)
    return next((role for role in _roles(text, person) if called and not _stems(_head(role)) & called), "")


def _roles(text: str, person: Name) -> Iterator[str]:
    behind = _BEHIND.match(text, person.end)
    if behind and not _CLAUSE.search(behind["role"]):
        yield behind["role"]
    before = text[max(0, person.start - _MOST_BEFORE) : person.start].rstrip(" ,")
    if office := last_office(re.split(r"[.;:“”\"]", before)[-1]):
        yield office


def _head(role: str) -> str:
    """Return the noun of a role: "minister" of "junior minister for schools"."""
    words = _OF.split(role)[0].split()
    return words[-1] if words else ""


def _stems(text: str) -> set[str]:
    keys = (key.removesuffix("'s") for key in WordSequence(text).keys)
    return {stem(ONE_WORD.get(key, key)) for key in keys if key not in STOP_WORDS}
