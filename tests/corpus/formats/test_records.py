"""Records of dumps: what other programs call a date, an author, an outlet, and the markup that their texts bring."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from qabot.core.articles import Article, ReadIssue
from qabot.corpus.formats.markup_text import without_tags

Read = Callable[[str, bytes], list[Article | ReadIssue]]


def record(read_bytes: Read, **fields: object) -> tuple[Article, list[str]]:
    *notes, article = read_bytes("x.jsonl", json.dumps({"title": "T", "text": "Wick bought maps.", **fields}).encode())
    assert isinstance(article, Article)
    return article, [note.cause for note in notes if isinstance(note, ReadIssue)]


@pytest.mark.parametrize(
    "fields",
    [
        {"date": "Wed, 25 Nov 2015 10:00:00 GMT"},
        {"date": "25/11/2015"},
        {"date": "11/25/2015"},
        {"date": "2015/11/25"},
        {"date": "25 Nov 15"},
        {"date": "Wed Nov 25 10:00:00 GMT 2015"},
        {"date": 1448445600},
        {"published_date": "2015-11-25"},
        {"datePublished": "2015-11-25T10:00:00Z"},
        {"pubDate": "Wed, 25 Nov 2015 10:00:00 GMT"},
        {"publication_date": "25.11.2015"},
        {"Published At": "November 25, 2015"},
        {"published": "soon", "date": "2015-11-25"},
        {"published": "1970-01-01", "pub_date": "2015-11-25"},
        {"article:published_time": "2015-11-25"},
        {"date_modified": "2020-01-01", "date_published": "2015-11-25"},
    ],
)
def test_dates(read_bytes: Read, fields: dict[str, object]) -> None:
    article, notes = record(read_bytes, **fields)
    assert (str(article.published), notes) == ("2015-11-25", [])


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"published": "1970-01-01"}, "published '1970-01-01' is not a date; indexed without one"),
        ({"created": "2015-11-25"}, "'created' looks like its date and was not taken for it"),
        ({"start_date": "2015-11-25"}, "'start_date' looks like its date and was not taken for it"),
        ({"timestamp": 1448445600}, "'timestamp' looks like its date and was not taken for it"),
        ({"created_at": "2015-11-25"}, "'created_at' looks like its date and was not taken for it"),
        ({"updated": "2015-11-25", "crawl_date": "2015-11-25", "expiry_date": "2015-11-25"}, None),
    ],
)
def test_what_is_not_taken_for_a_date_is_told(read_bytes: Read, fields: dict[str, object], note: str | None) -> None:
    article, notes = record(read_bytes, **fields)
    assert (article.published, notes) == (None, [note] if note else [])


def test_a_date_that_is_none_gives_way_to_the_address(read_bytes: Read) -> None:
    article, notes = record(read_bytes, date="soon", url="https://a.example/2015/11/25/x")
    assert str(article.published) == "2015-11-25"
    assert notes == ["date 'soon' is not a date; 2015-11-25 was taken"]


@pytest.mark.parametrize(
    ("fields", "author"),
    [
        ({"authors": ["Ann Other", "Bob Next"]}, "Ann Other, Bob Next"),
        ({"authors": "Ann Other"}, "Ann Other"),
        ({"author": ["Other, Ann", "Next, Bob"]}, "Other, Ann; Next, Bob"),
        ({"author": {"name": "Ann Other", "url": "https://a.example"}}, "Ann Other"),
        ({"authors": [{"name": "Ann Other"}, {"name": "Bob Next"}]}, "Ann Other, Bob Next"),
        ({"byline": "Ann Other"}, "Ann Other"),
        ({"dc:creator": "Ann Other"}, "Ann Other"),
        ({"author": None, "author_name": "Ann Other"}, "Ann Other"),
    ],
)
def test_authors(read_bytes: Read, fields: dict[str, object], author: str) -> None:
    assert record(read_bytes, **fields) == (record(read_bytes, author=author)[0], [])


@pytest.mark.parametrize(
    ("fields", "outlet"),
    [
        ({"url": "https://www.publictechnology.net/x"}, "PublicTechnology"),
        ({"link": "https://news.example.org/x"}, "news.example.org"),
        ({"source": "https://www.computing.co.uk/x"}, "Computing"),
        ({"source": "Gazette", "url": "https://www.computing.co.uk/x"}, "Gazette"),
        ({"site_name": "Gazette"}, "Gazette"),
        ({"url": "https://web.archive.org/web/2015/http://www.theregister.co.uk/x"}, "The Register"),
    ],
)
def test_outlets(read_bytes: Read, fields: dict[str, object], outlet: str) -> None:
    assert record(read_bytes, **fields)[0].outlet == outlet


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>Wick bought <b>maps</b> &amp; charts.</p>", "Wick bought maps & charts."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One.<br/>Two.", "One.\nTwo."),
        ("<h2>Maps</h2><ul><li>old</li><li>new</li></ul>", "## Maps\n\n- old\n- new"),
        ("<div>A<script>var p = '<p>';</script>B</div>", "AB"),
        ("<p>A<!-- not this -->B</p>", "AB"),
        ("It cost &pound;5m &#8211; &quot;too much&quot;.", 'It cost £5m – "too much".'),
        ("<a href='https://a.example'>Wick</a> said.", "Wick said."),
        ("AI <3 councils, and 5 < 6 > 4.", "AI <3 councils, and 5 < 6 > 4."),
        ("if a<b and c>d then", "if a<b and c>d then"),
        ("The R&D budget; Q&A", "The R&D budget; Q&A"),
        ("use the <main> element", "use the <main> element"),
    ],
)
def test_texts_lose_their_tags(read_bytes: Read, text: str, plain: str) -> None:
    assert record(read_bytes, text=text)[0].text == plain


def test_titles_lose_entities_and_addresses_nothing(read_bytes: Read) -> None:
    article, _ = record(read_bytes, title="AT&amp;T wins <b>", url="https://a.example/?a=1&amp;b=2")
    assert (article.title, article.url) == ("AT&T wins <b>", "https://a.example/?a=1&amp;b=2")


@pytest.mark.parametrize("piece", ["<p ", "<", "</p", "<script>", "&amp", "<!--", "<b>&lt;", "<p>x</p>"])
def test_markup_without_end_takes_no_time(piece: str) -> None:
    assert isinstance(without_tags(piece * 300_000), str)
