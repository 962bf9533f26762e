"""Several questions in one are each answered, and what is not is said; a comparison shows both sides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qabot.core.answers import Answer
from qabot.core.settings import Home, PairModels, Settings
from qabot.engine.session import Session
from tests.conftest import article
from tests.homes import indexed_home

HELD = {
    "a.md": article("Numbat trams awarded", "Vorpal has won the contract to run the Numbat trams, worth £58m."),
    "b.md": article("Numbat trams to be led by Lee", "Ann Lee, an engineer, leads the Numbat trams from May."),
    "c.md": article("Quoll ferry finished", "The Quoll ferry cost £22m, the harbour office said."),
    "d.md": article("Bill for the Numbat trams", "The Numbat trams cost £71m, the auditors said."),
    "e.md": article("Bilby lifts and Bettong lifts", "The Bilby lifts cost twice as much as the Bettong lifts."),
}


@pytest.fixture(scope="module")
def session(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    home = indexed_home(starter_home, tmp_path_factory.mktemp("several"), HELD, PairModels())
    with Session.open(Settings(home)) as opened:
        yield opened


def asked(session: Session, question: str) -> Answer:
    return session.ask(question, alone=True).answer


def shown(answer: Answer) -> str:
    return " ".join(each.text for each in answer.evidence)


def test_each_part_is_answered(session: Session) -> None:
    answer = asked(session, "Who won the contract for the Numbat trams, and who leads them?")
    assert "Vorpal" in shown(answer)
    assert "Ann Lee" in shown(answer)
    assert [each.hit.rank for each in answer.evidence] == list(range(1, len(answer.evidence) + 1))


def test_a_part_that_nothing_answers_is_told_and_the_whole_is_not_strong(session: Session) -> None:
    answer = asked(session, "Who leads the Numbat trams, and how many passengers were fined on them?")
    assert answer.verdict == "possible"
    assert answer.held_back == "part"
    assert "Ann Lee" in shown(answer)
    assert any("how many passengers were fined" in each.words for each in answer.missing)


def test_of_a_comparison_both_sides_are_shown_and_it_is_not_strong(session: Session) -> None:
    answer = asked(session, "Which cost more, the Numbat trams or the Quoll ferry?")
    assert answer.verdict != "strong"
    assert "£71m" in shown(answer)
    assert "£22m" in shown(answer)


def test_a_side_of_which_nothing_tells_is_named(session: Session) -> None:
    answer = asked(session, "Did the Quoll ferry cost more than the Zorilla bridge?")
    assert answer.verdict != "strong"
    assert any("Zorilla bridge" in each.words for each in answer.missing)


def test_a_sentence_that_compares_both_comes_first(session: Session) -> None:
    answer = asked(session, "Which cost more, the Bilby lifts or the Bettong lifts?")
    assert answer.evidence[0].text == "The Bilby lifts cost twice as much as the Bettong lifts."
