"""What a question says besides its subject: when it happened, whom it is about, that it asks for the latest.

None of it filters. Each adds a little to the score of leaders, which decides between passages that are nearly as good.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from qabot.core.answers import Retriever, ScoreComponent
from qabot.core.articles import Article
from qabot.core.name_keys import all_keys, name_key
from qabot.core.questions import AnalysedQuestion, EntityMention, Period
from qabot.retrieval.fusion import ScoreComponents, fuse
from qabot.retrieval.protocols import Index
from qabot.retrieval.ranking_parameters import RetrieverWeights


def boosts(
    index: Index, question: AnalysedQuestion, leaders: Mapping[int, str], weights: RetrieverWeights
) -> ScoreComponents:
    """Score the leaders that fit what a question says besides its subject.

    Args:
        index: Where the leaders' articles are.
        question: The question.
        leaders: Which article each passage is part of, best first.
        weights: What each boost counts.
    """
    if not (question.soft_date or question.wants_latest or question.mentions):
        return {}
    named = set(leaders.values())
    index.expect_articles(named)
    articles = {article_id: index.article(article_id) for article_id in named}
    about = {number: article for number, each in leaders.items() if (article := articles[each])}
    components: ScoreComponents = {}
    for found in (
        _by_date(about, question.soft_date, weights) if question.soft_date else {},
        _by_newness(about, weights) if question.wants_latest else {},
        _by_mentions(about, question.mentions, weights),
    ):
        components |= {number: (*components.get(number, ()), *each) for number, each in found.items()}
    return components


def _by_date(about: Mapping[int, Article], soft_date: Period, weights: RetrieverWeights) -> ScoreComponents:
    """Boost what was published at the time that is asked about, or when the event took place."""
    return _fitting("date", about, lambda article: soft_date.holds(article.published), weights)


def _by_newness(about: Mapping[int, Article], weights: RetrieverWeights) -> ScoreComponents:
    """Boost the newest; what bears no date gets nothing."""
    days = [(number, float(each.published.first.toordinal())) for number, each in about.items() if each.published]
    return fuse({"recent": days}, {}, weights)


def _by_mentions(
    about: Mapping[int, Article], mentions: Sequence[EntityMention], weights: RetrieverWeights
) -> ScoreComponents:
    """Boost what is about a body that the question names."""
    named = {name_key(name) for mention in mentions for name in (mention.written, *mention.names)}
    return _fitting("body", about, lambda article: not named.isdisjoint(all_keys(article.organisations)), weights)


def _fitting(
    retriever: Retriever, about: Mapping[int, Article], fits: Callable[[Article], bool], weights: RetrieverWeights
) -> ScoreComponents:
    component = ScoreComponent(retriever, None, 1.0, weights.of(retriever))
    return {number: (component,) for number, article in about.items() if fits(article)}
