"""`qabot eval QUESTIONS` and `qabot eval calibrate`: their options and their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import HomeOption, JsonOption, settings

_DEFAULT = "questions"
"""What the command is called inside that `qabot eval QUESTIONS` stands for; no one has to type it."""
_EXAMPLES = """\b
Examples:
  qabot eval questions.jsonl                          ask the home's own index
  qabot eval questions.jsonl --corpus ./articles --json > before.json
  qabot eval questions.jsonl --corpus ./articles --compare before.json
  qabot eval ./scifact                                a set with its own articles
  qabot eval calibrate questions.jsonl --corpus ./articles --hide

\b
QUESTIONS is a file of JSON lines: q, story_ids (empty where nothing answers), and perhaps answer, kind, previous and
today; or conversations: kind and turns, each with q, articles, and perhaps answer and complete. Or a folder with
queries.jsonl, qrels.tsv and perhaps corpus.jsonl[.gz], as the BEIR sets have them.

\b
The index of a corpus is kept in the user's cache (--keep DIR for elsewhere) and brought up to date by every run."""


class _DefaultGroup(TyperGroup):
    """A group of commands, one of which is meant where none is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command in front of what names no other; its --help is the group's."""
        names_other = args[:1] and args[0] in self.commands and args[0] != _DEFAULT
        if not names_other and not (ctx.resilient_parsing and not args):
            wants_help = any(each in ctx.help_option_names for each in args)
            args = ["--help"] if wants_help else [_DEFAULT, *args]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Show the options of the default command as the group's own, then the other commands."""
        self.commands[_DEFAULT].format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


commands = typer.Typer(
    name="eval",
    cls=_DefaultGroup,
    help="Ask questions whose answers are known, and say how well they were answered.",
    short_help="Measure answers to questions whose answers are known.",
    epilog=_EXAMPLES,
    subcommand_metavar="QUESTIONS | calibrate QUESTIONS…",
    rich_markup_mode=None,
)

QuestionsArgument = Annotated[Path, typer.Argument(metavar="QUESTIONS", help="The set: a file or a folder.")]
KeepOption = Annotated[Path | None, typer.Option("--keep", metavar="DIR", help="Keep indexes of corpora here.")]


@commands.command(_DEFAULT, hidden=True)
def evaluate(
    questions: QuestionsArgument,
    *,
    corpus: Annotated[Path | None, typer.Option(metavar="DIR", help="The articles to ask; else those indexed.")] = None,
    compare: Annotated[Path | None, typer.Option(metavar="FILE", help="An earlier run, as --json printed it.")] = None,
    keep: KeepOption = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Ask questions whose answers are known, and say how well they were answered."""
    with error_boundary(as_json=json):
        from qabot.cli import evaluation

        evaluation.evaluate(settings(home), questions, corpus, compare, keep, as_json=json)


@commands.command(
    "calibrate",
    epilog="""\b
Examples:
  qabot eval calibrate questions.jsonl --corpus ./articles --hide
  qabot eval calibrate questions.jsonl ./scifact ./mtrag --hide --out calibration.json

A calibration belongs to one encoder. `qabot ask` takes the one of the home (calibration.json in it), else the one that
comes with qabot; without any, a verdict is `possible` at best.""",
)
def calibrate(
    questions: Annotated[list[Path], typer.Argument(metavar="QUESTIONS...", help="Sets: files or folders.")],
    *,
    corpus: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="Articles of a set without any; once, or once for each.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write here, not into the home.")] = None,
    hide: Annotated[bool, typer.Option("--hide", help="Ask again with the articles that answer hidden.")] = False,
    keep: KeepOption = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Fit the verdict to labelled questions, and say how it errs."""
    with error_boundary(as_json=json):
        from qabot.cli import evaluation

        fitted = evaluation.calibrate(settings(home), questions, corpus or (), keep, out, hide=hide)
        evaluation.show_calibration(fitted, as_json=json)


def declare(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.add_typer(commands)
