"""Where things lie on this machine: told to the owner of a home, and left out of what others are told went wrong."""

from __future__ import annotations

import re
from pathlib import Path

import platformdirs

from qabot.core.errors import QabotError
from qabot.core.settings import Home

_LEFT_OUT = "…"


class UntoldPlaces:
    """The folders of one home and of who serves it."""

    def __init__(self, home: Home) -> None:
        """Leave out the home's folder, and those that are the user's own."""
        own = (platformdirs.user_state_path("qabot", appauthor=False), Path.home())
        folders = {str(each) for path in (home.path, *own) for each in (path, path.resolve()) if each != each.parent}
        longest_first = sorted(folders, key=len, reverse=True)
        self._places = re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})(?![\w.-])")

    def left_out(self, words: str) -> str:
        """Return what is said, with `…` for the folders: `…/index` for what lies below one."""
        return self._places.sub(_LEFT_OUT, words)

    def without(self, error: QabotError) -> QabotError:
        """Return an error of the same kind that names none of them."""
        told = QabotError.__new__(type(error))
        told.__dict__.update(error.__dict__)
        told.message, told.hint, told.still_works = map(self.left_out, (error.message, error.hint, error.still_works))
        return told
