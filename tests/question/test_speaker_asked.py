"""Whose words a question asks for: typed as an operator, or read out of its words; never those of a pronoun."""

from __future__ import annotations

import pytest

from qabot.question.analysis import analyse
from qabot.question.speaker_asked import sought_speaker

ASKED = {
    "what did the LGA say about PSN": "LGA",
    "What is Socitm's stance on it?": "Socitm",
    "what’s Haringey’s position on ICT?": "Haringey",
    "what was the cabinet office's official response to the leak": "cabinet office",
    "the view of Jos Creese on cuts": "Jos Creese",
    "How did Oracle respond to the talk?": "Oracle",
    "liam maxwell's view of gds": "liam maxwell",
    "lga reaction to the 2015 review": "lga",
    "and what does peter schofield say makes a great service": "peter schofield",
}
NOBODYS = (
    "what did they say about PSN",
    "what is the position of the moon",
    "who said that Verify was dead",
    "what did people say",
    "how much did Verify cost",
    "what is his view on it",
    "the position on Verify",
    "",
)


@pytest.mark.parametrize("text", ASKED)
def test_somebodys_words(text: str) -> None:
    found = sought_speaker(text)
    assert found is not None
    assert found.name == ASKED[text]
    assert text[found.start : found.start + len(found.name)] == found.name
    assert not found.is_typed


@pytest.mark.parametrize("text", NOBODYS)
def test_nobodys_words(text: str) -> None:
    assert sought_speaker(text) is None


@pytest.mark.parametrize(
    ("typed", "text", "name"),
    [
        ("PSN said-by:LGA", "PSN LGA", "LGA"),
        ('said-by:"Jos Creese" cuts', "Jos Creese cuts", "Jos Creese"),
        ("cuts SAID-BY:Socitm after:2015", "cuts Socitm", "Socitm"),
        ("cuts said-by:Socitm, 2015", "cuts Socitm, 2015", "Socitm"),
    ],
)
def test_an_operator_names_the_speaker_and_leaves_the_name_in_the_text(typed: str, text: str, name: str) -> None:
    question = analyse(typed, infer=False)
    assert question.text == text
    assert question.sought_speaker is not None
    assert (question.sought_speaker.name, question.sought_speaker.is_typed) == (name, True)
    assert question.sought_speaker.start == text.index(name)


def test_what_cannot_be_read_is_told() -> None:
    (note,) = analyse("cuts said-by:").notes
    assert note == "said-by: has no value; write it right behind the colon, such as said-by:LGA."
    (note,) = analyse("cuts said-by:Socitm,LGA").notes
    assert note == "said-by: takes one name; Socitm is looked for."
    assert analyse("cuts, he said:yes").sought_speaker is None
