"""Everything that is about a topic: articles found by its words and their other names, and judged by a plain rule.

An article is about a topic when its title, its labels and its text together hold the topic's words, by weight nearly
all of them; a sentence names it when it holds most of them. A name is one word of these, held where all of it stands
together, in any of its forms: `GDS` and "Government Digital Service" are one topic, and have one ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from qabot.core.articles import Article
from qabot.core.conversation_context import NO_CONTEXT
from qabot.core.dates import PartialDate
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.core.text import is_heading, numbered_paragraphs, sentences
from qabot.engine.article_order import by_day
from qabot.engine.past_scope import left_out, lost, seen
from qabot.facts.body_mentions import is_written_as_name
from qabot.facts.topic_articles import TopicArticle, TopicSearch
from qabot.index.fact_rules import FactRules
from qabot.index.generation_reading import OpenGeneration
from qabot.question.entities import CalledName, EntityGazetteer
from qabot.question.readings import read_in_context
from qabot.question.tokeniser import STOP_WORDS
from qabot.retrieval.binding import BoundQuestion, BoundWord, bind, term_weight
from qabot.retrieval.ranking_parameters import RANKING
from qabot.retrieval.term_sets import Terms

_MOST_PASSAGES = 5_000
"""Passages that are looked at, those first that share most with the topic."""
_WHOLE, _TITLED, _NAMED = 0.85, 0.6, 0.6
"""Shares of a topic's words, by weight, that an article, a title or a sentence holds to be about it, or to name it."""
_LEAST_NAME = 2
"""Words with capitals, from which on a topic may be a name that no list has."""
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
    called = called_in(question.text, entities, rules)
    reader = TopicReader(generation, bound, called)
    listed = generation.best(reader.query, _MOST_PASSAGES, question.filters) if bound.words else []
    ids = generation.articles_of([number for number, _ in listed])
    found = [each for each in map(reader.read, _articles(generation, ids.values())) if each]
    found = _naming(question.text, found) if not called else found
    names = dict.fromkeys(name for each in called for name in each.bearers if rules.names.whole(name))
    bodies = [each for each in called if not names.keys().isdisjoint(each.bearers)]
    return TopicSearch(
        topic=question.text,
        names=tuple(names),
        forms=tuple(dict.fromkeys(form for each in called for form in each.forms)),
        is_wider=not all(_lies_in(word, bodies) for word in bound.words),
        is_programme=any(each.is_programme for each in called),
        articles=tuple(
            sorted((_with_facts(generation, each, rules) for each in found), key=lambda told: by_day(told.article))
        ),
        held=_held(generation, question),
        searched=generation.searched(generation.matching(question.filters)[1] if question.filters.active else None),
        warnings=(
            *(each.words for each in generation.articles.unknown_names(question.filters)),
            *(left_out(whole, question.filters) if question.filters.as_of else ()),
            *lost(whole),
        ),
        is_cut=len(listed) >= _MOST_PASSAGES,
    )


def called_in(text: str, entities: EntityGazetteer, rules: FactRules) -> list[CalledName]:
    """Return the names in a topic, each with all of its forms: of names within names the longest, `NHS App`."""
    found: list[CalledName] = []
    for each in sorted((*entities.called(text), *rules.names.called(text)), key=lambda name: name.start - name.end):
        if all(each.end <= other.start or other.end <= each.start for other in found):
            found.append(each)
    return sorted(found, key=lambda name: name.start)


def _naming(topic: str, found: list[TopicArticle]) -> list[TopicArticle]:
    """Return the articles that have a topic as a name, typed as one, where any has it: `National Data Strategy`."""
    words = topic.split()
    content = [word for word in words if word.casefold() not in STOP_WORDS]
    if len(content) < _LEAST_NAME or not all(word[0].isupper() for word in content):
        return found
    together = r"[\s-]+".join(map(re.escape, words))
    name = re.compile(rf"(?<!\w){together}(?!\w)", re.IGNORECASE)
    named = [each for each in found if name.search(f"{each.article.title}\n{each.article.text}")]
    return named or found


class _Part(NamedTuple):
    """A word of a topic, or a whole name."""

    weight: float
    """How much it says."""
    sets: tuple[Terms, ...]
    """Terms that a text may have anywhere to hold it."""
    phrases: tuple[str, ...] = ()
    """Terms that it may have one after the other, between spaces."""
    written: re.Pattern[str] | None = None
    """What it may have in these very letters."""
    spelt: tuple[tuple[str, re.Pattern[str]], ...] = ()
    """Of each of those phrases that has more words the name, and what finds it in any letters."""

    def is_held(self, text: str, terms: Terms, phrase: str) -> bool:
        """Whether a text of these terms has it."""
        return (
            any(each <= terms for each in self.sets)
            or any(each in phrase and self._is_written(number, text) for number, each in enumerate(self.phrases))
            or bool(self.written and self.written.search(text))
        )

    def _is_written(self, number: int, text: str) -> bool:
        """Whether a text that has the terms of a name has the name: `NHS digital was given £2bn` has not."""
        name, spelt = self.spelt[number]
        found = [each[0] for each in spelt.finditer(text)] if " " in name else []
        return not found or any(is_written_as_name(each, name) for each in found)


class TopicReader:
    """Judges whether texts are about one topic."""

    def __init__(self, generation: OpenGeneration, bound: BoundQuestion, called: Sequence[CalledName] = ()) -> None:
        """Take the topic's words, bound to the index that the texts are in, and the names among them."""
        self._generation = generation
        self._passages = generation.searched(None).passages
        words = [_Part(word.idf, word.names) for word in bound.words if not _lies_in(word, called)]
        self._parts = [*words, *map(self._name, called)]
        self._total = sum(each.weight for each in self._parts) or 1.0
        forms = dict.fromkeys(self._terms(form) for each in called for form in each.forms)
        names = dict.fromkeys((*bound.lexical_query.names, *(each for each in forms if each)))
        self.query = replace(bound.lexical_query, names=tuple(names))
        """What to look for: the topic's words, and every form of its names."""

    def read(self, article: Article) -> TopicArticle | None:
        """Return an article with its sentences that name the topic; None where it is not about it."""
        labels = " ".join((*article.organisations, *article.topics))
        if self._share(f"{article.title} {labels} {article.text}") < _WHOLE or not self._is_together(article, labels):
            return None
        spans = [span for span in sentences(article.text) if not is_heading(article.text, span[0])]
        naming = tuple(span for span in spans if self._share(article.text[slice(*span)]) >= _NAMED)
        is_titled = self._share(article.title) >= _TITLED or len(naming) >= _MANY * len(spans)
        if not is_titled and naming and naming[0] == spans[0]:
            is_titled = any(self._share(each) >= _TITLED for each in article.topics)
        return TopicArticle(article, is_titled, naming) if naming or is_titled else None

    def _is_together(self, article: Article, labels: str) -> bool:
        """Whether an article has the topic's words in one place: its title and labels, with a paragraph."""
        head = f"{article.title} {labels}"
        if len(self._parts) == 1 or self._share(head) >= _WHOLE:
            return True
        spans = (span for _, span in numbered_paragraphs(article.text))
        return any(self._share(f"{head} {article.text[slice(*span)]}") >= _WHOLE for span in spans)

    def _share(self, text: str) -> float:
        """Return how much of the topic's words a text holds, by weight."""
        listed = self._terms(text)
        terms, phrase = frozenset(listed), f" {' '.join(listed)} "
        return sum(each.weight for each in self._parts if each.is_held(text, terms, phrase)) / self._total

    def _terms(self, text: str) -> tuple[str, ...]:
        """Return the terms of a text, without the little words that one writes and another leaves out of a name."""
        return tuple(term for term in self._generation.terms(text) if term not in STOP_WORDS)

    def _name(self, called: CalledName) -> _Part:
        """Return a name as a part of the topic: the same, whichever of its forms was typed."""
        forms = {form: self._terms(form) for form in called.forms if form not in called.in_capitals}
        terms = {term for form in forms.values() for term in form}
        says = (term_weight(max(1, self._generation.document_frequency(term)), self._passages) for term in terms)
        letters = "|".join(map(re.escape, sorted(called.in_capitals)))
        return _Part(
            weight=max(says, default=1.0),
            sets=(),
            phrases=tuple(f" {' '.join(terms)} " for terms in forms.values() if terms),
            spelt=tuple((form, _in_any_letters(form)) for form, terms in forms.items() if terms),
            written=re.compile(rf"(?<!\w)(?:{letters})(?!\w)") if letters else None,
        )


def _in_any_letters(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def _lies_in(word: BoundWord, names: Iterable[CalledName]) -> bool:
    """Whether a word of a topic is part of one of some names in it."""
    return any(each.start <= word.start < each.end for each in names)


def _with_facts(generation: OpenGeneration, told: TopicArticle, rules: FactRules) -> TopicArticle:
    return replace(told, facts=generation.facts.of(told.article, rules.identity))


def _articles(generation: OpenGeneration, ids: Iterable[str]) -> Iterator[Article]:
    for each in dict.fromkeys(ids):
        yield generation.require_article(each)


def _held(generation: OpenGeneration, question: AnalysedQuestion) -> tuple[PartialDate | None, ...]:
    summaries = generation.articles.article_summaries()
    if question.filters.active:
        ids, _ = generation.matching(question.filters)
        kept = set(generation.articles_of(ids.tolist()).values())
        summaries = [each for each in summaries if each.id in kept]
    return tuple(each.published for each in summaries)
