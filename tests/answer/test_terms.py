"""Terms: how much each says, what share of them a text holds, and what of them the corpus lacks."""

from __future__ import annotations

import math

import pytest
from msgspec.structs import replace

from qabot.answer.term_coverage import coverage as coverage_of
from qabot.core.answers import Coverage
from qabot.core.questions import AnalysedQuestion, EntityMention
from qabot.index.snapshot import Generation
from qabot.retrieval.ranking_parameters import CoverageParameters
from qabot.retrieval.term_sets import TermSets
from tests.asked import asked, bound
from tests.near import near


def coverage(index: Generation, question: AnalysedQuestion | str) -> Coverage:
    return coverage_of(index, bound(index, question), CoverageParameters())


def test_a_rare_term_weighs_more_and_an_unknown_one_as_much_as_the_rarest(generation: Generation) -> None:
    weights = bound(generation, "council Capita Palantir zxcvbnm").idf
    assert generation.document_frequency("palantir") == 1
    assert 0 < weights["council"] < weights["capita"] < weights["palantir"] == weights["zxcvbnm"]


def test_a_weight_is_the_inverse_document_frequency_of_bm25(generation: Generation) -> None:
    total, held = generation.manifest.passages, generation.document_frequency("council")
    weights = bound(generation, "council").idf
    assert weights == {"council": near(math.log(1 + (total - held + 0.5) / (held + 0.5)))}


def test_what_is_carried_over_is_weighed_too(generation: Generation) -> None:
    question = bound(generation, asked("Barnet", inherited_terms=("Capita", "the fines")))
    assert list(question.idf) == ["barnet", "capita", "fine"]


def test_the_share_that_a_text_holds_is_by_weight(generation: Generation) -> None:
    question = replace(bound(generation, "council Capita"), idf={"council": 1.0, "capita": 3.0})
    texts = TermSets(generation)
    read = ["", "Councils, councils", "CAPITA", "A council and Capita"]
    assert [question.share_of_terms(texts.of(text)) for text in read] == [0, 0.25, 0.75, 1]
    assert bound(generation, "").share_of_terms(texts.of("anything")) == 0


class TestCoverage:
    """What the corpus holds and lacks of a question."""

    def test_outlets_are_told_most_first(self, generation: Generation) -> None:
        outlets = coverage(generation, "anything").outlets
        counts = [each.articles for each in outlets]
        assert outlets == tuple(generation.outlets()[:6])
        assert counts == sorted(counts, reverse=True)
        assert len(outlets) == 6

    def test_words_that_are_nowhere_are_told_as_written(self, generation: Generation) -> None:
        found = coverage(generation, "How is Zxcvbnm's council and the qwertyuiop?")
        assert found.missing == ("Zxcvbnm's", "qwertyuiop")
        assert found.rare == ()

    def test_rare_words_are_told_rarest_first_and_common_ones_are_not(self, generation: Generation) -> None:
        found = coverage(generation, "council Palantir Verify Socitm Palantir")
        held = dict(found.rare)
        assert "council" not in held
        assert held["Palantir"] == generation.document_frequency("palantir") == 1
        assert [count for _, count in found.rare] == sorted(held.values())
        assert all(0 < count <= 0.02 * generation.manifest.passages for count in held.values())
        assert found.missing == ()

    @pytest.mark.parametrize("word", ["Socitm's", "Socitm’s", "councils'"])
    def test_a_possessive_is_no_rarer_than_its_name(self, generation: Generation, word: str) -> None:
        found = coverage(generation, f"{word} zxcvbnm")
        assert (found.missing, found.rare) == (("zxcvbnm",), ())

    def test_a_word_in_two_parts_is_as_rare_as_its_rarer_part(self, generation: Generation) -> None:
        assert coverage(generation, "council-zxcvbnm").missing == ("council-zxcvbnm",)

    def test_the_parts_of_a_word_count_where_they_stand_together(self, generation: Generation) -> None:
        assert min(map(generation.document_frequency, generation.terms("palantir-council"))) > 0
        assert coverage(generation, "palantir-council").missing == ("palantir-council",)

    @pytest.mark.parametrize("figure", ["£18.7m", "£18.7 million", "37%", "£75.8"])
    def test_of_a_figure_is_not_told_how_many_passages_hold_its_digits(
        self, generation: Generation, figure: str
    ) -> None:
        assert coverage(generation, f"was it {figure} for the zxcvbnm").rare == ()

    def test_a_figure_that_is_written_otherwise_is_not_called_missing(self, generation: Generation) -> None:
        assert generation.is_said("£35m")
        assert coverage(generation, "£35m for the zxcvbnm").missing == ("zxcvbnm",)
        assert coverage(generation, "£7,654,321 for the zxcvbnm").missing == ("£7,654,321", "zxcvbnm")

    @pytest.mark.parametrize("word", ["please", "themselves", "supposed", "know", "mabey", "briefing", "thanks"])
    def test_a_word_that_only_asks_is_not_told_of(self, generation: Generation, word: str) -> None:
        found = coverage(generation, f"{word} the zxcvbnm")
        assert (found.missing, found.rare) == (("zxcvbnm",), ())

    def test_what_is_carried_over_is_covered_too(self, generation: Generation) -> None:
        assert coverage(generation, asked("why?", inherited_terms=("zxcvbnm",))).missing == ("zxcvbnm",)

    def test_an_acronym_that_the_corpus_writes_out_is_not_called_missing(self, generation: Generation) -> None:
        naming = EntityMention("ZXQ", ("National Audit Office",))
        question = asked("what did ZXQ say of the qwertyuiop", mentions=(naming,))
        assert coverage(generation, question).missing == ("qwertyuiop",)

    @pytest.mark.parametrize("text", ["", "?!", "the"])
    def test_a_question_without_words_lacks_nothing(self, generation: Generation, text: str) -> None:
        found = coverage(generation, text)
        assert (found.missing, found.rare) == ((), ())
