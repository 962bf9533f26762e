"""Figures of what lasted: how long it ran, since when it has been so, and what was before or is to come beside it."""

from __future__ import annotations

import pytest

from tests.facts.test_figure_periods import periods


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The contract runs for six years and is worth £40m.", ["over 6 years"]),
        ("The deal, which lasts five years, is valued at £12m.", ["over 5 years"]),
        ("The deal ran for five years, and the next one cost £12m.", [""]),
        ("The council will get £6m over the next two financial years.", ["over 2 years"]),
        ("The plan is to save £8m over its first five years.", ["over 5 years"]),
    ],
)
def test_a_sum_is_spread_over_the_years_that_its_contract_runs(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The old contract, which ran from 2010 to 2014, cost £30m.", ["2010/2014"]),
        ("The pilot, which took place in May 2014, cost £200,000.", ["2014-05"]),
        ("The scheme, in place since 2012, has saved £3m.", ["2012/.."]),
        ("The scheme, launched in 2012, has saved £3m.", [""]),
        ("The conference, which took place in May 2014, heard that it had cost £4m.", [""]),
        ("The record, in use by 2012, has saved £3m.", [""]),
        ("The record, in use since 2012, cost it £3m.", [""]),
    ],
)
def test_what_is_said_in_passing_of_how_long_it_lasted_is_when_the_rest_was(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The tool, on trial since January, has read 600 letters and is expected to read more.", ["2015-01/.."]),
        ("The system cost £5m to build in 2012 and £700,000 a year to run since.", ["2012", "per year"]),
        ("It is to save £4m a year from 2016, after costs of £5m.", ["2016/.. per year", ""]),
        ("Since 2012 the number has risen by 44%, from 2.7 million a year to 3.9 million in 2014.", ["2012/.."]),
        ("At its peak in 2012 the team had 90 staff, today it has 14 staff.", ["2012", "2015-11-25"]),
        ("In 2012 the team had 90 staff, in 2014 it had 40 staff.", ["2012", "2014"]),
        (
            "Figures for last month show 4,100 users, and the council hopes for 6,000 users by Christmas.",
            ["2015-10", ""],
        ),
        ("Three years ago it spent £4m; five years from now it will spend £1m.", ["2012", "2020"]),
        ("The line takes 40 calls a minute.", ["per minute"]),
    ],
)
def test_a_clause_beside_keeps_its_own_time(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is to finish three months earlier than planned at a cost of £4m.", [""]),
        ("It went live in 2014, two years later than planned, and cost £4m.", ["2014"]),
        ("It went live in 2014, a year earlier than expected, and cost £4m.", ["2014"]),
        ("It took 400 calls in 2014, a year earlier it took 300 calls.", ["2014", "2013"]),
    ],
)
def test_later_than_planned_is_no_date(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The council is to replace 400 laptops in March.", ["2016-03"]),
        ("The agency wants to recruit 400 staff by June.", ["2016-06"]),
        ("The council is to blame for losing 400 laptops in March.", ["2015-03"]),
    ],
)
def test_a_month_behind_what_is_to_be_lies_ahead(text: str, found: list[str]) -> None:
    assert periods(text) == found
