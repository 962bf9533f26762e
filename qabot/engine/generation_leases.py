"""Who still reads which generation, so that one is closed when its last reader has left and not before."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager

from qabot.core.errors import InternalError
from qabot.engine.question_answerer import QuestionAnswerer
from qabot.index.generation_reading import OpenGeneration


class GenerationLeases:
    """The generation that answers, with its models, and leases on it and on those before it. For many threads."""

    def __init__(self, current: QuestionAnswerer) -> None:
        """Answer with this one until another takes its place; its generation is closed from here."""
        self._current = current
        # The current generation has a lease of its own, so that one is closed where a count comes to 0 and only there.
        self._leases = Counter([current.generation])
        self._is_closed = False
        self._ended = threading.Condition()

    @property
    def current(self) -> QuestionAnswerer:
        """What answers now. Without a lease only its manifest may be read."""
        return self._current

    @contextmanager
    def lease(self) -> Generator[QuestionAnswerer]:
        """Lend what answers now; its generation stays open until the lease ends, whatever takes its place meanwhile.

        Raises:
            InternalError: It was closed.
        """
        with self._ended:
            if self._is_closed:
                raise InternalError("The index was asked after it had been closed.", hint="Start qabot again.")
            leased = self._current
            self._leases[leased.generation] += 1
        try:
            yield leased
        finally:
            self._end(leased.generation)

    def switch_to(self, newest: QuestionAnswerer) -> bool:
        """Answer with another generation, other models or both; what was asked before is still answered as it began.

        Returns:
            Whether it does. Once it was closed it does not, and the other generation is left to the caller.
        """
        with self._ended:
            if self._is_closed:
                return False
            self._leases[newest.generation] += 1
            outdated, self._current = self._current, newest
        self._end(outdated.generation)
        return True

    def close(self) -> None:
        """Lend no more, wait until the last lease ends, and close. Not for a thread that holds a lease itself."""
        with self._ended:
            was_closed, self._is_closed = self._is_closed, True
        if not was_closed:
            self._end(self._current.generation)
        with self._ended:
            self._ended.wait_for(lambda: not self._leases)

    def _end(self, generation: OpenGeneration) -> None:
        with self._ended:
            self._leases[generation] -= 1
            if not self._leases[generation]:
                del self._leases[generation]
                try:
                    generation.close()
                finally:  # or who waits for the last one would do so for ever
                    self._ended.notify_all()
