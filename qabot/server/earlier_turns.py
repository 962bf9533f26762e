"""What was asked before, answered once more where it is not remembered: follow-ups go on from answers too.

An address names the questions it goes on from; what came of the newest few of all visitors is kept, so that going on
costs one answer. It is kept for no one: whoever names the same questions is answered the same.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from msgspec.structs import replace

from qabot.core.answers import Turn
from qabot.core.conversation_context import NO_CONTEXT, ConversationContext, EarlierTurn
from qabot.engine.engine import Engine
from qabot.server.given_answers import AnsweringState
from qabot.server.question_address import SHOWN, EarlierQuestion, QuestionAddress

_MOST = 256
"""Answers that are remembered, each some tens of kilobytes."""
_Chain = tuple[AnsweringState, tuple[EarlierQuestion, ...]]


class EarlierTurns:
    """For any number of threads."""

    def __init__(self, most: int = _MOST) -> None:
        """Remember nothing yet, and later the newest of so many answers."""
        self._most = most
        self._known: OrderedDict[_Chain, EarlierTurn] = OrderedDict()
        self._changing = threading.Lock()

    def __len__(self) -> int:
        """Return how many answers are remembered."""
        return len(self._known)

    def answer(self, engine: Engine, asked: QuestionAddress) -> Turn:
        """Answer a question behind those that it goes on from.

        Raises:
            IndexCorrupt: A part of the index that was not read before turns out to be damaged.
        """
        state = AnsweringState.now(engine)
        context = NO_CONTEXT if asked.alone else self._context(engine, state, asked.earlier)
        turn = engine.answer(asked.text, asked.filters, asked.limit, context, None, infer=asked.infer)
        if asked.limit == SHOWN:
            self._keep((replace(state, generation=turn.generation), asked.begun), turn)
        return turn

    def _context(
        self, engine: Engine, state: AnsweringState, earlier: Sequence[EarlierQuestion]
    ) -> ConversationContext:
        turns: list[EarlierTurn] = []
        for number, each in enumerate(earlier, start=1):
            chain = state, tuple(earlier[:number])
            known = self._known.get(chain)
            if known is None:
                context = ConversationContext(tuple(turns))
                turn = engine.answer(each.text, None, SHOWN, context, None, infer=each.infer)
                known = self._keep((replace(state, generation=turn.generation), chain[1]), turn)
            turns.append(known)
        return ConversationContext(tuple(turns))

    def _keep(self, chain: _Chain, turn: Turn) -> EarlierTurn:
        kept = EarlierTurn(turn.question, turn.answer.evidence)
        with self._changing:
            self._known[chain] = kept
            self._known.move_to_end(chain)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return kept
