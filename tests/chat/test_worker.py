"""The worker that owns a session: what is called off leaves no trace, what was opened is closed, reports are made."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from qabot import reports
from qabot.chat.command_results import Refused
from qabot.chat.commands import Given, parse
from qabot.chat.exchange import Request
from qabot.chat.handlers import execute
from qabot.chat.headless_chat import Chat, ChatContext
from qabot.chat.history import History
from qabot.chat.worker import SessionWorker
from qabot.core.answers import Turn
from qabot.core.questions import Filters
from qabot.core.settings import Home, Settings
from qabot.engine.session import Session

PATIENCE_S = 60
"""How long one thread waits for another before the test fails, on however busy a machine."""


class Gate:
    """Holds a call up until it is opened, and tells once one is held up."""

    def __init__(self) -> None:
        """Begin closed."""
        self.is_reached, self.is_open = threading.Event(), threading.Event()

    def hold(self) -> None:
        """Wait until it is opened."""
        self.is_reached.set()
        assert self.is_open.wait(PATIENCE_S)

    async def reached(self) -> None:
        """Wait until a call is held up."""
        assert await asyncio.to_thread(self.is_reached.wait, PATIENCE_S)


async def cancelled(work: asyncio.Task[object], gate: Gate) -> None:
    """Call something off while it is held up, and let it go on."""
    await gate.reached()
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    gate.is_open.set()


def test_asking_again_in_an_earlier_place_that_is_called_off_leaves_what_stood_there(
    starter_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate()
    session = Session.open_lexical(Settings(starter_home))

    async def called_off() -> tuple[Turn, list[Turn]]:
        worker = SessionWorker(lambda: session)
        await worker.open()
        turn, place = await worker.ask(Request("What did Socitm say?", Filters()))
        again = session.ask_again

        def ask_again(place: int, text: str, filters: Filters, limit: int, *, infer: bool, alone: bool) -> Turn:
            gate.hold()
            return again(place, text, filters, limit, infer=infer, alone=alone)

        monkeypatch.setattr(session, "ask_again", ask_again)
        await cancelled(asyncio.create_task(worker.ask(Request("Who is MAST?", Filters()), place)), gate)
        await worker.waiting()  # which comes behind what was to be undone
        turns = list(session.turns)
        worker.close()
        return turn, turns

    turn, turns = asyncio.run(called_off())
    assert turns == [turn]


def test_a_session_that_opens_while_the_worker_closes_is_closed(starter_home: Home) -> None:
    gate, is_closed = Gate(), threading.Event()

    class Slow(Session):
        def close(self) -> None:
            super().close()
            is_closed.set()

    def opened() -> Session:
        gate.hold()
        return Slow.open_lexical(Settings(starter_home))

    async def closed_meanwhile() -> None:
        worker = SessionWorker(opened)
        opening = asyncio.create_task(worker.open())
        await gate.reached()
        worker.close()
        gate.is_open.set()
        await opening

    asyncio.run(closed_meanwhile())
    assert is_closed.wait(PATIENCE_S)


@pytest.mark.parametrize(
    ("typed", "maker"),
    [
        ("/figures GDS", "figure_ledger"),
        ("/timeline GDS", "topic_timeline"),
        ("/said Socitm", "said"),
        ("/brief GDS", "topic_brief"),
    ],
)
def test_a_report_is_made_where_the_index_is_asked_and_not_where_the_screen_is_drawn(
    starter_home: Home, monkeypatch: pytest.MonkeyPatch, typed: str, maker: str
) -> None:
    made_on: list[str] = []
    make: Callable[..., object] = getattr(reports, maker)

    def noted(*given: object) -> object:
        made_on.append(threading.current_thread().name)
        return make(*given)

    monkeypatch.setattr(reports, maker, noted)

    async def reported() -> None:
        worker = SessionWorker(lambda: Session.open_lexical(Settings(starter_home)))
        await worker.open()
        context = ChatContext(starter_home.path, History.off(), starter_home.path, True)
        command = parse(typed)
        assert isinstance(command, Given)
        told = await execute(Chat(worker, context), command, None)
        worker.close()
        assert not isinstance(told, Refused)

    asyncio.run(reported())
    assert len(made_on) == 1
    assert made_on[0].startswith("qabot-session")
