"""The address that a page states as its own, letter by letter, or that whoever saved it wrote into a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from qabot.corpus.formats.html_tree import Element
from qabot.corpus.metadata import URL_LIMIT, is_web_address

_METAS = ("og:url", "savepage-url", "parsely-link", "twitter:url")
"""Names of `<meta>` that hold a page's address, in the order in which they are asked."""
_HEAD, _FOOT = 20_000, 4_000
"""Characters at the start and at the end of a page in which such a comment stands."""
_BARE = re.compile(r"(?:[\w-]{1,63}\.)+[a-z]{2,20}(?:/|$)", re.IGNORECASE)
"""An address without its scheme, as HTTrack writes it."""
_END = r"(?=\s|-->)"
_SAVED = (
    re.compile(rf"<!--\s*saved from url=\(\d{{1,6}}\)\s*(\S+?){_END}", re.IGNORECASE),
    re.compile(rf"<!--\s*(?:Page|Archive) saved with SingleFile\s+url:\s*(\S+?){_END}", re.IGNORECASE),
    re.compile(r"<!--\s*Saved from (\S+?) at [^<>]{0,80}? using monolith\b", re.IGNORECASE),
    re.compile(r"<!--\s*Mirrored from (\S+?) by HTTrack\b", re.IGNORECASE),
    re.compile(
        rf"<!--\s*(?:saved|downloaded|retrieved|captured|archived) from:?\s+(?:url[=:]\s*)?(https?://\S+?){_END}",
        re.IGNORECASE,
    ),
    re.compile(r"<html\b[^>]{0,500}?\bdata-scrapbook-source=[\"'](https?://[^\"'\s]+)", re.IGNORECASE),
)
"""What browsers and extensions write where they save a page."""


def stated_address(tree: Element, markup: str, received_from: str | None) -> str | None:
    """Return the address of a page: canonical, OpenGraph's, or the one it was saved from; None where none can be used.

    Args:
        tree: The page.
        markup: The page as it was written, comments and all.
        received_from: Where it was fetched, which relative addresses are read against.
    """
    saved = saved_from(markup)
    bases = (each.get("href", "") for each in tree.iter("base"))
    base = next((each for each in bases if 0 < len(each) <= URL_LIMIT), "")
    against = urljoin(received_from or saved or "", base)
    stated = next(filter(None, (_absolute(each, against) for each in _stated(tree))), None)
    if stated and saved and _is_home(stated) and not _is_home(saved) and _host(stated) == _host(saved):
        return saved  # a site that calls every page of it by its front page's address
    return stated or saved


def saved_from(markup: str) -> str | None:
    """Return the address in the comment of a saved page, None where there is none that can be followed."""
    for part in (markup[:_HEAD], markup[-_FOOT:]):
        for pattern in _SAVED:
            if found := pattern.search(part):
                address = unescape(found[1])
                address = f"http://{address}" if _BARE.match(address) else address
                if is_web_address(address):
                    return address
    return None


def _stated(tree: Element) -> Iterator[str]:
    for link in tree.iter("link"):
        if "canonical" in link.get("rel", "").lower().split():
            yield link.get("href", "")
    metas = [(meta.get("property", "") or meta.get("name", ""), meta.get("content", "")) for meta in tree.iter("meta")]
    for name in _METAS:
        yield from (content for called, content in metas if called.lower() == name)


def _absolute(href: str, against: str) -> str | None:
    address = href.strip()
    if not address or len(address) > URL_LIMIT:
        return None
    if not is_web_address(address):
        try:
            address = urljoin(against, address) if against else f"https:{address}" if address.startswith("//") else ""
        except ValueError:
            return None
    return address if is_web_address(address) else None


def _is_home(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in {"", "/"} and not parts.query


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")
