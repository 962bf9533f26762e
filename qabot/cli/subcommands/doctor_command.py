"""`qabot doctor`: its options and its help."""

from __future__ import annotations

from typing import Annotated

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import HomeOption, JsonOption

_EXAMPLES = """\b
Examples:
  qabot doctor
  qabot doctor --deep                every article, checksum and model as well
  qabot doctor --json | jq .well

\b
Of each thing it looks at, it says whether that is in order ("ok"), good to know ("notice") or wrong, and below what is
not in order stands the command that mends it. It changes nothing, fetches nothing, and shows nothing that variables
hold. It exits with 0 where nothing is wrong, notices or not, and with 1 otherwise."""


def doctor(
    *,
    deep: Annotated[
        bool, typer.Option("--deep", help="Read every article, compare every checksum, try models.")
    ] = False,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Check all that may be wrong here, and say what mends it; exit 1 when something is off."""
    with error_boundary(as_json=json):
        from qabot.cli import doctor_report

        code = doctor_report.doctor(home, deep=deep, as_json=json)
    raise typer.Exit(code)


def declare(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command(epilog=_EXAMPLES)(doctor)
