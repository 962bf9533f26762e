"""Saving questions: what each finds now is said first, and counts as told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from qabot.core.answers import Evidence
from qabot.core.dates import utc_second
from qabot.core.errors import UsageError
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.core.text import clean_line
from qabot.engine.question_answerer import QuestionAnswerer
from qabot.index.generation_reading import OpenGeneration
from qabot.reports.watch.answer_news import answer_news
from qabot.reports.watch.bearing_quotes import SHARED_WORDS, ArticleReader, quotes_that_bear
from qabot.reports.watch.incoming_passages import PassageTerms
from qabot.reports.watch.named_subjects import NamedSubjects
from qabot.reports.watch.saved_questions import FrozenMeaning, Hits, News, SavedQuestion
from qabot.reports.watch.watch_store import WatchStore
from qabot.retrieval.binding import BoundQuestion, bind

_MOST_HITS = 20
"""Of how many quotes it is said, before a question is saved, what it finds, and counts as told."""
_NEAREST = 8
"""Passages nearest to a question by which its bar is set where it is saved without being put."""
_BAR_AT = 3
"""Which of the passages that bear on a question sets its bar."""
_MONTH = timedelta(days=31)
_NAME_CHARACTERS = 40
_EVERY = re.compile(r"(\d{1,4})\s?(h|d|w|hours?|days?|weeks?)")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_WORDS = {"hourly": "1h", "daily": "1d", "weekly": "1w"}


class FoundQuestion(Struct, frozen=True):
    """A question that was put once, and may be saved."""

    text: str
    """As typed."""
    filters: Filters
    """What it is limited to beside its own words."""
    meaning: FrozenMeaning
    """What it means."""
    hits: Hits
    """What it finds."""
    known: tuple[News, ...]
    """What its answer holds."""


def interval_s(text: str) -> int:
    """Return the seconds in `daily`, `12h`, `1d`, `2 weeks`.

    Raises:
        UsageError: It is no such time.
    """
    typed = text.strip().lower()
    found = _EVERY.fullmatch(_WORDS.get(typed, typed))
    if not found or not int(found[1]):
        raise UsageError(
            f"“{clean_line(text)}” is no time to wait.",
            hint="Give hourly, daily, weekly, or hours, days or weeks: 12h, 1d, 2w.",
        )
    return int(int(found[1]) * _UNITS[found[2][0]].total_seconds())


def require_question(text: str) -> None:
    """Refuse what asks for nothing.

    Raises:
        UsageError: There is no question.
    """
    if not clean_line(text):
        raise UsageError(
            "The question is empty.", hint='Try `qabot watch add "what does Socitm say about cyber security"`.'
        )


def require_open_ended(filters: Filters) -> None:
    """Refuse to wait for what can never come.

    Raises:
        UsageError: A question is limited to what was published by a day.
    """
    if filters.as_of:
        raise UsageError(
            "As of a day, nothing new can ever come in.", hint="Leave as-of: out, or ask with `qabot ask --as-of`."
        )


def look_up(
    current: QuestionAnswerer, home: Path, text: str, filters: Filters, meaning: AnalysedQuestion | None = None
) -> FoundQuestion:
    """Put a question once: what it finds is what is said before it is saved, and what counts as told then.

    Args:
        current: What is asked.
        home: Whose.
        text: As typed.
        filters: What it is limited to.
        meaning: What it was understood as; by default it is understood by itself.

    Raises:
        UsageError: There is no question, or it is limited to what was published by a day.
        IndexCorrupt: A part of the index that was not read before turns out to be damaged.
    """
    require_question(text)
    meaning = meaning or current.understand(text, filters)
    require_open_ended(meaning.filters)
    bound = bind(current.generation, meaning, current.parameters.lexical)
    evidence = current.answer_understood(meaning, _MOST_HITS).answer.evidence
    quotes = quotes_that_bear(current, bound, evidence, NamedSubjects(current.generation.article))
    read = ArticleReader(current.generation, home)
    return FoundQuestion(
        text=clean_line(text),
        filters=filters,
        meaning=_frozen(current, bound, current.vectors_of([meaning])[0], [each.bearing for each in quotes]),
        hits=_hits([each.evidence for each in quotes]),
        known=tuple(answer_news(meaning, [each.evidence for each in quotes], {}, read)),
    )


def save_question(
    current: QuestionAnswerer, home: Path, store: WatchStore, found: FoundQuestion, name: str = "", every_s: int = 0
) -> SavedQuestion:
    """Save a question that was looked up; whatever is held now is nothing new to it.

    Raises:
        UsageError: Its name is taken.
        HistoryUnusable: It cannot be kept.
    """
    path, now = str(home), utc_second()
    others = {each.name for each in store.questions(path)}
    held = {each.id: each.content_hash for each in current.generation.articles.stored()}
    question = SavedQuestion(
        home=path,
        name=clean_line(name) or name_of(found.meaning.question.whole or found.text, others),
        text=found.text,
        filters=found.filters,
        every_s=every_s,
        saved=now,
        last_run=now,
        seen=store.arrive(path, held),
    )
    store.save([(question, found.meaning, found.known)])
    return store.question(path, question.name)


def frozen_meanings(current: QuestionAnswerer, questions: Sequence[AnalysedQuestion]) -> list[FrozenMeaning]:
    """Return what many questions mean, to be kept without being put: their bars are those of the passages nearest."""
    vectors, lexical = current.vectors_of(questions), current.parameters.lexical
    bounds = [bind(current.generation, each, lexical) for each in questions]
    terms = PassageTerms(current.generation)
    return [
        _frozen(current, bound, vector, _bearings_of_nearest(current.generation, terms, bound, vector))
        for bound, vector in zip(bounds, vectors, strict=True)
    ]


def bar(bearings: Sequence[float]) -> float:
    """Return how well the third of a question's passages bears on it; 0 where fewer do."""
    return sorted(bearings, reverse=True)[_BAR_AT - 1] if len(bearings) >= _BAR_AT else 0.0


def name_of(text: str, taken: set[str]) -> str:
    """Return a name made of a question's words that no other has."""
    words = re.findall(r"\w[\w&’'.-]*", text)
    name = ""
    for word in words:
        if len(name) + len(word) >= _NAME_CHARACTERS:
            break
        name = f"{name} {word}".strip()
    name = name or "question"
    numbered = (name, *(f"{name} {number}" for number in range(2, len(taken) + 3)))
    folded = {each.casefold() for each in taken}
    return next(each for each in numbered if each.casefold() not in folded)


def _bearings_of_nearest(
    generation: OpenGeneration, terms: PassageTerms, bound: BoundQuestion, vector: NDArray[np.float32]
) -> list[float]:
    """Return how well the passages nearest to a question bear on it, of those that hold half its words."""
    if not vector.size:
        return []
    nearest = generation.nearest(vector, _NEAREST, None)
    shares = map(bound.share_of_terms, terms.of(np.array([number for number, _ in nearest], np.int64)))
    return [near + share for (_, near), share in zip(nearest, shares, strict=True) if share >= SHARED_WORDS]


def _frozen(
    current: QuestionAnswerer, bound: BoundQuestion, vector: NDArray[np.float32], bearings: Sequence[float]
) -> FrozenMeaning:
    query = bound.lexical_query
    return FrozenMeaning(
        question=bound.analysed,
        terms=tuple(dict.fromkeys((*query.terms, *query.inherited))),
        bar=bar(bearings),
        vector=vector.astype("<f2").tobytes(),
        encoder=current.generation.manifest.fingerprint if vector.size else "",
    )


def _hits(quotes: Sequence[Evidence]) -> Hits:
    quoted = {each.article.id: each for each in quotes}
    since = utc_second().date() - _MONTH
    dated = [(each.article.published.last, each) for each in quoted.values() if each.article.published]
    newest = max(dated, key=lambda each: each[0], default=None)
    recent = sum(day >= since for day, _ in dated)
    return Hits(len(quoted), recent, newest[1] if newest else None, len(quotes) < _MOST_HITS)
