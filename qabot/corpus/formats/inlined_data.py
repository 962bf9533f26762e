"""What a page carries inside it that is no text: pictures and fonts as `data:` addresses, scripts, styles, comments.

It is dropped from pages that are too large with it, before they are parsed, while they are read: memory holds what is
kept, and no more than the limit of that.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import IO

_PIECE = 256 * 1024
_LONGEST = 4_096
"""Bytes that the beginning of something dropped takes at the most, so that it is not looked for in two halves."""
_BEGINNING = re.compile(
    rb"(?P<quote>[\"']?)data:(?:image|font|audio|video|application|text|model)/[\w.+-]{1,80}"
    rb"(?P<parameters>(?:;[\w=.+-]{1,80}){0,4}),"
    rb"|<(?P<element>script|style|svg)\b(?P<attributes>[^<>]{0,2000})>"
    rb"|(?P<frame>\ssrcdoc\s{0,9}=\s{0,9}[\"'])"
    rb"|(?P<comment><!--)(?!\s{0,9}(?:saved from|page saved))",
    re.IGNORECASE,
)
"""How that begins which is dropped: data, elements without text, frames written out, and comments but where a browser
says in one what page it saved."""
_METADATA = re.compile(rb"ld\+json", re.IGNORECASE)
_BEHIND_BASE64 = re.compile(rb"[^A-Za-z0-9+/=_%\\\r\n-]")
_BEHIND_BARE = re.compile(rb"[\s\"'<>)]")
_BEHIND_QUOTED = {b'"': re.compile(rb'"'), b"'": re.compile(rb"'")}
_BEHIND_COMMENT = re.compile(rb"(?<=-->)")
_BEHIND_ELEMENT = {name: re.compile(rb"</" + name + rb"\b", re.IGNORECASE) for name in (b"script", b"style", b"svg")}


def dropped(stream: IO[bytes], limit: int, most: int) -> bytes | None:
    """Read a page, and return it as it is or, where it is larger than the limit, without what is no text.

    Args:
        stream: The page.
        limit: Bytes of a page at the most.
        most: Bytes that are read of one.

    Returns:
        None where it is too large all the same.
    """
    pieces = deque(_read(stream, limit + 1))
    if sum(map(len, pieces)) <= limit:
        return b"".join(pieces)

    def all_of_them() -> Iterator[bytes]:
        read = sum(map(len, pieces))
        while pieces:
            yield pieces.popleft()
        yield from _read(stream, most + 1 - read)

    kept: list[bytes] = []
    size = read = 0
    cut = _Cut()
    for piece in all_of_them():
        read += len(piece)
        kept.append(cut.fed(piece))
        size += len(kept[-1])
        if size > limit or read > most:
            return None
    kept.append(cut.end())
    return None if size + len(kept[-1]) > limit else b"".join(kept)


def _read(stream: IO[bytes], most: int) -> Iterator[bytes]:
    """Yield pieces of a stream up to so many bytes."""
    while most > 0 and (piece := stream.read(min(_PIECE, most))):
        most -= len(piece)
        yield piece


class _Cut:
    """Drops what is no text from a page that comes in pieces."""

    def __init__(self) -> None:
        self._waiting = b""
        """The end of what came, in which something may begin, or end, that is not seen whole."""
        self._until: re.Pattern[bytes] | None = None
        """What stands behind that which is being dropped; None while text is kept."""

    def fed(self, piece: bytes) -> bytes:
        """Take a piece, and return what is kept."""
        return b"".join(self._kept(self._waiting + piece, _LONGEST))

    def end(self) -> bytes:
        """Return what is kept of the rest."""
        return b"".join(self._kept(self._waiting, 0))

    def _kept(self, data: bytes, held_back: int) -> Iterator[bytes]:
        at = 0
        while at < len(data):
            pattern = self._until or _BEGINNING
            found = pattern.search(data, at)
            end = found.start() if found else max(at, len(data) - held_back)
            if self._until is None:
                yield data[at:end]
            if not found:
                at = end
                break
            if self._until is None:
                yield found[0] if _stays(found) else found["quote"] or found["frame"] or b""
                self._until, at = _behind(found), found.end()
            else:
                self._until, at = None, end
        self._waiting = data[at:]


def _stays(beginning: re.Match[bytes]) -> bool:
    """Whether an element is empty, or a script that holds what the page says of itself."""
    element, attributes = (beginning["element"] or b"").lower(), beginning["attributes"] or b""
    return attributes.endswith(b"/") or (element == b"script" and _METADATA.search(attributes) is not None)


def _behind(beginning: re.Match[bytes]) -> re.Pattern[bytes] | None:
    """Return what stands behind something dropped, going by how it begins; None where it is not dropped."""
    if beginning["element"]:
        return None if _stays(beginning) else _BEHIND_ELEMENT[beginning["element"].lower()]
    if beginning["comment"]:
        return _BEHIND_COMMENT
    if beginning["frame"]:
        return _BEHIND_QUOTED[beginning["frame"][-1:]]
    if beginning["parameters"].lower().endswith(b";base64"):
        return _BEHIND_BASE64
    return _BEHIND_QUOTED.get(beginning["quote"], _BEHIND_BARE)
