"""Bring in what is new in feeds: several hosts at a time, one feed's trouble no other's.

ask each feed → read it → leave out what was brought in → fetch the pages of what has too few words
    → add to the corpus → note the items → note what to tell the server the next time
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct, field

from qabot.core.errors import UsageError
from qabot.corpus.drafts import AddOutcome
from qabot.corpus.feeds.feed_articles import AT_ONCE, FeedArticle, add, feed_articles
from qabot.corpus.feeds.feed_items import Feed, Item
from qabot.corpus.feeds.feed_parser import read
from qabot.corpus.feeds.subscriptions_db import FeedState, Subscription
from qabot.corpus.fetch.clock import STOPPED
from qabot.corpus.fetch.failures import FetchFailed
from qabot.corpus.fetch.fetcher import Fetched, Fetcher
from qabot.corpus.formats.unreadable import UnreadableDocument

HOSTS = 8
"""Feeds that are asked at a time."""


class Pulled(Struct, frozen=True):
    """What came of one feed."""

    feed: Subscription
    """Which, as it was known before."""
    outcomes: tuple[AddOutcome, ...]
    """What became of its new items."""
    failure: str = ""
    """Why it could not be had, as a clause; empty where it could."""
    unfetched: int = 0
    """Of how many items the page could not be had."""
    is_unchanged: bool = False
    """Whether its server said that nothing is new."""

    @property
    def has_failed(self) -> bool:
        """Whether something on the network could not be had."""
        return bool(self.failure or self.unfetched)


class _Visit(Struct):
    """One feed on its way through a pull."""

    subscription: Subscription
    found: Fetched | None = None
    feed: Feed | None = None
    waiting: list[Item] = field(default_factory=list[Item])
    arrived: list[FeedArticle] = field(default_factory=list[FeedArticle])
    outcomes: list[AddOutcome] = field(default_factory=list[AddOutcome])
    unfetched: int = 0
    is_settled: bool = True
    failure: str = ""
    retry_after: float | None = None

    @property
    def outlet(self) -> str | None:
        return self.subscription.outlet or (self.feed and self.feed.title) or self.subscription.title


def pull(
    corpus: Path,
    feeds: Iterable[Subscription],
    state: FeedState,
    fetcher: Fetcher,
    since: date | None = None,
) -> Iterator[Pulled]:
    """Bring in what is new in feeds, and yield what came of each, whichever is done first.

    Args:
        corpus: The folder that articles are added to.
        feeds: Which.
        state: What is remembered of them.
        fetcher: Fetches them, and pages; it is stopped where this is not heard to the end.
        since: Leave out what was published before.

    Raises:
        IndexLocked: Another process is changing the corpus; what was not added is brought in the next time.
    """
    with ThreadPoolExecutor(HOSTS, "feeds") as pool:
        running: set[Future[_Visit]] = set()
        with ExitStack() as unfinished:
            unfinished.callback(pool.shutdown, wait=False, cancel_futures=True)
            unfinished.callback(fetcher.stop)  # or leaving the pool would wait for the slowest server
            for feed in feeds:
                running.add(pool.submit(_begin, _Visit(feed), fetcher, state.seen(feed.url), since))
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for visit in (future.result() for future in done):
                    _add(corpus, visit, state, fetcher)
                    if visit.waiting and not visit.failure:
                        running.add(pool.submit(_go_on, visit, fetcher))
                    else:
                        yield _finished(visit, state, fetcher)
            unfinished.pop_all()


def _begin(visit: _Visit, fetcher: Fetcher, seen: frozenset[str], since: date | None) -> _Visit:
    """Ask a feed what is new, and fetch the first of it."""
    try:
        visit.found = fetcher.get(visit.subscription.url, visit.subscription.validators)
        if not visit.found.is_unchanged:
            visit.feed = read(visit.found.body, visit.found.url, visit.found.charset)
            visit.waiting = [item for item in visit.feed.items if item.key not in seen and _is_recent(item, since)]
    except FetchFailed as error:
        visit.failure, visit.retry_after = error.cause, error.retry_after
    except (UnreadableDocument, UsageError) as error:
        visit.failure = str(error)
    return _go_on(visit, fetcher)


def _go_on(visit: _Visit, fetcher: Fetcher) -> _Visit:
    """Fetch the next of what is new in a feed."""
    items, visit.waiting = visit.waiting[:AT_ONCE], visit.waiting[AT_ONCE:]
    visit.arrived = feed_articles(items, fetcher, visit.outlet)
    if fetcher.clock.is_stopped:
        visit.failure = STOPPED
    return visit


def _is_recent(item: Item, since: date | None) -> bool:
    return since is None or item.published is None or item.published.last >= since


def _add(corpus: Path, visit: _Visit, state: FeedState, fetcher: Fetcher) -> None:
    """Add what arrived, and only then note that it did."""
    visit.outcomes += add(corpus, visit.arrived, fetcher)
    visit.unfetched += sum(isinstance(each.received, FetchFailed) for each in visit.arrived)
    settled = [each.item.key for each in visit.arrived if each.is_settled]
    visit.is_settled = visit.is_settled and len(settled) == len(visit.arrived)
    state.note_seen(visit.subscription.url, settled)
    visit.arrived = []


def _finished(visit: _Visit, state: FeedState, fetcher: Fetcher) -> Pulled:
    url, now = visit.subscription.url, fetcher.clock.today()
    if visit.failure and not fetcher.clock.is_stopped:
        state.note_failed(url, now, visit.failure, visit.retry_after)
    elif visit.found and not visit.failure:
        if visit.feed:
            newest = visit.feed.items[0].title if visit.feed.items else None
            state.note_title(url, visit.feed.title, newest)
        # Told that it has changed nothing, a server would never send again what is still to be brought in.
        validators = (visit.found if visit.feed else visit.subscription).validators if visit.is_settled else None
        state.note_had(url, now, timedelta(minutes=visit.feed.minutes if visit.feed else 0), validators)
    is_unchanged = visit.found is not None and visit.found.is_unchanged
    return Pulled(visit.subscription, tuple(visit.outcomes), visit.failure, visit.unfetched, is_unchanged)
