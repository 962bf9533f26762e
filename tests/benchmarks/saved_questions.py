"""Ten thousand saved questions, put to an index that a hundred articles have come into."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

from qabot.core.progress import ignore_progress
from qabot.core.questions import Filters
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.engine.engine import Engine
from qabot.index.build.indexer import update
from qabot.reports.watch.saved_questions import SavedQuestion, utc_now
from qabot.reports.watch.watch_store import WatchStore
from qabot.reports.watch.watching import run_questions
from tests.benchmarks.homes import Homes, write_records
from tests.benchmarks.synthetic import records

_ARTICLES, _NEW, _QUESTIONS = 2_000, 100, 10_000
_WORDS = range(4, 9)
"""How many words of a sentence make a question."""


def watch(homes: Homes) -> None:
    """Save questions in the words of such articles, let others come in, and time the run that says what is new."""
    made, home = homes.synthetic(_ARTICLES), Home(homes.folder / "watched")
    shutil.rmtree(home.path, ignore_errors=True)
    shutil.copytree(made.path, home.path)
    path = home.path / "watch.db"
    with WatchStore.open(path) as store:
        began = time.perf_counter()
        _save(homes, home, store)
        print(f"  {_QUESTIONS:,} questions understood and saved: {time.perf_counter() - began:.1f} s")
        language = homes.language()
        write_records(home.corpus / "new.jsonl", records(language, _NEW, seed=3))
        update(home, ModelSettings(), ignore_progress)
        settings = Settings.at(home.path)
        with Engine.open(settings) as engine:
            for name in ("after so many articles came in", "once more"):
                began, cpu = time.perf_counter(), time.process_time()
                found = [*run_questions(engine, store, store.questions(str(settings.home.path)))]
                told = sum(bool(each.news) for each in found)
                took, spent = time.perf_counter() - began, time.process_time() - cpu
                print(f"  {name}: {took:.1f} s, {spent:.1f} s of processor; {told:,} answers have something new")


def _save(homes: Homes, home: Home, store: WatchStore) -> None:
    rng = random.Random(5)  # noqa: S311 - the same every time
    # Of articles of their own, with names that are in no other: most new articles have nothing to say to a question.
    others = (each["text"].split() for each in records(homes.language(), _ARTICLES, seed=9))
    sentences = [words for words in others if len(words) > max(_WORDS)]
    settings = Settings.at(Path(home.path))
    questions: list[SavedQuestion] = []
    with Engine.open(settings) as engine, engine.lease() as current:
        assert current.models
        held = {each.id: each.content_hash for each in current.generation.articles.stored()}
        for number in range(_QUESTIONS):
            words = rng.choice(sentences)
            start = rng.randrange(len(words) - max(_WORDS))
            meaning = current.understand(" ".join(words[start : start + rng.choice(_WORDS)]), Filters())
            vector = current.models.encoder.encode_query_tokens(meaning.whole).vector
            questions.append(
                SavedQuestion(
                    home=str(settings.home.path),
                    name=str(number),
                    text=meaning.text,
                    filters=Filters(),
                    meaning=meaning,
                    saved=utc_now(),
                    floor=0.5,
                    vector=vector.astype("<f4").tobytes(),
                    encoder=current.generation.manifest.fingerprint,
                )
            )
    for each in questions:
        store.save(each, [])
    store.set_looked_at(str(settings.home.path), held)
