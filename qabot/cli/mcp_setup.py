"""`qabot mcp --print-config` and `--bundle`: telling programs that assistants run in how to start qabot."""

from __future__ import annotations

from pathlib import Path

from qabot.cli.streams import note, utf8_output
from qabot.core.errors import UsageError
from qabot.core.home_files import replacing
from qabot.core.settings import Settings
from qabot.core.storage_faults import storage_faults_told
from qabot.server.mcp.bundle import bundle
from qabot.server.mcp.host_configs import HOSTS, config_text, server_command


def print_config(settings: Settings, program: str) -> None:
    """Print what a program's settings are to hold, and say on standard error where it belongs.

    Raises:
        UsageError: The program is not known.
    """
    host = next((each for each in HOSTS if each.name == program), None)
    if host is None:
        known = ", ".join(each.name for each in HOSTS)
        raise UsageError(f"There is no setting for {program[:40]!r}.", hint=f"There are {known}.")
    utf8_output().write(config_text(host, server_command(settings.home)))
    note(f"Put this into {host.place}, beside what stands there.")


def write_bundle(settings: Settings, target: Path) -> None:
    """Write a bundle, in the place of a file of that name.

    Raises:
        UsageError: The target is a folder.
        StorageFailed: It cannot be written there.
    """
    with storage_faults_told(target, "Nothing was written."), replacing(target) as made:
        made.write_bytes(bundle(settings.home))
    note(f"{target} is written. Open it with the program that is to use qabot; it is for this machine.")
