"""Who is let in, and what browsers are told: checked on a real server, route by route."""

from __future__ import annotations

import socket

import pytest

from qabot.web.access import Guard
from tests.web.running import UPGRADE, Running

ROUTES: dict[str, tuple[str, dict[str, str]]] = {
    "page": ("/", {}),
    "websocket": ("/ws?width=80&height=24", UPGRADE),
    "download": ("/download/0123", {}),
    "terminal": ("/static/js/textual.js", {}),
    "font": ("/static/fonts/RobotoMono-VariableFont_wght.ttf", {}),
    "styles": ("/page/chat.css", {}),
    "nothing": ("/nothing/there", {}),
}
SECURITY = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
every_route = pytest.mark.parametrize(("path", "headers"), ROUTES.values(), ids=ROUTES)


class TestTheKey:
    """The key, in the address once and in the cookie from then on."""

    @every_route
    def test_without_it_nothing_is_served(self, server: Running, path: str, headers: dict[str, str]) -> None:
        answer = server.request(path, headers | {"Origin": server.origin})
        assert answer.status == 403
        assert answer.body == "The key is missing.\nOpen the address that `qabot web` printed when it started.\n"
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"

    @every_route
    @pytest.mark.parametrize("wrong", ["", "x", "ключ", "\udcff", "short", "long", "swapped"])
    def test_a_wrong_one_is_worth_nothing(
        self, server: Running, path: str, headers: dict[str, str], wrong: str
    ) -> None:
        nearly = {"short": server.key[:-1], "long": f"{server.key}0", "swapped": server.key.swapcase()}
        wrong = nearly.get(wrong, wrong)
        cookie = f"qabot-{server.port}={wrong}".encode("utf-8", "surrogateescape").decode("latin-1")
        answer = server.request(path, headers | {"Origin": server.origin, "Cookie": cookie})
        assert answer.status == 403

    @every_route
    def test_it_counts_in_the_address_of_the_page_only(
        self, server: Running, path: str, headers: dict[str, str]
    ) -> None:
        address = f"{path}{'&' if '?' in path else '?'}token={server.key}"
        answer = server.request(address, headers | {"Origin": server.origin})
        assert answer.status == (303 if path == "/" else 403)

    @pytest.mark.parametrize("wrong", ["", "x", "%ff", "%D0%BA", "KEY0", "x&token=KEY"])
    def test_a_wrong_one_in_the_address_is_refused_even_with_the_right_cookie(
        self, server: Running, wrong: str
    ) -> None:
        answer = server.request(f"/?token={wrong.replace('KEY', server.key)}", server.cookie)
        assert (answer.status, answer.body.splitlines()[0]) == (403, "The key has changed.")

    def test_the_address_gives_a_cookie_and_leads_to_one_without_the_key(self, server: Running) -> None:
        answer = server.request(server.address.removeprefix(server.origin))
        assert (answer.status, answer.headers["location"]) == (303, "/")
        assert answer.headers["set-cookie"] == (f"qabot-{server.port}={server.key}; HttpOnly; Path=/; SameSite=Strict")
        assert server.key not in answer.body
        page = server.request("/", server.cookie)
        assert page.status == 200
        assert server.key not in page.body

    @every_route
    def test_the_cookie_opens_every_route(self, server: Running, path: str, headers: dict[str, str]) -> None:
        answer = server.request(path, headers | {"Origin": server.origin} | server.cookie)
        assert answer.status == {"/nothing/there": 404, "/download/0123": 404, "/ws?width=80&height=24": 101}.get(
            path, 200
        )

    def test_it_is_new_at_each_start_and_long(self) -> None:
        keys = {Guard((), 1).address("localhost").split("=")[1] for _ in range(3)}
        assert len(keys) == 3
        assert all(len(key) >= 43 for key in keys)


class TestTheName:
    """The name that a request is sent to."""

    @every_route
    @pytest.mark.parametrize("name", ["evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "localhost:PORT@evil", ""])
    def test_another_ones_is_refused(self, server: Running, path: str, headers: dict[str, str], name: str) -> None:
        host = name.replace("PORT", str(server.port))
        answer = server.request(path, headers | server.cookie | {"Host": host, "Origin": f"http://{host}"})
        assert (answer.status, "one of the server's names" in answer.body) == (403, True)

    @pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LocalHost", "[::1]"])
    def test_the_loopbacks_are_ours(self, server: Running, name: str) -> None:
        host = f"{name}:{server.port}"
        answer = server.request("/", server.cookie | {"Host": host})
        assert answer.status == 200
        assert f"connect-src ws://{host};" in answer.headers["content-security-policy"]
        ours = {"Host": host, "Origin": f"http://{host.lower()}"}
        assert server.request("/ws", UPGRADE | server.cookie | ours).status == 101

    def test_the_one_it_is_bound_to_is_ours_without_a_port_where_browsers_leave_it_out(self) -> None:
        assert Guard((), 80).address("Host.Example").startswith("http://host.example:80/?token=")
        assert Guard((), 8617).address("fe80::1").startswith("http://[fe80::1]:8617/?token=")


class TestThePage:
    """The page that a request comes from."""

    @every_route
    @pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:PORT"])
    def test_another_sites_is_refused(self, server: Running, path: str, headers: dict[str, str], origin: str) -> None:
        sent = headers | server.cookie | {"Origin": origin.replace("PORT", str(server.port))}
        answer = server.request(path, sent)
        assert (answer.status, "another site" in answer.body) == (403, True)

    def test_a_websocket_must_say_where_it_comes_from(self, server: Running) -> None:
        answer = server.request("/ws", UPGRADE | server.cookie)
        assert (answer.status, "another site" in answer.body) == (403, True)


class TestWhatBrowsersAreTold:
    """The headers of every response."""

    @every_route
    @pytest.mark.parametrize("let_in", [True, False], ids=["let in", "refused"])
    def test_every_response_says_it(self, server: Running, path: str, headers: dict[str, str], let_in: bool) -> None:
        answer = server.request(path, headers | {"Origin": server.origin} | (server.cookie if let_in else {}))
        assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY
        if path != "/" or not let_in:
            policy = answer.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; ")
            assert policy.endswith("; sandbox")
            assert "script" not in policy

    def test_they_are_told_with_the_cookie_too(self, server: Running) -> None:
        answer = server.request(server.address.removeprefix(server.origin))
        assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY


class TestATicket:
    """The key for a browser that is opened by a command line."""

    def test_lets_in_once(self) -> None:
        guard = Guard((), 1)
        key = guard.ticket("localhost").split("=")[1]
        assert key not in guard.address("localhost")
        assert guard.opens(key)
        assert not guard.opens(key)


def test_a_request_without_a_host_is_refused(server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\nCookie: " + server.cookie["Cookie"].encode() + b"\r\n\r\n")
        assert connection.makefile().readline().startswith("HTTP/1.0 403 ")
