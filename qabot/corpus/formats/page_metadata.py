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
from qabot.corpus.formats.bylines import is_nobody, is_person
from qabot.corpus.formats.html_tree import Element
from qabot.corpus.formats.page_blocks import headings
from qabot.corpus.formats.page_dates import linked_scripts, page_date
from qabot.corpus.formats.page_location import stated_address
from qabot.corpus.formats.page_outlet import page_outlet, without_outlet
from qabot.corpus.formats.page_titles import whole_title
from qabot.corpus.metadata import joined_names
from qabot.corpus.published_dates import CHANGED, stated

_BY = re.compile(r"(?:(?:written|posted|published|words) )?by:?\s+", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+")
_TELLING = re.compile(r" (?:is|was|has|writes|covers|joined|works|reports)\b")
"""What goes on behind a name where a library took a sentence about the author for names."""
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
    named = headings(tree)
    whole = whole_title(clean_line(page.title or ""), [*named, *_titles(tree)])
    titles = [whole, *named, *_titles(tree)]
    site = clean_line(page.sitename or "")
    outlet = page_outlet(site, address, titles, is_stated=_is_stated(tree, site))
    title = without_outlet(whole, outlet, titles)
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


def _titles(tree: Element) -> Iterable[str]:
    """What else a page calls itself."""
    yield from (clean_line(each.text or "") for each in tree.iter("title"))
    wanted = {"og:title", "twitter:title", "headline", "dc.title", "parsely-title"}
    for meta in tree.iter("meta"):
        if (meta.get("property", "") or meta.get("name", "") or meta.get("itemprop", "")).lower() in wanted:
            yield clean_line(meta.get("content", ""))


def _is_stated(tree: Element, site: str) -> bool:
    """Whether a page gives a name by itself: in a `<meta>`, or in linked data."""
    metas = (clean_line(meta.get("content", "")).casefold() for meta in tree.iter("meta") if not _is_title(meta))
    return site.casefold() in metas or any(site in script for script in linked_scripts(tree))


def _is_title(meta: Element) -> bool:
    return "title" in (meta.get("property", "") or meta.get("name", "")).lower()


def _author(names: str) -> str:
    """The names of who wrote it, by commas or, where one holds a comma, by semicolons."""
    bare = _BY.sub("", _ADDRESS.sub("", names), count=1) if _BY.match(names) else _ADDRESS.sub("", names)
    named = [name.strip() for name in bare.split(";") if name.strip() and not is_nobody(name)]
    cut = [_TELLING.split(name, maxsplit=1)[0] for name in named]
    return joined_names(named if cut == named else [name for name in cut if is_person(name)])
