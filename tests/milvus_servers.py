"""The small form of Milvus as a process of its own, on the loopback interface: started, killed and started again."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Self

from qabot.core.settings import StoreSettings
from qabot.index.milvus.store_client import StoreClient

_LONGEST_S = 60.0
_SERVE = "import sys; from milvus_lite.cmdline import main; sys.exit(main())"


class MilvusServer:
    """A server whose data lie in a folder, and outlive it."""

    def __init__(self, folder: Path) -> None:
        """Start one on a free port, and wait until it listens."""
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self.process = self._started()

    @property
    def store(self) -> StoreSettings:
        """The settings that name it."""
        return StoreSettings("milvus", f"http://127.0.0.1:{self.port}")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def restart(self) -> None:
        """Start it again with what it wrote."""
        self.process = self._started()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.kill()

    def _started(self) -> subprocess.Popen[bytes]:
        address = ("--host", "127.0.0.1", "--port", str(self.port), "--data-dir", str(self.folder))
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, "server", *address],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        ends = time.monotonic() + _LONGEST_S
        while time.monotonic() < ends and process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return process
        process.kill()
        raise RuntimeError("milvus-lite does not start")


def forget(store: StoreSettings) -> None:
    """Drop everything that a database holds."""
    with closing(StoreClient(store)) as client:
        for name in client.collections():
            for alias in client.call("list_aliases", name)["aliases"]:
                client.call("drop_alias", alias)
            client.drop(name)
