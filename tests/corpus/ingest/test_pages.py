"""Web pages: the article, what the page says of it, and pages that are made to be got wrong."""

from __future__ import annotations

import json

import pytest

from qabot.core.dates import PartialDate
from qabot.core.text import clean
from qabot.corpus.formats.html_tree import Element
from qabot.corpus.formats.text_blocks import TextBlock
from tests.corpus.ingest.helpers import prose, refusal, take

ARTICLE = prose(1, 240)
NAVIGATION = "".join(f"<li><a href='/s{n}'>Section {n}</a></li>" for n in range(12))
RELATED = "".join(f"<li><a href='/r{n}'>Another story that was read by many, number {n}</a></li>" for n in range(5))


def paragraphs(text: str) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))


def page(body: str, head: str = "", title: str = "Payroll moves to the cloud") -> str:
    """Return a page with the usual things around an article."""
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>"
        f"<header><nav><ul>{NAVIGATION}</ul></nav></header>{body}"
        f"<aside><h2>Most read</h2><ul>{RELATED}</ul></aside><footer>© 2015 Harbour News</footer></body></html>"
    )


WHOLE = page(f"<main><article><h1>Payroll moves to the cloud</h1>{paragraphs(ARTICLE)}</article></main>")


class TestTheArticle:
    """The body of a page."""

    def test_is_the_body_without_the_page(self) -> None:
        found = take(WHOLE, "html")
        assert found.text == ARTICLE
        assert found.title == "Payroll moves to the cloud"
        assert found.flags == ()

    def test_headings_lists_and_tables_keep_their_shape(self) -> None:
        body = (
            f"<h1>Payroll moves to the cloud</h1>{paragraphs(ARTICLE)}<h2>What it costs</h2>"
            f"<ul><li>Hosting costs £2m a year.</li><li>Support costs £1m a year.</li></ul>{paragraphs(prose(2))}"
            "<table><tr><th>Council</th><th>Saving in pounds</th></tr><tr><td>Harbour</td><td>40,000</td></tr></table>"
        )
        found = take(page(f"<article>{body}</article>"), "html").text
        assert "\n\n## What it costs\n\n- Hosting costs £2m a year.\n- Support costs £1m a year.\n\n" in found
        assert "Harbour | 40,000" in found

    def test_a_page_in_one_form_is_read(self) -> None:
        form = f"<form action='page.aspx'><input type='hidden' name='state' value='x'>{WHOLE}</form>"
        inner = f"<form id='aspnetForm'><div id='content'><h1>Payroll moves</h1>{paragraphs(ARTICLE)}</div></form>"
        assert take(form, "html").text == ARTICLE
        assert ARTICLE in take(page(inner), "html").text

    def test_a_page_cut_short_is_taken_from_readability_and_flagged(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def cut_short(body: Element) -> list[TextBlock]:
            return [TextBlock("", ARTICLE[:300], body)]

        monkeypatch.setattr("qabot.corpus.formats.web_page.extracted_blocks", cut_short)
        found = take(WHOLE, "html")
        assert found.text == ARTICLE
        assert found.flags == ("trafilatura cut it short, so that the text is readability's",)

    def test_a_page_without_one_is_refused(self) -> None:
        assert "no article" in refusal("<html><body><nav>Home</nav></body></html>", "html")
        assert "HTML" in refusal("", "html")


class TestWhatThePageSays:
    """Title, outlet, author, date and address."""

    def test_json_ld_goes_first(self) -> None:
        facts = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": "Payroll moves to the cloud",
            "datePublished": "2015-11-25T08:00:00+00:00",
            "dateModified": "2016-02-01T08:00:00+00:00",
            "author": {"@type": "Person", "name": "Rosalind Quayle"},
            "publisher": {"@type": "Organization", "name": "Harbour News"},
        }
        head = f"<script type='application/ld+json'>{json.dumps(facts)}</script>"
        found = take(page(f"<article>{paragraphs(ARTICLE)}</article>", head), "html")
        assert (found.author, found.published) == ("Rosalind Quayle", PartialDate(2015, 11, 25))

    def test_opengraph_and_the_canonical_address(self) -> None:
        head = (
            "<meta property='og:title' content='Payroll moves to the cloud | Harbour News'>"
            "<meta property='og:site_name' content='Harbour News'>"
            "<meta property='article:published_time' content='2015-11-25T10:00:00Z'>"
            "<link rel='canonical' href='https://www.example.org/news/payroll'>"
        )
        found = take(page(f"<article>{paragraphs(ARTICLE)}</article>", head), "html")
        assert found.title == "Payroll moves to the cloud"
        assert (found.outlet, found.published) == ("Harbour News", PartialDate(2015, 11, 25))
        assert found.url == "https://www.example.org/news/payroll"

    def test_the_date_in_the_text_where_nothing_else_gives_one(self) -> None:
        body = (
            f"<article><h1>Payroll</h1><p class='date'>Published on 25 November 2015</p>{paragraphs(ARTICLE)}</article>"
        )
        assert take(page(body), "html").published == PartialDate(2015, 11, 25)

    def test_a_year_in_the_footer_is_no_date(self) -> None:
        assert take(WHOLE, "html").published is None
        body = f"<article><h1>Payroll</h1><p class='date'>1 January 2015</p>{paragraphs(ARTICLE)}</article>"
        assert take(page(body), "html").published == PartialDate(2015, 1, 1)

    def test_the_host_stands_for_an_outlet_without_a_name(self) -> None:
        head = "<link rel='canonical' href='https://www.example.org/news/payroll'>"
        found = take(page(f"<article>{paragraphs(ARTICLE)}</article>", head), "html")
        assert found.outlet == "example.org"

    def test_the_carrier_knows_better(self) -> None:
        found = take(WHOLE, "html", outlet="Gazette", published=PartialDate(2014), title="Payroll", author="Sam Smith")
        said = (found.outlet, found.published, found.title, found.author)
        assert said == ("Gazette", PartialDate(2014), "Payroll", "Sam Smith")

    def test_an_address_that_none_can_follow_is_left_out(self) -> None:
        head = "<link rel='canonical' href='javascript:alert(1)'>"
        assert take(page(f"<article>{paragraphs(ARTICLE)}</article>", head), "html").url is None


class TestCharsets:
    """Encodings."""

    @pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16"])
    def test_are_those_declared(self, charset: str) -> None:
        text = WHOLE.replace("<meta charset='utf-8'>", f"<meta charset='{charset}'>")
        text = text.replace("Section 1<", "Café £5<").replace(ARTICLE[:40], f"It’s £3m – “{ARTICLE[:40]}")
        found = take(text.encode(charset), "html")
        assert found.text == clean(ARTICLE.replace(ARTICLE[:40], f"It’s £3m – “{ARTICLE[:40]}"))
