"""Pages by their addresses."""

from __future__ import annotations

import pytest

from qabot.core.articles import ReadIssue
from qabot.core.errors import UsageError
from qabot.corpus.drafts import ArticleDraft, RawDocument
from qabot.corpus.fetch.failures import BY_HAND
from qabot.corpus.formats.documents import article_drafts
from qabot.corpus.ingest.web_sources import receive
from tests.corpus.feeds.documents import page
from tests.sites import Answer, Site, fetcher, packed


def one(site: Site, answer: Answer, path: str = "/page") -> RawDocument | ReadIssue:
    """Fetch one page that is answered like this."""
    site.routes[path] = answer
    (found,) = receive([site.url + path], fetcher())
    return found


def text_of(received: RawDocument | ReadIssue) -> str:
    """Return the text of the article in a page."""
    assert isinstance(received, RawDocument)
    (found,) = article_drafts(received)
    assert isinstance(found, ArticleDraft)
    return found.text


class TestPages:
    """What is received."""

    def test_a_page_is_received_with_its_address(self, site: Site) -> None:
        found = one(site, Answer(page("x", "bins"), headers={"Content-Type": "text/html"}))
        assert isinstance(found, RawDocument)
        assert (found.kind, found.url, found.name) == ("html", f"{site.url}/page", f"{site.url}/page")
        assert "its bins service" in text_of(found)

    def test_a_redirect_gives_the_address_that_it_leads_to(self, site: Site) -> None:
        site.routes["/new"] = packed(page("x", "bins"))
        found = one(site, Answer(status=301, headers={"Location": "/new"}))
        assert isinstance(found, RawDocument)
        assert found.url == f"{site.url}/new"

    def test_a_page_within_one_form_keeps_its_article(self, site: Site) -> None:
        body = (
            page("x", "bins").replace(b"<article>", b"<form method=post><div>").replace(b"</article>", b"</div></form>")
        )
        assert "its bins service" in text_of(one(site, Answer(body, headers={"Content-Type": "text/html"})))

    @pytest.mark.parametrize(
        ("media_type", "kind"),
        [
            ("text/html; charset=utf-8", "html"),
            ("application/xhtml+xml", "html"),
            ("text/plain", "text"),
            ("text/markdown", "markdown"),
            ("application/pdf", "pdf"),
            ("application/octet-stream", "html"),
        ],
    )
    def test_the_server_says_what_it_is(self, site: Site, media_type: str, kind: str) -> None:
        found = one(site, Answer(b"<p>words", headers={"Content-Type": media_type}))
        assert isinstance(found, RawDocument)
        assert found.kind == kind

    @pytest.mark.parametrize("media_type", ["image/png", "application/json", "application/zip", "video/mp4"])
    def test_what_is_no_page_is_a_problem(self, site: Site, media_type: str) -> None:
        found = one(site, Answer(b"x", headers={"Content-Type": media_type}))
        assert found == ReadIssue(f"{site.url}/page", f"is no page but {media_type}. {BY_HAND}")


class TestCharsets:
    """How it is decoded."""

    def test_the_servers_goes_before_the_pages(self, site: Site) -> None:
        body = page("x", "café", "<meta charset=utf-8>").decode().encode("cp1252")
        found = one(site, Answer(body, headers={"Content-Type": "text/html; charset=windows-1252"}))
        assert "its café service" in text_of(found)

    def test_the_pages_goes_where_the_server_says_nothing(self, site: Site) -> None:
        body = page("x", "café", "<meta charset=windows-1252>").decode().encode("cp1252")
        assert "its café service" in text_of(one(site, Answer(body, headers={"Content-Type": "text/html"})))

    @pytest.mark.parametrize("charset", ["rot13", "zlib", "punycode", "nonsense", '"', "utf-7"])
    def test_one_that_nobody_writes_in_is_not_heeded(self, site: Site, charset: str) -> None:
        body = page("x", "café", "<meta charset=utf-8>")
        found = one(site, Answer(body, headers={"Content-Type": f"text/html; charset={charset}"}))
        assert "its café service" in text_of(found)

    def test_wrong_bytes_cost_no_more_than_themselves(self, site: Site) -> None:
        body = page("x", "café").replace("café".encode(), b"caf\xff")
        found = one(site, Answer(body, headers={"Content-Type": "text/html; charset=utf-8"}))
        assert "its caf\ufffd service" in text_of(found)


def test_a_page_that_cannot_be_had_stops_no_other(site: Site) -> None:
    site.routes["/here"] = Answer(page("x", "bins"))
    gone, here = receive([f"{site.url}/gone", f"{site.url}/here"], fetcher())
    assert isinstance(gone, ReadIssue)
    assert gone.cause.startswith("was answered with 404. ")
    assert isinstance(here, RawDocument)


def test_nothing_is_fetched_where_one_is_no_address(site: Site) -> None:
    with pytest.raises(UsageError, match="no address"):
        list(receive([f"{site.url}/page", "file:///etc/passwd"], fetcher()))
    assert site.asked == []
