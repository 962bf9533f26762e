"""Where the words that answer stand in what is shown of a quote, and what is said of them. Pure."""

from __future__ import annotations

from qabot.core.answers import Evidence
from qabot.core.text import Span, clean_line


def answer_within(evidence: Evidence, start: int, end: int) -> Span | None:
    """Return the part of the answer that lies in a range of the article, counted from the range's start.

    None where no reader says which words answer, or none of them lies there. What would reach out of the quote counts
    as far as it lies in it.
    """
    if evidence.answer_span is None:
        return None
    first = max(evidence.answer_span[0], evidence.start, start)
    last = min(evidence.answer_span[1], evidence.end, end)
    return (first - start, last - start) if first < last else None


def answer_words(evidence: Evidence) -> str:
    """Return the words that answer, on one line; empty where no reader says which those are, or they are no words."""
    span = answer_within(evidence, evidence.start, evidence.end)
    return clean_line(evidence.article.text[evidence.start :][slice(*span)]) if span else ""


def answer_line(evidence: Evidence) -> str:
    """Return `answer: £305m`; empty where that is not known, or is the whole quote."""
    words = answer_words(evidence)
    return f"answer: {words}" if words and words != clean_line(evidence.text) else ""
