"""Times that a sentence counts from another of its own, or of the sentence before; none where two could be meant."""

from __future__ import annotations

import pytest

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.facts.figure_reading import figure_facts
from qabot.question.entities import EntityGazetteer

NAMES = EntityGazetteer.of(())


def periods(text: str) -> list[str]:
    """Return the times of the figures of a text that was published on 16 November 2023."""
    article = Article("a", "A story", text, published=PartialDate(2023, 11, 16))
    return [each.period for each in figure_facts(article, NAMES)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The deal ended in March 2022. By then it had cost £4m, £1m of it in 2015.", ["2022-03", "2015"]),
        ("The scheme began in 2016. It has cost £4m since then.", ["2016/.."]),
        ("The scheme began in 2016. Since then it has cost £4m, and £1m more is due by 2026.", ["2016/..", "2026"]),
        ("Two laptops were stolen in 2018. The council has since locked 6,300 laptops.", ["2018", "2018/.."]),
        ("The plan ran from 2019 to 2022. In that time it cost £4m.", ["2019/2022"]),
        ("The plan ran from 2019 to 2022. Over the period it cost £4m.", ["2019/2022"]),
        ("The plan ran from May to July. It cost £4m.", ["2023-05/2023-07"]),
        ("The breach was in May 2022. It paid £4m in the three months that followed.", ["2022-06/2022-08"]),
        ("The breach was in 2019. It paid £4m in the following two years.", ["2020/2021"]),
        ("It lost £4m in the year to March 2023. That was up from £3m a year earlier.",
         ["2022-04/2023-03", "2021-04/2022-03"]),
        ("It took 400 calls in April 2023. A year earlier it had taken 250 calls.", ["2023-04", "2022-04"]),
        ("It lost £4m in the year to March 2023. It paid £2m of fines in the year.",
         ["2022-04/2023-03", "2022-04/2023-03"]),
    ],
)  # fmt: skip
def test_a_time_is_that_of_the_sentence_before(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "It grew in 2016 and again in 2019. By then it had cost £4m.",
        "It grew in 2016 and again in 2019. A year earlier it had cost £4m.",
        "It began in 2016.\n\nSince then it has cost £4m.",
        "It grew. In the same period of 2022 it cost £4m.",
        "It grew in 2021. In the same period of 2022 it cost £4m.",
        "The accounts for 2021-22 are out. It will need £4m.",
        "The audit was held in 2021. It cost £4m.",
    ],
)
def test_it_is_none_where_two_could_be_meant_or_none_is_named(text: str) -> None:
    assert periods(text) == [""]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It lost £4m between April and June 2023, and £3m in the same months of 2022.",
         ["2023-04/2023-06", "2022-04/2022-06"]),
        ("It is shut from 8 April to 30 September. In the same months of 2022 it took £3m.", ["2022-04-08/2022-09-30"]),
        ("It lost £4m in the last quarter of 2022. It had lost £3m in the same quarter a year earlier.",
         ["2022-10/2022-12", "2021-10/2021-12"]),
        ("It lost £4m in the first half of 2022 and £3m in the second.", ["2022-01/2022-06", "2022-07/2022-12"]),
        ("It lost £4m in the last financial year and £1m so far in this one.", ["2022-04/2023-03", "2023-04/2024-03"]),
        ("It spent £4m in 2021-22 and £5m in the following year.", ["2021-04/2022-03", "2022-04/2023-03"]),
        ("In the last quarter of 2022 it took 4,000 calls, compared with 3,000 calls in the previous quarter.",
         ["2022-10/2022-12", "2022-07/2022-09"]),
    ],
)  # fmt: skip
def test_a_part_is_that_of_another_year_or_beside_another(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The accounts for 2021-22 and 2022-23 came out in print. It spent £4m on licences.", [""]),
        ("Auditors have read the accounts for 2021-22. Keeping it alive cost £4m.", ["2021-04/2022-03"]),
        ("Its report covers 2021-22. The council has 400 staff.", [""]),
    ],
)
def test_accounts_are_of_a_year_where_what_was_is_told(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In the academic year 2021-22 it lent 400 laptops.", ["2021-09/2022-08"]),
        ("It lent 400 laptops in the 2021/22 school year.", ["2021-09/2022-08"]),
        ("It asked 400 councils in the spring.", ["2023"]),
        ("In the winter it took 400 calls.", [""]),
        ("It lost 40 staff over the past six months.", ["2023-05/2023-11"]),
        ("It will hire 40 staff in the next six months.", ["2023-11/2024-05"]),
        ("The scheme closes in May. It will have paid out £9m by then.", ["2024-05"]),
        ("In the week beginning 6 November it took 4,000 calls.", ["2023-11-06/2023-11-12"]),
        ("In calendar 2022 it lost £4m.", ["2022"]),
        ("By Friday 400 people had applied.", ["2023-11-10"]),
        ("To the end of June it had spent £4m.", ["../2023-06"]),
        ("It aims to save £4m a year from 2025-26.", ["2025-04/.. per year"]),
        ("The extension to 2029 is priced at £4m.", ["../2029"]),
    ],
)
def test_a_time_is_read_as_it_is_written(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The contract ends in 2026 and costs £4m a year.", ["per year"]),
        ("The three-year, £4m contract starts in July.", ["over 3 years"]),
        ("In May the auditors said that the plan would cost £4m.", [""]),
        ("It will spend £4m, most of it by 2026.", [""]),
        ("The work was due to cost £4m and finish in 2022.", [""]),
        ("It is to save £30m over three years, £10m of it in the first.", ["over 3 years", ""]),
        ("Each month of delay costs £4m.", ["per month"]),
        ("It had 300 calls in 2022 but hopes for 400 calls.", ["2022", ""]),
        ("400 firms missed the deadline of 31 March 2023.", [""]),
        ("It had spent £10m by 2022 of the £30m it got in 2020.", ["2022", "2020"]),
        ("It spent £30m, £40m and £50m in 2015, 2016 and 2017.", ["2015", "2016", "2017"]),
        ("In 2015, 2016 and 2017 it spent £40m.", ["2015/2017"]),
        ("Before April 2023 it had 400 staff.", ["../2023-04"]),
        ("According to its 2021-22 accounts it spent £4m.", ["2021-04/2022-03"]),
    ],
)
def test_when_something_else_is_said_to_begin_or_end_is_no_figures_time(text: str, found: list[str]) -> None:
    assert periods(text) == found
