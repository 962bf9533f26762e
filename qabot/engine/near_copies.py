"""Near-copies of one article among all that a generation holds, found by the words that they begin with."""

from __future__ import annotations

from qabot.core.articles import Article
from qabot.engine.article_order import by_day
from qabot.facts.near_duplicates import are_copies
from qabot.index.generation_reading import OpenGeneration

_BEGINNING = 600
"""Characters of an article by whose words others are looked for."""
_LOOKED_AT = 40
"""Passages that are looked at: those that share most with it."""


def near_copies(generation: OpenGeneration, article: Article) -> list[Article]:
    """Return the near-copies of an article, the earliest first and the undated last."""
    terms = list(dict.fromkeys(generation.terms(f"{article.title} {article.text[:_BEGINNING]}")))
    ids = dict.fromkeys(generation.articles_of(generation.likest(terms, _LOOKED_AT)).values())
    others = (generation.require_article(each) for each in ids if each != article.id)
    return sorted((each for each in others if are_copies(article, each)), key=by_day)
