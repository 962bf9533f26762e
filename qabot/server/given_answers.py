"""The newest answers of a server, kept while their index and the lists of its home answer.

A page that is loaded again, its downloads and a feed that is asked for every hour cost no second search. They are kept
for no one: whoever asks the same is answered the same.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import date

from qabot.core.answers import Turn
from qabot.engine.list_files import ListsState
from qabot.server.question_address import QuestionAddress

_MOST = 64
"""Answers that are kept, each some tens of kilobytes."""
_Asked = tuple[str, ListsState, date, QuestionAddress]


class GivenAnswers:
    """For any number of threads."""

    def __init__(self, most: int = _MOST) -> None:
        """Keep nothing yet, and later the newest of so many."""
        self._most = most
        self._kept: OrderedDict[_Asked, Turn] = OrderedDict()
        self._changing = threading.Lock()

    def find(self, generation: str, lists: ListsState, today: date, asked: QuestionAddress) -> Turn | None:
        """Return the answer that a generation gave to a question today, by these lists; None where it is not kept."""
        return self._kept.get((generation, lists, today, asked))

    def keep(self, lists: ListsState, today: date, asked: QuestionAddress, turn: Turn) -> None:
        """Keep an answer, and let the oldest go."""
        with self._changing:
            self._kept[turn.generation, lists, today, asked] = turn
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
