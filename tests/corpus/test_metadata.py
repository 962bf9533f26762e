"""From raw keys and values to an article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.core.articles import Article, ReadIssue
from qabot.core.dates import PartialDate
from qabot.corpus.metadata import compose_article, identifier, is_given
from qabot.corpus.origin import Origin

ORIGIN = Origin("d/a-story.jsonl", "d/a-story", 7)


def _compose(**fields: object) -> tuple[Article, list[str]]:
    *notes, article = compose_article(fields, "Text.", ORIGIN)
    assert isinstance(article, Article)
    causes: list[str] = []
    for note in notes:
        assert isinstance(note, ReadIssue)
        assert (note.path, note.line, note.skipped) == ("d/a-story.jsonl", 7, False)
        causes.append(note.cause)
    return article, causes


def test_an_article_needs_a_text_and_nothing_else() -> None:
    assert _compose() == (Article(id="d/a-story", title="a story", text="Text."), [])
    assert list(compose_article({"title": "T"}, "\x1b[0m \n", ORIGIN, ("a note",))) == [
        ReadIssue("d/a-story.jsonl", "has no text", 7)
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2015, PartialDate(2015)),
        ("Nov 2015", PartialDate(2015, 11)),
        ("25 November 2015", PartialDate(2015, 11, 25)),
        (" 2015-11-25T09:00Z\n", PartialDate(2015, 11, 25)),
        (["2015-11"], PartialDate(2015, 11)),
        (None, None),
    ],
)
def test_dates(value: object, expected: PartialDate | None) -> None:
    article, notes = _compose(published=value)
    assert (article.published, notes) == (expected, [])


@pytest.mark.parametrize(("value", "quoted"), [(20159925, "20159925"), (2015.5, "2015.5"), ("x" * 99, "x" * 40)])
def test_values_that_are_no_date(value: object, quoted: str) -> None:
    article, notes = _compose(date=value)
    assert (article.published, notes) == (None, [f"date {quoted!r} is not a date; indexed without one"])


def test_the_second_name_of_a_field_stands_in_for_the_first() -> None:
    article, notes = _compose(outlet={"name": "X"}, source="Y", published="null", date="2015")
    assert (article.outlet, article.published) == ("Y", PartialDate(2015))
    assert notes == ["outlet holds what is not text; that was left out"]


def test_truth_is_not_text() -> None:
    assert _compose(title=True)[1] == ["title holds what is not text; that was left out"]


def test_long_fields_are_cut_and_said_to_be() -> None:
    article, notes = _compose(title="t" * 900, topics=["x" * 300, "y" * 300, "ok"])
    assert article.title == "t" * 499 + "…"
    assert [len(topic) for topic in article.topics] == [200, 200, 2]
    assert notes == [
        "title is longer than 500 characters and was cut",
        "topics is longer than 200 characters and was cut",
    ]


def test_long_lists_are_cut_and_said_to_be() -> None:
    article, notes = _compose(organisations=[*range(80), 1, 2])
    assert article.organisations == tuple(str(number) for number in range(50))
    assert notes == ["organisations holds 80 names, of which the first 50 were kept"]


@pytest.mark.parametrize("address", ["https://a.org/x?y=z#q", "HTTP://A.ORG", "http://[::1]/"])
def test_web_addresses_are_kept(address: str) -> None:
    assert (_compose(url=address)[0].url, _compose(url=address)[1]) == (address, [])


@pytest.mark.parametrize(
    "address", ["data:text/html,x", "//a.org", "http://a b", "https://a.org/" + "x" * 2000, "ftp://a"]
)
def test_other_addresses_are_not(address: str) -> None:
    article, notes = _compose(url=address)
    assert article.url is None
    assert notes == [f"url {address[:40]!r} is not an http or https address; indexed without one"]


def test_what_counts_as_given() -> None:
    nothing: tuple[object, ...] = (None, "", " ~ ", "Null", True, ["T"])
    assert all(is_given(value) for value in ("T", 0, 2015))
    assert not any(is_given(value) for value in nothing)


def test_ids_are_strings_or_whole_numbers() -> None:
    assert [identifier(value) for value in ("a\tb", 5, 1.5, True, None, "x" * 201)] == [
        "a b",
        "5",
        "",
        "",
        "",
        "x" * 200,
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["title", "published", "date", "outlet", "author", "url", "link", "organisations", "tags", "other"]
)


@given(st.dictionaries(KEYS, JSON))
def test_any_values_make_an_article(fields: dict[str, object]) -> None:
    article, notes = _compose(**fields)
    assert article.title
    assert len(article.content_hash) == 64
    assert all(note and "\n" not in note for note in notes)
