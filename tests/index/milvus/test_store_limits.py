"""What limits a search is said in days, numbers and keys alone, whatever somebody typed."""

from __future__ import annotations

from datetime import date

import pytest

from qabot.core.questions import Filters
from qabot.index.milvus.row_schemas import collection_of, generation_in, parted, step_of
from qabot.index.milvus.store_limits import among, holding, id_key, visible, within

SEEN = visible([7], [], "article")
NAME = "20261130T025829055123Z-abcdef01"


def test_a_reader_sees_its_steps_without_what_died() -> None:
    assert visible([7, 9], [4], "number") == "step in [7, 9] and number not in [4]"
    assert visible([7], [], "article", date(2015, 1, 1)) == "step in [7] and last_day <= 735599 and last_day > 0"


def test_filters_compare_days_and_keys() -> None:
    assert within(SEEN, Filters()) == "step in [7]"
    dated = within(SEEN, Filters(after=date(2014, 2, 1), before=date(2015, 1, 1)))
    assert dated == (
        "step in [7] and last_day >= 735265 and first_day <= 735599 and first_day > 0 and year in [2014, 2015]"
    )
    assert "year" not in within(SEEN, Filters(after=date(2015, 1, 1), before=date(2014, 1, 1)))
    assert "year" not in within(SEEN, Filters(after=date(1914, 1, 1), before=date(2014, 1, 1)))
    assert among(SEEN, [1, 2], excluded=True) == "step in [7] and number not in [1, 2]"
    assert holding(SEEN, ("open", "data")) == 'step in [7] and stems like "% open data %"'


@pytest.mark.parametrize("typed", ['"] or step > 0 or outlet_key in ["', "%", "\\", "' or 1 == 1", "{}", "\u202e", ""])
def test_what_is_typed_never_becomes_part_of_an_expression(typed: str) -> None:
    limits = within(SEEN, Filters(outlets=(typed,), organisations=(typed,)))
    inside = limits.removeprefix("step in [7] and ")
    assert inside.count('"') % 2 == 0
    assert not set(inside) & set("%\\'{}\u202e")
    assert inside.count(" or ") == 1
    assert id_key(typed).isalnum()


def test_names_lead_back_to_generations() -> None:
    assert collection_of(NAME) == "qabot_20261130T025829055123Z_abcdef01"
    assert generation_in("qabot_20261130T025829055123Z_abcdef01_passages") == NAME
    assert generation_in("qabot_current") is None
    assert generation_in("somebody_else") is None
    assert step_of("20261130T025829055124Z-abcdef01") == step_of(NAME) + 1
    with pytest.raises(ValueError, match="no generation"):
        step_of("nothing")


@pytest.mark.parametrize("text", ["", "a", "é" * 40_000, "😀" * 20_000, "a" * 60_000, "a" * 60_001])
def test_what_is_parted_fits_and_is_whole(text: str) -> None:
    parts = parted(text)
    assert "".join(parts) == text
    assert max(len(part.encode()) for part in parts) <= 60_000
