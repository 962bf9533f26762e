"""Lists of subscriptions, in and out."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qabot.core.text import clean_line, xml_safe
from qabot.corpus.feeds import opml
from qabot.corpus.feeds.opml import Listed
from qabot.corpus.feeds.subscriptions_db import Subscription
from qabot.corpus.formats.unreadable import UnreadableDocument


def listing(body: str, head: str = "") -> bytes:
    """Return a list with this in it."""
    return f'<?xml version="1.0"?>{head}<opml version="2.0"><body>{body}</body></opml>'.encode()


def test_feeds_are_found_in_folders_too_and_each_once() -> None:
    data = listing(
        '<outline text="News"><outline type="rss" text="A" xmlUrl="https://a.example/feed"/></outline>'
        '<outline title="A again" text="x" xmlUrl="https://a.example/feed"/><outline xmlUrl="https://b.example/"/>'
    )
    assert opml.read(data) == ([Listed("https://a.example/feed", "A"), Listed("https://b.example/", None)], [])


def test_what_is_no_address_is_told() -> None:
    data = listing('<outline xmlUrl="file:///etc/passwd"/><outline xmlUrl="https://a.example/"/>')
    assert opml.read(data) == ([Listed("https://a.example/", None)], ["file:///etc/passwd"])


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE opml [<!ENTITY a "b">]>',
        '<!DOCTYPE opml SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE opml [<!ENTITY % a SYSTEM "http://127.0.0.1/"> %a;]>',
    ],
)
def test_no_document_type_is_taken(head: str) -> None:
    with pytest.raises(UnreadableDocument, match="document type"):
        opml.read(listing("", head))


def test_there_are_no_more_feeds_than_anyone_reads() -> None:
    with pytest.raises(UnreadableDocument, match="1,000"):
        opml.read(listing("".join(f'<outline xmlUrl="https://a.example/{number}"/>' for number in range(1001))))


@given(st.binary(max_size=200))
def test_whatever_the_bytes_nothing_else_is_raised(data: bytes) -> None:
    for each in (data, listing("").replace(b"<body>", b"<body>" + data)):
        with suppress(UnreadableDocument):
            opml.read(each)


@given(st.text(max_size=50))
@example("No character \ufffe of XML")
def test_what_is_written_is_read_again(title: str) -> None:
    feed = Subscription("https://a.example/feed?a=1&b=2", title)
    feeds, others = opml.read(opml.write([feed]))
    assert (feeds, others) == ([Listed(feed.url, clean_line(xml_safe(feed.name))[:200] or None)], [])
