"""An answer as a note: what was asked, the verdict, and its quotes with footnotes, for a word processor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from qabot.core.answers import Evidence, Turn
from qabot.core.text import clean_line
from qabot.output.json_documents import search_scope
from qabot.output.phrasing import asked, coverage, missing, not_found, verdict_words
from qabot.output.schemas import brief_schemas as shapes
from qabot.output.schemas.brief_schemas import Brief
from qabot.reports.brief.brief_sections import NOTE_PROMISE, FootnoteCounter, sentence


def answer_brief(turn: Turn, made: datetime) -> Brief:
    """Return the note of an answer.

    Args:
        turn: What was asked and answered.
        made: When the note is made.
    """
    answer, counter = turn.answer, FootnoteCounter()
    sections = (
        shapes.BriefSection(kind="answer", heading="Verdict", quotes=(), notes=tuple(_verdict(turn))),
        _quoted("Evidence", answer.evidence, counter),
        _quoted("Nearest, though it does not answer", answer.nearest, counter),
    )
    return Brief(
        title=clean_line(asked(turn.question)),
        topic=clean_line(turn.question.text),
        made=made.isoformat(timespec="seconds"),
        sections=tuple(each for each in sections if each.quotes or each.notes),
        left_out=(),
        searched=search_scope(answer.searched),
        promise=NOTE_PROMISE,
    )


def _verdict(turn: Turn) -> Iterator[str]:
    answer = turn.answer
    yield f"{verdict_words(answer).capitalize()}."
    yield from missing(answer)
    yield from (sentence(each) for each in not_found(answer))
    yield from (f"Note: {sentence(each)}" for each in answer.warnings)
    yield f"Searched: {coverage(answer.searched)}."


def _quoted(heading: str, found: Iterable[Evidence], counter: FootnoteCounter) -> shapes.BriefSection:
    quotes = tuple(counter.quote(each.article, (each.start, each.end), also_in=each.duplicates) for each in found)
    return shapes.BriefSection(kind="answer", heading=heading, quotes=quotes, notes=())
