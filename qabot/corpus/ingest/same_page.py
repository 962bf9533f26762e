"""When two addresses mean one page."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from qabot.corpus.formats.unreadable import PARSER_ERRORS


def address_key(url: str | None) -> str | None:
    """Return what different addresses of one page have in common: no scheme, no `www.`, no tracking, no fragment."""
    if not url:
        return None
    try:
        whole: str = _courlan().normalize_url(url, strict=False, trailing_slash=False)
    except PARSER_ERRORS:
        whole = url
    bare = whole.partition("://")[2] or whole
    return bare.removeprefix("www.").partition("#")[0].replace("/?", "?").rstrip("/") or None


@cache
def _courlan() -> Any:
    """Load the library when the first address is met: it brings an HTTP client with it."""
    return import_module("courlan")
