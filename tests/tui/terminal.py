"""A program on a pseudo-terminal: what it shows, as an emulator reads it, and how it leaves the terminal behind."""

from __future__ import annotations

import os
import re
import signal
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, cast

import pexpect
import pyte

from tests.cli.helpers import LIMIT

_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_BEYOND_PYTE = re.compile(rb"\x1b\[[<>=?][0-9;]*\$?[pu]")
"""Questions about the terminal, and the protocol for keys, of which the emulator would show the end as text."""
Attributes = Sequence[int | list[bytes | int]]
"""How a terminal treats what is typed, as termios tells it."""


class _Child(Protocol):
    """What is used of pexpect, which has no types."""

    pid: int
    child_fd: int
    delaybeforesend: float | None
    exitstatus: int
    signalstatus: int | None

    def send(self, s: str) -> int: ...
    def read_nonblocking(self, size: int, timeout: float) -> bytes: ...
    def setwinsize(self, rows: int, cols: int) -> None: ...
    def isalive(self) -> bool: ...
    def kill(self, sig: int) -> None: ...
    def wait(self) -> int: ...
    def close(self) -> None: ...


def _spawn(command: Sequence[str], env: Mapping[str, str], size: tuple[int, int], folder: Path, echo: bool) -> _Child:
    columns, lines = size
    return cast(
        "_Child",
        pexpect.spawn(
            command[0],
            [*command[1:]],
            env=dict(env),
            cwd=str(folder),
            dimensions=(lines, columns),
            timeout=None,
            echo=echo,
        ),
    )


class Terminal:
    """A program and its terminal. The emulator has but one screen: what stood there before the chat shines through."""

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        size: tuple[int, int],
        folder: Path,
        *,
        echo: bool = True,
    ) -> None:
        """Start a program.

        Args:
            command: Its command line.
            env: Its whole environment.
            size: Columns and lines of the terminal.
            folder: Where it works.
            echo: Whether the terminal itself shows what is typed, until the program has it do otherwise.
        """
        self.received: bytearray = bytearray()
        """Everything that the program has sent."""
        self._shown = 0
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._child = _spawn(command, env, size, folder, echo)
        self._child.delaybeforesend = None
        self.first_attributes = self.attributes

    @property
    def pid(self) -> int:
        """The process."""
        return self._child.pid

    @property
    def attributes(self) -> Attributes:
        """How the terminal treats what is typed."""
        return termios.tcgetattr(self._child.child_fd)

    @property
    def screen(self) -> pyte.Screen:
        """The emulator, which has seen everything that was received."""
        self._stream.feed(_BEYOND_PYTE.sub(b"", bytes(self.received[self._shown :])))
        self._shown = len(self.received)
        return self._screen

    @property
    def lines(self) -> list[str]:
        """What the screen shows, without the spaces at the ends."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self.lines)

    @property
    def colours(self) -> set[tuple[str, str]]:
        """The colours of every letter and the ground it stands on: six hexadecimal digits each, or `default`."""
        cells = (cell for line in self.screen.buffer.values() for cell in line.values())
        pairs = ((cell.bg, cell.fg) if cell.reverse else (cell.fg, cell.bg) for cell in cells if cell.data.isalpha())
        return set(pairs)

    @property
    def modes(self) -> dict[int, bool]:
        """The terminal's modes that the program has set or reset, as it last left them."""
        found = _MODE.findall(self.received)
        return {int(mode): end == b"h" for modes, end in found for mode in modes.split(b";")}

    def send(self, keys: str) -> None:
        """Type."""
        self._child.send(keys)

    def resize(self, columns: int, lines: int) -> None:
        """Make the terminal another size, and tell the program as a terminal does, by SIGWINCH."""
        self.screen.resize(lines, columns)
        self._child.setwinsize(lines, columns)

    def kill(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal, as one that loses its connection does."""
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, self._child.child_fd)
        os.close(nowhere)

    def take(self, seconds: float) -> bool:
        """Take in what comes within so many seconds; tell whether anything may come yet."""
        try:
            chunk = self._child.read_nonblocking(65_536, seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.received += chunk
        return True

    def until(self, condition: Callable[[], object], what: str = "what was waited for") -> None:
        """Wait until something is so."""
        end = time.monotonic() + LIMIT
        while not condition():
            assert time.monotonic() < end, f"{what} did not come; the screen shows:\n{self.text}"
            if not self.take(0.02):
                assert condition(), f"the program ended before {what} came; the screen shows:\n{self.text}"
                return

    def until_shown(self, *texts: str) -> None:
        """Wait until the screen shows all of these."""
        self.until(lambda: all(text in self.text for text in texts), " and ".join(texts))

    def ended(self) -> int:
        """Wait until the program has ended, and return its exit code; negative for a signal, as subprocess has it."""
        end = time.monotonic() + LIMIT
        while self.take(0.1):
            assert time.monotonic() < end, f"it did not end; the screen shows:\n{self.text}"
        self._child.wait()
        return -self._child.signalstatus if self._child.signalstatus else self._child.exitstatus

    def gone(self) -> None:
        """Wait until a program without a terminal has ended."""
        end = time.monotonic() + LIMIT
        while self._child.isalive():
            assert time.monotonic() < end, "it goes on without its terminal"
            time.sleep(0.02)

    def close(self) -> None:
        """Let go of the terminal; what still runs on it is ended."""
        if self._child.isalive():
            self._child.kill(signal.SIGKILL)
        self._child.close()
