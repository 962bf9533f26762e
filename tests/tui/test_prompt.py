"""The prompt: what is typed, pasted, recalled and completed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from qabot.chat.commands import COMMANDS
from qabot.chat.completion import Vocabulary, completions
from qabot.chat.history import History
from qabot.core.articles import ArticleSummary, OutletHoldings
from qabot.core.settings import Home
from qabot.tui.widgets.completion_list import Completions
from qabot.tui.widgets.evidence_view import EvidenceBlock
from tests.tui.helpers import Driven, driven, make_app
from tests.tui.test_asking import SOLD

pytestmark = pytest.mark.anyio

NAMES = Vocabulary(
    outlets=(
        OutletHoldings("UKAuthority", 9),
        OutletHoldings("The Register", 4, briefs=4),
        OutletHoldings('Odd "Outlet", Ltd', 1),
    ),
    organisations=(("Government Digital Service (GDS)", 7), ("HM Revenue and Customs (HMRC)", 2)),
)


def texts(before: str, names: Vocabulary = NAMES) -> list[str]:
    """Return what is offered behind a text."""
    return [each.text for each in completions(before, names)]


class TestCompletion:
    """What may be meant."""

    def test_commands(self) -> None:
        assert texts("/") == [f"/{each.name}{' ' if each.arguments else ''}" for each in COMMANDS]
        assert texts("/th") == ["/theme "]
        assert texts("/theme c") == ["contrast", "colour-blind"]
        assert texts("/Theme c") == ["contrast", "colour-blind"]
        assert texts("/theme contrast") == []
        assert texts("/quit now") == []

    def test_prefixes(self) -> None:
        assert texts("out") == ["outlet:"]
        assert texts("how much af") == ["after:"]
        assert texts("what was put on") == [], "a word of its own"
        assert texts("") == texts("What about ") == texts("GDS") == []

    def test_names_of_the_index(self) -> None:
        assert texts("outlet:") == ["UKAuthority ", '"The Register" ', '"Odd Outlet, Ltd" ']
        assert texts("cost outlet:reg") == ['"The Register" ']
        assert texts('outlet:"the r') == ['"The Register" ']
        assert texts("org:hm") == ['"HM Revenue and Customs (HMRC)" ']
        assert texts("org:digital") == ['"Government Digital Service (GDS)" ']
        assert texts("after:20") == []
        assert texts("/filter out") == ["outlet:"]
        assert texts("/filter -fax outlet:reg") == ['"The Register" ']
        assert [each.hint for each in completions("outlet:odd", NAMES)] == ["1 article"]

    def test_only_the_first_are_offered(self) -> None:
        many = Vocabulary.of(ArticleSummary(str(n), "Title", f"Outlet {n:02}", None) for n in range(50))
        assert len(texts("outlet:", many)) == 8

    @given(st.text(), st.lists(st.tuples(st.text(min_size=1), st.integers(1, 9)), max_size=5))
    def test_whatever_is_typed_what_is_offered_begins_in_it(self, before: str, names: list[tuple[str, int]]) -> None:
        known = Vocabulary(tuple(OutletHoldings(*each) for each in names), tuple(names))
        for text in (before, f"outlet:{before}", f"/{before}"):
            for each in completions(text, known):
                assert 0 <= each.start <= len(text)


async def test_earlier_questions_and_the_draft(tram_home: Home, tmp_path: Path) -> None:
    with History.open(tmp_path / "history.sqlite3") as kept:
        async with driven(make_app(tram_home, history=kept)) as chat:
            await chat.ask("Who bought fax machines?")
    async with driven(make_app(tram_home, history=History.open(tmp_path / "history.sqlite3"))) as chat:
        prompt = chat.app.asking.prompt
        await chat.ask(SOLD)
        await chat.command("/why")
        await chat.keys(*"a draft")
        await chat.keys("up")
        assert prompt.text == "/why"
        await chat.keys("up")
        assert prompt.text == SOLD, "a command that is recalled offers no completions that would take the key"
        await chat.keys("up")
        assert prompt.text == "Who bought fax machines?", "of an earlier run"
        await chat.keys("up")
        assert prompt.text == "Who bought fax machines?"
        await chat.keys("down", "down")
        assert prompt.text == "/why"
        await chat.keys("down")
        assert (prompt.text, prompt.cursor_location) == ("a draft", (0, 7))
        await chat.keys("down")
        assert prompt.text == "a draft"
        await chat.keys("up", "up", "enter")
        await chat.until(lambda: len(chat.app.asking.transcript.turns) == 2, "the same question")
        await chat.keys("up")
        assert prompt.text == SOLD, "what is asked again is the newest, and stands once"
        await chat.keys("up", "up")
        assert prompt.text == "Who bought fax machines?"


async def test_what_is_typed_or_pasted_elsewhere_begins_a_question(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        await chat.ask(SOLD)
        prompt = chat.app.asking.prompt
        await chat.keys("tab")
        await chat.keys("H")
        await chat.until(lambda: prompt.has_focus, "the prompt")
        await chat.keys(*"ow much?")
        assert prompt.text == "How much?"
        prompt.clear()
        await chat.keys("tab")
        assert not prompt.has_focus
        chat.app.post_message(events.Paste("How\nmuch?"))
        await chat.until(lambda: prompt.text == "How\nmuch?", "what was pasted")
        assert prompt.has_focus


async def test_several_lines(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        prompt = chat.app.asking.prompt
        await chat.keys(*"one", "ctrl+j", *"two", "ctrl+j", *"three")
        assert prompt.text == "one\ntwo\nthree"
        assert prompt.size.height == 3
        await chat.keys("up")
        assert (prompt.text, prompt.cursor_location[0]) == ("one\ntwo\nthree", 1), "up moves in the text first"
        await chat.keys("down", "down")
        assert prompt.cursor_location[0] == 2
        await chat.keys("enter")
        await chat.until(lambda: chat.app.asking.transcript.turns, "the question")
        assert chat.newest.request.text == "one\ntwo\nthree"
        assert prompt.text == ""
        await chat.keys("enter", "space", "enter")
        assert len(chat.app.asking.transcript.turns) == 1, "nothing is asked where nothing was typed"


async def test_keys_faster_than_they_are_drawn_arrive_in_order(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        text = "The quick brown fox, 1,234 of them; jumps (over) the lazy dog: who pays? " * 5
        await chat.keys(*text.strip())
        await chat.until(lambda: chat.app.asking.prompt.text == text.strip(), "all of it, in order")
        await chat.keys("enter")
        await chat.until(lambda: chat.app.asking.transcript.turns, "the question")
        assert chat.newest.request.text == text.strip()


async def paste(chat: Driven, text: str) -> None:
    """Paste as a terminal with bracketed paste does."""
    chat.app.post_message(events.Paste(text))
    await chat.settled()


async def test_a_paste_never_submits(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        prompt = chat.app.asking.prompt
        await paste(chat, "/quit\r\nwho\rsold\x1b[31m it\x1b]0;owned\x07\u202e?\n")
        assert prompt.text == "/quit\nwho\nsold it?\n"
        assert not chat.app.asking.transcript.turns
        assert chat.app.return_code is None
        prompt.clear()
        await paste(chat, "x" * 3_234)
        await chat.told("The paste was too long for a question: 1,234 characters were left out.")
        assert prompt.text == "x" * 2_000
        await paste(chat, "y")
        assert len(prompt.text) == 2_001
        prompt.select_all()
        await paste(chat, "instead")
        assert prompt.text == "instead"


async def test_completing(starter_home: Home) -> None:
    async with driven(make_app(starter_home)) as chat:
        prompt, offered = chat.app.asking.prompt, chat.app.asking.query_one(Completions)
        await chat.keys(*"/th")
        await chat.until(lambda: offered.display and "change the colours" in chat.text, "the command")
        await chat.keys("tab")
        assert prompt.text == "/theme "
        await chat.until(lambda: offered.option_count == 4, "the themes")
        await chat.keys("down", "down", "up", "tab")
        assert prompt.text == "/theme light"
        prompt.clear()
        await chat.keys(*"cost out", "tab", *"ukau", "tab", *"org:gds", "tab")
        assert prompt.text == 'cost outlet:UKAuthority org:"Government Digital Service (GDS)" '
        await chat.keys(*"outlet:")
        await chat.until(lambda: offered.option_count == 8, "the outlets")
        assert "33 qabot briefs" in chat.text
        await chat.keys("escape")
        assert not offered.display
        assert chat.focused is prompt
        await chat.keys(*"th")
        await chat.until(lambda: offered.display, "outlets again, since the text has changed")
        await chat.pilot.click(offered, offset=(3, 1))
        await chat.until(lambda: not offered.display, "the choice")
        assert prompt.text.endswith(" outlet:" + completions("outlet:th", chat.app.asking.vocabulary)[1].text)
        assert chat.focused is prompt
        await chat.keys("x")
        assert prompt.text.endswith("x")


async def test_a_click_does_not_take_the_focus_of_what_is_typed(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        await chat.ask(SOLD)
        await chat.keys("tab")
        assert isinstance(chat.focused, EvidenceBlock)
        await chat.pilot.click("#prompt")
        await chat.keys(*"typed")
        assert chat.app.asking.prompt.text == "typed"
