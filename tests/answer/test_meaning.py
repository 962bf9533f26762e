"""Meaning: how much each word of a question says, and how nearly a text says it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from qabot.answer.token_similarity import QueryTokens, coverage_of_words, query_tokens, similar_spans, token_similarity
from qabot.core.questions import AnalysedQuestion
from qabot.index.snapshot import Generation
from qabot.models.encoder import OnnxEncoder, TokenEmbeddings
from qabot.retrieval.ranking_parameters import ReadingParameters
from tests.asked import asked, bound, word
from tests.near import near


def reading(*tokens: tuple[float, float]) -> TokenEmbeddings:
    """Return a text of tokens of two characters each, with these vectors."""
    rows = np.array(tokens, np.float32).reshape(-1, 2)
    return TokenEmbeddings(np.array([1, 0], np.float32), rows, tuple((3 * i, 3 * i + 2) for i in range(len(rows))))


def question(words: dict[str, tuple[float, float]]) -> QueryTokens:
    weights = np.full(len(words), 1 / max(1, len(words)), np.float32)
    return QueryTokens(
        tuple(map(word, words)), weights, np.array(list(words.values()), np.float32).reshape(-1, 2), weights
    )


def take_apart(
    generation: Generation, encoder: OnnxEncoder, question: AnalysedQuestion | str, idf: dict[str, float] | None = None
) -> QueryTokens:
    """Return a question word by word, each word saying as much as is told, and 1 where nothing is."""
    known = bound(generation, question)
    words = tuple(replace(each, idf=(idf or {}).get(each.text, 1.0)) for each in known.words)
    reading = encoder.encode_query_tokens(known.analysed.whole)
    return query_tokens(replace(known, words=words), reading, ReadingParameters())


def texts(found: QueryTokens) -> tuple[str, ...]:
    return tuple(each.text for each in found.words)


class TestQueryTokens:
    """`query_tokens`: a question, word by word."""

    def test_the_words_are_those_that_say_what_it_is_about(self, generation: Generation, encoder: OnnxEncoder) -> None:
        found = take_apart(generation, encoder, "How much was Capita fined by the ICO?")
        assert texts(found) == ("Capita", "fined", "ICO")
        assert found.weights == near([1 / 3] * 3)
        assert found.vectors.shape == (3, 384)
        assert np.linalg.norm(found.vectors, axis=1) == near([1] * 3, abs=1e-5)

    def test_a_rare_word_says_more(self, generation: Generation, encoder: OnnxEncoder) -> None:
        found = take_apart(generation, encoder, "Capita fined", {"Capita": 6.0, "fined": 2.0})
        assert found.weights == near([0.75, 0.25])

    def test_words_that_say_nothing_count_alike(self, generation: Generation, encoder: OnnxEncoder) -> None:
        found = take_apart(generation, encoder, "Capita fined", {"Capita": 0.0, "fined": 0.0})
        assert found.weights == near([0.5, 0.5])

    def test_what_is_taken_over_counts_less(self, generation: Generation, encoder: OnnxEncoder) -> None:
        found = take_apart(generation, encoder, asked("what about Barnet?", inherited_terms=("Capita", "ICO fine")))
        assert texts(found) == ("Barnet", "Capita", "ICO", "fine")
        own, *carried = found.weights.tolist()
        assert carried == near([own / 5] * 3)
        assert sum(found.weights) == near(1)

    def test_what_is_taken_over_counts_for_more_where_articles_are_told_apart(
        self, generation: Generation, encoder: OnnxEncoder
    ) -> None:
        found = take_apart(generation, encoder, asked("what about Barnet?", inherited_terms=("Capita", "ICO fine")))
        own, *carried = found.article_weights.tolist()
        assert carried == near([0.7 * own] * 3)
        assert sum(found.article_weights) == near(1)

    def test_a_question_that_takes_nothing_over_weighs_its_words_in_one_way(
        self, generation: Generation, encoder: OnnxEncoder
    ) -> None:
        found = take_apart(generation, encoder, "Capita fined", {"Capita": 6.0, "fined": 2.0})
        assert found.article_weights.tolist() == found.weights.tolist()

    def test_what_the_encoder_cut_off_is_not_among_them(self, generation: Generation, encoder: OnnxEncoder) -> None:
        found = take_apart(generation, encoder, f"{'council ' * 300}Palantir")
        assert "Palantir" not in texts(found)
        assert set(texts(found)) == {"council"}
        assert len(found.words) < 300

    @pytest.mark.parametrize("text", ["", "?!", "  ", "…"])
    def test_a_question_without_words(self, generation: Generation, encoder: OnnxEncoder, text: str) -> None:
        found = take_apart(generation, encoder, text)
        assert (found.words, found.weights.shape, found.vectors.shape) == ((), (0,), (0, 384))
        assert token_similarity(found, encoder.encode_query_tokens("A bridge was painted.")).shape == (0,)
        assert similar_spans(found, encoder.encode_query_tokens("A bridge was painted."), 0.1) == []

    @settings(max_examples=40, deadline=None)
    @given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), st.lists(st.text(max_size=8), max_size=2))
    def test_any_question_can_be_taken_apart(
        self, generation: Generation, encoder: OnnxEncoder, text: str, carried: list[str]
    ) -> None:
        found = take_apart(generation, encoder, asked(text, inherited_terms=tuple(carried)))
        assert len(found.words) == len(found.vectors)
        for weights in (found.weights, found.article_weights):
            assert len(weights) == len(found.words)
            assert not found.words or sum(weights) == near(1, abs=1e-5)
            assert np.all(weights >= 0)


class TestSaid:
    """`said`: a word is said as nearly as the token that comes closest to it."""

    def test_the_nearest_token_counts(self) -> None:
        words = question({"one": (1, 0), "two": (0, 1)})
        assert token_similarity(words, reading((1, 0), (0.6, 0.8))) == near([1.0, 0.8])
        assert token_similarity(words, reading((-1, 0))) == near([-1.0, 0.0])

    def test_a_text_without_tokens_says_nothing(self) -> None:
        assert token_similarity(question({"one": (1, 0)}), reading()).tolist() == [0.0]

    def test_a_word_is_said_by_itself_and_nearly_by_one_that_means_the_same(
        self, generation: Generation, encoder: OnnxEncoder
    ) -> None:
        words = take_apart(generation, encoder, "penalty")
        itself, alike, other = (
            float(token_similarity(words, each)[0])
            for each in encoder.encode_document_tokens(["A penalty.", "A fine was paid.", "A bridge was green."])
        )
        assert 1 >= itself > alike > other


class TestHowFarSaid:
    """`coverage_of_words`: a word is said, not said, or said in part."""

    def test_what_is_near_enough_is_said_and_what_is_far_is_not(self) -> None:
        cosines = np.array([-0.2, 0.3, 0.55, 0.8, 0.95], np.float32)
        assert coverage_of_words(cosines, np.zeros(5, np.bool_), ReadingParameters()) == near([0, 0, 0.5, 1, 1])

    def test_a_word_that_a_text_has_is_said_whatever_the_cosine(self) -> None:
        assert coverage_of_words(
            np.array([0.1, 0.1], np.float32), np.array([True, False]), ReadingParameters()
        ).tolist() == [1, 0]

    @given(st.lists(st.tuples(st.floats(-1, 1, width=32), st.booleans()), max_size=8))
    def test_it_is_a_share_and_grows_with_the_cosine(self, words: list[tuple[float, bool]]) -> None:
        cosines = np.array([cosine for cosine, _ in words], np.float32)
        held = np.array([has for _, has in words], np.bool_)
        shares = coverage_of_words(cosines, held, ReadingParameters())
        assert np.all((shares >= 0) & (shares <= 1))
        assert np.all(coverage_of_words(cosines + 0.1, held, ReadingParameters()) >= shares)


class TestMeant:
    """`meant`: where a word stands that means what is asked."""

    def test_tokens_near_enough_are_pointed_out_in_order(self) -> None:
        words = question({"one": (1, 0), "two": (0, 1)})
        text = reading((1, 0), (0.7071, 0.7071), (0, 1), (-1, 0))
        assert similar_spans(words, text, 0.9) == [(0, 2), (6, 8)]
        assert similar_spans(words, text, 0.7) == [(0, 2), (3, 5), (6, 8)]
        assert similar_spans(words, text, 1.1) == []

    def test_a_text_without_tokens_means_nothing(self) -> None:
        assert similar_spans(question({"one": (1, 0)}), reading(), 0.1) == []
