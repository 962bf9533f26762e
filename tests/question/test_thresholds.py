"""How far things reach: each number as it is meant to be, with a case on either side."""

from __future__ import annotations

from datetime import date

import pytest

from tests.question.test_dates import read
from tests.question.test_followups import converse


@pytest.mark.parametrize(("between", "taken"), [(7, ("UKCloud",)), (8, ())])
def test_a_follow_up_looks_back_on_eight_turns(between: int, taken: tuple[str, ...]) -> None:
    assert converse("What happened to UKCloud?", *["thanks"] * between, "who owned it?").terms == taken


@pytest.mark.parametrize("kind", ["coverage of", "articles about"])
@pytest.mark.parametrize(("between", "last"), [("gds servers payroll", date(2016, 12, 31)), ("a b c gds", None)])
def test_coverage_from_a_year_is_of_that_year_within_five_words(kind: str, between: str, last: date | None) -> None:
    assert read(f"{kind} {between} from 2016") == ("range", date(2016, 1, 1), last)


def test_six_words_are_taken_over_at_the_most() -> None:
    six = "alpha1 beta1 gamma1 delta1 epsilon1 zeta1"
    assert converse(six, "why?").terms == tuple(six.split())
    assert converse(f"{six} eta1", "why?").terms == ("alpha1", "beta1", "gamma1", "epsilon1", "zeta1", "eta1")
