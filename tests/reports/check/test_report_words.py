"""What a report says: in the draft's own characters, of a person as of one, and nothing where nothing is."""

from __future__ import annotations

import pytest

from qabot.reports.check.check_report import check_lines
from tests.reports.check.held import checked


def lines(text: str, name: str = "draft.md") -> list[str]:
    return [each.text for each in check_lines(checked(text, name))]


@pytest.mark.parametrize(
    ("draft", "difference"),
    [
        ("Zorblax council spent £1.74 million on its payroll system.", "Draft: “£1.74 million”. Article: “£1.47m”."),
        ("Zorblax council spent £1,740,000 on its payroll system.", "Draft: “£1,740,000”. Article: “£1.47m”."),
        ("The ferry would carry 42 per cent of all commuters.", "Draft: “42 per cent”. Article: “24.6%”."),
        ("The payroll system is used by 1427 staff at the council.", "Draft: “1427 staff”. Article: “1,247 staff”."),
    ],
)
def test_figures_stand_as_they_are_written(draft: str, difference: str) -> None:
    assert difference in lines(draft)


def test_several_are_not_told_as_one() -> None:
    told = lines("Yes. No. Perhaps so.")
    assert (
        "Not checked: 3 short sentences, as fewer than 5 words without a figure, date or quotation state too little."
        in told
    )


def test_several_of_a_kind_are_told_by_its_noun() -> None:
    told = lines("Quill \u200bspoke\u200b of it at length on that day.")
    assert "Not checked: 2 characters that cannot be seen, as what cannot be seen is taken out before reading." in told
    told = lines("```\none\n```\n\nQuill spoke of it.\n\n```\ntwo\n```\n")
    assert "Not checked: 2 blocks of code, as code is no prose." in told


def test_an_ellipsis_over_nothing_leaves_nothing_out() -> None:
    told = lines("Quill said: “We do not support the merger … of the two payroll teams”.")
    assert "Nothing is left out at its ellipsis." in told
    assert not any("does not have" in each or "Left out" in each for each in told)
    told = lines("Quill said: “We do not support the merger … and we never have”.")
    assert "Left out or replaced: what stands below." in told


def test_a_row_of_a_table_stands_for_itself() -> None:
    told = lines(
        "| Body | Spent |\n|---|---|\n| Zorblax council payroll system | £1.74m |\n| Quokka council ferry | £2.2m |\n"
    )
    assert "| Zorblax council payroll system | £1.74m |" in told
    assert not any("Quokka" in each and "Zorblax" in each for each in told)


def test_standard_input_is_called_so() -> None:
    assert lines("It is cheap.", "-")[0].startswith("Checked standard input against ")
    assert lines("It is cheap.", "note.md")[0].startswith("Checked note.md against ")


def test_a_person_is_no_body() -> None:
    told = lines("Robert Quill paid £2.2m for the numbat ferry.")
    assert "Line 1. Figure “£2.2m”: said of another person." in told
    assert any("said of another body" in each for each in lines("Zorblax council paid £2.2m for the numbat ferry."))
