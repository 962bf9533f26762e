"""`qabot add`: its options and its help."""

from __future__ import annotations

from typing import Annotated

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import HomeOption, JsonOption, settings

_EXAMPLES = """\b
Examples:
  qabot add page.html notes.txt report.pdf
  qabot add ~/saved-pages --outlet "Computer Weekly"
  qabot add dump.jsonl.gz --dry-run
  pbpaste | qabot add - --published 2015-11-25
  qabot add ./articles && qabot index

\b
Read are .txt .md .html .mhtml .pdf (its text layer) .docx .epub .eml .jsonl[.gz] .warc[.gz], .zip of those, and folders
of all; what is passed over is told. What is there already is left alone; a page that says more or less of the same than
before becomes a new version, and the earlier one is kept; other stories at its address are added. Files of more than
10,000 articles are taken into the corpus folder as they are. What the machine would not have read (a failing disk, no
permission) is told, all else is added, and the exit code is 74.

\b
What was dropped of a page that was saved as text can be seen: qabot corpus dropped ID."""


def add(
    sources: Annotated[list[str], typer.Argument(metavar="PATH|URL|-...", help="What to add; - is standard input.")],
    *,
    outlet: Annotated[str | None, typer.Option(metavar="O", help="Who published it.")] = None,
    published: Annotated[str | None, typer.Option(metavar="DATE", help="When: a day, a month or a year.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be added.")] = False,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Add articles to the corpus: files, folders, pages, dumps."""
    with error_boundary(as_json=json):
        from qabot.cli import add

        given, said = settings(home), add.said(outlet, published)
        addresses = [each for each in sources if add.is_address(each)]
        pages = None
        if addresses:
            from qabot.cli.web_pages import WebPages

            pages = WebPages(given, addresses)
        files = [each for each in sources if each not in addresses]
        code = add.add(given, files, said, pages, dry_run=dry_run, as_json=json)
    raise typer.Exit(code)


def declare(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command(epilog=_EXAMPLES)(add)
