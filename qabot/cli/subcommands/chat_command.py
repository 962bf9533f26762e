"""`qabot chat`: its options and its help."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Annotated

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.gc_frozen import gc_frozen
from qabot.cli.options import HomeOption, settings, with_index

_EXAMPLES = """\b
Examples:
  qabot                      the same, on a terminal
  qabot chat --private       keep no history
  qabot chat --theme light
  qabot chat --plain         line by line: for screen readers, small terminals and pipes
  printf 'who left GDS in 2015?\\nwhy?\\n' | qabot chat --plain"""


class Theme(StrEnum):
    """The colours of the chat."""

    dark = "dark"
    light = "light"
    contrast = "contrast"
    colour_blind = "colour-blind"


def chat(
    *,
    plain: Annotated[bool, typer.Option("--plain", envvar="QABOT_PLAIN", help="Converse in lines.")] = False,
    private: Annotated[bool, typer.Option("--private", help="Keep no history of the questions.")] = False,
    theme: Annotated[Theme, typer.Option(envvar="QABOT_THEME", help="The colours.")] = Theme.dark,
    ascii: Annotated[  # noqa: A002 - the flag
        bool, typer.Option("--ascii", envvar="QABOT_ASCII", help="Draw with ASCII characters alone.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Ask, read and ask on, in the terminal."""
    with error_boundary(as_json=False):
        given = settings(home)
        if plain or os.environ.get("TERM") == "dumb":
            from qabot.cli import plain as lines

            code = lines.converse(with_index(given), private=private)
        else:
            with gc_frozen():
                from qabot.cli import chat_launch

            code = chat_launch.chat(given, chat_launch.Look(theme.value, ascii=ascii), private=private)
    raise typer.Exit(code)


def declare(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command(epilog=_EXAMPLES)(chat)
