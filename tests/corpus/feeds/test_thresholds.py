"""How much of a feed is read."""

from __future__ import annotations

import json

import pytest

from qabot.corpus.feeds.feed_parser import read
from tests.corpus.feeds.documents import item, rss


@pytest.mark.parametrize("kind", ["rss", "json"])
@pytest.mark.parametrize(("items", "taken"), [(1_000, 1_000), (1_001, 1_000)])
def test_a_thousand_items_of_a_feed_are_read(kind: str, items: int, taken: int) -> None:
    if kind == "rss":
        data = rss([item(number) for number in range(items)])
    else:
        url = "https://example.org"
        listed = [{"id": f"{url}/{number}", "url": f"{url}/{number}", "title": f"T{number}"} for number in range(items)]
        data = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": listed}).encode()
    assert len(read(data, "https://example.org/feed").items) == taken
