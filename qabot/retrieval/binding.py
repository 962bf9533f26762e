"""A question bound to an index: its words as the index has them, and how much each says there. Made once a question."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.questions import AnalysedQuestion, QuestionToken
from qabot.facts.figure_spellings import spellings
from qabot.facts.figures import Figure, find_figures
from qabot.index.text_index import LexicalQuery
from qabot.question.tokeniser import STOP_WORDS, content_words, tokenise
from qabot.retrieval.compounds import Spelling, other_spellings
from qabot.retrieval.paraphrases import Paraphrase, paraphrases
from qabot.retrieval.protocols import Index
from qabot.retrieval.ranking_parameters import LexicalParameters
from qabot.retrieval.term_sets import Terms

_LARGE_COUNT = 100
"""A count from which on it is a value that somebody may look for."""


class BoundWord(Struct, frozen=True):
    """A content word of a question, as an index has it."""

    text: str
    """As written."""
    start: int
    """Its first character in `AnalysedQuestion.whole`."""
    end: int
    """One past its last."""
    is_inherited: bool
    """Whether it is taken over from an earlier turn."""
    terms: Terms
    """What it is indexed as; empty where it is no word to the index."""
    idf: float
    """How much it says: the inverse document frequency of its rarest term."""
    names: tuple[Terms, ...]
    """Its terms, and those of each other name of a body that the question names with it; none of them empty."""

    def shares_a_term(self, terms: Terms) -> bool:
        """Whether a text of these terms has any part of the word."""
        return not self.terms.isdisjoint(terms)

    def is_held_whole(self, terms: Terms) -> bool:
        """Whether a text of these terms has all of the word, or another name in its place."""
        return any(name <= terms for name in self.names)


class BoundQuestion(Struct, frozen=True):
    """A question, with everything that an index makes of its text."""

    analysed: AnalysedQuestion
    """As understood."""
    words: tuple[BoundWord, ...]
    """Its content words and those it takes over, in order."""
    lexical_query: LexicalQuery
    """What to look for by words."""
    idf: Mapping[str, float]
    """The terms of `lexical_query` that are its own, taken over, or another spelling or an article's word for either,
    with how much each says: its inverse document frequency, as in BM25. A term that no passage holds weighs as much as
    one that a single passage holds."""
    document_frequency: Mapping[str, int]
    """How many passages hold each of these terms, and each of those of other names; of a word that all of them spell
    otherwise, how many hold it so."""
    names: Mapping[str, tuple[Terms, ...]]
    """The names in the question, each with the terms of every way of writing it."""
    figures: tuple[Figure, ...] = ()
    """The sums, shares and large counts that the question's own text names."""

    def shares_a_term(self, terms: Terms) -> bool:
        """Whether a text of these terms has any term of the question."""
        return not self.idf.keys().isdisjoint(terms)

    def share_of_terms(self, terms: Terms) -> float:
        """Return the share, by weight, of the question's terms that a text of these terms holds; 0 to 1."""
        query = self.lexical_query
        weights = {term: self.idf[term] for term in (*query.terms, *query.inherited)}
        return sum(weight for term, weight in weights.items() if term in terms) / (sum(weights.values()) or 1.0)

    @property
    def is_unknown(self) -> bool:
        """Whether no word of it, and no other name, is anywhere in the corpus."""
        looked_for = chain(self.idf, chain.from_iterable(self.lexical_query.names))
        return not any(self.document_frequency[term] for term in looked_for)

    @property
    def unknown_names(self) -> tuple[str, ...]:
        """The names in it that stand nowhere in the corpus, however written: no article can be about those."""
        return tuple(name for name, spelt in self.names.items() if not any(map(self._is_known, spelt)))

    def names_lacking(self, terms: Terms) -> list[str]:
        """Return the names in the question that a text of these terms does not have, in any way of writing them."""
        return [name for name, spelt in self.names.items() if not any(each <= terms for each in spelt)]

    def _is_known(self, terms: Terms) -> bool:
        return all(self.document_frequency[term] for term in terms)


def bind(index: Index, question: AnalysedQuestion, parameters: LexicalParameters) -> BoundQuestion:
    """Look a question's words up in an index.

    Args:
        index: Where they are looked up.
        question: What was asked, as understood.
        parameters: What counts less than the question's own words.
    """
    words = {token.text: index.terms(token.text) for token in (*question.own_words, *question.inherited_words)}
    asked = asked_figures(question.text)
    others = other_spellings(index, question)
    query = _lexical_query(index, question, words, asked, parameters)
    looked_for = (*query.terms, *query.inherited)
    meant = list(paraphrases(index, question, query.terms))
    spelt_otherwise = [term for other in (*others, *meant) for term in other.terms if term not in STOP_WORDS]
    names = _names(question)
    terms = {text: frozenset(index.terms(text)) for text in {*chain.from_iterable(names.values())}}
    counted = {*looked_for, *spelt_otherwise, *chain.from_iterable(query.names), *chain.from_iterable(terms.values())}
    index.expect_terms(counted)
    counts = {term: index.document_frequency(term) for term in counted}
    counts |= _spelt_otherwise(counts, others, words)
    total = index.searched(None).passages
    idf = {term: term_weight(max(1, counts[term]), total) for term in (*looked_for, *spelt_otherwise)}
    boosts = [(other.terms, _boost(other, index, total, parameters.compound_boost)) for other in others]
    boosts += [(each.terms, _paraphrase_boost(each, index, total, parameters.synonym_boost)) for each in meant]
    of_words = {text: [frozenset(each.terms) for each in others if text in each.words] for text in words}
    return BoundQuestion(
        analysed=question,
        words=tuple(
            _word(token, question, words[token.text], idf, terms, of_words) for token in question.content_words
        ),
        lexical_query=replace(query, spellings=tuple(boosts)),
        idf=idf,
        document_frequency=counts,
        names={name: (*(terms[each] for each in spelt), *of_words.get(name, ())) for name, spelt in names.items()},
        figures=asked,
    )


def _spelt_otherwise(
    counts: Mapping[str, int], others: Iterable[Spelling], words: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    """Return, for each term that stands nowhere, in how many passages its word stands in another spelling."""
    found = ((term, each.passages) for each in others for word in each.words for term in words.get(word, ()))
    return {term: passages for term, passages in found if not counts.get(term)}


def _boost(other: Spelling, index: Index, total: int, compound_boost: float) -> float:
    """Return what another spelling counts, so that it says as much as the word does that it is a spelling of.

    A word of which a hundred passages hold a part or the other says no more for being joined in one of them.
    """
    boost = compound_boost if other.all_passages > other.passages else 1.0  # else it is the only spelling there is
    return boost * term_weight(other.all_passages, total) / _says(index, other.terms, total)


def _paraphrase_boost(each: Paraphrase, index: Index, total: int, synonym_boost: float) -> float:
    """Return what words of articles count: that share of what they say, or of what the everyday word says if less."""
    asked = max((term_weight(max(1, index.document_frequency(term)), total) for term in each.said), default=0.0)
    return synonym_boost * min(term_weight(each.passages, total), asked) / _says(index, each.terms, total)


def _says(index: Index, terms: Iterable[str], total: int) -> float:
    """Return what terms weigh together, as the index itself would weigh them."""
    return sum(term_weight(max(1, index.document_frequency(term)), total) for term in terms)


def asked_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures that a question asks about: a small count, as in "the three councils", is no value sought."""
    return tuple(each for each in find_figures(text) if not each.is_count or each.low >= _LARGE_COUNT)


def term_weight(passages: int, total: int) -> float:
    """Return the inverse document frequency of a term that so many passages of all hold, as in BM25."""
    return math.log(1 + (total - passages + 0.5) / (passages + 0.5))


def _lexical_query(
    index: Index,
    question: AnalysedQuestion,
    words: Mapping[str, Sequence[str]],
    asked: Sequence[Figure],
    parameters: LexicalParameters,
) -> LexicalQuery:
    """Return what to look for: its terms, those it takes over, other names of what it names, its figures otherwise.

    Stop-words are left out, and the small words of a name.
    """
    own = dict.fromkeys(term for token in question.own_words for term in words[token.text])
    inherited = dict.fromkeys(term for token in question.inherited_words for term in words[token.text])
    others = dict.fromkeys(name for mention in question.mentions for name in mention.names)
    written = (tuple(index.terms(each)) for figure in asked for each in spellings(figure))
    return LexicalQuery(
        terms=tuple(own),
        inherited=tuple(term for term in inherited if term not in own),
        names=tuple(dict.fromkeys((*(_terms_of_content(index, name) for name in others), *written))),
        inherited_boost=parameters.inherited_boost,
        name_boost=parameters.name_boost,
    )


def _terms_of_content(index: Index, name: str) -> tuple[str, ...]:
    words = (token.text for token in content_words(tokenise(name)))
    return tuple(dict.fromkeys(index.terms(" ".join(words))))


def _names(question: AnalysedQuestion) -> dict[str, list[str]]:
    """Return the names in a question, each in every way of writing it."""
    entities = {mention.written: [mention.written, *mention.names] for mention in question.mentions}
    written = " ".join(entities).split()
    return {name: [name] for name in question.proper_names if name not in written} | entities


def _word(
    token: QuestionToken,
    question: AnalysedQuestion,
    terms: Sequence[str],
    idf: Mapping[str, float],
    names: Mapping[str, Terms],
    spellings: Mapping[str, Sequence[Terms]],
) -> BoundWord:
    others = (
        names[name] for mention in question.mentions if token.text in mention.written.split() for name in mention.names
    )
    own = frozenset(terms)
    return BoundWord(
        text=token.text,
        start=token.start,
        end=token.end,
        is_inherited=token.start >= len(question.text),
        terms=own,
        idf=max((idf[term] for term in terms), default=0.0),
        names=tuple(each for each in (own, *others, *spellings.get(token.text, ())) if each),
    )
