"""A calibration without the work of fitting one; it brings scikit-learn, so only what calibrates loads it."""

from __future__ import annotations

from typing import Any

from qabot.cli import evaluation
from tests.homes import lenient


def install() -> None:
    """Have this process fit nothing, and take what is always the same."""

    def fit(encoder: str, *_: Any) -> Any:
        return lenient(encoder)

    evaluation.fit = fit  # type: ignore[attr-defined]
