"""The note about a topic: the headline answer, figures, who said what, what happened when, and what is missing.

Everything in it is a quote; what is missing is said only where the corpus tells that it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from msgspec import Struct

from qabot.core.answers import Turn
from qabot.core.text import clean_line
from qabot.facts.body_mentions import Gazetteer
from qabot.facts.speech_cues import CueLexicon
from qabot.facts.topic_articles import TopicSearch
from qabot.output.json_documents import search_scope
from qabot.output.phrasing import coverage, missing, not_found, verdict_words
from qabot.output.said_lines import act_words, speaker_words
from qabot.output.schemas import brief_schemas as shapes
from qabot.output.schemas.brief_schemas import Brief
from qabot.reports.brief.brief_sections import NOTE_PROMISE, FootnoteCounter, sentence
from qabot.reports.figure_relations import Relation
from qabot.reports.report_lines import dated_words, figure_parts, relations_words
from qabot.reports.said_document import saying_row
from qabot.reports.sayings import Saying, topic_sayings
from qabot.reports.timeline import TimelineRow, TopicTimeline, topic_timeline
from qabot.reports.topic_ledger import FigureLedger, LedgerRow, figure_ledger

MOST_ROWS = 10
"""Quotes of a section where no number is asked for."""
_MOST_GAPS = 12
_TOLD_RELATIONS = frozenset({"conflicts", "later", "same", "rounds"})
"""What is said of two figures in a note: that they agree, that one came later, that they cannot both be so."""


class TopicFacts(Struct, frozen=True):
    """What a note about a topic is made from."""

    search: TopicSearch
    """What is held about it."""
    turn: Turn
    """What came of asking for it."""
    gazetteer: Gazetteer
    """Knows bodies and programmes."""
    cues: CueLexicon
    """The words that report what somebody said."""


def topic_brief(facts: TopicFacts, made: datetime, title: str = "", limit: int = MOST_ROWS) -> Brief:
    """Return the note about a topic.

    Args:
        facts: What it is made from.
        made: When it is made.
        title: What to call it, in the person's own words; empty for a title of qabot's.
        limit: How many quotes a section has at the most: of figures and statements the newest.
    """
    search, counter = facts.search, FootnoteCounter()
    topic = clean_line(search.topic)
    ledger = figure_ledger(search, facts.gazetteer, facts.cues)
    timeline = topic_timeline(search, facts.gazetteer)
    sayings = topic_sayings(search, facts.gazetteer, facts.cues)
    sections = (
        _answer(facts.turn, counter, topic),
        _figures(ledger, counter, limit),
        _said(sayings, counter, limit),
        _timeline(timeline, counter, limit),
        shapes.BriefSection(
            kind="missing",
            heading="What is missing",
            quotes=(),
            notes=tuple(_missing(facts, ledger, sayings, timeline)),
        ),
    )
    return Brief(
        title=clean_line(title) or f"Briefing note: {topic}",
        topic=topic,
        made=made.isoformat(timespec="seconds"),
        sections=tuple(each for each in sections if each.quotes or each.notes),
        left_out=(),
        searched=search_scope(search.searched),
        promise=NOTE_PROMISE,
    )


def _answer(turn: Turn, counter: FootnoteCounter, topic: str) -> shapes.BriefSection:
    answer = turn.answer
    quotes = tuple(
        counter.quote(each.article, (each.start, each.end), also_in=each.duplicates) for each in answer.evidence[:1]
    )
    # What the quote of an answer lacks may stand further down in the note.
    lacks = (f"Of the passage above alone: {each}" for each in missing(answer))
    notes = (f"Asked for: “{topic}”. Verdict: {verdict_words(answer)}.", *lacks)
    return shapes.BriefSection(kind="answer", heading="In short", quotes=quotes, notes=notes if quotes else ())


def _figures(ledger: FigureLedger, counter: FootnoteCounter, limit: int) -> shapes.BriefSection:
    sentences = [[*rows] for _, rows in groupby(ledger.rows, key=_sentence_of)]
    shown, base = sentences[-limit:], counter.last
    places = {id(row): base + place for place, rows in enumerate(shown) for row in rows}
    feet = [places.get(id(row)) for row in ledger.rows]
    quotes = tuple(
        counter.quote(
            rows[0].article,
            (rows[0].fact.start, rows[0].fact.end),
            label="; ".join(" · ".join(figure_parts(row)) for row in rows),
            also_in=list({each.id: each for row in rows for each in row.also_in}.values()),
            remark=" ".join(filter(None, (_related(row, feet, places[id(row)]) for row in rows))),
        )
        for rows in shown
    )
    notes = _cut(len(shown), len(sentences), "sentences with figures")
    return shapes.BriefSection(kind="figures", heading="Figures", quotes=quotes, notes=notes)


def _sentence_of(row: LedgerRow) -> tuple[str, int, int]:
    return row.article.id, row.fact.start, row.fact.end


def _related(row: LedgerRow, feet: Sequence[int | None], own: int) -> str:
    """Say how a figure stands to others of the note, which are named by their footnotes, counted from 0 here."""
    told = dict.fromkeys(
        Relation(foot, each.kind)
        for each in row.relations
        if (foot := feet[each.to]) is not None and foot != own and each.kind in _TOLD_RELATIONS
    )
    return f"{clean_line(row.written)}: {relations_words(list(told))} (footnotes)." if told else ""


def _said(sayings: Sequence[Saying], counter: FootnoteCounter, limit: int) -> shapes.BriefSection:
    rows = sayings[-limit:]
    quotes = tuple(
        counter.quote(
            row.article,
            (row.attribution.start, row.attribution.end),
            label=_speaker(row),
            also_in=[article for article, _ in row.also_in],
        )
        for row in rows
    )
    notes = _cut(len(rows), len(sayings), "statements")
    return shapes.BriefSection(kind="sayings", heading="Who said what", quotes=quotes, notes=notes)


def _speaker(saying: Saying) -> str:
    row = saying_row(saying)
    return f"{speaker_words(row)} · {act_words(row.act)}"


def _timeline(timeline: TopicTimeline, counter: FootnoteCounter, limit: int) -> shapes.BriefSection:
    rows: Sequence[TimelineRow] = timeline.rows[-limit:]
    quotes = tuple(
        counter.quote(row.article, (row.event.start, row.event.end), label=dated_words(row), also_in=row.also_in)
        for row in rows
    )
    notes = _cut(len(rows), timeline.found, "dated sentences")
    return shapes.BriefSection(kind="timeline", heading="What happened when", quotes=quotes, notes=notes)


def _cut(shown: int, found: int, noun: str) -> tuple[str, ...]:
    return (f"The last {shown:,} of {found:,} {noun}.",) if shown < found else ()


def _missing(
    facts: TopicFacts, ledger: FigureLedger, sayings: Sequence[Saying], timeline: TopicTimeline
) -> Iterator[str]:
    search, answer = facts.search, facts.turn.answer
    yield from (sentence(line) for line in not_found(answer))
    for rows, what in ((ledger.rows, "figure"), (sayings, "statement"), (timeline.rows, "dated sentence")):
        if not rows:
            yield f"No {what} about it was found."
    yield from _silence(search)
    gaps = [each.period for each in timeline.attention if not each.held]
    if gaps:
        more = f" and {len(gaps) - _MOST_GAPS:,} more periods" if len(gaps) > _MOST_GAPS else ""
        yield f"Nothing that was searched is of {', '.join(gaps[:_MOST_GAPS])}{more}."
    yield from (sentence(each) for each in ledger.warnings)
    yield f"Searched: {coverage(search.searched)}. What no article here says may be so all the same."


def _silence(search: TopicSearch) -> Iterator[str]:
    """Say since when the corpus is silent on the topic, where it goes on beyond the newest article about it."""
    dates = [each.article.published for each in search.articles if each.article.published]
    newest = max(dates, key=lambda each: each.last, default=None)
    held = max((each for each in search.held if each), key=lambda each: each.last, default=None)
    if newest and held and newest.last < held.first:
        yield f"The newest article about it is of {newest.label}; the newest of all searched is of {held.label}."
