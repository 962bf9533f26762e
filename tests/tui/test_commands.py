"""What can be typed after a slash, with good and bad arguments, and chosen in the palette."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.command import Command as Entry
from textual.command import CommandList, CommandPalette
from textual.dom import DOMNode

from qabot.chat.commands import COMMANDS, Given, Unknown, parse
from qabot.chat.history import History
from qabot.chat.theme_names import THEME_NAMES
from qabot.core.settings import Home
from qabot.tui.screens.ask_screen import AskScreen
from qabot.tui.screens.browse_screen import BrowseScreen
from qabot.tui.screens.help_screen import HelpScreen
from qabot.tui.screens.history_screen import HistoryScreen
from qabot.tui.screens.index_screen import IndexScreen
from qabot.tui.screens.reader_screen import ReaderScreen
from qabot.tui.widgets.evidence_view import EvidenceBlock
from qabot.tui.widgets.welcome import Welcome
from tests.tui.helpers import Driven, content, driven, make_app, shown
from tests.tui.test_asking import SEVERAL, SOLD

pytestmark = pytest.mark.anyio

SCREENS = {"browse": BrowseScreen, "index": IndexScreen, "history": HistoryScreen, "help": HelpScreen}


async def back(chat: Driven) -> None:
    """Return to the conversation."""
    await chat.keys("escape")
    await chat.until(lambda: isinstance(chat.app.screen, AskScreen), "the conversation")


class TestReading:
    """How a line is read."""

    def test_every_command_by_its_name_and_by_what_begins_only_it(self) -> None:
        for command in COMMANDS:
            assert parse(f"/{command.name}") == Given(command, "")
            assert parse(f"/{command.name.upper()}  a b ") == Given(command, "a b")
            others = [each.name for each in COMMANDS if each is not command]
            for length in range(1, len(command.name)):
                short = command.name[:length]
                read = parse(f"/{short} x")
                if short in others:
                    assert read == Given(next(each for each in COMMANDS if each.name == short), "x")
                elif any(name.startswith(short) for name in others):
                    assert isinstance(read, Unknown)
                    assert read.near is not None
                    assert read.near.startswith(short)
                else:
                    assert read == Given(command, "x")

    @pytest.mark.parametrize(
        ("typed", "name", "near"),
        [("/fliter", "fliter", "filter"), ("/hepl", "hepl", "help"), ("/xyzzy", "xyzzy", None), ("/", "", None)],
    )
    def test_typing_errors_are_told_with_what_comes_close(self, typed: str, name: str, near: str | None) -> None:
        assert parse(typed) == Unknown(name, near)

    @given(st.text())
    def test_a_question_never_begins_with_a_slash(self, text: str) -> None:
        pins = re.fullmatch(r"\+\d*", text.strip())  # a passage, by its number
        assert (parse(text) is None) is not (text.startswith("/") or bool(pins))
        assert parse(f" /{text}") is None


async def test_what_is_no_command_is_told_and_can_be_mended(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        await chat.command("/fliter after:2015")
        await chat.told("There is no command /fliter. Did you mean /filter?")
        assert chat.app.asking.prompt.text == "/fliter after:2015"
        await chat.command("/[bold]x[/bold]")
        await chat.told("There is no command /[bold]x[/bold]. /help lists them.")
        chat.app.asking.prompt.clear()
        await chat.keys(*" /fliter is a question", "enter")
        await chat.until(lambda: chat.app.asking.transcript.turns, "a question")
        assert chat.newest.request.text == "/fliter is a question"


async def test_without_an_answer(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        for typed, told in {
            "/copy": "Nothing has been answered yet. Ask something first.",
            "/copy 1": "Nothing has been answered yet.",
            "/why": "Nothing has been answered yet.",
            "/more": "Nothing has been answered yet.",
            "/export": "There is nothing to export yet.",
            "/sources": "No article has been quoted yet.",
            "/open 1": "Nothing has been answered yet.",
            "/nearest": "Nothing has been answered yet.",
            "/drop": "Nothing has been answered yet.",
            "/drop x": "“x” is not understood here. It takes carried or dates.",
            "/why x": "“x” is not understood here. Give the command by itself.",
            "/more 3": "“3” is not understood here.",
            "/quit now": "“now” is not understood here.",
            "/filter after:2015 banana": "“banana” is no filter. Try outlet:…",
            "/open": "A passage is called by its number. Try /open 1.",
            "/open x": "A passage is called by its number.",
            f"/open {'9' * 5000}": "A passage is called by its number.",
            "/clear filter": "“filter” is not understood here. It takes filters.",
            "/private of": "“of” is not understood here. It takes on or off.",
            "/theme": "Which theme? There are dark, light, contrast, colour-blind.",
            "/theme [/]": "There is no theme '[/]'.",
        }.items():
            chat.app.clear_notifications()
            await chat.command(typed)
            await chat.told(told)
        assert not chat.app.chat.is_private


async def test_on_an_answer(tram_home: Home, tmp_path: Path) -> None:
    async with driven(make_app(tram_home, folder=tmp_path)) as chat:
        await chat.ask(SEVERAL)
        block = chat.newest
        await chat.command("/why")
        await chat.until(lambda: "score " in content(block), "an explanation")
        assert "probability " in content(block)
        assert all("dense #" in content(each) for each in block.query(EvidenceBlock))
        await chat.command("/why")
        await chat.until(lambda: "score " not in content(block), "no explanation")
        await chat.command("/more")
        await chat.until(lambda: block.turn and block.request.limit == 6, "more")
        await chat.until(lambda: block.turn and len(block.evidence) >= 3, "the answer")
        assert len(chat.app.asking.transcript.turns) == 1
        await chat.command("/sources")
        await chat.until(lambda: chat.app.screen.query(".listing"), "the list")
        listing = content(chat.app.screen.query_exactly_one(".listing"))
        assert listing.startswith("Quoted in this conversation\n")
        assert "\nUKAuthority · 25 November 2015 · Wombat council sells depot" in listing
        await chat.command("/open 2")
        await chat.until(lambda: isinstance(chat.app.screen, ReaderScreen), "the article")
        await back(chat)
        for typed, told in {
            "/open 77": "There is no passage 77 here.",
            "/copy 77": "There is no passage 77 here. There are ",
            "/copy 1 pdf": "There is no format 'pdf'. There are text, markdown, bibtex, ris, csl-json.",
            "/copy bibtex": "A passage is called by its number. Try /copy 1 bibtex.",
        }.items():
            await chat.command(typed)
            await chat.told(told)
        await chat.command("/clear")
        await chat.until(lambda: chat.app.asking.query_one(Welcome).display, "the greeting")
        assert not chat.app.asking.transcript.turns
        assert not chat.app.screen.query(".listing")
        await chat.ask("What about the mayor?")
        assert chat.newest.turn is not None
        assert not chat.newest.turn.question.inherited_terms


async def test_screens_themes_and_privacy(tram_home: Home, tmp_path: Path) -> None:
    history = History.open(tmp_path / "history.sqlite3")
    async with driven(make_app(tram_home, history=history)) as chat:
        for name, screen in SCREENS.items():
            await chat.command(f"/{name}")
            await chat.until(lambda s=screen: isinstance(chat.app.screen, s), name)
            await back(chat)
        for name in THEME_NAMES:
            await chat.command(f"/theme {name}")
            await chat.until(lambda n=name: chat.app.theme == f"qabot-{n}", name)
        await chat.ask(SOLD)
        assert history.count() == 1
        await chat.command("/private")
        await chat.told("Questions are not kept from here on.")
        assert "private" in chat.text.splitlines()[0]
        await chat.ask("Who bought fax machines?")
        assert history.count() == 1
        await chat.command("/private on")
        assert chat.app.chat.is_private
        await chat.command("/private off")
        await chat.told("Questions are kept in the history again.")
        assert "private" not in chat.text.splitlines()[0]
        await chat.ask("outlet:computing Who bought fax machines?")
        assert history.count() == 2
        await chat.command("/history clear")
        await chat.told("Forgot 2 questions.")
        assert history.count() == 0
        await chat.command("/quit")
        await chat.until(lambda: chat.app.return_code == 0, "the end")


async def test_the_palette_has_every_command(tram_home: Home) -> None:
    """It is opened, a name is typed, and enter gives the command, with each of them doing what it does."""
    async with driven(make_app(tram_home)) as chat:
        await chat.ask(SOLD)
        entries = [f"/{each.name}" for each in COMMANDS if each.name not in {"theme", "quit"}]
        for entry in [*entries, *(f"/theme {name}" for name in THEME_NAMES), "/quit"]:
            chat.app.clear_notifications()
            await chat.keys("ctrl+p")
            await chat.until(lambda: isinstance(chat.app.screen, CommandPalette), "the palette")
            await chat.keys(*entry)
            palette = chat.app.screen
            await chat.until(lambda e=entry, p=palette: best(p) == e, f"{entry} as the best match")
            await chat.keys("enter")
            await chat.until(lambda p=palette: chat.app.screen is not p, "the end of the palette")
            await assert_done(chat, entry)


def best(palette: DOMNode) -> str | None:
    """Return the entry that enter would choose."""
    listed = palette.query_one(CommandList)
    entry = listed.get_option_at_index(0) if listed.option_count else None
    return entry.hit.text if isinstance(entry, Entry) else None


async def assert_done(chat: Driven, entry: str) -> None:
    """Check that a command was carried out, by what can be seen of it."""
    name, _, argument = entry.removeprefix("/").partition(" ")
    told = {
        "filter": "Nothing is limited. Try /filter after:2015.",
        "topic": "No topic is pinned. Try /topic One Login.",
        "clear": "",
        "as-of": "Nothing is limited. Try /filter after:2015.",
        "copy": "Nothing has been answered yet.",
        "export": "There is nothing to export yet.",
        "open": "A passage is called by its number.",
        "private": "Questions are not kept from here on.",
        "why": "Nothing has been answered yet.",
        "more": "Nothing has been answered yet.",
        "nearest": "Nothing has been answered yet.",
        "drop": "Nothing has been answered yet.",
        "sources": "No article has been quoted yet.",
        "figures": "About which topic? Try /figures Universal Credit.",
        "said": "Whose statements? Try /said Socitm.",
        "timeline": "About which topic? Try /timeline Universal Credit.",
        "facts": "Nothing has been answered yet.",
        "check": "Which draft? Try /check draft.md.",
        "pin": "Nothing has been answered yet.",
        "brief": "Nothing is pinned.",
    }
    if name == "pins":  # a list among the answers
        await chat.until(lambda: "Nothing is pinned." in shown(chat.app), entry)
    elif name == "watch":  # likewise, of a file outside the home: tests/chat and tests/cli read it
        await chat.until(lambda: isinstance(chat.app.screen, AskScreen), entry)
    elif name in SCREENS:
        await chat.until(lambda: isinstance(chat.app.screen, SCREENS[name]), entry)
        await back(chat)
    elif name == "theme":
        await chat.until(lambda: chat.app.theme == f"qabot-{argument}", entry)
    elif name == "quit":
        await chat.until(lambda: chat.app.return_code == 0, entry)
    elif name == "clear":
        await chat.until(lambda: not chat.app.asking.transcript.turns, entry)
    else:
        await chat.told(told[name])
