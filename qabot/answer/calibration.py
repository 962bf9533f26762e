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
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeGuard, cast

from qabot.core.answers import Verdict
from qabot.core.errors import UsageError

FILE = "calibration.json"
"""What it is called, in a home and in the package."""
PACKAGED = Path(__file__).with_name(FILE)
"""The one that comes with qabot."""
FORMAT = 1
"""The only format of the file that this version writes and reads."""

_MOST = 1e12
"""A number in the file beyond this, either way, is damage."""

_Object = dict[str, object]


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal's part in the probability."""

    name: str
    """As `Answer.signals` calls it."""
    mean: float
    """What is taken off its value."""
    scale: float
    """What the rest is divided by; above 0."""
    weight: float
    """What one scale more of it adds to the log-odds."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How often the verdict is right, on questions that the fit had not seen."""

    auroc: float
    """How often an answerable question gets a higher probability than an unanswerable one; .5 is chance."""
    false_strong: float
    """The share of unanswerable questions that get `strong`."""
    refused: float
    """The share of answerable questions that get `not_found`."""
    answerable: int
    """Questions behind `refused`."""
    unanswerable: int
    """Questions behind `false_strong`."""


@dataclass(frozen=True, slots=True)
class FittedSet:
    """One set of labelled questions, and how the verdict does on it."""

    name: str
    """What the set is called: the name of its file or folder."""
    answerable: int
    """Questions that its articles answer."""
    unanswerable: int
    """Questions that they do not."""
    auroc: float | None
    """As in `Rates`, for this set alone; None where it has questions of one sort only."""
    false_strong: float | None
    """Likewise."""
    refused: float | None
    """Likewise."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How one encoder's signals are turned into a verdict."""

    encoder: str
    """The fingerprint of the encoder it was fitted with (`EncoderSpec.fingerprint`)."""
    model: str
    """The encoder's name, for a reader."""
    signals: tuple[Signal, ...]
    """What is weighed, in order of name."""
    intercept: float
    """Log-odds of a question whose every signal is at its mean."""
    strong: float
    """The least probability for `strong`; never below `possible`."""
    possible: float
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

    def covers(self, signals: Mapping[str, float]) -> bool:
        """Whether every signal it weighs is given; one from another version of qabot may weigh others."""
        return all(signal.name in signals for signal in self.signals)

    def probability(self, signals: Mapping[str, float]) -> float:
        """Return how likely the evidence answers, 0 to 1, where answerable and unanswerable are equally frequent.

        Raises:
            KeyError: A signal is missing; `covers` tells.
        """
        parts = (each.weight * (signals[each.name] - each.mean) / each.scale for each in self.signals)
        odds = self.intercept + math.fsum(parts)
        # Two forms of one formula: neither may raise e to a large power.
        return 1 / (1 + math.exp(-odds)) if odds >= 0 else math.exp(odds) / (1 + math.exp(odds))

    def verdict(self, probability: float) -> Verdict:
        """Return what a probability amounts to."""
        if probability >= self.strong:
            return "strong"
        return "possible" if probability >= self.possible else "not_found"


def find(encoder: str, home: Path | None = None, packaged: Path = PACKAGED) -> Calibration | None:
    """Return the calibration of an encoder, from the home if it has one, else from the package.

    Args:
        encoder: The encoder's fingerprint.
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
        whole: object = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as cause:
        raise _unusable(path, str(cause)) from cause
    if not _is_object(whole):
        raise _unusable(path, "it holds no JSON object")
    if whole.get("format") != FORMAT:
        raise _unusable(path, f"its format is {str(whole.get('format'))[:20]}, and this qabot reads {FORMAT}")
    if not _is_object(held := whole.get("calibrations")):
        raise _unusable(path, "`calibrations` is missing or wrong")
    try:
        return {encoder: _calibration(encoder, each) for encoder, each in held.items()}
    except _WrongFieldError as wrong:
        raise _unusable(path, str(wrong)) from wrong


def write(path: Path, calibration: Calibration) -> None:
    """Put a calibration into a file, in the place of any other of its encoder; the rest of the file stays.

    Raises:
        UsageError: What the file holds is damaged, or it cannot be written.
    """
    held = read(path) | {calibration.encoder: calibration}
    entries = {encoder: asdict(held[encoder]) for encoder in sorted(held)}
    for entry in entries.values():
        del entry["encoder"]  # it is the key
    text = json.dumps({"format": FORMAT, "calibrations": entries}, indent=2, ensure_ascii=False, allow_nan=False)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(text + "\n", encoding="utf-8")
        aside.replace(path)
    except OSError as cause:
        aside.unlink(missing_ok=True)
        raise UsageError(
            f"{path} cannot be written: {cause.strerror}.", hint="Name another with --out FILE."
        ) from cause


class _WrongFieldError(ValueError):
    """A field of the file is missing or of the wrong kind."""


def _calibration(encoder: str, value: object) -> Calibration:
    if not _is_object(value):
        raise _WrongFieldError(f"the entry {encoder[:16]} is no object")
    rates = value.get("rates")
    made = Calibration(
        encoder=encoder,
        model=_text(value, "model"),
        signals=tuple(_signal(each) for each in _objects(value, "signals")),
        intercept=_number(value, "intercept"),
        strong=_share(value, "strong"),
        possible=_share(value, "possible"),
        rates=_rates(rates if _is_object(rates) else {}),
        measured=_text(value, "measured"),
        fitted=_text(value, "fitted"),
        sets=tuple(_fitted_set(each) for each in _objects(value, "sets")),
        ranking=_text(value, "ranking") if "ranking" in value else "",
    )
    if not made.signals or made.strong < made.possible:
        raise _WrongFieldError("it weighs no signal, or `strong` is below `possible`")
    return made


def _signal(value: _Object) -> Signal:
    scale = _number(value, "scale")
    if scale <= 0:
        raise _WrongFieldError("`scale` is not above 0")
    return Signal(_text(value, "name"), _number(value, "mean"), scale, _number(value, "weight"))


def _rates(value: _Object) -> Rates:
    return Rates(
        auroc=_share(value, "auroc"),
        false_strong=_share(value, "false_strong"),
        refused=_share(value, "refused"),
        answerable=_count(value, "answerable"),
        unanswerable=_count(value, "unanswerable"),
    )


def _fitted_set(value: _Object) -> FittedSet:
    return FittedSet(
        name=_text(value, "name"),
        answerable=_count(value, "answerable"),
        unanswerable=_count(value, "unanswerable"),
        auroc=_share_or_none(value, "auroc"),
        false_strong=_share_or_none(value, "false_strong"),
        refused=_share_or_none(value, "refused"),
    )


def _is_object(value: object) -> TypeGuard[_Object]:
    return isinstance(value, dict)


def _objects(value: _Object, name: str) -> list[_Object]:
    found = value.get(name)
    items = cast("list[object]", found) if isinstance(found, list) else [None]
    if not all(_is_object(item) for item in items):
        raise _wrong(name)
    return cast("list[_Object]", items)


def _text(value: _Object, name: str) -> str:
    found = value.get(name)
    if not isinstance(found, str):
        raise _wrong(name)
    return found


def _number(value: _Object, name: str) -> float:
    found = value.get(name)
    # Compared, not converted: JSON may hold whole numbers that no float can.
    if isinstance(found, bool) or not isinstance(found, int | float) or not abs(found) < _MOST:
        raise _wrong(name)
    return float(found)


def _count(value: _Object, name: str) -> int:
    found = value.get(name)
    if type(found) is not int or found < 0:
        raise _wrong(name)
    return found


def _share(value: _Object, name: str) -> float:
    found = _number(value, name)
    if not 0 <= found <= 1:
        raise _wrong(name)
    return found


def _share_or_none(value: _Object, name: str) -> float | None:
    return None if name in value and value[name] is None else _share(value, name)


def _wrong(name: str) -> _WrongFieldError:
    return _WrongFieldError(f"`{name}` is missing or wrong")


def _unusable(path: Path, why: str) -> UsageError:
    return UsageError(
        f"The calibration {path} cannot be used: {why.strip().rstrip('.')}.",
        hint="Remove it, and run `qabot eval calibrate` to fit another.",
    )
