"""A note as a Word file with footnotes: what is quoted, what a qabot brief says, and words of qabot in styles apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from qabot.core.text import clean_line
from qabot.output.brief_words import also_words, left_out_words, made_words
from qabot.output.schemas.brief_schemas import Brief, BriefQuote
from qabot.output.word_package import WordNote, WordParagraph, word_file


def brief_word(brief: Brief) -> bytes:
    """Return the note as a .docx."""
    return word_file(clean_line(brief.title), datetime.fromisoformat(brief.made), [*_paragraphs(brief)])


def _paragraphs(brief: Brief) -> Iterator[WordParagraph]:
    yield WordParagraph("Title", clean_line(brief.title))
    yield WordParagraph("QabotWords", made_words(brief))
    for section in brief.sections:
        yield WordParagraph("Heading1", section.heading)
        for quote in section.quotes:
            yield from _quote(quote)
        yield from (WordParagraph("QabotWords", clean_line(note)) for note in section.notes)
    yield from (WordParagraph("QabotWords", clean_line(each)) for each in left_out_words(brief))
    yield WordParagraph("QabotWords", brief.promise)


def _quote(quote: BriefQuote) -> Iterator[WordParagraph]:
    source = clean_line(quote.article.attribution)
    yield WordParagraph("QabotLabel", source, lead=f"{quote.label} · " if quote.label else "")
    # A brief is no quotation of its outlet, and so not in the style of one.
    style = "Quote" if quote.article.kind == "article" else "QabotBrief"
    yield WordParagraph(style, quote.quote, WordNote(quote.footnote, quote.address))
    yield from (WordParagraph("QabotWords", each) for each in (also_words(quote), quote.remark) if each)
    if quote.own_note:
        yield WordParagraph("OwnNote", clean_line(quote.own_note), lead="Own note: ")
