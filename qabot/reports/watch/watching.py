"""Saving questions and running them: each is put to the index again, and what is new in its answer is written down.

A question keeps the meaning that it was saved with; only dates in it are read anew, for "last month" moves on. What
counts of its answer are the quotes that *bear on it*: from passages that hold half of its words, by how much each says,
or in which the reader finds the answer. Few of ten thousand questions can have another after a hundred new articles, so
only those are asked that a new passage holds half the words of, or is near enough to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from qabot.core.answers import Evidence
from qabot.core.articles import Passage
from qabot.core.errors import UsageError
from qabot.core.progress import OnProgress, Progress, ignore_progress
from qabot.core.questions import AnalysedQuestion, Filters
from qabot.core.text import clean_line
from qabot.engine.engine import Engine
from qabot.engine.question_answerer import QuestionAnswerer
from qabot.index.article_writer import StoredArticle
from qabot.index.snapshot import Generation
from qabot.reports.watch.answer_news import answer_news, silence_news
from qabot.reports.watch.saved_questions import News, QuestionNews, SavedQuestion, utc_now
from qabot.reports.watch.watch_store import WatchStore
from qabot.retrieval.binding import bind

QUOTES = 10
"""Of how many quotes of an answer what is new is told."""
_MOST_HITS = 50
"""Of how many quotes it is said, before a question is saved, what it finds."""
_SLACK = 0.05
"""How much farther than the farthest quote a passage may be for the question to be asked again."""
_NEAR_AT_LEAST = 0.3
"""A passage that is farther and lacks half the words is not looked at by the reader."""
_SHARED_WORDS = 0.5
"""The part of a question's words, by how much each says, that a passage bearing on it holds."""
_NAME_CHARACTERS = 40
_EVERY = re.compile(r"(\d{1,4})\s?(h|d|w|hours?|days?|weeks?)")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


class Hits(Struct, frozen=True):
    """What a question finds before it is saved."""

    articles: int
    """From how many articles quotes bear on it, of a limited number that were looked at."""
    last_month: int
    """How many of them are of the last 31 days."""
    newest: Evidence | None
    """The quote of the newest; None where none bears a date."""
    is_all: bool
    """Whether there may not be more."""


def interval_s(text: str) -> int:
    """Return the seconds in `12h`, `1d`, `2 weeks`.

    Raises:
        UsageError: It is no such time.
    """
    found = _EVERY.fullmatch(text.strip().lower())
    if not found or not int(found[1]):
        raise UsageError(f"“{clean_line(text)}” is no time to wait.", hint="Give hours, days or weeks: 12h, 1d, 2w.")
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


def save_question(
    engine: Engine, store: WatchStore, text: str, filters: Filters, name: str = "", every_s: int = 0
) -> SavedQuestion:
    """Save a question with the meaning that it has now; what its answer holds already counts as told.

    Raises:
        UsageError: There is no question, or its name is taken, or it is limited to what was published by a day.
    """
    require_question(text)
    home, now = str(engine.settings.home.path), utc_now()
    with engine.lease() as current:
        meaning = current.understand(text, filters)
        require_open_ended(meaning.filters)
        quotes = _bearing(current, meaning, QUOTES)
        vector = current.models.encoder.encode_query_tokens(meaning.whole).vector if current.models else None
        encoder = current.generation.manifest.fingerprint
        held = {each.id: each.content_hash for each in current.generation.articles.stored()}
    others = {each.name for each in store.questions(home)}
    question = SavedQuestion(
        home=home,
        name=clean_line(name) or _name(meaning.text or text, others),
        text=clean_line(text),
        filters=filters,
        meaning=meaning,
        every_s=every_s,
        saved=now,
        last_run=now,
        floor=_floor(quotes),
        vector=b"" if vector is None else vector.astype("<f4").tobytes(),
        encoder=encoder,
    )
    store.save(question, answer_news(meaning, quotes, frozenset()))
    if not others:
        store.set_looked_at(home, held)
    return store.question(home, question.name)


def hits(engine: Engine, text: str, filters: Filters) -> Hits:
    """Return what a question finds now, to be seen before it is saved.

    Raises:
        UsageError: It is limited to what was published by a day.
    """
    with engine.lease() as current:
        meaning = current.understand(text, filters)
        require_open_ended(meaning.filters)
        quotes = _bearing(current, meaning, _MOST_HITS)
    quoted = {each.article.id: each for each in quotes}
    since = (utc_now() - timedelta(days=31)).date()
    dated = [(each.article.published.last, each) for each in quoted.values() if each.article.published]
    newest = max(dated, key=lambda each: each[0], default=None)
    recent = sum(day >= since for day, _ in dated)
    return Hits(len(quoted), recent, newest[1] if newest else None, len(quotes) < _MOST_HITS)


def run_questions(
    engine: Engine,
    store: WatchStore,
    questions: Sequence[SavedQuestion],
    on_progress: OnProgress = ignore_progress,
) -> Iterator[QuestionNews]:
    """Put saved questions of a home to its index, and yield what is new in each answer, which is written down by then.

    Args:
        engine: The home's.
        store: Where the questions are from.
        questions: Which.
        on_progress: Told how many were put.

    Raises:
        IndexCorrupt: A part of the index that was not read before turns out to be damaged.
        HistoryUnusable: What is new cannot be written down.
    """
    home, now = str(engine.settings.home.path), utc_now()
    with engine.lease() as current:
        held, seen = [*current.generation.articles.stored()], store.looked_at(home)
        incoming = _Incoming(current, [each for each in held if seen.get(each.id) != each.content_hash])
        unchanged: list[SavedQuestion] = []
        for number, question in enumerate(questions):
            on_progress(Progress("watch", number, len(questions), question.name))
            news = _run(current, store, question, incoming, now)
            if news is None:
                unchanged.append(question)
            yield QuestionNews(question, news or ())
        store.note_run(unchanged, now)
    on_progress(Progress("watch", len(questions), len(questions)))
    if {each.id for each in store.questions(home)} <= {each.id for each in questions}:
        # Only once every question has been put to all of them.
        store.set_looked_at(home, {each.id: each.content_hash for each in held})


def _run(
    current: QuestionAnswerer, store: WatchStore, question: SavedQuestion, incoming: _Incoming, now: datetime
) -> tuple[News, ...] | None:
    """Return what is new in a question's answer; None where nothing can be, and nothing was written down."""
    if incoming.may_answer(question):
        quotes = _bearing(current, with_dates_of_today(current, question), QUOTES)
        found = answer_news(question.meaning, quotes, store.known(question))
        news = [each for each in found if each.article_id in incoming.articles]
        told = news or _silence(store, question, now)
        # What an older article is quoted with for the first time is no news, and will be none.
        return store.note(question, told, now, _floor(quotes), [each for each in found if each not in news])
    silence = _silence(store, question, now)
    return store.note(question, silence, now, question.floor, ()) if silence else None


def _bearing(current: QuestionAnswerer, question: AnalysedQuestion, limit: int) -> list[Evidence]:
    """Return the quotes of a question's answer that bear on it; none where nothing answers."""
    bound = bind(current.generation, question, current.parameters.lexical)
    quotes = current.answer_understood(question, limit).answer.evidence
    return [
        each
        for each in quotes
        if each.answer_span
        or bound.share_of_terms(_terms(current.generation, each.article.title, each.hit.passage)) >= _SHARED_WORDS
    ]


def _terms(generation: Generation, title: str, passage: Passage) -> frozenset[str]:
    return frozenset(generation.terms(f"{title}\n{passage.text}"))


def _silence(store: WatchStore, question: SavedQuestion, now: datetime) -> list[News]:
    return silence_news(store.last_new(question), now, store.known(question))


def with_dates_of_today(current: QuestionAnswerer, question: SavedQuestion) -> AnalysedQuestion:
    """Return the meaning that a question was saved with, its dates counted from today."""
    if not (question.meaning.date_words or question.meaning.inferred):
        return question.meaning
    anew = current.understand(question.text, question.filters)
    return replace(
        question.meaning,
        filters=anew.filters,
        inferred=anew.inferred,
        soft_date=anew.soft_date,
        dates_limit=anew.dates_limit,
        date_words=anew.date_words,
    )


class _Incoming:
    """The passages that questions have not been put to, and whether one of them may bear on a question."""

    def __init__(self, current: QuestionAnswerer, articles: Sequence[StoredArticle]) -> None:
        generation = current.generation
        self._current = current
        self.articles = frozenset(each.id for each in articles)
        """Their articles."""
        ids = _passage_ids(articles)
        self._vectors = generation.vectors(ids)
        titles = generation.articles.titles_of(ids)
        passages = zip(ids.tolist(), generation.passages(ids.tolist()), strict=True)
        self._terms = [_terms(generation, titles[number], passage) for number, passage in passages]

    def may_answer(self, question: SavedQuestion) -> bool:
        """Whether one of them holds half a question's words, or is about as near to it as its farthest quote."""
        current = self._current
        if not self._terms:
            return False
        if question.encoder != current.generation.manifest.fingerprint or not question.vector:
            return True
        if float((self._vectors @ np.frombuffer(question.vector, dtype="<f4")).max()) >= question.floor:
            return True
        bound = bind(current.generation, question.meaning, current.parameters.lexical)
        return any(bound.shares_a_term(terms) and bound.share_of_terms(terms) >= _SHARED_WORDS for terms in self._terms)


def _passage_ids(articles: Iterable[StoredArticle]) -> NDArray[np.int64]:
    runs = [np.arange(each.passages, dtype=np.int64) + each.first_passage for each in articles]
    return np.sort(np.concatenate(runs)) if runs else np.zeros(0, dtype=np.int64)


def _floor(quotes: Sequence[Evidence]) -> float:
    """Return the nearness from which on a new passage may come among the quotes that bear on a question."""
    scores = [part.score for each in quotes for part in each.hit.components if part.retriever == "dense"]
    return max(_NEAR_AT_LEAST, min(scores, default=0.0) - _SLACK)


def _name(text: str, taken: set[str]) -> str:
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
