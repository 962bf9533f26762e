"""What a user would miss: all that lies in a home, in their state folder and in the folder for temporary files."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, cast

from msgspec import Struct

from qabot.core.errors import QabotError
from qabot.core.settings import CURRENT
from qabot.index.current_generation import current_name
from qabot.index.manifest import Manifest, is_generation_name
from qabot.index.snapshot import Generation, open_current
from qabot.index.verification import verify

_WITHOUT_MOMENTS = {
    "articles": "id, path, title, outlet, published, url, address, words, kind, reported_outlet",
    "received": "id, raw, dropped, flags",
    "versions": "id, data",
    "removed": "id, path, data",
    "items": "item, id",
    "files": "path, size, articles, complete",
    "dumps": "path, records, parts",
}
"""What is kept of the corpus, but for when it was."""
_OF_FEEDS = {
    "feeds": "url, title, outlet, etag, modified, next_fetch IS NULL, last_fetch IS NULL, failures, cause, last_item",
    "seen": "source, item",
}
MEMORY = "last-questions"
"""What `ask --continue` goes on from: none, where it could not be kept."""
Rows = frozenset[tuple[Any, ...]]


class Indexed(Struct, frozen=True):
    """What a generation holds."""

    articles: frozenset[tuple[str, str]]
    """Id and hash of the text of each article."""
    files: frozenset[str]
    """The corpus files they are from."""
    passages: int
    """How many passages."""


class Picture(Struct, frozen=True):
    """All of it, in a form in which two that are equal mean the same to a user."""

    corpus: dict[str, bytes]
    """Contents of the files by path, but for what is hidden."""
    kept: dict[str, Rows]
    """The ingest store."""
    feeds: dict[str, Rows]
    """The feeds and which of their items were brought in."""
    current: Indexed | None
    """The generation that answers."""
    previous: Indexed | None
    """The one that rolling back leads to."""
    state: dict[str, object]
    """What lies in the state folder, by file."""
    names: tuple[str, ...]
    """Every file and folder there is, without the names of generations and what is in them."""


def take(root: Path) -> Picture:
    """Look at a home and what belongs to it; nothing there is changed by it, not even a journal."""
    home = root / "home"
    current, previous = _generations(home / "index")
    return Picture(
        corpus={
            str(path.relative_to(home)): path.read_bytes()
            for path in sorted((home / "corpus").rglob("*"))
            if path.is_file() and ".qabot" not in path.parts
        },
        kept=_tables(home / "corpus" / ".qabot" / "kept.db", _WITHOUT_MOMENTS),
        feeds=_tables(home / "corpus" / ".qabot" / "feeds.db", _OF_FEEDS),
        current=current,
        previous=previous,
        state=_state(root / "state"),
        names=tuple(sorted(_names(root))),
    )


def faults_of_index(root: Path) -> list[str]:
    """Return what `verify-index` would say of a home's index; nothing where it has none."""
    index = root / "home" / "index"
    if not (index / CURRENT).exists():
        return []
    try:
        opened = open_current(index)
        opened.close()
        return [str(each) for each in verify(opened.folder)]
    except QabotError as error:
        return [str(error)]


def differences(found: Picture, wanted: Picture) -> list[str]:
    """Say in what two pictures differ."""
    parts = ("corpus", "current", "previous", "state", "feeds")
    told = [f"{part} differ" for part in parts if getattr(found, part) != getattr(wanted, part)]
    tables = sorted(name for name in wanted.kept if found.kept.get(name) != wanted.kept[name])
    told += [f"kept {name} differ" for name in tables] if found.kept else ["kept differ"] if wanted.kept else []
    more, less = set(found.names) - set(wanted.names), set(wanted.names) - set(found.names)
    told += [f"{name} is left over" for name in sorted(more)] + [f"{name} is missing" for name in sorted(less)]
    return told


def losses(found: Picture, before: Picture, after: Picture) -> list[str]:
    """Say what was there before and is gone, and what is there that is neither as before nor as it was to be."""
    told = [*_lost_files(found, before, after), *_lost_rows(found, before, after)]
    for name, value in before.state.items():
        is_forgotten = name == MEMORY and name not in found.state
        is_there = found.state.get(name) in (value, after.state.get(name)) or _goes_on(found.state.get(name), value)
        if not (is_there or is_forgotten):
            told.append(f"{name} is lost")
    return told


def _lost_files(found: Picture, before: Picture, after: Picture) -> Iterator[str]:
    held = {zlib.decompress(row[-1]) for name in ("versions", "removed") for row in found.kept.get(name, ())}
    for path, data in before.corpus.items():
        if found.corpus.get(path) != data and data not in held:
            yield f"{path} is lost"
    for path, data in found.corpus.items():
        if data not in (before.corpus.get(path), after.corpus.get(path)):
            yield f"{path} is neither as it was nor as it was to be"


def _lost_rows(found: Picture, before: Picture, after: Picture) -> Iterator[str]:
    for name in ("versions", "removed", "received", "items", "feeds", "seen"):
        there, was, will_be = ({**each.kept, **each.feeds}.get(name, frozenset()) for each in (found, before, after))
        if gone := (was & will_be) - there:
            yield f"{len(gone)} of {name} are lost"


def is_index_whole(found: Picture, before: Picture, after: Picture, *, in_steps: bool) -> bool:
    """Whether the index is as it was or as it was to be; `in_steps`, whether it holds nothing but what either does."""
    if found.current in (before.current, after.current):
        return True
    sides = (each.current.articles for each in (before, after) if each.current)
    return in_steps and found.current is not None and found.current.articles <= frozenset().union(*sides)


def _goes_on(found: object, before: object) -> bool:
    """Whether questions that are kept begin with those that were."""
    if not (isinstance(found, list) and isinstance(before, list)):
        return False
    kept, known = cast("list[object]", found), cast("list[object]", before)
    return kept[: len(known)] == known


def _generations(index: Path) -> tuple[Indexed | None, Indexed | None]:
    try:
        folder = index / current_name(index)
        previous = Manifest.read(folder).previous
    except QabotError:
        return None, None
    return _indexed(folder), _indexed(index / previous) if previous else None


def _indexed(folder: Path) -> Indexed | None:
    try:
        with closing(Generation(folder)) as generation:
            held = [generation.require_article(each.id) for each in generation.articles.stored()]
            articles = frozenset((each.id, each.content_hash) for each in held)
            return Indexed(articles, frozenset(generation.articles.files()), generation.manifest.passages)
    except QabotError:
        return None


def _tables(path: Path, tables: dict[str, str]) -> dict[str, Rows]:
    """Return the rows of a database, read from a copy of it and its journal."""
    if not path.exists() or not path.stat().st_size:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        for each in path.parent.glob(f"{path.name}*"):
            shutil.copy2(each, folder)
        with closing(sqlite3.connect(Path(folder) / path.name)) as database:
            there = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            return {
                name: frozenset(database.execute(f"SELECT {columns} FROM {name}"))  # noqa: S608 - constants of this module
                for name, columns in tables.items()
                if name in there
            }


def _state(folder: Path) -> dict[str, object]:
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".json":
            name = MEMORY if path.parent.name == MEMORY else path.name
            try:
                found[name] = json.loads(path.read_text())
            except ValueError:
                found[name] = "damaged"
    for path in folder.rglob("history.db"):
        rows = _tables(path, {"questions": "id, text, verdict"}).get("questions", frozenset())
        found[path.name] = sorted(rows)
    return found


def _names(root: Path) -> Collection[str]:
    found: list[str] = []
    for path in root.rglob("*"):
        parts = path.relative_to(root).parts
        if any(is_generation_name(part) for part in parts[:-1]):
            continue
        found.append("/".join("generation" if is_generation_name(part) else part for part in parts))
    return found
