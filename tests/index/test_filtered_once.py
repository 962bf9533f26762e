"""What a filter leaves is looked up once, and never told of another filter, nor of another day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from qabot.core.questions import Filters
from qabot.core.settings import Home
from qabot.index import snapshot
from qabot.index.segmented_articles import SegmentedArticles
from qabot.index.snapshot import Generation, open_current

PUBLIC = Filters(outlets=("PublicTechnology",))
RECENT = Filters(after=date(2015, 1, 1))


@pytest.fixture
def opened(starter_home: Home) -> Iterator[Generation]:
    generation = open_current(starter_home.index)
    yield generation
    generation.close()


def test_the_same_filter_is_looked_up_once(opened: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[Filters] = []
    matching = SegmentedArticles.matching

    def counted(articles: SegmentedArticles, filters: Filters) -> object:
        looked_up.append(filters)
        return matching(articles, filters)

    monkeypatch.setattr(SegmentedArticles, "matching", counted)
    found = [opened.matching(filters) for filters in (PUBLIC, RECENT, PUBLIC, RECENT)]
    assert looked_up == [PUBLIC, RECENT]
    assert found[0][1] == found[2][1] == 33
    assert found[1][1] != 33
    for year in range(2016, 2024):
        opened.matching(Filters(after=date(year, 1, 1)))
    assert opened.matching(PUBLIC)[1] == 33
    assert looked_up[-1] == PUBLIC, "few are kept"


@pytest.mark.parametrize(
    ("kept_bytes", "others", "is_kept"), [(0, 3, True), (0, 4, False), (None, 7, True), (None, 8, False)]
)
def test_more_is_kept_where_it_is_little(
    opened: Generation, monkeypatch: pytest.MonkeyPatch, kept_bytes: int | None, others: int, is_kept: bool
) -> None:
    if kept_bytes is not None:
        monkeypatch.setattr(snapshot, "_FILTERED_BYTES", kept_bytes)
    left, _ = opened.matching(PUBLIC)
    for year in range(2010, 2010 + others):
        opened.matching(Filters(after=date(year, 1, 1)))
    assert (opened.matching(PUBLIC)[0] is left) is is_kept


def test_of_all_articles_nothing_is_listed_for_a_phrase(opened: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    held, articles = opened.matching(Filters(exact=("Verify",), after=date(1900, 1, 1)))

    def matching(_articles: SegmentedArticles, _filters: Filters) -> object:
        raise AssertionError("all are listed")

    monkeypatch.setattr(SegmentedArticles, "matching", matching)
    found, alone = opened.matching(Filters(exact=("Verify",)))
    assert found.tolist() == held.tolist()
    assert alone == articles > 0
    assert opened.matching(Filters(exact=("Verify", "no such words")))[1] == 0


def test_outlets_are_those_of_what_is_asked_for(opened: Generation) -> None:
    ids, articles = opened.matching(PUBLIC)
    for _ in range(2):
        assert [(each.name, each.articles) for each in opened.outlets(ids)] == [("PublicTechnology", articles)]
        assert sum(each.articles for each in opened.outlets()) == 212, "one names none"
        assert sum(each.articles for each in opened.outlets(ids[:1])) == 1, "of other passages they are counted"


def test_another_day_leaves_something_else(opened: Generation) -> None:
    then = opened.as_of(date(2015, 12, 31))
    assert opened.matching(PUBLIC)[1] == 33
    assert then.matching(PUBLIC)[1] < 33
    assert sum(each.articles for each in then.outlets()) < 212
    assert opened.matching(PUBLIC)[1] == 33
