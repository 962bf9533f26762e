"""Showing what comes of questions: each in its block of the transcript."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Protocol

from qabot.chat.command_results import AskResult, Failed
from qabot.chat.headless_chat import Chat
from qabot.tui.glyphs import Glyphs
from qabot.tui.widgets.transcript import Transcript
from qabot.tui.widgets.turn_block import Refused, TurnBlock


class OnAnswer(Protocol):
    """Is told of an answer that was shown, and whether it is to be brought into sight."""

    def __call__(self, block: TurnBlock, *, in_sight: bool) -> None:
        """Take this block in."""


class QuestionController:
    """Shows the questions of a conversation. What is cancelled while it waits is shown as stopped."""

    def __init__(self, chat: Chat, glyphs: Glyphs, transcript: Transcript, on_answer: OnAnswer) -> None:
        """Show answers in this transcript, and tell each time that one was shown."""
        self._chat = chat
        self._glyphs = glyphs
        self._transcript = transcript
        self._on_answer = on_answer

    async def ask(self, text: str) -> None:
        """Ask a new question."""
        is_first, waits = not self._transcript.turns, not self._chat.asker.is_open
        block = TurnBlock(self._chat.put(text), self._glyphs, is_first=is_first, waits=waits)
        await self._transcript.add(block)
        await self._follow(block, self._chat.answer(block.exchange))

    async def refuse(self, block: TurnBlock, matter: Refused) -> None:
        """Ask again without something that was understood."""
        matters = ("carried",) if matter == "carried_over" else ("dates",)
        await self._follow(block, self._chat.drop(matters, block.exchange))

    async def read_for_meaning(self) -> None:
        """Ask again what was answered by words alone, each answer in its place; the reader stays where they are."""
        for block in self._transcript.turns:
            if block.exchange.is_by_words and block.exchange in self._chat.exchanges:  # it may begin anew meanwhile
                await self._follow(block, self._chat.answer(block.exchange), in_sight=False)

    async def show(self, result: AskResult, *, in_sight: bool = True) -> None:
        """Show what came of a question, unless the conversation has gone on without it."""
        block = next((each for each in self._transcript.turns if each.exchange is result.exchange), None)
        if block is None:
            return
        if isinstance(result, Failed):
            await block.show_error(result.error)
            if in_sight:  # it stands below the answers so far
                self._transcript.show(block)
        else:
            await block.show()
            self._on_answer(block, in_sight=in_sight)

    async def _follow(self, block: TurnBlock, asking: Awaitable[AskResult], *, in_sight: bool = True) -> None:
        try:
            result = await asking
        except asyncio.CancelledError:
            self._transcript.call_later(block.stop)
            raise
        await self.show(result, in_sight=in_sight)
