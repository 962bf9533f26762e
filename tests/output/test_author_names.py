"""Bylines into people: each a line of RIS, and never a surname that is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.output.author_names import author_names


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Ann Other, Bob Next", ("Ann Other", "Bob Next")),
        ("Ann Other and Bob Next", ("Ann Other", "Bob Next")),
        ("Ann Other, Bob Next and Cy Third", ("Ann Other", "Bob Next", "Cy Third")),
        ("Ann Other, Bob Next, and Cy Third", ("Ann Other", "Bob Next", "Cy Third")),
        ("Ann Other & Bob Next", ("Ann Other", "Bob Next")),
        ("Ann Other; Bob Next", ("Ann Other", "Bob Next")),
        ("Other, Ann; Next, Bob", ("Other, Ann", "Next, Bob")),
        ("Derek van Preez, Mary-Jane O’Neill", ("Derek van Preez", "Mary-Jane O’Neill")),
        ("Ann Other", ("Ann Other",)),
        ("Other, Ann", ("Other, Ann",)),
        ("Other, A. B.", ("Other, A. B.",)),
        ("Ann Other, Political Editor", ("Ann Other",)),
        ("Ann Other, Computer Weekly", ("Ann Other",)),
        ("Department for Culture, Media and Sport", ("Department for Culture Media and Sport",)),
        ("Committee of Public Accounts", ("Committee of Public Accounts",)),
        ("PublicTechnology staff", ("PublicTechnology staff",)),
        ("", ("",)),
    ],
)
def test_each_name_by_itself(byline: str, names: tuple[str, ...]) -> None:
    assert author_names(byline, "Computer Weekly") == names


@given(st.text(max_size=60))
def test_no_byline_is_too_odd(byline: str) -> None:
    assert not byline or all(author_names(byline))
