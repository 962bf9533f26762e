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
    """Return an item; a brief is one about another text, which is named as such and nowhere as the brief's source."""
    brief = reference.brief
    note = f"{reference.source}. {BRIEF_NOTE} {reference.quote}" if brief else f"“{reference.quote}”"
    item: dict[str, Any] = {
        "id": reference.key,
        "type": "review" if brief else "article-newspaper",
        "title": reference.title,
        "note": f"{note} ({reference.place})",
    }
    if reference.author:
        item["author"] = [{"literal": reference.author}]
    item |= _reviewed(brief) if brief else _published(reference)
    if reference.url:
        item |= {"URL": reference.url, "accessed": _dated(reference.accessed)}
    if brief and (known := _about(brief)):
        item["custom"] = {"review-of": known}
    return item


def _published(reference: Reference) -> dict[str, Any]:
    outlet = {"container-title": reference.outlet} if reference.outlet else {}
    return outlet | ({"issued": _dated(reference.published)} if reference.published else {})


def _reviewed(brief: BriefReference) -> dict[str, Any]:
    return {"reviewed-title": brief.title} if brief.title else {}


def _about(brief: BriefReference) -> dict[str, str]:
    about = {
        "title": brief.title,
        "container-title": brief.outlet,
        "issued": str(brief.published) if brief.published else None,
        "URL": brief.url,
    }
    return {name: value for name, value in about.items() if value}


def _dated(day: PartialDate | date) -> dict[str, Any]:
    return {"date-parts": [[part for part in (day.year, day.month, day.day) if part]]}
