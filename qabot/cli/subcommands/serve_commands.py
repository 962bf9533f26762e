"""`qabot serve`, its keys, and `qabot web`: their options and their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import HomeOption, settings
from qabot.core.errors import UsageError

_EXAMPLES = """\b
Examples:
  qabot serve --open                      pages, in the browser here
  qabot serve --port 0                    on whichever port is free
  qabot serve --background                until nobody has asked for half an hour; `qabot ask` asks it too
  ssh -t -L 8617:localhost:8617 HOST qabot serve      run it there, open the address here
  qabot serve keys add feeds              a key of its own for a reader of feeds
  qabot serve keys add desk --role editor && qabot serve --host 0.0.0.0

The address that is printed holds a key, which is new at each start; without one nothing is served. Only this machine
can reach the server, unless --host names another of its addresses, which takes keys of this home.

\b
Programs ask /api/v1, which /api/v1/openapi.json describes, with `Authorization: Bearer KEY`:
  curl -H "Authorization: Bearer $KEY" "localhost:8617/api/v1/ask?q=who+left+GDS"

\b
Behind nginx, with TLS there (qabot serve --proxy-headers --name news.example.org):
  location / { proxy_pass http://127.0.0.1:8617; proxy_set_header Host $host;
    proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-For $remote_addr; proxy_buffering off; }

\b
As a service of systemd, from a socket: qabot.socket with ListenStream=127.0.0.1:8617, and qabot.service with
  ExecStart=/opt/qabot/bin/qabot --home /srv/news serve --fd 3 --proxy-headers --name news.example.org"""
_PLAIN = "Leave them out, or serve without --background."
_KEY_EXAMPLES = """\b
Examples:
  qabot serve keys add feeds                  may read
  qabot serve keys add desk --role editor     may add articles, ask feeds and build the index too
  qabot serve keys add me --role owner        may see the questions you saved, too: for yourself
  qabot serve keys list
  qabot serve keys remove feeds"""

commands = typer.Typer(name="serve", invoke_without_command=True, epilog=_EXAMPLES)
keys = typer.Typer(
    name="keys",
    help="Make, list and withdraw keys of this home's server.",
    no_args_is_help=True,
    epilog=_KEY_EXAMPLES,
)
commands.add_typer(keys)


_Host = Annotated[str, typer.Option(metavar="HOST", help="The name or address to listen on.")]
_Port = Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="The port; 0 takes one that is free.")]
_Name = Annotated[str, typer.Argument(metavar="NAME", help="What the key is called.")]


@commands.callback()
def serve(
    context: typer.Context,
    *,
    host: _Host = "127.0.0.1",
    port: _Port = 8617,
    socket: Annotated[
        Path | None, typer.Option("--socket", metavar="PATH", help="Listen on a socket in a folder of yours instead.")
    ] = None,
    descriptor: Annotated[
        int | None, typer.Option("--fd", min=0, metavar="N", help="Listen on a socket that was handed over instead.")
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="NAME", help="A name that leads here; may be repeated.")
    ] = None,
    opens: Annotated[bool, typer.Option("--open/--no-open", help="Open it in a browser here.")] = False,
    proxy_headers: Annotated[
        bool, typer.Option("--proxy-headers", help="Take a proxy's word for who asks, and by which scheme.")
    ] = False,
    log_questions: Annotated[
        bool, typer.Option("--log-questions", help="Write what is asked to the log, on standard error.")
    ] = False,
    rate: Annotated[
        int, typer.Option(min=0, metavar="N", help="Requests a minute of one key; 0 for any number.")
    ] = 600,
    idle: Annotated[
        float | None, typer.Option(min=0, metavar="MINUTES", help="End after so long without a request; 0 for never.")
    ] = None,
    background: Annotated[
        bool, typer.Option("--background", help="Start it and return; it ends after 30 idle minutes by default.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Serve pages, feeds and an API over this home's index, and answer `qabot ask` in a fraction of its time."""
    if context.invoked_subcommand:
        return
    with error_boundary(as_json=False):
        if background:
            from qabot.cli import server_background

            if socket or descriptor is not None or opens or log_questions:
                raise UsageError("--background takes no --socket, --fd, --open or --log-questions.", hint=_PLAIN)
            others = [f"--name={each}" for each in name or ()] + (["--proxy-headers"] if proxy_headers else [])
            arguments = [f"--host={host}", f"--port={port}", f"--rate={rate}", f"--idle={30 if idle is None else idle}"]
            server_background.start(settings(home), [*arguments, *others])
            return
        from qabot.cli import server_launch

        options = server_launch.ServeOptions(
            host, port, socket, descriptor, tuple(name or ()), opens, proxy_headers, log_questions, rate, idle or 0
        )
        server_launch.run(settings(home), options)


def web(*, host: _Host = "127.0.0.1", port: _Port = 8617, home: HomeOption = None) -> None:
    """Open the pages of `qabot serve` in a browser: another name for `qabot serve --open`."""
    with error_boundary(as_json=False):
        from qabot.cli import server_launch

        server_launch.run(settings(home), server_launch.ServeOptions(host, port, opens=True))


@keys.command(epilog=_KEY_EXAMPLES)
def add(
    name: _Name,
    *,
    role: Annotated[Literal["reader", "editor", "owner"], typer.Option(help="What it allows.")] = "reader",
    home: HomeOption = None,
) -> None:
    """Make a key, and print it this once."""
    with error_boundary(as_json=False):
        from qabot.cli import server_keys

        server_keys.add(settings(home), name, role)


@keys.command("list", epilog=_KEY_EXAMPLES)
def list_(*, home: HomeOption = None) -> None:
    """List the keys, without their secrets."""
    with error_boundary(as_json=False):
        from qabot.cli import server_keys

        server_keys.listed(settings(home))


@keys.command(epilog=_KEY_EXAMPLES)
def remove(name: _Name, *, home: HomeOption = None) -> None:
    """Withdraw a key: it opens nothing from then on."""
    with error_boundary(as_json=False):
        from qabot.cli import server_keys

        server_keys.remove(settings(home), name)


def declare(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.add_typer(commands)
    app.command(epilog="\b\nExamples:\n  qabot web\n  qabot web --port 0")(web)
