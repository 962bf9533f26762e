"""The ranking numbers: each has a witness here, and all of them one hash, which the shipped calibration names."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec import Struct, to_builtins
from msgspec.structs import fields, replace

from qabot.answer.calibration import PACKAGED, read
from qabot.retrieval.ranking_parameters import RANKING, RankingParameters
from tests.near import near

NUMBERS = {
    "fusion": {
        "weights": {
            "dense": 0.5, "lexical": 0.5, "date": 0.23, "recent": 0.29, "body": 0.035,
            "reading": 1.05, "reader": 0.93, "rerank": 1.0,
        },
        "candidates": 100, "leaders": 10, "per_article": 2,
    },
    "lexical": {"name_boost": 0.5, "compound_boost": 0.5, "synonym_boost": 0.3, "inherited_boost": 0.7},
    "reading": {
        "uncovered_cosine": 0.3, "covered_cosine": 0.8, "inherited_weight": 0.2, "inherited_article_weight": 0.7,
        "answer_type_bonus": 0.15, "neighbour_weight": 0.7, "fewest_sentences": 2, "rerank_depth": 4,
        "figures": {
            "bonus": 0.8, "unsaid_share": 0.5, "article_bonus": 0.3, "of_other_things": 0.5, "former": 0.5,
            "present": 0.8, "strong": 0.9,
        },
    },
    "context": {
        "elliptical": {"subject": 0.7, "answer": 0.15, "quoted": 0.1},
        "slight": {"subject": 0.5, "answer": 0.15, "quoted": 0.15},
        "partial": {"subject": 0.2, "answer": 0.15, "quoted": 0.05},
        "further_quotes": 0.5,
    },
    "reader": {
        "depth": 6, "together": 2, "sure": 0.7, "surest": 10.0, "sentence": 0.2, "span_margin": 4.0,
        "within_article": 0.4, "carried_over": 0.25,
    },
    "quotation": {
        "second_sentence": 0.85, "second_share": 0.2, "similar_cosine": 0.62, "joined": 2, "joined_share": 0.35,
        "context_words": 6,
    },
    "verdict": {"judged": 3, "least_covered": 2, "uncalibrated_nearness": 0.3, "uncalibrated_coverage": 0.34},
    "coverage": {"outlets": 6, "rare": 0.02, "nearest": 2},
    "duplicate_cosine": 0.8,
}  # fmt: skip


def varied(group: Any) -> Iterator[Any]:
    """Yield a group of numbers with each of them a little larger, one at a time."""
    for each in fields(group):
        value = getattr(group, each.name)
        others = varied(value) if isinstance(value, Struct) else [value + 1]
        yield from (replace(group, **{each.name: other}) for other in others)


def test_the_numbers_that_qabot_ranks_with() -> None:
    assert to_builtins(RANKING) == NUMBERS
    assert RankingParameters() == RANKING


def test_what_always_scores_adds_up_to_one_and_a_reranker_counts_as_much() -> None:
    weights = RANKING.fusion.weights
    assert weights.of("dense") + weights.of("lexical") == near(1)
    assert (weights.of("rerank"), weights.of("reading"), weights.of("date")) == (1.0, 1.05, 0.23)


def test_the_hash_is_that_of_the_numbers_and_the_same_in_any_process() -> None:
    told = "from qabot.retrieval.ranking_parameters import RANKING; print(RANKING.hash)"
    again = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True).stdout.strip()
    assert RANKING.hash == again == "63d232c8b67638fb"


def test_a_change_of_any_number_changes_the_hash() -> None:
    others: list[RankingParameters] = list(varied(RANKING))
    assert len(others) == 62
    assert len({RANKING.hash, *(each.hash for each in others)}) == 63


def test_the_calibration_that_comes_with_qabot_was_fitted_with_these_numbers() -> None:
    alone, with_reader = sorted(read(PACKAGED).items())
    assert with_reader[0].startswith(f"{alone[0]}+"), "one for the encoder, and one for it with the reader that ships"
    assert [each.ranking for _, each in (alone, with_reader)] == ["63d232c8b67638fb", "63d232c8b67638fb"]


@pytest.mark.parametrize("name", ["fusion", "lexical", "reading", "quotation", "verdict", "coverage"])
def test_no_number_can_be_changed_in_place(name: str) -> None:
    group = getattr(RANKING, name)
    with pytest.raises(AttributeError):
        setattr(group, fields(group)[0].name, 7)
