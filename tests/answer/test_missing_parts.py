"""Which part of a question no quote gives: what is claimed, and what is left unsaid as it may be given."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

import pytest
from msgspec.structs import replace

from qabot.answer.asked_offices import asked_office
from qabot.answer.missing_parts import missing_parts
from qabot.core.answers import Evidence, Hit
from qabot.core.articles import Article, Passage, ReportedArticle
from qabot.core.dates import PartialDate
from qabot.question.analysis import analyse
from qabot.question.entities import EntityGazetteer

BODIES = EntityGazetteer.load()


def quoted(text: str, title: str = "Council news", published: int | None = 2012, rest: str = "") -> Evidence:
    """Return a quote of an article."""
    day = PartialDate(published) if published else None
    article = Article(id="a", title=title, text=f"{text} {rest}".strip(), published=day)
    hit = Hit(1, Passage("a", 0, 0, len(article.text), article.text), 1, ())
    return Evidence(article, 0, len(text), text, article.text_sha256, 1, hit)


def claims(question: str, *quotes: str | Evidence, answers: bool = True) -> list[str]:
    """Return what is claimed of a question and these quotes; each is about words of the question."""
    analysed = analyse(question, bodies=BODIES)
    shown = [each if isinstance(each, Evidence) else quoted(each) for each in quotes]
    found = missing_parts(analysed, shown, answers=answers, office=asked_office(analysed))
    assert all(analysed.text[slice(*each.what)].strip() for each in found)
    return [each.words for each in found]


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("who is the minister for the Cabinet Office", "Bo Ray, Minister for the Cabinet Office, said so."),
        (
            "who is the chief operating officer of the Cabinet Office",
            "Bo Ray, chief operating officer at the Cabinet Office.",
        ),
        ("who is the deputy chief technology officer", "Bo Ray, deputy government chief technology officer, met."),
        ("who is the health secretary", "Bo Ray was health secretary at the time."),
        ("who runs the Ferry Board", "Bo Ray was at the pier of the Ferry Board."),
        ("who is the home secretary now", "Bo Ray, the former home secretary, spoke."),
    ],
)
def test_nothing_is_claimed_of_an_office_that_a_quote_may_name(question: str, quote: str) -> None:
    assert claims(question, quote) == []


@pytest.mark.parametrize(
    ("question", "quote", "called"),
    [
        (
            "who is the minister for the Cabinet Office",
            "Bo Ray of the Cabinet Office said so.",
            "minister for the Cabinet Office",
        ),
        ("who is chief executive of HMRC", "Bo Ray, chief digital officer at HMRC, met.", "chief executive of HMRC"),
        ("who is the health secretary", "Bo Ray, a doctor, said so.", "health secretary"),
    ],
)
def test_that_nobody_is_called_so_is_told_unless_words_are_marked_that_answer(
    question: str, quote: str, called: str
) -> None:
    shown = quoted(quote)
    assert claims(question, shown) == [f"No quoted sentence calls anybody {called}."]
    assert claims(question, replace(shown, answer_span=(0, 6))) == []


def none_gives(called: str) -> list[str]:
    return [f"No quoted sentence gives {called}."]


@pytest.mark.parametrize(
    ("question", "quote", "called"),
    [
        ("How much did the trams cost?", "The trams came into service early.", "a sum of money"),
        ("What did the trams cost?", "Twelve trams came into service.", "a cost"),
        ("cost of the trams", "About 40 per cent of the trams came into service.", "a cost"),
        ("What is the price of the trams?", "The trams were late.", "a price"),
        ("How many users does the portal have?", "The portal has grown since 2011.", "a number of users"),
        ("How many users does the portal have?", "The portal cost £4m and opened on 4 May.", "a number of users"),
        ("number of disabled claimants", "Claimants were moved to the new benefit.", "a number of disabled claimants"),
        ("How many councils signed up?", "Councils signed up in a hurry.", "a number of councils"),
        ("What share of claims is online?", "Claims went online slowly.", "a share"),
        ("What percentage of claims is online?", "Claims cost £4m and went online slowly.", "a share"),
        ("How long did the outage last?", "The outage hit every site.", "a length of time"),
        ("How many weeks did the outage last?", "The outage hit 12 sites.", "a length of time"),
        ("When did the portal open?", "The portal opened to much applause.", "a date"),
        ("What year did the portal open?", "The portal has 4,000 users.", "a date"),
        ("And when will it open?", "The portal will open to the public.", "a date"),
    ],
)
def test_what_is_asked_for_and_nowhere_given_is_claimed(question: str, quote: str, called: str) -> None:
    assert claims(question, quote) == none_gives(called)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("How much did the trams cost?", "The trams cost £4m."),
        ("How much did the trams cost?", "The bill was 4 million euros."),
        ("How much did the trams cost?", "The trams came free of charge."),
        ("How much did the trams cost?", "They came at no extra cost."),
        ("How much did the trams cost?", "Some pounds were spent."),
        ("How much did the trams cost?", "The bill came to 4.5m in all."),
        ("How many users does the portal have?", "It has two dozen."),
        ("How many users does the portal have?", "Nobody used it."),
        ("How many users does the portal have?", "It has 4,000 accounts."),
        ("How many users does the portal have?", "It had a single user."),
        ("What share of claims is online?", "Most claims are."),
        ("What share of claims is online?", "One in five claims is."),
        ("What share of claims is online?", "Of 50 claims, 12 were."),
        ("What share of claims is online?", "Half were."),
        ("How long did the outage last?", "It lasted overnight."),
        ("How long did the outage last?", "It failed late, hours before the end."),
        ("How long did the outage last?", "It went on for several weeks."),
        ("How long did the outage last?", "It ran from Monday until Friday."),
        ("How long is the report?", "The report runs to 40 pages."),
        ("When did the portal open?", "It opened last spring."),
        ("When did the portal open?", "It opened in Sept."),
        ("When did the portal open?", "It opened two years later."),
        ("When did the portal open?", "It opened immediately."),
        ("When did the portal open?", "It opened on the 4th."),
        ("Did the trams cost much?", "They came into service early."),
        ("Who said when the portal would open?", "Ann Lee said so."),
    ],
)
def test_what_may_be_given_is_not_claimed_to_be_missing(question: str, quote: str) -> None:
    assert claims(question, quote) == []


def test_one_quote_that_gives_it_is_enough_and_so_is_a_title() -> None:
    assert claims("What did the trams cost?", "The trams were late.", "The trams cost £4m.") == []
    assert claims("What did the trams cost?", quoted("The trams were late.", "Trams cost £4m")) == []


@pytest.mark.parametrize(
    ("question", "quote", "name"),
    [
        ("What did Gloucester buy?", "Swindon bought trams.", "Gloucester"),
        ("What did the HMRC buy?", "The Home Office bought trams.", "HMRC"),
        ("What did hmrc buy?", "The Home Office bought trams.", "hmrc"),
        ("What did Tony Blair say of it?", "Gordon Brown said it was good.", "Tony Blair"),
        ("What did the trams in Wales cost?", "The trams in Leeds cost £4m.", "Wales"),
        ("Was Palantir's bid the best?", "Three bids came in.", "Palantir"),
        ("What does the LGTB say of it?", "The mayor said it was good.", "LGTB"),
    ],
)
def test_a_name_that_no_article_has_is_claimed(question: str, quote: str, name: str) -> None:
    assert f"No article quoted here names “{name}”." in claims(question, quote)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("What did Gloucester buy?", "Gloucestershire bought trams."),
        ("What did Gloucester buy?", "Gloucester's council bought trams."),
        ("What did the HMRC buy?", "HM Revenue and Customs bought trams."),
        ("What did HM Revenue and Customs buy?", "HMRC bought trams."),
        ("What did Tony Blair say of it?", "Mr Blair said it was good."),
        ("What did Wales buy?", "The Welsh Government bought trams."),
        ("What did the Ferry Users Group say?", "The FUG said no."),
        ("What did the FUG say?", "The Ferry Users Group said no."),
        ("What does GOV.UK say?", "The govuk team said so."),
        ("What did G-Cloud sell?", "GCloud sold more."),
        ("What did Nestle say?", "Nestlé said no."),
        ("What did Orléans buy?", "Orleans bought trams."),
        ("What did Bristol buy?", "A Bristol-based firm bought trams."),
        ("What did Whitehall say?", "The mayor said it was good."),
        ("What did it cost in March?", "It cost £4m."),
    ],
)
def test_a_name_that_may_be_had_is_not_claimed_to_be_missing(question: str, quote: str) -> None:
    assert claims(question, quote) == []


def test_a_name_that_only_the_rest_of_the_article_has_is_missing_from_the_quotes() -> None:
    evidence = quoted("The council bought trams.", rest="Gloucester was glad.")
    assert claims("What did Gloucester buy?", evidence) == ["No quoted sentence names “Gloucester”."]
    assert claims("What did Gloucester buy?", quoted("It bought trams.", "Gloucester buys trams")) == []


def test_whose_reporting_it_is_counts_as_named() -> None:
    evidence = quoted("The trams cost £4m.")
    evidence = replace(evidence, article=replace(evidence.article, outlet="Numbat Courier"))
    assert claims("What did the Numbat Courier say of it?", evidence) == []
    reported = ReportedArticle(outlet="Numbat Courier")
    evidence = replace(evidence, article=replace(evidence.article, outlet=None, reports_on=reported))
    assert claims("What did the Numbat Courier say of it?", evidence) == []


def test_what_a_quote_that_names_it_does_not_give_is_claimed_beside_one_that_gives_another() -> None:
    told = claims("What did the trams in Gloucester cost?", "Gloucester has trams.", "The buses cost £4m.")
    assert told == ["No quote that names “Gloucester” gives a cost."]
    assert (
        claims("What did the trams in Gloucester cost?", "Gloucester has trams.", "In Gloucester £4m was paid.") == []
    )
    told = claims("how much is the rent of the depot", "The depot is old.", "The trams cost £4m.")
    assert told == ["No quote that has the word “depot” gives a sum of money."]


@pytest.mark.parametrize(
    ("question", "text", "published", "words"),
    [
        ("What did trams cost in 2030?", "In 2012 trams cost £4m.", 2012, "2030"),
        ("What did trams cost in 2008?", "Trams cost £4m.", 2012, "2008"),
        ("What did trams cost in March 2008?", "Trams cost £4m in March 2012.", 2012, "March 2008"),
        ("What did trams cost in 2015-16?", "Trams cost £4m in 2011-12.", 2012, "2015-16"),
        ("What did trams cost in 2011?", "Trams cost £4m.", 2012, "2011"),
    ],
)
def test_a_year_that_no_quote_speaks_of_is_claimed(question: str, text: str, published: int, words: str) -> None:
    assert claims(question, quoted(text, published=published)) == [f"No quoted sentence speaks of {words}."]


@pytest.mark.parametrize(
    ("question", "text", "published"),
    [
        ("What did trams cost in 2012?", "Trams cost £4m.", 2012),
        ("What did trams cost in 2011?", "Last year trams cost £4m.", 2012),
        ("What did trams cost in 2011?", "In December trams cost £4m.", 2012),
        ("What did trams cost in 2013?", "Trams will cost £4m next year.", 2012),
        ("What did trams cost in 2005?", "Trams cost £4m in 2005-06.", 2012),
        ("What did trams cost in 2006?", "Trams cost £4m in 2005/06.", 2012),
        ("What did trams cost in 2005?", "Since 2003 trams have cost £4m.", 2012),
        ("What did trams cost in 2018?", "Trams will cost £4m by 2020.", 2012),
        ("What did trams cost in 2008?", "Between 2005 and 2010 trams cost £4m.", 2012),
        ("What did trams cost in 2008?", "Over ten years trams cost £4m.", 2012),
        ("What did trams cost in 2008?", "In the 2000s trams cost £4m.", 2012),
        ("What did trams cost in 2008?", "Trams cost £4m in FY08.", 2012),
        ("What did trams cost in 2008?", "Trams cost £4m.", None),
    ],
)
def test_a_year_that_a_quote_may_speak_of_is_not_claimed_to_be_missing(
    question: str, text: str, published: int | None
) -> None:
    assert claims(question, quoted(text, published=published)) == []


def test_who_is_asked_and_nobody_named_is_claimed() -> None:
    told = ["No quoted sentence names a person or body that the question does not name itself."]
    assert claims("Who bought the trams?", "The council bought the trams.") == told
    assert claims("Who ran the Home Office?", "The Home Office was run badly.") == told
    assert claims("Who bought the trams?", "Swindon bought the trams.") == []
    assert claims("Who bought the trams?", "They were bought by Ann Lee.") == []
    told = ["No quoted sentence names a supplier that the question does not name itself."]
    assert claims("Which supplier built it?", "The supplier built it in May.") == told
    assert claims("Which supplier built it?", "Capgemini built it.") == []


@pytest.mark.parametrize(
    ("question", "quote", "called"),
    [
        ("Did the mayor deny it?", "The mayor welcomed it.", "a denial"),
        ("Has the mayor apologised?", "The mayor welcomed it.", "an apology"),
        ("Did the mayor resign?", "The mayor welcomed it.", "a resignation"),
        ("Did the supplier appeal?", "The supplier welcomed it.", "an appeal"),
        ("Was the supplier fined?", "The supplier welcomed it.", "a fine"),
    ],
)
def test_an_act_that_no_quote_speaks_of_is_claimed(question: str, quote: str, called: str) -> None:
    assert claims(question, quote) == [f"No quoted sentence speaks of {called}."]


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Did the mayor deny it?", "The mayor said that it wasn't so."),
        ("Did the mayor deny it?", "The mayor rejected the charge."),
        ("Has the mayor apologised?", "The mayor was sorry."),
        ("Did the mayor resign?", "The mayor stepped down."),
        ("Did the mayor resign?", "The former mayor welcomed it."),
        ("Did the supplier appeal?", "The supplier took it to a tribunal."),
        ("Was the supplier fined?", "The supplier paid a penalty."),
    ],
)
def test_an_act_that_may_be_told_in_other_words_is_not_claimed_to_be_missing(question: str, quote: str) -> None:
    assert claims(question, quote) == []


def test_of_what_came_nearest_it_is_said_so() -> None:
    near = "The trams were late."
    assert claims("What did the trams cost?", near, answers=False) == ["None of the nearest quotes gives a cost."]
    told = claims("What did Gloucester say?", near, answers=False)
    assert told == ["None of the nearest articles names “Gloucester”."]


def test_nothing_is_said_of_nothing_nor_what_is_said_already() -> None:
    assert claims("What did the trams cost?") == []
    analysed = analyse("What did Gloucester say?")
    assert (
        missing_parts(
            analysed, [quoted("Trams ran.")], answers=False, office=asked_office(analysed), known=["gloucester"]
        )
        == ()
    )


HOSTILE: Sequence[str] = ("x" * 10_000, "漢字" * 50, "\u202e[b]£[/b]", "](<javascript:1>)", "1" * 400, "£" * 300)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_like_any_other(text: str) -> None:
    for question in ("What did the trams cost in 2008?", "Who bought the trams?", text):
        analysed = analyse(question)
        for each in missing_parts(analysed, [quoted(text or "x")], answers=True, office=asked_office(analysed)):
            assert 0 <= each.what[0] < each.what[1] <= len(analysed.text)


@pytest.mark.parametrize("part", ["many a user of 2012 ", "since the ", "a-b.c’d ", "£4m to £5m, ", "Numbat "])
def test_long_text_takes_time_in_proportion(part: str) -> None:
    question = analyse("How many users had the Numbat portal in 2008, and when did Gloucester deny it?")

    def taken(size: int) -> float:
        evidence = [quoted(part * (size // len(part)))]
        start = perf_counter()
        missing_parts(question, evidence, answers=True, office=asked_office(question))
        return perf_counter() - start

    assert taken(100_000) < 40 * taken(10_000) + 0.5


def test_an_office_that_nobody_is_said_to_hold_is_claimed() -> None:
    asked = "Who is the chief executive of Ferry Board?"
    none = ["No quoted sentence calls anybody chief executive of Ferry Board."]
    assert claims(asked, "Ann Lee, chief executive of Camden and chair of the Ferry Board, spoke.") == none
    assert claims(asked, "Ann Lee, a former chief executive of the Ferry Board, spoke.") == []
    assert claims(asked, "Ann Lee, chief executive of the Ferry Board, spoke.") == []
