"""Dates in the place of the article's, in clauses that have little else of the article that a draft goes on in."""

from __future__ import annotations

import pytest

from qabot.index.snapshot import Generation
from tests.reports.check.test_paraphrases import assert_told_apart, differing

HACKNEY = "The ICO reprimanded Hackney Council over ransomware, but did not fine it. "
RAYTHEON = "The Home Office was ordered to pay Raytheon about £224m for ending its e-Borders contract wrongly. "
CAMDEN = "Islington Council and Camden Council intended to merge their ICT and to save £4m a year between them. "


@pytest.mark.parametrize(
    ("draft", "right", "wrong"),
    [
        (f"{HACKNEY}The attack was in {{}}.", "October 2020", "November 2020"),
        (f"{RAYTHEON}The contract was halted in {{}}, and the work was a year behind schedule.", "2010", "2011"),
        (f"{CAMDEN}Both have to find £185m by {{}}.", "2018/19", "2016/17"),
        (f"{CAMDEN}Decisions are to be taken on 9 and 24 {{}}.", "September", "October"),
        ("DBT gave out 1,000 licences for a trial. The trial ran from {} to December 2024.", "October", "August"),
        (
            "Councils may bid for £7.5 million, Rishi Sunak said. The Local Government Digital Programme closed in {}.",
            "2016",
            "2014",
        ),
        (
            "The plan to collect data from GP practices has no start date. The notice came on 19 July {}.",
            "2021",
            "2020",
        ),
    ],
)
def test_another_date_is_told(draft: str, right: str, wrong: str, generation: Generation) -> None:
    assert_told_apart(generation, draft, right, wrong, "other_date")


@pytest.mark.parametrize(
    "draft",
    [
        f"{HACKNEY}The council moved house in November 2020.",
        f"{HACKNEY}A levy was raised in November 2021.",
        f"{RAYTHEON}The contract was let in 2007, and was huge.",
        f"{RAYTHEON}The minister left the department in 2011.",
        f"{CAMDEN}Both found £185m before 2016/17.",
        f"{CAMDEN}The election is on 4 October.",
    ],
)
def test_dates_of_other_things_are_left_alone(draft: str, generation: Generation) -> None:
    assert differing(generation, draft) == set()
