"""Titles that a page gives in several lengths: one that is cut off gives way to the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qabot.corpus.formats.title_parts import SITE_PARTING

_CUT = re.compile(r"[\s,;:–—-]*(?:\.{3,}|…|\[(?:\.{3}|…)\])$")
"""How a title ends that was cut off."""
_LONGEST_CUT = 60
"""Characters at the end of a title in which that stands."""
_LEAST = 12
"""Characters by which a title is known to begin another."""


def whole_title(title: str, others: Iterable[str]) -> str:
    """Return a title, or the first of others that goes on where it is cut off: at dots, or within a word.

    The site's name behind a title that was cut off before it, as in `Council buys… | Gazette`, is no part of it.
    """
    stem, is_cut = _stem(title)
    if len(stem) < _LEAST:
        return title
    for other in others:
        if len(other) <= len(stem) or not other.casefold().startswith(stem.casefold()) or other == title:
            continue
        goes_on = other[len(stem)].isalnum() and stem[-1].isalnum()
        if (is_cut or goes_on) and not _stem(other)[1]:
            return other
    return title


def _stem(title: str) -> tuple[str, bool]:
    """What a title says before it is cut off, and whether it is."""
    for candidate in (title, *(title[: found.start()] for found in list(SITE_PARTING.finditer(title))[-1:])):
        if cut := _CUT.search(candidate, max(0, len(candidate) - _LONGEST_CUT)):
            return candidate[: cut.start()].rstrip(), True
    return title.rstrip(), False
