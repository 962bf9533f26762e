"""The paired bootstrap: what it must find, and what it must not."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qabot.evaluate.bootstrap import Difference, compare_means, compare_separation
from qabot.evaluate.metrics import separation
from tests.near import near

VALUES = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=30)


def test_the_same_run_twice_differs_by_nothing_at_all() -> None:
    values = [0.0, 0.5, 1.0, 0.3333333333]
    mean = float(np.mean(values))
    assert compare_means(values, values) == Difference(mean, mean, 0, 0, 4)
    same = compare_separation((values, [0.1, 0.9]), (values, [0.1, 0.9]))
    assert (same.low, same.high, same.is_off_zero) == (0, 0, False)


def test_a_shift_of_every_question_is_found_exactly() -> None:
    found = compare_means([0.1, 0.2, 0.6], [0.3, 0.4, 0.8])
    assert (found.low, found.high) == (near(0.2), near(0.2))
    assert found.is_off_zero


def test_a_shift_under_noise_is_found_and_mere_noise_is_not() -> None:
    """Noise of .2 over 400 questions has a standard error of .01: the interval is about ± .0196 around the mean."""
    rng = np.random.default_rng(7)
    before = rng.random(400)
    noise = rng.normal(0, 0.2, 400)
    noise -= noise.mean()
    still = compare_means(before.tolist(), (before + noise).tolist())
    assert not still.is_off_zero
    assert still.high - still.low == near(2 * 1.96 * noise.std() / 20, rel=0.05)
    moved = compare_means(before.tolist(), (before + noise + 0.05).tolist())
    assert moved.is_off_zero
    assert moved.low < 0.05 < moved.high
    assert (moved.low - still.low, moved.high - still.high) == (near(0.05), near(0.05))


def test_a_single_question_says_what_it_says() -> None:
    assert compare_means([1.0], [0.0]) == Difference(1, 0, -1, -1, 1)


@given(VALUES)
def test_which_run_came_first_only_turns_the_sign(pairs: list[tuple[float, float]]) -> None:
    old, new = [each for each, _ in pairs], [each for _, each in pairs]
    there, back = compare_means(old, new), compare_means(new, old)
    assert (there.before, there.after) == (back.after, back.before)
    assert there.low == near(-back.high, abs=1e-12)
    assert there.high == near(-back.low, abs=1e-12)
    steps = [after - before for before, after in pairs]
    assert min(steps) - 1e-12 <= there.low <= there.high <= max(steps) + 1e-12


def test_separation_is_compared_as_it_is_measured() -> None:
    before = ([0.9, 0.5, 0.4], [0.5, 0.1])
    after = ([0.9, 0.6, 0.7], [0.5, 0.1])
    found = compare_separation(before, after)
    assert found.before == near(separation(*before)) == near(4.5 / 6)
    assert found.after == near(separation(*after)) == 1
    assert found.questions == 5
    assert 0 <= found.low <= 1.5 / 6 <= found.high <= 1
