"""What is made of what the reader finds: an order, shares of sentences, and spans that are shown or not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from qabot.answer.calibration import logistic
from qabot.answer.deduplication import DedupedHit
from qabot.answer.passage_reading import answer_span, certainty, ranked_by_reader, read_passages, sentence_shares
from qabot.core.answers import Hit, ScoreComponent
from qabot.core.articles import Article, Passage
from qabot.models.reader import PassageReading, ReadingPair
from qabot.question.analysis import analyse
from qabot.retrieval.ranking_parameters import ReaderParameters
from tests.near import near

READING = ReaderParameters()
TEXT = "Barnet paid £12m. Anna Lee runs it."
SENTENCES = ((0, 17), (18, 35))


def reading(answers: float, best: int | None = None) -> PassageReading:
    """Make a reading of `TEXT` whose likeliest answer is the token that starts at this character, if any."""
    offsets = [None, *[(at, at + 1) for at in range(len(TEXT))]]
    logits = np.zeros(len(offsets), np.float32)
    if best is not None:
        logits[best + 1] = 5
    return PassageReading(answers, tuple(offsets), logits, logits.copy())


def hit(number: int, score: float) -> DedupedHit:
    passage = Passage(f"a{number}", 0, 100, 100 + len(TEXT), TEXT)
    component = ScoreComponent("dense", 1, score, score)
    return DedupedHit(Hit(number, passage, number, (component,)), Article(f"a{number}", f"T{number}", TEXT), (), score)


class Fixed:
    """A reader that finds each passage as likely as its title says; it may be sure of one, and then of no other."""

    def __init__(self, sure_of: int | None = None) -> None:
        """Be sure of the passage with this number in its title."""
        self.sure_of = sure_of

    def read(self, pairs: Sequence[ReadingPair]) -> list[PassageReading]:
        assert {question for question, _ in pairs} == {"who"}
        return [self._of(int(each.title.removeprefix("T"))) for _, each in pairs]

    def _of(self, number: int) -> PassageReading:
        if self.sure_of is None:
            return reading(float(number))
        return reading(9.0, best=0) if number == self.sure_of else reading(-9.0)

    def has_whole(self, word: str) -> bool:
        return bool(word)


def test_each_passage_is_read_with_its_title() -> None:
    read = read_passages(Fixed(), analyse("who"), [hit(3, 0.1), hit(1, 0.2)], READING)
    assert {number: each.answers for number, each in read.items()} == {3: 3.0, 1: 1.0}


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6]),  # unsure of all: as many as it may
        ([9, 1, 2, 3, 4], [9, 1]),
        ([1, 9, 2, 3, 4], [1, 9]),
        ([1, 2, 9, 3, 4, 5], [1, 2, 9, 3]),
        ([1, 2, 3, 4, 5, 9], [1, 2, 3, 4, 5, 9]),
        ([1, 2, 3], [1, 2, 3]),
        ([9], [9]),
        ([], []),
    ],
)
def test_passages_are_read_two_at_a_time_until_one_is_sure_to_answer(numbers: list[int], expected: list[int]) -> None:
    read = read_passages(Fixed(sure_of=9), analyse("who"), [hit(number, 0.1) for number in numbers], READING)
    assert list(read) == expected


def test_how_sure_it_must_be_of_a_passage() -> None:
    hits = [hit(number, 0.1) for number in (9, 1, 2)]
    sureness = certainty(reading(9.0, best=0), READING.surest)
    for sure, expected in ((sureness - 0.01, [9, 1]), (sureness + 0.01, [9, 1, 2])):
        read = read_passages(Fixed(sure_of=9), analyse("who"), hits, replace(READING, sure=sure))
        assert list(read) == expected


def test_what_answers_comes_first_and_the_score_is_the_sum_of_its_components() -> None:
    hits = [hit(1, 0.50), hit(2, 0.48), hit(3, 0.47), hit(4, 0.46)]
    read = {1: reading(-4), 2: reading(3), 3: reading(-4)}
    ranked = ranked_by_reader(hits, read, 0.15, 10.0)
    assert [each.hit.passage_id for each in ranked] == [2, 1, 3, 4]
    first = ranked[0].hit
    assert [(each.retriever, each.rank) for each in first.components] == [("dense", 1), ("reader", 1)]
    assert first.components[1].contribution == near(0.15 * certainty(read[2], 10.0))
    assert first.score == near(ranked[0].score)
    assert len(ranked[3].hit.components) == 1, "what was not read is not scored"
    assert ranked_by_reader(hits, {}, 0.15, 10.0) == hits


@given(st.permutations([1, 2, 3, 4]))
def test_the_order_in_which_hits_come_does_not_matter(order: list[int]) -> None:
    read = {number: reading(number - 2.5) for number in order}
    ranked = ranked_by_reader([hit(number, 0.4) for number in order], read, 0.15, 10.0)
    assert [each.hit.passage_id for each in ranked] == [4, 3, 2, 1]


@given(st.floats(-1e6, 1e6))
def test_a_chance_is_between_nothing_and_one(logit: float) -> None:
    assert 0 <= logistic(logit) <= 1


@pytest.mark.parametrize(
    ("answers", "best", "surest", "expected"),
    [(0.0, 0.0, 10.0, 0.5), (99.0, 5.0, 10.0, 1.0), (-99.0, -9.0, 10.0, 0.0), (0.0, 2.5, 10.0, 0.625)],
)
def test_certainty_is_the_mean_of_both_heads(answers: float, best: float, surest: float, expected: float) -> None:
    logits = np.array([0.0, best], np.float32)
    assert certainty(PassageReading(answers, (None, (0, 3)), logits, logits), surest) == near(expected)


def test_the_sentence_with_the_answer_has_most_of_it() -> None:
    shares = sentence_shares(reading(1, best=20), 0, SENTENCES)
    assert shares.sum() == near(1)
    assert shares[1] > 0.99
    moved = sentence_shares(reading(1, best=20), 100, [(a + 100, b + 100) for a, b in SENTENCES])
    assert moved.tolist() == shares.tolist()
    assert sentence_shares(reading(1), 0, [(50, 60)]).tolist() == [0.0], "nothing of it was read"


def test_a_span_is_shown_where_it_is_likely_enough_and_lies_in_the_quote() -> None:
    found = reading(1, best=20)
    assert answer_span(found, 100, (118, 135), 4.0) == (120, 121)
    assert answer_span(found, 100, (118, 135), 10.1) is None
    assert answer_span(found, 100, (100, 117), 4.0) is None, "in that sentence no answer is likelier than none"
    assert answer_span(found, 100, (200, 210), -99.0) is None, "nothing of it was read"
