"""A quote in which something was done by nobody named does not tell who did it."""

from __future__ import annotations

import pytest

from qabot.answer.agents_told import agent_asked, lacks_agent


def lacks(question: str, quote: str, words: str | None = None) -> bool:
    """Whether a quote lacks the doer that a question asks for."""
    asked = agent_asked(question)
    assert asked is not None
    start = quote.index(words) if words else 0
    return lacks_agent(asked, quote, (start, start + len(words)) if words else None, question)


@pytest.mark.parametrize(
    ("question", "quote", "words"),
    [
        ("Who cancelled the Numbat deal?", "The Numbat deal was cancelled in May.", None),
        ("Who cancelled the Numbat deal?", "The Numbat deal has now been cancelled by mistake.", None),
        ("who wrote the Numbat report", "The Numbat report was written in 2021 and never published.", None),
        ("And who broke into the Numbat portal?", "The Numbat portal was broken into on Monday.", None),
        ("Who has sold the Numbat office?", "The Numbat office is being sold, Ann Lee told members.", "Ann Lee"),
        ("Who designed the Numbat mark?", "Ann Lee, a councillor, criticised the Numbat mark.", "Ann Lee"),
        ("Who was awarded the contract by Numbat?", "A contract was awarded by Numbat in May.", None),
        ("Who has been given the Numbat money?", "The Numbat money was given on Monday, it says.", None),
        ("Who wrote the Numbat report?", "The Numbat report had been commissioned by Ann Lee.", "Ann Lee"),
        ("Who built the Numbat portal?", "The Numbat portal was bought by the council.", "council"),
        ("Who audited Numbat?", "Ministers welcomed the new figures of Numbat, Bo Ray said.", "Ministers"),
    ],
)
def test_a_passive_without_an_agent_names_nobody(question: str, quote: str, words: str | None) -> None:
    assert lacks(question, quote, words)


@pytest.mark.parametrize(
    ("question", "quote", "words"),
    [
        ("Who cancelled the Numbat deal?", "The Numbat deal was cancelled by the Treasury in May.", None),
        ("Who cancelled the Numbat deal?", "The Treasury cancelled the Numbat deal.", "The Treasury"),
        ("Who cancelled the Numbat deal?", "The Numbat deal was cancelled in May. The Treasury took the step.", None),
        ("Who broke into the Numbat portal?", "The Numbat portal was broken into. Vorpal admitted it.", None),
        ("Who wrote the Numbat report?", "The Numbat report, written in 2021 by Ann Lee, was published.", None),
        ("Who was awarded the contract by Numbat?", "Vorpal was awarded a contract by Numbat in May.", None),
        ("Who was awarded the contract by Numbat?", "A contract was awarded to Vorpal by Numbat in May.", None),
        ("Who was awarded the contract by Numbat?", "Numbat awarded it to Vorpal.", None),
        ("Who audited Numbat?", "Bo Ray, the auditor of Numbat, said so.", "Bo Ray"),
        ("Who ordered the Numbat report?", "The Numbat report had been commissioned by Ann Lee.", "Ann Lee"),
        ("Who wrote the Numbat report?", "Its author was paid by Ann Lee.", "Ann Lee"),
        ("Who built the Numbat portal?", "Vorpal was chosen as its builder by Ann Lee.", "Vorpal"),
        ("Who paused the Numbat pilot?", '"We have paused the Numbat pilot," Ann Lee said.', "Ann Lee"),
    ],
)
def test_who_is_named_with_the_deed_did_it(question: str, quote: str, words: str | None) -> None:
    assert not lacks(question, quote, words)


@pytest.mark.parametrize(
    "question",
    ["Who criticised Numbat?", "Who used to run Numbat?", "Who is Ann Lee?", "When was it cancelled?", "Who?", ""],
)
def test_nobody_is_asked_to_have_done_anything(question: str) -> None:
    assert agent_asked(question) is None


def test_a_title_and_a_kindred_word_tell_what_was_done() -> None:
    asked = agent_asked("Who left Numbat?")
    assert asked is not None
    quote = "Ann Lee said that it was time for a change."
    assert lacks_agent(asked, quote, (0, 7), "Who left Numbat?", "Numbat news")
    assert not lacks_agent(asked, quote, (0, 7), "Who left Numbat?", "Ann Lee is leaving Numbat")
    assert not lacks_agent(
        asked, "Ann Lee said that her departure was near.", (0, 7), "Who left Numbat?", "Numbat news"
    )
