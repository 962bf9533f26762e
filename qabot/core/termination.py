"""How a command that is told to end goes: by the way of Ctrl-C, so that whatever it holds is let go of."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interruptible() -> Generator[None]:
    """Let SIGTERM end the work within as Ctrl-C does, at any point; in a thread, which gets no signals, do nothing.

    A handler that was not set from Python stays, for it could not be set back.
    """
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) is None:
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
