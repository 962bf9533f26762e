"""`qabot brief`: its options and its help."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import (
    AboutBodies,
    FromOutlets,
    HomeOption,
    JsonOption,
    PublishedAfter,
    PublishedBefore,
    PublishedOn,
    settings,
    with_index,
)
from qabot.core.text import clean_line

_EXAMPLES = """\b
Examples:
  qabot brief "Universal Credit"
  qabot brief e-Borders --output e-borders.docx
  qabot brief Aspire --after 2014 -n 5 --format html > aspire.html
  qabot brief --title "For the director" --output note.docx
  qabot brief "One Login" --json | jq '.sections[].heading'
  qabot check e-borders.docx.proof.json

\b
Without a topic the note is made of what you pinned in the chat, in your order, with your own notes beside it: pin a
passage with /pin 1, with +1, or with ctrl+k on it. About a topic it holds the headline answer, figures, who said what,
what happened when, and what is missing.

\b
Every quote is cut from its article, and has a footnote with outlet, date, headline, paragraph and address. Beside the
file lies its proof, FILE.proof.json: ids, ranges and SHA-256 of the articles' texts. `qabot check` compares that with
the index, without a network: whether each quote still stands, or its article has changed or is gone.

\b
It exits with 0 where there is a note, and with 1 where nothing is pinned or nothing is held about the topic. Without
--output the note is printed, and no proof is written; .docx needs a file."""


def brief(
    topic: Annotated[list[str] | None, typer.Argument(metavar="[TOPIC]", help="What it is to be about.")] = None,
    *,
    format: Annotated[  # noqa: A002 - the flag
        Literal["md", "html", "docx", "json"] | None,
        typer.Option("--format", help="What to write; md, or what the file's name ends in.", show_default=False),
    ] = None,
    json: JsonOption = False,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to this file, its proof beside it.")
    ] = None,
    title: Annotated[str, typer.Option(metavar="WORDS", help="What to call it.", show_default=False)] = "",
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=1, metavar="N", help="Quotes of a section; 10 by default.")
    ] = None,
    after: PublishedAfter = None,
    before: PublishedBefore = None,
    on: PublishedOn = None,
    outlet: FromOutlets = None,
    org: AboutBodies = None,
    home: HomeOption = None,
) -> None:
    """Make a note of what you pinned, or about a topic, with footnotes and a proof; exit 1 without anything."""
    form = "json" if json else format
    with error_boundary(as_json=form == "json"):
        from qabot.cli import ask_request, brief_writing

        about = clean_line(" ".join(topic or ()))
        filters = ask_request.filters(after, before, on, outlet or (), org or ())
        wanted = brief_writing.Wanted(about, filters, form, output, title, limit)
        brief_writing.require_sound(wanted)
        given = settings(home)
        code = brief_writing.brief(with_index(given) if about else given, wanted)
    raise typer.Exit(code)


def declare(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command(epilog=_EXAMPLES)(brief)
