"""Every number that decides what is found, in which order, what is quoted, and what the verdict is drawn from.

They stand together so that they can be varied together, and so that a calibration can say with which of them it was
fitted: change one, and the signals that the verdict is drawn from mean something else.
"""

from __future__ import annotations

import hashlib
import json

from msgspec import Struct, field, to_builtins

from qabot.core.answers import Retriever
from qabot.core.questions import Dependence

_HASH_DIGITS = 16


class RetrieverWeights(Struct, frozen=True):
    """What each retriever's best passage adds to a fused score. The first two, which always score, add up to 1."""

    dense: float = 0.5
    """Nearness of meaning."""
    lexical: float = 0.5
    """BM25."""
    date: float = 0.23
    """Published at the time that is asked about, or when the event took place; 0.17 to 0.29 do alike."""
    recent: float = 0.29
    """The newest, where the latest is asked for."""
    body: float = 0.035
    """About a body that the question names."""
    reading: float = 1.05
    """What its sentences say of the question."""
    reader: float = 0.93
    """That the reader finds an answer in it, and how sure it is of where."""
    rerank: float = 1.0
    """A cross-encoder: as much as the first two together."""

    def of(self, retriever: Retriever) -> float:
        """Return the weight of a retriever."""
        weight: float = getattr(self, retriever)
        return weight


class FusionParameters(Struct, frozen=True):
    """How lists of passages become one."""

    weights: RetrieverWeights = field(default_factory=RetrieverWeights)
    """What each retriever counts."""
    candidates: int = 100
    """How many passages each retriever lists."""
    leaders: int = 10
    """How many of the first passages gain by what the question says besides, and are compared for copies."""
    per_article: int = 2
    """How many passages of one article may stand among the first; further ones follow behind."""


class LexicalParameters(Struct, frozen=True):
    """What terms count for that are not the question's own."""

    name_boost: float = 0.5
    """What another name of a thing counts beside the one that was asked for; 0.4 to 0.7 measured alike."""
    compound_boost: float = 0.5
    """What a compound counts that is written as one word beside the same as two, and the other way round; 0.4 to 0.7
    measured alike. Where an index has it in one way only, that counts in full."""
    synonym_boost: float = 0.3
    """What an article's word counts beside the everyday one that was asked with; 0.2 to 0.4 measured alike."""
    inherited_boost: float = 0.7
    """What a term counts that is taken over from an earlier turn; 0.6 to 0.8 measured alike."""


class FigureParameters(Struct, frozen=True):
    """How sentences are scored for a figure where a question asks for one."""

    bonus: float = 0.8
    """What a sentence gains, for choosing among those of an article, for telling the figure; 0.5 to 1.5 do alike."""
    unsaid_share: float = 0.5
    """The part of that which it gains whatever else it says; the rest, as far as it says itself what is asked."""
    article_bonus: float = 0.3
    """What an article gains, as far as the sentence says itself what is asked; 0.2 to 0.6 do alike."""
    of_other_things: float = 0.5
    """What a count is worth that is of other things than those asked about, as a share of one that is of them."""
    former: float = 0.5
    """What a figure is worth that is told as planned, or as said before, where nothing earlier is asked about."""
    present: float = 0.8
    """What one is worth that is told as it stands, where something earlier is asked about."""
    strong: float = 0.9
    """How well the first quote must tell the figure for an answer to be called strong."""


class ReadingParameters(Struct, frozen=True):
    """How sentences are scored by what they say of a question."""

    uncovered_cosine: float = 0.3
    """Cosine of the nearest token up to which a word of the question counts as not covered at all."""
    covered_cosine: float = 0.8
    """Cosine from which it counts as covered: above, differences are those of context."""
    inherited_weight: float = 0.2
    """What a word taken over from an earlier turn counts for which sentence answers: the own ones tell that."""
    inherited_article_weight: float = 0.7
    """What it counts for which article answers: nearly as much as the question's own."""
    answer_type_bonus: float = 0.15
    """What a sentence gains for holding an answer of the type asked for: a figure, a date, a name."""
    neighbour_weight: float = 0.7
    """What a sentence gets of what its neighbours say: "it" and "the scheme" are named in one of them."""
    fewest_sentences: int = 2
    """Sentences of a passage that are read at the least."""
    rerank_depth: int = 4
    """How many of the first hits are put in order by what they say: reading ten gains little more, and takes three
    times as long."""
    figures: FigureParameters = field(default_factory=FigureParameters)
    """How they are scored where a figure is asked for."""


class ReaderParameters(Struct, frozen=True):
    """What is made of what the reader finds."""

    depth: int = 6
    """How many of the first hits it reads at the most: four lose two or three of a hundred right articles in front,
    eight gain less than one."""
    together: int = 2
    """How many it reads before it is seen whether it is sure of one, and reads no further."""
    sure: float = 0.7
    """How sure of a passage, 0 to 1, it must be for that: what six give that are read is given all the same, but for
    one question in hundreds, in a tenth less time; 0.6 does alike."""
    surest: float = 10.0
    """By how much an answer's words must be likelier than none for the reader to be quite sure of them."""
    sentence: float = 0.2
    """What a sentence gains that holds the whole of the likeliest answer, for choosing among those of its passage; more
    did alike on hard questions and worse on plain ones."""
    span_margin: float = 4.0
    """By how much an answer must be likelier than none for its words to be pointed out."""
    within_article: float = 0.4
    """What it counts for which passage of an article comes first, beside how much of what is asked each says; 0.3 to
    0.45 do alike."""
    carried_over: float = 0.25
    """What it counts for, of its weights, where a question takes words over: with them it is one that nobody wrote."""


class ContextShares(Struct, frozen=True):
    """How much of a question's score each way of reading it gives, by how far it may need those before it."""

    subject: float
    """The part given by the reading that takes over what the last questions were about."""
    answer: float
    """The part given by the one that takes over what the last answer named. What is left, it has alone, and so has
    what a reading would give that there is not."""
    quoted: float
    """What a passage gains besides whose article the last answer quoted first."""


class ContextParameters(Struct, frozen=True):
    """How a question is searched for that comes after others."""

    elliptical: ContextShares = field(default_factory=lambda: ContextShares(0.7, 0.15, 0.1))
    """Where something shows that it does not stand alone."""
    slight: ContextShares = field(default_factory=lambda: ContextShares(0.5, 0.15, 0.15))
    """Where it says one thing that tells of a subject, or none."""
    partial: ContextShares = field(default_factory=lambda: ContextShares(0.2, 0.15, 0.05))
    """Where it says two."""
    further_quotes: float = 0.5
    """What an article gains that the last answer quoted further down, as a share of the first."""

    def of(self, dependence: Dependence) -> ContextShares:
        """Return the shares for how far a question may need those before it."""
        shares: ContextShares = getattr(self, dependence, _ALONE)
        return shares


_ALONE = ContextShares(0.0, 0.0, 0.0)


class QuotationParameters(Struct, frozen=True):
    """What is quoted of a passage, and which of its words are pointed out."""

    second_sentence: float = 0.85
    """A neighbour joins the quote when it answers nearly as well: this share of the best sentence's score."""
    second_share: float = 0.2
    """Or when it may hold the reader's answer: this share of it, as `sentence_shares` has it. Alone, either misses one
    or two of a hundred answers that both together find, in quotes that are as long."""
    similar_cosine: float = 0.62
    """Cosine from which a token carries the meaning of a word asked."""
    joined: int = 2
    """How many sentences off the one may stand that holds the reader's answer, so that the quote reaches from the best
    sentence to it."""
    joined_share: float = 0.35
    """What that must hold of the reader's answer."""
    context_words: int = 6
    """Words of a sentence among which a pronoun means something named before it; as many alone say little."""


class VerdictParameters(Struct, frozen=True):
    """What the verdict looks at, and what it takes where there is no calibration."""

    judged: int = 3
    """How many of the first hits the verdict looks at, however many are shown."""
    least_covered: int = 2
    """How many of the words that are covered least are looked at: where something is asked that is not there, it is
    these."""
    uncalibrated_nearness: float = 0.30
    """Cosine with the question that the best passage must reach to be shown, where there is no calibration."""
    uncalibrated_coverage: float = 0.34
    """Share of the question's terms, by weight, that it must hold, likewise."""


class CoverageParameters(Struct, frozen=True):
    """What is shown of a corpus that does not answer."""

    outlets: int = 6
    """How many outlets are named."""
    rare: float = 0.02
    """A word is rare when at most this share of the passages holds it."""
    nearest: int = 2
    """How many passages are shown where nothing answers."""


class RankingParameters(Struct, frozen=True):
    """All of them. Changing one is an experiment: `qabot eval` measures it, and `qabot eval calibrate` follows it."""

    fusion: FusionParameters = field(default_factory=FusionParameters)
    """How lists of passages become one."""
    lexical: LexicalParameters = field(default_factory=LexicalParameters)
    """What terms count for that are not the question's own."""
    reading: ReadingParameters = field(default_factory=ReadingParameters)
    """How sentences are scored."""
    reader: ReaderParameters = field(default_factory=ReaderParameters)
    """What is made of what the reader finds."""
    context: ContextParameters = field(default_factory=ContextParameters)
    """How a question that comes after others is searched for."""
    quotation: QuotationParameters = field(default_factory=QuotationParameters)
    """What is quoted."""
    verdict: VerdictParameters = field(default_factory=VerdictParameters)
    """What the verdict looks at."""
    coverage: CoverageParameters = field(default_factory=CoverageParameters)
    """What is shown of a corpus that does not answer."""
    duplicate_cosine: float = 0.8
    """Cosine of two passages below which their articles are not compared: copies have passages nearly the same."""

    @property
    def hash(self) -> str:
        """What tells these numbers from any others: the first 16 hex digits of SHA-256 over their canonical JSON."""
        canonical = json.dumps(to_builtins(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:_HASH_DIGITS]


RANKING = RankingParameters()
"""The numbers that qabot ranks with."""
