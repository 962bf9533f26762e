"""Answers and articles as text: for a terminal with marks and wrapping, for a pipe with neither.

Article text is always shown as `rich.text.Text`, never parsed as markup, and goes through `printable` once more.
"""

from __future__ import annotations

from rich.text import Text

from qabot.cli.ask_result import AskResult
from qabot.cli.page import Page, standard_output
from qabot.cli.streams import note
from qabot.core.answers import Answer, Evidence, Verdict
from qabot.core.articles import Article
from qabot.core.text import Span, printable, sentences
from qabot.output.answer_marks import answer_line, answer_within
from qabot.output.attribution import address_words, source_parts
from qabot.output.phrasing import (
    citation,
    coverage,
    explanation,
    judged,
    missing,
    not_found,
    origins_words,
    owners,
    reprints,
    verdict_caveat,
    verdict_name,
)
from qabot.output.why import plain_explanation, plain_ranking

_GUTTER = "▌ "
_MARGIN = "  "
_INDENT = "    "
_QUOTE, _MATCHED, _MEANT, _ANSWER, _QUIET, _HEAD = "bold", "bold underline", "italic", "bold reverse", "dim", "bold"
_VERDICTS: dict[Verdict, tuple[str, str]] = {
    "strong": ("●", "green"),
    "possible": ("◐", "yellow"),
    "not_found": ("○", "red"),
}


def write_answer(asked: AskResult, *, full: bool, explain: bool) -> None:
    """Write the verdict, then each piece of evidence in its passage; what is not of the answer goes to whoever watches.

    Args:
        asked: What was asked and answered.
        full: Show the whole passage, not only the sentence before and behind the quote.
        explain: Say why each passage ranks where it does.
    """
    page, answer = standard_output(), asked.turn.answer
    page.line(_head(answer))
    # In a pipe too: a filter that was not read, or one that nothing has, changes what the answer is an answer to.
    told = [*dict.fromkeys((*(each.words for each in answer.unknown_names), *answer.warnings))]
    explained = [*plain_explanation(answer), judged(answer), *owners(answer)] if explain else []
    for line in (*told, *asked.understood, *explained):
        page.line(Text(printable(line), style=_QUIET), _MARGIN)
    for line in missing(answer):
        page.line(Text(printable(line)), _MARGIN)
    for evidence in answer.evidence:
        page.line()
        page.line(Text(f"[{evidence.hit.rank}]", style=_HEAD))
        _write_passage(page, evidence, full=full)
        _write_source(page, evidence, explain=explain)
    _write_nearest(page, answer, explain=explain)
    for warning in asked.warnings:
        if warning not in told:
            note(f"Note: {warning}")


def _head(answer: Answer) -> Text:
    glyph, colour = _VERDICTS[answer.verdict]
    said = " – ".join(filter(None, (verdict_name(answer).upper(), verdict_caveat(answer))))
    return Text(f"{glyph} {said}", style=f"bold {colour}").append(f" · {_heading(answer)}", style=_QUIET)


def _heading(answer: Answer) -> str:
    """Say what was searched, and how much of what is shown is independent where not all of it is.

    That counts what is shown, whether or not it says the same as the first quote.
    """
    searched = f"searched {coverage(answer.searched)}"
    told = {each.article.id for each in answer.evidence}
    fewer = answer.origins < len(told) or any(evidence.duplicates for evidence in answer.evidence)
    return f"{origins_words(answer)} · {searched}" if fewer else searched


def _write_nearest(page: Page, answer: Answer, *, explain: bool) -> None:
    """Write what the corpus holds and lacks, and what came closest, folded to the quotes."""
    for line in not_found(answer):
        page.line(Text(printable(line), style=_QUIET), _MARGIN)
    if answer.nearest:
        page.line()
        page.line(Text("nearest:", style=_QUIET), _MARGIN)
    for evidence in answer.nearest:
        _write_range(page, evidence.article.text, evidence.start, evidence.end, evidence)
        _write_source(page, evidence, explain=explain)


def _write_source(page: Page, evidence: Evidence, *, explain: bool) -> None:
    if line := answer_line(evidence):
        page.line(Text(printable(line)), _INDENT)
    lines = [
        citation(evidence),
        reprints(evidence),
        *([plain_ranking(evidence), explanation(evidence)] if explain else []),
    ]
    for line in filter(None, lines):
        page.line(Text(printable(line), style=_QUIET), _INDENT)


def write_article(article: Article, marked: Span | None) -> None:
    """Write an article whole, with a range of characters marked in the margin."""
    page = standard_output()
    page.line(Text(printable(article.title), style=_HEAD))
    about = (*source_parts(article), article.author, address_words(article))
    page.line(Text(printable(" · ".join(part for part in about if part)), style=_QUIET))
    if article.organisations:
        page.line(Text(printable("About: " + "; ".join(article.organisations)), style=_QUIET))
    page.line()
    start, end = marked or (0, 0)
    _write_range(page, article.text, 0, start)
    if marked:
        _write_range(page, article.text, start, end, quoted=True)
    _write_range(page, article.text, end, len(article.text))


def _write_passage(page: Page, evidence: Evidence, *, full: bool) -> None:
    """Write the quote in its passage, cut from the stored article; the rest shrinks to the sentences next to it."""
    text = evidence.article.text
    first, last = evidence.hit.passage.start, evidence.hit.passage.end
    if not full:
        around = [(first + a, first + b) for a, b in sentences(text[first:last])]
        first = max((a for a, b in around if b <= evidence.start), default=evidence.start)
        last = min((b for a, b in around if a >= evidence.end), default=evidence.end)
    _write_range(page, text, first, evidence.start, evidence)
    _write_range(page, text, evidence.start, evidence.end, evidence, quoted=True)
    _write_range(page, text, evidence.end, last, evidence)


def _write_range(
    page: Page, text: str, start: int, end: int, marked: Evidence | None = None, *, quoted: bool = False
) -> None:
    """Write characters of an article, the words marked that match or mean what was asked, or answer it.

    White space around goes.
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    shown = Text(text[start:end], style=_QUOTE if quoted else "")
    for style, spans in ((_MATCHED, marked.matched), (_MEANT, marked.meant)) if marked else ():
        for a, b in spans:
            if start <= a and b <= end:
                shown.stylize(style, a - start, b - start)
    if marked and (answer := answer_within(marked, start, end)):
        shown.stylize(_ANSWER, *answer)
    # Cleaned text holds nothing that `printable` would drop; were it otherwise, the marks would go rather than stay.
    safe = shown if printable(shown.plain) == shown.plain else Text(printable(shown.plain))
    page.line(safe, _INDENT[:-2] + (_GUTTER if quoted else _MARGIN))
