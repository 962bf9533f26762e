"""Running the chat without a terminal, and waiting for what it shows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from textual import events
from textual.app import App
from textual.content import Content
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from qabot.chat.clipboard import TerminalEnvironment
from qabot.chat.history import History
from qabot.chat.theme_names import ThemeName
from qabot.chat.worker import SessionWorker
from qabot.core.settings import Home, Settings
from qabot.engine.session import Session
from qabot.tui.application import QabotApp
from qabot.tui.command_handler import CommandHandler
from qabot.tui.context import AppContext
from qabot.tui.glyphs import UNICODE, Glyphs
from qabot.tui.widgets.turn_block import TurnBlock

T = TypeVar("T")
_MOST_TURNS = 100_000
"""Turns of the event loop after which it is taken for one that never rests."""
PATIENCE_S = 60
"""How long to wait for something that is to come; it comes much sooner unless something is wrong."""
NOWHERE = TerminalEnvironment("linux", False, None, None, {}, True)
"""A machine where a text can only go into a file."""

WIDE, NARROW = (120, 36), (80, 24)


def make_app(  # noqa: PLR0913 - what a chat is made of
    home: Home,
    *,
    folder: Path | None = None,
    history: History | None = None,
    pins: Path | None = None,
    glyphs: Glyphs = UNICODE,
    surroundings: TerminalEnvironment = NOWHERE,
    theme: ThemeName = "dark",
    private: bool = False,
    open_session: Callable[[Settings], Session] = Session.open_lexical,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    handler: type[CommandHandler] = CommandHandler,
) -> QabotApp:
    """Return a chat about a home, with a history that keeps nothing unless one is given."""
    settings = Settings(home)
    worker = SessionWorker(lambda: open_session(settings))
    kept = history or History.off()
    app_context = AppContext(settings, worker, kept, glyphs, surroundings, folder or home.path, clock, pins)
    return QabotApp(app_context, lambda: handler, theme, private=private, animated=False)


class Driven(Struct, frozen=True):
    """A chat under way."""

    app: QabotApp
    """The application."""
    pilot: Pilot[int]
    """Its user."""

    async def until(self, condition: Callable[[], object], what: str = "what was waited for") -> None:
        """Wait until something is so."""
        await wait_for(self.pilot, condition, what)
        await self.settled()

    async def type(self, text: str) -> None:
        """Type a text, key by key."""
        for character in text:
            await self.pilot.press(_KEYS.get(character, character))

    async def keys(self, *names: str) -> None:
        """Press keys as fast as a terminal sends them: the next does not wait until the one before has been drawn."""
        for name in names:
            character = name if len(name) == 1 else _CHARACTERS.get(name)
            self.app.post_message(events.Key(_KEYS.get(name, name), character))
        await self.settled()

    async def focus(self, widget: Widget) -> None:
        """Put the focus on a widget, as a click would."""
        self.app.screen.set_focus(widget)
        await self.settled()

    async def settled(self) -> None:
        """Wait until what is to be done has been done, and drawn."""
        await settled(self.app)

    async def ask(self, text: str) -> None:
        """Type a question, ask it and wait for the answer."""
        asked = len(self.app.asking.transcript.turns)
        self.app.asking.set_focus(self.app.asking.prompt)
        self.app.asking.prompt.put(text)
        await self.keys("enter")
        await self.until(lambda: len(self.app.asking.transcript.turns) == asked + 1, "the question")
        block = self.app.asking.transcript.turns[-1]
        await self.until(lambda: block.turn is not None, "the answer")

    async def command(self, text: str) -> None:
        """Give a command."""
        self.app.asking.set_focus(self.app.asking.prompt)
        self.app.asking.prompt.put(text)
        await self.keys("enter")

    async def told(self, text: str) -> None:
        """Wait for a toast that says this."""
        await self.until(
            lambda: any(text in each for each in self.toasts), f"a toast with {text!r} among {self.toasts}"
        )

    @property
    def toasts(self) -> list[str]:
        """What the toasts say, the oldest first."""
        return [each.message for each in self.app._notifications]  # pyright: ignore[reportPrivateUsage]

    @property
    def newest(self) -> TurnBlock:
        """The block of the newest question."""
        block = self.app.asking.transcript.newest
        assert block is not None, "nothing was asked"
        return block

    @property
    def focused(self) -> Widget | None:
        """What has the focus."""
        return self.app.focused

    @property
    def text(self) -> str:
        """What the screen on top shows, line by line, without styles."""
        return shown(self.app)


@asynccontextmanager
async def driven(app: QabotApp, size: tuple[int, int] = NARROW, *, ready: bool = True) -> AsyncGenerator[Driven]:
    """Run a chat in a terminal of this size, from when it answers by meaning unless it is not to be waited for."""
    async with app.run_test(size=size) as pilot:
        chat = Driven(app, pilot)
        if ready:
            await chat.until(lambda: app.app_context.worker.is_ready, "the model")
        yield chat


def written(folder: Path) -> set[Path]:
    """Return the files of a folder that hold something; one that is being written is there before its text."""
    return {path for path in folder.glob("*") if path.stat().st_size}


async def wait_for(pilot: Pilot[T], condition: Callable[[], object], what: str) -> None:
    """Wait until something is so in an application of any kind, looking less often the longer it takes."""
    end, pause_s = time.monotonic() + PATIENCE_S, 0.01
    while not condition():
        assert pilot.app.is_running, f"{what} did not come; the application has ended"
        assert time.monotonic() < end, f"{what} did not come; the screen shows:\n{shown(pilot.app)}"
        await asyncio.sleep(pause_s)
        pause_s = min(pause_s * 1.3, 0.1)


async def settled(app: App[T]) -> None:
    """Wait until nothing is left to be done but what waits for time, for threads or for the terminal, and draw it.

    A pilot's pause asks every widget instead, which takes up to 9 ms each time, and most of a long test.
    """
    for _ in range(3):
        await idle()
        app.screen._on_timer_update()  # pyright: ignore[reportPrivateUsage] - as a pilot's pause does
    screen: Any = app.screen
    screen._compositor.render_update(screen_stack=screen.app._background_screens)  # what `draw_at_rest` has put off


async def idle() -> None:
    """Wait until the event loop has nothing else that could run now."""
    loop: Any = asyncio.get_running_loop()
    for _ in range(_MOST_TURNS):
        await asyncio.sleep(0)
        if not loop._ready:
            return


def shown(app: App[T]) -> str:
    """Return what the screen on top shows, line by line, without styles."""
    return "\n".join(strip.text.rstrip() for strip in strips(app))


def strips(app: App[T]) -> list[Strip]:
    """Return what the screen on top shows, line by line."""
    return app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage] - as its own screenshots do


def drawn(widget: Widget, part: str) -> Content:
    """Return what the only part of its class in a widget shows."""
    shown = widget.query_exactly_one(f".{part}").render()
    assert isinstance(shown, Content)
    return shown


def content(widget: Widget) -> str:
    """Return the text of a widget, and of those in it."""
    statics = [widget, *widget.walk_children()]
    return "\n".join(str(each.render()) for each in statics if isinstance(each, Static))


_KEYS = {" ": "space", "/": "slash", "?": "question_mark", "[": "left_square_bracket", "]": "right_square_bracket"}
_CHARACTERS = {name: character for character, name in _KEYS.items()}
