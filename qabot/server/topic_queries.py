"""Reports as a form or an address asks for them: their fields read, and the documents that answer."""

from __future__ import annotations

from typing import cast, get_args

from starlette.datastructures import QueryParams

from qabot.core.errors import UsageError
from qabot.core.facts import SpeechAct
from qabot.core.text import clean_line
from qabot.output.schemas.report_schemas import Figures, Timeline
from qabot.output.schemas.said_schemas import Said, SayingOrder
from qabot.question.analysis import MOST_CHARACTERS
from qabot.reports.said_request import SaidRequest, said, speech_act
from qabot.reports.timeline import topic_timeline
from qabot.reports.topic_documents import figures_document, timeline_document
from qabot.reports.topic_ledger import LedgerSort, figure_ledger
from qabot.server.question_address import read_filters
from qabot.server.site import Site

MOST_ROWS = 200
"""Rows of a report that are told at once."""


def topic_figures(site: Site, query: QueryParams) -> Figures:
    """Return the figures of a topic.

    Raises:
        UsageError: There is no topic, or a field cannot be read.
    """
    engine = site.engine.get()
    sort = _one_of(query, "sort", get_args(LedgerSort))
    search = engine.search_topic(_topic(query), read_filters(query))
    return figures_document(figure_ledger(search, engine.body_names, cast("LedgerSort", sort), MOST_ROWS))


def topic_events(site: Site, query: QueryParams) -> Timeline:
    """Return the timeline of a topic.

    Raises:
        UsageError: There is no topic, or a field cannot be read.
    """
    engine = site.engine.get()
    search = engine.search_topic(_topic(query), read_filters(query))
    return timeline_document(topic_timeline(search, engine.body_names, MOST_ROWS))


def statements(site: Site, query: QueryParams) -> Said:
    """Return what somebody said.

    Raises:
        NotFound: No article names such a speaker.
        UsageError: Nobody is named, or a field cannot be read.
    """
    engine, filters = site.engine.get(), read_filters(query)
    request = SaidRequest(
        who=clean_line(query.get("who", "")[:MOST_CHARACTERS]),
        about=clean_line(query.get("about", "")[:MOST_CHARACTERS]),
        act=_act(query.get("act", "")),
        filters=filters,
        order=cast("SayingOrder", _one_of(query, "order", get_args(SayingOrder))),
        limit=MOST_ROWS,
    )
    search = engine.search_speaker(request.who, filters, request.about)
    return said(search, request, engine.body_names, site.settings.home.path)


def _act(name: str) -> SpeechAct | None:
    return speech_act(name) if name else None


def _topic(query: QueryParams) -> str:
    topic = clean_line(query.get("topic", "")[:MOST_CHARACTERS])
    if not topic:
        raise UsageError("The topic is empty.", hint="Give one, such as topic=Universal Credit.")
    return topic


def _one_of(query: QueryParams, name: str, known: tuple[str, ...]) -> str:
    given = query.get(name) or known[0]
    if given not in known:
        raise UsageError(f"{name}: there is no {given[:40]!r}.", hint=f"There are {', '.join(known)}.")
    return given
