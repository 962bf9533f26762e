"""References as CSL-JSON, which citation processors and reference managers read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from qabot.core.dates import PartialDate
from qabot.output.reference import Reference


def items(references: Iterable[Reference]) -> str:
    """Return one array with an item for each reference."""
    return json.dumps([_item(reference) for reference in references], ensure_ascii=False, indent=2) + "\n"


def _item(reference: Reference) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": reference.key,
        "type": "article-newspaper",
        "title": reference.title,
        "note": f"“{reference.quote}” (para. {reference.paragraph})",
    }
    if reference.author:
        item["author"] = [{"literal": reference.author}]
    if reference.outlet:
        item["container-title"] = reference.outlet
    if reference.published:
        item["issued"] = _dated(reference.published)
    if reference.url:
        item |= {"URL": reference.url, "accessed": _dated(reference.accessed)}
    return item


def _dated(day: PartialDate | date) -> dict[str, Any]:
    return {"date-parts": [[part for part in (day.year, day.month, day.day) if part]]}
