"""The figure that a question asks for: its kind, what is counted, and whether an earlier one is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.core.questions import FigureKind
from qabot.question.analysis import analyse
from qabot.question.sought_figure import sought_figure
from qabot.question.vocabulary import stem


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("How much was Wombat Ltd fined?", ("money",)),
        ("how much will the ferry cost", ("money",)),
        ("ferry yearly cost", ("money",)),
        ("What is the tram contract worth?", ("money",)),
        ("the price of the ferry", ("money",)),
        ("How much of the £490m went to the ferry?", ("money", "share")),
        ("How many councils share the ferry?", ("count",)),
        ("number of calls to the helpline each day", ("count",)),
        ("What percentage of forms are online?", ("share",)),
        ("what share of the budget goes on old systems", ("share",)),
        ("proportion of trusts with a record system", ("share",)),
        ("How much of the fund went to the tax office?", ("money", "share")),
        ("By how much did the bill rise?", ("money", "share")),
        ("how much has the cost of the ferry risen", ("money", "share")),
    ],
)
def test_the_kind_of_figure_that_is_asked_for(text: str, kinds: tuple[FigureKind, ...]) -> None:
    sought = analyse(text).sought_figure
    assert sought is not None
    assert sought.kinds == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Who paid for the ferry?",
        "When was the fine paid?",
        "Why did the cost rise?",
        "Did the council pay a fine?",
        "Was the bill higher than planned?",
        "how much time did the ferry take",
        "how much longer will it run",
        "What did the mayor say about the cost?",
        "Which contract was worth £42 million?",
        "Which council cut its staff by 15 per cent?",
        "the deal worth 1.8 billion pounds",
        "the ferry",
        "",
    ],
)
def test_what_asks_for_no_figure(text: str) -> None:
    assert analyse(text).sought_figure is None


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("How many councils had joined?", "council"),
        ("How many NHS trusts still have paper?", "trust"),
        ("number of people who had used it", "people"),
        ("how many staff moved", "staff"),
    ],
)
def test_what_is_counted_is_known_without_its_inflection(text: str, noun: str) -> None:
    sought = analyse(text).sought_figure
    assert sought is not None
    assert stem(noun) in sought.nouns


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("How much was the ferry originally going to cost?", True),
        ("How much was it first meant to cost?", True),
        ("How many users was it supposed to have?", True),
        ("what was the forecast cost of the ferry", True),
        ("How much did the ferry cost?", False),
        ("How many people use it?", False),
    ],
)
def test_whether_an_earlier_figure_is_meant(text: str, *, earlier: bool) -> None:
    sought = analyse(text).sought_figure
    assert sought is not None
    assert sought.earlier is earlier


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_any_text_may_be_asked(text: str) -> None:
    sought = sought_figure(text, ("money",))
    assert sought is None or (sought.kinds and len(sought.nouns) <= 3)


@pytest.mark.parametrize(
    ("text", "is_staff"),
    [
        ("how many people work at the agency", True),
        ("how many people worked on the portal", True),
        ("how many people does the council employ", True),
        ("how many people use the portal", False),
        ("how many users work from home", False),
    ],
)
def test_people_at_work_are_staff(text: str, *, is_staff: bool) -> None:
    sought = analyse(text).sought_figure
    assert sought is not None
    assert (sought.nouns == (stem("staff"),)) is is_staff


@pytest.mark.parametrize("text", ["how much " * 20_000, "how many " + "x" * 100_000, "number of " * 20_000])
def test_long_text_is_read_in_time_in_proportion_to_it(text: str) -> None:
    assert sought_figure(text, ()) is not None
