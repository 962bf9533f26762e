"""`qabot` on a machine that refuses: the n-th thing that it does with files, or what it has no right to.

For a process of its own (`tests.forked`): what is set up here cannot be taken back.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from qabot.cli.app import main

_CHANGES = {"os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.chmod", "os.symlink", "os.truncate"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CAPABILITIES = 0x20080522
"""Version 3 of `capget`."""


class Refusal:
    """Refuses one of the things that Python does with files under a folder, counted from 0."""

    def __init__(self, root: str, number: int, *, reads: bool) -> None:
        """Refuse nothing yet.

        Args:
            root: The folder.
            number: How the system says it.
            reads: Whether opening a file to read it is one of these things.
        """
        self.at = -1
        self.seen = 0
        self._root, self._number, self._reads = root, number, reads
        sys.addaudithook(self._hear)

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if self.at < 0 or not (event == "open" or event in _CHANGES):
            return
        named: Any = args[0]
        path = os.fsdecode(named) if isinstance(named, str | bytes | os.PathLike) else ""  # pyright: ignore[reportUnknownArgumentType]
        writes = event in _CHANGES or bool(args[2] & _WRITES)
        if not path.startswith(self._root) or not (writes or self._reads):
            return
        self.seen += 1
        if self.seen == self.at + 1:
            raise OSError(self._number, os.strerror(self._number), path)


def tell_sweep(
    arguments: Sequence[str], base: str, root: str, number: int, places: Iterable[int], *, reads: bool
) -> None:
    """Run a command with one refusal after another, until there is nothing left to refuse, and print what came of it.

    Args:
        arguments: The command, about a home at `root`.
        base: What that home is made of before each run.
        root: Where it lies, and whose files are refused.
        number: How the system says it.
        places: Which of the things that are done with files is refused, counted from 0.
        reads: Whether opening a file to read it is one of them.
    """
    refusal = Refusal(root, number, reads=reads)
    ends: list[tuple[int, int, str]] = []
    for place in places:
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(base, root, copy_function=_copy)
        refusal.at, refusal.seen = place, 0
        stdout, stderr = io.TextIOWrapper(io.BytesIO()), io.StringIO()
        with redirect_stdout(stdout), redirect_stderr(stderr):
            code = main(arguments)
        refused = refusal.seen > place
        refusal.at = -1
        ends.append((place if refused else -1, code, stderr.getvalue()))
        if not refused:
            break
    sys.stdout.write(f"{json.dumps(ends)}\n")


def _copy(source: str, target: str) -> None:
    """Copy what is written into, and link what is only replaced."""
    (os.link if "/index/" in target else shutil.copy2)(source, target)


def give_up_rights() -> None:
    """Let root be refused what anyone else is."""
    if os.geteuid():
        return
    library = ctypes.CDLL(None, use_errno=True)
    header, sets = (ctypes.c_uint32 * 2)(_CAPABILITIES, 0), (ctypes.c_uint32 * 6)()
    assert library.capget(header, sets) == 0
    for each in range(3):
        sets[each] &= ~0b1111  # CHOWN, DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER
    assert library.capset(header, sets) == 0
