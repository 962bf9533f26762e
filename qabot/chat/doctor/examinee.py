"""What checks look at: the settings of a home, and what is around the process."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import platformdirs
from msgspec import Struct

from qabot.chat import history, recent_questions
from qabot.core.errors import IndexUnusable, StorageFailed
from qabot.core.progress import OnProgress, ignore_progress
from qabot.core.settings import Settings
from qabot.index.current_generation import current_name
from qabot.index.manifest import Manifest
from qabot.reports.brief import pin_store
from qabot.reports.watch import watch_store


class TerminalState(Struct, frozen=True):
    """The three streams, as far as a terminal is behind them."""

    reads: bool
    """Whether standard input is a terminal."""
    writes: bool
    """Whether standard output is one."""
    size: tuple[int, int] | None
    """Columns and lines; None where no stream is a terminal."""
    encoding: str
    """What Python writes text in."""

    @classmethod
    def read(cls) -> Self:
        """Look at the streams of this process."""
        size: tuple[int, int] | None = None
        for descriptor in (2, 1, 0):
            with suppress(OSError):  # it is closed, or no terminal
                found = os.get_terminal_size(descriptor)
                size = found.columns, found.lines
        return cls(os.isatty(0), os.isatty(1), size, locale.getpreferredencoding(do_setlocale=False))


class Surroundings(Struct, frozen=True):
    """What is around the process."""

    named_home: Path | None
    """The `--home` flag."""
    environ: Mapping[str, str]
    """The environment."""
    cwd: Path
    """The working folder, where the search for a home begins."""
    now: datetime
    """What the clock says, in UTC."""
    terminal: TerminalState
    """The terminal."""
    history: Path
    """The file of earlier questions."""
    saved: Path
    """The file of saved questions."""
    pins: Path
    """The file of pinned passages."""
    recent: Path
    """The folder of the questions that `ask --continue` goes on from."""
    cache: Path
    """The folder in which what can be made again is kept."""

    @classmethod
    def read(cls, named_home: Path | None) -> Self:
        """Look around."""
        return cls(
            named_home,
            os.environ,
            Path.cwd(),
            datetime.now(UTC),
            TerminalState.read(),
            history.default_path(),
            watch_store.default_path(),
            pin_store.pins_path(),
            recent_questions.default_folder(),
            platformdirs.user_cache_path("qabot", appauthor=False),
        )

    @property
    def clock_command(self) -> str:
        """What sets the clock by the network."""
        return "sudo sntp -sS time.apple.com" if sys.platform == "darwin" else "sudo timedatectl set-ntp true"


class Examinee(Struct, frozen=True):
    """A home, and what is around it."""

    settings: Settings
    """Those of the home; the defaults where they cannot be read."""
    around: Surroundings
    """What is around."""
    deep: bool = False
    """Whether everything is read: every article, every checksum, every model."""
    on_progress: OnProgress = ignore_progress
    """Told how far that has come."""

    @property
    def corpus(self) -> Path:
        """Where articles lie."""
        return self.settings.home.corpus

    @property
    def index(self) -> Path:
        """Where generations lie."""
        return self.settings.home.index

    @property
    def is_new(self) -> bool:
        """Whether it is the user's data folder before its first use, which seeds it with the starter corpus."""
        return self.settings.home.is_default and not self.corpus.exists()

    @property
    def has_manifest(self) -> bool:
        """Whether there is an index of which it can be read what it is made of."""
        try:
            self.manifest()
        except (IndexUnusable, StorageFailed):
            return False
        return True

    def generation(self) -> Path:
        """Return the folder of the generation that answers.

        Raises:
            IndexUnusable: There is none, or it cannot be told which it is.
        """
        return self.index / current_name(self.index)

    def manifest(self) -> Manifest:
        """Read what that generation is made of.

        Raises:
            IndexUnusable: There is none, or it cannot be read.
        """
        return Manifest.read(self.generation())
