"""Whom a figure is about where a pronoun, a successor or an auditor stands before it; and what it is of."""

from __future__ import annotations

import pytest

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.facts import FigureFact
from qabot.facts.attributions import find_attributions
from qabot.facts.figure_reading import figure_facts
from qabot.question.acronyms import read_body_names
from qabot.question.entities import EntityGazetteer

NAMES = EntityGazetteer.of(read_body_names())
HMRC, POST_OFFICE, LEEDS = "HM Revenue and Customs", "Post Office", "Leeds City Council"


def figures(text: str, organisation: str = "", title: str = "A story") -> tuple[FigureFact, ...]:
    """Return the figures of an article about one organisation."""
    told = _article(text, organisation, title)
    return figure_facts(told, NAMES, find_attributions(told, NAMES))


def of_last(text: str) -> str:
    """Return what the last figure of a text is of."""
    fact = figures(text)[-1]
    return text[slice(*fact.of)] if fact.of else ""


def _article(text: str, organisation: str, title: str) -> Article:
    organisations = (organisation,) if organisation else ()
    return Article("a", title, text, published=PartialDate(2024, 5, 31), organisations=organisations)


@pytest.mark.parametrize(
    "text",
    [
        "That in-person option had been open since July. By late March it had cost £7m.",
        "This second route opened in May. It was used by 4,000 people.",
        "An earlier survey was made in 2015. It cost £40,000.",
        "Another review of those bodies was made. It ran up a bill of £588,000.",
        "A replacement for Horizon would cost £300m.",
        "The alternative to GOV.UK Verify was priced at £300m.",
        "Horizon's successor would cost £300m.",
        "It ran late because a replacement for Horizon was not ready. Its cost had gone up to £1.1bn.",
        "The Post Office has to find a successor to Horizon. Its price had doubled to £900m.",
    ],
)
def test_a_figure_of_a_thing_without_a_name_is_about_nobody(text: str) -> None:
    assert figures(text, POST_OFFICE)[-1].about == ""


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("HMRC replaced its old system in 2020. It cost £4m.", HMRC),
        ("The council bought a new system. It cost £3m.", LEEDS),
        ("That council bought a new system. It cost £3m.", LEEDS),
        ("A new system went live in May. It cost £3m.", LEEDS),
        ("The merger was expected to save money. It cost £3m.", LEEDS),
        ("The plan to move away from SAP went back to 2018. By 2021 it had been costed at £38.7m.", LEEDS),
        ("The switch from Oracle to Workday was approved. It would cost £6m.", LEEDS),
        ("Horizon had a replacement. Horizon itself cost £6m.", "Horizon"),
    ],
)
def test_a_figure_of_a_body_or_of_its_own_work_is_about_it(text: str, about: str) -> None:
    organisation = HMRC if about == HMRC else LEEDS
    assert figures(text, organisation)[-1].about == about


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The National Audit Office (NAO) blamed HMRC for a £40m overrun.", HMRC),
        (
            "The Public Accounts Committee laid the £1bn overrun on Making Tax Digital at the door of failures.",
            "Making Tax Digital",
        ),
        ("The National Audit Office counted £680 million for the whole affair.", ""),
        ("The National Audit Office paid £3m for the software.", "National Audit Office"),
        ("The National Audit Office has 800 staff.", "National Audit Office"),
        ("The scheme was launched at the Socitm annual conference with £3m of funding.", "Home Office"),
        ("Sales under the Digital Services framework came to £26.4m.", "Digital Services"),
        ("It should save £36m a year by comparison with Directgov.", "Home Office"),
        ("Another £90m went on paper, in addition to a Transformation Fund of money.", "Home Office"),
        ("Author Derek du Preez set the award against £58m.", "Home Office"),
        ("Chancellor George Osborne put £1.8bn into digital services.", ""),
        ("The Spending Review assigned £600m to repairing old systems.", ""),
        ("The Spending Review allocated £600m for HMRC.", HMRC),
    ],
)
def test_who_judges_allots_or_holds_a_conference_is_not_whom_a_figure_is_about(text: str, about: str) -> None:
    assert figures(text, "Home Office")[0].about == about


def test_what_is_new_is_not_what_its_title_says_ends() -> None:
    text = "The budget reported for the new portal was £1.7m."
    assert figures(text, "Business Link", "Business Link website to shut")[0].about == ""
    assert figures(text, "Business Link", "Business Link website grows")[0].about == "Business Link"


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("Capita agreed to pay £4.12m on account of poor service.", "pay"),
        ("The firm needed £30m in order to continue.", ""),
        ("Council tax was to go up by 21% in the space of two years.", "Council tax"),
        ("It paid £9m on behalf of the councils.", "paid"),
        ("Raytheon got £224m for ending its contract.", "got"),
        ("It details each contract in force with a value of £50m.", "value"),
        ("Fujitsu was in line for as much as £180m extra.", ""),
        ("Lorenzo, the company's system, accounted for about £600m.", ""),
        ("Plans cut the budget by 10.1 per cent to £300m.", "Plans"),
        ("The department had advanced £20m.", ""),
        ("A notice had spoken of a higher value, at £480m.", ""),
        ("Its cost was put at £175m in Computer Weekly's report.", "cost"),
        ("The policy led to savings of £1.2 billion in the parliament.", "savings"),
        ("The share who would go on without the tool was 82%.", "share"),
        ("The costs of the appeal, which came to £364,978, were his.", "The costs of the appeal"),
        ("The review took 26% off the budget of the council.", "budget"),
        ("Plans were given more, in addition to a Transformation Fund of £3.25bn.", ""),
        ("A business case put the need at about £280m.", "need"),
    ],
)
def test_a_figure_is_of_no_word_of_a_set_phrase_of_no_actor_and_of_no_text(text: str, of: str) -> None:
    assert of_last(text) == of


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("The trust spent £40m on consultants.", "consultants"),
        ("It spent £3m on marketing.", "marketing"),
        ("It spent £22m on the full system.", "full system"),
        ("It went to £5m in fees.", "fees"),
        ("It had £75m in resource funding.", "resource funding"),
        ("About £1m was spent on leaflets that were unfit.", "leaflets"),
        ("The budget of the council was £300m.", "The budget of the council"),
    ],
)
def test_a_figure_stays_of_what_it_is_of(text: str, of: str) -> None:
    assert of_last(text) == of


@pytest.mark.parametrize(
    ("text", "said_by"),
    [
        ("The Post Office agreed a further £41m year with Fujitsu that would keep it there.", ""),
        ("Capita agreed to pay £4m.", ""),
        (
            "It maintained that the attack, which according to the blog left 135,000 people offline, was over.",
            "the blog",
        ),
        ("Capita said that £4m was saved.", "Capita"),
        ("The work was set out in a review carried out for Labour, which found savings of £50m.", ""),
        ("It was set out in a review carried out for Labour, which calculated that it saved £50m.", "a review"),
        ("The system was built by Capita, which said that £4m was saved.", "Capita"),
        ("The report described the Horizon scandal, in which it said that 983 people were convicted.", ""),
    ],
)
def test_who_says_a_figure_is_who_says_it(text: str, said_by: str) -> None:
    assert figures(text, "Capita")[0].said_by == said_by
