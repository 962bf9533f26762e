"""Where two texts part, word by word: the stretches that stand between what they have in common. Pure.

Runs of words that stand once in each text are put against each other first, so that long texts take time in proportion
to their length; only short stretches are compared by every word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_RUN = 3
"""Words of a run that two long stretches are put against each other by."""
_SMALL = 20_000
"""How many pairs of words are compared one by one: 140 words by 140, in a few milliseconds."""


class Gap(NamedTuple):
    """A stretch of each of two texts in which they differ; one of them may be empty."""

    start: int
    """Where it begins in the first text, in words."""
    end: int
    """One past its last word there."""
    other_start: int
    """Where it begins in the second text."""
    other_end: int
    """One past its last word there."""

    @property
    def longest(self) -> int:
        """How many words the longer of its stretches has."""
        return max(self.end - self.start, self.other_end - self.other_start)

    def joined(self, later: Gap) -> Gap:
        """Return this gap, what follows it, and a later one, as one."""
        return Gap(self.start, later.end, self.other_start, later.other_end)


def gaps(one: Sequence[str], other: Sequence[str]) -> list[Gap]:
    """Return where two texts differ, in order.

    Words that two rewritten stretches happen to share do not part them: what stands between two gaps that are both as
    long is taken for a part of them.
    """
    found: list[Gap] = []
    for gap in bare_gaps(one, other):
        found.append(gap)
        while len(found) > 1 and found[-1].start - found[-2].end <= min(found[-1].longest, found[-2].longest):
            later = found.pop()
            found[-1] = found[-1].joined(later)
    return found


def bare_gaps(one: Sequence[str], other: Sequence[str]) -> Iterator[Gap]:
    """Yield where two texts differ, in order, each stretch by itself.

    What is still to be compared lies on a stack, for no text to be nested too deeply.
    """
    waiting = [(Gap(0, len(one), 0, len(other)), True)]
    while waiting:
        whole, is_open = waiting.pop()
        gap = _trimmed(one, other, whole)
        if not gap.longest:
            continue
        anchors = _anchors(one, other, gap) if is_open and _is_both(gap) else []
        if not anchors:
            yield gap
            continue
        waiting += reversed([(each, not _is_small(gap)) for each in _between(gap, anchors)])


def _trimmed(one: Sequence[str], other: Sequence[str], gap: Gap) -> Gap:
    start, end, other_start, other_end = gap.start, gap.end, gap.other_start, gap.other_end
    while start < end and other_start < other_end and one[start] == other[other_start]:
        start, other_start = start + 1, other_start + 1
    while start < end and other_start < other_end and one[end - 1] == other[other_end - 1]:
        end, other_end = end - 1, other_end - 1
    return Gap(start, end, other_start, other_end)


def _is_both(gap: Gap) -> bool:
    return gap.start < gap.end and gap.other_start < gap.other_end


def _is_small(gap: Gap) -> bool:
    return (gap.end - gap.start) * (gap.other_end - gap.other_start) <= _SMALL


def _anchors(one: Sequence[str], other: Sequence[str], gap: Gap) -> list[tuple[int, int, int]]:
    """Return stretches that both have, in order: where they begin in each, and how many words they are."""
    if _is_small(gap):
        first, second = one[gap.start : gap.end], other[gap.other_start : gap.other_end]
        blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()[:-1]
        return [(gap.start + block.a, gap.other_start + block.b, block.size) for block in blocks]
    places = _once(one, gap.start, gap.end)
    others = _once(other, gap.other_start, gap.other_end)
    pairs = sorted((place, others[run]) for run, place in places.items() if run in others)
    return [(place, there, 1) for place, there in _rising(pairs)]


def _once(words: Sequence[str], start: int, end: int) -> dict[tuple[str, ...], int]:
    """Return the runs that stand once in a stretch, and where each begins."""
    places: dict[tuple[str, ...], int] = {}
    again: set[tuple[str, ...]] = set()
    for place in range(start, end - _RUN + 1):
        run = tuple(words[place : place + _RUN])
        if run in places:
            again.add(run)
        places[run] = place
    return {run: place for run, place in places.items() if run not in again}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest selection of pairs, in order of their first, whose second rise too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        place = bisect_left(ends, there)
        before.append(last[place - 1] if place else -1)
        if place == len(ends):
            ends.append(there)
            last.append(number)
        else:
            ends[place], last[place] = there, number
    chosen: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]


def _between(gap: Gap, anchors: Sequence[tuple[int, int, int]]) -> Iterator[Gap]:
    """Yield what lies before, between and behind anchors."""
    start, other_start = gap.start, gap.other_start
    for place, there, size in anchors:
        yield Gap(start, place, other_start, there)
        start, other_start = place + size, there + size
    yield Gap(start, gap.end, other_start, gap.other_end)
