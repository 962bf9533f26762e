"""A checked draft in lines for people, each with what it is: every surface lays out the same, and words none itself.

What was not checked comes first, then statement by statement what was found, and how far that reaches comes last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from qabot.core.text import clean_line, paragraph_number
from qabot.output.attribution import outlets_words, source_parts, text_count
from qabot.output.phrasing import counted, coverage
from qabot.reports.check.check_document import LIMITS, LineNumbers
from qabot.reports.check.checked_draft import CheckedDraft, CheckedStatement, HeldQuote, Outcome
from qabot.reports.check.draft_file import STANDARD_INPUT

CheckLineRole = Literal[
    "title", "summary", "passed over", "fault", "open", "fine", "words", "difference", "quote", "source", "note"
]
"""What a line is: of statements, `fault`, `open` and `fine` begin one, and what follows is about it."""

_FOUND: dict[Outcome, str] = {
    "verbatim": "present, word for word",
    "typography": "present, in other typography",
    "altered": "altered",
    "stitched": "stitched together",
    "same_figure": "an article says so: the same figure",
    "rounds": "an article says so: rounded",
    "within": "an article says so: within its figures",
    "other_figure": "another figure of the same thing",
    "misattributed": "said by another",
    "other_date": "another date of the same thing",
    "other_body": "said of another body",
    "says_so": "an article says so",
    "same_speaker": "the same speaker in an article",
    "not_held": "not held",
    "unchecked": "not checked",
}
_PRESENT = frozenset[Outcome]({"verbatim", "typography", "stitched"})
_OF_ANOTHER: dict[Outcome, str] = {
    "other_figure": "an article has another figure, of the same thing or of one near it",
    "other_date": "an article has another date, of the same thing or of one near it",
}
"""What is said where an article is not plainly of the same thing."""
_KINDS = {"quote": "Quotation", "figure": "Figure", "attribution": "Speaker", "date": "Date", "plain": "Sentence"}
_LONGEST = 220
"""Characters of a statement or a quote that are shown."""
_OUTLETS = 12
_ENDS_NOUN = re.compile(r"(?= (?:of|that|without) |$)")
"""Behind what of a kind takes the s of several: `blocks of code`, `characters that cannot be seen`."""
_ROW = re.compile(r"\n\s*\|")
"""What begins a row of a table."""
_QUOTES = 2
"""Articles that are shown beside a fault."""


class CheckLine(NamedTuple):
    """A line of a report."""

    role: CheckLineRole
    """What it is."""
    text: str
    """What it says."""


def check_lines(checked: CheckedDraft, *, only_faults: bool = False) -> list[CheckLine]:
    """Return the report on a draft.

    Args:
        checked: The draft.
        only_faults: Leave out all but what differs.
    """
    lines = LineNumbers(checked.text)
    if only_faults:
        return [each for statement in checked.differing for each in _statement(checked, statement, lines)]
    told = [line for each in checked.statements for line in _statement(checked, each, lines)]
    return [*_opening(checked), *told, *_closing(checked)]


def place_and_finding(checked: CheckedDraft, each: CheckedStatement, lines: LineNumbers) -> str:
    """Say where a statement stands, what it is and what was found, in a line."""
    first, last = each.focus
    words = _short(checked.text[first:last])
    return f"Line {lines.of(first)}. {_KINDS[each.kind]} “{words}”: {_found(each)}."


def _found(each: CheckedStatement) -> str:
    outcome = each.judgement.outcome
    if outcome == "other_body" and each.judgement.is_of_person:
        return "said of another person"
    if outcome in _PRESENT and each.judgement.ok is None:
        return f"{_FOUND[outcome]}, in a summary"
    return _FOUND[outcome] if each.judgement.is_same_thing else _OF_ANOTHER.get(outcome, _FOUND[outcome])


def comment_lines(checked: CheckedDraft, each: CheckedStatement) -> tuple[str, ...]:
    """Say what was found of a statement, for a comment on it: the finding, the difference, the article's words."""
    told = _statement(checked, each, None)
    shown = [f"Held: {line.text}" if line.role == "quote" else line.text for line in told if line.role != "words"]
    return (f"{_KINDS[each.kind]}: {_found(each)}.", *shown)


def _opening(checked: CheckedDraft) -> Iterator[CheckLine]:
    name = "standard input" if checked.name == STANDARD_INPUT else checked.name
    yield CheckLine("title", f"Checked {name} against {coverage(checked.held)}.")
    unchecked = sum(each.judgement.outcome == "unchecked" for each in checked.statements)
    unheld = sum(each.judgement.outcome == "not_held" for each in checked.statements)
    for each in checked.not_checked:
        several = _ENDS_NOUN.sub("s", each.kind, count=1)
        told = counted(each.count, each.kind, several)
        yield CheckLine("passed over", f"Not checked: {told}{each.why and f', as {each.why}'}.")
    if unchecked:
        yield CheckLine(
            "passed over", f"Not checked: {counted(unchecked, 'statement')} on which articles are not plain."
        )
    if unheld:
        yield CheckLine("passed over", f"Not held, so that nothing can be said: {counted(unheld, 'statement')}.")
    if not (checked.not_checked or unchecked or unheld):
        yield CheckLine("passed over", "Not checked: nothing.")
    yield CheckLine("summary", summary(checked))


def summary(checked: CheckedDraft) -> str:
    """Say in a sentence how many statements differ."""
    differing, passing = len(checked.differing), sum(each.judgement.ok is True for each in checked.statements)
    if not checked.statements:
        return "It holds no statement."
    what = (
        f"{counted(differing, 'statement')} of {len(checked.statements):,} {'differs' if differing == 1 else 'differ'}"
    )
    return f"{what if differing else 'Nothing differs'}; {passing:,} of {len(checked.statements):,} pass."


def _statement(checked: CheckedDraft, each: CheckedStatement, lines: LineNumbers | None) -> Iterator[CheckLine]:
    judgement = each.judgement
    role: CheckLineRole = "fault" if judgement.ok is False else "fine" if judgement.ok else "open"
    if lines:
        yield CheckLine(role, place_and_finding(checked, each, lines))
    if each.focus != (each.start, each.end) and role != "fine":
        yield CheckLine("words", _short(_around(checked.text, each)))
    if judgement.note:
        yield CheckLine("note", judgement.note)
    for difference in judgement.differences:
        yield CheckLine("difference", _difference(difference.draft, difference.held))
    yield from _sources(judgement.evidence[: _QUOTES if role == "fault" else 1], shown=role != "fine")


def _around(text: str, each: CheckedStatement) -> str:
    """Return the sentence that a statement is of, or of a table only its row."""
    words = text[each.start : each.end]
    if not _ROW.search(words):
        return words
    first = max(each.start, text.rfind("\n", 0, each.focus[0]) + 1)
    last = text.find("\n", each.focus[1])
    return text[first : min(each.end, last) if last >= 0 else each.end]


def _difference(draft: str, held: str) -> str:
    if not draft:
        return f"The article has besides: “{_short(held)}”."
    if not held:
        return f"The article does not have: “{_short(draft)}”."
    return f"Draft: “{_short(draft)}”. Article: “{_short(held)}”."


def _sources(quotes: Sequence[HeldQuote], *, shown: bool) -> Iterator[CheckLine]:
    for each in quotes:
        article = each.article
        if shown:
            yield CheckLine("quote", _short(each.quote))
        place = f"¶{paragraph_number(article.text, each.start)}"
        parts = (*source_parts(article), article.title, place, f"{article.id} {each.start}:{each.end}")
        yield CheckLine("source", " · ".join(map(clean_line, parts)))


def _closing(checked: CheckedDraft) -> Iterator[CheckLine]:
    rules = checked.policy.rules
    yield CheckLine("title", f"Policy {checked.policy.fingerprint}.")
    yield CheckLine("note", f"Passes: {'; '.join(each.words for each in rules if each.passes)}.")
    yield CheckLine("note", f"Does not pass: {'; '.join(each.words for each in rules if not each.passes)}.")
    held = checked.held
    yield CheckLine("title", "Limits.")
    yield CheckLine("note", f"Generation {held.generation}: {text_count(held.articles, held.briefs)}.")
    more = len(checked.outlets) - _OUTLETS
    outlets = outlets_words(checked.outlets[:_OUTLETS], f" and {more:,} more" if more > 0 else "")
    yield CheckLine("note", f"Outlets: {outlets or 'none'}.")
    if held.first and held.last:
        yield CheckLine("note", f"Dates: {held.first.label} to {held.last.label}.")
    yield from (CheckLine("note", each) for each in LIMITS)


def _short(text: str) -> str:
    line = clean_line(text)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]} …"
