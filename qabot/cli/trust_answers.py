"""`qabot trust`: saying yes to what a home sets, listing that, and taking it back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from shlex import quote

from qabot.cli.page import standard_output
from qabot.core.errors import NotFound
from qabot.core.home_trust import TrustedHomes
from qabot.core.settings import find_home, home_claims
from qabot.core.text import clean_line


def agree(named: Path | None) -> None:
    """Say yes to a home as it stands, and print to what.

    Raises:
        UsageError: There is no such home, its `qabot.toml` cannot be read, or the answer cannot be kept.
    """
    home = find_home(named, os.environ, Path.cwd()).path.resolve()
    claims, page = home_claims(home), standard_output()
    if not claims:
        page.line(f"{home} sets nothing that needs your yes.")
        return
    TrustedHomes.read().trust(home, claims)
    page.line(f"From now on these hold in {home}, as they stand:")
    for line in _lines(claims):
        page.line(line)
    page.line(f"Run `qabot trust --withdraw {quote(str(home))}` to take that back.")


def withdraw(named: Path | None) -> None:
    """Take back the yes to a home, which need not be there any more.

    Raises:
        NotFound: There is none.
    """
    home = Path(os.path.realpath(named)) if named else find_home(None, os.environ, Path.cwd()).path.resolve()
    trusted = TrustedHomes.read()
    if str(home) not in trusted.homes:
        raise NotFound(f"You have not said yes to {home}.", hint="Run `qabot trust --list` to see to which you did.")
    trusted.withdraw(home)
    standard_output().line(f"What {home} sets of the network and of models is ignored from now on.")


def show() -> None:
    """List the homes, and to what the user said yes in each."""
    page, homes = standard_output(), TrustedHomes.read().homes
    if not homes:
        page.line("You have said yes to no home.")
    for home, claims in sorted(homes.items()):
        page.line(home)
        for line in _lines(claims):
            page.line(line)


def _lines(claims: Mapping[str, str]) -> list[str]:
    """Say each on a line: a setting and its value, or a folder and where it leads."""
    return [
        f"  {name} = {clean_line(value)}" if "." in name else f"  {name}/ is a link to {clean_line(value)}"
        for name, value in sorted(claims.items())
    ]
