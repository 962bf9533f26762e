"""How much two texts share to be copies: each threshold with a case on either side."""

from __future__ import annotations

import pytest

from qabot.core.articles import Article
from qabot.facts import near_duplicates


def invented(kind: str, number: int) -> str:
    """Return a word that stands nowhere else, without a digit."""
    return kind + "".join(chr(ord("a") + int(digit)) for digit in str(number))


def are_copies(*texts: str) -> bool:
    return near_duplicates.are_copies(*(Article(str(number), "", text) for number, text in enumerate(texts)))


WORDS = [invented("word", number) for number in range(120)]


@pytest.mark.parametrize(("shared", "copies"), [(71, False), (72, True)])
def test_seven_tenths_of_the_runs_of_five_words_make_a_copy(shared: int, copies: bool) -> None:
    other = [*WORDS[:shared], *(invented("other", number) for number in range(100 - shared))]
    assert are_copies(" ".join(WORDS[:100]), " ".join(other)) is copies


@pytest.mark.parametrize(("every", "copies"), [(10, False), (13, True)])
def test_a_text_edited_all_over_is_a_copy_where_six_tenths_of_all_runs_of_three_words_are_shared(
    every: int, copies: bool
) -> None:
    edited = [invented("changed", place) if place % every == every // 2 else word for place, word in enumerate(WORDS)]
    assert are_copies(" ".join(WORDS), " ".join(edited)) is copies


@pytest.mark.parametrize(("words", "copies"), [(29, False), (30, True)])
def test_a_text_of_thirty_words_can_be_a_copy_of_another(words: int, copies: bool) -> None:
    assert are_copies(" ".join(WORDS[:words]), " ".join(WORDS[: words + 1])) is copies


@pytest.mark.parametrize(("words", "copies"), [(39, False), (40, True)])
def test_a_third_of_a_text_can_be_a_copy_of_it(words: int, copies: bool) -> None:
    assert are_copies(" ".join(WORDS[:words]), " ".join(WORDS)) is copies
