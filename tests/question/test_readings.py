"""The ways in which a question is read behind others: which there are, and what each takes over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from qabot.core.answers import Evidence, Hit
from qabot.core.articles import Article, Passage
from qabot.core.conversation_context import NO_CONTEXT, ConversationContext, EarlierTurn
from qabot.core.questions import AnalysedQuestion, EntityMention, Filters
from qabot.question.analysis import analyse
from qabot.question.dependence import dependence
from qabot.question.named_in_answers import names_in_answers
from qabot.question.readings import QuestionReadings, read_in_context
from qabot.question.vocabulary import words_of

TODAY = date(2024, 6, 1)
FERRY = "What did Wombat council pay for the vorpal ferry?"


def quote(text: str, title: str = "") -> Evidence:
    """Return a quote that is all of its article."""
    article = Article(id="a", title=title, text=text)
    hit = Hit(1, Passage("a", 0, 0, len(text), text), 1, ())
    return Evidence(article, 0, len(text), text, "", 1, hit)


def after(*asked: str, quoted: Sequence[Evidence] = (), topic: str = "") -> ConversationContext:
    """Return what comes after these questions, the last of which was answered with these quotes."""
    earlier: list[AnalysedQuestion] = []
    for text in asked:
        earlier.append(analyse(text, earlier=earlier, today=TODAY))
    turns = [EarlierTurn(each) for each in earlier]
    return ConversationContext((*turns[:-1], *(EarlierTurn(each, tuple(quoted)) for each in earlier[-1:])), topic)


def read(text: str, context: ConversationContext = NO_CONTEXT) -> QuestionReadings:
    return read_in_context(text, None, context, today=TODAY)


def taken(found: QuestionReadings) -> dict[str, tuple[str, ...]]:
    return {each.source: each.question.inherited_terms for each in found.readings}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("why?", "elliptical"),
        ("what about Numbat?", "elliptical"),
        ("who owned it?", "elliptical"),
        ("and the mayor?", "elliptical"),
        ("what did the minister say", "elliptical"),
        ("opt-out numbers", "slight"),
        ("governance arrangements", "slight"),
        ("how many complied by then", "slight"),
        ("who wrote for the lga", "slight"),
        ("legal bill up to jan 2015", "slight"),
        ("what were the totals in March 2016", "slight"),
        ("motorola spectrum", "partial"),
        ("what is the total forecast cost of one login", "none"),
        ("end date of one login", "partial"),
        ("how much money had gone into Verify by 2019", "partial"),
        ("how much money had gone into verify by 2019", "slight"),
        ("What did Raytheon do", "partial"),
        ("Cabinet Office response", "partial"),
        ("raytheon sued whitehall", "none"),
        ("What does the Police National Computer cost?", "none"),
        ("hmrc aspire spreadsheets in 2015", "none"),
        ("what did mps say about home office police systems", "partial"),
        ("thanks", "none"),
        ("ok great", "none"),
        ("???", "none"),
        ("", "none"),
    ],
)
def test_how_far_a_question_may_need_those_before_it(text: str, expected: str) -> None:
    assert dependence(words_of(text)) == expected


def test_a_body_counts_as_a_subject_as_a_name_does() -> None:
    asked, body = words_of("office tickets"), EntityMention("office", ("Numbat Office",))
    assert (dependence(asked), dependence(asked, (body,))) == ("slight", "partial")


def test_a_first_question_has_one_reading() -> None:
    for text in ("why?", "opt-out numbers", FERRY):
        assert taken(read(text)) == {"alone": ()}
        assert read(text).dependence == "none"


def test_a_question_with_a_subject_of_its_own_has_one_reading() -> None:
    quoted = [quote("The mayor met Jane Numbat of Jabberwock Ltd.")]
    found = read("When did Quibbly borough sue Zorblax Hosting?", after(FERRY, quoted=quoted))
    assert (found.dependence, taken(found)) == ("none", {"alone": ()})


def test_another_is_read_alone_with_its_subject_and_with_what_was_named() -> None:
    quoted = [
        quote("In 2019 the mayor met Jane Numbat of Jabberwock Ltd.", "Ferries sold"),
        quote("Tove Lee was there."),
    ]
    found = read("how many complained", after(FERRY, quoted=quoted))
    assert taken(found) == {
        "alone": (),
        "subject": ("Wombat", "council", "pay", "vorpal", "ferry"),
        "answer": ("Ferries", "2019", "Jane Numbat Jabberwock Ltd"),
    }
    assert found.dependence == "elliptical"


def test_a_question_that_only_may_lack_something_is_read_so_too() -> None:
    found = read("leaflets, tickets", after("Who ran the vorpal ferry?"))
    assert (found.dependence, taken(found)) == ("partial", {"alone": (), "subject": ("vorpal", "ferry")})


def test_a_question_of_another_time_has_only_the_reading_that_says_of_what() -> None:
    found = read("and in 2019?", after("What did Wombat council pay in 2015?"))
    assert [each.source for each in found.readings] == ["subject"]
    assert found.readings[0].question.filters == Filters(date(2019, 1, 1), date(2019, 12, 31))


def test_filters_hold_for_every_reading() -> None:
    kept = Filters(outlets=("Computing",))
    context = after(FERRY, quoted=[quote("Jane Numbat paid.")])
    found = read_in_context("why?", kept, context, today=TODAY)
    assert [each.question.filters for each in found.readings] == [kept] * 3


class TestPinned:
    """A pinned topic is part of every question that is not to stand alone."""

    @pytest.mark.parametrize(
        "text", ["leaflet numbers", "why?", "When did Quibbly borough sue Zorblax Hosting?", "opt-out numbers"]
    )
    def test_it_is_taken_over_by_any_question_in_one_reading(self, text: str) -> None:
        for context in (ConversationContext(topic="vorpal ferry"), after("Who runs Verify?", topic="vorpal ferry")):
            assert taken(read(text, context)) == {"subject": ("vorpal ferry",)}

    def test_words_that_a_question_has_are_not_repeated(self) -> None:
        topic = ConversationContext(topic="Vorpal trams")
        assert taken(read("tram timetable", topic)) == {"subject": ("Vorpal",)}
        assert taken(read("vorpal tram", topic)) == {"alone": ()}

    def test_a_question_that_lacks_something_takes_that_too(self) -> None:
        context = after("Who runs Verify?", "When did Wombat sell the vorpal ferry?", topic="vorpal ferry")
        assert taken(read("why?", context)) == {"subject": ("vorpal ferry", "Wombat", "sell")}


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Wombat sells ferry", "It went to Jane Numbat in May 2019.", ("Wombat", "Jane Numbat", "2019")),
        ("How the ferry was sold", "", ()),
        ("", "The Bank of Tove lent £3m. Nobody else did.", ("Bank Tove",)),
        ("", "Yesterday nobody paid. “Never again,” they said.", ()),
        ("", "GDS told HMRC; MPs were told in 2015.", ("GDS", "HMRC", "MPs", "2015")),
        ("", "all in small letters, of no one", ()),
        ("", "", ()),
    ],
)
def test_what_an_answer_names(title: str, text: str, expected: tuple[str, ...]) -> None:
    assert names_in_answers([quote(text, title)], words_of("who paid"), 8) == expected


def test_names_have_a_bound_and_are_given_once() -> None:
    text = " ".join(f"They met Alpha{i} Beta{i} today." for i in range(500))
    found = names_in_answers([quote(text)], [], 8)
    assert found == ("Alpha0 Beta0", "Alpha1 Beta1", "Alpha2 Beta2", "Alpha3 Beta3")
    assert names_in_answers([quote("They met Jane Tove. And again Jane Tove came.")], [], 8) == ("Jane Tove",)
    assert names_in_answers([quote("They met Jane Tove.")], words_of("did tove pay"), 8) == ("Jane",)


@pytest.mark.parametrize("text", ["A" * 10_000, "A b " * 5_000, "\u202eEVIL\u202c \x1b[31mRed Fox", "Ⅷ ß İ \u202e"])
def test_hostile_quotes_are_read_in_bounds(text: str) -> None:
    found = names_in_answers([quote(text, text)], [], 8)
    assert sum(len(words_of(name)) for name in found) <= 8
