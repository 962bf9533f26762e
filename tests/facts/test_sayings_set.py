"""How well who said what is told on `tests/sayings.txt`: never worse than was promised, on either half."""

from __future__ import annotations

import pytest

from tests.benchmarks.sayings import samples, score


@pytest.mark.parametrize("part", ["tuned", "reported"])
def test_as_many_are_right_and_found_as_was_promised(part: str) -> None:
    scores = score(part)
    direct, indirect = scores["direct"], scores["indirect"]
    assert direct.right >= 0.92 * direct.told
    assert direct.found >= 0.85 * direct.there
    assert indirect.right >= 0.88 * indirect.told
    assert indirect.found >= 0.65 * indirect.there


def test_each_half_has_as_many_texts_that_tempt() -> None:
    for part in ("tuned", "reported"):
        holding = [bool(each.expected) for each in samples() if each.part == part]
        assert holding.count(True) >= 75
        assert holding.count(False) >= 70
