"""The note that pinned passages make: each cut once more from its article as it is held now, or left out and told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from qabot.core.answers import SearchScope
from qabot.core.articles import Article
from qabot.core.text import clean_line, printable
from qabot.output.brief_words import why_left_out
from qabot.output.json_documents import search_scope
from qabot.output.phrasing import counted
from qabot.output.schemas import brief_schemas as shapes
from qabot.output.schemas.brief_schemas import Brief
from qabot.reports.brief.brief_sections import NOTE_PROMISE, FootnoteCounter
from qabot.reports.brief.pins import Pin
from qabot.reports.brief.quote_standing import standing
from qabot.reports.report_lines import ReportLine

_TITLE = "Briefing note"
_CHANGED = "The article’s text has changed since this was pinned; these words stand in it all the same."


class ArticleTexts(Protocol):
    """What is asked of an open generation of the index."""

    def article(self, article_id: str) -> Article | None:
        """Return an article whole; None where it is not held."""
        ...

    def searched(self, matched_filters: int | None) -> SearchScope:
        """Describe what is held."""
        ...


def pinned_brief(pins: Iterable[Pin], texts: ArticleTexts, made: datetime, title: str = "") -> Brief:
    """Return the note of pins, in their order.

    Args:
        pins: The pins.
        texts: The articles, as they are held now.
        made: When it is made.
        title: What to call it, in the person's own words; empty for a title of qabot's.
    """
    counter = FootnoteCounter()
    quotes: list[shapes.BriefQuote] = []
    left_out: list[shapes.LeftOut] = []
    for pin in pins:
        article = texts.article(pin.article)
        found = standing(pin, article)
        if article is None or found.place is None:
            left_out.append(_left_out(pin, found.kind))
            continue
        remark = _CHANGED if found.kind == "text_changed" else ""
        quotes.append(counter.quote(article, found.place, own_note=pin.own_note, remark=remark))
    return Brief(
        title=clean_line(title) or _TITLE,
        topic="",
        made=made.isoformat(timespec="seconds"),
        sections=(shapes.BriefSection(kind="pins", heading="Passages", quotes=tuple(quotes), notes=()),),
        left_out=tuple(left_out),
        searched=search_scope(texts.searched(None)),
        promise=NOTE_PROMISE,
    )


def _left_out(pin: Pin, why: shapes.QuoteStanding) -> shapes.LeftOut:
    return shapes.LeftOut(
        words=pin.quote, attribution=pin.attribution, title=pin.title, own_note=pin.own_note, standing=why
    )


def pin_lines(pins: Sequence[Pin], texts: ArticleTexts) -> Iterator[ReportLine]:
    """Yield pins line by line, for the chat; the words of a pin are those of the article as it is held now."""
    yield ReportLine("head", f"{counted(len(pins), 'pinned passage')}.")
    for number, pin in enumerate(pins, start=1):
        article = texts.article(pin.article)
        found = standing(pin, article)
        yield ReportLine("row", printable(clean_line(f"[{number}] {pin.attribution} · {pin.title}")))
        if article is not None and found.place is not None:
            yield ReportLine("quote", printable(clean_line(article.text[slice(*found.place)])))
        else:
            yield ReportLine("note", f"It is no quote any more, and stands in no note: {why_left_out(found.kind)}.")
            yield ReportLine("note", printable(f"Pinned as: {clean_line(pin.quote)}"))
        if found.kind == "text_changed":
            yield ReportLine("note", _CHANGED)
        if pin.own_note:
            yield ReportLine("note", printable(f"Own note: {clean_line(pin.own_note)}"))
