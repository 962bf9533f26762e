"""Items of feeds and archives into what can be read: their own words, or the pages that they point to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.errors import UsageError
from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
from qabot.corpus.feeds.feed_items import Item
from qabot.corpus.fetch.failures import FetchFailed
from qabot.corpus.fetch.fetcher import Fetcher
from qabot.corpus.formats.documents import article_drafts
from qabot.corpus.ingest import adder, web_sources

AT_ONCE = 20
"""Items that are fetched before what arrived is written."""


class FeedArticle(Struct, frozen=True):
    """An item, and what was received for it."""

    item: Item
    """The item."""
    received: RawDocument | FetchFailed
    """Its words or its page, or why that could not be had."""
    identity: str | None = None
    """What tells the item from others, as `Item.identity` says."""

    @property
    def is_settled(self) -> bool:
        """Whether there is no use in trying once more."""
        return isinstance(self.received, RawDocument) or not self.received.passing


def feed_articles(items: Iterable[Item], fetcher: Fetcher, outlet: str | None) -> list[FeedArticle]:
    """Receive items, fetching the pages of those that have too few words."""
    return [FeedArticle(item, _received(item, fetcher, outlet), item.identity(outlet)) for item in items]


def add(corpus: Path, arrived: Sequence[FeedArticle], fetcher: Fetcher) -> list[AddOutcome]:
    """Add what arrived to a corpus folder, and tell what became of it."""
    if not arrived:
        return []
    return list(adder.add(corpus, _readings(arrived), today=fetcher.clock.today().date()))


def _readings(arrived: Sequence[FeedArticle]) -> Iterator[ArticleDraft | AddOutcome]:
    for each in arrived:
        if isinstance(each.received, RawDocument):
            for draft in article_drafts(each.received):
                yield _told(draft, each)
        else:
            yield AddOutcome("skipped", each.received.url, None, each.received.cause)


def _told(draft: ArticleDraft | AddOutcome, of: FeedArticle) -> ArticleDraft | AddOutcome:
    """Return an item's article, or what became of it, with what was left out of the item."""
    if isinstance(draft, ArticleDraft):
        return replace(draft, item=of.identity, flags=(*draft.flags, *of.item.flags))
    return replace(draft, reason="; ".join((draft.reason, *of.item.flags)))


def _received(item: Item, fetcher: Fetcher, outlet: str | None) -> RawDocument | FetchFailed:
    if item.is_whole or item.url is None:
        return item.received(outlet)
    try:
        return item.received_from(web_sources.page(fetcher.get(item.url)), outlet)
    except FetchFailed as error:
        return error
    except UsageError:
        return FetchFailed(item.url, "is no address of http or https")
