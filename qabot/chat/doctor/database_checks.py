"""The databases beside the index: what ingest remembers, the feeds, earlier questions. They are only read from."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from qabot.chat.doctor.examinee import Examinee
from qabot.chat.doctor.findings import Finding, fine, on_path, wrong
from qabot.core.database import is_damage
from qabot.core.progress import Progress
from qabot.corpus.folder import HIDDEN
from qabot.output.phrasing import counted

_QUICK = "PRAGMA schema_version"
_WHOLE = "PRAGMA quick_check(1)"


def check_databases(examinee: Examinee) -> Iterator[Finding]:
    """Whether they are databases; whether every page of them is sound, where everything is read."""
    kept = examinee.corpus / HIDDEN
    losses = {
        kept / "kept.db": "no article is lost without it, but earlier versions and removed ones are",
        kept / "feeds.db": "without it, the feeds must be added again",
        examinee.around.history: "without it, a new history begins",
        examinee.around.saved: "without it, questions must be saved again",
        examinee.around.pins: "without it, passages must be pinned again",
    }
    present = {path: loss for path, loss in losses.items() if path.exists()}
    faults: list[Finding] = []
    for number, (path, loss) in enumerate(present.items(), start=1):
        faults += _faults(path, loss, whole=examinee.deep)
        if examinee.deep:
            examinee.on_progress(Progress("verify", number, len(present), path.name))
    yield from faults
    if not faults:
        yield fine("databases", f"{counted(len(present), 'database')} beside the index, and nothing wrong with them.")


def _faults(path: Path, loss: str, *, whole: bool) -> Iterator[Finding]:
    """Tell what SQLite says against a database; one that another process holds at this moment is no matter."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            said = str(database.execute(_WHOLE if whole else _QUICK).fetchone()[0])
    except sqlite3.Error as cause:
        if is_damage(cause):
            yield _damaged(path, str(cause), loss)
        elif not os.access(path, os.R_OK):
            yield wrong("databases", f"{path} may not be read: {cause}.", on_path("chmod u+rw", path))
        return
    if whole and said != "ok":
        yield _damaged(path, said, loss)


def _damaged(path: Path, fault: str, loss: str) -> Finding:
    words = f"{path} is damaged: {fault}. It can be moved away; {loss}."
    return wrong("databases", words, on_path("mv", path, path.with_name(f"{path.name}.damaged")))
