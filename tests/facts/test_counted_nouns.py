"""What numbers count, as articles write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.facts.figures import find_figures


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("It had 1,000 civil servants.", "servants"),
        ("It ran 840,000 identity checks in the spring.", "checks"),
        ("about 700,000 disabled claimants by then", "claimants"),
        ("Three west London councils invited bids.", "councils"),
        ("It backed three NHS programmes.", "programmes"),
        ("Two former heads of the office", "heads"),
        ("one of the two most senior tiers", "tiers"),
        ("It has 82 staff and a board.", "staff"),
        ("2,500 people, and more", "people"),
        ("Two customs officers found it.", "officers"),
        ("five strong public data sets were opened", "sets"),
        ("a further 210 contractors", "contractors"),
        ("It bought 12 aircraft in spring.", "aircraft"),
        ("three systems integrators bid", "integrators"),
        ("40 councils’ own systems failed", "councils"),
        ("40 councils failed", "councils"),
        ("six more records", "records"),
        ("half a million homes", "homes"),
        ("between 10 and 20 small local suppliers", "suppliers"),
        ("1 person was hurt", "person"),
    ],
)
def test_the_noun_behind_a_number_is_what_it_counts(text: str, counted: str) -> None:
    assert [figure.unit for figure in find_figures(text)] == [counted]


@pytest.mark.parametrize(
    "text",
    [
        "20 came from small firms",
        "the remaining three partly accepted or put aside",
        "No one possessed the authority, and one council, of all, had six.",
        "One Login was late.",
        "They were brought into line with one another.",
        "It tried Microsoft 365 Copilot on them.",
        "the figure given was 8,000 plus",
        "three years later",
        "one of them",
        "24 of the rest",
    ],
)
def test_a_number_with_no_noun_counts_nothing(text: str) -> None:
    assert find_figures(text) == ()


@given(st.integers(2, 10**7), st.lists(st.sampled_from(["new", "rural", "NHS", "low-cost"]), max_size=2))
def test_what_stands_between_changes_neither_the_value_nor_the_noun(value: int, between: list[str]) -> None:
    text = f"It has {value:,} {' '.join([*between, 'clinics'])} at work"
    (figure,) = find_figures(text)
    assert (figure.low, figure.unit, text[figure.start : figure.end]) == (value, "clinics", text[7:-8])
