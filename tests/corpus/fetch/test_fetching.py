"""Fetching from a real server: what is had, and what every kind of trouble turns into."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import format_datetime
from itertools import chain, repeat
from threading import Event

import pytest
from httpx2 import URL

import qabot
from qabot.core.errors import NetworkFailed
from qabot.core.settings import NetworkSettings
from qabot.corpus.fetch import fetcher as fetcher_module
from qabot.corpus.fetch.failures import FetchFailed
from qabot.corpus.fetch.fetcher import Fetcher, Limits, Validators
from tests.sites import Answer, QuickClock, Site, fetcher, is_permitted, packed, serving

MIB = 1024 * 1024


def failure(site: Site, path: str = "/page", size: int = 5 * MIB) -> FetchFailed:
    """Fetch what cannot be had."""
    with pytest.raises(FetchFailed) as raised:
        fetcher(size=size).get(site.url + path)
    return raised.value


class TestWhatIsHad:
    """What all goes well with."""

    def test_a_page(self, site: Site) -> None:
        site.routes["/page?a=1"] = Answer(b"<p>words", headers={"Content-Type": "text/html; charset=ISO-8859-1"})
        found = fetcher().get(f"{site.url}/page?a=1#part")
        assert (found.body, found.media_type, found.charset) == (b"<p>words", "text/html", "iso-8859-1")
        assert found.url == f"{site.url}/page?a=1"

    def test_a_packed_page(self, site: Site) -> None:
        site.routes["/page"] = packed(b"words " * 1000)
        assert fetcher().get(f"{site.url}/page").body == b"words " * 1000

    def test_a_page_packed_in_two_members_and_padding(self, site: Site) -> None:
        body = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0\0"
        site.routes["/page"] = Answer(body, headers={"Content-Encoding": "gzip"})
        assert fetcher().get(f"{site.url}/page").body == b"one two"

    def test_the_request_says_who_asks_and_how_to_reach_them(self, site: Site) -> None:
        site.routes["/"] = Answer()
        settings = NetworkSettings(private_addresses=True, contact="news@example.org")
        Fetcher(settings, clock=QuickClock()).get(site.url)
        assert site.headers[-1]["User-Agent"] == f"qabot/{qabot.__version__} (+news@example.org)"
        assert site.headers[-1]["Accept-Encoding"] == "gzip"
        assert site.headers[-1]["Host"] == site.url.removeprefix("http://")

    def test_names_and_passwords_in_an_address_are_not_sent(self, site: Site) -> None:
        site.routes["/"] = Answer(b"words")
        found = fetcher().get(f"http://me:secret@127.0.0.1:{site.port}/")
        assert "secret" not in found.url
        assert site.headers[-1]["Authorization"] is None

    def test_nothing_is_sent_again_that_has_not_changed(self, site: Site) -> None:
        def answer(headers: Message) -> Answer:
            known = headers["If-None-Match"] == '"7"' and headers["If-Modified-Since"] == "yesterday"
            return Answer(status=304) if known else Answer(b"x", headers={"ETag": '"7"', "Last-Modified": "yesterday"})

        site.routes["/feed"] = answer
        first = fetcher().get(f"{site.url}/feed")
        assert first.validators == Validators('"7"', "yesterday")
        second = fetcher().get(f"{site.url}/feed", first.validators)
        assert (second.is_unchanged, second.body) == (True, b"")


class TestRedirects:
    """Where one address leads to another."""

    def test_they_are_followed(self, site: Site) -> None:
        site.routes["/old"] = Answer(status=301, headers={"Location": "/new"})
        site.routes["/new"] = Answer(b"words")
        found = fetcher().get(f"{site.url}/old")
        assert (found.url, found.body) == (f"{site.url}/new", b"words")

    def test_a_loop_ends(self, site: Site) -> None:
        site.routes["/page"] = Answer(status=302, headers={"Location": "/page"})
        assert "redirects more than 5 times" in failure(site).message
        assert site.times_asked("/page") == 6

    @pytest.mark.parametrize(
        "to", ["file:///etc/passwd", "ftp://example.org/", "data:text/html,x", "http://[::g]/", "gopher:x"]
    )
    def test_they_never_lead_to_another_scheme(self, site: Site, to: str) -> None:
        site.routes["/page"] = Answer(status=302, headers={"Location": to})
        assert "no address of http" in failure(site).message

    def test_they_do_not_lead_from_https_to_http(self) -> None:
        assert str(fetcher_module.redirected(URL("https://a.example/"), "/b")) == "https://a.example/b"
        assert str(fetcher_module.redirected(URL("http://a.example/"), "https://a.example/")) == "https://a.example/"
        with pytest.raises(FetchFailed, match="from https to http"):
            fetcher_module.redirected(URL("https://a.example/"), "http://a.example/")

    @pytest.mark.parametrize("host", ["169.254.169.254", "10.0.0.1", "127.0.0.2", "[::1]", "0x7f.1", "[::ffff:7f00:1]"])
    def test_each_is_judged_anew(self, site: Site, host: str) -> None:
        with serving("127.0.0.2", site.port) as inside:
            site.routes["/page"] = Answer(status=302, headers={"Location": f"http://{host}:{inside.port}/secret"})
            assert "not public" in failure(site).message or "odd number" in failure(site).message
            assert inside.asked == []

    def test_the_setting_for_private_addresses_opens_no_way_to_a_machines_secrets(self, site: Site) -> None:
        site.routes["/page"] = Answer(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data"})
        private = Fetcher(NetworkSettings(private_addresses=True), clock=QuickClock())
        with pytest.raises(FetchFailed, match="not public"):
            private.get(f"{site.url}/page")


class TestLimits:
    """What would not end, or not fit."""

    @pytest.mark.parametrize("members", [1, 2])
    def test_a_bomb_of_gzip_is_not_unpacked(self, site: Site, members: int) -> None:
        site.routes["/page"] = Answer(
            gzip.compress(bytes(6 * MIB // members)) * members, headers={"Content-Encoding": "gzip"}
        )
        assert "larger than 5 MiB" in failure(site).message

    def test_a_bomb_is_given_up_before_it_is_unpacked(self, site: Site) -> None:
        packer = zlib.compressobj(wbits=31)
        head, block = (packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
        site.routes["/page"] = Answer(chain([head], repeat(block * 100)), headers={"Content-Encoding": "gzip"})
        tracemalloc.start()
        assert "larger than 1 MiB" in failure(site, size=MIB).message
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 8 * MIB

    @pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "compress"])
    def test_what_is_packed_in_another_way_is_refused(self, site: Site, encoding: str) -> None:
        site.routes["/page"] = Answer(bytes(100), headers={"Content-Encoding": encoding})
        assert "was not asked for" in failure(site).message

    def test_an_endless_body_ends(self, site: Site) -> None:
        site.routes["/page"] = Answer(repeat(bytes(65536)))
        assert "larger than 5 MiB" in failure(site).message

    @pytest.mark.parametrize("encoding", ["", "gzip"])
    def test_a_body_may_have_as_many_bytes_as_it_may_and_not_one_more(self, site: Site, encoding: str) -> None:
        for size in (MIB, MIB + 1):
            body = gzip.compress(bytes(size)) if encoding else bytes(size)
            site.routes[f"/{size}"] = Answer(body, headers={"Content-Encoding": encoding} if encoding else {})
        assert len(fetcher(size=MIB).get(f"{site.url}/{MIB}").body) == MIB
        assert "larger than 1 MiB" in failure(site, f"/{MIB + 1}", MIB).message

    def test_endless_members_of_nothing_end(self, site: Site) -> None:
        site.routes["/page"] = Answer(repeat(gzip.compress(b"") * 3000), headers={"Content-Encoding": "gzip"})
        assert "larger than 5 MiB" in failure(site).message

    def test_a_body_longer_than_it_says_is_read_no_further(self, site: Site) -> None:
        site.routes["/page"] = Answer(b"words and more", headers={"Content-Length": "5"})
        assert fetcher().get(f"{site.url}/page").body == b"words"

    def test_a_body_shorter_than_it_says_is_no_body(self, site: Site) -> None:
        site.routes["/page"] = Answer(b"words", headers={"Content-Length": "500"})
        assert "cut short" in failure(site).message

    def test_packed_bodies_that_are_cut_short_or_damaged_are_refused(self, site: Site) -> None:
        body = gzip.compress(b"words " * 1000)
        site.routes["/page"] = Answer(body[:-9], headers={"Content-Encoding": "gzip"})
        assert "cut short" in failure(site).message
        site.routes["/page"] = Answer(b"words", headers={"Content-Encoding": "gzip"})
        assert "no gzip" in failure(site).message

    @pytest.mark.parametrize("part", ["headers", "body"])
    def test_a_slow_drip_ends_with_the_one_deadline(self, site: Site, part: str) -> None:
        """Looking at the clock takes a second here, so that a byte a look never gets anywhere in time."""
        headers = {"X-Slow": "1"} if part == "body" else {f"X-{number}": "1" for number in range(10)}
        site.routes["/page"] = Answer(repeat(b"x"), headers=headers)
        clock = QuickClock(step=0.1)
        begun = clock.time
        with pytest.raises(FetchFailed, match="took longer than 2 seconds"):
            fetcher(clock, seconds=2.0, attempts=1).get(f"{site.url}/page")
        assert clock.time - begun < 10

    def test_a_server_that_says_nothing_is_left(self, site: Site) -> None:
        is_over = Event()

        def silent() -> Iterator[bytes]:
            yield b"x"
            is_over.wait()

        site.routes["/page"] = Answer(silent())
        try:
            with pytest.raises(FetchFailed, match="took longer"):
                fetcher(QuickClock(step=1.0), attempts=1, seconds=8.0).get(f"{site.url}/page")
        finally:
            is_over.set()

    def test_what_is_no_http_is_refused(self, site: Site) -> None:
        site.routes["/page"] = Answer(headers={"Broken": "x\r\n\0: y"})
        assert "not answered as HTTP" in failure(site).message

    def test_endless_headers_end(self, site: Site) -> None:
        site.routes["/page"] = Answer(headers={f"X-{number}": "x" * 1000 for number in range(1000)})
        assert "not answered as HTTP" in failure(site).message


class TestTryingAgain:
    """What may pass."""

    @pytest.mark.parametrize("status", [500, 502, 503, 504, 429, 408])
    def test_what_may_pass_is_tried_a_few_times(self, site: Site, status: int) -> None:
        site.routes["/page"] = Answer(status=status)
        assert failure(site).status == status
        assert site.times_asked("/page") == 3

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 501])
    def test_what_will_not_pass_is_not(self, site: Site, status: int) -> None:
        site.routes["/page"] = Answer(status=status)
        assert f"was answered with {status}" in failure(site).message
        assert site.times_asked("/page") == 1

    def test_what_has_passed_is_had(self, site: Site) -> None:
        answers = iter([Answer(status=503), Answer(b"words")])
        site.routes["/page"] = lambda _: next(answers)
        assert fetcher().get(f"{site.url}/page").body == b"words"

    @pytest.mark.parametrize("form", ["seconds", "moment"])
    def test_a_host_is_left_alone_as_long_as_it_says(self, site: Site, form: str) -> None:
        moment = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
        answers = iter(
            [Answer(status=429, headers={"Retry-After": "40" if form == "seconds" else moment}), Answer(b"x")]
        )
        site.routes["/page"] = lambda _: next(answers)
        clock = QuickClock()
        fetcher(clock).get(f"{site.url}/page")
        assert 38 <= max(clock.slept) <= 40

    def test_a_long_wait_is_left_to_whoever_asks(self, site: Site) -> None:
        site.routes["/page"] = Answer(status=429, headers={"Retry-After": "7200"})
        site.routes["/other"] = Answer(b"words")
        clock = QuickClock()
        patient = fetcher(clock)
        with pytest.raises(FetchFailed) as raised:
            patient.get(f"{site.url}/page")
        assert raised.value.retry_after == 7200
        with pytest.raises(FetchFailed, match="may not be asked for") as raised:
            patient.get(f"{site.url}/other")
        assert site.asked == ["/robots.txt", "/page"]
        clock.time += 7200
        assert patient.get(f"{site.url}/other").body == b"words"

    @pytest.mark.parametrize("said", ["soon", "-5", "٣", "Wed, 99 Nov 2026", ""])
    def test_a_wait_that_makes_no_sense_is_not_heeded(self, site: Site, said: str) -> None:
        site.routes["/page"] = Answer(status=503, headers={"Retry-After": said.encode().decode("latin-1")})
        assert failure(site).retry_after in (None, 0)

    def test_a_host_that_is_not_there_is_told(self) -> None:
        with serving() as gone:
            pass
        assert "cannot be connected to" in failure(gone).message

    def test_a_name_that_is_not_known_is_told(self) -> None:
        with pytest.raises(NetworkFailed, match="not known"):
            fetcher(attempts=1).get("http://nowhere.invalid/")


class TestPace:
    """How often a host is asked."""

    def test_a_host_is_asked_once_a_second(self, site: Site) -> None:
        site.routes["/a"] = site.routes["/b"] = Answer(b"x")
        clock = QuickClock()
        polite = fetcher(clock)
        for path in ("/a", "/b", "/a"):
            polite.get(site.url + path)
        assert clock.slept == [1.0, 1.0, 1.0], "after robots.txt, and after each page"

    def test_hosts_do_not_wait_for_each_other(self, site: Site) -> None:
        clock = QuickClock()
        polite = Fetcher(clock=clock, permits=lambda _: True)
        with serving("127.0.0.2") as other:
            for each in (site, other):
                each.routes["/a"] = Answer(b"x")
                polite.get(f"{each.url}/a")
        assert clock.slept == [1.0, 1.0]

    def test_stopping_ends_the_waiting(self, site: Site) -> None:
        site.routes["/a"] = Answer(b"x")
        stopped = fetcher()
        stopped.get(f"{site.url}/a")
        stopped.stop()
        with pytest.raises(FetchFailed, match="told to stop"):
            stopped.get(f"{site.url}/a")


class TestRobots:
    """What a site lets programs fetch."""

    def test_what_is_not_for_programs_is_not_fetched(self, site: Site) -> None:
        site.routes["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /*/private$\nAllow: /\n")
        site.routes["/x/private"] = site.routes["/x/private/not"] = Answer(b"x")
        assert "robots.txt" in failure(site, "/x/private").message
        assert fetcher().get(f"{site.url}/x/private/not").body == b"x"

    def test_rules_for_qabot_go_before_those_for_all(self, site: Site) -> None:
        site.routes["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /\n\nUser-agent: qabot\nAllow: /\n")
        site.routes["/page"] = Answer(b"x")
        assert fetcher().get(f"{site.url}/page").body == b"x"

    def test_they_are_asked_for_once_a_day(self, site: Site) -> None:
        site.routes["/page"] = Answer(b"x")
        clock = QuickClock()
        polite = fetcher(clock)
        for _ in range(3):
            polite.get(f"{site.url}/page")
        assert site.times_asked("/robots.txt") == 1
        clock.time += 24 * 60 * 60
        polite.get(f"{site.url}/page")
        assert site.times_asked("/robots.txt") == 2

    def test_the_delay_they_ask_for_is_kept(self, site: Site) -> None:
        site.routes["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 7\n")
        site.routes["/page"] = Answer(b"x")
        clock = QuickClock()
        polite = fetcher(clock)
        polite.get(f"{site.url}/page")
        polite.get(f"{site.url}/page")
        assert clock.slept == [1.0, 7.0]

    def test_waiting_for_ones_turn_takes_none_of_the_time_for_fetching(self, site: Site) -> None:
        site.routes["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 40\n")
        site.routes["/page"] = Answer(b"x")
        polite = fetcher(seconds=30.0)
        polite.get(f"{site.url}/page")
        assert polite.get(f"{site.url}/page").body == b"x"

    @pytest.mark.parametrize("status", [429, 500])
    def test_where_they_cannot_be_read_nothing_is_fetched(self, site: Site, status: int) -> None:
        site.routes["/robots.txt"] = Answer(status=status)
        site.routes["/page"] = Answer(b"x")
        assert f"/robots.txt was answered with {status}" in failure(site).message
        assert site.times_asked("/page") == 0

    def test_a_redirect_asks_the_site_that_it_leads_to(self, site: Site) -> None:
        with serving("127.0.0.2") as other:
            other.routes["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /\n")
            site.routes["/page"] = Answer(status=302, headers={"Location": f"{other.url}/page"})
            polite = Fetcher(clock=QuickClock(), permits=lambda found: is_permitted(found) or str(found) == "127.0.0.2")
            with pytest.raises(FetchFailed, match="robots"):
                polite.get(f"{site.url}/page")
            assert other.asked == ["/robots.txt"]


def test_the_limits_are_those_that_are_promised() -> None:
    assert Limits() == Limits(seconds=30, size=5 * MIB, redirects=5, attempts=3, interval=1, patience=60)
