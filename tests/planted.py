"""An index as whoever means harm can make it: what is put into it bears the checksums that fit."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from qabot.index.checksums import row_sum
from qabot.index.manifest import FileRecord, Manifest


def plant(generation: Path, *statements: tuple[str, Sequence[Any]], **said: Any) -> None:
    """Change the database of a generation, which may be linked elsewhere, and what its manifest says.

    Args:
        generation: Its folder.
        statements: SQL and its values.
        said: What the manifest is to say.
    """
    path = generation / "segments/0/passages.db"
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)
    plant_rows(path, *statements)
    manifest = Manifest.read(generation)
    changed = replace(manifest, files={**manifest.files, "segments/0/passages.db": FileRecord.of(path)}, **said)
    (generation / "manifest.json").unlink()
    changed.write(generation)


def plant_rows(path: Path, *statements: tuple[str, Sequence[Any]]) -> None:
    """Change a database that is linked nowhere else, and give every row the checksum that fits."""
    with closing(sqlite3.connect(path)) as database, database:
        for sql, values in statements:
            database.execute(sql, values)
        for table in ("articles", "passages"):
            rows = database.execute(f"SELECT rowid, * FROM {table}").fetchall()  # noqa: S608 - one of two
            sums = [(row_sum(row[1:-1]), row[0]) for row in rows]
            database.executemany(f"UPDATE {table} SET sum = ? WHERE rowid = ?", sums)  # noqa: S608 - likewise


def signed(tree: dict[str, Any]) -> dict[str, Any]:
    """Return what a manifest says with the checksum that fits."""
    said = {key: value for key, value in tree.items() if key != "checksum"}
    return said | {"checksum": hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()}
