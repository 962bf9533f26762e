"""The line at the top: what is asked, how old it is, and what is going on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from qabot.chat.asker import OpenedIndex
from qabot.output.attribution import text_count
from qabot.output.phrasing import counted
from qabot.tui.content import HEAD, QUIET, plain
from qabot.tui.glyphs import Glyphs

_UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))
State = Literal["opening", "words only", "ready", "no index", "building"]


class StatusBar(Horizontal):
    """Says in one line what there is to ask."""

    def __init__(self, glyphs: Glyphs) -> None:
        """Start before the index is open."""
        super().__init__(id="status")
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Show the name, what is asked, and the state at the right."""
        yield Static(plain("qabot", HEAD), classes="name")
        yield Static(classes="index")
        yield Static(classes="build")
        yield Static(plain("opening", QUIET), classes="state")

    def show_index(self, opened: OpenedIndex, waiting: int, now: datetime) -> None:
        """Say what is asked, how old it is, and what waits to be taken in."""
        searched = opened.searched
        years = f"{searched.first.year} to {searched.last.year}" if searched.first and searched.last else ""
        # What can be done about it comes before what is only good to know: a narrow line is cut at its end.
        todo = f"{counted(waiting, 'file')} waiting (/index)" if waiting else ""
        parts = [text_count(searched.articles, searched.briefs), todo, years, f"built {age(opened.built, now)}"]
        self.query_one(".index", Static).update(plain(self._glyphs.dot.join(filter(None, parts)), QUIET))

    def show_build(self, line: str) -> None:
        """Say how a build goes on; empty where none does."""
        self.query_one(".build", Static).update(plain(line, "$accent"))
        self.set_class(bool(line), "-building")

    def show_state(self, state: State, *, private: bool) -> None:
        """Say whether it answers by meaning already, and whether questions are kept."""
        self.query_one(".state", Static).update(plain(f"private{self._glyphs.dot}{state}" if private else state, QUIET))


def age(then: datetime, now: datetime) -> str:
    """Say how long ago something was, in the largest unit that fits: `just now`, `3 hours ago`, `12 days ago`."""
    passed = now - then
    for unit, noun in _UNITS:
        if passed >= unit:
            return f"{counted(passed // unit, noun)} ago"
    return "just now"
