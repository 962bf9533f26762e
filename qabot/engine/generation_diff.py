"""What a newer generation brought."""

from __future__ import annotations

from qabot.core.articles import GenerationDiff
from qabot.index.generation_reading import OpenGeneration


def diff_generations(outdated: OpenGeneration, newest: OpenGeneration) -> GenerationDiff:
    """Tell what a generation holds that another did not say; only segments that differ are looked into."""
    before = {article.id: article.content_hash for article in outdated.stored_beside(newest)}
    after = {article.id: article.content_hash for article in newest.stored_beside(outdated)}
    news = [each for each, content in after.items() if before.get(each) != content]
    summaries = newest.articles.article_summaries(news) if news else []
    return GenerationDiff(
        generation=newest.name,
        added=tuple(each for each in summaries if each.id not in before),
        changed=tuple(each for each in summaries if each.id in before),
        removed=len(before.keys() - after.keys()),
    )
