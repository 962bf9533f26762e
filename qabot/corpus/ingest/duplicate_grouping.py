"""Near-copies among all articles of a corpus folder at once, by their signatures, which are held for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby, pairwise

from qabot.core.articles import Article
from qabot.corpus.ingest.article_spool import ArticleSpool
from qabot.corpus.ingest.duplicate_groups import Groups
from qabot.corpus.ingest.ingest_store import IngestStore
from qabot.corpus.ingest.minhash import candidate_pairs
from qabot.facts.near_duplicates import are_titled_apart


class DuplicateGrouping:
    """Every article of an ingest store, in the order in which they came."""

    def __init__(self, store: IngestStore, read: Callable[[Iterable[str]], Iterator[Article]]) -> None:
        """Load the signatures.

        Args:
            store: What is kept of the articles.
            read: Reads the articles of these ids, in any order.
        """
        self._store = store
        self._read = read
        self.ids, self._signatures = store.signatures()
        """The id of each row."""

    def groups(self, known: int) -> Groups:
        """Group what is a near-copy of something, from a row on; what stands before it is known.

        Texts that are equal are told by their hashes, and one of them is compared with others.
        """
        groups = Groups()
        others = self._join_equal(groups)
        rows = [row for row in range(len(self.ids)) if row not in others]
        compared, first_new = [self._signatures[row] for row in rows], bisect_left(rows, known)
        pairs = candidate_pairs(compared[:first_new], compared[first_new:])
        self._join_alike(groups, [(rows[one], rows[other]) for one, other in pairs])
        return groups

    def _join_equal(self, groups: Groups) -> set[int]:
        """Group equal texts, unless their titles are of different things; return all of them but the first of each."""
        numbers = {article_id: row for row, article_id in enumerate(self.ids)}
        others: set[int] = set()
        texts = [list(same) for _, same in groupby(self._store.equal_texts(), key=lambda found: found[0])]
        with ArticleSpool(self._read(same[0][2] for same in texts)) as articles:
            for same in texts:
                rows = [(numbers[article_id], title) for _, title, article_id in same]
                others |= {row for row, _ in rows} - {min(rows)[0]}
                first = articles.get(same[0][2])
                for (row, title), (next_row, next_title) in pairwise(rows):
                    if first and not are_titled_apart(title, next_title, first.telling.body):
                        groups.join(row, next_row)
        return others

    def _join_alike(self, groups: Groups, pairs: Sequence[tuple[int, int]]) -> None:
        """Group what is a near-copy by the exact score.

        Of a text that belongs to a group, every other of that group is known to be a copy: texts that are all alike are
        each compared once.
        """
        with ArticleSpool(self._read(self.ids[row] for row in sorted({*chain.from_iterable(pairs)}))) as articles:
            for one, other in pairs:
                if groups.hold(one, other):
                    continue
                first, second = articles.get(self.ids[one]), articles.get(self.ids[other])
                if first and second and first.is_copy(second):
                    groups.join(one, other)
