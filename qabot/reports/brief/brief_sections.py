"""Quotes with their footnotes, which are counted through a whole note."""

from __future__ import annotations

from collections.abc import Sequence

from qabot.core.articles import Article
from qabot.core.text import Span, clean_line, paragraph_number
from qabot.output.footnotes import footnote
from qabot.output.json_documents import particulars
from qabot.output.phrasing import PROMISE
from qabot.output.schemas.brief_schemas import Brief, BriefQuote

NOTE_PROMISE = f"{PROMISE} What stands around them is in words of qabot; an own note is its writer's."
"""Whose words a note is in: said at the end of each."""


class FootnoteCounter:
    """Makes the quotes of one note, each with the next footnote."""

    def __init__(self) -> None:
        """Begin with footnote 1."""
        self.last = 0
        """The footnote that was given last."""

    def quote(
        self,
        article: Article,
        span: Span,
        *,
        label: str = "",
        also_in: Sequence[Article] = (),
        own_note: str = "",
        remark: str = "",
    ) -> BriefQuote:
        """Return a quote, cut from the article, with its footnote.

        Args:
            article: The stored article.
            span: Which characters of its text.
            label: What is said above it, in words of qabot.
            also_in: Other articles that say or state the same.
            own_note: What the person wrote beside it.
            remark: What the reader should know of it.
        """
        self.last += 1
        start, end = span
        paragraph = paragraph_number(article.text, start)
        foot = footnote(article, paragraph)
        return BriefQuote(
            number=self.last,
            label=clean_line(label),
            quote=article.text[start:end],
            start=start,
            end=end,
            paragraph=paragraph,
            article=particulars(article),
            text_sha256=article.text_sha256,
            also_in=tuple(map(particulars, also_in)),
            footnote=foot.words,
            address=foot.address,
            own_note=own_note,
            remark=remark,
        )


def sentence(words: str) -> str:
    """Return words as a sentence: with a capital, and a stop where they have none."""
    told = words[:1].upper() + words[1:]
    return told if told.endswith((".", "!", "?", "…")) else f"{told}."


def quotes_of(brief: Brief) -> list[BriefQuote]:
    """Return all quotes of a note, in the order of their footnotes."""
    return [quote for section in brief.sections for quote in section.quotes]
