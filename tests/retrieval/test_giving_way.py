"""Dates read out of a question prefer what was published then; they cut off the rest only where that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from qabot.core.questions import AnalysedQuestion, Filters, Period
from qabot.core.settings import Home, Settings
from qabot.engine.session import Session
from qabot.index.snapshot import Generation, open_current
from qabot.output.phrasing import interpret_query
from qabot.question.analysis import analyse
from qabot.retrieval.pipeline import Found, search, with_settled_limits
from qabot.retrieval.ranking_parameters import FusionParameters, RetrieverWeights
from tests.asked import asked, bound
from tests.conftest import article
from tests.homes import indexed_home

FERRY = "How much did Numbat council pay for the numbat ferry terminal in 2014?"
TRAM = "How much did Wombat council pay for the quibbly tram depot in 2014?"
IN_2014 = Period(date(2014, 1, 1), date(2014, 12, 31))
ONLY_2014 = Filters(IN_2014.after, IN_2014.before)
TODAY = date(2016, 1, 20)

STORIES = {
    "ferry.md": article(
        "How the numbat ferry was paid for",
        "In 2014 Numbat council paid £7 million for the numbat ferry terminal, an inquiry found.",
        published="2019-03-01",
        outlet="Diginomica",
    ),
    "tram-then.md": article(
        "Wombat council buys quibbly tram depot",
        "Wombat council paid £3 million for the quibbly tram depot, the mayor said.",
        published="2014-06-01",
        outlet="Computing",
    ),
    "tram-later.md": article(
        "Wombat council bought quibbly tram depot",
        "Wombat council paid £3 million for its quibbly tram depot in 2014, the mayor said.",
        published="2018-06-01",
        outlet="Computing",
    ),
    "fax.md": article(
        "Fax machines",
        "Post offices bought fax machines and stamps.",
        published="2014-03-01",
        outlet="Computing",
    ),
}


@pytest.fixture(scope="module")
def home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """What happened in 2014, told then and years later."""
    return indexed_home(starter_home, tmp_path_factory.mktemp("years"), STORIES)


@pytest.fixture(scope="module")
def index(home: Home) -> Iterator[Generation]:
    """Its index."""
    opened = open_current(home.index)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def session(home: Home) -> Iterator[Session]:
    """A session over it."""
    with Session.open(Settings(home)) as session:
        yield session


def put_and_found(
    index: Generation, question: AnalysedQuestion, limit: int = 10, parameters: FusionParameters | None = None
) -> tuple[AnalysedQuestion, Found]:
    vector = index.encoder().encode_query(question.whole)
    put = with_settled_limits(index, bound(index, question))
    return put.analysed, search(index, vector, put, limit, parameters or FusionParameters())


def ranked(index: Generation, question: AnalysedQuestion) -> tuple[AnalysedQuestion, tuple[str, ...]]:
    """Return the question as it was put in the end, and the articles found."""
    put, found = put_and_found(index, question, 3)
    return put, found.ranked


def test_they_cut_nothing_off_and_a_better_article_of_another_time_comes_first(session: Session) -> None:
    turn = session.ask(FERRY, alone=True, today=TODAY)
    assert turn.question.date_filter_relaxed
    assert turn.question.filters == Filters()
    assert (turn.question.inferred, turn.question.date_words) == (IN_2014, "in 2014"), "what was inferred is still told"
    assert turn.question.soft_date == IN_2014, "they help ranking softly"
    assert turn.answer.ranked[0] == "ferry"
    assert turn.answer.searched.matched_filters == len(STORIES)
    assert turn.answer.signals["dates"] == 0.0
    (told,) = [each.words for each in interpret_query(turn) if each.matter == "dates"]
    shown = turn.answer.evidence or turn.answer.nearest
    assert [each.article.id for each in shown] == ["ferry"]
    assert told == (
        "dates: 2014-01-01 to 2014-12-31, from “in 2014”: preferred, and nothing left out; "
        "the passage shown is not from then"
    )


def test_what_was_published_then_is_found_beside_what_tells_of_it_later(session: Session) -> None:
    turn = session.ask(TRAM, alone=True, today=TODAY)
    assert turn.question.date_filter_relaxed
    assert turn.question.filters == Filters()
    assert set(turn.answer.ranked[:2]) == {"tram-then", "tram-later"}
    of_then = {
        hit.article.id: any(each.retriever == "date" for each in hit.hit.components) for hit in turn.answer.evidence
    }
    assert (of_then["tram-then"], of_then["tram-later"]) == (True, False)


@pytest.mark.parametrize("weight", [0.0, 0.9])
def test_how_far_it_is_preferred_is_a_parameter(index: Generation, weight: float) -> None:
    question = analyse(FERRY, today=TODAY)
    parameters = FusionParameters(RetrieverWeights(date=weight))
    put, found = put_and_found(index, question, 3, parameters)
    assert put.date_filter_relaxed
    assert (found.ranked[0] == "ferry") is (weight < 0.5)


@pytest.mark.parametrize(
    "typed",
    [
        f"{FERRY} on:2014",
        f"{FERRY} after:2014 before:2014",
        f"{FERRY} before:2014",
        f"on:2014 {FERRY.removesuffix(' in 2014?')}",
    ],
)
def test_dates_that_were_typed_never_give_way(session: Session, typed: str) -> None:
    turn = session.ask(typed, alone=True, today=TODAY)
    assert not turn.question.date_filter_relaxed
    assert turn.question.filters.before == date(2014, 12, 31)
    assert set(turn.answer.ranked) == {"tram-then", "fax"}


@pytest.mark.parametrize("given", [ONLY_2014, Filters(before=IN_2014.before), Filters(after=date(2020, 1, 1))])
def test_dates_that_were_given_never_give_way(session: Session, given: Filters) -> None:
    turn = session.ask(FERRY, given, alone=True, today=TODAY)
    assert not turn.question.date_filter_relaxed
    assert turn.question.filters == given
    assert "ferry" not in turn.answer.ranked


@pytest.mark.parametrize(
    "text",
    [
        FERRY.replace("2014", "2011"),
        "How much did Numbat council pay for the numbat ferry terminal in May 2014?",
        "how much did Numbat council pay for the numbat ferry terminal two years ago",
        "How much did Numbat council pay for the numbat ferry terminal last week?",
        "numbat ferry terminal since 2023",
    ],
)
def test_they_give_way_where_no_article_is_of_that_time_and_that_is_said(session: Session, text: str) -> None:
    turn = session.ask(text, alone=True, today=TODAY if "2023" not in text else date(2024, 1, 20))
    assert turn.question.date_filter_empty
    assert not turn.question.filters.active
    assert turn.answer.ranked[0] == "ferry"
    (told,) = [each.words for each in interpret_query(turn) if each.matter == "dates"]
    assert told.endswith(": no limit, since no article that was searched was published then")


def test_they_do_not_give_way_where_other_filters_leave_nothing_either(session: Session) -> None:
    turn = session.ask(f"{FERRY} outlet:Nobody", alone=True, today=TODAY)
    assert not turn.question.date_filter_relaxed
    assert (turn.answer.verdict, turn.answer.ranked, turn.answer.nearest) == ("not_found", (), ())
    assert "No article matches the filters." in turn.answer.warnings


@pytest.mark.parametrize(
    "text",
    [
        "How much did Wombat council pay for the quibbly tram depot in Q2 2014?",
        "How much did Wombat council pay for the quibbly tram depot in H1 2014?",
        "How much did Wombat council pay for the quibbly tram depot in the second quarter of 2014?",
        "How much did Wombat council pay for the quibbly tram depot in 2014/15?",
        "How much did Wombat council pay for the quibbly tram depot in FY2014-15?",
        "How much did Wombat council pay for the quibbly tram depot in the first half of 2014?",
    ],
)
def test_a_period_of_account_limits_nothing_and_helps_what_was_published_by_its_report(
    session: Session, text: str
) -> None:
    question = session.ask(text, alone=True, today=TODAY).question
    assert question.inferred is None
    assert not question.filters.active
    assert question.soft_date
    assert question.soft_date.before
    assert question.soft_date.before >= date(2014, 12, 30)


def test_a_period_of_account_limits_what_is_asked_to_be_published_then(session: Session) -> None:
    question = session.ask("What was published on fax machines in Q1 2014?", alone=True, today=TODAY).question
    assert question.filters == Filters(date(2014, 1, 1), date(2014, 3, 31))


@pytest.mark.parametrize(
    "text",
    [
        "articles from 2014 about the numbat ferry terminal",
        "What was published in 2014 about the numbat ferry terminal?",
        "numbat ferry news from 2014",
        "What was written on the numbat ferry last year?",
        # Nothing is asked for but a time.
        "in 2014",
        "what about 2014?",
    ],
)
def test_they_cut_off_what_is_of_another_time_where_publication_is_asked_for(session: Session, text: str) -> None:
    turn = session.ask(text, alone=True, today=date(2015, 1, 20))
    if turn.question.inferred is None:  # by itself, "what about 2014?" may be about a number
        assert text == "what about 2014?"
        return
    assert turn.question.inferred.after == IN_2014.after
    assert not turn.question.date_filter_relaxed
    assert turn.question.filters.after
    assert not {"ferry", "tram-later"} & set(turn.answer.ranked)


@pytest.mark.parametrize(
    "text",
    [
        "how much did Numbat council pay for the numbat ferry terminal last year",
        "numbat ferry in 2014",
        "Which council had a ferry since 2013?",
        "What did the numbat ferry terminal cost before 2016?",
        "numbat ferry terminal this year",
    ],
)
def test_they_prefer_and_no_more_where_it_is_not(session: Session, text: str) -> None:
    turn = session.ask(text, alone=True, today=date(2015, 1, 20) if "last" in text else date(2014, 9, 1))
    assert turn.question.inferred is None or turn.question.date_filter_relaxed
    assert not turn.question.filters.active
    assert "ferry" in turn.answer.ranked


@pytest.mark.parametrize(
    "text",
    [
        "How much had Numbat council paid for the numbat ferry terminal by March 2014?",
        "numbat ferry terminal cost as at 31 March 2014",
    ],
)
def test_what_stood_so_on_a_day_is_told_in_the_months_behind_it(text: str) -> None:
    question = analyse(text, today=TODAY)
    assert (question.inferred, question.filters) == (None, Filters())
    assert question.soft_date == Period(date(2013, 12, 29), date(2014, 9, 30))


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("is the numbat ferry still running", True),
        ("does Wombat council still have a tram?", True),
        ("what has been said of the ferry recently", True),
        ("who was it said still had fax machines", False),
        ("the ferry is still to be built", False),
        ("is the ferry running", False),
    ],
)
def test_still_and_recently_lean_to_the_new(text: str, latest: bool) -> None:
    question = analyse(text, today=TODAY)
    assert (question.wants_latest, question.filters) == (latest, Filters())


def test_that_the_newest_is_preferred_is_told(session: Session) -> None:
    turn = session.ask("is the tram depot of Wombat council still in use", alone=True, today=TODAY)
    told = [each for each in interpret_query(turn) if each.matter == "dates"]
    assert [each.words for each in told] == ["dates: the newest preferred, since it asks how things are of late"]
    assert not told[0].limits


def test_no_more_than_the_dates_give_way(session: Session, index: Generation) -> None:
    kept = Filters(outlets=("Computing",))
    turn = session.ask(FERRY, kept, alone=True, today=TODAY)
    assert "ferry" not in turn.answer.ranked
    assert turn.question.filters.outlets == ("Computing",)
    question = analyse(FERRY, Filters(excluded=("stamps",)), today=TODAY)
    assert index.matching(question.filters)[1] == 1
    put, found = ranked(index, question)
    assert (put.date_filter_relaxed, put.filters) == (True, Filters(excluded=("stamps",)))
    assert found[0] == "ferry"
    assert "fax" not in found


def test_dates_that_were_carried_over_give_way_as_well(index: Generation) -> None:
    text = "and for the ferry?"
    carried = asked(
        text, filters=ONLY_2014, inferred=IN_2014, inherited_terms=("how much", "Numbat council", "numbat ferry")
    )
    put, found = ranked(index, carried)
    assert (put.date_filter_relaxed, put.inferred, put.filters) == (True, IN_2014, Filters())
    assert found[0] == "ferry"


def test_where_nothing_is_inferred_nothing_gives_way(session: Session) -> None:
    turn = session.ask(FERRY, alone=True, infer=False, today=TODAY)
    assert (turn.question.date_filter_relaxed, turn.question.inferred, turn.question.soft_date) == (
        False,
        None,
        IN_2014,
    )
    assert turn.question.filters == Filters()
    assert turn.answer.ranked[0] == "ferry"


@pytest.mark.parametrize(
    "typed",
    [
        '"How much did Numbat council pay for the numbat ferry terminal?"',
        "“How much did Numbat council pay for the numbat ferry terminal?”",
        '"numbat ferry terminal price"?',
        '  "ferry numbat" ',
        '("ferry numbat terminal")',
        'Hello, "numbat ferry terminal price".',
        '"What did the numbat ferry terminal cost in 2014?"',
        '"the numbat ferry cost £8 million"',
        'outlet:Diginomica "ferry terminal of the numbat"',
        '"ferry numbat" -stamps',
    ],
)
def test_a_phrase_that_is_the_whole_question_gives_way_where_nothing_has_it(session: Session, typed: str) -> None:
    turn = session.ask(typed, alone=True, today=TODAY)
    assert turn.question.phrase_gave_way
    assert turn.question.filters.exact == ()
    assert turn.answer.ranked[0] == "ferry"
    (told,) = (each for each in turn.answer.warnings if each.startswith("No passage or title "))
    assert told.endswith(f"holds “{turn.question.phrase_alone}”, so its words were searched for.")
    assert ("among those that the filters leave" in told) is ("outlet:" in typed or "-stamps" in typed)
    assert "No article matches the filters." not in turn.answer.warnings


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('"numbat ferry terminal"', {"ferry"}),
        ("“the QUIBBLY tram depot”?", {"tram-then"}),
        ('"Wombat council bought"', {"tram-later"}),
        ('"in 2014"', {"ferry", "tram-later"}),
        ('"£3m"', {"tram-then", "tram-later"}),
        ('"fax machines" outlet:Computing', {"fax"}),
    ],
)
def test_one_that_something_has_limits_the_search(session: Session, typed: str, found: set[str]) -> None:
    turn = session.ask(typed, alone=True, today=TODAY)
    assert not turn.question.phrase_gave_way
    assert turn.question.filters.exact != ()
    assert set(turn.answer.ranked) == found
    assert not any("holds “" in each for each in turn.answer.warnings)


@pytest.mark.parametrize(
    "typed",
    [
        'numbat "ferry numbat"',
        'what does "ferry numbat" mean',
        '"ferry numbat" "tram depot"',
        'outlet:Nobody "ferry numbat"',
        '"numbat ferry" outlet:Nobody',
        'before:2001 "ferry numbat"',
    ],
)
def test_one_among_other_words_and_what_other_filters_leave_out_does_not_give_way(session: Session, typed: str) -> None:
    turn = session.ask(typed, alone=True, today=TODAY)
    assert not turn.question.phrase_gave_way
    assert (turn.answer.verdict, turn.answer.ranked) == ("not_found", ())
    assert "No article matches the filters." in turn.answer.warnings


def test_one_that_the_caller_limits_to_does_not_give_way(session: Session) -> None:
    turn = session.ask('"ferry numbat"', Filters(exact=("ferry numbat",)), alone=True, today=TODAY)
    assert (turn.question.phrase_gave_way, turn.answer.ranked) == (False, ())


@pytest.mark.parametrize(
    "text",
    ["2009", "2009?", "in 2009", "articles from 1999", "what was published in 1999", "numbat ferry news of 2009",
     "coverage in 2011/12", "ferry stories published in June 2009", '"in 2009"'],
)  # fmt: skip
def test_a_time_of_which_there_is_no_article_leaves_something(session: Session, text: str) -> None:
    turn = session.ask(text, alone=True, today=TODAY)
    assert not turn.question.filters.active
    assert turn.answer.searched.matched_filters == len(STORIES)
    assert turn.answer.ranked
