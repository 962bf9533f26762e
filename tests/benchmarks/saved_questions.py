"""Ten thousand saved questions, and a hundred articles that come in."""

from __future__ import annotations

import json
import random
import shutil
import time
from collections.abc import Sequence
from itertools import islice

from msgspec.structs import replace

from qabot.core.dates import utc_second
from qabot.core.questions import Filters
from qabot.core.settings import Home, Settings
from qabot.engine.engine import Engine
from qabot.engine.question_answerer import QuestionAnswerer
from qabot.reports.watch.bearing_quotes import quotes_that_bear
from qabot.reports.watch.incoming_passages import IncomingPassages
from qabot.reports.watch.named_subjects import NamedSubjects
from qabot.reports.watch.question_saving import frozen_meanings
from qabot.reports.watch.saved_questions import SavedQuestion
from qabot.reports.watch.watch_store import WatchStore
from qabot.reports.watch.watching import run_questions
from qabot.retrieval.binding import bind
from tests.benchmarks.homes import Homes, write_records
from tests.benchmarks.measure import ROOT, print_table
from tests.benchmarks.synthetic import questions, records

_LABELLED = ("early.jsonl", "late.jsonl")
_ARTICLES, _NEW, _QUESTIONS = 2_000, 100, 10_000
_SAMPLE = 200
"""Questions that were not put to what came in, and are put to it all the same, to see whether something was missed."""


def watch(homes: Homes) -> None:
    """Save questions, let articles come in, time the run that says what is new, and count what it missed."""
    made, home = homes.synthetic(_ARTICLES), Home(homes.folder / "watched")
    shutil.rmtree(home.path, ignore_errors=True)
    shutil.copytree(made.path, home.path)
    settings = Settings.at(home.path)
    rows: list[list[str]] = []
    with WatchStore.open(home.path / "watch.db") as store:
        with Engine.open(settings) as engine, engine.lease() as current:
            texts = _questions(homes)
            began, cpu = time.perf_counter(), time.process_time()
            _save(texts, current, store, settings.home)
            rows.append(_row("understood and saved", _QUESTIONS, "", began, cpu))
        write_records(home.corpus / "new.jsonl", records(homes.language(), _NEW, seed=3))
        homes.bring_up_to_date(home)
        with Engine.open(settings) as engine, engine.lease() as current:
            saved = store.questions(str(settings.home.path))
            before = [replace(each) for each in saved]
            for name in (f"run after {_NEW} articles came in", "run once more"):
                began, cpu = time.perf_counter(), time.process_time()
                report = run_questions(current, settings.home.path, store, saved)
                told = len({each.question for each in store.to_tell(str(settings.home.path), saved)})
                rows.append(_row(name, report.put, f"{told:,}", began, cpu))
                store.note_told(store.to_tell(str(settings.home.path), saved))
                saved = store.questions(str(settings.home.path))
            print_table(["", "questions put", "with news", "seconds", "of processor"], rows)
            _print_missed(current, store, before, settings.home)
    _print_reached(homes)


def _row(name: str, put: int, told: str, began: float, cpu: float) -> list[str]:
    took, spent = time.perf_counter() - began, time.process_time() - cpu
    return [name, f"{put:,}", told, f"{took:.1f}", f"{spent:.1f}"]


def _questions(homes: Homes) -> list[str]:
    """Make up questions about articles that are held, and about names that are in none."""
    titles = [each["title"] for each in islice(records(homes.language(), _ARTICLES), _ARTICLES)]
    return questions(homes.language(), titles, _QUESTIONS)


def _save(texts: Sequence[str], current: QuestionAnswerer, store: WatchStore, home: Home) -> None:
    """Save these questions, as they are understood."""
    meanings = frozen_meanings(current, [current.understand(each, Filters()) for each in texts])
    held = {each.id: each.content_hash for each in current.generation.articles.stored()}
    seen = store.arrive(str(home.path), held)
    store.save(
        [
            (
                SavedQuestion(
                    home=str(home.path), name=str(number), text=text, filters=Filters(), saved=utc_second(), seen=seen
                ),
                meaning,
                (),
            )
            for number, (text, meaning) in enumerate(zip(texts, meanings, strict=True))
        ]
    )


def _print_missed(current: QuestionAnswerer, store: WatchStore, saved: Sequence[SavedQuestion], home: Home) -> None:
    """Ask the whole index some of the questions that nothing was told of, and count whose first three quotes are new.

    Those would have been told by a run that asks every question as `qabot ask` does.
    """
    told = {each.question for each in store.found(str(home.path))}
    silent = [each for each in saved if each.id not in told]
    sample = random.Random(5).sample(silent, min(_SAMPLE, len(silent)))  # noqa: S311 - the same every time
    missed = 0
    for each in sample:
        meaning = store.meanings([each])[each.id].question
        quotes = current.answer_understood(meaning, 3).answer.evidence
        bound = bind(current.generation, meaning, current.parameters.lexical)
        bearing = quotes_that_bear(current, bound, quotes, NamedSubjects(current.generation.article))
        missed += any(one.evidence.article.id.startswith("made-3-") for one in bearing)
    print(
        f"  of {len(sample)} questions that nothing was told of, asked of the whole index: {missed} quote what is new"
    )


def _print_reached(homes: Homes) -> None:
    """Print how many real questions would be put to an article that answers them, had it come in last.

    Made-up vectors cannot tell that: here the starter corpus has those that its encoder gives. An article's own
    passages take part in the bar, and change nothing: it is the third best that sets it, and these are above or below.
    """
    print("  labelled questions over the starter corpus that would be put to an article that answers them:")
    with Engine.open(Settings.at(homes.starter().path)) as engine, engine.lease() as current:
        stored = {each.id: each for each in current.generation.articles.stored()}
        for name in _LABELLED:
            lines = (ROOT / "tests/questions" / name).read_text(encoding="utf-8").splitlines()
            labelled = [each for each in map(json.loads, lines) if each["articles"]]
            meanings = frozen_meanings(current, [current.understand(each["q"], Filters()) for each in labelled])
            reached = 0
            for each, meaning in zip(labelled, meanings, strict=True):
                wanted = [stored[article] for article in each["articles"]]
                reached += bool(
                    IncomingPassages(current.generation, wanted, [1] * len(wanted)).bearing_on([meaning], [0])
                )
            print(f"    {name}: {reached} of {len(labelled)}")
