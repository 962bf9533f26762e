"""Sitemaps: what a site says that there is on it (https://www.sitemaps.org/protocol.html).

Every one of them comes through the fetcher; addresses of other sites in them are left out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from msgspec import Struct

from qabot.core.dates import PartialDate
from qabot.core.errors import QabotError, UsageError
from qabot.core.text import clean_line
from qabot.corpus.feeds.safe_xml import LIMIT, local_name, parsed
from qabot.corpus.fetch.failures import FetchFailed
from qabot.corpus.fetch.fetcher import Fetcher
from qabot.corpus.fetch.response_bodies import BadBody, unpack
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.published_dates import day_of

MOST_MAPS = 500
"""Sitemaps of one site that are read."""
MOST_PAGES = 50_000
"""Pages of one sitemap, as the protocol has it."""
_NOT_FOUND = 404
_PLACES = ("/sitemap.xml", "/sitemap_index.xml")
"""Where they lie where `robots.txt` does not say."""


class Page(Struct, frozen=True):
    """A page that a sitemap names."""

    url: str
    """Where it lies."""
    changed: PartialDate | None
    """When it was last changed, as far as the sitemap says."""


def pages(site: str, after: date, fetcher: Fetcher, on_trouble: Callable[[str], None]) -> Iterator[Page]:
    """Yield the pages of a site that were changed after a day, or of which that is not said, each once.

    Args:
        site: Its address, without a path.
        after: The day.
        fetcher: Fetches sitemaps.
        on_trouble: Told of each sitemap that cannot be used.

    Raises:
        FetchFailed: There is none that can be used.
    """
    guessed = [urljoin(site, place) for place in _PLACES]
    waiting: deque[str] = deque()
    known: set[str] = set()
    found: set[str] = set()
    has_read = False

    def line_up(urls: Iterable[str]) -> None:
        """Have sitemaps read, each once; an index may name very many more than will be."""
        for url in urls:
            if len(known) < MOST_MAPS and url not in known and _is_same_site(url, site):
                known.add(url)
                waiting.append(url)

    line_up(fetcher.sitemaps(site) or guessed)
    while waiting:
        url = waiting.popleft()
        try:
            root = parsed(unpack(fetcher.get(url).body, LIMIT))
        except (FetchFailed, UsageError, BadBody, UnreadableDocument) as error:
            if not (url in guessed and isinstance(error, FetchFailed) and error.status == _NOT_FOUND):
                on_trouble(error.message if isinstance(error, QabotError) else f"{url} {error}.")
            continue
        has_read = True
        entries = [page for page in _entries(root) if page.changed is None or page.changed.last >= after]
        if local_name(root) == "sitemapindex":
            line_up(page.url for page in entries)
        else:
            fresh = [page for page in entries if page.url not in found and _is_same_site(page.url, site)]
            found.update(page.url for page in fresh)
            yield from fresh
    if not has_read:
        raise FetchFailed(site, "has neither an archive of WordPress nor a sitemap that can be read")


def _entries(root: Element) -> Iterator[Page]:
    for entry in islice((each for each in root if local_name(each) in {"url", "sitemap"}), MOST_PAGES):
        parts = {local_name(part): clean_line(part.text or "") for part in entry}
        if url := parts.get("loc"):
            yield Page(url, day_of(parts.get("lastmod", "")))


def _is_same_site(url: str, site: str) -> bool:
    try:
        one, other = urlsplit(url), urlsplit(site)
    except ValueError:
        return False
    return one.scheme in {"http", "https"} and one.netloc.removeprefix("www.") == other.netloc.removeprefix("www.")
