"""Whom a sentence of the draft names that the article it is of names nowhere: another in the place of the article's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qabot.core.text import Span
from qabot.reports.check.held_sentences import Likeness
from qabot.reports.check.named_bodies import Name, same_name
from qabot.reports.check.policy import Policy
from qabot.reports.check.word_sequence import word_keys

_DETERMINERS = frozenset({"", "the"})
_FOR = re.compile(r"\s(?:for|to|from|at)\s(?:the\s)?", re.IGNORECASE)
_GOT = re.compile(
    r"(?:\s\([A-Z]+\))?,?(?:\s(?:got|gets|had|has|was|were|will|would|get|received|given|promised|spent|paid|with|some|about|up|to)){0,4}\s",
    re.IGNORECASE,
)


def absent_subject(text: str, names: list[Name], like: Likeness) -> Name | None:
    """Return whom a sentence begins with, where the article that has its words names them nowhere."""
    first = names[0] if names else None
    is_subject = first is not None and text[: first.start].strip().casefold() in _DETERMINERS
    return first if first and is_subject and not like.sentence.held.has_name(first) else None


def sibling(names: list[Name], alike: list[Likeness], policy: Policy) -> tuple[Likeness, Name, Name] | None:
    """Return a name that no article of the matter has, and the one of its kind that the likest has in its place.

    Two are of a kind where all but one word is common to both, or their last words are: the Scottish Government and the
    Welsh, the Ministry of Defence and that of Justice.
    """
    of_it = [each for each in alike if max(each.matter, each.rest) >= policy.same_matter]
    for name in names if of_it else ():
        if not any(each.sentence.held.has_name(name) for each in of_it):
            for like in of_it:
                for other in _of_a_kind(name, like, names):
                    return like, name, other
    return None


def _of_a_kind(name: Name, like: Likeness, names: list[Name]) -> Iterator[Name]:
    """Yield the names in and around an article's sentence that are of a kind with one, and not among the draft's."""
    own = name.text.casefold().split()
    drafted = frozenset(key for each in names for key in each.keys)
    words = frozenset(word for each in names for word in word_keys(each.text))
    for other in like.sentence.held.names:
        theirs = other.text.casefold().split()
        is_alike = min(len(own), len(theirs)) > 1 and _is_alike(own, theirs)
        if is_alike and not same_name(other, drafted, words):
            yield other


def _is_alike(own: list[str], theirs: list[str]) -> bool:
    if own == theirs:
        return False
    return own[-1] == theirs[-1] or (len(own) == len(theirs) > 2 and own[:-1] == theirs[:-1])


def bound_name(text: str, names: list[Name], span: Span) -> Name | None:
    """Return whom a figure is plainly of: "the Home Office £232m", "£232m for the Home Office"; None where it is not."""
    for name in names:
        if name.start >= span[1] and _FOR.fullmatch(text, span[1], name.start):
            return name
    before = [name for name in names if name.end <= span[0]]
    return before[-1] if before and _GOT.fullmatch(text, before[-1].end, span[0]) else None
