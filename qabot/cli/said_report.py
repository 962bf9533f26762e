"""`qabot said`: from the command line's words to a list of statements, printed in the form that was asked for."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace
from rich.text import Text

from qabot.cli import ask
from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.json_output import write_json
from qabot.cli.page import Page, standard_output
from qabot.cli.streams import utf8_output
from qabot.core.questions import Filters
from qabot.core.settings import Settings
from qabot.core.text import clean_line, printable
from qabot.engine.engine import Engine
from qabot.output.said_formats import said_csv, said_html, said_markdown
from qabot.output.said_lines import (
    also_words,
    check_words,
    grouped,
    place_words,
    said_heading,
    said_notes,
    statement_words,
)
from qabot.output.schemas.said_schemas import Said, SayingRow
from qabot.question.filter_fields import given_filters
from qabot.reports.said_request import MOST_SHOWN, SaidRequest, said, speech_act

_MARGIN, _INDENT = "  ", "    "
_HEAD, _QUIET, _WORDS = "bold", "dim", "bold"
limits = given_filters
"""Reads the options that limit the search, as `ask` does."""


def request(
    who: str, about: str, act: str | None, limit: int | None, *, is_oldest: bool, is_whole: bool
) -> SaidRequest:
    """Read the options; all statements are wanted where no number is given and it is a file that is written.

    Raises:
        UsageError: There is no such act.
    """
    return SaidRequest(
        who=clean_line(who),
        about=clean_line(about),
        act=speech_act(act) if act else None,
        order="oldest" if is_oldest else "newest",
        limit=limit or (None if is_whole else MOST_SHOWN),
    )


def write(
    settings: Settings,
    wanted: SaidRequest,
    filters: Filters,
    form: str,
    opener: ask.EngineOpener = Engine.open_lexical,
    *,
    is_grouped: bool,
) -> int:
    """Print what was said, and return the exit code."""
    with opener(settings) as engine, engine.lease() as current:
        facts = current.facts()
        search = facts.speaker(wanted.who, filters, wanted.about)
        found = said(search, replace(wanted, filters=filters), facts.rules.names, facts.rules.cues)
    if form == "json":
        write_json(found)
    elif form == "table":
        _write_page(standard_output(), found, is_grouped=is_grouped)
    else:
        utf8_output().write(_formatted(found, form, is_grouped=is_grouped))
    return 0 if found.rows else NOTHING_FOUND


def _formatted(found: Said, form: str, *, is_grouped: bool) -> str:
    if form == "csv":
        return said_csv(found)
    if form == "md":
        return said_markdown(found, is_grouped=is_grouped)
    return said_html(found, datetime.now().astimezone(), is_grouped=is_grouped)


def _write_page(page: Page, found: Said, *, is_grouped: bool) -> None:
    page.line(Text(printable(said_heading(found)), style=_HEAD))
    for heading, rows in grouped(found, is_grouped=is_grouped):
        if heading:
            page.line()
            page.line(Text(heading, style=_HEAD))
        for row in rows:
            page.line()
            _write_row(page, row)
    page.line()
    for note in said_notes(found):
        page.line(Text(printable(note), style=_QUIET), _MARGIN)


def _write_row(page: Page, row: SayingRow) -> None:
    page.line(Text(printable(clean_line(statement_words(row))), style=_HEAD))
    page.line(_quote(row), _MARGIN)
    for words in (place_words(row), also_words(row), check_words(row)):
        if words:
            page.line(Text(printable(words), style=_QUIET), _INDENT)


def _quote(row: SayingRow) -> Text:
    """Return the sentences that report it, what was said in them in bold."""
    quote = Text()
    place = row.start
    for each in row.contents:
        quote.append(printable(row.quote[place - row.start : each.start - row.start]))
        quote.append(printable(each.text), style=_WORDS)
        place = each.end
    quote.append(printable(row.quote[place - row.start :]))
    return quote
