"""Saved web pages."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qabot.core.articles import Article, ReadIssue
from qabot.core.dates import PartialDate

Read = Callable[[str, bytes], list[Article | ReadIssue]]
ReadOne = Callable[[str, bytes], Article]
Refusal = Callable[[str, bytes], str]

PAGE = """<!DOCTYPE html>
<html><head>
<meta charset="utf-8">
<title>Spending review | Site</title>
<meta property="og:title" content="Spending review &amp; IT">
<meta property="og:site_name" content="The Site">
<meta property="og:url" content="https://example.org/og">
<meta name="Author" content="Jo Bloggs">
<meta property="article:published_time" content="2015-11-26T10:00:00Z">
<link rel="stylesheet" href="https://example.org/style.css">
<link rel="canonical" href="https://example.org/a">
<style>p { color: red }</style><script>var a = "<p>no</p>";</script>
</head><body>
<header><h1>Site name</h1></header><nav><ul><li>Home</li></ul></nav>
<main>
<p>Before the article.</p>
<article>
<h1>Spending review &amp; IT</h1>
<p>First <b>bold</b>
   paragraph, £1.8bn.<br>Second line.</p>
<h2>A <i>heading</i></h2>
<ul><li>one</li><li><p>two</p></li><li>three <ol><li>nested</li></ol></li></ul>
<table><tr><th>Year</th><td>2015</td></tr><tr><td>a<td>b</table>
Loose text<!-- comment --> goes on.
<blockquote>Quoted.</blockquote>
<aside>Related</aside><form>Sign up <button>Go</button></form><svg><text>pic</text></svg>
<noscript>Enable</noscript><template><p>tpl</p></template><iframe>frame</iframe><footer>Share</footer>
<h1>Another title</h1>
</article>
<article><p>Another story.</p></article>
</main><footer>Foot</footer></body></html>"""


def test_reads_facts_and_text(read_one: ReadOne) -> None:
    assert read_one("x.html", PAGE.encode()) == Article(
        id="x",
        title="Spending review & IT",
        text=(
            "First bold paragraph, £1.8bn.\nSecond line.\n\n## A heading\n\n- one\n- two\n- three\n- nested\n\n"
            "Year 2015\n\na b\n\nLoose text goes on.\n\nQuoted.\n\n# Another title"
        ),
        outlet="The Site",
        author="Jo Bloggs",
        published=PartialDate(2015, 11, 26),
        url="https://example.org/a",
    )


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>Page</title><h1>The <i>head</i></h1><p>Text.", "The head"),
        ("<title>Page\n title</title><p>Text.", "Page title"),
        ("<meta property=og:title content=''><title>Page</title><h1> </h1><p>Text.", "Page"),
        ("<p>Text.", "a story"),
        ("<header><h1>In the header</h1></header><p>Text.", "In the header"),
    ],
)
def test_titles(read_one: ReadOne, page: str, title: str) -> None:
    article = read_one("a-story.htm", page.encode())
    assert (article.title, article.text) == (title, "Text.")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Out.<article><p>In.</article><p>Out.", "In."),
        ("<p>Out.<main><p>In.</main><p>Out.", "In."),
        ("<p>One.<p>Two.", "One.\n\nTwo."),
        ("<p>Out.<main><article></article><p>In.</main>", "In."),
        ("<article>In.<article>In too.</article>Still.</article><article>Out.</article>", "In.\n\nIn too.\n\nStill."),
        ("No tags at all", "No tags at all"),
        ("<p>a</p></div></p><b>b<i>c</b>d", "a\n\nbcd"),
        ("<p>Fish &amp chips &eacute; &#163;5 &unknown;", "Fish & chips é £5 &unknown;"),
    ],
)
def test_where_the_text_is(read_one: ReadOne, page: str, text: str) -> None:
    assert read_one("x.html", page.encode()).text == text


def test_other_sources_of_facts(read_one: ReadOne) -> None:
    page = (
        "<meta property='og:url' content='http://a.org/x'><time>now</time><time datetime='2015-11'>then</time><p>Text."
    )
    article = read_one("x.html", page.encode())
    assert (article.url, article.published) == ("http://a.org/x", PartialDate(2015, 11))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "/relative", "file:///etc/passwd", "http://[x", "http://"])
def test_only_web_addresses_are_kept(read_bytes: Read, address: str) -> None:
    note, article = read_bytes("x.html", f'<link rel=canonical href="{address}"><p>Text.'.encode())
    cause = f"url {address!r} is not an http or https address; indexed without one"
    assert note == ReadIssue("x.html", cause, skipped=False)
    assert isinstance(article, Article)
    assert article.url is None


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("windows-1252", "cp1252"), ("ISO-8859-1", "cp1252"), ("utf-8", "utf-8"), ("no-such", "utf-8"), ("idna", "utf-8")],
)
def test_the_declared_charset_is_believed_where_it_is_known(read_one: ReadOne, charset: str, encoding: str) -> None:
    page = f"<html><head><meta http-equiv=x content='text/html; charset={charset}'></head><p>“£5” – Zoë"
    assert read_one("x.html", page.encode(encoding)).text == "“£5” – Zoë"


def test_a_byte_order_mark_beats_the_declared_charset(read_one: ReadOne) -> None:
    page = "<meta charset=windows-1252><p>“£5”"
    for encoding in ("utf-8-sig", "utf-16"):
        assert read_one("x.html", page.encode(encoding)).text == "“£5”"


def test_bytes_that_do_not_fit_the_charset_are_noted(read_bytes: Read) -> None:
    note, article = read_bytes("x.html", b"<meta charset=utf-8><p>Caf\xc3.")
    assert note == ReadIssue("x.html", "1 byte is not UTF-8 and was replaced", skipped=False)
    assert isinstance(article, Article)
    assert article.text == "Caf\ufffd."


def test_entities_are_neither_expanded_nor_fetched(read_one: ReadOne, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    page = f"""<!DOCTYPE html [<!ENTITY a "lollollol"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file://{secret}">]>
        <p>&b; &x; &amp; kept"""
    text = read_one("x.html", page.encode()).text
    assert "&b; &x; & kept" in text
    assert "SECRET" not in text
    assert "lol" not in text


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table"])
@pytest.mark.parametrize("closing", ["", "</i>", "</p>"])
def test_absurd_nesting_is_refused_quickly(refusal: Refusal, tag: str, closing: str) -> None:
    began = time.perf_counter()
    page = f"<{tag}>" * 100_000 + closing * 100_000 + "x"
    assert refusal("x.html", page.encode()) == "nests more than 1000 elements deep"
    assert time.perf_counter() - began < 5


def test_nesting_deeper_than_a_tree_could_hold_is_read(read_one: ReadOne) -> None:
    page = "<p>before</p>" + "<div>" * 900 + "deep" + "</div>" * 900 + "<p>after</p>"
    assert read_one("x.html", page.encode()).text == "before\n\ndeep\n\nafter"


def test_a_hundred_thousand_attributes_take_no_quadratic_time(read_one: ReadOne) -> None:
    began = time.perf_counter()
    attributes = " ".join(f"a{number}=1" for number in range(100_000))
    assert read_one("x.html", f"<p {attributes}>Text.".encode()).text == "Text."
    assert time.perf_counter() - began < 10


def test_nuls_and_control_characters_do_not_cut_the_page(read_one: ReadOne) -> None:
    page = b"<p>a\0b\x01c\x08</p>" + b"<p>word</p>" * 100
    assert read_one("x.html", page).text.startswith("abc\n\nword\n\nword")
    assert read_one("x.html", page).text.endswith("word")


def test_words_are_kept_whole_where_the_parser_is_fed_in_pieces(read_one: ReadOne) -> None:
    words = " ".join(f"naïve{number}" for number in range(60_000))
    assert read_one("x.html", f"<p>{words}</p>".encode()).text == words
