"""When two words are one that was mistyped, or misread by a machine. Pure."""

from __future__ import annotations

_TYPO_LETTERS = 5
"""Letters of a word that may be another one misspelt."""
_LONG = 8
"""Letters of a word that may be misspelt twice."""
_MOST_EDITS = 2
"""Letters that may be misspelt."""
_LONGEST = 40
"""Letters of a word that is compared letter by letter."""


def is_misspelt(one: str, other: str) -> bool:
    """Whether two words are one, of which a letter or two were mistyped or misread; never the first."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) > _LONGEST or len(longer) - len(shorter) > _MOST_EDITS:
        return False
    if is_misread(one, other):
        return True
    if len(shorter) < _TYPO_LETTERS or one[0] != other[0]:
        return False
    return _edits(shorter, longer) <= (_MOST_EDITS if len(shorter) >= _LONG else 1)


def is_misread(one: str, other: str) -> bool:
    """Whether two words are one but for what reading machines take for one another: `rn` and `m`."""
    return _misread(one) == _misread(other)


def is_garbled(one: str, other: str) -> bool:
    """Whether two words may be one in a text that was misread throughout: any letter of it, the first too."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) > _LONGEST or len(longer) - len(shorter) > _MOST_EDITS or not any(map(str.isalpha, shorter)):
        return False
    return _edits(shorter, longer) <= (_MOST_EDITS if len(longer) >= _TYPO_LETTERS else 1)


def _misread(word: str) -> str:
    """Return a word without what reading machines take for one another."""
    return word.replace("rn", "m").replace("cl", "d").replace("vv", "w").replace("ii", "u").replace("1", "l")


def _edits(one: str, other: str) -> int:
    """Count the letters to be put in, left out, changed, or swapped with their neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, there in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
