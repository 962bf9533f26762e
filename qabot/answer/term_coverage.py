"""What the corpus holds and lacks of a question that it does not answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qabot.core.answers import Coverage
from qabot.core.errors import UsageError
from qabot.facts.figure_spellings import printed
from qabot.facts.figures import find_figures
from qabot.facts.misspellings import is_misspelt
from qabot.question.vocabulary import words_of
from qabot.retrieval.binding import BoundQuestion, BoundWord
from qabot.retrieval.protocols import Index
from qabot.retrieval.ranking_parameters import CoverageParameters

_COURTESY = frozenset(
    """briefing briefly could kindly know mabey mabye maybe myself please pls tell thank thanks themself themselves
    yourself""".split()
)
"""Words that ask politely, and are no part of what is asked."""
_POSSESSIVE = re.compile(r"['’]s?$")


def coverage(index: Index, question: BoundQuestion, parameters: CoverageParameters) -> Coverage:
    """Tell what the corpus holds of a question that it does not answer."""
    counts = dict(_counted(index, question))
    for mention in question.analysed.mentions:
        # The corpus may write out what the question abbreviates.
        written = mention.written.split()
        counts = {word: count for word, count in counts.items() if count or word not in written}
    most = max(1, parameters.rare * index.searched(None).passages)
    rare = sorted((count, word) for word, count in counts.items() if 0 < count <= most)
    filters = question.analysed.filters
    held = index.outlets()
    searched = index.outlets(index.matching(filters)[0]) if filters.active else held
    return Coverage(
        outlets=tuple(held[: parameters.outlets]),
        outlets_searched=tuple(searched[: parameters.outlets]),
        missing=tuple(word for word, count in counts.items() if not count),
        rare=tuple((word, count) for count, word in rare),
    )


def _counted(index: Index, question: BoundQuestion) -> Iterator[tuple[str, int]]:
    """Yield each word of a question that is about something, with how many passages hold it; none that is unsure."""
    first = {each.text: each for each in reversed(question.words)}
    for word in (each for each in question.words if first[each.text] is each):
        if not word.terms or _is_courtesy(word):
            continue
        if figures := find_figures(word.text) if any(map(str.isdigit, word.text)) else ():
            # Its digits stand in other figures too, and it may be written otherwise: only that none says it is sure.
            if not any(_may_be_said(index, printed(each)) for each in figures) and not _holds(index, word.text):
                yield word.text, 0
            continue
        yield word.text, _passages(index, question, word)


def _passages(index: Index, question: BoundQuestion, word: BoundWord) -> int:
    """Return how many passages hold a word; all of its parts one after the other where it has several.

    "Socitm's" is held by those that hold "Socitm".
    """
    terms = index.terms(_POSSESSIVE.sub("", word.text))
    least = min(question.document_frequency[term] for term in word.terms if term in terms or len(terms) > 1)
    return least if len(terms) == 1 or not least else index.phrase_frequency(terms)


def _holds(index: Index, word: str) -> bool:
    return index.phrase_frequency(index.terms(word)) > 0


def _may_be_said(index: Index, figure: str) -> bool:
    """Whether some article says a figure, or it cannot be told that none does."""
    try:
        return index.is_said(figure)
    except UsageError:
        return True


def _is_courtesy(word: BoundWord) -> bool:
    """Whether a word is one of every day that only asks, perhaps mistyped."""
    key = word.text.casefold()
    if key in _COURTESY or all(each.general for each in words_of(key)):
        return True
    return any(is_misspelt(key, each) for each in _COURTESY)
