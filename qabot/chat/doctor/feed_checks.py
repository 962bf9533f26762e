"""The feeds that are subscribed to: which are due, and which fail. Their addresses may hold keys, and are not shown."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from qabot.chat.doctor.examinee import Examinee
from qabot.chat.doctor.findings import Finding, counted_are, fine, listed, notice, wrong
from qabot.corpus.feeds.subscriptions_db import FeedState, Subscription
from qabot.output.phrasing import counted

_LASTING = 3
"""Failures in a row from which one is taken to last."""


def check_feeds(examinee: Examinee) -> Iterator[Finding]:
    """Whether feeds are due or fail.

    Raises:
        UsageError: What is remembered of them cannot be read.
    """
    with FeedState.open(examinee.corpus, makes=False) as state:
        feeds = state.subscriptions()
    failing = [feed for feed in feeds if feed.failures]
    due = [feed for feed in feeds if feed.is_due(examinee.around.now)]
    if lasting := [feed for feed in failing if feed.failures >= _LASTING]:
        yield wrong(
            "feeds",
            f"{counted(len(lasting), 'feed')} failed {_LASTING} times in a row or more: {_names(lasting)}.",
            "qabot feeds list",
        )
    if passing := [feed for feed in failing if feed.failures < _LASTING]:
        yield notice(
            "feeds", f"{counted(len(passing), 'feed')} failed the last time: {_names(passing)}.", "qabot feeds list"
        )
    if due:
        yield notice("feeds", f"{counted_are(len(due), 'feed')} due, of {len(feeds):,}.", "qabot feeds pull")
    if not (failing or due):
        yield fine("feeds", f"{counted(len(feeds), 'feed')}, none due, none failing." if feeds else "There are none.")


def _names(feeds: list[Subscription]) -> str:
    return listed(feed.outlet or feed.title or urlsplit(feed.url).hostname or "one without a name" for feed in feeds)
