"""Bytes into text, with word of what had to be replaced."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_STRAY_BYTE = re.compile("[\udc80-\udcff]")
_NUL_SHARE = 0.01
"""Text holds no NULs at all; a little damage is forgiven, a binary format is not."""

_ENCODINGS = frozenset(
    "utf-8 cp1250 cp1251 cp1252 cp1254 iso8859-2 iso8859-15 koi8-r "
    "big5 euc_jp euc_kr gb18030 gb2312 gbk shift_jis".split()
)
"""Charsets that pages are decoded by: an allow-list, because Python knows codecs that take quadratic time."""
_LATIN = frozenset({"ascii", "iso8859-1"})
"""Names that, on the web, mean Windows-1252."""

_WESTERN_SHARE = 0.25
"""How many bytes of a text in a Western European language are beyond ASCII at the most: of French, it is a tenth."""
_VALID_BY_CHANCE = 0.2
"""How many characters of it are UTF-8 all the same, such as the last two of `CAFÉ’`, for each byte that is not."""


class Decoded(NamedTuple):
    """Text, and what the reader should know about how it was decoded."""

    text: str
    """Valid Unicode, without a byte order mark."""
    notes: tuple[str, ...]
    """Empty when every byte was as it should be."""


def marked_encoding(data: bytes) -> str | None:
    """Return the encoding that a byte order mark at the start of data names: UTF-8, UTF-16 or UTF-32."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def encoding_of(charset: str) -> str | None:
    """Return what Python calls a charset, None for one that is not known or that nobody writes pages in."""
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):  # ValueError for a NUL in the name
        return None
    name = "cp1252" if name in _LATIN else name
    return name if name in _ENCODINGS else None


def is_binary(data: bytes) -> bool:
    """Whether more than 1 % of the bytes are NUL and no byte order mark explains them."""
    return data.count(0) > _NUL_SHARE * len(data) and marked_encoding(data) in {None, "utf-8-sig"}


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode bytes by their byte order mark, else as declared; what cannot be decoded becomes U+FFFD.

    Where nothing is declared they are UTF-8 or, where the few bytes beyond ASCII are none, Windows-1252, which is what
    browsers take such pages for.
    """
    encoding = marked_encoding(data) or declared or "utf-8"
    try:
        return Decoded(data.decode(encoding), ())
    except UnicodeDecodeError:
        pass
    if not encoding.startswith("utf-8"):
        return Decoded(data.decode(encoding, "replace"), (f"some bytes are not {encoding.upper()} and were replaced",))
    # This way, unlike with "replace", each stray byte is one character and can be counted.
    escaped = data.decode(encoding, "surrogateescape")
    if declared is None and encoding == "utf-8" and (western := _as_western(data, escaped)) is not None:
        return Decoded(western, ("is not UTF-8 and declares no charset; it was read as Windows-1252",))
    text, count = _STRAY_BYTE.subn("\ufffd", escaped)
    what = "1 byte is not UTF-8 and was" if count == 1 else f"{count} bytes are not UTF-8 and were"
    return Decoded(text, (f"{what} replaced",))


def _as_western(data: bytes, escaped: str) -> str | None:
    """Decode what is not UTF-8 as Windows-1252, None where that is not what it looks like.

    A text of some valid UTF-8 is damaged rather than of another charset, and one of many bytes beyond ASCII is written
    in letters that Windows-1252 does not have.
    """
    stray = len(_STRAY_BYTE.findall(escaped))
    valid = sum(character > "\x7f" for character in escaped) - stray
    if valid > _VALID_BY_CHANCE * stray or stray > _WESTERN_SHARE * len(data):
        return None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return None
