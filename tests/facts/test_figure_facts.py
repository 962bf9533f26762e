"""Figures with what they are of, about whom and when: each in a sentence that says so, and one that does not."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.facts import Attribution, FigureFact
from qabot.facts.figure_reading import figure_facts
from qabot.question.acronyms import read_body_names
from qabot.question.entities import EntityGazetteer

NAMES = EntityGazetteer.of(read_body_names())
GDS, HMRC, DWP = "Government Digital Service", "HM Revenue and Customs", "Department for Work and Pensions"


def article(text: str, title: str = "A story", organisations: tuple[str, ...] = ()) -> Article:
    """Return an article of November 2015."""
    published = PartialDate(2015, 11, 25)
    return Article("a", title, text, outlet="Computing", published=published, organisations=organisations)


def first(text: str, organisations: tuple[str, ...] = ()) -> FigureFact:
    """Return the first figure of a text."""
    return figure_facts(article(text, organisations=organisations), NAMES)[0]


def test_a_contribution_is_not_of_what_it_helps_with() -> None:
    assert first("The government offered the council £3.68m towards the costs of the attack.").of is None


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("GDS has a budget of £58m this year.", "budget"),
        ("Capita won a £12m contract for hosting.", "contract for hosting"),
        ("The council spent £40m on consultants.", "consultants"),
        ("Just 39% of district councils did well.", "district councils"),
        ("It closed 1,700 government sites.", "government sites"),
        ("A total of £311m in savings was claimed.", "savings"),
        ("They sent 389 expressions of interest.", "expressions of interest"),
        ("The cost of the Oracle project had risen to around £100 million.", "cost of the Oracle project"),
        ("It was to find savings of £185m by 2018/19.", "savings"),
        ("One Login was forecast to cost £305m.", "cost"),
        ("The auditors put the cost at £9.3 billion.", "cost"),
        ("The firm paid up, consisting of a refund of £11.09m.", "refund"),
        ("The package, comprising support of £4m, was late.", "support"),
        ("It was meant to bring benefits of £1.75bn.", "benefits"),
        ("The scheme would yield savings of £4m.", "savings"),
        ("The work brought losses of £5m.", "losses"),
        ("She would ask for a fund of £70m.", "fund"),
        ("The Home Office set aside an award of £224m on the grounds of irregularity.", "award"),
    ],
)
def test_says_what_a_figure_is_of(text: str, of: str) -> None:
    fact = first(text)
    assert fact.of is not None
    assert text[slice(*fact.of)] == of


def test_of_nothing_where_the_sentence_does_not_say() -> None:
    assert first("It was £4m.").of is None


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("GDS was to receive £450m.", GDS),
        ("The Treasury gave GDS £450m.", GDS),
        ("Osborne found £450m for GDS.", GDS),
        ("HMRC's £800m bill was too high.", HMRC),
        ("HMRC paid £724m to Capgemini.", HMRC),
        ("Some £40m was written off by the DWP.", DWP),
        ("HMRC began the work in 2010. It cost £5m.", HMRC),
        ("One in five offices of HMRC is shut.", HMRC),
        ("HMRC sued Fujitsu over tax. The department spent £5m.", HMRC),
        ("The NAO said that HMRC had spent £5m.", HMRC),
        ("Spending by HMRC rose, while GDS saved £3m.", GDS),
        ("Wombat Borough Council lost £2m.", "Wombat Borough Council"),
        ("Francis Maude said the Wombat Housing Association saved £3m.", "Wombat Housing Association"),
        ("Computing reported that the DWP had spent £7m.", DWP),
    ],
)
def test_says_about_whom_a_figure_is(text: str, about: str) -> None:
    facts = figure_facts(article(text), NAMES)
    assert facts[-1].about == about


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("GDS was to replace Verify, which a paper called a failed system on which £220m had gone.", "GOV.UK Verify"),
        ("GDS took over from HMRC, which had spent £30m on it.", HMRC),
        ("GDS followed the DWP, whose bill had come to £7m.", DWP),
        ("The Treasury gave £5m to HMRC, which spent £3m on tax.", HMRC),
        ("DWP bought a system from Capita, on which £4m had gone.", DWP),
        ("GDS bought Notify from HMRC, on which the DWP had spent £5m.", DWP),
        ("Francis Maude, who moved the vote, told HMRC that £4m was gone.", HMRC),
        ("HMRC, which runs the desk, told the DWP that it had spent £4m.", HMRC),
        ("HMRC began work at Wombat Park, which will house 340 servers.", HMRC),
        ("One Login, a Government Digital Service (GDS) project, was to replace 200 accounts.", "One Login"),
        ("Notify, the service of GDS for messages, sent 3m messages.", "GOV.UK Notify"),
    ],
)
def test_what_a_relative_clause_tells_is_of_whom_it_follows(text: str, about: str) -> None:
    assert figure_facts(article(text), NAMES)[-1].about == about


@pytest.mark.parametrize(
    ("text", "about"),
    [
        (
            "Some went to a branch of the DWP.\n\nThe desk had been open since 2013. By late 2015 it had cost £7m.",
            HMRC,
        ),
        (
            "Some went to a branch of the DWP.\n\nThat desk had been open since 2013. By late 2015 it had cost £7m.",
            "",
        ),
        ("The DWP took part.\n\nPapers differed on the price. The audit gave it as £46m.", HMRC),
        ("The DWP took part. The work was slow. It cost £7m.", DWP),
        ("The DWP took part.\n\nIt cost £7m.", DWP),
    ],
)
def test_it_is_nobody_of_an_earlier_paragraph_but_the_last_sentence(text: str, about: str) -> None:
    assert figure_facts(article(text, organisations=("HMRC",)), NAMES)[-1].about == about


@pytest.mark.parametrize("opening", ["Separately, the", "In addition, the", "Meanwhile, the", "The", "In London, the"])
def test_the_council_behind_a_comma_is_the_one_named_before(opening: str) -> None:
    text = f"Birmingham City Council met. {opening} council faced claims that could cost £5m."
    (fact,) = figure_facts(article(text, "Oracle in Birmingham"), NAMES)
    assert fact.about == "Birmingham City Council"


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("The audit gave it as £46m, while Computer Weekly used £40m and The National £60m.",
         ["The audit", "Computer Weekly", "The National"]),
        ("The Wombat Courier put it at £4m, the Yorkshire Post at £5m and the Evening Echo at about £6m.",
         ["Wombat Courier", "Yorkshire Post", "Evening Echo"]),
        ("One newspaper gave the cost as £4m; the minutes put HMRC's bill at £5m.", ["One newspaper", "the minutes"]),
        ("HMRC used £40m and the DWP £60m.", ["", ""]),
        ("The audit used 30 samples.", [""]),
        ("The report was paid for with £4m.", [""]),
        ("The NAO put 14 doctors in the car park.", [""]),
    ],
)  # fmt: skip
def test_papers_and_audits_give_figures_and_do_not_have_them(text: str, sources: list[str]) -> None:
    found = figure_facts(article(text, organisations=("Leeds City Council",)), NAMES)
    assert [each.said_by for each in found] == sources
    assert not {each.about for each in found} & {"Computer Weekly", "The National", "Yorkshire Post", "Evening Echo"}


def test_where_nobody_is_named_it_is_the_articles_own_body() -> None:
    assert first("The bill came to £5m.", ("Wombat Council",)).about == "Wombat Council"
    assert first("The bill came to £5m.").about == ""


def test_an_article_brings_its_own_names() -> None:
    text = "The Wombat Tram Executive (WTE) was set up. WTE had 40 staff."
    assert first(text).about == "Wombat Tram Executive"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("HMRC paid £724m in 2015/16.", "2015-04/2016-03"),
        ("HMRC paid £724m in 2015.", "2015"),
        ("By April 2013, £425m had been spent.", "2013-04"),
        ("It spent £34.6m between April 2010 and January 2015.", "2010-04/2015-01"),
        ("It saves £45m a year.", "per year"),
        ("It will cost £4bn over five years.", "over 5 years"),
        ("Over ten years, the MOD was due to spend £11.7bn.", "over 10 years"),
        ("It spent £3m last year.", "2014"),
        ("In February, officers found 12 errors.", "2015-02"),
        ("It had spent £1.6bn since 2010.", "2010/.."),
        ("It had spent £1.6bn since 2010-11.", "2010-04/.."),
        ("Since its launch in 2012 it has saved £4m.", "2012/.."),
        ("From April 2015 HMRC will pay £4m a year.", "2015-04/.. per year"),
        ("HMRC will spend £40m until 2020.", "../2020"),
        ("HMRC gave Capita a £4m contract running to 2020.", "../2020"),
        ("It will spend £40m in each of the next two years.", "per year over 2 years"),
        ("HMRC spent £4m (2013: £3m).", ""),
        ("This quarter HMRC spent £4m.", "2015-10/2015-12"),
        ("Last quarter HMRC spent £4m.", "2015-07/2015-09"),
        ("HMRC's £4m deal, first signed in 2003, is late.", ""),
        ("HMRC has put £5m into it since 2012, against £9m in all.", "2012/.."),
        ("HMRC has 4,000 staff, down from 5,000 in 2010.", ""),
        ("Launched in 2010, the programme has cost £4m.", ""),
        ("It paid £5m in the year to March 2015.", "2014-04/2015-03"),
        ("It made 840,000 checks in the first quarter of 2014.", "2014-01/2014-03"),
        ("It got £450m, Computing reported on 25 November 2015.", ""),
        ("The 2015 Spending Review gave it £450m.", ""),
        ("It got £450m.", ""),
        ("It signed a three-year deal worth £5m.", "over 3 years"),
        ("It has spent £7m over a decade.", "over 10 years"),
        ("It spent £91m in the three years to March 2013.", "2010-04/2013-03"),
        ("It spent £7m in the 18 months to June 2013.", "2012-01/2013-06"),
        ("It spent £7m in the year to March.", "2014-04/2015-03"),
        ("It spent £7m in the week ending 6 May 2014.", "2014-04-30/2014-05-06"),
        ("It spent £7m in the second quarter of 2013/14.", "2013-07/2013-09"),
        ("It spent £7m in the first half of the year.", "2015-01/2015-06"),
        ("It approved £120m over the four years to 2020-21.", "2017-04/2021-03"),
        ("Its annual budget of £7m was cut.", "per year"),
        ("Each year it spends £7m on paper.", "per year"),
        ("It took 7,000 calls daily.", "per day"),
        ("It will save £7m per annum by 2021.", "2021 per year"),
        ("It had spent £7m a year earlier.", "2014"),
        ("It began in 2012 and spent £7m in October of that year.", "2012-10"),
        ("It spent £7m, below the year before it.", ""),
        ("The attack of October 2014 has cost it £12.2m so far.", ""),
        ("Its service, which cost £9.6m to build, will open in 2016.", ""),
        ("It would stay until March 2016, since leaving would cost £2.6m.", ""),
        ("It was to save £45m and had 1,000 services in 2014.", ""),
        ("It had 212 people in post on 1 November 2014.", "2014-11-01"),
        ("The review presented by the Chancellor in October 2014 gave it £2bn.", ""),
    ],
)
def test_says_for_which_time_a_figure_holds(text: str, period: str) -> None:
    assert first(text).period == period


def test_a_cost_that_rose_is_two_figures_and_no_range_with_a_year() -> None:
    facts = figure_facts(article("HMRC's costs rose from £6.2bn in 2002 to £11.4bn in 2011."), NAMES)
    assert [(each.value, each.period) for each in facts] == [(6_200_000_000, "2002"), (11_400_000_000, "2011")]


def test_of_what_came_from_and_went_to_the_time_is_the_second_s() -> None:
    facts = figure_facts(article("HMRC wants to cut the cost from £700,000 to £450,000 a year by April 2016."), NAMES)
    assert [each.period for each in facts] == ["", "2016-04 per year"]


@pytest.mark.parametrize("text", ["It takes 10 working days.", "It opens at 1 p.m. on Monday.", "See Step 1 above."])
def test_times_and_steps_are_no_figures(text: str) -> None:
    assert figure_facts(article(text), NAMES) == ()


@pytest.mark.parametrize("text", ["Among us, 12 staff left.", "The Department of the Treasury hired 12 staff."])
def test_who_is_named_by_no_body_of_ours(text: str) -> None:
    assert first(text).about not in {"Among", "HM Treasury"}


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("Development took £199m, staff £36m and consultants £300,000.", ["Development", "staff", "consultants"]),
        ("Hosting accounted for £9m, staff for about £4m and licences for £2m.", ["Hosting", "staff", "licences"]),
        ("It put hardware at £3m, software at £2m, and training at £1m.", ["hardware", "software", "training"]),
        ("Leeds received £4m, York £3m.", ["received", "received"]),
        ("Numbers came to 13% of what it had, namely £58.3m.", ["Numbers", "Numbers"]),
        ("It saved £4m, the council said, and £5m more was due.", ["saved", None]),
    ],
)
def test_what_shares_a_verb_is_of_its_own_thing(text: str, of: list[str | None]) -> None:
    found = figure_facts(article(text), NAMES)
    assert [text[slice(*each.of)] if each.of else None for each in found] == of


def test_each_figure_has_its_own_time() -> None:
    text = "HMRC paid £724m in 2015/16, a little less than the £732m of 2014/15."
    assert [each.period for each in figure_facts(article(text), NAMES)] == ["2015-04/2016-03", "2014-04/2015-03"]


def test_value_and_bounds() -> None:
    fact = first("The bill was £0.45bn.")
    assert (fact.value, fact.low, fact.high, fact.unit, fact.bound) == (450000000, 450000000, 450000000, "£", "exact")
    assert (first("It is up to £70m.").low, first("It is up to £70m.").high) == (None, Decimal(70000000))
    ranged = first("It needs £13bn to £22bn.")
    assert (ranged.value, ranged.low, ranged.high) == (17500000000, 13000000000, 22000000000)
    assert [each.value for each in figure_facts(article("They stay for two and a half years more."), NAMES)] == []


def test_said_by_whom_an_attribution_tells() -> None:
    text = "HMRC said it had spent £5m."
    said = Attribution(
        article_id="a", start=0, end=len(text), speaker=HMRC, speaker_words=(0, 4), body=HMRC, cue=(5, 9), act="said",
        direct=False, contents=((10, len(text)),),
    )  # fmt: skip
    assert [each.said_by for each in figure_facts(article(text), NAMES, (said,))] == [HMRC]


@given(
    st.lists(
        st.sampled_from(
            "£450m 2015/16 HMRC's for GDS of the (NAO) said, Wombat Council; 39% in April 2013. “it” £ % 0 . , — \n\n "
            "saved a year \u202eX over five years <b> it's Sir John Smith’s and £1bn–£2bn".split(" ")
        ),
        max_size=40,
    ).map(" ".join)
    | st.text(max_size=200)
)
def test_no_text_raises_and_every_word_is_the_articles_own(text: str) -> None:
    stored = article(text, organisations=(text[:30], f"{text[:10]} (X)"))
    for fact in figure_facts(stored, NAMES):
        assert 0 <= fact.start <= fact.figure[0] < fact.figure[1] <= fact.end <= len(text)
        if fact.of is not None:
            assert fact.start <= fact.of[0] < fact.of[1] <= fact.end
        assert fact.low is None or fact.low <= fact.value
        assert fact.high is None or fact.value <= fact.high


@pytest.mark.parametrize(
    "piece",
    [
        "HMRC paid £1m in 2015, and ",
        "£1m ",
        "Wombat and Council of the ",
        "In 2015 (",
        "a" * 30 + " ",
        "per cent of the ",
    ],
)
def test_time_grows_with_the_text(piece: str) -> None:
    def taken(characters: int) -> float:
        stored = article(piece * (characters // len(piece)))
        began = time.perf_counter()
        figure_facts(stored, NAMES)
        return time.perf_counter() - began

    small = min(taken(1_000) for _ in range(2))
    assert taken(10_000) < 40 * max(small, 0.005)


def test_who_shares_a_verb_is_told_of_by_name() -> None:
    text = "HMRC received £4m, GDS £3m and DWP £2m."
    assert [each.about for each in figure_facts(article(text), NAMES)] == [HMRC, GDS, DWP]


def test_a_ratio_is_of_what_stands_behind_it() -> None:
    text = "One in five GP practices had no wi-fi."
    (fact,) = figure_facts(article(text), NAMES)
    assert (fact.value, fact.unit, text[slice(*fact.of or (0, 0))]) == (20, "%", "GP practices")


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("In that time ministers put £110m into digital hubs.", "digital hubs"),
        ("The review gives £2.6bn to new technology.", "new technology"),
        ("It needs £726m between 2021 and 2025 to modernise its systems.", "systems"),
        ("At least £469m was wasted.", "wasted"),
        ("The latest estimate, made in November, is £341m.", "latest estimate"),
        ("It spent £4m in the previous financial year.", "spent"),
        ("Last year's budget was £4m.", "budget"),
    ],
)
def test_says_what_a_sum_is_given_to(text: str, of: str) -> None:
    (fact,) = figure_facts(Article("a", "", text), NAMES)
    assert fact.of is not None
    assert text[slice(*fact.of)] == of


def test_what_a_sum_was_given_to_do_is_no_thing() -> None:
    (fact,) = figure_facts(Article("a", "", "The department was given £2.6bn to deliver benefits."), NAMES)
    assert fact.of is None


def test_a_year_of_accounts_is_nobody() -> None:
    (fact,) = figure_facts(Article("a", "", "In FY24 it spent £4m."), NAMES)
    assert not fact.about
