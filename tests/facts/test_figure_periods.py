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
        ("It has £12m for 2015-16 and £20m for the year after.", ["2015-04/2016-03", "2016"]),
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
        ("It took 2.9m applications, of which 628,000 came on the last day, 18 June.", [""]),
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
