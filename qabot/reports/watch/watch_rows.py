"""The tables of the file of saved questions, what is written to them in one go, and records made of their rows."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from qabot.core.database import storable, transaction
from qabot.core.errors import UsageError
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.reports.watch.saved_questions import FoundNews, FrozenMeaning, News, SavedQuestion

SCHEMA = """
CREATE TABLE questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    home TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    filters TEXT NOT NULL,                  -- JSON
    every_s INTEGER NOT NULL,
    saved TEXT NOT NULL,                    -- ISO 8601, UTC
    last_run TEXT,
    last_new TEXT,
    seen INTEGER NOT NULL,
    UNIQUE (home, name)
);
CREATE TABLE meanings (
    question INTEGER PRIMARY KEY REFERENCES questions (id) ON DELETE CASCADE,
    meaning BLOB NOT NULL,                  -- deflated JSON
    terms TEXT NOT NULL,                    -- apart by spaces, which no term holds
    bar REAL NOT NULL,
    vector BLOB NOT NULL,                   -- float16
    encoder TEXT NOT NULL
);
CREATE TABLE news (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    question INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    article TEXT NOT NULL,
    found TEXT NOT NULL,
    state INTEGER NOT NULL,                 -- 0 was there before, 1 is to be told, 2 was told
    news TEXT NOT NULL,                     -- JSON
    UNIQUE (question, key)
);
CREATE INDEX news_of_articles ON news (article);
CREATE INDEX news_to_tell ON news (state);
CREATE TABLE arrivals (
    home TEXT NOT NULL,
    article TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (home, article)
) WITHOUT ROWID;
CREATE TABLE deliveries (
    home TEXT NOT NULL,
    way TEXT NOT NULL,
    number INTEGER NOT NULL,                -- of the last news that went this way
    PRIMARY KEY (home, way)
) WITHOUT ROWID
"""
COLUMNS = "home, name, text, filters, every_s, saved, last_run, last_new, seen"
NEWS = "SELECT number, question, name, found, state, news FROM news JOIN questions ON id = question "
KNOWN, TO_TELL, TOLD = range(3)


class Outcome(Struct, frozen=True):
    """What putting a question to what came in has come to."""

    question: SavedQuestion
    """Which."""
    news: Sequence[News]
    """What is new."""
    bar: float
    """As `FrozenMeaning.bar`, from now on."""


def save(database: sqlite3.Connection, saved: Sequence[tuple[SavedQuestion, FrozenMeaning, Sequence[News]]]) -> None:
    """Keep questions with their meanings and what is known of their answers, all or none."""
    insert = f"INSERT INTO questions ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - ours
    with transaction(database):
        homes = {storable(each.home) for each, *_ in saved}
        taken = {
            (home, str(row[0]).casefold())
            for home in homes
            for row in database.execute("SELECT name FROM questions WHERE home = ?", (home,))
        }
        for question, meaning, known in saved:
            home = storable(question.home)
            if (home, question.name.casefold()) in taken:
                raise UsageError(
                    f"There is a saved question named “{question.name}”.",
                    hint="Give this one another name with --name.",
                )
            taken.add((home, question.name.casefold()))
            moment = question.saved.isoformat()
            row = (
                home, question.name, question.text, as_json(question.filters), question.every_s, moment,
                iso(question.last_run), iso(question.last_new), question.seen,
            )  # fmt: skip
            number = database.execute(insert, row).lastrowid
            packed = zlib.compress(msgspec.json.encode(meaning.question))
            kept = (number, packed, " ".join(meaning.terms), meaning.bar, meaning.vector, meaning.encoder)
            database.execute("INSERT INTO meanings VALUES (?, ?, ?, ?, ?, ?)", kept)
            insert_news(database, [(number, each) for each in known], moment, KNOWN)


def remove(database: sqlite3.Connection, number: int) -> None:
    """Forget a question, and what was told of it."""
    with transaction(database):
        database.execute("DELETE FROM questions WHERE id = ?", (number,))
    database.execute("VACUUM")  # what is forgotten is gone from the bytes too


def insert_news(database: sqlite3.Connection, news: Iterable[tuple[int | None, News]], moment: str, state: int) -> None:
    """Keep what is known of answers; what is known already stays as it is."""
    database.executemany(
        "INSERT OR IGNORE INTO news (question, key, article, found, state, news) VALUES (?, ?, ?, ?, ?, ?)",
        [(number, each.key, each.article_id, moment, state, as_json(each)) for number, each in news],
    )


def arrive(
    database: sqlite3.Connection,
    home: str,
    articles: Mapping[str, str],
    gone: Iterable[tuple[int, News]],
    now: datetime | None,
) -> int:
    """Number what is new or changed, forget what is gone, and return the number of the last arrival."""
    home = storable(home)
    with transaction(database):
        held = dict(database.execute("SELECT article, content_hash FROM arrivals WHERE home = ?", (home,)))
        last = database.execute("SELECT coalesce(max(number), 0) FROM arrivals WHERE home = ?", (home,)).fetchone()[0]
        last = max(last, database.execute("SELECT coalesce(max(seen), 0) FROM questions").fetchone()[0])
        changed = [(article, digest) for article, digest in articles.items() if held.get(article) != digest]
        rows = [(home, article, digest, last + 1) for article, digest in changed]
        database.executemany("INSERT OR REPLACE INTO arrivals VALUES (?, ?, ?, ?)", rows)
        lost = [(home, article) for article in held.keys() - articles.keys()]
        database.executemany("DELETE FROM arrivals WHERE home = ? AND article = ?", lost)
        if now:
            insert_news(database, gone, now.isoformat(), TO_TELL)
        return int(last) + bool(rows)


def note(database: sqlite3.Connection, outcomes: Sequence[Outcome], seen: int, now: datetime) -> None:
    """Write down what was found new, and that questions were run."""
    moment = now.isoformat()
    with transaction(database):
        there = {row[0] for row in database.execute("SELECT id FROM questions")}
        kept = [each for each in outcomes if each.question.id in there]
        database.executemany(
            "UPDATE questions SET last_run = ?, seen = max(seen, ?) WHERE id = ?",
            [(moment, seen, each.question.id) for each in kept],
        )
        told = [each for each in kept if each.news]
        database.executemany(
            "UPDATE meanings SET bar = ? WHERE question = ?", [(each.bar, each.question.id) for each in told]
        )
        arrived = [each.question.id for each in told if any(news.article_id for news in each.news)]
        database.executemany("UPDATE questions SET last_new = ? WHERE id = ?", [(moment, each) for each in arrived])
        insert_news(database, [(each.question.id, news) for each in told for news in each.news], moment, TO_TELL)


def note_told(database: sqlite3.Connection, numbers: Sequence[tuple[int]]) -> None:
    """Remember that somebody was told of these."""
    with transaction(database):
        database.executemany(f"UPDATE news SET state = {TOLD} WHERE number = ?", numbers)  # noqa: S608 - ours


def to_deliver(database: sqlite3.Connection, home: str, way: str, first: int | None) -> list[FoundNews]:
    """Return what is to go one way, beginning with a number where it is used for the first time."""
    home, way = storable(home), storable(way)
    with transaction(database):
        newest = "SELECT coalesce(max(number), 0) FROM news"
        before = database.execute(newest).fetchone()[0] if first is None else first - 1
        database.execute("INSERT OR IGNORE INTO deliveries VALUES (?, ?, ?)", (home, way, before))
    sql = "SELECT number FROM deliveries WHERE home = ? AND way = ?"
    last = database.execute(sql, (home, way)).fetchone()[0]
    sql = NEWS + f"WHERE home = ? AND state > {KNOWN} AND number > ? ORDER BY number"
    return [found_of(row) for row in database.execute(sql, (home, last))]


def question_of(row: tuple[Any, ...]) -> SavedQuestion:
    """Return the question that a row is."""
    try:
        return SavedQuestion(
            id=row[0],
            home=row[1],
            name=row[2],
            text=row[3],
            filters=msgspec.json.decode(row[4], type=Filters),
            every_s=row[5],
            saved=datetime.fromisoformat(row[6]),
            last_run=datetime.fromisoformat(row[7]) if row[7] else None,
            last_new=datetime.fromisoformat(row[8]) if row[8] else None,
            seen=row[9],
        )
    except (TypeError, ValueError) as cause:
        raise sqlite3.DataError(f"question {row[0]} is damaged") from cause


def meaning_of(row: tuple[Any, ...]) -> FrozenMeaning:
    """Return the meaning that a row holds."""
    try:
        unpacked = zlib.decompress(row[1])
        return FrozenMeaning(
            question=msgspec.json.decode(unpacked, type=AnalysedQuestion),
            terms=tuple(row[2].split()),
            bar=row[3],
            vector=row[4],
            encoder=row[5],
        )
    except (TypeError, ValueError, AttributeError, zlib.error) as cause:
        raise sqlite3.DataError(f"question {row[0]} is damaged") from cause


def found_of(row: tuple[Any, ...]) -> FoundNews:
    """Return the news that a row is."""
    try:
        news = msgspec.json.decode(row[5], type=News)
        return FoundNews(row[0], row[1], row[2], datetime.fromisoformat(row[3]), row[4] == TOLD, news)
    except (TypeError, ValueError) as cause:
        raise sqlite3.DataError("what was told is damaged") from cause


def as_json(value: object) -> str:
    """Return a record as it is kept."""
    return msgspec.json.encode(value).decode()


def iso(moment: datetime | None) -> str | None:
    """Return a moment as it is kept."""
    return moment.isoformat() if moment else None


def refreeze(database: sqlite3.Connection, meanings: Mapping[int, FrozenMeaning]) -> None:
    """Keep the terms and vectors of what questions mean."""
    rows = [(" ".join(each.terms), each.vector, each.encoder, number) for number, each in meanings.items()]
    with transaction(database):
        database.executemany("UPDATE meanings SET terms = ?, vector = ?, encoder = ? WHERE question = ?", rows)
