"""Numbers that are no figure, with what they are of."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qabot.reports.check.figure_slips import is_slip
from qabot.reports.check.loose_numbers import loose_numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It ran for fifteen years.", [("fifteen", 15, {"year"})]),
        ("An alpha of 4-6 weeks", [("4-6", 4, {"week"})]),
        ("and another 30 had none", [("30", 30, {"another"})]),
        ("its seventeenth year", [("seventeenth", 17, {"th year"})]),
        ("in 2019 one of them left", []),
        ("put back four times", [("four", 4, {"tim"})]),
        ("It cost £4m.", []),
    ],
)
def test_numbers_are_read_with_what_they_are_of(text: str, expected: list[tuple[str, int, set[str]]]) -> None:
    found = loose_numbers(text)
    assert [(text[each.start : each.end], each.value, set(each.of)) for each in found] == expected


@pytest.mark.parametrize(
    ("value", "other", "expected"),
    [
        ("41", "14", True),
        ("490", "409", True),
        ("2600000000", "2600000", True),
        ("5000", "5", True),
        ("50", "5", False),
        ("1427", "1247", True),
        ("121", "112", True),
        ("384", "334", True),
        ("30", "20", False),
        ("19", "19", False),
        ("0", "10", False),
        ("120", "125000", False),
    ],
)
def test_values_that_are_written_alike_are_slips(value: str, other: str, expected: bool) -> None:
    assert is_slip(Decimal(value), Decimal(other)) is expected
