"""What an index has of the words that articles use for the everyday ones of a question."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from qabot.core.questions import AnalysedQuestion
from qabot.retrieval.protocols import Index


class Paraphrase(Struct, frozen=True):
    """Words of articles that say what a question says in everyday ones."""

    said: tuple[str, ...]
    """The everyday words as they would be indexed."""
    terms: tuple[str, ...]
    """Those of articles: they stand one after the other."""
    passages: int
    """How many passages hold them so."""


def paraphrases(index: Index, question: AnalysedQuestion, own: Collection[str]) -> Iterator[Paraphrase]:
    """Yield what the index has of a question's synonyms, each once, and none that the question says itself.

    Args:
        index: Where they are looked up.
        question: What was asked.
        own: The question's own terms.
    """
    seen: set[tuple[str, ...]] = set()
    for synonyms in question.synonyms:
        said = tuple(index.terms(synonyms.written))
        for words in synonyms.words:
            terms = tuple(index.terms(words))
            if terms in seen or all(term in own for term in terms):
                continue
            seen.add(terms)
            if passages := index.phrase_frequency(terms):
                yield Paraphrase(said, terms, passages)
