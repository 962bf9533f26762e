"""The words of a question: which carry what it is about, which only ask, and which are names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.question.proper_names import proper_names
from qabot.question.tokeniser import (
    FORM_WORDS,
    STOP_WORDS,
    tokenise,
)
from qabot.question.tokeniser import content_words as chosen

any_text = st.text(st.characters(exclude_categories=()), max_size=80)


def content_words(text: str) -> list[str]:
    return [token.text for token in chosen(tokenise(text))]


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


@given(any_text)
def test_the_spans_of_words_are_in_order_and_hold_the_words(text: str) -> None:
    tokens = tokenise(text)
    spans = [(token.start, token.end) for token in tokens]
    assert [text[start:end] for start, end in spans] == [token.text for token in tokens]
    assert set(chosen(tokens)) <= set(tokens)
    ends = [0, *(end for _, end in spans)]
    assert all(before <= start < end for before, (start, end) in zip(ends, spans, strict=False))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who left GDS for the Co-op?", ["GDS", "Co-op"]),
        ("How much did GDS get in the 2015 Spending Review?", ["GDS", "Spending", "Review"]),
        ("Socitm on councils and Barnet", ["Barnet"]),
        ("who runs the quibbly tram", []),
        ("WHO LEFT GDS", []),
        ("Spending Review", []),
        ("", []),
        ("What did Socitm say about Hackney?", ["Socitm", "Hackney"]),
        ("What Did the Council Buy From Capita?", []),
        ("?!", []),
        ("Who won Dingwall's contract?", ["Dingwall"]),
        ("Who won Dingwall’s contract?", ["Dingwall"]),
        ("What did Bridges' report say about the NAO's view?", ["Bridges", "NAO"]),
        ("Did the Co-op's bid fail?", ["Co-op"]),
        ("It cost too much. Councils complained; Why did Capita's win stand?", ["Capita"]),
        ("What does St. Albans pay?", ["St", "Albans"]),
        ("How much did HMRC pay in FY15/16?", ["HMRC"]),
        ("What did Settle spend in Q3 2024 and in March?", ["Settle"]),
        ("Who won on Monday, 3 Nov. 2014?", []),
        ("What did Mark, Julie and Mary of the Mayor's office sign in May?", ["Mark", "Julie", "Mary", "Mayor"]),
        ("Who runs Marlow, Augusta and Junction since Sept?", ["Marlow", "Augusta", "Junction"]),
    ],
)
def test_proper_names_are_what_a_question_writes_with_a_capital(text: str, expected: list[str]) -> None:
    assert list(proper_names(text, chosen(tokenise(text)))) == expected


@given(any_text)
def test_proper_names_are_content_words(text: str) -> None:
    words = content_words(text)
    assert all(any(word.startswith(name) for word in words) for name in proper_names(text, chosen(tokenise(text))))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("What is Socitm’s stance?", ["stop", "stop", "content", "form"]),
        ("VIEWS (on) who's “GDS”", ["form", "stop", "stop", "content"]),
        ("?! … –", []),
    ],
)
def test_each_word_is_there_for_something(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokenise(text)] == kinds
