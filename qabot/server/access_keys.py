"""Keys of a home's server: who holds one may read, change the corpus, or be the owner. At rest there are only hashes.

They lie in the user's state folder, readable by them alone, and never in the home: that may be a checkout that others
share. A key has 256 random bits, so that its plain SHA-256 gives nothing away.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from typing import Literal

import msgspec
import platformdirs
from msgspec import Struct

from qabot.core.errors import NotFound, UsageError
from qabot.core.home_files import put, read_up_to
from qabot.core.settings import Home
from qabot.core.storage_faults import storage_fault
from qabot.core.unknown_names import nearest_names
from qabot.core.writer_locks import held_lock

Role = Literal["reader", "editor", "owner"]
"""What a key allows: to read; to add articles, ask feeds and build the index besides; or to see the questions that the
owner of the home saved, and where it lies, too."""
_PREFIX = "qabot_"
_FILE = "server-keys.json"
_MOST_BYTES = 4 * 1024**2
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_WAIT_S = 10.0


class AccessKey(Struct, frozen=True):
    """One key, without the secret."""

    home: str
    """The path of the home whose server it opens."""
    name: str
    """What it is called, and withdrawn by."""
    role: Role
    """What it allows."""
    sha256: str
    """SHA-256 (hex) of the secret."""
    made: str
    """When it was made, in ISO 8601."""


class _Held(Struct):
    """What the file holds."""

    keys: list[AccessKey]


def default_file() -> Path:
    """Return where the keys lie (`XDG_STATE_HOME` is honoured)."""
    return platformdirs.user_state_path("qabot", appauthor=False) / _FILE


class AccessKeys:
    """The keys of one home. Read anew where the file has changed, so that one that is withdrawn opens nothing more."""

    def __init__(self, home: Home, path: Path | None = None) -> None:
        """Take the keys of a home.

        Args:
            home: Whose server they open.
            path: The file; None for that of this user.
        """
        self._home = str(home.path.resolve())
        self._path = path or default_file()
        self._read: tuple[object, list[AccessKey]] = (None, [])

    def listed(self) -> Sequence[AccessKey]:
        """Return the keys of this home, in the order in which they were made.

        Raises:
            UsageError: The file is damaged or cannot be read.
            StorageFailed: The machine refuses to read it.
        """
        return [each for each in self._all() if each.home == self._home]

    def find(self, secret: str) -> AccessKey | None:
        """Return the key that a secret is of; None where it is of none of this home."""
        digest = _digest(secret)
        found = [each for each in self.listed() if hmac.compare_digest(each.sha256, digest)]
        return found[0] if found else None

    def add(self, name: str, role: Role) -> str:
        """Make a key and return its secret, which is kept nowhere.

        Raises:
            UsageError: The name is none, or taken.
        """
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{name[:40]!r} cannot be the name of a key.", hint="Take letters, digits, dots, dashes and @."
            )
        secret = _PREFIX + secrets.token_urlsafe(32)
        made = datetime.now(UTC).isoformat(timespec="seconds")
        with self._writing():
            if any(each.name == name for each in self.listed()):
                raise UsageError(
                    f"There is a key {name!r} already.",
                    hint=f"Run `qabot serve keys remove {quote(name)}` to withdraw it.",
                )
            self._write([*self._all(), AccessKey(self._home, name, role, _digest(secret), made)])
        return secret

    def remove(self, name: str) -> AccessKey:
        """Withdraw a key, which opens nothing from then on.

        Raises:
            NotFound: There is none of that name.
        """
        with self._writing():
            found = next((each for each in self.listed() if each.name == name), None)
            if found is None:
                near = nearest_names(name, [each.name for each in self.listed()])
                hint = f"Did you mean {near[0]}? " if near else ""
                raise NotFound(
                    f"There is no key {name[:40]!r}.", hint=f"{hint}Run `qabot serve keys list` to see those there are."
                )
            self._write([each for each in self._all() if each != found])
        return found

    def _writing(self) -> AbstractContextManager[None]:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as cause:
            raise self._unusable(cause) from cause
        return held_lock(self._path.with_suffix(".lock"), "Another process is changing keys.", _WAIT_S)

    def _all(self) -> list[AccessKey]:
        try:
            found = os.stat(self._path)  # noqa: PTH116 - the same file as is read below
            state = found.st_ino, found.st_size, found.st_mtime_ns
            read = self._read  # another thread may read or write meanwhile
            if read[0] != state:
                held = msgspec.convert(json.loads(read_up_to(self._path, _MOST_BYTES)), _Held)
                self._read = read = state, held.keys
        except FileNotFoundError:
            return []
        except (OSError, ValueError, RecursionError) as cause:
            raise self._unusable(cause) from cause
        return read[1]

    def _write(self, keys: list[AccessKey]) -> None:
        text = json.dumps(msgspec.to_builtins(_Held(keys)), ensure_ascii=True, indent=1)
        try:
            put(self._path, f"{text}\n".encode("ascii"), 0o600)
        except OSError as cause:
            raise self._unusable(cause) from cause
        self._read = None, []

    def _unusable(self, cause: Exception) -> Exception:
        if refused := storage_fault(cause, self._path):
            return refused
        hint = f"Move {self._path} away, and make keys anew with `qabot serve keys add`."
        return UsageError(f"{self._path} cannot be used: {cause}.", hint=hint)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
