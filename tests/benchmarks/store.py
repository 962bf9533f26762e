"""A generation in Milvus beside the same one in the home's index: answers, time, and what killing leaves.

Milvus is its small form here, a process of its own on the loopback interface. Every writer and every check is a child
of this process, which opens no connection of its own.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from msgspec.structs import replace

from qabot.core.conversation_context import NO_CONTEXT
from qabot.core.errors import QabotError
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, Settings, StoreSettings
from qabot.engine.engine import Engine
from qabot.index.build.store_update import update_store
from qabot.index.generation_reading import OpenGeneration
from qabot.index.milvus.store_client import StoreClient
from qabot.index.snapshot import Generation
from qabot.index.store_changes import store_faults
from qabot.index.stores import answering_name, open_generation
from tests.benchmarks.homes import Homes
from tests.benchmarks.machine import load
from tests.benchmarks.measure import ROOT, Goal, print_table
from tests.benchmarks.synthetic import questions
from tests.milvus_servers import MilvusServer

_SETS = (("tests/golden.jsonl", "question"), ("tests/questions/early.jsonl", "q"))
_ASKED = 60
_READ_WHOLE_S = 300.0
"""How long the first question may take: with it the small form reads all that it holds."""
_STEPS = ("encode", "search", "answer", "total")
_PASSAGES_OF_AN_ARTICLE = 3.4
_CHANGED = 30
"""Articles that a writer adds before it is killed."""
_LEFT = 20
"""Articles of the corpus besides."""
_FORK = get_context("fork")


def store(homes: Homes, passages: int, tries: int, seed: int) -> None:
    """Compare answers on the starter corpus, time questions over some passages, and kill writers and servers."""
    with tempfile.TemporaryDirectory(prefix="qabot-store-") as scratch:
        _kills(homes, Path(scratch), tries, seed)
        with MilvusServer(Path(scratch) / "agreement") as server:
            _in_child(_agreement, Settings(homes.copy(homes.starter(), "stored"), store=server.store))
        with MilvusServer(Path(scratch) / "time") as server:
            made = homes.synthetic(round(passages / _PASSAGES_OF_AN_ARTICLE))
            asked = questions(homes.language(), [article.title for article in homes.articles()], _ASKED)
            _in_child(_time, Settings(made, store=server.store), asked)


def _in_child(work: Callable[..., None], *given: Any) -> int:
    """Do something in a child, so that connections are opened there alone; return its exit code."""
    child = _FORK.Process(target=work, args=given)
    child.start()
    child.join()
    return int(child.exitcode or 0)


def _agreement(settings: Settings) -> None:
    """Print how far the answers of both stores are the same, and where they are not."""
    update_store(settings, ignore_progress)
    asked = [json.loads(line)[key] for name, key in _SETS for line in (ROOT / name).read_text("utf-8").splitlines()]
    first = three = 0
    differences: list[str] = []
    with Engine.open(replace(settings, store=StoreSettings())) as local, Engine.open(settings) as stored:
        for text in asked:
            ours, theirs = (_quoted(engine, text) for engine in (stored, local))
            first += ours[:1] == theirs[:1]
            three += ours == theirs
            if ours != theirs:
                differences.append(f"  {text}: {[each[0] for each in ours]}, locally {[each[0] for each in theirs]}")
    print(f"  {len(asked)} questions, load {load()}")
    print(Goal("same first article", first / len(asked), 0.97, "", at_most=False))
    print(Goal("same first three quotes", three / len(asked), 0.93, "", at_most=False))
    print("\n".join(differences) or "  no difference")


def _quoted(engine: Engine, text: str) -> list[tuple[str, int, int]]:
    found = engine.answer(text, None, 3, NO_CONTEXT, None, infer=True).answer.evidence
    return [(each.article.id, each.start, each.end) for each in found]


def _time(settings: Settings, asked: Sequence[str]) -> None:
    """Print how long questions take, and which calls to Milvus that time goes to."""
    began = time.perf_counter()
    update_store(settings, ignore_progress)
    sent = time.perf_counter() - began
    taken: dict[str, list[list[float]]] = {}
    calls: dict[str, list[float]] = defaultdict(list)
    with Engine.open(replace(settings, store=StoreSettings())) as local, Engine.open(settings) as stored:
        print(f"  {local.searched.passages:,} passages, sent within {sent:.0f} s; load {load()}")
        with patch("qabot.index.milvus.store_client.READ_S", _READ_WHOLE_S):
            stored.answer(asked[0], None, 3, NO_CONTEXT, None, infer=True)
        engines = {"local": local, "Milvus": stored}
        for number, text in enumerate(asked):
            for name, engine in engines.items():
                with _timed_calls(calls if number >= _ASKED // 6 else defaultdict(list)):
                    timing = engine.answer(text, None, 3, NO_CONTEXT, None, infer=True).timing_ms
                if number >= _ASKED // 6:
                    taken.setdefault(name, []).append([timing[step] for step in _STEPS])
    rows = [[name, *(f"{middle:.1f}" for middle in np.median(times, axis=0))] for name, times in taken.items()]
    print_table(["milliseconds, p50", *_STEPS], rows)
    count = len(taken["Milvus"])
    spent = sorted(calls.items(), key=lambda each: -sum(each[1]))
    table = [[name, f"{len(each) / count:.1f}", f"{1000 * sum(each) / count:.1f}"] for name, each in spent]
    print_table(["asked of Milvus", "calls a question", "milliseconds a question"], table)


@contextmanager
def _timed_calls(calls: dict[str, list[float]]) -> Generator[None]:
    """Note how long each call to Milvus takes, by its name."""
    call = StoreClient.call

    def timed(self: StoreClient, name: str, *given: Any, **options: Any) -> Any:
        began = time.perf_counter()
        try:
            return call(self, name, *given, **options)
        finally:
            calls[f"{name} {str(given[0]).rpartition('_')[2]}"].append(time.perf_counter() - began)

    with patch.object(StoreClient, "call", timed):
        yield


def _kills(homes: Homes, scratch: Path, tries: int, seed: int) -> None:
    """Kill writers, then servers, at random moments of a publication, and print what came of it."""
    rows = [_killed(homes, scratch, each, tries, random.Random(seed)) for each in ("writer", "server")]  # noqa: S311
    print_table(["killed", "tries", "killed in time", "was done before", *_OUTCOMES], rows)
    print(f"  load {load()}")


def _killed(homes: Homes, scratch: Path, killed: str, tries: int, chance: random.Random) -> list[str]:
    """Kill one or the other so often, and return how often what came of it."""
    outcomes = Counter[str]()
    with MilvusServer(scratch / killed) as server:
        settings = Settings(_few(homes.copy(homes.starter(), f"killed-{killed}")), store=server.store)
        _in_child(_write, settings)
        _change(settings.home, tries)
        began = time.perf_counter()
        _in_child(_write, settings)
        longest = time.perf_counter() - began
        for number in range(tries):
            _change(settings.home, number)
            writer = _FORK.Process(target=_write, args=(settings,))
            writer.start()
            time.sleep(chance.uniform(0, longest))
            if killed == "writer":
                writer.kill()
            else:
                server.kill()
            writer.join()
            if killed == "server":
                server.restart()
            outcomes["killed in time" if writer.exitcode else "was done before"] += 1
            outcomes[_OUTCOMES[_in_child(_look, settings)]] += 1
    told = ("killed in time", "was done before", *_OUTCOMES)
    return [killed, f"{tries}", *(f"{outcomes[each]}" for each in told)]


def _few(home: Home) -> Home:
    """Leave some articles of a home's corpus, so that a try takes seconds."""
    for path in sorted(home.corpus.rglob("*.md"))[_LEFT:]:
        path.unlink()
    return home


_OUTCOMES = ("sound", "mixture or half published", "lost or twice after the next build", "cannot be asked")


def _write(settings: Settings) -> None:
    try:
        update_store(settings, ignore_progress)
    except QabotError:
        os._exit(7)
    os._exit(0)


def _look(settings: Settings) -> None:
    """Look at what answers, build once more, and end with the place of what was found in `_OUTCOMES`."""
    try:
        name = answering_name(settings)
        if [*store_faults(settings, name)]:
            os._exit(1)
        update_store(settings, ignore_progress)
        name = answering_name(settings)
        with closing(open_generation(settings)) as stored, closing(Generation(settings.home.index / name)) as own:
            is_same = _held(stored) == _held(own) and not [*store_faults(settings, name)]
        os._exit(0 if is_same else 2)
    except QabotError:
        os._exit(3)


def _held(generation: OpenGeneration) -> list[tuple[str, str, int]]:
    return sorted((each.id, each.content_hash, each.passages) for each in generation.articles.stored())


def _change(home: Home, number: int) -> None:
    """Add some articles, and change and remove some of those added before."""
    folder = home.corpus / "killed"
    folder.mkdir(exist_ok=True)
    for place in range(_CHANGED):
        text = f"Try {number} of the {place}th tram, which costs £{number + place} million a year."
        (folder / f"{place % 40}-{number % 3}.md").write_text(f"---\ntitle: Tram {place}\n---\n\n{text}\n", "utf-8")
    for old in sorted(folder.iterdir())[:: max(2, 7 - number % 5)]:
        old.unlink()
