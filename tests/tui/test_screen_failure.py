"""A screen over the conversation ends once, and what goes wrong on it ends nothing else."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import pytest
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from qabot.core.settings import Home
from qabot.tui.screens.choice_screen import Choice
from qabot.tui.screens.pushed_screen import PushedScreen
from tests.tui.helpers import PATIENCE_S, Driven, content, driven, make_app
from tests.tui.sessions import faulty_at
from tests.tui.test_asking import SOLD

pytestmark = pytest.mark.anyio


class Unlucky(PushedScreen[None]):
    """Fails in every way there is."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f5", "fail", "fail"), Binding("f6", "work", "work")]

    def __init__(self, where: str) -> None:
        """Fail there."""
        super().__init__()
        self._where = where

    def compose(self) -> ComposeResult:
        """Show something."""
        self._fail("compose")
        yield Static("something")

    def on_mount(self) -> None:
        """Begin to fail."""
        self._fail("mount")
        if self._where == "timer":
            self.set_interval(0.01, self.action_fail)

    def _fail(self, where: str) -> None:
        if where == self._where:
            self.action_fail()

    def action_fail(self) -> None:
        """Fail."""
        raise RuntimeError(self._where)

    def action_work(self) -> None:
        """Fail aside."""
        self.run_worker(self._work())

    async def _work(self) -> None:
        self.action_fail()


@pytest.mark.parametrize("where", ["compose", "mount", "timer", "key", "worker", "below"])
async def test_the_conversation_survives_a_screen_that_fails(tram_home: Home, where: str) -> None:
    async with driven(make_app(tram_home)) as chat:
        await chat.ask(SOLD)
        chat.app.push_screen(Unlucky(where))
        if where in {"key", "worker"}:
            await chat.until(lambda: isinstance(chat.app.screen, Unlucky), "the screen")
            chat.app.post_message(events.Key("f5" if where == "key" else "f6", None))
        if where == "below":
            await chat.until(lambda: isinstance(chat.app.screen, Unlucky), "the screen")
            below = chat.app.screen
            Choice("Which?", {"y": "yes"}).over(below, lambda _: None)
            await chat.until(lambda: isinstance(chat.app.screen, Choice), "the dialog")
            below.call_later(lambda: Unlucky.action_fail(below))  # pyright: ignore[reportArgumentType]
        async with asyncio.timeout(PATIENCE_S):
            while not chat.toasts:  # the pilot would wait for the screen that has failed, which answers no more
                await asyncio.sleep(0.01)
        await chat.told("Something went wrong on that screen")
        await chat.until(lambda: chat.app.screen is chat.app.asking, "the conversation")
        assert chat.app.fault is None
        assert [each.request.text for each in chat.app.asking.transcript.turns] == [SOLD]
        await chat.ask("Who bought fax machines?")
        assert "STRONG" in chat.text or "POSSIBLE" in chat.text


async def test_the_conversation_survives_a_question_that_fails(tram_home: Home) -> None:
    async with driven(make_app(tram_home, open_session=faulty_at("Who bought fax machines?"))) as chat:
        await chat.ask(SOLD)
        await chat.command("Who bought fax machines?")
        await chat.until(lambda: "inside qabot: ZeroDivisionError: [/] by zero." in chat.text, "the fault")
        assert "The conversation goes on, and the index is as it was." in content(chat.newest)
        assert chat.app.fault is None
        await chat.ask("Who paid for the numbat ferry?")
        assert "STRONG" in chat.text or "POSSIBLE" in chat.text
        first, failed, last = chat.app.asking.transcript.turns
        assert (first.turn is None, failed.turn is None, last.turn is None) == (False, True, False)


async def test_keys_that_come_at_once_end_a_screen_once(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        await chat.ask(SOLD)
        said: list[str | None] = []
        for keys, wanted in (
            (["enter", "enter"], "l"),
            (["s", "s"], "s"),
            (["s", "enter"], "s"),
            (["escape", "escape"], None),
        ):
            await chat.app.push_screen(Unlucky("nowhere"))
            below = chat.app.screen
            assert isinstance(below, Unlucky)
            Choice("The index is being built.", {"l": "leave", "s": "stop"}).over(below, said.append)
            await chat.until(lambda: isinstance(chat.app.screen, Choice), "the dialog")
            await chat.keys(*keys)
            await chat.until(lambda: said, "an answer")
            await settled(chat)
            assert said == [wanted]
            assert chat.app.screen is below, "the second key does nothing"
            said.clear()
            below.dismiss()
            await chat.until(lambda: chat.app.screen is chat.app.asking, "the conversation")
        await chat.keys("escape", "escape")
        assert chat.app.screen is chat.app.asking


async def test_a_letter_answers_only_by_itself(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        said: list[str | None] = []
        Choice("The index is being built.", {"l": "leave", "s": "stop"}).over(chat.app.asking, said.append)
        await chat.until(lambda: isinstance(chat.app.screen, Choice), "the dialog")
        await chat.keys(*"so what")
        await chat.until(lambda: chat.app.asking.prompt.text == "so what", "the text")
        await settled(chat)
        assert said == [None]


async def settled(chat: Driven) -> None:
    """Wait longer than a letter is held."""
    await asyncio.sleep(0.5)
    await chat.settled()
