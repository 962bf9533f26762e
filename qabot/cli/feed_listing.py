"""`qabot feeds list` and `qabot feeds suggest`: the feeds there are, and those there might be. Nothing is fetched."""

from __future__ import annotations

from datetime import datetime

from msgspec import convert

from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.feed_store import feed_state
from qabot.cli.json_output import write_json
from qabot.cli.page import standard_output
from qabot.core.settings import Settings
from qabot.core.text import clean_line
from qabot.corpus.feeds.subscriptions_db import Subscription
from qabot.corpus.feeds.suggestions import Sure, suggestions
from qabot.output.schemas.feed_schemas import Feed, FeedsList, FeedsSuggest

_SURE: dict[Sure, str] = {
    "seen": "answered in 2026",
    "listed": "named elsewhere, not seen to answer",
    "conflicting": "named elsewhere, under different addresses",
}


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
