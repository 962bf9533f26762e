"""Saved questions: what is new in their answers, each thing told once."""

from __future__ import annotations

import re
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser as _feedparser
import pytest
from msgspec.structs import replace

from qabot.core.errors import HistoryUnusable, NotFound, UsageError
from qabot.core.progress import ignore_progress
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.engine.engine import Engine
from qabot.index.build.indexer import update
from qabot.question.analysis import analyse
from qabot.reports.watch.news_feed import atom_feed
from qabot.reports.watch.saved_questions import News, SavedQuestion, ToldNews
from qabot.reports.watch.watch_store import WatchStore
from qabot.reports.watch.watching import hits, interval_s, run_questions, save_question, with_dates_of_today
from tests.conftest import MakeHome, article, write_corpus

feedparser: Any = _feedparser  # it has no types

ZORBLAX = {
    "a.md": article("Zorblax council", "The payroll system of Zorblax council cost £3m.", published="2015"),
    "b.md": article("Wombats", "Wombat council sold its data centre to a neighbour.", published="2016"),
}
COST = "what did the Zorblax payroll system cost"
NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WatchStore]:
    with WatchStore.open(tmp_path / "watch.db") as opened:
        yield opened


def saved(name: str = "zorblax", home: str = "/home", meaning: AnalysedQuestion | None = None) -> SavedQuestion:
    return SavedQuestion(
        home=home, name=name, text=COST, filters=Filters(), meaning=meaning or analyse(COST), saved=NOON
    )


def run(home: Home, store: WatchStore) -> dict[str, list[News]]:
    with Engine.open(Settings.at(home.path)) as engine:
        found = run_questions(engine, store, store.questions(str(home.path)))
        return {each.question.name: [*each.news] for each in found}


def save(home: Home, store: WatchStore, text: str, filters: Filters | None = None, name: str = "") -> SavedQuestion:
    with Engine.open(Settings.at(home.path)) as engine:
        return save_question(engine, store, text, filters or Filters(), name)


def add(home: Home, files: dict[str, str]) -> None:
    write_corpus(home, files)
    update(home, ModelSettings(), ignore_progress)


def test_what_comes_in_is_told_once_and_in_the_words_of_its_article(make_home: MakeHome, store: WatchStore) -> None:
    home = make_home(ZORBLAX)
    save(home, store, COST, name="zorblax")
    save(home, store, "who bought the Wombat data centre", name="wombat")
    assert run(home, store) == {"wombat": [], "zorblax": []}

    text = "The payroll system of Zorblax council has cost £5m so far, auditors said."
    add(home, {"c.md": article("Zorblax payroll dearer", text, published="2017", outlet="Zorblax News")})
    told = run(home, store)
    assert [(each.kind, each.words) for each in told["zorblax"]] == [
        ("evidence", text),
        ("figure", "£5m"),
        ("speaker", "auditors"),
    ]
    assert told["zorblax"][1].earlier == ("£3m",)
    assert {text[each.start : each.end] for each in told["zorblax"]} == {text}
    assert told["zorblax"][0].source == "Zorblax News, 2017"
    assert told["wombat"] == []

    assert run(home, store) == {"wombat": [], "zorblax": []}
    update(home, ModelSettings(), ignore_progress, rebuild=True)
    assert run(home, store) == {"wombat": [], "zorblax": []}
    assert [each.news.kind for each in store.told(str(home.path))] == ["evidence", "figure", "speaker"]


def test_the_same_words_in_another_outlet_are_nothing_new(make_home: MakeHome, store: WatchStore) -> None:
    home = make_home(ZORBLAX)
    save(home, store, COST)
    add(home, {"c.md": article("Zorblax again", "The payroll system of Zorblax council cost £3m.", published="2015")})
    assert [*run(home, store).values()] == [[]]


def test_whoever_is_killed_before_telling_finds_it_kept_and_no_run_repeats_it(
    make_home: MakeHome, store: WatchStore
) -> None:
    home = make_home(ZORBLAX)
    save(home, store, COST, name="a")
    save(home, store, "what did the payroll system of Zorblax council cost in all", name="b")
    add(home, {"c.md": article("Dearer", "The payroll system of Zorblax council cost £7m in all.", published="2018")})
    with Engine.open(Settings.at(home.path)) as engine:
        first = next(run_questions(engine, store, store.questions(str(home.path))))
    assert (first.question.name, [each.kind for each in first.news]) == ("a", ["evidence", "figure"])
    told = run(home, store)
    assert ([each.kind for each in told["a"]], [each.kind for each in told["b"]]) == ([], ["evidence", "figure"])
    assert len(store.told(str(home.path))) == 4


def test_what_nothing_new_comes_of_is_told_once_after_ninety_days(make_home: MakeHome, store: WatchStore) -> None:
    home = make_home(ZORBLAX)
    question = save(home, store, COST, name="old")
    store.remove(question)
    long_ago = question.saved - timedelta(days=90)
    store.save(replace(question, saved=long_ago), [])
    store.set_looked_at(str(home.path), {})
    store.save(replace(question, name="young", saved=long_ago + timedelta(days=1)), [])
    with Engine.open(Settings.at(home.path)) as engine, engine.lease() as current:
        held = {each.id: each.content_hash for each in current.generation.articles.stored()}
    store.set_looked_at(str(home.path), held)
    told = run(home, store)
    assert [(each.kind, each.words) for each in told["old"]] == [("silent_since", long_ago.date().isoformat())]
    assert told["young"] == []
    assert run(home, store) == {"old": [], "young": []}


def test_the_meaning_is_that_of_the_day_it_was_saved_and_its_dates_move_on(
    make_home: MakeHome, store: WatchStore
) -> None:
    home = make_home(ZORBLAX)
    meaning = analyse("news published last year about the Zorblax payroll system", today=date(2016, 5, 1))
    assert str(meaning.filters.after) == "2015-01-01"
    store.save(replace(saved(home=str(home.path)), text="x", meaning=meaning), [])
    kept = store.question(str(home.path), "zorblax")
    assert kept.meaning == meaning
    assert kept.meaning.content_words == meaning.content_words
    # Of a text that says something else by now, the words stay and only the dates are read anew.
    store.remove(kept)
    anew = "news published last year about wombats"
    store.save(replace(saved(home=str(home.path)), text=anew, meaning=meaning), [])
    with Engine.open(Settings.at(home.path)) as engine, engine.lease() as current:
        moved = with_dates_of_today(current, store.question(str(home.path), "zorblax"))
    assert moved.content_words == meaning.content_words
    assert moved.filters.after == date(datetime.now().astimezone().year - 1, 1, 1)


def test_before_it_is_saved_it_is_said_what_a_question_finds(make_home: MakeHome) -> None:
    home = make_home(ZORBLAX)
    with Engine.open(Settings.at(home.path)) as engine:
        found = hits(engine, COST, Filters())
        assert (found.articles, found.last_month, found.is_all) == (1, 0, True)
        assert found.newest
        assert found.newest.article.id == "a"
        assert hits(engine, "purple unicorn subsidies", Filters()).articles == 0
        with pytest.raises(UsageError, match="The question is empty"):
            save_question(engine, WatchStore.open(home.path / "w.db"), " \u202e ", Filters())


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("12h", 43_200), ("1d", 86_400), (" 2 Weeks ", 1_209_600), ("1 hour", 3_600), ("3 days", 259_200)],
)
def test_times_to_wait(text: str, seconds: int) -> None:
    assert interval_s(text) == seconds


@pytest.mark.parametrize("text", ["", "5", "5x", "0d", "d", "-1d", "1.5h", "99999d", "1d\n2d"])
def test_what_is_no_time_to_wait(text: str) -> None:
    with pytest.raises(UsageError, match="is no time to wait"):
        interval_s(text)


def test_a_question_is_due_when_its_time_has_passed_or_the_clock_went_back() -> None:
    question = replace(saved(), every_s=3600, last_run=NOON)
    hour = timedelta(hours=1)
    assert not question.is_due(NOON + hour / 2)
    assert question.is_due(NOON + hour)
    assert question.is_due(NOON - hour)
    assert replace(question, last_run=None).is_due(NOON)
    assert replace(question, every_s=0).is_due(NOON)


def test_questions_are_kept_by_home_and_found_by_how_their_names_begin(store: WatchStore) -> None:
    store.save(saved("Redcar cost"), [])
    store.save(saved("Redcar council"), [])
    store.save(saved("Redcar cost", home="/other"), [])
    assert [each.name for each in store.questions("/home")] == ["Redcar cost", "Redcar council"]
    assert store.question("/home", "redcar cos").name == "Redcar cost"
    with pytest.raises(UsageError, match="There is a saved question named “redcar COST”"):
        store.save(saved("redcar COST"), [])
    with pytest.raises(NotFound) as raised:
        store.question("/home", "redcar")
    assert raised.value.hint == "Did you mean “Redcar cost”?"
    with pytest.raises(NotFound):
        store.question("/home", "%")


def test_only_its_owner_reads_the_file_and_what_is_removed_is_gone_from_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "state" / "watch.db"
    with WatchStore.open(path) as store:
        store.save(saved("quokkas"), [])
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert b"quokkas" in path.read_bytes()
        store.remove(store.question("/home", "quokkas"))
    assert b"quokkas" not in path.read_bytes()


@pytest.mark.parametrize("column", ["meaning", "filters", "saved"])
def test_a_damaged_file_says_so_and_ends_with_8(tmp_path: Path, column: str) -> None:
    path = tmp_path / "watch.db"
    with WatchStore.open(path) as store:
        store.save(saved(), [])
    with sqlite3.connect(path) as database:
        database.execute(f"UPDATE questions SET {column} = '{{['")  # noqa: S608
    with WatchStore.open(path) as store, pytest.raises(HistoryUnusable, match="question 1 is damaged") as raised:
        store.questions("/home")
    assert raised.value.exit_code == 8
    path.write_bytes(b"x" * 5000)
    with pytest.raises(HistoryUnusable, match="damaged, or no database"):
        WatchStore.open(path)


def test_two_processes_tell_a_thing_once_between_them(store: WatchStore) -> None:
    store.save(saved(), [])
    question = store.questions("/home")[0]
    news = News(kind="evidence", key="evidence 1", words="Wombats.")
    assert store.note(question, [news], NOON, 0.4, ()) == (news,)
    assert store.note(question, [news], NOON, 0.5, ()) == ()
    assert store.question("/home", "zorblax").floor == 0.5
    store.remove(question)
    assert store.note(question, [replace(news, key="evidence 2")], NOON, 0.4, ()) == ()


def test_the_feed_is_atom_whatever_stands_in_it() -> None:
    hostile = "</entry><script>alert(1)</script> & ]]> \u202e\x1b[31m"
    news = News(
        kind="evidence", key="k", words=hostile, article_id="a", title=hostile, source=hostile, quote=hostile, end=9
    )
    told = [ToldNews("one", NOON, news), ToldNews("one", NOON, News(kind="silent_since", key="s", words="2026-08-01"))]
    feed = atom_feed("/home", told, NOON)
    read = feedparser.parse(feed)
    assert not read.bozo
    assert [each.title for each in read.entries][1] == "one: nothing new since 2026-08-01"
    assert read.entries[0].content[0].type == "text/plain"
    assert "alert(1)" in read.entries[0].content[0].value
    assert re.search(r"[\x00-\x08\x1b\u202e]", feed.decode()) is None
    assert read.entries[0].id == feedparser.parse(atom_feed("/home", told[:1], NOON)).entries[0].id
    assert len({read.entries[0].id, read.entries[1].id, read.feed.id}) == 3
