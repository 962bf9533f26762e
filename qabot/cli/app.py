"""The commands, their options and their help. Thin: each reads its options and hands over."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from itertools import pairwise
from typing import Annotated

import typer
from typer.main import get_command

from qabot import __version__
from qabot.cli import add_command, corpus_commands, eval_commands, feed_commands, history_commands, schema_command
from qabot.cli.error_boundary import error_boundary, report_usage_error
from qabot.cli.format_option import TEXT, FormatCommand, FormatOption, is_for_programs
from qabot.cli.gc_frozen import gc_frozen
from qabot.cli.options import HomeOption, JsonOption, ModelOption, settings
from qabot.core.errors import UsageError

_EXAMPLES = """\b
Examples:
  qabot ask "How much did GDS get in the 2015 Spending Review?"
  qabot ask "what is Socitm's stance on it" --on 2015-11
  qabot ask "cyber attacks on councils" --after 2020 --json | jq .verdict
  qabot add page.html && qabot index
  qabot show 2015/2015-11-26-socitm-spending-review
  qabot web
  qabot eval questions.jsonl --corpus ./articles

\b
Exit codes:
  0 answered   1 nothing found   2 usage   3 no or unreadable index
  4 model does not match the index   5 model not available
  6 another writer holds the index   7 something on the network could not be had
  8 history cannot be used
  70 internal error   74 disk full   130 interrupted

\b
Environment:
  QABOT_HOME    the folder that holds corpus/ and index/
  QABOT_MODEL   the encoder to build with   QABOT_DEVICE  auto, cpu or cuda
  QABOT_PRIVATE_ADDRESSES, QABOT_CONTACT   see `qabot feeds --help`
  NO_COLOR      no colours in the output    QABOT_DEBUG   show where an error came from
"""

_COMPLETING = "_QABOT_COMPLETE"
"""Set by the shell when it asks for completions."""

app = typer.Typer(
    name="qabot",
    help="Ask the public-sector ICT press a question and read the passage that answers: word for word, with outlet, "
    'date and place in the article, or a plain "not in this corpus".',
    epilog=_EXAMPLES,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

app.add_typer(corpus_commands.commands)
app.add_typer(eval_commands.commands)
app.add_typer(feed_commands.commands)
app.add_typer(history_commands.commands)


class ProgressFormat(StrEnum):
    """How `qabot index` tells how far it has come."""

    auto = "auto"
    bars = "bars"
    jsonl = "jsonl"
    none = "none"


class Theme(StrEnum):
    """The colours of the chat."""

    dark = "dark"
    light = "light"
    contrast = "contrast"
    colour_blind = "colour-blind"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments and _COMPLETING not in os.environ:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            sys.stderr.write('Usage: qabot COMMAND …\nTry `qabot ask "…"` to ask a question, or `qabot --help`.\n')
            return 2
        arguments = ["chat"]
    try:
        code = get_command(app).main(args=arguments, prog_name="qabot", standalone_mode=False)
    except typer.TyperException as error:
        return report_usage_error(error, as_json=_asks_for_json(arguments))
    except typer.Abort:
        return 130
    return code if isinstance(code, int) else 0


def _print_version(wanted: bool) -> None:
    if wanted:
        with error_boundary(as_json=False):
            sys.stdout.write(f"qabot {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(  # pyright: ignore[reportUnusedFunction] - Typer calls it
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Read what comes before the command."""


@app.command(
    cls=FormatCommand,
    epilog="""\b
Examples:
  qabot ask "How much did GDS get in the 2015 Spending Review?"
  qabot ask "who left GDS" --after 2015-08 --before 2015-12 -n 5
  qabot ask "shared services" --outlet "Computer Weekly" --outlet UKAuthority
  qabot ask "digital tax accounts" --org HMRC --explain
  qabot ask 'cyber attacks outlet:"The Register" after:2020 "ransomware" -school'
  qabot ask "and what about HMRC?" --continue
  echo "when did GOV.UK replace Directgov?" | qabot ask - --json
  qabot ask "who left GDS" --format bibtex > quotes.bib

DATE is a day, a month or a year: 2015-11-25, 2015-11, 2015, "25 November 2015". Both ends are included.""",
)
def ask(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION|-", help="What to ask; - reads standard input.")],
    *,
    limit: Annotated[int, typer.Option("-n", min=1, max=50, metavar="N", help="How many passages to show.")] = 3,
    after: Annotated[str | None, typer.Option(metavar="DATE", help="Published then or later.")] = None,
    before: Annotated[str | None, typer.Option(metavar="DATE", help="Published then or earlier.")] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="Published within that day, month or year.")] = None,
    outlet: Annotated[list[str] | None, typer.Option(metavar="O", help="From this outlet; may be repeated.")] = None,
    org: Annotated[list[str] | None, typer.Option(metavar="O", help="About this body; may be repeated.")] = None,
    format: FormatOption = TEXT,  # noqa: A002 - the flag
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    inferred_filters: Annotated[
        bool,
        typer.Option(
            "--inferred-filters/--no-inferred-filters", help="Let dates in the question limit the search, or not."
        ),
    ] = True,
    goes_on: Annotated[bool, typer.Option("--continue", help="Go on from the last question asked.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Show whole passages around the quotes.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show why each passage ranks where it does.")] = False,
    home: HomeOption = None,
) -> None:
    """Answer one question from the index, building it first where there is none."""
    shown = "json" if json else format
    with error_boundary(as_json=is_for_programs(shown)):
        from qabot.cli import ask

        text = ask.question_text(question)
        filters = ask.filters(after, before, on, outlet or (), org or ())
        given = settings(home)
        if not ask.has_index(given):
            from qabot.cli import index_command

            index_command.build_first(given)
        asked = ask.ask(given, text, filters, limit, infer=inferred_filters, goes_on=goes_on)
        if shown == TEXT:
            from qabot.cli import text_layout

            text_layout.write_answer(asked, full=full, explain=explain)
        else:
            from qabot.cli import answer_documents

            answer_documents.write(asked, shown)
    raise typer.Exit(asked.exit_code)


@app.command(
    epilog="""\b
Examples:
  qabot                      the same, on a terminal
  qabot chat --private       keep no history
  qabot chat --theme light
  qabot chat --plain         line by line: for screen readers, small terminals and pipes
  printf 'who left GDS in 2015?\\nwhy?\\n' | qabot chat --plain"""
)
def chat(
    *,
    plain: Annotated[bool, typer.Option("--plain", envvar="QABOT_PLAIN", help="Converse in lines.")] = False,
    private: Annotated[bool, typer.Option("--private", help="Keep no history of the questions.")] = False,
    theme: Annotated[Theme, typer.Option(envvar="QABOT_THEME", help="The colours.")] = Theme.dark,
    ascii: Annotated[  # noqa: A002 - the flag
        bool, typer.Option("--ascii", envvar="QABOT_ASCII", help="Draw with ASCII characters alone.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Ask, read and ask on, in the terminal."""
    with error_boundary(as_json=False):
        given = settings(home)
        if plain or os.environ.get("TERM") == "dumb":
            from qabot.cli import ask
            from qabot.cli import plain as lines

            if not ask.has_index(given):
                from qabot.cli import index_command

                index_command.build_first(given)
            code = lines.converse(given, private=private)
        else:
            with gc_frozen():
                from qabot.cli import chat_launch

            code = chat_launch.chat(given, chat_launch.Look(theme.value, ascii=ascii), private=private)
    raise typer.Exit(code)


@app.command(
    epilog="""\b
Examples:
  qabot index               take in what is new, changed or gone
  qabot index --dry-run     only say what would change
  qabot index --rebuild     embed everything anew
  qabot index --model packaged
  qabot index --json --progress jsonl 2>progress.jsonl
  qabot index --watch       keep it current, and pull feeds when they are due, until Ctrl-C

The index that answers stays in place until the new one is complete; stopping at any moment is safe.

\b
With --progress jsonl, standard error gets a line for each step, for a program to show:
  {"schema": "qabot.progress/1", "stage": "embed", "done": 312, "total": 1234, "note": ""}
stage is scan, read, model, split, embed, write or publish; a later line of a stage replaces the earlier one; total is
null while it is unknown. No stage gets more than 20 lines a second. Anything else there is a note or an error."""
)
def index(
    *,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read and embed everything anew.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    progress: Annotated[
        ProgressFormat, typer.Option(help="Show progress as bars, as lines of JSON or not; auto: bars on a terminal.")
    ] = ProgressFormat.auto,
    watch: Annotated[bool, typer.Option("--watch", help="Stay, and keep it current while files change.")] = False,
    model: ModelOption = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Bring the index up to date with the corpus."""
    with error_boundary(as_json=json):
        if watch and dry_run:
            raise UsageError("--watch and --dry-run do not go together.", hint="Leave one of them out.")
        if watch:
            from qabot.cli import index_watch

            index_watch.watch(settings(home, model), rebuild=rebuild, as_json=json)
            return
        from qabot.cli import index_command

        given = settings(home, model)
        index_command.index(given, rebuild=rebuild, dry_run=dry_run, as_json=json, shown=progress.value)


@app.command(epilog="\b\nExamples:\n  qabot status\n  qabot status --json | jq .waiting.files")
def status(*, json: JsonOption = False, home: HomeOption = None) -> None:
    """Say what the index holds and what is waiting to be indexed."""
    with error_boundary(as_json=json):
        from qabot.cli import inspection

        inspection.status(settings(home), as_json=json)


@app.command("verify-index", epilog="\b\nExamples:\n  qabot verify-index\n  qabot verify-index --json && echo sound")
def verify_index(*, json: JsonOption = False, home: HomeOption = None) -> None:
    """Check every file, article, passage and vector of the index; exit 1 when something is off."""
    with error_boundary(as_json=json):
        from qabot.cli import inspection

        code = inspection.verify_index(settings(home), as_json=json)
    raise typer.Exit(code)


@app.command(epilog="\b\nExamples:\n  qabot rollback\n  qabot rollback && qabot status")
def rollback(*, json: JsonOption = False, home: HomeOption = None) -> None:
    """Go back to the previous generation of the index."""
    with error_boundary(as_json=json):
        from qabot.cli import inspection

        inspection.rollback(settings(home), as_json=json)


@app.command(
    epilog="""\b
Examples:
  qabot show 2015/2015-11-26-socitm-spending-review
  qabot show 2015/2015-11-26-socitm-spending-review --passage 0
  qabot show 2015/2015-11-26-socitm-spending-review --quote 0:120"""
)
def show(
    article: Annotated[str, typer.Argument(metavar="ID", help="The article's id, as `qabot ask --json` gives it.")],
    *,
    passage: Annotated[int | None, typer.Option(min=0, metavar="N", help="Mark this passage, counted from 0.")] = None,
    quote: Annotated[str | None, typer.Option(metavar="START:END", help="Mark these characters.")] = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Print one article, with a passage or a quote marked."""
    with error_boundary(as_json=json):
        from qabot.cli import inspection

        inspection.show(settings(home), article, passage, quote, as_json=json)


@app.command(
    epilog="""\b
Examples:
  qabot web                      then open the address that it prints
  qabot web --open --private     in the browser at once; questions are not kept
  qabot web --port 0             on whichever port is free
  ssh -t -L 8617:localhost:8617 HOST qabot web      run it there, open the address here

The address holds a key, which is new at each start; without it nothing is served. Only this machine can reach the
server, unless --host names another of its addresses. Ctrl-C ends it, and the chats with it."""
)
def web(
    *,
    host: Annotated[str, typer.Option(metavar="HOST", help="The name or address to be reached by.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="PORT", help="The port to serve on; 0 takes one that is free.")
    ] = 8617,
    private: Annotated[bool, typer.Option("--private", help="Keep no history of what is asked.")] = False,
    opens: Annotated[bool, typer.Option("--open/--no-open", help="Open the address in a browser here.")] = False,
    home: HomeOption = None,
) -> None:
    """Chat in a browser: serve `qabot chat` on this machine."""
    with error_boundary(as_json=False):
        from qabot.cli import web_command

        web_command.web(settings(home), host, port, private=private, opens=opens)


add_command.declare(app)
schema_command.declare(app)


def _asks_for_json(arguments: list[str]) -> bool:
    """Whether a command line that could not be read asks for JSON nevertheless."""
    formats = [value for flag, value in pairwise(arguments) if flag == "--format"]
    formats += [word.removeprefix("--format=") for word in arguments if word.startswith("--format=")]
    return "--json" in arguments or any(map(is_for_programs, formats))
