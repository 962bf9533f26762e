"""Who may be asked when: no host more often than it likes."""

from __future__ import annotations

from threading import Lock

from qabot.corpus.fetch.clock import STOPPED, Clock
from qabot.corpus.fetch.failures import FetchFailed


class Pace:
    """Keeps the requests to each host apart. Any thread may use it."""

    def __init__(self, clock: Clock, patience: float) -> None:
        """Know no host yet.

        Args:
            clock: Which clock to go by.
            patience: Seconds above which a wait is not worth it.
        """
        self._clock = clock
        self._patience = patience
        self._lock = Lock()
        self._free: dict[str, float] = {}
        """By host, when it may be asked again."""

    def wait(self, host: str, url: str, interval: float) -> float:
        """Wait until a host may be asked, and return how many seconds that took.

        Args:
            host: Which.
            url: What is to be fetched, for the message.
            interval: Seconds for which it is not to be asked again afterwards.

        Raises:
            FetchFailed: It would take too long, or the clock was stopped.
        """
        with self._lock:
            now = self._clock.now()
            start = max(now, self._free.get(host, now))
            if start - now > self._patience:
                cause = f"may not be asked for in the next {start - now:.0f} seconds"
                raise FetchFailed(url, cause, passing=True, retry_after=start - now)
            self._free[host] = start + interval
        if start > now:
            self._clock.sleep(start - now)
        if self._clock.is_stopped:
            raise FetchFailed(url, STOPPED, passing=True)
        return start - now

    def hold(self, host: str, seconds: float) -> None:
        """Ask a host for nothing for some time."""
        with self._lock:
            self._free[host] = max(self._free.get(host, 0), self._clock.now() + seconds)
