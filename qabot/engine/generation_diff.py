"""What a newer generation brought."""

from __future__ import annotations

from qabot.core.articles import GenerationDiff
from qabot.index.snapshot import Generation


def generation_diff(outdated: Generation, newest: Generation) -> GenerationDiff:
    """Tell what a generation holds that another did not say."""
    before = {article.id: article.content_hash for article in outdated.articles.stored()}
    after = {article.id: article.content_hash for article in newest.articles.stored()}
    summaries = newest.articles.article_summaries()
    return GenerationDiff(
        generation=newest.name,
        added=tuple(each for each in summaries if each.id not in before),
        changed=tuple(each for each in summaries if each.id in before and before[each.id] != after[each.id]),
        removed=len(before.keys() - after.keys()),
    )
