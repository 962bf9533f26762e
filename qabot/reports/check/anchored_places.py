"""What stands in an article's sentence in a place of the draft's, as the very same words stand before it or behind it.

Two sentences may be put in other words throughout, and still "fell on Capita itself" says which of two sums is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from qabot.facts.figures import Figure
from qabot.question.tokeniser import STOP_WORDS
from qabot.reports.check.held_sentences import Likeness
from qabot.reports.check.opposite_words import are_opposite
from qabot.reports.check.sentence_comparison import ReadSentence
from qabot.reports.check.stated_dates import StatedDate
from qabot.reports.check.word_sequence import Word, WordSequence

_RUN, _TELLING = 3, 2
"""Words that two figures share on one side, and how many of them must say something."""
_DATE_RUN = 4
"""Words that two dates have before them, one of which says something."""
_FEWEST = 3
"""Letters of a word that says something: the "G" of "G-Cloud" is a word by itself."""
_JOINING = frozenset({"and", "or", "but", "while"})
_OF_TIME = frozenset(
    "end start beginning close early late mid month year years months week day half quarter due".split()
)
"""Words that stand before dates of all sorts of things; "due" alone says nothing but beside so many others."""
_GENERAL = frozenset(
    "total sum cost costs figure number more less than over about around some up nearly almost".split()
)
"""Words that stand beside figures of all sorts of things."""


def figures_in_place(figure: Figure, read: ReadSentence, like: Likeness) -> list[Figure]:
    """Return the figures of an article's sentence, of one unit with the draft's, that the same words stand beside."""
    before, behind = _beside(read.words, figure.start, figure.end)
    held = like.sentence
    found: list[Figure] = []
    for other in held.figures:
        if not figure.same_unit(other):
            continue
        theirs = _beside(held.words, held.start + other.start, held.start + other.end)
        if any(_tells(_shared(one, two)) for one, two in ((before, theirs[0]), (behind, theirs[1]))):
            found.append(other)
    return found


_PLANNED = re.compile(
    r"\s(?:(?P<more>(?:more|higher|dearer)\sthan|over|above|beyond|in\sexcess\sof)|"
    r"(?P<less>(?:less|lower|cheaper|fewer)\sthan|under|below|within|short\sof))\s(?:(?:the|its|their|our|his|her|an?|what\swas)\s)?"
    r"(?:[a-z]+\s){0,2}?(?:budget|forecast|estimate|target|plan|limit|expect|original|approved|allow|quote|set\saside)[a-z]*",
    re.IGNORECASE,
)
"""What says behind a figure by how much something came to more than was planned, or to less."""


def turned_from_plan(text: str, figure: Figure, held: str, other: Figure) -> tuple[str, str] | None:
    """Return what says in two sentences that something is more than was planned, and that it is less; None for else."""
    one, two = _PLANNED.match(text, figure.end), _PLANNED.match(held, other.end)
    if one is None or two is None or one.lastgroup == two.lastgroup:
        return None
    return one[one.lastgroup or 0], two[two.lastgroup or 0]


def turned_beside(figure: Figure, read: ReadSentence, other: Figure, like: Likeness) -> tuple[str, str] | None:
    """Return the words right beside a figure in the draft and in an article that say the opposite: "£700m less"."""
    held = like.sentence
    sides = zip(
        _beside(read.words, figure.start, figure.end),
        _beside(held.words, held.start + other.start, held.start + other.end),
        strict=True,
    )
    for own, theirs in sides:
        if own and theirs and are_opposite(own[0].key, theirs[0].key):
            return own[0].key, theirs[0].key
    return turned_from_plan(read.text, figure, held.text, other)


def dates_in_place(stated: StatedDate, read: ReadSentence, like: Likeness) -> Iterator[StatedDate]:
    """Yield the dates of an article's sentence before which the same words stand: "was due by the end of"."""
    before, _ = _beside(read.words, stated.start, stated.end)
    held = like.sentence
    for other in held.dates:
        theirs, _ = _beside(held.words, held.start + other.start, held.start + other.end)
        shared = _shared(before, theirs)
        if len(shared) >= _DATE_RUN and any(_says_something(each) for each in shared):
            yield other


def _beside(words: WordSequence, start: int, end: int) -> tuple[Sequence[Word], Sequence[Word]]:
    """Return the words before a place, the nearest first, and those behind it."""
    before = [each for each in words.words if words.first + each.end <= start][::-1]
    behind = [each for each in words.words if words.first + each.start >= end]
    return before, behind


def _shared(one: Sequence[Word], other: Sequence[Word]) -> list[str]:
    """Return the words that two runs begin with alike, up to a number or to what joins another thing."""
    pairs = zip(one, other, strict=False)
    same = takewhile(lambda pair: pair[0].key == pair[1].key and pair[0].kind != "number", pairs)
    return [a.key for a, _ in takewhile(lambda pair: pair[0].key not in _JOINING, same)]


def _tells(shared: Sequence[str]) -> bool:
    return len(shared) >= _RUN and sum(map(_says_something, shared)) >= _TELLING


def _says_something(key: str) -> bool:
    return len(key) >= _FEWEST and key not in STOP_WORDS and key not in _GENERAL and key not in (_OF_TIME - {"due"})
