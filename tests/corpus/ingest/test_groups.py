"""Near-copies in groups: everyone of a group is found, the earliest leads it, and few texts are compared."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.progress import Progress
from qabot.corpus.ingest import corpus_index as shelves
from qabot.corpus.ingest.article_spool import ComparedTexts
from qabot.corpus.ingest.duplicate_groups import Groups
from qabot.facts.near_duplicates import ComparedText
from tests.corpus.ingest.helpers import add_all, candidate, prose

_PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]))


@given(_PAIRS)
def test_a_group_holds_all_that_are_joined_and_is_led_by_the_earliest(pairs: list[tuple[int, int]]) -> None:
    groups = Groups()
    expected = [{row} for row in range(10)]
    for one, other in pairs:
        assert groups.hold(one, other) == (other in expected[one])
        if not groups.hold(one, other):
            groups.join(one, other)
        merged = expected[one] | expected[other]
        for row in merged:
            expected[row] = merged
    assert [groups.first(row) for row in range(10)] == [min(group) for group in expected]
    assert groups.later() == [row for row in range(10) if row != min(expected[row])]


def test_texts_that_are_all_alike_are_each_compared_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_all(tmp_path, [candidate(f"{prose(1)} Number {n}.", outlet=f"Outlet {n}") for n in range(20)])
    compared: list[tuple[str, ...]] = []

    def compare(one: ComparedText, other: ComparedText) -> bool:
        compared.append((one.words[-1], other.words[-1]))
        return True

    monkeypatch.setattr(ComparedText, "is_copy", compare)
    with shelves.open_corpus_index(tmp_path) as opened:
        (group,) = opened.groups()
    assert len(group) == 20
    assert len(compared) == 19


def test_how_far_comparing_has_come_is_told_to_its_end(tmp_path: Path) -> None:
    add_all(tmp_path, [candidate(f"{prose(1)} Number {n}.", outlet=f"Outlet {n}") for n in range(30)])
    told: list[Progress] = []
    with shelves.open_corpus_index(tmp_path) as opened:
        opened.groups(told.append)
    assert {each.stage for each in told} == {"compare"}
    assert [each.done for each in told] == [0, 50, 100, 135]
    assert {each.total for each in told} == {135}


def test_near_copies_among_what_is_like_nothing_are_named_in_order(tmp_path: Path) -> None:
    texts = [prose(1), prose(2), f"{prose(1)} It was said again.", prose(3), f"{prose(2)} It was said once more."]
    dates = [2015, 2012, 2013, 2014, None]
    add_all(
        tmp_path,
        [
            candidate(text, title, outlet=f"{title} Gazette", published=PartialDate(year) if year else None)
            for text, title, year in zip(texts, ["First", "Second", "Third", "Fourth", "Fifth"], dates, strict=True)
        ],
    )
    with shelves.open_corpus_index(tmp_path) as opened:
        groups = [[entry.title for entry in opened.store.entries_at(group)] for group in opened.groups()]
    assert groups == [["Second", "Fifth"], ["Third", "First"]]


@pytest.mark.parametrize("text", ["The depot is sold.", f"{'The depot is sold for {0}. ' * 12}"], ids=["one", "form"])
def test_what_is_held_for_an_article_is_small_however_many_are_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    def compare(_one: ComparedText, _other: ComparedText) -> bool:
        return False

    monkeypatch.setattr(ComparedText, "is_copy", compare)
    few, many = _most_held(tmp_path / "few", text, 500), _most_held(tmp_path / "many", text, 1_500)
    assert many - few < 500 * 1_000  # bytes: an entry alone has more, and five pairs as lists have as many


def _most_held(corpus: Path, text: str, count: int) -> int:
    """Return how many bytes were held at the most to find the near-copies among so many articles of one form."""
    corpus.mkdir()
    records = ({"id": f"a{n}", "title": "A notice", "text": text.format(n) * 3} for n in range(count))
    (corpus / "made.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in records), encoding="utf-8")
    with shelves.open_corpus_index(corpus) as opened:
        opened.groups()  # whatever is loaded once is loaded now
        tracemalloc.start()
        try:
            opened.groups()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_long_texts_are_held_two_at_a_time() -> None:
    held = ComparedTexts()
    for n in range(4):
        held.hold(f"short {n}", ComparedText(Article("a", "A", "Words. " * 10)))
    assert all(held.get(f"short {n}") for n in range(4))
    for n in range(3):
        held.hold(f"long {n}", ComparedText(Article("a", "A", "Words. " * 50_000)))
    names = [f"short {n}" for n in range(4)] + [f"long {n}" for n in range(3)]
    assert [name for name in names if held.get(name)] == ["long 1", "long 2"]
    held.forget("long 1")
    held.forget("long 2")
    for n in range(101):
        held.hold(f"short {n}", ComparedText(Article("a", "A", "Words. ")))
    assert [n for n in range(101) if not held.get(f"short {n}")] == [0]
