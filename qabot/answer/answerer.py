"""Putting an answer together: reprints collapse, hits are read, the verdict is given and the quotes are cut."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from qabot.answer.answer_types import answer_types
from qabot.answer.calibration import Calibration
from qabot.answer.deduplication import DedupedHit, deduplicate
from qabot.answer.lexical_reading import NO_EMBEDDINGS, lexical_query_tokens, score_sentences_lexically
from qabot.answer.quotation import cut_evidence
from qabot.answer.sentence_scoring import (
    RERANK_DEPTH,
    QueryProfile,
    ScoredHit,
    SentenceEncoder,
    rerank_top,
    score_sentences,
)
from qabot.answer.term_coverage import coverage, idf_weights, share_of_terms
from qabot.answer.token_similarity import QueryTokens, query_tokens
from qabot.answer.verdict import judge, judge_lexically, judge_uncalibrated, verdict_signals
from qabot.core.answers import Answer, Verdict
from qabot.core.questions import Question
from qabot.models.encoder import TokenEmbeddings
from qabot.question.content_words import STOP_WORDS, content_words, proper_names
from qabot.retrieval.pipeline import Found, counts_without_filter, lexical_query
from qabot.retrieval.protocols import Index

JUDGED = 3
"""How many of the first hits the verdict looks at, however many are shown."""
_UNCALIBRATED = (
    "No answer can be called strong: this model has no calibration that fits. Run `qabot eval calibrate` to make one."
)
NEAREST = 2
"""How many passages are shown where nothing answers."""


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers questions from one index."""

    index: Index
    """What is searched."""
    reader: SentenceEncoder | None
    """The encoder of its passages; None while it is not ready, so that words alone are read."""
    calibration: Calibration | None
    """What the verdict is drawn with; None where the encoder has none."""

    def answer(
        self,
        question: Question,
        reading: TokenEmbeddings | None,
        found: Found,
        limit: int,
        warnings: Sequence[str] = (),
    ) -> Answer:
        """Choose the evidence and the verdict.

        Args:
            question: What was asked.
            reading: `question.whole`, read by the encoder; None where there is none to read with.
            found: What search returned: at least `search.LEADERS` hits where there are as many.
            limit: How many pieces of evidence to return at the most; none when nothing answers.
            warnings: What the reader should know besides.

        Raises:
            IndexCorrupt: A hit's article is missing or altered.
        """
        weights = idf_weights(self.index, question)
        told = deduplicate(self.index, found.hits)[: max(limit, RERANK_DEPTH)] if weights else []
        words = self._asked(question, reading, weights)
        kinds = answer_types(question.text)
        vector = (reading or NO_EMBEDDINGS).vector
        sought = QueryProfile(
            question.whole, words, vector, kinds, self._shares_a_term(weights), self._has(words, question)
        )
        reads = self._read(sought, told) if told else []
        judged = reads[:JUDGED]
        by_meaning = bool(judged) and self.reader is not None
        seen = (
            verdict_signals(words, judged, asks=bool(kinds), date_filter_relaxed=question.date_filter_relaxed)
            if by_meaning
            else {}
        )
        verdict, probability = self._verdict(question, judged, seen, weights) if judged else ("not_found", None)
        copies = {story.article.id: story.duplicates for story in told}
        shown = reads[: max(limit, NEAREST)]
        evidence = tuple(cut_evidence(self.index, read, words, weights, copies[read.article.id]) for read in shown)
        answers = verdict != "not_found"
        return Answer(
            verdict=verdict,
            evidence=evidence[:limit] if answers else (),
            searched=self.index.searched(found.matched_filters),
            warnings=(*warnings, *self._warnings(question, reads[:limit] if answers else (), seen, probability)),
            nearest=() if answers else evidence[:NEAREST],
            coverage=None if answers else coverage(self.index, question),
            counts_without_filter=counts_without_filter(self.index, question.filters)
            if found.matched_filters == 0
            else {},
            ranked=tuple(dict.fromkeys((*(read.article.id for read in reads[:RERANK_DEPTH]), *found.ranked))),
            probability=probability,
            signals=seen,
            lexical_only=self.reader is None,
        )

    def _asked(self, question: Question, reading: TokenEmbeddings | None, weights: Mapping[str, float]) -> QueryTokens:
        def worth(word: str) -> float:
            return max((weights.get(term, 0.0) for term in self.index.terms(word)), default=0.0)

        return lexical_query_tokens(question, worth) if reading is None else query_tokens(question, reading, worth)

    def _read(self, sought: QueryProfile, told: Sequence[DedupedHit]) -> list[ScoredHit]:
        found = [(story.hit, story.article) for story in told]
        if self.reader is None:
            return score_sentences_lexically(self.index, sought, found)
        return rerank_top(score_sentences(self.reader, sought, found), [story.score for story in told])

    def _shares_a_term(self, terms: Container[str]) -> Callable[[str], bool]:
        return lambda text: any(term in terms for term in self.index.terms(text))

    def _has(self, words: QueryTokens, question: Question) -> Callable[[str], NDArray[np.bool_]]:
        """Return what tells which words of a question a text has; a word of a name is had by any other name too."""
        ways = [[word, *_other_names(word, question)] for word in words.words]
        each = [[terms for way in named if (terms := frozenset(self.index.terms(way)))] for named in ways]

        def has(text: str) -> NDArray[np.bool_]:
            held = set(self.index.terms(text))
            return np.array([any(terms <= held for terms in named) for named in each], np.bool_)

        return has

    def _verdict(
        self, question: Question, reads: Sequence[ScoredHit], seen: Mapping[str, float], weights: Mapping[str, float]
    ) -> tuple[Verdict, float | None]:
        named = chain.from_iterable(lexical_query(self.index, question).names)
        if not any(self.index.document_frequency(term) for term in (*weights, *named)):
            return "not_found", 0.0 if self.calibration else None  # no word of it is anywhere in the corpus
        if self.reader is None:
            return judge_lexically(self._most_held(reads, weights)), None
        if self.calibration is None or not self.calibration.covers(seen):
            near = max(
                (vote.score for read in reads for vote in read.hit.components if vote.retriever == "dense"), default=0.0
            )
            return judge_uncalibrated(near, self._most_held(reads, weights)), None
        verdict, probability = judge(seen, self.calibration)
        if verdict == "strong" and not (_is_particular(question) and self._holds_every_name(question, reads)):
            verdict = "possible"
        return verdict, probability

    def _most_held(self, reads: Sequence[ScoredHit], weights: Mapping[str, float]) -> float:
        """Return the largest share of the question's terms that one of the passages holds."""
        texts = (f"{read.article.title} {read.hit.passage.text}" for read in reads)
        return max(share_of_terms(self.index, text, weights) for text in texts)

    def _warnings(
        self, question: Question, reads: Sequence[ScoredHit], seen: Mapping[str, float], probability: float | None
    ) -> list[str]:
        """Say what to mind about these quotes: why they are not called strong, or whom they do not name."""
        names = self._names(question) if reads else {}
        held = [self._terms_of(read) for read in reads] if names else []
        absent = [name for name, ways in names.items() if not any(_has_one(terms, ways) for terms in held)]
        said = [f"No article quoted here names {' or '.join(f'“{name}”' for name in absent)}."] if absent else []
        return [*([_UNCALIBRATED] if seen and probability is None else []), *said]

    def _holds_every_name(self, question: Question, reads: Sequence[ScoredHit]) -> bool:
        """Whether one of the articles has every name that the question has: else no article is about all of it."""
        required = self._names(question).values()
        return any(all(_has_one(terms, ways) for ways in required) for terms in map(self._terms_of, reads))

    def _names(self, question: Question) -> dict[str, list[set[str]]]:
        """Return the names in a question, each with the terms of every way of writing it."""
        written = " ".join(naming.written for naming in question.mentions).split()
        bodies = {naming.written: [naming.written, *naming.names] for naming in question.mentions}
        names = {name: [name] for name in proper_names(question.text) if name not in written}
        return {name: [set(self.index.terms(way)) for way in ways] for name, ways in (names | bodies).items()}

    def _terms_of(self, read: ScoredHit) -> set[str]:
        return set(self.index.terms(f"{read.article.title} {read.article.text}"))


def _has_one(terms: set[str], ways: Sequence[set[str]]) -> bool:
    """Whether a text of these terms has a name in one of the ways of writing it."""
    return any(way <= terms for way in ways)


def _other_names(word: str, question: Question) -> list[str]:
    """Return what else the bodies are called that a question names with this word."""
    return [name for naming in question.mentions if word in naming.written.split() for name in naming.names]


def _is_particular(question: Question) -> bool:
    """Whether a question asks for something: one word alone, or a year, asks for nothing that could be answered."""
    words = {word.casefold() for word in content_words(question.whole) if not word.isdecimal()}
    return len(words - STOP_WORDS) > 1
