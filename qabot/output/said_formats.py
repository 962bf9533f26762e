"""Who said what, for other programs and for pages: CSV, Markdown and HTML, in which nothing of others is parsed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from qabot.core.text import printable
from qabot.output.html_page import html_document, on_page
from qabot.output.markdown_page import escaped, escaped_line
from qabot.output.said_lines import (
    RULE,
    act_words,
    also_words,
    check_words,
    grouped,
    said_heading,
    said_notes,
    speaker_words,
)
from qabot.output.schemas.said_schemas import Said, SayingRow
from qabot.output.spreadsheets import comma_separated, safe_cell

_COLUMNS = (
    *("date", "speaker", "body", "act", "cue", "direct", "content", "about", "quote", "outlet", "reports_on"),
    *("title", "url", "article", "start", "end", "also_in"),
)


def said_csv(said: Said) -> str:
    """Return the rows as CSV: a header, then one line a statement.

    A cell that a spreadsheet would take for a formula has an apostrophe in front. The outlet of a brief is `qabot
    brief`, since its words are not an outlet's, and `reports_on` names the outlet that it is after.
    """
    rows = ([safe_cell(each) for each in _cells(row)] for row in said.rows)
    return comma_separated([_COLUMNS, *rows], "\r\n")


def _cells(row: SayingRow) -> Iterator[str]:
    article = row.article
    reported = article.reports_on.outlet if article.reports_on else None
    yield from (row.date or "", row.speaker, row.body, row.act, row.cue, "yes" if row.direct else "no")
    yield from (row.content, row.about, row.quote, article.outlet or "", reported or "", article.title)
    yield from (
        article.url or "",
        article.id,
        str(row.start),
        str(row.end),
        "; ".join(each.article.id for each in row.also_in),
    )


def said_markdown(said: Said, *, is_grouped: bool) -> str:
    """Return a list as Markdown: a table, or one under each act."""
    blocks = [f"**{escaped(said_heading(said))}**"]
    for heading, rows in grouped(said, is_grouped=is_grouped):
        if heading:
            blocks.append(f"### {escaped(heading)}")
        if rows:
            blocks.append("\n".join(_table(rows)))
    blocks += [f"*{escaped(note)}*" for note in said_notes(said)]
    return printable("\n\n".join((*blocks, escaped(RULE)))) + "\n"


def _table(rows: tuple[SayingRow, ...]) -> Iterator[str]:
    yield "| date | who | what they do | in the words of | |"
    yield "|-|-|-|-|-|"
    for row in rows:
        source = " · ".join(filter(None, (row.article.attribution, also_words(row))))
        cells = (row.date or "undated", speaker_words(row), act_words(row.act), row.quote, source)
        yield f"| {' | '.join(escaped_line(each) for each in cells)} |"


def said_html(said: Said, made: datetime, *, is_grouped: bool) -> str:
    """Return a list as a page of its own that fetches nothing."""
    title = said_heading(said)
    told = "".join(_section(heading, rows) for heading, rows in grouped(said, is_grouped=is_grouped))
    notes = "".join(f"<p><small>{on_page(note)}</small></p>\n" for note in (*said_notes(said), RULE))
    return html_document(
        title, "Who said what", f"<article>\n<h2>{on_page(title)}</h2>\n{told}{notes}</article>\n", made
    )


def _section(heading: str, rows: tuple[SayingRow, ...]) -> str:
    above = f"<h3>{on_page(heading)}</h3>\n" if heading else ""
    return above + "".join(map(_figure, rows))


def _figure(row: SayingRow) -> str:
    """Return a statement with what reports it set apart, so that a reader sees which words are whose."""
    article = row.article
    link = article.url or (article.reports_on.url if article.reports_on else None)
    is_safe = link is not None and link.startswith(("https://", "http://"))
    title = (
        f'<a href="{on_page(link or "")}">{on_page(article.title)}</a>'
        if is_safe
        else f"<cite>{on_page(article.title)}</cite>"
    )
    who = f"<strong>{on_page(speaker_words(row))}</strong> · {on_page(act_words(row.act))}"
    also = f"<br>\n<small>{on_page(also_words(row))}</small>" if row.also_in else ""
    return (
        f"<figure>\n<figcaption>{on_page(row.date or 'undated')} · {who}</figcaption>\n"
        f"<blockquote><p>{_marked(row)}</p></blockquote>\n"
        f"<figcaption>{on_page(article.attribution)} · {title}{also}<br>\n"
        f"<small><code>{on_page(check_words(row))}</code></small></figcaption>\n</figure>\n"
    )


def _marked(row: SayingRow) -> str:
    """Return the sentences that report it, what was said in them marked."""
    told: list[str] = []
    place = row.start
    for each in row.contents:
        told.append(on_page(row.quote[place - row.start : each.start - row.start]))
        told.append(f"<mark>{on_page(each.text)}</mark>")
        place = each.end
    return "".join((*told, on_page(row.quote[place - row.start :])))
