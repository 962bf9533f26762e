"""An index that is replaced, or taken away, while several people ask: each answer is of one generation."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from msgspec.structs import replace

from qabot.core.answers import Turn
from qabot.core.errors import IndexCorrupt, IndexUnusable
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, Settings, StoreSettings
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from qabot.engine.index_opening import open_fitting
from qabot.engine.question_answerer import QuestionAnswerer
from qabot.index.build.indexer import update
from qabot.index.current_generation import current_name
from qabot.index.generation_reading import OpenGeneration
from qabot.index.publication import switch
from qabot.index.verification import verify
from qabot.question.entities import EntityGazetteer
from tests.conftest import MakeHome, article, write_corpus

ASKED = "which edition is the register of services"
PEOPLE = 4
REPLACED = 100
PATIENCE_S = 60
"""How long one who asks waits for the others before the test fails, on however busy a machine."""


def edition(number: int) -> dict[str, str]:
    """Return three articles that say of which edition they are."""
    return {
        f"{place}.md": article(f"Register of services in {place}", f"The register of services is edition {number}.")
        for place in ("leeds", "york", "hull")
    }


def editions_of(turn: Turn) -> set[str]:
    """Return of which editions the quotes are, and what is shown with them."""
    told = [each for evidence in turn.answer.evidence for each in (evidence.article, *evidence.duplicates)]
    assert len(told) == 3
    assert all(each.article.text[each.start : each.end] == each.text for each in turn.answer.evidence)
    return {number for each in told for number in re.findall(r"edition (\d)", each.text)}


def all_ask(work: Callable[[], list[tuple[str, set[str]]]]) -> list[tuple[str, set[str]]]:
    """Let several people do this at once, and return by which generation each answer was and of which editions."""
    with ThreadPoolExecutor(PEOPLE) as pool:
        running = [pool.submit(work) for _ in range(PEOPLE)]
        return [each for future in running for each in future.result()]


@pytest.fixture
def home(make_home: MakeHome) -> Home:
    """A home with two generations: edition 1, and edition 2, which answers."""
    made = make_home(edition(1))
    write_corpus(made, edition(2))
    update(made, ModelSettings(), ignore_progress)
    return made


def test_a_hundred_times_replaced(home: Home) -> None:
    second = current_name(home.index)
    (first,) = {each.name for each in home.index.iterdir() if each.is_dir()} - {second}
    is_over = threading.Event()

    def replace() -> None:
        for number in range(REPLACED):
            switch(home.index, (first, second)[number % 2])
        is_over.set()

    def ask() -> list[tuple[str, set[str]]]:
        conversation, found = Conversation(engine), list[tuple[str, set[str]]]()
        while not (is_over.is_set() and found):
            engine.refresh()
            turn = conversation.ask(ASKED, limit=3)
            found.append((turn.generation, editions_of(turn)))
        return found

    with Engine.open(Settings(home)) as engine:
        replacing = threading.Thread(target=replace)
        replacing.start()
        answers = all_ask(ask)
        replacing.join()
    assert {(name, *found) for name, found in answers} <= {(first, "1"), (second, "2")}
    assert current_name(home.index) == second
    assert not list(home.index.glob(".*.new"))


def test_dropped_by_its_store_while_several_ask(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of them finds the newer generation; to the others there is none newer left, and they are answered too."""
    second, local = current_name(home.index), Settings(home)
    (first,) = {each.name for each in home.index.iterdir() if each.is_dir()} - {second}
    have_met_it, answers = threading.Barrier(PEOPLE), QuestionAnswerer.answer

    def answer(self: QuestionAnswerer, *asked: Any, infer: bool) -> Turn:
        if self.generation.name == first:
            have_met_it.wait(PATIENCE_S)
            raise IndexCorrupt("The store no longer holds it.", hint="Run `qabot index`.")
        return answers(self, *asked, infer=infer)

    def newest(_settings: Settings) -> str:
        return second

    def opened(_settings: Settings) -> OpenGeneration:
        return open_fitting(local)

    monkeypatch.setattr(QuestionAnswerer, "answer", answer)
    monkeypatch.setattr("qabot.engine.engine.answering_name", newest)
    monkeypatch.setattr("qabot.engine.engine.open_fitting", opened)
    switch(home.index, first)
    remote = replace(local, store=StoreSettings("milvus", "http://store.example:19530"))
    with Engine(remote, open_fitting(local), None, EntityGazetteer.load(home.path), at_once=PEOPLE) as engine:
        assert engine.index_folder.name == first
        switch(home.index, second)

        def ask() -> list[tuple[str, set[str]]]:
            turn = Conversation(engine).ask(ASKED, limit=3)
            return [(turn.generation, editions_of(turn))]

        assert all_ask(ask) == [(second, {"2"})] * PEOPLE


@pytest.mark.usefixtures("exported_already")
def test_taken_away_from_under_those_who_ask(home: Home) -> None:
    name = current_name(home.index)
    with Engine.open(Settings(home)) as engine:
        assert editions_of(Conversation(engine).ask(ASKED, limit=3)) == {"2"}
        shutil.rmtree(home.index / name)

        def ask() -> list[tuple[str, set[str]]]:
            turns = [Conversation(engine).ask(ASKED, limit=3) for _ in range(3)]
            return [(turn.generation, editions_of(turn)) for turn in turns]

        assert all_ask(ask) == [(name, {"2"})] * (3 * PEOPLE)
        assert engine.refresh() is None
    with pytest.raises(IndexUnusable):
        Engine.open(Settings(home))
    assert update(home, ModelSettings(), ignore_progress).articles == 3
    assert list(verify(home.index / current_name(home.index))) == []
