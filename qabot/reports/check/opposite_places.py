"""A word of the draft in whose place an article says the opposite, as the same words beside both tell.

Two sentences may be in other words throughout, and still "the lowest share of any authority" is the place of "the
highest share of any authority", and "eight more than in June" that of "eight fewer than in June".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from qabot.question.tokeniser import STOP_WORDS
from qabot.question.vocabulary import stem
from qabot.reports.check.held_sentences import Likeness
from qabot.reports.check.negation_comparison import TurnedClause
from qabot.reports.check.opposite_words import are_opposite, has_opposite
from qabot.reports.check.policy import Policy
from qabot.reports.check.word_sequence import Word, WordSequence

_FEWEST, _TELLING = 3, 2
"""Words that stand beside both, and how many of them must say something."""
_OF_TIME = frozenset("before after earlier later since until first last next early late ahead behind".split())
"""Words that tell one time by another, of which a sentence may have several: "nine months after", and "before"."""
_SHORTEST = 3
"""Letters of a word that says something."""


def opposite_beside(own: WordSequence, alike: Sequence[Likeness], policy: Policy) -> TurnedClause | None:
    """Return where an article about the same thing has the opposite of a word beside the very same words."""
    turning = [place for place, word in enumerate(own.words) if has_opposite(word.key) and word.key not in _OF_TIME]
    for like in alike if turning else ():
        if like.goes_on or like.matter >= policy.same_matter:
            held = like.sentence.words
            found = next(_turned(own.words, held.words, turning), None)
            if found and _negations(own) == _negations(held):
                return TurnedClause(like, found[0].key, found[1].key)
    return None


def _turned(own: Sequence[Word], held: Sequence[Word], turning: Sequence[int]) -> Iterator[tuple[Word, Word]]:
    for place in turning:
        one = own[place]
        before, behind = own[:place][::-1], own[place + 1 :]
        for other_place, other in enumerate(held):
            if not _is_beside(before, behind, held, other_place) or not are_opposite(one.key, other.key):
                continue  # few words stand beside the same ones: that is looked at first
            shared = [*_shared(before, held[:other_place][::-1]), *_shared(behind, held[other_place + 1 :])]
            if _tells(shared) and not _has(held, one) and not _has(own, other):
                yield one, other


def _is_beside(before: Sequence[Word], behind: Sequence[Word], held: Sequence[Word], place: int) -> bool:
    """Whether the word before a place, or behind it, is the one that the draft has there."""
    if before and place and before[0].key == held[place - 1].key:
        return True
    return bool(behind) and place + 1 < len(held) and behind[0].key == held[place + 1].key


def _has(words: Sequence[Word], word: Word) -> bool:
    return stem(word.key) in {stem(each.key) for each in words}


def _shared(one: Sequence[Word], other: Sequence[Word]) -> list[Word]:
    """Return the words that two runs begin with alike."""
    return [a for a, _ in takewhile(lambda pair: pair[0].key == pair[1].key, zip(one, other, strict=False))]


def _tells(shared: Sequence[Word]) -> bool:
    telling = sum(each.kind == "number" or _says_something(each.key) for each in shared)
    return len(shared) >= _FEWEST and telling >= _TELLING


def _says_something(key: str) -> bool:
    return len(key) >= _SHORTEST and key not in STOP_WORDS


def _negations(sequence: WordSequence) -> list[str]:
    return sorted(word.key for word in sequence.words if word.kind == "negation")
