"""The help says what is so: it is read from the keys, commands and filters themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from qabot.chat.commands import COMMANDS
from qabot.chat.history import History, default_path
from qabot.chat.worker import SessionWorker
from qabot.core.settings import Home, Settings, StoreSettings
from qabot.engine.session import Session
from qabot.output.phrasing import PROMISE
from qabot.question.operator_names import OPERATORS
from qabot.tui.application import QabotApp
from qabot.tui.context import AppContext
from qabot.tui.glyphs import ASCII
from qabot.tui.screens.ask_screen import AskScreen
from qabot.tui.screens.browse_screen import BrowseScreen
from qabot.tui.screens.help_screen import KEYS, HelpScreen, about, key_name, key_rows
from qabot.tui.widgets.article_view import ArticleView
from qabot.tui.widgets.evidence_view import EvidenceBlock
from qabot.tui.widgets.prompt import Prompt
from qabot.tui.widgets.row_list import RowList
from tests.tui.helpers import NARROW, NOWHERE, WIDE, Driven, content, driven, make_app

pytestmark = pytest.mark.anyio


async def opened(chat: Driven) -> HelpScreen:
    """Open the help."""
    await chat.command("/help")
    await chat.until(lambda: isinstance(chat.app.screen, HelpScreen), "the help")
    assert isinstance(chat.app.screen, HelpScreen)
    return chat.app.screen


def rows(screen: HelpScreen) -> list[tuple[str, str]]:
    """Return the rows of the help: what stands at the left, and what at the right."""
    return [(row.name.plain, row.told.plain) for each in screen.query(RowList) for row in each.rows]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_it_says_what_is_promised_what_verdicts_mean_and_where_things_are(
    starter_home: Home, size: tuple[int, int], tmp_path: Path
) -> None:
    history = History.open(tmp_path / "history.db")
    async with driven(make_app(starter_home, history=history, folder=tmp_path), size, ready=False) as chat:
        said = content(await opened(chat))
        assert "What qabot promises" in chat.text
        for each in (PROMISE, "strong", "possible", "not found", "Nothing leaves this machine"):
            assert each in said
        for place in (starter_home.corpus, starter_home.index, tmp_path, default_path()):
            assert str(place) in said


def test_where_a_store_keeps_the_index_it_says_what_goes_there(tmp_path: Path) -> None:
    settings = Settings(Home(tmp_path), store=StoreSettings("milvus", "http://store.example:19530"))
    worker = SessionWorker(lambda: Session.open_lexical(settings))
    *_, privacy = about(AppContext(settings, worker, History.off(), ASCII, NOWHERE, tmp_path))
    worker.close()
    assert privacy.title == "Privacy"
    assert "goes to the store at http://store.example:19530; nothing else leaves" in privacy.text


async def test_a_private_chat_says_that_questions_are_not_kept(starter_home: Home) -> None:
    async with driven(make_app(starter_home, history=History.off()), ready=False) as chat:
        assert ("questions", "not kept in this chat") in rows(await opened(chat))


async def test_every_filter_and_every_command_is_in_it(starter_home: Home) -> None:
    async with driven(make_app(starter_home), ready=False) as chat:
        said = dict(rows(await opened(chat)))
        assert {f"{name}:": meaning for name, meaning in OPERATORS.items()}.items() <= said.items()
        for command in COMMANDS:
            told = said[f"/{command.name}"]
            assert command.summary in told
            assert command.arguments in told
            assert command.key in told


async def test_every_key_is_in_it_with_what_it_does(starter_home: Home) -> None:
    async with driven(make_app(starter_home), ready=False) as chat:
        said = [f"{name} = {told}" for name, told in rows(await opened(chat))]
        owners = {owner for _, each in KEYS for owner in each}
        assert {AskScreen, EvidenceBlock, ArticleView, Prompt, BrowseScreen} <= owners
        for owner in (QabotApp, *owners):
            for binding in own_bindings(owner):
                does = binding.tooltip or binding.description
                assert any(key_name(binding) in line and f"= {does}" in line for line in said), binding
                assert len(binding.key) > 1, "a key that is text"


def own_bindings(owner: type[DOMNode]) -> list[Binding]:
    """Return the bindings that a class itself declares."""
    return list(Binding.make_bindings(vars(owner).get("BINDINGS", ())))


def test_keys_that_do_the_same_share_a_row() -> None:
    drop = Binding("enter,x", "drop", "drop")
    again = Binding("delete", "drop", "drop")
    explained = Binding("question_mark", "help", "help", tooltip="all keys")
    assert key_rows([drop, again, explained]) == [("enter, x, del", "drop", ""), ("?", "all keys", "")]


@pytest.mark.parametrize("key", ["escape", "f1"])
async def test_keys_close_it(starter_home: Home, key: str) -> None:
    async with driven(make_app(starter_home), ready=False) as chat:
        await opened(chat)
        await chat.pilot.press(key)
        await chat.until(lambda: isinstance(chat.app.screen, AskScreen), "the conversation")


async def test_it_is_read_by_key_to_its_end(starter_home: Home) -> None:
    async with driven(make_app(starter_home), ready=False) as chat:
        await opened(chat)
        await chat.pilot.press("end")
        await chat.until(lambda: "Keys in the index" in chat.text, "the end")
        await chat.pilot.press("home")
        await chat.until(lambda: "What qabot promises" in chat.text, "the top")
        await chat.pilot.press("down")
        await chat.until(lambda: "What qabot promises" not in chat.text, "the line below")
        await chat.pilot.press("up")
        await chat.until(lambda: "What qabot promises" in chat.text, "the line above")


async def test_a_terminal_with_ascii_alone_gets_no_other_mark(starter_home: Home) -> None:
    async with driven(make_app(starter_home, glyphs=ASCII), ready=False) as chat:
        names = [name for name, _ in rows(await opened(chat))]
        assert {"* strong", "? possible", "o not found"} <= set(names)
        assert all(name.isascii() for name in names)
