"""`qabot serve --background`: a server that goes on when the terminal is closed, and ends when nobody asks."""

from __future__ import annotations

import subprocess
import tempfile
import threading
from collections.abc import Sequence

from qabot.cli.streams import note, utf8_output
from qabot.core.child_process import child_environment, module_command
from qabot.core.errors import UsageError
from qabot.core.settings import Settings
from qabot.engine.running_servers import running_server

_MOST_TOLD = 2_000
"""Characters of what a server that did not start has to say."""


def start(settings: Settings, arguments: Sequence[str]) -> None:
    """Start a server of a home, wait until it listens, and print its address.

    Args:
        settings: Whose home.
        arguments: What `qabot serve` is given besides.

    Raises:
        UsageError: One is running already, or it cannot start.
    """
    if running := running_server(settings.home):
        raise UsageError(
            f"A server of this home is running already: {running.address or 'process'} (process {running.pid}).",
            hint=f"Run `kill {running.pid}` to end it.",
        )
    command = module_command("qabot", "serve", "--home", str(settings.home.path), *arguments)
    with tempfile.TemporaryFile() as faults:
        started = subprocess.Popen(  # noqa: S603 - this very program
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=faults,
            env=child_environment(),
            start_new_session=True,
        )
        assert started.stdout is not None  # noqa: S101 - a pipe was asked for
        with started.stdout as told:
            address = told.readline().decode()
        if not address:
            started.wait()
            faults.seek(0)
            why = faults.read(_MOST_TOLD).decode(errors="replace").strip()
            raise UsageError(f"The server did not start. {why}", hint="Run `qabot serve` to see it fail.")
    threading.Thread(target=started.wait, daemon=True).start()  # so that it leaves no zombie, should it end before us
    utf8_output().write(address)
    note(f"It is process {started.pid}; `kill {started.pid}` ends it, and `qabot status` names it.")
