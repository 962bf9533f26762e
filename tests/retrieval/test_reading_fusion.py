"""Several readings of one question: their scores become one, and the one that gave most to the first is answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing

import pytest

from qabot.core.answers import ScoreComponent
from qabot.core.questions import Filters
from qabot.core.settings import Home
from qabot.index.snapshot import Generation, open_current
from qabot.retrieval.fusion import ScoreComponents
from qabot.retrieval.pipeline import search, with_settled_limits
from qabot.retrieval.ranking_parameters import RANKING
from qabot.retrieval.reading_fusion import ReadingFound, WeighedReading, fuse_readings, search_readings
from tests.asked import asked, bound
from tests.conftest import MakeHome, article
from tests.near import near

FILES = {
    "ferry.md": article(
        "Wombat sells ferry", "Wombat council sold its vorpal ferry for £3 million. Leaflets were sent."
    ),
    "payroll.md": article("Numbat payroll", "Numbat council bought a payroll system. Its leaflets said nothing."),
    "parrots.md": article("Parrots counted", "The gruffalo counted parrots, and sent leaflets to each of them."),
}


@pytest.fixture
def index(make_home: MakeHome) -> Iterator[Generation]:
    """Three small articles that all know leaflets."""
    with closing(open_current(make_home(FILES).index)) as opened:
        yield opened


def found(index: Generation, shares: Mapping[str, float], quoted: Mapping[str, float] | None = None) -> ReadingFound:
    """Search for "leaflets" by words, with each of these taken over, the empty one for nothing."""
    readings = [
        WeighedReading(bound(index, asked("leaflets", inherited_terms=tuple(taken.split()))), None, share)
        for taken, share in shares.items()
    ]
    return search_readings(index, readings, quoted or {}, 3, RANKING.fusion)


def component(retriever: str, contribution: float, rank: int = 1) -> ScoreComponent:
    return ScoreComponent(retriever, rank, 9.0, contribution)  # type: ignore[arg-type]


def test_what_readings_say_counts_by_their_shares() -> None:
    alone: ScoreComponents = {7: (component("dense", 0.4, 5), component("lexical", 0.2)), 8: (component("dense", 0.1),)}
    subject: ScoreComponents = {7: (component("dense", 0.1, 2),), 9: (component("lexical", 0.4),)}
    fused = fuse_readings([alone, subject], [0.25, 0.75])
    assert sorted(fused) == [7, 8, 9]
    dense, lexical = fused[7]
    assert (dense.retriever, dense.rank, dense.contribution) == ("dense", 2, near(0.25 * 0.4 + 0.75 * 0.1))
    assert (lexical.rank, lexical.contribution) == (1, near(0.05))
    assert [sum(each.contribution for each in fused[number]) for number in (8, 9)] == [near(0.025), near(0.3)]


def test_the_order_of_readings_makes_no_difference() -> None:
    one: ScoreComponents = {1: (component("dense", 0.3),), 2: (component("lexical", 0.2),)}
    other: ScoreComponents = {2: (component("lexical", 0.4, 3),)}
    assert fuse_readings([one, other], [0.6, 0.4]) == fuse_readings([other, one], [0.4, 0.6])


def test_the_reading_that_gives_most_to_the_first_is_answered(index: Generation) -> None:
    for taken, article_id in (("vorpal ferry", "ferry"), ("payroll", "payroll"), ("gruffalo", "parrots")):
        reply = found(index, {"": 0.3, taken: 0.7})
        assert (reply.place, reply.found.ranked[0]) == (1, article_id)
        assert reply.question.analysed.inherited_terms == tuple(taken.split())


def test_a_small_share_decides_little(index: Generation) -> None:
    alone = found(index, {"": 1.0}).found.ranked
    assert found(index, {"": 0.99, "gruffalo": 0.01}).found.ranked[:1] == alone[:1]


def test_what_was_quoted_counts_a_little_and_says_so(index: Generation) -> None:
    plain = found(index, {"": 1.0}).found
    last = plain.ranked[-1]
    reply = found(index, {"": 1.0}, {last: 2.0}).found
    assert reply.ranked[0] == last
    assert [each.contribution for each in reply.hits[0].components if each.retriever == "quoted"] == [2.0]
    little = found(index, {"": 1.0}, {last: 1e-6}).found
    assert little.ranked == plain.ranked
    assert found(index, {"": 1.0}, {"nowhere": 5.0}).found.ranked == plain.ranked


def test_one_reading_is_searched_for_as_before(starter_home: Home) -> None:
    with closing(open_current(starter_home.index)) as index:
        for text in ("Who left GDS in 2015?", "Socitm on the Spending Review", "zxqv"):
            question = bound(index, text)
            put = with_settled_limits(index, question)
            before = put, search(index, None, put, 10, RANKING.fusion)
            reply = search_readings(index, [WeighedReading(question, None)], {}, 10, RANKING.fusion)
            assert (reply.question, reply.found, reply.place) == (*before, 0)


def test_filters_hold_for_all_readings(index: Generation) -> None:
    nowhere = Filters(outlets=("Nobody",))
    readings = [
        WeighedReading(bound(index, asked("leaflets", filters=nowhere, inherited_terms=taken)), None, 0.5)
        for taken in ((), ("ferry",))
    ]
    reply = search_readings(index, readings, {"ferry": 1.0}, 3, RANKING.fusion)
    assert (reply.found.hits, reply.found.matched_filters) == ((), 0)
