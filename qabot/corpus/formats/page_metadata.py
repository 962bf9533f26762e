"""What a page says of itself: JSON-LD, OpenGraph and `<meta>` as trafilatura reads them, put right where it guesses.

Its date is told by `page_dates`, its address by `page_location`; a title that is cut off gives way to the whole one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct
from trafilatura.settings import Document

from qabot.core.dates import PartialDate
from qabot.core.text import clean_line
from qabot.corpus.formats.html_tree import Element
from qabot.corpus.formats.page_blocks import headings
from qabot.corpus.formats.page_dates import page_date
from qabot.corpus.formats.page_location import stated_address
from qabot.corpus.formats.page_titles import whole_title
from qabot.corpus.metadata import joined_names
from qabot.corpus.outlet_domains import outlet_of_address
from qabot.corpus.page_addresses import own_host
from qabot.corpus.published_dates import CHANGED, stated

_BY = re.compile(r"(?:(?:written|posted|published|words) )?by:?\s+", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+")
_PARTING = re.compile(r"(?<!\s)\s++[|·»–—-]\s++")
_TOPICS = 20
_LONGEST_AUTHORS = 1_000
"""Characters of the names of who wrote a page, before any pattern looks at them."""


class PageMetadata(Struct, frozen=True):
    """What a page says of itself; None where it says nothing that can be used."""

    title: str | None
    """Without the site's name behind it."""
    outlet: str | None
    """The site's name, else its host."""
    author: str | None
    """Names, by commas where there are several."""
    published: PartialDate | None
    """When it was first published."""
    url: str | None
    """The address that it wants to be known by."""
    topics: tuple[str, ...]
    """Its tags."""
    flags: tuple[str, ...] = ()
    """What someone should look at, each as a clause."""


def page_metadata(page: Document, tree: Element, markup: str, received_from: str | None) -> PageMetadata:
    """Read the facts that trafilatura found in a page, whose tree is still whole.

    Args:
        page: What it found.
        tree: The page.
        markup: The page as it was written.
        received_from: Where it was fetched.
    """
    url = stated_address(tree, markup, received_from)
    address = received_from or url
    tags = [clean_line(tag) for tag in page.tags or ()]
    outlet = _outlet(clean_line(page.sitename or ""), address)
    named = headings(tree)
    title = _title(whole_title(clean_line(page.title or ""), [*named, *_titles(tree)]), outlet)
    dated = page_date(tree, address, [title, *named, *_titles(tree)], stated(page.date) if page.date else None)
    return PageMetadata(
        title=title or None,
        outlet=outlet or None,
        author=_author(clean_line((page.author or "")[:_LONGEST_AUTHORS])) or None,
        published=dated.day,
        url=url,
        topics=tuple(dict.fromkeys(tag for tag in tags if tag))[:_TOPICS],
        flags=(CHANGED,) if dated.is_change else (),
    )


def _outlet(name: str, address: str | None) -> str:
    """The site's name, unless that is but a host's: an archive's says nothing of whose page it is."""
    host = own_host(address)
    is_host = "." in name and " " not in name and name == name.lower()
    return name if name and not is_host else outlet_of_address(address) or ("" if host is None and address else name)


def _titles(tree: Element) -> Iterable[str]:
    """What else a page calls itself."""
    yield from (clean_line(each.text or "") for each in tree.iter("title"))
    wanted = {"og:title", "twitter:title", "headline", "dc.title", "parsely-title"}
    for meta in tree.iter("meta"):
        if (meta.get("property", "") or meta.get("name", "") or meta.get("itemprop", "")).lower() in wanted:
            yield clean_line(meta.get("content", ""))


def _title(title: str, outlet: str) -> str:
    """Take the site's name off a title, at either end."""
    parts = _PARTING.split(title)
    if not parts[1:] or not outlet:
        return title
    if parts[-1].casefold() == outlet.casefold():
        return title[: title.rindex(parts[-1])].rstrip(" |·»–—-")
    return title.removeprefix(parts[0]).lstrip(" |·»–—-") if parts[0].casefold() == outlet.casefold() else title


def _author(names: str) -> str:
    """The names of who wrote it, by commas or, where one holds a comma, by semicolons."""
    bare = _BY.sub("", _ADDRESS.sub("", names), count=1) if _BY.match(names) else _ADDRESS.sub("", names)
    return joined_names([name.strip() for name in bare.split(";") if name.strip()])
