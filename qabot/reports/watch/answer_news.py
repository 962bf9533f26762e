"""What is new in an answer, compared with what was told of it before. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from qabot.core.answers import Evidence
from qabot.core.articles import reporting_outlet
from qabot.core.questions import AnalysedQuestion
from qabot.facts.attributions import find_attributions
from qabot.facts.figures import Figure, find_figures
from qabot.output.attribution import may_be_quoted, source
from qabot.output.schemas.watch_schemas import NewsKind
from qabot.reports.watch.saved_questions import News

SILENT_DAYS = 90
"""Days without anything new after which that is told."""


def answer_news(question: AnalysedQuestion, quotes: Sequence[Evidence], known: AbstractSet[str]) -> list[News]:
    """Return what is new in an answer, in the order of its quotes.

    Args:
        question: What was asked.
        quotes: Those of its answer that bear on it.
        known: The keys of what was told before, or was there before.
    """
    found: dict[str, News] = {}
    for evidence in quotes:
        for news in (
            _quote_news(evidence),
            *_figure_news(question, evidence, quotes, known),
            *_speaker_news(evidence),
        ):
            if news.key not in known:
                found.setdefault(news.key, news)
    return [*found.values()]


def silence_news(last_new: datetime, now: datetime, known: AbstractSet[str]) -> list[News]:
    """Return that nothing new has come since a moment, once that is long enough ago and was not told of it yet."""
    day = last_new.date()
    news = News(kind="silent_since", key=f"silent_since {day}", words=day.isoformat())
    return [news] if now - last_new >= timedelta(days=SILENT_DAYS) and news.key not in known else []


def _quote_news(evidence: Evidence) -> News:
    """Return a quote; the same words in another article are the same quote."""
    digest = hashlib.sha256(" ".join(evidence.text.casefold().split()).encode()).hexdigest()[:32]
    return _news(evidence, "evidence", f"evidence {digest}", evidence.text)


def _figure_news(
    question: AnalysedQuestion, evidence: Evidence, shown: Sequence[Evidence], known: AbstractSet[str]
) -> Iterator[News]:
    """Return the figures of the kind that is asked for in a quote; none where no figure is asked for."""
    for figure in _sought(question, evidence.text):
        written = evidence.text[figure.start : figure.end]
        key = _figure_key(figure)
        others = (
            (each.text[other.start : other.end], _figure_key(other))
            for each in shown
            for other in _sought(question, each.text)
        )
        earlier = tuple(dict.fromkeys(words for words, other in others if other in known))
        yield _news(evidence, "figure", key, written, earlier)


def _speaker_news(evidence: Evidence) -> Iterator[News]:
    """Return whom a quote says to have said something."""
    for said in find_attributions(evidence.article):
        if evidence.start <= said.cue[0] and said.cue[1] <= evidence.end and said.speaker:
            yield _news(evidence, "speaker", f"speaker {said.speaker.casefold()}", said.speaker)


def _sought(question: AnalysedQuestion, text: str) -> list[Figure]:
    sought = question.sought_figure
    return [each for each in find_figures(text) if each.kind in sought.kinds] if sought else []


def _figure_key(figure: Figure) -> str:
    unit = "of" if figure.is_count else figure.unit
    return f"figure {figure.low.normalize():f} {figure.high.normalize():f} {unit}"


def _news(evidence: Evidence, kind: NewsKind, key: str, words: str, earlier: tuple[str, ...] = ()) -> News:
    article = evidence.article
    return News(
        kind=kind,
        key=key,
        words=words,
        article_id=article.id,
        title=article.title,
        outlet=reporting_outlet(article) or "",
        source=source(article),
        is_brief=not may_be_quoted(article),
        published=str(article.published) if article.published else "",
        quote=evidence.text,
        start=evidence.start,
        end=evidence.end,
        earlier=earlier,
    )
