"""Errors of libraries into errors of ours, around the one call that may raise them."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

from qabot.core.errors import QabotError


class translating_errors:  # noqa: N801 - used as a statement, as `suppress` is
    """Turn whatever the library inside raises into one error of ours, which names the cause.

    For calls into libraries whose errors have no common base narrower than `Exception`: tokenizers raises that class
    itself, and what transformers raises over a damaged model is of a dozen kinds. Our own errors pass as they are, and
    so does what is no `Exception`, such as Ctrl-C. Put as little inside as there can be: a mistake of ours in there
    would be told as theirs.
    """

    def __init__(self, make: Callable[[Exception], QabotError], *, ours_too: bool = False) -> None:
        """Raise what `make` returns for an error, with that error as its cause.

        Args:
            make: Says it as an error of ours.
            ours_too: Whether errors that are ours already are told so, too.
        """
        self._make = make
        self._passing = () if ours_too else (QabotError,)

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Raise the other error, if there was one."""
        if isinstance(error, Exception) and not isinstance(error, self._passing):
            raise self._make(error) from error
