"""`qabot ask`: its options and its help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.format_option import TEXT, FormatCommand, FormatOption, is_for_programs
from qabot.cli.gc_frozen import gc_frozen
from qabot.cli.options import (
    AboutBodies,
    FromOutlets,
    HeldOn,
    HomeOption,
    PublishedAfter,
    PublishedAsOf,
    PublishedBefore,
    PublishedOn,
    settings,
    with_index,
)

if TYPE_CHECKING:
    from qabot.cli.ask_request import AskRequest
    from qabot.cli.ask_result import AskResult
    from qabot.core.settings import Settings

_EXAMPLES = """\b
Examples:
  qabot ask "How much did GDS get in the 2015 Spending Review?"
  qabot ask "who left GDS" --after 2015-08 --before 2015-12 -n 5
  qabot ask "How much was Capita fined?" --outlet PublicTechnology --outlet LocalGov
  qabot ask "How much did HMRC pay for Aspire?" --org HMRC --explain
  qabot ask 'what did the attack on Redcar cost outlet:LocalGov after:2020 "ransomware" -school'
  qabot ask "How much did GDS get in the 2015 Spending Review?" --as-of 2015-12
  qabot ask "and what about HMRC?" --continue
  echo "when did GOV.UK replace Directgov?" | qabot ask - --json
  qabot ask "who left GDS" --format bibtex > quotes.bib

DATE is a day, a month or a year: 2015-11-25, 2015-11, 2015, "25 November 2015". Both ends are included.

The last questions put to a home are kept for --continue, in a file outside of every home that only you can read; with
--private this one is not."""


def ask(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION|-", help="What to ask; - reads standard input.")],
    *,
    limit: Annotated[
        int,
        typer.Option(
            "-n",
            min=1,
            max=50,
            metavar="N",
            help="How many passages to show; of more than 3, the last may be of something else.",
        ),
    ] = 3,
    after: PublishedAfter = None,
    before: PublishedBefore = None,
    on: PublishedOn = None,
    as_of: PublishedAsOf = None,
    held_on: HeldOn = None,
    outlet: FromOutlets = None,
    org: AboutBodies = None,
    format: FormatOption = TEXT,  # noqa: A002 - the flag
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    inferred_filters: Annotated[
        bool,
        typer.Option(
            "--inferred-filters/--no-inferred-filters", help="Let dates in the question limit the search, or not."
        ),
    ] = True,
    goes_on: Annotated[bool, typer.Option("--continue", help="Go on from the last question asked.")] = False,
    private: Annotated[bool, typer.Option("--private", help="Do not keep the question for --continue.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Show whole passages around the quotes.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show why each passage ranks where it does.")] = False,
    home: HomeOption = None,
) -> None:
    """Answer one question from the index, building it first where there is none."""
    shown = "json" if json else format
    with error_boundary(as_json=is_for_programs(shown)):
        from qabot.cli import ask_request

        text = ask_request.question_text(question)
        filters = ask_request.filters(after, before, on, outlet or (), org or (), as_of)
        request = ask_request.AskRequest(text, filters, limit, inferred_filters, goes_on, private)
        given = settings(home)
        served = ask_request.server_of(given) if held_on is None else None
        asked = None
        if served:
            from qabot.cli import running_engine

            asked = running_engine.ask(given, request, served)
        asked = asked or _answered_here(given, request, held_on)
        if shown == TEXT:
            from qabot.cli import text_layout

            text_layout.write_answer(asked, full=full, explain=explain)
        else:
            from qabot.cli import answer_documents

            answer_documents.write(asked, shown)
    raise typer.Exit(asked.exit_code)


def _answered_here(given: Settings, request: AskRequest, held_on: str | None) -> AskResult:
    """Open the index, built first where there is none, and answer from it."""
    with gc_frozen():
        from qabot.cli import ask
    with_index(given)
    if held_on is None:
        return ask.ask(given, request)
    from qabot.cli import held_engine

    return ask.ask(given, request, held_engine.opener(held_on))


def declare(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command(cls=FormatCommand, epilog=_EXAMPLES)(ask)
