"""Readers never wait for a writer, and never see half of one generation and half of another."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from filelock import FileLock

from qabot.core.errors import IndexLocked, NotFound
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.engine.session import Session
from qabot.index.build.indexer import update
from qabot.index.publication import roll_back
from qabot.index.snapshot import current_name, open_current
from tests.conftest import MakeHome, article, write_corpus

_READER = """
import json, re, sys
from pathlib import Path
from qabot.engine.session import Session
from qabot.core.settings import Home, Settings

settings = Settings(Home(Path(sys.argv[1])))
seen, opened = [], 0
print("ready", flush=True)
while not (settings.home.path / "stop").exists():
    with Session.open(settings) as session:
        opened += 1
        for _ in range(2):
            answer = session.ask("which edition is the register of services", limit=3).answer
            told = [article for e in answer.evidence for article in (e.article, *e.also_in)]
            editions = {int(re.search(r"edition (\\d+)", article.text)[1]) for article in told}
            assert len(told) == 3, answer
            assert len(editions) == 1, f"a torn index: {editions}"
            assert all(e.article.text[e.start : e.end] == e.text for e in answer.evidence)
            seen += editions
            session.refresh()
assert seen == sorted(seen), "an older generation came back"
print(json.dumps({"opened": opened, "editions": len(set(seen))}))
"""


def edition(number: int) -> dict[str, str]:
    return {
        f"{place}.md": article(f"Register of services in {place}", f"The register of services is edition {number}.")
        for place in ("leeds", "york", "hull")
    }


def test_readers_during_twenty_swaps(make_home: MakeHome) -> None:
    home = make_home(edition(0))
    reader = subprocess.Popen(
        [sys.executable, "-c", _READER, str(home.path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        for number in range(1, 21):
            write_corpus(home, edition(number))
            assert update(home, ModelSettings(), ignore_progress).published
        (home.path / "stop").touch()
        out, err = reader.communicate(timeout=60)
    assert reader.returncode == 0, err
    told = json.loads(out)
    assert told["opened"] > 5
    assert told["editions"] > 5, "the reader saw the index change"


def test_a_session_goes_on_with_its_generation_until_it_is_refreshed(make_home: MakeHome) -> None:
    home = make_home(edition(1))
    with Session.open(Settings(home)) as session:
        for number in (2, 3, 4):  # the session's generation is pruned meanwhile
            write_corpus(home, edition(number))
            update(home, ModelSettings(), ignore_progress)
        assert "edition 1" in session.ask("register of services").answer.evidence[0].article.text
        assert session.refresh()
        assert not session.refresh()
        assert "edition 4" in session.ask("register of services").answer.evidence[0].article.text
        assert len(session.turns) == 2


def test_a_second_writer_is_told_and_readers_go_on(make_home: MakeHome) -> None:
    home = make_home(edition(1))
    write_corpus(home, edition(2))
    with FileLock(home.index / ".lock"):
        with pytest.raises(IndexLocked, match="Another process"):
            update(home, ModelSettings(), ignore_progress)
        with Session.open(Settings(home)) as session:
            assert session.ask("register of services").answer.evidence
    assert update(home, ModelSettings(), ignore_progress).published, "a lock that is let go of leaves nothing behind"


def test_roll_back_and_forward(make_home: MakeHome) -> None:
    home = make_home(edition(1))
    write_corpus(home, edition(2))
    update(home, ModelSettings(), ignore_progress)
    first, second = open_current(home.index).manifest.previous, current_name(home.index)
    assert roll_back(home.index).name == first == current_name(home.index)
    assert text_of(home) == "The register of services is edition 1."
    report = update(home, ModelSettings(), ignore_progress)
    assert report.published
    assert text_of(home) == "The register of services is edition 2."
    assert current_name(home.index) > second
    roll_back(home.index)
    assert text_of(home) == "The register of services is edition 1."


def test_nothing_to_roll_back_to(make_home: MakeHome) -> None:
    home = make_home(edition(1))
    roll_back(home.index)  # to the index the home was made from
    with pytest.raises(NotFound, match="no earlier generation"):
        roll_back(home.index)


def text_of(home: Home) -> str:
    with Session.open(Settings(home)) as session:
        return session.article("leeds").text
