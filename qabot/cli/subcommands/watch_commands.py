"""`qabot watch`: its commands, their options and their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import (
    AboutBodies,
    FromOutlets,
    HomeOption,
    JsonOption,
    PublishedAfter,
    PublishedBefore,
    settings,
)

commands = typer.Typer(
    name="watch",
    help="Save questions, and be told what is new in their answers when articles come in.",
    short_help="Save questions, and be told what is new in their answers.",
    epilog="""\b
Examples:
  qabot watch add "what does Socitm say about cyber security"
  qabot watch add "how much did the attack on Redcar cost" --name redcar --every 1d
  qabot watch run
  qabot watch run --feed news.atom
  qabot watch show redcar
  qabot watch remove redcar

A question keeps the meaning that it was saved with; dates such as "last month" move on. Each new thing is told once:
a quote from an article that came in, a figure that no quote gave before or that contradicts one, who speaks for the
first time, a quote that is held no more, and that nothing new has come for 90 days.
Saved questions lie in a file outside of every home that only you can read. `qabot index --watch` runs them too.""",
    rich_markup_mode=None,
)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="What it is called, or how that begins.")]


@commands.command(
    epilog="""\b
Examples:
  qabot watch add "what does Socitm say about cyber security"
  qabot watch add "who left GDS" --outlet PublicTechnology --every 12h
  qabot watch add "cyber attacks on councils" --dry-run

Before it is saved, it says what the question finds now: in all, in the last month, and the newest."""
)
def add(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION...", help="What to ask again and again.")],
    *,
    name: Annotated[str, typer.Option(metavar="NAME", help="What to call it; by default its first words.")] = "",
    every: Annotated[
        str | None, typer.Option(metavar="TIME", help="How long to wait between runs with --due: daily, 12h, 2w.")
    ] = None,
    after: PublishedAfter = None,
    before: PublishedBefore = None,
    outlet: FromOutlets = None,
    org: AboutBodies = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it finds, and save nothing.")] = False,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Save a question; what its answer holds now counts as told."""
    with error_boundary(as_json=json):
        from qabot.cli import ask_request, watch_actions

        limits = ask_request.filters(after, before, None, outlet or (), org or ())
        wanted = watch_actions.Wanted(" ".join(question), limits, name, every)
        watch_actions.add(settings(home), wanted, dry_run=dry_run, as_json=json)


@commands.command("list", epilog="\b\nExamples:\n  qabot watch list\n  qabot watch list --json")
def list_(*, json: JsonOption = False, home: HomeOption = None) -> None:
    """Print the saved questions; exit 1 when there are none."""
    with error_boundary(as_json=json):
        from qabot.cli import watch_listing

        code = watch_listing.list_questions(settings(home), as_json=json)
    raise typer.Exit(code)


@commands.command(epilog="\b\nExamples:\n  qabot watch show redcar\n  qabot watch show redcar --json")
def show(name: NameArgument, *, json: JsonOption = False, home: HomeOption = None) -> None:
    """Print a saved question, and all that was told of it, the newest first."""
    with error_boundary(as_json=json):
        from qabot.cli import watch_listing

        watch_listing.show(settings(home), name, as_json=json)


@commands.command(epilog="\b\nExamples:\n  qabot watch remove redcar")
def remove(name: NameArgument, *, json: JsonOption = False, home: HomeOption = None) -> None:
    """Forget a saved question, and what was told of it."""
    with error_boundary(as_json=json):
        from qabot.cli import watch_listing

        watch_listing.remove(settings(home), name, as_json=json)


@commands.command(
    epilog="""\b
Examples:
  qabot index && qabot watch run
  qabot watch run redcar
  qabot watch run --due --feed news.atom
  qabot watch run --json
  qabot watch run --exec 'notify-send "New in the press"'
  qabot watch run --mail me@example.org

--exec, --webhook and --mail are used only where something is new, or did not go there before. A command is run
without a shell and reads the JSON document on its standard input; an address gets it by POST. Mail goes by the server
in QABOT_SMTP (host:port) or in mail.toml in your settings folder; QABOT_SMTP_PASSWORD alone holds a password."""
)
def run(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME...", help="Which; all by default.")] = None,
    *,
    due: Annotated[bool, typer.Option("--due", help="Only those whose time has come.")] = False,
    feed: Annotated[Path | None, typer.Option(metavar="FILE", help="Write all that was told as an Atom feed.")] = None,
    command: Annotated[str | None, typer.Option("--exec", metavar="COMMAND", help="Run this with what is new.")] = None,
    webhook: Annotated[str | None, typer.Option(metavar="URL", help="Send what is new there.")] = None,
    mail: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Send what is new there by mail.")] = None,
    json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Put saved questions to the index, and say what is new; exit 1 when nothing is."""
    with error_boundary(as_json=json):
        from qabot.cli import watch_deliveries, watch_run

        outlets = watch_deliveries.Deliveries(feed, command, webhook, mail)
        code = watch_run.run(settings(home), names or (), outlets, due=due, as_json=json)
    raise typer.Exit(code)


def declare(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.add_typer(commands)
