"""What items of feeds say of themselves: the day in whatever form, and each author by itself."""

from __future__ import annotations

import json

import pytest

from qabot.corpus.feeds import feed_parser
from tests.corpus.feeds.documents import item, rss

URL = "https://news.example/feed"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Wed Nov 25 18:02:11 GMT 2015", "2015-11-25"),
        ("Wed Nov 25 18:02:11 2015", "2015-11-25"),
        ("11/25/2015 6:02:11 PM", "2015-11-25"),
        ("25/11/2015 18:02", "2015-11-25"),
        ("2015/11/25", "2015-11-25"),
        ("Wednesday, 25-Nov-15 18:02:11 GMT", "2015-11-25"),
        ("Mon, May 25 2020 10:00:00 GMT", "2020-05-25"),
        ("1970-01-01T00:00:00Z", "None"),
        ("Thu, 01 Jan 1970 00:00:00 +0000", "None"),
        ("0001-01-01T00:00:00", "None"),
        ("soon", "None"),
    ],
)
def test_the_day(written: str, day: str) -> None:
    (found,) = feed_parser.read(rss([item(1, date=written)]), URL).items
    assert str(found.published) == day


@pytest.mark.parametrize(("written", "day"), [("2015-11-25T10:00:00Z", "2015-11-25"), ("1970-01-01T00:00:00Z", "None")])
def test_the_day_in_json(written: str, day: str) -> None:
    items = [{"id": "1", "title": "T", "url": "https://news.example/1", "date_published": written}]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "items": items}
    (found,) = feed_parser.read(json.dumps(feed).encode(), URL).items
    assert str(found.published) == day


def test_each_author_by_itself() -> None:
    one = item(1).replace("<dc:creator>Jo Bloggs", "<dc:creator>Ann Other</dc:creator><dc:creator>Jo Bloggs")
    inverted = one.replace("Ann Other", "Other, Ann").replace("Jo Bloggs", "Bloggs, Jo")
    found = [each.author for each in feed_parser.read(rss([one, inverted, item(2)]), URL).items]
    assert found == ["Ann Other, Jo Bloggs", "Other, Ann; Bloggs, Jo", "Jo Bloggs"]
