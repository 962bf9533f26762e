"""Feeds of each kind, and what is wrong with them out there."""

from __future__ import annotations

import codecs
import tracemalloc
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.core.errors import InternalError
from qabot.corpus.feeds import feed_parser
from qabot.corpus.feeds.feed_items import Feed, Item
from qabot.corpus.feeds.feed_parser import read
from qabot.corpus.formats.unreadable import UnreadableDocument
from tests.corpus.feeds.documents import atom, item, json_feed, paragraphs, rss

URL = "https://news.example/feed/"


def only(feed: Feed) -> Item:
    """Return the one item of a feed."""
    (found,) = feed.items
    return found


class TestKinds:
    """Each format."""

    def test_rss(self) -> None:
        found = read(rss([item(1, content="<p>All of it.</p>", summary="Some.")], head="<ttl>90</ttl>"), URL)
        assert (found.title, found.minutes) == ("Town Hall News", 90)
        assert only(found).content == "<p>All of it.</p>", "the whole goes before the summary"
        assert only(found).url == "https://news.example/1"
        assert (only(found).title, only(found).author) == ("Story number 1", "Jo Bloggs")
        assert str(only(found).published) == "2015-11-25"

    def test_atom(self) -> None:
        entry = (
            '<entry><id>urn:1</id><title type="html">One &amp;amp; two</title><link href="/one"/>'
            "<published>2015-11-25T00:10:00+01:00</published><updated>2016-01-01T00:00:00Z</updated>"
            "<author><name>Jo Bloggs</name></author><summary>Less.</summary>"
            '<content type="html">&lt;p&gt;All.&lt;/p&gt;</content></entry>'
        )
        found = only(read(atom(entry), URL))
        assert (found.guid, found.title, found.url) == ("urn:1", "One & two", "https://news.example/one")
        assert (found.content, found.author, str(found.published)) == ("<p>All.</p>", "Jo Bloggs", "2015-11-25")

    def test_rdf(self) -> None:
        feed = (
            b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
            b'<channel rdf:about="x"><title>Old</title></channel><item rdf:about="https://news.example/1">'
            b"<title>One</title><link>https://news.example/1</link></item></rdf:RDF>"
        )
        assert only(read(feed, URL)).title == "One"

    def test_json_feed(self) -> None:
        entry: dict[str, object] = {
            "id": 7,
            "url": "/seven",
            "title": "Seven",
            "content_html": "<p>All.</p>",
            "summary": "Less.",
            "date_published": "2015-11-25T10:00:00+00:00",
            "authors": [{"name": "Jo Bloggs"}, {"name": "Al Smith"}],
        }
        found = only(read(json_feed([entry]), URL))
        assert (found.guid, found.url, found.content) == ("7", "https://news.example/seven", "<p>All.</p>")
        assert (found.author, str(found.published)) == ("Jo Bloggs, Al Smith", "2015-11-25")

    def test_json_feed_of_plain_text(self) -> None:
        found = only(read(json_feed([{"id": "1", "content_text": "a < b\n\nc"}]), URL))
        assert found.content == "<p>a &lt; b</p><p>c</p>"


class TestQuirks:
    """What feeds get wrong."""

    def test_one_bad_byte_costs_one_character(self) -> None:
        feed = rss([item(1, content="<p>The café said £5.</p>")]).replace(b"said", b"sa\xffid")
        assert only(read(feed, URL)).content == "<p>The café sa\ufffdid £5.</p>"

    @pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252"])
    def test_the_charset_is_the_one_that_the_feed_names(self, charset: str) -> None:
        feed = rss([item(1, content="<p>Café – £5</p>")]).decode().replace("utf-8", charset).encode("cp1252")
        assert only(read(feed, URL)).content == "<p>Café – £5</p>"

    def test_what_the_server_says_of_it_goes_first(self) -> None:
        feed = rss([item(1, content="<p>Café – £5</p>")]).decode().replace("utf-8", "iso-8859-1").encode()
        assert only(read(feed, URL, "utf-8")).content == "<p>Café – £5</p>"

    def test_a_mark_goes_before_all(self) -> None:
        feed = codecs.BOM_UTF16_LE + rss([item(1, content="<p>Café</p>")]).decode().encode("utf-16-le")
        assert only(read(feed, URL, "iso-8859-1")).content == "<p>Café</p>"

    @pytest.mark.parametrize("charset", ["rot13", "zlib_codec", "idna", "unicode_escape", "nonsense", "utf-7"])
    def test_a_charset_that_nobody_writes_in_is_not_heeded(self, charset: str) -> None:
        feed = rss([item(1, content="<p>Café</p>")]).decode().replace("utf-8", charset).encode()
        assert only(read(feed, URL, charset)).content == "<p>Café</p>"

    @pytest.mark.parametrize("fault", ["AT&T & BT", "a &nbsp; b", "a &eacute; b", "3 < 4", "x <br> y"])
    def test_malformed_xml_is_read_all_the_same(self, fault: str) -> None:
        feed = rss([item(1).replace("Story", f"{fault} Story"), item(2)])
        assert [each.guid[-4:] for each in read(feed, URL).items] == ["?p=1", "?p=2"]

    def test_a_feed_that_is_cut_short_keeps_what_it_has(self) -> None:
        feed = rss([item(1, content="<p>one</p>"), item(2, content="<p>two</p>")])
        assert read(feed[:-250], URL).items[0].content == "<p>one</p>"

    def test_an_author_who_is_an_address_of_mail_is_none(self) -> None:
        found = read(rss(["<item><title>x</title><author>news@x.org</author></item>"]), URL)
        assert only(found).author is None
        found = read(rss(["<item><title>x</title><author>news@x.org (Jo Bloggs)</author></item>"]), URL)
        assert only(found).author == "Jo Bloggs"

    def test_an_item_without_a_name_goes_by_its_address_or_title(self) -> None:
        feed = rss(["<item><link>https://x.org/1</link></item><item><title>T</title></item><item></item>"])
        assert [each.guid for each in read(feed, URL).items] == ["https://x.org/1", "T"]

    def test_scripts_and_links_to_scripts_do_not_come_in(self) -> None:
        content = "<p>a<script>b()</script><a href='javascript:c()'>d</a><img src=x onerror='e()'></p>"
        found = only(read(rss([item(1, link="javascript:f()", content=content)]), URL))
        assert "script" not in found.content
        assert "onerror" not in found.content
        assert found.url is None


class TestHostile:
    """What feeds may try."""

    def test_entities_do_not_grow(self) -> None:
        entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True)
        )
        feed = rss([item(1, content=None, summary="x")]).replace(b"<rss", f"<!DOCTYPE rss [{entities}]><rss".encode())
        feed = feed.replace(b"Story number", b"&j; Story")
        tracemalloc.start()
        found = only(read(feed, URL))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(found.title or "") < 100
        assert peak < 5_000_000

    def test_one_large_entity_named_often_does_not_grow(self) -> None:
        """It grows less than expat minds: by 90 times, to 90 MB."""
        feed = rss([item(1).replace("Story", "&a;" * 1000)], head=f"<!-- {'x' * 900_000} -->")
        feed = feed.replace(b"<rss", b'<!DOCTYPE rss [\n<!ENTITY a "%s">\n]><rss' % (b"a" * 90_000))
        assert sum(len(each.title or "") for each in read(feed, URL).items) < 200_000

    @pytest.mark.parametrize("mark", feed_parser.MOST_MARKS)
    def test_markup_that_takes_for_ever_to_read_is_not_read(self, mark: str) -> None:
        feed = rss([item(1)]).replace(b"Story", mark.encode() * 600_000)
        with pytest.raises(UnreadableDocument, match="more markup"):
            read(feed, URL)

    @pytest.mark.parametrize("place", [b"<rss", b"<item", b"Story", b"</rss"])
    def test_white_space_that_takes_for_ever_to_read_is_cut_short(self, place: bytes) -> None:
        feed = rss([item(1)]).replace(place, b"\n" * 2_000_000 + place)
        assert len(read(feed, URL).items) == 1

    def test_files_do_not_come_in_by_entities(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret"
        secret.write_text("hunter2")
        for entity in (f'<!ENTITY a SYSTEM "{secret.as_uri()}">', f'<!ENTITY % a SYSTEM "{secret.as_uri()}"> %a;'):
            feed = rss([item(1, content="&a;", summary="&a;").replace("Story", "&a;")])
            feed = feed.replace(b"<rss", f"<!DOCTYPE rss [{entity}]><rss".encode())
            assert "hunter2" not in repr(read(feed, URL))

    def test_a_feed_that_is_the_name_of_a_file_opens_none(self, tmp_path: Path) -> None:
        (tmp_path / "feed").write_bytes(rss([item(1)]))
        with pytest.raises(UnreadableDocument, match="is no feed"):
            read(str(tmp_path / "feed").encode(), URL)

    def test_a_feed_that_is_an_address_asks_nobody(self) -> None:
        with pytest.raises(UnreadableDocument, match="is no feed"):
            read(b"http://127.0.0.1:9/", URL)

    def test_an_old_expat_is_not_used(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(feed_parser.expat, "version_info", (2, 4, 0))
        with pytest.raises(InternalError, match=r"2\.4\.0"):
            read(rss([item(1)]), URL)

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"<!doctype html><title>News</title><p>words",
            b"{",
            b"{}",
            b'{"version": "https://example.org/1"}',
            b"[" * 100_000,
            b'{"a":' * 100_000,
            b"\0" * 1000,
        ],
    )
    def test_what_is_no_feed_is_told(self, data: bytes) -> None:
        with pytest.raises(UnreadableDocument):
            read(data, URL)

    @given(st.binary(max_size=300), st.integers(0, 400))
    def test_whatever_the_bytes_nothing_else_is_raised(self, noise: bytes, place: int) -> None:
        for feed in (noise, rss([item(1)])[:place] + noise, json_feed([{"id": 1}])[:place] + noise):
            with suppress(UnreadableDocument):
                read(feed, URL)

    @given(
        st.recursive(
            st.none() | st.integers() | st.text(max_size=5),
            lambda each: (
                st.lists(each)
                | st.dictionaries(
                    st.sampled_from(
                        "id url title content_html content_text authors author name date_published items".split()
                    ),
                    each,
                )
            ),
            max_leaves=20,
        )
    )
    def test_whatever_json_a_feed_holds_nothing_else_is_raised(self, value: object) -> None:
        entries: list[dict[str, object]] = [dict.fromkeys(("id", "url", "title", "content_html", "authors"), value)]
        read(json_feed(entries), URL)
        read(json_feed([{"id": "1", "author": value, "date_published": value, "content_text": value}]), URL)


class TestItems:
    """What an item is good for."""

    def test_one_of_150_words_stands_for_its_article(self) -> None:
        assert Item("1", "t", paragraphs("bins"), "https://x.org/1").is_whole
        assert not Item("1", "t", "<p>" + "word " * 149, "https://x.org/1").is_whole
        assert Item("1", "t", "<p>few words").is_whole, "there is no page to fetch"

    def test_one_that_was_changed_is_another(self) -> None:
        one = Item("1", "t", "<p>words")
        assert one.key == Item("1", "t", "<p>words").key
        others = Item("1", "t", "<p>word"), Item("2", "t", "<p>words"), Item("1", "u", "<p>words")
        assert len({one.key, *(other.key for other in others)}) == 4


def test_a_page_names_its_feeds() -> None:
    page = (
        b'<link rel="alternate" type="application/rss+xml" href="/feed/"><link rel=stylesheet href="x.css">'
        b"<link type='application/atom+xml' href='javascript:x'>"
        b"<link type='application/atom+xml' href='a.atom?x&amp;y'>"
    )
    found = feed_parser.feeds_of_page(page, "https://news.example/news/")
    assert found == ["https://news.example/feed/", "https://news.example/news/a.atom?x&y"]


class TestWhatFeedparserIsShown:
    """It takes quadratic time over long names and many attributes: a feed is cut, or refused, before it is shown."""

    @staticmethod
    def shown(monkeypatch: pytest.MonkeyPatch, said: str) -> str:
        """Return an item of a feed, as feedparser is given it."""
        seen: list[bytes] = []

        def parse(stream: BytesIO, **_: object) -> dict[str, object]:
            seen.append(stream.read())
            return {"version": "rss20", "entries": [], "feed": {}}

        monkeypatch.setattr(feed_parser.feedparser, "parse", parse)
        read(rss([f"<item><title>t</title>{said}</item>"]), URL)
        return seen[0].decode().partition("<title>t</title>")[2].partition("</item>")[0]

    @pytest.mark.parametrize(
        "tag", ["author", "dc:creator", "managingEditor", "webMaster", "atom:name", "itunes:email", "media:contributor"]
    )
    @pytest.mark.parametrize("letter", ["a", "@", "a@", "x.", "]", "&amp;"])
    def test_a_name_is_no_longer_than_names_are(self, monkeypatch: pytest.MonkeyPatch, tag: str, letter: str) -> None:
        whole = letter * 100_000
        assert len(self.shown(monkeypatch, f"<{tag}>{whole}</{tag}>")) <= 200 + 2 * len(tag) + 5
        cut = self.shown(monkeypatch, f"<{tag}><![CDATA[{whole}]]></{tag}>")
        assert len(cut) <= 200 + 2 * len(tag) + 5 + len("<![CDATA[]]>")
        assert cut.endswith(f"]]></{tag}>")

    @pytest.mark.parametrize("length", [10, 200])
    def test_a_name_of_some_length_is_left_as_it_is(self, monkeypatch: pytest.MonkeyPatch, length: int) -> None:
        said = f"<author>{'a' * length}</author><description>{'d' * 5_000}</description>"
        assert self.shown(monkeypatch, said) == said

    @pytest.mark.parametrize(("count", "is_refused"), [(300, False), (301, True), (100_000, True)])
    def test_a_tag_has_no_more_attributes_than_can_be_looked_up(
        self, monkeypatch: pytest.MonkeyPatch, count: int, is_refused: bool
    ) -> None:
        attributes = " ".join(f"attribute{number}='some value'" for number in range(count))
        tag = f"<media:content {attributes}/>"
        if is_refused:
            with pytest.raises(UnreadableDocument, match="more markup than any feed"):
                self.shown(monkeypatch, tag)
        else:
            assert self.shown(monkeypatch, tag) == tag

    def test_links_within_an_item_are_no_attributes_of_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        text = " ".join(f'&lt;a href="https://x.example/{number}"&gt;x&lt;/a&gt;' for number in range(2_000))
        assert self.shown(monkeypatch, f"<description>{text}</description>") == f"<description>{text}</description>"
