"""Reading the facts of new articles while passages are embedded, which leaves the interpreter free.

It begins with the first passage that is embedded: before that the two would only take turns.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from qabot.core.articles import Article
from qabot.core.progress import OnProgress, Progress
from qabot.index.fact_rows import FactStore, FactWriter, encode_facts
from qabot.index.fact_rules import FactRules

SHORT = 8_000
"""Characters of a text that is read without being watched: it could not take an article's budget of time."""


class FactsAhead:
    """A file of facts that are being read, until their turn comes to be written."""

    def __init__(self, path: Path, articles: Iterable[Article], rules: FactRules) -> None:
        """Read these articles into a new file."""
        self._path = path
        self._articles = articles
        self._rules = rules
        self._is_over = threading.Event()
        self._pool = ThreadPoolExecutor(1)
        self._reading: Future[None] | None = None
        self._store: FactStore | None = None

    def watching(self, on_progress: OnProgress) -> OnProgress:
        """Return what tells progress on, and begins to read when passages are embedded."""

        def told(progress: Progress) -> None:
            if progress.stage == "embed" and self._reading is None:
                self._reading = self._pool.submit(self._read)
            on_progress(progress)

        return told

    def encoded(self, article_id: str, content_hash: str) -> bytes | None:
        """Return the facts of an article as they are stored, once all are read; None where they were not."""
        if self._reading is None:
            return None
        self._reading.result()
        self._store = self._store or FactStore(self._path)
        return self._store.encoded(article_id, content_hash)

    def close(self) -> None:
        """Read no further, and leave nothing behind."""
        self._is_over.set()
        self._pool.shutdown()
        if self._store:
            self._store.close()
        self._path.unlink(missing_ok=True)

    def _read(self) -> None:
        writer = FactWriter(self._path)
        for article in self._articles:
            if self._is_over.is_set():
                break
            if len(article.text) <= SHORT:
                writer.add(article.id, article.content_hash, encode_facts(self._rules.read(article)))
        writer.close()


@contextmanager
def facts_read_ahead(path: Path, articles: Iterable[Article], rules: FactRules | None) -> Generator[FactsAhead | None]:
    """Give what reads the facts of articles ahead; None where there are no rules to read by.

    Args:
        path: A file that is made and removed again.
        articles: What is new.
        rules: What facts are read by.
    """
    ahead = FactsAhead(path, articles, rules) if rules else None
    try:
        yield ahead
    finally:
        if ahead:
            ahead.close()
