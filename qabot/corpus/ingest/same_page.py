"""When two addresses mean one page."""

from __future__ import annotations

from courlan import normalize_url

from qabot.corpus.formats.unreadable import PARSER_ERRORS


def address_key(url: str | None) -> str | None:
    """Return what different addresses of one page have in common: no scheme, no `www.`, no tracking, no fragment."""
    if not url:
        return None
    try:
        whole = normalize_url(url, strict=False, trailing_slash=False)
    except PARSER_ERRORS:
        whole = url
    bare = whole.partition("://")[2] or whole
    return bare.removeprefix("www.").partition("#")[0].replace("/?", "?").rstrip("/") or None
