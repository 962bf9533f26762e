"""A note as Markdown with footnotes, as GitHub's and Pandoc's Markdown have them; nothing of others is parsed."""

from __future__ import annotations

from collections.abc import Iterator

from qabot.core.text import clean_line, printable
from qabot.output.brief_words import also_words, left_out_words, made_words
from qabot.output.markdown_page import block_quote, escaped
from qabot.output.schemas.brief_schemas import Brief, BriefQuote


def brief_markdown(brief: Brief) -> str:
    """Return the note. Words of qabot stand by themselves; what is quoted stands in block quotes."""
    blocks = [f"# {_line(brief.title)}", f"*{_line(made_words(brief))}*"]
    quotes: list[BriefQuote] = []
    for section in brief.sections:
        blocks.append(f"## {_line(section.heading)}")
        for quote in section.quotes:
            blocks += _quote(quote)
        quotes += section.quotes
        blocks += [f"*{_line(note)}*" for note in section.notes]
    blocks += [f"*{_line(each)}*" for each in left_out_words(brief)]
    if quotes:
        blocks.append("\n".join(map(_footnote, quotes)))
    blocks += ["---", f"*{_line(brief.promise)}*"]
    return printable("\n\n".join(blocks)) + "\n"


def _quote(quote: BriefQuote) -> Iterator[str]:
    if quote.label:
        yield f"**{_line(quote.label)}**"
    yield block_quote(quote.quote, f"— {_line(quote.article.attribution)}[^{quote.number}]")
    yield from (f"*{_line(each)}*" for each in (also_words(quote), quote.remark) if each)
    if quote.own_note:
        yield f"Own note: {_line(quote.own_note)}"


def _footnote(quote: BriefQuote) -> str:
    # An address holds nothing that would end it; a character reference alone would be parsed.
    address = f" <{quote.address.replace('&', '&amp;')}>" if quote.address else ""
    return f"[^{quote.number}]: {_line(quote.footnote)}{address}"


def _line(text: str) -> str:
    return escaped(clean_line(text))
