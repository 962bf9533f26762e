"""What was told of saved questions as an Atom feed, for any reader of feeds. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from qabot.output import atom
from qabot.reports.watch.news_words import headline, sentence
from qabot.reports.watch.saved_questions import FoundNews


def atom_feed(home: str, found: Sequence[FoundNews], now: datetime) -> bytes:
    """Return a feed of what was found new, an entry each; the same thing has the same id in every feed.

    Args:
        home: The path of the home whose questions these are.
        found: What was found new, the newest first.
        now: When the feed is made, in UTC; it counts only where nothing was found.
    """
    updated = found[0].found if found else now
    feed = atom.AtomEntry(atom.urn(home, ""), "qabot: what is new in the answers to saved questions", updated, "")
    return atom.atom_document(feed, (_entry(home, each) for each in found))


def _entry(home: str, each: FoundNews) -> atom.AtomEntry:
    name = atom.urn(home, f"{each.name}\n{each.news.key}")
    return atom.AtomEntry(name, f"{each.name}: {headline(each.news)}", each.found, sentence(each.news))
