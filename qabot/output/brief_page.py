"""A note as one HTML page with footnotes that fetches and runs nothing; what others wrote is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from qabot.core.text import clean_line
from qabot.output.brief_words import also_words, left_out_words
from qabot.output.html_page import html_document, on_page
from qabot.output.schemas.brief_schemas import Brief, BriefQuote, BriefSection


def brief_page(brief: Brief) -> str:
    """Return the page: what is quoted in block quotes, words of qabot beside them, footnotes at the end."""
    quotes = [quote for section in brief.sections for quote in section.quotes]
    left_out = "".join(_small(left_out_words(brief)))
    notes = "".join(map(_footnote, quotes))
    foot = f"<article>\n<h2>Sources</h2>\n<ol>\n{notes}</ol>\n</article>\n" if notes else ""
    body = f"{''.join(map(_section, brief.sections))}{left_out}{foot}"
    made = datetime.fromisoformat(brief.made)
    return html_document(clean_line(brief.title), clean_line(brief.title), body, made)


def _section(section: BriefSection) -> str:
    told = "".join(map(_figure, section.quotes)) + "".join(_small(section.notes))
    return f"<article>\n<h2>{on_page(section.heading)}</h2>\n{told}</article>\n"


def _small(lines: Iterable[str]) -> Iterator[str]:
    return (f"<p><small>{on_page(clean_line(each))}</small></p>\n" for each in lines)


def _figure(quote: BriefQuote) -> str:
    label = f"<figcaption><strong>{on_page(quote.label)}</strong></figcaption>\n" if quote.label else ""
    source = f' cite="{on_page(quote.address)}"' if quote.address else ""
    number = quote.number
    mark = f'<sup><a href="#note-{number}" id="quote-{number}">{number}</a></sup>'
    told = "".join(f"<br>\n<small>{on_page(each)}</small>" for each in (also_words(quote), quote.remark) if each)
    own = f"<p>Own note: {on_page(clean_line(quote.own_note))}</p>\n" if quote.own_note else ""
    return (
        f"<figure>\n{label}<blockquote{source}><p>{on_page(quote.quote)}</p></blockquote>\n"
        f"<figcaption>{on_page(clean_line(quote.article.attribution))} {mark}{told}</figcaption>\n{own}</figure>\n"
    )


def _footnote(quote: BriefQuote) -> str:
    address = ""
    if quote.address:
        shown = on_page(quote.address)
        address = f' <a href="{shown}" rel="noreferrer">{shown}</a>'
    back = f'<a href="#quote-{quote.number}" title="back to the quote">↑</a>'
    return f'<li id="note-{quote.number}">{on_page(quote.footnote)}{address} {back}</li>\n'
