"""Searches for facts in one generation and by one set of lists, so that no part of a report is of another time."""

from __future__ import annotations

from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.facts import ArticleFacts
from qabot.core.questions import Filters
from qabot.engine.speaker_search import find_speaker
from qabot.engine.topic_search import find_topic
from qabot.facts.speaker_articles import SpeakerSearch
from qabot.facts.topic_articles import TopicSearch
from qabot.index.fact_rules import FactRules
from qabot.index.generation_reading import OpenGeneration
from qabot.question.entities import EntityGazetteer


class FactSearches(Struct, frozen=True):
    """Everything that is held about a topic, of a speaker or in an article. No model is needed."""

    generation: OpenGeneration
    """What is searched."""
    entities: EntityGazetteer
    """The names that are searched under each other."""
    rules: FactRules
    """What facts are read by; whoever makes a report of what is found reads by the same."""

    def topic(self, text: str, filters: Filters | None = None) -> TopicSearch:
        """Return everything that is held about a topic, found by its words.

        Args:
            text: As typed; operators in it are filters.
            filters: What to limit the search to besides.
        """
        return find_topic(self.generation, text, filters, self.entities, self.rules)

    def speaker(self, who: str, filters: Filters | None = None, topic: str = "") -> SpeakerSearch:
        """Return the articles that name a speaker, and are about a topic where one is given.

        Args:
            who: A person, a surname, a body or an acronym, as typed.
            filters: What to limit the search to.
            topic: What the articles are to be about; operators in it are filters.

        Raises:
            NotFound: No article holds the name; those that come near are named.
            UsageError: Nobody is named.
        """
        return find_speaker(self.generation, who, filters or Filters(), self.entities, self.rules, topic)

    def of_article(self, article: Article) -> tuple[ArticleFacts, bool]:
        """Return the figures, statements and dates of an article, and whether they were read when it was indexed.

        Raises:
            IndexCorrupt: Those that are stored are damaged.
        """
        stored = self.generation.facts.of(article, self.rules.identity)
        return stored or self.rules.read(article), stored is not None
