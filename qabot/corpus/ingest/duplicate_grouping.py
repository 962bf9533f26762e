"""Near-copies among all articles of a corpus folder at once, by their signatures.

Memory is in proportion to what is found: of an article that is like no other, 136 bytes are held, its signature and its
number. What may be a copy is set aside in a temporary file, and a few of them are held ready to be compared.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import compress, pairwise

from qabot.core.articles import Article
from qabot.core.progress import OnProgress, Progress, ignore_progress
from qabot.corpus.ingest.article_spool import ArticleSpool
from qabot.corpus.ingest.duplicate_groups import Groups
from qabot.corpus.ingest.ingest_store import IngestStore
from qabot.corpus.ingest.minhash import candidate_pairs
from qabot.corpus.ingest.minhash_loops import Pairs
from qabot.corpus.ingest.numbered_articles import EqualText, NumberedArticles
from qabot.facts.near_duplicates import are_titled_apart

_TOLD_EACH = 50
"""Pairs between two messages of how far it has come: less than a second's."""


class DuplicateGrouping:
    """The articles of an ingest store, by their numbers: the order in which they came."""

    def __init__(self, store: IngestStore, read: Callable[[Iterable[str]], Iterator[Article]]) -> None:
        """Take a store.

        Args:
            store: What is kept of the articles.
            read: Reads the articles of these ids, in any order.
        """
        self._articles = NumberedArticles(store.database)
        self._read = read

    def groups(self, first_new: int = 0, on_progress: OnProgress = ignore_progress) -> Groups:
        """Group what is a near-copy of something, from a number on; what stands before it is known.

        Texts that are equal are told by their hashes, and one of them is compared with others.
        """
        groups = Groups()
        self._join_equal(groups)
        numbers, signatures = self._articles.signatures()
        pairs = candidate_pairs(signatures, bisect_left(numbers, first_new))
        del signatures
        self._join_alike(groups, numbers, pairs, on_progress)
        return groups

    def _join_equal(self, groups: Groups) -> None:
        """Group equal texts, unless their titles are of different things."""
        with ArticleSpool(self._read(self._titled_differently())) as articles:
            for first, before, each in self._equal():
                text = articles.get(first.id) if each.title != before.title else None
                if each.title == before.title or (
                    text and not are_titled_apart(before.title, each.title, text.telling.body)
                ):
                    groups.join(before.number, each.number)

    def _titled_differently(self) -> Iterator[str]:
        """Yield the first of the articles of each text that stands under several titles, perhaps more than once."""
        return (first.id for first, before, each in self._equal() if each.title != before.title)

    def _equal(self) -> Iterator[tuple[EqualText, EqualText, EqualText]]:
        """Yield the first of the articles of a text, and two of them that follow one another."""
        first: EqualText | None = None
        for before, each in pairwise(self._articles.equal_texts()):
            if first is None or first.words != before.words:
                first = before
            if before.words == each.words:
                yield first, before, each

    def _join_alike(self, groups: Groups, numbers: array[int], pairs: Pairs, on_progress: OnProgress) -> None:
        """Group what is a near-copy by the exact score.

        Of a text that belongs to a group, every other of that group is known to be a copy: texts that are all alike are
        each compared once.

        Args:
            groups: What they are joined in.
            numbers: The number of each row.
            pairs: Rows that may be near-copies.
            on_progress: Told how many pairs have been looked at.
        """
        met = bytearray(len(numbers))
        for one, other in pairs:
            met[one] = met[other] = 1
        ids = self._articles.ids(compress(numbers, met))
        with ArticleSpool(self._read(ids)) as articles:
            for done, (one, other) in enumerate(pairs):
                if done % _TOLD_EACH == 0:
                    on_progress(Progress("compare", done, len(pairs)))
                earlier, later = numbers[one], numbers[other]
                if groups.hold(earlier, later):
                    continue
                first, second = (articles.get(self._articles.id(number)) for number in (earlier, later))
                if first and second and first.is_copy(second):
                    groups.join(earlier, later)
        on_progress(Progress("compare", len(pairs), len(pairs)))
