"""Where one way of keeping or cutting ends and another begins: each number as it is meant to be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import faiss
import numpy as np
import pytest

from qabot.core.articles import Article, Passage
from qabot.core.dates import PartialDate
from qabot.core.questions import Filters
from qabot.corpus.folder import SourceFile
from qabot.index.article_writer import ArticleWriter
from qabot.index.articles_db import ArticleStore
from qabot.index.build.chunking import split
from qabot.index.build.diff import is_settled
from qabot.index.vector_index import write_vectors


def count(texts: Sequence[str]) -> list[int]:
    """Count a token a word."""
    return [len(text.split()) for text in texts]


@pytest.mark.parametrize(("passages", "kind"), [(49_999, "IndexFlatIP"), (50_000, "IndexScalarQuantizer")])
def test_fifty_thousand_vectors_are_stored_in_half_precision(passages: int, kind: str, tmp_path: Path) -> None:
    write_vectors(tmp_path / "vectors", np.zeros((passages, 4), dtype=np.float32))
    assert type(faiss.downcast_index(faiss.read_index(str(tmp_path / "vectors")))).__name__ == kind


@pytest.mark.parametrize(("age_ns", "settled"), [(0, False), (1_999_999_999, False), (2_000_000_001, True)])
def test_a_file_is_settled_two_seconds_after_its_last_change(age_ns: int, settled: bool) -> None:
    now = 1_700_000_000_000_000_000
    assert is_settled(SourceFile("a.md", Path("a.md"), 1, now - age_ns), now) is settled


@pytest.mark.parametrize(("comma_after", "words"), [(3, 13), (5, 13), (6, 7), (9, 10), (12, 13)])
def test_a_monster_sentence_is_cut_at_a_clause_of_its_second_half_else_between_words(
    comma_after: int, words: int
) -> None:
    text = " ".join(f"w{number}" + ("," if number == comma_after else "") for number in range(40))
    first = split(Article("a", "T", text), count, 14)[0].text
    assert len(first.split()) == words


@pytest.mark.parametrize(("words", "passages"), [(150, 1), (151, 2)])
def test_a_passage_holds_150_words(words: int, passages: int) -> None:
    assert len(split(Article("a", "T", "word " * (words - 1) + "end."), count, 1_000)) == passages


@pytest.mark.parametrize(("letters", "passages"), [(1_000, 1), (1_001, 2)])
def test_a_passage_holds_2000_characters(letters: int, passages: int) -> None:
    text = f"{'a' * 999} {'b' * letters}"
    assert len(split(Article("a", "T", text), count, 1_000)) == passages


def _held(tmp_path: Path, published: PartialDate, filters: Filters) -> int:
    """Return how many articles of this date the filters leave in an index that holds it alone."""
    article = Article("a", "T", "Text.", published=published)
    writer = ArticleWriter(tmp_path / "passages.db")
    writer.add(article, "a.md", [Passage("a", 0, 0, 5, "Text.")], [b"1"])
    writer.close()
    store = ArticleStore(tmp_path / "passages.db")
    found = store.matching(filters)[1]
    store.close()
    return found


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(after=date(2015, 12, 31)), 1),
        (Filters(after=date(2016, 1, 1)), 0),
        (Filters(before=date(2015, 1, 1)), 1),
        (Filters(before=date(2014, 12, 31)), 0),
    ],
)
def test_an_article_of_a_year_is_of_any_of_its_days(filters: Filters, left: int, tmp_path: Path) -> None:
    assert _held(tmp_path, PartialDate(2015), filters) == left


@pytest.mark.parametrize(("day", "left"), [(29, 0), (30, 1), (31, 0)])
def test_an_article_of_a_day_is_of_no_other(day: int, left: int, tmp_path: Path) -> None:
    asked = Filters(date(2015, 10, day), date(2015, 10, day))
    assert _held(tmp_path, PartialDate(2015, 10, 30), asked) == left
