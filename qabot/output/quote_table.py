"""Quotes with where they stand as comma-separated values, for spreadsheets: a row each."""

from __future__ import annotations

from collections.abc import Iterable

from qabot.output.reference import BRIEF_NOTE, Reference
from qabot.output.spreadsheets import comma_separated, safe_cell

_COLUMNS = "key source quote answer paragraph title outlet author published url accessed reports_on note".split()


def quotes_csv(references: Iterable[Reference]) -> str:
    """Return a head, then a row for each reference; no cell is one that a spreadsheet takes for a formula.

    A brief has no outlet here, since its words are not an outlet's: `reports_on` names what it reports on.
    """
    return comma_separated([_COLUMNS, *map(_cells, references)], "\r\n")


def _cells(reference: Reference) -> list[str]:
    brief = reference.brief
    answer = reference.quote[slice(*reference.answer)] if reference.answer else ""
    said = (reference.key, reference.source, reference.quote, answer, str(reference.paragraph), reference.title)
    by = ("" if brief else reference.outlet or "", reference.author or "", str(reference.published or ""))
    at = (reference.url or "", str(reference.accessed), brief.words_and_address if brief else "")
    note = " ".join(filter(None, (BRIEF_NOTE if brief else "", reference.superseded)))
    return [safe_cell(each) for each in (*said, *by, *at, note)]
