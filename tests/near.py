"""Numbers that are nearly the same."""

from __future__ import annotations

import pytest


def near(expected: object, rel: float | None = None, abs: float | None = None) -> object:  # noqa: A002 - as pytest names it
    """Return what equals whatever is nearly as expected: `pytest.approx`, whose own types say nothing."""
    return pytest.approx(expected, rel=rel, abs=abs)  # pyright: ignore[reportUnknownMemberType]
