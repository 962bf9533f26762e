"""Pins: ordered, annotated, dropped and brought back, in a file that one person can read, home by home."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import replace

from qabot.core.errors import HistoryUnusable, UsageError
from qabot.reports.brief.pin_store import PinStore, pins_path
from qabot.reports.brief.pinned_brief import pin_lines
from qabot.reports.brief.pins import Pin, add_pin, annotate_pin, move_pin
from tests.reports.brief.notes import PAYROLL, PINS, Texts, pin

HOME = "/homes/one"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A place for a file of pins."""
    return tmp_path / "state" / "pins.db"


def filled(path: Path | None) -> PinStore:
    """Return a store with all pins."""
    store = PinStore(path)
    for each in PINS:
        store.change(HOME, lambda held, each=each: add_pin(held, each))
    return store


def test_pins_outlive_the_chat_in_a_file_that_only_its_owner_reads(path: Path) -> None:
    filled(path)
    assert PinStore(path).pins(HOME) == [*PINS]
    assert PinStore(path).pins("/homes/other") == []
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["pins.db"]


def test_they_lie_in_the_state_folder_and_listing_none_makes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert pins_path() == tmp_path / "qabot" / "pins.db"
    assert PinStore(path).pins(HOME) == []
    assert not path.exists()


def test_a_private_chat_keeps_its_pins_to_itself() -> None:
    store = filled(None)
    assert (store.is_kept, len(store.pins(HOME)), PinStore(None).pins(HOME)) == (False, 4, [])


def test_the_same_passage_is_pinned_once() -> None:
    held: list[Pin] = []
    assert [add_pin(held, each) for each in (PINS[0], PINS[1], PINS[0])] == [(1, True), (2, True), (1, False)]


def test_there_is_an_end_to_pins() -> None:
    held: list[Pin] = []
    for place in range(200):
        add_pin(held, replace(PINS[0], start=place))
    with pytest.raises(UsageError, match="200 passages are pinned"):
        add_pin(held, PINS[1])


def test_order_and_notes() -> None:
    held = [*PINS]
    move_pin(held, 4, 1)
    assert [PINS.index(each) for each in held] == [3, 0, 1, 2]
    move_pin(held, 1, 3)
    assert [PINS.index(each) for each in held] == [0, 1, 3, 2]
    annotate_pin(held, 2, "  two\nlines \x1b[31m ")
    assert held[1].own_note == "two lines"
    annotate_pin(held, 2, "")
    assert held[1].own_note == ""
    for wrong in (
        lambda: move_pin(held, 5, 1),
        lambda: move_pin(held, 1, 0),
        lambda: annotate_pin(held, 1, "x" * 2001),
    ):
        with pytest.raises(UsageError):
            wrong()
    assert len(held) == 4


def test_what_was_dropped_comes_back_where_it_stood(path: Path) -> None:
    store = filled(path)
    assert store.drop(HOME, 2) == 1
    assert store.drop(HOME, None) == 3
    assert store.pins(HOME) == []
    assert store.undo(HOME) == 3
    assert store.pins(HOME) == [PINS[0], PINS[2], PINS[3]]
    assert store.undo(HOME) == 0
    with pytest.raises(UsageError, match="There is no pin 9"):
        store.drop(HOME, 9)
    assert b"ferry" not in path.read_bytes()  # what is dropped is gone from the bytes


def test_what_was_pinned_again_does_not_come_back(path: Path) -> None:
    store = filled(path)
    store.drop(HOME, None)
    store.change(HOME, lambda held: add_pin(held, PINS[1]))
    assert store.undo(HOME) == 3
    assert sorted(each.start for each in store.pins(HOME)) == sorted(each.start for each in PINS)


def test_no_more_come_back_than_there_may_be(path: Path) -> None:
    store = PinStore(path)
    many = [replace(PINS[0], start=place) for place in range(201)]
    store.change(HOME, lambda held: held.extend(many[:200]))
    store.drop(HOME, 1)
    store.change(HOME, lambda held: add_pin(held, many[200]))
    with pytest.raises(UsageError, match="200 passages are pinned"):
        store.undo(HOME)
    assert store.pins(HOME) == many[1:]

    store = PinStore(path)
    store.drop(HOME, None)
    for each in PINS[1:3]:
        store.change(HOME, lambda held, pin=each: add_pin(held, pin))
    assert store.undo(HOME) == 198, "as many as there is room for, the first of them"
    assert (store.waiting, store.pins(HOME)[:198]) == (2, many[1:199])
    store.change(HOME, lambda held: held.__delitem__(slice(198, None)))
    assert (store.undo(HOME), store.waiting) == (2, 0), "and the others once there is room"
    assert store.pins(HOME) == many[1:]


def test_what_could_not_be_brought_back_may_be_later(path: Path) -> None:
    store = filled(path)
    store.drop(HOME, None)
    held = path.read_bytes()
    path.write_bytes(b"no database at all, but more than a hundred bytes of it" * 3)
    with pytest.raises(HistoryUnusable):
        store.undo(HOME)
    path.write_bytes(held)
    assert store.undo(HOME) == 4


def test_two_chats_lose_nothing_of_each_other(path: Path) -> None:
    letters = [pin(PAYROLL, PAYROLL.text[place : place + 3]) for place in range(0, 45, 3)]

    def one(each: Pin) -> None:
        PinStore(path).change(HOME, lambda held: add_pin(held, each))

    with ThreadPoolExecutor(4) as chats:
        list(chats.map(one, letters))
    assert sorted(each.start for each in PinStore(path).pins(HOME)) == [*range(0, 45, 3)]


@pytest.mark.parametrize("content", [b"no database at all, but more than a hundred bytes of it" * 3, b"short"])
def test_a_damaged_file_is_told_and_left_alone(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(HistoryUnusable, match="The file of pinned passages") as refused:
        PinStore(path).pins(HOME)
    assert refused.value.exit_code == 8
    assert path.read_bytes() == content


def test_a_list_shows_the_words_of_the_article_as_it_is_held_now() -> None:
    moved = Texts(PAYROLL.__class__(PAYROLL.id, "t", f"New. {PAYROLL.text}"))
    told = [line.words for line in pin_lines(PINS[:2], moved)]
    assert told[0] == "2 pinned passages."
    assert told[1].startswith("[1] as it was known · Zorblax council’s payroll")
    assert told[2] == "“It is cheap,” said Bo Tarn, “and it works.”"
    assert told[3].startswith("The article’s text has changed since this was pinned")
    assert told[4] == "Own note: ask him <again> *soon*"
    assert "stands in no note: the article is not held any more." in told[6]
