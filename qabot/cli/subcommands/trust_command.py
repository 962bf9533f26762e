"""`qabot trust`: its options and its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qabot.cli.error_boundary import error_boundary
from qabot.cli.options import HomeOption

_EXAMPLES = """\b
Examples:
  qabot trust
  qabot trust ./news
  qabot trust --list
  qabot trust --withdraw ./news

A home can be a folder that somebody else made, such as a clone. Its articles and its index are read, but what its
qabot.toml says of the network and of models (contact, private_addresses, download, name; model under [rerank] and
[reader]) holds only once you have said yes to it, and only then is anything written into a corpus or an index that is
a link to somewhere else. To stand in a home, or to name it with --home or QABOT_HOME, is no such yes. Your own data
folder needs none, and the variables of the environment always hold. A yes is to what the home says now: what is changed
later is ignored, and told, until you say yes again."""


def trust(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[HOME]", help="The home; that of --home or of this folder, if none.", show_default=False
        ),
    ] = None,
    *,
    listing: Annotated[bool, typer.Option("--list", help="List the homes you said yes to, and to what.")] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take your yes back.")] = False,
    home: HomeOption = None,
) -> None:
    """Say yes to the settings of a home, so that they hold; list what you said yes to, or take it back."""
    with error_boundary(as_json=False):
        from qabot.cli import trust_answers

        if listing:
            trust_answers.show()
        elif withdraw:
            trust_answers.withdraw(folder or home)
        else:
            trust_answers.agree(folder or home)


def declare(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command(epilog=_EXAMPLES)(trust)
