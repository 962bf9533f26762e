"""The calibration of the verdict: what it computes, what its file holds, and what becomes of damage."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from qabot.answer.calibration import Calibration, FittedSet, Rates, Signal, find, read, write
from qabot.core.errors import UsageError
from tests.near import near

ENCODER = "a" * 64
CALIBRATION = Calibration(
    encoder=ENCODER,
    model="all-MiniLM-L6-v2",
    signals=(Signal("coverage", 0.5, 0.25, 0.8), Signal("nearness", 0.4, 0.1, 1.5)),
    intercept=-0.2,
    strong=0.75,
    possible=0.25,
    rates=Rates(0.81, 0.08, 0.1, 292, 382),
    measured="5-fold cross-validation",
    fitted="2026-11-24",
    sets=(FittedSet("starter", 65, 20, 0.7, 0.05, 0.09), FittedSet("hidden", 0, 65, None, 0.08, None)),
    ranking="0123456789abcdef",
)
NAMES = st.text(st.characters(codec="utf-8"), max_size=20)
FLOATS = st.floats(-1e6, 1e6)
SHARES = st.floats(0, 1)
COUNTS = st.integers(0, 10**6)
CALIBRATIONS = st.builds(
    Calibration,
    encoder=NAMES,
    model=NAMES,
    signals=st.lists(st.builds(Signal, NAMES, FLOATS, st.floats(1e-6, 1e6), FLOATS), min_size=1, max_size=4).map(tuple),
    intercept=FLOATS,
    strong=st.floats(0.5, 1),
    possible=st.floats(0, 0.5),
    rates=st.builds(Rates, SHARES, SHARES, SHARES, COUNTS, COUNTS),
    measured=NAMES,
    fitted=NAMES,
    sets=st.lists(
        st.builds(FittedSet, NAMES, COUNTS, COUNTS, SHARES | st.none(), SHARES | st.none(), SHARES | st.none())
    ).map(tuple),
    ranking=NAMES,
)


def damaged(tmp_path: Path, *keys: str | int, value: Any = None) -> Path:
    """Write a calibration with one value replaced, or left out where it is None, and return the file."""
    path = tmp_path / "calibration.json"
    write(path, CALIBRATION)
    whole = json.loads(path.read_text(encoding="utf-8"))
    place: Any = whole
    for key in keys[:-1]:
        place = place[key]
    if value is None:
        del place[keys[-1]]
    else:
        place[keys[-1]] = value
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def test_the_probability_by_hand() -> None:
    """Log-odds −.2 + .8 · (.75 − .5) / .25 + 1.5 · (.5 − .4) / .1 = −.2 + .8 + 1.5 = 2.1."""
    assert CALIBRATION.probability({"coverage": 0.75, "nearness": 0.5}) == near(1 / (1 + math.exp(-2.1)))
    assert CALIBRATION.probability({"coverage": 0.5, "nearness": 0.4, "other": 9}) == near(0.450166, abs=1e-6)


@pytest.mark.parametrize(
    ("probability", "verdict"),
    [
        (1, "strong"),
        (0.75, "strong"),
        (0.7499, "possible"),
        (0.25, "possible"),
        (0.2499, "not_found"),
        (0, "not_found"),
    ],
)
def test_the_verdict_begins_at_its_thresholds(probability: float, verdict: str) -> None:
    assert CALIBRATION.verdict(probability) == verdict


def test_less_will_do_where_two_articles_tell_the_same_figure() -> None:
    agreeing = replace(CALIBRATION, corroborated=0.6)
    assert [agreeing.verdict(each, is_corroborated=True) for each in (0.6, 0.5999)] == ["strong", "possible"]
    assert agreeing.verdict(0.6) == "possible"
    assert CALIBRATION.verdict(0.7499, is_corroborated=True) == "possible", "it was not fitted"


@given(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300))
def test_no_signal_is_too_large_for_a_probability(coverage: float, nearness: float) -> None:
    assert 0 <= CALIBRATION.probability({"coverage": coverage, "nearness": nearness}) <= 1


def test_a_missing_signal_is_noticed() -> None:
    assert CALIBRATION.covers({"coverage": 0, "nearness": 0, "other": 0})
    assert not CALIBRATION.covers({"coverage": 0})
    with pytest.raises(KeyError):
        CALIBRATION.probability({"coverage": 0})


@given(calibration=CALIBRATIONS)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, calibration: Calibration) -> None:
    path = tmp_path_factory.mktemp("calibration") / "calibration.json"
    write(path, calibration)
    assert read(path) == {calibration.encoder: calibration}


def test_the_file_is_plain_json_by_encoder(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    write(path, CALIBRATION)
    whole = json.loads(path.read_text(encoding="utf-8"))
    assert whole["format"] == 1
    entry = whole["calibrations"][ENCODER]
    assert entry["signals"][1] == {"name": "nearness", "mean": 0.4, "scale": 0.1, "weight": 1.5}
    assert entry["rates"]["false_strong"] == 0.08
    assert entry["sets"][0]["name"] == "starter"
    assert entry["ranking"] == "0123456789abcdef"
    assert [each.name for each in tmp_path.iterdir()] == ["calibration.json"], "nothing is left beside it"


def test_a_file_from_before_the_ranking_numbers_had_a_hash_is_read_as_fitted_with_none(tmp_path: Path) -> None:
    path = damaged(tmp_path, "calibrations", ENCODER, "ranking")
    assert read(path) == {ENCODER: replace(CALIBRATION, ranking="")}


def test_a_hash_that_is_no_text_is_damage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Expected `str`, got `int` - at `\$\.ranking`"):
        read(damaged(tmp_path, "calibrations", ENCODER, "ranking", value=7))


def test_an_encoder_s_calibration_replaces_its_earlier_one_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    other, later = replace(CALIBRATION, encoder="b" * 64), replace(CALIBRATION, intercept=1.0)
    for each in (other, CALIBRATION, later):
        write(path, each)
    assert read(path) == {ENCODER: later, "b" * 64: other}


def test_the_home_s_own_comes_before_the_packaged_one(tmp_path: Path) -> None:
    packaged, home = tmp_path / "packaged.json", tmp_path / "home"
    home.mkdir()
    own, other = replace(CALIBRATION, intercept=1.0), replace(CALIBRATION, encoder="b" * 64)
    assert find(ENCODER, home, packaged) is None
    write(packaged, CALIBRATION)
    assert find(ENCODER, home, packaged) == find(ENCODER, None, packaged) == CALIBRATION
    write(home / "calibration.json", other)
    assert find(ENCODER, home, packaged) == CALIBRATION
    write(home / "calibration.json", own)
    assert find(ENCODER, home, packaged) == own
    assert find("c" * 64, home, packaged) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b"[]",
        b'{"format": 2}',
        b'{"format": 1}',
        b'{"format": 1, "calibrations": []}',
        b'{"format": 1, "calibrations": {"a": 1}}',
        b'{"format": 1, "calibrations": {"a": {}}}',
    ],
)
def test_a_file_that_is_no_calibration_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "calibration.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="cannot be used") as caught:
        find(ENCODER, tmp_path)
    assert str(path) in caught.value.message
    assert "qabot eval calibrate" in caught.value.hint


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("model",), None),
        (("model",), 7),
        (("signals",), None),
        (("signals",), []),
        (("signals",), [1]),
        (("signals", 0, "scale"), 0),
        (("signals", 0, "weight"), "much"),
        (("signals", 0, "mean"), True),
        (("signals", 0, "mean"), float("nan")),
        (("signals", 0, "mean"), 10**400),
        (("intercept",), float("inf")),
        (("strong",), 1.5),
        (("strong",), 0.1),
        (("possible",), -0.1),
        (("rates",), None),
        (("rates", "auroc"), None),
        (("rates", "answerable"), -1),
        (("rates", "answerable"), 1.5),
        (("sets",), {}),
        (("sets", 1, "auroc"), "none"),
        (("sets", 1, "refused"), None),
    ],
)
def test_a_damaged_entry_is_told(tmp_path: Path, keys: tuple[str | int, ...], value: Any) -> None:
    path = damaged(tmp_path, "calibrations", ENCODER, *keys, value=value)
    with pytest.raises(UsageError, match="cannot be used"):
        read(path)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="cannot be used"):
        write(path, CALIBRATION)
    assert path.read_bytes() == before, "what cannot be read is not written over"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be written: No such file"):
        write(tmp_path / "nothing" / "calibration.json", CALIBRATION)


def test_it_is_light_enough_for_the_path_of_a_question() -> None:
    code = (
        "import sys, qabot.answer.calibration; "
        "print(sorted({'numpy', 'sklearn', 'qabot.core.settings'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"
