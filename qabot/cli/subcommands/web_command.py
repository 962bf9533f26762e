"""`qabot web`: its options and its help."""

from __future__ import annotations

from typing import Annotated

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import HomeOption, settings

_EXAMPLES = """\b
Examples:
  qabot web                      then open the address that it prints
  qabot web --open --private     in the browser at once; questions are not kept
  qabot web --port 0             on whichever port is free
  ssh -t -L 8617:localhost:8617 HOST qabot web      run it there, open the address here

The address holds a key, which is new at each start; without it nothing is served. Only this machine can reach the
server, unless --host names another of its addresses. Ctrl-C ends it, and the chats with it."""


def web(
    *,
    host: Annotated[str, typer.Option(metavar="HOST", help="The name or address to be reached by.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="PORT", help="The port to serve on; 0 takes one that is free.")
    ] = 8617,
    private: Annotated[bool, typer.Option("--private", help="Keep no history of what is asked.")] = False,
    opens: Annotated[bool, typer.Option("--open/--no-open", help="Open the address in a browser here.")] = False,
    home: HomeOption = None,
) -> None:
    """Chat in a browser: serve `qabot chat` on this machine."""
    with error_boundary(as_json=False):
        from qabot.cli import web_launch

        web_launch.web(settings(home), host, port, private=private, opens=opens)


def declare(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command(epilog=_EXAMPLES)(web)
