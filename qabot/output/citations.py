"""One quote, or several, as citations: to paste, or to import into what manages references."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from qabot.core.answers import Evidence
from qabot.output.reference import Reference
from qabot.output.writer_registry import require


def cite(evidence: Evidence, form: str, accessed: date) -> str:
    """Return one quote with its citation.

    Args:
        evidence: What to cite.
        form: A format by name; `text` and `markdown` end without a line feed, the others are files of one entry.
        accessed: The day that the article was looked up.

    Raises:
        UsageError: There is no such format of citations.
    """
    return cite_all((evidence,), form, accessed)


def cite_all(evidence: Iterable[Evidence], form: str, accessed: date) -> str:
    """Return quotes with their citations, in order; one that is given twice is cited once.

    Of none, this is the empty text; of CSL-JSON, the empty array.

    Raises:
        UsageError: There is no such format of citations.
    """
    references = (Reference.of(each, accessed) for each in evidence)
    writer = require(form, "citation")
    assert writer.citation  # noqa: S101 - by what it was looked for
    return writer.citation({reference.key: reference for reference in references}.values())
