"""The chat on a terminal: how soon it takes keys, how soon it shows them while it works, and what memory it takes."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from statistics import median

import numpy as np
from msgspec import Struct

from qabot.core.settings import Home
from tests.benchmarks.cold import QUESTION
from tests.benchmarks.homes import LARGE, Homes
from tests.benchmarks.measure import ROOT, Goal, SkippedError, print_table, python, qabot
from tests.benchmarks.synthetic import questions
from tests.tui.terminal import Terminal

_ROUNDS = 5
_KEYS = "αβγδεζηθικλμνξοπρστυφχψω"
"""Keys that stand nowhere else on the screen, so that the first sight of one is its echo."""
_PAUSE_S = 0.02
"""Between the echo of a key and the next key: faster than any typist."""
_SETTLED_S = 0.3
"""After which a screen that comes or goes takes keys, and an escape is not the beginning of something else."""
_ASKED, _OPENED, _IDLE_KEYS = 60, 20, 120
_TURNS = 10
"""How long a conversation is before a new one begins."""
_WIDE, _NARROW = (120, 36), (80, 24)
"""Articles stand beside the conversation, or are opened."""
_VERDICTS = (b"STRONG", b"POSSIBLE", b"NOT FOUND")
_KNOWN_BY = 30
"""Characters of a question by which it is known on the screen."""
_ENTER, _ESCAPE, _CLEAR = "\r", "\x1b", "\x15"
_PASTE, _PASTED = "\x1b[200~", "\x1b[201~"
_PEER = """
from textual.app import App
from textual.widgets import Input

class Peer(App):
    def compose(self):
        yield Input()

Peer().run()
"""


class Launch(Struct, frozen=True):
    """Seconds from starting a process until something of it is on the screen."""

    key: float
    """A key that was typed at once."""
    words: float
    """The answer, found by words alone unless the model is quicker, to a question put as soon as one can be."""
    ready: float
    """The note that questions are answered by meaning too."""


def chat(homes: Homes) -> None:
    """Time the chat against a Textual application that has one line to type in and nothing else."""
    starter, large = homes.starter(), homes.synthetic(LARGE)
    places = {"starter index": starter, "100,000 passages": large}
    _print_launches(places)
    asked = questions(homes.language(), [article.title for article in homes.articles()], _ASKED)
    rows = [_latency_row("bare Textual, idle", _bare_latency())]
    for name, home in places.items():
        with _chat(home) as terminal:
            terminal.until_shown("ready")
            rows.append(_latency_row(f"{name}, idle", list(_idle(terminal, _IDLE_KEYS))))
            rows.append(_latency_row(f"{name}, while it answers", list(_while_answering(terminal, asked))))
    rows.append(_latency_row("starter index, while a child builds", _while_building(homes)))
    print("  From a key to its echo, milliseconds:")
    print_table(["", "keys", "median", "p99", "most"], rows)
    print("  Memory (RSS), MB:")
    print_table(["", "started", "ready", f"{_OPENED} questions", f"{_OPENED} articles"], list(_memory(places, asked)))


def _print_launches(places: dict[str, Home]) -> None:
    """Print how long everything takes from the start of the process, each side in turn."""
    bare: list[float] = []
    taken: dict[str, list[Launch]] = {name: [] for name in places}
    for _ in range(_ROUNDS):
        bare.append(_first_key(python(_PEER)))
        for name, home in places.items():
            taken[name].append(_launch(home))
    print("  From starting the process, seconds, median and minimum:")
    rows = [["bare Textual", _both(bare), "–", "–", "–"]]
    for name, launches in taken.items():
        keys = [each.key for each in launches]
        steps = [_both([getattr(each, step) for each in launches]) for step in ("key", "words", "ready")]
        rows.append([name, *steps, f"{median(keys) / median(bare):.2f} ×"])
    print_table(["", "a key shows", "first answer", "ready", "key, to bare"], rows)
    for name, launches in taken.items():
        print(Goal(f"chat takes keys, {name}", median(each.key for each in launches), 0.5, " s"))
    print()


def _both(taken: Sequence[float]) -> str:
    return f"{median(taken):.3f} / {min(taken):.3f}"


def _launch(home: Home) -> Launch:
    line = qabot("chat", "--private", "--home", str(home.path))
    key = _first_key(line)
    with _terminal(line) as (started, terminal):
        _until(terminal, b"words only", b"ready")
        start = len(terminal.received)
        terminal.send(f"{_PASTE}{QUESTION}{_PASTED}{_ENTER}")
        _until(terminal, *_VERDICTS, start=start)
        words = time.perf_counter() - started
    with _terminal(line) as (started, terminal):
        _until(terminal, b"ready")
        return Launch(key, words, time.perf_counter() - started)


def _first_key(line: Sequence[str]) -> float:
    """Return how long it takes from starting a program until it shows a key that was typed at once."""
    with _terminal(line) as (started, terminal):
        terminal.send(_KEYS[0])
        _until(terminal, _KEYS[0].encode())
        return time.perf_counter() - started


@contextmanager
def _terminal(line: Sequence[str], size: tuple[int, int] = _WIDE) -> Generator[tuple[float, Terminal]]:
    """Run a program on a terminal that shows nothing by itself; yield also when it was started."""
    env = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLUMNS", "LINES"}}
    started = time.perf_counter()
    terminal = Terminal(line, env | {"HF_HUB_OFFLINE": "1", "TERM": "xterm-256color"}, size, ROOT, echo=False)
    try:
        yield started, terminal
        terminal.kill(signal.SIGTERM)
        terminal.ended()
    finally:
        terminal.close()


@contextmanager
def _chat(home: Home, size: tuple[int, int] = _WIDE) -> Generator[Terminal]:
    with _terminal(qabot("chat", "--private", "--home", str(home.path)), size) as (_, terminal):
        yield terminal


def _until(terminal: Terminal, *texts: bytes, start: int = 0) -> None:
    """Wait until one of these was received. The screen is not drawn, so that no time goes into that."""
    terminal.until(lambda: any(terminal.received.find(text, start) >= 0 for text in texts), repr(texts))


def _wait(terminal: Terminal, seconds: float) -> None:
    """Take in what comes for so long, however much of it there is."""
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        terminal.take(left)


def _typed(terminal: Terminal, keys: Iterator[str]) -> float:
    """Type a key and return the seconds until it shows; the line is emptied before its keys come round again."""
    key = next(keys)
    if key == _KEYS[0]:
        terminal.send(_CLEAR)
        _wait(terminal, _PAUSE_S)
    start = len(terminal.received)
    sent = time.perf_counter()
    terminal.send(key)
    _until(terminal, key.encode(), start=start)
    taken = time.perf_counter() - sent
    _wait(terminal, _PAUSE_S)
    return taken


def _idle(terminal: Terminal, count: int) -> Iterator[float]:
    keys = cycle(_KEYS)
    for _ in range(count):
        yield _typed(terminal, keys)
    terminal.send(_CLEAR)


def _bare_latency() -> list[float]:
    with _terminal(python(_PEER)) as (_, terminal):
        terminal.until_shown("▔▔")  # the frame of its line: a key that comes before it is lost
        return list(_idle(terminal, _IDLE_KEYS))


def _while_answering(terminal: Terminal, asked: Sequence[str]) -> Iterator[float]:
    """Ask, and type until the answer shows; yield how long each of those keys took."""
    for number, question in enumerate(asked):
        if number and number % _TURNS == 0:
            start = len(terminal.received)
            terminal.send(f"{_CLEAR}/clear{_ENTER}")
            _until(terminal, b"Ask the public-sector", start=start)
        terminal.send(f"{_CLEAR}{_PASTE}{question}{_PASTED}")
        _wait(terminal, _PAUSE_S)
        start = len(terminal.received)
        terminal.send(_ENTER)
        keys = cycle(_KEYS)
        while not _is_answered(terminal, start):
            yield _typed(terminal, keys)


def _is_answered(terminal: Terminal, start: int) -> bool:
    return any(terminal.received.find(verdict, start) >= 0 for verdict in _VERDICTS)


def _while_building(homes: Homes) -> list[float]:
    """Have the chat build its index anew, and type until that is done."""
    with _chat(homes.copy(homes.starter(), "chatting")) as terminal:
        terminal.until_shown("ready")
        terminal.send(f"/index{_ENTER}")
        terminal.until_shown("everything anew")
        terminal.send("B")
        terminal.until_shown("leave it")
        terminal.send("y")
        terminal.until_shown("Building")
        terminal.send(_ESCAPE)
        terminal.until_shown("leave it running")
        terminal.send("l")
        terminal.until_shown("Ask a question")
        keys, taken, start = cycle(_KEYS), list[float](), len(terminal.received)
        while terminal.received.find(b"A newer index answers now", start) < 0:
            taken.append(_typed(terminal, keys))
        return taken


def _latency_row(name: str, taken: Sequence[float]) -> list[str]:
    middle, high = (1000 * float(each) for each in np.percentile(taken, [50, 99]))
    return [name, str(len(taken)), f"{middle:.1f}", f"{high:.1f}", f"{1000 * max(taken):.1f}"]


def _memory(places: dict[str, Home], asked: Sequence[str]) -> Iterator[list[str]]:
    with _terminal(python(_PEER)) as (_, terminal):
        _until(terminal, b"\x1b[?1049h")
        yield ["bare Textual", _resident(terminal), "–", "–", "–"]
    for name, home in places.items():
        with _chat(home, _NARROW) as terminal:
            _until(terminal, b"words only", b"ready")
            cells = [_resident(terminal)]
            _until(terminal, b"ready")
            cells.append(_resident(terminal))
            for task in (_ask, _open):
                for question in asked[:_OPENED]:
                    task(terminal, question)
                cells.append(_resident(terminal))
            yield [name, *cells]


def _ask(terminal: Terminal, question: str) -> None:
    """Ask, and wait until a verdict stands below the question: that of an earlier one may be drawn once more."""

    def is_answered() -> bool:
        _, asked, below = terminal.text.rpartition(f"You  {question[:_KNOWN_BY]}")
        return bool(asked) and any(verdict.decode() in below for verdict in _VERDICTS)

    terminal.send(f"{_PASTE}{question}{_PASTED}{_ENTER}")
    terminal.until(is_answered, f"an answer to {question!r}")


def _open(terminal: Terminal, question: str) -> None:
    """Ask, show the article of the first passage if there is one, and come back."""
    _ask(terminal, question)
    start = len(terminal.received)
    terminal.send(f"1{_ENTER}")
    _until(terminal, b"passage verified", b"There is no passage", start=start)
    _wait(terminal, _SETTLED_S)
    terminal.send(_ESCAPE)
    _wait(terminal, _SETTLED_S)


def _resident(terminal: Terminal) -> str:
    """Return how much memory a process holds."""
    done = subprocess.run(["ps", "-o", "rss=", "-p", str(terminal.pid)], capture_output=True, text=True, check=False)  # noqa: S607 - of the system
    if done.returncode:
        raise SkippedError("`ps` does not tell how much memory a process holds")
    return f"{int(done.stdout) / 1000:,.0f}"
