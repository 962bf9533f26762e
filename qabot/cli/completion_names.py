"""What a shell offers for a name that is being typed, from the index of the home that the command line names."""

from __future__ import annotations

import os
from pathlib import Path

from qabot.core.errors import UsageError
from qabot.core.settings import find_home
from qabot.core.text import clean_line
from qabot.index.name_lookup import NameKind, names_beginning


def completed(home: Path | None, kind: NameKind, beginning: str) -> list[str]:
    """Return the names of this kind that begin like this; none where there is no such home or index."""
    try:
        index = find_home(home, os.environ, Path.cwd()).index
    except (UsageError, OSError):
        return []
    # A name is shown by the shell as it stands, so none may hold what steers a terminal.
    return [each for each in names_beginning(index, kind, beginning) if each == clean_line(each)]
