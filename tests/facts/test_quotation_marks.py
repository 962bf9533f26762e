"""Where a text quotes: marks of every kind, nested, over paragraphs; apostrophes and inches are none of them."""

from __future__ import annotations

from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.core.text import clean
from qabot.facts.quotation_marks import quotations

MARKS = "“”\"'‘’«»„"


def quoted(text: str) -> list[str]:
    """Return what stands between the marks."""
    return [text[each.first : each.last] for each in quotations(text)]


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("“It is bad,” he said. “And ‘worse’ too.”", ["It is bad,", "And ‘worse’ too."]),
        ('"It is bad," he said.', ["It is bad,"]),
        ("'It is the councils' plan,' said Jo. 'Don't go.'", ["It is the councils' plan,", "Don't go."]),
        ("He said ‘the councils’ plans are fine’ today.", ["the councils’ plans are fine"]),
        ("Smith said: 'We're going. The unions' view is clear.' He left", ["We're going. The unions' view is clear."]),
        ("«Non», said the minister.", ["Non"]),
        ("“A “nested” one,” she said.", ["A “nested” one,"]),
    ],
)
def test_what_stands_between_marks_of_any_kind(text: str, within: list[str]) -> None:
    assert quoted(text) == within


@pytest.mark.parametrize(
    "text",
    [
        "It's the department's third officer in four years, and the councils' first.",
        "A 5\" disk and a 6' fence.",
        "dogs' and cats' tails",
        "“open only",
        "The '90s were good.",
        "# “A heading”",
    ],
)
def test_apostrophes_inches_and_lone_marks_are_none(text: str) -> None:
    assert quoted(text) == []


def test_a_quotation_goes_on_where_the_next_paragraph_opens_it_again() -> None:
    text = "He said: “One.\n\n“Two.\n\n“Three.” Then he left."
    found = quotations(text)
    assert [text[each.first : each.last] for each in found] == ["One.", "Two.", "Three."]
    assert [(each.resumes, each.goes_on) for each in found] == [(False, True), (True, True), (True, False)]


def test_one_that_is_not_opened_again_does_not_go_on() -> None:
    assert quoted("He said: “One.\n\nTwo.” Three.") == []


@given(st.text(alphabet=f"{MARKS}ab. \n", max_size=60))
def test_quotations_are_ordered_ranges_apart_from_each_other(text: str) -> None:
    text = clean(text)
    place = 0
    for each in quotations(text):
        assert place <= each.start < each.first <= each.last <= each.end <= len(text)
        assert text[each.start] in MARKS
        place = each.end


@pytest.mark.parametrize("run", [*MARKS, "“a ", '"a', "'a ", "a' ", "“a\n\n"])
def test_runs_of_marks_take_no_longer_than_their_length(run: str) -> None:
    short, long = (clean(run * (length // len(run))) for length in (5_000, 40_000))
    quotations(short)
    times: list[float] = []
    for text in (short, long):
        began = thread_time()
        quotations(text)
        times.append(thread_time() - began)
    assert times[1] < 0.05 + 20 * times[0]
