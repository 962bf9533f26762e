"""Faults that a draft's own words do not show: a rate, a length, a clause, a month without its year, an outlet."""

from __future__ import annotations

import pytest

from qabot.index.snapshot import Generation
from qabot.question.entities import EntityGazetteer
from qabot.reports.check import check_draft, read_draft
from qabot.reports.check.check_report import check_lines
from tests.reports.check.test_paraphrases import assert_told_apart, differing


@pytest.mark.parametrize(
    ("draft", "right", "wrong", "outcome"),
    [
        ("The CMA's cap on Airwave charges should save about {}.", "£200m a year", "£200m a month", "other_figure"),
        ("Councils in Dorset may merge their ICT. It costs £1.49m over two {}.", "years", "months", "other_figure"),
        ("Notify grows. The number of services would double within another {}.", "year", "month", "other_figure"),
        ("The NCSC was opened in 2017. GCHQ had been in service for nearly a {}.", "century", "decade", "other_figure"),
        (
            "Capgemini would lose 9% of its revenue when Aspire ended in June 2017. There were {} subcontractors.",
            "348",
            "438",
            "other_figure",
        ),
        (
            "Better Connected 2012 gave 23 councils four stars, and another {} were given three.",
            "160",
            "106",
            "other_figure",
        ),
        (
            "Barnet signed two contracts with Capita. One is worth £350m over ten years, and {} staff were to move.",
            "500",
            "800",
            "other_figure",
        ),
        (
            "Verify had 3.9 million users by March 2019, MPs said. It had 3.9 million of a planned {} million.",
            "25",
            "52",
            "other_figure",
        ),
        (
            "Islington agreed to a joint ICT service with Camden. It should save £4m, {} of it from staff.",
            "£2.5m",
            "£3.5m",
            "other_figure",
        ),
        (
            "GDS left Universal Credit. It had finished a proof of concept for the digital version in {} 2013.",
            "October",
            "August",
            "other_date",
        ),
        (
            "Haringey was to be the third member of the shared ICT service. The service should begin on 1 {}.",
            "October",
            "December",
            "other_date",
        ),
        (
            "Common Platform was more than a technical fault. Confidence of staff stood at 58%, up from 22% in {}.",
            "November",
            "September",
            "other_date",
        ),
        ("Barclays left Verify in 2019. Experian's share was 44% in {}.", "2017", "2018", "other_date"),
        ("Fujitsu won a land registry contract in Northern Ireland. BT's system has run since {}.", "1999", "1989",
         "other_date"),
        ("Mike Bracken still believed in what GDS was doing, he told {}, but the strains had worn him down.",
         "Computer Weekly", "the Financial Times", "other_body"),
        (
            "HMRC's deal Aspire cost £800m a year. What {} did on applications was to go on until 2020.",
            "Capgemini",
            "Fujitsu",
            "other_body",
        ),
        ("Verify lost three providers in 2019. The Post Office's own service ran on {}.", "Digidentity", "Experian",
         "other_body"),
        ("Socitm welcomed Labour's digital review of December 2014. The review had been commissioned by {} MP.",
         "Chi Onwurah", "Yvette Cooper", "other_body"),
        ("{} argued that councils themselves should write the blueprint for digital local government.",
         "The Future Governance Forum", "Localis", "misattributed"),
        ("Microsoft lost its case against the Open Document Format. Microsoft “was {}”.", "not persuaded", "persuaded",
         "altered"),
        ("Better Connected 2012 assessed 433 sites. Most sites “{} top tasks at their centre”.", "still failed to put",
         "put", "altered"),
        ("{} the NHS organisations affected by WannaCry had paid the ransom.", "None of", "All", "altered"),
    ],
)  # fmt: skip
def test_is_found_and_the_article_s_own_passes(
    generation: Generation, draft: str, right: str, wrong: str, outcome: str
) -> None:
    assert_told_apart(generation, draft, right, wrong, outcome)


@pytest.mark.parametrize(
    "draft",
    [
        "Verify had 3.6 million users in February 2019 and 19 services.",
        "1.4 The Cabinet Office would not put up with any shortfall in the security of the PSN.",
        "Better Connected 2012 in five lines:",
        "Numbers for the MTD slide, from the NAO's report of June 2023: £1.3bn, against a forecast of £226m in 2016.",
        "GDS reported on GOV.UK Chat on 18 January 2024.",
        "Two more projects shared over £6m. DCMS was behind the release of 10 March 2018.",
        "Business Link went back to 1993.",
    ],
)
def test_what_is_right_or_not_known_is_not_faulted(generation: Generation, draft: str) -> None:
    assert differing(generation, draft) == set()


def _told(generation: Generation, draft: str) -> str:
    checked = check_draft(read_draft("draft.txt", draft.encode()), generation, EntityGazetteer.load())
    return "\n".join(each.text for each in check_lines(checked, only_faults=True))


def test_of_the_same_thing_is_said_where_thing_body_and_scope_agree(generation: Generation) -> None:
    told = _told(generation, "HMRC paid £727m for its Aspire contract in 2015/16.")
    assert "“£727m”: another figure of the same thing." in told
    assert "The article has £724m." in told


def test_else_it_says_what_the_article_s_figure_is_of(generation: Generation) -> None:
    told = _told(generation, "MPs faulted HMRC for Making Tax Digital. Of costs of over £2bn, £460m were for firms.")
    assert "another figure of the same thing" not in told
    assert "an article has another figure, of the same thing or of one near it." in told
    assert "The article has £640m." in told  # which its sentence calls "that sum" alone


def test_and_in_the_article_s_words_what_its_figure_is_of(generation: Generation) -> None:
    told = _told(
        generation, "Barnet signed two contracts with Capita. In all £530m were paid to the company over ten years."
    )
    assert "another figure of the same thing" not in told
    assert "The article has £350m, of “bigger of the two”." in told
