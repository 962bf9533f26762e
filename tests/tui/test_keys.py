"""Every key of the main screen, and of what stands on it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.widgets._footer import FooterKey

from qabot.core.settings import Home
from qabot.tui.screens.ask_screen import AskScreen
from qabot.tui.screens.file_name_screen import FileNameScreen
from qabot.tui.screens.format_screen import FormatScreen
from qabot.tui.screens.help_screen import HelpScreen
from qabot.tui.screens.history_screen import HistoryScreen
from qabot.tui.screens.reader_screen import ReaderScreen
from qabot.tui.widgets.chip_bar import FilterChip
from qabot.tui.widgets.evidence_view import EvidenceBlock
from qabot.tui.widgets.key_footer import KeyFooter
from qabot.tui.widgets.turn_block import Fold
from tests.tui.helpers import NARROW, WIDE, Driven, driven, make_app, written
from tests.tui.test_asking import NOWHERE, SEVERAL, SOLD

pytestmark = pytest.mark.anyio


def number(chat: Driven) -> int | None:
    """Return the number of the evidence that has the focus."""
    return chat.focused.number if isinstance(chat.focused, EvidenceBlock) else None


async def test_moving_among_evidence(tram_home: Home) -> None:
    async with driven(make_app(tram_home), NARROW) as chat:
        await chat.ask(SEVERAL)
        await chat.ask(SEVERAL)
        first, second = (len(block.evidence) for block in chat.app.asking.transcript.turns)
        assert first == second == 3
        prompt, transcript = chat.app.asking.prompt, chat.app.asking.transcript
        await chat.keys("escape")
        assert chat.focused is prompt, "esc stays where everything begins"
        await chat.keys("tab")
        assert number(chat) == 1
        assert chat.focused in chat.newest.walk_children()
        await chat.keys("down", "down")
        assert number(chat) == 3
        at_end = transcript.scroll_y
        footer = chat.app.asking.query_one(KeyFooter)
        keys = [*footer.children]
        await chat.keys("down")
        assert [*footer.children] == keys, "the same keys act, and are not drawn anew"
        assert (number(chat), transcript.scroll_y >= at_end) == (3, True)
        await chat.keys("up", "up", "up")
        assert number(chat) == 3, "the last evidence of the question before"
        assert transcript.current is transcript.turns[0]
        await chat.keys("home")
        await chat.until(lambda: transcript.scroll_y == 0, "the top")
        await chat.keys("end")
        await chat.until(lambda: transcript.scroll_y == transcript.max_scroll_y > 0, "the end")
        await chat.keys("escape")
        assert chat.focused is prompt
        assert not {*footer.children} & {*keys}, "other keys act in the prompt"


async def test_keys_are_made_as_they_are_drawn(tram_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of one is changed once it is there, which would have its styles looked up again."""
    changed: list[FooterKey] = []

    def change(key: FooterKey, **_: object) -> None:
        changed.append(key)

    monkeypatch.setattr(FooterKey, "update_node_styles", change)
    async with driven(make_app(tram_home), WIDE) as chat:
        keys = chat.app.asking.query(FooterKey)
        assert {key.description for key in keys} >= {"ask", "help"}
        assert {key.description for key in keys if key.has_class("-compact")} == {"palette"}
        assert changed == []


async def test_panes(tram_home: Home) -> None:
    async with driven(make_app(tram_home), WIDE) as chat:
        asking = chat.app.asking
        await chat.keys("tab")
        assert chat.focused is asking.prompt, "there is nowhere else to go yet"
        await chat.command("/filter -fax")
        await chat.ask(SOLD)
        await chat.until(lambda: asking.has_class("-reading"), "the article")
        await chat.keys("tab")
        assert number(chat) == 1
        await chat.keys("tab")
        assert chat.focused is asking.reader.body
        await chat.keys("tab")
        assert isinstance(chat.focused, FilterChip)
        await chat.keys("tab")
        assert chat.focused is asking.prompt
        for _ in range(2):
            await chat.keys("shift+tab")
        assert chat.focused is asking.reader.body
        await chat.keys("enter")
        assert asking.has_class("-zen")
        assert not asking.query_one("#conversation").display
        await chat.keys("enter")
        assert asking.query_one("#conversation").display
        await chat.keys("enter")
        await chat.keys("escape")
        assert not asking.has_class("-zen")
        assert chat.focused is asking.reader.body, "esc closes one thing"
        await chat.keys("escape")
        assert chat.focused is asking.prompt


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_opening_evidence(tram_home: Home, size: tuple[int, int]) -> None:
    """By a number in the prompt, by enter and by click; beside the conversation where there is room."""
    async with driven(make_app(tram_home), size) as chat:
        asking = chat.app.asking

        async def opened(nth: int) -> None:
            wanted = chat.newest.evidence[nth - 1]
            if size == WIDE:
                await chat.until(lambda: asking.reader.evidence == wanted, f"passage {nth}")
                return
            await chat.until(lambda: isinstance(chat.app.screen, ReaderScreen), "the article")
            await chat.until(lambda: f"[{nth}] of 3" in chat.text and "quote verified" in chat.text, f"passage {nth}")
            await chat.keys("escape")
            await chat.until(lambda: chat.app.screen is asking, "the conversation")

        await chat.keys("1", "enter")
        await chat.until(lambda: len(asking.transcript.turns) == 1, "a question, since there is nothing to open yet")
        await chat.ask(SEVERAL)
        await chat.keys("2", "enter")
        await opened(2)
        assert len(asking.transcript.turns) == 2
        await chat.focus(chat.newest.query(EvidenceBlock).first())
        await chat.keys("3", "enter")
        await opened(3)
        await chat.focus(chat.newest.query(EvidenceBlock).first())
        await chat.keys("enter")
        await opened(1)
        await chat.keys("9", "enter")
        await chat.told("There is no passage 9 here.")
        second = next(iter(block for block in chat.newest.query(EvidenceBlock) if block.number == 2))
        second.scroll_visible(animate=False)
        await chat.settled()
        await chat.pilot.click(second)
        await opened(2)


@pytest.mark.parametrize("place", ["prompt", "evidence"])
async def test_keys_that_open_a_screen(tram_home: Home, place: str) -> None:
    async with driven(make_app(tram_home)) as chat:
        await chat.ask(SOLD)
        for key, screen in (("?", HelpScreen), ("f1", HelpScreen), ("ctrl+r", HistoryScreen)):
            await chat.keys(*(["tab"] if place == "evidence" else []))
            await chat.keys(key)
            await chat.until(lambda s=screen: isinstance(chat.app.screen, s), key)
            await chat.keys("escape")
            await chat.until(lambda: isinstance(chat.app.screen, AskScreen), "the way back")
            assert chat.app.asking.prompt.text == ""


async def test_a_question_mark_is_help_only_by_itself(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        prompt = chat.app.asking.prompt
        await chat.keys("?", "?")
        await asyncio.sleep(0.5)
        await chat.settled()
        assert (prompt.text, chat.app.screen) == ("??", chat.app.asking)
        prompt.clear()
        await chat.keys(*"who?")
        await asyncio.sleep(0.5)
        await chat.settled()
        assert (prompt.text, chat.app.screen) == ("who?", chat.app.asking)
        prompt.clear()
        await chat.keys("?", "enter")
        await chat.until(lambda: isinstance(chat.app.screen, HelpScreen), "the help")
        assert not chat.app.asking.transcript.turns
        await chat.keys("f1")
        await chat.until(lambda: isinstance(chat.app.screen, AskScreen), "the way back")


async def test_keys_that_keep_evidence(tram_home: Home, tmp_path: Path) -> None:
    async with driven(make_app(tram_home, folder=tmp_path)) as chat:
        await chat.ask(SOLD)
        await chat.keys("tab")
        await chat.keys("ctrl+y")
        await chat.told("Wrote ")
        (copied,) = tmp_path.iterdir()
        assert copied.read_text().startswith("“Wombat council will sell")
        await chat.keys("ctrl+l")
        await chat.told("This article has no address.")
        await chat.keys("ctrl+e")
        await chat.until(lambda: isinstance(chat.app.screen, FormatScreen), "the formats")
        assert all(name in chat.text for name in ("text", "markdown", "bibtex", "ris", "csl-json"))
        await chat.keys("escape")
        await chat.until(lambda: isinstance(chat.app.screen, AskScreen), "the way back")
        assert len([*tmp_path.iterdir()]) == 1, "nothing was chosen"
        await write_as(chat, "enter")
        await chat.until(lambda: len(written(tmp_path)) == 2, "another file")
        await chat.keys("ctrl+e")
        await chat.until(lambda: isinstance(chat.app.screen, FormatScreen), "the formats")
        await chat.keys("down", "down", "enter")
        await chat.until(lambda: len(written(tmp_path)) == 3, "a third file")
        newest = max(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        assert newest.read_text().startswith("@article{")


async def write_as(chat: Driven, *keys: str) -> None:
    """Write what has the focus to a file, its name given by these keys."""
    await chat.keys("ctrl+x")
    await chat.until(lambda: isinstance(chat.app.screen, FileNameScreen), "the name")
    await chat.keys(*keys)
    await chat.until(lambda: isinstance(chat.app.screen, AskScreen), "the way back")


async def test_a_file_is_named_before_it_is_written(tram_home: Home, tmp_path: Path) -> None:
    async with driven(make_app(tram_home, folder=tmp_path / "out")) as chat:
        await chat.ask(SOLD)
        await chat.keys("tab")
        await write_as(chat, "escape")
        assert not (tmp_path / "out").exists(), "nothing was written"
        await write_as(chat, *"mine [x].txt", "enter", "enter")
        await chat.told("Wrote ")
        assert [each.name for each in (tmp_path / "out").iterdir()] == ["mine [x].txt"]
        assert (tmp_path / "out" / "mine [x].txt").read_text().startswith("“Wombat council will sell")
        assert (tmp_path / "out" / "mine [x].txt").stat().st_mode & 0o777 == 0o600
        await write_as(chat, *"mine [x].txt", "enter")
        await chat.told("mine [x].txt is there already. Write to another name.")
        await write_as(chat, *"nowhere/x.txt", "enter")
        await chat.told("Nothing could be written to ")


async def test_unfolding_by_enter(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        await chat.ask(NOWHERE)
        await chat.keys("tab")
        if not isinstance(chat.focused, Fold):
            pytest.fail(f"the fold has not the focus:\n{chat.text}")
        await chat.keys("enter")
        await chat.until(lambda: chat.newest.query(EvidenceBlock), "the nearest passages")
        await chat.keys("1", "enter")
        await chat.until(lambda: isinstance(chat.app.screen, ReaderScreen), "the article")


async def test_ctrl_c_stops_and_says_how_to_leave(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        await chat.keys("ctrl+c")
        await chat.told("Press ctrl+q to leave.")
        await chat.keys("ctrl+q")
        await chat.until(lambda: chat.app.return_code == 0, "the end")
