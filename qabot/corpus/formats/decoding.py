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


def decode(data: bytes, encoding: str = "utf-8") -> Decoded:
    """Decode bytes by their byte order mark, else as `encoding`; what cannot be decoded becomes U+FFFD."""
    encoding = marked_encoding(data) or encoding
    try:
        return Decoded(data.decode(encoding), ())
    except UnicodeDecodeError:
        pass
    if not encoding.startswith("utf-8"):
        return Decoded(data.decode(encoding, "replace"), (f"some bytes are not {encoding.upper()} and were replaced",))
    # This way, unlike with "replace", each stray byte is one character and can be counted.
    text, count = _STRAY_BYTE.subn("\ufffd", data.decode(encoding, "surrogateescape"))
    what = "1 byte is not UTF-8 and was" if count == 1 else f"{count} bytes are not UTF-8 and were"
    return Decoded(text, (f"{what} replaced",))
