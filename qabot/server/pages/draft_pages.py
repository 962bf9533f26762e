"""Checking a draft: pasted or sent as a file, laid out statement by statement."""

from __future__ import annotations

import asyncio

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from qabot.reports.check.check_report import CheckLine, check_lines
from qabot.reports.check.checked_draft import CheckedDraft
from qabot.server.posted_drafts import PASTED, check_posted
from qabot.server.rendering import render
from qabot.server.site import site_of

_BEGIN = frozenset({"fault", "open", "fine"})
_LARGEST_FIELD = 4 * 1024 * 1024
"""Bytes of a text that is pasted; a file may be larger."""


def draft_page(request: Request) -> Response:
    """Show where to paste a draft."""
    return render(request, "check.html", {"checked": None, "sections": [], "pasted": ""}, changes=True)


async def checked_page(request: Request) -> Response:
    """Show what was found in a draft."""
    async with request.form(max_files=1, max_fields=4, max_part_size=_LARGEST_FIELD) as form:
        file, text = form.get("file"), form.get("text")
        pasted = text if isinstance(text, str) else ""
        if isinstance(file, UploadFile) and file.filename:
            name, data = file.filename, await file.read()
        else:
            name, data = PASTED, pasted.encode()
    checked = await asyncio.to_thread(check_posted, site_of(request), name, data)
    return await asyncio.to_thread(_shown, request, checked, pasted)


def _shown(request: Request, checked: CheckedDraft, pasted: str) -> Response:
    opening, *sections = _sections(check_lines(checked))
    return render(
        request,
        "check.html",
        {"checked": checked, "opening": opening, "sections": sections, "pasted": pasted},
        changes=True,
    )


def _sections(lines: list[CheckLine]) -> list[list[CheckLine]]:
    """Return the lines before the first statement, and then those of each statement, each with what is about it."""
    sections: list[list[CheckLine]] = [[]]
    for line in lines:
        if line.role in _BEGIN or (line.role in {"summary", "title", "passed over"} and _is_of_statement(sections[-1])):
            sections.append([])
        sections[-1].append(line)
    return sections


def _is_of_statement(section: list[CheckLine]) -> bool:
    return bool(section) and section[0].role in _BEGIN
