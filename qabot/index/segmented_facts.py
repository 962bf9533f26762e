"""The stored facts of all segments of a generation, read as one."""

from __future__ import annotations

from collections.abc import Sequence

from qabot.core.articles import Article
from qabot.core.facts import ArticleFacts
from qabot.index.fact_rows import FactStore


class SegmentedFacts:
    """Reads what the segments hold, for any number of threads at once."""

    def __init__(self, rules: str | None, stores: Sequence[FactStore]) -> None:
        """Read these.

        Args:
            rules: The identity of the rules that the facts were read by; None where none are stored.
            stores: One a segment, the oldest first; none where no facts are stored.
        """
        self.rules = rules
        self._stores = tuple(reversed(stores))

    @property
    def stores(self) -> tuple[FactStore, ...]:
        """One a segment, the oldest first; none where no facts are stored."""
        return tuple(reversed(self._stores))

    def close(self) -> None:
        """Let go of the files."""
        for store in self._stores:
            store.close()

    def of(self, article: Article, rules: str) -> ArticleFacts | None:
        """Return the facts of an article; None where none are stored that were read by these rules.

        Raises:
            IndexCorrupt: They are damaged.
            StorageFailed: The machine refuses to read them.
        """
        if rules != self.rules:
            return None
        found = (store.facts(article) for store in self._stores)
        return next((each for each in found if each is not None), None)

    def encoded(self, article_id: str, content_hash: str) -> bytes | None:
        """Return the facts of an article as they are stored, whatever the rules; None where there are none."""
        found = (store.encoded(article_id, content_hash) for store in self._stores)
        return next((each for each in found if each is not None), None)
