"""A server asked over HTTP: one question after the other, and many clients while the index changes."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from msgspec import Struct, field

from qabot.core.settings import Home
from qabot.index.snapshot import current_name
from tests.benchmarks.homes import Homes
from tests.benchmarks.measure import Goal, print_table, qabot, run

_QUESTIONS = (
    "How much did GDS get in the 2015 Spending Review?",
    "Who opened the National Cyber Security Centre?",
    "Who left GDS in 2015?",
    "What is Socitm's stance on the Spending Review?",
    "How much was Capita fined?",
)
_ONE_AFTER_THE_OTHER = 40
_CLIENTS = 20
_PUBLISHED = 3
_CONVERSATIONS = 60
_NUMBERS = count(1_000)


class _Served(Struct):
    """A server under measurement."""

    port: int
    key: str
    process: subprocess.Popen[str]

    def get(self, connection: HTTPConnection, path: str) -> tuple[int, bytes, float]:
        """Return the status, what came, and the seconds it took."""
        began = time.perf_counter()
        connection.request("GET", path, headers={"Authorization": f"Bearer {self.key}"})
        answer = connection.getresponse()
        body = answer.read()
        return answer.status, body, time.perf_counter() - began

    @property
    def megabytes(self) -> float:
        """Its memory that no file stands behind."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1000


class _Crowd(Struct):
    """What came of many clients."""

    took: list[float] = field(default_factory=list[float])
    """Seconds of each answer."""
    failed: list[str] = field(default_factory=list[str])
    """What was no answer."""
    stale: int = 0
    """Answers from a generation that another had taken the place of before they were asked for."""


def served(homes: Homes, seconds: float) -> None:
    """Serve the starter corpus and ask it.

    Args:
        homes: Where homes are kept.
        seconds: How long many clients ask at once.
    """
    home = homes.copy(homes.starter(), "served")
    with _serving(home) as server:
        _print_one_after_the_other(server)
        _print_weight(server)
        _print_conversations(server)
        _print_crowd(server, home, seconds)


@contextmanager
def _serving(home: Home) -> Generator[_Served]:
    line = qabot("--home", str(home.path), "serve", "--port", "0", "--rate", "0")
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        address, _, key = process.stdout.readline().strip().partition("?key=")
        try:
            server = _Served(int(address.rstrip("/").rpartition(":")[2]), key, process)
            for question in _QUESTIONS:
                server.get(_connected(server), _path("/ask", question))
            yield server
        finally:
            process.terminate()


def _connected(server: _Served) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", server.port, timeout=120)


def _path(page: str, question: str, *earlier: str) -> str:
    return f"{page}?{urlencode([('q', question), *(('earlier', each) for each in earlier)])}"


def _new(place: int) -> str:
    """Return a question that nobody has asked, since what was asked before is not searched for again."""
    return f"{_QUESTIONS[place % len(_QUESTIONS)]} {next(_NUMBERS)}"


def _print_one_after_the_other(server: _Served) -> None:
    connection, took, inside = _connected(server), list[float](), list[float]()
    for place in range(_ONE_AFTER_THE_OTHER):
        _, body, seconds = server.get(connection, _path("/api/v1/ask", _new(place)))
        took.append(1000 * seconds)
        inside.append(json.loads(body)["timing_ms"]["total"])
    over = median(outer - inner for outer, inner in zip(took, inside, strict=True))
    print(f"  A warm question over HTTP: p50 {median(took):.0f} ms, of which the engine takes {median(inside):.0f} ms.")
    print(Goal("a warm question over HTTP, p50", median(took), 30, " ms"))
    print(Goal("what HTTP adds to a question, p50", over, 10, " ms"))
    for page in ("/ask", "/api/v1/ask", "/feed.atom"):
        path = _path(page, _QUESTIONS[0])
        again = [1000 * server.get(connection, path)[2] for _ in range(_ONE_AFTER_THE_OTHER)][1:]
        print(Goal(f"the same again, {page}, p50", median(again), 5, " ms"))


def _print_weight(server: _Served) -> None:
    connection = _connected(server)
    pages = {name: len(server.get(connection, path)[1]) for name, path in _weighed().items()}
    style = len(server.get(connection, "/static/site.css")[1])
    print_table(
        ["page", "bytes"], [[name, f"{size:,}"] for name, size in pages.items()] + [["stylesheet", f"{style:,}"]]
    )
    print(Goal("an answer with its stylesheet", (pages["answer"] + style) / 1000, 60, " kB"))


def _weighed() -> dict[str, str]:
    return {
        "first": "/",
        "answer": _path("/ask", _QUESTIONS[0]),
        "article": "/article/2015/2015-11-26-socitm-spending-review",
        "browse": "/browse",
        "figures": "/figures?topic=e-Borders",
    }


def _print_conversations(server: _Served) -> None:
    connection, before = _connected(server), server.megabytes
    for place in range(_CONVERSATIONS):
        server.get(connection, _path("/ask", "why?", f"{_QUESTIONS[place % len(_QUESTIONS)]} {place}"))
    each = max(server.megabytes - before, 0) / _CONVERSATIONS
    print(f"\n  {_CONVERSATIONS} conversations more take {each:.2f} MB each; an address holds what was asked.")
    print(Goal("a further conversation", each, 1, " MB"))


def _print_crowd(server: _Served, home: Home, seconds: float) -> None:
    crowd, until = _Crowd(), time.monotonic() + seconds
    before = server.megabytes
    people = [threading.Thread(target=_ask_on, args=(server, home, crowd, until, place)) for place in range(_CLIENTS)]
    for each in people:
        each.start()
    for number in range(_PUBLISHED):
        time.sleep(seconds / (_PUBLISHED + 1))
        article = f"---\ntitle: Zorblax {number}\n---\n\nZorblax council bought payroll system {number}.\n"
        (home.corpus / f"zorblax-{number}.md").write_text(article, encoding="utf-8")
        run(qabot("--home", str(home.path), "index"))  # in this process it would keep the clients waiting for Python
    for each in people:
        each.join()
    took = [1000 * each for each in crowd.took]
    p99 = quantiles(took, n=100)[98]
    print(f"\n  {_CLIENTS} clients at once for {seconds:.0f} s, {_PUBLISHED} generations published meanwhile:")
    print(f"  {len(took):,} answers, {len(took) / seconds:.0f}/s; p50 {median(took):.0f} ms, p99 {p99:.0f} ms;")
    print(f"  memory {before:.0f} MB before, {server.megabytes:.0f} MB after.")
    print(Goal("failed", len(crowd.failed), 0, ""))
    print(Goal("stale", crowd.stale, 0, ""))
    print(Goal("p99 of 20 clients", p99, 1000, " ms"))


def _ask_on(server: _Served, home: Home, crowd: _Crowd, until: float, place: int) -> None:
    connection = _connected(server)
    while time.monotonic() < until:
        newest = current_name(home.index)
        status, body, took = server.get(connection, _path("/api/v1/ask", _new(place)))
        place += 1
        if status != 200:
            crowd.failed.append(f"{status} {body[:200]!r}")
            continue
        crowd.took.append(took)
        crowd.stale += json.loads(body)["searched"]["generation"] < newest
