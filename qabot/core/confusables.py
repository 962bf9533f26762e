"""Letters that look like Latin ones: folded in what is searched for and in, never in what is shown.

An article that writes "Hackney" with a Cyrillic "а" reads as any other, and would be found by no one. Only words that
mix scripts are folded: a word all in Greek or Cyrillic is one.
"""

from __future__ import annotations

import re

# Single letters that Unicode's table of confusables gives the same skeleton as an ASCII letter (UTS #39, section 4).
_CYRILLIC = "аА еЕ оО рР сС хХ уҮ іІ јЈ ѕЅ һН ԁ ԛԚ ԝԜ ѵ ӏӀ В К М Т Ԍ"
_CYRILLIC_AS = "aA eE oO pP cC xX yY iI jJ sS hH d qQ wW v lI B K M T G"
_GREEK = "αΑ οΟ νΝ ρΡ ιΙ υΥ γ ϲϹ ϳ Β Ε Ζ Η Κ Μ Τ Χ"
_GREEK_AS = "aA oO vN pP iI uY y cC j B E Z H K M T X"
_ALIKE = str.maketrans(_CYRILLIC + _GREEK, _CYRILLIC_AS + _GREEK_AS)
_FOREIGN = re.compile(rf"[{''.join({*_CYRILLIC, *_GREEK} - {' '})}]")
_LATIN = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[^\W\d_]+")


def fold_confusables(text: str) -> str:
    """Return a text, its length unchanged, with letters that only look Latin as Latin, in words that have real ones."""
    if text.isascii() or not _FOREIGN.search(text):
        return text
    return _WORD.sub(lambda found: _latin(found[0]), text)


def _latin(word: str) -> str:
    return word.translate(_ALIKE) if _LATIN.search(word) and _FOREIGN.search(word) else word
