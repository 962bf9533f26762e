"""`qabot add`: bring articles in, with progress, and say what became of each."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from msgspec import convert

from qabot.cli.index_command import progress
from qabot.cli.json_output import write_json
from qabot.cli.network_access import fetching
from qabot.cli.text_layout import Page, standard_output
from qabot.core.articles import ReadIssue
from qabot.core.dates import PartialDate
from qabot.core.errors import NetworkFailed, UsageError
from qabot.core.progress import OnProgress, Progress
from qabot.core.settings import Settings
from qabot.core.text import clean_line
from qabot.corpus.fetch.fetcher import address
from qabot.corpus.ingest import adder, dump_files, local_sources, web_sources
from qabot.corpus.ingest.documents import article_drafts
from qabot.corpus.ingest.drafts import AddOutcome, ArticleDraft, OutcomeKind, RawDocument
from qabot.corpus.ingest.local_sources import LocalFile, MetadataOverrides
from qabot.corpus.starter import seed
from qabot.output.schemas.corpus_schemas import Added

_KINDS: tuple[OutcomeKind, ...] = ("added", "updated", "duplicate", "skipped")
_WEB = ("http://", "https://")
_SHOWN = 10
"""How many reasons of a kind are listed before the rest is only counted."""
_MARGIN = " " * 9


def said(outlet: str | None, published: str | None) -> MetadataOverrides:
    """Read what the options say of everything that is added.

    Raises:
        UsageError: The date is none.
    """
    try:
        return MetadataOverrides(clean_line(outlet or "") or None, PartialDate.parse(published) if published else None)
    except ValueError as error:
        raise UsageError(f"--published: {error}.", hint="Give a day, a month or a year, such as 2015-11-25.") from error


def add(settings: Settings, sources: Sequence[str], said: MetadataOverrides, *, dry_run: bool, as_json: bool) -> int:
    """Add what is named to the corpus of a home, print what became of it, and return the exit code.

    Raises:
        UsageError: A path does not exist.
    """
    addresses = [str(address(each)) for each in sources if each.startswith(_WEB)]
    files, others = local_sources.listed(Path(each) for each in sources if each != "-" and not each.startswith(_WEB))
    if settings.home.is_default and not dry_run:
        seed(settings.home.corpus)
    with progress() as on_progress:
        outcomes = list(_add(settings.home.corpus, files, "-" in sources, said, on_progress, dry_run=dry_run))
    failed: list[ReadIssue] = []
    if addresses:
        pages = _from_web(settings, addresses, said, failed)
        with progress() as on_progress:
            outcomes += adder.add(settings.home.corpus, pages, on_progress, dry_run=dry_run)
    outcomes = [*others, *outcomes]
    if as_json:
        write_json(convert(_counts(outcomes) | {"outcomes": outcomes}, Added, from_attributes=True))
    else:
        write_outcomes(standard_output(), outcomes, dry_run=dry_run)
    if failed:
        return NetworkFailed.exit_code
    return 0 if any(each.kind != "skipped" for each in outcomes) else 1


def _from_web(
    settings: Settings, addresses: Sequence[str], said: MetadataOverrides, failed: list[ReadIssue]
) -> Iterator[ArticleDraft | AddOutcome]:
    """Fetch pages and read them; what could not be had is noted in `failed`."""
    with fetching(settings) as fetcher:
        for page in web_sources.receive(addresses, fetcher):
            if isinstance(page, RawDocument):
                yield from article_drafts(replace(page, outlet=said.outlet, published=said.published))
            else:
                failed.append(page)
                yield AddOutcome("skipped", page.path, None, page.cause)


def write_outcomes(page: Page, outcomes: Sequence[AddOutcome], *, dry_run: bool) -> None:
    """Print how many were added, updated, there already and skipped, and what is to be said of them."""
    counts = _counts(outcomes)
    would = "would be " if dry_run else ""
    told = {"added": "added", "updated": "updated", "duplicate": "there already", "skipped": "skipped"}
    for kind in _KINDS:
        if counts[kind]:
            page.line(f"{counts[kind]:>7,}  {would if kind in {'added', 'updated'} else ''}{told[kind]}")
        if copies := sum(each.kind == kind and each.copy_of is not None for each in outcomes):
            shown = "" if dry_run else ", shown by `qabot corpus duplicates`"
            page.line(f"near-copies of others: {copies:,}{shown}", _MARGIN)
        notes = [each for each in outcomes if each.kind == kind and each.reason and kind != "duplicate"]
        for each in notes[:_SHOWN]:
            name = each.article_id or each.name
            page.line(clean_line(f"{name}: {each.reason}"), _MARGIN)
        if len(notes) > _SHOWN:
            page.line(f"and {len(notes) - _SHOWN:,} more; --json lists them all", _MARGIN)
    if counts["added"] + counts["updated"] and not dry_run:
        page.line("Run `qabot index` to take them into the index.")
    if not outcomes:
        page.line("There was nothing to add.")


def _counts(outcomes: Sequence[AddOutcome]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for each in outcomes:
        counts[each.kind] += each.articles
    return {kind: counts[kind] for kind in _KINDS}


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
