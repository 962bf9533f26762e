"""Bringing in what is new in feeds, from real servers into a real corpus."""

from __future__ import annotations

import gzip
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.message import Message
from itertools import repeat
from pathlib import Path
from threading import Event

import pytest

from qabot.corpus.feeds import puller
from qabot.corpus.feeds.puller import Pulled
from qabot.corpus.feeds.subscriptions_db import FeedState
from qabot.corpus.fetch.fetcher import Fetcher
from tests.corpus.feeds.documents import item, json_feed, page, paragraphs, rss, whole_items
from tests.sites import Answer, QuickClock, Site, fetcher, is_permitted, serving

Pull = Callable[..., list[Pulled]]


class LaterClock(QuickClock):
    """A clock that can be put forward, the date with it."""

    def __init__(self) -> None:
        """Begin at noon."""
        super().__init__()
        self.ahead = timedelta()

    def today(self) -> datetime:
        return datetime(2026, 11, 25, 12, tzinfo=UTC) + self.ahead


@pytest.fixture
def clock() -> LaterClock:
    return LaterClock()


@pytest.fixture
def pull(corpus: Path, state: FeedState, clock: LaterClock) -> Pull:
    """Pull the feeds that are due, as a new process would."""

    def pull(since: date | None = None) -> list[Pulled]:
        due = [feed for feed in state.subscriptions() if feed.is_due(clock.today())]
        return list(puller.pull(corpus, due, state, fetcher(clock), since))

    return pull


def kinds(pulled: list[Pulled]) -> list[str]:
    """Return what became of each item."""
    return [outcome.kind for each in pulled for outcome in each.outcomes]


def articles(corpus: Path) -> list[str]:
    """Return what the files of a corpus hold."""
    return [path.read_text() for path in sorted(corpus.rglob("*.md"))]


class TestWhatComesIn:
    """The first pull."""

    def test_whole_items_without_their_pages(self, site: Site, corpus: Path, state: FeedState, pull: Pull) -> None:
        site.routes["/feed"] = Answer(rss(whole_items(3)))
        state.subscribe(f"{site.url}/feed")
        assert kinds(pull()) == ["added"] * 3
        assert site.asked == ["/robots.txt", "/feed"]
        first = articles(corpus)[0]
        assert "The council said on Tuesday that it would move its topic0x service" in first
        for field in ('title: "Story number 0"', 'outlet: "Town Hall News"', 'published: "2015-11-25"', "Jo Bloggs"):
            assert field in first
        assert (last := state.subscriptions()[0].last_item) == "Story number 0", last

    @pytest.mark.parametrize(
        ("length", "told"), [(2_000, ""), (2_001, "its link is longer than 2,000 characters, and was left out")]
    )
    def test_a_link_that_no_browser_takes_is_left_out_and_told(
        self, site: Site, corpus: Path, state: FeedState, pull: Pull, length: int, told: str
    ) -> None:
        link = "https://news.example/".ljust(length, "a")
        site.routes["/feed"] = Answer(rss([item(1, link, paragraphs("bins"))]))
        site.routes["/json"] = Answer(json_feed([{"id": "2", "url": link, "content_html": paragraphs("roads")}]))
        for name in ("feed", "json"):
            state.subscribe(f"{site.url}/{name}")
        outcomes = [outcome for each in pull() for outcome in each.outcomes]
        assert [(each.kind, each.reason) for each in outcomes] == [("added", told)] * 2
        assert [("url:" in each) for each in articles(corpus)] == [not told] * 2

    def test_what_becomes_of_an_item_without_its_link_is_told_with_it(
        self, site: Site, state: FeedState, pull: Pull
    ) -> None:
        site.routes["/feed"] = Answer(rss([item(1, "https://news.example/".ljust(2_001, "a"), "")]))
        state.subscribe(f"{site.url}/feed")
        ((outcome,),) = [each.outcomes for each in pull()]
        assert outcome.kind == "skipped"
        assert outcome.reason.endswith("; its link is longer than 2,000 characters, and was left out")

    def test_items_that_share_a_link_by_their_own_names(
        self, site: Site, corpus: Path, state: FeedState, pull: Pull
    ) -> None:
        for link in ("https://news.example/", "https://news.example/diary"):
            items = [item(number, link, paragraphs(f"topic{number}x")) for number in range(3)]
            site.routes[f"/feed{len(link)}"] = Answer(rss(items))
            state.subscribe(f"{site.url}/feed{len(link)}")
        assert sorted(kinds(pull())) == ["added"] * 3 + ["duplicate"] * 3
        assert len(articles(corpus)) == 3

    def test_the_page_where_an_item_has_too_few_words(
        self, site: Site, corpus: Path, state: FeedState, pull: Pull
    ) -> None:
        site.routes["/feed"] = Answer(rss([item(1, link=f"{site.url}/one", summary="A few words.")]))
        site.routes["/one"] = Answer(page("Another title", "bins"), headers={"Content-Type": "text/html"})
        state.subscribe(f"{site.url}/feed", outlet="The Bugle")
        assert kinds(pull()) == ["added"]
        (text,) = articles(corpus)
        assert "its bins service" in text
        assert "All rights reserved" not in text
        for field in ('title: "Story number 1"', 'outlet: "The Bugle"', 'published: "2015-11-25"', f"{site.url}/one"):
            assert field in text

    @pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252"])
    def test_a_page_in_the_charset_that_only_its_server_names(
        self, site: Site, corpus: Path, state: FeedState, pull: Pull, charset: str
    ) -> None:
        site.routes["/feed"] = Answer(rss([item(1, link=f"{site.url}/one")]))
        body = page("x", "café").decode().encode(charset)
        site.routes["/one"] = Answer(body, headers={"Content-Type": f"text/html; charset={charset}"})
        state.subscribe(f"{site.url}/feed")
        pull()
        assert "its café service" in articles(corpus)[0]

    def test_only_what_was_published_since(self, site: Site, state: FeedState, pull: Pull) -> None:
        old = item(1, content=paragraphs("old"), date="1 Oct 2015")
        new = item(2, content=paragraphs("new"), date="25 Nov 2015")
        undated = item(3, content=paragraphs("undated"), date="")
        site.routes["/feed"] = Answer(rss([old, new, undated]))
        state.subscribe(f"{site.url}/feed")
        assert kinds(pull(date(2015, 11, 1))) == ["added", "added"]

    def test_an_item_that_was_changed_is_a_new_version(
        self, site: Site, corpus: Path, state: FeedState, pull: Pull, clock: LaterClock
    ) -> None:
        site.routes["/feed"] = Answer(rss([item(1, content=paragraphs("bins"))]))
        state.subscribe(f"{site.url}/feed")
        pull()
        site.routes["/feed"] = Answer(rss([item(1, content=paragraphs("bins") + "<p>This was added.</p>")]))
        clock.ahead += timedelta(hours=1)
        assert kinds(pull()) == ["updated"]
        assert "This was added." in articles(corpus)[0]
        assert len(articles(corpus)) == 1


class TestAgain:
    """Every later one."""

    def test_an_unchanged_feed_costs_one_request_and_no_reading(
        self, site: Site, state: FeedState, pull: Pull, clock: LaterClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        feed = rss(whole_items(200))

        def answer(headers: Message) -> Answer:
            return Answer(status=304) if headers["If-None-Match"] == '"1"' else Answer(feed, headers={"ETag": '"1"'})

        site.routes["/feed"] = answer
        state.subscribe(f"{site.url}/feed")
        assert kinds(pull(date(2030, 1, 1))) == [], "that spares adding them"
        clock.ahead += timedelta(hours=1)
        monkeypatch.delattr(puller, "read")
        (again,) = pull()
        assert (again.is_unchanged, again.failure, again.outcomes) == (True, "", ())
        assert site.times_asked("/feed") == 2

    def test_a_server_that_knows_no_conditions_costs_no_article_twice(
        self, site: Site, corpus: Path, state: FeedState, pull: Pull, clock: LaterClock
    ) -> None:
        site.routes["/feed"] = Answer(rss([item(1, link=f"{site.url}/one")]))
        site.routes["/one"] = Answer(page("x", "bins"))
        state.subscribe(f"{site.url}/feed")
        pull()
        clock.ahead += timedelta(hours=1)
        assert kinds(pull()) == []
        assert site.times_asked("/one") == 1
        assert len(articles(corpus)) == 1

    def test_a_feed_is_asked_again_when_it_is_due(
        self, site: Site, state: FeedState, pull: Pull, clock: LaterClock
    ) -> None:
        site.routes["/feed"] = Answer(rss(whole_items(1), head="<ttl>180</ttl>"))
        state.subscribe(f"{site.url}/feed")
        pull()
        clock.ahead += timedelta(minutes=179)
        assert pull() == []
        clock.ahead += timedelta(minutes=1)
        assert len(pull()) == 1

    def test_a_page_that_could_not_be_had_is_tried_again(
        self, site: Site, state: FeedState, pull: Pull, clock: LaterClock
    ) -> None:
        conditional = {"ETag": '"1"'}
        site.routes["/feed"] = Answer(rss([item(1, link=f"{site.url}/one")]), headers=conditional)
        site.routes["/one"] = Answer(status=503)
        state.subscribe(f"{site.url}/feed")
        (first,) = pull()
        assert (kinds([first]), first.unfetched, first.has_failed) == (["skipped"], 1, True)
        site.routes["/one"] = Answer(page("x", "bins"))
        clock.ahead += timedelta(hours=1)
        assert kinds(pull()) == ["added"]
        assert site.asked[-2:] == ["/feed", "/one"]
        assert "If-None-Match" not in site.headers[-2]

    def test_a_page_that_is_not_there_is_not(self, site: Site, state: FeedState, pull: Pull, clock: LaterClock) -> None:
        site.routes["/feed"] = Answer(rss([item(1, link=f"{site.url}/gone")]))
        state.subscribe(f"{site.url}/feed")
        assert kinds(pull()) == ["skipped"]
        clock.ahead += timedelta(hours=1)
        assert kinds(pull()) == []
        assert site.times_asked("/gone") == 1


class TestTrouble:
    """What goes wrong."""

    def test_a_broken_feed_never_stops_the_others(self, site: Site, corpus: Path, state: FeedState) -> None:
        broken = {
            "/gone": Answer(status=404),
            "/html": Answer(b"<!doctype html><p>Hello"),
            "/loop": Answer(status=302, headers={"Location": "/loop"}),
            "/file": Answer(status=302, headers={"Location": "file:///etc/passwd"}),
            "/inside": Answer(status=302, headers={"Location": "http://169.254.169.254/"}),
            "/bomb": Answer(gzip.compress(bytes(6_000_000)), headers={"Content-Encoding": "gzip"}),
            "/brotli": Answer(bytes(100), headers={"Content-Encoding": "br"}),
            "/endless": Answer(repeat(bytes(65536))),
            "/short": Answer(b"<rss>", headers={"Content-Length": "10"}),
        }
        site.routes |= broken
        bad = {site.url + path for path in broken}
        with serving("127.0.0.2") as good, serving("127.0.0.3") as busy:
            good.routes["/feed"] = Answer(rss(whole_items(2)))
            busy.routes["/feed"] = Answer(status=429, headers={"Retry-After": "7200"})
            bad.add(f"{busy.url}/feed")
            for url in (*bad, f"{good.url}/feed"):
                state.subscribe(url)
            reaching = Fetcher(clock=QuickClock(), permits=lambda found: str(found).startswith("127.0.0."))
            pulled = {each.feed.url: each for each in puller.pull(corpus, state.subscriptions(), state, reaching)}
        assert {url for url, each in pulled.items() if each.has_failed} == bad
        assert len(articles(corpus)) == 2
        causes = {feed.url: feed.cause for feed in state.subscriptions()}
        assert causes[f"{site.url}/gone"] == "was answered with 404"
        assert causes[f"{good.url}/feed"] is None

    def test_an_item_that_leads_nowhere_stops_no_other(self, site: Site, state: FeedState, pull: Pull) -> None:
        links = ["http://[::g]/", "https://x.example/" + "y" * 3000, "http://10.0.0.1/", "http://0x7f.1/"]
        items = [item(number, link=link) for number, link in enumerate(links)]
        site.routes["/feed"] = Answer(rss([*items, *whole_items(1, 9)]))
        state.subscribe(f"{site.url}/feed")
        assert kinds(pull()) == ["skipped"] * 4 + ["added"]

    def test_one_that_fails_is_asked_less_and_less_often(
        self, site: Site, state: FeedState, pull: Pull, clock: LaterClock
    ) -> None:
        site.routes["/feed"] = Answer(status=404)
        state.subscribe(f"{site.url}/feed")
        waits: list[float] = []
        for _ in range(7):
            pull()
            (feed,) = state.subscriptions()
            assert feed.next_fetch
            waits.append((feed.next_fetch - clock.today()) / timedelta(hours=1))
            clock.ahead += timedelta(hours=waits[-1])
        assert waits == [1, 2, 4, 8, 16, 24, 24]
        site.routes["/feed"] = Answer(rss(whole_items(1)))
        pull()
        assert state.subscriptions()[0].failures == 0

    def test_one_that_asks_to_be_left_alone_is(
        self, site: Site, state: FeedState, pull: Pull, clock: LaterClock
    ) -> None:
        site.routes["/feed"] = Answer(status=429, headers={"Retry-After": "10800"})
        state.subscribe(f"{site.url}/feed")
        pull()
        (feed,) = state.subscriptions()
        assert feed.next_fetch == clock.today() + timedelta(hours=3)

    def test_stopping_in_between_loses_nothing(
        self, site: Site, corpus: Path, state: FeedState, clock: LaterClock
    ) -> None:
        site.routes["/feed"] = Answer(rss([item(number, link=f"{site.url}/{number}") for number in range(30)]))
        for number in range(30):
            site.routes[f"/{number}"] = Answer(page("x", f"topic{number}x"))
        state.subscribe(f"{site.url}/feed")
        stopping = fetcher(clock)

        def last(_: Message) -> Answer:
            stopping.stop()
            return Answer(page("x", "topic25x"))

        site.routes["/25"] = last
        list(puller.pull(corpus, state.subscriptions(), state, stopping))
        assert len(articles(corpus)) < 30
        list(puller.pull(corpus, state.subscriptions(), state, fetcher(LaterClock())))
        assert len(articles(corpus)) == 30


_PULL = """
import sys
from pathlib import Path
from qabot.corpus.feeds import puller
from qabot.corpus.feeds.subscriptions_db import FeedState
from tests.sites import fetcher
corpus = Path(sys.argv[1])
with FeedState.open(corpus) as state:
    for pulled in puller.pull(corpus, state.subscriptions(), state, fetcher()):
        print(pulled.failure or "done", flush=True)
"""


def test_being_killed_during_a_pull_loses_no_article(site: Site, corpus: Path, state: FeedState) -> None:
    """It is killed while the second batch arrives, after the first was written, and once more without waiting."""
    reached, goes_on = Event(), Event()

    def late(_: Message) -> Answer:
        reached.set()
        goes_on.wait(60)
        return Answer(page("x", "topic30x"))

    site.routes["/feed"] = Answer(
        rss([item(number, link=f"{site.url}/{number}") for number in range(40)]), headers={"ETag": '"1"'}
    )
    for number in range(40):
        site.routes[f"/{number}"] = Answer(page("x", f"topic{number}x"))
    site.routes["/30"] = late
    state.subscribe(f"{site.url}/feed")
    command = [sys.executable, "-c", _PULL, str(corpus)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert reached.wait(120)
        process.send_signal(signal.SIGKILL)
    goes_on.set()
    assert 20 <= len(articles(corpus)) < 40
    site.routes["/30"] = Answer(page("x", "topic30x"))
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout == "done\n"
    assert len(articles(corpus)) == 40


def test_feeds_of_several_hosts_are_asked_at_once(corpus: Path, state: FeedState) -> None:
    both = {"127.0.0.1": Event(), "127.0.0.2": Event()}

    def meeting(host: str) -> Callable[[Message], Answer]:
        def answer(_: Message) -> Answer:
            both[host].set()
            met = all(each.wait(60) for each in both.values())
            return Answer(rss(whole_items(1))) if met else Answer(status=404)

        return answer

    with serving("127.0.0.1") as one, serving("127.0.0.2") as other:
        for each, host in ((one, "127.0.0.1"), (other, "127.0.0.2")):
            each.routes["/feed"] = meeting(host)
            state.subscribe(f"{each.url}/feed")
        reaching = Fetcher(clock=QuickClock(), permits=lambda found: is_permitted(found) or str(found) == "127.0.0.2")
        pulled = list(puller.pull(corpus, state.subscriptions(), state, reaching))
    assert [each.failure for each in pulled] == ["", ""]
