"""Reading hits by their words alone: what can be said of them while the encoder is still being loaded.

A sentence says a word of the question when it holds one of its terms. Everything else goes as with an encoder, so that
the same quotes are cut in the same way; only the verdict can never be strong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from qabot.answer.sentence_scoring import ANSWER_TYPE_BONUS, QueryProfile, ScoredHit, candidate_sentences
from qabot.answer.token_similarity import Floats, QueryTokens, normalise
from qabot.core.answers import Hit
from qabot.core.articles import Article
from qabot.core.questions import Question
from qabot.models.encoder import TokenEmbeddings
from qabot.question.content_words import content_words
from qabot.retrieval.protocols import Index

NO_EMBEDDINGS = TokenEmbeddings(np.zeros(0, np.float32), np.zeros((0, 0), np.float32), ())
"""What an encoder would make of a text, where there is none."""


def lexical_query_tokens(question: Question, worth: Callable[[str], float]) -> QueryTokens:
    """Take a question apart into its words and what each says; what they mean stays unknown."""
    words = tuple(content_words(question.whole))
    weights = normalise(np.array([worth(word) for word in words], np.float32))
    return QueryTokens(words, weights, np.zeros((len(words), 0), np.float32), weights)


def score_sentences_lexically(
    index: Index, sought: QueryProfile, found: Sequence[tuple[Hit, Article]]
) -> list[ScoredHit]:
    """Read the sentences of hits by their terms; what the title says is taken as said by every sentence.

    Args:
        index: What was searched.
        sought: What the question asks.
        found: Hits with their articles.
    """
    terms = [set(index.terms(word)) for word in sought.words.words]
    return [_read(index, sought, terms, hit, article) for hit, article in found]


def _read(index: Index, sought: QueryProfile, terms: Sequence[set[str]], hit: Hit, article: Article) -> ScoredHit:
    spans = candidate_sentences(sought, hit)
    titled = _said(terms, set(index.terms(article.title)))
    said = [np.maximum(_said(terms, set(index.terms(article.text[a:b]))), titled) for a, b in spans]
    fits = tuple(sought.is_held_by(article.text[a:b]) for a, b in spans)
    rows = np.array(said, np.float32)
    scores = (rows @ sought.words.weights + ANSWER_TYPE_BONUS * np.array(fits)).astype(np.float32)
    unread = tuple(NO_EMBEDDINGS for _ in spans)
    return ScoredHit(hit, article, tuple(spans), unread, rows, np.zeros(len(spans), np.float32), fits, scores)


def _said(terms: Sequence[set[str]], held: set[str]) -> Floats:
    return np.array([float(bool(each & held)) for each in terms], np.float32)
