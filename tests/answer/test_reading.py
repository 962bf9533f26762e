"""Reading: what sentences say decides the order of the first hits, and no more than that."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from qabot.answer.sentence_scoring import ScoredHit, rerank_top
from qabot.core.answers import Hit, ScoreComponent
from qabot.core.articles import Article, Passage
from qabot.core.settings import Home, Settings
from qabot.engine.session import Session
from qabot.index.snapshot import Generation, open_current
from tests.conftest import article
from tests.homes import indexed_home
from tests.near import near

HARBOUR = {
    "told.md": article(
        "Vorpal harbour",
        "The vorpal ferry was the talk of the harbour. It cost the town £9 million. The mayor was glad of the weather.",
    ),
    "named.md": article("A round-up", "The vorpal ferry and the quibbly tram were named in a list. Nobody asked why."),
    "other.md": article("Elsewhere", "A bridge was painted green. The quibbly tram waited in its depot."),
}


@pytest.fixture(scope="module")
def harbour(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, Generation]]:
    """A session over articles on a ferry, and their index."""
    home = indexed_home(starter_home, tmp_path_factory.mktemp("harbour"), HARBOUR)
    index = open_current(home.index)
    with Session.open(Settings(home)) as session:
        yield session, index
    index.close()


def read_hit(rank: int, score: float, answers: float) -> ScoredHit:
    """Return the hit of this rank, with such a score from search, that says so much of what is asked."""
    story = Article(f"a{rank}", "A", "x")
    hit = Hit(rank, Passage(story.id, 0, 0, 1, "x"), rank, (ScoreComponent("dense", rank, score, score),))
    row = np.zeros(1, np.float32)
    return ScoredHit(hit, story, ((0, 1),), (), row[:, None], row, (False,), row, answers)


def ordered(reads: list[ScoredHit]) -> list[ScoredHit]:
    return rerank_top(reads, [read.hit.score for read in reads], 3, 0.65)


figures = st.tuples(st.floats(0, 1.2), st.floats(0, 1))
found = st.lists(figures, max_size=9).map(
    lambda each: [read_hit(n, s, a) for n, (s, a) in enumerate(sorted(each, key=lambda f: -f[0]), start=1)]
)


class TestPutInOrder:
    """`rerank_top`: a vote among the first hits."""

    @given(found)
    def test_the_same_hits_are_ranked_anew(self, reads: list[ScoredHit]) -> None:
        again = ordered(reads)
        assert [read.hit.rank for read in again] == list(range(1, len(reads) + 1))
        assert sorted(read.hit.passage_id for read in again) == [read.hit.passage_id for read in reads]

    @given(found)
    def test_those_behind_stay_behind_and_are_given_no_vote(self, reads: list[ScoredHit]) -> None:
        assert [read.hit for read in ordered(reads)[3:]] == [read.hit for read in reads[3:]]

    @given(found)
    def test_the_score_is_the_sum_of_the_votes_and_decides(self, reads: list[ScoredHit]) -> None:
        before = {read.hit.passage_id: read.hit for read in reads}
        first = ordered(reads)[:3]
        for read in first:
            *others, vote = read.hit.components
            assert tuple(others) == before[read.hit.passage_id].components
            assert (vote.retriever, vote.score) == ("reading", read.answers)
            assert 0 <= vote.contribution <= 0.65
            assert read.hit.score == near(before[read.hit.passage_id].score + vote.contribution)
        assert [read.hit.score for read in first] == sorted((read.hit.score for read in first), reverse=True)
        places = {read.answers: read.hit.components[-1].rank for read in first}
        assert all(places[more] < places[less] for more in places for less in places if more > less)  # type: ignore[operator]

    @given(found)
    def test_none_is_overtaken_by_one_that_says_no_more(self, reads: list[ScoredHit]) -> None:
        place = {read.hit.passage_id: read.hit.rank for read in ordered(reads)}
        for ahead in reads[:3]:
            for behind in reads[ahead.hit.rank : 3]:
                if behind.answers <= ahead.answers:
                    assert place[ahead.hit.passage_id] < place[behind.hit.passage_id]

    def test_a_story_stands_where_the_copy_stood_that_was_found(self) -> None:
        reads = [read_hit(1, 0.2, 0.5), read_hit(2, 0.8, 0.5)]
        assert [read.hit.passage_id for read in rerank_top(reads, [0.9, 0.8], 3, 0.65)] == [1, 2]
        assert [read.hit.passage_id for read in rerank_top(reads, [0.2, 0.8], 3, 0.65)] == [2, 1]

    def test_a_near_second_that_says_much_more_comes_first_and_a_far_one_does_not(self) -> None:
        for gap, first in ((0.1, 2), (0.5, 1)):
            near_and_far = ordered([read_hit(1, 0.9, 0.4), read_hit(2, 0.9 - gap, 0.9)])
            assert near_and_far[0].hit.passage_id == first

    def test_of_one_article_a_passage_that_the_reader_is_surer_of_stands_before_one_that_says_a_little_more(
        self,
    ) -> None:
        def read(certainty: float, answers: float, rank: int, story: str) -> ScoredHit:
            plain = read_hit(rank, 1.0 - rank / 10, answers)
            vote = ScoreComponent("reader", 1, certainty, certainty)
            own = replace(plain.hit, components=(*plain.hit.components, vote))
            return replace(plain, hit=own, article=Article(story, "A", "x"))

        def order(reads: list[ScoredHit], weight: float) -> list[int]:
            ranked = rerank_top(reads, [each.hit.score for each in reads], 4, 0.65, weight)
            return [each.hit.passage_id for each in ranked]

        reads = [read(0.2, 0.6, 1, "a"), read(0.9, 0.5, 2, "a"), read(0.9, 0.1, 3, "b")]
        assert order(reads, 0.0).index(1) < order(reads, 0.0).index(2)
        assert order(reads, 0.1).index(1) < order(reads, 0.1).index(2)
        assert order(reads, 0.2).index(2) < order(reads, 0.2).index(1)
        # The places that an article has among the others stay as they were.
        assert [place for place, each in enumerate(order(reads, 0.2)) if each == 3] == [
            place for place, each in enumerate(order(reads, 0.0)) if each == 3
        ]


class TestReadHits:
    """`score_sentences`: how much of what is asked is said."""

    def test_what_says_it_all_says_more_than_what_names_it(self, harbour: tuple[Session, Generation]) -> None:
        session, _ = harbour
        answer = session.ask("What did the vorpal ferry cost the town?", alone=True).answer
        shown = answer.evidence or answer.nearest
        votes = {each.article.id: vote for each in shown for vote in each.hit.components if vote.retriever == "reading"}
        assert shown[0].article.id == "told"
        assert all(0 <= vote.score <= 1 for vote in votes.values())
        assert votes["told"].rank == 1

    def test_a_sentence_is_chosen_for_what_its_neighbour_names(self, harbour: tuple[Session, Generation]) -> None:
        session, _ = harbour
        answer = session.ask("How much did the vorpal ferry cost?", alone=True).answer
        assert "It cost the town £9 million." in (answer.evidence or answer.nearest)[0].text

    def test_nothing_is_read_where_words_alone_are_searched(self, harbour: tuple[Session, Generation]) -> None:
        session, _ = harbour
        with Session.open_lexical(session.settings) as by_words:
            answer = by_words.ask("What did the vorpal ferry cost the town?").answer
        shown = answer.evidence or answer.nearest
        assert shown
        assert not any(vote.retriever == "reading" for each in shown for vote in each.hit.components)
