"""Which figures of the articles about a topic are the topic's: one rule, said to whoever reads the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qabot.core.articles import Article
from qabot.core.facts import FigureFact
from qabot.core.text import Span
from qabot.facts.body_mentions import Gazetteer
from qabot.facts.clauses import clause_at
from qabot.facts.figures import is_counted
from qabot.facts.topic_articles import TopicArticle, TopicSearch

_TEN = 10
RULE = (
    "An article is about the topic when it holds nearly all of the topic's words, or other names for them. Of it, a "
    "figure is listed that is about the topic or stands in a sentence that names it; where the article's title names "
    "it, or a label and the first sentence do, also one whose sentence names nobody else, unless the topic is nothing "
    "but a body: of that, a sentence that names it gives what no other body in it has. Counts below ten that are "
    "written in words are left out."
)
"""The rule in words."""


def bearing(
    search: TopicSearch, told: TopicArticle, facts: tuple[FigureFact, ...], gazetteer: Gazetteer
) -> Iterator[FigureFact]:
    """Yield the figures of an article that are the topic's, in its order.

    Args:
        search: What was looked for.
        told: An article about it.
        facts: Its figures.
        gazetteer: What knows bodies by all their names.
    """
    naming = frozenset(told.naming)
    is_of_body = bool(search.names) and not search.is_programme
    is_told_by_the_whole = told.is_titled and (search.is_wider or not is_of_body)
    text = told.article.text
    for fact in facts:
        if _is_small_count(text, fact):
            continue
        names_it = (fact.start, fact.end) in naming or any(a <= fact.start and fact.end <= b for a, b in naming)
        if is_of_body and names_it:
            # What a body is named beside may be another's: "GDS had to save £3.5bn, while HMRC was to spend £1.3bn".
            names_it = not fact.about or _in_its_clause(search, text, fact)
        if fact.about in search.names or names_it or (is_told_by_the_whole and _is_silent(fact, told, gazetteer)):
            yield fact


def _is_small_count(text: str, fact: FigureFact) -> bool:
    """Whether a figure is no more than "two reports": a count that is written in words, and below ten."""
    is_in_words = not any(map(str.isdigit, text[slice(*fact.figure)]))
    return is_in_words and fact.value < _TEN and is_counted(fact.unit)


def _in_its_clause(search: TopicSearch, text: str, fact: FigureFact) -> bool:
    """Whether the topic's own words stand in the clause of a figure."""
    begin, end = clause_at(text[fact.start : fact.end], fact.figure[0] - fact.start)
    clause: Span = (fact.start + begin, fact.start + max(end, fact.figure[1] - fact.start))
    names = dict.fromkeys((*search.names, *search.forms, search.topic))
    return any(_is_named(name, text[slice(*clause)]) for name in names if name)


def _is_named(name: str, words: str) -> bool:
    """Whether words hold a name whole: an acronym in its own letters, others in any case."""
    flags = 0 if name.isupper() else re.IGNORECASE
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, flags))


def _is_silent(fact: FigureFact, told: TopicArticle, gazetteer: Gazetteer) -> bool:
    """Whether nobody is named for a figure but those that its article is about."""
    if not fact.about:
        return True
    article = told.article
    listed = " ".join((article.title, *article.organisations)).casefold()
    return fact.about.casefold() in listed or not _named(fact, article, gazetteer)


def _named(fact: FigureFact, article: Article, gazetteer: Gazetteer) -> bool:
    """Whether the sentence itself names whom its figure is about, by whichever name."""
    words = article.text[fact.start : fact.end]
    if fact.about.casefold() in words.casefold():
        return True
    return any(each.name == fact.about for each in gazetteer.located(words, article.published))
