"""How many articles of each group are listed."""

from __future__ import annotations

import pytest

from qabot.chat.facets import shares


@pytest.mark.parametrize(
    ("most", "shown"),
    [(4, [5]), (5, [5]), (9, [9]), (10, [5, 5]), (14, [7, 7]), (15, [5, 5, 5]), (18, [6, 6, 6])],
)
def test_a_group_is_shown_where_five_of_it_have_room(most: int, shown: list[int]) -> None:
    assert shares([100, 100, 100], most) == shown
