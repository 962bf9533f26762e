"""Whom a draft names in the place of another, in sentences that have little else of the article they go on in."""

from __future__ import annotations

import pytest

from qabot.index.snapshot import Generation
from tests.reports.check.test_paraphrases import assert_told_apart, differing

UKCLOUD = "UKCloud entered compulsory liquidation on 25 October 2022. "
ROADMAP = "CDDO brought its list of 75 top services up to date. "
BIRMINGHAM = "Birmingham's ERP programme suffered from poor design and missing skills. "
CLIFFORD = "The AI Opportunities Action Plan has 50 recommendations. "


@pytest.mark.parametrize(
    ("draft", "right", "wrong"),
    [
        (
            "The 2013 Spending Round was to save £800m, CRN reported. The Chancellor was {}.",
            "George Osborne",
            "Philip Hammond",
        ),
        (
            "The National Data Strategy went out for comment. {} was vice president of the Open Data Institute.",
            "Jeni Tennison",
            "Emma Prest",
        ),
        (f"{ROADMAP}{{}} is its chief executive.", "Megan Lee Devlin", "Tom Read"),
        (f"{ROADMAP}{{}}, its chief executive, is pleased.", "Megan Lee Devlin", "Jo Fry"),
        (f"{CLIFFORD}The author is {{}}.", "Matt Clifford", "Paul Willmott"),
        (f"{UKCLOUD}The NHS, the MOD and {{}} were customers.", "the Met Office", "the Land Registry"),
        (f"{UKCLOUD}The NHS and the MOD bought from it, and so did {{}}.", "GDS", "the Land Registry"),
        (f"{BIRMINGHAM}{{}}, the auditor, was blunt.", "Grant Thornton", "KPMG"),
        (
            "The MOD lacked skilled people for its digital plans, the NAO warned in October 2022. {} had the story.",
            "Forces News",
            "The Times",
        ),
        (
            "Suppliers responded to the £86 billion package, TelcoNews UK reported. A partner at {} was warmer.",
            "Spencer West",
            "Pinsent Masons",
        ),
        (
            "Bracken was to leave GDS at the end of September 2015. He came in July 2011 from {}, and took on data.",
            "Guardian News and Media",
            "the BBC",
        ),
        (
            "Bracken left the Co-op to advise governments. He has a visiting chair at {}, and new commitments.",
            "University College London",
            "King's College London",
        ),
    ],
)
def test_another_in_the_place_of_the_articles_is_told(
    draft: str, right: str, wrong: str, generation: Generation
) -> None:
    assert_told_apart(generation, draft, right, wrong, "other_body")


@pytest.mark.parametrize(
    "draft",
    [
        f"{UKCLOUD}The NHS, the MOD and the Met Office were customers, the Land Registry told the press.",
        f"{UKCLOUD}Like the Land Registry, the NHS, the MOD and the Met Office were customers.",
        f"{UKCLOUD}The Land Registry and the NHS have other suppliers now.",
        f"{ROADMAP}Tom Read, the former chief executive, left.",
        f"{ROADMAP}Tom Read, a director, is pleased.",
        f"{BIRMINGHAM}KPMG was not asked.",
        "Bracken left the Co-op to advise governments. He has a chair at Bloomsbury's University College London.",
        f"{BIRMINGHAM}KPMG, a rival, was not asked.",
        f"{CLIFFORD}Paul Willmott liked it.",
        "Bracken was to leave GDS at the end of September 2015. He had never been at the BBC.",
        "The MOD lacked skilled people for its digital plans, the NAO warned in October 2022. The Times was silent.",
    ],
)
def test_others_may_be_told_of_that_the_article_does_not_name(draft: str, generation: Generation) -> None:
    assert differing(generation, draft) == set()
