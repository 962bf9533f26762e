"""Words of an article for a page: what answers in `mark`, what the question names or means in `b`. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qabot.core.answers import Evidence
from qabot.core.text import Span, clean
from qabot.output.answer_marks import answer_within
from qabot.output.html_page import on_page


def marked_quote(evidence: Evidence) -> str:
    """Return the words of a quote as HTML: those that answer, and those that the question names or means, set apart."""
    if clean(evidence.text) != evidence.text:  # nothing that is stored; ranges would lie elsewhere in what is shown
        return on_page(evidence.text)
    start, end = evidence.start, evidence.end
    answer = answer_within(evidence, start, end)
    within = (answer[0] + start, answer[1] + start) if answer else None
    return marked_text(evidence.article.text, (start, end), within, (*evidence.matched, *evidence.meant))


def marked_text(text: str, shown: Span, marked: Span | None, named: Sequence[Span] = ()) -> str:
    """Return a run of characters of a text as HTML.

    Args:
        text: The whole text.
        shown: Which characters of it.
        marked: Those in `mark`; what lies outside of the run counts for nothing.
        named: Those in `b`, likewise, in any order.
    """
    start, end = shown
    first, last = (max(marked[0], start), min(marked[1], end)) if marked else (end, end)
    if first >= last:
        return "".join(_named(text, shown, named))
    spans = (start, first), (first, last), (last, end)
    before, within, behind = ("".join(_named(text, span, named)) for span in spans)
    return f"{before}<mark>{within}</mark>{behind}"


def _named(text: str, shown: Span, named: Sequence[Span]) -> Iterator[str]:
    place, end = shown
    for span in sorted(named):
        first, last = max(span[0], place), min(span[1], end)
        if first < last:
            yield on_page(text[place:first])
            yield f"<b>{on_page(text[first:last])}</b>"
            place = last
    yield on_page(text[place:end])
