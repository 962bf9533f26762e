"""What a question says besides its subject: when it happened, whom it is about, that the latest is wanted.

None of it filters. Each is a small vote among the leaders, which decides between passages that are nearly as good.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qabot.core.answers import Retriever, ScoreComponent
from qabot.core.articles import Article
from qabot.core.name_keys import all_keys, name_key
from qabot.core.questions import Period, Question
from qabot.retrieval.fusion import WEIGHTS, ScoreComponents, fuse
from qabot.retrieval.protocols import Index


def boosts(index: Index, question: Question, leaders: Mapping[int, str]) -> ScoreComponents:
    """Return votes for the leaders that fit what a question says besides its subject.

    Args:
        index: Where the leaders' articles are.
        question: The question.
        leaders: Which article each passage is part of, best first.
    """
    if not (question.hint or question.wants_latest or question.mentions):
        return {}
    articles = {article_id: index.article(article_id) for article_id in set(leaders.values())}
    about = {number: article for number, each in leaders.items() if (article := articles[each])}
    votes: ScoreComponents = {}
    for found in (
        _when(about, question.hint) if question.hint else {},
        _newest(about) if question.wants_latest else {},
        _whom(about, question),
    ):
        votes |= {number: (*votes.get(number, ()), *each) for number, each in found.items()}
    return votes


def _when(about: Mapping[int, Article], hint: Period) -> ScoreComponents:
    """Vote for what was published when the event took place that is asked about."""

    def then(article: Article) -> bool:
        day = article.published
        return (
            day is not None
            and (not hint.after or day.last >= hint.after)
            and (not hint.before or day.first <= hint.before)
        )

    return _fitting("date", about, then)


def _newest(about: Mapping[int, Article]) -> ScoreComponents:
    """Vote for the newest; what bears no date gets nothing."""
    days = [(number, float(each.published.first.toordinal())) for number, each in about.items() if each.published]
    return fuse({"recent": days}, {})


def _whom(about: Mapping[int, Article], question: Question) -> ScoreComponents:
    """Vote for what is about a body that the question names."""
    named = {name_key(name) for naming in question.mentions for name in (naming.written, *naming.names)}
    return _fitting("body", about, lambda article: not named.isdisjoint(all_keys(article.organisations)))


def _fitting(retriever: Retriever, about: Mapping[int, Article], fits: Callable[[Article], bool]) -> ScoreComponents:
    share = WEIGHTS[retriever]
    return {
        number: (ScoreComponent(retriever, None, 1.0, share),) for number, article in about.items() if fits(article)
    }
