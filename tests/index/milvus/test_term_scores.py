"""Passages that Milvus finds are weighed as the local text index weighs them."""

from __future__ import annotations

import pytest

from qabot.core.questions import Filters
from qabot.index.milvus.term_scores import TermScores, dimension_of, kept_length, passage_weights
from qabot.index.snapshot import Generation
from qabot.index.text_index import LexicalQuery
from tests.near import near

QUERIES = (
    LexicalQuery(("verifi", "cost")),
    LexicalQuery(("verifi",), inherited=("gds", "2019"), inherited_boost=0.7),
    LexicalQuery((), names=(("govern", "digit", "servic"), ("cabinet", "offic")), name_boost=0.5),
    LexicalQuery(("data",), spellings=((("open", "data"), 0.4), (("broadband",), 0.3))),
    LexicalQuery(("the", "of"), names=(("the", "the"),), name_boost=0.5),
)


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_scores_are_those_of_the_local_index(generation: Generation, query: LexicalQuery) -> None:
    passages = generation.passages(range(generation.manifest.passages))
    titles = generation.articles.titles_of(range(len(passages)))
    terms = [generation.terms(f"{titles[number]}\n{each.text}") for number, each in enumerate(passages)]
    scores = TermScores(
        len(passages),
        sum(map(len, terms)) / len(passages),
        lambda wanted: {term: generation.document_frequency(term) for term in wanted},
    )
    found = generation.best(query, 400, Filters())
    assert found
    ours = {number: score for number, each in enumerate(terms) if (score := scores.score(query, each)) > 0}
    assert ours.keys() == {number for number, _ in found}
    assert [ours[number] for number, _ in found] == near([score for _, score in found], rel=1e-4)
    weights = scores.query_weights(query)
    for number, _ in found[:50]:
        words = passage_weights(terms[number], scores.average)
        product = sum(weight * words.get(place, 0.0) for place, weight in weights.items())
        assert product >= ours[number] - 1e-6  # what Milvus ranks by is never less, so that no passage is missed
        if scores.is_plain(query):
            assert product == near(ours[number])


@pytest.mark.parametrize(
    ("length", "kept"),
    [(0, 0), (1, 1), (40, 40), (41, 40), (42, 42), (55, 54), (56, 56), (59, 56), (60, 60), (2_000, 1_944)],
)
def test_lengths_are_kept_as_coarsely(length: int, kept: int) -> None:
    assert kept_length(length) == kept


def test_a_term_has_a_dimension_of_its_own() -> None:
    assert dimension_of("payrol") == dimension_of("payrol") != dimension_of("cloud")
    assert 0 <= dimension_of("payrol") < 2**32 - 1
    assert TermScores(10, 5.0, lambda terms: dict.fromkeys(terms, 3)).query_weights(LexicalQuery(())) == {}
