"""The calibration of the verdict: from signals that mean relevance to a probability, and from that to a verdict.

A calibration belongs to one encoder, for another one's cosines mean something else, and to one set of ranking numbers,
which it names by their hash: with others, the signals it was fitted on would not be what they were. It is a logistic
regression over standardised signals, fitted on labelled questions by `qabot eval calibrate`:

    probability = 1 / (1 + exp(-(intercept + Σ weight · (value - mean) / scale)))

`calibration.json` is plain JSON, one entry an encoder: a home may have one, and one comes with qabot.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, to_builtins

from qabot.core.answers import Verdict
from qabot.core.errors import UsageError
from qabot.core.home_files import put, read_up_to
from qabot.core.storage_faults import storage_fault

FILE = "calibration.json"
"""What it is called, in a home and in the package."""
PACKAGED = Path(__file__).with_name(FILE)
"""The one that comes with qabot."""
_LARGEST = 4 * 1024**2
"""Bytes of the file that are read."""
FORMAT = 1
"""The only format of the file that this version writes and reads."""

Number = Annotated[float, Meta(gt=-1e12, lt=1e12)]
"""A number; one beyond this in the file, either way, is damage."""
Share = Annotated[float, Meta(ge=0, le=1)]
"""A part of a whole."""
Count = Annotated[int, Meta(ge=0)]
"""How many there are."""


class Signal(Struct, frozen=True):
    """One signal's part in the probability."""

    name: str
    """As `Answer.signals` calls it."""
    mean: Number
    """What is taken off its value."""
    scale: Annotated[float, Meta(gt=0, lt=1e12)]
    """What the rest is divided by; above 0."""
    weight: Number
    """What one scale more of it adds to the log-odds."""


class Rates(Struct, frozen=True):
    """How often the verdict is right, on questions that the fit had not seen."""

    auroc: Share
    """How often an answerable question gets a higher probability than an unanswerable one; .5 is chance."""
    false_strong: Share
    """The share of unanswerable questions that get `strong`."""
    refused: Share
    """The share of answerable questions that get `not_found`."""
    answerable: Count
    """Questions behind `refused`."""
    unanswerable: Count
    """Questions behind `false_strong`."""


class FittedSet(Struct, frozen=True):
    """One set of labelled questions, and how the verdict does on it."""

    name: str
    """What the set is called: the name of its file or folder."""
    answerable: Count
    """Questions that its articles answer."""
    unanswerable: Count
    """Questions that they do not."""
    auroc: Share | None
    """As in `Rates`, for this set alone; None where it has questions of one sort only."""
    false_strong: Share | None
    """Likewise."""
    refused: Share | None
    """Likewise."""


class Calibration(Struct, frozen=True):
    """How one encoder's signals are turned into a verdict."""

    encoder: str
    """The key of the models it was fitted with (`models_key`)."""
    model: str
    """The encoder's name, for a reader."""
    signals: Annotated[tuple[Signal, ...], Meta(min_length=1)]
    """What is weighed, in order of name."""
    intercept: Number
    """Log-odds of a question whose every signal is at its mean."""
    strong: Share
    """The least probability for `strong`; never below `possible`."""
    possible: Share
    """The least probability for `possible`."""
    rates: Rates
    """Error rates at these thresholds, every set counting the same."""
    measured: str
    """How the rates were measured."""
    fitted: str
    """The day of the fit, as ISO 8601 writes it."""
    sets: tuple[FittedSet, ...]
    """What it was fitted on."""
    ranking: str = ""
    """The hash of the numbers that it was fitted with (`RankingParameters.hash`); empty in a file from before they had
    one."""
    corroborated: Share = 1.0
    """The least probability for `strong` where quotes of two articles tell the same figure; never above `strong` where
    it was fitted, and no help where it was not."""

    def covers(self, signals: Mapping[str, float]) -> bool:
        """Whether every signal it weighs is given; one from another version of qabot may weigh others."""
        return all(signal.name in signals for signal in self.signals)

    def probability(self, signals: Mapping[str, float]) -> float:
        """Return how likely the evidence answers, 0 to 1, where answerable and unanswerable are equally frequent.

        Raises:
            KeyError: A signal is missing; `covers` tells.
        """
        parts = (each.weight * (signals[each.name] - each.mean) / each.scale for each in self.signals)
        return logistic(self.intercept + math.fsum(parts))

    def verdict(self, probability: float, *, is_corroborated: bool = False) -> Verdict:
        """Return what a probability amounts to.

        Args:
            probability: That the evidence answers.
            is_corroborated: Whether a figure is asked for, and quotes of two articles tell the same.
        """
        if probability >= self.strong or (is_corroborated and probability >= self.corroborated):
            return "strong"
        return "possible" if probability >= self.possible else "not_found"


def logistic(odds: float) -> float:
    """Return the probability of log-odds, 0 to 1."""
    # Two forms of one formula: neither may raise e to a large power.
    return 1 / (1 + math.exp(-odds)) if odds >= 0 else math.exp(odds) / (1 + math.exp(odds))


def models_key(encoder: str, reader: str | None) -> str:
    """Return what a calibration is found by: the encoder's fingerprint, and that of the reader where there is one."""
    return f"{encoder}+{reader[:16]}" if reader else encoder


def find(encoder: str, home: Path | None = None, packaged: Path = PACKAGED) -> Calibration | None:
    """Return the calibration of models, from the home if it has one, else from the package.

    Args:
        encoder: The models' key.
        home: The home's folder.
        packaged: The file that comes with qabot.

    Raises:
        UsageError: A file that should hold it is damaged.
    """
    for path in (*([home / FILE] if home else []), packaged):
        if found := read(path).get(encoder):
            return found
    return None


def read(path: Path) -> dict[str, Calibration]:
    """Return the calibrations in a file by the fingerprint of their encoder; none where there is no file.

    Raises:
        UsageError: The file cannot be read, is damaged, or was written by a newer qabot.
    """
    try:
        data = read_up_to(path, _LARGEST)
        written = msgspec.json.decode(data, type=_Versioned).format
        if written != FORMAT:
            raise _unusable(path, f"its format is {str(written)[:20]}, and this qabot reads {FORMAT}")
        held = msgspec.json.decode(data, type=_Held).calibrations
        return {encoder: _calibration(encoder, entry) for encoder, entry in held.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as cause:
        if refused := storage_fault(cause, path):
            raise refused from cause
        raise _unusable(path, str(cause)) from cause


def write(path: Path, calibration: Calibration) -> None:
    """Put a calibration into a file, in the place of any other of its encoder; the rest of the file stays.

    Raises:
        UsageError: What the file holds is damaged, or it cannot be written.
    """
    held = read(path) | {calibration.encoder: calibration}
    entries = {encoder: to_builtins(held[encoder]) for encoder in sorted(held)}
    for entry in entries.values():
        del entry["encoder"]  # it is the key
    text = json.dumps({"format": FORMAT, "calibrations": entries}, indent=2, ensure_ascii=False, allow_nan=False)
    try:
        put(path, f"{text}\n".encode())
    except OSError as cause:
        if refused := storage_fault(cause, path, still_works="The calibration that is there, if any, is as it was."):
            raise refused from cause
        raise UsageError(
            f"{path} cannot be written: {cause.strerror}.", hint="Name another with --out FILE."
        ) from cause


class _Versioned(msgspec.Struct):
    """What tells whether the rest of the file can be read."""

    format: object = None


class _Held(msgspec.Struct):
    """What the file holds, entry by entry."""

    calibrations: dict[str, dict[str, object]]


def _calibration(encoder: str, entry: dict[str, object]) -> Calibration:
    made = msgspec.convert(entry | {"encoder": encoder}, Calibration)
    if made.strong < made.possible:
        raise ValueError("`strong` is below `possible`")
    return made


def _unusable(path: Path, why: str) -> UsageError:
    return UsageError(
        f"The calibration {path} cannot be used: {why.strip().rstrip('.')}.",
        hint="Remove it, and run `qabot eval calibrate` to fit another.",
    )
