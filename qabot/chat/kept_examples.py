"""The questions to begin with, kept while what answers them stays the same: to find them takes dozens of answers.

They lie in the user's cache folder, one file a home. Where they are lost or cannot be kept, they are found again.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Self

import msgspec
import platformdirs
from msgspec import Struct

from qabot.core.errors import UsageError
from qabot.core.home_files import put, read_up_to
from qabot.core.settings import Settings
from qabot.retrieval.ranking_parameters import RankingParameters

_FOLDER = "example-questions"
_MOST = 65_536
"""Bytes of a file that is read."""


def default_folder() -> Path:
    """Return where such files lie: in the user's cache folder (`XDG_CACHE_HOME` is honoured)."""
    return platformdirs.user_cache_path("qabot", appauthor=False) / _FOLDER


class _Kept(Struct, frozen=True, forbid_unknown_fields=True):
    answered_by: str
    questions: list[str]


class KeptExamples(Struct, frozen=True):
    """The questions that were found for one home, in a file of the user's own."""

    path: Path
    """The file; it need not be there."""
    answered_by: str
    """A hash of what answers: the index, the models and the ranking numbers."""

    @classmethod
    def of(cls, settings: Settings, generation: str, folder: Path | None = None) -> Self:
        """Return those of a home.

        Args:
            settings: Its settings.
            generation: The index that answers.
            folder: Where the files lie; None for the user's cache folder.
        """
        models = [str(each) for each in (settings.model, settings.rerank, settings.reader)]
        answering = json.dumps([generation, *models, RankingParameters().hash])
        digest = hashlib.sha256(answering.encode()).hexdigest()[:32]
        return cls((folder or default_folder()) / f"{settings.home.key}.json", digest)

    def recall(self) -> list[str] | None:
        """Return the questions; None where there are none of what answers now, or they cannot be read."""
        with suppress(OSError, ValueError):
            kept = msgspec.json.decode(read_up_to(self.path, _MOST), type=_Kept)
            if kept.answered_by == self.answered_by:
                return kept.questions
        return None

    def keep(self, questions: list[str]) -> None:
        """Keep questions in place of those of any earlier index; where that is not possible, nothing is kept."""
        with suppress(OSError, UsageError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            put(self.path, msgspec.json.encode(_Kept(self.answered_by, questions)), 0o600)
