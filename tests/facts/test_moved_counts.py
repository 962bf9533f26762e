"""Two numbers of which something went from one to the other: what moved, or that nothing did."""

from __future__ import annotations

import pytest

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.facts import FigureFact
from qabot.facts.figure_reading import figure_facts
from qabot.question.acronyms import read_body_names
from qabot.question.entities import EntityGazetteer

NAMES = EntityGazetteer.of(read_body_names())


def facts(text: str) -> tuple[FigureFact, ...]:
    """Return the figures of a text of 2015."""
    return figure_facts(Article("a", "A story", text, published=PartialDate(2015, 11, 25)), NAMES)


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("HMRC will cut its IT staff from 500 to 320.", [(500, "staff"), (320, "staff")]),
        ("The number of servers at HMRC fell from 500 to 320 last year.", [(500, "servers"), (320, "servers")]),
        ("Staff at HMRC fell from 500 to 320.", [(500, "staff"), (320, "staff")]),
        ("HMRC's sites went down from 1,700 to about 380.", [(1700, "sites"), (380, "sites")]),
        ("HMRC reduced the systems it runs from 500 to 320.", [(500, "systems"), (320, "systems")]),
        ("It began with staff numbers, which would be cut from 300 to 250.", [(300, "staff"), (250, "staff")]),
        ("HMRC went from 500 to 320 desks.", [(500, "desks"), (320, "desks")]),
        ("It opens from 9 to 5.", []),
        ("See the pages from 10 to 20.", []),
        ("Sales rose from 500 to 320.", []),
        ("The score fell from 7 to 5.", []),
        ("Its offices moved from 10 to 12 Downing Street.", []),
        ("HMRC cut its staff from 2010 to 2015.", []),
        ("HMRC cut its staff from 15% to 12%.", [(15, "%"), (12, "%")]),
    ],
)
def test_says_what_moved(text: str, moved: list[tuple[int, str]]) -> None:
    assert [(int(each.value), each.unit) for each in facts(text)] == moved


def test_the_second_has_the_time() -> None:
    assert [each.period for each in facts("HMRC cut its suppliers from 500 to 320 by 2014.")] == ["", "2014"]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Verify is in use. Some 8,556 people went to a branch of the Post Office to prove who they were.", "Verify"),
        ("Verify is in use. Some 8,556 people work for the Post Office.", "Post Office"),
    ],
)
def test_where_something_is_done_is_not_whom_it_is_about(text: str, about: str) -> None:
    assert about in facts(text)[0].about
