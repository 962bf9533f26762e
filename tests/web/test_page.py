"""The page: it refers to nothing outside, and its policy allows nothing more than it uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import textual_serve

from qabot.web.server import INJECTED
from tests.web.running import Running

STATICS = Path(textual_serve.__file__).parent / "static"


class References(HTMLParser):
    """Collects every address that a page refers to, and what it has of its own script and style."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.addresses += [value for name, value in given.items() if name in {"href", "src"} or "url" in name]
        if (tag == "script" and "src" not in given) or tag == "style":
            self.inline.append(tag)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]


def references(page: str) -> References:
    found = References()
    found.feed(page)
    return found


def styles_addresses(style: str) -> Iterator[str]:
    """Yield every address that a style sheet loads."""
    yield from (
        found.strip("'\"") for found in re.findall(r"url\(([^)]*)\)|@import\s+([^;]*)", style) for found in found
    )


def test_it_refers_to_nothing_outside_and_to_nothing_that_is_not_there(server: Running) -> None:
    found = references(server.request("/", server.cookie).body)
    websocket = f"ws://127.0.0.1:{server.port}/ws"
    assert found.addresses.count(websocket) == 1
    loaded = [address for address in found.addresses if address != websocket]
    assert len(loaded) >= 5
    for style in [address for address in loaded if address.endswith(".css")]:
        loaded += filter(None, styles_addresses(server.request(style, server.cookie).body))
    assert any(address.endswith(".ttf") for address in loaded)
    for address in loaded:
        assert re.fullmatch(r"/[^/].*|/", address), address
        assert server.request(address, server.cookie).status == 200, address


def test_it_has_no_script_and_no_style_of_its_own(server: Running) -> None:
    assert references(server.request("/", server.cookie).body).inline == []


def test_its_policy_is_strict(server: Running) -> None:
    answer = server.request("/", server.cookie)
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    hashed = policy.pop("style-src").removeprefix("'self' ").split()
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self'",
        "connect-src": f"ws://127.0.0.1:{server.port}",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    assert all(re.fullmatch(r"'sha256-[\w+/]{43}='", each) for each in hashed)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_the_one_style_that_is_let_in_is_the_terminals() -> None:
    assert INJECTED in (STATICS / "js" / "textual.js").read_text(encoding="utf-8")


def test_folders_are_not_listed(server: Running) -> None:
    for path in ("/static", "/static/", "/static/js/", "/page/"):
        assert server.request(path, server.cookie).status in {403, 404}
    assert server.request("/page/..%2f..%2f__init__.py", server.cookie).status in {403, 404}
    assert server.request("/static/../server.py", server.cookie).status in {403, 404}
