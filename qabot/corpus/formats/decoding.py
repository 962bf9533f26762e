"""Bytes into text, with word of what had to be replaced."""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import NamedTuple

from qabot.corpus.charset_guess import guessed

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
    "utf-8 cp1250 cp1251 cp1252 cp1253 cp1254 iso8859-2 iso8859-15 koi8-r mac-roman "
    "big5 euc_jp euc_kr gb18030 gb2312 gbk shift_jis".split()
)
"""Charsets that pages are decoded by: an allow-list, because Python knows codecs that take quadratic time."""
_LATIN = frozenset({"ascii", "iso8859-1"})
"""Names that, on the web, mean Windows-1252."""
_WIDE = {"utf-16": "utf-16-le", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}
"""Names that only a server's header can tell: a page in one of these could not be read far enough to name it."""

_MULTIBYTE = frozenset("big5 euc_jp euc_kr gb18030 gb2312 gbk shift_jis".split())
"""Charsets whose own characters are runs of bytes, as those of UTF-8 are."""
_SURELY_RUNS = 10
"""Characters of UTF-8 in a text from which on it is no chance that nothing in it is anything else."""
_USUAL = re.compile("[\u00a0-\u00ff\u0152\u0153\u2010-\u2026\u20ac\u2122]+")
"""Characters beyond ASCII of English texts: pounds, accents, quotes, dashes, the euro, a trade mark."""
_WESTERN_SHARE = 0.25
"""How many bytes of a text in a Western European language are beyond ASCII at the most: of French, it is a tenth."""
_VALID_BY_CHANCE = 0.2
"""How many characters of it are UTF-8 all the same, such as the last two of `CAFÉ’`, for each byte that is not."""
_UNDEFINED = {0x81: "\x81", 0x8D: "\x8d", 0x8F: "\x8f", 0x90: "\x90", 0x9D: "\x9d"}
"""Bytes that Windows-1252 gives no character: controls, as browsers have them, which cleaning takes out."""
_LONE = re.compile("(?<![\udc80-\udcff])[\udc80-\udcbf](?![\udc80-\udcff])")
"""A stray byte by itself that begins no character of UTF-8: of a damaged character more is left, or its first byte."""

_DAMAGE = re.compile(
    "[\udcc2\udcc3\udce2]|\udc80(?=[\udc80-\udcff])|[\udce0-\udcf4](?=[\udc80-\udcbf])"
    "|[\udc81\udc8d\udc8f\udc90\udc9d\udcfe\udcff]"
)
"""Stray bytes that are left of a pound, a quote or an accent of UTF-8 that was cut, or that no English text has."""


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


def marked(data: bytes, charset: str | None) -> bytes:
    """Return text so that whoever reads it knows its charset, where the server named one: it goes before the page."""
    if charset is None or marked_encoding(data):
        return data
    named = charset.strip(" \"'").lower()
    encoding = _WIDE.get(named) or encoding_of(named)
    if encoding is None:
        return data
    if encoding == "utf-8" or is_misdeclared(data, encoding):
        return codecs.BOM_UTF8 + data  # so that what is wrong in it is counted when it is read
    return codecs.BOM_UTF8 + data.decode(encoding, "replace").encode("utf-8", "replace")


def is_binary(data: bytes) -> bool:
    """Whether more than 1 % of the bytes are NUL and no byte order mark explains them."""
    return data.count(0) > _NUL_SHARE * len(data) and marked_encoding(data) in {None, "utf-8-sig"}


def is_misdeclared(data: bytes, declared: str) -> bool:
    """Whether a text is UTF-8, though it is said to be in a charset of single bytes: its bytes go before what is said.

    A pound or a quote in such a charset is hardly ever UTF-8 by chance, and a whole text never; where there are but one
    or two characters beyond ASCII, they must be those that English texts have.
    """
    if declared.startswith("utf") or declared in _MULTIBYTE or data.isascii():
        return False
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    beyond = [character for character in text if character > "\x7f"]
    return len(beyond) >= _SURELY_RUNS or _USUAL.fullmatch("".join(beyond)) is not None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode bytes by their byte order mark, else as declared; what cannot be decoded becomes U+FFFD.

    What is declared to be of single bytes and is UTF-8 from end to end is read as that.

    Where nothing is declared they are UTF-8 or, where the few bytes beyond ASCII are none, Windows-1252, which is what
    browsers take such pages for. A text mostly beyond ASCII is read as charset-normalizer finds it, where it is sure.
    """
    marked_as = marked_encoding(data)
    if marked_as is None and declared and is_misdeclared(data, declared):
        declared = "utf-8"
    encoding = marked_as or declared or "utf-8"
    try:
        return Decoded(data.decode(encoding), ())
    except UnicodeDecodeError:
        pass
    if not encoding.startswith("utf-8"):
        return Decoded(data.decode(encoding, "replace"), (f"some bytes are not {encoding.upper()} and were replaced",))
    # This way, unlike with "replace", each stray byte is one character and can be counted.
    escaped = data.decode(encoding, "surrogateescape")
    if encoding == "utf-8":
        decoded = _undeclared(data, escaped) if declared is None else _misdeclared(escaped)
        if decoded is not None:
            return decoded
    text, count = _STRAY_BYTE.subn("\ufffd", escaped)
    what = "1 byte is not UTF-8 and was" if count == 1 else f"{count} bytes are not UTF-8 and were"
    return Decoded(text, (f"{what} replaced",))


def _undeclared(data: bytes, escaped: str) -> Decoded | None:
    """Decode what is not UTF-8 and declares nothing, None where it is damaged rather than of another charset."""
    stray = len(_STRAY_BYTE.findall(escaped))
    valid = sum(character > "\x7f" for character in escaped) - stray
    if valid > _VALID_BY_CHANCE * stray:
        return _mixed(escaped, stray)
    if stray <= _WESTERN_SHARE * len(data):
        note = "is not UTF-8 and declares no charset; it was read as Windows-1252"
        return Decoded(data.decode("latin-1").translate(_western()), (note,))
    found = guessed(data)
    if found is None:
        return None
    return Decoded(found[0], (f"is not UTF-8 and declares no charset; it was read as {found[1]}, which it looks like",))


def _mixed(escaped: str, stray: int) -> Decoded | None:
    """Read a text of UTF-8 into which lone pounds, quotes and dashes of Windows-1252 were put; None for any other."""
    if len(_LONE.findall(escaped)) < stray:
        return None
    return _stray_as_western(escaped, stray)


def _misdeclared(escaped: str) -> Decoded | None:
    """Read a text that says it is UTF-8 and holds pounds, quotes or accents of Windows-1252; None for a damaged one."""
    stray = len(_STRAY_BYTE.findall(escaped))
    return None if _DAMAGE.search(escaped) else _stray_as_western(escaped, stray)


def _stray_as_western(escaped: str, stray: int) -> Decoded:
    table = {0xDC00 + byte: character for byte, character in _western().items()}
    what = "1 byte is not UTF-8 and was" if stray == 1 else f"{stray} bytes are not UTF-8 and were"
    return Decoded(
        escaped.translate(table | {0xDC00 + byte: chr(byte) for byte in range(0xA0, 0x100)}),
        (f"{what} read as Windows-1252",),
    )


@cache
def _western() -> dict[int, str]:
    """The characters of Windows-1252 that are not those of Latin-1, by their bytes."""
    return {byte: _UNDEFINED.get(byte) or bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0)}
