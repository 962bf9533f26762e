"""Earlier questions, kept for the chat in one SQLite file of the user's own.

It lies in the user's state folder and never in a home, which may be a checkout that others share: what someone asks is
private. Only its owner can read it, and what is deleted is gone from its bytes. It is written with SQLite's rollback
journal: unlike a write-ahead log that works on a network file system, and leaves nothing behind beside the file.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Self, TypeVar, get_args

import platformdirs
from msgspec import Struct
from msgspec.structs import astuple

from qabot.core.answers import Turn, Verdict
from qabot.core.database import Layout, Policy, open_database, storable, transaction
from qabot.core.errors import HistoryUnusable

MOST_QUESTIONS = 10_000
"""How many questions are kept; for each one more, the oldest goes."""

_SCHEMA = """
CREATE TABLE questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never given twice, so that a deleted question's leads nowhere
    asked TEXT NOT NULL,                    -- ISO 8601, UTC
    home TEXT NOT NULL,
    conversation TEXT NOT NULL,
    text TEXT NOT NULL,
    filters TEXT NOT NULL,
    verdict TEXT NOT NULL,
    evidence INTEGER NOT NULL,
    article TEXT,
    title TEXT,
    generation TEXT NOT NULL
);
"""
_LAYOUT = Layout(int.from_bytes(b"qabh"), (_SCHEMA,))
_POLICY = Policy(
    name="The history",
    error=HistoryUnusable,
    still_works="Questions are answered all the same, but not kept.",
    start_anew="move {path} away to begin a new history",
    is_private=True,
    is_checked=True,
    wait_s=5.0,  # each process holds the file for milliseconds
    isolation=None,
    any_thread=True,
)
_SELECT = "SELECT id, asked, home, conversation, text, filters, verdict, evidence, article, title, generation "
_INSERT = "INSERT INTO questions VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_AMEND = "UPDATE questions SET verdict = ?, evidence = ?, article = ?, title = ?, generation = ? WHERE id = ?"
_TRIM = "DELETE FROM questions WHERE id <= (SELECT id FROM questions ORDER BY id DESC LIMIT 1 OFFSET ?)"
_THIS_HOME = "(?1 IS NULL OR home = ?1)"

T = TypeVar("T")


def default_path() -> Path:
    """Return where the history lies: `history.db` in the user's state folder (`XDG_STATE_HOME` is honoured)."""
    return platformdirs.user_state_path("qabot", appauthor=False) / "history.db"


def new_conversation() -> str:
    """Return an id for the turns of one sitting."""
    return secrets.token_hex(8)


class PastQuestion(Struct, frozen=True):
    """A question asked earlier, and in short what came of it."""

    id: int
    """Its number in the history, rising with time; 0 before it is kept."""
    when: datetime
    """When it was asked, in UTC."""
    home: str
    """The path of the home it was put to."""
    conversation: str
    """The id of the sitting it was part of: see `new_conversation`."""
    text: str
    """As typed."""
    filters: str
    """Filters set beside it, as they would be typed; empty for none."""
    verdict: Verdict
    """What the answer was."""
    evidence: int
    """How many pieces of evidence the answer had."""
    article: str | None
    """The id of the article that the first of them is from; None where nothing answered."""
    title: str | None
    """That article's title."""
    generation: str
    """The generation it was answered from."""

    @classmethod
    def of(cls, turn: Turn, typed: str, home: Path, conversation: str, now: datetime, filters: str = "") -> Self:
        """Return what is kept of a turn that has just been taken, at a time in UTC."""
        answer = turn.answer
        best = answer.evidence[0].article if answer.evidence else None
        return cls(
            0,
            now,
            str(home),
            conversation,
            typed,
            filters,
            answer.verdict,
            len(answer.evidence),
            best.id if best else None,
            best.title if best else None,
            turn.generation,
        )

    def holds(self, words: Sequence[str]) -> bool:
        """Whether every word stands somewhere in the question or its filters, in any case, inside a word or not."""
        said = _folded(f"{self.text}\n{self.filters}")
        return all(_folded(word) in said for word in words)


OnTrouble = Callable[[HistoryUnusable], None]
"""Is told, once, why there is no history to go on with."""


def raise_trouble(error: HistoryUnusable) -> None:
    """Raise it: for a caller who cannot go on without a history."""
    raise error


class History:
    """The file of earlier questions. Any thread may use it, one at a time; any number of processes may.

    Where the file cannot be used, `on_trouble` is told once, and the history is off from then on: it keeps nothing and
    finds nothing, so that no caller needs to ask. What was in the file stays there.
    """

    def __init__(self, path: Path, db: sqlite3.Connection | None, on_trouble: OnTrouble = raise_trouble) -> None:
        """Hold what `open` opened."""
        self._path = path
        self._db = db
        self._on_trouble = on_trouble

    @classmethod
    def open(cls, path: Path, on_trouble: OnTrouble = raise_trouble) -> Self:
        """Open a history, making the file and its folder where there are none.

        Args:
            path: The file.
            on_trouble: Told why it cannot be used: damaged, not one of qabot's, of a newer qabot, not to be read or
                written. It is never overwritten. By default the error is raised.
        """
        try:
            return cls(path, open_database(path, _LAYOUT, _POLICY), on_trouble)
        except HistoryUnusable as error:
            on_trouble(error)
        return cls.off()

    @classmethod
    def off(cls) -> Self:
        """Return a history that keeps nothing and finds nothing: for questions that are to leave no trace."""
        return cls(Path(os.devnull), None)

    @property
    def is_on(self) -> bool:
        """Whether it keeps what is added."""
        return self._db is not None

    def add(self, question: PastQuestion) -> int | None:
        """Keep a question, and return the id that it gets; None where nothing is kept."""
        return self._do(lambda db: _add(db, question), None)

    def amend(self, question_id: int, question: PastQuestion) -> None:
        """Keep what came of a question when it was answered once more, such as by meaning; not when, nor where."""
        came = (question.verdict, question.evidence, question.article, question.title, question.generation)
        self._do(lambda db: db.execute(_AMEND, (*map(_storable_if_text, came), question_id)), None)

    def search(self, words: str = "", home: str | None = None, limit: int = 100) -> list[PastQuestion]:
        """Return the questions that hold every word, newest first; all of them where no word is given.

        Args:
            words: Parted by white space; each is looked for as it stands, in any case.
            home: Only those put to this home.
            limit: How many to return at the most.
        """
        return self._do(lambda db: _search(db, words.split(), home, limit), [])

    def last(self, home: str, limit: int = 100) -> list[str]:
        """Return the texts of the questions last put to a home, each once, newest first."""
        sql = "SELECT text FROM questions WHERE home = ? GROUP BY text ORDER BY max(id) DESC LIMIT ?"
        return self._texts(sql, home, limit)

    def openings(self, home: str, limit: int) -> list[str]:
        """Return what conversations with a home began with and was answered, each once, newest first.

        A follow-up would say little by itself.
        """
        sql = (
            "SELECT text FROM questions WHERE home = ? AND verdict <> 'not_found' "
            "AND id IN (SELECT min(id) FROM questions GROUP BY conversation) "
            "GROUP BY text ORDER BY max(id) DESC LIMIT ?"
        )
        return self._texts(sql, home, limit)

    def conversation(self, conversation: str) -> list[PastQuestion]:
        """Return the questions of one sitting in the order they were asked."""
        sql = _SELECT + "FROM questions WHERE conversation = ? ORDER BY id"
        return self._do(lambda db: [_past(row) for row in db.execute(sql, (storable(conversation),))], [])

    def count(self, home: str | None = None) -> int:
        """Return how many questions there are, in all or put to one home."""
        sql = f"SELECT count(*) FROM questions WHERE {_THIS_HOME}"  # noqa: S608 - no part of it is anyone's text
        return self._do(lambda db: int(db.execute(sql, (_only(home),)).fetchone()[0]), 0)

    def delete(self, question_id: int) -> bool:
        """Forget one question, and tell whether there was one of this id."""
        return self._do(lambda db: _forget(db, "id = ?1", question_id), 0) > 0

    def clear(self, home: str | None = None) -> int:
        """Forget every question, in all or put to one home, and return how many those were.

        Where that was begun before and stopped, nothing is left to forget, but the bytes of it may be.
        """
        return self._do(lambda db: _forget(db, _THIS_HOME, _only(home), always_compact=True), 0)

    def close(self) -> None:
        """Let go of the file; it keeps and finds nothing from then on."""
        db, self._db = self._db, None
        if db is not None:
            db.close()

    def __enter__(self) -> Self:
        """Return the history itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _texts(self, sql: str, home: str, limit: int) -> list[str]:
        return self._do(lambda db: [str(row[0]) for row in db.execute(sql, (storable(home), limit))], [])

    def _do(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        if self._db is None:
            return otherwise
        try:
            return work(self._db)
        except sqlite3.Error as cause:
            self.close()
            self._on_trouble(_POLICY.unusable(self._path, cause))
            return otherwise


def _add(db: sqlite3.Connection, question: PastQuestion) -> int | None:
    values = [question.when.astimezone(UTC).isoformat(), *astuple(question)[2:]]
    with transaction(db):
        added = db.execute(_INSERT, [*map(_storable_if_text, values)]).lastrowid
        db.execute(_TRIM, (MOST_QUESTIONS,))
    return added


def _search(db: sqlite3.Connection, words: Sequence[str], home: str | None, limit: int) -> list[PastQuestion]:
    """Read from the newest on, until there are enough; 10,000 questions take a few hundredths of a second."""
    sql = f"{_SELECT}FROM questions WHERE {_THIS_HOME} ORDER BY id DESC"
    with closing(db.execute(sql, (_only(home),))) as rows:
        return list(islice((each for each in map(_past, rows) if each.holds(words)), limit))


def _forget(db: sqlite3.Connection, which: str, value: str | int | None, *, always_compact: bool = False) -> int:
    with transaction(db):
        forgotten = db.execute(f"DELETE FROM questions WHERE {which}", (value,)).rowcount  # noqa: S608 - as above
    if forgotten or always_compact:
        db.execute("VACUUM")  # a page may still hold a copy of what was once moved to another
    return forgotten


def _past(row: tuple[Any, ...]) -> PastQuestion:
    """Make a question of the columns of `_SELECT`."""
    try:
        past = PastQuestion(row[0], datetime.fromisoformat(row[1]), *row[2:])
    except (TypeError, ValueError) as cause:
        raise sqlite3.DataError(f"question {row[0]} is damaged") from cause
    if past.verdict not in get_args(Verdict):
        raise sqlite3.DataError(f"question {past.id} is damaged")
    return past


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _storable_if_text(value: object) -> object:
    return storable(value) if isinstance(value, str) else value


def _only(home: str | None) -> str | None:
    """Return what `_THIS_HOME` is to be compared with."""
    return None if home is None else storable(home)
