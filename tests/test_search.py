"""Search: laws of fusion, filters that hold before anything is ranked, and questions that cannot break it."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from qabot.build.updating import update
from qabot.encoder import OnnxEncoder
from qabot.generation.reading import Generation, open_current
from qabot.question import content_words
from qabot.records import Article, Filters, Hit, ModelSettingsMissing, Question, Retriever, Vote, ignore_progress
from qabot.search import CANDIDATES, PER_ARTICLE, WEIGHTS, Scored, agreement, fuse, search, spread
from qabot.session import Session
from qabot.settings import Home, ModelSettings, Settings
from qabot.store.names import name_key, organisation_keys
from tests.conftest import link_index, write_corpus

Lists = dict[Retriever, list[Scored]]

# --- Fusion -----------------------------------------------------------------------------------------------------------

scores = st.floats(-1, 1, width=32) | st.sampled_from([0.0, 0.25, 0.5, 1.0])
ranked = st.dictionaries(st.integers(0, 30), scores, max_size=12).map(lambda each: list(each.items()))


def lists_of(dense: list[Scored], lexical: list[Scored]) -> Lists:
    return {"dense": dense, "lexical": [(number, 20 * score) for number, score in lexical]}


lists = st.builds(lists_of, ranked, ranked)


def fused(votes: Mapping[int, Sequence[Vote]]) -> dict[int, dict[Retriever, float]]:
    return {number: {vote.retriever: vote.share for vote in each} for number, each in votes.items()}


class TestFusion:
    """`fuse`: one score for each passage."""

    def test_the_weights_add_up_to_one(self) -> None:
        assert sum(WEIGHTS.values()) == pytest.approx(1)

    @given(lists, st.randoms(use_true_random=False))
    def test_neither_the_order_of_lists_nor_of_entries_matters(self, given_lists: Lists, random: object) -> None:
        del random
        expected = fuse(given_lists, {})
        backwards = {retriever: entries[::-1] for retriever, entries in reversed(given_lists.items())}
        assert fuse(backwards, {}) == expected
        by_score = {r: sorted(entries, key=lambda entry: entry[1]) for r, entries in given_lists.items()}
        assert fuse(by_score, {}) == expected

    @given(lists)
    def test_every_passage_listed_has_one_vote_of_each_that_listed_it(self, given_lists: Lists) -> None:
        listed = {
            number: sorted(r for r, entries in given_lists.items() if number in dict(entries))
            for entries in given_lists.values()
            for number, _ in entries
        }
        assert {number: [vote.retriever for vote in votes] for number, votes in fuse(given_lists, {}).items()} == listed

    @given(lists)
    def test_shares_lie_between_nothing_and_the_weight(self, given_lists: Lists) -> None:
        for votes in fuse(given_lists, {}).values():
            assert all(0 <= vote.share <= WEIGHTS[vote.retriever] for vote in votes)
            assert sum(vote.share for vote in votes) <= 1

    @given(lists)
    def test_the_best_of_a_list_gets_its_full_weight_and_the_first_rank(self, given_lists: Lists) -> None:
        votes = fuse(given_lists, {})
        for retriever, entries in given_lists.items():
            cast = [vote for each in votes.values() for vote in each if vote.retriever == retriever]
            assert sorted(vote.rank or 0 for vote in cast) == list(range(1, len(entries) + 1))
            best = max((score for _, score in entries), default=None)
            for vote in cast:
                assert (vote.share == WEIGHTS[retriever]) >= (vote.score == best)
                assert vote.rank != 1 or vote.score == best

    @given(lists)
    def test_a_higher_score_never_gets_a_smaller_share_or_a_later_rank(self, given_lists: Lists) -> None:
        cast = [vote for votes in fuse(given_lists, {}).values() for vote in votes]
        for one, other in itertools.combinations(cast, 2):
            if one.retriever == other.retriever and one.score > other.score:
                assert one.share >= other.share
                assert (one.rank or 0) < (other.rank or 0)

    @given(lists)
    def test_identical_passages_do_not_add_up(self, given_lists: Lists) -> None:
        once = fused(fuse(given_lists, {}))
        twins = {r: [*entries, *((number + 1_000, score) for number, score in entries)] for r, entries in given_lists.items()}
        twice = fused(fuse(twins, {}))
        assert twice == once | {number + 1_000: shares for number, shares in once.items()}

    @given(ranked.filter(bool), scores)
    def test_a_score_beyond_the_list_has_no_rank_and_stays_within_the_weight(self, listed: list[Scored], score: float) -> None:
        votes = fuse({"dense": listed, "lexical": [(99, 3.0)]}, {"dense": {99: score}})[99]
        assert [(vote.retriever, vote.rank) for vote in votes] == [("dense", None), ("lexical", 1)]
        worst = min(each for _, each in listed)
        assert 0 <= votes[0].share <= WEIGHTS["dense"]
        assert votes[0].share == 0 or score > worst or score == max(each for _, each in listed)

    def test_scores_in_between_keep_their_distance(self) -> None:
        votes = fuse({"lexical": [(1, 10.0), (2, 4.0), (3, 2.0)]}, {})
        assert [votes[i][0].share for i in (1, 2, 3)] == pytest.approx([0.45, 0.1125, 0.0])

    def test_nothing_found_is_nothing_to_fuse(self) -> None:
        assert fuse({"dense": [], "lexical": []}, {}) == {}


class TestAgreement:
    """`agreement`: what several articles say."""

    @staticmethod
    def vectors(rows: int, seed: int) -> NDArray[np.float32]:
        drawn = np.random.default_rng(seed).normal(size=(rows, 8)).astype(np.float32)
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)

    @given(st.lists(st.sampled_from("abc"), max_size=10), st.integers(0, 1_000))
    def test_each_is_compared_with_the_passages_of_other_articles_alone(self, owners: list[str], seed: int) -> None:
        leaders = [10 * i for i in range(len(owners))]
        vectors = self.vectors(len(owners), seed)
        votes = agreement(leaders, vectors, dict(zip(leaders, owners, strict=True)))
        if len(set(owners)) < 2:
            assert votes == {}
            return
        assert list(votes) != [] and votes.keys() == set(leaders)
        for i, number in enumerate(leaders):
            others = [float(vectors[i] @ vectors[j]) for j in range(len(owners)) if owners[j] != owners[i]]
            assert votes[number].score == pytest.approx(sum(others) / len(others), abs=1e-5)
            assert 0 <= votes[number].share <= WEIGHTS["agreement"]

    def test_the_one_that_stands_alone_gets_nothing_and_the_most_agreed_on_all(self) -> None:
        vectors = np.array([[1, 0], [0.8, 0.6], [0, 1]], dtype=np.float32)
        votes = agreement([7, 8, 9], vectors, {7: "a", 8: "b", 9: "c"})
        shares = {number: vote.share for number, vote in votes.items()}
        assert shares == pytest.approx({7: 0.4 / 0.7 * 0.0 + shares[7], 8: WEIGHTS["agreement"], 9: shares[9]})
        assert shares[9] < shares[8]
        assert min(shares.values()) == 0

    def test_no_leaders_agree_on_nothing(self) -> None:
        assert agreement([], np.empty((0, 8), dtype=np.float32), {}) == {}


class TestSpread:
    """`spread`: not all from one article."""

    @given(st.lists(st.sampled_from("abcd"), max_size=20))
    def test_at_most_two_of_an_article_stand_before_all_others(self, owners: list[str]) -> None:
        order = list(range(len(owners)))[::-1]
        articles = dict(zip(order, owners, strict=True))
        found = spread(order, articles)
        assert sorted(found) == sorted(order)
        nth = {number: articles_before(order, articles, number) for number in order}
        expected = [n for n in order if nth[n] < PER_ARTICLE] + [n for n in order if nth[n] >= PER_ARTICLE]
        assert found == expected
        head = found[: sum(min(count, PER_ARTICLE) for count in Counter(owners).values())]
        assert max(Counter(articles[number] for number in head).values(), default=0) <= PER_ARTICLE


def articles_before(order: Sequence[int], articles: Mapping[int, str], number: int) -> int:
    """Count the passages of the same article that stand before this one."""
    return sum(articles[each] == articles[number] for each in order[: order.index(number)])
