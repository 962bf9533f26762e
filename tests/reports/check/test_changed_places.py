"""Two figures or dates that have changed places, and a figure that the article has of something else."""

from __future__ import annotations

import pytest

from qabot.question.entities import EntityGazetteer
from qabot.reports.check import CheckedStatement, check_draft, read_draft
from tests.reports.check.held import FewTexts

HELD = FewTexts(
    {
        "tram": (
            "The Wombat tram in figures",
            "2019-03-05",
            """The Wombat tram was expected to save £4.2m a year. The depot was to cost £5.3m, more than planned.

Its sensors noticed 81% of the cyclists but only 7% of the pedestrians. The network dated from 2003 and had been
expected to close in 2018.

Zorblax council received a grant of £620,000 for the line. The board put the price of the bridge at £1.38m.

On the bill for the inquiry, which came to £271,450, Numbat Systems was told by the judge to pay £130,000.

The tram carried 2.7 million passengers, and 1.92 million of them held a season ticket. Quokka council was given
£8.1bn. That total took in £430m of new money.

The toll was to last until 2027, with a review in 2024. Wombat college lost £76m in 2011 and Numbat college £12m.""",
        ),
        "change": (
            "What the harbour plan changes",
            "2019-06-05",
            """Clerks of the harbour office would be cut from 310 to around 240. The quay was hoped to reduce costs by
£33m.

The harbour scheme took the place of 190 accounts and of 46 methods of paying. Dues of the harbour fell by 26%.

The finish of the mole was moved back by three years to May 2028. The mole was at first due to be done in
March 2025.""",
        ),
    }
)


def told(text: str) -> list[CheckedStatement]:
    return [*check_draft(read_draft("draft.md", text.encode()), HELD, EntityGazetteer.of([])).statements]


def oks(text: str) -> list[bool | None]:
    return [each.judgement.ok for each in told(text) if each.kind in {"figure", "date"}]


@pytest.mark.parametrize(
    "draft",
    [
        "The sensors noticed 7% of the cyclists and 81% of the pedestrians.",
        "The Wombat tram was expected to save £5.3m, and building the depot to cost £4.2m.",
        "The tram network was expected to close in 2003 and dated from 2018.",
        "The toll was to last until 2024, with a review in 2027.",
        "Quokka council was given £430m, which took in £8.1bn.",
        "Wombat college lost £12m and Numbat college lost £76m.",
        "Zorblax council received a grant of £1.38m, and the price of the bridge was £620,000.",
    ],
)
def test_two_values_in_each_other_s_place_are_faults(draft: str) -> None:
    assert oks(draft) == [False, False]


@pytest.mark.parametrize(
    "draft",
    [
        "Of the pedestrians 81% were noticed by the sensors, and of the cyclists 7%.",
        "Numbat Systems was told to pay £271,450 of a bill that came to £130,000.",
    ],
)
def test_two_that_may_have_changed_places_do_not_pass(draft: str) -> None:
    assert oks(draft) == [None, None]


def test_a_part_that_is_more_than_its_whole_is_a_fault() -> None:
    assert False in oks("The tram carried 2.7 million passengers out of 1.92 million.")
    assert False not in oks("Of the tram's passengers, 1.92 million out of 2.7 million held a season ticket.")


@pytest.mark.parametrize(
    "draft",
    [
        "The sensors noticed 81% of the cyclists and 7% of the pedestrians.",
        "Of the pedestrians 7% were noticed by the sensors, and of the cyclists 81%.",
        "Building the depot was to cost £5.3m, while the tram was expected to save £4.2m.",
        "The tram network dated from 2003 and was to close in 2018.",
        "There was to be a review of the toll in 2024, three years before its end in 2027.",
        "Quokka council was given £8.1bn, which took in £430m.",
        "Numbat college lost £12m and Wombat college £76m.",
        "Of the £271,450 for the inquiry, Numbat Systems was told to pay £130,000.",
        "The price of the bridge was £1.38m, and Zorblax council received a grant of £620,000.",
    ],
)
def test_two_values_in_their_places_are_none(draft: str) -> None:
    assert False not in oks(draft)


@pytest.mark.parametrize(
    "draft",
    [
        "Zorblax council received a grant of £1.38m for the line.",
        "The Wombat tram was expected to save £5.3m a year.",
        "Numbat Systems was told by the judge to pay £271,450.",
        "The board put the price of the bridge at £620,000.",
    ],
)
def test_a_figure_of_something_else_in_the_article_does_not_pass(draft: str) -> None:
    assert True not in oks(draft)


@pytest.mark.parametrize(
    "draft",
    [
        "Zorblax council received a grant of £620,000 for the line.",
        "The Wombat tram was expected to save £4.2m a year.",
        "Numbat Systems was told by the judge to pay £130,000.",
        "The bridge of the tram had a price of £1.38m.",
        "The bill for the inquiry came to £271,450.",
    ],
)
def test_a_figure_of_the_same_does(draft: str) -> None:
    assert oks(draft) == [True]


@pytest.mark.parametrize(
    "draft",
    [
        "Clerks of the harbour office would be cut from 240 to around 310.",
        "The harbour scheme took the place of 46 accounts and of 190 methods of paying.",
        "Dues of the harbour rose by 26%.",
        "The Wombat tram was expected to cost £4.2m a year.",
    ],
)
def test_the_other_way_round_is_a_fault(draft: str) -> None:
    assert False in oks(draft)
    assert True not in oks(draft)


@pytest.mark.parametrize(
    "draft",
    [
        "Clerks of the harbour office would be cut from 310 to around 240.",
        "The harbour scheme took the place of 46 methods of paying and of 190 accounts.",
        "Dues of the harbour dropped by 26%.",
        "The quay was hoped to save £33m.",
        "The finish of the mole was moved to May 2028.",
    ],
)
def test_the_same_way_round_is_none(draft: str) -> None:
    assert False not in oks(draft)


def test_what_was_put_back_to_an_earlier_day_does_not_pass() -> None:
    assert True not in oks("The finish of the mole was moved from May 2028 to March 2025.")
