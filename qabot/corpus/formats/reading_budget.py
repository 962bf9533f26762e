"""What one document or article may cost: the processor's time, beyond which it is left alone and that is told.

Readers take time in proportion to what they read, but libraries have patterns of their own. What they do is looked at
whenever a function is called, by the profile hook that each thread has: no signal, which only the main thread could
take, and no process. So one call of a library in C ends before its document is given up.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from time import thread_time
from typing import TypeVar

from qabot.corpus.formats.unreadable import UnreadableDocument

SECONDS = 60
"""Of the processor, for one article: many times what a book takes, or the slowest page."""
SMALL = 64 * 1024
"""Bytes of a text that cannot take as long, which is read without being looked at."""

_EVERY = 200
"""Calls of functions between two looks at the clock."""

T = TypeVar("T")


class _Spent(BaseException):
    """The time is up: no `Exception`, for libraries catch those."""


def each(items: Iterator[T], seconds: float = SECONDS, clock: Callable[[], float] = thread_time) -> Iterator[T]:
    """Yield what is read of a document; every item may take as long.

    Raises:
        UnreadableDocument: One takes longer.
    """
    while (item := within(lambda: next(items, None), seconds, clock)) is not None:
        yield item


def within(
    act: Callable[[], T],
    seconds: float = SECONDS,
    clock: Callable[[], float] = thread_time,
    purpose: str = "to read, and was left unread",
) -> T:
    """Return what a function returns that takes no longer than this.

    Args:
        act: What is done.
        seconds: How long it may take of the processor's time in this thread.
        clock: What tells that time.
        purpose: What for, and what becomes of it where it takes longer, for the error.

    Raises:
        UnreadableDocument: It takes longer.
    """
    end, calls, is_over = clock() + seconds, 0, False

    def look(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls % _EVERY == 0 and not is_over and clock() > end:
            raise _Spent

    is_free = sys.getprofile() is None  # or somebody measures, or reads a document within a document
    if is_free:
        sys.setprofile(look)
    try:
        found = act()
    except _Spent:
        raise _too_costly(seconds, purpose) from None
    finally:
        is_over = True
        if is_free:
            sys.setprofile(None)
    if clock() > end:  # in one call of a library, or one that caught what was raised
        raise _too_costly(seconds, purpose)
    return found


def _too_costly(seconds: float, purpose: str) -> UnreadableDocument:
    return UnreadableDocument(f"takes more than {seconds:g} seconds of the processor {purpose}")
