"""`qabot index --watch`, from its first line to its last."""

from __future__ import annotations

import errno
import json
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any

import pytest

from qabot.core.errors import QabotError, StorageFailed
from qabot.core.settings import Home, NetworkSettings, Settings
from qabot.corpus import article_reader
from qabot.corpus.feeds.subscriptions_db import FeedState
from qabot.corpus.fetch.clock import Clock
from qabot.index.build.corpus_watcher import CorpusWatcher, FeedsPulled
from qabot.index.build.indexer import BuildReport
from tests.cli.helpers import LIMIT, command, environment, run_qabot
from tests.conftest import MakeHome, article, write_corpus
from tests.corpus.feeds.documents import rss, whole_items
from tests.homes import WITHOUT_READER
from tests.sites import Answer, serving

FILES = {"a.md": article("Zorblax council", "Zorblax council bought a payroll system.", published="2015")}


class Watching:
    """A process that watches."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Listen to it."""
        self.process = process

    def line(self) -> Any:
        """Return the next thing that it says it did."""
        assert self.process.stdout
        return json.loads(self.process.stdout.readline())

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Send it a signal, and return its exit code and what it said on standard error."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=LIMIT)
        return self.process.returncode, errors


@contextmanager
def watching(home: Home) -> Generator[Watching]:
    """Have the index of a home watched while inside."""
    line = command("index", "--watch", "--json", home=home)
    env = environment({"QABOT_PRIVATE_ADDRESSES": "true"})
    pipe = subprocess.PIPE
    with subprocess.Popen(line, stdout=pipe, stderr=pipe, stdin=subprocess.DEVNULL, env=env, text=True) as process:
        try:
            yield Watching(process)
        finally:
            process.kill()


def test_files_and_feeds_come_in_as_they_change(make_home: MakeHome) -> None:
    home = make_home(FILES)
    with serving() as site, watching(home) as watched:
        write_corpus(home, {"b.md": article("Wombat council", "Wombat council sold its data centre.")})
        said = watched.line()
        assert (said["schema"], said["what"], said["added"], said["removed"]) == ("qabot.index-event/1", "index", 1, 0)

        write_corpus(
            home, {"c.md": "---\ntitle: [\n---\nbroken", "d.md": article("Numbat", "Numbat hired an officer.")}
        )
        said = watched.line()
        assert said["added"] == 1
        assert "1 note" in said["text"]

        site.routes["/feed"] = Answer(rss(whole_items(2)))
        with FeedState.open(home.corpus) as state:
            state.subscribe(f"{site.url}/feed")
            state.subscribe(f"{site.url}/gone")
        said = watched.line()
        assert (said["what"], said["asked"], said["failed"], said["added"]) == ("feeds", 2, 1, 2)
        assert watched.line()["added"] == 2

        (home.corpus / "a.md").unlink()
        assert watched.line()["removed"] == 1
        assert watched.end(signal.SIGINT) == (0, "")
    assert run_qabot("verify-index", home=home).code == 0


def test_sigterm_ends_it_cleanly(make_home: MakeHome) -> None:
    home = make_home(FILES)
    with watching(home) as watched:
        write_corpus(home, {"b.md": article("Wombat council", "Wombat council sold its data centre.")})
        assert watched.line()["added"] == 1
        assert watched.end(signal.SIGTERM) == (0, "")


def test_being_killed_while_it_builds_loses_no_article(make_home: MakeHome) -> None:
    home = make_home(FILES)
    with watching(home) as watched:
        write_corpus(home, {"b.md": article("Wombat council", "Wombat council sold its data centre.")})
        watched.line()
        write_corpus(home, {f"{number}.md": article(f"N {number}", f"Numbat {number} came.") for number in range(20)})
        assert watched.end(signal.SIGKILL)[0] == -signal.SIGKILL
    with watching(home) as watched:
        write_corpus(home, {"z.md": article("Zebra council", "Zebra council closed.")})
        seen = 0
        while seen < 21:  # all that waits may come in one step or two
            seen += watched.line()["added"]
        assert watched.end(signal.SIGINT) == (0, "")
    assert run_qabot("status", "--json", home=home).document()["articles"] == 23


def test_it_does_not_go_with_a_dry_run(make_home: MakeHome) -> None:
    refused = run_qabot("index", "--watch", "--dry-run", home=make_home(FILES))
    assert refused.code == 2


def test_a_full_disk_does_not_end_it_nor_has_it_ask_at_every_look(
    make_home: MakeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(make_home(FILES), reader=WITHOUT_READER.reader, network=NetworkSettings(True))
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    looks, note_seen, monotonic = [0.0, 59.0, 62.0], FeedState.note_seen, time.monotonic
    passed, asked, told = [0.0], list[int](), list[object]()

    def watch(*_: object, **_options: object) -> Iterator[set[object]]:
        for seconds in looks:
            passed[0] = seconds
            yield set()
            asked.append(site.times_asked("/feed"))

    def refuse(*_: object) -> None:
        monkeypatch.setattr(FeedState, "note_seen", note_seen)
        raise full

    monkeypatch.setattr("watchfiles.watch", watch)
    monkeypatch.setattr(FeedState, "note_seen", refuse)
    monkeypatch.setattr(Clock, "now", lambda _: monotonic() + passed[0])  # pyright: ignore[reportUnknownArgumentType, reportUnknownLambdaType]
    with serving() as site, FeedState.open(settings.home.corpus) as state:
        site.routes["/feed"] = Answer(rss(whole_items(1)))
        state.subscribe(f"{site.url}/feed")
        CorpusWatcher(settings, state, told.append).run()
    assert asked == [1, 1, 2]
    (trouble,) = (each for each in told if isinstance(each, QabotError))
    assert isinstance(trouble, StorageFailed)
    assert "is full" in str(trouble)
    (pulled,) = (each for each in told if isinstance(each, FeedsPulled))
    assert [each.has_failed for each in pulled.pulled] == [False]


def test_what_a_disk_kept_back_is_read_again_after_a_while(
    make_home: MakeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(make_home(FILES), reader=WITHOUT_READER.reader)
    write_corpus(settings.home, {"new.md": article("New", "The vorpal ferry sails on Sundays.")})
    looks, opening, monotonic = [0.0, 30.0, 59.0, 130.0], article_reader._open, time.monotonic  # pyright: ignore[reportPrivateUsage]
    passed, built = [0.0], list[tuple[float, tuple[str, ...], list[bool]]]()

    def watch(*_: object, **_options: object) -> Iterator[set[object]]:
        for seconds in looks:
            passed[0] = seconds
            yield set()

    def tell(event: object) -> None:
        assert isinstance(event, BuildReport)
        built.append((passed[0], event.added, [each.refused for each in event.problems]))

    def read(path: Path) -> BufferedReader:
        if path.name == "new.md" and passed[0] < 30:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return opening(path)

    monkeypatch.setattr("watchfiles.watch", watch)
    monkeypatch.setattr(article_reader, "_open", read)
    monkeypatch.setattr(Clock, "now", lambda _: monotonic() + passed[0])  # pyright: ignore[reportUnknownArgumentType, reportUnknownLambdaType]
    with FeedState.open(settings.home.corpus) as state:
        CorpusWatcher(settings, state, tell).run()
    assert built == [(0.0, (), [True]), (130.0, ("new",), [])]
