"""Where an article comes from, as messages name it.

By itself, since a question looks which files changed, and must not load what reads them.
"""

from __future__ import annotations

from msgspec import Struct

from qabot.core.articles import ReadIssue
from qabot.core.storage_faults import is_refusal
from qabot.core.text import printable


class Origin(Struct, frozen=True):
    """Where an article comes from."""

    path: str
    """The file, as messages name it."""
    article_id: str
    """What the article is called."""
    line: int | None = None
    """The line of a JSONL file, from 1."""

    def problem(self, cause: str, *, skipped: bool = True) -> ReadIssue:
        """Return a problem met there."""
        return ReadIssue(self.path, cause, self.line, skipped=skipped)

    def unread(self, cause: str, error: OSError) -> ReadIssue:
        """Return a problem met there: that it could not be read, or not to its end."""
        return ReadIssue(self.path, cause, self.line, refused=is_refusal(error))


def shown(path: str) -> str:
    """Return a path as a message may name it: valid Unicode on one line, without anything that steers a terminal."""
    return printable(path.encode(errors="replace").decode()).replace("\n", " ")
