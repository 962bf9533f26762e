"""The command line: read, handed to the command that it names, and brought to an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from copy import copy
from functools import cache
from inspect import signature
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command, get_command_name

from qabot import __version__
from qabot.cli.error_boundary import error_boundary, report_error, report_usage_error
from qabot.cli.format_option import is_for_programs
from qabot.cli.shorthand import CommandTree, expand
from qabot.cli.subcommands import DECLARED
from qabot.core.blas_threads import one_blas_thread
from qabot.core.storage_faults import storage_fault
from qabot.core.telemetry import opt_out

_EXAMPLES = """\b
Examples:
  qabot                                    chat, on a terminal
  qabot "how much did GDS get in the 2015 Spending Review?"
  qabot ask "what is Socitm's stance on it" --on 2015-11
  qabot ask "cyber attacks on councils" --after 2020 --json | jq .verdict
  qabot add page.html && qabot index
  qabot show 2015/2015-11-26-socitm-spending-review
  qabot check draft.md
  qabot figures "Universal Credit"
  qabot said Socitm
  qabot watch add "what does Socitm say about cyber security"
  qabot serve --open
  qabot eval questions.jsonl --corpus ./articles

\b
Exit codes:
  0 answered   1 nothing found   2 usage   3 no or unreadable index
  4 model does not match the index   5 model not available
  6 another writer holds the index   7 something on the network could not be had
  8 history, or saved questions, cannot be used
  70 internal error   74 a file cannot be read or written: full disk, no permission, read-only
  130 interrupted

\b
Environment:
  QABOT_HOME               the folder that holds corpus/ and index/
  QABOT_MODEL              the encoder to build with
  QABOT_DEVICE             where to embed: auto, cpu or cuda
  QABOT_DOWNLOAD           true: a model that is not on this machine may be fetched
  QABOT_RERANK             a cross-encoder that puts what is found into a better order
  QABOT_READER             off, or a folder with another reader than the one that ships
  QABOT_CONTACT            an address of yours that sites are told: see `qabot feeds --help`
  QABOT_PRIVATE_ADDRESSES  true: fetch inside an organisation's network too
  QABOT_STORE, QABOT_STORE_URI, QABOT_STORE_TOKEN_ENV, QABOT_STORE_DATABASE   what keeps the index: local, or milvus
                           where that is, which variable holds its token, and which of its databases
  QABOT_SMTP, QABOT_SMTP_SECURITY, QABOT_SMTP_USER, QABOT_SMTP_PASSWORD, QABOT_MAIL_FROM   by which server, and from
                           whom, `qabot watch run --mail` sends
  QABOT_PLAIN, QABOT_ASCII, QABOT_THEME   how the chat looks: see `qabot chat --help`
  QABOT_DEBUG              show where an error came from
  NO_COLOR                 no colours in the output
"""

_COMPLETING = "_QABOT_COMPLETE"
"""Set by the shell when it asks for completions."""

app = typer.Typer(
    name="qabot",
    help="Ask the public-sector ICT press a question and read the passage that answers, cut word for word from the "
    'stored text, with source, date and place, or a plain "not in this corpus". Articles that you add are in the words '
    "of their outlets. The texts that come with qabot are briefs: its own summaries of what outlets reported, named as "
    "such, and not to be quoted as those outlets.",
    epilog=_EXAMPLES,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    opt_out(os.environ)
    one_blas_thread(os.environ)
    arguments = [*(sys.argv[1:] if arguments is None else arguments)]
    if _COMPLETING not in os.environ:
        if not arguments and not (sys.stdin.isatty() and sys.stdout.isatty()):
            sys.stderr.write('Usage: qabot COMMAND …\nTry `qabot ask "…"` to ask a question, or `qabot --help`.\n')
            return 2
        arguments = written_out(arguments)
    try:
        code = _commands_for(arguments).main(args=arguments, prog_name="qabot", standalone_mode=False)
    except typer.TyperException as error:
        return report_usage_error(error, _usage_hint(arguments), as_json=_asks_for_json(arguments))
    except typer.Abort:
        return 130
    except OSError as error:  # before there was a command to tell of it
        if (refused := storage_fault(error)) is None:
            raise
        report_error(refused, as_json=_asks_for_json(arguments))
        return refused.exit_code
    return code if isinstance(code, int) else 0


def written_out(arguments: Sequence[str]) -> list[str]:
    """Return a command line with the command that it means written out."""
    return expand(arguments, _names(), _takes_home)


@cache
def _names() -> CommandTree:
    """Return the names of all commands, read from what is declared: making the commands themselves takes longer."""
    groups = {
        str(group.typer_instance.info.name): group.typer_instance
        for group in app.registered_groups
        if group.typer_instance
    }
    inside = {name: [_name(each) for each in group.registered_commands] for name, group in groups.items()}
    return {_name(each): () for each in app.registered_commands} | inside


def _takes_home(command: Sequence[str]) -> bool:
    """Whether a command, by its one or two names, has an option `--home`."""
    name, *inside = command
    groups = [each.typer_instance for each in app.registered_groups if each.typer_instance]
    group = next((each for each in groups if each.info.name == name), None)
    if group and not inside:
        callback: Any = group.registered_callback.callback if group.registered_callback else None
    else:
        among = group.registered_commands if group else app.registered_commands
        callback = next(each.callback for each in among if _name(each) == command[-1])
    return "home" in signature(callback).parameters if callback else False


def _name(command: Any) -> str:
    return str(command.name or get_command_name(command.callback.__name__))


def _commands_for(arguments: Sequence[str]) -> Any:
    """Return the commands as they are run: only the one that is given, where it needs to know of no other.

    Making all thirty from their signatures takes as long as many of them do.
    """
    name = arguments[0] if arguments else ""
    if _COMPLETING in os.environ or name not in _names() or name == "help":
        return get_command(app)
    part = copy(app)
    part.registered_commands = [each for each in app.registered_commands if _name(each) == name]
    part.registered_groups = [
        each for each in app.registered_groups if each.typer_instance and each.typer_instance.info.name == name
    ]
    return get_command(part)


def _print_version(wanted: bool) -> None:
    if wanted:
        with error_boundary(as_json=False):
            sys.stdout.write(f"qabot {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(  # pyright: ignore[reportUnusedFunction] - Typer calls it
    *,
    home: Annotated[
        Path | None, typer.Option("--home", metavar="DIR", help="The home of the chat, or of what follows.")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Read what comes before the command."""


for _module in DECLARED:
    _module.declare(app)


def _usage_hint(arguments: Sequence[str]) -> str:
    """Say what to run where a command line could not be read."""
    if any(each.startswith("-") and " " in each for each in arguments):
        return "Put -- before a question that begins with a dash: `qabot ask -- '-verify identity checks'`."
    return "Run `qabot --help`, or `qabot COMMAND --help`."


def _asks_for_json(arguments: Sequence[str]) -> bool:
    """Whether a command line that could not be read asks for JSON nevertheless."""
    formats = [value for flag, value in pairwise(arguments) if flag == "--format"]
    formats += [word.removeprefix("--format=") for word in arguments if word.startswith("--format=")]
    return "--json" in arguments or any(map(is_for_programs, formats))
