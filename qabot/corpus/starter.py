"""The starter corpus that comes with qabot, for a home that has none yet."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from qabot.core.errors import NoCorpus
from qabot.core.home_files import discard
from qabot.core.settings import Home

_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE / "starter", _PACKAGE.parent / "corpus")
"""Where it lies: inside an installed package, or beside the package in a checkout."""


def seed_default_home(home: Home) -> bool:
    """Give the user's data folder the starter corpus on first use, and tell whether it did; any other home is left be.

    Raises:
        NoCorpus: As `seed`.
    """
    return home.is_default and seed(home.corpus)


def seed(corpus: Path) -> bool:
    """Copy the starter corpus to a folder that does not exist yet, and tell whether it was copied.

    Raises:
        NoCorpus: The folder is missing, and the starter corpus did not come with this installation.
    """
    if corpus.exists():
        return False
    source = next((place for place in _PLACES if place.is_dir()), None)
    if source is None:
        raise NoCorpus("The starter corpus did not come with this installation.", hint=f"Put articles into {corpus}.")
    corpus.parent.mkdir(parents=True, exist_ok=True)
    waiting = corpus.with_name(f".{corpus.name}.new")
    discard(waiting)
    try:
        shutil.copytree(source, waiting)
        # In one step, so that a copy cut short is never taken for the corpus.
        waiting.rename(corpus)
    finally:
        with suppress(OSError):  # what went wrong before is what is told
            discard(waiting)
    return True
