"""Which near-copies of one outlet are one article."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.ingest.helpers import add_all, candidate, prose


@pytest.mark.parametrize(
    ("one", "other", "second"),
    [
        (None, "2015-11-25", "duplicate"),
        ("2015-11-25", None, "duplicate"),
        (None, None, "duplicate"),
        ("2015-11-25", "2015-11-25", "duplicate"),
        ("2015-11", "2015-11-25", "duplicate"),
        ("2015", "2015-11-25", "duplicate"),
        ("2015-11-25", "2015-11-26", "added"),
        ("2015", "2016-11-25", "added"),
    ],
)
def test_dates_that_differ_make_two_articles_of_near_copies(
    one: str | None, other: str | None, second: str, tmp_path: Path
) -> None:
    add_all(tmp_path, [candidate(prose(1), outlet="Gazette", published=one)])
    (outcome,) = add_all(tmp_path, [candidate(f"{prose(1)} Contact us.", "Again", outlet="Gazette", published=other)])
    assert outcome.kind == second
