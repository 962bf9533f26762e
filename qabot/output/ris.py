"""References as RIS, which every reference manager imports: a tag and a value a line, lines that end in CR LF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from qabot.core.dates import PartialDate
from qabot.output.author_names import author_names
from qabot.output.reference import BRIEF_NOTE, Reference


def records(references: Iterable[Reference]) -> str:
    """Return a record for each reference."""
    return "".join(f"{tag}  - {value}\r\n" for reference in references for tag, value in _tagged(reference))


def _tagged(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the tags and values of a record.

    Each line of the quote is a note (N1) of its own, as a value that broke over lines could pass for another tag; the
    last note is the paragraph. A brief is no news item: a note says first what it is, and what it reports on is its
    reviewed item (RI).
    """
    published, address, brief = reference.published, reference.url, reference.brief
    yield "TY", "GEN" if brief else "NEWS"
    yield "TI", reference.title
    yield from _known(("T2", reference.outlet))
    yield from (("AU", name) for name in author_names(reference.author or "", reference.outlet) if name)
    if brief:
        yield from _known(("RI", brief.words_and_address))
        yield "N1", f"{reference.source}. {BRIEF_NOTE}"
    elif published:
        yield "PY", f"{published.year:04d}"
        yield "DA", _dated(published)
    if address:
        yield "UR", address
        yield "Y2", _dated(reference.accessed)
    for line in reference.quote.split("\n"):
        yield "N1", line
    yield "N1", reference.place
    yield "ER", ""


def _known(*pairs: tuple[str, str | None]) -> Iterator[tuple[str, str]]:
    return ((tag, value) for tag, value in pairs if value)


def _dated(day: PartialDate | date) -> str:
    """Return a date as year/month/day/other, in which what is not known is empty but keeps its slash."""
    parts = (f"{part:02d}" if part else "" for part in (day.month, day.day))
    return "/".join([f"{day.year:04d}", *parts, ""])
