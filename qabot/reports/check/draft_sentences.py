"""A draft cut into sentences with what they quote, and what of it is passed over: headings, code, questions. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from qabot.core.text import Span, is_heading, paragraphs, sentences
from qabot.reports.check.draft_lines import Line, lines_of, with_date_behind, with_question, without_form
from qabot.reports.check.quoted_spans import quoted_spans

_FENCED = re.compile(r"^(```|~~~)[^\n]*\n.*?(?:^\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_FRONT_MATTER = re.compile(r"\A---\n.*?^---$", re.MULTILINE | re.DOTALL)
_QUOTED_LINE = re.compile(r"(?:^>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_OPENER = re.compile(r"\s*(?:>\s?)*[“„\"«]")
_CREDIT = re.compile(r"\n[>\s]*(?:—|–|--?\s)[^\n]*\s*\Z")
_SMALL_NAME = re.compile(r"(?<=[a-z0-9])\.\s+(?=[a-z]\.?[A-Z]|“[a-z])")
_LEAD = re.compile(r"[>\s]*")
_NOTE = r"(?:\[\^?[\w-]{1,20}\]|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|[*†‡§])"
_NOTED = re.compile(rf"(?<=[.!?…”\"’']){_NOTE}+(?:\s+(?=[A-Z“‘\"'£\d])|\s*\Z)")
"""What refers to a note behind the end of a sentence."""
_OF_NOTE = re.compile(r"\s*\[\^[\w-]{1,20}\]:\s*")
"""What a note begins with."""


class DraftSentence(Struct, frozen=True):
    """A sentence of a draft, or several that one quotation runs through."""

    start: int
    """First character in the seen text."""
    end: int
    """One past the last."""
    quotes: tuple[Span, ...] = ()
    """What it quotes, in order."""
    parts: tuple[Span, ...] = ()
    """What it is read as, piece by piece, some of them elsewhere in the draft; empty where as it stands."""


class SplitDraft(Struct, frozen=True):
    """A draft in sentences."""

    sentences: tuple[DraftSentence, ...]
    """In order."""
    passed_over: Counter[str]
    """What is no statement: kinds and counts."""


def split_draft(text: str, quoted: Sequence[Span] = (), *, is_markdown: bool = False) -> SplitDraft:
    """Cut a draft into sentences.

    Args:
        text: What of it can be seen.
        quoted: Paragraphs that are quotations as a whole.
        is_markdown: Whether lines may be code, or quotations by how they begin.
    """
    passed: Counter[str] = Counter()
    blocks = [*quoted]
    if is_markdown:
        text = _without(_FRONT_MATTER, text, passed, "front matter")
        text = _without(_FENCED, text, passed, "block of code")
        blocks += [found.span() for found in _QUOTED_LINE.finditer(text)]
    found = [each for span in _paragraphs(text, sorted(blocks)) for each in _split(text, span, passed)]
    return SplitDraft(tuple(found), passed)


def _without(pattern: re.Pattern[str], text: str, passed: Counter[str], kind: str) -> str:
    """Return a text with line feeds in the place of what matches, which is counted."""

    def blank(found: re.Match[str]) -> str:
        passed[kind] += 1
        return "\n" * len(found[0])

    return pattern.sub(blank, text)


class _Paragraph(Struct, frozen=True):
    """A stretch of the draft in which no sentence goes on into another."""

    start: int
    end: int
    is_quoted: bool
    goes_on: bool


def _paragraphs(text: str, blocks: Sequence[Span]) -> Iterator[_Paragraph]:
    spans: list[tuple[int, int, bool]] = []
    place = 0
    for start, end in blocks:
        if start >= place:
            spans += [(place + a, place + b, False) for a, b in paragraphs(text[place:start])]
            spans.append((start, end, True))
            place = end
    spans += [(place + a, place + b, False) for a, b in paragraphs(text[place:])]
    for number, (start, end, is_quoted) in enumerate(spans):
        goes_on = number + 1 < len(spans) and bool(_OPENER.match(text, spans[number + 1][0]))
        yield _Paragraph(start, end, is_quoted, goes_on)


def _split(text: str, paragraph: _Paragraph, passed: Counter[str]) -> Iterator[DraftSentence]:
    start, end = paragraph.start, paragraph.end
    if not text[start:end].strip():
        return
    if is_heading(text, start):
        passed["heading"] += 1
        return
    if paragraph.is_quoted and not _OPENER.match(text, start):
        if credit := _CREDIT.search(text[start:end]):
            end = start + credit.start()
        lead = _LEAD.match(text, start, end)
        first = lead.end() if lead else start
        last = first + len(text[first:end].rstrip())
        if last > first:
            yield DraftSentence(first, last, ((first, last),))
        return
    found = quoted_spans(text[start:end], goes_on=paragraph.goes_on)
    passed["quotation mark without its fellow"] += found.unmatched
    quotes = [(start + a, start + b) for a, b in found.spans]
    asked: Span | None = None
    lines = lines_of(text, start, end)
    cut = [(span, line) for line in lines for span in (_whole(line) if line.is_whole else _sentences(text, line))]
    of_line = {span[0]: line for span, line in cut}
    for first, last in _joined([span for span, _ in cut], quotes):
        within = tuple(each for each in quotes if first <= each[0] < last)
        if text[first:last].rstrip().endswith("?") and not within:
            passed["question"] += 1
            asked = first, last
            continue
        yield _read_with(text, of_line[first], DraftSentence(first, last, within), asked)
        asked = None


def _whole(line: Line) -> list[Span]:
    return [(line.start, line.end)]


def _read_with(text: str, line: Line, own: DraftSentence, asked: Span | None) -> DraftSentence:
    """Return a sentence with what it is read with, where by itself it says too little."""
    if line.is_whole and line.parts:
        return DraftSentence(own.start, own.end, own.quotes, line.parts)
    if asked and not own.quotes and (answer := with_question(text, asked, (own.start, own.end))):
        return DraftSentence(answer.start, answer.end, (), answer.parts)
    if own.start == line.start and (start := without_form(text, own.start, own.end)) > own.start:
        own = DraftSentence(start, own.end, own.quotes)
    if not own.quotes and own.start == line.start and (parts := with_date_behind(text, own.start, own.end)):
        return DraftSentence(own.start, own.end, (), parts)
    return own


def _sentences(text: str, line: Line) -> Iterator[Span]:
    """Yield the sentences of a line, those too that begin with a name like "i.AI", or a quotation."""
    for first, last in sentences(text[line.start : line.end]):
        place = start = line.start + first
        end = line.start + last
        if note := _OF_NOTE.match(text, start, end):
            place = note.end()
        ends = [(found.start() + 1, found.end()) for found in _SMALL_NAME.finditer(text, start, end)]
        ends += [found.span() for found in _NOTED.finditer(text, start, end)]
        for stop, begins in sorted(ends):
            yield place, stop
            place = begins
        if place < end:
            yield place, end


def _joined(spans: Sequence[Span], quotes: Sequence[Span]) -> Iterator[Span]:
    """Join sentences through which a quotation runs; a sentence of one word and a mark goes with the one before."""
    number = 0
    pending: Span | None = None
    for first, last in spans:
        start = pending[0] if pending else first
        while number < len(quotes) and quotes[number][1] < last:
            number += 1
        if number < len(quotes) and quotes[number][0] < last <= quotes[number][1]:
            pending = start, last
            continue
        pending = None
        yield start, last
    if pending:
        yield pending
