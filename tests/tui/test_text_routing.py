"""Text is never a key: whatever is typed, pasted or dictated arrives whole, wherever one is."""

from __future__ import annotations

import random
import string
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key  # pyright: ignore[reportPrivateUsage] - as a terminal's bytes are read
from textual.widgets import Input, TextArea

from qabot.chat.history import History
from qabot.core.settings import Home
from qabot.tui.screens.browse_screen import BrowseScreen
from qabot.tui.screens.choice_screen import Choice
from qabot.tui.screens.file_name_screen import FileNameScreen
from qabot.tui.screens.format_screen import FormatScreen
from qabot.tui.screens.help_screen import HelpScreen
from qabot.tui.screens.history_screen import HistoryScreen
from qabot.tui.screens.index_screen import IndexScreen
from qabot.tui.screens.reader_screen import ReaderScreen
from qabot.tui.widgets.chip_bar import FilterChip
from qabot.tui.widgets.evidence_view import EvidenceBlock
from qabot.tui.widgets.turn_block import Fold
from qabot.tui.widgets.welcome import Example, Welcome
from tests.tui.helpers import NARROW, WIDE, Driven, driven, make_app
from tests.tui.test_asking import NOWHERE, SOLD

pytestmark = pytest.mark.anyio

WORDS = (
    "who what when where why how much did GDS get? /index /export brief.md Yes no show 2015 budget £450m? 9 1 D".split()
)


LINES = "one two\nthree\n four"


def texts(place: str) -> list[str]:
    """Return random texts, the same for a place every time, and one that was lost once."""
    chosen = random.Random(place)  # noqa: S311 - no secret
    alphabet = string.ascii_letters + string.digits + string.punctuation + "      éß€日"
    made = [
        chosen.choice(["how much did it cost", "/index", "2015 budget", "show"]),
        "".join(chosen.choices(alphabet, k=chosen.randint(3, 15))),
        " ".join(chosen.choices(WORDS, k=chosen.randint(2, 3))),
    ]
    return [each for each in made if len({*each}) > 1]  # one key by itself may act


def burst(chat: Driven, text: str) -> None:
    """Send a text as a terminal does that was given all of it at once: a key a character, with no pause."""
    for character in text:
        name = character if character.isalnum() else _character_to_key(character)
        chat.app.post_message(events.Key(name, character))


async def arrives(chat: Driven, text: str, field: Input | TextArea, before: str = "") -> None:
    """Send a text, and see it arrive in a field, whole, in order and nowhere else; then take it away."""
    others = {each for each in chat.app.screen.query("Input, TextArea").results() if each is not field}
    value = lambda: field.value if isinstance(field, Input) else field.text  # noqa: E731
    await chat.until(lambda: value() == before + text, f"{text!r} in {field}, not {value()!r}")
    assert field.screen is chat.app.screen
    assert chat.focused is field
    assert not [each for each in others if getattr(each, "value", "") or getattr(each, "text", "")]
    field.clear()
    await chat.settled()


async def at(chat: Driven, place: str) -> None:
    """Go to a place in the chat, from the prompt."""
    asking = chat.app.asking
    match place:
        case "prompt":
            await chat.focus(asking.prompt)
        case "nothing":
            asking.set_focus(None)
        case "article":
            await chat.focus(asking.reader.body)
        case "chip":
            await chat.focus(asking.query(FilterChip).first())
        case "fold":
            await chat.focus(asking.query(Fold).first())
        case _:
            await chat.focus(asking.query(EvidenceBlock)[int(place.removeprefix("evidence "))])


async def test_from_every_place_of_the_conversation(tram_home: Home, tmp_path: Path) -> None:
    async with driven(make_app(tram_home, folder=tmp_path), WIDE) as chat:
        prompt = chat.app.asking.prompt
        for text in texts("prompt"):
            burst(chat, text)
            await arrives(chat, text, prompt)
        await chat.app.asking.query_one(Welcome).show_examples([SOLD])
        for text in texts("example"):
            await chat.focus(chat.app.asking.query(Example).first())
            burst(chat, text)
            await arrives(chat, text, prompt)
        await chat.ask(NOWHERE)
        await chat.command("/filter -fax")
        await chat.ask(SOLD)
        await chat.until(lambda: chat.app.asking.has_class("-reading"), "the article")
        for place in ("nothing", "article", "chip", "fold", "evidence 0", "evidence -1"):
            for text in texts(place):
                await at(chat, place)
                burst(chat, text)
                await arrives(chat, text, prompt)
        turns, filters = chat.app.asking.transcript.turns, chat.app.chat.filters
        assert ([each.request.text for each in turns], filters.active) == ([NOWHERE, SOLD], True), "nothing was done"
        assert not [*tmp_path.iterdir()], "nothing was written"


SCREENS: Mapping[str, type] = {
    "/browse": BrowseScreen,
    "/history": HistoryScreen,
    "/help": HelpScreen,
    "/index": IndexScreen,
    "/open 1": ReaderScreen,
}


async def test_from_every_screen(tram_home: Home, tmp_path: Path) -> None:
    """A screen with a line of its own takes the text; any other is left for the prompt. So with a paste of lines."""
    with History.open(tmp_path / "history.sqlite3") as history:
        async with driven(make_app(tram_home, folder=tmp_path / "out", history=history), NARROW) as chat:
            await chat.ask(SOLD)
            for command, text in ((each, text) for each in SCREENS for text in [*texts(each)[1:], LINES]):
                await chat.command(command)
                await chat.until(lambda c=command: isinstance(chat.app.screen, SCREENS[c]), command)
                own = [*chat.app.screen.query("#narrowing, Words").results(Input)]
                if text == LINES:
                    chat.app.post_message(events.Paste(text))
                else:
                    burst(chat, text)
                wanted = " ".join(text.splitlines()) if own else text
                await arrives(chat, wanted, own[0] if own else chat.app.asking.prompt)
                if own:
                    await chat.keys("escape")
                await chat.until(lambda: chat.app.screen is chat.app.asking, "the conversation")
            assert len(history.search()) == 1, "nothing was forgotten"
            assert not chat.app.chat.is_private
            assert chat.app.rebuilding.outcome is None
            assert not (tmp_path / "out").exists(), "nothing was written"


async def test_from_every_dialog(tram_home: Home, tmp_path: Path) -> None:
    async def choice(chat: Driven) -> None:
        Choice("Stop?", {"s": "stop", "y": "yes", "l": "leave"}).over(chat.app.asking, said.append)

    async def formats(chat: Driven) -> None:
        await chat.focus(chat.app.asking.query(EvidenceBlock).first())
        await chat.keys("ctrl+e")

    async def name(chat: Driven) -> None:
        await chat.focus(chat.app.asking.query(EvidenceBlock).first())
        await chat.keys("ctrl+x")

    said: list[str | None] = []
    openers: Mapping[type, Callable[[Driven], Awaitable[None]]] = {
        Choice: choice,
        FormatScreen: formats,
        FileNameScreen: name,
    }
    async with driven(make_app(tram_home, folder=tmp_path), NARROW) as chat:
        await chat.ask(SOLD)
        for kind, opened in openers.items():
            for text in texts(kind.__name__):
                await opened(chat)
                await chat.until(lambda k=kind: isinstance(chat.app.screen, k), kind.__name__)
                own = [*chat.app.screen.query("FileName").results(Input)]
                burst(chat, text)
                await arrives(chat, text, own[0] if own else chat.app.asking.prompt)
                await chat.keys("escape")
                await chat.until(lambda: chat.app.screen is chat.app.asking, "the conversation")
        assert {*said} == {None}
        assert not [*tmp_path.iterdir()], "nothing was written"


async def test_lines_without_bracketed_paste_are_asked_one_by_one(tram_home: Home) -> None:
    async with driven(make_app(tram_home), NARROW) as chat:
        await chat.ask(SOLD)
        await chat.focus(chat.app.asking.query(EvidenceBlock).first())
        burst(chat, "Who bought fax machines?")
        await chat.keys("enter", *"and a draft")
        await chat.until(lambda: len(chat.app.asking.transcript.turns) == 2, "the question")
        assert chat.newest.request.text == "Who bought fax machines?"
        assert chat.app.asking.prompt.text == "and a draft"


async def test_a_command_in_one_burst_runs_whole(tram_home: Home) -> None:
    async with driven(make_app(tram_home), NARROW) as chat:
        await chat.ask(SOLD)
        await chat.focus(chat.app.asking.query(EvidenceBlock).first())
        burst(chat, "/index")
        await chat.keys("enter")
        await chat.until(lambda: isinstance(chat.app.screen, IndexScreen), "the index")
        assert chat.app.asking.prompt.text == ""
