"""What the footnote of a quote says: who, when, headline and paragraph, and where it can be read.

Only what a footnote says is made here; that it is one, each format says in its own way.
"""

from __future__ import annotations

from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.text import clean_line
from qabot.output.attribution import linked_address, may_be_quoted, source
from qabot.output.reference import BriefReference, web_address


class Footnote(Struct, frozen=True):
    """A footnote, in words and with an address."""

    words: str
    """Sentences, without the address."""
    address: str | None
    """Where what it names last can be read; None where that is no address on the web."""


def footnote(article: Article, paragraph: int) -> Footnote:
    """Return the footnote of a quote.

    Args:
        article: What it is cut from.
        paragraph: The paragraph of it that the quote begins in, from 1.
    """
    parts = [source(article), article.title, f"Paragraph {paragraph}"]
    on = "" if may_be_quoted(article) else BriefReference.of(article).words
    parts += [f"It reports on: {on}"] if on else []
    words = " ".join(_stopped(clean_line(each)) for each in parts if each)
    return Footnote(words, web_address(linked_address(article)))


def _stopped(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."
