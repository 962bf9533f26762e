"""Reports: the figures and the timeline of a topic, and who said what; each line a quote with its article."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from qabot.core.errors import NotFound
from qabot.engine.engine import Engine
from qabot.facts.speech_cues import ACTS
from qabot.output import said_lines
from qabot.output.said_formats import said_csv
from qabot.output.schemas.said_schemas import SayingRow
from qabot.reports.report_lines import RELATION_WORDS
from qabot.reports.report_tables import ledger_csv, timeline_csv
from qabot.server.error_hints import near_links, page_hint
from qabot.server.question_address import given_fields, read_filters
from qabot.server.rendering import handed_out, render
from qabot.server.site import site_of
from qabot.server.topic_queries import (
    MOST_ROWS,
    all_statements,
    events,
    ledger,
    statements,
    topic_events,
    topic_figures,
)

_CSV = "text/csv"


def figures_page(request: Request) -> Response:
    """Show the figures of a topic."""
    query = request.query_params
    found = topic_figures(site_of(request), query) if query.get("topic") else None
    sort = "value" if query.get("sort") == "value" else "date"
    return render(
        request, "figures.html", {"found": found, "sort": sort, "relations": RELATION_WORDS, **_asked(request, "topic")}
    )


def timeline_page(request: Request) -> Response:
    """Show the timeline of a topic."""
    query = request.query_params
    found = topic_events(site_of(request), query) if query.get("topic") else None
    return render(request, "timeline.html", {"found": found, **_asked(request, "topic")})


def said_page(request: Request) -> Response:
    """Show what somebody said."""
    query = request.query_params
    context: dict[str, Any] = {
        "acts": [(each, said_lines.act_words(each)) for each in ACTS],
        "act": query.get("act", ""),
        "about": query.get("about", ""),
        "act_words": said_lines.act_words,
        "speaker_words": said_lines.speaker_words,
        "contents": _contents,
        "rule": said_lines.RULE,
        **_asked(request, "who"),
    }
    try:
        found = statements(site_of(request), query) if query.get("who") else None
    except NotFound as unknown:
        told = {"unknown": page_hint(unknown), "near": near_links(unknown)}
        return render(request, "said.html", {"found": None, "heading": "", "notes": [], **told, **context}, 404)
    heading, notes = (said_lines.said_heading(found), list(said_lines.said_notes(found))) if found else ("", [])
    return render(
        request, "said.html", {"found": found, "unknown": None, "heading": heading, "notes": notes, **context}
    )


def figures_table(request: Request) -> Response:
    """Hand out all figures of a topic as a table."""
    return handed_out(ledger_csv(ledger(_engine(request), request.query_params, None)), "qabot-figures.csv", _CSV)


def timeline_table(request: Request) -> Response:
    """Hand out the whole timeline of a topic as a table."""
    return handed_out(timeline_csv(events(_engine(request), request.query_params, None)), "qabot-timeline.csv", _CSV)


def said_table(request: Request) -> Response:
    """Hand out all that somebody said as a table."""
    return handed_out(said_csv(all_statements(_engine(request), request.query_params, None)), "qabot-said.csv", _CSV)


def _engine(request: Request) -> Engine:
    return site_of(request).engine.get()


def _asked(request: Request, name: str) -> dict[str, Any]:
    query = request.query_params
    table = f"{request.url.path}.csv?{urlencode(given_fields(query))}"
    return {"given": query.get(name, ""), "filters": read_filters(query), "most": MOST_ROWS, "table": table}


def _contents(row: SayingRow) -> list[tuple[int, int]]:
    """Return what was said, as ranges of the quote."""
    return [(each.start - row.start, each.end - row.start) for each in row.contents]
