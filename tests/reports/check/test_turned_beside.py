"""What stands beside a figure or a word and turns it: more for less, other years, another measure, a denial dropped."""

from __future__ import annotations

import pytest

from qabot.question.entities import EntityGazetteer
from qabot.reports.check import check_draft, read_draft
from qabot.reports.check.figure_agreement import measured_as
from tests.reports.check.held import FewTexts

HELD = FewTexts(
    {
        "tram": (
            "Zorblax council's tram opens late",
            "2024-10-29",
            """Zorblax council opened its tram on Monday 28 October, two years late. The tram came in £150,000 under its
budget of £3.9 million. Ada Quill, the mayor of Zorblax, said that the tram would pay for itself within ten years.

Some 71 per cent of tickets on the tram are bought with cash, the highest share of any city in the north. The council
has since shortened the period of its trial to 60 days. Ada Quill blamed the rail firms for the wait.

Thieves stole 1.2 terabytes of plans from the council. No ransom was paid to them, and none will be. The tram
will not run to Quokka before June 2026.""",
        ),
        "deals": (
            "Deals of the month",
            "2024-11-01",
            """Zorblax council: ticket machines for the tram, £48.5m over seven years, Numbat Systems.

Fourteen deals worth more than £1m were told of, eight fewer than in June 2023.""",
        ),
    }
)
TRAM = "Zorblax council opened its tram in October 2024. "


def judged(draft: str) -> list[tuple[str, bool | None]]:
    """Return the outcomes of the last sentence of a draft, which follows another about the same."""
    text = TRAM + draft
    report = check_draft(read_draft("draft.md", text.encode()), HELD, EntityGazetteer.of([]))
    return [(each.judgement.outcome, each.judgement.ok) for each in report.statements if each.start >= len(TRAM)]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("The tram came in £150,000 under budget.", "The tram came in £150,000 over budget."),
        ("It came in £150,000 below its budget.", "It came in £150,000 above its budget."),
        (
            "About 71% of tickets are bought with cash, the highest share of any city in the north.",
            "About 71% of tickets are bought with cash, the lowest share of any city in the north.",
        ),
        (
            "Fourteen deals of more than £1m were told of, eight fewer than in June 2023.",
            "Fourteen deals of more than £1m were told of, eight more than in June 2023.",
        ),
        (
            "The ticket machines for the Zorblax tram cost £48.5m over seven years.",
            "The ticket machines for the Zorblax tram cost £48.5m over four years.",
        ),
        ("The thieves stole 1.2 terabytes of plans.", "The thieves stole 1.2 gigabytes of plans."),
        ("The thieves stole 1,200 gigabytes of plans.", "The thieves stole 1,200 megabytes of plans."),
        ("No ransom was paid.", "A ransom was paid."),
        ("The tram opened on 28 October 2024.", "The tram opened on 28 November 2024."),
        ("The council shortened the trial to 60 days.", "The council lengthened the trial to 60 days."),
    ],
)
def test_what_turns_a_statement_is_told(right: str, wrong: str) -> None:
    assert False not in [ok for _, ok in judged(right)]
    assert False in [ok for _, ok in judged(wrong)]


@pytest.mark.parametrize(
    "draft",
    [
        "The ticket machines for the Zorblax tram cost £48.5m under a contract.",
        "The tram runs from June 2026.",
        "The tram will run to Quokka in 2026.",
        "The tram came in £150,000 under a cloud.",
    ],
)
def test_and_what_turns_nothing_is_not(draft: str) -> None:
    assert False not in [ok for _, ok in judged(draft)]


@pytest.mark.parametrize(
    "draft",
    [
        "Ada Quill praised the rail firms for the wait.",
        "Ada Quill forgave the rail firms for the wait.",
        "The council has since painted the period of its trial.",
        "Ada Quill, the bishop of Zorblax, said that the tram would pay for itself within ten years.",
    ],
)
def test_another_word_in_a_place_is_no_tick(draft: str) -> None:
    assert [ok for outcome, ok in judged(draft) if outcome in {"says_so", "same_speaker"} and ok] == []


@pytest.mark.parametrize(
    "draft",
    [
        "Ada Quill, mayor of Zorblax, said that the tram would pay for itself within ten years.",
        "Ada Quill, the Zorblax mayor, said that the tram would pay for itself within ten years.",
        "Ada Quill said that the tram would pay for itself within ten years.",
    ],
)
def test_a_role_that_the_article_gives_passes(draft: str) -> None:
    assert True in [ok for _, ok in judged(draft)]


def test_an_outlet_that_is_told_what_others_say_is_in_nobodys_place() -> None:
    draft = "Wombat Gazette: the council ‘has since shortened the period of its trial to 60 days’."
    assert False not in [ok for _, ok in judged(draft)]


def test_measures_have_scales_and_things_have_none() -> None:
    assert measured_as("gigabytes of files") == ("byte", 10**9)
    assert measured_as("megabits") == ("bit", 10**6)
    assert measured_as("servers") is None
