"""What a question begins with before it asks is left out, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.question.analysis import analyse
from qabot.question.salutation import without_salutation

ASKED = "how much did the Redcar attack cost?"
any_text = st.text(st.characters(exclude_categories=()), max_size=80)


@pytest.mark.parametrize(
    "opening",
    [
        "Urgent: ",
        "URGENT! ",
        "Hello team, ",
        "Hi Sam - ",
        "Good morning all, ",
        "Dear qabot, ",
        "Quick question: ",
        "Please, ",
        "Hi. ",
        "Hey! Quick one – ",
        "OK so, ",
    ],
)
def test_whoever_is_spoken_to_is_left_out(opening: str) -> None:
    assert without_salutation(opening + ASKED) == ASKED
    assert analyse(opening + ASKED).text == ASKED
    assert analyse(opening + ASKED).proper_names == ("Redcar",)


@pytest.mark.parametrize(
    "text",
    [
        ASKED,
        "Redcar: how much did the attack cost?",
        "In Leeds, who runs payroll?",
        "Money: how much did GDS get?",
        "GOV.UK Verify, what did it cost?",
        "Hello",
        "Hi,",
        "high-speed broadband, who pays?",
        "Why, for all the money, did it fail?",
        "",
    ],
)
def test_what_it_is_about_stays(text: str) -> None:
    assert without_salutation(text) == text


@given(any_text)
def test_what_is_left_is_the_end_of_the_text(text: str) -> None:
    assert text.endswith(without_salutation(text))
