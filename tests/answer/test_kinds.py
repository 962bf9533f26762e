"""Kinds: what a question asks for, and whether a sentence holds one that the question does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.answer.answer_type_match import holds_answer_type
from qabot.core.questions import AnswerType
from qabot.question.answer_types import answer_types

IN_ORDER = ("money", "number", "date", "name", "reason", "statement")
any_text = st.text(st.characters(exclude_categories=()), max_size=80)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much was Capita fined?", {"money"}),
        ("aspire yearly cost", {"money"}),
        ("what did they get, £5m or £6m", {"money"}),
        ("How many councils share it?", {"number"}),
        ("what percentage of forms are online", {"number"}),
        ("How long will Horizon be kept going?", {"number"}),
        ("When did Verify close?", {"date"}),
        ("What year was it?", {"date"}),
        ("Who won the contract?", {"name"}),
        ("which councils merged", {"name"}),
        ("Which suppliers lost work?", {"name"}),
        ("Why did it fail?", {"reason"}),
        ("what was the reason", {"reason"}),
        ("What is Socitm's stance on the Spending Review?", {"statement"}),
        ("what did the NAO say about Verify", {"statement"}),
        ("Who said why?", {"name", "statement", "reason"}),
        ("Did Verify close?", set[str]()),
        ("universal credit", set[str]()),
        ("", set[str]()),
    ],
)
def test_what_a_question_asks_for(question: str, expected: set[str]) -> None:
    assert set(answer_types(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("whole sites that whoever is known", set[str]()),
        ("showhow muchly pricey", set[str]()),
        ("WHO RAN IT", {"name"}),
        ("HOW MUCH", {"money"}),
    ],
)
def test_words_count_whole_and_in_any_case(question: str, expected: set[str]) -> None:
    assert set(answer_types(question)) == expected


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("money", "It came to £4.5m."),
        ("money", "It came to 4.5 million pounds."),
        ("money", "They were paid $12."),
        ("number", "It was 36 of them."),
        ("number", "There are twelve at present."),
        ("number", "Only a third were ready."),
        ("date", "It opened in March."),
        ("date", "It opened in 2014."),
        ("date", "Staff were told on Tuesday."),
        ("name", "It went to Palantir."),
        ("name", "The chief is Ciaran Martin, said the centre."),
        ("reason", "It closed because nobody came."),
        ("reason", "It closed owing to the cost."),
        ("statement", "Socitm welcomed it."),
        ("statement", "It was late, according to the union."),
    ],
)
def test_what_a_sentence_holds(kind: AnswerType, sentence: str) -> None:
    assert holds_answer_type([kind], sentence, "anything")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("money", "It was dear, at 300 desks."),
        ("number", "It was quite a lot of them."),
        ("date", "It opened some day or other."),
        ("name", "Nobody was named at all."),
        ("reason", "It simply closed."),
        ("statement", "It has a door and a roof."),
    ],
)
def test_what_a_sentence_does_not_hold(kind: AnswerType, sentence: str) -> None:
    assert not holds_answer_type([kind], sentence, "anything")


def test_what_the_question_has_already_does_not_count() -> None:
    asked = "did CAPITA pay £14m in march 2019?"
    held: tuple[tuple[AnswerType, str], ...] = (
        ("money", "It paid £14m."),
        ("date", "It paid in March."),
        ("name", "He told Capita."),
    )
    for kind, sentence in held:
        assert not holds_answer_type([kind], sentence, asked)
        assert holds_answer_type([kind], sentence, "Did they pay?")
    assert holds_answer_type(["money"], "It paid £14m of £15m.", asked)


@given(any_text, any_text)
def test_any_text_may_be_asked_and_read(question: str, sentence: str) -> None:
    asked = answer_types(question)
    assert list(asked) == [kind for kind in IN_ORDER if kind in asked]
    assert holds_answer_type(asked, sentence, question) in {True, False}
    assert not holds_answer_type(asked, question, question), "a question holds nothing that it does not have"
    assert not holds_answer_type((), sentence, question)
