"""Everything that may hold what somebody said: the articles that name him, her or it, by any of the names.

Found in the text index by the names themselves, so that no more is read than names the speaker, however large the
corpus is. Filters come first: what they leave out is never read.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence

import numpy as np

from qabot.core.articles import Article
from qabot.core.conversation_context import NO_CONTEXT
from qabot.core.errors import NotFound, SpeakerNotFound, UsageError
from qabot.core.name_keys import organisation_keys
from qabot.core.questions import Filters
from qabot.core.text import clean_line
from qabot.core.unknown_names import unknown_name
from qabot.engine.article_order import by_day
from qabot.engine.past_scope import left_out, lost, seen
from qabot.engine.topic_search import TopicReader, called_in
from qabot.facts.speaker_articles import SpeakerArticle, SpeakerSearch
from qabot.index.fact_rules import FactRules
from qabot.index.filter_query import Ids
from qabot.index.generation_reading import OpenGeneration
from qabot.question.entities import EntityGazetteer
from qabot.question.readings import read_in_context
from qabot.retrieval.binding import bind
from qabot.retrieval.ranking_parameters import RANKING

_MOST_ARTICLES = 2_000
"""Articles that are read at the most, the newest of them."""
_BRACKETED = re.compile(r"\s*\([^()]*\)\s*$")
_TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir dame lord lady baroness baron cllr councillor rt hon the mp".split()
)


def find_speaker(
    generation: OpenGeneration,
    who: str,
    filters: Filters,
    entities: EntityGazetteer,
    rules: FactRules,
    topic: str = "",
) -> SpeakerSearch:
    """Return the articles that name a speaker, and are about a topic where one is given.

    Args:
        generation: What is searched.
        who: A person, a surname, a body or an acronym, as typed.
        filters: What to limit the search to.
        entities: The names that are searched under each other.
        rules: What facts are read by; those that were stored by them come with the articles.
        topic: What the articles are to be about; operators in it are filters.

    Raises:
        IndexCorrupt: A part of the index that was not read before turns out to be damaged.
        NotFound: No article holds any of the names; those that come near are named.
        UsageError: Nobody is named, or the topic has no words.
    """
    if not any(map(str.isalnum, who)):
        raise UsageError("Whose statements?", hint="Name a person or a body, such as Socitm.")
    known = all_names(who, entities, rules.names)
    asked = read_in_context(topic, filters, NO_CONTEXT, today=None, bodies=entities, infer=False).readings[0].question
    whole, generation = generation, seen(generation, asked.filters)
    known = tuple(dict.fromkeys((*_listed_as(generation, who), *known)))
    bound = bind(generation, asked, RANKING.lexical)
    if topic.strip() and asked.text and not bound.words:
        raise UsageError(f"“{clean_line(topic)}” has no word to search for.", hint="Name a topic, such as PSN.")
    reader = TopicReader(generation, bound, called_in(asked.text, entities, rules)) if asked.text else None
    filters = asked.filters
    allowed, matched = generation.matching(filters) if filters.active else (None, None)
    ids = _holding(generation, known, allowed)
    if not len(ids) and not any(generation.holding(name) for name in known):
        raise _unknown(generation, who)
    found = list(dict.fromkeys(generation.articles_of(ids.tolist()).values()))
    newest = _newest(generation, found) if len(found) > _MOST_ARTICLES else found
    held = (_held(generation, generation.require_article(each), reader, rules) for each in newest)
    return SpeakerSearch(
        who=who,
        names=known,
        topic=asked.text,
        articles=tuple(sorted((each for each in held if each), key=lambda held: by_day(held.article))),
        found=len(found),
        read=len(newest),
        searched=generation.searched(matched),
        warnings=(
            *(each.words for each in generation.articles.unknown_names(filters)),
            *(left_out(whole, filters) if filters.as_of else ()),
            *lost(whole),
        ),
    )


def _newest(generation: OpenGeneration, found: Iterable[str]) -> list[str]:
    """Return the newest of some articles, as many as are read."""
    named = frozenset(found)
    return [each.id for each in generation.articles.article_summaries() if each.id in named][:_MOST_ARTICLES]


def all_names(who: str, entities: EntityGazetteer, names: EntityGazetteer) -> tuple[str, ...]:
    """Return all that somebody is called: what was typed, and the other names that are known, renamings included."""
    typed = clean_line(who)
    words = typed.split()
    while len(words) > 1 and words[0].casefold().strip(".") in _TITLES:
        words = words[1:]
    bare = " ".join(words)
    canonical = [each.name for each in names.located(_capital(bare)) if each.end - each.start == len(bare)]
    mentioned = [name for table in (entities, names) for each in table.named(bare) for name in each.names]
    return tuple(dict.fromkeys(name for name in (*canonical, bare, *mentioned) if name))


def _unknown(generation: OpenGeneration, who: str) -> NotFound:
    """Return what to say of a name that no article holds: the nearest bodies and outlets that some do."""
    listed = dict.fromkeys(body for each in generation.articles.article_summaries() for body in each.organisations)
    outlets = (each.name for each in generation.outlets())
    keys, names = {*organisation_keys(who)}, (*listed, *outlets)
    others = [name for name in names if keys.isdisjoint(organisation_keys(name))]
    unknown = unknown_name("speaker", clean_line(who), others, organisation_keys)
    if len(others) < len(names):  # to name it as the nearest to itself would lead nowhere
        said = f"No text here names “{unknown.name}”: only an outlet, or what articles are filed under, is called that."
        return SpeakerNotFound(said, hint="`qabot ask` finds articles by any of their words.")
    near = unknown.nearest
    hint = f"Try `qabot said {shlex.quote(near[0])}`." if near else "`qabot ask` finds articles by any of their words."
    return SpeakerNotFound(unknown.words, hint=hint, nearest=near or ())


def _listed_as(generation: OpenGeneration, who: str) -> tuple[str, ...]:
    """Return what articles that are filed under a name list with it: `Wombat Council` for `WC`."""
    ids, _ = generation.matching(Filters(organisations=(who,)))
    keys = set(organisation_keys(who))
    for article_id in generation.articles_of(ids[:1].tolist()).values():
        for name in generation.require_article(article_id).organisations:
            if keys.intersection(organisation_keys(name)):
                return (_BRACKETED.sub("", name).strip(),)
    return ()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _holding(generation: OpenGeneration, names: Sequence[str], allowed: Ids | None) -> Ids:
    """Return the passages that hold any of these names, among those that are allowed."""
    listed = [np.array(generation.holding(name), np.int64) for name in names]
    ids: Ids = np.unique(np.concatenate(listed)) if listed else np.empty(0, np.int64)
    return ids if allowed is None else np.intersect1d(ids, allowed, assume_unique=True)


def _held(
    generation: OpenGeneration, article: Article, reader: TopicReader | None, rules: FactRules
) -> SpeakerArticle | None:
    """Return an article with what it holds of the topic; None where it is not about it."""
    about = reader.read(article) if reader else None
    if reader and about is None:
        return None
    return SpeakerArticle(article, about, generation.facts.of(article, rules.identity))
