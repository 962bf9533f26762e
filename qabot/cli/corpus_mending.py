"""`qabot corpus edit` with options: what is known of many articles, mended in one go."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from msgspec import convert

from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.json_output import write_json
from qabot.cli.opened_corpus import opened_corpus
from qabot.cli.page import Page, standard_output
from qabot.core.errors import UsageError
from qabot.core.settings import Settings
from qabot.core.text import clean_line
from qabot.corpus.ingest.mending import Amendments, MendedArticle, MendingReport, mend
from qabot.corpus.metadata import NAME_LIMIT, TITLE_LIMIT
from qabot.output.schemas.corpus_schemas import CorpusMended
from qabot.question.filter_fields import given_date

_SHOWN = 20
"""How many articles are listed before the rest is only counted."""


def amendments(outlet: str | None, published: str | None, title: str | None, author: str | None) -> Amendments:
    """Read the options.

    Raises:
        UsageError: One of them says nothing, too much, or no date.
    """
    return Amendments(
        title=_line("--title", title, TITLE_LIMIT),
        published=None if published is None else given_date("--date", published),
        outlet=_line("--outlet", outlet, NAME_LIMIT),
        author=_line("--author", author, NAME_LIMIT),
    )


def edit_many(settings: Settings, ids: Sequence[str], wanted: Amendments, *, as_json: bool) -> int:
    """Change what is known of articles, print what was changed, and return the exit code.

    Args:
        settings: Whose.
        ids: Which; a lone `-` has standard input name them, an id a line.
        wanted: What is to be known of all of them.
        as_json: Print one JSON document.
    """
    with opened_corpus(settings) as opened:
        report = mend(opened, _input_lines() if list(ids) == ["-"] else ids, wanted)
    if as_json:
        write_json(convert(report, CorpusMended, from_attributes=True))
    else:
        _write_report(standard_output(), report)
    return NOTHING_FOUND if report.refused else 0


def _input_lines() -> Iterable[str]:
    stream: TextIO | None = sys.stdin  # None where the process was started without one
    data = stream.buffer.read() if stream else b""
    return filter(None, map(str.strip, data.decode(errors="replace").splitlines()))


def _line(option: str, text: str | None, limit: int) -> str | None:
    if text is None:
        return None
    line = clean_line(text)
    if not line:
        raise UsageError(f"{option} says nothing.", hint="Leave it out to keep what is there.")
    if len(line) > limit:
        raise UsageError(f"{option} is longer than {limit} characters.", hint="Shorten it.")
    return line


def _write_report(page: Page, report: MendingReport) -> None:
    for mended in report.changed[:_SHOWN]:
        page.line(clean_line(f"{mended.id}: {_changes(mended)}"))
    if len(report.changed) > _SHOWN:
        page.line(f"and {len(report.changed) - _SHOWN:,} more; --json lists them all")
    for refused in report.refused[:_SHOWN]:
        page.line(f"Note: {clean_line(refused.reason)}")
    if len(report.refused) > _SHOWN:
        page.line(f"Note: {len(report.refused) - _SHOWN:,} more like these; --json lists them all.")
    counts = (
        (len(report.changed), "changed"),
        (len(report.unchanged), "as it was" if len(report.unchanged) == 1 else "as they were"),
        (len(report.refused), "refused"),
    )
    page.line(f"{', '.join(f'{count:,} {what}' for count, what in counts if count) or 'No id was given'}.")
    if report.changed:
        page.line(f"Run `qabot index` to take {'that' if len(report.changed) == 1 else 'them'} into the index.")


def _changes(mended: MendedArticle) -> str:
    return ", ".join(f"{each.fact} {each.before or 'none'} → {each.after}" for each in mended.facts)
