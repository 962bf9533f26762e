"""Reading hits sentence by sentence: what each says of the question, and whether it holds what is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from qabot.answer.answer_type_match import holds_answer_type
from qabot.answer.figure_fit import figure_fit
from qabot.answer.figure_match import clauses_saying
from qabot.answer.passage_reading import NO_READINGS, Readings, sentence_shares
from qabot.answer.spoken_sentences import SpokenRanges, is_said
from qabot.answer.token_similarity import Floats, QueryTokens, coverage_of_words, token_similarity
from qabot.core.answers import Hit, ScoreComponent
from qabot.core.articles import Article
from qabot.core.text import Span, is_heading, sentences
from qabot.facts.figures import figures_of_value
from qabot.models.encoder import TokenEmbeddings
from qabot.models.reader import PassageReading
from qabot.retrieval.binding import BoundQuestion
from qabot.retrieval.ranking_parameters import ReadingParameters
from qabot.retrieval.term_sets import TermSets

_MORE_THAN_ALL_ELSE = 10.0
"""Puts a sentence that says the figure asked about before all that do not: a rule, and no weight to be fitted."""
_BEARING = 0.5
"""Share of what is asked besides the speaker, by rarity, that a statement and its title hold to bear on it."""


class SentenceEncoder(Protocol):
    """Reads texts with the encoder that the passages were embedded with."""

    def encode_document_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Return each text's vector and those of its tokens, in the order given."""
        ...


class QueryProfile(Struct, frozen=True, eq=False):
    """What a question asks, in every form in which sentences are compared with it."""

    question: BoundQuestion
    """The question itself, bound to the index."""
    tokens: QueryTokens
    """The same, word by word."""
    vector: Floats
    """The same, encoded; shape (dimension,)."""
    texts: TermSets
    """The terms of the texts that are compared with it."""
    parameters: ReadingParameters
    """How sentences are scored."""
    readings: Readings = NO_READINGS
    """What the reader made of the first passages."""
    reader_sentence: float = 0.0
    """What a sentence gains that holds the whole of the likeliest answer."""
    span_margin: float = 0.0
    """By how much an answer must be likelier than none for its words to be pointed out."""
    spoken: SpokenRanges | None = None
    """What the speaker says whose words are asked for; None where nobody's are."""

    def shares_a_term(self, text: str) -> bool:
        """Whether a text has one of the question's words, in any inflection."""
        return self.question.shares_a_term(self.texts.of(text))

    def words_held(self, text: str) -> NDArray[np.bool_]:
        """Return which of its words a text has whole, or by another name: shape (words,)."""
        terms = self.texts.of(text)
        return np.array([word.is_held_whole(terms) for word in self.tokens.words], np.bool_)

    def says_figure(self, text: str) -> bool:
        """Whether a text says one of the figures that the question names, however it writes it."""
        return bool(figures_of_value(text, self.question.figures))

    def figure_said_of_it(self, text: str, article: Article) -> float:
        """Return how far a text says one of them of what is asked about, 0 to 1: the share of the question's terms.

        What it is said of stands in one clause with it: "staff fell by a quarter, visitors rose by 15 per cent". In an
        article that lacks a name in the question, it is of others. A question of nothing but the figure asks of
        whatever it is said of.
        """
        clauses = clauses_saying(text, self.question.figures)
        if not clauses or self.question.names_lacking(self.texts.of(f"{article.title} {article.text}")):
            return 0.0
        asked = self.question.analysed.text
        of_figures = self.texts.of(" ".join(asked[each.start : each.end] for each in self.question.figures))
        if of_figures.issuperset(self.question.idf):
            return 1.0
        return max(self.question.share_of_terms(self.texts.of(each)) for each in clauses)

    def is_spoken(self, article: Article, span: Span) -> bool:
        """Whether a sentence reports what the speaker says whose words are asked for, about what is asked."""
        if self.spoken is None or not is_said(self.spoken, article, span):
            return False
        named = self.texts.of(" ".join(self.spoken.names))
        others = [word for word in self.tokens.words if not word.is_held_whole(named)]
        told = self.texts.of(f"{article.title} {article.text[slice(*span)]}")
        held = sum(word.idf for word in others if word.is_held_whole(told))
        return held >= _BEARING * sum(word.idf for word in others)

    def held_by(self, article: Article) -> tuple[float, ...]:
        """Return how much of what is asked an article's text holds: figures that it names, then names, then terms."""
        terms = self.texts.of(article.text)
        names = len(self.question.names) - len(self.question.names_lacking(terms))
        return self.says_figure(article.text), names, self.question.share_of_terms(terms)

    def holds_answer_type(self, sentence: str) -> bool:
        """Whether a sentence holds what is asked for, and the question does not have: a figure, a date, a name."""
        analysed = self.question.analysed
        return holds_answer_type(analysed.answer_types, sentence, analysed.whole)

    def answer_fit(self, sentence: str) -> float:
        """Return how well a sentence holds what is asked for, 0 to 1: the figure, where one is, else whatever it is."""
        sought = self.question.analysed.sought_figure
        if sought is None:
            return float(self.holds_answer_type(sentence))
        return figure_fit(sought, sentence, self.question.figures, self.parameters.figures)


class ScoredHit(Struct, frozen=True, eq=False):
    """A hit whose sentences were read."""

    hit: Hit
    """What was found."""
    article: Article
    """The article it is part of."""
    spans: tuple[Span, ...]
    """Where in the article's text its sentences stand that may answer, in order."""
    embeddings: tuple[TokenEmbeddings, ...]
    """What the encoder made of each."""
    similarities: Floats
    """How near each sentence, or the article's title, comes to each word asked: shape (sentences, words)."""
    nearness: Floats
    """Cosine of each sentence with the question, shape (sentences,)."""
    fits: tuple[bool, ...]
    """Whether each holds what is asked for."""
    scores: Floats
    """How well each answers, shape (sentences,): for choosing among them, not across hits."""
    answers: float = 0.0
    """How much of what is asked the best of them says by itself, 0 to 1: for choosing among hits."""
    reading: PassageReading | None = None
    """What the reader made of its passage; None where it was not read."""

    @property
    def best(self) -> int:
        """The sentence that answers best; the first of equals."""
        return int(np.argmax(self.scores))

    @property
    def best_sentence(self) -> str:
        """The text of that sentence."""
        start, end = self.spans[self.best]
        return self.article.text[start:end]


def score_sentences(
    reader: SentenceEncoder, profile: QueryProfile, found: Sequence[tuple[Hit, Article]]
) -> list[ScoredHit]:
    """Read the sentences of hits, all in one batch.

    What the title covers is taken as covered by every sentence: the whole article is about it, so that it tells none
    apart.

    Args:
        reader: The encoder.
        profile: What the question asks.
        found: Hits with their articles.
    """
    spans = [candidate_sentences(profile, hit, article) for hit, article in found]
    titles = list(dict.fromkeys(article.title for _, article in found))
    quoted = (article.text[a:b] for (_, article), each in zip(found, spans, strict=True) for a, b in each)
    texts = [*titles, *dict.fromkeys(quoted)]
    read = dict(zip(texts, reader.encode_document_tokens(texts), strict=True))
    return [_scored(profile, *pair, each, read) for pair, each in zip(found, spans, strict=True)]


def _scored(
    profile: QueryProfile, hit: Hit, article: Article, spans: Sequence[Span], read: Mapping[str, TokenEmbeddings]
) -> ScoredHit:
    tokens, parameters = profile.tokens, profile.parameters
    texts = [article.text[a:b] for a, b in spans]
    embeddings = tuple(read[text] for text in texts)
    of_title = token_similarity(tokens, read[article.title])
    rows = np.array([token_similarity(tokens, each) for each in embeddings], np.float32)
    nearness = np.array([float(each.vector @ profile.vector) for each in embeddings], np.float32)
    fits = np.array([profile.answer_fit(text) for text in texts], np.float32)
    by_sentence = np.array(
        [coverage_of_words(row, profile.words_held(text), parameters) for row, text in zip(rows, texts, strict=True)]
    )
    by_title = coverage_of_words(of_title, profile.words_held(article.title), parameters)
    alone = np.maximum(by_sentence, by_title)
    by_neighbours = parameters.neighbour_weight * _coverage_by_neighbours(by_sentence, article.text, spans)
    bonus, article_bonus, most = _bonuses(profile, fits, by_sentence)
    scores = (np.maximum(alone, by_neighbours) @ tokens.weights + bonus).astype(np.float32)
    if profile.question.figures:
        said = [profile.says_figure(text) + profile.figure_said_of_it(text, article) for text in texts]
        scores += _MORE_THAN_ALL_ELSE * np.array(said, np.float32)
    if profile.spoken:
        spoken = [profile.is_spoken(article, span) for span in spans]
        scores += _MORE_THAN_ALL_ELSE * np.array(spoken, np.float32)
    reading = profile.readings.get(hit.passage_id)
    if reading is not None:
        scores += profile.reader_sentence * sentence_shares(reading, hit.passage.start, spans)
    answers = float((alone @ tokens.article_weights + article_bonus).max()) / (1 + most)
    similarities = np.maximum(rows, of_title)
    held = tuple((fits > 0).tolist())
    return ScoredHit(hit, article, tuple(spans), embeddings, similarities, nearness, held, scores, answers, reading)


def _bonuses(
    profile: QueryProfile, fits: Floats, coverage: Floats
) -> tuple[NDArray[np.floating], NDArray[np.floating], float]:
    """Return what each sentence gains for holding what is asked for, among others and for its article, and the most.

    A figure counts as far as the sentence says itself what it is of: what the title says is no part of that, for it is
    said of every figure of the article alike.
    """
    parameters = profile.parameters
    if profile.question.analysed.sought_figure is None:
        bonus = parameters.answer_type_bonus * fits
        return bonus, bonus, parameters.answer_type_bonus
    figures = parameters.figures
    said = fits * (coverage @ profile.tokens.weights)
    bonus = figures.bonus * (figures.unsaid_share * fits + (1 - figures.unsaid_share) * said)
    return bonus, figures.article_bonus * said, figures.article_bonus


def _coverage_by_neighbours(coverage: Floats, text: str, spans: Sequence[Span]) -> Floats:
    """Return how far the sentences next to each cover each word; 0 where another stands between, or none."""
    beside = np.zeros_like(coverage)
    for place, (one, other) in enumerate(pairwise(spans)):
        if adjoin(text, one, other):
            beside[place] = np.maximum(beside[place], coverage[place + 1])
            beside[place + 1] = coverage[place]
    return beside


def adjoin(text: str, one: Span, other: Span) -> bool:
    """Whether nothing but white space stands between two sentences of a text, given in order."""
    return not text[one[1] : other[0]].strip()


def rerank_top(
    hits: Sequence[ScoredHit], scores: Sequence[float], depth: int, weight: float, reader: float = 0.0
) -> list[ScoredHit]:
    """Score the first hits by what they say, and rank all anew; those behind them stay behind.

    Passages of one article keep its places among them, and stand there by what they say and what the reader makes of
    them: all else speaks for the article.

    Args:
        hits: Hits, best first.
        scores: The score of each so far: its own, or that of the copy in whose place it stands.
        depth: How many are put in order.
        weight: What it adds to a score that a hit says all that is asked.
        reader: What it counts among those of one article that the reader is sure of a passage, where saying all that is
            asked counts 1.
    """
    first, rest = hits[:depth], hits[depth:]
    by_answers = sorted(first, key=lambda each: -each.answers)
    scored = [_with_component(each, by_answers.index(each) + 1, weight) for each in first]
    totals = [score + each.hit.components[-1].contribution for score, each in zip(scores, scored, strict=False)]
    order = sorted(range(len(first)), key=lambda place: -totals[place])
    return numbered([*_ordered_within_articles([scored[place] for place in order], reader), *rest])


def _ordered_within_articles(hits: Sequence[ScoredHit], reader: float) -> list[ScoredHit]:
    """Put hits of one article in order by what they say and how sure the reader is, in the places that they have."""
    of_article: defaultdict[str, list[ScoredHit]] = defaultdict(list)
    for each in sorted(hits, key=lambda each: -each.answers - reader * _reader_certainty(each.hit)):
        of_article[each.article.id].append(each)
    waiting = {name: iter(those) for name, those in of_article.items()}
    return [next(waiting[each.article.id]) for each in hits]


def _reader_certainty(hit: Hit) -> float:
    """Return how sure the reader is of a passage, 0 to 1; 0 where it was not read."""
    return next((each.score for each in hit.components if each.retriever == "reader"), 0.0)


def figures_first(profile: QueryProfile, hits: Sequence[ScoredHit]) -> Sequence[ScoredHit]:
    """Put hits whose best sentence says a figure that the question names before all others, the likest to it first."""
    if not profile.question.figures:
        return hits
    return numbered(sorted(hits, key=lambda each: -profile.figure_said_of_it(each.best_sentence, each.article)))


def speakers_first(profile: QueryProfile, hits: Sequence[ScoredHit]) -> Sequence[ScoredHit]:
    """Put hits whose best sentence reports what the speaker says whose words are asked for before all others."""
    if profile.spoken is None:
        return hits
    return numbered(sorted(hits, key=lambda each: not profile.is_spoken(each.article, each.spans[each.best])))


def numbered(hits: Sequence[ScoredHit]) -> list[ScoredHit]:
    """Return hits with the ranks of the order in which they stand."""
    return [replace(each, hit=replace(each.hit, rank=rank)) for rank, each in enumerate(hits, start=1)]


def _with_component(scored: ScoredHit, rank: int, weight: float) -> ScoredHit:
    component = ScoreComponent("reading", rank, scored.answers, weight * scored.answers)
    return replace(scored, hit=replace(scored.hit, components=(*scored.hit.components, component)))


def _may_answer(profile: QueryProfile, sentence: str) -> bool:
    return profile.shares_a_term(sentence) or profile.holds_answer_type(sentence) or profile.says_figure(sentence)


def candidate_sentences(profile: QueryProfile, hit: Hit, article: Article | None = None) -> list[Span]:
    """Return where in its article the sentences of a passage stand that may answer: at least one.

    Reading takes most of the time of an answer, so that sentences that share no word with the question and hold nothing
    of the type asked for are passed over, unless hardly any are left.
    """
    text, base = hit.passage.text, hit.passage.start
    found = [(a, b) for a, b in sentences(text) if not is_heading(text, a)] or [(0, len(text))]
    likely = [(a, b) for a, b in found if _may_answer(profile, text[a:b])]
    if profile.spoken and article:
        likely = [
            (a, b) for a, b in found if (a, b) in likely or is_said(profile.spoken, article, (base + a, base + b))
        ]
    chosen = likely if len(likely) >= profile.parameters.fewest_sentences else found
    if (reading := profile.readings.get(hit.passage_id)) is not None:
        a, b = reading.best().span  # what the reader finds may share no word with the question
        chosen = [each for each in found if each in chosen or (each[0] < b and a < each[1])]
    return [(base + a, base + b) for a, b in chosen]
