"""An engine: many threads ask it at once, it goes over to newer indexes meanwhile, and it closes what nobody reads."""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
import tracemalloc
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest

from qabot.core.answers import Turn
from qabot.core.errors import IndexUnusable, InternalError, NotFound
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from qabot.engine.loaded_models import Models
from qabot.index.build.indexer import update
from qabot.index.current_generation import current_name
from qabot.index.snapshot import open_current
from qabot.models.encoder import Encoder, TokenEmbeddings, Vectors
from qabot.question.entities import EntityGazetteer
from tests.conftest import MakeHome, article, write_corpus

T = TypeVar("T")

THREADS = 8
PATIENCE_S = 60
"""How long a thread waits for another before the test fails, on however busy a machine."""
NOTICEABLE_S = 0.2
"""How long something that must not happen is given to happen."""
BREATH_S = 0.05
"""Between two questions of a thread, so that building an index gets on meanwhile."""

REGISTER = "which edition is the register of services"
TOPICS = {
    "Zorblax council": "Zorblax council bought a payroll system. It cost £9 million.",
    "Numbat council": "Numbat council bought a ferry terminal. It cost £7 million.",
    "Quibbly council": "Quibbly council bought a tram depot. It cost £5 million.",
    "Wombat council": "Wombat council bought a bus station. It cost £3 million.",
}


def edition(number: int) -> dict[str, str]:
    """Return three articles that say the same edition."""
    return {
        f"{place}.md": article(f"Register of services in {place}", f"The register of services is edition {number}.")
        for place in ("leeds", "york", "hull")
    }


def publish(home: Home, files: dict[str, str]) -> Path:
    """Bring the index of a home up to date with these files, and return its folder."""
    write_corpus(home, files)
    assert update(home, ModelSettings(), ignore_progress).published
    return home.index / current_name(home.index)


def editions_in(turn: Turn) -> set[int]:
    """Return the editions that the articles of an answer speak of."""
    told = [each for evidence in turn.answer.evidence for each in (evidence.article, *evidence.duplicates)]
    assert len(told) == 3, turn.answer
    return {int(re.findall(r"edition (\d+)", each.text)[0]) for each in told}


def open_files(folder: Path) -> list[str]:
    """Return the files below a folder that this process holds open, each as often as it does."""
    names: list[str] = []
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            target = str(descriptor.readlink())
        except FileNotFoundError:  # it was the folder of descriptors itself
            continue
        if target.startswith(f"{folder}/"):
            names.append(target.removeprefix(f"{folder}/"))
    return names


def mapped_files(folder: Path) -> set[str]:
    """Return the files below a folder that are mapped into memory."""
    lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    return {line.split(f"{folder}/", 1)[1] for line in lines if f" {folder}/" in line}


def together(work: Callable[[int], T], threads: int = THREADS) -> list[T]:
    """Do a numbered piece of work on each of several threads that begin at once; return or raise what became of it."""
    start = threading.Barrier(threads)

    def begin(number: int) -> T:
        start.wait(PATIENCE_S)
        return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(begin, range(threads)))


class Gated:
    """An encoder that lets no question through until it is opened, and counts those at its gate."""

    def __init__(self, encoder: Encoder) -> None:
        """Read with this encoder."""
        self._encoder = encoder
        self._changed = threading.Condition()
        self._is_open = False
        self.inside = self.most_inside = 0

    def encode_query_tokens(self, text: str) -> TokenEmbeddings:
        """Wait for the gate, and read a question."""
        with self._changed:
            self.inside += 1
            self.most_inside = max(self.most_inside, self.inside)
            self._changed.notify_all()
            assert self._changed.wait_for(lambda: self._is_open, PATIENCE_S)
        try:
            return self._encoder.encode_query_tokens(text)
        finally:
            with self._changed:
                self.inside -= 1

    def encode_many_query_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Read many questions."""
        return self._encoder.encode_many_query_tokens(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Read many questions."""
        return self._encoder.encode_queries(texts)

    def encode_document_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Read sentences."""
        return self._encoder.encode_document_tokens(texts)

    def wait_until(self, inside: int) -> None:
        """Wait until so many questions are at the gate."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.inside >= inside, PATIENCE_S)

    def open(self) -> None:
        """Let everything through."""
        with self._changed:
            self._is_open = True
            self._changed.notify_all()


@pytest.fixture(scope="module")
def encoder(starter_home: Home) -> Encoder:
    """The packaged model, loaded once."""
    generation = open_current(starter_home.index)
    generation.close()
    return generation.encoder()


@pytest.fixture
def start(encoder: Encoder) -> Callable[..., Engine]:
    """Open an engine whose model is there already; the test closes it."""

    def opened(home: Home, reader: Encoder = encoder, at_once: int | None = None) -> Engine:
        models = Models(reader, None)
        return Engine(Settings(home), open_current(home.index), models, EntityGazetteer.load(), at_once=at_once)

    return opened


class TestManyThreads:
    """Any number of threads ask at once."""

    def test_all_are_answered_while_newer_indexes_are_published(
        self, make_home: MakeHome, start: Callable[..., Engine]
    ) -> None:
        home = make_home(edition(0))
        published = {home.index / current_name(home.index): 0}
        done = threading.Event()

        def ask(_number: int) -> list[Turn]:
            conversation, turns = Conversation(engine), list[Turn]()
            while not done.wait(BREATH_S) or len(turns) < 3:
                engine.refresh()
                turns.append(conversation.ask(REGISTER, alone=True))
            return turns

        with start(home) as engine, ThreadPoolExecutor(THREADS) as pool:
            asked = [pool.submit(ask, number) for number in range(THREADS)]
            try:
                for number in range(1, 5):
                    published[publish(home, edition(number))] = number
            finally:
                done.set()
            answered = [each.result() for each in asked]
            engine.refresh()
            assert editions_in(Conversation(engine).ask(REGISTER)) == {4}
        by_name = {folder.name: number for folder, number in published.items()}
        for turns in answered:
            seen = [by_name[turn.generation] for turn in turns]
            assert seen == sorted(seen), "an older generation came back"
            assert [editions_in(turn) for turn in turns] == [{number} for number in seen], "a torn index"
        assert len({turn.generation for turns in answered for turn in turns}) > 2, "they saw the index change"
        for folder in published:
            assert open_files(folder) == []

    def test_answers_are_those_of_one_thread(self, make_home: MakeHome, start: Callable[..., Engine]) -> None:
        home = make_home({f"{name.split()[0]}.md": article(name, text) for name, text in TOPICS.items()})
        questions = [f"What did {name} buy?" for name in TOPICS] * 2
        with start(home, at_once=THREADS) as engine:
            alone = [Conversation(engine).ask(text).answer for text in questions]
            assert [each.ranked[0] for each in alone[:4]] == ["Zorblax", "Numbat", "Quibbly", "Wombat"]
            for _ in range(3):
                assert together(lambda number: Conversation(engine).ask(questions[number]).answer) == alone

    def test_a_pruned_index_answers_all_of_them(self, make_home: MakeHome, start: Callable[..., Engine]) -> None:
        home = make_home(edition(1))
        with start(home, at_once=THREADS) as engine:
            shutil.rmtree(home.index)
            for turn in together(lambda _: Conversation(engine).ask(REGISTER)):
                assert editions_in(turn) == {1}

    def test_no_second_model_and_no_second_index(self, make_home: MakeHome) -> None:
        home = make_home(edition(1))
        with Engine.open(Settings(home)) as engine:
            Conversation(engine).ask(REGISTER)

            def mapped() -> list[str]:
                maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
                # The model by its name alone: homes that the tests make share the files of one, and its encoder.
                return [line.rsplit("/", 1)[1] for line in maps if str(home.index) in line or "model.onnx" in line]

            before = mapped()
            assert {"model.onnx.data", "vectors.faiss"} <= set(before)
            together(lambda _: Conversation(engine).ask(REGISTER))
            assert sorted(mapped()) == sorted(before)

    @pytest.mark.parametrize("at_once", [1, 3, None])
    def test_no_more_at_once_than_there_are_places(
        self, at_once: int | None, starter_home: Home, encoder: Encoder, start: Callable[..., Engine]
    ) -> None:
        places = at_once or len(os.sched_getaffinity(0))
        gate = Gated(encoder)
        with start(starter_home, gate, at_once) as engine, ThreadPoolExecutor(places + 3) as pool:
            asked = [pool.submit(Conversation(engine).ask, "Who left GDS in 2015?") for _ in range(places + 3)]
            gate.wait_until(places)
            time.sleep(NOTICEABLE_S)
            assert gate.inside == places
            gate.open()
            assert len({each.result().answer.ranked for each in asked}) == 1
        assert gate.most_inside == places


class TestConversations:
    """People share an engine, and nothing else."""

    def test_follow_ups_never_cross(self, make_home: MakeHome, start: Callable[..., Engine]) -> None:
        home = make_home({f"{name.split()[0]}.md": article(name, text) for name, text in TOPICS.items()})
        names = [*TOPICS, *TOPICS]
        with start(home, at_once=THREADS) as engine:
            people = [Conversation(engine) for _ in names]
            for _ in range(3):
                together(lambda number: people[number].ask(f"What did {names[number]} buy?"))
                together(lambda number: people[number].ask("what did it cost?"))
                for name, person in zip(names, people, strict=True):
                    follow_up = person.turns[-1]
                    inherited = " ".join(follow_up.question.inherited_terms)
                    assert [each for each in TOPICS if each.split()[0] in inherited] == [name]
                    assert follow_up.answer.ranked[0] == name.split()[0]
        assert {len(person.turns) for person in people} == {6}

    def test_forgetting_is_ones_own(self, starter_home: Home, start: Callable[..., Engine]) -> None:
        with start(starter_home) as engine:
            one, other = Conversation(engine), Conversation(engine)
            for person in (one, other):
                person.ask("How much did GDS get in the 2015 Spending Review?")
            one.forget()
            assert one.turns == []
            assert one.ask("what about HMRC?").question.inherited_terms == ()
            assert other.ask("what about HMRC?").question.inherited_terms == ("2015 Spending Review",)

    def test_one_person_on_two_threads_has_one_conversation(
        self, starter_home: Home, start: Callable[..., Engine]
    ) -> None:
        asked = ("How much did GDS get in the 2015 Spending Review?", "what about HMRC?", "why?", "and in 2016?")
        with start(starter_home, at_once=THREADS) as engine:
            person, again = Conversation(engine), Conversation(engine)
            together(lambda number: person.ask(asked[number]), len(asked))
            assert {turn.question.text for turn in person.turns} == set(asked)
            in_order = [again.ask(turn.question.text).question for turn in person.turns]
            assert in_order == [turn.question for turn in person.turns]

    def test_a_second_one_costs_nothing(self, starter_home: Home, start: Callable[..., Engine]) -> None:
        with start(starter_home) as engine:
            Conversation(engine).ask("Who left GDS in 2015?")
            tracemalloc.start()
            try:
                people = [Conversation(engine) for _ in range(100)]
                made, _ = tracemalloc.get_traced_memory()
                people[0].ask("Who left GDS in 2015?")
                talked, _ = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
        assert made / len(people) < 1_000
        assert talked - made < 100_000, "a turn, with the articles it quotes"


class TestNewerIndexes:
    """An engine goes over to a newer index when it is asked to, and closes the older one behind the last question."""

    def test_the_older_one_is_closed_when_its_last_reader_leaves(
        self, make_home: MakeHome, start: Callable[..., Engine]
    ) -> None:
        home = make_home(edition(1))
        older = home.index / current_name(home.index)
        with start(home) as engine:
            with engine.lease() as first:
                with engine.lease() as second:
                    newer = publish(home, edition(2))
                    assert engine.refresh()
                    assert engine.index_folder == newer
                    assert second.generation is first.generation
                assert "segments/0/passages.db" in open_files(older)
                assert "segments/0/vectors.faiss" in mapped_files(older)
                assert first.generation.require_article("york").text.endswith("edition 1.")
                assert engine.article("york").text.endswith("edition 2.")
            assert open_files(older) == []
            del first, second
            assert mapped_files(older) == set()
            assert "segments/0/passages.db" in open_files(newer)
        assert open_files(newer) == []

    def test_a_question_is_answered_from_the_index_it_was_put_to(
        self, make_home: MakeHome, encoder: Encoder, start: Callable[..., Engine]
    ) -> None:
        home = make_home(edition(1))
        older = home.index / current_name(home.index)
        gate = Gated(encoder)
        with start(home, gate) as engine, ThreadPoolExecutor(1) as pool:
            asked = pool.submit(Conversation(engine).ask, REGISTER)
            gate.wait_until(1)
            publish(home, edition(2))
            assert engine.refresh()
            assert "segments/0/passages.db" in open_files(older)
            gate.open()
            assert editions_in(asked.result()) == {1}
            assert open_files(older) == []
            assert editions_in(Conversation(engine).ask(REGISTER)) == {2}

    def test_of_several_at_once_one_goes_over(self, make_home: MakeHome, start: Callable[..., Engine]) -> None:
        home = make_home(edition(1))
        with start(home) as engine:
            newer = publish(home, edition(2))
            (news,) = [each for each in together(lambda _: engine.refresh()) if each]
            assert news.generation == newer.name
            assert open_files(newer).count("segments/0/passages.db") == 1
            assert engine.index_folder == newer

    def test_one_that_cannot_be_read_leaves_the_older_answering(
        self, make_home: MakeHome, start: Callable[..., Engine]
    ) -> None:
        home = make_home(edition(1))
        with start(home) as engine:
            newer = publish(home, edition(2))
            whole = (newer / "segments/0/vectors.faiss").read_bytes()
            (newer / "segments/0/vectors.faiss").unlink()
            for _ in range(2):
                with pytest.raises(IndexUnusable):
                    engine.refresh()
                assert editions_in(Conversation(engine).ask(REGISTER)) == {1}
            (newer / "segments/0/vectors.faiss").write_bytes(whole)
            assert engine.refresh()
            assert editions_in(Conversation(engine).ask(REGISTER)) == {2}

    def test_models_of_a_folder_that_was_pruned_meanwhile_are_those_of_the_newest(self, make_home: MakeHome) -> None:
        home = make_home(edition(1))
        with Engine.open_lexical(Settings(home)) as engine:
            outdated = engine.index_folder
            newest = [publish(home, edition(number)) for number in (2, 3, 4)][-1]
            assert not outdated.exists()
            engine.equip(engine.load_models())
            assert engine.index_folder == newest
            assert engine.is_ready
            assert editions_in(Conversation(engine).ask(REGISTER)) == {4}

    def test_a_damaged_model_is_told_of_while_it_answers(self, make_home: MakeHome) -> None:
        home = make_home(edition(1))
        with Engine.open_lexical(Settings(home)) as engine:
            (engine.index_folder / "encoder" / "reading.onnx").unlink()
            with pytest.raises(IndexUnusable, match=r"reading\.onnx"):
                engine.load_models()
            assert editions_in(Conversation(engine).ask(REGISTER)) == {1}

    def test_the_models_of_another_index_are_not_taken_for_its_own(self, starter_home: Home, encoder: Encoder) -> None:
        with Engine.open_lexical(Settings(starter_home)) as engine:
            assert not engine.is_ready
            foreign = Gated(encoder)
            engine.equip(Models(foreign, None, loaded_for=("of another index", None, None)))
            with engine.lease() as current:
                assert current.models
                assert current.models.encoder is not foreign
                assert current.models.calibration
            engine.equip(Models(encoder, None))
            with engine.lease() as current:
                assert current.models == Models(encoder, None)


class TestClosing:
    """An engine that is closed finishes what it was asked."""

    def test_it_waits_for_the_last_question(
        self, make_home: MakeHome, encoder: Encoder, start: Callable[..., Engine]
    ) -> None:
        home = make_home(edition(1))
        folder = home.index / current_name(home.index)
        gate = Gated(encoder)
        engine = start(home, gate, 1)
        with ThreadPoolExecutor(3) as pool:
            asked: list[Future[Turn]] = []
            for _ in range(2):  # the second waits for its place meanwhile
                asked.append(pool.submit(Conversation(engine).ask, REGISTER))
                gate.wait_until(1)
            time.sleep(NOTICEABLE_S)
            closed = pool.submit(engine.close)
            time.sleep(NOTICEABLE_S)
            assert not closed.done()
            assert "segments/0/passages.db" in open_files(folder)
            with pytest.raises(InternalError, match="closed"):
                Conversation(engine).ask(REGISTER)
            gate.open()
            assert [editions_in(each.result()) for each in asked] == [{1}, {1}]
            closed.result()
        assert open_files(folder) == []
        engine.close()  # once more does nothing

    def test_a_lease_ends_with_an_error_too(self, make_home: MakeHome, start: Callable[..., Engine]) -> None:
        home = make_home(edition(1))
        engine = start(home)
        with pytest.raises(NotFound):
            engine.article("no/such")
        with pytest.raises(ZeroDivisionError), engine.lease():
            raise ZeroDivisionError
        engine.close()
        with pytest.raises(InternalError, match="closed"):
            engine.article("york")
