"""How every screen looks. After a change that is meant: `pytest tests/tui/test_snapshots.py --snapshot-update`; look.

Each state is drawn in a wide and a narrow terminal and in two themes, within one run of the chat. Nothing in it depends
on when or where that is: the index has a fixed name and date, the home is named as seen from the working directory, the
clock stands still, and no cursor blinks.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import threading
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion

from qabot.chat import build_process
from qabot.chat.build_process import BuildProcess
from qabot.chat.history import History, PastQuestion
from qabot.chat.theme_names import ThemeName
from qabot.cli.progress_lines import progress_line
from qabot.core.answers import Turn, Verdict
from qabot.core.progress import Progress
from qabot.core.questions import Filters
from qabot.core.settings import Home, Settings
from qabot.engine.loaded_models import Models
from qabot.engine.session import Session
from qabot.index.manifest import Manifest
from qabot.tui.glyphs import ASCII, UNICODE, Glyphs
from qabot.tui.screens.index_screen import IndexScreen
from tests.conftest import link_index
from tests.tui.helpers import NARROW, WIDE, Driven, driven, make_app
from tests.tui.sessions import Opener, damaged_after, loaded_when
from tests.tui.stills import still

pytestmark = pytest.mark.anyio

HOME = Home(Path("home"))
"""As seen from the working directory, so that its path is the same everywhere."""
BUILT = datetime(2026, 1, 5, 9, tzinfo=UTC)
NOW = BUILT + timedelta(days=3)
MONEY = "How much did GDS get in the 2015 Spending Review?"
NOTHING = "who ate the gruffalo pie"
BOTH: tuple[ThemeName, ...] = ("dark", "contrast")


class Start(Struct, frozen=True):
    """Starts chats whose clock stands still."""

    open_session: Opener
    """How they open their session, unless they are to do it otherwise."""

    def __call__(
        self,
        size: tuple[int, int] = WIDE,
        *,
        ready: bool = True,
        glyphs: Glyphs = UNICODE,
        history: History | None = None,
        open_session: Opener | None = None,
    ) -> AbstractAsyncContextManager[Driven]:
        """Start one in a terminal of this size."""
        opener = open_session or self.open_session
        app = make_app(HOME, glyphs=glyphs, history=history, open_session=opener, clock=lambda: NOW)
        return driven(app, size, ready=ready)


@pytest.fixture(scope="module", autouse=True)
def folder(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Work in a folder that holds a home with the starter index, under a fixed name and date."""
    with contextlib.chdir(tmp_path_factory.mktemp("snapshots")):
        HOME.path.mkdir()
        link_index(starter_home, HOME)
        shutil.copytree(starter_home.corpus, HOME.corpus, copy_function=os.link, dirs_exist_ok=True)
        _fix(HOME)
        yield


@pytest.fixture(scope="module")
def start(folder: None) -> Start:  # noqa: ARG001 - it must be there
    """Start chats that have the same models, loaded once, and try the same examples once."""
    with Session.open_lexical(Settings(HOME)) as session:
        models = session.load_models()
    tried: dict[str, Turn] = {}

    class Equipped(Session):
        def load_models(self) -> Models:
            return models

        def probe(self, text: str, filters: Filters | None = None) -> Turn:
            if filters is not None:
                return super().probe(text, filters)
            if text not in tried:
                tried[text] = super().probe(text)
            return tried[text]

    return Start(Equipped.open_lexical)


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tell the hours of the day as in UTC."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def svg(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compare with SVG files."""
    return snapshot.use_extension(SVGImageExtension)


def _fix(home: Home) -> None:
    """Give an index a fixed name and date."""
    (folder,) = home.index.glob("*/")
    name = f"{BUILT:%Y%m%dT%H%M%S}000000Z-{folder.name[-8:]}"
    manifest = Manifest.read(folder)
    # What is linked to another index is replaced, never written into.
    for path in (folder / "manifest.json", home.index / "CURRENT"):
        path.unlink()
    replace(manifest, name=name, created=BUILT.isoformat()).write(folder)
    (home.index / "CURRENT").write_text(f"{name}\n", encoding="utf-8")
    folder.rename(home.index / name)


async def differing(
    chat: Driven,
    svg: SnapshotAssertion,
    sizes: Sequence[tuple[int, int]] = (WIDE, NARROW),
    themes: Sequence[ThemeName] = BOTH,
) -> list[str]:
    """Draw what the chat shows in each size and in each theme, and return which of the pictures are not as they were.

    Several sizes take turns with the themes: a size lays out, a theme colours, and neither changes what the other does.
    """
    found: list[str] = []
    for number, (columns, lines) in enumerate(sizes):
        await chat.pilot.resize_terminal(columns, lines)
        for theme in themes if len(sizes) == 1 else (themes[number % len(themes)],):
            name = f"{columns}x{lines}-{theme}"
            if await still(chat, theme) != svg(name=name):
                found.append(name)
    return found


class TestAsking:
    """The main screen."""

    async def test_before_the_first_question(self, start: Start, svg: SnapshotAssertion) -> None:
        async with start() as chat:
            await chat.until(lambda: "Such as" in chat.text, "the examples")
            assert await differing(chat, svg) == []

    async def test_an_answer(self, start: Start, svg: SnapshotAssertion) -> None:
        async with _answered(start) as chat:
            assert await differing(chat, svg) == []

    @pytest.mark.parametrize("theme", ["light", "colour-blind"])
    async def test_an_answer_in_another_theme(self, theme: ThemeName, start: Start, svg: SnapshotAssertion) -> None:
        async with _answered(start) as chat:
            assert await differing(chat, svg, sizes=[WIDE], themes=[theme]) == []

    async def test_an_answer_without_box_characters(self, start: Start, svg: SnapshotAssertion) -> None:
        async with _answered(start, glyphs=ASCII) as chat:
            assert await differing(chat, svg, sizes=[WIDE], themes=["dark"]) == []

    async def test_why_an_answer_is_what_it_is(self, start: Start, svg: SnapshotAssertion) -> None:
        async with _answered(start) as chat:
            await chat.command("/why")
            await chat.until(lambda: chat.app.asking.transcript.turns[0].is_explained, "the reasons")
            assert await differing(chat, svg) == []

    async def test_a_follow_up(self, start: Start, svg: SnapshotAssertion) -> None:
        async with _answered(start) as chat:
            await chat.ask("what about HMRC?")
            assert await differing(chat, svg) == []

    async def test_filters(self, start: Start, svg: SnapshotAssertion) -> None:
        async with start() as chat:
            await chat.command('/filter outlet:UKAuthority after:2015 org:"Government Digital Service" -school')
            await chat.ask("who gets the digital money?")
            assert await differing(chat, svg) == []

    async def test_commands_to_choose_from(self, start: Start, svg: SnapshotAssertion) -> None:
        async with _answered(start) as chat:
            await chat.type("/")
            await chat.until(lambda: "/filter" in chat.text, "the commands")
            assert await differing(chat, svg) == []

    async def test_outlets_to_choose_from(self, start: Start, svg: SnapshotAssertion) -> None:
        async with _answered(start) as chat:
            await chat.type("cyber attacks outlet:co")
            await chat.until(lambda: "Computer Weekly" in chat.text, "the outlets")
            assert await differing(chat, svg) == []

    async def test_words_only(self, start: Start, svg: SnapshotAssertion) -> None:
        gate = threading.Event()
        try:
            async with start(open_session=loaded_when(gate), ready=False) as chat:
                await chat.until(lambda: chat.app.app_context.worker.is_open, "the index")
                await chat.ask(MONEY)
                await chat.until(lambda: "passage verified" in chat.text, "the article")
                assert await differing(chat, svg) == []
        finally:
            gate.set()

    async def test_nothing_found(self, start: Start, svg: SnapshotAssertion) -> None:
        async with start() as chat:
            await chat.ask(NOTHING)
            assert await differing(chat, svg) == []

    async def test_what_came_nearest(self, start: Start, svg: SnapshotAssertion) -> None:
        async with start() as chat:
            await chat.ask(NOTHING)
            await chat.pilot.press("tab", "enter")
            await chat.until(lambda: len(chat.app.asking.transcript.turns[0].evidence) > 0, "what came nearest")
            assert await differing(chat, svg) == []

    async def test_an_error(self, start: Start, svg: SnapshotAssertion) -> None:
        async with start(open_session=damaged_after(0)) as chat:
            chat.app.asking.prompt.put(MONEY)
            await chat.pilot.press("enter")
            await chat.until(lambda: "are damaged" in chat.text, "the error")
            assert await differing(chat, svg) == []

    async def test_too_small_a_terminal(self, start: Start, svg: SnapshotAssertion) -> None:
        async with start((50, 15), ready=False) as chat:
            await chat.until(lambda: "too small" in chat.text, "the note")
            assert await differing(chat, svg, sizes=[(50, 15)], themes=["dark"]) == []


class TestReading:
    """The article."""

    async def test_beside_the_conversation(self, start: Start, svg: SnapshotAssertion) -> None:
        async with _answered(start) as chat:
            await chat.pilot.press("2", "enter")
            await chat.focus(chat.app.asking.reader.body)
            await chat.until(lambda: "[2] of 3" in chat.text, "the second article")
            assert await differing(chat, svg, sizes=[WIDE]) == []

    async def test_by_itself(self, start: Start, svg: SnapshotAssertion) -> None:
        async with _answered(start, NARROW) as chat:
            await chat.pilot.press("2", "enter")
            await chat.until(lambda: "[2] of 3" in chat.text, "the second article")
            assert await differing(chat, svg, sizes=[NARROW]) == []

    async def test_formats_to_copy_in(self, start: Start, svg: SnapshotAssertion) -> None:
        async with _answered(start) as chat:
            await chat.pilot.press("tab", "ctrl+e")
            await chat.until(lambda: "bibtex" in chat.text, "the formats")
            assert await differing(chat, svg) == []


class TestOtherScreens:
    """What is behind the commands."""

    async def test_help(self, start: Start, svg: SnapshotAssertion) -> None:
        async with start() as chat:
            await chat.command("/help")
            assert await differing(chat, svg) == []

    async def test_browse(self, start: Start, svg: SnapshotAssertion) -> None:
        async with start() as chat:
            await chat.command("/browse")
            await chat.until(lambda: "213" in chat.text, "the articles")
            assert await differing(chat, svg) == []

    async def test_history(self, start: Start, svg: SnapshotAssertion, tmp_path: Path) -> None:
        history = History.open(tmp_path / "history.db")
        for question in _past():
            history.add(question)
        async with start(history=history) as chat:
            await chat.command("/history")
            await chat.until(lambda: MONEY in chat.text, "the questions")
            assert await differing(chat, svg) == []

    async def test_index(self, start: Start, svg: SnapshotAssertion) -> None:
        async with start() as chat:
            await chat.command("/index")
            await chat.until(lambda: "301" in chat.text, "what it holds")
            assert await differing(chat, svg) == []

    async def test_index_while_it_is_built(
        self, start: Start, svg: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # A child says what `qabot index` would say, a second apart by the clock that is given, and then waits.
        monkeypatch.setattr(build_process, "_build_command", _says)
        seconds = count()
        building = BuildProcess(Settings(HOME), lambda: float(next(seconds)))
        async with start() as chat:
            await chat.app.push_screen(IndexScreen(chat.app.app_context, building))
            await chat.pilot.press("enter")
            await chat.until(lambda: "312/1,234" in chat.text and "301" in chat.text, "the last line")
            assert await differing(chat, svg) == []
        await building.close()


def _says(_settings: Settings, *, anew: bool) -> list[str]:  # noqa: ARG001 - as it is called
    progress = (
        Progress("scan", 230, 230),
        Progress("read", 0, 17),
        Progress("read", 17, 17),
        Progress("model", 1, 1),
        Progress("split", 17, 17),
        Progress("embed", 0, 1_234),
        Progress("embed", 150, 1_234),
        Progress("embed", 312, 1_234),
    )
    said = "".join(map(progress_line, progress))
    return [sys.executable, "-c", "import signal, sys; sys.stderr.write(sys.argv[1]); signal.pause()", said]


def _past() -> Iterator[PastQuestion]:
    """Yield what was asked on three days, the oldest first."""
    asked: list[tuple[int, str, Verdict, str | None, str]] = [
        (9, "what does Socitm say about digital skills?", "possible", "Socitm wants skills to come first", ""),
        (
            2,
            "cyber attacks on councils",
            "strong",
            "Redcar and Cleveland counts the cost",
            "after:2020 outlet:UKAuthority",
        ),
        (2, NOTHING, "not_found", None, ""),
        (1, MONEY, "strong", "Early verdicts on Spending Review digital money are favourable", ""),
    ]
    for number, (days, text, verdict, title, filters) in enumerate(asked):
        when = NOW - timedelta(days=days) + timedelta(minutes=number)
        yield PastQuestion(0, when, str(HOME.path), "c", text, filters, verdict, 3, None, title, "g")


@contextlib.asynccontextmanager
async def _answered(start: Start, size: tuple[int, int] = WIDE, glyphs: Glyphs = UNICODE) -> AsyncGenerator[Driven]:
    """Start a chat that has answered a question."""
    async with start(size, glyphs=glyphs) as chat:
        await chat.ask(MONEY)
        if size == WIDE:
            await chat.until(lambda: "passage verified" in chat.text, "the article")
        yield chat
