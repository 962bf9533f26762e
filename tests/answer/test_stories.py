"""Stories: near-copies of one article are shown as one, under the earliest that holds what is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from msgspec.structs import replace

from qabot.answer.deduplication import deduplicate
from qabot.core.answers import Hit
from qabot.core.errors import IndexCorrupt
from qabot.core.questions import Filters
from qabot.core.settings import Home, Settings
from qabot.engine.session import Session
from qabot.index.snapshot import Generation, open_current
from tests.answer.helpers import assert_sound
from tests.asked import find
from tests.conftest import MakeHome, article
from tests.homes import indexed_home

SALE = (
    "Wombat council will sell its quibbly tram depot to Zorblax for £3 million, the mayor said. The depot has stood "
    "empty since the last tram left it, and no other buyer came forward in a year of looking. Councillors vote on the "
    "sale in the spring, and the money is to pay for a new payroll system. Unions asked for more time to study the "
    "plans before the vote is taken."
)
ASKED = "Who will buy the quibbly tram depot of Wombat council?"
STORIES = {
    # The copy that is found first says in its title what is asked; the earliest does not.
    "copy.md": article("Zorblax to buy quibbly tram depot of Wombat council", SALE, published="2015-11-27"),
    "first.md": article("A sale in the north", SALE, published="2015-11-25"),
    "longer.md": article("Depot sold", f"{SALE} More soon.", published="2015-12"),
    "undated.md": article("Depot for sale", SALE),
    "other.md": article(
        "Quibbly tram depot reopens as a museum",
        "A museum of the quibbly tram opened in the old depot of Numbat council, which Zorblax had wanted to buy.",
        published="2013-01-01",
    ),
    "fax.md": article("Fax machines", "Post offices bought fax machines and stamps.", published="2012-03-01"),
}


@pytest.fixture(scope="module")
def home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """One story in four outlets, one like it, and one that is not."""
    return indexed_home(starter_home, tmp_path_factory.mktemp("sales"), STORIES)


@pytest.fixture(scope="module")
def index(home: Home) -> Iterator[Generation]:
    """Its index."""
    opened = open_current(home.index)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def hits(index: Generation) -> tuple[Hit, ...]:
    """What is found for the question."""
    return find(index, index.encoder().encode_query(ASKED), ASKED, 10).hits


def found(hits: tuple[Hit, ...]) -> list[str]:
    return list(dict.fromkeys(hit.passage.article_id for hit in hits))


def test_copies_collapse_under_the_earliest_in_place_of_the_first_found(
    index: Generation, hits: tuple[Hit, ...]
) -> None:
    assert found(hits)[0] == "copy"
    told = deduplicate(index, hits, 10, 0.8)
    assert [story.article.id for story in told] == ["first", "other", "fax"]
    assert [copy.id for copy in told[0].duplicates] == ["copy", "longer", "undated"]
    assert told[0].hit.passage.article_id == "first"
    assert all(story.duplicates == () for story in told[1:])


def test_places_are_counted_by_story(index: Generation, hits: tuple[Hit, ...]) -> None:
    told = deduplicate(index, hits, 10, 0.8)
    assert [story.hit.rank for story in told] == [1, 2, 3]
    by_id = {hit.passage_id: hit for hit in hits}
    for story in told:
        assert replace(story.hit, rank=by_id[story.hit.passage_id].rank) == by_id[story.hit.passage_id]


@pytest.mark.parametrize("left_out", ["first", "copy"])
def test_only_what_was_found_counts_as_a_copy(index: Generation, hits: tuple[Hit, ...], left_out: str) -> None:
    told = deduplicate(index, [hit for hit in hits if hit.passage.article_id != left_out], 10, 0.8)
    (sale,) = (story for story in told if story.duplicates)
    together = [sale.article.id, *(copy.id for copy in sale.duplicates)]
    assert together == [each for each in ("first", "copy", "longer", "undated") if each != left_out]


def test_every_hit_but_copies_is_kept_in_order(generation: Generation) -> None:
    encoder = generation.encoder()
    for text in ("How much was Capita fined?", "universal credit delay", "Socitm on the Spending Review"):
        hits = find(generation, encoder.encode_query(text), text, 20).hits
        told = deduplicate(generation, hits, 10, 0.8)
        copies = {copy.id for story in told for copy in story.duplicates}
        kept = [hit.passage_id for hit in hits if hit.passage.article_id not in copies]
        placed = [story.hit.passage_id for story in told]
        assert sorted(placed) == sorted(kept)
        if not copies:
            assert placed == kept


def test_nothing_found_is_no_story(index: Generation) -> None:
    assert deduplicate(index, [], 10, 0.8) == []


def test_a_hit_that_its_article_does_not_hold_is_refused(index: Generation, hits: tuple[Hit, ...]) -> None:
    altered = replace(hits[0].passage, text=hits[0].passage.text.replace("£", "$"))
    with pytest.raises(IndexCorrupt, match="not in the article"):
        deduplicate(index, [replace(hits[0], passage=altered)], 10, 0.8)


def test_an_answer_counts_origins_and_names_the_reprints(home: Home, index: Generation) -> None:
    with Session.open(Settings(home)) as session:
        turn = session.ask(ASKED, limit=3, alone=True)
        one = session.ask(ASKED, limit=1, alone=True)
        before = session.ask(f"{ASKED} before:2015-11-26", alone=True)
        later = session.ask(ASKED, Filters(excluded=("north",)), alone=True)
    answer = turn.answer
    assert_sound(index, turn.question, answer)
    assert answer.verdict != "not_found"
    assert answer.evidence[0].article.id == "first"
    assert [each.id for each in answer.evidence[0].duplicates] == ["copy", "longer", "undated"]
    assert answer.evidence[0].text.startswith("Wombat council will sell its quibbly tram depot to Zorblax")
    assert answer.origins == len(answer.evidence) == 2, "the one on fax machines is not shown"
    assert (one.answer.origins, one.answer.evidence) == (1, answer.evidence[:1])
    assert set(answer.ranked) == {"copy", "first", "longer", "undated", "other", "fax"}, "all that was found is told"
    assert before.answer.evidence[0].duplicates == (), "what filters leave out is not named"
    assert [each.id for each in later.answer.evidence[0].duplicates] == ["longer", "undated"]


@pytest.mark.parametrize(
    "texts",
    [
        {"a.md": article("A", "A short notice of trams."), "b.md": article("B", "A short notice of a tram.")},
        {"a.md": article("A", SALE), "b.md": article("B", SALE[:120])},
        {
            "a.md": article("Tram depot", SALE),
            "b.md": article("Tram depot", " ".join(reversed(SALE.split()))),
        },
    ],
)
def test_what_is_only_alike_stays_apart(make_home: MakeHome, texts: Mapping[str, str]) -> None:
    opened = open_current(make_home(texts).index)
    hits = find(opened, opened.encoder().encode_query(ASKED), ASKED, 10).hits
    told = deduplicate(opened, hits, 10, 0.8)
    opened.close()
    assert [story.duplicates for story in told] == [()] * len(hits)


def test_several_passages_of_one_story_are_told_once_each(make_home: MakeHome) -> None:
    long = "\n\n".join(f"{SALE} Phase {i} of the quibbly tram depot followed at number {i}." for i in range(6))
    home = make_home({f"{day}.md": article(f"Depot {day}", long, published=f"2015-11-{day}") for day in (25, 26)})
    opened = open_current(home.index)
    hits = find(opened, opened.encoder().encode_query(ASKED), ASKED, 10).hits
    told = deduplicate(opened, hits, 10, 0.8)
    opened.close()
    assert {hit.passage.article_id for hit in hits} == {"25", "26"}
    assert {story.article.id for story in told} == {"25"}
    assert len({story.hit.passage_id for story in told}) == len(told)
    assert {story.hit.passage_id for story in told} == {h.passage_id for h in hits if h.passage.article_id == "25"}


DEPOT_NEWS = f"{SALE} The old Numbat workshop in Fern Street goes to Quoxley Trams for £410,000 in May."
NOTICE = (
    "The buyer has published the award of the contract under the rules for bodies of its size. Bids were scored for "
    "quality and for price in equal parts. Firms that were not chosen may ask for their scores within ten days. The "
    "buyer may extend the contract twice, each time for a year. Questions go to its procurement desk."
)
NOTICES = {
    f"{number}.md": article(
        f"{town} chooses {firm}",
        f"{town} Council has awarded a contract for {what} to {firm}. It is worth {worth}.\n\n{NOTICE}",
        published=f"2024-05-0{number}",
    )
    for number, (town, what, firm, worth) in enumerate(
        [
            ("Pickle", "hosting", "Norvex Data", "£310,000"),
            ("Brindle", "hosting", "Wellow Systems", "£1.7m"),
            ("Cragle", "telephony", "Norvex Data", "£66,000"),
        ],
        1,
    )
}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("What did Quoxley Trams pay for the Numbat workshop?", "longer"),
        ("Who will buy the quibbly tram depot of Wombat council?", "first"),
        ("What is worth £410,000?", "longer"),
    ],
)
def test_the_copy_that_holds_what_is_asked_stands_for_all(make_home: MakeHome, asked: str, expected: str) -> None:
    home = make_home(
        {
            "first.md": article("A sale in the north", SALE, published="2015-11-25"),
            "longer.md": article("Depot sold", DEPOT_NEWS, published="2015-12-01"),
            "last.md": article("Depot goes", SALE, published="2015-12-02"),
        }
    )
    with Session.open(Settings(home)) as session:
        first = session.ask(asked, alone=True).answer.evidence[0]
    assert first.article.id == expected
    assert [each.id for each in first.duplicates] == [each for each in ("first", "longer", "last") if each != expected]


@pytest.mark.parametrize(
    ("asked", "expected", "said"),
    [
        ("Who won the Brindle Council hosting contract?", "2", "Wellow Systems"),
        ("How much is the Cragle telephony contract worth?", "3", "£66,000"),
        ("Which contract is worth £1.7m?", "2", "£1.7m"),
        ("What is the Pickle hosting contract worth?", "1", "£310,000"),
    ],
)
def test_notices_of_one_form_are_each_a_story(make_home: MakeHome, asked: str, expected: str, said: str) -> None:
    with Session.open(Settings(make_home(NOTICES))) as session:
        answer = session.ask(asked, alone=True).answer
    first = answer.evidence[0]
    assert (first.article.id, first.duplicates) == (expected, ())
    assert said in first.text
    assert not any("names" in warning for warning in answer.warnings)
