"""Earlier questions: found, asked again, forgotten; and why there are none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import OptionList

from qabot.chat.history import History, PastQuestion
from qabot.core.answers import Verdict
from qabot.core.errors import HistoryUnusable
from qabot.core.settings import Home
from qabot.tui.application import QabotApp
from qabot.tui.glyphs import ASCII
from qabot.tui.messages import Forgotten
from qabot.tui.screens.choice_screen import Choice
from qabot.tui.screens.history_screen import HistoryScreen, Listing, Words
from tests.cli.helpers import steering
from tests.tui.helpers import NARROW, WIDE, Driven, content, driven, make_app

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOSTILE = (
    "[bold]red[/] [/] \x1b[2J\x1b]0;owned\x07\u202eelpoep\u202c over\nlines 日本語 😀 [link=https://evil.example]x"
)
LONG = "w" * 10_000


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home without an index: the history needs none."""
    home = Home(tmp_path / "home")
    home.corpus.mkdir(parents=True)
    return home


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    """A history of its own; the chat closes it."""
    with History.open(tmp_path / "history.db") as opened:
        yield opened


def keep(  # noqa: PLR0913 - what is kept of a question
    history: History,
    home: Home | str,
    text: str,
    verdict: Verdict = "strong",
    *,
    days: int = 0,
    title: str | None = "A title",
    filters: str = "",
) -> None:
    """Keep a question as if it had been asked so many days ago."""
    where = home if isinstance(home, str) else str(home.path)
    when = NOW - timedelta(days=days)
    history.add(PastQuestion(0, when, where, text, text, filters, verdict, 1, None, title, "g"))


def chat_with(home: Home, history: History, **options: object) -> QabotApp:
    """Return a chat that has this history, on a day when tests are not run."""
    return make_app(home, history=history, clock=lambda: NOW, **options)  # pyright: ignore[reportArgumentType]


async def opened(chat: Driven) -> HistoryScreen:
    """Open the screen by its key."""
    await chat.pilot.press("ctrl+r")
    await chat.until(lambda: isinstance(chat.app.screen, HistoryScreen), "the history")
    screen = chat.app.screen
    assert isinstance(screen, HistoryScreen)
    return screen


def kept(history: History, home: Home) -> list[str]:
    """Return the questions that are still kept of a home."""
    return [each.text for each in history.search(home=str(home.path))]


async def test_what_was_asked_can_be_asked_again(starter_home: Home, history: History) -> None:
    async with driven(make_app(starter_home, history=history)) as chat:
        await chat.ask("How much did GDS get in the 2015 Spending Review?")
        await opened(chat)
        (block,) = chat.app.asking.transcript.turns
        assert "● strong     How much did GDS get in the 2015 Spending Review?" in chat.text
        assert block.evidence[0].article.title[:40] in chat.text
        await chat.pilot.press("enter")
        assert chat.app.asking.prompt.text == "How much did GDS get in the 2015 Spending Review?"
        assert chat.app.asking.prompt.has_focus


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=str)
async def test_questions_are_listed_by_day_newest_first(home: Home, history: History, size: tuple[int, int]) -> None:
    keep(history, home, "first", "not_found", days=9, title=None)
    keep(history, home, "second", "possible", days=1)
    keep(history, home, "third", filters="outlet:UKAuthority after:2015-01-01")
    async with driven(chat_with(home, history), size, ready=False) as chat:
        await opened(chat)
        lines = [line.strip() for line in chat.text.splitlines()]
        wanted = ["Today", "● strong     third", "Yesterday", "◐ possible   second"]
        wanted += ["Monday 16 November 2026", "○ not found  first"]
        assert [line for line in lines if line in wanted] == wanted
        assert "A title · outlet:UKAuthority after:2015-01-01" in chat.text
        assert "nothing answered" in chat.text
        assert "3 questions" in chat.text


async def test_typing_narrows_while_arrows_move_and_enter_takes_the_filters_along(home: Home, history: History) -> None:
    for number in range(3):
        keep(history, home, f"the Zorblax tram, part {number}", filters="after:2015-01-01")
    keep(history, home, "something else")
    async with driven(chat_with(home, history), ready=False) as chat:
        screen = await opened(chat)
        await chat.type("TRAM zor")
        assert "something else" not in chat.text
        await chat.pilot.press("down", "down", "up")
        assert screen.query_one(Words).has_focus
        await chat.pilot.press("enter")
        assert chat.app.asking.prompt.text == "the Zorblax tram, part 1 after:2015-01-01"


async def test_pages_move_in_the_list(home: Home, history: History) -> None:
    for number in range(40):
        keep(history, home, f"question {number}")
    async with driven(chat_with(home, history), ready=False) as chat:
        listing = (await opened(chat)).query_one(Listing)
        first = listing.highlighted
        assert first is not None
        await chat.pilot.press("pagedown")
        assert (listing.highlighted or 0) > first + 3
        await chat.pilot.press("pageup", "down")
        assert listing.highlighted == first + 1


async def test_words_given_with_the_command_are_looked_for_at_once(home: Home, history: History) -> None:
    keep(history, home, "the quibbly tram")
    keep(history, home, "the ferry")
    async with driven(chat_with(home, history), ready=False) as chat:
        await chat.command("/history quibbly")
        await chat.until(lambda: "the quibbly tram" in chat.text)
        assert "the ferry" not in chat.text


async def test_tab_looks_into_every_home_and_back(home: Home, history: History) -> None:
    keep(history, home, "asked here")
    keep(history, "/another/home", "asked elsewhere")
    async with driven(chat_with(home, history), ready=False) as chat:
        await opened(chat)
        assert "asked elsewhere" not in chat.text
        await chat.pilot.press("tab")
        assert "asked elsewhere" in chat.text
        assert "/another/home" in chat.text
        await chat.pilot.press("tab")
        assert "asked elsewhere" not in chat.text


async def test_one_question_is_forgotten_when_that_is_confirmed(home: Home, history: History) -> None:
    for text in ("first", "second", "third"):
        keep(history, home, text)
    async with driven(chat_with(home, history), ready=False) as chat:
        chat.app.asking.prompt.remember(["first", "second", "third"])
        await opened(chat)
        await chat.pilot.press("down", "ctrl+d")
        await chat.until(lambda: isinstance(chat.app.screen, Choice))
        assert "Forget “second”?" in chat.text
        await chat.pilot.press("n")
        await chat.until(lambda: isinstance(chat.app.screen, HistoryScreen))
        assert kept(history, home) == ["third", "second", "first"]
        await chat.keys("ctrl+d")
        await chat.keys("y", "y")
        await chat.until(lambda: "second" not in chat.text)
        assert isinstance(chat.app.screen, HistoryScreen), "the second key does no more"
        assert kept(history, home) == ["third", "first"]
        await chat.pilot.press("ctrl+d", "enter")
        await chat.until(lambda: kept(history, home) == ["third"])
        await chat.pilot.press("escape")
        await chat.until(lambda: chat.app.screen is chat.app.asking)
        await chat.pilot.press("up", "up")
        assert chat.app.asking.prompt.text == "third", "the prompt has forgotten the others as well"


async def test_all_of_this_home_are_forgotten_and_nothing_else(home: Home, history: History) -> None:
    keep(history, home, "first")
    keep(history, home, "second")
    keep(history, "/another/home", "asked elsewhere")
    async with driven(chat_with(home, history), ready=False) as chat:
        await opened(chat)
        await chat.pilot.press("ctrl+l")
        await chat.until(lambda: isinstance(chat.app.screen, Choice))
        assert "2 questions" in chat.text
        await chat.pilot.press("enter")  # what enter takes first does no harm
        await chat.until(lambda: isinstance(chat.app.screen, HistoryScreen))
        assert len(kept(history, home)) == 2
        await chat.pilot.press("ctrl+l", "y")
        await chat.until(lambda: "Nothing has been asked of this home yet." in chat.text)
        assert history.count() == 1


async def test_what_is_forgotten_is_offered_to_begin_with_no_longer(starter_home: Home, history: History) -> None:
    keep(history, starter_home, "first")
    keep(history, starter_home, "second")
    async with driven(make_app(starter_home, history=history)) as chat:
        offered = chat.app.asking.query_one(".earlier")
        await chat.until(lambda: content(offered).splitlines() == ["Asked before", "❯ second", "❯ first"], "both")
        chat.app.post_message(Forgotten("nothing like it"))
        history.delete(history.search("first")[0].id)
        chat.app.post_message(Forgotten("first"))
        await chat.until(lambda: content(offered).splitlines() == ["Asked before", "❯ second"], "the other")
        await chat.command("/history clear")
        await chat.told("Forgot 1 question.")
        await chat.until(lambda: not content(offered), "nothing")


async def test_esc_leaves_the_screen_whatever_was_typed(home: Home, history: History) -> None:
    keep(history, home, "first")
    async with driven(chat_with(home, history), ready=False) as chat:
        await opened(chat)
        await chat.keys(*"fir", "escape", "escape")
        await chat.until(lambda: chat.app.screen is chat.app.asking)
        assert chat.app.asking.prompt.text == ""


async def test_the_list_can_be_clicked(home: Home, history: History) -> None:
    keep(history, home, "first")
    async with driven(chat_with(home, history), ready=False) as chat:
        await opened(chat)
        await chat.pilot.click(Listing, offset=(20, 1))
        await chat.until(lambda: chat.app.asking.prompt.text == "first")


async def test_letters_do_nothing_but_look_for_words(home: Home, history: History) -> None:
    keep(history, home, "first")
    async with driven(chat_with(home, history), ready=False) as chat:
        await opened(chat)
        await chat.keys(*"dDp/")
        assert chat.app.screen.query_one(Words).value == "dDp/"
        assert kept(history, home) == ["first"]
        assert not chat.app.chat.is_private


class TestNothing:
    """Why nothing is listed, in words."""

    async def test_nothing_was_asked_yet(self, home: Home, history: History) -> None:
        async with driven(chat_with(home, history), ready=False) as chat:
            await opened(chat)
            assert "Nothing has been asked of this home yet." in chat.text
            await chat.pilot.press("enter", "escape")
            await chat.until(lambda: chat.app.screen is chat.app.asking)

    async def test_nothing_holds_the_words(self, home: Home, history: History) -> None:
        keep(history, home, "first")
        async with driven(chat_with(home, history), ready=False) as chat:
            await opened(chat)
            await chat.type("[/]zz")
            assert "No question put to this home (tab looks in all) holds “[/]zz”." in chat.text

    async def test_the_chat_is_private(self, home: Home) -> None:
        async with driven(make_app(home, private=True), ready=False) as chat:
            await opened(chat)
            assert "This chat keeps no history" in chat.text
            assert "without --private" in chat.text

    async def test_the_file_cannot_be_used(self, home: Home, tmp_path: Path) -> None:
        file = tmp_path / "history.db"
        file.write_bytes(b"no database" * 99)
        troubles: list[HistoryUnusable] = []
        app = make_app(home, history=History.open(file, troubles.append))
        app.troubles = troubles
        async with driven(app, WIDE, ready=False) as chat:
            await opened(chat)
            text = " ".join(chat.text.split())
            assert "history.db cannot be used: it is damaged, or no database." in text
            assert "Questions are answered all the same, but not kept." in text
            assert f"Move {file} away to begin a new history." in text.replace("\n", "")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=str)
async def test_hostile_questions_are_shown_as_text(home: Home, history: History, size: tuple[int, int]) -> None:
    for text in (HOSTILE, LONG, "", "  \n "):
        keep(history, home, text, title=text, filters=text)
    async with driven(chat_with(home, history), size, ready=False) as chat:
        screen = await opened(chat)
        assert "[bold]red[/] [/] elpoep over lines 日本語 😀" in chat.text.replace("本 語", "本語")
        assert steering(chat.text) == set()
        assert all(len(line) <= size[0] for line in chat.text.splitlines())
        for _ in range(4):
            await chat.pilot.press("ctrl+d")
            await chat.until(lambda: isinstance(chat.app.screen, Choice))
            assert steering(chat.text) == set()
            assert chat.app.screen.query_one(OptionList).region.bottom <= size[1]
            await chat.pilot.press("escape", "down")
        assert chat.app.screen is screen


async def test_ascii_draws_with_nothing_else(home: Home, history: History) -> None:
    keep(history, home, "first", "possible")
    async with driven(chat_with(home, history, glyphs=ASCII), ready=False) as chat:
        await opened(chat)
        assert "? possible   first" in chat.text
        await chat.pilot.press("ctrl+l")
        await chat.until(lambda: isinstance(chat.app.screen, Choice))
        assert chat.text.isascii()
