"""Texts made to take time: what is done for each character stays the same however many there are."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from qabot.core.text import clean, sentences

LENGTH = 200_000


class Counted(str):
    """A text that counts the characters which are cut out of it."""

    cut: list[int]

    def __getitem__(self, place: Any) -> str:
        """Return what is cut out, and count it."""
        found = super().__getitem__(place)
        self.cut.append(len(found))
        return found


def counted(text: str) -> Counted:
    made = Counted(text)
    made.cut = []
    return made


@pytest.mark.parametrize(
    "unit", ["St. ", "A. B. ", "e.g. A ", "No. 5 ", "e.g. ", "x.\n", "- a. ", "v. Mr. Mrs. "], ids=str.strip
)
def test_what_is_looked_at_before_a_stop_is_as_much_however_long_the_sentence_is(unit: str) -> None:
    text = counted(unit * (LENGTH // len(unit)))
    found = sentences(text)
    assert "".join("".join(text.split())) == "".join(
        "".join(str.__getitem__(text, slice(*span)).split()) for span in found
    )
    stops = text.count(".")
    assert sum(text.cut) <= 70 * stops + 2 * LENGTH


@pytest.mark.parametrize("unit", [".", "…", "?", "!", "?!", ". . ", '."', ".'", ".)", "。", "B" * 70 + ". B "])
def test_runs_of_stops_are_sentences_like_any(unit: str) -> None:
    text = clean(f"So it begins. {unit * (LENGTH // len(unit))}x")
    assert text[slice(*sentences(text)[0])] == "So it begins."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" + "\u0301\u0316" * LENGTH + "b", 30),
        ("a\u0301" * 500, 1),
        ("e" + "\u0301" * 29 + "o", 29),
        ("e" + "\u0315" * 30 + "o", 30),
        ("e" + "\u0315" * 31 + "o", 30),
        ("\u0e01" * 100 + "\u0e48" * 64, 30),
        ("水" * 1_000, 0),
    ],
)
def test_a_letter_has_no_more_marks_than_can_be_put_in_order(text: str, expected: int) -> None:
    marks, most = 0, 0
    for letter in unicodedata.normalize("NFD", clean(text)):
        marks = marks + 1 if unicodedata.combining(letter) else 0
        most = max(most, marks)
    assert most == expected
    assert clean(clean(text)) == clean(text)


def test_writing_with_many_marks_is_left_as_it_is() -> None:
    for text in ("Việt Nam và Tiếng Việt " * 50, "ที่นี่มีน้ำ" * 50, "שָׁלוֹם" * 50, "c\u0327\u0301"):
        assert clean(text) == unicodedata.normalize("NFC", text).strip()


@pytest.mark.parametrize("opener", ["\x9d", "\x90", "\x98", "\x1b]", "\x1bP", "\x9d;", "\x1b]0;", "\x9f\x9d"])
def test_sequences_that_are_opened_and_never_closed_lose_their_openers(opener: str) -> None:
    rest = opener.removeprefix("\x1b").lstrip("]P") if opener.startswith("\x1b") else opener
    kept = "".join(letter for letter in rest if letter.isprintable())
    found = clean(opener * (LENGTH // len(opener)) + "words")
    assert found.endswith("words")
    assert set(found.removesuffix("words")) <= set(kept)


def test_a_sequence_that_is_closed_goes_with_what_it_holds() -> None:
    assert clean("a\x9d52;c;aGVsbG8=\x07b\x1b]0;title\x1b\\c") == "abc"
    assert clean("a\x9dnever\x9d52;c;x\x9cb") == "aneverb", "an opener within another begins anew"
