"""Everything that is about a topic: articles found by its words and their other names, and judged by a plain rule.

An article is about a topic when its title, its labels and its text together hold the topic's words, by weight nearly
all of them; a sentence names it when it holds most of them. A body's other names count for it: `GDS` is held by
"Government Digital Service".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from qabot.core.articles import Article
from qabot.core.conversation_context import NO_CONTEXT
from qabot.core.dates import PartialDate
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.core.text import is_heading, sentences
from qabot.engine.past_scope import left_out, lost, seen
from qabot.facts.topic_articles import TopicArticle, TopicSearch
from qabot.index.fact_rules import FactRules
from qabot.index.generation_reading import OpenGeneration
from qabot.question.entities import EntityGazetteer
from qabot.question.readings import read_in_context
from qabot.retrieval.binding import BoundQuestion, bind
from qabot.retrieval.ranking_parameters import RANKING

_MOST_PASSAGES = 5_000
"""Passages that are looked at, those first that share most with the topic."""
_WHOLE, _TITLED, _NAMED = 0.85, 0.6, 0.6
"""Shares of a topic's words, by weight, that an article, a title or a sentence holds to be about it, or to name it."""
_MANY = 0.3
"""Share of its sentences that name a topic from which on an article is held for titled with it."""


def find_topic(
    generation: OpenGeneration,
    text: str,
    filters: Filters | None,
    entities: EntityGazetteer,
    rules: FactRules,
) -> TopicSearch:
    """Return what a generation holds about a topic.

    Args:
        generation: What is searched.
        text: The topic, as typed; operators in it are filters.
        filters: What to limit the search to besides.
        entities: The names that are searched under each other.
        rules: What facts are read by; those that were stored by them come with the articles.

    Raises:
        IndexCorrupt: A part of the index that was not read before turns out to be damaged.
    """
    (reading, *_) = read_in_context(text, filters, NO_CONTEXT, today=None, bodies=entities, infer=False).readings
    question = reading.question
    whole, generation = generation, seen(generation, question.filters)
    bound = bind(generation, question, RANKING.lexical)
    reader = TopicReader(generation, bound)
    listed = generation.best(bound.lexical_query, _MOST_PASSAGES, question.filters) if bound.words else []
    ids = generation.articles_of([number for number, _ in listed])
    found = [each for each in map(reader.read, _articles(generation, ids.values())) if each]
    located = list(rules.names.located(question.text))
    return TopicSearch(
        topic=question.text,
        names=tuple(dict.fromkeys(each.name for each in located)),
        is_programme=any(each.is_programme for each in located),
        articles=tuple(sorted((_with_facts(generation, each, rules) for each in found), key=_order)),
        held=_held(generation, question),
        searched=generation.searched(generation.matching(question.filters)[1] if question.filters.active else None),
        warnings=(
            *(each.words for each in generation.articles.unknown_names(question.filters)),
            *(left_out(whole, question.filters) if question.filters.as_of else ()),
            *lost(whole),
        ),
        is_cut=len(listed) >= _MOST_PASSAGES,
    )


class TopicReader:
    """Judges whether texts are about one topic."""

    def __init__(self, generation: OpenGeneration, bound: BoundQuestion) -> None:
        """Take the topic's words, bound to the index that the texts are in."""
        self._generation = generation
        self._words = bound.words
        self._total = sum(word.idf for word in bound.words) or 1.0

    def read(self, article: Article) -> TopicArticle | None:
        """Return an article with its sentences that name the topic; None where it is not about it."""
        heading = " ".join((article.title, *article.organisations, *article.topics))
        if self._share(f"{heading} {article.text}") < _WHOLE:
            return None
        spans = [span for span in sentences(article.text) if not is_heading(article.text, span[0])]
        naming = tuple(span for span in spans if self._share(article.text[slice(*span)]) >= _NAMED)
        is_titled = self._share(article.title) >= _TITLED or len(naming) >= _MANY * len(spans)
        return TopicArticle(article, is_titled, naming) if naming or is_titled else None

    def _share(self, text: str) -> float:
        """Return how much of the topic's words a text holds, by weight."""
        terms = frozenset(self._generation.terms(text))
        return sum(word.idf for word in self._words if word.is_held_whole(terms)) / self._total


def _with_facts(generation: OpenGeneration, told: TopicArticle, rules: FactRules) -> TopicArticle:
    return replace(told, facts=generation.facts.of(told.article, rules.identity))


def _articles(generation: OpenGeneration, ids: Iterable[str]) -> Iterator[Article]:
    for each in dict.fromkeys(ids):
        yield generation.require_article(each)


def _order(each: TopicArticle) -> tuple[bool, str, str]:
    published = each.article.published
    return published is None, str(published.first) if published else "", each.article.id


def _held(generation: OpenGeneration, question: AnalysedQuestion) -> tuple[PartialDate | None, ...]:
    summaries = generation.articles.article_summaries()
    if question.filters.active:
        ids, _ = generation.matching(question.filters)
        kept = set(generation.articles_of(ids.tolist()).values())
        summaries = [each for each in summaries if each.id in kept]
    return tuple(each.published for each in summaries)
