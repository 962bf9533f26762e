"""Asking in the chat: what an answer shows, what a reader can refuse of it, and what goes on meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.widget import MountError
from textual.widgets import Static

from qabot.chat.history import History
from qabot.core.answers import Evidence
from qabot.core.settings import Home
from qabot.tui.widgets.chip_bar import Crossed
from qabot.tui.widgets.evidence_view import EvidenceBlock
from qabot.tui.widgets.turn_block import BRIEFS_PROMISE, Fold, TurnBlock
from qabot.tui.widgets.welcome import Example, Welcome
from tests.tui.helpers import WIDE, Driven, content, driven, make_app
from tests.tui.sessions import answering_when, damaged_after, loaded_when, opened_when

pytestmark = pytest.mark.anyio

REVIEW = "How much did GDS get in the 2015 Spending Review?"
NOWHERE = "Which zorblax was knighted for baking?"
SOLD = "What will Wombat council get for its tram depot?"
SEVERAL = "What will a council pay or get for the depot, ferry or machines?"
"""Names nothing, so that whatever is found is shown."""


def line(block: TurnBlock, kind: str) -> str:
    """Return what the only line of its kind says in a block."""
    return content(block.query_exactly_one(f".{kind}", Static))


def told_of(evidence: Evidence) -> str:
    """Return what is to be said of where a quote stands that has no reprints."""
    article = evidence.article
    assert article.published is not None
    assert article.reports_on is not None
    return f"qabot brief, after {article.reports_on.outlet}, {article.published.label} · ¶{evidence.paragraph}"


async def drop(chat: Driven, matter: str) -> None:
    """Take away something that was understood, by the key on its cross, and wait for the other answer."""
    block = chat.newest
    before = block.turn
    await chat.focus(block.query_exactly_one(Crossed))
    assert chat.focused is not None
    assert chat.focused.name == matter
    await chat.keys("enter")
    await chat.until(lambda: block.turn is not before, "another answer")


async def test_a_conversation(starter_home: Home) -> None:
    async with driven(make_app(starter_home)) as chat:
        await chat.ask(REVIEW)
        first = chat.newest
        assert line(first, "question") == f"You  {REVIEW}"
        assert line(first, "understood") == "matched: GDS = Government Digital Service"
        verdict = line(first, "verdict")
        assert verdict == "● STRONG · 3 passages from briefs after 2 independent articles"
        assert line(first, "promise") == BRIEFS_PROMISE
        blocks = list(first.query(EvidenceBlock))
        assert [content(block.query_exactly_one(".number")) for block in blocks] == ["[1]", "[2]", "[3]"]
        for block, evidence in zip(blocks, first.evidence, strict=True):
            assert content(block.query_exactly_one(".source")) == told_of(evidence)
            assert content(block.query_exactly_one(".quote")) == evidence.text
        assert "£450m" in content(blocks[0])
        assert "%" not in content(first), "no verdict is told as a percentage"
        assert line(first, "next") == "next: 1–3 enter read · tab ctrl+y copy · /more · /why"

        await chat.ask("What about HMRC?")
        second = chat.newest
        assert line(second, "crossed") == "carried over: 2015 Spending Review ✕"
        assert not second.query(".promise"), "it is made once"
        assert not first.query_exactly_one(".next").display, "only what was asked last says what comes next"
        await drop(chat, "carried_over")
        assert chat.newest is second
        assert len(chat.app.asking.transcript.turns) == 2
        assert second.turn is not None
        assert second.turn.question.inherited_terms == ()
        assert not second.query(Crossed)

        await chat.ask("What was written on Verify in 2019?")
        third = chat.newest
        assert line(third, "crossed") == "dates: 2019-01-01 to 2019-12-31, from “in 2019” ✕"
        await chat.pilot.click(third.query_exactly_one(Crossed))
        await chat.until(lambda: third.turn and third.turn.question.inferred is None, "an answer without dates")
        assert third.turn is not None
        assert third.turn.answer.searched.matched_filters == 213


async def test_what_is_not_found_is_accounted_for(starter_home: Home) -> None:
    async with driven(make_app(starter_home)) as chat:
        await chat.ask(NOWHERE)
        block = chat.newest
        refused = "○ NOT FOUND · nothing in this corpus answers · searched 213 qabot briefs"
        assert line(block, "verdict").startswith(refused)
        assert "no article mentions “zorblax”, “baking”" in content(block)
        assert "outlets: qabot briefs after PublicTechnology (33), " in content(block)
        assert (line(block, "fold"), block.evidence) == ("▸ the nearest 2 passages (tab enter unfolds)", ())
        assert not block.query(EvidenceBlock)

        await chat.keys("tab")
        assert isinstance(chat.focused, Fold)
        await chat.keys("enter")
        await chat.until(lambda: len(block.query(EvidenceBlock)) == 2, "the nearest passages")
        last = block.query(EvidenceBlock).last()
        in_sight = chat.app.asking.transcript.region
        await chat.until(lambda: last.region.bottom <= in_sight.bottom, "all of them in sight")
        assert line(block, "fold") == "▾ the nearest 2 passages"
        assert len(block.evidence) == 2
        await chat.pilot.click(block.query_exactly_one(Fold))
        await chat.until(lambda: not block.query(EvidenceBlock), "the fold")

        await chat.ask("after:2030 verify")
        assert "○ NOT FOUND" in content(chat.newest)
        assert "only published 2030-01-01 or later" in content(chat.newest)
        assert "Note: No article matches the filters." in content(chat.newest)
        assert "articles that would match: 213 without the dates" in content(chat.newest)
        assert line(chat.newest, "next").startswith("next: the same without what limits it")


async def test_reprints_are_folded(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        await chat.ask(SOLD)
        source = content(next(iter(chat.newest.query(".source"))))
        assert source == (
            "UKAuthority · 25 November 2015 · ¶1 · also in "
            "+2: [bold]Wire\\_Co*, 26 November 2015; The Register, December 2015"
        )
        assert content(chat.newest).count("£3 million") == 1


async def test_answers_come_by_words_first_and_then_by_meaning(starter_home: Home) -> None:
    gate = threading.Event()
    async with driven(make_app(starter_home, open_session=loaded_when(gate)), WIDE, ready=False) as chat:
        await chat.until(lambda: "words only" in chat.text, "an index to ask by words")
        await chat.ask(REVIEW)
        await chat.ask("What about HMRC?")
        first, second = chat.app.asking.transcript.turns
        assert first.is_by_words
        assert line(first, "verdict").startswith("◐ POSSIBLE · words only, until the model is loaded")
        gate.set()
        await chat.until(lambda: not first.is_by_words and not second.is_by_words, "answers by meaning")
        assert chat.app.asking.transcript.turns == [first, second]
        assert line(first, "verdict").startswith("● STRONG")
        assert line(second, "crossed") == "carried over: 2015 Spending Review ✕"
        await chat.until(lambda: "ready" in chat.text.splitlines()[0], "the word that it is ready")


async def test_what_came_of_a_question_in_the_end_is_what_the_history_keeps(starter_home: Home, tmp_path: Path) -> None:
    gate = threading.Event()
    history = History.open(tmp_path / "history.db")
    app = make_app(starter_home, history=history, open_session=loaded_when(gate))
    async with driven(app, ready=False) as chat:
        await chat.until(lambda: "words only" in chat.text, "an index to ask by words")
        await chat.ask(REVIEW)
        assert [each.verdict for each in history.search()] == ["possible"]
        gate.set()
        await chat.until(lambda: not chat.newest.is_by_words, "an answer by meaning")
        assert [(each.text, each.verdict) for each in history.search()] == [(REVIEW, "strong")]
        await chat.command("/private on")
        await chat.ask("What about HMRC?")
        await chat.command("/private off")
        await chat.command("/more")
        await chat.until(lambda: len(chat.newest.evidence) > 3, "more of what was asked in private")
        assert [each.text for each in history.search()] == [REVIEW]


async def test_a_question_before_the_index_is_open_waits_for_it(tram_home: Home) -> None:
    gate = threading.Event()
    async with driven(make_app(tram_home, open_session=opened_when(gate)), ready=False) as chat:
        chat.app.asking.prompt.put(SOLD)
        await chat.keys("enter")
        await chat.until(lambda: chat.app.asking.transcript.turns, "the question")
        assert "waiting for the index … (esc stops)" in content(chat.newest)
        gate.set()
        await chat.until(lambda: chat.newest.turn, "the answer")
        assert "£3 million" in content(chat.newest)


async def test_a_question_without_an_index_is_told_how_to_make_one(tmp_path: Path) -> None:
    async with driven(make_app(Home(tmp_path)), ready=False) as chat:
        await chat.until(lambda: "no index" in chat.text.splitlines()[0], "the trouble")
        assert "Or build it from here: /index" in chat.text
        chat.app.asking.prompt.put(SOLD)
        await chat.keys("enter")
        await chat.until(lambda: chat.app.asking.transcript.turns, "the question")
        await chat.until(lambda: "qabot index" in content(chat.newest), "what to do")
        assert chat.newest.turn is None


async def test_the_prompt_goes_on_while_questions_are_looked_for_and_esc_stops_them(tram_home: Home) -> None:
    gate = threading.Event()
    async with driven(make_app(tram_home, open_session=answering_when(gate))) as chat:
        prompt = chat.app.asking.prompt
        try:
            for text in (SOLD, "Who bought fax machines?"):
                await chat.keys(*text, "enter")
            await chat.until(lambda: len(chat.app.asking.transcript.turns) == 2, "both questions")
            first, second = chat.app.asking.transcript.turns
            assert (first.request.text, second.request.text) == (SOLD, "Who bought fax machines?")
            assert "searching … (esc stops)" in content(first)
            await chat.keys(*"typed meanwhile")
            assert prompt.text == "typed meanwhile"
            await chat.keys("escape")
            await chat.until(lambda: "Stopped. Nothing was answered." in content(second), "the end of the second")
            assert "searching" in content(first)
            assert (prompt.text, chat.focused) == ("typed meanwhile", prompt)
        finally:
            gate.set()
        await chat.until(lambda: first.turn, "the answer to the first")
        assert second.turn is None


async def test_two_questions_in_a_row_are_answered_in_order(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        await chat.keys(*SOLD, "enter", *"What about the mayor?", "enter")
        await chat.until(lambda: len(chat.app.asking.transcript.turns) == 2, "both questions")
        await chat.until(lambda: all(block.turn for block in chat.app.asking.transcript.turns), "both answers")
        first, second = chat.app.asking.transcript.turns
        assert (first.request.text, second.request.text) == (SOLD, "What about the mayor?")
        assert (first.place, second.place) == (0, 1)
        assert second.turn is not None
        assert second.turn.question.inherited_terms


async def test_a_new_conversation_stops_what_is_looked_for(tram_home: Home) -> None:
    gate = threading.Event()
    async with driven(make_app(tram_home, open_session=answering_when(gate))) as chat:
        try:
            chat.app.asking.ask(SOLD)
            await chat.until(lambda: chat.app.asking.transcript.turns, "the question")
            await chat.command("/clear")
            await chat.until(lambda: not chat.app.asking.transcript.turns, "an empty conversation")
        finally:
            gate.set()
        await chat.until(lambda: chat.app.asking.query_one(Welcome).display, "the greeting")
        await chat.ask("What about the mayor?")
        assert chat.newest.turn is not None
        assert not chat.newest.turn.question.inherited_terms
        assert len(chat.app.asking.transcript.turns) == 1


async def test_a_question_right_behind_clear_belongs_to_the_new_conversation(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        await chat.ask(SOLD)
        old = chat.newest
        await chat.keys(*"/clear", "enter", *"Who bought fax machines?", "enter")
        await chat.until(lambda: old not in chat.app.asking.transcript.turns, "an empty conversation")
        await chat.until(lambda: chat.app.asking.transcript.turns, "the question")
        await chat.until(lambda: chat.newest.turn, "the answer")
        assert [each.request.text for each in chat.app.asking.transcript.turns] == ["Who bought fax machines?"]


async def test_a_question_that_is_stopped_while_it_is_answered_is_no_turn(tram_home: Home) -> None:
    gate = threading.Event()
    async with driven(make_app(tram_home, open_session=answering_when(gate))) as chat:
        try:
            await chat.keys(*SOLD, "enter")
            await chat.until(lambda: chat.app.asking.transcript.turns, "the question")
            await chat.keys("escape")
            await chat.until(lambda: "Stopped." in content(chat.newest), "its end")
        finally:
            gate.set()
        await chat.ask("What about the mayor?")
        assert chat.newest.turn is not None
        assert not chat.newest.turn.question.inherited_terms, "nothing is taken over from what was called off"
        assert chat.newest.place == 0


async def test_an_answer_by_meaning_leaves_the_reader_where_they_are(starter_home: Home) -> None:
    gate = threading.Event()
    async with driven(make_app(starter_home, open_session=loaded_when(gate)), ready=False) as chat:
        await chat.until(lambda: "words only" in chat.text, "an index to ask by words")
        for text in (REVIEW, "What about HMRC?"):
            await chat.ask(text)
        transcript = chat.app.asking.transcript
        transcript.scroll_home(animate=False)
        await chat.until(lambda: transcript.scroll_y == 0, "the first question at the top")
        gate.set()
        await chat.until(lambda: not any(each.is_by_words for each in transcript.turns), "answers by meaning")
        assert transcript.scroll_y == 0


async def test_what_goes_wrong_is_told_in_the_block(tram_home: Home) -> None:
    async with driven(make_app(tram_home, open_session=damaged_after(1))) as chat:
        await chat.ask(SOLD)
        await chat.command("/more")
        await chat.until(lambda: "The passages [/] are damaged." in content(chat.newest), "the trouble")
        assert chat.newest.turn is not None, "the answer stays"
        chat.app.asking.ask("Who bought fax machines?")
        await chat.until(lambda: len(chat.app.asking.transcript.turns) == 2, "the question")
        await chat.until(lambda: "Browsing works.\nRun `qabot index`." in content(chat.newest), "the trouble")
        assert chat.newest.turn is None


async def test_questions_to_begin_with_are_answered_by_the_corpus(starter_home: Home) -> None:
    async with driven(make_app(starter_home)) as chat:
        await chat.until(lambda: len(chat.app.screen.query(".examples Example")) == 3, "examples")
        assert "213 qabot briefs" in content(chat.app.screen.query_one(Welcome))
        await chat.keys("tab")
        assert isinstance(chat.focused, Example)
        await chat.keys("down", "down", "up", "enter")
        await chat.until(lambda: chat.app.asking.transcript.turns, "the question")
        await chat.until(lambda: chat.newest.turn, "the answer")
        asked = list(chat.app.screen.query(".examples Example"))[1]
        assert content(asked).endswith(chat.newest.request.text)
        assert "STRONG" in content(chat.newest)
        assert chat.focused is chat.app.asking.prompt


async def test_the_index_is_opened_though_the_main_screen_is_covered_before_it_is_drawn(
    tram_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(tram_home)
    waiting: list[object] = []

    def never(callback: object) -> None:
        waiting.append(callback)

    monkeypatch.setattr(app, "call_after_refresh", never)
    async with driven(app) as chat:
        assert len(waiting) == 1
        await chat.ask(SOLD)
        assert len(chat.app.asking.transcript.turns) == 1


async def test_what_would_be_shown_while_somebody_leaves_is_let_go(tram_home: Home) -> None:
    async with driven(make_app(tram_home)) as chat:
        chat.app.exit()
        with pytest.raises(MountError):
            await chat.app.asking.transcript.note("An index is newer.")
        await chat.app.look()
        await chat.app.start()
