"""`qabot ask --format`: which formats there are is read from their registry, and only where one is asked for."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperOption

TEXT = "text"
"""What a person reads on a terminal; no writer is loaded for it."""
_HELP = "How to print the answer."


def names() -> list[str]:
    """Return the names of the formats in which an answer can be written."""
    from qabot.output.writer_registry import writers  # noqa: PLC0415

    return [writer.name for writer in writers("answer")]


def format_name(value: str) -> str:
    """Return a format's own name for one of its names.

    Raises:
        BadParameter: There is no such format.
    """
    if value == TEXT:
        return TEXT
    from qabot.output.writer_registry import find  # noqa: PLC0415

    writer = find(value, "answer")
    if writer is None:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(map(repr, names()))}.")
    return writer.name


def is_for_programs(name: str) -> bool:
    """Whether a program reads a format, which is told of errors in JSON too; False where there is no such format."""
    if name == TEXT:
        return False
    from qabot.output.writer_registry import find  # noqa: PLC0415

    writer = find(name, "answer")
    return writer is not None and writer.is_for_programs


def _aliases() -> str:
    from qabot.output.writer_registry import writers  # noqa: PLC0415

    return ", ".join(f"{alias} is {writer.name}" for writer in writers("answer") for alias in writer.aliases)


def _completed(incomplete: str) -> list[str]:
    return [name for name in names() if name.startswith(incomplete)]


class FormatCommand(TyperCommand):
    """A command with `FormatOption`, whose help names the formats there are."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Show the options."""
        for option in self.params:
            if isinstance(option, TyperOption) and option.name == "format":
                option.metavar = f"[{'|'.join(names())}]"
                option.help = f"{_HELP[:-1]}; {_aliases()}."
        super().format_options(ctx, formatter)


FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        parser=format_name,
        metavar="FORMAT",
        autocompletion=_completed,
        help=_HELP,
    ),
]
"""How `qabot ask` prints an answer."""
