"""Lists and numbers that texts are read by: each entry as it is meant to be."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from qabot.core.database import Layout, Policy, open_database
from qabot.core.errors import HistoryUnusable
from qabot.core.name_keys import name_key
from qabot.core.text import sentences

ABBREVIATIONS = (
    "Mr Mrs Ms Dr Prof Sir Rev Hon St eg e.g ie i.e cf vs al approx est Dept Govt Ltd plc Inc Co Corp LLP Jan Jun Jul "
    "Aug Sep Sept Oct Nov Dec Gen Col Lt Capt Sgt Feb Apr Cllr Rt U.K U.S a.m p.m"
)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize("short", ABBREVIATIONS.split())
def test_an_abbreviation_ends_no_sentence(short: str) -> None:
    text = f"The council told {short}. Smith of the sale."
    assert cut(text) == [text]


@pytest.mark.parametrize("short", "No nos p pp para paras fig figs vol vols art sec ch ed Mar".split())
def test_what_goes_before_a_number_ends_no_sentence_there(short: str) -> None:
    text = f"It says so in {short}. 12 of the law."
    assert cut(text) == [text]
    assert cut(f"It says so in {short}. Nobody reads it.") != [f"It says so in {short}. Nobody reads it."]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("The", "the"),
        ("THE", "the"),
        ("The Register", "register"),
        ("the-register", "register"),
        ("Register", "register"),
        ("Theory", "theory"),
    ],
)
def test_a_leading_the_is_dropped_where_something_follows(name: str, key: str) -> None:
    assert name_key(name) == key


def _private(path: Path) -> sqlite3.Connection:
    layout = Layout(0x51424F54, ("CREATE TABLE questions (text TEXT)",))
    return open_database(path, layout, Policy("It", HistoryUnusable, "All.", "delete {path}", is_private=True))


def test_what_is_deleted_from_a_private_file_is_gone_from_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "private.db"
    secrets = [f"secret question number {number:03}" for number in range(200)]
    with _private(path) as database:
        database.executemany("INSERT INTO questions VALUES (?)", [(each,) for each in secrets])
        database.commit()
        database.execute("DELETE FROM questions WHERE rowid <= 100")
        database.commit()
    database.close()
    held = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert b"secret question number 000" not in held
    assert b"secret question number 099" not in held
    assert b"secret question number 100" in held


def test_nothing_of_a_private_file_passes_through_another(tmp_path: Path) -> None:
    database = _private(tmp_path / "private.db")
    assert database.execute("PRAGMA temp_store").fetchone() == (2,), "what VACUUM copies stays in memory"
    assert database.execute("PRAGMA secure_delete").fetchone() == (1,)
    database.close()
