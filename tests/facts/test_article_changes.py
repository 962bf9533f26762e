"""What changed between two versions: told whole, in its place, and without typography unless that is asked for."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.text import clean, paragraphs
from qabot.facts.article_changes import ArticleChanges, compare_versions

WORDS = "the council bought a red boat for £3 million, it said. “Not cheap” – he wrote … quote dash".split()
texts = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join), min_size=1, max_size=6).map(
    lambda some: clean("\n\n".join(some))
)

BOAT = "The council bought a boat for £3 million."
SHIP = "The council sold a ship to a museum in Leeds."
TRAM = "A tram depot was opened by the mayor."


def changes(one: str, other: str, *, exact: bool = False) -> ArticleChanges:
    """Compare two texts."""
    return compare_versions(Article("a", "Title", one), Article("a", "Title", other), exact=exact)


def told(one: str, other: str) -> list[tuple[str, int | None, int | None, str]]:
    """Return what changed, words marked."""
    marks = {"same": "{}", "dropped": "[{}]", "added": "({})"}
    return [
        (each.kind, each.earlier, each.later, "".join(marks[run.kind].format(run.text) for run in each.words))
        for each in changes(one, other).paragraphs
    ]


@given(texts, texts, st.booleans())
def test_what_is_told_of_a_paragraph_is_all_of_it(one: str, other: str, exact: bool) -> None:
    earlier, later = ([text[slice(*span)] for span in paragraphs(text)] for text in (one, other))
    found = changes(one, other, exact=exact)
    assert found.is_none <= (not exact or one == other)
    for each in found.paragraphs:
        there = "".join(run.text for run in each.words if run.kind != "dropped")
        before = "".join(run.text for run in each.words if run.kind != "added")
        assert each.later is None or later[each.later - 1] == there
        if each.earlier and exact:
            assert "".join(before.split()) == "".join(earlier[each.earlier - 1].split())
    places = [each.later for each in found.paragraphs if each.later]
    assert places == sorted(set(places))


@given(texts, st.booleans())
def test_a_text_has_no_changes_beside_itself(text: str, exact: bool) -> None:
    found = changes(text, text, exact=exact)
    assert (found.is_none, found.typography) == (True, 0)


def test_words_that_were_changed() -> None:
    assert told(f"{BOAT}\n\n{TRAM}", f"{BOAT.replace('£3', '£4')}\n\n{TRAM}") == [
        ("changed", 1, 1, "The council bought a boat for £[3 ](4 )million.")
    ]


def test_a_dropped_not_is_told() -> None:
    assert told("It did not pay.", "It did pay.") == [("changed", 1, 1, "It did [not ]pay.")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He said “no” – it's late…", 'He said "no" -- it’s late...'),
        ("He said ‘no’.", "He  said\n'no'."),
        ("a well-known case", "a well‑known case"),
    ],
)
def test_typography_is_counted_and_shown_only_on_request(one: str, other: str) -> None:
    found = changes(one, other)
    assert (found.paragraphs, found.typography) == ((), 1)
    (shown,) = changes(one, other, exact=True).paragraphs
    assert shown.kind == "changed"


@pytest.mark.parametrize(("one", "other"), [("He is late.", "He is late"), ("Late", "late"), ("quote it", "“ it")])
def test_marks_and_capitals_are_no_typography(one: str, other: str) -> None:
    assert changes(one, other).paragraphs


def test_paragraphs_that_were_added_dropped_and_moved() -> None:
    assert told(f"{BOAT}\n\n{SHIP}\n\n{TRAM}", f"{TRAM}\n\n{BOAT}\n\nIt is new.") == [
        ("moved", 3, 1, TRAM),
        ("dropped", 2, None, f"[{SHIP}]"),
        ("added", None, 3, "(It is new.)"),
    ]


def test_a_paragraph_that_moved_and_was_changed() -> None:
    assert told(f"{BOAT}\n\n{SHIP}\n\n{TRAM}", f"{SHIP}\n\n{TRAM}\n\n{BOAT.replace('3', '5')}") == [
        ("changed", 1, 3, "The council bought a boat for £[3 ](5 )million.")
    ]


def test_what_is_said_of_the_article() -> None:
    one = Article("a", "It’s late", "x", outlet="The Register", published=PartialDate(2015))
    other = Article("a", "It's late", "x", published=PartialDate(2015, 3))
    found = compare_versions(one, other)
    assert [(each.field, each.before, each.after) for each in found.fields] == [
        ("published", "2015", "2015-03"),
        ("outlet", "The Register", None),
    ]
    assert found.typography == 1
    assert compare_versions(one, other, exact=True).fields[0].field == "title"


def test_long_texts_take_time_in_proportion() -> None:
    def taken(size: int) -> float:
        one = "\n\n".join(f"Council {n} bought boat {n} for £{n} million." for n in range(size))
        other = "\n\n".join(f"Council {n} sold boat {n} for £{n} million." for n in reversed(range(size)))
        began = time.process_time()
        changes(one, other)
        return time.process_time() - began

    assert taken(800) < 40 * max(taken(80), 0.002)
