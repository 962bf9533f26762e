"""A terminal whose size changes, or that is too small."""

from __future__ import annotations

import pytest
from textual.widget import Widget

from qabot.core.settings import Home
from qabot.tui.screens.reader_screen import ReaderScreen
from qabot.tui.widgets.evidence_view import EvidenceBlock
from tests.tui.helpers import NARROW, WIDE, Driven, driven, make_app
from tests.tui.test_asking import SOLD

pytestmark = pytest.mark.anyio


async def resize(chat: Driven, width: int, height: int) -> None:
    """Change the size, and wait until it has been drawn."""
    await chat.pilot.resize_terminal(width, height)
    await chat.until(lambda: chat.app.screen.size == (width, height), "the size")


def at_top(chat: Driven, widget: Widget) -> bool:
    """Whether a widget begins at the top of the conversation."""
    return widget.region.y == chat.app.asking.transcript.region.y


async def test_what_is_read_stays_in_sight(tram_home: Home) -> None:
    async with driven(make_app(tram_home), WIDE) as chat:
        asking = chat.app.asking
        for question in (SOLD, "Who paid for the ferry?", "Who bought fax machines?", SOLD):
            await chat.ask(question)
        middle = asking.transcript.turns[1]
        asking.prompt.put("a draft\nof two lines")
        asking.prompt.move_cursor((0, 3))
        asking.transcript.show(middle)
        await chat.until(lambda: at_top(chat, middle), "the second answer at the top")
        for width, height in ((60, 36), (80, 24), (120, 36)):
            await resize(chat, width, height)
            await chat.until(lambda: at_top(chat, middle), f"the second answer at the top at {width}×{height}")
            assert (asking.prompt.text, asking.prompt.cursor_location) == ("a draft\nof two lines", (0, 3))
            assert asking.has_two_panes is (width >= 110)
            assert asking.reader.display is (width >= 110)


async def test_a_short_answer_at_the_end_stays_in_sight(tram_home: Home) -> None:
    async with driven(make_app(tram_home), NARROW) as chat:
        for question in (SOLD, SOLD, "Which zorblax was knighted for baking?"):
            await chat.ask(question)
        transcript = chat.app.asking.transcript
        await chat.until(lambda: transcript.scroll_y == transcript.max_scroll_y > 0, "the end")
        assert not at_top(chat, chat.newest), "it is too short for that"
        for size in ((60, 20), WIDE, NARROW):
            await resize(chat, *size)
            await chat.until(lambda: transcript.scroll_y == transcript.max_scroll_y, f"the end at {size}")
            assert chat.newest.region.intersection(transcript.region).height == chat.newest.region.height


async def test_the_evidence_that_has_the_focus_stays_in_sight(tram_home: Home) -> None:
    async with driven(make_app(tram_home), WIDE) as chat:
        await chat.ask(SOLD)
        await chat.keys("tab")
        await chat.keys("down", "down")
        third = chat.focused
        assert isinstance(third, EvidenceBlock)
        for size in ((60, 20), WIDE):
            await resize(chat, *size)
            await chat.until(lambda: third.region.intersection(chat.app.asking.transcript.region).area > 0, "it")
            assert chat.focused is third


async def test_the_focus_is_not_lost_with_the_pane_that_had_it(tram_home: Home) -> None:
    async with driven(make_app(tram_home), WIDE) as chat:
        await chat.ask(SOLD)
        await chat.until(lambda: chat.app.asking.has_class("-reading"), "the article")
        await chat.focus(chat.app.asking.reader.body)
        await chat.keys("enter")
        await resize(chat, *NARROW)
        assert chat.app.asking.query_one("#conversation").display
        await chat.keys(*"typed")
        await chat.until(lambda: chat.app.asking.prompt.text == "typed", "the prompt to take keys")
        await chat.command("/open 1")
        await chat.until(lambda: isinstance(chat.app.screen, ReaderScreen), "the article over the conversation")
        await resize(chat, *WIDE)
        await chat.keys("escape")
        await chat.until(lambda: chat.app.screen is chat.app.asking, "the conversation")


@pytest.mark.parametrize("size", [(59, 36), (120, 19), (30, 8)])
async def test_a_terminal_that_is_too_small_is_told_what_works_there(tram_home: Home, size: tuple[int, int]) -> None:
    async with driven(make_app(tram_home), NARROW) as chat:
        asking = chat.app.asking
        await chat.keys(*"a draft")
        await resize(chat, *size)
        told = " ".join(chat.text.split())
        assert f"the chat needs 60×20, this is {size[0]}×{size[1]}. `qabot chat --plain` works here." in told
        assert "a draft" not in told
        await chat.keys("s")
        await resize(chat, 60, 20)
        assert "too small" not in chat.text
        assert "a drafts" in chat.text
        assert chat.focused is asking.prompt
