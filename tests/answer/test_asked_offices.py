"""Whose office a question asks about, and which quotes may tell who holds it."""

from __future__ import annotations

import pytest

from qabot.answer.asked_offices import asked_office, may_tell_holder
from qabot.question.analysis import analyse
from qabot.question.entities import EntityGazetteer

BODIES = EntityGazetteer.load()


@pytest.mark.parametrize(
    ("question", "called", "body"),
    [
        ("who is the chief executive of Ferry Board?", "chief executive of Ferry Board", "Ferry Board"),
        ("Who's Ferry Board's chair", "Ferry Board's chair", "Ferry Board"),
        ("who was the ferry board chief executive in 2016", "ferry board chief executive", "ferry board"),
        ("name the CEO of the Ferry Board", "CEO of the Ferry Board", "the Ferry Board"),
        ("who chairs the Ferry Board", "chair of the Ferry Board", "the Ferry Board"),
        ("who is the minister for ferries now", "minister for ferries", "ferries"),
        ("who is the director of digital at Ferry Board", "director of digital at Ferry Board", "Ferry Board"),
    ],
)
def test_the_office_and_its_body_are_read_out_of_the_question(question: str, called: str, body: str) -> None:
    office = asked_office(analyse(question))
    assert office is not None
    assert office.body is not None
    assert (office.called, office.body.written) == (called, body)
    assert question[slice(*office.body.span)] == body


@pytest.mark.parametrize(
    "question",
    [
        "what did the chief executive of Ferry Board say",
        "who did the chief executive of Ferry Board replace",
        "who is head",
        "who is",
        "chief executive of Ferry Board",
        "who wrote the review",
        "",
    ],
)
def test_other_questions_ask_for_no_holder(question: str) -> None:
    assert asked_office(analyse(question)) is None


CHIEF = "who is the chief executive of Ferry Board"


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        (CHIEF, "Ann Lee, chief executive of the Ferry Board, opened the pier."),
        (CHIEF, "Ann Lee, the Ferry Board’s chief executive, opened the pier."),
        (CHIEF, "Ferry Board chief executive Ann Lee opened the pier."),
        (CHIEF, "Ann Lee, Ferry Board (FB) CEO, opened the pier."),
        (CHIEF, "The Ferry Board was told so by its chief executive, Ann Lee."),
        (CHIEF, "Ann Lee, chief executive of the board, opened the pier of Ferry Board."),
        (CHIEF, "Ann Lee became interim chief executive of the Ferry Board."),
        ("who was the chief executive of Ferry Board", "Ann Lee, former chief executive of the Ferry Board, spoke."),
        ("who was chief executive of Ferry Board in 2016", "Ann Lee, then chief executive of Ferry Board, spoke."),
        ("who is the deputy chair of Ferry Board", "Bo Ray, deputy chair of Ferry Board, spoke."),
        ("who is the CIO of Ferry Board", "Bo Ray, chief information officer at Ferry Board, spoke."),
        ("who chairs the Ferry Board", "The Ferry Board, chaired by Bo Ray, met."),
        ("who is the head of GDS", "Bo Ray, executive director of the Government Digital Service, spoke."),
    ],
)
def test_a_quote_may_tell_the_holder(question: str, quote: str) -> None:
    office = asked_office(analyse(question, bodies=BODIES))
    assert office is not None
    assert may_tell_holder(office, "Council news", quote)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        (CHIEF, "Ann Lee, chief executive of Camden and chair of the Ferry Board, opened the pier."),
        (CHIEF, "Camden chief executive Ann Lee praised the Ferry Board."),
        (CHIEF, "Ann Lee, a former chief executive of the Ferry Board, opened the pier."),
        (CHIEF, "Ann Lee, past-chief executive of the Ferry Board, opened the pier."),
        (CHIEF, "Ann Lee, deputy chief executive of the Ferry Board, opened the pier."),
        (CHIEF, "Ann Lee, the incoming chief executive of the Ferry Board, opened the pier."),
        (CHIEF, "The chief executive of the Ferry Board opened the pier."),
        (CHIEF, "Ann Lee of the Ferry Board opened the pier."),
        ("who is the minister for ferries", "Ann Lee, the shadow minister for ferries, opened the pier."),
        ("who is the minister for ferries", "Ann Lee, minister for the Cabinet Office, spoke of ferries."),
        ("who is the CIO of Ferry Board", "Bo Ray, chief information officer of the Pier Trust, spoke of Ferry Board."),
    ],
)
def test_a_quote_that_names_another_office_tells_no_holder(question: str, quote: str) -> None:
    office = asked_office(analyse(question, bodies=BODIES))
    assert office is not None
    assert not may_tell_holder(office, "Council news", quote)


def test_the_title_tells_too_and_says_which_body_is_meant() -> None:
    office = asked_office(analyse(CHIEF))
    assert office is not None
    assert may_tell_holder(office, "Ferry Board opens a pier", "Ann Lee, the chief executive, cut the ribbon.")
    assert not may_tell_holder(office, "Pier Trust opens a pier", "Ann Lee, the chief executive, cut the ribbon.")
    assert may_tell_holder(office, "Ferry Board chief executive Ann Lee leaves", "The pier had cost £5m.")


@pytest.mark.parametrize(
    "text", ["chief executive of " * 5_000, "A " * 20_000, "The Ferry Board " * 5_000, "ex-" * 20_000]
)
def test_long_texts_are_no_harm(text: str) -> None:
    asked_office(analyse(f"who is {text}"[:2_000]))
    office = asked_office(analyse(CHIEF))
    assert office is not None
    may_tell_holder(office, text, text)
