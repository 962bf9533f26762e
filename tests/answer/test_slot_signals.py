"""How far a quote has what a question asks for and names: each slot by itself, on either side."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qabot.answer.slot_signals import SlotSignals, slots_of
from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.settings import Home
from qabot.index.snapshot import Generation, open_current
from qabot.question.analysis import analyse
from tests.asked import bound

ARTICLE = Article(id="a", title="Numbat council buys trams", text="x", published=PartialDate(2012))


@pytest.fixture(scope="module")
def index(starter_home: Home) -> Iterator[Generation]:
    opened = open_current(starter_home.index)
    yield opened
    opened.close()


def signals(index: Generation, question: str, quote: str) -> SlotSignals:
    return slots_of(bound(index, analyse(question)), quote, ARTICLE)


def test_a_question_without_slots_has_no_signals(index: Generation) -> None:
    assert signals(index, "are the trams good", "The trams are good.") == SlotSignals()


@pytest.mark.parametrize(
    ("question", "quote", "slot", "value"),
    [
        ("How much did the trams cost?", "The trams cost £4m.", "figure_sought", 1.0),
        ("How much did the trams cost?", "The trams were late.", "figure_sought", 0.0),
        ("How many users are there?", "There are 4,000 people.", "figure_sought", 1.0),
        ("How many users are there?", "There are 4,000 trams.", "figure_sought", 0.5),
        ("Did it cost £1.2bn?", "It cost £1,200 million.", "figure_named", 1.0),
        ("Did it cost £1.2bn?", "It cost £1.3bn.", "figure_named", 0.0),
        ("Did it cost £4m or £5m?", "It cost £5m.", "figure_named", 0.5),
        ("What did the Numbat council buy?", "It bought trams.", "names", 1.0),
        ("What did the Wombat council buy?", "It bought trams.", "names", 0.0),
        ("Did it open in 2012?", "It opened then.", "dates", 1.0),
        ("Did it open in 2008?", "It opened then.", "dates", 0.0),
        ("When did it open?", "It opened in March.", "date_sought", 1.0),
        ("When did it open?", "It opened then.", "date_sought", 0.0),
        ("Who bought it?", "It was bought by Ann Lee.", "name_sought", 1.0),
        ("Who bought it?", "It was bought by them.", "name_sought", 0.0),
        ("Why was it not opened?", "It never opened.", "negation", 1.0),
        ("Why was it not opened?", "It opened.", "negation", 0.0),
    ],
)
def test_each_slot(index: Generation, question: str, quote: str, slot: str, value: float) -> None:
    assert getattr(signals(index, question, quote), slot) == value
