"""One quote, or several, as citations: text and Markdown to paste, BibTeX, RIS and CSL-JSON to import."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

from qabot.core.answers import Evidence
from qabot.output import bibtex, csl_json, ris
from qabot.output.markdown_page import block_quote, escaped
from qabot.output.reference import Reference

CitationFormat = Literal["text", "markdown", "bibtex", "ris", "csl-json"]


def cite(evidence: Evidence, form: CitationFormat, accessed: date) -> str:
    """Return one quote with its citation.

    Args:
        evidence: What to cite.
        form: `text` and `markdown` end without a line feed, to be pasted; the others are files of one entry.
        accessed: The day that the article was looked up.
    """
    return cite_all((evidence,), form, accessed)


def cite_all(evidence: Iterable[Evidence], form: CitationFormat, accessed: date) -> str:
    """Return quotes with their citations, in order; one that is given twice is cited once.

    Of none, this is the empty text; of CSL-JSON, the empty array.
    """
    references = (Reference.of(each, accessed) for each in evidence)
    return _WRITERS[form]({reference.key: reference for reference in references}.values())


def _texts(references: Iterable[Reference]) -> str:
    return "\n\n".join(map(_text, references))


def _text(reference: Reference) -> str:
    where = ", ".join(filter(None, (reference.title, *_place(reference), reference.url)))
    return f"“{reference.quote}” — {where}"


def _block_quotes(references: Iterable[Reference]) -> str:
    return "\n\n".join(map(_block_quote, references))


def _block_quote(reference: Reference) -> str:
    title, address = escaped(reference.title), reference.url
    if address:
        # An address holds nothing that would end it; a character reference alone would be parsed.
        title = f"[{title}](<{address.replace('&', '&amp;')}>)"
    return block_quote(reference.quote, "— " + ", ".join([title, *map(escaped, _place(reference))]))


def _place(reference: Reference) -> list[str]:
    """Return outlet, date and paragraph, as far as they are known."""
    dated = reference.published.label if reference.published else None
    return [part for part in (reference.outlet, dated, f"para. {reference.paragraph}") if part]


_WRITERS: dict[CitationFormat, Callable[[Iterable[Reference]], str]] = {
    "text": _texts,
    "markdown": _block_quotes,
    "bibtex": bibtex.entries,
    "ris": ris.records,
    "csl-json": csl_json.items,
}
