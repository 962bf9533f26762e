"""A page cut to what libraries can read in time: what it says of its authors, of whom no page needs many.

Their patterns take quadratic time over one long word, and more over many names: a page is cut before they see it.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any, cast

from qabot.corpus.formats.html_tree import Element
from qabot.corpus.metadata import NAME_LIMIT

MOST_AUTHORS = 20
"""Tags that name an author."""
MOST_NAMES = 200
"""Names in one script of linked data."""
LONGEST_SCRIPT = 200_000
"""Characters of such a script."""

_OF_AUTHORS = re.compile(r"author|byl|creator|writer", re.IGNORECASE)
_LONG_WORD = re.compile(r'[^\s"]{500,}')
"""A word of linked data longer than any address, which no name is."""


def bounded(tree: Element) -> Element:
    """Return a copy of a page with no more of its authors than any page has."""
    copy = deepcopy(tree)
    authors = [meta for meta in copy.iter("meta") if any(map(_OF_AUTHORS.search, _names(meta)))]
    for meta in authors[:MOST_AUTHORS]:
        cast(Any, meta).set("content", meta.get("content", "")[:NAME_LIMIT])
    for meta in authors[MOST_AUTHORS:]:
        cast(Any, meta).attrib.pop("content", None)
    for script in copy.iter("script"):
        text = script.text or ""
        is_long = len(text) > LONGEST_SCRIPT or text.count("name") > MOST_NAMES
        script.text = "" if is_long else _LONG_WORD.sub("", text)
    return copy


def _names(meta: Element) -> list[str]:
    return [meta.get(key, "")[:NAME_LIMIT] for key in ("name", "property", "itemprop")]
