"""The options that many commands share, and the settings they lead to."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from qabot.core.settings import Settings, load
from qabot.core.text import printable

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="The folder that holds corpus/ and index/.", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", metavar="MODEL", help="A sentence-transformers model: hub name, folder, or 'packaged'."),
]


def settings(home: Path | None, model: str | None = None) -> Settings:
    """Return the settings of a command that was given this home and this model, and say what in the home is ignored."""
    loaded = load(home, os.environ, Path.cwd(), model)
    if loaded.notice:
        sys.stderr.write(f"{printable(f'Note: {loaded.notice}')}\n")
    return loaded


def with_index(given: Settings) -> Settings:
    """Build the index of a home where there is none, and return its settings."""
    from qabot.cli import ask

    if not ask.has_index(given):
        from qabot.cli import index_update

        index_update.build_first(given)
    return given


def complete_outlet(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the outlets of the index."""
    from qabot.cli import completion_names

    return completion_names.completed(_home(ctx), "outlet", incomplete)


def complete_organisation(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the bodies that articles of the index are about."""
    from qabot.cli import completion_names

    return completion_names.completed(_home(ctx), "organisation", incomplete)


def complete_article(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the ids of the articles in the index."""
    from qabot.cli import completion_names

    return completion_names.completed(_home(ctx), "article", incomplete)


def _home(ctx: Any) -> Path | None:
    """Return the home that the command line names so far, at the command or in front of it."""
    named: Any = ctx.params.get("home")
    return Path(named) if named else _home(ctx.parent) if ctx.parent else None


PublishedAfter = Annotated[str | None, typer.Option(metavar="DATE", help="Published then or later.")]
PublishedBefore = Annotated[str | None, typer.Option(metavar="DATE", help="Published then or earlier.")]
PublishedOn = Annotated[str | None, typer.Option(metavar="DATE", help="Published within that day, month or year.")]
PublishedAsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="As if it were then: nothing that may have been published later is searched, shown or counted. "
        "An article dated 2015 or 2015-06 counts from the last day of that; one without a date is left out.",
    ),
]
HeldOn = Annotated[
    str | None,
    typer.Option(
        "--held-on",
        metavar="WHEN",
        help="What the index held then, in the words it had: a day (to its end), a moment in UTC such as "
        "2026-11-29T14:30, or a generation's name. What came since is left out, and what was changed or taken out "
        "since is searched as it was, and said to be a version that is not held now.",
    ),
]
FromOutlets = Annotated[
    list[str] | None,
    typer.Option(metavar="O", help="From this outlet; may be repeated.", autocompletion=complete_outlet),
]
AboutBodies = Annotated[
    list[str] | None,
    typer.Option(metavar="O", help="About this body; may be repeated.", autocompletion=complete_organisation),
]
