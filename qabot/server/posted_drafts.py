"""A draft that was pasted or sent as a file, and its check against the index; one at a time."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from qabot.core.errors import UsageError
from qabot.core.text import clean_line
from qabot.reports.check.checked_draft import CheckedDraft
from qabot.reports.check.draft_checker import check_draft
from qabot.reports.check.draft_file import read_draft
from qabot.server.problems import Refused
from qabot.server.site import Site

PASTED = "pasted text"
"""What a draft is called that came without a name."""
_LONGEST_NAME = 200


def check_posted(site: Site, name: str, data: bytes) -> CheckedDraft:
    """Check a draft.

    Args:
        site: Whose index it is checked against.
        name: What it is called; of its end is told what kind of file it is. It is no path: nothing is opened by it.
        data: What was sent.

    Raises:
        UsageError: It holds nothing, or is no sound file of a kind that is read.
        Refused: Another draft is being checked.
    """
    if not data.strip():
        raise UsageError("There is nothing to check.", hint="Paste a text, or choose a file.")
    draft = read_draft(clean_line(name)[-_LONGEST_NAME:] or PASTED, data)
    with _turn(site):
        return site.engine.get().with_texts(lambda generation, bodies: check_draft(draft, generation, bodies))


@contextmanager
def _turn(site: Site) -> Generator[None]:
    if not site.checking.acquire(timeout=5):
        raise Refused(503, "Another draft is being checked.", hint="Send it again in a moment.", retry_after=10)
    try:
        yield
    finally:
        site.checking.release()
