"""Questions of whatever words: each is understood, one way or another, and nothing points outside of it."""

from __future__ import annotations

from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from qabot.core.questions import AnalysedQuestion, Filters, Period
from qabot.core.text import clean_line
from qabot.question.analysis import analyse, carrying
from qabot.question.entities import EntityGazetteer
from tests.conftest import examples
from tests.fuzz.mutations import in_good_time

WORDS = (
    *(
        "who",
        "what about",
        "and",
        "how much did",
        "when",
        "GDS",
        "the Government Digital Service",
        "HMRC's",
        "they",
        "it",
    ),
    *(
        "outlet:",
        'outlet:"',
        "org:",
        "after:",
        "before:",
        "on:",
        "2015",
        "2015/16",
        "May 2014",
        "last week",
        "Q3",
        "FY",
    ),
    *("between 1999 and", "1 Jan", "31/12/9999", "0001", "since", "until", "the 2015 Spending Review", "29 February"),
    *(
        '"',
        "“",
        "”",
        "'",
        "-",
        "–",
        "(",
        ")",
        ":",
        "?",
        "!",
        ".",
        ",",
        "£5m",
        "£",
        "%",
        "1,000,000",
        "million",
        "no. 5",
    ),
    *(
        "\x1b[31m",
        "\u202e",
        "\u0301",
        "\ud800",
        "水",
        "👍🏽",
        "İ",
        "ß",
        "ﬁ",
        "\0",
        "\n",
        "\t",
        "x" * 300,
        "hello",
        "still",
    ),
)
PIECES = st.lists(st.sampled_from(WORDS) | st.text(max_size=12), max_size=25).flatmap(
    lambda pieces: st.sampled_from((" ", "")).map(lambda space: space.join(pieces))
)
DAYS = st.sampled_from([date.min, date(2016, 2, 29), date(2026, 11, 29), date.max])


@cache
def bodies() -> EntityGazetteer:
    return EntityGazetteer.load()


def assert_sound(question: AnalysedQuestion) -> None:
    """Check that what is known of a question is about its own words."""
    whole = question.whole
    assert whole.startswith(question.text)
    for tokens in (question.tokens, question.content_words, question.own_words, question.inherited_words):
        assert all(0 <= each.start < each.end <= len(whole) for each in tokens)
        assert [each.start for each in tokens] == sorted({each.start for each in tokens})
    assert all(each.end <= len(question.text) for each in question.own_words)
    assert all(each.start >= len(question.text) for each in question.inherited_words)
    assert question.date_words in question.text or not question.date_words
    for period in (question.inferred, question.soft_date, Period(question.filters.after, question.filters.before)):
        assert period is None or (period.after or date.min) <= (period.before or date.max)
    said = (question.text, *question.notes, *question.inherited_terms, *question.proper_names)
    for each in (*said, *question.filters.outlets, *question.filters.exact, *question.filters.excluded):
        assert each == clean_line(each)
    assert all(each.written and each.names for each in question.mentions)


@settings(max_examples=examples(60))
@given(PIECES, DAYS)
def test_any_question(text: str, today: date) -> None:
    with in_good_time():
        assert_sound(analyse(text, today=today, bodies=bodies()))


@settings(max_examples=examples(25))
@given(st.lists(PIECES, min_size=2, max_size=4), DAYS, st.booleans())
def test_any_question_behind_others(texts: list[str], today: date, in_doubt: bool) -> None:
    earlier: list[AnalysedQuestion] = []
    with in_good_time():
        for text in texts:
            found = analyse(text, Filters(), earlier=earlier, today=today, bodies=bodies(), in_doubt=in_doubt)
            assert_sound(found)
            earlier.append(found)
        assert_sound(carrying(earlier[0], earlier[-1].inherited_terms, bodies()))
