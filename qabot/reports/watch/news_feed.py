"""What was told of saved questions as an Atom feed, for any reader of feeds. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from qabot.output import atom
from qabot.reports.watch.news_words import headline, sentence
from qabot.reports.watch.saved_questions import ToldNews


def atom_feed(home: str, told: Sequence[ToldNews], now: datetime) -> bytes:
    """Return a feed of what was told, an entry each; the same thing has the same id in every feed.

    Args:
        home: The path of the home whose questions these are.
        told: What was told, the newest first.
        now: When the feed is made, in UTC; it counts only where nothing was told.
    """
    updated = told[0].told if told else now
    feed = atom.AtomEntry(atom.urn(home, ""), "qabot: what is new in the answers to saved questions", updated, "")
    return atom.atom_document(feed, (_entry(home, each) for each in told))


def _entry(home: str, each: ToldNews) -> atom.AtomEntry:
    name = atom.urn(home, f"{each.question}\n{each.news.key}")
    return atom.AtomEntry(name, f"{each.question}: {headline(each.news)}", each.told, sentence(each.news))
