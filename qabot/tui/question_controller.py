"""Putting questions to the desk, and showing what comes of them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Protocol

from qabot.chat.filter_chips import as_operators
from qabot.chat.history import PastQuestion, new_conversation
from qabot.chat.worker import Request
from qabot.core.answers import Turn
from qabot.core.errors import QabotError
from qabot.core.questions import Filters
from qabot.tui.context import AppContext
from qabot.tui.widgets.transcript import Transcript
from qabot.tui.widgets.turn_block import Refused, TurnBlock

MORE = 3
"""How many further passages are shown when more are wanted."""


class OnAnswer(Protocol):
    """Is told of an answer that was shown, and whether it is to be brought into sight."""

    def __call__(self, block: TurnBlock, *, in_sight: bool) -> None:
        """Take this block in."""


class QuestionController:
    """Runs the questions of one conversation. What is cancelled while it waits is shown as stopped."""

    def __init__(self, kit: AppContext, transcript: Transcript, on_answer: OnAnswer) -> None:
        """Show answers in this transcript, and tell each time that one was shown."""
        self.filters = Filters()
        """What every question is limited to."""
        self.is_private = False
        """Whether questions are kept out of the history."""
        self._kit = kit
        self._transcript = transcript
        self._on_answer = on_answer
        self._conversation = new_conversation()

    async def ask(self, text: str) -> None:
        """Ask a new question."""
        is_first, waits = not self._transcript.turns, not self._kit.desk.is_open
        block = TurnBlock(Request(text, self.filters), self._kit.glyphs, is_first=is_first, waits=waits)
        block.is_private = self.is_private
        await self._transcript.add(block)
        await self._answer(block)

    async def refuse(self, block: TurnBlock, matter: Refused) -> None:
        """Ask again without something that was understood."""
        refused = {"alone": True} if matter == "carried_over" else {"infer": False}
        block.request = replace(block.request, **refused)
        await self._answer(block)

    async def more(self, block: TurnBlock) -> None:
        """Show further passages for a question."""
        block.request = replace(block.request, limit=block.request.limit + MORE)
        await self._answer(block)

    async def read_for_meaning(self) -> None:
        """Ask again what was answered by words alone, each answer in its place; the reader stays where they are."""
        for block in self._transcript.turns:
            if block.is_by_words:
                await self._answer(block, in_sight=False)

    async def begin_anew(self) -> None:
        """Begin a new conversation; its filters go as well."""
        self.filters = Filters()
        self._conversation = new_conversation()
        await self._transcript.empty()
        if self._kit.desk.is_open:
            self._kit.desk.forget()

    async def _answer(self, block: TurnBlock, *, in_sight: bool = True) -> None:
        try:
            turn, place = await self._kit.desk.ask(block.request, block.place)
        except asyncio.CancelledError:
            self._transcript.call_later(block.stop)
            raise
        except QabotError as error:
            await block.show_error(error)
            return
        await block.show(turn, place)
        if not (block.is_private or self.is_private):
            self._keep(block, turn)
        self._on_answer(block, in_sight=in_sight)

    def _keep(self, block: TurnBlock, turn: Turn) -> None:
        """Keep a question in the history; what was answered once more stays one question."""
        history, request = self._kit.history, block.request
        home = self._kit.settings.home.path
        past = PastQuestion.of(turn, request.text, home, self._conversation, as_operators(request.filters))
        if block.kept is None:
            block.kept = history.add(past)
        else:
            history.amend(block.kept, past)
