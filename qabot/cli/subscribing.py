"""`qabot feeds`: subscriptions, and what comes of them."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from qabot.cli.adding import write_outcomes
from qabot.cli.documents import Document
from qabot.cli.documents import as_json as written
from qabot.cli.exits import NOTHING_FOUND
from qabot.cli.indexing import progress
from qabot.cli.layout import Page, standard_output
from qabot.cli.streams import utf8_output
from qabot.cli.wording import counted
from qabot.corpus.starter import seed
from qabot.errors import NetworkFailed, NotFound, UsageError
from qabot.fetch.fetching import Fetcher, address
from qabot.ingest.feeds import backfill as filling
from qabot.ingest.feeds import opml, parsing, pulling
from qabot.ingest.feeds.state import FeedState, Subscription
from qabot.ingest.feeds.suggestions import Sure, outlet_of, suggestions
from qabot.ingest.records import Outcome
from qabot.ingest.unusable import Unusable
from qabot.plaintext import clean_line
from qabot.records import PartialDate, Progress
from qabot.settings import Settings

_WEB = ("http://", "https://")
_SURE: dict[Sure, str] = {
    "seen": "answered in 2026",
    "listed": "named elsewhere, not seen to answer",
    "conflicting": "named elsewhere, under different addresses",
}


def add(settings: Settings, source: str, outlet: str | None, *, as_json: bool) -> None:
    """Subscribe to a feed or to those of a list, and print which are new.

    Raises:
        UsageError: The source is neither.
        Unfetchable: The feed cannot be had.
    """
    others: list[str] = []
    if source.startswith(_WEB):
        feeds = [_checked(settings, source)]
    else:
        feeds, others = _listed(Path(source))
    with _state(settings, makes=True) as state:
        named = clean_line(outlet or "") or None
        new = [feed.url for feed in feeds if state.subscribe(feed.url, feed.title, named or outlet_of(feed.url))]
    if as_json:
        _write_json({"schema": "qabot.feeds.add/1", "added": new, "feeds": len(feeds), "unusable": others})
        return
    page = standard_output()
    for feed in feeds[:_SHOWN]:
        page.line(f"{'Subscribed to' if feed.url in new else 'Subscribed already to'} {_named(feed)}.")
    if len(feeds) > _SHOWN:
        page.line(f"And to {len(feeds) - _SHOWN:,} more, {counted(len(new), 'new one')} in all.")
    for each in others[:_SHOWN]:
        page.line(f"Note: {each} is no address of http or https (left out).")
    page.line("Run `qabot feeds pull` to bring in what is new.")


_SHOWN = 20
"""How many feeds or notes are listed before the rest is only counted."""


def list_feeds(settings: Settings, *, as_json: bool) -> int:
    """Print the feeds and how they do, and return the exit code."""
    with _state(settings) as state:
        feeds = state.subscriptions()
    if as_json:
        _write_json({"schema": "qabot.feeds.list/1", "feeds": [_document(feed) for feed in feeds]})
    else:
        page = standard_output()
        for feed in feeds:
            page.line(clean_line(feed.name))
            page.line(feed.url, "  ")
            page.line(_doing(feed), "  ")
        if not feeds:
            page.line("There are no feeds yet; `qabot feeds suggest` prints some.")
    return 0 if feeds else NOTHING_FOUND


def remove(settings: Settings, url: str, *, as_json: bool) -> None:
    """Unsubscribe from a feed.

    Raises:
        NotFound: It is not subscribed to.
    """
    with _state(settings) as state:
        if not (state.unsubscribe(url) or state.unsubscribe(str(address(url)))):
            raise NotFound(f"{url} is not subscribed to.", hint="Run `qabot feeds list` to see the feeds.")
    if as_json:
        _write_json({"schema": "qabot.feeds.remove/1", "removed": url})
    else:
        standard_output().line(f"Unsubscribed from {url}; its articles stay.")


def pull(settings: Settings, since: str | None, *, every: bool, as_json: bool) -> int:
    """Bring in what is new, print what came of each feed, and return the exit code."""
    earliest = _day(since, "--since") if since else None
    with _state(settings, makes=True) as state, _fetcher(settings) as fetcher:
        now = fetcher.clock.today()
        feeds = state.subscriptions()
        due = [feed for feed in feeds if every or feed.is_due(now)]
        pulled = list(_shown(pulling.pull(settings.home.corpus, due, state, fetcher, earliest), len(due)))
    outcomes = [outcome for each in pulled for outcome in each.outcomes]
    if as_json:
        _write_json({"schema": "qabot.feeds.pull/1", "feeds": [_pulled(each) for each in pulled]})
    else:
        _write_pulled(standard_output(), pulled, feeds, outcomes)
    return NetworkFailed.exit_code if any(each.has_failed for each in pulled) else 0


def backfill(settings: Settings, url: str, after: str, outlet: str | None, *, as_json: bool) -> int:
    """Bring in what a site published earlier, print what came of it, and return the exit code.

    Raises:
        Unfetchable: The site cannot be had at all.
    """
    outcomes: list[Outcome] = []
    failures: list[str] = []
    named = clean_line(outlet or "") or outlet_of(url)
    with _state(settings, makes=True) as state, _fetcher(settings) as fetcher, progress() as on_progress:
        corpus = settings.home.corpus
        for step in filling.backfill(corpus, url, _day(after, "--after"), state, fetcher, named):
            outcomes += step.outcomes
            failures += step.failures
            on_progress(Progress("fetch", step.done, step.total))
    if as_json:
        listed = [asdict(each) for each in outcomes]
        _write_json({"schema": "qabot.feeds.backfill/1", "failures": failures, "outcomes": listed})
    else:
        page = standard_output()
        write_outcomes(page, outcomes, dry_run=False)
        if failures:
            page.line(f"{counted(len(failures), 'page')} could not be had; the same command tries them again.")
    return NetworkFailed.exit_code if failures else 0


def suggest(*, as_json: bool) -> None:
    """Print feeds of the field."""
    known = suggestions()
    if as_json:
        _write_json({"schema": "qabot.feeds.suggest/1", "feeds": [asdict(each) for each in known]})
        return
    page = standard_output()
    for each in known:
        page.line(f"{each.outlet} ({_SURE[each.sure]})")
        page.line(f"{each.url}{f'  {each.note}' if each.note else ''}", "  ")
    page.line("None was fetched. Run `qabot feeds add URL` to subscribe; put your own for SLUG and WORDS.")


def export(settings: Settings) -> None:
    """Print the feeds as OPML."""
    with _state(settings) as state:
        utf8_output().write(opml.write(state.subscriptions()).decode())


def fetcher_of(settings: Settings) -> Fetcher:
    """Return a fetcher as the settings want it."""
    return Fetcher(settings.network)


@contextmanager
def _fetcher(settings: Settings) -> Generator[Fetcher]:
    """Have a fetcher that fetches no more behind this."""
    fetcher = fetcher_of(settings)
    try:
        yield fetcher
    finally:
        fetcher.stop()


@contextmanager
def _state(settings: Settings, *, makes: bool = False) -> Generator[FeedState]:
    if makes and settings.home.is_default:
        seed(settings.home.corpus)
    with FeedState.open(settings.home.corpus, makes=makes) as state:
        yield state


def _checked(settings: Settings, source: str) -> opml.Listed:
    """Fetch a feed, to see that it is one."""
    url = str(address(source))
    with _fetcher(settings) as fetcher:
        found = fetcher.get(url)
    try:
        return opml.Listed(url, parsing.read(found.body, found.url, found.charset).title)
    except Unusable as error:
        named = parsing.feeds_of_page(found.body, found.url)
        hint = f"It names one: run `qabot feeds add {named[0]}`." if named else "Look for the site's feed in a browser."
        raise UsageError(f"{url} {error}.", hint=hint) from error


def _listed(path: Path) -> tuple[list[opml.Listed], list[str]]:
    hint = "Give a feed's address, or a file in OPML as other readers of feeds write it."
    try:
        return opml.read(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", hint=hint) from error
    except Unusable as error:
        raise UsageError(f"{path} {error}.", hint=hint) from error


def _day(text: str, option: str) -> date:
    try:
        return PartialDate.parse(text).first
    except ValueError as error:
        raise UsageError(f"{option}: {error}.", hint="Give a day, a month or a year, such as 2015-11-25.") from error


def _shown(pulled: Iterator[pulling.Pulled], total: int) -> Iterator[pulling.Pulled]:
    with progress() as on_progress:
        for number, each in enumerate(pulled, 1):
            on_progress(Progress("fetch", number, total))
            yield each


def _write_pulled(
    page: Page, pulled: Sequence[pulling.Pulled], feeds: Sequence[Subscription], outcomes: Sequence[Outcome]
) -> None:
    if not feeds:
        page.line("There are no feeds yet; `qabot feeds suggest` prints some.")
        return
    if not pulled:
        page.line("No feed is due yet; --all asks every one.")
        return
    unchanged = sum(each.is_unchanged for each in pulled)
    page.line(f"{counted(len(pulled), 'feed')} asked, {unchanged:,} unchanged.")
    for each in pulled:
        if each.failure:
            page.line(f"Note: {each.feed.name} {each.failure}.")
    if outcomes:
        write_outcomes(page, outcomes, dry_run=False)


def _pulled(pulled: pulling.Pulled) -> Document:
    return {
        "url": pulled.feed.url,
        "title": pulled.feed.title,
        "failure": pulled.failure or None,
        "unfetched": pulled.unfetched,
        "unchanged": pulled.is_unchanged,
        "outcomes": [asdict(each) for each in pulled.outcomes],
    }


def _named(feed: opml.Listed) -> str:
    return f"{feed.title} ({feed.url})" if feed.title else feed.url


def _doing(feed: Subscription) -> str:
    if feed.failures:
        return (
            f"failed {feed.failures} times in a row: {clean_line(feed.cause or '')}; next at {_when(feed.next_fetch)}"
        )
    if feed.last_fetch is None:
        return "not asked yet"
    newest = f", newest: {clean_line(feed.last_item)}" if feed.last_item else ""
    return f"asked {_when(feed.last_fetch)}, next {_when(feed.next_fetch)}{newest}"


def _when(moment: datetime | None) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else "once"


def _document(feed: Subscription) -> Document:
    moments = {"next_fetch": feed.next_fetch, "last_fetch": feed.last_fetch}
    return {
        "url": feed.url,
        "title": feed.title,
        "outlet": feed.outlet,
        **{key: moment.isoformat() if moment else None for key, moment in moments.items()},
        "failures": feed.failures,
        "cause": feed.cause,
        "last_item": feed.last_item,
    }


def _write_json(document: Document) -> None:
    utf8_output().write(written(document))
