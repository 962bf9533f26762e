"""The starter corpus that comes with qabot, for a home that has none yet."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from qabot.core.errors import NoCorpus
from qabot.core.home_files import UNFINISHED, discard
from qabot.core.settings import Home

_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE / "starter", _PACKAGE.parent / "corpus")
"""Where it lies: inside an installed package, or beside the package in a checkout."""
_STALE_S = 600
"""To copy it takes a second or two."""


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
    _clear_stale(corpus)
    # A name of its own: of two that are the first at once, neither may touch what the other copies.
    with tempfile.TemporaryDirectory(
        prefix=f".{corpus.name}.", suffix=UNFINISHED, dir=corpus.parent, ignore_cleanup_errors=True
    ) as waiting:
        copied = Path(waiting) / corpus.name
        shutil.copytree(source, copied)
        try:
            copied.rename(corpus)  # in one step, so that a copy cut short is never taken for the corpus
        except OSError:
            if corpus.exists():  # another was first, and what it made may be in use
                return False
            raise
    return True


def _clear_stale(corpus: Path) -> None:
    """Remove copies that were begun and that nobody goes on with; others may be making some just now."""
    of_old = corpus.with_name(f".{corpus.name}{UNFINISHED}")  # the one name that earlier versions gave
    for path in (of_old, *corpus.parent.glob(f".{corpus.name}.????????{UNFINISHED}")):
        with suppress(OSError):
            if path.lstat().st_mtime < time.time() - _STALE_S:
                discard(path)
