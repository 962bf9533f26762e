"""`qabot index`: bring the index up to date, with progress, and say what changed."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import convert

from qabot.cli.json_output import write_json
from qabot.cli.page import Page, standard_output
from qabot.cli.progress_display import Shown, progress
from qabot.cli.streams import note
from qabot.core.articles import ReadIssue
from qabot.core.settings import Settings
from qabot.core.text import printable
from qabot.corpus.folder import unread_parts
from qabot.corpus.starter import seed_default_home
from qabot.index.build.indexer import BuildReport
from qabot.index.build.store_update import update_store
from qabot.models.embedders import Embedder
from qabot.output.phrasing import counted
from qabot.output.schemas.index_schemas import IndexReport

_SHOWN = 10
"""How many problems are listed before the rest is only counted."""


def index(settings: Settings, *, rebuild: bool, dry_run: bool, as_json: bool, shown: Shown = "auto") -> None:
    """Bring the index up to date and report on standard output.

    Raises:
        StorageFailed: The machine refused to have some of the corpus read; all else is done, and reported.
    """
    report = updated(settings, None, rebuild=rebuild, dry_run=dry_run, shown=shown)
    write_report(report, dry_run=dry_run, as_json=as_json)
    require_read(settings, report)


def updated(
    settings: Settings, embedder: Embedder | None, *, rebuild: bool, dry_run: bool, shown: Shown
) -> BuildReport:
    """Bring the index up to date, with progress on standard error.

    Args:
        settings: Whose.
        embedder: Who embeds passages; None for this machine.
        rebuild: Embed everything anew.
        dry_run: Only tell what would change.
        shown: How progress is.
    """
    seed_default_home(settings.home)
    with progress(shown) as on_progress:
        return update_store(settings, on_progress, rebuild=rebuild, dry_run=dry_run, embedder=embedder)


def write_report(report: BuildReport, *, dry_run: bool, as_json: bool) -> None:
    """Say what an update did, on standard output."""
    if as_json:
        write_json(convert(report, IndexReport, from_attributes=True))
    else:
        _write_report(standard_output(), report, dry_run=dry_run)


def require_read(settings: Settings, report: BuildReport) -> None:
    """Have a command that did all it could end as one does that was refused a file, where some of the corpus was.

    Raises:
        StorageFailed: It was.
    """
    if refused := unread_parts(settings.home.path, report.problems):
        raise refused


def build_first(settings: Settings) -> None:
    """Build the index that a first question needs, saying so."""
    note(
        f"There is no index yet: building it from {settings.home.corpus} (once; later questions are answered at once)."
    )
    with progress() as on_progress:
        report = update_store(settings, on_progress)
    for problem in report.problems[:_SHOWN]:
        note(f"Note: {_told(problem)}")


def _write_report(page: Page, report: BuildReport, *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    changes = (("added", report.added), ("changed", report.changed), ("removed", report.removed))
    if not any(ids for _, ids in changes) and not report.published:
        page.line(f"Nothing to do: the index of {counted(report.articles, 'article')} is up to date.")
    else:
        page.line(", ".join(f"{len(ids):,} {would}{verb}" for verb, ids in changes if ids) or "No article changed.")
    if dry_run:
        for sign, ids in zip("+~-", (report.added, report.changed, report.removed), strict=True):
            _write_ids(page, sign, ids)
    if report.published:
        resumed = f", {report.resumed:,} embedded by a build that was stopped" if report.resumed else ""
        page.line(
            f"{counted(report.articles, 'article')}, {counted(report.passages or 0, 'passage')}, "
            f"{report.embedded:,} of them newly embedded{resumed}."
        )
        page.line(f"Generation {report.generation} answers now.")
    for problem in report.problems[:_SHOWN]:
        page.line(f"Note: {_told(problem)}")
    if len(report.problems) > _SHOWN:
        page.line(
            f"Note: {len(report.problems) - _SHOWN:,} more like these; `qabot index --dry-run --json` lists them all."
        )


def _write_ids(page: Page, sign: str, ids: Sequence[str]) -> None:
    for each in ids[:_SHOWN]:
        page.line(f"  {sign} {each}")
    if len(ids) > _SHOWN:
        page.line(f"  {sign} and {len(ids) - _SHOWN:,} more")


def _told(problem: ReadIssue) -> str:
    place = f"{problem.path}, line {problem.line}" if problem.line else problem.path
    return printable(f"{place}: {problem.cause}{' (skipped)' if problem.skipped else ''}.")
