"""Marks within a line of a page that plain text would lose: struck out words are not said, raised ones stand apart.

Without this, `£3.1m` that was struck out stands beside the sum that replaced it, the mark of a footnote is one more
digit of the figure before it, and 10 to the power of 6 is 106.
"""

from __future__ import annotations

import re
from typing import Any, cast

from qabot.corpus.formats.html_tree import Element

STRUCK = frozenset({"del", "s", "strike"})
"""Elements whose words no longer hold."""
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_FOOTNOTE = re.compile(r"[\s\[(]*(?:\d{1,3}|[a-z*†‡§]|[ivx]{1,5}|note \d{1,3})[\s\])]*", re.IGNORECASE)
"""What leads to a footnote."""
_LONGEST = 20
"""Characters of something raised that are looked at: more is text."""


def with_plain_marks(tree: Element) -> Element:
    """Take out, in place, what is struck out and what leads to footnotes; write what is raised in raised digits."""
    for struck in list(tree.iter(*STRUCK)):
        _take_out(struck)
    for raised in list(tree.iter("sup")):
        text = "".join(cast(Any, raised).itertext())
        if len(text) > _LONGEST:
            continue
        if _FOOTNOTE.fullmatch(text) and _is_link(raised):
            _take_out(raised)
        elif text.strip():
            for child in list(raised):
                cast(Any, raised).remove(child)
            raised.text = raised_text(text)
    return tree


def raised_text(text: str) -> str:
    """Return raised text with raised digits, where it is a number; `th` stays as it is."""
    digits = text.strip().translate(_RAISED)
    return digits if not any(map(str.isalpha, digits)) else text


def _is_link(raised: Element) -> bool:
    parent = cast(Any, raised).getparent()
    return next(raised.iter("a"), None) is not None or (parent is not None and parent.tag == "a")


def _take_out(element: Any) -> None:
    """Remove an element, and leave what stands behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    tail = element.tail or ""
    if before is not None:
        before.tail = f"{before.tail or ''}{tail}"
    else:
        parent.text = f"{parent.text or ''}{tail}"
    parent.remove(element)
