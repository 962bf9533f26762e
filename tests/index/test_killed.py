"""A build that is killed, at whatever stage, leaves an index that opens and answers, and the next build clears up."""

from __future__ import annotations

import signal
import subprocess

import pytest

from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.engine.session import Session
from qabot.index.build.indexer import update
from qabot.index.current_generation import current_name
from qabot.index.snapshot import open_current
from qabot.index.verification import verify
from tests import forked
from tests.conftest import MakeHome, article, write_corpus

_BUILD = """
import os, signal, sys
from pathlib import Path
from qabot.index import publication
from qabot.index.build import indexer

from qabot.core.settings import Home, ModelSettings

home, stage, done, rebuild = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4] == "rebuild"

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def watch(message):
    if message.stage == stage and message.done >= done:
        die()

if stage == "switch":
    assert publication.switch
    publication.switch = die
elif stage == "replace":
    Path.replace = die
elif stage == "prune":
    assert indexer.remove_old_generations
    indexer.remove_old_generations = die
indexer.update(Home(home), ModelSettings(), watch, rebuild=rebuild)
"""
_STAGES = [
    ("scan", 0, "add"),
    ("read", 1, "add"),
    ("model", 0, "rebuild"),
    ("split", 1, "add"),
    ("embed", 1, "add"),
    ("write", 0, "add"),
    ("write", 1, "add"),
    ("write", 2, "edit"),
    ("write", 3, "edit"),
    ("publish", 0, "add"),
    ("switch", 0, "edit"),
    ("replace", 0, "add"),
    ("prune", 0, "edit"),
    ("publish", 1, "edit"),
]


_OTHERS = {f"z{number}.md": article(f"Tram {number}", f"Trams run on line {number}.") for number in range(12)}
"""With these, an edit is a small part of the index, and is written behind it; without, all is laid out anew."""


@pytest.mark.parametrize("others", [{}, _OTHERS], ids=["few", "many"])
@pytest.mark.parametrize(("stage", "done", "change"), _STAGES)
def test_killed_at_every_stage(make_home: MakeHome, stage: str, done: int, change: str, others: dict[str, str]) -> None:
    if others and change == "add":
        pytest.skip("nothing is laid out anew for an addition")
    home = make_home(
        {"a.md": article("Servers", "Servers cost £4m."), "b.md": article("Payroll", "Payroll is shared.")} | others
    )
    before = current_name(home.index)
    new = {"c.md": article("Identity", "Identity is led by Jane Roe.")}
    write_corpus(home, new if change == "add" else {"a.md": article("Servers", "Servers cost £5m.")} | new)

    killed = subprocess.run(
        forked.script(_BUILD, str(home.path), stage, str(done), change), check=False, capture_output=True, timeout=120
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()

    published = stage in {"prune", "publish"} and (stage, done) != ("publish", 0)
    assert (current_name(home.index) != before) is published
    assert answers(home, "what did servers cost")
    assert answers(home, "who leads identity") is published

    report = update(home, ModelSettings(), ignore_progress)
    assert report.articles == 3 + len(others)
    assert not others or len(open_current(home.index).manifest.segments) > 1, "all was laid out anew"
    assert answers(home, "who leads identity")
    assert list(verify(open_current(home.index).folder)) == []
    left_over = [path.name for path in home.index.iterdir() if path.name.startswith(".draft")]
    assert left_over == []
    assert len([path for path in home.index.iterdir() if path.is_dir()]) <= 2


def answers(home: Home, question: str) -> bool:
    """Whether a question finds the article on identity or on servers, whichever it is about."""
    subject = "Identity" if "identity" in question else "Servers"
    with Session.open(Settings(home)) as session:
        return any(each.article.title == subject for each in session.ask(question).answer.evidence)
