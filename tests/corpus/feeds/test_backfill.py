"""What a site published before anyone was subscribed to it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from datetime import date
from email.message import Message
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from qabot.core.errors import UsageError
from qabot.corpus.feeds import backfill as filling
from qabot.corpus.feeds.backfill import Step
from qabot.corpus.feeds.subscriptions_db import FeedState
from qabot.corpus.fetch.failures import FetchFailed
from tests.corpus.feeds.documents import page, paragraphs
from tests.sites import Answer, Site, fetcher

AFTER = date(2015, 1, 1)


def post(site: Site, number: int) -> dict[str, object]:
    """Return a post as WordPress gives it."""
    return {
        "link": f"{site.url}/{number}",
        "date": "2015-11-25T00:10:00",
        "modified": "2015-11-25T00:10:00",
        "title": {"rendered": f"Council&#8217;s story {number}"},
        "content": {"rendered": paragraphs(f"topic{number}x")},
        "_embedded": {"author": [{"name": "Jo Bloggs"}]},
    }


def archive(site: Site, posts: Sequence[object], per_page: int) -> None:
    """Give a site an archive of these posts, served so many a page."""
    pages = [posts[start : start + per_page] for start in range(0, len(posts), per_page)]
    for number, each in enumerate(pages, 1):
        query = f"per_page={per_page}&page={number}&after=2015-01-01T00%3A00%3A00&orderby=date&order=asc&_embed=author"
        headers = {"X-WP-TotalPages": str(len(pages)), "Content-Type": "application/json"}
        site.routes[f"/wp-json/wp/v2/posts?{query}"] = Answer(json.dumps(each).encode(), headers=headers)


def sitemap(*urls: str, changed: str = "2015-11-25", kind: str = "url") -> bytes:
    """Return a sitemap, or with `kind="sitemap"` an index of them."""
    root = "urlset" if kind == "url" else "sitemapindex"
    entries = "".join(f"<{kind}><loc>{url}</loc><lastmod>{changed}</lastmod></{kind}>" for url in urls)
    return (
        f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{root}>'.encode()
    )


def fill(corpus: Path, site: Site, state: FeedState, after: date = AFTER) -> list[Step]:
    """Fill in a site's past."""
    return list(filling.backfill(corpus, f"{site.url}/feed/", after, state, fetcher(), "The Bugle"))


def kinds(steps: list[Step]) -> list[str]:
    """Return what became of each article."""
    return [outcome.kind for step in steps for outcome in step.outcomes]


class TestWordPress:
    """A site that runs WordPress."""

    @pytest.fixture(autouse=True)
    def few_a_page(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(filling, "PER_PAGE", 2)

    def test_every_page_comes_in_the_oldest_first(self, site: Site, corpus: Path, state: FeedState) -> None:
        archive(site, [post(site, number) for number in range(5)], 2)
        steps = fill(corpus, site, state)
        assert kinds(steps) == ["added"] * 5
        assert [(step.done, step.total) for step in steps] == [(1, 3), (2, 3), (3, 3)]
        text = next(corpus.rglob("*story-0*.md")).read_text()
        for part in ('title: "Council’s story 0"', 'published: "2015-11-25"', "Jo Bloggs", "The Bugle", "topic0x"):
            assert part in text
        assert {path.partition("?")[0] for path in site.asked} == {"/robots.txt", "/wp-json/wp/v2/posts"}

    def test_it_goes_on_where_it_was_stopped(self, site: Site, corpus: Path, state: FeedState) -> None:
        archive(site, [post(site, number) for number in range(5)], 2)
        next(filling.backfill(corpus, site.url, AFTER, state, fetcher()))
        site.asked.clear()
        steps = fill(corpus, site, state)
        assert kinds(steps) == ["added"] * 3
        assert [parse_qs(path)["page"] for path in site.asked if "?" in path] == [["1"], ["2"], ["3"]]
        assert len(list(corpus.rglob("*.md"))) == 5

    def test_what_was_brought_in_is_not_again(self, site: Site, corpus: Path, state: FeedState) -> None:
        archive(site, [post(site, number) for number in range(3)], 2)
        fill(corpus, site, state)
        assert kinds(fill(corpus, site, state)) == []

    def test_a_page_that_fails_fails_the_rest_until_the_next_time(
        self, site: Site, corpus: Path, state: FeedState
    ) -> None:
        archive(site, [post(site, number) for number in range(4)], 2)
        second = list(site.routes)[1]
        good, site.routes[second] = site.routes[second], Answer(status=503)
        first = fill(corpus, site, state)
        assert (kinds(first), len(first[-1].failures)) == (["added"] * 2, 1)
        site.routes[second] = good
        assert kinds(fill(corpus, site, state)) == ["added"] * 2

    @pytest.mark.parametrize(
        ("answer", "told"), [(Answer(status=403), "403"), (Answer(b"<p>Are you human?"), "is no page of the archive")]
    )
    def test_a_page_that_is_refused_is_told_and_asked_for_again(
        self, site: Site, corpus: Path, state: FeedState, answer: Answer, told: str
    ) -> None:
        archive(site, [post(site, number) for number in range(4)], 2)
        second = list(site.routes)[1]
        good, site.routes[second] = site.routes[second], answer
        *_, last = fill(corpus, site, state)
        assert (last.done, last.total, len(last.failures)) == (1, 2, 1)
        assert told in last.failures[0]
        site.routes[second] = good
        assert kinds(fill(corpus, site, state)) == ["added"] * 2

    def test_a_page_that_is_not_there_any_more_is_the_end(self, site: Site, corpus: Path, state: FeedState) -> None:
        archive(site, [post(site, number) for number in range(3)], 2)
        site.routes[list(site.routes)[1]] = Answer(status=400)
        assert [(step.done, step.failures) for step in fill(corpus, site, state)] == [(1, ())]

    @pytest.mark.parametrize("posts", [[None, 7, {}, {"link": 7}, {"title": []}, {"content": {"rendered": 7}}]])
    def test_posts_that_make_no_sense_are_left_out(
        self, site: Site, corpus: Path, state: FeedState, posts: list[object]
    ) -> None:
        archive(site, posts, 10)
        site.routes = {path.replace("per_page=10", "per_page=2"): route for path, route in site.routes.items()}
        assert "added" not in kinds(fill(corpus, site, state))


class TestSitemaps:
    """A site that has sitemaps."""

    def test_those_that_robots_names_are_read(self, site: Site, corpus: Path, state: FeedState) -> None:
        site.routes["/robots.txt"] = Answer(f"Sitemap: {site.url}/maps.xml\n".encode())
        site.routes["/maps.xml"] = Answer(sitemap(f"{site.url}/a.xml.gz", f"{site.url}/a.xml.gz", kind="sitemap"))
        site.routes["/a.xml.gz"] = Answer(gzip.compress(sitemap(f"{site.url}/one", f"{site.url}/two")))
        for name in ("one", "two"):
            head = '<meta property="article:published_time" content="2015-11-25T10:00:00Z">'
            site.routes[f"/{name}"] = Answer(
                page(f"The story of {name}", name, head), headers={"Content-Type": "text/html"}
            )
        assert kinds(fill(corpus, site, state)) == ["added", "added"]
        assert site.times_asked("/a.xml.gz") == 1
        assert 'published: "2015-11-25"' in next(corpus.rglob("*story-of-one*.md")).read_text()
        assert kinds(fill(corpus, site, state)) == []
        assert site.times_asked("/one") == 1

    def test_what_was_changed_before_is_left_out(self, site: Site, corpus: Path, state: FeedState) -> None:
        site.routes["/sitemap.xml"] = Answer(sitemap(f"{site.url}/one", changed="2014-12-31"))
        assert kinds(fill(corpus, site, state)) == []
        assert "/one" not in site.asked

    def test_other_sites_are_left_out(self, site: Site, corpus: Path, state: FeedState) -> None:
        others = (
            "http://169.254.169.254/x",
            "https://elsewhere.example/x",
            "file:///etc/passwd",
            "http://[",
            "javascript:x",
        )
        site.routes["/sitemap.xml"] = Answer(sitemap(*others))
        site.routes["/sitemap_index.xml"] = Answer(sitemap(*others, kind="sitemap"))
        assert fill(corpus, site, state) == []

    @pytest.mark.parametrize(
        "data",
        [
            b'<!DOCTYPE x [<!ENTITY a "b">]><urlset/>',
            b"<urlset>",
            b"no xml",
            gzip.compress(bytes(6_000_000)),
            gzip.compress(b"<urlset/>", mtime=0)[:-5],
        ],
    )
    def test_one_that_is_broken_or_hostile_is_told(
        self, site: Site, corpus: Path, state: FeedState, data: bytes
    ) -> None:
        site.routes["/sitemap.xml"] = Answer(data)
        with pytest.raises(FetchFailed, match="neither an archive of WordPress nor a sitemap"):
            fill(corpus, site, state)

    def test_a_site_that_names_itself_for_ever_ends(self, site: Site, corpus: Path, state: FeedState) -> None:
        def more(_: Message) -> Answer:
            number = len(site.asked)
            site.routes[f"/{number}.xml"] = more
            return Answer(sitemap(f"{site.url}/{number}.xml", kind="sitemap"))

        site.routes["/sitemap.xml"] = more
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(filling.sitemaps, "MOST_MAPS", 20)
            assert fill(corpus, site, state) == []
        assert sum(path.endswith(".xml") for path in site.asked) == 20


def test_a_site_that_cannot_be_had_is_told(site: Site, corpus: Path, state: FeedState) -> None:
    site.routes["/robots.txt"] = Answer(status=503)
    with pytest.raises(FetchFailed):
        fill(corpus, site, state)


def test_only_sites_of_the_web_are_filled_in(corpus: Path, state: FeedState) -> None:
    with pytest.raises(UsageError):
        list(filling.backfill(corpus, "ftp://example.org", AFTER, state, fetcher()))
