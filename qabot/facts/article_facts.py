"""All facts of an article, read at once: what is stored when it is indexed, and what a report is made of. Pure."""

from __future__ import annotations

from qabot.core.articles import Article
from qabot.core.facts import ArticleFacts
from qabot.core.text import sentences
from qabot.facts.attributions import find_attributions
from qabot.facts.body_mentions import Gazetteer
from qabot.facts.event_reading import dated_events
from qabot.facts.figure_reading import figure_facts
from qabot.facts.sentence_times import SentenceTimes
from qabot.facts.speech_cues import CueLexicon


def read_article_facts(article: Article, gazetteer: Gazetteer, cues: CueLexicon | None = None) -> ArticleFacts:
    """Return the facts of an article.

    Args:
        article: As stored.
        gazetteer: Knows bodies and programmes.
        cues: The words that report; those that come with qabot by default.
    """
    spans = sentences(article.text)
    attributions = find_attributions(article, gazetteer, cues=cues, spans=spans)
    times = SentenceTimes(article)
    figures = figure_facts(article, gazetteer, attributions, spans, times)
    return ArticleFacts(figures, attributions, dated_events(article, spans, times))
