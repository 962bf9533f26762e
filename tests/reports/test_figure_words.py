"""Figures of a ledger in words: bounds, differences and times, as a reader would write them."""

from __future__ import annotations

import pytest

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.facts.figure_reading import figure_facts
from qabot.question.acronyms import read_body_names
from qabot.question.entities import EntityGazetteer
from qabot.reports.figure_words import counted_words, figure_words, period_words

NAMES = EntityGazetteer.of(read_body_names())


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("", ""),
        ("2015", "2015"),
        ("2015-11-25", "25 November 2015"),
        ("2013-04/2014-03", "2013-14"),
        ("2024-10/2024-12", "October to December 2024"),
        ("2021/2025", "2021 to 2025"),
        ("2021/..", "from 2021 on"),
        ("../2020-06", "up to June 2020"),
        ("per year", "per year"),
        ("over 5 years", "over 5 years"),
        ("2013 per year", "2013 per year"),
        ("2021/.. over 2.5 years", "from 2021 on over 2.5 years"),
    ],
)
def test_a_time_is_told_as_prose_writes_it(period: str, expected: str) -> None:
    assert period_words(period) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GDS cost £6 million.", "£6 million"),
        ("GDS cost £6 million less than forecast.", "£6 million less"),
        ("GDS cost £6 million more than forecast.", "£6 million more"),
        ("GDS had £6 million more for offices.", "£6 million"),
        ("GDS cost less than £6 million.", "at most £6 million"),
    ],
)
def test_a_difference_is_told_as_one_and_a_bound_with_its_figure(text: str, expected: str) -> None:
    article = Article("a", "A story", text, published=PartialDate.parse("2015-11-25"))
    fact = figure_facts(article, NAMES)[0]
    assert figure_words(fact, article) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GDS had 3,400 members of staff.", "3,400 members of staff"),
        ("GDS had at least 3,400 members of staff.", "at least 3,400 members of staff"),
        ("GDS had 340 servers.", ""),
        ("GDS had a budget of £3m.", ""),
    ],
)
def test_what_is_counted_is_told_once(text: str, expected: str) -> None:
    article = Article("a", "A story", text, published=PartialDate.parse("2015-11-25"))
    assert counted_words(figure_facts(article, NAMES)[0], article) == expected
