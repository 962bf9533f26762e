"""A note as Markdown with footnotes, as GitHub's and Pandoc's Markdown have them; nothing of others is parsed."""

from __future__ import annotations

from collections.abc import Iterator

from qabot.core.text import printable
from qabot.output.brief_words import also_words, left_out_words, made_words
from qabot.output.markdown_page import block_quote, bracketed, escaped_line
from qabot.output.schemas.brief_schemas import Brief, BriefQuote


def brief_markdown(brief: Brief) -> str:
    """Return the note. Words of qabot stand by themselves; what is quoted stands in block quotes."""
    blocks = [f"# {escaped_line(brief.title)}", f"*{escaped_line(made_words(brief))}*"]
    quotes: list[BriefQuote] = []
    for section in brief.sections:
        blocks.append(f"## {escaped_line(section.heading)}")
        for quote in section.quotes:
            blocks += _quote(quote)
        quotes += section.quotes
        blocks += [f"*{escaped_line(note)}*" for note in section.notes]
    blocks += [f"*{escaped_line(each)}*" for each in left_out_words(brief)]
    if quotes:
        blocks.append("\n".join(map(_footnote, quotes)))
    blocks += ["---", f"*{escaped_line(brief.promise)}*"]
    return printable("\n\n".join(blocks)) + "\n"


def _quote(quote: BriefQuote) -> Iterator[str]:
    if quote.label:
        yield f"**{escaped_line(quote.label)}**"
    yield block_quote(quote.quote, f"— {escaped_line(quote.article.attribution)}[^{quote.number}]")
    yield from (f"*{escaped_line(each)}*" for each in (also_words(quote), quote.remark) if each)
    if quote.own_note:
        yield f"Own note: {escaped_line(quote.own_note)}"


def _footnote(quote: BriefQuote) -> str:
    address = f" {bracketed(quote.address)}" if quote.address else ""
    return f"[^{quote.number}]: {escaped_line(quote.footnote)}{address}"
