"""The newest answers of a server, kept while their index and the lists of its home answer.

A page that is loaded again, its downloads and a feed that is asked for every hour cost no second search. They are kept
for no one: whoever asks the same is answered the same, and who asks it meanwhile waits for the answer under way.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from typing import Generic, Self, TypeVar

from msgspec import Struct

from qabot.core.dates import utc_now
from qabot.engine.engine import Engine
from qabot.engine.list_files import ListsState

T = TypeVar("T")


class AnsweringState(Struct, frozen=True):
    """What an answer depends on besides what is asked."""

    generation: str
    """The generation that answers."""
    lists: ListsState
    """The lists of the home."""
    today: date
    """The day that "last week" counts from."""

    @classmethod
    def now(cls, engine: Engine) -> Self:
        """Return what answers of an engine depend on now."""
        return cls(engine.searched.generation, engine.lists_state, utc_now().astimezone().date())


class GivenAnswers(Generic[T]):
    """For any number of threads."""

    def __init__(self, most: int, generation_of: Callable[[T], str]) -> None:
        """Keep nothing yet.

        Args:
            most: How many answers to keep; those that were asked for longest ago go first.
            generation_of: Returns the generation that an answer is from.
        """
        self._most = most
        self._generation_of = generation_of
        self._kept: OrderedDict[tuple[AnsweringState, Hashable], T] = OrderedDict()
        self._under_way: dict[tuple[AnsweringState, Hashable], threading.Lock] = {}
        self._changing = threading.Lock()

    def answer(self, state: AnsweringState, asked: Hashable, make: Callable[[], T]) -> T:
        """Return the answer that is kept, or else make it.

        Args:
            state: What answers now.
            asked: Tells what is asked from all else.
            make: Answers; of a generation that came in meanwhile the answer is given, and not kept.
        """
        key = state, asked
        with self._changing:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            making = self._under_way.setdefault(key, threading.Lock())
        with making:
            with self._changing:
                if key in self._kept:
                    return self._kept[key]
            try:
                answer = make()
                self._keep(key, answer)
                return answer
            finally:
                with self._changing:
                    self._under_way.pop(key, None)

    def _keep(self, key: tuple[AnsweringState, Hashable], answer: T) -> None:
        if self._generation_of(answer) != key[0].generation:
            return
        with self._changing:
            self._kept[key] = answer
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
