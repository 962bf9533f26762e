"""`qabot help`: the same as `--help`, for those who type it."""

from __future__ import annotations

from typing import Annotated, Any, cast

import typer

_EXAMPLES = "\b\nExamples:\n  qabot help\n  qabot help ask\n  qabot help feeds pull"


def _complete_command(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the commands, or those inside the group that was named before."""
    at: Any = ctx.find_root().command
    for word in ctx.params.get("command") or ():
        at = getattr(at, "commands", {}).get(word, at)
    names = cast("dict[str, Any]", getattr(at, "commands", {}))
    return [name for name, command in names.items() if name.startswith(incomplete) and not command.hidden]


def help_(
    ctx: typer.Context,
    command: Annotated[
        list[str] | None,
        typer.Argument(metavar="[COMMAND]...", help="Of which command.", autocompletion=_complete_command),
    ] = None,
) -> None:
    """Show the help of a command, or this page."""
    root = ctx.find_root().command
    code = root.main(args=[*(command or ()), "--help"], prog_name="qabot", standalone_mode=False)
    raise typer.Exit(code or 0)


def declare(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command("help", epilog=_EXAMPLES)(help_)
