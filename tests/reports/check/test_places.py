"""Drafts whose wrong body, person, date or number is told by the place in which it stands."""

from __future__ import annotations

import pytest

from qabot.index.snapshot import Generation
from tests.reports.check.test_paraphrases import assert_told_apart, differing


@pytest.mark.parametrize(
    ("draft", "right", "wrong", "outcome"),
    [
        ("Citizen Safe and {} dropped out of Verify.", "Royal Mail", "Barclays", "other_body"),
        (
            "Contracts worth nearly £300m were signed with {} in six months, Civil Service World reported in May 2021.",
            "Amazon Web Services",
            "Microsoft",
            "other_body",
        ),
        (
            "Iain Patterson came to Common Technology Services from {}, where he broke up outsourcing arrangements.",
            "the DVLA",
            "HMRC",
            "other_body",
        ),
        (
            "CDDO's roadmap was published in June 2022. {} was permanent secretary of the DWP and sponsored services.",
            "Peter Schofield",
            "Jim Harra",
            "other_body",
        ),
        (
            "The NHS stood to pay CSC £2.2 billion for NPfIT. {}, who chaired the PAC, called CSC rotten.",
            "Margaret Hodge",
            "Tim Donohoe",
            "other_body",
        ),
        (
            "Scotland had a strategy. {}, Cabinet Secretary for Finance, said a digital nation needs digital rule.",
            "Derek Mackay",
            "Lorraine McMillan",
            "other_body",
        ),
        (
            "HMCTS spent £236m on Common Platform by 31 March 2021. {} gave the sums in a reply to a Labour MP.",
            "James Cartlidge",
            "Alex Cunningham",
            "other_body",
        ),
        (
            "Steve Halliday backed a local GDS. {} wanted it to be able to tell councils what they must do.",
            "Richard Copley",
            "Halliday",
            "other_body",
        ),
        (
            "{} said that the intervention by Halliday added to the momentum.",
            "ComputerworldUK",
            "Computing",
            "other_body",
        ),
        (
            "Ofsted's inspectors still wrote on paper. Deborah Pollard described the project to {} in January 2018.",
            "Government Computing",
            "Computer Weekly",
            "other_body",
        ),
        (
            "PublicTechnology split the sum into £1.3bn for {} and £450m for GDS.",
            "HMRC",
            "the NHS",
            "other_body",
        ),
        (
            "CDDO made pledges on skills for its roadmap in October 2023. The roadmap dated from {}.",
            "June 2022",
            "July 2022",
            "other_date",
        ),
        ("NHS England closed care.data in July 2016. It had been announced in {}.", "2013", "2011", "other_date"),
        (
            "Brent and Lewisham agreed a joint ICT service. Each council would have {} members on the committee.",
            "two",
            "four",
            "other_figure",
        ),
        (
            "Islington's merger of ICT with Camden saves £4m. Officers would look at the models again within 18 {}.",
            "months",
            "weeks",
            "other_figure",
        ),
        (
            "DBT tried Copilot. It found {} proof that Copilot raised productivity, and made no calculation of costs.",
            "no robust",
            "robust",
            "altered",
        ),
        (
            "The grant of {} was welcomed by Mary Lanigan, the council's leader.",
            "£3.68m",
            "£3.86m",
            "other_figure",
        ),
        ("It tendered work worth {} and £169m on Horizon in May 2025.", "£323m", "£323bn", "other_figure"),
        (
            "One Login gets £105m, Joanna Davinson said. It would replace {} of signing in and nearly 200 accounts.",
            "44 ways",
            "57 ways",
            "other_figure",
        ),
        ("Costs of over £2bn “were {}”, MPs said.", "not disclosed", "disclosed", "altered"),
    ],
)
def test_what_stands_in_another_s_place_is_found_and_the_article_s_passes(
    generation: Generation, draft: str, right: str, wrong: str, outcome: str
) -> None:
    assert_told_apart(generation, draft, right, wrong, outcome)


@pytest.mark.parametrize(
    "draft",
    [
        "CGI won a £500,000 contract for Manage My Ofsted Account. Twenty of 23 bids came from SMEs.",
        "CGI's contract for Ofsted ran for two years. It cost half a million pounds.",
        "Barnet's Richard Cornelius, who was council leader at that time, said Capita had saved millions.",
        "NHS Digital, the BMA, the RCGP and the National Data Guardian were named in coverage of GP data.",
        "A report advised that finance and human resources should return to the council by April 2019.",
        "The Information Commissioner's Office reprimanded Hackney Council on 17 July 2024 over its attack.",
    ],
)
def test_what_is_right_in_such_a_place_is_not_faulted(generation: Generation, draft: str) -> None:
    assert differing(generation, draft) == set()
