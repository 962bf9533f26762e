"""Reports as a form or an address asks for them: their fields read, and the documents that answer."""

from __future__ import annotations

from typing import cast, get_args

from starlette.datastructures import QueryParams

from qabot.core.conversation_context import NO_CONTEXT
from qabot.core.dates import utc_now
from qabot.core.errors import UsageError
from qabot.core.facts import SpeechAct
from qabot.core.text import clean_line
from qabot.engine.engine import Engine
from qabot.engine.question_answerer import QuestionAnswerer
from qabot.output.schemas.brief_schemas import Brief
from qabot.output.schemas.report_schemas import Figures, Timeline
from qabot.output.schemas.said_schemas import Said, SayingOrder
from qabot.reports.brief.topic_brief import MOST_ROWS as NOTE_ROWS
from qabot.reports.brief.topic_brief import TopicFacts, topic_brief
from qabot.reports.said_request import SaidRequest, said, speech_act
from qabot.reports.timeline import TopicTimeline, topic_timeline
from qabot.reports.topic_documents import figures_document, timeline_document
from qabot.reports.topic_ledger import FigureLedger, LedgerSort, figure_ledger
from qabot.server.question_address import read_filters, read_number, within_limit
from qabot.server.site import Site

MOST_ROWS = 200
"""Rows of a report that are told at once, and quotes of a section of a note."""
_LONGEST_TITLE = 200


def ledger(engine: Engine, query: QueryParams, limit: int | None) -> FigureLedger:
    """Return the figures of a topic, so many at the most, or all.

    Raises:
        UsageError: There is no topic, or a field cannot be read.
    """
    sort = _one_of(query, "sort", get_args(LedgerSort))
    topic, filters = _topic(query), read_filters(query)

    def listed(current: QuestionAnswerer) -> FigureLedger:
        facts = current.facts()
        found = facts.topic(topic, filters)
        return figure_ledger(found, facts.rules.names, facts.rules.cues, cast("LedgerSort", sort), limit)

    return engine.with_answerer(listed)


def topic_figures(site: Site, query: QueryParams) -> Figures:
    """Return `qabot.figures/1` of a topic, as `ledger` does."""
    return site.report(Figures, query, lambda engine: figures_document(ledger(engine, query, MOST_ROWS)))


def events(engine: Engine, query: QueryParams, limit: int | None) -> TopicTimeline:
    """Return the timeline of a topic, so many rows at the most, or all.

    Raises:
        UsageError: There is no topic, or a field cannot be read.
    """
    topic, filters = _topic(query), read_filters(query)

    def ordered(current: QuestionAnswerer) -> TopicTimeline:
        facts = current.facts()
        return topic_timeline(facts.topic(topic, filters), facts.rules.names, limit)

    return engine.with_answerer(ordered)


def topic_events(site: Site, query: QueryParams) -> Timeline:
    """Return `qabot.timeline/1` of a topic, as `events` does."""
    return site.report(Timeline, query, lambda engine: timeline_document(events(engine, query, MOST_ROWS)))


def topic_note(site: Site, query: QueryParams) -> Brief:
    """Return the note about a topic, all of it from one generation; its page and its files are of one note.

    Raises:
        UsageError: There is no topic, or a field cannot be read.
    """
    return site.report(Brief, query, lambda engine: _note(engine, query))


def _note(engine: Engine, query: QueryParams) -> Brief:
    topic, filters = _topic(query), read_filters(query)
    title = clean_line(query.get("title", "")[:_LONGEST_TITLE])
    limit = read_number(query, "limit", NOTE_ROWS, MOST_ROWS)

    def written(current: QuestionAnswerer) -> Brief:
        facts = current.facts()
        turn = current.answer(topic, filters, 1, NO_CONTEXT, None, infer=True)
        found = TopicFacts(facts.topic(topic, filters), turn, facts.rules.names, facts.rules.cues)
        return topic_brief(found, utc_now().astimezone(), title, limit)

    return engine.with_answerer(written)


def statements(site: Site, query: QueryParams) -> Said:
    """Return `qabot.said/1`, as `all_statements` does."""
    return site.report(Said, query, lambda engine: all_statements(engine, query, MOST_ROWS))


def all_statements(engine: Engine, query: QueryParams, limit: int | None) -> Said:
    """Return what somebody said, so many rows at the most, or all.

    Raises:
        NotFound: No article names such a speaker.
        UsageError: Nobody is named, or a field cannot be read.
    """
    filters = read_filters(query)
    request = SaidRequest(
        who=clean_line(within_limit(query.get("who", ""))),
        about=clean_line(within_limit(query.get("about", ""))),
        act=_act(query.get("act", "")),
        filters=filters,
        order=cast("SayingOrder", _one_of(query, "order", get_args(SayingOrder))),
        limit=limit,
    )

    def told(current: QuestionAnswerer) -> Said:
        facts = current.facts()
        found = facts.speaker(request.who, filters, request.about)
        return said(found, request, facts.rules.names, facts.rules.cues)

    return engine.with_answerer(told)


def _act(name: str) -> SpeechAct | None:
    return speech_act(name) if name else None


def _topic(query: QueryParams) -> str:
    topic = clean_line(within_limit(query.get("topic", "")))
    if not topic:
        raise UsageError("The topic is empty.", hint="Give one, such as topic=Universal Credit.")
    return topic


def _one_of(query: QueryParams, name: str, known: tuple[str, ...]) -> str:
    given = query.get(name) or known[0]
    if given not in known:
        raise UsageError(f"{name}: there is no {given[:40]!r}.", hint=f"There are {', '.join(known)}.")
    return given
