"""Items of feeds and archives into what can be read: their own words, or the pages that they point to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qabot.errors import UsageError
from qabot.fetch.failures import Unfetchable
from qabot.fetch.fetching import Fetcher
from qabot.ingest import adding, web
from qabot.ingest.feeds.items import Item
from qabot.ingest.reading import candidates
from qabot.ingest.records import Candidate, Outcome, Received

AT_ONCE = 20
"""Items that are fetched before what arrived is written."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An item, and what was received for it."""

    item: Item
    """The item."""
    received: Received | Unfetchable
    """Its words or its page, or why that could not be had."""

    @property
    def is_settled(self) -> bool:
        """Whether there is no use in trying once more."""
        return isinstance(self.received, Received) or not self.received.passing


def arrivals(items: Iterable[Item], fetcher: Fetcher, outlet: str | None) -> list[Arrival]:
    """Receive items, fetching the pages of those that have too few words."""
    return [Arrival(item, _received(item, fetcher, outlet)) for item in items]


def add(corpus: Path, arrived: Sequence[Arrival], fetcher: Fetcher) -> list[Outcome]:
    """Add what arrived to a corpus folder, and tell what became of it."""
    if not arrived:
        return []
    return list(adding.add(corpus, _readings(arrived), today=fetcher.clock.today().date()))


def _readings(arrived: Sequence[Arrival]) -> Iterator[Candidate | Outcome]:
    for each in arrived:
        if isinstance(each.received, Received):
            yield from candidates(each.received)
        else:
            yield Outcome("skipped", each.received.url, None, each.received.cause)


def _received(item: Item, fetcher: Fetcher, outlet: str | None) -> Received | Unfetchable:
    if item.is_whole or item.url is None:
        return item.received(outlet)
    try:
        return item.received_from(web.page(fetcher.get(item.url)), outlet)
    except Unfetchable as error:
        return error
    except UsageError:
        return Unfetchable(item.url, "is no address of http or https")
