"""Fitting the verdict: thresholds by hand, groups, weights, and a law that the fit must find again."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from qabot.answer.calibration import Calibration
from qabot.core.errors import UsageError
from qabot.evaluate.calibrator import Sample, fit, samples, thresholds
from tests.evaluate.helpers import outcome
from tests.near import near

TODAY = date(2026, 11, 24)
CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=40)


def drawn(number: int, seed: int, source: str = "set", prefix: str = "") -> list[Sample]:
    """Draw samples with log-odds 3 · nearness − 1.5, and a signal that says nothing."""
    rng = np.random.default_rng(seed)
    nearness, noise = rng.random(number), rng.random(number)
    answerable = rng.random(number) < 1 / (1 + np.exp(-(3 * nearness - 1.5)))
    return [
        Sample(source, f"{source} {prefix}{i}", bool(answerable[i]), {"nearness": nearness[i], "noise": noise[i]})
        for i in range(number)
    ]


def fitted(given_samples: list[Sample]) -> Calibration:
    return fit("f" * 64, "a model", given_samples, TODAY, "0123456789abcdef")


def test_the_fit_finds_the_law_that_the_samples_were_drawn_by() -> None:
    found = fitted(drawn(4000, 1))
    nearness, noise = found.signals
    assert (nearness.name, noise.name) == ("nearness", "noise")
    assert nearness.weight / nearness.scale == near(3, abs=0.4)
    assert noise.weight / noise.scale == near(0, abs=0.3)
    assert found.probability({"nearness": 0.5, "noise": 0.5}) == near(0.5, abs=0.05)
    assert (found.encoder, found.model, found.fitted) == ("f" * 64, "a model", "2026-11-24")
    assert found.ranking == "0123456789abcdef"
    assert fitted(drawn(400, 1)) == fitted(drawn(400, 1)), "the same samples, the same calibration"


def test_rates_are_those_of_questions_not_seen() -> None:
    """A signal that is its question's own secret is worth nothing on others."""
    rng = np.random.default_rng(3)
    secret = [{f"s{j}": float(value) for j, value in enumerate(rng.normal(size=200))} for _ in range(80)]
    found = fitted([Sample("set", str(i), i % 2 == 0, signals) for i, signals in enumerate(secret)])
    right = [found.probability(signals) for i, signals in enumerate(secret) if i % 2 == 0]
    wrong = [found.probability(signals) for i, signals in enumerate(secret) if i % 2]
    assert np.mean([a > b for a in right for b in wrong]) > 0.9, "on what it saw it does well"
    assert 0.3 < found.rates.auroc < 0.7, "and says itself that it does not on others"


def test_questions_of_a_group_never_judge_one_another() -> None:
    """Every question stands there five times with a secret of its own: apart, its copies would give it away."""
    rng = np.random.default_rng(5)
    secret = [{f"s{j}": float(value) for j, value in enumerate(rng.normal(size=90))} for _ in range(40)]
    together = [Sample("set", str(i), i % 2 == 0, signals) for i, signals in enumerate(secret) for _ in range(5)]
    apart = [replace(each, group=f"{each.group} {i}") for i, each in enumerate(together)]
    assert fitted(apart).rates.auroc > 0.95
    assert fitted(together).rates.auroc < 0.75


def test_thresholds_keep_to_the_error_rates_that_are_allowed() -> None:
    found = fitted(drawn(400, 2))
    assert 0 < found.rates.false_strong <= 0.05
    assert 0 < found.rates.refused <= 0.10
    assert found.possible < found.strong
    assert (found.rates.answerable + found.rates.unanswerable, found.sets[0].name) == (400, "set")
    assert found.sets[0].auroc == near(found.rates.auroc)


def test_thresholds_by_hand() -> None:
    """Of 20 unanswerable questions none may be `strong` (2 %), and one where articles agree on a figure (5 %).

    So `strong` begins right above the highest of them, .95, and where articles agree half-way from the second, .8, to
    that. Of 20 answerable two may be refused (10 %): the third lowest has .3, so `possible` begins there.
    """
    unanswerable = [0.95, 0.8, 0.7, *[0.1] * 17]
    answerable = [0.2, 0.25, 0.3, *[0.9] * 17]
    given_samples = [_sample(i, label=i >= 20) for i in range(40)]
    assert thresholds(given_samples, np.array([*unanswerable, *answerable])) == (0.950001, 0.3, 0.875001)


def test_strong_begins_half_way_to_the_next_that_may_pass() -> None:
    """Of 50 unanswerable questions one may be `strong` (2 %), .95: what is nearer to the next, .7, is none."""
    unanswerable = [0.95, 0.7, *[0.1] * 48]
    given_samples = [_sample(i, label=i >= 50) for i in range(100)]
    strong, _, _ = thresholds(given_samples, np.array([*unanswerable, *[0.5] * 10, *[0.9] * 40]))
    assert strong == near(0.825, abs=1e-5)


def test_a_level_probability_is_let_through_by_none_or_all() -> None:
    chances = np.array([*[0.9] * 20, *[0.95] * 20])
    found = thresholds([_sample(i, label=i >= 20) for i in range(40)], chances)
    assert found == (0.95, 0.95, 0.95), "`strong` would begin at .900001, but never below `possible`"


@given(CHANCES, CHANCES)
def test_thresholds_never_allow_more_than_their_share(answerable: list[float], unanswerable: list[float]) -> None:
    given_samples = [_sample(i, label=i < len(answerable)) for i in range(len(answerable) + len(unanswerable))]
    strong, possible, corroborated = thresholds(given_samples, np.array([*answerable, *unanswerable]))
    assert possible <= corroborated <= strong <= 1
    assert sum(each < possible for each in answerable) <= 0.10 * len(answerable) + 1e-9
    if max(unanswerable) < 1:
        assert sum(each >= strong for each in unanswerable) <= 0.02 * len(unanswerable) + 1e-9
        assert sum(each >= corroborated for each in unanswerable) <= 0.05 * len(unanswerable) + 1e-9


def test_a_large_set_does_not_drown_a_small_one() -> None:
    """In the small set the signal means the opposite; counted by heads, it would not be heard."""
    large = drawn(2000, 1, "large")
    small = [
        replace(each, source="small", group=f"s{each.group}", answerable=not each.answerable) for each in large[:200]
    ]
    alone, both = fitted(large), fitted([*large, *small])
    assert alone.signals[0].weight > 0.6
    assert both.signals[0].weight < 0.2
    assert [each.name for each in both.sets] == ["large", "small"]
    assert both.rates.auroc < 0.55 < alone.rates.auroc, "each set speaks for half, and they contradict one another"


def test_a_question_for_which_nothing_was_found_is_refused_without_a_fit() -> None:
    bare = [Sample("set", f"bare {i}", answerable=i < 20, signals={}) for i in range(40)]
    with_bare, without = fitted([*drawn(400, 2), *bare]), fitted(drawn(400, 2))
    assert with_bare.signals == without.signals
    assert with_bare.rates.answerable == without.rates.answerable + 20
    assert with_bare.rates.refused > 0


def test_only_signals_that_every_question_has_are_weighed() -> None:
    given_samples = drawn(100, 1)
    given_samples[7] = replace(given_samples[7], signals={"nearness": 0.5, "new": 1.0})
    assert [each.name for each in fitted(given_samples).signals] == ["nearness"]
    with pytest.raises(UsageError, match="no signal in common"):
        fitted([*given_samples, replace(given_samples[0], signals={"other": 1.0})])


def test_a_signal_that_counts_against_an_answer_is_left_out() -> None:
    """Beside one that means relevance, another that only repeats it with noise would be weighed against it."""
    rng = np.random.default_rng(11)
    plain = [replace(each, signals={"nearness": each.signals["nearness"]}) for each in drawn(400, 1)]
    against = [
        replace(each, signals={**each.signals, "against": -each.signals["nearness"] + rng.normal(0, 0.1)})
        for each in plain
    ]
    found = {each.name: each for each in fitted(against).signals}
    assert found["against"].weight == 0
    assert found["nearness"].weight == near(fitted(plain).signals[0].weight)


def test_a_signal_that_never_varies_does_no_harm() -> None:
    given_samples = [replace(each, signals={**each.signals, "constant": 2.0}) for each in drawn(100, 1)]
    constant = next(each for each in fitted(given_samples).signals if each.name == "constant")
    assert (constant.mean, constant.scale, constant.weight) == (2, 1, near(0, abs=1e-6))


@pytest.mark.parametrize("given_samples", [[], drawn(400, 1)[:12]], ids=["none", "a few"])
def test_too_few_questions_are_told(given_samples: list[Sample]) -> None:
    with pytest.raises(UsageError, match="a calibration takes 10 of each"):
        fitted(given_samples)


def test_questions_about_one_article_are_too_few_to_cross_validate() -> None:
    with pytest.raises(UsageError, match="different articles"):
        fitted([replace(each, group="one") for each in drawn(400, 1)])


def test_samples_share_a_group_where_they_share_an_article() -> None:
    asked = [
        outcome("1", relevant={"a": 1, "b": 1}, signals={"s": 1}),
        outcome("2", relevant={"c": 1}, signals={"s": 2}),
        outcome("3", relevant={"b": 2, "d": 1}, signals={"s": 3}),
        outcome("4", relevant={"d": 1, "c": 0}, signals={"s": 4}),
        outcome("5", answerable=False, signals={"s": 5}),
        outcome("6", answerable=None, signals={"s": 6}),
    ]
    hidden = [outcome("2", answerable=False, signals={"s": 7})]
    found = samples("set", asked, hidden)
    assert [each.signals["s"] for each in found] == [1, 2, 3, 4, 5, 7]
    assert [each.answerable for each in found] == [True, True, True, True, False, False]
    first, second, third, fourth, fifth, twin = (each.group for each in found)
    assert first == third == fourth
    assert second == twin
    assert len({first, second, fifth}) == 3
    assert [each.source for each in found] == [*["set"] * 5, "set, articles hidden"]


def _sample(number: int, *, label: bool) -> Sample:
    return Sample("set", str(number), label, {"s": 0.0})
