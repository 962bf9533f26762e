"""`qabot ask`: from the command line's words to an answer on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qabot.cli.documents import answer_document, ask_document
from qabot.cli.exits import NOTHING_FOUND
from qabot.cli.layout import Page, citation, coverage, note, standard_output, write_answer
from qabot.corpus.starter import seed
from qabot.errors import NoIndex, UsageError
from qabot.generation.reading import current_name
from qabot.question import MOST_CHARACTERS
from qabot.records import Filters, PartialDate, Turn
from qabot.session import Session
from qabot.settings import Settings

_EXAMPLE = 'Try `qabot ask "How much did GDS get in the 2015 Spending Review?"`.'
_MARKDOWN_SPECIAL = str.maketrans({character: f"\\{character}" for character in r"\`*_{}[]<>#|!~"})


@dataclass(frozen=True, slots=True)
class Style:
    """How an answer is printed."""

    format: Literal["text", "json", "jsonl", "md"]
    """Text for people, JSON for programs, Markdown for notes."""
    full: bool = False
    """Whole passages around the quotes (text only)."""
    explain: bool = False
    """Why each passage ranks where it does (text only; JSON always says)."""


def question_text(words: Sequence[str]) -> str:
    """Return the question: the words given, or standard input for a lone `-`.

    Raises:
        UsageError: There is nothing to ask.
    """
    text = (
        sys.stdin.buffer.read(8 * MOST_CHARACTERS).decode(errors="replace") if list(words) == ["-"] else " ".join(words)
    )
    if not text.strip():
        raise UsageError("The question is empty.", hint=_EXAMPLE)
    return text


def filters(
    after: str | None, before: str | None, on: str | None, outlets: Sequence[str], organisations: Sequence[str]
) -> Filters:
    """Read the filter options; `--on` narrows what `--after` and `--before` leave.

    Raises:
        UsageError: A date is none, or no day is left between them.
    """
    since, until, within = _date("--after", after), _date("--before", before), _date("--on", on)
    earliest = max((day.first for day in (since, within) if day), default=None)
    latest = min((day.last for day in (until, within) if day), default=None)
    if earliest and latest and earliest > latest:
        raise UsageError(f"No day is both after {earliest} and before {latest}.", hint="Swap or widen the dates.")
    return Filters(earliest, latest, tuple(outlets), tuple(organisations))


def has_index(settings: Settings) -> bool:
    """Whether a generation has been published; a home that is the user's data folder is seeded on the way."""
    if settings.home.is_default:
        seed(settings.home.corpus)
    try:
        current_name(settings.home.index)
    except NoIndex:
        return False
    return True


def ask(settings: Settings, text: str, limits: Filters, count: int, style: Style) -> int:
    """Answer a question on standard output and return the exit code."""
    with Session.open(settings) as session:
        turn = session.ask(text, limits, count)
        waiting = session.waiting()
        warnings = [_waiting(waiting)] if waiting else []
        if style.format == "text":
            marks = [session.matched_words(turn, evidence) for evidence in turn.answer.evidence]
            write_answer(Page(standard_output()), turn, marks, full=style.full, explain=style.explain)
        else:
            standard_output()
            sys.stdout.write(_PRINTERS[style.format](turn, warnings))
    if style.format == "text":
        for warning in [*turn.answer.warnings, *warnings]:
            note(f"Note: {warning}")
    return 0 if turn.answer.evidence else NOTHING_FOUND


def _date(option: str, text: str | None) -> PartialDate | None:
    if text is None:
        return None
    try:
        return PartialDate.parse(text)
    except ValueError as cause:
        raise UsageError(
            f"{option}: {cause}.", hint="Give a day, a month or a year, such as 2015-11-25, 2015-11 or 2015."
        ) from None


def _waiting(files: int) -> str:
    counted = "1 corpus file is" if files == 1 else f"{files:,} corpus files are"
    return f"{counted} new, changed or gone since the index was built. Run `qabot index` to take that in."


def _json(turn: Turn, warnings: list[str]) -> str:
    return json.dumps(ask_document(turn, warnings), ensure_ascii=False, indent=2) + "\n"


def _json_lines(turn: Turn, _: list[str]) -> str:
    head = {"schema": "qabot.answer/1", "question": turn.question.text, "verdict": turn.answer.verdict}
    lines = (head | answer_document(evidence) for evidence in turn.answer.evidence)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _markdown(turn: Turn, warnings: list[str]) -> str:
    """Lay an answer out as Markdown; what comes from articles is escaped, so that none of it is parsed."""
    answer = turn.answer
    verdict = answer.verdict.replace("_", " ")
    blocks = [f"**{_escaped(turn.question.text)}**", f"{verdict.capitalize()} · {coverage(answer.searched)}"]
    for evidence in answer.evidence:
        quote = "\n".join(f"> {_escaped(line)}" for line in evidence.text.split("\n"))
        blocks.append(f"{quote}\n>\n> — {_escaped(citation(evidence))}")
    blocks += [f"*Note: {_escaped(warning)}*" for warning in [*answer.warnings, *warnings]]
    return "\n\n".join(blocks) + "\n"


def _escaped(text: str) -> str:
    return text.translate(_MARKDOWN_SPECIAL)


_PRINTERS = {"json": _json, "jsonl": _json_lines, "md": _markdown}
