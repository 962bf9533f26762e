"""Saved questions: what is new in their answers, each thing told once."""

from __future__ import annotations

import os
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
from qabot.reports.watch.news_words import hits_words, news_lines
from qabot.reports.watch.question_saving import interval_s, look_up, save_question
from qabot.reports.watch.saved_questions import EarlierFigure, FoundNews, FrozenMeaning, News, SavedQuestion
from qabot.reports.watch.watch_store import Outcome, WatchStore
from qabot.reports.watch.watching import run_questions, with_dates_of_today
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


def saved(name: str = "zorblax", home: str = "/home") -> SavedQuestion:
    return SavedQuestion(home=home, name=name, text=COST, filters=Filters(), saved=NOON)


def meaning(question: AnalysedQuestion | None = None) -> FrozenMeaning:
    return FrozenMeaning(question=question or analyse(COST), terms=("zorblax",), bar=0.0, vector=b"", encoder="")


def keep(store: WatchStore, question: SavedQuestion, *known: News) -> None:
    store.save([(question, meaning(), known)])


def run(home: Home, store: WatchStore, now: datetime | None = None) -> dict[str, list[News]]:
    """Run all questions, and tell what nobody was told of."""
    questions = store.questions(str(home.path))
    with Engine.open(Settings.at(home.path)) as engine, engine.lease() as current:
        run_questions(current, home.path, store, questions, now=now)
    found = store.to_tell(str(home.path), questions)
    store.note_told(found)
    return {each.name: [one.news for one in found if one.question == each.id] for each in questions}


def save(home: Home, store: WatchStore, text: str, filters: Filters | None = None, name: str = "") -> SavedQuestion:
    with Engine.open(Settings.at(home.path)) as engine, engine.lease() as current:
        found = look_up(current, home.path, text, filters or Filters())
        return save_question(current, home.path, store, found, name)


def add(home: Home, files: dict[str, str]) -> None:
    write_corpus(home, files)
    update(home, ModelSettings(), ignore_progress)


def kinds(told: list[News]) -> list[tuple[str, str]]:
    return [(each.kind, each.words) for each in told]


@pytest.mark.usefixtures("exported_already")
def test_what_comes_in_is_told_once_and_in_the_words_of_its_article(make_home: MakeHome, store: WatchStore) -> None:
    home = make_home(ZORBLAX)
    save(home, store, COST, name="zorblax")
    save(home, store, "who bought the Wombat data centre", name="wombat")
    assert run(home, store) == {"wombat": [], "zorblax": []}

    text = "The payroll system of Zorblax council has cost £5m so far, auditors said."
    add(home, {"c.md": article("Zorblax payroll dearer", text, published="2017", outlet="Zorblax News")})
    told = run(home, store)
    assert kinds(told["zorblax"]) == [("evidence", text), ("figure", "£5m"), ("speaker", "auditors")]
    (before,) = told["zorblax"][1].earlier
    assert (before.words, before.quote, before.article_id) == (
        "£3m",
        "The payroll system of Zorblax council cost £3m.",
        "a",
    )
    assert {text[each.start : each.end] for each in told["zorblax"]} == {text}
    assert told["zorblax"][0].source == "Zorblax News, 2017"
    assert told["wombat"] == []

    assert run(home, store) == {"wombat": [], "zorblax": []}
    update(home, ModelSettings(), ignore_progress, rebuild=True)
    assert run(home, store) == {"wombat": [], "zorblax": []}
    assert [each.news.kind for each in store.found(str(home.path))] == ["speaker", "figure", "evidence"]


def test_the_same_words_in_another_outlet_are_nothing_new(make_home: MakeHome, store: WatchStore) -> None:
    home = make_home(ZORBLAX)
    save(home, store, COST)
    add(home, {"c.md": article("Zorblax again", "The payroll system of Zorblax council cost £3m.", published="2015")})
    assert [*run(home, store).values()] == [[]]


def test_each_of_twelve_months_is_told_once(make_home: MakeHome, store: WatchStore) -> None:
    home = make_home(ZORBLAX)
    save(home, store, COST, name="cost")
    save(home, store, "who runs the Wombat data centre", name="wombat")
    save(home, store, "what do auditors say about the quibbly tram depot", name="tram")
    costs: list[list[str]] = []
    for month in range(1, 13):
        text = f"The payroll system of Zorblax council has cost £{month + 3}m by now."
        other = f"Bakery number {month} opened in the high street of Quokka, and sells buns."
        add(
            home,
            {
                f"zorblax-{month}.md": article(f"Zorblax, month {month}", text, published=f"2018-{month:02}"),
                f"other-{month}.md": article(f"Buns, month {month}", other, published=f"2018-{month:02}"),
            },
        )
        told = run(home, store)
        costs.append([each.words for each in told["cost"] if each.kind == "figure"])
        assert (told["wombat"], told["tram"]) == ([], []), month
        assert [*run(home, store).values()] == [[], [], []]
    assert costs == [[f"£{month + 3}m"] for month in range(1, 13)]


def test_a_figure_that_contradicts_another_is_told_as_that(make_home: MakeHome, store: WatchStore) -> None:
    said = "The Government Digital Service spent £{} on the Verify system in 2018."
    home = make_home({"a.md": article("Verify", said.format("12.4m"), published="2019-02-04", outlet="One")})
    save(home, store, "how much did the Government Digital Service spend on the Verify system", name="verify")
    add(home, {"b.md": article("Verify", said.format("12.40 million"), published="2019-02-05", outlet="Two")})
    assert [each.kind for each in run(home, store)["verify"]] == ["evidence"]
    add(home, {"c.md": article("Verify", said.format("18.7m"), published="2019-02-06", outlet="Three")})
    (_, conflict) = run(home, store)["verify"]
    assert (conflict.kind, conflict.words) == ("conflict", "£18.7m")
    assert [each.words for each in conflict.earlier] == ["£12.4m"]


def test_a_quote_that_is_held_no_more_is_told_once(make_home: MakeHome, store: WatchStore) -> None:
    home = make_home({**ZORBLAX, "c.md": article("Zorblax", "Zorblax council paid for a payroll system.")})
    save(home, store, COST, name="zorblax")
    save(home, store, "who bought the Wombat data centre", name="wombat")
    (home.corpus / "a.md").rename(home.corpus / "moved.md")
    update(home, ModelSettings(), ignore_progress)
    assert run(home, store) == {"wombat": [], "zorblax": []}
    (home.corpus / "b.md").unlink()
    changed = "The payroll system of Zorblax council cost £4m, it is said now."
    add(home, {"moved.md": article("Zorblax council", changed, published="2015")})
    told = run(home, store)
    assert [(each.kind, each.quote) for each in told["wombat"]] == [
        ("gone", "Wombat council sold its data centre to a neighbour.")
    ]
    assert told["wombat"][0].words == "its article is not held any more"
    assert ("figure", "£4m") in kinds(told["zorblax"])
    assert run(home, store) == {"wombat": [], "zorblax": []}


def test_whoever_is_killed_before_telling_is_told_by_the_next_run(make_home: MakeHome, store: WatchStore) -> None:
    home = make_home(ZORBLAX)
    save(home, store, COST, name="a")
    add(home, {"c.md": article("Dearer", "The payroll system of Zorblax council cost £7m in all.", published="2018")})
    questions = store.questions(str(home.path))
    with Engine.open(Settings.at(home.path)) as engine, engine.lease() as current:
        assert run_questions(current, home.path, store, questions).put == 1
        assert run_questions(current, home.path, store, store.questions(str(home.path))).put == 0
    assert [each.kind for each in run(home, store)["a"]] == ["evidence", "figure"]
    assert run(home, store) == {"a": []}


def test_a_question_is_told_of_nothing_that_was_there_when_it_was_saved(make_home: MakeHome, store: WatchStore) -> None:
    home = make_home(ZORBLAX)
    save(home, store, COST, name="first")
    add(home, {"c.md": article("Dearer", "The payroll system of Zorblax council cost £7m in all.", published="2018")})
    save(home, store, "what was the cost of the Zorblax payroll system", name="second")
    told = run(home, store)
    assert (len(told["first"]), told["second"]) == (2, [])


def test_a_filter_keeps_what_it_leaves_out_from_being_told(make_home: MakeHome, store: WatchStore) -> None:
    home = make_home(ZORBLAX)
    save(home, store, COST, Filters(outlets=("Zorblax News",)), name="filtered")
    text = "The payroll system of Zorblax council has cost £{}m so far."
    add(home, {"c.md": article("Dearer", text.format(5), published="2017", outlet="Other News")})
    assert run(home, store) == {"filtered": []}
    add(home, {"d.md": article("Dearer", text.format(6), published="2017", outlet="Zorblax News")})
    assert {each.article_id for each in run(home, store)["filtered"]} == {"d"}


def test_what_nothing_new_comes_of_is_told_once_after_ninety_days(make_home: MakeHome, store: WatchStore) -> None:
    home = make_home(ZORBLAX)
    question = save(home, store, COST, name="old")
    day, short = timedelta(days=90), timedelta(days=90, seconds=-1)
    assert run(home, store, question.saved + short) == {"old": []}
    (told,) = run(home, store, question.saved + day)["old"]
    assert (told.kind, told.words) == ("silent_since", question.saved.date().isoformat())
    assert run(home, store, question.saved + 2 * day) == {"old": []}
    add(home, {"c.md": article("Dearer", "The payroll system of Zorblax council cost £7m in all.", published="2018")})
    later = question.saved + 3 * day
    assert [each.kind for each in run(home, store, later)["old"]] == ["evidence", "figure"]
    (again,) = run(home, store, later + day)["old"]
    assert again.words == later.date().isoformat()


def test_the_meaning_is_that_of_the_day_it_was_saved_and_its_dates_move_on(
    make_home: MakeHome, store: WatchStore
) -> None:
    home = make_home(ZORBLAX)
    understood = analyse("news published last year about the Zorblax payroll system", today=date(2016, 5, 1))
    assert str(understood.filters.after) == "2015-01-01"
    question = replace(saved(home=str(home.path)), text="news published last year about wombats")
    store.save([(question, meaning(understood), ())])
    kept = store.question(str(home.path), "zorblax")
    frozen = store.meanings([kept])[kept.id].question
    assert frozen == understood
    # Of a text that says something else by now, the words stay and only the dates are read anew.
    with Engine.open(Settings.at(home.path)) as engine, engine.lease() as current:
        moved = with_dates_of_today(current, kept, frozen)
    assert moved.content_words == understood.content_words
    assert moved.filters.after == date(datetime.now().astimezone().year - 1, 1, 1)


def test_an_index_with_another_encoder_is_asked_with_its_own_vectors(make_home: MakeHome, store: WatchStore) -> None:
    home = make_home(ZORBLAX)
    question = save(home, store, COST, name="a")
    frozen = store.meanings([question])[question.id]
    store.refreeze({question.id: replace(frozen, encoder="another", vector=b"", terms=())})
    add(home, {"c.md": article("Dearer", "The payroll system of Zorblax council cost £7m in all.", published="2018")})
    assert [each.kind for each in run(home, store)["a"]] == ["evidence", "figure"]
    again = store.meanings([question])[question.id]
    assert (again.terms, again.encoder) == (frozen.terms, frozen.encoder)


def test_before_it_is_saved_it_is_said_what_a_question_finds(make_home: MakeHome) -> None:
    home = make_home(ZORBLAX)
    with Engine.open(Settings.at(home.path)) as engine, engine.lease() as current:
        found = look_up(current, home.path, COST, Filters()).hits
        assert (found.articles, found.last_month, found.is_all) == (1, 0, True)
        assert found.newest
        assert found.newest.article.id == "a"
        assert hits_words(found) == "1 article bears on it, 0 of the last month; the newest: Zorblax council (2015)."
        nothing = look_up(current, home.path, "purple unicorn subsidies", Filters()).hits
        assert hits_words(nothing) == "No article bears on it yet."
        with pytest.raises(UsageError, match="The question is empty"):
            look_up(current, home.path, " \u202e ", Filters())


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
    keep(store, saved("Redcar cost"))
    keep(store, saved("Redcar council"))
    keep(store, saved("Redcar cost", home="/other"))
    assert [each.name for each in store.questions("/home")] == ["Redcar cost", "Redcar council"]
    assert store.question("/home", "redcar cos").name == "Redcar cost"
    with pytest.raises(UsageError, match="There is a saved question named “redcar COST”"):
        keep(store, saved("redcar COST"))
    with pytest.raises(NotFound) as raised:
        store.question("/home", "redcar")
    assert raised.value.hint == "Did you mean “Redcar cost”?"
    with pytest.raises(NotFound):
        store.question("/home", "%")


def test_homes_whose_paths_are_no_utf_8_are_kept_apart(store: WatchStore) -> None:
    home, other = os.fsdecode(b"/caf\xe9"), os.fsdecode(b"/caf\xe8")
    assert store.questions(home) == [], "also before any question is saved"
    new = News(kind="evidence", key="evidence n", words="New.", article_id="a")
    assert store.arrive(home, {"a": "hash"}) == 1
    keep(store, saved(home=home))
    keep(store, saved(home=other))
    with pytest.raises(UsageError, match="There is a saved question"):
        keep(store, saved(home=home))
    question = store.question(home, "zorblax")
    store.note([Outcome(question, [new], 0.0)], 1, NOON)
    assert (store.arrivals(home), store.arrivals(other)) == ({"a": ("hash", 1)}, {})
    assert [each.news for each in store.to_tell(home, [question])] == [new]
    assert [each.news for each in store.of_articles(home, ["a"])] == [new]
    assert [[each.news for each in store.found(of)] for of in (home, other)] == [[new], []]
    assert (store.found_counts(home), store.found_counts(other)) == ({question.id: 1}, {})
    way = "exec " + os.fsdecode(b"/bin/caf\xe9")
    (to_deliver,) = store.to_deliver(home, way, 1)
    store.note_delivered(home, way, to_deliver.number)
    assert store.to_deliver(home, way, None) == []


def test_only_its_owner_reads_the_file_and_what_is_removed_is_gone_from_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "state" / "watch.db"
    with WatchStore.open(path) as store:
        keep(store, saved("quokkas"))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert b"quokkas" in path.read_bytes()
        store.remove(store.question("/home", "quokkas"))
    assert b"quokkas" not in path.read_bytes()


@pytest.mark.parametrize("column", ["meaning", "filters", "saved"])
def test_a_damaged_file_says_so_and_ends_with_8(tmp_path: Path, column: str) -> None:
    path = tmp_path / "watch.db"
    with WatchStore.open(path) as store:
        keep(store, saved())
    with sqlite3.connect(path) as database:
        table = "meanings" if column == "meaning" else "questions"
        database.execute(f"UPDATE {table} SET {column} = '{{['")  # noqa: S608
    with WatchStore.open(path) as store, pytest.raises(HistoryUnusable, match="question 1 is damaged") as raised:
        store.meanings(store.questions("/home"))
    assert raised.value.exit_code == 8
    path.write_bytes(b"x" * 5000)
    with pytest.raises(HistoryUnusable, match="damaged, or no database"):
        WatchStore.open(path)


def test_two_processes_tell_a_thing_once_between_them(store: WatchStore) -> None:
    keep(store, saved())
    question = store.questions("/home")[0]
    news = News(kind="evidence", key="evidence 1", words="Wombats.")
    for _ in range(2):
        store.note([Outcome(question, [news], 0.4)], 7, NOON)
    assert [each.news for each in store.to_tell("/home", [question])] == [news]
    assert (store.question("/home", "zorblax").seen, store.question("/home", "zorblax").last_run) == (7, NOON)
    with store.alone():
        assert store.to_tell("/home", []) == []
    store.remove(question)
    store.note([Outcome(question, [replace(news, key="evidence 2")], 0.4)], 8, NOON)
    assert store.found("/home") == []


def test_each_way_out_gets_what_did_not_go_there_yet(store: WatchStore) -> None:
    keep(store, saved(), News(kind="evidence", key="evidence 0", words="There before."))
    question = store.questions("/home")[0]

    def find(number: int) -> int:
        news = News(kind="evidence", key=f"evidence {number}", words=str(number))
        store.note([Outcome(question, [news], 0.4)], 1, NOON)
        return store.found("/home")[0].number

    def waiting(way: str, first: int | None) -> list[str]:
        return [each.news.words for each in store.to_deliver("/home", way, first)]

    find(1)
    second = find(2)
    assert waiting("mail a", second) == ["2"]  # it begins with what the run told in which it was used first
    third = find(3)
    assert waiting("mail a", third) == ["2", "3"]  # nothing went there yet
    store.note_delivered("/home", "mail a", third)
    assert waiting("mail a", None) == []
    assert waiting("webhook b", None) == []
    find(4)
    assert waiting("webhook b", None) == ["4"]


def test_the_feed_is_atom_whatever_stands_in_it() -> None:
    hostile = "</entry><script>alert(1)</script> & ]]> \u202e\x1b[31m"
    news = News(
        kind="evidence", key="k", words=hostile, article_id="a", title=hostile, source=hostile, quote=hostile, end=9
    )
    silence = News(kind="silent_since", key="s", words="2026-08-01")
    told = [FoundNews(2, 1, "one", NOON, True, news), FoundNews(1, 1, "one", NOON, True, silence)]
    feed = atom_feed("/home", told, NOON)
    read = feedparser.parse(feed)
    assert not read.bozo
    assert [each.title for each in read.entries][1] == "one: nothing new since 2026-08-01"
    assert read.entries[0].content[0].type == "text/plain"
    assert "alert(1)" in read.entries[0].content[0].value
    assert re.search(r"[\x00-\x08\x1b\u202e]", feed.decode()) is None
    assert read.entries[0].id == feedparser.parse(atom_feed("/home", told[:1], NOON)).entries[0].id
    assert len({read.entries[0].id, read.entries[1].id, read.feed.id}) == 3


def test_no_news_breaks_a_line_or_a_terminal() -> None:
    hostile = "\x1b[2J</b>\u202e\n\nINJECTED: header"
    before = EarlierFigure(hostile, hostile, hostile, hostile)
    for kind in ("evidence", "figure", "speaker", "conflict", "silent_since", "gone"):
        news = News(
            kind=kind,
            key="k",
            words=hostile,
            article_id="a",
            title=hostile,
            source=hostile,
            quote=hostile,
            earlier=(before,),
        )
        for line in news_lines(news):
            assert re.search(r"[\x00-\x1f\u202e]", line) is None, kind


STALLED = "Zorblax out of pocket"
COPY = {"outlet": "Quokka Courier", "published": "2017"}


@pytest.mark.parametrize(
    ("filters", "crowd"),
    [
        (
            Filters(outlets=("Zorblax News",)),
            {
                f"x{n}.md": article("Zorblax payroll cost", f"What the Zorblax payroll system cost: £{n}m.", **COPY)
                for n in (4, 5, 6)
            },
        ),
        (
            None,
            {
                f"x{n}.md": article("Zorblax council", "The payroll system of Zorblax council cost £3m.", **COPY)
                for n in (4, 5)
            },
        ),
        (
            None,
            {
                f"x{n}.md": article(
                    "Zorblaxia payroll system cost", f"The Zorblaxia payroll system cost £{n}m.", **COPY
                )
                for n in (4, 5, 6)
            },
        ),
    ],
    ids=["left out by a filter", "copies of what is known", "of articles that do not name it"],
)
@pytest.mark.usefixtures("exported_already")
def test_what_could_tell_nothing_takes_no_place_among_what_a_question_is_put_to(
    make_home: MakeHome, store: WatchStore, filters: Filters | None, crowd: dict[str, str]
) -> None:
    home = make_home(ZORBLAX)
    save(home, store, COST, filters, name="zorblax")
    run(home, store)
    text = "Zorblax council was out £7m over its payroll."
    add(home, {**crowd, "y.md": article(STALLED, text, published="2017", outlet="Zorblax News")})
    told = run(home, store)["zorblax"]
    assert {each.article_id for each in told} == {"y"}
    assert run(home, store) == {"zorblax": []}
