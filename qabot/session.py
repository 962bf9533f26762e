"""A conversation with one index: what every surface (command line, chat) talks to."""

from __future__ import annotations

import time
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from qabot.answer import JUDGED, answer, matched_words
from qabot.build.changes import compare
from qabot.errors import ModelMismatch, NoCorpus
from qabot.generation.reading import Generation, current_name, open_current
from qabot.plaintext import Span
from qabot.question.reading import read
from qabot.records import Article, Evidence, Filters, Passage, Question, Turn
from qabot.search import question_terms, search
from qabot.settings import Settings


class Encoder(Protocol):
    """Turns a question into a vector."""

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Return a unit vector of shape (dimension,)."""
        ...


class Session:
    """An open index, the encoder for its questions, and the turns so far. Not for two threads at once."""

    def __init__(self, settings: Settings, generation: Generation, encoder: Encoder) -> None:
        """Hold what `open` opened."""
        self.settings = settings
        self.turns: list[Turn] = []
        self._generation = generation
        self._encoder = encoder

    @classmethod
    def open(cls, settings: Settings) -> Session:
        """Open the index of a home.

        Raises:
            IndexUnusable: There is none, or it cannot be read.
            ModelMismatch: The settings name another model than the one it was built with.
        """
        return cls(settings, *_open(settings))

    @property
    def index_folder(self) -> Path:
        """The folder of the generation that answers."""
        return self._generation.folder

    def ask(self, text: str, filters: Filters | None = None, limit: int = 3) -> Turn:
        """Answer a question and remember the turn; any text is a question.

        Args:
            text: As typed.
            filters: What to limit the search to.
            limit: How many pieces of evidence to return at the most.

        Raises:
            IndexCorrupt: A part of the index that was not read before turns out to be damaged.
        """
        started = time.perf_counter()
        question = read(text, filters)
        vector = self._encoder.encode_query(question.text)
        encoded = time.perf_counter()
        found = search(self._generation, vector, question, max(limit, JUDGED))
        searched = time.perf_counter()
        reply = answer(self._generation, question, found, limit, self._warnings(question, found.matched_filters))
        ended = time.perf_counter()
        steps = {
            "encode": encoded - started,
            "search": searched - encoded,
            "answer": ended - searched,
            "total": ended - started,
        }
        timing = {step: round(1000 * seconds, 2) for step, seconds in steps.items()}
        turn = Turn(question, reply, self._generation.name, timing)
        self.turns.append(turn)
        return turn

    def article(self, article_id: str) -> Article:
        """Return an article whole.

        Raises:
            NotFound: No article has this id; ids that come close are named.
        """
        return self._generation.require_article(article_id)

    def passages(self, article_id: str) -> list[Passage]:
        """Return the passages of an article, in order."""
        return self._generation.articles.passages_of(article_id)

    def matched_words(self, turn: Turn, evidence: Evidence) -> list[Span]:
        """Return where in its article the words stand that the question asked for, within the evidence's passage."""
        terms = set(question_terms(self._generation, turn.question))
        passage = evidence.hit.passage
        spans = matched_words(self._generation, passage.text, terms)
        return [(passage.start + a, passage.start + b) for a, b in spans]

    def waiting(self) -> int:
        """Return how many corpus files are new, changed or gone since the index was built; 0 without a corpus."""
        try:
            return compare(self.settings.home.corpus, self._generation.articles.files()).waiting
        except NoCorpus:
            return 0

    def refresh(self) -> bool:
        """Go over to the newest generation if there is a newer one, and tell whether there was.

        Raises:
            IndexUnusable: The newest one cannot be read; the session goes on with the one it has.
        """
        if current_name(self.settings.home.index) == self._generation.name:
            return False
        outdated = self._generation
        self._generation, self._encoder = _open(self.settings)
        outdated.close()
        return True

    def close(self) -> None:
        """Let go of the index."""
        self._generation.close()

    def __enter__(self) -> Self:
        """Return the session itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def _warnings(self, question: Question, matched: int | None) -> list[str]:
        """Say what of the filters the reader should know."""
        filters = question.filters
        warnings = self._generation.articles.unknown_names(filters)
        if matched == 0:
            warnings.append("No article matches the filters.")
        if (filters.after or filters.before) and (undated := self._generation.articles.undated()):
            warnings.append(f"{undated} articles bear no date; a filter on dates leaves them out.")
        return warnings


def _open(settings: Settings) -> tuple[Generation, Encoder]:
    generation = open_current(settings.home.index)
    if not settings.model.accepts(generation.manifest.source):
        raise ModelMismatch(
            f"The index was built with {generation.manifest.model}, and the settings ask for {settings.model.name}.",
            still_works="Without that setting, questions are answered with the model of the index.",
            hint="Run `qabot index` to build it with the other model.",
        )
    return generation, generation.encoder()
