"""`qabot add`: bring articles in, with progress, and say what became of each."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import convert

from qabot.cli.add_report import outcome_counts, write_outcomes
from qabot.cli.json_output import write_json
from qabot.cli.page import standard_output
from qabot.cli.progress_display import progress
from qabot.core.errors import NetworkFailed, StorageFailed
from qabot.core.progress import OnProgress, Progress
from qabot.core.settings import Settings
from qabot.core.text import clean_line
from qabot.corpus.drafts import AddOutcome, ArticleDraft
from qabot.corpus.folder import refused_parts
from qabot.corpus.ingest import adder, dump_files, local_sources
from qabot.corpus.ingest.local_sources import LocalFile, MetadataOverrides
from qabot.corpus.starter import seed_default_home
from qabot.output.schemas.corpus_schemas import Added
from qabot.question.filter_fields import given_date

if TYPE_CHECKING:
    from qabot.cli.web_pages import WebPages

_WEB = ("http://", "https://")


def said(outlet: str | None, published: str | None) -> MetadataOverrides:
    """Read what the options say of everything that is added.

    Raises:
        UsageError: The date is none.
    """
    day = given_date("--published", published) if published else None
    return MetadataOverrides(clean_line(outlet or "") or None, day)


def is_address(source: str) -> bool:
    """Whether what is to be added is on the web."""
    return source.startswith(_WEB)


def add(
    settings: Settings,
    sources: Sequence[str],
    said: MetadataOverrides,
    pages: WebPages | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Add what is named to the corpus of a home, print what became of it, and return the exit code.

    Args:
        settings: Whose corpus.
        sources: Files and folders; `-` is standard input.
        said: What the options say of all of them.
        pages: Pages to fetch besides.
        dry_run: Only tell what would be added.
        as_json: Print one JSON document.

    Raises:
        UsageError: A path does not exist.
        StorageFailed: The machine refused to have some of it read; all else is done, and printed.
    """
    files, others = local_sources.listed(Path(each) for each in sources if each != "-")
    if not dry_run:
        seed_default_home(settings.home)
    with progress() as on_progress:
        outcomes = [*others, *_add(settings.home.corpus, files, "-" in sources, said, on_progress, dry_run=dry_run)]
    if pages:
        with progress() as on_progress:
            outcomes += adder.add(settings.home.corpus, pages.drafts(said), on_progress, dry_run=dry_run)
    if as_json:
        write_json(convert(outcome_counts(outcomes) | {"outcomes": outcomes}, Added, from_attributes=True))
    else:
        write_outcomes(standard_output(), outcomes, dry_run=dry_run)
    if refused := _unread(outcomes):
        raise refused
    if pages and pages.failures:
        return NetworkFailed.exit_code
    return 0 if any(each.kind not in {"skipped", "passed_over"} for each in outcomes) else 1


def _unread(outcomes: Sequence[AddOutcome]) -> StorageFailed | None:
    return refused_parts(
        "Not everything could be read",
        [(each.name, each.reason) for each in outcomes if each.refused],
        still_works="All else was read.",
        again="the command",
    )


def _add(
    corpus: Path,
    files: Sequence[LocalFile],
    with_input: bool,
    said: MetadataOverrides,
    on_progress: OnProgress,
    *,
    dry_run: bool,
) -> Iterator[AddOutcome]:
    single = [file for file in files if not file.is_dump]
    total = None if with_input else sum(file.articles for file in single)

    def items() -> Iterator[ArticleDraft | AddOutcome]:
        for file in single:
            yield from local_sources.from_file(file, said)
        if with_input:
            yield from local_sources.from_input(sys.stdin.buffer, said)

    def counted() -> Iterator[ArticleDraft | AddOutcome]:
        for number, item in enumerate(items(), 1):
            on_progress(Progress("add", number, max(total, number) if total else None))
            yield item

    if single or with_input:
        yield from adder.add(corpus, counted(), on_progress, dry_run=dry_run)
    for file in files:
        if file.is_dump:
            yield from dump_files.register(corpus, file, said, on_progress, dry_run=dry_run)
