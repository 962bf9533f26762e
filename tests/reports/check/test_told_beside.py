"""Faults that the words beside a place tell: an office, a first name, whose head somebody is, which way a sum went."""

from __future__ import annotations

import pytest

from qabot.index.snapshot import Generation
from qabot.question.entities import EntityGazetteer
from qabot.reports.check.named_bodies import NameReader, is_person
from tests.reports.check.test_paraphrases import assert_told_apart, differing


@pytest.mark.parametrize(
    ("draft", "right", "wrong", "outcome"),
    [
        # the very same words behind a figure, or before a date
        ("Capita's fine was £14m, of which {} fell on Capita itself.", "£8m", "£6m", "other_figure"),
        ("The ICO looks into Atlas, the Home Office's system. Atlas was due by the end of {}.", "2021", "2023",
         "other_date"),
        # a word of content before a bare number, and a whole behind its part
        ("Matt Clifford's plan has 50 recommendations. A law firm counted {} that were agreed in full.", "47", "37",
         "other_figure"),
        ("Capita had been recruiting for the Army. It met the needs of five target groups out of {} at most.", "17",
         "27", "other_figure"),
        # how long, where another number of the article is of something else
        ("Mike Bracken had been worn down, he told Computer Weekly. Ahead lay a {} parliament.", "five-year",
         "four-year", "other_figure"),
        ("Ministers unveiled Humphrey, a set of tools. HMRC takes 100,000 calls a {}.", "day", "week", "other_figure"),
        ("HMRC and the Home Office got most of the £600m for legacy IT. Digital tax would bring in £700m {}.", "more",
         "less", "other_figure"),
        # digits turned within "up to", and a sum of whom it is not
        ("Birmingham has issued a section 114 notice over Oracle. The equal pay bill might be {}.", "£760 million",
         "£670 million", "other_figure"),
        ("Project Gigabit is worth £5bn. Scotland got £8m more for 3,600 premises. {} got about £22.6m.",
         "Northern Ireland", "Wales", "other_body"),
        # months in the article that the draft goes on in
        ("GOV.UK Chat was tried by a thousand people. Inside GOV.UK had the findings on 18 {}.", "January", "March",
         "other_date"),
        ("Haringey is to join Camden and Islington. Savings go to £6m. The service is to start on 1 {}.", "October",
         "November", "other_date"),
        ("Osborne nearly doubled GDS's money, says Civil Service World. Mike Bracken had left in {}.", "September",
         "June", "other_date"),
        # who holds an office, of which body
        ("The 2010 Spending Review gave £2bn to Universal Credit. {} presented it in October 2010.", "George Osborne",
         "Alistair Darling", "other_body"),
        ("Birmingham's auditor {} found weak governance in the ERP programme.", "Grant Thornton", "Deloitte",
         "other_body"),
        ("Mike Bracken left the {} to advise governments, The Register reported on 27 June 2017.", "Co-op",
         "Met Office", "other_body"),
        ("Capita has been fined £14m by the ICO. {}, the company's chief executive, says security has been rebuilt.",
         "Adolfo Hernandez", "John Edwards", "other_body"),
        ("NBIT of the Post Office was paused in October 2024. {}, the chairman, called it a mistake to build in-house.",
         "Nigel Railton", "Andy Nice", "other_body"),
        ("The CDDO has six missions for 2025. One Login comes under {} of HMRC.", "Jim Harra", "Peter Schofield",
         "other_body"),
        ("The 2015 Budget sent GDS into local government. {} of techUK was glad of it.", "Julian David", "Magnus Falk",
         "other_body"),
        ("Joanna Davinson is back as interim government chief digital officer. Gina Gill runs {}.", "the CDDO", "GDS",
         "other_body"),
        ("The LGA, Socitm and Solace launched a framework. {}, deputy chair of an LGA board, was pleased.",
         "Neil Prior", "Jane Prior", "other_body"),
        ("Osborne set aside £1.8bn on 25 November 2015. Pay had entered beta. {} spread the money over four years.",
         "Computer Weekly", "The Guardian", "other_body"),
        # what an ellipsis leaves out
        ("UKCloud cost the Cabinet Office £17.5m. A minister had taken the line that “there was {} to be a cost”.",
         "unlikely", "…", "stitched"),
    ],
)  # fmt: skip
def test_is_found_and_the_article_s_own_passes(
    generation: Generation, draft: str, right: str, wrong: str, outcome: str
) -> None:
    assert_told_apart(generation, draft, right, wrong, outcome)


@pytest.mark.parametrize(
    "draft",
    [
        # "not old ones" is what "just new ones" says, and "no paper" what "free of paper" does
        "Fujitsu would not bid for public work during the inquiry. The pause did not apply to old customers.",
        "Scotland's Digital Future came out in 2012. Denmark wants no paper in dealings with services by 2015.",
        # the month belongs to the date, the office to no name, and "Beside" and "Instead" to nobody
        "The Spending Round of June 2013 counted on £800m from digital by default.",
        "David Bicknell thinks Brexit displaced the strategy. Beside the Industrial Strategy he found it dull.",
        # whom a pronoun is for need not be plain
        "Microsoft wanted choice. Its OOXML was left out. One would “put up costs and annoy citizens”, it claimed.",
        # a multiple counts nothing
        "The RPA's system was first put at £75.8 million and came to £350m, more than four times as much.",
        # what stands in a sentence that is as like is what is meant
        "Redcar's website had to be rebuilt. The cost of over £10m was reported in 2020.",
        "Digital Health has the Frontline budget going down by £700m. Some 30 trusts have no electronic system.",
        "Project Gigabit's update of 29 October 2021: 17.5 million premises have gigabit speeds.",
        "The NHS App was at 16 million users in September 2021. It has taken 3.2 million repeat prescriptions.",
        "Almost £700m has gone through G-Cloud.",
        # the words before "and" are another thing's
        "The NHS App has 16 million users. It has taken 3.2 million repeat prescriptions and 268,000 GP appointments.",
        # what is told apart is not denied, and what is somebody's is no name with them
        "Islington and Camden want one ICT service by April 2016. Decisions come on 9 and 24 September.",
        "Birmingham's Oracle project did more harm than equal pay, academics say in The Conversation.",
        # somebody who is regarded does nothing
        "Gavin Freeguard of the Institute for Government welcomed data policy's move to DCMS.",
        # short for the same first name, and one body for another that the article does not name
        "Neil Prior, deputy chair of the LGA's improvement and innovation board, was pleased with the framework.",
        "GDS lost its chief. Mike Bracken of the Cabinet Office is off to the Co-op.",
        # a sum that is of nobody in its clause, and one of several, which is no other number
        "Bidders completed 36 applications for Ofsted's work. One bidder was dxw.",
    ],
)
def test_what_is_right_or_not_known_is_not_faulted(generation: Generation, draft: str) -> None:
    assert differing(generation, draft) == set()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Chancellor George Osborne spoke.", ["George Osborne"]),
        ("Health Secretary Matt Hancock and Prime Minister Theresa May spoke.", ["Matt Hancock", "Theresa May"]),
        ("Magnus Falk of techUK spoke.", ["Magnus Falk", "techUK"]),
        ("Digital Skills for Wales ended.", ["Digital Skills for Wales"]),
        ("The Spending Round of June 2013 ended.", ["Spending Round"]),
        ("Instead GDS paid.", ["GDS"]),
        ("Birmingham's Oracle failed.", ["Birmingham", "Oracle"]),
        ("They met at St George's House.", ["St George's House"]),
        ("It met LEAs and PCTs.", ["LEA", "PCT"]),
        ("It met the DfES.", ["DfES"]),
    ],
)
def test_names_are_read_without_offices_months_and_adverbs(text: str, names: list[str]) -> None:
    found = NameReader(EntityGazetteer.load()).names(text)
    assert [each.text for each in found] == names
    assert all(is_person(each) == (each.text.split()[0] in {"George", "Matt", "Theresa"}) for each in found)
