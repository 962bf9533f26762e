"""What `qabot ask --continue` goes on from: the last questions put to a home.

They lie in the user's state folder, one file a home, which only its owner can read, and never in the home itself: that
may be a checkout that others share.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self, cast

import platformdirs
from msgspec import Struct

from qabot.core.errors import UsageError
from qabot.core.settings import Home
from qabot.core.storage_faults import storage_fault

MOST = 8
"""How many questions are kept: follow-ups look no further back."""

_FOLDER = "last-questions"
_EARLIER_PLACE = "last-questions.json"
"""Where an earlier version kept them: in the home's index, readable by anyone."""
_HINT = "Ask one without --continue first."


def default_folder() -> Path:
    """Return where such files lie: in the user's state folder (`XDG_STATE_HOME` is honoured)."""
    return platformdirs.user_state_path("qabot", appauthor=False) / _FOLDER


class RecentQuestions(Struct, frozen=True):
    """The questions last put to one home, in a file of the user's own."""

    path: Path
    """The file; it need not be there."""

    @classmethod
    def of(cls, home: Home, folder: Path | None = None) -> Self:
        """Return those of a home, and remove what an earlier version left in it for others to read.

        Args:
            home: The home.
            folder: Where the files lie; None for the user's state folder.
        """
        with suppress(OSError):  # a home that cannot be written to
            if not home.index.is_symlink():  # what lies behind a link was never this home's
                (home.index / _EARLIER_PLACE).unlink()
        return cls((folder or default_folder()) / f"{home.key}.json")

    def keep(self, questions: Sequence[str]) -> bool:
        """Keep the questions of a conversation, oldest first, in place of those of any other.

        Where they cannot be kept, none are: `--continue` is not to go on from what was asked before them. Tell whether
        that holds; it does not where those before them cannot be removed either.
        """
        aside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        text = json.dumps({"questions": questions[-MOST:]}, ensure_ascii=True)
        # Where nothing can be written questions are answered all the same; only going on from the answer is lost.
        try:
            _make_private(self.path.parent)
            aside.unlink(missing_ok=True)
            with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "w") as file:  # noqa: PTH123
                file.write(f"{text}\n")
            aside.replace(self.path)
        except OSError:
            for left_over in (aside, self.path):
                with suppress(OSError):
                    left_over.unlink(missing_ok=True)
            return not os.path.lexists(self.path)
        return True

    def recall(self) -> list[str]:
        """Return the questions that were kept, oldest first.

        Raises:
            UsageError: There are none, or they cannot be read.
        """
        try:
            whole: object = json.loads(self.path.read_text(encoding="ascii"))
        except FileNotFoundError:
            raise UsageError("There is no earlier question to go on from.", hint=_HINT) from None
        except (OSError, ValueError, RecursionError) as cause:
            if refused := storage_fault(cause, self.path):
                raise refused from cause
            raise UsageError(f"{self.path} cannot be read: {cause}.", hint=_HINT) from cause
        held = cast("dict[str, object]", whole).get("questions") if isinstance(whole, dict) else None
        questions = cast("list[object]", held)[-MOST:] if isinstance(held, list) else []
        texts = [each for each in questions if isinstance(each, str)]
        if not texts or len(texts) < len(questions):
            raise UsageError(f"{self.path} holds no questions.", hint=_HINT)
        return texts


def _make_private(folder: Path) -> None:
    """Make a folder that only its owner can look into; one that others can is closed to them."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
