"""Fusion: what several retrievers say of passages becomes one score each, and an order in which no article crowds."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from qabot.core.answers import Hit, Retriever, ScoreComponent
from qabot.core.articles import Passage
from qabot.index.text_index import Scored
from qabot.retrieval.fusion import ScoreComponents, add, best_first, spread
from qabot.retrieval.fusion import fuse as fuse_lists
from qabot.retrieval.ranking_parameters import RetrieverWeights
from tests.near import near

Lists = dict[Retriever, list[Scored]]

WEIGHTS: Mapping[Retriever, float] = {"dense": 0.5, "lexical": 0.5, "rerank": 1.0}


def fuse(lists: Lists, extra: Mapping[Retriever, Mapping[int, float]]) -> ScoreComponents:
    return fuse_lists(lists, extra, RetrieverWeights())


scores = st.floats(-1, 1, width=32) | st.sampled_from([0.0, 0.25, 0.5, 1.0])
ranked = st.dictionaries(st.integers(0, 30), scores, max_size=12).map(lambda each: list(each.items()))


def lists_of(dense: list[Scored], lexical: list[Scored]) -> Lists:
    """Two lists, of cosines and of figures as BM25 gives them."""
    return {"dense": dense, "lexical": [(number, 20 * score) for number, score in lexical]}


lists = st.builds(lists_of, ranked, ranked)


def shares_of(votes: Mapping[int, Sequence[ScoreComponent]]) -> dict[int, dict[Retriever, float]]:
    return {number: {vote.retriever: vote.contribution for vote in each} for number, each in votes.items()}


class TestFusion:
    """`fuse`: one score for each passage."""

    def test_other_weights_make_other_scores(self) -> None:
        weights = RetrieverWeights(dense=0.5, lexical=0.25)
        components = fuse_lists({"dense": [(1, 0.9), (2, 0.1)], "lexical": [(2, 3.0)]}, {}, weights)
        assert shares_of(components) == {1: {"dense": 0.5}, 2: {"dense": 0.0, "lexical": 0.25}}

    @given(st.data(), lists)
    def test_neither_the_order_of_lists_nor_of_entries_matters(self, data: st.DataObject, given_lists: Lists) -> None:
        retrievers = data.draw(st.permutations(list(given_lists)))
        shuffled: Lists = {retriever: data.draw(st.permutations(given_lists[retriever])) for retriever in retrievers}
        assert fuse(shuffled, {}) == fuse(given_lists, {})

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
            assert all(0 <= vote.contribution <= WEIGHTS[vote.retriever] for vote in votes)
            assert sum(vote.contribution for vote in votes) <= 1

    @given(lists)
    def test_the_best_of_a_list_gets_its_full_weight_and_the_first_rank(self, given_lists: Lists) -> None:
        votes = fuse(given_lists, {})
        for retriever, entries in given_lists.items():
            cast = [vote for each in votes.values() for vote in each if vote.retriever == retriever]
            assert sorted(vote.rank or 0 for vote in cast) == list(range(1, len(entries) + 1))
            best = max((score for _, score in entries), default=None)
            for vote in cast:
                assert vote.score != best or vote.contribution == WEIGHTS[retriever]
                assert vote.rank != 1 or vote.score == best

    @given(lists)
    def test_a_higher_score_never_gets_a_smaller_share_or_a_later_rank(self, given_lists: Lists) -> None:
        cast = [vote for votes in fuse(given_lists, {}).values() for vote in votes]
        for one, other in itertools.permutations(cast, 2):
            if one.retriever == other.retriever and one.score > other.score:
                assert one.contribution >= other.contribution
                assert (one.rank or 0) < (other.rank or 0)

    @given(lists)
    def test_identical_passages_do_not_add_up(self, given_lists: Lists) -> None:
        once = shares_of(fuse(given_lists, {}))
        twins: Lists = {
            retriever: [*entries, *((number + 1_000, score) for number, score in entries)]
            for retriever, entries in given_lists.items()
        }
        assert shares_of(fuse(twins, {})) == once | {number + 1_000: shares for number, shares in once.items()}

    @given(ranked.filter(bool), scores)
    def test_a_score_beyond_the_list_has_no_rank_and_stays_within_the_weight(
        self, listed: list[Scored], score: float
    ) -> None:
        votes = fuse({"dense": listed, "lexical": [(99, 3.0)]}, {"dense": {99: score}})[99]
        assert [(vote.retriever, vote.rank) for vote in votes] == [("dense", None), ("lexical", 1)]
        assert 0 <= votes[0].contribution <= 0.5
        assert votes[0].contribution == 0 or score >= min(each for _, each in listed)

    def test_scores_in_between_keep_their_distance(self) -> None:
        votes = fuse({"lexical": [(1, 10.0), (2, 4.0), (3, 2.0)]}, {})
        assert [votes[i][0].contribution for i in (1, 2, 3)] == near([0.5, 0.125, 0.0])

    def test_nothing_found_is_nothing_to_fuse(self) -> None:
        assert fuse({"dense": [], "lexical": []}, {}) == {}


class TestScore:
    """The sum of shares, whoever cast them."""

    @given(lists, lists)
    def test_the_score_of_a_hit_is_the_sum_of_its_shares(self, given_lists: Lists, more: Lists) -> None:
        votes = fuse(given_lists, {})
        before = {number: sum(vote.contribution for vote in each) for number, each in votes.items()}
        third = {number: each for number, each in fuse({"rerank": more["dense"]}, {}).items() if number in votes}
        add(votes, third)
        for number, each in votes.items():
            hit = Hit(number, Passage("a", 0, 0, 1, "x"), 1, each)
            added = sum(vote.contribution for vote in third.get(number, ()))
            assert hit.score == near(before[number] + added)
            assert len(each) == len({vote.retriever for vote in each}), "one vote a retriever"

    def test_adding_votes_leaves_the_others_as_they_are(self) -> None:
        dense, lexical, body = (
            ScoreComponent("dense", 1, 0.5, 0.45),
            ScoreComponent("lexical", 1, 9.0, 0.45),
            ScoreComponent("body", None, 1.0, 0.03),
        )
        votes = {1: (dense,), 2: (lexical,)}
        add(votes, {2: (body,)})
        assert votes == {1: (dense,), 2: (lexical, body)}

    @given(lists)
    def test_the_best_stand_first_and_equals_in_order_of_publication(self, given_lists: Lists) -> None:
        votes = fuse(given_lists, {})
        order = best_first(votes)
        totals = [sum(vote.contribution for vote in votes[number]) for number in order]
        assert sorted(order) == sorted(votes)
        assert list(zip([-total for total in totals], order, strict=True)) == sorted(
            (-total, number) for total, number in zip(totals, order, strict=True)
        )


@given(st.lists(st.sampled_from("abcd"), max_size=20))
def test_at_most_two_of_an_article_stand_before_all_others(owners: list[str]) -> None:
    order = list(range(len(owners)))[::-1]
    articles = dict(zip(order, owners, strict=True))
    nth = {number: sum(articles[n] == articles[number] for n in order[: order.index(number)]) for number in order}
    found = spread(order, articles, 2)
    assert found == [n for n in order if nth[n] < 2] + [n for n in order if nth[n] >= 2]
    assert sorted(found) == sorted(order)


def test_what_is_spread_keeps_its_order() -> None:
    assert spread([9, 8, 7, 6, 5], {9: "a", 8: "a", 7: "a", 6: "b", 5: "a"}, 2) == [9, 8, 6, 7, 5]
    assert spread([9, 8, 7, 6, 5], {9: "a", 8: "a", 7: "a", 6: "b", 5: "a"}, 1) == [9, 6, 8, 7, 5]
