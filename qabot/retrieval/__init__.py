"""From a question to ranked passages.

`binding` looks a question's words up in an index, once, with `compounds` that it writes otherwise and `paraphrases`
that articles have for everyday words; `pipeline` is the order of things; `fusion` turns lists into score components and
those into an order; `reading_fusion` searches for a question in each way in which it may be meant; `boosts` score what
a question says besides its subject. `protocols` says what is needed of an index, `term_sets` holds the terms of the
texts that are compared with a question, and `ranking_parameters` has every number that ranks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.retrieval.binding import BoundQuestion, BoundWord, bind, term_weight
    from qabot.retrieval.fusion import fuse
    from qabot.retrieval.pipeline import Candidates, Found, counts_without_filter, ranked, search, with_settled_limits
    from qabot.retrieval.protocols import Index, Reranker
    from qabot.retrieval.ranking_parameters import (
        RANKING,
        ContextShares,
        CoverageParameters,
        FigureParameters,
        LexicalParameters,
        QuotationParameters,
        RankingParameters,
        ReaderParameters,
        ReadingParameters,
        VerdictParameters,
    )
    from qabot.retrieval.reading_fusion import WeighedReading, search_readings
    from qabot.retrieval.term_sets import Terms, TermSets
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "binding": ("BoundQuestion", "BoundWord", "bind", "term_weight"),
            "fusion": ("fuse",),
            "pipeline": ("Candidates", "Found", "counts_without_filter", "ranked", "search", "with_settled_limits"),
            "protocols": ("Index", "Reranker"),
            "ranking_parameters": (
                "LexicalParameters",
                "ContextShares",
                "CoverageParameters",
                "FigureParameters",
                "QuotationParameters",
                "RANKING",
                "RankingParameters",
                "ReaderParameters",
                "ReadingParameters",
                "VerdictParameters",
            ),
            "reading_fusion": ("WeighedReading", "search_readings"),
            "term_sets": ("TermSets", "Terms"),
        },
    )

__all__ = [
    "RANKING",
    "BoundQuestion",
    "BoundWord",
    "Candidates",
    "ContextShares",
    "CoverageParameters",
    "FigureParameters",
    "Found",
    "Index",
    "LexicalParameters",
    "QuotationParameters",
    "RankingParameters",
    "ReaderParameters",
    "ReadingParameters",
    "Reranker",
    "TermSets",
    "Terms",
    "VerdictParameters",
    "WeighedReading",
    "bind",
    "counts_without_filter",
    "fuse",
    "ranked",
    "search",
    "search_readings",
    "term_weight",
    "with_settled_limits",
]
