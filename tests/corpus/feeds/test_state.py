"""What is remembered of feeds."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from qabot.core.errors import StorageFailed, UsageError
from qabot.corpus.feeds.subscriptions_db import FILE, FeedState, Subscription
from qabot.corpus.feeds.suggestions import outlet_of, suggestions
from qabot.corpus.fetch.fetcher import Validators
from qabot.corpus.folder import HIDDEN, walk

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_subscriptions_are_kept(corpus: Path) -> None:
    with FeedState.open(corpus) as state:
        assert state.subscribe("https://a.example/", "A")
        assert not state.subscribe("https://a.example/", None, "The A")
        state.note_had("https://a.example/", NOW, timedelta(), Validators("1", "2"))
    with FeedState.open(corpus) as state:
        (found,) = state.subscriptions()
    later = NOW + timedelta(hours=1)
    assert found == Subscription("https://a.example/", "A", "The A", Validators("1", "2"), later, NOW)
    assert found.name == "The A"


def test_a_feed_is_asked_though_the_clock_has_gone_back() -> None:
    for days, due in ((-1, True), (7, False), (9, True)):
        assert Subscription("https://a.example/", next_fetch=NOW + timedelta(days=days)).is_due(NOW) is due


def test_a_feed_that_was_had_later_than_now_is_asked() -> None:
    for minutes, due in ((-1, False), (0, False), (1, True)):
        had = NOW + timedelta(minutes=minutes)
        feed = Subscription("https://a.example/", next_fetch=NOW + timedelta(minutes=30), last_fetch=had)
        assert feed.is_due(NOW) is due


def test_a_full_disk_is_told(corpus: Path) -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    with pytest.raises(StorageFailed, match=r"The feeds in .*feeds.db cannot be used: database or disk is full"):  # noqa: SIM117
        with FeedState.open(corpus):
            raise full


def test_unsubscribing_forgets_what_was_seen(state: FeedState) -> None:
    state.subscribe("https://a.example/")
    state.note_seen("https://a.example/", ["1", "2"])
    assert state.unsubscribe("https://a.example/")
    assert not state.unsubscribe("https://a.example/")
    assert state.seen("https://a.example/") == frozenset()


def test_the_newest_items_are_remembered(state: FeedState) -> None:
    state.note_seen("other", ["0"])
    state.note_seen("feed", [str(number) for number in range(10)], 4)
    assert state.seen("feed") == {"6", "7", "8", "9"}
    assert state.seen("other") == {"0"}


def test_the_index_does_not_see_it(corpus: Path, state: FeedState) -> None:
    state.subscribe("https://a.example/")
    assert walk(corpus) == ([], [])


def test_looking_for_it_makes_none(tmp_path: Path) -> None:
    with FeedState.open(tmp_path / "corpus", makes=False) as state:
        assert state.subscriptions() == []
    assert list(tmp_path.iterdir()) == []


def test_many_may_open_it_at_once(corpus: Path) -> None:
    def subscribe(number: int) -> None:
        with FeedState.open(corpus) as state:
            state.subscribe(f"https://a.example/{number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(subscribe, range(16)))
    with FeedState.open(corpus) as state:
        assert len(state.subscriptions()) == 16


@pytest.mark.parametrize("kind", ["noise", "foreign", "newer", "folder"])
def test_what_is_no_file_of_qabots_is_left_alone(corpus: Path, kind: str) -> None:
    path = corpus / HIDDEN / FILE
    path.parent.mkdir()
    if kind == "noise":
        path.write_bytes(b"noise " * 1000)
    elif kind == "folder":
        path.mkdir()
    else:
        database = sqlite3.connect(path)
        database.executescript("CREATE TABLE x (y); PRAGMA user_version = 2;")
        if kind == "newer":
            database.executescript(f"PRAGMA application_id = {int.from_bytes(b'qabf')};")
        database.close()
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(UsageError, match="cannot be used") as raised:
        FeedState.open(corpus)
    assert raised.value.still_works
    assert raised.value.hint.startswith("Upgrade qabot") is (kind == "newer")
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_the_suggestions_say_how_sure_they_are() -> None:
    found = suggestions()
    assert {each.sure for each in found} == {"seen", "listed", "conflicting"}
    assert all(each.url.startswith("https://") for each in found)
    assert [each.outlet for each in found if each.is_pattern] == ["GOV.UK"] * 3
    assert outlet_of("https://diginomica.com/feed") == "diginomica"
    assert outlet_of("https://news.example/feed") is None
