"""A topic's timeline: dated sentences that add something, and how much attention the topic had in each period."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from qabot.core.answers import SearchScope
from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.facts import DatedEvent
from qabot.core.text import is_heading, sentences
from qabot.facts.bodies import NamedBodies
from qabot.facts.body_mentions import Gazetteer
from qabot.facts.event_reading import dated_events
from qabot.facts.figures import find_figures
from qabot.facts.mere_mentions import is_mere_mention
from qabot.facts.topic_articles import TopicArticle, TopicSearch

RULE = (
    "Of the articles about the topic, the sentences are listed that name it and say when, or, where the title "
    "names it, or a label and the first sentence do, that say when; and of each such article the first that names "
    "it, with the article's own date. Each has a figure, a name or a verb that none before it has of that time."
)
"""The rule in words."""
_MOST_MONTHS = 36
"""Months of coverage up to which attention is told by the month rather than by the year."""
_ALIKE = 0.6
"""Share of the words of the shorter of two sentences of one time that the other has, for them to say the same."""
_VAGUE = frozenset(
    "over until till when then than also only from into about after before since while there here".split()
)
_SHORT = 3
"""Letters of a word that says little."""
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w,])")
"""A number of thousands: a figure, also where its noun stands in another sentence."""
_VERB = re.compile(
    r"\b(?!reported|according|showed|noted|added|wrote|explained|following)[a-z]{3,}(?:ed|ing)\b|"
    r"\b(?:began|left|won|lost|sold|paid|spent|cut|set|put|took|gave|got|became|ran|rose|fell)\b"
)
_LITTLE = frozenset(
    "the a an of to in on for and or by with from at as it its their that this was were is are had has have be".split()
)


class TimelineRow(Struct, frozen=True):
    """A dated sentence."""

    event: DatedEvent
    """What it dates."""
    article: Article
    """The stored article that it stands in."""
    new: tuple[str, ...]
    """The figures, names and verbs that no earlier row of the time has; of a sentence without any, its words."""
    also_in: tuple[Article, ...] = ()
    """Articles whose sentences say the same of that time."""

    @property
    def quote(self) -> str:
        """The sentence, cut from the article."""
        return self.article.text[self.event.start : self.event.end]

    @property
    def date_words(self) -> str:
        """The words that say when; empty where it is the article's own date."""
        return self.article.text[slice(*self.event.date_words)] if self.event.date_words else ""


class PeriodAttention(Struct, frozen=True):
    """How much of what was published in a period is about the topic."""

    period: str
    """A month or a year, in ISO 8601."""
    held: int
    """Articles held of it; 0 for a gap."""
    on_topic: int
    """How many of them are about the topic."""


class TopicTimeline(Struct, frozen=True):
    """What happened about a topic, and when."""

    topic: str
    """What was asked for."""
    rows: tuple[TimelineRow, ...]
    """The sentences, by their dates, the earliest first."""
    found: int
    """How many there are, shown or not."""
    articles: int
    """How many articles are about the topic."""
    attention: tuple[PeriodAttention, ...]
    """Every period from the first of which something is held to the last."""
    searched: SearchScope
    """What was searched."""
    warnings: tuple[str, ...] = ()
    """What the reader should know besides."""


def topic_timeline(search: TopicSearch, gazetteer: Gazetteer, limit: int | None = None) -> TopicTimeline:
    """Return the timeline of a topic.

    Args:
        search: What is held about it.
        gazetteer: Knows bodies and programmes.
        limit: How many rows to return at the most, the last ones; all by default.
    """
    dated = [(event, told.article) for told in search.articles for event in _events(told)]
    dated.sort(key=lambda each: (*_time(each[0]), _published(each[1]), each[1].id, each[0].start))
    rows = _adding(dated, gazetteer)
    shown = rows[-limit:] if limit else rows
    return TopicTimeline(
        topic=search.topic,
        rows=tuple(shown),
        found=len(rows),
        articles=len(search.articles),
        attention=tuple(attention(search)),
        searched=search.searched,
        warnings=search.warnings,
    )


def attention(search: TopicSearch) -> Iterator[PeriodAttention]:
    """Yield how much attention a topic had in each period, from the first of which something is held to the last."""
    dates = [each for each in search.held if each]
    if not dates:
        return
    first, last = min(each.first for each in dates), max(each.last for each in dates)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    by_month = months <= _MOST_MONTHS and all(each.month for each in dates)
    topical = [each.article.published for each in search.articles if each.article.published]
    held, on_topic = (Counter(_period(each, by_month=by_month) for each in some) for some in (dates, topical))
    for period in _periods(first.year, first.month, last.year, last.month, by_month=by_month):
        yield PeriodAttention(period, held[period], on_topic[period])


def _periods(year: int, month: int, last_year: int, last_month: int, *, by_month: bool) -> Iterator[str]:
    while (year, month if by_month else 0) <= (last_year, last_month if by_month else 0):
        yield f"{year:04d}-{month:02d}" if by_month else f"{year:04d}"
        year, month = (year + (month == 12), month % 12 + 1) if by_month else (year + 1, month)  # noqa: PLR2004


def _period(date: PartialDate, *, by_month: bool) -> str:
    return f"{date.year:04d}-{date.month or 1:02d}" if by_month else f"{date.year:04d}"


def _time(event: DatedEvent) -> tuple[date, date]:
    """Return the first and the last day of what an event is shown under."""
    return event.date.first, (event.last or event.date).last


def _published(article: Article) -> str:
    return str(article.published or "9999")


def _events(told: TopicArticle) -> Iterator[DatedEvent]:
    """Yield what an article about a topic dates of it; without a time in its words, its first sentence on the topic."""
    article = told.article
    naming = frozenset(told.naming)
    events = told.facts.events if told.facts else dated_events(article)
    bearing = (each for each in events if told.is_titled or (each.start, each.end) in naming)
    bearing = (each for each in bearing if not _is_of_no_event(each, article))
    found = [each for each in bearing if not is_mere_mention(article.text[each.start : each.end])]
    yield from found
    dated = {each.start for each in found}
    telling = [span for span in told.naming if not is_mere_mention(article.text[slice(*span)])]
    is_named = bool(dated & {start for start, _ in naming})
    first = None if is_named else next((span for span in telling if span[0] not in dated), None)
    if first is None and told.is_titled and not found:
        spans = (span for span in sentences(article.text) if not is_heading(article.text, span[0]))
        first = next((span for span in spans if not is_mere_mention(article.text[slice(*span)])), None)
    if first and article.published:
        yield DatedEvent(article_id=article.id, start=first[0], end=first[1], date=article.published, date_words=None)


_LENGTH = re.compile(r"\b(?:later|earlier|sooner)$", re.IGNORECASE)
_THAN = re.compile(r"\s+than\b")
"""What stands behind a length of time by which something was late or early: "two years later than planned"."""
_TO_COME = re.compile(
    r"\b(?:(?:is|are)\s(?:due\s|set\s|expected\s|planned\s|likely\s)?to|will|shall|plans?\sto|expects?|hopes?\sto|intends?\sto)\b"
)
"""What says before a time that it was still to come when its article was published."""


_YEAR = re.compile(r"\b\d{4}\b")


def _is_of_no_event(event: DatedEvent, article: Article) -> bool:
    """Whether a time is no time of what its sentence tells: by how much it was late, or past, of what is to come."""
    if event.date_words is None:
        return False
    start, end = event.date_words
    if _LENGTH.search(article.text, start, end) and _THAN.match(article.text, end):
        return True
    is_past = article.published is not None and (event.last or event.date).last < article.published.first
    has_year = _YEAR.search(article.text, start, end) is not None
    return is_past and not has_year and _TO_COME.search(article.text[event.start : start]) is not None


def _adding(dated: Sequence[tuple[DatedEvent, Article]], gazetteer: Gazetteer) -> list[TimelineRow]:
    """Return the sentences that add something to those before them of their time, which stand for the others."""
    rows: list[TimelineRow] = []
    bodies: dict[str, NamedBodies] = {}
    by_time: dict[str, list[int]] = {}
    seen: dict[str, set[str]] = {}
    for event, article in dated:
        if (named := bodies.get(article.id)) is None:
            named = bodies[article.id] = NamedBodies(article, gazetteer)
        time = event.when
        told = _told(article, event, named)
        known = seen.setdefault(time, set())
        new = tuple(word for word in told if word not in known)
        alike = next((place for place in by_time.get(time, ()) if _is_alike(rows[place], article, event)), None)
        if alike is not None:
            held = rows[alike]
            if article.id not in {held.article.id, *(each.id for each in held.also_in)}:
                rows[alike] = TimelineRow(held.event, held.article, held.new, (*held.also_in, article))
        elif new:
            by_time.setdefault(time, []).append(len(rows))
            rows.append(TimelineRow(event, article, new))
        known.update(told)
    return rows


def _told(article: Article, event: DatedEvent, bodies: NamedBodies) -> list[str]:
    """Return the figures, names and verbs of a sentence."""
    text = article.text[event.start : event.end]
    figures = [*(text[each.start : each.end] for each in find_figures(text)), *_NUMBER.findall(text)]
    names = [each.name for each in bodies.within((event.start, event.end))]
    told = list(dict.fromkeys((*figures, *names, *(found[0] for found in _VERB.finditer(text)))))
    words = [word for word in dict.fromkeys(map(str.casefold, _WORD.findall(text))) if _says_something(word)]
    return told or (words if len(words) > 1 else [])


def _says_something(word: str) -> bool:
    """Whether a word may be what a sentence adds that has no figure, name or verb which others have not."""
    return len(word) > _SHORT and word not in _LITTLE | _VAGUE and not word.isdigit()


def _is_alike(row: TimelineRow, article: Article, event: DatedEvent) -> bool:
    """Whether two sentences of one time say the same in much the same words, and no other figure."""
    here, there = row.quote, article.text[event.start : event.end]
    one, other = _words(here), _words(there)
    least = min(len(one), len(other))
    if not least or len(one & other) < _ALIKE * least:
        return False
    values = [{(each.low, each.high, each.unit) for each in find_figures(text)} for text in (here, there)]
    return values[0] == values[1]


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text)) - _LITTLE
