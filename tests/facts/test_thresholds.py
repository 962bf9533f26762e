"""How much two texts share to be copies: each threshold with a case on either side."""

from __future__ import annotations

import pytest

from qabot.core.articles import Article
from qabot.facts import near_duplicates
from qabot.facts.misspellings import is_garbled, is_misspelt
from qabot.facts.same_matter import Body


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


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("diss", "dist", False),
        ("ripon", "ripen", True),
        ("ripon", "ropen", False),
        ("glanvil", "glunvel", False),
        ("glanvill", "glunvell", True),
        ("glanvill", "glunvexx", False),
        ("norton", "morton", False),
        ("miller", "mliler", True),
        ("cornwall", "comwall", True),
        ("x" * 39 + "y", "x" * 39 + "z", True),
        ("x" * 40 + "y", "x" * 40 + "z", False),
    ],
)
def test_a_slip_is_a_letter_in_five_or_two_in_eight_and_never_the_first(one: str, other: str, expected: bool) -> None:
    assert is_misspelt(one, other) is expected
    assert is_misspelt(other, one) is expected


PLAIN = " ".join(WORDS[:100])


@pytest.mark.parametrize(("words", "copies"), [(3, False), (4, True)])
def test_a_denial_is_of_what_stands_within_four_words_of_it(words: int, copies: bool) -> None:
    more = " ".join(["not", *(invented("more", number) for number in range(words))])
    assert are_copies(f"{PLAIN} then it {PLAIN}", f"{PLAIN} then it {more} {PLAIN}") is copies


@pytest.mark.parametrize(("words", "copies"), [(9, False), (10, True)])
def test_ten_words_are_a_stretch_written_anew(words: int, copies: bool) -> None:
    one, other = (
        " ".join([name, *(invented(name.lower(), number) for number in range(words - 1))])
        for name in ("Quayle", "Harrow")
    )
    assert are_copies(f"{PLAIN} and {one} so {PLAIN}", f"{PLAIN} and {other} so {PLAIN}") is copies


@pytest.mark.parametrize(
    ("titles", "apart"),
    [(("Minutes, 3 May", "Minutes, 7 June"), True), (("A bee sea 3 May", "A dale elm 7 June"), False)],
)
def test_a_third_of_a_title_makes_a_form_of_it(titles: tuple[str, str], apart: bool) -> None:
    assert near_duplicates.are_titled_apart(*titles, Body(PLAIN)) is apart


@pytest.mark.parametrize(("said", "apart"), [("and Quayle paid £3m", True), ("and Quayle of Harrow paid £3m", False)])
def test_a_text_that_names_three_things_says_what_it_is_about(said: str, apart: bool) -> None:
    body = Body(f"{PLAIN} {said} {PLAIN}")
    assert near_duplicates.are_titled_apart("Depot 25", "Depot 26", body) is apart
    assert near_duplicates.are_titled_apart("Depot, part 25", "Depot, part 26", body), "parts of one thing are two"
    assert near_duplicates.are_titled_apart("Depot in 1925", "Depot in 1926", body), "and so are years"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("vaz", "voz", True), ("vaz", "vxx", False), ("miller", "nnller", True), ("of", "0f", True), ("12", "18", False)],
)
def test_in_a_misread_text_any_letter_may_be_wrong(one: str, other: str, expected: bool) -> None:
    assert is_garbled(one, other) is expected


@pytest.mark.parametrize(("misread", "copies"), [(1, False), (2, True)])
def test_a_text_in_which_two_words_are_misread_is_misread_throughout(misread: int, copies: bool) -> None:
    garbled = PLAIN.replace("worda", "vorda", 1).replace("wordba ", "wordxa " if misread > 1 else "wordba ", 1)
    assert are_copies(f"{PLAIN} and Vaz of it {PLAIN}", f"{garbled} and Voz of it {PLAIN}") is copies
