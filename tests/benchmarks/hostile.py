"""Hostile inputs against the commands, each in a process of its own: how many, and which of them got through.

One gets through where a command ends as only a fault of qabot's own ends it, is killed, takes longer or more memory
than the budgets allow, writes what steers a terminal, or touches what lies outside of its home.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from msgspec import Struct

from qabot.core.settings import Home
from qabot.index.current_generation import current_name
from tests.benchmarks import hostile_inputs
from tests.benchmarks.homes import Homes
from tests.benchmarks.hostile_inputs import STEERING, page, text
from tests.benchmarks.measure import print_table
from tests.conftest import link_index
from tests.sites import Answer, Site, serving

MOST_SECONDS = 90
"""Of the processor, for one command: the budget of one document and of one article, and what starting takes."""
MOST_WAITED = 900
"""Seconds by the clock, should it wait for something that never comes."""
MOST_BYTES = 2 * 1024**3
"""Memory of one command."""
HELD = frozenset({0, 1, 2, 3, 4, 5, 6, 7, 8, 74})
"""Exit codes by which a command has told what is wrong, if anything is."""
_COMMANDS = (("status",), ("ask", "What did the servers cost?", "--json"), ("corpus", "list"), ("index",))
"""What is asked of a home; the last may export a model anew, which is for whoever has the time."""

Line = Callable[..., Sequence[str | bytes]]
"""Makes the command line of `qabot` with these arguments."""


class Attempt(Struct, frozen=True):
    """A command that is given something hostile."""

    surface: str
    """Where it comes in."""
    name: str
    """What is wrong with it."""
    arguments: tuple[str, ...]
    """Of `qabot`."""
    home: Home
    """Whose."""


class Result(Struct, frozen=True):
    """What came of an attempt."""

    attempt: Attempt
    """Which."""
    fault: str
    """How it got through; empty where it did not."""
    seconds: float
    """Of the processor."""


def hostile(homes: Homes) -> None:
    """Print how many inputs there were on each surface, how many got through, and which."""
    with TemporaryDirectory() as folder:
        results: list[Result] = []
        for each in tried(Path(folder), homes.starter(), fresh):
            results.append(each)
            told = f"{each.seconds:5.1f} s  {each.attempt.surface}, {each.attempt.name}  {each.fault}"
            print(told.rstrip(), file=sys.stderr, flush=True)
    rows: list[list[str]] = []
    for surface in dict.fromkeys(each.attempt.surface for each in results):
        here = [each for each in results if each.attempt.surface == surface]
        slowest = max(here, key=lambda each: each.seconds)
        through = sum(bool(each.fault) for each in here)
        rows.append([surface, str(len(here)), str(through), f"{slowest.seconds:.1f}", slowest.attempt.name])
    print_table(["surface", "inputs", "got through", "slowest, CPU s", "which"], rows)
    for each in results:
        if each.fault:
            print(f"  {each.attempt.surface}, {each.attempt.name}: {each.fault}")


def fresh(*arguments: str) -> list[str | bytes]:
    """Return the command line of a `qabot` that is started in earnest."""
    return [sys.executable, "-m", "qabot", *arguments]


def tried(folder: Path, base: Home, line: Line, only: Mapping[str, Sequence[str]] | None = None) -> Iterator[Result]:
    """Try every input, and yield what came of it.

    Args:
        folder: Where homes are made.
        base: An index that they begin with.
        line: Makes the command line.
        only: By surface, the names of the inputs that are tried; None for all.
    """
    victim = folder / "victim"
    victim.write_text("mine")
    with serving() as site:
        for number, attempt in enumerate(_attempts(folder, base, site, only)):
            seconds, through = outcome(attempt, line, folder / f"state{number}")
            if victim.read_text() != "mine" or list(folder.rglob("victim.*")):
                through = "something outside of the home was written to"
            yield Result(attempt, through, seconds)


def outcome(attempt: Attempt, line: Line, state: Path) -> tuple[float, str]:
    """Run a command; return its seconds of the processor, and how it got through."""
    own = {name: str(state) for name in ("XDG_STATE_HOME", "XDG_DATA_HOME")}
    environment = os.environ | own | {"HF_HUB_OFFLINE": "1", "NO_COLOR": "1", "QABOT_PRIVATE_ADDRESSES": "true"}
    with TemporaryFile() as output:
        process = subprocess.Popen(
            line(*attempt.arguments, "--home", str(attempt.home.path)),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        _limit(process)
        status, used = _ended(process)
        output.seek(0)
        written = output.read().decode("utf-8", "surrogateescape")
    # The kernel counts what a process was before it became another program: as much as this one has.
    grown = used.ru_maxrss if used.ru_maxrss > resource.getrusage(resource.RUSAGE_SELF).ru_maxrss else 0
    return used.ru_utime + used.ru_stime, fault(status, grown * 1024, written)


def _ended(process: subprocess.Popen[bytes]) -> tuple[int, resource.struct_rusage]:
    """Wait for a process to end, or end it; return its exit code, and what it took."""
    last = time.monotonic() + MOST_WAITED
    while True:
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
        if ended:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, used
        if time.monotonic() > last:
            os.killpg(process.pid, signal.SIGKILL)
        time.sleep(0.05)


def _limit(process: subprocess.Popen[bytes]) -> None:
    """Have the kernel end the process that takes too long.

    From outside: to do it within, before it becomes the other program, this one would be copied with all its memory.
    """
    with suppress(ProcessLookupError):  # it has ended already
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 5))


def fault(code: int, memory: int, written: str) -> str:
    """Return how a command got through that ended with this code, took so many bytes, and wrote this."""
    if code == -signal.SIGXCPU:
        return f"takes more than {MOST_SECONDS} seconds of the processor"
    if code not in HELD:
        return f"ends with {code}: {(written.strip().splitlines() or ['it said nothing'])[-1][:200]!r}"
    if memory > MOST_BYTES:
        return f"takes {memory / 1024**3:.1f} GiB of memory"
    if "Traceback (most recent" in written:
        return "prints a traceback"
    steering = {
        each for each in written if each not in "\n\r" and unicodedata.category(each) in {"Cc", "Cf", "Cs", "Co"}
    }
    return f"writes {sorted(steering)!r}" if steering else ""


def _attempts(folder: Path, base: Home, site: Site, only: Mapping[str, Sequence[str]] | None) -> Iterator[Attempt]:
    """Make what is needed for each attempt, and yield it when it is due."""

    def chosen(surface: str, names: Iterable[str]) -> list[str]:
        return [name for name in names if only is None or name in only.get(surface, ())]

    files = hostile_inputs.files()
    for name in chosen("files", files):
        home = _home(folder / "files" / name, base)
        path = folder / "given" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(files[name]())
        yield Attempt("files", f"{name}, added", ("add", str(path)), home)
        yield Attempt("files", f"{name}, indexed", ("index",), home)
    for name in chosen("corpus", files):
        home = _home(folder / "corpus" / name, base)
        (home.corpus / name).write_bytes(files[name]())
        yield Attempt("corpus", name, ("index",), home)
    feeds = hostile_inputs.feeds()
    for name in chosen("feeds", feeds):
        home = _home(folder / "feeds" / name, base)
        site.routes[place := f"/{name.replace(' ', '-')}.xml"] = Answer(feeds[name])
        yield Attempt("feeds", f"{name}, subscribed", ("feeds", "add", f"{site.url}{place}"), home)
        yield Attempt("feeds", f"{name}, pulled", ("feeds", "pull", "--all"), home)
    for name in chosen("pages", _PAGES):
        home = _home(folder / "pages" / name, base)
        site.routes[place := f"/{name}.html"] = _PAGES[name]()
        yield Attempt("pages", name, ("add", f"{site.url}{place}"), home)
    questions = hostile_inputs.questions()
    home = _home(folder / "questions", base)
    for name in chosen("questions", questions):
        yield Attempt("questions", name, ("ask", "--", questions[name]), home)
    for name in chosen("homes", _SPOILT):
        home = _home(folder / "homes" / name, base)
        _SPOILT[name](home, folder / "victim")
        for command in _COMMANDS if only is None else _COMMANDS[:-1]:
            yield Attempt("homes", f"{name}, {command[0]}", command, home)


def _home(path: Path, base: Home) -> Home:
    """Return a home with the index of another, by hard links, and one article."""
    home = Home(path)
    link_index(base, home)
    (home.corpus / "servers.md").write_text(f"# Servers\n\n{hostile_inputs.WORDS}\n")
    return home


def _endless() -> Iterator[bytes]:
    while True:
        yield b"<p>words " * 1_000


_HTML = {"Content-Type": "text/html"}
_PAGES: dict[str, Callable[[], Answer]] = {
    "dots": lambda: Answer(page(f"<p>{hostile_inputs.run('.')}"), headers=_HTML),
    "author": lambda: Answer(page("", f'<meta name=author content="{hostile_inputs.run("@")}">'), headers=_HTML),
    "endless": lambda: Answer(_endless(), headers=_HTML),
    "round": lambda: Answer(status=302, headers={"Location": "/round.html"}),
    "file": lambda: Answer(status=302, headers={"Location": "file:///etc/passwd"}),
    "steering": lambda: Answer(page(f"<p>{STEERING}", f"<title>{STEERING}T</title>"), headers=_HTML),
    "length": lambda: Answer(page("<p>short"), headers=_HTML | {"Content-Length": "99999999999"}),
    "coding": lambda: Answer(b"\x1f\x8b\x08\x00bad", headers=_HTML | {"Content-Encoding": "gzip"}),
    "charset": lambda: Answer(page("<p>x"), headers={"Content-Type": f"text/html; charset={'x' * 5_000}"}),
}


def _replaced(path: Path, data: bytes) -> None:
    """Put a file in the place of one that is a hard link to another home's."""
    path.unlink(missing_ok=True)
    path.write_bytes(data)


def _linked(path: Path, target: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def _elsewhere(victim: Path) -> Path:
    """Make a folder with an article, outside of every home."""
    folder = victim.parent / "elsewhere"
    folder.mkdir(exist_ok=True)
    (folder / "private.md").write_text(f"# Mine\n\n{hostile_inputs.WORDS}\n")
    return folder


def _generation(home: Home) -> Path:
    return home.index / current_name(home.index)


def _database(home: Home) -> Path:
    """Return the file, or one of those, that holds the articles of an index."""
    return next(iter(sorted(_generation(home).rglob("passages.db"))))


def _planted(home: Home, _: Path) -> None:
    """Put what steers a terminal into every name of the database of an index."""
    path = _database(home)
    _replaced(path, path.read_bytes())
    with sqlite3.connect(path) as database:
        database.execute("UPDATE articles SET title = ?1, outlet = ?1, author = ?1, id = ?1 || ordinal", (STEERING,))
    database.close()


_SPOILT: dict[str, Callable[[Home, Path], None]] = {
    "index/CURRENT a link": lambda home, victim: _linked(home.index / "CURRENT", victim),
    "index/CURRENT.new a link": lambda home, victim: _linked(home.index / "CURRENT.new", victim),
    "index/.lock a link": lambda home, victim: _linked(home.index / ".lock", victim),
    "corpus a link": lambda home, victim: _linked(home.corpus, _elsewhere(victim)),
    "corpus/.qabot a link": lambda home, victim: _linked(home.corpus / ".qabot", victim.parent),
    "an article a link": lambda home, victim: _linked(home.corpus / "a.md", victim),
    "CURRENT that climbs": lambda home, _: _replaced(home.index / "CURRENT", b"../../..\n"),
    "CURRENT that steers": lambda home, _: _replaced(home.index / "CURRENT", STEERING.encode()),
    "qabot.toml nested": lambda home, _: _replaced(home.path / "qabot.toml", b"a = " + b"[" * 50_000),
    "qabot.toml of 5 MB": lambda home, _: _replaced(home.path / "qabot.toml", b"#" * 5_000_000),
    "qabot.toml that steers": lambda home, _: _replaced(home.path / "qabot.toml", f'"{STEERING}" = 1'.encode()),
    "qabot.toml with a model": lambda home, _: _replaced(
        home.path / "qabot.toml", b'[model]\nname = "org/evil"\ndownload = true\n[network]\nprivate_addresses = true\n'
    ),
    "acronyms.toml of 4 MB": lambda home, _: _replaced(
        home.path / "acronyms.toml", b'[[body]]\nname = "A"\nacronyms = "B"\n' * 100_000
    ),
    "manifest nested": lambda home, _: _replaced(_generation(home) / "manifest.json", b"[" * 100_000),
    "a database of nothing": lambda home, _: _replaced(_database(home), b"SQLite format 3\0" * 999),
    "names that steer": _planted,
    "a file's name that steers": lambda home, _: _replaced(
        home.corpus / f"{STEERING.replace('/', '')}.md", text("word ", 100).encode()
    ),
}
