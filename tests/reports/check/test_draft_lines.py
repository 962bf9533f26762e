"""Lines of a draft that stand for themselves: tables, quizzes, timelines, with what says what they are of."""

from __future__ import annotations

import pytest

from qabot.index.snapshot import Generation
from qabot.question.entities import EntityGazetteer
from qabot.reports.check import check_draft, read_draft
from qabot.reports.check.composed_text import ComposedText
from qabot.reports.check.draft_sentences import split_draft
from tests.reports.check.test_paraphrases import differing


def read_as(text: str) -> list[str]:
    """Return what each statement of a draft is read as."""
    return [ComposedText(text, (each.start, each.end), each.parts).text for each in split_draft(text).sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| Body | Cost |\n|---|---|\n| Zorblax | £4m |", ["Zorblax, Cost, £4m"]),
        ("| | 2012 | 2013 |\n|---|---|---|\n| Share | 42% | 32% |", ["Share, 2012, 42%", "Share, 2013, 32%"]),
        ("| What | How many |\n|---|---|\n| Bodies in danger | 47 |", ["47 bodies in danger, how many"]),
        ("1. How many councils got four stars? 23.", ["23 councils got four stars"]),
        ("Q. Who heads GDS? A. Tom Read.", ["Tom Read, heads GDS"]),
        ("Q. When did it end? A. In May 2012.", ["When did it end, In May 2012."]),
        ("Who? The answer has more words than a short one has.", ["The answer has more words than a short one has."]),
        ("June 2013: the board meets.", ["the board meets, June 2013"]),
        ("2002: it begins.\n2011: it ends.", ["it begins, 2002", "it ends, 2011"]),
        ("Slide 1: It costs £4m\nSlide 2: It ends", ["It costs £4m", "It ends"]),
        (
            "A line that wraps at the\nend of its width goes on.",
            ["A line that wraps at the\nend of its width goes on."],
        ),
        ("It ended in July 2018.* It began in May.", ["It ended in July 2018.", "It began in May."]),
    ],
)
def test_what_a_line_is_read_as(text: str, expected: list[str]) -> None:
    assert read_as(text) == expected


def test_places_are_those_of_the_draft() -> None:
    composed = ComposedText("How many? 23 it is.", (10, 12), ((10, 12), (13, 15)))
    assert composed.text == "23, it"
    assert (composed.span((0, 6)), composed.span((4, 6)), composed.place(13)) == ((10, 12), None, 4)


@pytest.mark.parametrize(
    ("draft", "faulted"),
    [
        ("1. How many councils got four stars in Better Connected 2012? {}.", ("32", "23")),
        (
            (
                "| Better Connected | 2012 | 2011 |\n|---|---|---|\n"
                "| Councils in the top two ratings | 42% | {} |\n| Sites assessed | 433 | |"
            ),
            ("42%", "32%"),
        ),
        (
            "- Rural Payments Agency: £350 million on a computer system\n- Held for fines from the EU: {}",
            ("£680 million", "£280m"),
        ),
        (
            "Terms of NPfIT\n\nThe programme was to be split up. NPfIT began in 2002.\nSupplier named: {}.",
            ("Capgemini", "CSC"),
        ),
        (
            (
                "Theo Blackwell asked whether the reform of digital services was for Whitehall alone. "
                "He is a councillor in {}."
            ),
            ("Croydon", "Camden"),
        ),
        (
            (
                "The Cabinet Office adopted ODF for shared documents in July 2014.\nMicrosoft was not persuaded.\n"
                "The Cabinet Office {} ODF for shared documents."
            ),
            ("rejected", "adopted"),
        ),
    ],
)
def test_what_is_false_beside_its_label_is_told(generation: Generation, draft: str, faulted: tuple[str, str]) -> None:
    wrong, right = (draft.format(each) for each in faulted)
    assert differing(generation, wrong)
    assert differing(generation, right) == set()


def test_a_wrong_cell_is_shown_in_its_place(generation: Generation) -> None:
    text = "| Ofsted's | dxw | Deloitte |\n|---|---|---|\n| Completed bids | 36 | 29 |\n| Worth | up to £1.3m | £2m |"
    checked = check_draft(read_draft("draft.md", text.encode()), generation, EntityGazetteer.load())
    told = [text[slice(*each.focus)] for each in checked.differing]
    assert told == ["£2m"]
