"""Saved questions and what was found new in their answers, in one SQLite file of the user's own.

It lies in the user's state folder and never in a home, which others may share. What is new is written down before
anybody is told, and marked once somebody was: whoever is killed in between is told by the next run, and nothing is told
twice. Articles get a number as they come in, so that each question knows which of them it was not put to.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeVar

import platformdirs

from qabot.core.database import Layout, Policy, open_database, storable
from qabot.core.errors import HistoryUnusable, NotFound
from qabot.core.unknown_names import nearest_names
from qabot.reports.watch import watch_rows as rows
from qabot.reports.watch.saved_questions import FoundNews, FrozenMeaning, News, SavedQuestion
from qabot.reports.watch.watch_rows import Outcome

_LAYOUT = Layout(int.from_bytes(b"qabs"), (rows.SCHEMA,))
_POLICY = Policy(
    name="The file of saved questions",
    error=HistoryUnusable,
    still_works="Questions are answered all the same.",
    start_anew="move {path} away to begin without any",
    is_private=True,
    is_checked=True,
    isolation=None,
)
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

    def save(self, saved: Sequence[tuple[SavedQuestion, FrozenMeaning, Sequence[News]]]) -> None:
        """Keep questions, all or none, each with its meaning and what its answer holds, which will not be told.

        Raises:
            UsageError: One of this name is kept for its home.
        """
        self._do(lambda database: rows.save(database, saved))

    def questions(self, home: str) -> list[SavedQuestion]:
        """Return the questions of a home by name."""
        sql = f"SELECT id, {rows.COLUMNS} FROM questions WHERE home = ? ORDER BY name"  # noqa: S608 - ours
        return self._do(lambda database: [rows.question_of(row) for row in database.execute(sql, (storable(home),))])

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

    def meanings(self, questions: Sequence[SavedQuestion]) -> dict[int, FrozenMeaning]:
        """Return what questions mean, by their numbers; those that were removed meanwhile are left out."""
        sql = "SELECT question, meaning, terms, bar, vector, encoder FROM meanings"
        wanted = {each.id for each in questions}
        where = " WHERE question = ?" if len(wanted) == 1 else ""
        found = self._rows(sql + where, *(wanted if where else ()))
        return self._do(lambda _: {row[0]: rows.meaning_of(row) for row in found if row[0] in wanted})

    def refreeze(self, meanings: Mapping[int, FrozenMeaning]) -> None:
        """Keep the terms and vectors of what questions mean, by their numbers, as another index has them."""
        self._do(lambda database: rows.refreeze(database, meanings))

    def remove(self, question: SavedQuestion) -> None:
        """Forget a question, and what was told of it."""
        self._do(lambda database: rows.remove(database, question.id))

    def arrive(
        self, home: str, articles: Mapping[str, str], gone: Iterable[tuple[int, News]] = (), now: datetime | None = None
    ) -> int:
        """Number the articles of a home that are new or changed, and forget those that are gone.

        Args:
            home: Whose.
            articles: All that are held, by id with their content hashes.
            gone: Questions by number, with what they are to be told of articles that are gone or changed.
            now: When that was found, in UTC.

        Returns:
            The number of the last arrival; each arrival has a higher one than those before it.
        """
        return self._do(lambda database: rows.arrive(database, home, articles, gone, now))

    def arrivals(self, home: str) -> dict[str, tuple[str, int]]:
        """Return the content hash and the number of each article that has come in, by its id."""
        found = self._rows("SELECT article, content_hash, number FROM arrivals WHERE home = ?", storable(home))
        return {article: (digest, number) for article, digest, number in found}

    def of_articles(self, home: str, articles: Collection[str]) -> list[FoundNews]:
        """Return the quotes of some articles that are known of any question of a home, told or not."""
        sql = rows.NEWS + "WHERE home = ? AND article = ? AND key LIKE 'evidence %'"
        return self._do(
            lambda database: [
                rows.found_of(row) for each in articles for row in database.execute(sql, (storable(home), each))
            ]
        )

    def known(self, question: SavedQuestion) -> dict[str, News]:
        """Return what is known of a question's answer, told or not, by its keys; the newest last."""
        sql = rows.NEWS + "WHERE question = ? ORDER BY number"
        return {
            each.news.key: each.news
            for each in self._do(lambda database: [rows.found_of(row) for row in database.execute(sql, (question.id,))])
        }

    def note(self, outcomes: Sequence[Outcome], seen: int, now: datetime) -> None:
        """Write down what is new in answers, to be told, and that questions were run; what is known stays as it is.

        Args:
            outcomes: The questions that were run. One that was removed meanwhile is passed over.
            seen: The number of the last arrival that they were put to.
            now: When, in UTC.
        """
        self._do(lambda database: rows.note(database, outcomes, seen, now))

    def to_tell(self, home: str, questions: Collection[SavedQuestion]) -> list[FoundNews]:
        """Return what was found new of these questions and nobody was told of, in the order it was found."""
        wanted = {each.id for each in questions}
        sql = rows.NEWS + f"WHERE home = ? AND state = {rows.TO_TELL} ORDER BY number"
        found = self._do(lambda database: [rows.found_of(row) for row in database.execute(sql, (storable(home),))])
        return [each for each in found if each.question in wanted]

    def note_told(self, told: Iterable[FoundNews]) -> None:
        """Remember that somebody was told."""
        self._do(lambda database: rows.note_told(database, [(each.number,) for each in told]))

    def found(self, home: str, question: SavedQuestion | None = None, limit: int = -1) -> list[FoundNews]:
        """Return what was found new of a home's questions, or of one, the newest first."""
        which = question.id if question else None
        sql = rows.NEWS + (
            f"WHERE home = ?1 AND state > {rows.KNOWN} AND (?2 IS NULL OR id = ?2) ORDER BY number DESC LIMIT ?3"
        )
        return self._do(
            lambda database: [rows.found_of(row) for row in database.execute(sql, (storable(home), which, limit))]
        )

    def found_counts(self, home: str) -> dict[int, int]:
        """Return how many things were found new of each question of a home, by its number."""
        sql = f"SELECT question, count(*) FROM news JOIN questions ON id = question WHERE home = ? AND state > {rows.KNOWN} GROUP BY 1"  # noqa: E501, S608 - ours
        return dict(self._rows(sql, storable(home)))

    def to_deliver(self, home: str, way: str, first: int | None) -> list[FoundNews]:
        """Return what is to go one way: all that was found since the last that did.

        Args:
            home: Whose.
            way: Which, such as `mail me@example.org`.
            first: The number of the first news of this run, with which it begins where it is new; None where there is
                none.
        """
        return self._do(lambda database: rows.to_deliver(database, home, way, first))

    def note_delivered(self, home: str, way: str, number: int) -> None:
        """Remember the last news that went one way."""
        sql = "UPDATE deliveries SET number = max(number, ?) WHERE home = ? AND way = ?"
        self._rows(sql, number, storable(home), storable(way))

    @contextmanager
    def alone(self) -> Generator[None]:
        """Wait until no other process tells what is new, and keep others waiting meanwhile, or both would tell it."""
        if not self._path.exists():
            yield
            return
        lock = os.open(self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

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
