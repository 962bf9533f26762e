"""In what two texts differ that have the same words: marks, spaces, capitals, commas. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from qabot.core.confusables import fold_confusables
from qabot.core.text import printable

_EDGES = " \t\n\xa0,.;:–—-…\"'“”‘’«»>*_"
_SPACE = re.compile(r"\s+")
_MARKS = str.maketrans({**dict.fromkeys('“”„«»"', "'"), **dict.fromkeys("‘’ʼ`", "'"), **dict.fromkeys("–—‑‒−", "-")})
Change = Callable[[str], str]
"""Takes a difference out of a text."""
_PUNCTUATION = re.compile(r"[^\w£$€%?]+")


def other_typography(draft: str, held: str) -> str | None:
    """Say in what a text differs from an article's that has the same words.

    Returns:
        A clause such as `other capitals`; empty where they are the same but for the mark they end in, and None where a
        question mark parts them.
    """
    one, other = draft.strip(_EDGES), held.strip(_EDGES)
    if one == other:
        return ""
    if one.rstrip("?").count("?") != other.rstrip("?").count("?"):
        return None
    changes = _CHANGES if _changed(one, _CHANGES) == _changed(other, _CHANGES) else _WITH_PUNCTUATION
    told = [words for words in changes if _changed(one, changes, words) != _changed(other, changes, words)]
    return " and ".join(filter(None, (", ".join(told[:-1]), *told[-1:]))) or "other punctuation"


def _changed(text: str, changes: Mapping[str, Change], without: str = "") -> str:
    for words, change in changes.items():
        text = text if words == without else change(text)
    return text


def _visible(text: str) -> str:
    return fold_confusables(unicodedata.normalize("NFKC", printable(text.replace("\xa0", " "))).replace("’", "'"))


def _plain_marks(text: str) -> str:
    return text.replace("…", "...").translate(_MARKS)


def _spaced(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _unmarked(text: str) -> str:
    return _PUNCTUATION.sub(" ", text).strip()


_CHANGES: Mapping[str, Change] = {
    "hidden characters or letters that look alike": _visible,
    "other spaces": _spaced,
    "other quotation marks, dashes or dots": _plain_marks,
    "other capitals": str.casefold,
}
_WITH_PUNCTUATION: Mapping[str, Change] = {
    "hidden characters or letters that look alike": _visible,
    "other capitals": str.casefold,
    "other punctuation": _unmarked,
}
