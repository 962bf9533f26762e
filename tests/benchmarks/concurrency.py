"""Several people and one index: whose follow-ups they get, what fails while it changes, and what each of them costs."""

from __future__ import annotations

import threading
import time
import tracemalloc
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from qabot.core.errors import QabotError
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from qabot.index.build.indexer import update
from tests.benchmarks.homes import Homes
from tests.benchmarks.measure import Goal, alternate, print_table, print_times

_DIALOGUES = (
    ("How much did GDS get in the 2015 Spending Review?", "what about HMRC?"),
    ("Who opened the National Cyber Security Centre?", "when did it open?"),
)
"""What two people ask, question and follow-up."""
_ROUNDS = 6
_QUESTIONS = (
    "How much did GDS get in the 2015 Spending Review?",
    "Who opened the National Cyber Security Centre?",
    "Who left GDS in 2015?",
    "What is Socitm's stance on the Spending Review?",
)
_THREADS = (1, 2, 4, 8)
_ASKED = 16
"""Questions a side and round, divided among its threads."""
_REFRESHED = 4
"""Newer indexes that are published while people ask."""
_PEOPLE = 4
_CONVERSATIONS = 100


def concurrency(homes: Homes) -> None:
    """Have several people ask one engine."""
    starter = homes.starter()
    with Engine.open(Settings(starter)) as engine:
        _print_crossed(engine)
        _print_memory(engine, Settings(starter))
    _print_failures(homes.copy(starter, "concurrency"))
    with Engine.open(Settings(starter)) as engine:
        _print_speed(engine)


def _print_crossed(engine: Engine) -> None:
    """Have two people take turns, with one conversation for both and with one each."""
    own: list[str] = []
    for question, follow_up in _DIALOGUES:
        conversation = Conversation(engine)
        conversation.ask(question)
        own.append(conversation.ask(follow_up).question.whole)
    shared = Conversation(engine)
    sides = {
        "one conversation for both": (shared, shared),
        "a conversation each": (Conversation(engine), Conversation(engine)),
    }
    crossed = {name: _crossed(people, own) for name, people in sides.items()}
    follow_ups = _ROUNDS * len(_DIALOGUES)
    print_table(["follow-ups crossed", "", "of"], [[name, str(n), str(follow_ups)] for name, n in crossed.items()])
    print(Goal("follow-ups that take over what the other asked", crossed["a conversation each"], 0, ""))


def _crossed(people: Sequence[Conversation], own: Sequence[str]) -> int:
    """Return how many follow-ups are understood otherwise than they would be were nobody else there."""
    crossed = 0
    for _ in range(_ROUNDS):
        for person, (question, _follow_up) in zip(people, _DIALOGUES, strict=True):
            person.ask(question)
        for person, (_question, follow_up), expected in zip(people, _DIALOGUES, own, strict=True):
            crossed += person.ask(follow_up).question.whole != expected
    return crossed


def _print_memory(engine: Engine, settings: Settings) -> None:
    """Tell what one more conversation takes, and what one more engine."""
    Conversation(engine).ask(_QUESTIONS[0])
    tracemalloc.start()
    people = [Conversation(engine) for _ in range(_CONVERSATIONS)]
    each = tracemalloc.get_traced_memory()[0] / len(people)
    tracemalloc.stop()
    before = _anonymous_mb()
    with Engine.open(settings) as second:
        Conversation(second).ask(_QUESTIONS[0])
        more = _anonymous_mb() - before
    print(f"\n  One more engine takes {more:.0f} MB of its own, one more conversation {each / 1000:.1f} kB.")
    print(Goal("one more conversation", each / 1000, 30, " kB"))


def _anonymous_mb() -> float:
    """Return the memory of this process that no file stands behind."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1000


def _print_speed(engine: Engine) -> None:
    """Ask the same questions by 1, 2, 4 and 8 threads in turn."""

    def ask(place: int) -> None:
        Conversation(engine).ask(_QUESTIONS[place % len(_QUESTIONS)])

    def by(threads: int) -> Callable[[], float]:
        def once() -> float:
            started = time.perf_counter()
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(ask, range(_ASKED)))
            return time.perf_counter() - started

        return once

    by(1)()
    times = alternate({f"threads: {threads}": by(threads) for threads in _THREADS}, 3)
    print(f"\n  {_ASKED} questions, and how many times as long one thread takes:")
    print_times(times, "threads: 1")
    rates = ", ".join(f"{_ASKED / min(taken):.1f} ({name})" for name, taken in times.items())
    print(f"  Questions a second at best: {rates}.")


def _print_failures(home: Home) -> None:
    """Publish newer indexes and go over to them while people ask without a pause."""
    done = threading.Event()
    failed: list[QabotError] = []
    asked: list[str] = []

    def ask(place: int) -> None:
        person = Conversation(engine)
        while not done.is_set():
            try:
                asked.append(person.ask(_QUESTIONS[place % len(_QUESTIONS)], alone=True).generation)
            except QabotError as error:
                failed.append(error)

    with Engine.open(Settings(home)) as engine, ThreadPoolExecutor(_PEOPLE) as pool:
        people = [pool.submit(ask, place) for place in range(_PEOPLE)]
        try:
            for number in range(_REFRESHED):
                (home.corpus / f"new-{number}.md").write_text(
                    f"---\ntitle: New {number}\n---\n\nNews number {number}.\n"
                )
                update(home, ModelSettings(), ignore_progress)
                engine.refresh()
        finally:
            done.set()
        for each in people:
            each.result()
    print(f"\n  {len(asked)} questions answered from {len(set(asked))} indexes while {_REFRESHED} were published.")
    print(Goal("questions that fail meanwhile", len(failed), 0, ""))
