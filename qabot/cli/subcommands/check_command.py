"""`qabot check`: its options and its help."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.gc_frozen import gc_frozen
from qabot.cli.options import HomeOption, settings

_EXAMPLES = """\b
Examples:
  qabot check draft.md
  qabot check draft.docx --format html > report.html
  qabot check draft.md --json | jq .ok
  qabot check draft.md --quiet && echo "nothing differs"
  pbpaste | qabot check -

\b
Quotations, figures, dates and speakers of the draft are compared with every article of the index. Of each it is said
whether it is present, whether an article says so, or whether one is about the same thing and says something else, with
the article's own words beside it. What passes, such as other quotation marks or a rounded figure, is printed with a
fingerprint. The report begins with what was not checked and ends with what the corpus covers.

\b
It exits with 0 where nothing differs, with 1 where something does, and with 2 where the draft cannot be read. That no
article has a statement is no fault, but for quotations of four words or more."""


class Format(StrEnum):
    """How a report is printed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "markdown"
    MD = "md"


def check(
    draft: Annotated[str, typer.Argument(metavar="DRAFT|-", help="A .md, .txt, .html or .docx file; - reads one.")],
    *,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only what differs.")] = False,
    format: Annotated[  # noqa: A002 - the flag
        Format, typer.Option("--format", help="How to print it; md is markdown.")
    ] = Format.TEXT,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    home: HomeOption = None,
) -> None:
    """Check a draft's quotations, figures, dates and speakers; exit 1 when something differs."""
    shown = Format.JSON if json else Format.MARKDOWN if format is Format.MD else format
    with error_boundary(as_json=shown is Format.JSON):
        with gc_frozen():
            from qabot.cli import draft_check

        code = draft_check.check(settings(home), draft, shown.value, quiet=quiet)
    raise typer.Exit(code)


def declare(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command(epilog=_EXAMPLES)(check)
