"""What became of articles that were brought in, told to a reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qabot.cli.page import Page
from qabot.core.dates import PartialDate
from qabot.core.text import clean_line
from qabot.corpus.drafts import AddOutcome, OutcomeKind

_KINDS: tuple[OutcomeKind, ...] = ("added", "updated", "duplicate", "skipped", "passed_over")
_FACTS = {"date": "a date", "outlet": "an outlet", "title": "a title"}
_SHOWN = 10
"""How many reasons of a kind are listed before the rest is only counted."""
_NAMED = 20
"""How many articles are named, likewise."""
_MARGIN = " " * 9


def write_outcomes(page: Page, outcomes: Sequence[AddOutcome], *, dry_run: bool, named: bool = False) -> None:
    """Print how many were added, updated, there already, skipped and passed over, and what is to be said of them.

    Args:
        page: Where.
        outcomes: What became of each.
        dry_run: Whether nothing was added in truth.
        named: Whether to name the articles that were added and updated.
    """
    counts = outcome_counts(outcomes)
    would = "would be " if dry_run else ""
    told = {"duplicate": "there already", "passed_over": "passed over"}
    for kind in _KINDS:
        if counts[kind]:
            page.line(f"{counts[kind]:>7,}  {would if kind in {'added', 'updated'} else ''}{told.get(kind, kind)}")
        if named:
            _write_arrivals(page, [each for each in outcomes if each.kind == kind and each.title])
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
        _write_lacking(page, outcomes)
    if not outcomes:
        page.line("There was nothing to add.")


def _write_arrivals(page: Page, arrived: Sequence[AddOutcome]) -> None:
    """Print of each article when it was published, by whom, and what it is called."""
    for each in arrived[:_NAMED]:
        day = PartialDate.parse(each.published).label if each.published else "undated"
        page.line(clean_line(" · ".join(filter(None, (day, each.outlet, each.title)))), _MARGIN)
    if len(arrived) > _NAMED:
        page.line(f"and {len(arrived) - _NAMED:,} more; --json lists them all", _MARGIN)


def _write_lacking(page: Page, outcomes: Sequence[AddOutcome]) -> None:
    """Print on one line how many are without a date, an outlet or a title, and what shows them."""
    counts = Counter(fact for each in outcomes if each.kind in {"added", "updated"} for fact in each.lacks)
    lacking = [fact for fact in _FACTS if counts[fact]]
    if lacking:
        told = ", ".join(f"{counts[fact]:,} without {_FACTS[fact]}" for fact in lacking)
        others = f" (or {', '.join(f'`{fact}`' for fact in lacking[1:])})" if lacking[1:] else ""
        page.line(f"{told}: `qabot corpus list --lacking {lacking[0]}`{others} shows them.")


def outcome_counts(outcomes: Sequence[AddOutcome]) -> dict[str, int]:
    """Count the articles by what became of them."""
    counts: Counter[str] = Counter()
    for each in outcomes:
        counts[each.kind] += each.articles
    return {kind: counts[kind] for kind in _KINDS}
