"""SIGTERM ends what is interruptible as Ctrl-C does, and only that."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from qabot.core.termination import interruptible


def test_sigterm_is_an_interrupt_and_afterwards_what_it_was() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), interruptible():
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_handler_that_could_not_be_set_back_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    handlers: list[Any] = [None]  # what `signal` tells of one that an embedding program has set

    def set_handler(_: int, handler: Any) -> Any:
        if handler is None:
            raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
        handlers.append(handler)
        return handlers[-2]

    def handler_set(_: int) -> Any:
        return handlers[-1]

    monkeypatch.setattr(signal, "signal", set_handler)
    monkeypatch.setattr(signal, "getsignal", handler_set)
    with interruptible():
        within = signal.getsignal(signal.SIGTERM)
    assert (within, handlers) == (None, [None])


def test_a_thread_leaves_signals_as_they_are() -> None:
    def within() -> Any:
        with interruptible():
            return signal.getsignal(signal.SIGTERM)

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(within).result() is signal.getsignal(signal.SIGTERM)
