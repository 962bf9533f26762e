"""Notes about a topic: on a page, and as files, perhaps with the proof of their quotes."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from qabot.core.errors import NotFound, UsageError
from qabot.output.brief_writers import BRIEF_WRITERS, BriefWriter, brief_writer
from qabot.output.schemas.brief_schemas import Brief
from qabot.output.schemas.document import encode
from qabot.reports.brief.brief_file import PROOF_SUFFIX, proof_of
from qabot.reports.brief.brief_sections import quotes_of
from qabot.server.question_address import given_fields, read_filters
from qabot.server.rendering import handed_out, render
from qabot.server.site import site_of
from qabot.server.topic_queries import topic_note

_NAME = "qabot-note"
_PROVED = "zip"
"""What a Word file with its proof is asked for by: the one belongs to the other's bytes, so they go together."""


def brief_page(request: Request) -> Response:
    """Show the note about a topic."""
    query = request.query_params
    note = topic_note(site_of(request), query) if query.get("topic", "").strip() else None
    fields = urlencode(given_fields(query))
    offered = [(each.name, f"/brief.{each.name}?{fields}") for each in BRIEF_WRITERS]
    return render(
        request,
        "brief.html",
        {
            "note": note,
            "has_quotes": bool(note and quotes_of(note)),
            "given": query.get("topic", ""),
            "filters": read_filters(query),
            "downloads": [*offered, ("docx with its proof", f"/brief.{_PROVED}?{fields}")],
        },
    )


def brief_file(request: Request) -> Response:
    """Hand out the note about a topic as a file.

    Raises:
        NotFound: Nothing that can be quoted is held about it.
        UsageError: There is no such format, or a field cannot be read.
    """
    form = request.path_params["format"]
    names = [*(each.name for each in BRIEF_WRITERS), _PROVED]
    if form not in names:
        raise UsageError("There is no such format of notes.", hint=f"There are {', '.join(names)}.")
    note = topic_note(site_of(request), request.query_params)
    if not quotes_of(note):
        raise NotFound(f"Nothing that can be quoted is held about “{note.topic}”.", hint="Give another topic.")
    if form == _PROVED:
        return handed_out(_with_proof(note, brief_writer("docx")), f"{_NAME}.zip", "application/zip")
    writer = brief_writer(form)
    return handed_out(writer.write(note), f"{_NAME}{writer.suffix}", writer.media_type)


def _with_proof(note: Brief, writer: BriefWriter) -> bytes:
    """Return an archive of the note and of its proof, as `qabot brief --output` writes them."""
    data, name = writer.file(note), f"{_NAME}{writer.suffix}"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as held:
        held.writestr(name, data)
        held.writestr(f"{name}{PROOF_SUFFIX}", encode(proof_of(note, name, data)))
    return archive.getvalue()
