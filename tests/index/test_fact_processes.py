"""The facts of many articles are read by several processes: the same, in the same order, whatever becomes of these."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.facts import ArticleFacts
from qabot.core.progress import Progress, ignore_progress
from qabot.core.settings import Home, ModelSettings
from qabot.index.build import fact_processes, fact_writing
from qabot.index.build.fact_worker import FactOrders, ReadFacts
from qabot.index.build.indexer import update
from qabot.index.current_generation import current_name
from qabot.index.fact_rows import encode_facts
from qabot.index.fact_rules import FactRules
from qabot.index.snapshot import open_current
from qabot.index.verification import verify
from tests import forked
from tests.conftest import MakeHome, article, write_corpus

RULES = FactRules.load(Path("/nowhere"))
ORDERS = FactOrders(RULES, 60)
ARTICLES = [
    Article(
        f"a{number}",
        f"Payroll {number}",
        f"Hull Council spent £{number + 1}m in 2014, Ann Lee said. “It was {number + 2} weeks late,” she added.",
        published=PartialDate(2015, 11, 25),
    )
    for number in range(60)
]
BLOCKS = [(number, ARTICLES[number : number + 4]) for number in range(0, len(ARTICLES), 4)]
EXPECTED = [(number, [ReadFacts(encode_facts(RULES.read(each))) for each in some]) for number, some in BLOCKS]


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that are begun."""
    found: list[subprocess.Popen[bytes]] = []
    begin = fact_processes.begin

    def beginning(ends: object) -> subprocess.Popen[bytes]:
        found.append(begin(ends))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(fact_processes, "begin", beginning)
    return found


@pytest.mark.parametrize("count", [0, 1, 3])
def test_any_number_of_processes_reads_the_same(count: int, begun: list[subprocess.Popen[bytes]]) -> None:
    assert EXPECTED[0][1][0].encoded != encode_facts(ArticleFacts((), (), ()))
    with fact_processes.fact_processes(ORDERS, count) as processes:
        assert list(processes.read(BLOCKS)) == EXPECTED
        assert list(processes.read([(7, []), *BLOCKS[:2]])) == [(7, []), *EXPECTED[:2]]
        assert [each.poll() for each in begun] == [None] * count
    assert None not in [each.poll() for each in begun]


@pytest.mark.parametrize("killed", [1, 2])
def test_what_a_killed_process_was_given_is_read_here(killed: int, begun: list[subprocess.Popen[bytes]]) -> None:
    def blocks() -> Iterator[tuple[int, Sequence[Article]]]:
        for number, some in BLOCKS:
            if number == 20:
                for each in begun[:killed]:
                    each.kill()
            yield number, some

    with fact_processes.fact_processes(ORDERS, 2) as processes:
        assert list(processes.read(blocks())) == EXPECTED
        assert len(begun) == 2  # none is begun again


def stands_for(command: list[str]) -> Callable[[str], list[str]]:
    """Return what has another program run in the place of a module."""

    def run_instead(_module: str) -> list[str]:
        return command

    return run_instead


def test_an_answer_that_is_no_answer_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fact_processes, "module_command", stands_for(["cat"]))  # says what it is told
    with fact_processes.fact_processes(ORDERS, 1) as processes:
        assert list(processes.read(BLOCKS)) == EXPECTED


def test_where_no_process_can_be_begun_all_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fact_processes, "module_command", stands_for(["/nowhere/python"]))
    with fact_processes.fact_processes(ORDERS, 2) as processes:
        assert list(processes.read(BLOCKS)) == EXPECTED


def test_an_article_that_takes_too_long_costs_its_own_facts() -> None:
    long = Article("long", "Long", "GDS saved £3m. " * 600)
    with fact_processes.fact_processes(FactOrders(RULES, -1), 1) as processes:
        ((_, read),) = processes.read([(0, [ARTICLES[0], long, ARTICLES[1]])])
    assert [each.encoded for each in read] == [
        EXPECTED[0][1][0].encoded,
        encode_facts(ArticleFacts((), (), ())),
        EXPECTED[0][1][1].encoded,
    ]
    faults = [each.fault for each in read]
    assert (faults[0], faults[2]) == ("", "")
    assert faults[1].startswith("the article 'long' takes more than -1 seconds of the processor to read for figures")


def test_ctrl_c_ends_them_all(begun: list[subprocess.Popen[bytes]]) -> None:
    def blocks() -> Iterator[tuple[int, Sequence[Article]]]:
        yield from BLOCKS[:6]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), fact_processes.fact_processes(ORDERS, 2) as processes:
        list(processes.read(blocks()))
    assert [each.poll() for each in begun] == [-signal.SIGKILL] * 2


FILES = {f"{each.id}.md": article(each.title, each.text) for each in ARTICLES[:40]}


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty articles are many, and there are two cores."""
    monkeypatch.setattr(fact_writing, "_MANY", 30)
    monkeypatch.setattr(fact_writing, "core_count", lambda: 2)


def facts_file(home: Home) -> list[bytes]:
    """Return what the files of facts of an index hold, byte for byte."""
    return [path.read_bytes() for path in sorted(open_current(home.index).folder.glob("segments/*/facts.db"))]


@pytest.mark.usefixtures("many")
def test_many_articles_are_read_by_processes_and_the_index_is_the_same(
    make_home: MakeHome, begun: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = make_home(FILES)
    assert len(begun) == 2
    write_corpus(shared, {"new.md": article("New", "GDS saved £3m.")})
    (shared.corpus / "a0.md").unlink()
    update(shared, ModelSettings(), ignore_progress)
    assert len(begun) == 2, "one new article, and others whose facts are held, are not many"
    monkeypatch.setattr(fact_writing, "core_count", lambda: 1)
    alone = make_home(FILES)
    assert len(begun) == 2
    write_corpus(alone, {"new.md": article("New", "GDS saved £3m.")})
    (alone.corpus / "a0.md").unlink()
    update(alone, ModelSettings(), ignore_progress)
    assert facts_file(shared) == facts_file(alone)
    assert list(verify(open_current(shared.index).folder)) == []


@pytest.mark.usefixtures("many")
def test_a_build_whose_facts_are_interrupted_leaves_the_index_and_no_process(
    make_home: MakeHome, begun: list[subprocess.Popen[bytes]]
) -> None:
    home = make_home({"z.md": article("Tram", "Trams run on line 4.")})
    before = current_name(home.index)
    write_corpus(home, FILES)

    def interrupt(message: Progress) -> None:
        if message.stage == "facts" and message.done > 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        update(home, ModelSettings(), interrupt)
    assert [each.poll() for each in begun] == [-signal.SIGKILL] * 2
    assert current_name(home.index) == before
    assert update(home, ModelSettings(), ignore_progress).articles == 41


_KILLED = """
import os, signal, sys
from pathlib import Path
from qabot.core.settings import Home, ModelSettings
from qabot.index.build import fact_processes, fact_writing, indexer

begin = fact_processes.begin

def beginning(ends):
    process = begin(ends)
    print(process.pid, flush=True)
    return process

def watch(message):
    if message.stage == "facts" and message.done > 20:
        os.kill(os.getpid(), int(sys.argv[2]))

fact_writing._MANY, fact_writing.core_count, fact_processes.begin = 30, lambda: 2, beginning
indexer.update(Home(Path(sys.argv[1])), ModelSettings(), watch)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "told to end"])
def test_no_process_outlives_a_build_that_is_killed(make_home: MakeHome, number: signal.Signals) -> None:
    home = make_home({"z.md": article("Tram", "Trams run on line 4.")})
    before = current_name(home.index)
    write_corpus(home, FILES)
    code = forked.script(_KILLED, str(home.path), str(int(number)))
    ended = subprocess.run(code, check=False, capture_output=True, timeout=120)
    assert ended.returncode == -number, ended.stderr.decode()
    processes = [int(line) for line in ended.stdout.split()]
    assert len(processes) == 2
    end = time.monotonic() + 60
    while any(is_running(each) for each in processes) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(is_running(each) for each in processes)
    assert current_name(home.index) == before
    assert update(home, ModelSettings(), ignore_progress).articles == 41


def is_running(process: int) -> bool:
    """Whether a process is there and has not ended, whoever is to be told that it has."""
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize(
    ("unread", "cores", "processes"), [(999, 2, 0), (1_000, 2, 2), (1_000, 1, 0), (10**6, 8, 8), (10**6, 9, 8)]
)
def test_a_thousand_articles_are_many_and_eight_processes_enough(unread: int, cores: int, processes: int) -> None:
    assert fact_writing.processes_for(unread, cores) == processes


def test_how_much_is_at_work_at_once() -> None:
    """Two blocks a process, of sixteen articles; of fewer, where these have more than a hundred thousand characters."""
    assert (fact_processes.AHEAD, fact_writing.BLOCK, fact_writing.LONG_BLOCK) == (2, 16, 100_000)


class _Misread:
    """Rules that make a date of an article which no calendar has."""

    def read(self, article: Article) -> ArticleFacts:
        """Fail at one article, as a slip in a rule does."""
        if article.id == "a1":
            raise OverflowError("date value out of range")
        return RULES.read(article)


def test_an_article_whose_facts_cannot_be_read_costs_no_other_anything() -> None:
    first, second, third = FactOrders(_Misread(), 60).read(ARTICLES[:3])  # type: ignore[arg-type]
    assert (first, third) == tuple(ORDERS.read([ARTICLES[0], ARTICLES[2]]))
    assert second.encoded == encode_facts(ArticleFacts((), (), ()))
    assert second.fault == (
        "the article 'a1' has a figure or a date that cannot be read, so that no figures and statements are listed of "
        "it (OverflowError: date value out of range)"
    )
