"""Words of the draft that say the opposite of the article's, without any negation."""

from __future__ import annotations

import pytest

from qabot.index.snapshot import Generation
from qabot.reports.check.opposite_words import are_opposite, is_turned
from tests.reports.check.test_paraphrases import assert_told_apart, differing

HACKNEY = "The ICO reprimanded Hackney Council over ransomware, but did not fine it. "
BRACKEN = "Bracken was to leave GDS at the end of September 2015. "
STRATEGY = "The UK put its National Data Strategy out for comment, and ODI Leeds looked for more detail. "
SOCITM = "Socitm expressed {} that money promised for digital did nothing for services within a place."


@pytest.mark.parametrize(
    ("draft", "right", "wrong"),
    [
        (f"{HACKNEY}Hackney {{}} the findings.", "disputed", "accepted"),
        (f"{BRACKEN}Recruitment from outside was {{}}.", "possible", "impossible"),
        (f"{BRACKEN}Recruitment from outside was {{}} possible.", "still", "no longer"),
        (f"{STRATEGY}The balance of the tone was {{}}.", "welcomed", "criticised"),
        (SOCITM, "disappointment", "satisfaction"),
        (
            "GDS, CDDO and the Incubator for AI were to move to DSIT in Labour's first week. There was {} timetable.",
            "no",
            "a",
        ),
    ],
)
def test_an_opposite_word_is_told(draft: str, right: str, wrong: str, generation: Generation) -> None:
    assert_told_apart(generation, draft, right, wrong, "altered")


@pytest.mark.parametrize(
    "draft",
    [
        f"{HACKNEY}Hackney did not accept the findings.",
        f"{BRACKEN}Recruitment from outside was not impossible.",
        f"{STRATEGY}The balance of the tone was liked.",
        f"{STRATEGY}The minister was criticised.",
        SOCITM.format("dismay"),
        "The Register was not convinced that the promise had been kept.",
    ],
)
def test_the_same_in_other_words_is_not(draft: str, generation: Generation) -> None:
    assert differing(generation, draft) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pleased", "disappointed"),
        ("able", "unable"),
        ("secure", "insecure"),
        ("complete", "incomplete"),
        ("legal", "illegal"),
        ("agreed", "disagreed"),
        ("succeeded", "failed"),
    ],
)
def test_opposites(one: str, other: str) -> None:
    assert is_turned(one, other)
    assert is_turned(other, one)
    assert are_opposite(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("intent", "tent"),
        ("unless", "less"),
        ("display", "play"),
        ("inform", "form"),
        ("pleased", "happy"),
        ("it", "unit"),
    ],
)
def test_words_that_only_begin_like_opposites(one: str, other: str) -> None:
    assert not is_turned(one, other)
    assert not are_opposite(one, other)
