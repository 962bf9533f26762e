"""What heads an event: a day, a stretch of time, or the end of one where its words say so."""

from __future__ import annotations

import pytest

from qabot.core.articles import Article
from qabot.core.dates import PartialDate, stretch_label
from qabot.facts.event_reading import dated_events
from qabot.facts.mere_mentions import is_mere_mention


def heads(text: str) -> list[tuple[str, str]]:
    """Return the times of a sentence of April 2026, as documents and as lists write them."""
    told = Article("a", "A story", text, published=PartialDate(2026, 4, 3))
    return [(each.when, each.label) for each in dated_events(told)]


@pytest.mark.parametrize(
    ("text", "when", "label"),
    [
        ("It was to be done by 2020-21.", "2021-03", "March 2021"),
        ("The programme ran until 2027-28.", "2028-03", "March 2028"),
        ("Plans were made up to 2014-15.", "2015-03", "March 2015"),
        ("Costs in 2022/23 were high.", "2022-04/2023-03", "2022-23"),
        ("The deal covers 2022-25.", "2022/2025", "2022 to 2025"),
        ("Benefits for 2016-20 were cut.", "2016/2020", "2016 to 2020"),
        ("Over the eight months to March 2024 it did well.", "2023-08/2024-03", "August 2023 to March 2024"),
        ("It failed 14 times in the last year.", "2025-05/2026-04", "May 2025 to April 2026"),
        ("It failed 14 times last year.", "2025", "2025"),
        ("The trial ran from October to December 2024.", "2024-10/2024-12", "October to December 2024"),
        ("The launch was moved from 1 July 2021 to 1 September 2021.", "2021-09-01", "1 September 2021"),
        ("It was put off, moving the date from 1 July 2021 to 1 September 2021.", "2021-09-01", "1 September 2021"),
        ("The completion date had moved from 2025 to 2030.", "2030", "2030"),
        ("Ministers changed the deadline from March 2024 to June 2025.", "2025-06", "June 2025"),
        ("The contract was extended from March 2020 to March 2025.", "2025-03", "March 2025"),
        ("Staff moved between offices from May to July 2023.", "2023-05/2023-07", "May to July 2023"),
        ("The council put £4m into it from 2010 to 2015.", "2010/2015", "2010 to 2015"),
        ("It closed by March 2024.", "2024-03", "March 2024"),
        ("It began in 2012.", "2012", "2012"),
    ],
)
def test_a_stretch_is_headed_as_the_stretch_or_as_its_end(text: str, when: str, label: str) -> None:
    assert heads(text) == [(when, label)]


def test_the_start_of_a_stretch_is_no_event_beside_it() -> None:
    text = "Over the eight months to March 2024, counted from August 2023, it did well."
    assert [when for when, _ in heads(text)] == ["2023-08/2024-03"]


def test_a_stretch_within_a_year_names_the_year_once() -> None:
    assert stretch_label(PartialDate(2023, 5, 2), PartialDate(2023, 5, 4)) == "2 May to 4 May 2023"
    assert stretch_label(PartialDate(2010, 4), PartialDate(2015, 3)) == "April 2010 to March 2015"
    assert stretch_label(PartialDate(2010)) == "2010"


@pytest.mark.parametrize(
    "text",
    [
        "NHS Digital was another of the bodies that featured in the coverage.",
        "Civil Service World reported his remarks.",
        "Computer Weekly reported the decision on 9 October 2018.",
        "BBC News and IT Pro both reported the ruling.",
        "The Cabinet Office was also named in the coverage.",
        "The coverage also concerned the Health and Social Care Information Centre (HSCIC).",
        "Besides NHSX, the bodies named in the report were NHS Digital and the Home Office.",
        "The organisations concerned in the change were the Cabinet Office and its unit.",
        "NHS Digital was the other organisation whose future the piece discussed.",
        "Local government featured too.",
    ],
)
def test_a_sentence_that_only_names_somebody_tells_nothing(text: str) -> None:
    assert is_mere_mention(text)


@pytest.mark.parametrize(
    "text",
    [
        "The cap was to last until 2029, with a review in 2026.",
        "The contract was halted in July 2010, and the Home Office also figured in coverage of the affair.",
        "Computer Weekly reported that the deal was dead.",
        "The company reported its results, a loss of £4m.",
        "NHS Digital postponed the launch.",
        "The report named three causes of the failure.",
        "Coverage reached 90% by December 2023.",
        "The minister published the review in May.",
        "ComputerworldUK reported the loss as a write-off by the department, and said that it would grow.",
        "The body was named the Digital Agency in 2019.",
        "The council was involved in a lawsuit in 2019.",
    ],
)
def test_a_sentence_that_tells_of_something_is_kept(text: str) -> None:
    assert not is_mere_mention(text)
