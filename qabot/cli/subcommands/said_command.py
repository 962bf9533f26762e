"""`qabot said`: its options and its help."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Annotated, Literal, get_args

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import (
    AboutBodies,
    FromOutlets,
    HeldOn,
    HomeOption,
    PublishedAfter,
    PublishedAsOf,
    PublishedBefore,
    PublishedOn,
    complete_organisation,
    settings,
    with_index,
)
from qabot.core.facts import SpeechAct

_ACTS: tuple[str, ...] = get_args(SpeechAct)
_WIDTH = 119


def _explained(acts: Sequence[str]) -> str:
    named = f"{', '.join(acts[:-1])} or {acts[-1]}"
    words = f"ACT is what the verb does: {named}. Which verbs do what stands in speech_cues.toml, and a home may have "
    return textwrap.fill(f"{words}one of its own.", _WIDTH)


_EXAMPLES = f"""\b
Examples:
  qabot said Socitm
  qabot said LGA --about PSN
  qabot said NAO --as warned --after 2019 -n 5
  qabot said NAO --as-of 2018
  qabot said "Francis Maude" --oldest --group
  qabot said Socitm --format csv > socitm.csv
  qabot said Maude --json | jq -r '.rows[].quote'

WHO is a person, a surname, a body or its acronym; what people say for a body is listed with the body's own. A statement
stands in the words of those who report it, with its article and range; others that report the same stand below it.
It exits with 1 where nothing was found.

\b
{_explained(_ACTS)}"""


def _completed(incomplete: str) -> list[str]:
    return [act for act in _ACTS if act.startswith(incomplete)]


def said(
    who: Annotated[list[str], typer.Argument(metavar="WHO", help="Who said it.", autocompletion=complete_organisation)],
    *,
    about: Annotated[str, typer.Option(metavar="TOPIC", help="Only what is about this.")] = "",
    act: Annotated[
        str | None, typer.Option("--as", metavar="ACT", help="Only what was said so.", autocompletion=_completed)
    ] = None,
    limit: Annotated[
        int | None, typer.Option("-n", "--limit", min=1, metavar="N", help="How many to show; 20 by default.")
    ] = None,
    oldest: Annotated[bool, typer.Option("--oldest/--newest", help="Which stand first.")] = False,
    group: Annotated[bool, typer.Option("--group", help="Group them by what the verb does.")] = False,
    after: PublishedAfter = None,
    before: PublishedBefore = None,
    on: PublishedOn = None,
    as_of: PublishedAsOf = None,
    held_on: HeldOn = None,
    outlet: FromOutlets = None,
    org: AboutBodies = None,
    format: Annotated[  # noqa: A002 - the flag
        Literal["table", "md", "html", "csv"], typer.Option("--format", help="How to print them.")
    ] = "table",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    home: HomeOption = None,
) -> None:
    """List what a person or a body said, by date, in the words of those who report it."""
    with error_boundary(as_json=json):
        from qabot.cli import said_report

        given = settings(home)
        request = said_report.request(" ".join(who), about, act, limit, is_oldest=oldest, is_whole=format != "table")
        limits = said_report.limits(after, before, on, outlet or (), org or (), as_of)
        with_index(given)
        form = "json" if json else format
        if held_on is None:
            code = said_report.write(given, request, limits, form, is_grouped=group)
        else:
            from qabot.cli import held_engine

            opener = held_engine.opener(held_on, lexical=True)
            code = said_report.write(given, request, limits, form, opener, is_grouped=group)
    raise typer.Exit(code)


def declare(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command(epilog=_EXAMPLES)(said)
