"""Documents near real ones, to every reader there is: what they hold, or why it cannot be had, and nothing else."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from functools import cache
from io import BufferedReader, BytesIO
from itertools import chain
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qabot.core.articles import Article, ReadIssue
from qabot.core.text import clean, clean_line, printable
from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
from qabot.corpus.feeds import feed_parser, opml, safe_xml
from qabot.corpus.formats import registry
from qabot.corpus.formats.documents import article_drafts
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.metadata import compose_article, described
from qabot.corpus.origin import Origin
from tests.conftest import article, examples
from tests.corpus.feeds import documents
from tests.corpus.formats.papers import column, paper
from tests.corpus.formats.test_messages import mail, mhtml
from tests.corpus.formats.test_packages import docx, epub, paragraph, zipped
from tests.corpus.ingest.helpers import FLATTENED
from tests.corpus.ingest.test_local import warc
from tests.corpus.ingest.test_pages import WHOLE
from tests.fuzz.mutations import EDITS, edited, in_good_time, near

RECORD = {
    "id": 7,
    "title": "Payroll",
    "text": "The council pays £3.2m.",
    "published": "2015-11-25",
    "author": ["A", "B"],
}
LINES = "\n".join(json.dumps({**RECORD, "id": number}) for number in range(3)).encode()


@cache
def whole() -> dict[str, bytes]:
    """A sound document of every kind."""
    markdown = article("Servers", "Servers cost £4m.\n\n## More\n\n- One\n- Two", published="2015-11-25", outlet="O")
    pdf = paper(
        [column(72, 700, ["A heading of a page", "The council pays £3.2m for desks,", "and more."])], title="Desks"
    )
    return {
        "html": WHOLE.encode(),
        "text": FLATTENED.encode(),
        "markdown": markdown.encode(),
        "json": LINES,
        "pdf": pdf,
        "docx": docx(paragraph("Desks", "Title") + paragraph("The desks cost £3.2m.")),
        "epub": epub(["<h1>Desks</h1><p>The desks cost £3.2m.</p>"]),
        "mail": mail(Subject="Desks").as_bytes(),
        "mhtml": mhtml(),
        "warc": warc([("https://example.org/x", "200 OK", "text/html", WHOLE.encode())]),
        "zip": zipped({"a.md": markdown, "b/c.html": WHOLE, "d.jsonl": LINES, "e.zip": b"PK\x03\x04"}),
    }


def read_here(kind: str, data: bytes) -> list[Article | ReadIssue]:
    """Read a document as one that lies in the corpus folder."""
    form = registry.by_name(kind)
    with BytesIO(data) as stream:
        return list(form.articles(BufferedReader(cast("BufferedReader", stream)), Origin("x", "x")))


def assert_clean(found: list[ArticleDraft | AddOutcome] | list[Article | ReadIssue]) -> None:
    """Check that what was read is as qabot stores it, drafts once they are articles."""
    drafts = [each for each in found if isinstance(each, ArticleDraft)]
    made = [compose_article(described(each), each.text, Origin("x", "x")) for each in drafts]
    for each in (*found, *chain(*made)):
        if isinstance(each, ArticleDraft):
            continue
        if isinstance(each, Article):
            assert (each.text, each.title) == (clean(each.text), clean_line(each.title))
            assert each.text
        else:
            told = each.cause if isinstance(each, ReadIssue) else each.reason
            assert told == printable(told).replace("\n", " ")


@pytest.mark.parametrize("kind", sorted(whole()))
def test_documents_near_sound_ones(kind: str) -> None:
    @settings(max_examples=examples(12))
    @given(EDITS)
    def holds(edits: list[tuple[int, float, float, int]]) -> None:
        data = edited(whole()[kind], edits)
        with in_good_time():
            assert_clean(list(article_drafts(RawDocument("x", data, kind))))
            if registry.by_name(kind).reader:
                assert_clean(read_here(kind, data))

    assert list(article_drafts(RawDocument("x", whole()[kind], kind)))
    holds()


@settings(max_examples=examples(20))
@given(near(whole()), st.sampled_from(sorted(whole())))
def test_documents_under_another_name(drawn: tuple[str, bytes], kind: str) -> None:
    _, data = drawn
    with in_good_time():
        assert registry.of_bytes(data) in registry.FORMATS
        assert_clean(list(article_drafts(RawDocument("x", data, kind))))


@settings(max_examples=examples(20))
@given(EDITS, EDITS)
def test_what_is_packed_and_how_it_is_packed(
    inner: list[tuple[int, float, float, int]], outer: list[tuple[int, float, float, int]]
) -> None:
    packed = gzip.compress(edited(LINES, inner), mtime=0)
    archive = zipped({"a.md": edited(whole()["markdown"], inner), "b.docx": whole()["docx"]})
    book = docx(edited(paragraph("The desks cost £3.2m.").encode(), inner).decode("utf-8", "replace"))
    with in_good_time():
        for kind, data in (("json", packed), ("zip", archive), ("docx", book)):
            assert_clean(list(article_drafts(RawDocument("x.gz", data, kind))))
            assert_clean(list(article_drafts(RawDocument("x.gz", edited(data, outer), kind))))


ENTRY = "<entry><title>Desks</title><id>urn:1</id><link href='https://e.org/1'/><author><name>A</name></author></entry>"
FEEDS = {
    "rss": documents.rss(documents.whole_items(2)),
    "atom": documents.atom(ENTRY),
    "json": documents.json_feed([{"id": "1", "url": "https://e.org/1", "content_html": "<p>Desks", "authors": [{}]}]),
    "opml": b'<opml version="2.0"><body><outline text="a" xmlUrl="https://e.org/feed"/></body></opml>',
    "sitemap": b"<urlset><url><loc>https://e.org/1</loc><lastmod>2015-11-25</lastmod></url></urlset>",
    "page": b'<link rel=alternate type="application/rss+xml" href="/feed">',
}


@settings(max_examples=examples(60))
@given(near(FEEDS), st.sampled_from([None, "utf-8", "utf-16", "x"]))
def test_feeds_near_sound_ones(drawn: tuple[str, bytes], charset: str | None) -> None:
    _, data = drawn
    with in_good_time():
        with suppress(UnreadableDocument):
            for item in feed_parser.read(data, "https://e.org/feed", charset).items:
                assert item.guid
                assert item.url is None or item.url.startswith(("http://", "https://"))
                assert_clean(list(article_drafts(item.received(None))))
        assert all(each.startswith("http") for each in feed_parser.feeds_of_page(data, "https://e.org"))
        for act in (opml.read, safe_xml.parsed):
            with suppress(UnreadableDocument):
                act(data)
