"""Where a text quotes, by its marks."""

from __future__ import annotations

import pytest

from qabot.reports.check.quoted_spans import quoted_spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “one two” and “three”.", ["one two", "three"]),
        ('He said "one two" and "three".', ["one two", "three"]),
        ("He said ‘one two’ and 'three'.", ["one two", "three"]),
        ("The council’s plan isn't the councils’ own.", []),
        ("It ‘cost the councils’ money, twice’ he said.", ["cost the councils’ money, twice"]),
        ("“She said ‘no’ to it,” he said.", ["She said ‘no’ to it,"]),
        ("«Non», said he.", ["Non"]),
        ('A 6" nail and a 7" one', []),
        ("“” and ''", []),
    ],
)
def test_quotations_stand_between_marks(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in quoted_spans(text).spans] == expected


def test_a_mark_without_its_fellow_is_counted() -> None:
    assert quoted_spans("He said “nothing more.") == ([], 1)


def test_a_quotation_goes_on_where_the_next_paragraph_begins_with_a_mark() -> None:
    text = "“It goes on."
    assert [text[a:b] for a, b in quoted_spans(text, goes_on=True).spans] == ["It goes on."]
