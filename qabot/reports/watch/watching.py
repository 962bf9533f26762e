"""Running saved questions: what came in is looked up in them, and what is new in their answers is written down.

A question keeps the meaning that it was saved with; only dates in it are read anew, for "last month" moves on. No
question is asked again for having been saved: `incoming_passages` finds those that a new passage may bear on, and each
of these is put to the best of those passages alone, as if nothing else were held. What then answers it, and bears on
it, is new. A passage that could tell it nothing takes no place among them: what its filters leave out, a copy of what
it was put to, an article that does not name what it names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import islice
from pathlib import Path

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from qabot.core.dates import utc_second
from qabot.core.progress import OnProgress, Progress, ignore_progress
from qabot.core.questions import AnalysedQuestion
from qabot.engine.question_answerer import QuestionAnswerer
from qabot.facts.near_duplicates import group
from qabot.index.article_writer import StoredArticle
from qabot.models.onnx_session import core_count
from qabot.models.sentence_memory import SentenceMemory
from qabot.reports.watch.answer_news import answer_news, gone_news, silence_news
from qabot.reports.watch.bearing_quotes import ArticleReader, quotes_that_bear
from qabot.reports.watch.incoming_passages import BearingPassage, IncomingPassages
from qabot.reports.watch.incoming_readings import AskedPassages, IncomingReadings
from qabot.reports.watch.named_subjects import NamedSubjects
from qabot.reports.watch.question_batch import QuestionBatch
from qabot.reports.watch.question_saving import bar, frozen_meanings
from qabot.reports.watch.saved_questions import FrozenMeaning, News, SavedQuestion
from qabot.reports.watch.watch_store import Outcome, WatchStore
from qabot.retrieval.binding import BoundQuestion, bind
from qabot.retrieval.pipeline import with_settled_limits

_MOST_PUT = 2
"""How many passages a question is put to at the most, those first that bear on it most."""
_QUOTES = 3
"""Of how many quotes from what came in it is told what is new, the best first."""
_AT_ONCE = 64
"""Questions that are put before what is new is written down."""
_REMEMBERED = 160 * 2**20
"""Bytes of sentences that are remembered: those of what came in are compared with many questions."""
_COPY_CANDIDATES = 5
"""Passages near to one of an article that came in whose articles it may be a copy of."""


class RunReport(Struct, frozen=True):
    """What running saved questions has come to; what is new is in the store."""

    questions: int
    """How many were run."""
    put: int
    """How many of them were put to what came in, as a passage of it may bear on them."""


def run_questions(
    current: QuestionAnswerer,
    home: Path,
    store: WatchStore,
    questions: Sequence[SavedQuestion],
    on_progress: OnProgress = ignore_progress,
    now: datetime | None = None,
) -> RunReport:
    """Look up what came in in saved questions of a home, and write down what is new in their answers, to be told.

    Args:
        current: What is asked.
        home: Whose.
        store: Where the questions are from.
        questions: Which.
        on_progress: Told how many were put.
        now: The time, in UTC; by the clock by default.

    Raises:
        IndexCorrupt: A part of the index that was not read before turns out to be damaged.
        HistoryUnusable: What is new cannot be written down.
    """
    return _Run(current, home, store, now or utc_second()).run(questions, on_progress)


def with_dates_of_today(
    current: QuestionAnswerer, question: SavedQuestion, meaning: AnalysedQuestion
) -> AnalysedQuestion:
    """Return the meaning that a question was saved with, its dates counted from today."""
    if not (meaning.date_words or meaning.inferred):
        return meaning
    anew = current.understand(question.text, question.filters)
    return replace(
        meaning,
        filters=anew.filters,
        inferred=anew.inferred,
        soft_date=anew.soft_date,
        dates_limit=anew.dates_limit,
        date_words=anew.date_words,
    )


class _Put(Struct, frozen=True):
    """A question that is put to what came in."""

    question: SavedQuestion
    meaning: FrozenMeaning
    bound: BoundQuestion
    bearing: Sequence[BearingPassage]


class _Run:
    """One run of saved questions."""

    def __init__(self, current: QuestionAnswerer, home: Path, store: WatchStore, now: datetime) -> None:
        models = current.models
        self._batch = QuestionBatch(SentenceMemory(models.encoder, _REMEMBERED)) if models else None
        self._readings = IncomingReadings(current, models.reader) if models and models.reader else None
        self._current = (
            replace(current, models=replace(models, encoder=self._batch, reader=self._readings))
            if models and self._batch
            else current
        )
        self._generation = current.generation
        self._home = str(home)
        self._store = store
        self._now = now
        self._read = ArticleReader(current.generation, home)
        self._subjects = NamedSubjects(current.generation.article)
        self._copies: dict[str, frozenset[str]] = {}
        self._arrivals: dict[str, tuple[str, int]] = {}
        self._stored: dict[str, StoredArticle] = {}
        self._owners: Mapping[int, str] = {}

    def run(self, questions: Sequence[SavedQuestion], on_progress: OnProgress) -> RunReport:
        """Put those questions to what came in that it may bear on, and note that all were run."""
        stored = [*self._generation.articles.stored()]
        self._stored = {each.id: each for each in stored}
        seen = self._take_in(stored)
        kept = self._store.meanings(questions)
        questions = [each for each in questions if each.id in kept]
        meanings = self._with_vectors(questions, [kept[each.id] for each in questions])
        since = min((each.seen for each in questions), default=seen)
        incoming = [each for each in stored if self._arrivals[each.id][1] > since]
        numbers = [self._arrivals[each.id][1] for each in incoming]
        bearing = IncomingPassages(self._generation, incoming, numbers).bearing_on(
            meanings, [each.seen for each in questions]
        )
        self._owners = self._generation.articles_of({each.passage for found in bearing.values() for each in found})
        places, put = sorted(bearing), 0
        with ThreadPoolExecutor(core_count()) as pool:
            for start in range(0, len(places), _AT_ONCE):
                on_progress(Progress("watch", start, len(places)))
                some = [(questions[at], meanings[at], bearing[at]) for at in places[start : start + _AT_ONCE]]
                limited = [*pool.map(self._limited, *zip(*some, strict=True))]
                put += sum(bool(each.bearing) for each in limited)
                self._store.note(self._outcomes(limited, pool), seen, self._now)
        others = [
            Outcome(each, self._silence(each), meanings[at].bar)
            for at, each in enumerate(questions)
            if at not in bearing
        ]
        self._store.note(others, seen, self._now)
        on_progress(Progress("watch", len(places), len(places)))
        return RunReport(len(questions), put)

    def _limited(self, question: SavedQuestion, meaning: FrozenMeaning, bearing: Sequence[BearingPassage]) -> _Put:
        """Return a question with the best of the passages that may bear on it, leaving out what could tell nothing."""
        current = self._current
        meant = with_dates_of_today(current, question, meaning.question)
        bound = with_settled_limits(self._generation, bind(self._generation, meant, current.parameters.lexical))
        found, filters = {each.passage: each for each in bearing}, bound.analysed.filters
        allowed = {*found}
        if filters.active:
            allowed &= {*np.intersect1d(self._generation.matching(filters)[0], [*found]).tolist()}
        left = (
            each
            for each in bearing
            if each.passage in allowed
            and self._subjects.are_named(meaning.question, self._owners[each.passage])
            # What a copy is of may itself have been left out by a filter.
            and (filters.active or not self._is_known_copy(self._owners[each.passage], question))
        )
        return _Put(question, meaning, bound, [*islice(left, _MOST_PUT)])

    def _outcomes(self, limited: Sequence[_Put], pool: ThreadPoolExecutor) -> list[Outcome]:
        """Put some questions, each to the passages that may bear on it."""
        may_tell = [bool(each.bearing) for each in limited]
        if self._readings:
            may_tell = self._readings.read_together(
                [AskedPassages(each.bound.analysed, each.bearing) for each in limited]
            )
        put = [each for each, may in zip(limited, may_tell, strict=True) if may]
        silent = [each for each, may in zip(limited, may_tell, strict=True) if not may]
        if self._batch:
            self._batch.read_questions([each.bound.analysed.whole for each in put])
        return [
            *pool.map(self._outcome, put, [self._store.known(each.question) for each in put]),
            *(Outcome(each.question, self._silence(each.question), each.meaning.bar) for each in silent),
        ]

    def _take_in(self, stored: Sequence[StoredArticle]) -> int:
        """Number what came in, write down which known quotes are held no more, and return the last number."""
        before = self._store.arrivals(self._home)
        held = {each.id: each.content_hash for each in stored}
        hashes = {*held.values()}
        # What was only moved says all that it said.
        lost = [each for each, (digest, _) in before.items() if each not in held and digest not in hashes]
        changed = [each for each, digest in held.items() if each in before and before[each][0] != digest]
        texts = {each: article.text for each in changed if (article := self._generation.article(each))}
        known = self._store.of_articles(self._home, [*lost, *changed])
        gone = [
            (each.question, news) for each in known if (news := gone_news(each.news, texts.get(each.news.article_id)))
        ]
        seen = self._store.arrive(self._home, held, gone, self._now)
        self._arrivals = self._store.arrivals(self._home)
        return seen

    def _with_vectors(self, questions: Sequence[SavedQuestion], kept: Sequence[FrozenMeaning]) -> list[FrozenMeaning]:
        """Return what questions mean with vectors of this generation's encoder, keeping those that had to be made."""
        fingerprint = self._generation.manifest.fingerprint
        stale = [at for at, each in enumerate(kept) if each.encoder != fingerprint]
        if not stale or self._current.models is None:
            return [*kept]
        made = frozen_meanings(self._current, [kept[at].question for at in stale])
        found = dict(zip(stale, made, strict=True))
        self._store.refreeze({questions[at].id: each for at, each in found.items()})
        return [found.get(at, each) for at, each in enumerate(kept)]

    def _outcome(self, put: _Put, known: Mapping[str, News]) -> Outcome:
        """Put a question to the passages that may bear on it, and compare what it finds with what is known."""
        current, bound = self._current, put.bound
        passages = {each.passage: (each.nearness, each.share) for each in put.bearing}
        evidence = current.evidence_among(bound, passages, _QUOTES) if passages else ()
        quotes = quotes_that_bear(current, bound, evidence, self._subjects)
        found = answer_news(bound.analysed, [each.evidence for each in quotes], known, self._read)
        bearings = [put.meaning.bar, *(each.bearing for each in quotes)]
        # The bar only rises by what three quotes of the answer reach.
        raised = max(put.meaning.bar, bar(bearings)) if put.meaning.bar else bar(bearings[1:])
        return Outcome(put.question, found or self._silence(put.question), raised)

    def _is_known_copy(self, article_id: str, question: SavedQuestion) -> bool:
        """Whether an article is a copy of one that a question was put to: it says nothing new."""
        if article_id not in self._copies:
            self._copies[article_id] = self._copies_of(article_id)
        return any(self._arrivals[each][1] <= question.seen for each in self._copies[article_id])

    def _copies_of(self, article_id: str) -> frozenset[str]:
        generation, least = self._generation, self._current.parameters.duplicate_cosine
        article = generation.require_article(article_id)
        stored = self._stored[article_id]
        numbers = np.arange(stored.passages, dtype=np.int64) + stored.first_passage
        near: set[str] = set()
        for vector in generation.vectors(numbers[:_COPY_CANDIDATES]):
            listed = generation.nearest(vector, _COPY_CANDIDATES, None)
            near |= {*generation.articles_of([each for each, score in listed if score >= least]).values()}
        others = [found for each in sorted(near - {article_id}) if (found := generation.article(each))]
        return frozenset(each.id for each in others if len(group([article, each])) == 1)

    def _silence(self, question: SavedQuestion) -> list[News]:
        return silence_news(question.last_new or question.saved, self._now)
