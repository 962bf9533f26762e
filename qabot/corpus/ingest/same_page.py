"""When two addresses mean one page. That many articles state one address makes no article of them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from qabot.corpus.formats.unreadable import PARSER_ERRORS


def address_key(url: str | None) -> str | None:
    """Return what different addresses of one page have in common: no scheme, no `www.`, no tracking, no fragment.

    None where there is no address, or that of a site, which any of its pages may state.
    """
    if not url:
        return None
    try:
        whole: str = _courlan().normalize_url(url, strict=False, trailing_slash=False)
    except PARSER_ERRORS:
        whole = url
    bare = whole.partition("://")[2] or whole
    bare = bare.removeprefix("www.").partition("#")[0].replace("/?", "?").rstrip("/")
    return bare if "/" in bare or "?" in bare else None


@cache
def _courlan() -> Any:
    """Load the library when the first address is met: it brings an HTTP client with it."""
    return import_module("courlan")
