"""A clock that is put back between commands: what came last counts as last, and no age is below nought."""

from __future__ import annotations

import datetime as dt
import re
import sys
from pathlib import Path

import pytest

from qabot.chat.history import History, PastQuestion, default_path
from qabot.core.settings import Home
from qabot.corpus.fetch.clock import Clock
from tests.cli.conftest import Call
from tests.conftest import MakeHome, article, write_corpus
from tests.corpus.feeds.documents import rss, whole_items
from tests.sites import Answer, serving

DAYS = (0, -400, -800)
BELOW_NOUGHT = re.compile(r"-\d+ (second|minute|hour|day|week|month|year)|\bin \d[^\n]* ago")


def put_to(days: int, patched: pytest.MonkeyPatch) -> None:
    """Let every module of qabot that looks at the clock see it so many days off."""
    real, off = dt.datetime, dt.timedelta(days=days)

    class PutBack(real):
        """A clock that is off."""

        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return real.now(tz) + off

    for name, module in list(sys.modules.items()):
        if name.startswith("qabot.") and vars(module).get("datetime") is real:
            patched.setattr(module, "datetime", PutBack)


def do_not_wait(_clock: Clock, _seconds: float) -> None:
    """Wait for no host."""


def asked(text: str) -> PastQuestion:
    """Return a question that was asked at the time that `qabot.chat.history` believes it is."""
    now = vars(sys.modules["qabot.chat.history"])["datetime"].now(dt.UTC)
    return PastQuestion(0, now, "/news", "c", text, "", "strong", 1, "a", "A", "20261124-ab")


def test_what_came_last_is_last(make_home: MakeHome, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    home = make_home({"a.md": article("Trams", "The quibbly tram runs to the harbour again.")})
    monkeypatch.setenv("QABOT_PRIVATE_ADDRESSES", "true")
    monkeypatch.setattr(Clock, "sleep", do_not_wait)
    current: list[str] = []
    with serving() as site:
        site.routes["/feed"] = Answer(rss(whole_items(1)))
        assert call("feeds", "add", f"{site.url}/feed", home=home).code == 0
        for number, days in enumerate(DAYS):
            with monkeypatch.context() as patched:
                put_to(days, patched)
                current.append(a_round(number, home, call))
    assert current == sorted(current)
    assert len(set(current)) == len(DAYS)
    listed = call("corpus", "list", "--removed", home=home).stdout
    assert [line.split()[-1] for line in listed.splitlines()] == ["gone2", "gone1", "gone0"]
    history = [line.split()[-2:] for line in call("history", "list").stdout.splitlines() if "question" in line]
    assert history == [["question", "2"], ["question", "1"], ["question", "0"]]
    assert call("rollback", home=home).code == 0
    assert (home.index / "CURRENT").read_text() == current[-2]
    assert not list(Path(home.index).glob(".*.new"))


def a_round(number: int, home: Home, call: Call) -> str:
    """Add, remove, pull, ask and build, look at all that has an age, and return what the index is called."""
    names = (f"new{number}", f"gone{number}")
    write_corpus(home, {f"{each}.md": article(each, f"Story {each} is about the {each} ferry.") for each in names})
    assert call("corpus", "remove", f"gone{number}", home=home).code == 0
    pulled = call("feeds", "pull", home=home)
    assert (pulled.code, "1 feed asked" in pulled.stdout) == (0, True)
    assert call("index", home=home).code == 0
    with History.open(default_path()) as history:
        history.add(asked(f"question {number}"))
    for command in (("status",), ("feeds", "list"), ("doctor",)):
        said = call(*command, home=home).stdout
        assert not BELOW_NOUGHT.search(said), said
    assert not BELOW_NOUGHT.search(call("history", "list").stdout)
    assert call("verify-index", home=home).code == 0
    return (home.index / "CURRENT").read_text()
