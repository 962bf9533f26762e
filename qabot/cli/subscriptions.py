"""`qabot feeds add`, `remove` and `export`: who is subscribed to. What comes of it is `qabot.cli.pull`'s."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from qabot.cli.feed_store import feed_state
from qabot.cli.json_output import write_json
from qabot.cli.network_access import fetching
from qabot.cli.page import standard_output
from qabot.cli.streams import utf8_output
from qabot.core.errors import NotFound, UsageError
from qabot.core.settings import Settings
from qabot.core.storage_faults import storage_fault
from qabot.core.text import clean_line
from qabot.core.unknown_names import unknown_name
from qabot.corpus.feeds import feed_parser, opml
from qabot.corpus.feeds.suggestions import outlet_of
from qabot.corpus.fetch.fetcher import address
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.output.phrasing import counted
from qabot.output.schemas.feed_schemas import FeedsAdd, FeedsRemove

_SHOWN = 20
"""How many feeds or notes are listed before the rest is only counted."""
_WEB = ("http://", "https://")


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


def remove(settings: Settings, url: str, *, as_json: bool) -> None:
    """Unsubscribe from a feed.

    Raises:
        NotFound: It is not subscribed to; those that come close are named.
    """
    with feed_state(settings) as state:
        if not (state.unsubscribe(url) or state.unsubscribe(str(address(url)))):
            unknown = unknown_name("feed", url, (each.url for each in state.subscriptions()))
            raise NotFound(unknown.words, hint="Run `qabot feeds list` to see the feeds.")
    if as_json:
        write_json(FeedsRemove(removed=url))
    else:
        standard_output().line(f"Unsubscribed from {url}; its articles stay.")


def export(settings: Settings) -> None:
    """Print the feeds as OPML."""
    with feed_state(settings) as state:
        utf8_output().write(opml.write(state.subscriptions()).decode())


def _checked(settings: Settings, source: str) -> opml.Listed:
    """Fetch a feed, to see that it is one."""
    url = str(address(source))
    with fetching(settings) as fetcher:
        found = fetcher.get(url)
    try:
        return opml.Listed(url, feed_parser.read(found.body, found.url, found.charset).title)
    except UnreadableDocument as error:
        named = feed_parser.feeds_of_page(found.body, found.url)
        hint = (
            f"It names one: run `qabot feeds add {quote(named[0])}`."
            if named
            else "Look for the site's feed in a browser."
        )
        raise UsageError(f"{url} {error}.", hint=hint) from error


def _listed(path: Path) -> tuple[list[opml.Listed], list[str]]:
    hint = "Give a feed's address, or a file in OPML as other readers of feeds write it."
    try:
        return opml.read(path.read_bytes())
    except OSError as error:
        if refused := storage_fault(error, path):
            raise refused from error
        raise UsageError(f"{path} cannot be read: {error.strerror}.", hint=hint) from error
    except UnreadableDocument as error:
        raise UsageError(f"{path} {error}.", hint=hint) from error


def _named(feed: opml.Listed) -> str:
    return f"{feed.title} ({feed.url})" if feed.title else feed.url
