"""A name that nothing has, told with the nearest that exist: outlets, organisations, and articles by their ids.

What is typed may be misspelt, cut short, written in another order or as initials. Comparing letter by letter takes too
long for all of 100,000 ids, so only those that share pieces with it are compared, and of these the likeliest.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

from qabot.core.confusables import fold_confusables

NamedKind = Literal["outlet", "organisation", "article", "removed article", "feed", "speaker"]
"""What can be called by a name that nothing has."""

_MOST = 3
"""Names that are told at the most."""
_ALIKE = 0.6
"""How like what was typed a name is at the least, from 0 to 1."""
_BESIDE = 0.1
"""How much less like it a further name is at the most than the first."""
_SAME, _REORDERED, _INITIALS, _PART = 1.0, 0.99, 0.98, 0.97
_SHORTEST_PART = 3
"""Letters of a part of a name that is recognised as one."""
_PIECE = 3
"""Letters of a piece."""
_SHORT = 13
"""Letters of what may be misspelt so that no piece of it is left."""
_MOST_PIECES = 16
_MOST_COMPARED = 200
"""Names that are compared letter by letter."""
_LONGEST = 200
"""Characters of what was typed that are read, and told."""
_WORD = re.compile(r"[^\W_]+")
_CALLED: dict[NamedKind, str] = {
    "outlet": "called",
    "organisation": "called",
    "article": "with the id",
    "removed article": "with the id",
    "feed": "at",
    "speaker": "called",
}


class UnknownName(Struct, frozen=True):
    """A name that was asked for and that nothing has."""

    kind: NamedKind
    """What was to have it."""
    name: str
    """As it was typed."""
    nearest: tuple[str, ...] | None = None
    """Names that exist and come near, the nearest first; None where none were looked for."""

    @property
    def words(self) -> str:
        """What to say of it, such as `No outlet called “Computng”. Nearest: Computing.`."""
        shown = self.name if len(self.name) <= _LONGEST else f"{self.name[:_LONGEST]}…"
        said = f"No {self.kind} {_CALLED[self.kind]} “{shown}”"
        if self.nearest is None:
            return f"{said}."
        return f"{said}. Nearest: {', '.join(self.nearest)}." if self.nearest else f"{said}, nor one like it."


def unknown_name(
    kind: NamedKind, wanted: str, names: Iterable[str], spellings: Callable[[str], Iterable[str]] | None = None
) -> UnknownName:
    """Return a name that nothing has, with those that come near.

    Args:
        kind: What it was to be the name of.
        wanted: The name.
        names: All that there are.
        spellings: What else each of them is called; by default nothing else.
    """
    return UnknownName(kind, wanted, nearest_names(wanted, names, spellings))


def nearest_names(
    wanted: str, names: Iterable[str], spellings: Callable[[str], Iterable[str]] | None = None
) -> tuple[str, ...]:
    """Return up to three of these names that come near to one that is none of them, the nearest first."""
    target = _spelling(wanted[:_LONGEST])
    if not target.letters:
        return ()
    likely = _likely(target, dict.fromkeys(names))
    scored = [(max(map(target.likeness, _spellings(name, spellings))), name) for name in likely]
    found = sorted((each for each in scored if each[0] >= _ALIKE), key=lambda each: (-each[0], len(each[1]), each[1]))
    return tuple(name for likeness, name in found[:_MOST] if likeness >= found[0][0] - _BESIDE)


class _Spelling(Struct, frozen=True):
    """A name as it is compared: without case and punctuation."""

    words: tuple[str, ...]

    @property
    def letters(self) -> str:
        return "".join(self.words)

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.words) if len(self.words) > 1 else ""

    def likeness(self, other: _Spelling) -> float:
        """Return how like another name this is, from 0 to 1."""
        own, others = self.letters, other.letters
        if own == others:
            return _SAME
        if sorted(self.words) == sorted(other.words):
            return _REORDERED
        if own == other.initials:
            return _INITIALS
        shorter, longer = sorted((own, others), key=len)
        if len(shorter) >= _SHORTEST_PART and (shorter == own or len(shorter) * 2 > len(longer)) and shorter in longer:
            return _PART
        matcher = SequenceMatcher(None, others, own, autojunk=False)
        if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
            return 0.0
        return matcher.ratio()


def _spelling(name: str) -> _Spelling:
    folded = name if name.isascii() else unicodedata.normalize("NFKD", fold_confusables(name))
    words = tuple(_WORD.findall(folded.casefold()))
    return _Spelling(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _spellings(name: str, others: Callable[[str], Iterable[str]] | None) -> list[_Spelling]:
    return [_spelling(each) for each in (name, *(others(name) if others else ()))]


def _likely(target: _Spelling, names: Iterable[str]) -> Sequence[str]:
    """Return the names that may come near, and no more than can be compared letter by letter."""
    pieces = _pieces(target.words)
    length = len(target.letters)
    is_short = length < _SHORT
    shared: list[tuple[int, int, str]] = []
    for name in names:
        folded = name.casefold()
        count = sum(piece in folded for piece in pieces)
        if count or is_short:
            shared.append((count, -abs(len(name) - length), name))
    return [name for _, _, name in heapq.nlargest(_MOST_COMPARED, shared)]


def _pieces(words: Iterable[str]) -> list[str]:
    """Cut words into pieces, the longest first: where a name is misspelt in one, it has the others."""
    cut = [word[start : start + _PIECE] for word in words for start in range(0, len(word), _PIECE)]
    whole = [piece for piece in dict.fromkeys(cut) if len(piece) > 1] or cut
    return sorted(whole, key=len, reverse=True)[:_MOST_PIECES]
