"""Measures against examples worked by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.core.answers import Verdict
from qabot.evaluate.metrics import MEASURES, measured, separation
from qabot.evaluate.runner import QueryResult
from tests.evaluate.helpers import outcome
from tests.near import near


def figures(given: QueryResult) -> dict[str, float]:
    """Return the measures of one outcome."""
    return measured([given])[0]


def test_a_graded_ranking() -> None:
    """Grades a 2, b 1, c 1; found b, x, a.

    DCG   b: 1/log2(2) = 1,   a: 2/log2(4) = 1          sum 2
    ideal a: 2/log2(2) = 2,   b: 1/log2(3) = .63093,   c: 1/log2(4) = .5    sum 3.13093
    """
    found = figures(outcome(relevant={"a": 2, "b": 1, "c": 1}, ranked=["b", "x", "a"]))
    assert found["ndcg@10"] == near(2 / (2 + 1 / math.log2(3) + 0.5))
    assert found["ndcg@10"] == near(0.638788, abs=1e-6)
    assert found["mrr@10"] == 1
    assert found["recall@1"] == near(1 / 3)
    assert found["recall@5"] == near(2 / 3)
    assert (found["success@1"], found["success@5"]) == (1, 1)


def test_a_right_article_in_third_place() -> None:
    """One right article, third: nDCG is 1/log2(4) = .5, the reciprocal rank 1/3."""
    found = figures(outcome(relevant={"a": 1}, ranked=["x", "y", "a"]))
    assert found["ndcg@10"] == near(0.5)
    assert found["mrr@10"] == near(1 / 3)
    assert (found["recall@1"], found["recall@5"], found["recall@10"]) == (0, 1, 1)
    assert (found["success@1"], found["success@5"], found["success@10"]) == (0, 1, 1)


def test_measures_look_no_deeper_than_their_depth() -> None:
    """Right articles in sixth and eleventh place."""
    found = figures(outcome(relevant={"a": 1, "b": 1}, ranked=[*"12345", "a", *"6789", "b"]))
    assert found["ndcg@5"] == 0
    assert found["ndcg@10"] == near((1 / math.log2(7)) / (1 + 1 / math.log2(3)))
    assert found["mrr@10"] == near(1 / 6)
    assert (found["recall@5"], found["recall@10"]) == (0, 0.5)
    beyond = figures(outcome(relevant={"b": 1}, ranked=[*"1234567890", "b"]))
    assert {beyond[name] for name in ("ndcg@10", "mrr@10", "recall@10", "success@10")} == {0}


@pytest.mark.parametrize(
    ("carried", "ranked", "alone", "expected"),
    [
        (True, "xa", "ax", (1, 1)),
        (True, "ax", "ax", (1, 0)),
        (True, "ax", "xa", (1, 0)),
        (True, "xa", "xa", (1, 0)),
        (False, "xa", "ax", (0, 0)),
        (True, "", "a", (1, 1)),
        (True, "x", "", (1, 0)),
    ],
)
def test_a_complete_question_is_polluted_where_what_it_took_cost_the_right_first_article(
    carried: bool, ranked: str, alone: str, expected: tuple[int, int]
) -> None:
    found = figures(outcome(relevant={"a": 1, "x": 0}, ranked=ranked, carried=carried, ranked_alone=alone))
    assert (found["carried"], found["polluted"]) == expected


def test_what_is_not_known_to_be_complete_is_not_measured_so() -> None:
    assert not {"carried", "polluted"} & figures(outcome(relevant={"a": 1}, ranked=["x"], carried=True)).keys()


@pytest.mark.parametrize(
    ("marked", "verbatim", "answerable", "expected"),
    [
        ("£12m", ["£12m"], True, (1, 1)),
        ("£12m over five years", ["£12m"], True, (1, 1)),
        ("Amyas Morse", ["Sir Amyas Morse, its head"], True, (1, 1)),
        ("Amyas Morse of the NAO", ["head Amyas Morse"], True, (1, 0)),
        ("£12m", ["£212m"], True, (1, 0)),
        (None, ["£12m"], True, (0, None)),
        ("£12m", [], True, (None, None)),
        ("£12m", [], False, (None, 0)),
        (None, [], False, (None, None)),
    ],
)
def test_what_is_marked_is_right_where_it_and_the_answer_mean_the_same_place(
    marked: str | None, verbatim: list[str], answerable: bool, expected: tuple[int | None, int | None]
) -> None:
    quotes = ["It paid £12m over five years, said Amyas Morse of the NAO."]
    found = figures(outcome(marked=marked, quotes=quotes, verbatim=verbatim, answerable=answerable))
    assert (found.get("marked"), found.get("marked_right")) == expected


def test_nothing_found_counts_as_nothing_right() -> None:
    alone = figures(outcome(relevant={"a": 1}))
    beside = measured([outcome("p", relevant={"a": 1}), outcome("q", relevant={"a": 1}, ranked=["a"])])
    assert alone["ndcg@10"] == beside[0]["ndcg@10"] == 0
    assert beside[1]["ndcg@10"] == 1


def test_an_article_judged_and_found_wanting_counts_for_nothing() -> None:
    """Grades a 1, x 0; found x, a: nDCG is 1/log2(3), as if x had never been judged."""
    found = figures(outcome(relevant={"a": 1, "x": 0}, ranked=["x", "a"]))
    assert found["ndcg@10"] == near(1 / math.log2(3))
    assert (found["mrr@10"], found["success@1"], found["recall@10"]) == (0.5, 0, 1)


def test_a_question_without_right_articles_has_no_ranking_to_measure() -> None:
    assert "ndcg@10" not in figures(outcome(relevant={"a": 0}, ranked=["a"]))
    assert "ndcg@10" not in figures(outcome(ranked=["a"], answerable=False))


def test_a_quote_holds_the_answer() -> None:
    held = outcome(verbatim=["£2 million"], quotes=["The mayor came.", "It costs  £2\nMILLION a year.", "Else."])
    assert (figures(held)["quote@1"], figures(held)["quote@3"]) == (0, 1)
    first = outcome(verbatim=["seven", "£2 million"], quotes=["It costs £2 million."])
    assert (figures(first)["quote@1"], figures(first)["quote@3"]) == (1, 1)
    refused = outcome(verbatim=["£2 million"], verdict="not_found")
    assert (figures(refused)["quote@1"], figures(refused)["quote@3"]) == (0, 0)
    assert (figures(held)["shown@1"], figures(first)["shown@1"], figures(refused)["shown@1"]) == (0, 1, 0)
    assert "quote@1" not in figures(outcome(quotes=["It costs £2 million."]))


@pytest.mark.parametrize(
    ("quotes", "verbatim", "answerable", "verdict", "expected"),
    [
        (["It costs £2 million."], ["£2 million"], True, "strong", 1),
        (["Else.", "It costs £2 million."], ["£2 million"], True, "strong", 0),
        (["It costs £2 million."], [], False, "strong", 0),
        (["It costs £2 million."], [], True, "strong", None),
        (["It costs £2 million."], ["£2 million"], True, "possible", None),
    ],
)
def test_strong_is_right_where_the_first_quote_holds_the_answer(
    quotes: list[str], verbatim: list[str], answerable: bool, verdict: Verdict, expected: int | None
) -> None:
    found = figures(outcome(quotes=quotes, verbatim=verbatim, answerable=answerable, verdict=verdict))
    assert found.get("strong_right") == expected


def test_what_is_nearest_where_an_answer_is_refused_is_shown_and_no_quote() -> None:
    nearest = outcome(verbatim=["£2 million"], verdict="not_found", nearest=["It costs £2 million.", "Else."])
    assert (figures(nearest)["quote@1"], figures(nearest)["quote@3"], figures(nearest)["shown@1"]) == (0, 0, 1)
    second = outcome(verbatim=["£2 million"], verdict="not_found", nearest=["Else.", "It costs £2 million."])
    assert figures(second)["shown@1"] == 0


@pytest.mark.parametrize(
    ("answerable", "verdict", "expected"),
    [
        (False, "strong", {"false_strong": 1, "strong_right": 0}),
        (False, "possible", {"false_strong": 0}),
        (False, "not_found", {"false_strong": 0}),
        (True, "not_found", {"false_not_found": 1}),
        (True, "strong", {"false_not_found": 0}),
        (None, "strong", {}),
    ],
)
def test_what_counts_as_a_wrong_verdict(answerable: bool | None, verdict: str, expected: dict[str, float]) -> None:
    assert figures(outcome(answerable=answerable, verdict=verdict)) == expected  # pyright: ignore[reportArgumentType]


def test_the_area_under_the_curve() -> None:
    """Answerable .9, .5, .4; unanswerable .5, .1.

    Of the six pairs (.9 .5) (.9 .1) (.5 .1) (.4 .1) are right, (.5 .5) is level, (.4 .5) is wrong: 4.5 / 6.
    """
    assert separation([0.9, 0.5, 0.4], [0.5, 0.1]) == near(4.5 / 6)
    assert separation([0.9, 0.8], [0.1]) == 1
    assert separation([0.9], []) is None
    assert separation([], [0.1]) is None


@given(
    ranked=st.lists(st.sampled_from("abcdefghijklmnop"), unique=True),
    grades=st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3), min_size=1),
)
def test_measures_keep_within_their_bounds_and_their_order(ranked: list[str], grades: dict[str, int]) -> None:
    found = figures(outcome(relevant=grades, ranked=ranked))
    assert set(found) <= set(MEASURES)
    assert all(0 <= value <= 1 for value in found.values())
    if any(grades.values()):
        right = [each for each in ranked[:10] if grades.get(each)]
        assert found["success@10"] == bool(right)
        assert found["recall@10"] == near(len(right) / sum(map(bool, grades.values())))
        assert found["success@1"] <= found["success@5"] <= found["success@10"]
        assert found["recall@1"] <= found["recall@5"] <= found["recall@10"] <= found["success@10"]
        assert found["mrr@10"] == (1 / (ranked.index(right[0]) + 1) if right else 0)
