"""Asynchronous tests run on asyncio, as the chat does; small homes start faster than the starter corpus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

from qabot.chat import index_status
from qabot.core.answers import Turn
from qabot.core.questions import Filters
from qabot.core.settings import Home, Settings
from qabot.engine.session import Session
from tests import forked
from tests.cli.conftest import TRAMS
from tests.cli.helpers import judge_by_nearness
from tests.homes import indexed_home


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """What runs the tests that are marked `anyio`."""
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def style_sheets_are_parsed_once() -> Iterator[None]:
    """Have hundreds of chats share what Textual makes of the same style sheets: a tenth of the time that they take.

    It keeps that itself, but for one application; and it tells its rules apart by identity, through a call in Python.
    """
    parse: Any = Stylesheet._parse_rules  # pyright: ignore[reportPrivateUsage] - as its own cache does
    parsed: dict[object, list[RuleSet]] = {}

    def parse_once(sheet: Stylesheet, css: str, *where: Any, **how: Any) -> list[RuleSet]:
        variables = sheet._variables  # pyright: ignore[reportPrivateUsage]
        key = (css, where, tuple(how.items()), frozenset(variables.items()))
        if key not in parsed:
            parsed[key] = parse(sheet, css, *where, **how)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Stylesheet, "_parse_rules", parse_once)
        patched.setattr(RuleSet, "__hash__", object.__hash__)
        yield


@pytest.fixture(scope="session", autouse=True)
def a_chat_draws_when_it_is_at_rest() -> Iterator[None]:
    """Have chats that no terminal shows lay out each frame, but draw only those at rest: a seventh of their time.

    Textual draws a frame sixty times a second, and without a terminal throws it away. What is to be drawn is kept until
    `helpers.settled` draws it, or somebody looks.
    """
    kind: Any = Screen
    draw = kind._compositor_refresh

    def draw_at_rest(screen: Any) -> None:
        if screen.app.is_headless and screen is screen.app.screen:
            screen._dirty_widgets.clear()  # the compositor has been told their regions
            screen.app._update_mouse_over(screen)
        else:
            draw(screen)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kind, "_compositor_refresh", draw_at_rest)
        yield


@pytest.fixture(scope="session", autouse=True)
def examples_are_tried_once() -> Iterator[None]:
    """Have the chats about the same index share what comes of trying its example questions: up to 64 answers each.

    A session that a test makes do something else when it is asked tries them itself.
    """
    probe = Session.probe
    tried: dict[object, Turn] = {}

    def probe_once(session: Session, text: str, filters: Filters | None = None) -> Turn:
        if filters is not None or type(session)._answered is not Session._answered:  # pyright: ignore[reportPrivateUsage] - what tests change
            return probe(session, text, filters)
        with session.engine.lease() as current:
            files = current.generation.manifest.files.values()
            key = (text, *(each.sha256 for each in files), current.models)
        if key not in tried:
            tried[key] = probe(session, text)
        return tried[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Session, "probe", probe_once)
        yield


@pytest.fixture
def looked_up_by_a_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the process that looks at the index forked: what starts it is tried by the tests of what it tells."""
    command = index_status.command

    def forked_command(settings: Settings, task: Literal["status"]) -> list[str | bytes]:
        line = command(settings, task)
        return forked.command(*line[line.index("status") :])

    monkeypatch.setattr(index_status, "command", forked_command)


@pytest.fixture(scope="session")
def tram_home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Reprints of one story and two other articles, indexed; what is near is strong. Not to be changed."""
    return judge_by_nearness(indexed_home(starter_home, tmp_path_factory.mktemp("tui-trams"), TRAMS))
