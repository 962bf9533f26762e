"""How commands end: every error told plainly, on standard error, with the exit code it stands for.

0 answered · 1 nothing found · 2 usage · 3 no or unreadable index · 4 model does not match the index · 5 model not
available · 6 another writer holds the index · 7 a source on the network failed · 8 the history cannot be used ·
70 internal error · 74 the machine refuses a file · 130 interrupted · 141 the reader went away
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Generator
from contextlib import contextmanager
from types import TracebackType

import typer

from qabot.core.error_translation import translating_errors
from qabot.core.errors import InternalError, QabotError, UsageError
from qabot.core.storage_faults import storage_fault
from qabot.core.text import printable

NOTHING_FOUND = 1
INTERRUPTED = 130
PIPE_CLOSED = 141


@contextmanager
def error_boundary(*, as_json: bool) -> Generator[None]:
    """Run a command's work, and turn whatever goes wrong into a message and an exit code."""
    try:
        with _told_as_internal():
            yield
            sys.stdout.flush()
    except QabotError as error:
        report_error(error, as_json=as_json)
        raise typer.Exit(error.exit_code) from None
    except BrokenPipeError:
        # Whoever read the output has seen enough; there is no one left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(PIPE_CLOSED) from None


class _told_as_internal(translating_errors):  # noqa: N801 - used as a statement
    """The last line of defence: a fault of ours becomes an error too, which says where to report it."""

    def __init__(self) -> None:
        super().__init__(_internal)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, BrokenPipeError | typer.Exit):
            super().__exit__(kind, error, trace)


def report_error(error: QabotError, *, as_json: bool) -> None:
    """Write an error to standard error: three lines for a person, one document for a program."""
    if as_json:
        # Imported here, since every command has this module and few fail.
        from qabot.output.schemas.document import encode_line  # noqa: PLC0415
        from qabot.output.schemas.event_schemas import ErrorLine  # noqa: PLC0415

        message = " ".join(filter(None, (error.message, error.still_works)))
        sys.stderr.write(encode_line(ErrorLine(code=error.exit_code, message=message, hint=error.hint)))
    else:
        lines = (f"Error: {error.message}", error.still_works, error.hint)
        sys.stderr.write("".join(f"{printable(line)}\n" for line in lines if line))


def report_usage_error(error: typer.TyperException, hint: str, *, as_json: bool) -> int:
    """Tell that the command line itself is wrong, and return the exit code."""
    message = error.format_message()
    report_error(UsageError(message, hint=hint), as_json=as_json)
    return UsageError.exit_code


def _internal(fault: Exception) -> QabotError:
    if refused := storage_fault(fault, still_works="Nothing that was kept before is lost."):
        return refused
    if os.environ.get("QABOT_DEBUG"):
        traceback.print_exception(fault)
    return InternalError(
        f"Something went wrong inside qabot: {type(fault).__name__}: {fault}.",
        still_works="The index is as it was.",
        hint="Run the command again with QABOT_DEBUG=1 to see where, and report it.",
    )
