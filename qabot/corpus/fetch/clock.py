"""Time, as fetching knows it: what the hour is, how long to wait, and whether to give up waiting."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from threading import Event

from qabot.corpus.fetch.failures import FetchFailed

LATE = "took longer than {:.0f} seconds"
STOPPED = "was not fetched to the end, since qabot was told to stop"


class Clock:
    """The machine's clock. Any thread may use it; `stop` ends the waiting of all of them."""

    def __init__(self) -> None:
        """Run until it is stopped."""
        self._stopped = Event()

    @property
    def is_stopped(self) -> bool:
        """Whether nobody waits for anything any more."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """End all waiting, now and from now on."""
        self._stopped.set()

    def now(self) -> float:
        """Return seconds since some moment; they never go back."""
        return time.monotonic()

    def today(self) -> datetime:
        """Return the date and the hour, in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait, unless it is stopped."""
        self._stopped.wait(seconds)


class Deadline:
    """Until when something must be fetched, all redirects and every byte of it."""

    def __init__(self, clock: Clock, url: str, seconds: float) -> None:
        """Begin to count.

        Args:
            clock: Which clock to go by.
            url: What is fetched, for the message.
            seconds: How long it may take.
        """
        self._clock = clock
        self._url = url
        self._seconds = seconds
        self._end = clock.now() + seconds

    def left(self) -> float:
        """Return the seconds that are left, more than none.

        Raises:
            FetchFailed: The time is up, or the clock was stopped.
        """
        if self._clock.is_stopped:
            raise FetchFailed(self._url, STOPPED, passing=True)
        left = self._end - self._clock.now()
        if left <= 0:
            raise FetchFailed(self._url, LATE.format(self._seconds), passing=True)
        return left

    def extend(self, seconds: float) -> None:
        """Do not count a time that was spent waiting out of politeness."""
        self._end += seconds
