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
  qabot check draft.docx --comments draft-checked.docx
  pbpaste | qabot check -
  qabot check note.docx --proof note.docx.proof.json
  qabot check note.docx.proof.json --json | jq .ok

\b
Quotations, figures, dates and speakers of the draft are compared with every article of the index. Of each it is said
whether it is present, whether an article says so, or whether one is about the same thing and says something else, with
the article's own words beside it. What passes, such as other quotation marks or a rounded figure, is printed with a
fingerprint. The report begins with what was not checked and ends with what the corpus covers.

\b
--comments writes a copy of a Word file with a comment on each statement that is not fine, or with --quiet on each that
differs: the finding, the article's words, and where they stand. The draft itself is left as it is.

\b
The proof of a note that `qabot brief` wrote is compared with the index, without a network: each quote still stands in
its article, or that has changed or is gone; and whether the note still has it.

\b
It exits with 0 where nothing differs, or every quote stands; with 1 where something does, or one does not; and with 2
where the draft cannot be read. That no article has a statement is no fault, but for quotations of four words and
more."""


class Format(StrEnum):
    """How a report is printed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "markdown"
    MD = "md"


def check(
    draft: Annotated[
        str, typer.Argument(metavar="DRAFT|-", help="A .md, .txt, .html or .docx file, or a proof; - reads one.")
    ],
    *,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only what differs.")] = False,
    format: Annotated[  # noqa: A002 - the flag
        Format, typer.Option("--format", help="How to print it; md is markdown.")
    ] = Format.TEXT,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    comments: Annotated[
        str | None, typer.Option("--comments", metavar="OUT", help="Write a copy of a .docx with comments.")
    ] = None,
    proof: Annotated[
        str | None, typer.Option("--proof", metavar="FILE", help="Compare a note with its proof instead.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Check a draft's quotations, figures, dates and speakers; exit 1 when something differs."""
    shown = Format.JSON if json else Format.MARKDOWN if format is Format.MD else format
    with error_boundary(as_json=shown is Format.JSON):
        with gc_frozen():
            from qabot.cli import draft_check

        if proof is not None or draft.endswith(".proof.json"):
            from qabot.cli import proof_listing

            code = proof_listing.check(settings(home), draft, proof, shown.value, quiet=quiet)
        elif comments is not None:
            from qabot.cli import draft_comments

            code = draft_comments.check(settings(home), draft, comments, shown.value, quiet=quiet)
        else:
            code = draft_check.check(settings(home), draft, shown.value, quiet=quiet)
    raise typer.Exit(code)


def declare(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command(epilog=_EXAMPLES)(check)
