"""`qabot serve keys`: making, listing and withdrawing the keys of a home's server, without loading the server."""

from __future__ import annotations

from qabot.cli.streams import note, utf8_output
from qabot.core.settings import Settings
from qabot.server.access_keys import AccessKeys, Role


def listed(settings: Settings) -> None:
    """Print the keys of a home, without their secrets."""
    listed = AccessKeys(settings.home).listed()
    for each in listed:
        utf8_output().write(f"{each.name}  {each.role}  made {each.made}\n")
    if not listed:
        note("There are none; `qabot serve keys add NAME` makes one.")


def add(settings: Settings, name: str, role: Role) -> None:
    """Make a key and print it, this once.

    Raises:
        UsageError: The name is none, or taken.
    """
    secret = AccessKeys(settings.home).add(name, role)
    utf8_output().write(f"{secret}\n")
    note("It is shown this once. Send it as `Authorization: Bearer …`, or open an address with ?key=… at its end.")


def remove(settings: Settings, name: str) -> None:
    """Withdraw a key.

    Raises:
        NotFound: There is none of that name.
    """
    removed = AccessKeys(settings.home).remove(name)
    utf8_output().write(f"The key {removed.name} opens nothing any more.\n")
