"""A page cut to what libraries can read in time: what it says of itself, of which no page needs much.

Their patterns take quadratic time over one long word or a run of spaces, and more over many names: a page is cut before
they see it.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any, cast

from qabot.corpus.formats.html_tree import Element
from qabot.corpus.metadata import NAME_LIMIT, URL_LIMIT

MOST_AUTHORS = 20
"""Tags that name an author."""
MOST_METAS = 500
"""Tags that say anything of the page."""
LONGEST_FACT = 1000
"""Characters of what one of them says, or a string of linked data; an article's body may be longer there."""
MOST_NAMES = 200
"""Names in one script of linked data."""
LONGEST_SCRIPT = 200_000
"""Characters of such a script."""

_OF_AUTHORS = re.compile(r"author|byl|creator|writer", re.IGNORECASE)
_LONG_WORD = re.compile(r'[^\s"]{500,}')
"""A word of linked data longer than any address, which no name is."""
_SPACES = re.compile(r"\s{20,}")
_STRING = re.compile(r'("articleBody"\s{0,20}:\s{0,20})?"((?:[^"\\]++|\\.)*+)("|\Z)', re.DOTALL)
"""A string of linked data, closed or not, and whether it is the article's own text."""


def bounded(tree: Element) -> Element:
    """Return a copy of a page that says no more of itself and its authors than any page does."""
    copy = deepcopy(tree)
    metas = list(copy.iter("meta"))
    for place, meta in enumerate(metas):
        said = meta.get("content", "")
        if len(said) > LONGEST_FACT or place >= MOST_METAS:
            cast(Any, meta).set("content", said[:LONGEST_FACT] if place < MOST_METAS else "")
    for link in copy.iter("link"):
        if len(link.get("href", "")) > URL_LIMIT:
            cast(Any, link).attrib.pop("href")
    authors = [meta for meta in metas if any(map(_OF_AUTHORS.search, _names(meta)))]
    for meta in authors[:MOST_AUTHORS]:
        cast(Any, meta).set("content", meta.get("content", "")[:NAME_LIMIT])
    for meta in authors[MOST_AUTHORS:]:
        cast(Any, meta).attrib.pop("content", None)
    for script in copy.iter("script"):
        text = script.text or ""
        is_long = len(text) > LONGEST_SCRIPT or text.count("name") > MOST_NAMES
        if "ld+json" in script.get("type", ""):
            text = _STRING.sub(_no_longer, _SPACES.sub(" ", text))
        script.text = "" if is_long else _LONG_WORD.sub("", text)
    return copy


def _no_longer(string: re.Match[str]) -> str:
    return string[0] if string[1] or len(string[2]) <= LONGEST_FACT else '""'


def _names(meta: Element) -> list[str]:
    return [meta.get(key, "")[:NAME_LIMIT] for key in ("name", "property", "itemprop")]
