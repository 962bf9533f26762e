"""Which addresses may be connected to."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.core.errors import NetworkFailed, UsageError
from qabot.core.settings import NetworkSettings
from qabot.corpus.fetch.address_policy import is_odd_number, is_public, is_public_or_private
from qabot.corpus.fetch.fetcher import Fetcher
from tests.sites import Answer, QuickClock, Site, serving

NEVER = [
    "0.0.0.0",  # noqa: S104 - nothing is bound to it
    "169.254.169.254",
    "168.63.129.16",
    "100.100.100.200",
    "192.0.0.192",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.88.99.1",
    "198.18.0.1",
    "::",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "fd00:ec2::254",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
]
PRIVATE = ["127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "::1", "fc00::1", "fd12::1"]
PUBLIC = ["8.8.8.8", "151.101.0.144", "2a04:4e42::144", "2606:4700::6810:84e5"]


@pytest.mark.parametrize("text", NEVER)
def test_some_addresses_are_never_connected_to(text: str) -> None:
    assert not is_public(ip_address(text))
    assert not is_public_or_private(ip_address(text))


@pytest.mark.parametrize("text", PRIVATE)
def test_private_addresses_need_the_setting(text: str) -> None:
    assert not is_public(ip_address(text))
    assert is_public_or_private(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_may_be_connected_to(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0x7f.0.0.1", "017700000001", "0177.0.0.1", "127.1", "1.", "a.0x"]
)
def test_numbers_that_stand_for_an_address_are_odd(host: str) -> None:
    assert is_odd_number(host)


@given(st.ip_addresses(v=4))
def test_addresses_as_they_are_written_are_not_odd(found: Any) -> None:
    assert not is_odd_number(str(found))


@pytest.mark.parametrize("host", ["example.org", "3.example.org", "1e100.net", "[::1]", "x0"])
def test_names_are_not_odd(host: str) -> None:
    assert not is_odd_number(host)


class TestFetching:
    """What a fetcher makes of them."""

    @pytest.mark.parametrize(
        "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0177.1"]
    )
    def test_this_machine_is_not_asked_without_the_setting(self, site: Site, host: str) -> None:
        with pytest.raises(NetworkFailed, match=r"not public|odd number"):
            Fetcher(clock=QuickClock()).get(f"http://{host}:{site.port}/")
        assert site.asked == []

    def test_this_machine_is_asked_with_the_setting(self, site: Site) -> None:
        site.routes["/"] = Answer(b"hello")
        fetcher = Fetcher(NetworkSettings(private_addresses=True), clock=QuickClock())
        assert fetcher.get(f"{site.url}/").body == b"hello"

    @pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.1"])
    def test_odd_numbers_are_refused_even_where_they_lead_to_what_is_allowed(self, site: Site, host: str) -> None:
        with pytest.raises(NetworkFailed, match="odd number"):
            Fetcher(NetworkSettings(private_addresses=True), clock=QuickClock()).get(f"http://{host}:{site.port}/")
        assert site.asked == []

    def test_the_failure_names_the_setting(self, site: Site) -> None:
        with pytest.raises(NetworkFailed) as raised:
            Fetcher(clock=QuickClock()).get(site.url)
        assert "private_addresses" in raised.value.hint
        assert raised.value.still_works
        assert raised.value.exit_code == 7

    @pytest.mark.parametrize(
        "url", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "javascript:1", "", "//x/", "http://"]
    )
    def test_only_http_is_spoken(self, url: str) -> None:
        with pytest.raises(UsageError):
            Fetcher(clock=QuickClock()).get(url)


class TestRebinding:
    """A name that leads elsewhere each time it is looked up."""

    @pytest.fixture
    def names(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """What the name `news.test` leads to, one answer after the other."""
        answers: list[str] = []
        ask = socket.getaddrinfo

        def rebinding(host: Any, *args: Any, **kwargs: Any) -> Any:
            return ask(answers.pop(0) if host == "news.test" else host, *args, **kwargs)

        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        return answers

    @pytest.fixture
    def fetcher(self) -> Fetcher:
        """One to whom 127.0.0.2 is a public address, and 127.0.0.1 is none."""
        return Fetcher(clock=QuickClock(), permits=lambda found: found == ip_address("127.0.0.2"))

    def test_the_address_that_was_judged_is_the_one_connected_to(self, fetcher: Fetcher, names: list[str]) -> None:
        with serving("127.0.0.2") as outside, serving("127.0.0.1", outside.port) as inside:
            outside.routes["/robots.txt"] = outside.routes["/"] = Answer(b"public")
            names += ["127.0.0.2", "127.0.0.2", "127.0.0.1"]
            assert fetcher.get(f"http://news.test:{outside.port}/").body == b"public"
            assert inside.asked == []
        assert names == ["127.0.0.1"], "each connection asks for the address once"

    def test_a_name_that_leads_inside_later_is_refused_then(self, fetcher: Fetcher, names: list[str]) -> None:
        with serving("127.0.0.2") as outside, serving("127.0.0.1", outside.port) as inside:
            names += ["127.0.0.2", "127.0.0.1", "127.0.0.1"]
            with pytest.raises(NetworkFailed, match="not public"):
                fetcher.get(f"http://news.test:{outside.port}/")
            assert outside.asked == ["/robots.txt"]
            assert inside.asked == []
