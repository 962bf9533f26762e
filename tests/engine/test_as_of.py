"""As of a day: what may have been published later never ranks, never shows and is never counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest

from qabot.core.answers import Answer, Turn
from qabot.core.conversation_context import NO_CONTEXT
from qabot.core.dates import PartialDate
from qabot.core.errors import NotFound
from qabot.core.questions import Filters
from qabot.core.settings import Home, Settings
from qabot.engine.engine import Engine
from qabot.output.phrasing import coverage
from tests.conftest import article
from tests.homes import indexed_home

PLACES = (
    "Leeds York Hull Derby Poole Bath Ely Wells Truro Ripon Exeter Lincoln Durham Oxford Luton Bolton Bury Crewe Rugby"
).split()
THINGS = "payroll ferry tram library bridge stadium laptop firewall cloud modem".split()
OUTLETS = ("UKAuthority", "The Register", "PublicTechnology")
DATES = [
    (f"{2010 + number % 9}", f"{2011 + number % 9}-0{1 + number % 9}")
    if number % 4 == 0
    else (f"{2010 + number % 9}-03", f"{2010 + number % 9}-04-15")
    if number % 4 == 1
    else (f"{2010 + number % 9}-05-20", f"{2010 + number % 9}-05")
    if number % 4 == 2
    else (f"{2010 + number % 9}-06-01", f"{2012 + number % 9}")
    for number in range(len(PLACES))
]
"""When the first and the second article on each place were published, in every precision."""


def texts() -> Iterator[tuple[str, str, str | None]]:
    """Yield the name, the file and the date of each article: two on each place, the later one a near-copy for some."""
    for number, (place, (first, second)) in enumerate(zip(PLACES, DATES, strict=True)):
        thing = THINGS[number % len(THINGS)]
        before = f"{place} council bought a {thing} system for £{number + 3} million, Jane Brown said. It is new."
        later = (
            before
            if number % 3 == 0
            else f"{place} council sold its {thing} system for £{number + 90} million, Zorblax said."
        )
        title = f"{place} council buys a {thing} system"
        for name, text, day in ((f"{place}-one", before, first), (f"{place}-two", later, second)):
            yield name, article(title, text, date=day, outlet=OUTLETS[len(name) % 3]), day
    yield "undated", article("Leeds council buys a modem", "Leeds council bought a modem, undated."), None


PUBLISHED = {name: PartialDate.parse(day).last for name, _, day in texts() if day}
"""The last day on which each may have been published."""
PAIRS = [
    *(
        (place, THINGS[number % len(THINGS)], PUBLISHED[f"{place}-two"] - timedelta(back))
        for number, place in enumerate(PLACES)
        for back in (1, 0)
    ),
    ("Leeds", "payroll", date(2009, 1, 1)),
    ("Crewe", "modem", date(2035, 1, 1)),
]


@pytest.fixture(scope="module")
def home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    files = {f"{name}.md": text for name, text, _ in texts()}
    return indexed_home(starter_home, tmp_path_factory.mktemp("as-of"), files)


@pytest.fixture(scope="module")
def engine(home: Home) -> Iterator[Engine]:
    with Engine.open_lexical(Settings(home)) as opened:
        yield opened


def ask(engine: Engine, text: str, filters: Filters | None = None) -> Turn:
    """Ask, on a day long after everything."""
    return engine.answer(text, filters, 5, NO_CONTEXT, date(2030, 1, 1), infer=True)


def named(answer: Answer) -> set[str]:
    """Return the ids of all articles that an answer ranks, quotes or names."""
    shown = [*answer.evidence, *answer.nearest]
    others = {each.id for evidence in shown for each in evidence.duplicates}
    return {*answer.ranked, *(each.article.id for each in shown), *others}


def by(day: date) -> set[str]:
    """Return the ids of what was published by a day."""
    return {name for name, last in PUBLISHED.items() if last <= day}


def assert_of_then(answer: Answer, day: date) -> None:
    """Check that an answer knows nothing of what came later."""
    held = by(day)
    assert named(answer) <= held
    searched = answer.searched
    assert (searched.articles, searched.matched_filters, searched.as_of) == (len(held), len(held), day)
    assert searched.passages == len(held)  # each has one
    assert searched.last is None or searched.last.last <= day
    assert answer.coverage is None or sum(each.articles for each in answer.coverage.outlets) == len(held)


def test_there_are_forty_pairs() -> None:
    assert len(PAIRS) == 40


@pytest.mark.parametrize(("place", "thing", "day"), PAIRS)
def test_nothing_later_is_ranked_shown_or_counted(engine: Engine, place: str, thing: str, day: date) -> None:
    turn = ask(engine, f"what did {place} council do with its {thing} system", Filters(as_of=day))
    assert_of_then(turn.answer, day)
    assert (f"{place}-two" in named(turn.answer)) == (PUBLISHED[f"{place}-two"] <= day)
    lacking = turn.answer.coverage.missing if turn.answer.coverage else ()
    is_told = any(name.endswith("-two") and [*map(str, PLACES)].index(name[:-4]) % 3 for name in by(day))
    lacks = ask(engine, "Zorblax", Filters(as_of=day)).answer.coverage
    assert ("Zorblax" in (lacks.missing if lacks else ())) == (not is_told), lacking


@pytest.mark.parametrize(("place", "thing", "day"), PAIRS[::8])
def test_the_same_by_meaning(home: Home, place: str, thing: str, day: date) -> None:
    with Engine.open(Settings(home)) as engine:
        typed = ask(engine, f"what did {place} council do with its {thing} system as-of:{day}")
        assert_of_then(typed.answer, day)
        assert typed.question.filters == Filters(as_of=day)
        given = ask(engine, f"what did {place} council do with its {thing} system", Filters(as_of=day))
        assert named(given.answer) == named(typed.answer)


def test_vectors_words_phrases_and_lists_of_a_view(engine: Engine) -> None:
    with engine.lease() as current:
        whole = current.generation
        for day in (date(2009, 1, 1), date(2013, 5, 19), date(2015, 4, 15), date(2016, 12, 31)):
            view, held = whole.as_of(day), by(day)
            vector = np.full(384, 384**-0.5, np.float32)
            assert {view.articles_of([number])[number] for number, _ in view.nearest(vector, 99, None)} == held
            assert set(view.articles_of(view.holding("council")).values()) == held
            assert view.document_frequency("council") == len(held)
            assert view.phrase_frequency(view.terms("council bought")) <= len(held)
            assert {each.id for each in view.articles.article_summaries()} == held
            assert sum(each.articles for each in view.outlets()) == len(held)
            assert (view.undated, whole.undated) == (0, 1)
            for name in PUBLISHED:
                assert (view.article(name) is not None) == (name in held)
            assert whole.as_of(day) is view
            both = view.matching(Filters(before=date(2012, 12, 31), as_of=day))[1]
            assert both == len({name for name in held if PUBLISHED[name].year <= 2012})


def test_with_other_filters_and_what_would_match_without_them(engine: Engine) -> None:
    day = date(2014, 6, 30)
    answer = ask(engine, "council", Filters(outlets=("The Register",), exact=("no such words",), as_of=day)).answer
    assert answer.counts_without_filter["exact"] == len([n for n in by(day) if OUTLETS[len(n) % 3] == "The Register"])
    assert answer.searched.articles == len(by(day))


def test_what_is_undated_is_left_out_and_said(engine: Engine) -> None:
    answer = ask(engine, "modem", Filters(as_of=date(2035, 1, 1))).answer
    assert "undated" not in named(answer)
    assert "1 article bears no date; as-of leaves it out." in answer.warnings
    assert coverage(answer.searched).startswith("38 articles published by 1 January 2035, ")


def test_reports_know_nothing_of_what_came_later(engine: Engine) -> None:
    with engine.lease() as current:
        searches = current.facts()
        for day in (date(2012, 3, 31), date(2013, 12, 31)):
            topic = searches.topic(f"council system as-of:{day}")
            assert {each.article.id for each in topic.articles} == by(day)
            assert (len(topic.held), topic.searched.articles) == (len(by(day)), len(by(day)))
            said = searches.speaker("Jane Brown", Filters(as_of=day))
            assert {each.article.id for each in said.articles} <= by(day)
            assert said.searched.articles == len(by(day))
        with pytest.raises(NotFound):
            searches.speaker("Zorblax", Filters(as_of=date(2010, 1, 1)))


def test_time_is_told_from_that_day(engine: Engine) -> None:
    question = ask(engine, "what was bought last year as-of:2015-06").question
    assert question.filters.as_of == date(2015, 6, 30)
    assert question.inferred is None or question.inferred.before == date(2014, 12, 31)
    assert ask(engine, "what was bought last year").question.filters.as_of is None


def test_more_days_than_are_kept_open(engine: Engine) -> None:
    with engine.lease() as current:
        views = [current.generation.as_of(date(2011, 1, 1) + timedelta(40 * number)) for number in range(20)]
        assert [len(view.articles.article_summaries()) for view in views] == [
            len(by(date(2011, 1, 1) + timedelta(40 * number))) for number in range(20)
        ]


def test_a_day_that_is_asked_about_again_stays_open(engine: Engine) -> None:
    days = [date(2011, 1, 1) + timedelta(40 * number) for number in range(10)]
    with engine.lease() as current:
        views = [current.generation.as_of(day) for day in days[:8]]
        assert current.generation.as_of(days[1]) is views[1]
        for day in days[8:]:
            current.generation.as_of(day)
        assert current.generation.as_of(days[1]) is views[1]
        assert current.generation.as_of(days[0]) is not views[0]
