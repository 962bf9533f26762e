"""The order of articles that are returned together."""

from __future__ import annotations

from qabot.core.articles import Article


def by_day(article: Article) -> tuple[bool, str, str]:
    """Return what sorts the earliest article first and the undated last; those of one day by their ids."""
    published = article.published
    return published is None, str(published.first) if published else "", article.id
