"""Whether folders can be written to by whom they should, and what is private is."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from qabot.chat.doctor.disk_checks import existing
from qabot.chat.doctor.examinee import Examinee, Surroundings
from qabot.chat.doctor.findings import Finding, counted_are, fine, listed, notice, on_path, wrong

_OTHERS = 0o077
"""The rights of everyone but the owner."""
_TAKE = 'sudo chown -R "$(id -un)"'


def check_permissions(examinee: Examinee) -> Iterator[Finding]:
    """Whether the home, the state folder and the cache can be written to by this user, and by no stranger."""
    around = examinee.around
    home = examinee.settings.home.path
    faults = [
        *(
            fault
            for folder in (home, examinee.corpus, examinee.index)
            for fault in _unwritable(folder, "nothing can be added or indexed")
        ),
        *_unwritable(around.history.parent, "no question is kept"),
        *_unwritable(around.cache, "nothing that was measured is kept"),
        *(fault for folder in (home, examinee.corpus, examinee.index) for fault in _open_to_all(folder)),
    ]
    yield from faults
    if not faults:
        yield fine("permissions", f"{home}, {around.history.parent} and {around.cache} can be written to.")


def check_privacy(around: Surroundings) -> Iterator[Finding]:
    """Whether the files with earlier questions are their owner's alone (0600, and 0700 for their folder)."""
    kept = (around.history, around.saved, around.pins)
    files = [*(each for path in kept for each in path.parent.glob(f"{path.stem}.*")), *around.recent.glob("*")]
    shown = [path for path in files if path.is_file() and _mode(path) & _OTHERS]
    if shown:
        words = f"{counted_are(len(shown), 'file')} open to others and hold what was asked: {listed(map(str, shown))}."
        yield wrong("privacy", words, on_path("chmod 600", *shown))
    if around.recent.is_dir() and _mode(around.recent) & _OTHERS:
        yield wrong("privacy", f"{around.recent} can be looked into by others.", on_path("chmod 700", around.recent))
    elif not shown:
        yield fine("privacy", "What was asked is for your eyes only." if files else "No question has been kept.")


def _unwritable(folder: Path, costs: str) -> Iterator[Finding]:
    """Tell that a folder cannot be written to, or not be made where it is to be."""
    nearest = existing(folder)
    if os.access(nearest, os.W_OK | os.X_OK):
        return
    what = f"{folder} cannot be written to" if nearest == folder else f"{folder} cannot be made in {nearest}"
    is_own = nearest.stat().st_uid == os.geteuid()
    yield wrong("permissions", f"{what}, so that {costs}.", on_path("chmod u+rwx" if is_own else _TAKE, nearest))


def _open_to_all(folder: Path) -> Iterator[Finding]:
    with suppress(FileNotFoundError):
        if folder.stat().st_mode & stat.S_IWOTH:
            words = f"Anyone on this machine can write to {folder}, and so change what is quoted."
            yield notice("permissions", words, on_path("chmod o-w", folder))


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
