"""What is new in an answer, compared with what is known of it. Pure.

A figure is new where none that is known has its value, and it is none of them written otherwise: rounded, or within a
range. It is in conflict with one where `figure_relations` says so, which takes one thing, one period and one scope.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.answers import Evidence
from qabot.core.articles import Article, reporting_outlet
from qabot.core.facts import Attribution, FigureFact
from qabot.core.questions import AnalysedQuestion
from qabot.facts.figures import Figure, find_figures
from qabot.output.attribution import may_be_quoted, source
from qabot.output.schemas.watch_schemas import NewsKind
from qabot.reports.figure_relations import StatedFigure, relate
from qabot.reports.watch.saved_questions import EarlierFigure, News

SILENT_DAYS = 90
"""Days without anything new after which that is told."""
_MOST_COMPARED = 8
"""With how many figures that are known, the newest first, a new one is compared, and is told together."""
_KNOWN_OTHERWISE = frozenset({"same", "rounds", "within"})


class ReadArticle(Struct, frozen=True):
    """An article with what its sentences state."""

    article: Article
    """The article."""
    figures: tuple[FigureFact, ...]
    """The figures."""
    attributions: tuple[Attribution, ...]
    """Who says what."""


ReadArticles = Callable[[str], ReadArticle | None]
"""Reads an article by its id; None where it is not held any more."""


def answer_news(
    question: AnalysedQuestion, quotes: Sequence[Evidence], known: Mapping[str, News], read: ReadArticles
) -> list[News]:
    """Return what is new in an answer, in the order of its quotes.

    Args:
        question: What was asked.
        quotes: Those of its answer that bear on it.
        known: What is known of it, by its keys, the newest last.
        read: Reads articles.
    """
    found: dict[str, News] = {}
    for evidence in quotes:
        for news in (
            _quote_news(evidence),
            *_figure_news(question, evidence, {**known, **found}, read),
            *_speaker_news(evidence, read),
        ):
            if news.key not in known:
                found.setdefault(news.key, news)
    return [*found.values()]


def silence_news(last_new: datetime, now: datetime) -> list[News]:
    """Return that nothing new has come since a moment, once that is long enough ago."""
    day = last_new.date()
    news = News(kind="silent_since", key=f"silent_since {day}", words=day.isoformat())
    return [news] if now - last_new >= timedelta(days=SILENT_DAYS) else []


def gone_news(quote: News, text: str | None) -> News | None:
    """Return that a quote that is known is held no more, as its article is gone or changed; None where it still is.

    Args:
        quote: The quote.
        text: Its article's text as it is now; None where the article is not held any more.
    """
    if text is not None and quote.quote in text:
        return None
    words = "its article is not held any more" if text is None else "its article was changed and says so no more"
    return replace(
        quote, kind="gone", key=f"gone {quote.key.removeprefix('evidence ')} {quote.article_id}", words=words
    )


def _quote_news(evidence: Evidence) -> News:
    """Return a quote; the same words in another article are the same quote."""
    digest = hashlib.sha256(" ".join(evidence.text.casefold().split()).encode()).hexdigest()[:32]
    return _news(evidence, "evidence", f"evidence {digest}", evidence.text)


def _figure_news(
    question: AnalysedQuestion, evidence: Evidence, known: Mapping[str, News], read: ReadArticles
) -> Iterator[News]:
    """Return the figures of the kind that is asked for in a quote; none where no figure is asked for."""
    newest_first = [*known.values()][::-1]
    earlier = [each for each in newest_first if each.kind in {"figure", "conflict"}][:_MOST_COMPARED]
    for figure in _sought(question, evidence.text):
        if (key := _figure_key(figure)) in known:
            continue
        written = evidence.text[figure.start : figure.end]
        stated = _stated(evidence.article.id, evidence.start + figure.start, read)
        kinds = {each.key: _relation(stated, each, read) for each in earlier}
        if _KNOWN_OTHERWISE.intersection(kinds.values()):
            continue
        against = [each for each in earlier if kinds[each.key] == "conflicts"]
        before = tuple(_earlier(each) for each in against or earlier)
        yield _news(evidence, "conflict" if against else "figure", key, written, before)


def _relation(stated: StatedFigure | None, earlier: News, read: ReadArticles) -> str:
    """Return how a figure stands to an earlier one; empty where that cannot be told."""
    there = _stated(earlier.article_id, earlier.start + earlier.quote.find(earlier.words), read)
    if stated is None or there is None:
        return ""
    return next((each.kind for each in relate([stated, there])[0]), "")


def _stated(article_id: str, place: int, read: ReadArticles) -> StatedFigure | None:
    """Return the figure that stands at a place of an article."""
    found = read(article_id)
    if found is None:
        return None
    facts = (each for each in found.figures if each.figure[0] <= place < each.figure[1])
    return next((StatedFigure(fact, found.article) for fact in facts), None)


def _earlier(news: News) -> EarlierFigure:
    return EarlierFigure(news.words, news.quote, news.article_id, news.source, news.is_brief)


def _speaker_news(evidence: Evidence, read: ReadArticles) -> Iterator[News]:
    """Return whom a quote says to have said something."""
    found = read(evidence.article.id)
    for said in found.attributions if found else ():
        if evidence.start <= said.cue[0] and said.cue[1] <= evidence.end and said.speaker:
            yield _news(evidence, "speaker", f"speaker {said.speaker.casefold()}", said.speaker)


def _sought(question: AnalysedQuestion, text: str) -> list[Figure]:
    sought = question.sought_figure
    return [each for each in find_figures(text) if each.kind in sought.kinds] if sought else []


def _figure_key(figure: Figure) -> str:
    unit = "of" if figure.is_count else figure.unit
    return f"figure {figure.low.normalize():f} {figure.high.normalize():f} {unit}"


def _news(evidence: Evidence, kind: NewsKind, key: str, words: str, earlier: tuple[EarlierFigure, ...] = ()) -> News:
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
