"""All facts of an article, read at once: what is stored when it is indexed, and what a report is made of. Pure."""

from __future__ import annotations

from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.facts import Attribution, DatedEvent, FigureFact
from qabot.core.text import sentences
from qabot.facts.attributions import find_attributions
from qabot.facts.body_mentions import Gazetteer
from qabot.facts.event_reading import dated_events
from qabot.facts.figure_reading import figure_facts
from qabot.facts.speech_cues import CueLexicon

RULE = 1
"""Rises whenever the same article would be read to other facts, but for what a home's own lists change."""


class ArticleFacts(Struct, frozen=True, array_like=True):
    """What an article states, in the order of its text."""

    figures: tuple[FigureFact, ...]
    """Its figures, each with who is said to state it."""
    attributions: tuple[Attribution, ...]
    """What it says that somebody said."""
    events: tuple[DatedEvent, ...]
    """What it dates."""


def read_article_facts(article: Article, gazetteer: Gazetteer, cues: CueLexicon | None = None) -> ArticleFacts:
    """Return the facts of an article.

    Args:
        article: As stored.
        gazetteer: Knows bodies and programmes.
        cues: The words that report; those that come with qabot by default.
    """
    spans = sentences(article.text)
    attributions = find_attributions(article, gazetteer, cues=cues, spans=spans)
    figures = figure_facts(article, gazetteer, attributions, spans)
    return ArticleFacts(figures, attributions, dated_events(article, spans))


def lies_within(facts: ArticleFacts, article: Article) -> bool:
    """Whether every fact is said to be of this article, and each of its ranges lies within the text."""
    every = (*facts.figures, *facts.attributions, *facts.events)
    if any(each.article_id != article.id for each in every):
        return False
    spans = [(each.start, each.end) for each in every]
    spans += [span for each in facts.figures for span in (each.figure, each.of) if span]
    spans += [span for each in facts.attributions for span in (each.speaker_words, each.cue, *each.contents)]
    spans += [each.date_words for each in facts.events if each.date_words]
    last = len(article.text)
    return all(0 <= start <= end <= last for start, end in spans)
