"""Which quotes of an answer bear on a question, and what their articles state."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import numpy as np
from msgspec import Struct

from qabot.core.answers import Evidence
from qabot.core.articles import Article
from qabot.engine.question_answerer import QuestionAnswerer
from qabot.index.fact_rules import FactRules
from qabot.index.generation_reading import OpenGeneration
from qabot.reports.watch.answer_news import ReadArticle
from qabot.reports.watch.incoming_passages import BearingPassage, passage_terms
from qabot.reports.watch.named_subjects import NamedSubjects
from qabot.retrieval.binding import BoundQuestion

SHARED_WORDS = 0.5
"""The part of a question's words, by how much each says, that a passage bearing on it holds."""


_NEAR_ENOUGH = 0.6
"""The nearness from which a passage bears on a question whose words it has otherwise."""
_ROUNDING = 0.001
"""By how much a share may be another where it is counted in single precision."""


class BearingQuote(Struct, frozen=True):
    """A quote that bears on a question.

    Its article names what the question names, and its passage holds half the words or is very near to it, or the reader
    finds the answer in it.
    """

    evidence: Evidence
    """The quote."""
    bearing: float
    """How well its passage does, compared with others: nearness and share of the question's terms, added up."""


def may_bear(passage: BearingPassage, is_answered: bool) -> bool:
    """Whether a quote of a passage may be among `quotes_that_bear`.

    Args:
        passage: The passage.
        is_answered: Whether the reader finds the answer anywhere in it, surely enough to be pointed out.
    """
    return is_answered or passage.share >= SHARED_WORDS - _ROUNDING or passage.nearness >= _NEAR_ENOUGH


def quotes_that_bear(
    current: QuestionAnswerer, question: BoundQuestion, quotes: Iterable[Evidence], subjects: NamedSubjects
) -> list[BearingQuote]:
    """Return those of an answer's quotes that bear on the question, in their order."""
    found: list[BearingQuote] = []
    for each in quotes:
        if not subjects.are_named(question.analysed, each.article.id):
            continue
        (terms,) = passage_terms(current.generation, np.array([each.hit.passage_id], np.int64))
        share = question.share_of_terms(terms)
        nearness = sum(part.score for part in each.hit.components if part.retriever == "dense")
        if each.answer_span or share >= SHARED_WORDS or nearness >= _NEAR_ENOUGH:
            found.append(BearingQuote(each, nearness + share))
    return found


class ArticleReader:
    """Reads what articles of a generation state, each once."""

    def __init__(self, generation: OpenGeneration, home: Path) -> None:
        """Read articles of this generation, by the lists of its home."""
        self._generation = generation
        self._home = home
        self._read: dict[str, ReadArticle | None] = {}

    @cached_property
    def _rules(self) -> FactRules:
        return FactRules.load(self._home)

    def __call__(self, article_id: str) -> ReadArticle | None:
        """Return an article with its figures and attributions; None where it is not held.

        Raises:
            IndexCorrupt: What is stored of it is damaged.
            UsageError: A list of the home is malformed or cannot be read.
        """
        if article_id not in self._read:
            article = self._generation.article(article_id) if article_id else None
            self._read[article_id] = self._with_facts(article) if article else None
        return self._read[article_id]

    def _with_facts(self, article: Article) -> ReadArticle:
        facts = self._generation.facts.of(article, self._rules.identity) or self._rules.read(article)
        return ReadArticle(article, facts.figures, facts.attributions)
