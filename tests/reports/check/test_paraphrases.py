"""Drafts in words of their own over the starter corpus: each kind of fault, beside the same draft without it."""

from __future__ import annotations

import pytest

from qabot.index.snapshot import Generation
from qabot.question.entities import EntityGazetteer
from qabot.reports.check import check_draft, read_draft

GAZETTEER = EntityGazetteer.load()


def differing(generation: Generation, text: str) -> set[tuple[str, str]]:
    """Return what differs: the words it is about, and the finding."""
    found = check_draft(read_draft("draft.txt", text.encode()), generation, GAZETTEER).differing
    return {(text[slice(*each.focus)], each.judgement.outcome) for each in found}


def assert_told_apart(generation: Generation, draft: str, right: str, wrong: str, outcome: str) -> None:
    """Check that a draft differs in nothing with the article's words in it, and so with others."""
    assert differing(generation, draft.format(right)) == set()
    assert outcome in {each for _, each in differing(generation, draft.format(wrong))}


@pytest.mark.parametrize(
    ("draft", "right", "wrong", "expected"),
    [
        (
            "Barnet Council signed two contracts with Capita. The bigger was worth £350m over {} years.",
            "ten",
            "15",
            ("15", "other_figure"),
        ),
        (
            "Barnet voted to end its outsourcing to Capita by 2026. Going back at once would have cost {} a year.",
            "£2.6m",
            "£2.6bn",
            ("£2.6bn", "other_figure"),
        ),
        (
            "Departments saved £490m on ICT and digital in half a year. ICT spending made up {} of the sum.",
            "£409m",
            "£490m",
            ("£490m", "other_figure"),
        ),
        (
            "23 councils got four stars in Better Connected 2012. The share in the top two ratings rose by 10 {}.",
            "percentage points",
            "per cent",
            ("10 per cent", "other_figure"),
        ),
        (
            "HMRC got the most from Spending Review 2020, £268m, and {} £232m.",
            "the Home Office",
            "the Ministry of Justice",
            ("£232m", "other_body"),
        ),
        (
            "Steve Halliday backed a local GDS with {} and 82 staff.",
            "£7.6m",
            "£9.1m",
            ("£9.1m", "other_figure"),
        ),
        (
            "Stephen Foreshew-Cain took over as head of GDS. He had been chief operating officer of GDS since {}.",
            "April 2014",
            "June 2014",
            ("June 2014", "other_date"),
        ),
        (
            "GOV.UK took over from Directgov on {}.",
            "17 October 2012",
            "17 November 2012",
            ("17 November 2012", "other_date"),
        ),
    ],
)
def test_another_figure_or_date_is_found_and_the_article_s_passes(
    generation: Generation, draft: str, right: str, wrong: str, expected: tuple[str, str]
) -> None:
    assert differing(generation, draft.format(right)) == set()
    assert expected in differing(generation, draft.format(wrong))


@pytest.mark.parametrize(
    ("draft", "right", "wrong", "outcome"),
    [
        (
            "The Home Office had to pay Raytheon about £224m. {} called the result catastrophic.",
            "Keith Vaz",
            "Theresa May",
            "other_body",
        ),
        ("{}, the operations director of PSN, said about 30 were left.", "John Stubley", "Stephen Kelly", "other_body"),
        (
            "Consult passed its first live test, on a consultation of the {} Government.",
            "Scottish",
            "Welsh",
            "other_body",
        ),
        ("Raytheon won in the end. {} competed with Capita for Barnet's work and lost.", "BT", "Serco", "other_body"),
        ("The Ocean Liner review of IT contracts had {} published.", "not been", "been", "altered"),
        ("Foreshew-Cain said in January 2016 that councils were {} job.", "not GDS's", "GDS's", "altered"),
    ],
)
def test_another_body_person_or_denial_is_found_and_the_article_s_passes(
    generation: Generation, draft: str, right: str, wrong: str, outcome: str
) -> None:
    assert_told_apart(generation, draft, right, wrong, outcome)


@pytest.mark.parametrize(
    "draft",
    [
        "Business Link went back to 1993.",
        "Without the connection Redditch could not go on with its work on benefits for the PSN.",
        "The grant of £3.68m was without precedent, in Mary Lanigan's words.",
        "PublicTechnology reported on 22 November 2021 that One Login would get £105m.",
        "Some 3.2m of 14m records had been moved for Making Tax Digital.",
        "Half of G-Cloud's sales by value went to smaller firms, and 24% of spending came from others.",
        "A discovery of GDS in September 2015 had found strong demand for notifications.",
        "Cat Little told MPs that the winding up of UKCloud would end late in 2024.",
        "Siobhan Coughlan of the LGA assured councils that none was at risk over the PSN.",
        "The Future Governance Forum said Whitehall should not assume that what suits the centre suits councils.",
    ],
)
def test_what_is_right_in_other_words_is_not_faulted(generation: Generation, draft: str) -> None:
    assert differing(generation, draft) == set()
