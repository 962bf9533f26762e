"""How well a sentence tells the figure asked for: its kind, what it counts, and whether another came in its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.answer.figure_fit import figure_fit, is_former
from qabot.core.questions import FigureKind, SoughtFigure
from qabot.facts.figures import find_figures
from qabot.question.vocabulary import stem
from qabot.retrieval.ranking_parameters import FigureParameters
from tests.near import near

MONEY, SHARE = SoughtFigure(("money",)), SoughtFigure(("share",))
FIRST = SoughtFigure(("money",), earlier=True)
PEOPLE, COUNCILS = SoughtFigure(("count",), (stem("people"),)), SoughtFigure(("count",), (stem("councils"),))
STAFF, USERS = SoughtFigure(("count",), (stem("staff"),)), SoughtFigure(("count",), (stem("users"),))


def fit(sought: SoughtFigure, sentence: str, known: str = "") -> float:
    return figure_fit(sought, sentence, find_figures(known), FigureParameters())


@pytest.mark.parametrize(
    ("sought", "sentence", "expected"),
    [
        (MONEY, "The ferry cost £14m.", 1.0),
        (MONEY, "The ferry cost 14 million pounds.", 1.0),
        (MONEY, "The ferry took 14 months.", 0.0),
        (MONEY, "The ferry took 14 per cent of the budget.", 0.0),
        (MONEY, "In March 2014 the ferry was painted.", 0.0),
        (SHARE, "The ferry took 14 per cent of the budget.", 1.0),
        (SHARE, "A quarter of the boats sank.", 1.0),
        (SHARE, "The ferry cost £14m.", 0.0),
        (PEOPLE, "More than 76,000 people were named.", 1.0),
        (PEOPLE, "It had 3.6 million users.", 1.0),
        (PEOPLE, "It covered 325 organisations.", 0.5),
        (STAFF, "It had 425 permanent employees.", 1.0),
        (STAFF, "Some 4,000 people worked there.", 1.0),
        (STAFF, "It had 3.6 million users.", 0.5),
        (USERS, "It had 3.6 million citizens.", 1.0),
        (USERS, "It had 425 employees.", 0.5),
        (COUNCILS, "Some 23 councils had joined.", 1.0),
        (COUNCILS, "It had 3.6 million users.", 0.5),
        (COUNCILS, "It opened on 23 May 2014.", 0.0),
        (MONEY, "", 0.0),
    ],
)
def test_a_figure_of_the_kind_and_of_the_things_asked_about_fits(
    sought: SoughtFigure, sentence: str, expected: float
) -> None:
    assert fit(sought, sentence) == near(expected)


FORMER = [
    ("The penalty was originally to have been much greater, at £45m.", "£45m"),
    ("It cost £1.3bn, against a forecast of £226m made in 2016.", "£226m"),
    ("The bill had risen from £20 million to around £100 million.", "£20 million"),
    ("Benefits once estimated at £2.5 billion were marked down.", "£2.5 billion"),
    ("Savings of £200 million over ten years had been hoped for.", "£200 million"),
    ("It came to £125m a year, compared with £58m before.", "£58m"),
    ("The first estimate for the ferry was £40m.", "£40m"),
    ("The council paid £3m instead of £5m.", "£5m"),
]
PRESENT = [
    ("The penalty was originally to have been greater, but came to £14m.", "£14m"),
    ("It cost £1.3bn, against a forecast of £226m made in 2016.", "£1.3bn"),
    ("The bill had risen from £20 million to around £100 million.", "£100 million"),
    ("It came to £125m a year, compared with £58m before.", "£125m"),
    ("The council got £3m from the fund.", "£3m"),
    ("Upkeep takes anything from £13bn to £22bn.", "£13bn to £22bn"),
    ("The ferry cost £14m.", "£14m"),
]


def told(sentence: str, figure: str) -> bool:
    """Return whether this figure of a sentence is told as a former one."""
    start = 0
    for each in find_figures(sentence):
        if sentence[each.start : each.end] == figure:
            return is_former(sentence, each, start)
        start = each.end
    raise AssertionError(figure)


@pytest.mark.parametrize(("sentence", "figure"), FORMER)
def test_a_figure_that_was_planned_or_said_before_is_former(sentence: str, figure: str) -> None:
    assert told(sentence, figure)


@pytest.mark.parametrize(("sentence", "figure"), PRESENT)
def test_one_that_stands_is_not(sentence: str, figure: str) -> None:
    assert not told(sentence, figure)


def test_what_stands_goes_before_what_was_said_first_unless_that_is_asked_for() -> None:
    former, present = "It was first put at £75m.", "In the end it cost £350m."
    assert (fit(MONEY, former), fit(MONEY, present)) == (near(0.5), near(1.0))
    assert (fit(FIRST, former), fit(FIRST, present)) == (near(1.0), near(0.8))


def test_a_figure_that_the_question_has_itself_tells_nothing() -> None:
    assert fit(MONEY, "The ferry cost £14m.", known="was it £14 million?") == 0.0
    assert fit(MONEY, "The ferry cost £14m, then £15m.", known="was it £14 million?") == 1.0


@given(
    st.text(st.characters(exclude_categories=()), max_size=120),
    st.sampled_from([MONEY, SHARE, FIRST, PEOPLE, COUNCILS]),
)
def test_any_text_may_be_read(sentence: str, sought: SoughtFigure) -> None:
    assert 0 <= fit(sought, sentence) <= 1


@pytest.mark.parametrize("kind", ["money", "share", "count"])
@pytest.mark.parametrize("unit", ["was from £5m against ", "£5m from ", "once 12 councils "])
def test_long_text_is_read_in_time_in_proportion_to_it(kind: FigureKind, unit: str) -> None:
    assert 0 <= fit(SoughtFigure((kind,)), unit * 500) <= 1
