"""Titles, addresses, outlets and authors of pages: whole, as stated, and the page's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qabot.core.articles import Article, ReadIssue
from qabot.corpus.formats.page_titles import whole_title
from qabot.corpus.outlet_domains import outlet_of_address
from qabot.corpus.page_addresses import own_address, own_host
from tests.corpus.ingest.helpers import prose, take

BODY = "".join(f"<p>{each}</p>" for each in prose(5, 240).split("\n\n"))
WHOLE = "Wick Council’s long-delayed customer platform goes live at last"


def page(head: str = "", title: str = WHOLE, before: str = "<!doctype html>", behind: str = "") -> str:
    return (
        f"{before}<html lang=en><head><meta charset=utf-8>{head}</head><body><main><article><h1>{title}</h1>"
        f"{BODY}</article></main>{behind}</body></html>"
    )


class TestTitles:
    """A title that is cut off gives way to the whole."""

    @pytest.mark.parametrize(
        "head",
        [
            "<meta property=og:title content='Wick Council’s long-delayed customer platform goes li...'>",
            "<meta property=og:title content='Wick Council’s long-delayed customer platform…'>",
            "<meta property=og:title content='Wick Council’s long-delayed customer platform goes live ...'>",
            "<meta property=og:title content='Wick Council’s long-delayed customer platform [...]'>",
            "<meta property=og:title content='Wick Council’s long-delayed customer platfo'>",
            "<meta property=og:title content='Wick Council’s long-delayed customer... | Gazette'>",
            "<meta name=twitter:title content='WICK Council’s long-delayed customer…'>",
            "<title>Wick Council’s long-delayed customer platform goes live at ...</title>",
            (
                '<script type="application/ld+json">'
                '{"@type":"NewsArticle","headline":"Wick Council’s long-delayed cu…"}</script>'
            ),
        ],
    )
    def test_for_the_heading(self, head: str) -> None:
        found = take(page(head), "html")
        assert found.title == WHOLE
        assert WHOLE not in found.text

    @pytest.mark.parametrize("title", ["And then there were three…", "Wick Council’s long-delayed customer platform"])
    def test_but_is_left_where_no_longer_one_says_so(self, title: str) -> None:
        assert take(page(f"<meta property=og:title content='{title}'>", title), "html").title == title

    @pytest.mark.parametrize(
        ("title", "others", "expected"),
        [
            ("Council buys payroll for...", ["Council buys payroll for schools"], "Council buys payroll for schools"),
            ("Council buys payroll for...", ["Council sells payroll for schools"], "Council buys payroll for..."),
            ("Council buys payroll", ["Council buys payroll for schools"], "Council buys payroll"),
            ("Council buys payro", ["Council buys payroll for schools"], "Council buys payroll for schools"),
            (
                "Council buys payroll…",
                ["Council buys payroll for…", "Council buys payroll for all"],
                "Council buys payroll for all",
            ),
            ("News…", ["News of the day"], "News…"),
            ("", ["News of the day"], ""),
        ],
    )
    def test_only_for_one_that_it_begins(self, title: str, others: list[str], expected: str) -> None:
        assert whole_title(title, others) == expected

    def test_in_the_corpus_folder_too(self, read_bytes: Callable[[str, bytes], list[Article | ReadIssue]]) -> None:
        head = "<meta property=og:title content='Wick Council’s long-delayed customer platform goes li...'>"
        article = read_bytes("x.html", page(head).encode())[-1]
        assert isinstance(article, Article)
        assert article.title == WHOLE
        assert WHOLE not in article.text


class TestAddresses:
    """An address is kept as the page states it."""

    @pytest.mark.parametrize(
        "address",
        [
            "https://x.example/a//b/c",
            "https://x.example/a/b/",
            "https://x.example/A/B?id=1&utm_source=x#part",
            "http://x.example:8080/a/../b",
            "https://X.example/caf%C3%A9?q=a+b",
            "https://web.archive.org/web/2016id_/http://www.example.org/s?id=1",
            "https://x.example/s?u=http://y.example/z",
        ],
    )
    @pytest.mark.parametrize("form", ["<link rel=canonical href='{}'>", "<meta property=og:url content='{}'>"])
    def test_letter_by_letter(self, address: str, form: str) -> None:
        assert take(page(form.format(address.replace("&", "&amp;"))), "html").url == address

    def test_a_relative_one_is_read_against_where_the_page_came_from(self) -> None:
        saved = "<!-- saved from url=(0030)https://news.example.org/a/b -->"
        found = take(page("<link rel=canonical href='/c//d'>", before=f"<!doctype html>{saved}"), "html")
        assert found.url == "https://news.example.org/c//d"
        assert (
            take(page("<link rel=canonical href='//news.example.org/e'>"), "html").url == "https://news.example.org/e"
        )

    @pytest.mark.parametrize(
        "comment",
        [
            "<!-- saved from url=(0042)https://news.example.org/2009/wick-portal -->",
            (
                "<!--\n Page saved with SingleFile \n url: https://news.example.org/2009/wick-portal \n "
                "saved date: Fri Nov 27 2026 10:11:12 GMT+0000 (Greenwich Mean Time)\n-->"
            ),
            (
                "<!-- Saved from https://news.example.org/2009/wick-portal "
                "at 2026-11-27T10:11:12Z using monolith v2.8.1 -->"
            ),
            "<!-- saved from: https://news.example.org/2009/wick-portal -->",
        ],
    )
    def test_the_comment_of_a_saved_page_is_read(self, comment: str) -> None:
        for markup in (page(before=f"<!doctype html>{comment}"), page(before=f"{comment}<!doctype html>")):
            found = take(markup, "html")
            assert (found.url, found.outlet) == ("https://news.example.org/2009/wick-portal", "news.example.org")

    def test_one_without_a_scheme_is_of_http(self) -> None:
        comment = (
            "<!-- Mirrored from news.example.org/wick.html by HTTrack "
            "Website Copier/3.x [XR&CO'2014], Fri, 27 Nov 2026 -->"
        )
        assert take(page(behind=comment), "html").url == "http://news.example.org/wick.html"

    @pytest.mark.parametrize(
        "before",
        [
            "<!-- saved from url=(0014)about:internet -->",
            "<!-- saved from url=(0020)file:///C:/wick.html -->",
            "<!-- see https://news.example.org/2009/wick-portal -->",
        ],
    )
    def test_another_comment_says_nothing(self, before: str) -> None:
        assert take(page(before=before), "html").url is None

    def test_what_the_page_states_goes_first_unless_it_is_the_front_page(self) -> None:
        saved = "<!doctype html><!-- saved from url=(0042)https://news.example.org/2009/wick-portal -->"
        stated = "<link rel=canonical href='https://news.example.org/wick'>"
        assert take(page(stated, before=saved), "html").url == "https://news.example.org/wick"
        front = "<meta property=og:url content='https://news.example.org/'>"
        assert take(page(front, before=saved), "html").url == "https://news.example.org/2009/wick-portal"

    def test_in_the_corpus_folder_too(self, read_bytes: Callable[[str, bytes], list[Article | ReadIssue]]) -> None:
        saved = "<!doctype html><!-- saved from url=(0042)https://www.ukauthority.com/articles/wick -->"
        article = read_bytes("x.html", page(before=saved).encode())[-1]
        assert isinstance(article, Article)
        assert (article.url, article.outlet) == ("https://www.ukauthority.com/articles/wick", "UKAuthority")


class TestOutlets:
    """Who publishes at an address."""

    @pytest.mark.parametrize(
        ("address", "outlet"),
        [
            ("https://www.publictechnology.net/2021/11/22/payroll", "PublicTechnology"),
            ("https://www.computerweekly.com/news/1", "Computer Weekly"),
            ("https://go.theregister.com/feed/x", "The Register"),
            ("http://central-government.governmentcomputing.com/news/x", "Government Computing"),
            ("https://www.gov.uk/government/news/x", "GOV.UK"),
            ("https://www.birmingham.gov.uk/news/x", "birmingham.gov.uk"),
            ("https://gds.blog.gov.uk/2015/11/25/x", "GDS blog"),
            ("https://www.example.org/x", "example.org"),
            ("https://notcomputing.co.uk/x", "notcomputing.co.uk"),
            ("https://web.archive.org/web/2015/https://www.computing.co.uk/x", "Computing"),
            ("nowhere", None),
            (None, None),
        ],
    )
    def test_by_its_domain(self, address: str | None, outlet: str | None) -> None:
        assert outlet_of_address(address) == outlet

    @pytest.mark.parametrize(
        ("address", "own"),
        [
            (
                "https://web.archive.org/web/20110302101112/https://news.example.org/redhill",
                "https://news.example.org/redhill",
            ),
            ("https://web.archive.org/web/2016id_/http://www.example.org/s?id=1", "http://www.example.org/s?id=1"),
            ("http://web.archive.org/web/20110302101112/http:/news.example.org/a", "http://news.example.org/a"),
            ("https://web.archive.org/web/20110302101112/www.example.org/a", "http://www.example.org/a"),
            (
                "https://webarchive.nationalarchives.gov.uk/20100807034701/http://www.cio.example.org/a/",
                "http://www.cio.example.org/a/",
            ),
            (
                "https://webarchive.nationalarchives.gov.uk/ukgwa/20140603100000mp_/https://a.example/b",
                "https://a.example/b",
            ),
            ("http://webarchive.nationalarchives.gov.uk/+/http://www.a.example/b", "http://www.a.example/b"),
            ("https://www.webarchive.org.uk/wayback/archive/20150101/http://a.example/b", "http://a.example/b"),
            ("https://archive.ph/2015.11.25-101112/https://a.example/b", "https://a.example/b"),
            ("https://webcache.googleusercontent.com/search?q=cache:AbC-1:https://a.example/b", "https://a.example/b"),
            ("https://a.example/s?u=http://b.example/c", "https://a.example/s?u=http://b.example/c"),
            ("https://web.archive.org/about", "https://web.archive.org/about"),
        ],
    )
    def test_behind_an_archive_is_the_page_itself(self, address: str, own: str) -> None:
        assert own_address(address) == own

    def test_an_archive_by_itself_names_none(self) -> None:
        assert own_host("https://archive.ph/AbCd1") is None
        assert outlet_of_address("https://archive.ph/AbCd1") is None
        found = take(
            page("<link rel=canonical href='https://web.archive.org/web/2011/https://news.example.org/a'>"), "html"
        )
        assert found.outlet == "news.example.org"

    def test_what_the_page_calls_itself_goes_first(self) -> None:
        head = (
            "<meta property=og:site_name content='The Wick Times'>"
            "<link rel=canonical href='https://www.computing.co.uk/x'>"
        )
        assert take(page(head), "html").outlet == "The Wick Times"
        known = "<link rel=canonical href='https://www.computing.co.uk/x'>"
        assert take(page(known), "html").outlet == "Computing"
