"""What an index held at a moment: without what came since, and with what was changed or taken out since, as it was."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from qabot.cli.held_engine import open_held
from qabot.core.conversation_context import NO_CONTEXT
from qabot.core.errors import IndexUnusable, NotFound
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.index.build.indexer import update
from qabot.index.build.past_generation import past_generation
from qabot.index.generation_log import entries
from qabot.index.holdings import held_then, record_holdings, versions_of
from qabot.index.publication import roll_back
from qabot.index.snapshot import open_current
from qabot.output.json_documents import particulars
from qabot.output.phrasing import citation, proof
from tests.conftest import article, write_corpus
from tests.homes import WITHOUT_READER, indexed_home

STEPS: list[dict[str, str]] = [
    {"boat": "blue", "tram": "old", "bus": "long"},
    {"boat": "red", "bus": "long", "kite": "new"},  # changed, taken out, added
    {"boat": "green", "tram": "old", "bus": "long", "kite": "new"},  # changed again, taken back
    {"boat": "blue", "tram": "old", "bus": "short"},  # as at first, taken out, changed
]
"""What the corpus held, step by step."""


def texts(step: dict[str, str]) -> dict[str, str]:
    """Return the files of a step."""
    return {
        f"{name}.md": article(
            f"Wombat council and its {name}", f"Wombat council has a {name}. The {name} is {what}.", date="2015"
        )
        for name, what in step.items()
    }


@pytest.fixture(scope="module")
def home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = indexed_home(starter_home, tmp_path_factory.mktemp("held"), texts(STEPS[0]))
    for step in STEPS[1:]:
        step_to(home, step)
    return home


def step_to(home: Home, step: dict[str, str]) -> None:
    """Have the corpus hold a step, and the index with it."""
    for path in home.corpus.iterdir():
        path.unlink()
    write_corpus(home, texts(step))
    update(home, ModelSettings(), ignore_progress, WITHOUT_READER)


def moments(home: Home) -> list[datetime]:
    """Return since when each generation answered."""
    return [each.moment for each in entries(home.index)]


def held(home: Home, moment: datetime) -> dict[str, str]:
    """Return what was held at a moment: the last word of each article."""
    base = open_current(home.index)
    with past_generation(base, moment, ignore_progress) as generation:
        found = {each.id: generation.require_article(each.id).text for each in generation.articles.stored()}
        assert generation.manifest.articles == len(found)
        assert generation.name == base.name
        assert {*generation.articles_of(generation.holding("council")).values()} == {*found}
        assert generation.document_frequency("wombat") == len(found)
    base.close()
    return {name: text.rsplit(" ", 1)[1].rstrip(".") for name, text in found.items()}


def test_what_was_held_at_each_step(home: Home) -> None:
    for step, moment in zip(STEPS, moments(home)[-4:], strict=True):
        assert held(home, moment) == step
        assert held(home, moment + timedelta(microseconds=1)) == step
    assert held(home, datetime.now(UTC)) == STEPS[-1]
    assert held(home, moments(home)[-1] - timedelta(microseconds=1)) == STEPS[-2]
    assert not [each.name for each in home.index.iterdir() if each.name.startswith(".draft")]


def test_of_before_the_record_nothing_is_said(home: Home) -> None:
    begins = sqlite3.connect(home.index / "holdings.db").execute("SELECT begins FROM record").fetchone()[0]
    generation = open_current(home.index).name
    assert held_then(home.index, datetime.fromisoformat(begins), generation)
    with pytest.raises(NotFound, match="is recorded since"):
        held_then(home.index, datetime.fromisoformat(begins) - timedelta(microseconds=1), generation)
    with pytest.raises(IndexUnusable, match="The record of what was held goes to"):
        held_then(home.index, datetime.now(UTC), "20200101T000000000000Z-01234567")


def test_a_quote_of_a_version_that_is_not_held_now_says_so(home: Home) -> None:
    moment = moments(home)[-3]
    with open_held(Settings(home), moment, ignore_progress, lexical=False) as engine:
        answer = engine.answer(
            "what colour is the boat of Wombat council", None, 3, NO_CONTEXT, None, infer=True
        ).answer
        for name in ("boat", "kite", "bus"):
            assert engine.article(name).held_until
    boat = next(each for each in answer.evidence if each.article.id == "boat")
    assert "The boat is red." in boat.article.text
    assert boat.article.text[boat.start : boat.end] == boat.text
    until = moments(home)[-2].isoformat(timespec="microseconds")
    assert boat.article.held_until == until
    words = f"a version held until {until[:19].replace('T', ' ')} UTC, not held now"
    assert words in citation(boat)
    assert words in proof(boat)
    assert boat.article.text_sha256 in proof(boat)
    told = particulars(boat.article)
    assert (told.held_until, told.version_sha256) == (until, boat.article.text_sha256)
    assert words in told.attribution
    assert (answer.searched.articles, answer.searched.held_on) == (3, moment.isoformat(timespec="seconds"))
    assert [
        each.article
        for each in versions_of(home.index, "boat")
        if each.article and each.article.text == boat.article.text
    ]


def test_what_is_held_still_is_not_said_to_be_another_version(home: Home) -> None:
    with open_held(Settings(home), moments(home)[-2], ignore_progress, lexical=True) as engine:
        assert engine.article("tram").held_until is None
        assert (
            engine.with_answerer(lambda current: current.facts().topic("Wombat council tram")).searched.held_on
            is not None
        )
        assert "short" not in engine.article("bus").text


def test_what_is_kept_no_more_is_named(tmp_path: Path, starter_home: Home) -> None:
    other = indexed_home(starter_home, tmp_path, texts(STEPS[0]))
    step_to(other, STEPS[1])
    with sqlite3.connect(other.index / "holdings.db") as database:
        database.execute("UPDATE versions SET data = NULL WHERE id = 'tram'")
        database.execute("UPDATE versions SET data = x'00' WHERE id = 'boat'")
    with open_held(Settings(other), moments(other)[-2], ignore_progress, lexical=True) as engine:
        search = engine.with_answerer(lambda current: current.facts().topic("Wombat council"))
        assert {each.article.id for each in search.articles} == {"bus"}
        assert search.warnings == ("2 articles held then are not kept any more, and not searched.",)
        answer = engine.answer("tram", None, 3, NO_CONTEXT, None, infer=True).answer
        assert "2 articles held then are not kept any more, and not searched." in answer.warnings
    roll_back(other.index)
    assert held(other, datetime.now(UTC)) == STEPS[0]
    assert held(other, moments(other)[-2]) == STEPS[1]


def test_a_record_that_fell_behind_catches_up_or_begins_anew(starter_home: Home, tmp_path: Path) -> None:
    other = indexed_home(starter_home, tmp_path, texts(STEPS[0]))
    before = (other.index / "holdings.db").read_bytes()
    step_to(other, STEPS[1])
    (other.index / "holdings.db").write_bytes(before)  # as where a process is stopped before it writes it down
    record_holdings(other.index, entries(other.index)[-1])
    assert held(other, moments(other)[-2]) == STEPS[0]
    assert held(other, datetime.now(UTC)) == STEPS[1]
    (other.index / "holdings.db").write_bytes(b"no database at all, but long enough to look like one" * 9)
    step_to(other, STEPS[2])
    assert held(other, datetime.now(UTC)) == STEPS[2]
    assert list(other.index.glob("holdings.damaged-*"))
