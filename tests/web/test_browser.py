"""The chat in a real browser, where there is one: it is drawn, typed into, and asks nothing of other machines."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from msgspec import Struct, field
from playwright.sync_api import ConsoleMessage, Download, Page, WebSocket, sync_playwright

from qabot.cli.web_launch import chat_command
from qabot.core.settings import Home, Settings
from tests.cli.helpers import LIMIT
from tests.web.running import TINY, Running, drawn, running

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
INK = """
() => {
    const screen = document.querySelector("canvas.xterm-text-layer");
    const copy = Object.assign(document.createElement("canvas"), {width: screen.width, height: screen.height});
    const drawing = copy.getContext("2d", {willReadFrequently: true});
    drawing.drawImage(screen, 0, 0);
    return drawing.getImageData(0, 0, copy.width, copy.height).data.some((value, i) => i % 4 < 3 && value > 150);
}
"""
"""Whether anything light has been drawn onto the terminal's canvas."""

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed, such as Debian's package chromium")


class Scene(Struct, frozen=True):
    """What is served, and what happens in it."""

    command: Sequence[str]
    greeting: str
    """What it shows at first, without spaces."""
    typed: str
    effect: str
    """What it shows when that has been entered, without spaces."""


class Seen(Struct):
    """A page, and all that it has done."""

    page: Page
    sent: list[bytes] = field(default_factory=list[bytes])
    """What the chat drew, piece by piece."""
    requests: list[str] = field(default_factory=list[str])
    """Every address that anything was asked of, websockets included."""
    complaints: list[str] = field(default_factory=list[str])
    """Errors and warnings on the console, and requests that failed."""
    downloads: list[Download] = field(default_factory=list[Download])

    def shows(self, words: str) -> None:
        """Wait until the chat has drawn these words, as the terminal is told it, and something is on the canvas."""
        self.wait(lambda: words in "".join(drawn(b"".join(self.sent)).split()))
        self.page.wait_for_function(INK)

    def wait(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition, and let the browser's events in meanwhile."""
        for _ in range(LIMIT):
            if condition():
                return
            self.page.wait_for_timeout(250)
        pytest.fail(f"It did not come about; the last that was drawn is {drawn(b''.join(self.sent))[-500:].split()}")


@pytest.fixture
def scene(starter_home: Home) -> Scene:
    """The scene that is played: the chat itself, over the starter corpus."""
    command = chat_command(Settings(starter_home), private=True)
    question = "How much did GDS get in the 2015 Spending Review?"
    return Scene(command, "Askthepublic-sectorICTpress", question, "£450m")


@pytest.fixture
def served(scene: Scene, tmp_path: Path) -> Iterator[Running]:
    with running(scene.command, tmp_path) as server:
        yield server


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[Seen]:
    """An empty page of a browser that has never been used."""
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, args=FLAGS, timeout=LIMIT * 1000
        ) as browser,
    ):
        page = browser.new_page()
        watched = Seen(page)
        browser.on("request", lambda request: watched.requests.append(request.url))
        browser.on("requestfailed", lambda request: watched.complaints.append(f"{request.url} {request.failure}"))
        page.on("download", lambda file: watched.downloads.append(file))  # noqa: PLW0108 - Playwright takes no method of a list
        page.on("console", lambda said: _hear(watched, said))
        page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        page.on("websocket", lambda websocket: _listen(watched, websocket))
        yield watched


def test_the_chat_is_drawn_and_typed_into_and_asks_nothing_of_other_machines(
    served: Running, seen: Seen, scene: Scene
) -> None:
    seen.page.goto(served.address)
    seen.shows(scene.greeting)
    seen.page.keyboard.type(scene.typed)
    seen.page.keyboard.press("Enter")
    seen.shows(scene.effect)
    assert {urlsplit(each).netloc for each in seen.requests} == {f"127.0.0.1:{served.port}"}
    assert any(each.startswith("ws:") for each in seen.requests)
    assert any(each.endswith(".ttf") for each in seen.requests), "its font is its own"
    assert seen.complaints == []


def test_the_key_stays_neither_in_the_address_nor_in_the_history(served: Running, seen: Seen, scene: Scene) -> None:
    seen.page.goto(served.address)
    seen.shows(scene.greeting)
    assert seen.page.url == f"{served.origin}/"
    assert served.key not in str(seen.page.evaluate("document.cookie + document.referrer + document.body.outerHTML"))
    seen.page.go_back()
    assert seen.page.url == "about:blank"
    seen.page.go_forward()
    assert seen.page.url == f"{served.origin}/"


def test_a_chat_that_has_ended_says_so_and_enter_starts_another(served: Running, seen: Seen, scene: Scene) -> None:
    seen.page.goto(served.address)
    seen.shows(scene.greeting)
    seen.page.keyboard.press("Control+q")
    seen.page.get_by_text("This chat has ended.").wait_for()
    seen.sent.clear()
    seen.page.keyboard.press("Enter")
    seen.shows(scene.greeting)
    assert not seen.page.get_by_text("This chat has ended.").is_visible()
    assert seen.complaints == []


def test_what_a_chat_hands_out_is_downloaded(tmp_path: Path, seen: Seen) -> None:
    with running(TINY, tmp_path) as served:
        seen.page.goto(served.address)
        seen.shows("Quibblytram")
        seen.page.keyboard.press("F2")
        seen.wait(lambda: bool(seen.downloads))
        (file,) = seen.downloads
        assert (file.suggested_filename, file.path().read_text()) == ("talk.html", "<p>A conversation</p>")


def _hear(watched: Seen, said: ConsoleMessage) -> None:
    if said.type in {"error", "warning"}:
        watched.complaints.append(said.text)


def _listen(watched: Seen, websocket: WebSocket) -> None:
    watched.requests.append(websocket.url)
    websocket.on("framereceived", lambda frame: watched.sent.append(frame if isinstance(frame, bytes) else b""))
