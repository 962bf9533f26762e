"""`qabot history`: its commands, their options and their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import JsonOption

commands = typer.Typer(
    name="history",
    help="Look through the questions asked in the chat, or forget them.",
    short_help="Look through the questions asked in the chat, or forget them.",
    epilog="""\b
Examples:
  qabot history list
  qabot history search spending review
  qabot history clear --home ./news

The history is the chat's. `qabot ask` keeps nothing in it, nor does the chat with --private. It lies in one file
outside of every home, which only you can read, and never leaves this machine.""",
    rich_markup_mode=None,
)

LimitOption = Annotated[int, typer.Option("-n", min=1, metavar="N", help="How many questions to show.")]
PutToOption = Annotated[
    Path | None, typer.Option("--home", metavar="DIR", help="Only questions put to this home.", show_default=False)
]


@commands.command(
    "list", epilog="\b\nExamples:\n  qabot history list -n 50\n  qabot history list --json | jq -r '.questions[].text'"
)
def list_(*, limit: LimitOption = 20, json: JsonOption = False, home: PutToOption = None) -> None:
    """Print the last questions, newest first; exit 1 when there are none."""
    with error_boundary(as_json=json):
        from qabot.cli import history_listing

        code = history_listing.show("", home, limit, as_json=json)
    raise typer.Exit(code)


@commands.command(
    epilog="""\b
Examples:
  qabot history search socitm
  qabot history search cyber council -n 5

A question is found when it holds every word, or has it in its filters: in any case, and inside a longer word too."""
)
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="What the question must hold.")],
    *,
    limit: LimitOption = 20,
    json: JsonOption = False,
    home: PutToOption = None,
) -> None:
    """Print the questions that hold these words, newest first; exit 1 when none does."""
    with error_boundary(as_json=json):
        from qabot.cli import history_listing

        code = history_listing.show(" ".join(words), home, limit, as_json=json)
    raise typer.Exit(code)


@commands.command(
    epilog="""\b
Examples:
  qabot history clear
  qabot history clear --home ./news --yes

What is forgotten is gone from the file's bytes too."""
)
def clear(
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
    home: PutToOption = None,
) -> None:
    """Forget the questions; asks first."""
    with error_boundary(as_json=False):
        from qabot.cli import history_listing

        history_listing.clear(home, sure=yes)


@commands.command(epilog='\b\nExamples:\n  qabot history path\n  ls -l "$(qabot history path)"')
def path() -> None:
    """Print where the history lies, whether or not there is one yet."""
    with error_boundary(as_json=False):
        from qabot.cli import history_listing

        history_listing.write_path()


def declare(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.add_typer(commands)
