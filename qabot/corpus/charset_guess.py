"""What charset a text is in that declares none and is mostly beyond ASCII, where that can be told."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

_ALPHABETS = ("cp1251", "koi8_r", "cp1253", "big5", "euc_jp", "euc_kr", "gb18030", "shift_jis")
"""Encodings that such a text may be in."""
_MOST_CHAOS = 10.0
"""Percent of it that may look wrong as it was decoded, at the most: of a wrong guess, it is half as much again."""
_SEEN = 64 * 1024
"""Bytes by which it is told."""


def guessed(data: bytes) -> tuple[str, str] | None:
    """Return a text as charset-normalizer decodes it, and what the encoding is called; None where it is not sure."""
    found = _normalizer().from_bytes(data[:_SEEN], cp_isolation=_ALPHABETS).best()
    if found is None or found.percent_chaos > _MOST_CHAOS:
        return None
    encoding = str(found.encoding)
    return data.decode(encoding, "replace"), encoding.replace("_", "-").upper()


@cache
def _normalizer() -> Any:
    """Load the library when the first such text is met: a question has no use for it."""
    return import_module("charset_normalizer")
