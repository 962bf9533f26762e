"""Records as content, ready to be drawn.

Everything that comes from articles, questions or file names goes through `plain`: it becomes `Content` made of text,
which is never read as markup, and loses whatever could steer a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from textual.content import Content, Span
from textual.style import Style

from qabot import reports
from qabot.core.answers import Answer, Evidence, Verdict
from qabot.core.text import Span as Range
from qabot.core.text import printable
from qabot.output.answer_marks import answer_within
from qabot.output.phrasing import coverage, origins_words, verdict_caveat, verdict_name
from qabot.tui.glyphs import Glyphs

if TYPE_CHECKING:
    from qabot.reports.check.check_report import CheckLineRole
    from qabot.reports.check.checked_draft import CheckedDraft

_ADDRESS = re.compile(r"https?://[!-~]+")
QUIET, HEAD = "$quiet", "bold"
MATCHED, MEANT, ANSWER = "underline $matched", "italic $meant", "bold reverse $answer"
_WORDS_ONLY = "words only, until the model is loaded"
_VERDICT_STYLES: dict[Verdict, str] = {
    "strong": "bold $strong",
    "possible": "bold $possible",
    "not_found": "bold $not-found",
}

_REPORT_STYLES: dict[CheckLineRole, str] = {
    **dict.fromkeys(("title", "summary", "quote"), HEAD),
    **dict.fromkeys(("source", "note"), QUIET),
    "fault": "bold $not-found",
    "open": "$possible",
    "fine": "$strong",
}
_MARGINS: dict[CheckLineRole, str] = dict.fromkeys(("title", "summary", "passed over", "fault", "open", "fine"), "")


def plain(text: str, style: str = "") -> Content:
    """Return text as content: nothing in it is markup, nothing steers the terminal."""
    safe = printable(text)
    return Content(safe, spans=[Span(0, len(safe), style)] if style and safe else None)


def address(url: str) -> Content:
    """Return a web address, which terminals that can do so open; what is no plain address is text like any other."""
    safe = printable(url)
    style = Style(link=safe) if _ADDRESS.fullmatch(safe) else Style()
    return Content(safe, spans=[Span(0, len(safe), QUIET), Span(0, len(safe), style)])


def joined(parts: Iterable[str | None], separator: str, style: str = QUIET) -> Content:
    """Return the parts there are on one line."""
    return plain(separator.join(part for part in parts if part), style)


def draft_report(draft: CheckedDraft) -> Content:
    """Return what was found of a draft, a line a matter."""
    lines = (
        plain(f"{_MARGINS.get(role, '  ')}{text}", _REPORT_STYLES.get(role, ""))
        for role, text in reports.check_lines(draft)
    )
    return Content("\n").join(lines)


def verdict_line(answer: Answer, glyphs: Glyphs) -> Content:
    """Return the verdict in a mark and in words, with what it stands on."""
    name = f"{glyphs.verdict(answer.verdict)} {verdict_name(answer).upper()}"
    told = [_WORDS_ONLY if answer.lexical_only else verdict_caveat(answer), origins_words(answer)]
    # What is searched stands in the line at the top; here only where it is less, or where it is the proof.
    if answer.searched.matched_filters < answer.searched.articles or not answer.evidence:
        told.append(f"searched {coverage(answer.searched)}")
    return Content.assemble(
        plain(name, _VERDICT_STYLES[answer.verdict]), plain(glyphs.dot, QUIET), joined(told, glyphs.dot)
    )


def marked(evidence: Evidence, start: int, end: int) -> Content:
    """Return characters of an article, the words marked that match or mean what was asked, or answer it."""
    return with_marks(
        evidence.article.text,
        (start, end),
        [
            *((span, MATCHED) for span in evidence.matched),
            *((span, MEANT) for span in evidence.meant),
            *answer_mark(evidence),
        ],
    )


def answer_mark(evidence: Evidence, style: str = ANSWER) -> Iterator[tuple[Range, str]]:
    """Yield the mark of the words that answer, where a reader tells which those are; it goes over the others."""
    if found := answer_within(evidence, 0, evidence.end):
        yield found, style


def with_marks(text: str, within: Range, marks: Iterable[tuple[Range, str]]) -> Content:
    """Return a range of a text with the parts of these marks that lie in it.

    Stored text holds nothing that `printable` drops; were it otherwise, the marks would go rather than be misplaced.
    """
    start, end = within
    shown = text[start:end]
    safe = printable(shown)
    if safe != shown:
        return Content(safe)
    cut = ((max(a, start) - start, min(b, end) - start, style) for (a, b), style in marks)
    return Content(safe, spans=[Span(a, b, style) for a, b, style in cut if a < b])
