"""Counts that an article has without what it counts, or of people by another word; and names in another form."""

from __future__ import annotations

import pytest

from qabot.question.entities import EntityGazetteer
from qabot.reports.check import CheckedStatement, check_draft, read_draft
from tests.reports.check.held import FewTexts

HELD = FewTexts(
    {
        "merger": (
            "What the merger of Wombat Digital and Quokka Rail means",
            "2021-11-09",
            """About 6,300 people worked at Wombat Digital, and around 870 at Numbat Systems. Quokka Rail, with 4,150,
was to nearly double in size. The signals office that was closed had around 1,240 staff.

Quokka Rail recorded 1.9 million checks. The app dominated: 1.84 million of them were done that way. Up to 1,600
stations may follow.

Numbat Systems welcomed the Zorblax Party's Digital Railway Review in 2020.""",
        )
    }
)


def told(text: str) -> list[CheckedStatement]:
    return [*check_draft(read_draft("draft.md", text.encode()), HELD, EntityGazetteer.of([])).statements]


def figure(text: str) -> bool | None:
    return next(each.judgement.ok for each in told(text) if each.kind == "figure")


@pytest.mark.parametrize(
    "draft",
    [
        "Quokka Rail had 4,150 people before the merger.",
        "Quokka Rail had 4,150 staff before the merger.",
        "The signals office had about 1,240 people.",
        "The signals office had about 1,240 employees.",
        "Wombat Digital had about 6,300 staff.",
        "The app dominated, and 1.84 million checks were done that way.",
        "Numbat Systems had around 870 workers.",
    ],
)
def test_a_count_is_found_without_its_noun(draft: str) -> None:
    assert figure(draft) is True


@pytest.mark.parametrize(
    "draft",
    [
        "Quokka Rail had 870 people before the merger.",
        "About 870 people worked at Wombat Digital.",
        "Numbat Systems had 4,150 staff before the merger.",
        "The signals office had about 12,400 people.",
        "1,600 stations follow, and no fewer.",
    ],
)
def test_a_number_of_something_else_does_not_pass(draft: str) -> None:
    assert figure(draft) is not True


def test_a_quarter_may_be_three_months() -> None:
    assert [
        each
        for each in told("Quokka Rail recorded 1.9 million checks in a quarter.")
        if "quarter" in each.judgement.note
    ] == []
    assert (
        len([each for each in told("Quokka Rail recorded 1.9 million checks in a quarter.") if each.kind == "figure"])
        == 1
    )
    assert (
        len([each for each in told("A quarter of the checks were done by Quokka Rail.") if each.kind == "figure"]) == 1
    )


@pytest.mark.parametrize(
    "name",
    [
        "Zorblax's Digital Railway Review",
        "the Zorblax Party Digital Railway Review",
        "the Zorblax Party's Digital Railway Review",
        "Zorblax Digital Railway Review",
    ],
)
def test_a_body_in_another_form_is_the_same(name: str) -> None:
    assert [each for each in told(f"Numbat Systems welcomed {name} in 2020.") if each.judgement.ok is False] == []


@pytest.mark.parametrize(
    "name",
    [
        "the Wallaby Party's Digital Railway Review",
        "Wallaby's Digital Railway Review",
        "the Zorblax Party's Digital Harbour Review",
    ],
)
def test_another_body_is_not(name: str) -> None:
    assert [each for each in told(f"Numbat Systems welcomed {name} in 2020.") if each.judgement.ok is False]
