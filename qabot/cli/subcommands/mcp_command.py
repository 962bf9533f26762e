"""`qabot mcp`: its options and its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import HomeOption, settings

_EXAMPLES = """\b
Examples:
  qabot mcp --print-config claude      what to write into claude_desktop_config.json, or into .mcp.json
  qabot mcp --print-config vscode > mcp.json
  qabot mcp --bundle qabot.mcpb        a file that Claude Desktop installs when it is opened
  qabot mcp                            what those programs start; it ends with its input

Assistants get eight tools, all of which only read: ask, search, get_passage, check_text, figures, said, coverage and
changes_since. They take texts and ids, never paths, and answer with the documents of `qabot schema`: every quote with
its article, its range and the SHA-256 of the text. Whole articles are resources, qabot://article/ID@SHA."""


def mcp(
    *,
    print_config: Annotated[
        Literal["claude", "vscode", "cursor"] | None,
        typer.Option("--print-config", help="Print the setting of a program, and serve nothing."),
    ] = None,
    bundle: Annotated[
        Path | None, typer.Option("--bundle", metavar="FILE", help="Write a bundle (.mcpb), and serve nothing.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Serve assistants by the Model Context Protocol: answers with verified quotes, over standard input and output."""
    with error_boundary(as_json=False):
        given = settings(home)
        if print_config or bundle:
            from qabot.cli import mcp_setup

            if print_config:
                mcp_setup.print_config(given, print_config)
            if bundle:
                mcp_setup.write_bundle(given, bundle)
            return
        from qabot.cli import mcp_engine

        engine = mcp_engine.opening(given)
        from qabot.cli import mcp_launch

        mcp_launch.serve(engine)


def declare(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command(epilog=_EXAMPLES)(mcp)
