"""What came of comparing a note's proof with the corpus, in lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qabot.core.text import clean_line, printable
from qabot.output.phrasing import counted
from qabot.output.schemas import brief_schemas as shapes
from qabot.reports.check.check_report import CheckLine

_STANDS: Mapping[shapes.QuoteStanding, str] = {
    "stands": "stands in its article, as it did",
    "text_changed": "the article’s text has changed since, and the quote stands in it",
    "lost": "the article’s text has changed since, and the quote stands in it no more",
    "gone": "the article is not held any more",
    "altered": "the article is held as it was and says something else there: the proof was altered",
}
_NOTES: Mapping[shapes.NoteStanding, str] = {
    "same": "{name} is, byte for byte, the note that the proof was written with.",
    "changed": "{name} has changed since the proof was written; only its quotes were compared.",
    "not_given": "{name} was not compared: give it with `qabot check NOTE --proof FILE`.",
}
LIMIT = "Words that were added to a note are not compared here: `qabot check NOTE` checks them as a draft."


def proof_lines(checked: shapes.ProofCheck, *, only_faults: bool = False) -> Iterator[CheckLine]:
    """Yield what was found, quote by quote.

    Args:
        checked: What was found.
        only_faults: Leave out all but quotes that do not stand.
    """
    if not only_faults:
        yield CheckLine("title", printable(f"Compared {checked.proof} with generation {checked.compared_with}."))
        yield CheckLine("summary", printable(_NOTES[checked.note.standing].format(name=clean_line(checked.note.name))))
        yield CheckLine("summary", _summary(checked))
    for each in checked.quotes:
        if not (only_faults and _is_fine(each)):
            yield from _quote(each)
    if not only_faults:
        yield CheckLine("note", LIMIT)


def _summary(checked: shapes.ProofCheck) -> str:
    held = sum(each.ok for each in checked.quotes)
    told = (
        f"{held:,} of {counted(len(checked.quotes), 'quote')} {'stands' if held == 1 else 'stand'} in the articles held"
    )
    if checked.note.standing != "changed":
        return f"{told}."
    noted = sum(bool(each.in_note) for each in checked.quotes)
    return f"{told}; {noted:,} {'stands' if noted == 1 else 'stand'} in the note."


def _is_fine(each: shapes.CheckedQuote) -> bool:
    return each.ok and each.in_note is not False


def _quote(each: shapes.CheckedQuote) -> Iterator[CheckLine]:
    lacking = "; the note does not have it word for word" if each.in_note is False else ""
    words = f"Footnote {each.number}: {_STANDS[each.standing]}{lacking}."
    yield CheckLine("fine" if _is_fine(each) else "fault", words)
    if not _is_fine(each):
        yield CheckLine("words", printable(clean_line(each.quote)))
    where = f"{each.start}:{each.end}" if each.start is not None else "as the proof has it"
    parts = (each.attribution, each.title, f"{each.article} {where}")
    yield CheckLine("source", printable(" · ".join(map(clean_line, parts))))
