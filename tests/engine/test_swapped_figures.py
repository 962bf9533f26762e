"""A verdict hangs on the figure: with another one in the passage, the answer to a question that names it changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qabot.core.settings import Home, PairModels, Settings
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from tests.conftest import article
from tests.homes import indexed_home

TEXTS = {
    "ferry": (
        "Harbour board buys a booking system",
        "Marlow Harbour Board paid Zorblax Systems {} for its ferry booking system in 2014. Crews save hours.",
        "Did Marlow Harbour Board pay Zorblax {} for the ferry booking system?",
        ("£5.2m", "£7.9m"),
    ),
    "payroll": (
        "Payroll errors at Quokka council",
        "Auditors found that {} of the staff at Quokka council were paid wrongly by the new payroll system last year.",
        "Were {} of Quokka council's staff paid wrongly by the payroll system?",
        ("14%", "31%"),
    ),
    "tablets": (
        "Tablets for the schools of Wombat",
        "Wombat council handed out {} tablets to pupils in its primary schools. Each cost less than a set of atlases.",
        "Did Wombat council hand out {} tablets to pupils in primary schools?",
        ("4,200", "6,900"),
    ),
}


@pytest.fixture(scope="module")
def conversations(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Conversation]]:
    """Two homes that differ in one figure an article."""
    engines: list[Engine] = []
    for place in (0, 1):
        files = {
            f"{name}.md": article(title, text.format(said[place])) for name, (title, text, _, said) in TEXTS.items()
        }
        home = indexed_home(starter_home, tmp_path_factory.mktemp("figures"), files, PairModels())
        engines.append(Engine.open(Settings(home)))
    yield [Conversation(engine) for engine in engines]
    for engine in engines:
        engine.close()


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("asked", [0, 1])
def test_another_figure_in_the_passage_changes_the_verdict(
    conversations: list[Conversation], name: str, asked: int
) -> None:
    *_, question, said = TEXTS[name]
    text = question.format(said[asked])
    told, other = (conversations[place].ask(text, alone=True).answer for place in (asked, 1 - asked))
    assert told.verdict == "strong"
    assert other.verdict != "strong"
    assert (told.probability or 0) > (other.probability or 0)
    assert any(said[asked] in part.words for part in other.missing)
    assert not told.missing
