"""Which homes the user said yes to, and to what in them.

A home may be a folder that was cloned or unpacked, found because the user stood in it. So what it says of the network,
of models, and of folders elsewhere (`corpus` or `index` as a link that leads out of it) holds only where the user has
said yes to just that: a home that says something else later has to be said yes to again. The answers lie in the user's
state folder, readable by them alone, and never in a home. The user's own data folder needs no yes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from shlex import quote

import msgspec
import platformdirs
from msgspec import Struct

from qabot.core.errors import UsageError
from qabot.core.home_files import make_folder, put, read_up_to
from qabot.core.storage_faults import storage_fault

_FILE = "trusted-homes.json"
_MOST = 4 * 1024**2
"""Bytes of the file that are read."""
_PARTS = ("corpus", "index")

Claims = Mapping[str, str]
"""What a home says that takes a yes: a setting or a part of it, such as `network.contact`, and what it is set to."""


def own_home() -> Path:
    """Return the user's data folder, which is their home where there is no other."""
    return platformdirs.user_data_path("qabot", appauthor=False)


def default_file() -> Path:
    """Return where the answers lie (`XDG_STATE_HOME` is honoured)."""
    return platformdirs.user_state_path("qabot", appauthor=False) / _FILE


class _Held(Struct):
    """What the file holds."""

    homes: dict[str, dict[str, str]]


class TrustedHomes(Struct, frozen=True):
    """The user's answers, read once."""

    path: Path
    """The file; it need not be there."""
    homes: Mapping[str, Mapping[str, str]]
    """By the whole path of a home, what was said yes to."""

    @classmethod
    def read(cls, path: Path | None = None) -> TrustedHomes:
        """Read the answers; None for those of this user.

        Raises:
            UsageError: The file is damaged or cannot be read.
            StorageFailed: The machine refuses to read it.
        """
        path = path or default_file()
        try:
            return cls(path, msgspec.convert(json.loads(read_up_to(path, _MOST)), _Held).homes)
        except FileNotFoundError:
            return cls(path, {})
        except (OSError, ValueError, RecursionError) as cause:
            if refused := storage_fault(cause, path):
                raise refused from cause
            hint = f"Move {path} away, and run `qabot trust` in your homes again."
            raise UsageError(f"{path} cannot be read: {cause}.", hint=hint) from cause

    def refused(self, home: Path, claims: Claims) -> tuple[str, ...]:
        """Return what of this a home may not say, in order: what the user has not said yes to as it stands."""
        if home == own_home().resolve():
            return ()
        agreed = self.homes.get(str(home), {})
        return tuple(name for name, value in sorted(claims.items()) if agreed.get(name) != value)

    def trust(self, home: Path, claims: Claims) -> TrustedHomes:
        """Say yes to a home as it stands, in place of any earlier answer, and return all answers.

        Raises:
            UsageError: The answer cannot be kept.
            StorageFailed: The machine refuses to write it.
        """
        return self._keep({**self.homes, str(home): dict(claims)})

    def withdraw(self, home: Path) -> TrustedHomes:
        """Take the answer to a home back, and return the others.

        Raises:
            UsageError: That cannot be kept.
            StorageFailed: The machine refuses to write it.
        """
        return self._keep({name: claims for name, claims in self.homes.items() if name != str(home)})

    def _keep(self, homes: Mapping[str, Mapping[str, str]]) -> TrustedHomes:
        # Paths may hold bytes that are no UTF-8; as escapes they come back as they were.
        text = json.dumps({"homes": homes}, ensure_ascii=True, indent=1)
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            put(self.path, f"{text}\n".encode("ascii"), 0o600)
        except OSError as cause:
            if refused := storage_fault(cause, self.path, still_works="What you said yes to before still holds."):
                raise refused from cause
            hint = f"Look at {self.path.parent}: whether you may write there, and whether its disk is full."
            raise UsageError(f"{self.path} cannot be written: {cause.strerror}.", hint=hint) from cause
        return TrustedHomes(self.path, homes)


def links_out(home: Path) -> dict[str, str]:
    """Return which of a home's two folders are links that lead out of it, and where they lead."""
    return {name: target for name in _PARTS if (target := _leads_out(home / name))}


def make_part(folder: Path) -> Path:
    """Make a home's `corpus` or `index` to write in, where there is none, and return it.

    Raises:
        UsageError: It is a link that leads out of the home, and the user has not said yes to that; or cannot be made.
    """
    target = _leads_out(folder)
    if target is None:
        return folder if folder.is_dir() else make_folder(folder)
    home = folder.parent.resolve()
    if TrustedHomes.read().refused(home, {folder.name: target}):
        raise UsageError(
            f"{folder} is a symbolic link to {target}, which lies outside this home: nothing is written there.",
            hint=f"Run `qabot trust {quote(str(home))}` if that is meant, or remove the link.",
        )
    return folder


def _leads_out(folder: Path) -> str | None:
    """Return where a link leads that leads out of its folder; None for anything else."""
    if not folder.is_symlink():
        return None
    target = Path(os.path.realpath(folder))
    return None if target.is_relative_to(folder.parent.resolve()) else str(target)
