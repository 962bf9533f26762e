"""References as CSL-JSON, which citation processors and reference managers read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from qabot.core.dates import PartialDate
from qabot.output.reference import BRIEF_NOTE, BriefReference, Reference


def items(references: Iterable[Reference]) -> str:
    """Return one array with an item for each reference."""
    return json.dumps([_item(reference) for reference in references], ensure_ascii=False, indent=2) + "\n"


def _item(reference: Reference) -> dict[str, Any]:
    if reference.brief:
        return _item_of_brief(reference, reference.brief)
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


def _item_of_brief(reference: Reference, brief: BriefReference) -> dict[str, Any]:
    """Return a brief as what it is: a text about another, which is named as such and nowhere as the brief's source."""
    item: dict[str, Any] = {
        "id": reference.key,
        "type": "review",
        "title": reference.title,
        "note": f"{reference.source}. {BRIEF_NOTE} {reference.quote} (para. {reference.paragraph})",
    }
    if reference.author:
        item["author"] = [{"literal": reference.author}]
    if brief.title:
        item["reviewed-title"] = brief.title
    if reference.url:
        item |= {"URL": reference.url, "accessed": _dated(reference.accessed)}
    about = {
        "title": brief.title,
        "container-title": brief.outlet,
        "issued": str(brief.published) if brief.published else None,
        "URL": brief.url,
    }
    if known := {name: value for name, value in about.items() if value}:
        item["custom"] = {"review-of": known}
    return item


def _dated(day: PartialDate | date) -> dict[str, Any]:
    return {"date-parts": [[part for part in (day.year, day.month, day.day) if part]]}
