"""`qabot schema`: the JSON documents that other commands print, by name, and the JSON Schema of each."""

from __future__ import annotations

from typing import Annotated

import typer

from qabot.cli.error_boundary import error_boundary

_EXAMPLES = """\b
Examples:
  qabot schema                    list the documents, a line each
  qabot schema qabot.ask/1        what `qabot ask --json` prints, as JSON Schema (2020-12)
  qabot schema ask > ask.json     the same

Documents only ever gain keys: a reader passes over those it does not know."""


def schema(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A document, by what its key `schema` says.")
    ] = None,
) -> None:
    """List the JSON documents, or print the JSON Schema of one."""
    with error_boundary(as_json=False):
        from qabot.cli import schema_listing

        schema_listing.show(name)


def declare(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command(epilog=_EXAMPLES)(schema)
