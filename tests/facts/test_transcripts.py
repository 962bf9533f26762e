"""Who speaks in a transcript, and in a sentence that only tells whose words the one before it is."""

from __future__ import annotations

import pytest

from qabot.core.articles import Article
from qabot.core.text import clean
from qabot.facts.attributions import find_attributions


def told(*paragraphs: str) -> list[tuple[str, bool, list[str]]]:
    """Return of each attribution of some paragraphs who, whether directly, and what."""
    whole = Article("a", "t", clean("\n\n".join(paragraphs)))
    return [
        (each.speaker, each.direct, [whole.text[slice(*span)] for span in each.contents])
        for each in find_attributions(whole)
    ]


def test_a_turn_is_said_word_for_word_until_its_paragraph_ends() -> None:
    found = told(
        "Interviewer: What went wrong?",
        "Tom Read (GDS): Too many people were in charge. He said it was fine.",
        "Mr Varley: The bill has reached £19m.",
        "The hearing goes on.",
    )
    assert found == [
        ("Tom Read", True, ["Too many people were in charge.", "He said it was fine."]),
        ("Varley", True, ["The bill has reached £19m."]),
    ]


def test_marks_around_a_turn_are_no_part_of_it() -> None:
    assert told("Dr Lee: “It saved us.”", "Ms Khan: “It did not.”") == [
        ("Lee", True, ["It saved us."]),
        ("Khan", True, ["It did not."]),
    ]


def test_speech_told_around_a_transcript_is_read_as_ever() -> None:
    found = told("Chair: Was it read?", "Ann Lee: I read it in March.", "The council said that it would pay.")
    assert [each[0] for each in found] == ["Ann Lee", "The council"]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Jane Smith: chief executive", "Tom Read: head of design"),
        ("Name: Jane Smith is our contact.", "Role: She is head of IT."),
        ("Q: What went wrong?", "A: Too many people were in charge."),
        ("Price: It is £4m a year.", "Supplier: It was Fujitsu."),
        ("Jane Smith: I will not be drawn on that.",),
        ("Conservatives: We will scrap it.", "Labour: We will keep it."),
    ],
)
def test_lists_and_single_labels_are_no_transcript(paragraphs: tuple[str, ...]) -> None:
    assert told(*paragraphs) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Fees would double. So said the council's finance director in a paper last week.",
            ("the council's finance director", False, ["Fees would double"]),
        ),
        ("Fees would double. Or so says the council.", ("the council", False, ["Fees would double"])),
        ("“It is dear.” Those were the words of Ann Lee.", ("Ann Lee", True, ["It is dear."])),
        ("It is not safe. That is the conclusion of Socitm.", ("Socitm", False, ["It is not safe"])),
        ("It is not safe. That, at least, is what the union claims.", ("the union", False, ["It is not safe"])),
    ],
)
def test_a_sentence_may_be_told_by_the_next(text: str, found: tuple[str, bool, list[str]]) -> None:
    assert told(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "The project was late. So was the bill.",
        "Costs rose. So stated costs are wrong.",
        "Costs rose. That was the warning of 2010.",
        "The data was lost. So said the report that the trust wrote.",
        "It is not safe.\n\nSo said the union.",
    ],
)
def test_other_sentences_tell_nothing_of_the_one_before(text: str) -> None:
    assert told(text) == []


def test_what_another_has_said_already_is_not_given_to_a_second() -> None:
    assert told("The minister said it was late. So said the auditors.") == [("The minister", False, ["it was late"])]


def test_a_day_promises_nothing() -> None:
    assert told("Councillors were promised a report by Christmas but have seen nothing.") == []
