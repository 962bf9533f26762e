"""Stories: hits with their articles, near-copies of one article collapsed under the earliest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from qabot.core.answers import Hit
from qabot.core.articles import Article
from qabot.core.errors import IndexCorrupt
from qabot.core.near_duplicates import group
from qabot.retrieval.pipeline import LEADERS
from qabot.retrieval.protocols import Index

_ALIKE = 0.8
"""Cosine of two passages below which their articles are not compared: copies have passages that are nearly the same."""


@dataclass(frozen=True, slots=True)
class DedupedHit:
    """A hit that stands for its reprints."""

    hit: Hit
    """A passage of the earliest article among the copies; its rank is the place of the story."""
    article: Article
    """That article."""
    duplicates: tuple[Article, ...]
    """The other copies, earliest first."""
    score: float
    """The fused score of the copy in whose place it stands, which may be another's."""


def deduplicate(index: Index, hits: Sequence[Hit]) -> list[DedupedHit]:
    """Collapse reprints, best first: a story stands where the first of its copies stood.

    Only the `LEADERS` are compared; what follows them stands as it is.

    Raises:
        IndexCorrupt: A hit's article is missing or altered.
    """
    articles = {hit.passage.article_id: _article_of(index, hit) for hit in hits}
    copies = _copies(index, hits[:LEADERS], articles)
    told: list[DedupedHit] = []
    placed: set[int] = set()
    for hit in hits:
        group_of = copies.get(hit.passage.article_id, (articles[hit.passage.article_id],))
        # The earliest takes the place of the copy that was found first; later copies of it say nothing new.
        shown = next(
            (each for each in hits if each.passage.article_id == group_of[0].id and each.passage_id not in placed), None
        )
        own = hit.passage.article_id == group_of[0].id
        first = not any(story.article.id == group_of[0].id for story in told)
        if shown is not None and (own or first):
            placed.add(shown.passage_id)
            told.append(DedupedHit(replace(shown, rank=len(told) + 1), group_of[0], group_of[1:], hit.score))
    return told


def _copies(index: Index, leaders: Sequence[Hit], articles: dict[str, Article]) -> dict[str, tuple[Article, ...]]:
    """Return for each article that has copies among the leaders all of them, the earliest first."""
    vectors = index.vectors(np.array([hit.passage_id for hit in leaders], dtype=np.int64))
    owners = np.array([hit.passage.article_id for hit in leaders])
    near = (vectors @ vectors.T >= _ALIKE) & (owners[:, None] != owners[None, :])
    suspects = [articles[identifier] for identifier in dict.fromkeys(owners[near.any(axis=1)].tolist())]
    groups = [tuple(suspects[place] for place in members) for members in group(suspects)]
    return {article.id: members for members in groups if len(members) > 1 for article in members}


def _article_of(index: Index, hit: Hit) -> Article:
    article = index.article(hit.passage.article_id)
    if article is None or article.text[hit.passage.start : hit.passage.end] != hit.passage.text:
        raise IndexCorrupt(
            f"The index holds a passage of {hit.passage.article_id!r} that is not in the article.",
            hint="Run `qabot index --rebuild` to build the index anew.",
        )
    return article
