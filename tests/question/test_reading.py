"""Reading questions: any text is one, and its content words are what it is about."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qabot.plaintext import clean_line
from qabot.question.reading import MOST_CHARACTERS, read
from qabot.question.words import FORM_WORDS, STOP_WORDS, content_words
from qabot.records import Filters, Question

any_text = st.text(st.characters(exclude_categories=()), max_size=80)


@given(any_text)
@example("a " * MOST_CHARACTERS)
@example("x" * (MOST_CHARACTERS - 1) + " y")
@example("\x1b]0;" * 5_000)
@example("\ud800" * 10)
def test_any_text_is_read_to_one_clean_line(text: str) -> None:
    question = read(text)
    assert len(question.text) <= MOST_CHARACTERS
    assert clean_line(question.text) == question.text
    assert read(question.text) == question


@given(st.text(st.characters(categories=["L", "N", "P"]), max_size=MOST_CHARACTERS).map(clean_line))
def test_a_clean_question_is_read_as_it_is(text: str) -> None:
    assert read(text) == Question(text)


def test_a_question_loses_what_is_hidden_and_keeps_what_is_said() -> None:
    assert read("  who\tled\n\x1b[31mGDS\x1b[0m \u202ein\u200b 2014?\x00 ").text == "who led GDS in 2014?"


def test_an_endless_question_is_cut() -> None:
    assert read("x" * 1_000_000).text == "x" * MOST_CHARACTERS


def test_what_makes_a_question_long_but_cannot_be_seen_does_not_count() -> None:
    assert read("\u200b" * 1_500 + "who led GDS?").text == "who led GDS?"


def test_filters_are_carried_and_none_are_made_up() -> None:
    filters = Filters(outlets=("The Register",))
    assert read("who?", filters).filters == filters
    assert not read("who?").filters.active


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is Socitm's stance on the Spending Review?", ["Socitm's", "Spending", "Review"]),
        ("Who's who in GDS?", ["GDS"]),
        ("WHAT did (the) “council” spend?", ["council", "spend"]),
        ("How much was Capita fined?", ["Capita", "fined"]),
        ("what is the socitm’s view", ["socitm’s"]),
        ("G-Cloud, .gov and £14m!", ["G-Cloud", "gov", "£14m"]),
        ("stance", ["stance"]),
        ("What is the view?", ["view"]),
        ("the", ["the"]),
        ("Who is it?", ["Who", "is", "it"]),
        ("????", []),
        ("", []),
        ("  …  — ", []),
    ],
)
def test_content_words_are_what_a_question_is_about(text: str, expected: list[str]) -> None:
    assert content_words(text) == expected


@given(any_text)
def test_content_words_come_from_the_question_in_order(text: str) -> None:
    rest = text
    for word in content_words(text):
        assert word in rest
        assert not any(c.isspace() for c in word)
        rest = rest[rest.index(word) + len(word) :]


@given(any_text)
def test_a_question_that_says_anything_has_content_words(text: str) -> None:
    says_something = any(unicodedata.category(c)[0] in "LN" for c in text)
    assert not says_something or content_words(text)


@given(
    st.lists(st.sampled_from(sorted(STOP_WORDS | FORM_WORDS)), max_size=6),
    st.sampled_from(["Socitm", "£14m", "g-cloud"]),
)
def test_one_word_of_content_displaces_all_others(said: list[str], word: str) -> None:
    for position in range(len(said) + 1):
        question = " ".join([*said[:position], word, *said[position:]])
        assert content_words(question) == [word]


@given(st.sampled_from(sorted(STOP_WORDS)), st.sampled_from(["{}", "“{}”", "({})", "{}?", "{}'s", "{}’s,"]))
def test_stop_words_are_known_in_any_case_and_punctuation(word: str, form: str) -> None:
    for said in (word, word.upper(), word.capitalize()):
        assert content_words(f"{form.format(said)} Socitm") == ["Socitm"]
