"""The conversation of one person with an index: what was asked so far, and what a follow-up takes over from it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date

from qabot.core.answers import Turn
from qabot.core.conversation_context import NO_CONTEXT, ConversationContext, EarlierTurn
from qabot.core.questions import Filters
from qabot.engine.engine import Engine

_SHOWN = 3
"""Pieces of evidence that are shown unless another number is asked for."""


class Conversation:
    """The turns of one person. Any number of them share an engine, and none sees another's.

    A person has one question under way at a time: one that comes before the last is answered waits for it.
    """

    def __init__(self, engine: Engine) -> None:
        """Begin a conversation; whoever opened the engine closes it."""
        self.engine = engine
        self.turns: list[Turn] = []
        self.topic = ""
        """What every question is asked of that is not to stand alone, until it is changed; empty for none."""
        self._earlier: list[EarlierTurn] = []
        """What is known of `turns`, behind those retraced."""
        self._speaking = threading.Lock()

    def ask(
        self,
        text: str,
        filters: Filters | None = None,
        limit: int = _SHOWN,
        *,
        infer: bool = True,
        alone: bool = False,
        today: date | None = None,
    ) -> Turn:
        """Answer a question and remember the turn; any text is a question.

        Args:
            text: As typed.
            filters: What to limit the search to.
            limit: How many pieces of evidence to return at the most.
            infer: Whether dates in the question's own words limit the search; never where most articles bear none.
            alone: Whether to take nothing over from earlier turns.
            today: The day that "last week" counts from; the present day by default.

        Raises:
            IndexCorrupt: A part of the index that was not read before turns out to be damaged.
        """
        with self._speaking:
            context = NO_CONTEXT if alone else ConversationContext(tuple(self._earlier), self.topic)
            turn = self._answered(text, filters, limit, context, today, infer=infer)
            self.turns.append(turn)
            self._earlier.append(EarlierTurn(turn.question, turn.answer.evidence))
            return turn

    def ask_again(
        self,
        place: int,
        text: str,
        filters: Filters | None = None,
        limit: int = _SHOWN,
        *,
        infer: bool = True,
        alone: bool = False,
    ) -> Turn:
        """Answer a question in the place of an earlier turn, counted from 0, as `ask` would have done then."""
        with self._speaking:
            retraced = len(self._earlier) - len(self.turns)
            earlier = tuple(self._earlier[: retraced + place])
            context = NO_CONTEXT if alone else ConversationContext(earlier, self.topic)
            turn = self._answered(text, filters, limit, context, None, infer=infer)
            self.turns[place] = turn
            self._earlier[retraced + place] = EarlierTurn(turn.question, turn.answer.evidence)
            return turn

    def withdraw(self, turn: Turn) -> None:
        """Take back the newest turn, so that what follows takes nothing over from it; any other stays."""
        with self._speaking:
            if self.turns and self.turns[-1] is turn:
                self.turns.pop()
                self._earlier.pop()

    def put_back(self, former: Turn, turn: Turn) -> None:
        """Have an earlier turn stand again where this one took its place; nothing changes where this one stands not."""
        with self._speaking:
            for place, each in enumerate(self.turns):
                if each is turn:
                    self.turns[place] = former
                    retraced = len(self._earlier) - len(self.turns)
                    self._earlier[retraced + place] = EarlierTurn(former.question, former.answer.evidence)

    def probe(self, text: str, filters: Filters | None = None) -> Turn:
        """Answer a question outside the conversation: nothing is taken over, and the turn is not remembered."""
        return self._answered(text, filters, 1, NO_CONTEXT, None, infer=True)

    def retrace(self, texts: Sequence[str], today: date | None = None) -> None:
        """Go on from questions asked elsewhere, such as by an earlier process; oldest first, as they were typed.

        Each is answered once more, since what follows goes on from the answers too; none of it is a turn here.

        Args:
            texts: The questions.
            today: The day that "last week" counts from; the present day by default.
        """
        with self._speaking:
            for text in texts:
                context = ConversationContext(tuple(self._earlier))
                turn = self._answered(text, None, _SHOWN, context, today, infer=True)
                self._earlier.append(EarlierTurn(turn.question, turn.answer.evidence))

    def forget(self) -> None:
        """Begin a new conversation."""
        with self._speaking:
            self.turns.clear()
            self._earlier.clear()
            self.topic = ""

    def _answered(
        self,
        text: str,
        filters: Filters | None,
        limit: int,
        context: ConversationContext,
        today: date | None,
        *,
        infer: bool,
    ) -> Turn:
        return self.engine.answer(text, filters, limit, context, today, infer=infer)
