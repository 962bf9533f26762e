"""Several questions in one are told apart; one question is one, whatever it joins."""

from __future__ import annotations

from time import thread_time

import pytest

from qabot.question.several_questions import asked_parts, may_tell_comparison


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Who won it and how much is it worth?", ["Who won it?", "how much is it worth?"]),
        ("Who leads the trams, and when did they start?", ["Who leads the trams?", "when did they start?"]),
        ("When did it close? And who closed it?", ["When did it close?", "who closed it?"]),
        ("In 2015, who led it and how much did it get?", ["In 2015, who led it?", "how much did it get?"]),
        ("When and why did it close?", ["When did it close?", "Why did it close?"]),
        ("How many people use it and is it free?", ["How many people use it?", "is it free?"]),
        (
            "Who built it, what did it cost and when was it shut?",
            ["Who built it?", "what did it cost?", "when was it shut?"],
        ),
    ],
)
def test_what_is_asked_besides_is_a_question_of_its_own(question: str, parts: list[str]) -> None:
    asked = asked_parts(question)
    assert [each.text for each in asked] == parts
    assert {each.kind for each in asked} == {"part"}
    held = question.casefold()
    assert all(held[slice(*each.span)].rstrip("?") in each.text.casefold() for each in asked)


@pytest.mark.parametrize(
    ("question", "sides", "asked"),
    [
        ("Which cost more, Numbat or Vorpal?", ["Numbat", "Vorpal"], "How much did Numbat cost?"),
        ("Numbat or Vorpal: which cost more?", ["Numbat", "Vorpal"], "How much did Numbat cost?"),
        ("Did Numbat or Vorpal start first?", ["Numbat", "Vorpal"], "When did Numbat start?"),
        ("Did Numbat open earlier than Vorpal?", ["Numbat", "Vorpal"], "When did Numbat open?"),
        ("Which has more users, Numbat or Vorpal?", ["Numbat", "Vorpal"], "How many users does Numbat have?"),
        ("Compare the cost of Numbat and Vorpal", ["Numbat", "Vorpal"], "How much did Numbat cost?"),
        ("How does Numbat compare with Vorpal?", ["Numbat", "Vorpal"], "What is Numbat?"),
    ],
)
def test_what_is_compared_is_asked_about_side_by_side(question: str, sides: list[str], asked: str) -> None:
    parts = asked_parts(question)
    assert [question[slice(*each.span)] for each in parts] == sides
    assert {each.kind for each in parts} == {"side"}
    assert parts[0].text == asked


@pytest.mark.parametrize(
    "question",
    [
        "How much money and how many staff would it have?",
        "How much did it save and cost the taxpayer?",
        "What did Ann Lee say about prompts and rules?",
        "Has the minister said when and how it will end?",
        "Who said what about trams and when",
        "What happened to the trams and the ferry?",
        "Was it cheaper than planned?",
        "Did it cost more than last year?",
        "Was it Numbat or Vorpal?",
        "Who?",
        "",
        "and",
        "who and who and who",
    ],
)
def test_one_question_is_one(question: str) -> None:
    assert asked_parts(question) == ()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Numbat cost twice as much as Vorpal.", True),
        ("Numbat was cheaper, and Vorpal late.", True),
        ("Numbat and Vorpal are systems.", False),
    ],
)
def test_a_sentence_that_may_compare_two_is_known(sentence: str, expected: bool) -> None:
    assert may_tell_comparison(sentence) is expected


@pytest.mark.parametrize("run", ["who won and ", "a or b ", "which x, ", "compare a and ", "is a more ", "when and "])
def test_a_question_as_long_as_may_be_is_read_at_once(run: str) -> None:
    begun = thread_time()
    asked_parts((run * 2000)[:2000])
    assert thread_time() - begun < 0.5
