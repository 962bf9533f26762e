"""Reading hits by their words alone: what can be said of them while the encoder is still being loaded.

A sentence covers a word of the question when it shares one of its terms. Everything else goes as with an encoder, so
that the same quotes are cut in the same way; only the verdict can never be strong.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qabot.answer.sentence_scoring import QueryProfile, ScoredHit, candidate_sentences
from qabot.answer.token_similarity import Floats, QueryTokens, normalise
from qabot.core.answers import Hit
from qabot.core.articles import Article
from qabot.models.encoder import TokenEmbeddings
from qabot.retrieval.binding import BoundQuestion

NO_EMBEDDINGS = TokenEmbeddings(np.zeros(0, np.float32), np.zeros((0, 0), np.float32), ())
"""What an encoder would make of a text, where there is none."""


def lexical_query_tokens(question: BoundQuestion) -> QueryTokens:
    """Take a question apart into its words and what each says; what they mean stays unknown."""
    weights = normalise(np.array([word.idf for word in question.words], np.float32))
    return QueryTokens(question.words, weights, np.zeros((len(question.words), 0), np.float32), weights)


def score_sentences_lexically(profile: QueryProfile, found: Sequence[tuple[Hit, Article]]) -> list[ScoredHit]:
    """Read the sentences of hits by their terms; what the title covers is taken as covered by every sentence.

    Args:
        profile: What the question asks.
        found: Hits with their articles.
    """
    return [_scored(profile, hit, article) for hit, article in found]


def _scored(profile: QueryProfile, hit: Hit, article: Article) -> ScoredHit:
    spans = candidate_sentences(profile, hit)
    of_title = _words_touched(profile, article.title)
    rows = np.array([np.maximum(_words_touched(profile, article.text[a:b]), of_title) for a, b in spans], np.float32)
    fits = np.array([profile.answer_fit(article.text[a:b]) for a, b in spans], np.float32)
    bonus = profile.parameters.answer_type_bonus * fits
    scores = (rows @ profile.tokens.weights + bonus).astype(np.float32)
    unread = tuple(NO_EMBEDDINGS for _ in spans)
    held = tuple((fits > 0).tolist())
    return ScoredHit(hit, article, tuple(spans), unread, rows, np.zeros(len(spans), np.float32), held, scores)


def _words_touched(profile: QueryProfile, text: str) -> Floats:
    """Return 1 for each word of which a text has any part, else 0."""
    terms = profile.texts.of(text)
    return np.array([float(word.shares_a_term(terms)) for word in profile.tokens.words], np.float32)
