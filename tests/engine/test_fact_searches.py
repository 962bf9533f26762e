"""Searches for facts are of the generation and the lists that were leased, whatever takes their place meanwhile."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from qabot.core.errors import IndexCorrupt, UsageError
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.engine.engine import Engine
from qabot.engine.fair_places import FairPlaces
from qabot.engine.generation_leases import GenerationLeases
from qabot.facts.speaker_articles import SpeakerSearch
from qabot.facts.topic_articles import TopicSearch
from qabot.index.build.indexer import update
from qabot.index.snapshot import Generation, open_current
from qabot.question.entities import EntityGazetteer
from tests.conftest import MakeHome, article, write_corpus

ARTICLES = {"a.md": article("Payroll", "Zorblax council paid £3m for a payroll system.")}
MORE = {"b.md": article("Payroll again", "Zorblax council paid £5m for a second payroll system.")}
PATIENCE_S = 60


@pytest.fixture
def home(make_home: MakeHome) -> Home:
    return make_home(ARTICLES)


@pytest.mark.usefixtures("exported_already")
@pytest.mark.parametrize("kind", ["topic", "speaker"])
def test_who_waits_for_a_place_is_answered_from_what_was_asked(
    home: Home, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = threading.Event()
    taken = FairPlaces.__enter__

    def enter(places: FairPlaces) -> None:
        if threading.current_thread() is not threading.main_thread():
            waits.set()
        taken(places)

    monkeypatch.setattr(FairPlaces, "__enter__", enter)
    settings = Settings(home)
    with (
        Engine(settings, open_current(home.index), None, EntityGazetteer.load(), at_once=1) as engine,
        ThreadPoolExecutor(1) as pool,
    ):

        def search(name: str) -> TopicSearch | SpeakerSearch:
            return (
                engine.with_answerer(lambda current: current.facts().topic(name))
                if kind == "topic"
                else engine.with_answerer(lambda current: current.facts().speaker(name))
            )

        def meanwhile() -> tuple[str, Future[TopicSearch | SpeakerSearch]]:
            asked = pool.submit(search, "Zorblax council")
            assert waits.wait(PATIENCE_S)
            time.sleep(0.05)
            before = engine.searched.generation
            write_corpus(home, MORE)
            update(home, ModelSettings(), ignore_progress)
            assert engine.refresh()
            return before, asked

        before, asked = engine.with_texts(lambda _generation, _names: meanwhile())
        found = asked.result(PATIENCE_S)
        assert found.searched.generation == before != engine.searched.generation
        assert [each.article.id for each in found.articles] == ["a"]


def test_rules_are_those_of_the_lease(home: Home) -> None:
    with Engine.open_lexical(Settings(home)) as engine, engine.lease() as before:
        facts = before.facts()
        (home.path / "acronyms.toml").write_text('[[body]]\nname = "Zorblax council"\nacronyms = "ZBC"\n')
        assert engine.reload_lists()
        with engine.lease() as after:
            assert before.facts().rules.identity == facts.rules.identity != after.facts().rules.identity
            names = [each.facts().topic("ZBC").names for each in (before, after)]
    assert names == [(), ("Zorblax council",)]


def test_a_list_that_changes_while_an_engine_opens_is_read_once_more(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = EntityGazetteer.load

    def changed_behind(path: Path | None = None) -> EntityGazetteer:
        read = load(path)
        (home.path / "acronyms.toml").write_text('[[body]]\nname = "Zorblax council"\nacronyms = "ZBC"\n')
        return read

    monkeypatch.setattr(EntityGazetteer, "load", changed_behind)
    with Engine.open_lexical(Settings(home)) as engine:
        monkeypatch.undo()
        assert engine.reload_lists()
        with engine.lease() as current:
            assert [each.names for each in current.entities.named("ZBC")] == [("Zorblax council",)]
        assert not engine.reload_lists()


def test_a_generation_is_closed_where_the_lists_of_its_home_cannot_be_read(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []
    close = Generation.close

    def closing(generation: Generation) -> None:
        closed.append(generation.name)
        close(generation)

    monkeypatch.setattr(Generation, "close", closing)
    (home.path / "synonyms.toml").write_text("[[word]\n")
    with pytest.raises(UsageError):
        Engine.open_lexical(Settings(home))
    assert len(closed) == 1


def test_who_waits_for_the_last_lease_is_told_of_its_end_though_closing_fails() -> None:
    class Stuck:
        """A generation that cannot be let go of."""

        def close(self) -> None:
            """Fail."""
            raise IndexCorrupt("The index is damaged.", hint="Run `qabot index`.")

    leases = GenerationLeases(cast("Any", SimpleNamespace(generation=Stuck())))
    with ThreadPoolExecutor(1) as pool:
        lease = leases.lease()
        lease.__enter__()
        waiting = pool.submit(leases.close)
        time.sleep(0.05)
        assert not waiting.done()
        with pytest.raises(IndexCorrupt):
            lease.__exit__(None, None, None)
        waiting.result(PATIENCE_S)
