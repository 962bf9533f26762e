"""Saved questions and what was told of them, in one SQLite file of the user's own.

It lies in the user's state folder and never in a home, which others may share. What is new is written down before
anybody is told: whoever is killed in between has it in `told`, and no later run tells it again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeVar

import msgspec
import platformdirs

from qabot.core.database import Layout, Policy, open_database, transaction
from qabot.core.errors import HistoryUnusable, NotFound, UsageError
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.core.unknown_names import nearest_names
from qabot.reports.watch.saved_questions import News, SavedQuestion, ToldNews

_SCHEMA = """
CREATE TABLE questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    home TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    filters TEXT NOT NULL,                  -- JSON
    meaning TEXT NOT NULL,                  -- JSON
    every_s INTEGER NOT NULL,
    saved TEXT NOT NULL,                    -- ISO 8601, UTC
    last_run TEXT,
    floor REAL NOT NULL,
    vector BLOB NOT NULL,
    encoder TEXT NOT NULL,
    UNIQUE (home, name)
);
CREATE TABLE told (
    question INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    told TEXT NOT NULL,
    news TEXT,                              -- JSON; null for what was there when the question was saved
    PRIMARY KEY (question, key)
) WITHOUT ROWID;
CREATE TABLE looked_at (
    home TEXT NOT NULL,
    article TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    PRIMARY KEY (home, article)
) WITHOUT ROWID
"""
_LAYOUT = Layout(int.from_bytes(b"qabw"), (_SCHEMA,))
_POLICY = Policy(
    name="The file of saved questions",
    error=HistoryUnusable,
    still_works="Questions are answered all the same.",
    start_anew="move {path} away to begin without any",
    is_private=True,
    is_checked=True,
    isolation=None,
)
_SELECT = (
    "SELECT id, home, name, text, filters, meaning, every_s, saved, last_run, floor, vector, encoder FROM questions "
)
_INSERT = (
    "INSERT INTO questions (home, name, text, filters, meaning, every_s, saved, last_run, floor, vector, encoder) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_TOLD = "INSERT OR IGNORE INTO told VALUES (?, ?, ?, ?)"

T = TypeVar("T")


def default_path() -> Path:
    """Return where saved questions lie: `watch.db` in the user's state folder (`XDG_STATE_HOME` is honoured)."""
    return platformdirs.user_state_path("qabot", appauthor=False) / "watch.db"


class WatchStore:
    """The file of saved questions, opened. For one thread; any number of processes may use the file."""

    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        """Hold what `open` opened."""
        self._path = path
        self._database = database

    @classmethod
    def open(cls, path: Path | None = None, *, anew: bool = True) -> Self:
        """Open the file, making it and its folder where there are none.

        Args:
            path: The file; by default `default_path`.
            anew: Whether to make one; without, where there is none, nothing is found and nothing kept.

        Raises:
            HistoryUnusable: It is damaged, another program's, of a newer qabot, or may not be read or written.
        """
        path = path or default_path()
        database = open_database(path if anew or path.exists() else None, _LAYOUT, _POLICY)
        database.execute("PRAGMA foreign_keys = ON")
        return cls(path, database)

    def save(self, question: SavedQuestion, known: Iterable[News]) -> None:
        """Keep a question, with what is known of its answer and will not be told.

        Raises:
            UsageError: One of this name is kept for its home.
        """
        self._do(lambda database: _save(database, question, known))

    def questions(self, home: str) -> list[SavedQuestion]:
        """Return the questions of a home by name."""
        return self._do(lambda database: _questions(database, home))

    def question(self, home: str, name: str) -> SavedQuestion:
        """Return a question by its name, or by the beginning of it where only one begins so.

        Raises:
            NotFound: There is none, or several begin so.
        """
        held = self.questions(home)
        beginning = [each for each in held if each.name.casefold().startswith(name.casefold())]
        exact = [each for each in beginning if each.name.casefold() == name.casefold()]
        if len(found := exact or beginning) == 1:
            return found[0]
        near = [each.name for each in beginning] or nearest_names(name, [each.name for each in held])
        hint = f"Did you mean “{near[0]}”?" if near else "Run `qabot watch list` to see those that are."
        raise NotFound(f"There is no saved question named “{name}”.", hint=hint)

    def remove(self, question: SavedQuestion) -> None:
        """Forget a question, and what was told of it."""
        self._do(lambda database: _remove(database, question.id))

    def known(self, question: SavedQuestion) -> set[str]:
        """Return the keys of what is known of a question's answer."""
        sql = "SELECT key FROM told WHERE question = ?"
        return {str(row[0]) for row in self._rows(sql, question.id)}

    def last_new(self, question: SavedQuestion) -> datetime:
        """Return when something new was last told of a question; when it was saved where nothing was."""
        sql = "SELECT max(told) FROM told WHERE question = ? AND key NOT LIKE 'silent_since %'"
        told = self._rows(sql, question.id)[0][0]
        return datetime.fromisoformat(told) if told else question.saved

    def note(
        self, question: SavedQuestion, news: Sequence[News], now: datetime, floor: float, known: Iterable[News]
    ) -> tuple[News, ...]:
        """Write down what is new in a question's answer, and return what no other process has written down meanwhile.

        Args:
            question: Which.
            news: What is new.
            now: When it was run, in UTC.
            floor: As `SavedQuestion.floor`.
            known: What is known from now on, and not told.
        """
        return self._do(lambda database: _note(database, question, news, now, floor, known))

    def note_run(self, questions: Sequence[SavedQuestion], now: datetime) -> None:
        """Remember that questions were run, and that nothing new was found."""
        self._do(lambda database: _note_run(database, questions, now))

    def told(self, home: str, question: SavedQuestion | None = None, limit: int = -1) -> list[ToldNews]:
        """Return what was told of a home's questions, or of one, the newest first."""
        which = question.id if question else None
        sql = (
            "SELECT name, told, news FROM told JOIN questions ON id = question "
            "WHERE home = ?1 AND news IS NOT NULL AND (?2 IS NULL OR id = ?2) ORDER BY told DESC, name, key LIMIT ?3"
        )
        return self._do(lambda database: [_told(row) for row in database.execute(sql, (home, which, limit))])

    def looked_at(self, home: str) -> dict[str, str]:
        """Return the content hash of each article that all questions of a home have been put to, by its id."""
        return dict(self._rows("SELECT article, content_hash FROM looked_at WHERE home = ?", home))

    def set_looked_at(self, home: str, articles: Mapping[str, str]) -> None:
        """Remember the articles, by id with their content hashes, that all questions of a home have been put to."""
        self._do(lambda database: _set_looked_at(database, home, articles))

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._do(lambda database: database.execute(sql, values).fetchall())

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return work(self._database)
        except sqlite3.Error as cause:
            raise _POLICY.unusable(self._path, cause) from cause


def _save(database: sqlite3.Connection, question: SavedQuestion, known: Iterable[News]) -> None:
    row = (
        question.home, question.name, question.text, _json(question.filters), _json(question.meaning),
        question.every_s, question.saved.isoformat(), _moment(question.last_run), question.floor,
        question.vector, question.encoder,
    )  # fmt: skip
    with transaction(database):
        taken = database.execute(
            "SELECT 1 FROM questions WHERE home = ? AND name = ? COLLATE NOCASE", (question.home, question.name)
        ).fetchone()
        if taken:
            raise UsageError(
                f"There is a saved question named “{question.name}”.", hint="Give this one another name with --name."
            )
        number = database.execute(_INSERT, row).lastrowid
        moment = question.saved.isoformat()
        database.executemany(_TOLD, [(number, each.key, moment, None) for each in known])


def _questions(database: sqlite3.Connection, home: str) -> list[SavedQuestion]:
    return [_question(row) for row in database.execute(_SELECT + "WHERE home = ? ORDER BY name", (home,))]


def _remove(database: sqlite3.Connection, number: int) -> None:
    with transaction(database):
        database.execute("DELETE FROM questions WHERE id = ?", (number,))
    database.execute("VACUUM")  # what is forgotten is gone from the bytes too


def _note(
    database: sqlite3.Connection,
    question: SavedQuestion,
    news: Sequence[News],
    now: datetime,
    floor: float,
    known: Iterable[News],
) -> tuple[News, ...]:
    moment = now.isoformat()
    with transaction(database):
        if not database.execute("SELECT 1 FROM questions WHERE id = ?", (question.id,)).fetchone():
            return ()  # removed meanwhile
        fresh = tuple(
            each for each in news if database.execute(_TOLD, (question.id, each.key, moment, _json(each))).rowcount
        )
        database.executemany(_TOLD, [(question.id, each.key, moment, None) for each in known])
        database.execute("UPDATE questions SET last_run = ?, floor = ? WHERE id = ?", (moment, floor, question.id))
    return fresh


def _note_run(database: sqlite3.Connection, questions: Sequence[SavedQuestion], now: datetime) -> None:
    with transaction(database):
        database.executemany(
            "UPDATE questions SET last_run = ? WHERE id = ?", [(now.isoformat(), each.id) for each in questions]
        )


def _set_looked_at(database: sqlite3.Connection, home: str, articles: Mapping[str, str]) -> None:
    held = dict(database.execute("SELECT article, content_hash FROM looked_at WHERE home = ?", (home,)))
    changed = [(home, article, each) for article, each in articles.items() if held.get(article) != each]
    with transaction(database):
        database.executemany("INSERT OR REPLACE INTO looked_at VALUES (?, ?, ?)", changed)
        gone = [(home, article) for article in held.keys() - articles.keys()]
        database.executemany("DELETE FROM looked_at WHERE home = ? AND article = ?", gone)


def _question(row: tuple[Any, ...]) -> SavedQuestion:
    try:
        return SavedQuestion(
            id=row[0],
            home=row[1],
            name=row[2],
            text=row[3],
            filters=msgspec.json.decode(row[4], type=Filters),
            meaning=msgspec.json.decode(row[5], type=AnalysedQuestion),
            every_s=row[6],
            saved=datetime.fromisoformat(row[7]),
            last_run=datetime.fromisoformat(row[8]) if row[8] else None,
            floor=row[9],
            vector=row[10],
            encoder=row[11],
        )
    except (TypeError, ValueError) as cause:
        raise sqlite3.DataError(f"question {row[0]} is damaged") from cause


def _told(row: tuple[Any, ...]) -> ToldNews:
    try:
        return ToldNews(row[0], datetime.fromisoformat(row[1]), msgspec.json.decode(row[2], type=News))
    except (TypeError, ValueError) as cause:
        raise sqlite3.DataError("what was told is damaged") from cause


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
