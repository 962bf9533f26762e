"""How a question is put to the reader: by the names and in the spelling of the passage, and otherwise as it stands."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from qabot.answer.passage_wording import wording_for
from qabot.question.analysis import analyse
from qabot.question.entities import EntityGazetteer

KNOWN = frozenset(
    "the emergency network when was last leave what does cost plan against three programmes kept their backing which "
    "house horse won from were council councils early money capital resource told login sold long services knocked out "
    "share data year".split()
)


def asked(question: str, *texts: str) -> str:
    return wording_for(analyse(question, bodies=EntityGazetteer.load()), lambda word: word.casefold() in KNOWN, *texts)


@pytest.mark.parametrize(
    ("question", "text", "put"),
    [
        (
            "what does ESN cost",
            "The Emergency Services Network is late.",
            "what does Emergency Services Network cost",
        ),
        ("what does ESN cost", "ESN is late.", "what does ESN cost"),
        ("what does esn cost", "ESN is late.", "what does ESN cost"),
        ("what does esn cost", "The emergency network is late.", "what does Emergency Services Network cost"),
        ("what does the Government Digital Service cost", "GDS spent £2m.", "what does the GDS cost"),
        (
            "what does the Government Digital Service cost",
            "The Treasury spent £2m.",
            "what does the Government Digital Service cost",
        ),
        (
            "which programmes kept their backing in sr15",
            "Three kept theirs in Spending Review 2015.",
            "which programmes kept their backing in Spending Review 2015",
        ),
    ],
)
def test_a_body_is_called_as_the_passage_calls_it_and_an_acronym_that_it_lacks_is_written_out(
    question: str, text: str, put: str
) -> None:
    assert asked(question, text) == put


def test_names_in_the_title_count_as_the_passages() -> None:
    assert asked("what does ESN cost", "It is late.", "ESN in doubt") == "what does ESN cost"


@pytest.mark.parametrize(
    ("question", "text", "put"),
    [
        ("when was mike brakens last year", "Bracken leaves.", "when was mike brakens last year"),
        ("when did mike braken leave", "Mike Bracken's last day.", "when did Mike Bracken leave"),
        ("redcars services knocked out", "Redcar lost all.", "Redcar's services knocked out"),
        ("onelogin cost", "One Login is dear.", "One Login cost"),
        ("gcloud share", "G-Cloud sold more.", "G-Cloud share"),
        ("digitisaton cost", "Frontline Digitisation slipped.", "Digitisation cost"),
        ("the haringey plan", "Hackney had none.", "the haringey plan"),
        ("cost of mmoa", "A portal named Manage My Ofsted Account.", "cost of Manage My Ofsted Account"),
        ("cost of dhe", "The Department for the Health of Everyone.", "cost of Department for the Health of Everyone"),
        ("cost of mmoa", "Manage My Ofsted Account (MMOA).", "cost of MMOA"),
        ("cost of dhe", "Everyone of Health.", "cost of dhe"),
    ],
)
def test_a_word_that_the_reader_does_not_have_is_spelt_as_the_passage_spells_it(
    question: str, text: str, put: str
) -> None:
    assert asked(question, text) == put


def test_a_word_that_the_reader_knows_is_never_taken_for_another() -> None:
    assert asked("which horse won", "The House won.") == "which horse won"
    assert asked("what was sold", "It was told.") == "what was sold"


@pytest.mark.parametrize("text", ["", "a" * 500, "( [ \\ * ?", "\u202eESN\u202c"])
def test_any_text_can_be_a_passage(text: str) -> None:
    assert "cost" in asked("what does ESN cost (in [all])?", text)


def test_what_is_carried_over_is_put_as_well() -> None:
    first = analyse("what does ESN cost", bodies=EntityGazetteer.load())
    second = replace(first, text="and when", inherited_terms=("ESN",))
    assert (
        wording_for(second, KNOWN.__contains__, "Emergency Services Network.") == "and when Emergency Services Network"
    )
