"""The terms of texts, as an index has them: each text analysed at most once for an answer."""

from __future__ import annotations

import re
from collections.abc import Container

from qabot.core.text import Span
from qabot.retrieval.protocols import Index

Terms = frozenset[str]
"""The indexed terms of a text, each once."""

_RUN = re.compile(r"[^\W_]+")
"""Letters and digits: what an analyser makes one term of."""


class TermSets:
    """What was analysed for one answer; it is dropped with it."""

    def __init__(self, index: Index) -> None:
        """Analyse with this index."""
        self._index = index
        self._in_order: dict[str, list[str]] = {}
        self._terms: dict[str, Terms] = {}

    def of(self, text: str) -> Terms:
        """Return the terms of a text."""
        found = self._terms.get(text)
        if found is None:
            found = self._terms[text] = frozenset(self._analysed(text))
        return found

    def spans_of(self, text: str, terms: Container[str]) -> list[Span]:
        """Return where in a text letters and digits stand that have one of these terms, in order."""
        runs = [found.span() for found in _RUN.finditer(text)]
        analysed = self._analysed(text)
        if len(analysed) == len(runs):
            return [run for run, term in zip(runs, analysed, strict=True) if term in terms]
        # A run too long to be indexed has no term, and a few letters of other scripts part or join runs: one by one.
        return [(a, b) for a, b in runs if any(term in terms for term in self._analysed(text[a:b]))]

    def _analysed(self, text: str) -> list[str]:
        found = self._in_order.get(text)
        if found is None:
            found = self._in_order[text] = self._index.terms(text)
        return found
