"""Near-copies in groups: everyone of a group is found, the earliest leads it, and few texts are compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.corpus.ingest import corpus_index as shelves
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
