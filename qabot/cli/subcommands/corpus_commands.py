"""`qabot corpus`: its commands, their options and their help."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import HomeOption, JsonOption, complete_article, complete_outlet, settings

commands = typer.Typer(
    name="corpus",
    help="Look through the articles of the corpus, change them, or take them out and put them back.",
    short_help="Look through the corpus; edit, remove and restore articles.",
    epilog="""\b
Examples:
  qabot corpus list --outlet UKAuthority --after 2015
  qabot corpus show 2015/2015-11-26-socitm-spending-review
  qabot corpus edit ID ID --outlet UKAuthority
  qabot corpus remove 2015/2015-11-26-socitm-spending-review && qabot index

These commands change files of the corpus folder; the index follows with `qabot index`. Nothing is thrown away: what is
removed can be restored, and what an article said before stays in `qabot corpus show ID --history`.""",
    rich_markup_mode=None,
)


class Lacking(StrEnum):
    """What may not be known of an article."""

    DATE = "date"
    OUTLET = "outlet"
    TITLE = "title"


IdArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="The article's id, as `qabot corpus list` prints it.", autocompletion=complete_article
    ),
]


@commands.command(
    "list",
    epilog="\b\nExamples:\n  qabot corpus list -n 50\n  qabot corpus list --lacking date\n"
    "  qabot corpus list --json | jq -r '.articles[].id'",
)
def list_(
    *,
    outlet: Annotated[
        str | None, typer.Option(metavar="O", help="Only of this outlet.", autocompletion=complete_outlet)
    ] = None,
    after: Annotated[str | None, typer.Option(metavar="DATE", help="Only published then or later.")] = None,
    before: Annotated[str | None, typer.Option(metavar="DATE", help="Only published then or earlier.")] = None,
    title: Annotated[str | None, typer.Option(metavar="WORDS", help="Only with these words in the title.")] = None,
    lacking: Annotated[Lacking | None, typer.Option(help="Only those of which this is not known.")] = None,
    removed: Annotated[bool, typer.Option("--removed", help="Those that were removed instead.")] = False,
    limit: Annotated[int, typer.Option("-n", min=1, metavar="N", help="How many to print.")] = 20,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Print articles, newest first; exit 1 when there are none."""
    with error_boundary(as_json=json):
        from qabot.cli import corpus_actions

        chosen = corpus_actions.chosen(outlet, after, before, title, lacking and lacking.value)
        code = corpus_actions.list_articles(settings(home), chosen, limit, removed=removed, as_json=json)
    raise typer.Exit(code)


@commands.command(
    epilog="\b\nExamples:\n  qabot corpus show ID\n  qabot corpus show ID --raw\n  qabot corpus show ID --history"
)
def show(
    article: IdArgument,
    *,
    raw: Annotated[bool, typer.Option("--raw", help="The text as it came, before anything was dropped.")] = False,
    history: Annotated[bool, typer.Option("--history", help="What its file held earlier.")] = False,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Print what an article's file holds."""
    with error_boundary(as_json=json):
        from qabot.cli import corpus_actions

        corpus_actions.show(settings(home), article, raw=raw, history=history, as_json=json)


@commands.command(
    epilog="""\b
Examples:
  EDITOR='code --wait' qabot corpus edit ID
  qabot corpus edit ID ID --outlet "Computer Weekly" --date 2015-11
  qabot corpus list --lacking outlet -n 500 --json | jq -r '.articles[].id' | qabot corpus edit - --outlet UKAuthority

Without options one article is opened in $VISUAL or $EDITOR, and checked afterwards. What its file held before stays in
`qabot corpus show ID --history`. An id that no article has is told with the nearest, the others are changed, and the
exit code is 1 then."""
)
def edit(
    articles: Annotated[
        list[str],
        typer.Argument(
            metavar="ID|-...",
            help="The articles' ids, as `qabot corpus list` prints them; - reads them, one a line.",
            autocompletion=complete_article,
        ),
    ],
    *,
    outlet: Annotated[
        str | None, typer.Option(metavar="O", help="Who published them.", autocompletion=complete_outlet)
    ] = None,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="When: a day, a month or a year.")] = None,
    title: Annotated[str | None, typer.Option(metavar="TITLE", help="What they are called.")] = None,
    author: Annotated[str | None, typer.Option(metavar="NAME", help="Who wrote them.")] = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Open an article in your editor, or change what is known of many."""
    code = 0
    with error_boundary(as_json=json):
        if any(each is not None for each in (outlet, date, title, author)):
            from qabot.cli import corpus_mending

            wanted = corpus_mending.amendments(outlet, date, title, author)
            code = corpus_mending.edit_many(settings(home), articles, wanted, as_json=json)
        else:
            from qabot.cli import corpus_actions

            corpus_actions.edit(settings(home), articles, as_json=json)
    raise typer.Exit(code)


@commands.command(epilog="\b\nExamples:\n  qabot corpus remove ID && qabot index")
def remove(article: IdArgument, *, json: JsonOption = False, home: HomeOption = None) -> None:
    """Take an article out of the corpus; `restore` brings it back."""
    with error_boundary(as_json=json):
        from qabot.cli import corpus_actions

        corpus_actions.remove(settings(home), article, as_json=json)


@commands.command(epilog="\b\nExamples:\n  qabot corpus list --removed\n  qabot corpus restore ID && qabot index")
def restore(article: IdArgument, *, json: JsonOption = False, home: HomeOption = None) -> None:
    """Put an article that was removed back, byte for byte."""
    with error_boundary(as_json=json):
        from qabot.cli import corpus_actions

        corpus_actions.restore(settings(home), article, as_json=json)


@commands.command(
    epilog="\b\nExamples:\n  qabot corpus duplicates\n  qabot corpus duplicates --json | jq '.groups | length'"
)
def duplicates(*, json: JsonOption = False, home: HomeOption = None) -> None:
    """Print the groups of near-copies, the earliest of each first; exit 1 when there are none."""
    with error_boundary(as_json=json):
        from qabot.cli import corpus_actions

        code = corpus_actions.duplicates(settings(home), as_json=json)
    raise typer.Exit(code)


@commands.command(epilog="\b\nExamples:\n  qabot corpus dropped ID\n  qabot corpus show ID --raw")
def dropped(article: IdArgument, *, json: JsonOption = False, home: HomeOption = None) -> None:
    """Print the lines that were taken for furniture, with the rule; exit 1 when none was dropped."""
    with error_boundary(as_json=json):
        from qabot.cli import corpus_actions

        code = corpus_actions.dropped(settings(home), article, as_json=json)
    raise typer.Exit(code)


@commands.command(
    epilog="""\b
Examples:
  qabot corpus diff ID
  qabot corpus diff ID --from 1 --to now
  qabot corpus diff ID --exact --json | jq '.paragraphs[].words'

VERSION is a number, counted from 1 for the oldest that is held; the beginning of the SHA-256 of its text; or `now`. By
default the last change is shown. Dropped words stand in [-…-], added ones in {+…+}; ~ is a paragraph that was changed,
> one that moved, - one that was dropped, and + one that was added; … stands for words that are the same. It exits with
0 where nothing was changed, and with 1 where something was."""
)
def diff(
    article: IdArgument,
    *,
    earlier: Annotated[str, typer.Option("--from", metavar="VERSION", help="The version before the change.")] = "",
    later: Annotated[str, typer.Option("--to", metavar="VERSION", help="The version behind it.")] = "",
    exact: Annotated[bool, typer.Option("--exact", help="Show changed typography and white space too.")] = False,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Print what a publisher changed between two versions of an article; exit 1 when something was."""
    with error_boundary(as_json=json):
        from qabot.cli import version_diff

        code = version_diff.diff(settings(home), article, earlier, later, exact=exact, as_json=json)
    raise typer.Exit(code)


def declare(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.add_typer(commands)
