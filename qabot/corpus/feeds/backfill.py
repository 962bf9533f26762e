"""What a site published before anyone was subscribed to it: its archive where it runs WordPress, else its sitemaps.

It may take hours, at a page a second: it can be stopped at any moment and goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import unescape
from itertools import islice
from pathlib import Path
from typing import cast
from urllib.parse import urlencode, urlsplit

from msgspec import Struct

from qabot.core.errors import UsageError
from qabot.corpus.drafts import AddOutcome
from qabot.corpus.feeds import sitemaps
from qabot.corpus.feeds.feed_articles import AT_ONCE, add, feed_articles
from qabot.corpus.feeds.feed_items import Item, flags_of_link
from qabot.corpus.feeds.json_feed import Object, line, loaded, objects
from qabot.corpus.feeds.subscriptions_db import FeedState
from qabot.corpus.fetch.failures import FetchFailed
from qabot.corpus.fetch.fetcher import Fetched, Fetcher, address
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.published_dates import day_of

PER_PAGE = 100
"""Posts of one page of an archive: as many as WordPress gives."""
MOST_PAGES = 10_000
"""Pages of one archive."""
_NO_SUCH_PAGE = 400
"""What WordPress answers for a page beyond the last, as after a post was taken away meanwhile."""


class Step(Struct, frozen=True):
    """A stretch of the way that is done for good."""

    outcomes: tuple[AddOutcome, ...]
    """What became of the articles in it."""
    done: int
    """How many pages, of the archive or of the site, were gone through in all."""
    total: int | None = None
    """Out of how many, where that is known."""
    failures: tuple[str, ...] = ()
    """What could not be had."""


class _Site(Struct, frozen=True):
    corpus: Path
    url: str
    outlet: str | None
    after: date
    state: FeedState
    fetcher: Fetcher


class _Archive(Struct, frozen=True):
    """A page of an archive."""

    items: list[Item]
    pages: int
    """How many there are in all."""


def backfill(
    corpus: Path, url: str, after: date, state: FeedState, fetcher: Fetcher, outlet: str | None = None
) -> Iterator[Step]:
    """Bring in what a site published after a day, and yield each step; one that was done earlier is not done again.

    Args:
        corpus: The folder that articles are added to.
        url: The site, or anything on it.
        after: The day.
        state: What is remembered.
        fetcher: Fetches it.
        outlet: Who publishes it; else each page says so itself.

    Raises:
        FetchFailed: The site cannot be had at all.
        UsageError: It is no address.
    """
    parts = urlsplit(str(address(url)))
    site = _Site(corpus, f"{parts.scheme}://{parts.netloc}", outlet, after, state, fetcher)
    first = _archive(site, 1)
    yield from _from_sitemaps(site) if first is None else _from_archive(site, first)


def _from_archive(site: _Site, first: _Archive) -> Iterator[Step]:
    """Go through the archive, the oldest first, so that new posts do not move the pages."""
    total, done = min(first.pages, MOST_PAGES), site.state.page(site.url, str(site.after))
    for number in range(done + 1, total + 1):
        try:
            page = first if number == 1 else _archive(site, number)
        except FetchFailed as error:
            yield Step((), number - 1, total, (error.message,))
            return
        if page is None:
            return
        outcomes, failures = _bring_in(site, page.items)
        if len(page.items) == PER_PAGE and not failures:  # the last page fills up as time goes on
            site.state.note_page(site.url, str(site.after), number)
        yield Step(tuple(outcomes), number, total, tuple(failures))


def _from_sitemaps(site: _Site) -> Iterator[Step]:
    troubles: list[str] = []
    pages = sitemaps.pages(site.url, site.after, site.fetcher, troubles.append)
    done = 0
    while batch := list(islice(pages, AT_ONCE)):
        # Only the page itself says when it was published.
        items = [Item(page.url, None, "", page.url, updated=str(page.changed or "")) for page in batch]
        outcomes, failures = _bring_in(site, items)
        done += len(batch)
        yield Step(tuple(outcomes), done, None, (*troubles, *failures))
        troubles.clear()
    if troubles:
        yield Step((), done, None, tuple(troubles))


def _bring_in(site: _Site, items: list[Item]) -> tuple[list[AddOutcome], list[str]]:
    """Add what was not brought in before, a few at a time; return what became of it and what could not be had."""
    seen = site.state.seen(site.url)
    waiting = [item for item in items if item.key not in seen]
    outcomes: list[AddOutcome] = []
    failures: list[str] = []
    for start in range(0, len(waiting), AT_ONCE):
        arrived = feed_articles(waiting[start : start + AT_ONCE], site.fetcher, site.outlet)
        outcomes += add(site.corpus, arrived, site.fetcher)
        failures += [each.received.message for each in arrived if isinstance(each.received, FetchFailed)]
        site.state.note_seen(site.url, [each.item.key for each in arrived if each.is_settled], None)
    return outcomes, failures


def _archive(site: _Site, number: int) -> _Archive | None:
    """Fetch a page of a WordPress archive; None where the site has none, or no such page.

    Raises:
        FetchFailed: It may be had later; or it is not the first and cannot be had, though those before it could.
    """
    query = {
        "per_page": PER_PAGE,
        "page": number,
        "after": f"{site.after.isoformat()}T00:00:00",
        "orderby": "date",
        "order": "asc",
        "_embed": "author",
    }
    url = f"{site.url}/wp-json/wp/v2/posts?{urlencode(query)}"
    try:
        archive = _read(site.fetcher.get(url))
    except FetchFailed as error:
        if error.status is None or error.passing or (number > 1 and error.status != _NO_SUCH_PAGE):
            raise
        return None
    if archive is None and number > 1:
        raise FetchFailed(url, "is no page of the archive, as those before it were")
    return archive


def _read(found: Fetched) -> _Archive | None:
    """Read a page of an archive; None where it is none."""
    try:
        posts = loaded(found.body.decode("utf-8", "replace"))
    except UnreadableDocument:
        return None
    pages = found.headers.get("x-wp-totalpages", "")
    if not isinstance(posts, list) or not (pages.isascii() and pages.isdecimal()):
        return None
    return _Archive([item for post in objects(cast("object", posts)) if (item := _item(post))], int(pages[:9]))


def _item(post: Object) -> Item | None:
    stated = line(post.get("link"))
    try:
        url = str(address(stated)) if stated else None
    except UsageError:
        url = None
    title = line(unescape(_rendered(post.get("title"))))
    if url is None and title is None:
        return None
    authors = [name for each in _embedded(post) if (name := line(each.get("name")))]
    published = day_of(str(post.get("date") or ""))
    updated = str(post.get("modified") or "")
    content = _rendered(post.get("content"))
    flags = flags_of_link(stated)
    return Item(url or title or "", title, content, url, ", ".join(authors) or None, published, updated, flags)


def _rendered(value: object) -> str:
    """What WordPress made of a field for its pages."""
    return next((str(each.get("rendered") or "") for each in objects([value])), "")


def _embedded(post: Object) -> list[Object]:
    return [author for each in objects([post.get("_embedded")]) for author in objects(each.get("author"))]
