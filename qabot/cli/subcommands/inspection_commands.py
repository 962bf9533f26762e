"""`qabot status`, `verify-index`, `rollback` and `show`: their options and their help."""

from __future__ import annotations

from typing import Annotated

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import HomeOption, JsonOption, complete_article, settings

_STATUS_EXAMPLES = "\b\nExamples:\n  qabot status\n  qabot status --json | jq .waiting.files"
_VERIFY_INDEX_EXAMPLES = """\b
Examples:
  qabot verify-index
  qabot verify-index --json && echo sound
  qabot verify-index --log

The log, index/log.jsonl, has a line for each generation that answered: its name, since when, the SHA-256 of its
manifest, and the hash of the line before. It goes on when generations are pruned, and a rollback is a line too. An
index without one begins one when it is next written to, and tells nothing of before. Any program can check it: a
line's "hash" is the SHA-256 of its other members, as JSON with keys in order, without spaces and in ASCII, and its
"before" is the "hash" of the line before."""
_ROLLBACK_EXAMPLES = "\b\nExamples:\n  qabot rollback\n  qabot rollback && qabot status"
_SHOW_EXAMPLES = """\b
Examples:
  qabot show 2015/2015-11-26-socitm-spending-review
  qabot show 2015/2015-11-26-socitm-spending-review --passage 0
  qabot show 2015/2015-11-26-socitm-spending-review --quote 0:120
  qabot show 2015/2015-11-26-socitm-spending-review --facts
  qabot show 2015/2015-11-26-socitm-spending-review --facts --json | jq '.figures[].figure.text'

With --version it is a version that the index held earlier, by the SHA-256 of its text, as quotes of it name it."""


def status(*, json: JsonOption = False, home: HomeOption = None) -> None:
    """Say what the index holds and what is waiting to be indexed."""
    with error_boundary(as_json=json):
        from qabot.cli import inspection

        inspection.status(settings(home), as_json=json)


def verify_index(
    *,
    log: Annotated[
        bool, typer.Option("--log", help="Check the log of generations instead: is it all that was written?")
    ] = False,
    witness: Annotated[
        str, typer.Option(metavar="HASH", help="With --log: a head noted earlier, which must be in it.")
    ] = "",
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Check every file, article, passage and vector of the index; exit 1 when something is off."""
    with error_boundary(as_json=json):
        from qabot.cli import inspection

        given = settings(home)
        if log or witness:
            code = inspection.verify_log(given, witness, as_json=json)
        else:
            code = inspection.verify_index(given, as_json=json)
    raise typer.Exit(code)


def rollback(*, json: JsonOption = False, home: HomeOption = None) -> None:
    """Go back to the previous generation of the index."""
    with error_boundary(as_json=json):
        from qabot.cli import inspection

        inspection.rollback(settings(home), as_json=json)


def show(
    article: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="The article's id, as `qabot ask --json` gives it.", autocompletion=complete_article
        ),
    ],
    *,
    passage: Annotated[int | None, typer.Option(min=0, metavar="N", help="Mark this passage, counted from 0.")] = None,
    quote: Annotated[str | None, typer.Option(metavar="START:END", help="Mark these characters.")] = None,
    version: Annotated[
        str, typer.Option(metavar="SHA256", help="The version whose text has this hash, or a beginning of it.")
    ] = "",
    facts: Annotated[
        bool, typer.Option("--facts", help="List its figures, who says what, and its dates, instead of the text.")
    ] = False,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Print one article, with a passage or a quote marked."""
    with error_boundary(as_json=json):
        if facts:
            from qabot.cli import fact_listing

            fact_listing.show(settings(home), article, passage, quote, as_json=json)
            return
        from qabot.cli import article_printer

        article_printer.show(settings(home), article, passage, quote, version, as_json=json)


def declare(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.command(epilog=_STATUS_EXAMPLES)(status)
    app.command("verify-index", epilog=_VERIFY_INDEX_EXAMPLES)(verify_index)
    app.command(epilog=_ROLLBACK_EXAMPLES)(rollback)
    app.command(epilog=_SHOW_EXAMPLES)(show)
