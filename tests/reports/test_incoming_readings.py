"""What the reader makes of what came in, before a question is put: no news is lost by it, and little is remembered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from qabot.core.progress import ignore_progress
from qabot.core.questions import Filters
from qabot.core.settings import Home, ModelSettings, PairModels, Settings
from qabot.engine.engine import Engine
from qabot.engine.question_answerer import QuestionAnswerer
from qabot.index.build.indexer import update
from qabot.models.reader import PassageReading, PassageText, ReadingPair
from qabot.question.analysis import analyse
from qabot.reports.watch.bearing_quotes import may_bear
from qabot.reports.watch.incoming_passages import BearingPassage, IncomingPassages, PassageTerms, passage_terms
from qabot.reports.watch.incoming_readings import AskedPassages, IncomingReadings
from qabot.reports.watch.question_saving import look_up, save_question
from qabot.reports.watch.saved_questions import FrozenMeaning
from qabot.reports.watch.watch_store import Outcome, WatchStore
from qabot.reports.watch.watching import run_questions
from tests.conftest import article, write_corpus
from tests.homes import indexed_home

HELD = {
    "a.md": article("Zorblax council", "The payroll system of Zorblax council cost £3m.", published="2015"),
    "b.md": article("Wombats", "Wombat council sold its data centre to a neighbour in 2016.", published="2016"),
    "c.md": article("Zorblax payroll", "Auditors of Zorblax council looked at its payroll system.", published="2016"),
    "d.md": article("Zorblax payroll again", "The payroll system of Zorblax council failed twice.", published="2016"),
}
NEW = {
    "e.md": article(
        "Zorblax payroll dearer", "The Zorblax council payroll system has cost £5m so far.", published="2017"
    ),
    "f.md": article("Wombats again", "Wombat council sold its tram depot to Quokka council.", published="2017"),
    "g.md": article(
        "Zorblax trams", "The trams of Zorblax council run on time, its payroll staff said.", published="2017"
    ),
}
ASKED = (
    "what did the Zorblax payroll system cost",
    "who bought the Wombat tram depot",
    "when did Zorblax council close its payroll system",
    "how many trams does Zorblax council payroll have",
)


class Counting:
    """A reader to which every passage answers as well as it is told, and which keeps count."""

    def __init__(self, answers: float) -> None:
        """Have read nothing."""
        self.answers = answers
        self.pairs: list[tuple[str, str]] = []

    def read(self, pairs: Sequence[ReadingPair]) -> list[PassageReading]:
        self.pairs += [(question, each.text) for question, each in pairs]
        logits = np.zeros(2, np.float32)
        return [PassageReading(self.answers, (None, (0, 1)), logits, logits) for _ in pairs]

    def has_whole(self, word: str) -> bool:
        return bool(word)


@pytest.fixture(scope="module")
def home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A small home with a reader."""
    return indexed_home(starter_home, tmp_path_factory.mktemp("read"), HELD, PairModels())


@pytest.fixture(scope="module")
def current(home: Home) -> Iterator[QuestionAnswerer]:
    """What is asked, before anything comes in."""
    with Engine.open(Settings.at(home.path)) as engine, engine.lease() as leased:
        yield leased


@pytest.mark.parametrize(
    ("words", "nearness", "bar", "may"),
    [
        ("neighbour zzyzx", 0.26, 0.0, True),  # half of the words
        ("neighbour zzyzx", 0.24, 0.0, False),
        ("neighbour", -0.09, 0.0, True),
        ("neighbour", -0.11, 0.0, False),
        ("zzyzx", 0.99, 0.0, False),
        ("neighbour zzyzx", 0.46, 1.0, True),
        ("neighbour zzyzx", 0.44, 1.0, False),
        ("neighbour", 0.1, 2.0, True),  # all of them
    ],
)
def test_words_and_nearness_together_tell_what_a_question_is_put_to(
    current: QuestionAnswerer, words: str, nearness: float, bar: float, may: bool
) -> None:
    generation = current.generation
    (stored,) = [each for each in generation.articles.stored() if each.id == "b"]
    toward = generation.vectors(np.array([stored.first_passage], np.int64))[0]
    other = np.zeros_like(toward)
    other[:2] = toward[1], -toward[0]  # at a right angle to it
    other /= np.linalg.norm(other)
    vector = nearness * toward + (1 - nearness**2) ** 0.5 * other
    meaning = FrozenMeaning(
        question=current.understand(words),
        terms=tuple(generation.terms(words)),
        bar=bar,
        vector=vector.astype("<f2").tobytes(),
        encoder="",
    )
    found = IncomingPassages(generation, [stored], [2]).bearing_on([meaning], [1])
    assert [each.passage for each in found.get(0, ())] == [stored.first_passage] * may
    assert IncomingPassages(generation, [stored], [2]).bearing_on([meaning], [2]) == {}


def bearing(*passages: int, nearness: float = 0.5, share: float = 0.6) -> list[BearingPassage]:
    return [BearingPassage(each, nearness, share) for each in passages]


def test_each_passage_is_read_once_and_forgotten_with_the_next_questions(current: QuestionAnswerer) -> None:
    reader = Counting(9.0)
    readings = IncomingReadings(current, reader)
    texts = [each.text for each in current.generation.passages([0, 1])]
    assert (
        readings.read_together(
            [AskedPassages(analyse("who"), bearing(0, 1)), AskedPassages(analyse("what"), bearing(1))]
        )
        == [True] * 2
    )
    assert sorted(reader.pairs) == sorted([("who", texts[0]), ("who", texts[1]), ("what", texts[1])])
    titles = current.generation.articles.titles_of([0, 1])
    first = PassageText(titles[0], texts[0])
    assert readings.read([("who", first)])[0].answers == 9.0
    assert len(reader.pairs) == 3
    assert readings.read_together([]) == []
    readings.read([("who", first)])
    assert len(reader.pairs) == 4


@pytest.mark.parametrize(("answers", "may"), [(-3.6, True), (-3.9, False)])
def test_a_question_that_no_passage_can_answer_is_put_no_further(
    current: QuestionAnswerer, answers: float, may: bool
) -> None:
    assert IncomingReadings(current, Counting(answers)).read_together([AskedPassages(analyse("who"), bearing(0))]) == [
        may
    ]


@pytest.mark.parametrize(
    ("nearness", "share", "answered", "may"),
    [
        (0.0, 0.5, False, True),
        (0.0, 0.49, False, False),
        (0.6, 0.1, False, True),
        (0.59, 0.1, False, False),
        (0.0, 0.1, True, True),
    ],
)
def test_a_passage_bears_by_its_words_its_nearness_or_what_the_reader_finds(
    nearness: float, share: float, answered: bool, may: bool
) -> None:
    assert may_bear(BearingPassage(0, nearness, share), answered) == may


def saved_before(starter_home: Home, folder: Path, stores: Sequence[Path]) -> Home:
    """Return a home in which questions were saved, into each of these files, before articles came in."""
    home = indexed_home(starter_home, folder, HELD, PairModels())
    for path in stores:
        with (
            WatchStore.open(path) as store,
            Engine.open(Settings.at(home.path)) as engine,
            engine.lease() as leased,
        ):
            for text in ASKED:
                save_question(leased, home.path, store, look_up(leased, home.path, text, Filters()))
    write_corpus(home, NEW)
    update(home, ModelSettings(), ignore_progress, PairModels())
    return home


def run_all(home: Home, store: WatchStore) -> None:
    questions = store.questions(str(home.path))
    with Engine.open(Settings.at(home.path)) as engine, engine.lease() as leased:
        run_questions(leased, home.path, store, questions)


def told(home: Home, store: WatchStore) -> list[tuple[int, str]]:
    """Run all questions, and return what is new, of which nobody was told."""
    run_all(home, store)
    questions = store.questions(str(home.path))
    assert {each.seen for each in questions} == {2}
    return [(each.question, each.news.key) for each in store.to_tell(str(home.path), questions)]


def put_all(_: IncomingReadings, asked: Sequence[AskedPassages]) -> list[bool]:
    return [True] * len(asked)


def test_what_is_told_is_what_is_told_where_every_question_is_put(
    starter_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores = [tmp_path / "one.db", tmp_path / "other.db"]
    home = saved_before(starter_home, tmp_path, stores)
    passed_over: list[bool] = []
    read_together = IncomingReadings.read_together

    def watched(self: IncomingReadings, asked: Sequence[AskedPassages]) -> list[bool]:
        may = read_together(self, asked)
        passed_over.extend(not each for each in may)
        return may

    monkeypatch.setattr(IncomingReadings, "read_together", watched)
    with WatchStore.open(stores[0]) as store:
        with_it = told(home, store)
    assert sum(passed_over) > 0
    monkeypatch.setattr(IncomingReadings, "read_together", put_all)
    with WatchStore.open(stores[1]) as store:
        assert told(home, store) == with_it
    assert len({question for question, _ in with_it}) > 1


class KilledError(Exception):
    """Stands for the end of the process."""


@pytest.mark.parametrize("written", [0, 1, 2])
def test_a_run_that_ends_between_two_batches_loses_nothing_and_repeats_nothing(
    starter_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    stores = [tmp_path / "one.db", tmp_path / "other.db"]
    home = saved_before(starter_home, tmp_path, stores)
    monkeypatch.setattr("qabot.reports.watch.watching._AT_ONCE", 1)
    with WatchStore.open(stores[0]) as store:
        undisturbed = told(home, store)
    note, left = WatchStore.note, iter(range(written))

    def note_or_end(self: WatchStore, outcomes: Sequence[Outcome], seen: int, now: datetime) -> None:
        if next(left, None) is None:
            raise KilledError
        note(self, outcomes, seen, now)

    with WatchStore.open(stores[1]) as store:
        with monkeypatch.context() as killing:
            killing.setattr(WatchStore, "note", note_or_end)
            with pytest.raises(KilledError):
                run_all(home, store)
        assert sorted(told(home, store)) == sorted(undisturbed)
        assert sorted(told(home, store)) == sorted(undisturbed)
    assert len({question for question, _ in undisturbed}) > 1


def test_terms_of_passages_are_read_once_and_within_bounds(current: QuestionAnswerer) -> None:
    read: list[int] = []

    class Generation:
        """One that keeps count of the passages that are read."""

        articles = current.generation.articles
        terms = staticmethod(current.generation.terms)

        def passages(self, ids: Sequence[int]) -> object:
            read.extend(ids)
            return current.generation.passages(ids)

    terms = PassageTerms(Generation(), most=2)  # type: ignore[arg-type]
    ids = np.array([0, 1, 2], np.int64)
    assert terms.of(ids) == passage_terms(current.generation, ids)
    assert terms.of(ids[1:]) == passage_terms(current.generation, ids[1:])
    assert read == [0, 1, 2]
    assert terms.of(ids[:1]) == passage_terms(current.generation, ids[:1])
    assert read == [0, 1, 2, 0]
