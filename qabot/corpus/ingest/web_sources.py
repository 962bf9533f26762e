"""Pages from the web, by their addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qabot.core.articles import ReadIssue
from qabot.corpus.drafts import RawDocument
from qabot.corpus.fetch.failures import BY_HAND, FetchFailed
from qabot.corpus.fetch.fetcher import Fetched, Fetcher, address
from qabot.corpus.formats import registry
from qabot.corpus.formats.decoding import marked

_UNTOLD = frozenset({"", "application/octet-stream", "binary/octet-stream"})
"""What servers say of a file when they do not know what it is."""


def receive(urls: Iterable[str], fetcher: Fetcher) -> Iterator[RawDocument | ReadIssue]:
    """Fetch pages, and yield each, or why it could not be had.

    Raises:
        UsageError: Something is no address of http or https; nothing is fetched then.
    """
    for url in [str(address(each)) for each in urls]:  # all of them before any is fetched
        try:
            yield page(fetcher.get(url))
        except FetchFailed as error:
            yield ReadIssue(url, f"{error.cause}. {error.hint}")


def page(found: Fetched) -> RawDocument:
    """Return what was fetched as something to be read.

    Raises:
        FetchFailed: It is nothing that an article can be read from.
    """
    is_untold = found.media_type in _UNTOLD
    form = registry.of_bytes(found.body) if is_untold else registry.of_media_type(found.media_type)
    if form is None or not form.media_types:
        what = found.media_type or (form.name if form else "")
        raise FetchFailed(found.url, f"is no page but {what}", hint=BY_HAND)
    data = marked(found.body, found.charset) if form.is_text else found.body
    return RawDocument(found.url, data, form.name, url=found.url)
