"""A quote of another date than the question names: by months of a year, else by years."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.answer.date_match import is_of_another_date
from qabot.core.articles import Article
from qabot.core.dates import PartialDate


def of_another(question: str, quote: str, published: int | None = 2020) -> bool:
    article = Article("a", "A", quote or "x", published=PartialDate(published) if published else None)
    return is_of_another_date(question, quote, article)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("how many used it by February 2019", "By March 2019 it had 3.9 million users."),
        ("how many used it in february, 2019", "By March 2019 it had 3.9 million users."),
        ("savings for 2014-15", "It is to save £800m in 2015-16."),
        ("What was spent in 2012?", "In 2015 the council spent £3m."),
        ("new end date of the programme", "It was at first due to end in March."),
        ("what is the latest launch date", "The service was originally to open in May."),
    ],
)
def test_a_quote_that_names_others_alone_is_of_another_date(question: str, quote: str) -> None:
    assert of_another(question, quote)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("how many used it by February 2019", "By February 2019 it had 3.6 million users."),
        ("new end date of the programme", "It was originally due in March and has been put back to June."),
        ("end date of the programme", "It was at first due to end in March."),
        ("how many used it by February 2019", "From February 2019 to March 2019 it had 3.6 million users."),
        ("how many used it by February 2019", "It had 3.6 million users in 2018."),  # no month is named: not told apart
        ("how many used it in 2019", "By March 2019 it had 3.9 million users."),
        ("What was spent in 2020?", "In 2015 the council planned to spend £3m."),  # the article is of 2020
        ("What was spent in 2012?", "The council spent £3m."),
        ("What was spent?", "In 2015 the council spent £3m."),
        ("who paid £2012 for 2,015 desks", "In 2015 the council spent £3m."),
        ("", ""),
    ],
)
def test_one_that_names_the_same_or_none_is_not(question: str, quote: str) -> None:
    assert not of_another(question, quote)


def test_an_article_without_a_date_has_no_year_of_its_own() -> None:
    assert of_another("What was spent in 2020?", "In 2015 the council spent £3m.", published=None)


@given(st.text("Marchebruy 20195£.,", max_size=60), st.text("Marchebruy 20195£.,", max_size=60))
def test_no_date_is_another_than_itself(question: str, quote: str) -> None:
    assert not of_another(question, question or "x")
    assert of_another(question, quote) in {True, False}
