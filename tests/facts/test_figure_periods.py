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
