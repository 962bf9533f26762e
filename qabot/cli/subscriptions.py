"""`qabot feeds`: who is subscribed to. What comes of it is `qabot.cli.pull`'s."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from msgspec import convert

from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.json_output import write_json
from qabot.cli.network_access import fetching
from qabot.cli.streams import utf8_output
from qabot.cli.text_layout import standard_output
from qabot.core.errors import NotFound, UsageError
from qabot.core.settings import Settings
from qabot.core.text import clean_line
from qabot.corpus.feeds import feed_parser, opml
from qabot.corpus.feeds.subscriptions_db import FeedState, Subscription
from qabot.corpus.feeds.suggestions import Sure, outlet_of, suggestions
from qabot.corpus.fetch.fetcher import address
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.starter import seed
from qabot.output.phrasing import counted
from qabot.output.schemas.feed_schemas import Feed, FeedsAdd, FeedsList, FeedsRemove, FeedsSuggest

_SHOWN = 20
"""How many feeds or notes are listed before the rest is only counted."""
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
    with feed_state(settings, makes=True) as state:
        named = clean_line(outlet or "") or None
        new = [feed.url for feed in feeds if state.subscribe(feed.url, feed.title, named or outlet_of(feed.url))]
    if as_json:
        write_json(FeedsAdd(added=tuple(new), feeds=len(feeds), unusable=tuple(others)))
        return
    page = standard_output()
    for feed in feeds[:_SHOWN]:
        page.line(f"{'Subscribed to' if feed.url in new else 'Subscribed already to'} {_named(feed)}.")
    if len(feeds) > _SHOWN:
        page.line(f"And to {len(feeds) - _SHOWN:,} more, {counted(len(new), 'new one')} in all.")
    for each in others[:_SHOWN]:
        page.line(f"Note: {each} is no address of http or https (left out).")
    page.line("Run `qabot feeds pull` to bring in what is new.")


def list_feeds(settings: Settings, *, as_json: bool) -> int:
    """Print the feeds and how they do, and return the exit code."""
    with feed_state(settings) as state:
        feeds = state.subscriptions()
    if as_json:
        write_json(FeedsList(feeds=tuple(map(_document, feeds))))
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
    with feed_state(settings) as state:
        if not (state.unsubscribe(url) or state.unsubscribe(str(address(url)))):
            raise NotFound(f"{url} is not subscribed to.", hint="Run `qabot feeds list` to see the feeds.")
    if as_json:
        write_json(FeedsRemove(removed=url))
    else:
        standard_output().line(f"Unsubscribed from {url}; its articles stay.")


def suggest(*, as_json: bool) -> None:
    """Print feeds of the field."""
    known = suggestions()
    if as_json:
        write_json(convert({"feeds": known}, FeedsSuggest, from_attributes=True))
        return
    page = standard_output()
    for each in known:
        page.line(f"{each.outlet} ({_SURE[each.sure]})")
        page.line(f"{each.url}{f'  {each.note}' if each.note else ''}", "  ")
    page.line("None was fetched. Run `qabot feeds add URL` to subscribe; put your own for SLUG and WORDS.")


def export(settings: Settings) -> None:
    """Print the feeds as OPML."""
    with feed_state(settings) as state:
        utf8_output().write(opml.write(state.subscriptions()).decode())


@contextmanager
def feed_state(settings: Settings, *, makes: bool = False) -> Generator[FeedState]:
    """Have what is remembered of the feeds of a home at hand, made anew with `makes` where there is nothing."""
    if makes and settings.home.is_default:
        seed(settings.home.corpus)
    with FeedState.open(settings.home.corpus, makes=makes) as state:
        yield state


def _checked(settings: Settings, source: str) -> opml.Listed:
    """Fetch a feed, to see that it is one."""
    url = str(address(source))
    with fetching(settings) as fetcher:
        found = fetcher.get(url)
    try:
        return opml.Listed(url, feed_parser.read(found.body, found.url, found.charset).title)
    except UnreadableDocument as error:
        named = feed_parser.feeds_of_page(found.body, found.url)
        hint = f"It names one: run `qabot feeds add {named[0]}`." if named else "Look for the site's feed in a browser."
        raise UsageError(f"{url} {error}.", hint=hint) from error


def _listed(path: Path) -> tuple[list[opml.Listed], list[str]]:
    hint = "Give a feed's address, or a file in OPML as other readers of feeds write it."
    try:
        return opml.read(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", hint=hint) from error
    except UnreadableDocument as error:
        raise UsageError(f"{path} {error}.", hint=hint) from error


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


def _document(feed: Subscription) -> Feed:
    return Feed(
        url=feed.url,
        title=feed.title,
        outlet=feed.outlet,
        next_fetch=feed.next_fetch.isoformat() if feed.next_fetch else None,
        last_fetch=feed.last_fetch.isoformat() if feed.last_fetch else None,
        failures=feed.failures,
        cause=feed.cause,
        last_item=feed.last_item,
    )
