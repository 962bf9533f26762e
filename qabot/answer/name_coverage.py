"""Which of the names in a question the articles found have: one that none has, none of them can be about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.answer.sentence_scoring import ScoredHit
from qabot.question.vocabulary import words_of
from qabot.retrieval.binding import BoundQuestion
from qabot.retrieval.term_sets import Terms, TermSets

_ACRONYM = re.compile(r"[A-Z]{2,6}")
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"[a-z]*+(?:['’]++[a-z]++)*+\W++(?:(?:and|for|of|the|to)\W++)?"
"""What may stand between the initials of a name that is written out."""


def names_nowhere(question: BoundQuestion, hits: Sequence[ScoredHit]) -> list[str]:
    """Return the names in the question that no article of the corpus can be about.

    Those are the names that stand in none, but for initials that one of these articles may write out, and for words of
    every day that somebody writes with a capital.
    """
    texts = [f"{each.article.title}\n{each.article.text}" for each in hits] if question.unknown_names else []
    names = [name for name in question.unknown_names if not all(word.general for word in words_of(name.casefold()))]
    return [name for name in names if not any(_may_write_out(text, name) for text in texts)]


def _may_write_out(text: str, name: str) -> bool:
    return bool(_ACRONYM.fullmatch(name)) and bool(re.search(rf"\b{_BETWEEN.join(name)}[a-z]", text))


def holds_every_name(question: BoundQuestion, hits: Sequence[ScoredHit], texts: TermSets) -> bool:
    """Whether one of the articles has every name that the question has: else no article is about all of it."""
    return any(
        not question.names_lacking(_terms_of_article(each, texts)) and _has_as_words(question, each) for each in hits
    )


def _has_as_words(question: BoundQuestion, scored: ScoredHit) -> bool:
    """Whether an article has the names that are one word of letters as that, and not only one that begins alike.

    "Consult" is not named where consultants are.
    """
    text = f"{scored.article.title} {scored.article.text}"
    mentioned = " ".join(each.written for each in question.analysed.mentions).split()
    names = (name for name in question.analysed.proper_names if name.isalpha() and name not in mentioned)
    return all(
        re.search(rf"(?i)(?<![^\W_]){name.removesuffix('s')}s?(?![^\W_])", text)
        or not any(word.startswith(name.casefold()) for word in _WORD.findall(text.casefold()))
        for name in names
    )


def _terms_of_article(scored: ScoredHit, texts: TermSets) -> Terms:
    return texts.of(f"{scored.article.title} {scored.article.text}")
