"""The home that questions are asked in: one of its own for a folder of articles, kept between runs."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import platformdirs
from msgspec.structs import replace

from qabot.core.errors import UsageError
from qabot.core.settings import Home, Settings
from qabot.engine.list_files import LISTS

SET_CORPUS = ("corpus.jsonl", "corpus.jsonl.gz")
"""What holds the articles of a question set; the folder's other files are no articles."""


def kept_folder() -> Path:
    """Return where homes are kept unless another folder is named."""
    return platformdirs.user_cache_path("qabot", appauthor=False) / "eval"


def set_corpus(folder: Path) -> Path | None:
    """Return the file that holds a question set's articles, or None where the folder is no such set."""
    return next((folder / name for name in SET_CORPUS if (folder / name).is_file()), None)


def prepare(corpus: Path, kept: Path, asked: Settings) -> Settings:
    """Lay out a home over a folder of articles; its index is left to `indexer.update`.

    A plain folder is linked to, so what is new in it is found. Of a question set's folder the articles alone are taken.
    The calibration of the verdict and every list by which questions are answered are those of the home the command was
    given in.

    Args:
        corpus: A folder of articles, or of a question set.
        kept: Where such homes are kept.
        asked: The settings of the command, which name the model.

    Raises:
        UsageError: There is no such folder.
    """
    if not corpus.is_dir():
        raise UsageError(f"There is no folder {corpus}.", hint="Name a folder of articles with --corpus DIR.")
    corpus = corpus.resolve()
    named = hashlib.sha256(f"{corpus}\n{asked.model.name or ''}".encode(errors="surrogateescape")).hexdigest()[:16]
    home = Home(kept.resolve() / named)
    home.path.mkdir(parents=True, exist_ok=True)
    _lay_out(corpus, home.corpus)
    for name in LISTS:
        _mirror(asked.home.path / name, home.path / name)
    return replace(asked, home=home)


def _lay_out(corpus: Path, folder: Path) -> None:
    """Make a home's corpus folder a link to the articles, or for a question set a folder with the one file."""
    if folder.is_symlink():
        folder.unlink()  # first of all: nothing below may reach through it into the user's own folder
    source = set_corpus(corpus)
    if source is None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.symlink_to(corpus, target_is_directory=True)
        return
    folder.mkdir(exist_ok=True)
    target = folder / source.name
    for other in folder.iterdir():
        if other != target:
            other.unlink()
    _mirror(source, target)


def _mirror(source: Path, target: Path) -> None:
    """Make one file the copy of another, or gone where the other is not there."""
    if not source.is_file():
        target.unlink(missing_ok=True)
        return
    wanted = source.stat()
    if target.is_file():
        held = target.stat()
        if (held.st_size, held.st_mtime_ns) == (wanted.st_size, wanted.st_mtime_ns):
            return
        target.unlink()  # it may be read-only, as its source may be
    shutil.copy2(source, target)
