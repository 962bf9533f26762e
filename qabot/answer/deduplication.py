"""Deduplication: hits with their articles, near-copies of one article collapsed under one of them.

That is the earliest, unless another copy says more of what is asked: copies are cut, and added to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from qabot.core.answers import Hit
from qabot.core.articles import Article
from qabot.core.errors import IndexCorrupt
from qabot.facts.near_duplicates import group
from qabot.retrieval.protocols import Index

Held = Callable[[Article], tuple[float, ...]]
"""How much of what is asked an article holds: of two copies the one with more stands for both."""


class DedupedHit(Struct, frozen=True):
    """A hit that stands for the near-copies of its article."""

    hit: Hit
    """A passage of the article that stands for the copies; its rank is their place."""
    article: Article
    """That article: the earliest of those that hold most of what is asked."""
    duplicates: tuple[Article, ...]
    """The other copies, earliest first."""
    score: float
    """The fused score of the copy in whose place it stands, which may be another's."""


def held_alike(article: Article) -> tuple[float, ...]:
    """Hold every article for as good as another, so that the earliest stands for its copies."""
    del article
    return ()


def deduplicate(
    index: Index, hits: Sequence[Hit], leaders: int, least_cosine: float, held: Held = held_alike
) -> list[DedupedHit]:
    """Collapse near-copies, best first: they stand where the first of them stood.

    Args:
        index: What was searched.
        hits: Passages found, best first.
        leaders: How many of them are compared; what follows them stands as it is.
        least_cosine: Of two passages, for their articles to be compared.
        held: How much of what is asked an article holds.

    Raises:
        IndexCorrupt: A hit's article is missing or altered.
    """
    articles = {hit.passage.article_id: _article_of(index, hit) for hit in hits}
    copies = _copies(index, hits[:leaders], articles, least_cosine, held)
    distinct: list[DedupedHit] = []
    placed: set[int] = set()
    for hit in hits:
        group_of = copies.get(hit.passage.article_id, (articles[hit.passage.article_id],))
        # The one that stands for all takes the place of the copy that was found first; the others say nothing new.
        shown = next(
            (each for each in hits if each.passage.article_id == group_of[0].id and each.passage_id not in placed), None
        )
        own = hit.passage.article_id == group_of[0].id
        first = not any(each.article.id == group_of[0].id for each in distinct)
        if shown is not None and (own or first):
            placed.add(shown.passage_id)
            distinct.append(DedupedHit(replace(shown, rank=len(distinct) + 1), group_of[0], group_of[1:], hit.score))
    return distinct


def _copies(
    index: Index, leaders: Sequence[Hit], articles: dict[str, Article], least_cosine: float, held: Held
) -> dict[str, tuple[Article, ...]]:
    """Return for each article that has copies among the leaders all of them: what stands for them, then by date."""
    vectors = index.vectors(np.array([hit.passage_id for hit in leaders], dtype=np.int64))
    # As objects: an array of text drops NULs at the end, which an index of somebody else's may have in an id.
    owners = np.array([hit.passage.article_id for hit in leaders], dtype=np.object_)
    near = (vectors @ vectors.T >= least_cosine) & (owners[:, None] != owners[None, :])
    suspects = [articles[identifier] for identifier in dict.fromkeys(owners[near.any(axis=1)].tolist())]
    groups = [[suspects[place] for place in members] for members in group(suspects)]
    found: dict[str, tuple[Article, ...]] = {}
    for members in groups:
        if len(members) > 1:
            best = max(members, key=held)  # the first of equals
            ordered = (best, *(each for each in members if each is not best))
            found |= dict.fromkeys((each.id for each in members), ordered)
    return found


def _article_of(index: Index, hit: Hit) -> Article:
    article = index.article(hit.passage.article_id)
    if article is None or article.text[hit.passage.start : hit.passage.end] != hit.passage.text:
        raise IndexCorrupt(
            f"The index holds a passage of {hit.passage.article_id!r} that is not in the article.",
            hint="Run `qabot index --rebuild` to build the index anew.",
        )
    return article
