"""Text that came with tags and entities of HTML in it, as records of dumps often have it, without them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

_BLOCKS = (
    "p div section article blockquote pre table tr ul ol dl dt dd figure figcaption h1 h2 h3 h4 h5 h6 li br hr".split()
)
_INLINE = "a abbr b cite code em i img mark q s small span strong sub sup td th tbody thead u".split()
_HIDDEN = ("script", "style")
_NAMES = "|".join(sorted([*_BLOCKS, *_INLINE, *_HIDDEN], key=len, reverse=True))
_TAG = re.compile(rf"<(/?)({_NAMES})(?=[\s/>])[^<>]{{0,2000}}>", re.IGNORECASE)
_IS_MARKUP = re.compile(rf"</(?:{'|'.join([*_BLOCKS, *_INLINE])})\s*>|<(?:p|br)\s*/?>", re.IGNORECASE)
"""What no text holds that is not HTML: a closing tag, or one that needs none."""
_COMMENT = re.compile(r"<!--.{0,2000}?-->", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}[0-9]{0,2});")
_LONG = 2000
"""Characters of a field, above which it is none of those that are kept."""
_HEADING = re.compile(r"h[1-6]")
_ADDRESSES = re.compile(r"url|link|href|address|id$", re.IGNORECASE)


def without_tags(text: str) -> str:
    """Return a text without tags and entities, its paragraphs a blank line apart; what holds none as it is."""
    if _IS_MARKUP.search(text):
        text = _stripped(text)
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def unescaped(fields: Mapping[str, object]) -> dict[str, object]:
    """Return a record's fields without entities of HTML, but for addresses, which are kept letter by letter."""
    return {key: _plain(value) if not _ADDRESSES.search(key) else value for key, value in fields.items()}


def _plain(value: object) -> object:
    is_short = isinstance(value, str) and len(value) <= _LONG and "&" in value
    return _ENTITY.sub(lambda found: html.unescape(found[0]), str(value)) if is_short else value


def _stripped(text: str) -> str:
    """Take the tags out of a text; what stands between those of scripts and styles goes with them."""
    text = _COMMENT.sub("", text) if "-->" in text else text
    pieces: list[str] = []
    at = 0
    hidden = ""
    for tag in _TAG.finditer(text):
        name, is_end = tag[2].lower(), bool(tag[1])
        if not hidden:
            pieces.append(re.sub(r"\s+", " ", text[at : tag.start()]))
            pieces.append(_instead_of(name, is_end=is_end))
        at = tag.end()
        hidden = "" if is_end and name == hidden else hidden or (name if name in _HIDDEN and not is_end else "")
    return "".join([*pieces, "" if hidden else text[at:]])


def _instead_of(name: str, *, is_end: bool) -> str:
    if name == "br":
        return "\n"
    if name == "li":
        return "" if is_end else "\n- "
    if _HEADING.fullmatch(name) and not is_end:
        return f"\n\n{'#' * int(name[1])} "
    if name in {"td", "th"}:
        return " "
    return "\n\n" if name in _BLOCKS else ""
