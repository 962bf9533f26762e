"""Every error qabot raises on purpose.

    QabotError                      exit  code in JSON
    ├── UsageError                     2  the request cannot be understood
    ├── NotFound                       1  an article, quote or generation that is not there
    │   ├── ArticleNotFound            1  no article of that id
    │   └── SpeakerNotFound            1  nobody of that name
    ├── IndexUnusable                  3  no index, or one that cannot be read
    │   ├── NoIndex                    3  nothing has been built yet
    │   ├── NoCorpus                   3  nothing to build from
    │   ├── IndexCorrupt               3  damaged, cut short or foreign
    │   ├── IndexFromFuture            3  written by a newer qabot
    │   └── IndexOutdated              3  written by an older qabot, and read no more
    ├── ModelMismatch                  4  settings ask for another model than the index holds
    ├── ModelUnavailable               5  weights missing, altered or unusable
    ├── IndexLocked                    6  another process is writing
    ├── NetworkFailed                  7  a page or a feed could not be fetched
    │   └── StoreUnreachable           7  what keeps the index does not answer, or refuses
    ├── HistoryUnusable                8  earlier or saved questions cannot be read or kept
    ├── StorageFailed                 74  the machine refuses to read or write a file: not permitted, read-only, failing
    │   └── DiskFull                  74  there is no room to write it
    └── InternalError                 70  a fault of qabot's own

Each says what happened (`message`), what still works (`still_works`, may be empty) and one thing to do (`hint`, a
command wherever one exists).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

STILL_ANSWERED = "Questions are answered from the index there is."
"""What works while something cannot be written, if there is an index."""
REPAIR = "Run `qabot rollback`, or `qabot index --rebuild` to build it anew."
"""What to do about an index that is damaged, wherever that is met."""


class QabotError(Exception):
    """The root of the tree: something the user can be told about plainly."""

    exit_code = 70
    """The status the process ends with; also `code` in JSON errors."""

    def __init__(self, message: str, *, hint: str, still_works: str = "") -> None:
        """Keep the three parts apart, so that each surface can lay them out.

        Args:
            message: What happened, as one sentence with a capital and a full stop.
            hint: What to do about it: one command to run, or one thing to change.
            still_works: What the user can go on doing meanwhile; empty when there is nothing to add.
        """
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.still_works = still_works

    def with_hint(self, hint: str) -> Self:
        """Return the same error with another thing to do about it, for a surface that has no command line."""
        told = type(self).__new__(type(self))
        told.args = self.args
        told.__dict__.update(self.__dict__)
        told.hint = hint
        return told

    def __str__(self) -> str:
        """All three parts as one line of prose."""
        return " ".join(part for part in (self.message, self.still_works, self.hint) if part)


class UsageError(QabotError):
    """The request cannot be understood: a date that is none, a folder that does not exist."""

    exit_code = 2


class NotFound(QabotError):
    """What was asked for by name is not there: an article, a character range, an earlier generation."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str, still_works: str = "", nearest: Sequence[str] = ()) -> None:
        """Keep besides the names of the kind that are there and come close, the closest first."""
        super().__init__(message, hint=hint, still_works=still_works)
        self.nearest = tuple(nearest)


class ArticleNotFound(NotFound):
    """No article has that id."""


class SpeakerNotFound(NotFound):
    """No article names such a speaker."""


class IndexUnusable(QabotError):
    """There is no index that can be read."""

    exit_code = 3


class NoIndex(IndexUnusable):
    """No generation has been published in this home yet."""


class NoCorpus(IndexUnusable):
    """The corpus folder is missing or holds no article, so there is nothing to build an index from."""


class IndexCorrupt(IndexUnusable):
    """A file of the index is damaged, cut short, missing or not one that qabot wrote."""


class IndexFromFuture(IndexUnusable):
    """The index has a format number that this version does not know."""


class IndexOutdated(IndexUnusable):
    """The index has a format number that is no longer read."""


class ModelMismatch(QabotError):
    """The settings name another model than the one the index was built with."""

    exit_code = 4


class ModelUnavailable(QabotError):
    """A model's files are missing, altered, or of a kind that cannot be exported."""

    exit_code = 5


class IndexLocked(QabotError):
    """Another process is writing to this index."""

    exit_code = 6


class NetworkFailed(QabotError):
    """A page or a feed could not be fetched: not there, too large, too slow, or not allowed."""

    exit_code = 7


class StoreUnreachable(NetworkFailed):
    """The engine that keeps the index does not answer, or refuses what it is asked: nothing is wrong with the index."""


class HistoryUnusable(QabotError):
    """The file of earlier or of saved questions is damaged, foreign, of a newer qabot, or cannot be written to."""

    exit_code = 8


class StorageFailed(QabotError):
    """The machine refuses to read or write a file: it says nothing of what is in the file."""

    exit_code = 74  # EX_IOERR of sysexits.h


class DiskFull(StorageFailed):
    """There is no room on the disk to write a file."""


class InternalError(QabotError):
    """A fault of qabot's own, met at the outermost boundary."""

    exit_code = 70
