"""A conversation without a shell: what was asked, what limits it, what is kept of it, and how it goes on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from qabot import reports
from qabot.chat.asker import Asker
from qabot.chat.command_results import Answered, AskResult, CaughtUp, Failed, MoreShown
from qabot.chat.exchange import Exchange, Request
from qabot.chat.filter_chips import as_operators
from qabot.chat.history import History, PastQuestion, new_conversation
from qabot.core.answers import Turn
from qabot.core.dates import utc_now
from qabot.core.errors import QabotError, UsageError
from qabot.core.questions import Filters

if TYPE_CHECKING:
    from qabot.reports.brief.pin_store import PinStore

MORE = 3
"""How many further passages are shown when more are wanted."""
ReadInto = Literal["carried", "dates"]
"""What can be read into a question: what it takes over from those before, and dates in its own words."""
READ_INTO: tuple[ReadInto, ...] = ("carried", "dates")


class ChatContext(Struct, frozen=True):
    """Where a chat takes place."""

    home: Path
    """Whose articles are asked."""
    history: History
    """Earlier questions; one that keeps nothing for a private chat."""
    folder: Path
    """Where exports go: the folder qabot was started in."""
    has_screens: bool
    """Whether the shell can show something on a screen of its own."""
    clock: Callable[[], datetime] = utc_now
    """Tells the time, in UTC."""
    pins: Path | None = None
    """The file of pinned passages; None where none are kept beyond the chat."""

    @property
    def now(self) -> datetime:
        """The time, as the reader's clock has it."""
        return self.clock().astimezone()

    @property
    def today(self) -> date:
        """The day, as the reader's calendar has it."""
        return self.now.date()


class Chat:
    """The conversation of one person, whatever shell shows it. Not for two threads at once."""

    def __init__(self, asker: Asker, context: ChatContext, *, private: bool = False) -> None:
        """Begin a conversation.

        Args:
            asker: What questions are put to.
            context: Where it takes place.
            private: Whether to keep questions out of the history to begin with.
        """
        self.asker = asker
        """What questions are put to."""
        self.context = context
        """Where it takes place."""
        self.filters = Filters()
        """What every question is limited to."""
        self.topic = ""
        """What every question is about; empty where nothing is pinned."""
        self.is_private = private
        """Whether questions are kept out of the history."""
        self.exchanges: list[Exchange] = []
        """The questions so far, the oldest first, with those that wait or were stopped."""
        self._conversation = new_conversation()
        self._kept_pins: PinStore | None = None
        self._private_pins: PinStore | None = None

    @property
    def pins(self) -> PinStore:
        """What is pinned; while no history is kept, pins of their own, which end with the chat."""
        if self.is_private:
            self._private_pins = self._private_pins or reports.PinStore(None)
            return self._private_pins
        self._kept_pins = self._kept_pins or reports.PinStore(self.context.pins)
        return self._kept_pins

    @property
    def turns(self) -> list[Turn]:
        """What was answered, the oldest first."""
        return [each.turn for each in self.exchanges if each.turn]

    def answered(self, at: Exchange | None = None) -> tuple[Exchange, Turn]:
        """Return a question that was answered: this one, or the newest.

        Raises:
            UsageError: It was not answered yet, or nothing was.
        """
        known = [at] if at else reversed(self.exchanges)
        for exchange in known:
            if exchange.turn is not None:
                return exchange, exchange.turn
        raise UsageError("Nothing has been answered yet.", hint="Ask something first.")

    def put(self, text: str) -> Exchange:
        """Add a question, limited as questions are now; it is to be answered next."""
        exchange = Exchange(Request(text, self.filters, topic=self.topic), self._conversation, self.is_private)
        self.exchanges.append(exchange)
        return exchange

    async def answer(self, exchange: Exchange, request: Request | None = None) -> Answered | Failed:
        """Ask a question, or ask it again in its place, otherwise where another request is given.

        What is called off leaves the question as it was.
        """
        settled, exchange.request = exchange.request, request or exchange.request
        try:
            asked = exchange.request
            exchange.turn, exchange.place = await self.asker.ask(asked, exchange.place)
            settled = asked
        except QabotError as error:
            return Failed(exchange, error)
        finally:
            exchange.request = settled
        if not (exchange.is_private or self.is_private):
            self._keep(exchange, exchange.turn)
        return Answered(exchange)

    async def more(self, at: Exchange | None = None) -> AskResult:
        """Ask for further passages.

        Raises:
            UsageError: Nothing has been answered yet.
        """
        exchange, turn = self.answered(at)
        wider = replace(exchange.request, limit=exchange.request.limit + MORE)
        result = await self.answer(exchange, wider)
        return MoreShown(exchange, len(turn.answer.evidence)) if isinstance(result, Answered) else result

    async def drop(self, matters: Collection[ReadInto], at: Exchange | None = None) -> AskResult:
        """Ask again without what was read into a question.

        Raises:
            UsageError: Nothing has been answered yet, or nothing of the kind was read into it.
        """
        exchange, turn = self.answered(at)
        carried = "carried" in matters and turn.question.takes_over
        dates = "dates" in matters and turn.question.inferred is not None
        if not (carried or dates):
            raise UsageError("Nothing of the kind was read into the last question.", hint="Try /drop by itself.")
        request = exchange.request
        return await self.answer(
            exchange, replace(request, alone=request.alone or carried, infer=request.infer and not dates)
        )

    def begin_anew(self) -> None:
        """Begin a new conversation; its filters and its topic go as well."""
        self.filters = Filters()
        self.topic = ""
        self.exchanges.clear()
        self._conversation = new_conversation()
        if self.asker.is_open:
            self.asker.forget()

    async def catch_up(self) -> CaughtUp:
        """Go over to a newer index if there is one; where it cannot be read, the one there is answers on."""
        try:
            refreshed = await self.asker.refresh()
        except QabotError as error:
            return CaughtUp(error=error)
        return CaughtUp(refreshed[0]) if refreshed else CaughtUp()

    def _keep(self, exchange: Exchange, turn: Turn) -> None:
        """Keep a question in the history; what is answered once more stays one question."""
        history, request = self.context.history, exchange.request
        limits = as_operators(request.filters)
        past = PastQuestion.of(
            turn, request.text, self.context.home, exchange.conversation, self.context.clock(), limits
        )
        if exchange.kept is None:
            exchange.kept = history.add(past)
        else:
            history.amend(exchange.kept, past)
