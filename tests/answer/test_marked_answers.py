"""Which words of a quote are marked: whole names of the kind that is asked for, or none."""

from __future__ import annotations

import pytest

from qabot.answer.marked_answers import asks_something, is_of_other_kind, whole_answer
from qabot.question.analysis import analyse
from qabot.question.entities import EntityGazetteer

BODIES = EntityGazetteer.load()


def marked(question: str, quote: str, words: str, *names: str) -> str | None:
    """Return what is marked of a quote of which a reader marks some words."""
    start = quote.index(words)
    found = whole_answer(analyse(question, bodies=BODIES), quote, (0, len(quote)), (start, start + len(words)), names)
    return found and quote[slice(*found)]


@pytest.mark.parametrize(
    ("question", "quote", "words", "expected"),
    [
        (
            "who runs it",
            "It is run by the Government Digital Service now.",
            "Digital Service",
            "Government Digital Service",
        ),
        ("who runs it", "It is run by Ann Lee now.", "Ann", "Ann Lee"),
        ("who runs it", "When Ann Lee ran it, it grew.", "Ann Lee", "Ann Lee"),
        ("who runs it", "In May Ann Lee ran it.", "Ann Lee", "Ann Lee"),
        ("what was it for", "It dealt with Government as a Platform too.", "Government", "Government as a Platform"),
        ("how much was it", "It came to £1.3bn in all.", "£1.3", "£1.3bn"),
        ("what was she", "She was deputy director for digital engagement.", "deputy director", None),
        ("what was she", "She was deputy director, and left.", "deputy director", "deputy director"),
        ("when was it", "It opened on 17 October 2012.", "17 October 2012", "17 October 2012"),
    ],
)
def test_no_name_is_cut_in_two(question: str, quote: str, words: str, expected: str | None) -> None:
    if expected is None:
        expected = "deputy director for digital engagement"
    assert marked(question, quote, words) == expected


def test_the_name_of_a_body_is_whole_with_its_small_words() -> None:
    quote = "It went to the Department for Work and Pensions in May."
    name = "Department for Work and Pensions"
    assert marked("who runs it", quote, "Department for Work", name) == name


@pytest.mark.parametrize(
    ("question", "quote", "words"),
    [
        ("what is the MOD short of", "The policies of the Ministry of Defence were weak.", "Ministry of Defence"),
        ("who fined Zorblax", "Zorblax was fined £4m.", "Zorblax"),
        ("what did Zorblax do to be fined", "Zorblax was fined £14m for a leak.", "£14m"),
        ("why was Zorblax fined", "Zorblax was fined £14m for a leak.", "£14m"),
        ("who was fined", "Zorblax was fined £14m for a leak.", "£14m"),
        ("when was Zorblax fined", "Zorblax was fined £14m for a leak.", "a leak"),
        ("how much was Zorblax fined", "Zorblax was fined £14m for a leak.", "a leak"),
        ("Verify", "It dealt with Common Technology Services.", "Common Technology Services"),
        ("strategy", "The strategy saves £3bn a year.", "£3bn a year"),
    ],
)
def test_what_answers_nothing_is_not_marked(question: str, quote: str, words: str) -> None:
    assert marked(question, quote, words) is None


@pytest.mark.parametrize(
    ("question", "quote", "words"),
    [
        ("what does GDS stand for", "The Government Digital Service (GDS) met.", "Government Digital Service"),
        ("what is GDS", "The Government Digital Service (GDS) met.", "Government Digital Service"),
        ("did Numbat or Zorblax win", "It was Zorblax that won.", "Zorblax"),
        ("was there a fine?", "The board did not fine it.", "did not fine it"),
        ("how many years ahead did the review look", "It was a review of one year.", "one year"),
        ("how did staff numbers change", "They fell by 15 per cent.", "15 per cent"),
        ("why was Zorblax fined", "It was fined for failings of 2023.", "failings of 2023"),
        ("hmrc aspire biggest yearly payment", "The highest was £783m, in 2012/13.", "£783m"),
        ("cost of the trams", "They cost £4m.", "£4m"),
        ("when did it end", "It ended after the election.", "after the election"),
    ],
)
def test_what_may_answer_stays_marked(question: str, quote: str, words: str) -> None:
    assert marked(question, quote, words) == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Verify", False),
        ("strategy", False),
        ("numbat spending review", False),
        ("", False),
        ("what about Verify", True),
        ("and HMRC?", True),
        ("trams cost", True),
        ("name the firm", True),
        ("did it end", True),
    ],
)
def test_whether_a_text_asks_for_anything(text: str, *, expected: bool) -> None:
    assert asks_something(analyse(text)) is expected


@pytest.mark.parametrize(
    ("question", "words", "expected"),
    [
        ("why was it closed", "£14m", True),
        ("how did it end", "on 4 May 2012", True),
        ("who won", "15 per cent", True),
        ("who won", "Zorblax 2", False),
        ("how much was it", "£14m", False),
        ("how many", "12", False),
        ("how did costs change", "15 per cent", False),
    ],
)
def test_a_bare_figure_is_no_deed_and_nobody(question: str, words: str, *, expected: bool) -> None:
    assert is_of_other_kind(analyse(question), words) is expected
