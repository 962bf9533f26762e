"""What a new segment takes over of small ones that it is merged with."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
from msgspec import Struct

from qabot.index.article_writer import StoredArticle, StoredFile
from qabot.index.articles_db import ArticleStore
from qabot.index.filter_query import Ids
from qabot.index.snapshot import Generation


class CarriedSegments(Struct, frozen=True):
    """The living rows of the newest segments of a generation, in the order in which they lie there."""

    segments: int = 0
    """How many they are."""
    articles: tuple[tuple[ArticleStore, StoredArticle], ...] = ()
    """Their articles, each with the store that holds it."""
    ids: Ids = np.empty(0, dtype=np.int64)
    """Ids of their passages in that generation."""
    runs: tuple[tuple[int, int], ...] = ()
    """Their numbers in the text index, as `SegmentRecord.runs`."""
    files: tuple[StoredFile, ...] = ()
    """What they say of corpus files."""


NOTHING_CARRIED = CarriedSegments()


def carried_from(last: Generation, kept: int, dying: Collection[str]) -> CarriedSegments:
    """Return what is carried of the segments behind the first few.

    Args:
        last: The generation that has them.
        kept: How many segments, the oldest, stay as they are.
        dying: Ids of articles that are left behind.
    """
    articles, ids, runs = list[tuple[ArticleStore, StoredArticle]](), list[Ids](), list[tuple[int, int]]()
    first = sum(segment.record.passages for segment in last.segments[:kept])
    for segment in last.segments[kept:]:
        for each in segment.articles.stored():
            if each.id not in dying:
                articles.append((segment.articles, each))
                ids.append(np.arange(each.passages, dtype=np.int64) + (first + each.first_passage))
                runs.append((last.numbers.number(first + each.first_passage) if each.passages else 0, each.passages))
        first += segment.record.passages
    return CarriedSegments(
        segments=len(last.segments) - kept,
        articles=tuple(articles),
        ids=np.concatenate(ids) if ids else NOTHING_CARRIED.ids,
        runs=joined(runs),
        files=_files(last, kept),
    )


def joined(runs: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Make one run of those that follow one another; empty ones are dropped."""
    whole: list[tuple[int, int]] = []
    for first, count in runs:
        if whole and sum(whole[-1]) == first:
            whole[-1] = (whole[-1][0], whole[-1][1] + count)
        elif count:
            whole.append((first, count))
    return tuple(whole)


def _files(last: Generation, kept: int) -> tuple[StoredFile, ...]:
    newest = {path: file for segment in last.segments[kept:] for path, file in segment.articles.files().items()}
    # Where no older segment knows of a file, nothing need be said of its being gone.
    return tuple(file for file in newest.values() if kept or not file.is_gone)
