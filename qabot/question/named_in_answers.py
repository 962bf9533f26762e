"""What the last answers named: the bodies, programmes, people and dates in their quotes and titles. Pure.

A follow-up often asks about something that only the answer has named: "what did he do next" behind an answer that tells
of Mike Bracken. Names are told by their capitals, since what is quoted is edited text, and by the known bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from qabot.core.answers import Evidence
from qabot.question.vocabulary import Word, words_of

_NAME = re.compile(r"[A-Z][\w&.’'-]*(?:\s+(?:(?:of|for|and|the|de|&)\s+){0,2}[A-Z0-9][\w&.’'-]*){0,7}")
"""A run of words with capitals, with the small words that names have inside."""
_BEGINS = re.compile(r"(?:^|[.!?:;“\"‘(]\s*|\n\s*)$")
"""What stands before a word that has its capital from its place."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NAMES = re.compile(rf"{_YEAR.pattern}|{_NAME.pattern}")
_NEAR = 40
"""Characters before a word that are looked at for that."""
_LONGEST = 1_000
"""Characters of a quote in which names are looked for."""


def names_in_answers(quoted: Iterable[Evidence], own: Sequence[Word], most: int) -> tuple[str, ...]:
    """Return what quotes and the titles of their articles name, as it is written there, most telling first.

    Args:
        quoted: The quotes, best first.
        own: The words of the question, none of which is given again.
        most: Words that are returned at the most.
    """
    stems = {word.stem for word in own}
    names: list[str] = []
    left = most
    for name in _named(quoted):
        words = [word for word in words_of(name) if word.stem not in stems and not word.stop]
        if words and len(words) <= left:
            names.append(" ".join(word.raw for word in words))
            stems.update(word.stem for word in words)
            left -= len(words)
    return tuple(names)


def _named(quoted: Iterable[Evidence]) -> Iterator[str]:
    """Yield names, those in titles before those in quotes."""
    for each in quoted:
        yield from _names(each.article.title[:_LONGEST], in_title=True)
        yield from _names(each.text[:_LONGEST], in_title=False)


def _names(text: str, *, in_title: bool) -> Iterator[str]:
    """Yield what the capitals of a text show to be names, and its years, in order.

    A word that has its capital from its place is one where it has others, or where it begins a title and is no word
    that any subject can be told with.
    """
    for found in _NAMES.finditer(text):
        name = found[0].strip(" .'’-")
        before = text[max(0, found.start() - _NEAR) : found.start()]
        shown = " " in name or name.isdigit() or sum(map(str.isupper, name)) > 1
        if shown or not _BEGINS.search(before) or (in_title and not words_of(name)[0].general):
            yield name
