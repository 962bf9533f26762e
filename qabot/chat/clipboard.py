"""Copying a text out of a terminal: which ways there are, going them in order, and saying only what is known.

A local tool is known to have taken a text, since it says so. A terminal that is sent the sequence OSC 52 may take it,
or ignore it, and tells nobody. A file always works.
"""

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Literal, Self

from msgspec import Struct

from qabot.core.errors import UsageError
from qabot.core.home_files import removed_unless_whole
from qabot.core.text import printable

Multiplexer = Literal["tmux", "screen", "zellij"]
Display = Literal["wayland", "x11"]
Which = Callable[[str], str | None]
"""Finds a program by its name, as `shutil.which` does."""

MOST_BYTES = 74_994
"""What OSC 52 is used for at the most, in bytes of UTF-8: as base64, and with what stands around it, that makes 100,000
characters, beyond which terminals cut a sequence off or drop it."""
TIMEOUT_S = 2.0
"""How long a tool may take."""

_TOOLS: Mapping[str, tuple[str, ...]] = {
    "pbcopy": (),
    "clip.exe": (),
    "wl-copy": ("--type", "text/plain"),  # else it guesses, and an article may look like HTML
    "xclip": ("-selection", "clipboard", "-in"),
    "xsel": ("--clipboard", "--input"),
    "tmux": ("load-buffer", "-w", "-"),
}
"""Every tool with its arguments; each reads the text from its standard input."""
_OF_PLATFORM: Mapping[str, tuple[str, ...]] = {"darwin": ("pbcopy",), "wsl": ("clip.exe",)}
_OF_DISPLAY: Mapping[Display | None, tuple[str, ...]] = {
    "wayland": ("wl-copy", "xclip", "xsel"),  # most Wayland sessions carry an X server along
    "x11": ("xclip", "xsel"),
    None: (),
}
_SCREEN_CHUNK = 240
"""GNU screen drops a string of more than 256 characters."""
_WITHOUT_SEQUENCES = frozenset({"", "dumb", "linux"})
"""Values of TERM of terminals that may show an OSC sequence as text."""


class TerminalEnvironment(Struct, frozen=True):
    """What a process finds around itself that decides how a text can leave it."""

    platform: str
    """As `sys.platform` names it, or `wsl`."""
    is_ssh: bool
    """Whether the terminal is on another machine, so that a clipboard on this one is no use."""
    multiplexer: Multiplexer | None
    """What stands between this process and the terminal."""
    display: Display | None
    """The graphical session that this process can reach."""
    tools: Mapping[str, str]
    """The tools there are, by name, with their paths."""
    is_dumb: bool
    """Whether the terminal may show an escape sequence as text."""

    @classmethod
    def read(cls, environ: Mapping[str, str], platform: str, which: Which) -> Self:
        """Look around.

        Args:
            environ: The environment.
            platform: `sys.platform`.
            which: `shutil.which`.
        """
        is_wsl = platform == "linux" and ("WSL_DISTRO_NAME" in environ or "WSL_INTEROP" in environ)
        # A tmux on the other side of SSH is known by TERM alone; one on this side is not the one that is looked at.
        usable = (name for name in _TOOLS if name != "tmux" or environ.get("TMUX"))
        return cls(
            "wsl" if is_wsl else platform,
            any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")),
            _multiplexer(environ),
            "wayland" if environ.get("WAYLAND_DISPLAY") else "x11" if environ.get("DISPLAY") else None,
            {name: path for name in usable if (path := which(name))},
            environ.get("TERM", "") in _WITHOUT_SEQUENCES,
        )


class CopyMethod(Struct, frozen=True):
    """One way for a text to go."""

    kind: Literal["tool", "terminal", "file"]
    """Through a program, as a sequence to the terminal, or into a file."""
    name: str
    """What a reader is told it is: `wl-copy`, `OSC 52`, `a file`."""
    command: tuple[str, ...] = ()
    """A tool's path and arguments."""


TERMINAL = CopyMethod("terminal", "OSC 52")
FILE = CopyMethod("file", "a file")


class Copied(Struct, frozen=True):
    """Which way a text went, and what is known of it."""

    way: CopyMethod
    """The way it went."""
    characters: int
    """How many characters were sent."""
    path: Path | None = None
    """The file it was written to."""
    refused: tuple[str, ...] = ()
    """Why better ways did not work, a clause each."""

    @property
    def certain(self) -> bool:
        """Whether it is known to have arrived; a terminal does not say."""
        return self.way.kind != "terminal"


class _RefusedError(Exception):
    """A way did not work; the message says why, as a clause."""


def copy_methods(surroundings: TerminalEnvironment) -> tuple[CopyMethod, ...]:
    """Return the ways to go, best first; the last is always a file.

    On this machine a local tool is best. Over SSH it would fill a clipboard that nobody sees, unless X11 is forwarded;
    so the terminal goes first. In tmux, `load-buffer -w` reaches the terminal under the default settings, under which
    tmux takes no sequences from programs.
    """
    tmux = _tools(surroundings, "tmux") if surroundings.multiplexer == "tmux" else ()
    terminal = () if surroundings.is_dumb else (TERMINAL,)
    if surroundings.is_ssh:
        forwarded = _tools(surroundings, "xclip", "xsel") if surroundings.display == "x11" else ()
        return (*tmux, *terminal, *forwarded, FILE)
    local = _tools(surroundings, *_OF_PLATFORM.get(surroundings.platform, ()), *_OF_DISPLAY[surroundings.display])
    return (*local, *tmux, *terminal, FILE)


def osc52(text: str, surroundings: TerminalEnvironment) -> str:
    """Return the sequence that asks the terminal to put a text on its clipboard, wrapped for what is in between.

    tmux gets it twice: as it is, which it follows with `set-clipboard on`, and to be passed on, which it does with
    `allow-passthrough on`. Both together do no harm.

    Raises:
        ValueError: The text is longer than `MOST_BYTES`.
    """
    content = _utf8(text)
    if len(content) > MOST_BYTES:
        raise ValueError(f"{len(content):,} bytes are more than the {MOST_BYTES:,} that terminals take")
    sequence = f"\x1b]52;c;{base64.b64encode(content).decode()}\a"
    match surroundings.multiplexer:
        case "tmux":
            return sequence + "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
        case "screen":
            chunks = (sequence[i : i + _SCREEN_CHUNK] for i in range(0, len(sequence), _SCREEN_CHUNK))
            return "".join(f"\x1bP{chunk}\x1b\\" for chunk in chunks)
        case _:
            return sequence


def copy(
    text: str,
    surroundings: TerminalEnvironment,
    write_terminal: Callable[[str], None],
    folder: Path,
    timeout_s: float = TIMEOUT_S,
) -> Copied:
    """Send a text the best way that works, without anything in it that could steer where it is pasted.

    Args:
        text: What to copy.
        surroundings: What decides which ways there are.
        write_terminal: Writes to the terminal as it is, escape sequences included.
        folder: Where a file goes; made when one is needed.
        timeout_s: How long each tool may take.

    Raises:
        UsageError: No way worked, not even a file.
    """
    text = printable(text)
    refused: list[str] = []
    for way in copy_methods(surroundings)[:-1]:
        try:
            if way == TERMINAL:
                _send(text, surroundings, write_terminal)
            else:
                _run(way, text, timeout_s)
        except _RefusedError as reason:
            refused.append(f"{way.name}: {reason}")
        else:
            return Copied(way, len(text), refused=tuple(refused))
    return Copied(FILE, len(text), write_file(text, folder), tuple(refused))


def free_name(folder: Path) -> str:
    """Return a name to offer for a file: after the time, as its reader's clock has it, numbered where it is taken."""
    return next(name for name in _names(_stem_of_time()) if not os.path.lexists(folder / name))


def write_file(text: str, folder: Path, name: str = "") -> Path:
    """Write a text into a new file, readable by its owner alone, and return its path.

    Args:
        text: What to write.
        folder: Where; made if it is not there.
        name: Under which name, seen from the folder; empty for one made of the time.

    Raises:
        UsageError: The folder cannot be written to, or it holds such a file.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, path = _named_file(folder, name) if name else _new_file(folder, _stem_of_time())
        with removed_unless_whole(path, os.fdopen(descriptor, "wb")) as file:
            file.write(_utf8(text))
    except FileExistsError as cause:
        raise UsageError(f"{name} is there already.", hint="Write to another name.") from cause
    except OSError as cause:
        message = f"Nothing could be written to {folder}: {cause.strerror}."
        raise UsageError(message, hint=f"Look at {folder}, or copy from where you may write.") from cause
    return path


def describe_copy(copied: Copied) -> str:
    """Say in a sentence which way a text went, and no more than is known."""
    said = f"{copied.characters:,} character{'' if copied.characters == 1 else 's'}"
    if copied.path:
        return f"Wrote {said} to {short(copied.path)}."
    if copied.way == TERMINAL:
        return f"Sent {said} to the terminal ({TERMINAL.name}); paste to check, or write a file with ctrl+x."
    if copied.way.name == "tmux":
        return f"Copied {said} to tmux's buffer (prefix ] pastes), and perhaps to the terminal's clipboard."
    return f"Copied {said} with {copied.way.name}."


def short(path: Path) -> str:
    """Return a path as a reader writes it, from `~` where it lies in their folder."""
    home = Path.home()
    return printable(f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path))


def _multiplexer(environ: Mapping[str, str]) -> Multiplexer | None:
    """Tell what is in between; of two that stand in one another, the one looked for first."""
    if environ.get("TMUX") or environ.get("TERM", "").startswith("tmux"):
        return "tmux"
    if environ.get("ZELLIJ"):  # it takes a sequence as it is
        return "zellij"
    return "screen" if environ.get("STY") else None


def _tools(surroundings: TerminalEnvironment, *names: str) -> tuple[CopyMethod, ...]:
    paths = surroundings.tools
    return tuple(CopyMethod("tool", name, (paths[name], *_TOOLS[name])) for name in names if name in paths)


def _send(text: str, surroundings: TerminalEnvironment, write_terminal: Callable[[str], None]) -> None:
    try:
        write_terminal(osc52(text, surroundings))
    except (OSError, ValueError) as cause:
        raise _RefusedError(str(cause)) from cause


def _run(way: CopyMethod, text: str, timeout_s: float) -> None:
    """Give a text to a tool.

    xclip and wl-copy stay behind to serve what was copied, and hold on to what they inherit: so they inherit neither
    output, which would be waited for, nor the session, whose end would end them.
    """
    content = text.encode("utf-16-le") if way.name == "clip.exe" else _utf8(text)
    nowhere = subprocess.DEVNULL
    try:
        done = subprocess.run(  # noqa: S603 - a path that was looked up, and fixed arguments
            way.command,
            input=content,
            stdout=nowhere,
            stderr=nowhere,
            timeout=timeout_s,
            check=False,
            start_new_session=True,
        )
    except OSError as cause:
        raise _RefusedError(cause.strerror or str(cause)) from cause
    except subprocess.TimeoutExpired as cause:
        raise _RefusedError(f"it took longer than {timeout_s:g} seconds") from cause
    if done.returncode:
        raise _RefusedError(f"it ended with {done.returncode}")


def _named_file(folder: Path, name: str) -> tuple[int, Path]:
    """Create the file of this name, which must not be there, and return it open for writing."""
    path = folder / os.path.expanduser(name)  # noqa: PTH111 - Path does not leave the tilde of nobody as it stands
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), path


def _new_file(folder: Path, stem: str) -> tuple[int, Path]:
    """Create a file that was not there, numbered where its name is taken, and return it open for writing."""
    for path in (folder / name for name in _names(stem)):
        with suppress(FileExistsError):
            return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), path
    raise AssertionError("there is always another number")


def _stem_of_time() -> str:
    return f"quote-{datetime.now():%Y-%m-%d-%H%M%S}"  # noqa: DTZ005 - for its reader


def _names(stem: str) -> Iterator[str]:
    """Yield names of text files without end: this one, and the same with a number."""
    yield f"{stem}.txt"
    yield from (f"{stem}-{number}.txt" for number in count(2))


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")
