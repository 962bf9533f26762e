"""Which time of a sentence is a figure's: kinds of sentences in which another's was taken for it, or none was."""

from __future__ import annotations

import pytest

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.facts.figure_reading import figure_facts
from qabot.question.acronyms import read_body_names
from qabot.question.entities import EntityGazetteer

NAMES = EntityGazetteer.of(read_body_names())


def periods(text: str) -> list[str]:
    """Return the times of the figures of a text that was published on 25 November 2015."""
    article = Article("a", "A story", text, outlet="Computing", published=PartialDate(2015, 11, 25))
    return [each.period for each in figure_facts(article, NAMES)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It spent £33m on repairs after an outage in December 2014.", [""]),
        ("It spent £33m on repairs in December 2014.", ["2014-12"]),
        ("It lost 60% of its income, once the contract came to an end in June 2014.", [""]),
        ("The attack in March 2013 cost it £8m.", [""]),
        ("It took in £640m connected with the business case of 2013.", [""]),
        ("Last Monday's meeting was told that it cost £8m.", [""]),
        ("Last week it announced that 53 councils had joined.", [""]),
        ("A tool introduced by the office in 2012 reached 12% of services.", [""]),
        ("In 2014 it released a report that counted 300 websites.", [""]),
        ("In 2014 it counted 300 websites.", ["2014"]),
        (
            "They bid for £7m under a scheme that the minister, Rishi Sunak, launched at a conference in July 2015.",
            [""],
        ),
        ("Costs of £1.5bn were not told, which were left out of the sums in 2012.", [""]),
    ],
)
def test_what_happened_besides_has_its_own_time(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They had worked together since 2011, and hoped to save £40m a year.", ["per year"]),
        ("Costs were cut by £310m since 2009 and stood at £2bn.", ["2009/..", ""]),
        ("It was used by 19 services; the plan had been for 46 firms by March 2014.", ["", "2014-03"]),
        ("Its cost went up to £1.1bn, and the date had moved to 2030.", [""]),
        ("It was paused in October 2014, and its costs had risen by £1bn.", [""]),
        ("It had saved £3.5bn, which was disputed because they counted from 2010.", [""]),
        ("They meant to merge by April 2016, a step that should save £4m a year.", ["per year"]),
        ("The record, in use since 2011, cost it £11m.", [""]),
        ("It has used the record since 2011 at a cost of £11m.", ["2011/.."]),
    ],
)
def test_a_clause_of_its_own_keeps_its_time(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It lost £513m in 2014, against a profit of £75m the year before, while debt fell.", ["2014", "2013"]),
        ("It made £20m, against a profit of £75m in 2013, while debt fell to £9m.", ["", "2013", ""]),
        ("There were more than 700 firms in May 2013, of which 80% were small.", ["2013-05", "2013-05"]),
        ("The share grew from 28% of time in 2014 to 31%.", ["2014", ""]),
        ("It will spend £90m by March 2018 and £4.5m a year after that.", ["2018-03", "per year"]),
        ("Benefits put at £2.5bn over ten years were marked down to £366m.", ["over 10 years", ""]),
        ("It gave £1.8bn over five years, with £450m of that for one office.", ["over 5 years", "over 5 years"]),
        ("A contract of £7m over five years was signed, and one of £2m.", ["over 5 years", ""]),
        ("It is to cost £11bn up to 2037, £2bn of which had been spent by March 2013.", ["../2037", "2013-03"]),
        ("It missed 14 of its 22 targets in 2014.", ["2014", "2014"]),
        ("In 2011 it began, and by 2012 it was one of the leaders in the field, offering 18 prizes.", ["2012"]),
        ("A budget of £8m for this year and £11m for next was agreed.", ["2015", "2016"]),
        ("Costs hit £2.4bn in 2013-14 before falling to £2.1bn.", ["2013-04/2014-03", ""]),
        ("It employs 900 people, 200 of them hired since January.", ["", "2015-01/.."]),
        ("Between 2010 and 2014 costs rose from £31m to £47m.", ["", "2010/2014"]),
        ("Expected benefits for 2016-20 fell from £873m to £217m.", ["2016/2020", "2016/2020"]),
        ("Its team had 14 people in 2012 and has now shrunk to five staff.", ["2012", ""]),
        ("The fine is the largest since 2011, when a firm paid £250,000.", ["2011"]),
    ],
)
def test_each_of_several_figures_has_its_own_time(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On figures reported up to November 2014, sales stood at £1.7bn.", ["../2014-11"]),
        ("It may get £180m to run the old system of the branches over another five years.", ["over 5 years"]),
        ("Under a framework that ran from 2011 to 2013, councils bought £63m of networks.", ["2011/2013"]),
        ("It gave out 1,000 licences for a trial that ran from October to December 2014.", [""]),
        ("It did better than a target of 68% that had been set for March 2014.", ["2014-03"]),
        ("Since it went online in 2010, 80 agencies have joined.", ["2010/.."]),
        ("Since it lost £4m in 2014, the council has been careful.", ["2014"]),
        ("Next year's budget is £310m.", ["2016"]),
        ("Last year's report found £310m.", [""]),
        ("Some 15 councils are to join next spring.", ["2016"]),
        ("Some 15 councils joined last summer.", ["2015"]),
        ("Some 15 councils joined last winter.", ["2014"]),
        ("Q3 sales were £338m.", ["2015-07/2015-09"]),
        ("Q4 sales were £338m.", ["2014-10/2014-12"]),
        ("The pilot ran from 4 to 29 March and cost £18,500.", ["2015-03-04/2015-03-29"]),
        ("It has £14m to spend in the year from April 2015.", ["2015-04/2016-03"]),
        ("Over the past financial year it collected £92m.", ["2014-04/2015-03"]),
        ("It cost £6m in the first six months of this financial year.", ["2015-04/2015-09"]),
        ("Sales of £48m were made in the last three months of 2014.", ["2014-10/2014-12"]),
        ("Losses doubled in the half-year to June, to £22m.", ["2015-01/2015-06"]),
        ("Its annual report for 2013-14 shows a surplus of £1.4m.", ["2013-04/2014-03"]),
        ("Its report of 3 May 2014 shows a surplus of £1.4m.", [""]),
        ("It gets £100m over the three years from April 2012.", ["2012-04/2015-03"]),
        ("It ran for the six months starting in October 2014 and cost £3m.", ["2014-10/2015-03"]),
    ],
)
def test_times_that_were_missed(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was due to end in March 2016. Some 100 services would use it by then.", ["2016-03"]),
        ("It opened in March 2014. That month 100 services used it.", ["2014-03"]),
        ("It was due to end in March 2016.\n\nSome 100 services would use it by then.", [""]),
        ("It was begun in 2014 and was due to end in March 2016. Some 100 services would use it by then.", [""]),
        ("It was due to end in March 2016. Some 100 services use it.", [""]),
        ("It was due to end in March 2016. Some 100 services used it in 2014, and more by then.", ["2014"]),
    ],
)
def test_a_time_may_stand_in_the_sentence_before(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It lost 400 forms in March last year.", ["2014-03"]),
        ("It lost 400 forms on 3 July last year.", ["2014-07-03"]),
        ("Between June and August last year it lost 400 forms.", ["2014-06/2014-08"]),
        ("During May half-term week last year it lost 400 forms.", ["2014-05"]),
        ("It will lose 400 forms in March next year.", ["2016-03"]),
        ("It lost 400 forms last December and 30 forms this April.", ["2014-12", "2015-04"]),
        ("It lost 400 forms last October.", ["2015-10"]),
        ("It will lose 400 forms next December.", ["2015-12"]),
        ("It will lose 400 forms next October.", ["2016-10"]),
        ("This may cost it £4m.", [""]),
        ("Next may come cuts of £4m.", [""]),
        ("It spends £8m this year and £11m next on the app.", ["2015", "2016"]),
        ("It spent £8m and £11m next to nothing.", ["", ""]),
        ("It has £12m for 2015-16 and £20m for the year after.", ["2015-04/2016-03", "2016-04/2017-03"]),
    ],
)
def test_a_month_is_of_the_year_that_is_named_with_it(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It recorded 2,300 frauds in the quarter that ended in September.", ["2015-07/2015-09"]),
        ("Revenue was £61m in the six months that ended on 30 June 2015.", ["2015-01/2015-06"]),
        ("In the quarter to September it lost 40 staff.", ["2015-07/2015-09"]),
        ("In the two quarters to June 2015 it lost 40 staff.", ["2015-06"]),
        ("Three quarters of the year's 400 bugs were old.", ["", ""]),
        ("It signed a £26m deal in January that will run until 2018.", ["2015-01"]),
        ("It plans to open 14 hubs in January.", ["2016-01"]),
        ("On 1 April the trust will hand back £2.5m.", ["2016-04-01"]),
        ("On 1 April the trust handed back £2.5m.", ["2015-04-01"]),
        ("Only 3 of 12 milestones due by June had been met.", ["2015-06", "2015-06"]),
        ("The council has budgeted £14m and £16m for 2013 and 2014 respectively.", ["2013", "2014"]),
        ("It spent £14m, £16m and £9m in 2012, 2013 and 2014 respectively.", ["2012", "2013", "2014"]),
        ("Hull and York spent £14m and £16m respectively in 2013.", ["2013", "2013"]),
    ],
)
def test_lengths_lists_and_what_lies_ahead(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The register, a platform built by a team of 40 people, held 2.1m records in March 2015.", ["", "2015-03"]),
        ("The register, run by a staff of 40 people, held 2.1m records in March 2015.", ["", "2015-03"]),
        ("Approved in 2012 at £12m, the scheme has produced 3 prototypes.", ["2012", ""]),
        ("After six years of delay and £18m of spending, it was scrapped in May 2015.", [""]),
        ("Of the 48 sites, 12 sites closed in 2014.", ["", "2014"]),
        ("Of the 300 posts advertised in 2014, 90 posts are vacant.", ["2014", ""]),
        ("It took 2.9m applications, of which 628,000 came on the last day, 18 June.", ["", "2015-06-18"]),
        ("It closed 21 stations, three of them last year.", [""]),
        ("It paid £3m a year, and since April it has paid £2m.", ["per year", "2015-04/.."]),
        ("With 450 staff in 2012 and 300 staff now, it is slower.", ["2012", ""]),
        ("The outage of 4 February hit 61 practices.", ["2015-02-04"]),
        ("An outage on 4 February left 61 practices without records.", ["2015-02-04"]),
        ("An outage on 4 February left a bill of £6m.", [""]),
        ("The force reported 40 incidents in 2013 and 60 incidents in 2014.", ["2013", "2014"]),
        ("It published 30 datasets in 2014.", ["2014"]),
        ("It published a report on 30 datasets in 2014.", [""]),
        ("He said in March that there were 30 organisations left.", ["2015-03"]),
        ("He told MPs in March that 14 systems were out of support.", ["2015-03"]),
        ("He told MPs in March that 14 systems had no owner.", ["2015-03"]),
        ("He told MPs in March that 14 systems had been closed.", [""]),
        ("He told MPs in March that 14 systems were closed.", [""]),
        ("The office reported in March that 14 systems had no owner.", [""]),
    ],
)
def test_a_time_told_of_something_else_in_the_sentence_is_not_the_figures(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Five years of funding worth £30m went to it.", ["over 5 years"]),
        ("Three years of support at a cost of £9m were bought in 2014.", ["2014 over 3 years"]),
        ("Two years' money, £14m in all, was handed out.", ["over 2 years"]),
        ("Three years of talks for £9m were held.", [""]),
        ("In each of the last three years it lost 40 engineers.", ["per year"]),
        ("Weekly visits have doubled, to 26,000, since 2013.", ["2013/.. per week"]),
        ("At weekly meetings it saw 12 suppliers.", [""]),
    ],
)
def test_rates_and_years_of_what_a_sum_is_for(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Within a year of its launch in 2012 it had 900 users.", [""]),
        ("Ten years on from its launch in 2005, the portal has 8m accounts.", [""]),
        ("A year after it was launched, in 2012, it had 900 users.", ["2012"]),
        ("At £40m, its budget is twice that of 2012.", [""]),
        ("It let the work in 2012 for seven years at £90m.", ["2012 over 7 years"]),
        ("The £90m contract, let in 2012, had cost £130m by 2014.", ["", "2014"]),
        ("The £90m contract was let in 2012.", ["2012"]),
        ("First put at £90m, costs reached £130m in 2014.", ["", "2014"]),
        ("It gave £10m in March 2014 and another £15m that autumn.", ["2014-03", "2014"]),
        ("The year 2014 saw 60 resignations.", ["2014"]),
        ("The 2014 budget of £4m was cut.", ["2014"]),
        ("The 2014 Budget gave it £4m.", [""]),
        ("The March figure was 410 cases.", ["2015-03"]),
        ("The march figure was 410 cases.", [""]),
        ("May's sales were £4m.", ["2015-05"]),
        ("May's speech cost £4m.", [""]),
        ("It sold 400 licences in the last week of May 2014.", ["2014-05"]),
        ("It sold 400 licences from January through March 2014.", ["2014-01/2014-03"]),
    ],
)
def test_what_is_counted_from_an_event_and_what_a_year_or_a_month_has(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "It answered 66% of calls in the year to April 2015; three years before, 85%.",
            ["2014-05/2015-04", "2011-05/2012-04"],
        ),
        ("In March 2014 it had 40 staff; two months earlier it had 45 staff.", ["2014-03", "2014-01"]),
        (
            "In the third quarter of 2014 it took £4m, against £3m in the previous quarter.",
            ["2014-07/2014-09", "2014-04/2014-06"],
        ),
        (
            "It made £4m in the quarter to June, compared with £3m in the quarter before.",
            ["2015-04/2015-06", "2015-01/2015-03"],
        ),
        ("It made £4m in June, and £3m the month before.", ["2015-06", "2015-05"]),
        ("It made £4m in June 2014 and £3m in the following month.", ["2014-06", "2014-07"]),
        ("It made £4m in 2013-14 and £3m in the following financial year.", ["2013-04/2014-03", "2014-04/2015-03"]),
        (
            "It lost £53m in 2013-14, and for the year after that a further £39m.",
            ["2013-04/2014-03", "2014-04/2015-03"],
        ),
        ("It lost £53m in 2013-14, £40m in the year before that.", ["2013-04/2014-03", "2012-04/2013-03"]),
        (
            "It lost £4m in the four months to July and £3m in the four months before.",
            ["2015-04/2015-07", "2014-12/2015-03"],
        ),
        ("The year after a breach it had 400 users.", [""]),
        ("The month before the launch it had 400 users.", [""]),
        ("It had 400 users in the quarter before.", [""]),
        ("In 2014 it had 400 users, more than in the quarter before.", ["2014"]),
        ("Three years before, it had 300 users.", [""]),
        ("On 3 May 2014 it lost £4m, £3m less than the week before.", ["2014-05-03", "2014-05-03"]),
    ],
)
def test_a_time_is_counted_from_the_one_before(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("By the end of the decade it wants to have saved £45m.", ["2019"]),
        ("It wants to have 400 users by the end of the year.", ["2015"]),
        ("By the end of the year it had 400 users.", [""]),
        ("It had 30 staff in March 2012 and by the end of the year it had 40 staff.", ["2012-03", "2012"]),
        ("It will save £4m by year-end.", ["2015"]),
        ("He left at year-end with £4m.", [""]),
        ("It is to pay £4m by the end of the month.", ["2015-11"]),
        ("It is to pay £4m by the end of the financial year.", ["../2016-03"]),
        ("Since the start of the year 90 staff have left.", ["2015/.."]),
        ("It had 90 staff at the start of the year.", [""]),
        ("It forecasts £66m for the financial year that has just begun.", ["2015-04/2016-03"]),
        ("In the tax year that ended in April, 300 people signed up.", ["2014-04/2015-03"]),
        ("It spent £9m in the financial year just ended.", ["2014-04/2015-03"]),
        ("It has £9m for the financial year that begins in April.", ["2016-04/2017-03"]),
        ("It paid £640,000 in the first five months of this year.", ["2015-01/2015-05"]),
        ("It lost 400 staff in the first ten months of 2014.", ["2014-01/2014-10"]),
        ("It lost 400 staff in the last four months of 2014.", ["2014-09/2014-12"]),
        ("It lost 400 staff in the second six months of 2014.", ["2014-07/2014-12"]),
        ("It lost 400 staff in the first eight months of 2014-15.", ["2014-04/2014-11"]),
        ("It lost 400 staff in the last few months of 2014.", ["2014"]),
    ],
)
def test_ends_of_years_years_of_accounts_and_months_of_a_year(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Last month it wrote off £7m of the £19m it had spent since 2010.", ["2015-10", "2010/.."]),
        ("Last month it recovered £2m of the £6m lost in 2013.", ["2015-10", "2013"]),
        ("£14m of the £65m had been claimed by May 2014.", ["2014-05", ""]),
        ("This year's budget has £32m for networks, next year's £47m.", ["2015", "2016"]),
        ("This year it gets £32m for networks, next year £47m.", ["2015", "2016"]),
        ("It has £32m for networks next year, and £47m for the app.", ["2016", "2016"]),
        ("The force ran 750 systems in 2013, a third of them bought before 2000.", ["2013", "../2000"]),
        ("It runs 40 systems built before 2000.", ["../2000"]),
        ("It should cost £10m before 2020 is over.", ["2020"]),
        ("Some 4,000 people, a quarter of the workforce, left between 2010 and 2014.", ["2010/2014", "2010/2014"]),
        ("It has 300 staff, and 40 contractors, who joined in 2014.", ["", "2014"]),
        ("Some 90 staff left this year, on top of 210 staff in 2014.", ["2015", "2014"]),
        ("The bill, £10m so far, is to hit £40m by the time it closes in 2020.", ["", "2020"]),
        ("It has spent £10m so far this year.", ["2015"]),
        ("The spending, £5m in the first year and £3m in the second, is to end in 2017.", ["", ""]),
        ("From 2016 the charge is £40, up from £25.", ["2016/..", ""]),
        ("From 2016 the charge is £40, up from £25 in 2014.", ["2016/..", "2014"]),
        ("It lost 400 staff in 2014, up 11% on the year before.", ["2014", "2014"]),
        ("It lost 400 staff, twice as many as in 2013.", [""]),
        ("It took £4m, more than in all of 2013.", [""]),
        ("It took £4m, more than in 2013, when it took £3m.", ["", "2013"]),
        ("Within two years of opening in 2012, it had 4,000 users.", [""]),
        ("It cost £3m, or £4m in today's prices.", ["", ""]),
        ("It cost £3m in 2013-14 prices.", [""]),
        ("It cost £3m in 2013-14.", ["2013-04/2014-03"]),
    ],
)
def test_parts_wholes_and_what_others_are_measured_by(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Over the next three years it will move 400 people.", ["over 3 years"]),
        ("In the past five years it has lost 400 staff.", ["over 5 years"]),
        ("It spent £28m on software in the five years before it was abolished.", ["over 5 years"]),
        ("It lost 300 engineers in the five years after the merger.", ["over 5 years"]),
        ("It will save £86m over four years and £835m over ten.", ["over 4 years", "over 10 years"]),
        ("It will save £86m and spend £835m over ten.", ["", ""]),
        ("It spent £4m on a system that has been in use for over 20 years.", [""]),
        ("It treats 400 patients over 75 years of age.", [""]),
        ("It costs £21m and £13m a year to keep them.", ["per year", "per year"]),
        ("It costs £21m to build and £13m a year to keep.", ["", "per year"]),
    ],
)
def test_years_over_which_anything_is_counted(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It opened two years later than planned and cost £40m.", [""]),
        ("It was done a year earlier than expected at a cost of £12m.", [""]),
        ("In 2013 it was dropped, three years later than promised, at a cost of £4m.", ["2013"]),
        ("In 2013 it cost £4m, and three years earlier £3m.", ["2013", "2010"]),
    ],
)
def test_how_late_something_is_dates_nothing(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The council is to spend £4m on it in September.", ["2016-09"]),
        ("The trust must find £4m in March.", ["2016-03"]),
        ("It intends to move 300 staff in June.", ["2016-06"]),
        ("It spent £4m on it in September.", ["2015-09"]),
        ("Nobody is to blame for the £4m lost in September.", ["2015-09"]),
    ],
)
def test_a_bare_month_of_what_is_to_be_done_lies_ahead(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It took on 130 people in the year after the law came into force in May 2012.", ["2012-05/2013-04"]),
        ("It saved £4m in the two years after it moved to the cloud in April 2011.", ["2011-04/2013-03"]),
        ("It paid £3m in the six months before the contract ended in March 2013.", ["2012-10/2013-03"]),
        ("It took 900 calls in the month after it opened in May 2012.", [""]),
    ],
)
def test_a_length_counted_from_an_event_is_a_time(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It went live in 2013 and costs £4m a year.", ["per year"]),
        ("Officers got 9,000 tablets during 2013, and each costs £14 a month.", ["2013", "per month"]),
        ("It bought 300 sensors in 2013 and they cost £4,000 a year.", ["2013", "per year"]),
        ("It closed two sites in 2013, saving the county £900,000 a year.", ["2013", "per year"]),
        ("It closed two sites in 2013 and spent £4m.", ["2013", "2013"]),
    ],
)
def test_what_has_been_so_since_is_not_of_the_time_before_it(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Most councils (64%) ran old software in 2013.", ["2013"]),
        ("Nearly two thirds of councils (64%) ran old software in 2013.", ["2013", "2013"]),
        ("It made £4m (£3m) in 2013.", ["2013", ""]),
    ],
)
def test_a_figure_in_brackets_has_the_time_of_what_it_says_again(text: str, found: list[str]) -> None:
    assert periods(text) == found


def test_a_clause_behind_has_the_time_that_stands_in_it() -> None:
    assert periods("It had 12 depots in 1999, which fell to 8 in 2005.") == ["1999", "2005"]
    assert periods("It cost £4m for a system that was launched in 2013.") == [""]


@pytest.mark.parametrize(
    ("published", "found"),
    [("2015-02-05", "2014"), ("2015-05-05", "2014-04/2015-03"), ("2015-11-05", "")],
)
def test_the_year_just_ended_is_told_by_the_day(published: str, found: str) -> None:
    text = "It spent £4m in the year just ended."
    article = Article("a", "A story", text, published=PartialDate.parse(published))
    assert [each.period for each in figure_facts(article, NAMES)] == [found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Savings of £4m were made by the end of 2013/14.", ["../2014-03"]),
        ("At the end of 2013/14 it held 400 records.", ["2014-03"]),
        ("In 2013/14 it held 400 records.", ["2013-04/2014-03"]),
        ("It spent £4m in the last tax year.", ["2014-04/2015-03"]),
        ("It spent £4m over the past year.", ["2014-12/2015-11"]),
        ("It paid £2m in 2010-11 and £3m in each of the following two years.",
         ["2010-04/2011-03", "2011-04/2013-03 per year over 2 years"]),
    ],
)  # fmt: skip
def test_years_of_accounts_are_told_by_their_ends_and_from_each_other(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fines of £2m were issued in 2014, twice the total for 2013.", ["2014"]),
        ("Some 340 laptops were delivered in March 2014, more than the number in 2013.", ["2014-03"]),
        ("The report that counted 300 sites was issued in 2014.", [""]),
        ("The £12m project, due to finish in 2013, is late.", [""]),
        ("It had 90 vacancies in January, falling to 60 in June.", ["2015-01", "2015-06"]),
        ("It took on 40 staff in May 2013 and another 30 that autumn.", ["2013-05", "2013"]),
    ],
)
def test_what_a_figure_is_measured_by_has_a_time_of_its_own(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It opened in 2011 with £50m, and another £30m was added in the 2013 Budget.", ["2011", ""]),
        ("It opened in 2011 with £50m, and another £30m was added in 2013.", ["2011", "2013"]),
        ("It will hire 40 people in 2016/17 and 60 more in each of the two years after that.", ["2016-04/2017-03"]),
        ("The charge is £40 until April.", ["../2016-04"]),
        ("The charge was £40 until April.", ["../2015-04"]),
    ],
)
def test_a_second_figure_of_a_sentence_gives_the_first_nothing_of_its_own(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        ("Spending on consultants in 2013", "The trust paid Deloitte £2m. It paid £1m for desks.", ["2013", ""]),
        ("Council's outturn for 2013/14", "Staff costs were £14m.", ["2013-04/2014-03"]),
        ("Spending on consultants in 2013", "The trust pays Deloitte £2m.", [""]),
        ("Spending on consultants in 2013", "The trust paid Deloitte £2m in 2012.", ["2012"]),
        ("Spending on consultants from 2013 to 2015", "The trust paid Deloitte £2m.", [""]),
        ("Trust left in the dark in 2013", "The trust paid Deloitte £2m.", [""]),
    ],
)
def test_a_headline_says_when_the_first_sentences_figures_were(title: str, text: str, found: list[str]) -> None:
    article = Article("a", title, text, published=PartialDate(2015, 11, 25))
    assert [each.period for each in figure_facts(article, NAMES)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In its first year it will cost £4m; over five years, £19m.", ["", "over 5 years"]),
        ("It took 4,000 calls, 12% up on the first half of 2013.", ["", ""]),
        ("It took 4,000 calls in 2014, 12% up on 2013.", ["2014", "2014"]),
    ],
)
def test_what_another_figure_is_spread_over_or_measured_by_is_not_ones_own(text: str, found: list[str]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Between March and last month it lost 40 staff.", ["2015-03/2015-10"]),
        ("It cost £3m to build and £400,000 a year to run from 2012.", ["", "2012/.. per year"]),
        ("It adds £16m to the deal and takes it to 2019.", [""]),
        ("Under a deal let in 2012, it pays £4m a year.", ["per year"]),
        ("In May 2014 the network failed. Some 400 staff were sent home.", ["2014-05"]),
        ("In May 2014 the deal was signed. Some 400 staff are to move.", [""]),
        ("It was put at £26m when work began, and £40m in 2014.", ["", "2014"]),
        ("It has spent £4m, £3m of it before April 2014.", ["", "../2014-04"]),
        ("It will run on and cost £9m a year until 2017-18.", ["../2018-03 per year"]),
        ("Since 2011, when it opened, it has cost £5m a year.", ["2011/.. per year"]),
        ("It saves £1m a year compared with the one let in 2012.", ["per year"]),
        ("It added £3m to the £17m cost forecast in 2012.", ["", "2012"]),
        ("The £14m of the £65m had been claimed by May 2014.", ["2014-05", ""]),
        ("As recently as 2013 it had 50 users.", ["2013"]),
        ("As recently as May 2013 it had 50 users.", ["2013-05"]),
        ("In the spring it lost 40 staff.", ["2015"]),
        ("In the spring it will move 40 staff.", ["2016"]),
    ],
)
def test_a_time_of_something_else_beside_a_figure_is_not_its_own(text: str, found: list[str]) -> None:
    assert periods(text) == found
