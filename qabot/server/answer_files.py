"""An answer as a file: every format that answers are written in, a table, and a Word file as notes are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from msgspec import Struct

from qabot.core.answers import Turn
from qabot.core.errors import UsageError
from qabot.output.brief_writers import BriefWriter, brief_writer
from qabot.output.quote_table import quotes_csv
from qabot.output.writer_registry import ShownAnswer, Writer, writers
from qabot.reports.brief.answer_brief import answer_brief
from qabot.server.question_address import QuestionAddress
from qabot.server.question_chips import question_chips
from qabot.server.rendering import cited

_FOLDED = frozenset({"jsonl"})
"""Formats that pages do not offer, since they say what another one says."""


class AnswerFile(Struct, frozen=True):
    """A format of files."""

    name: str
    """What it is asked for by."""
    suffix: str
    """What the name of such a file ends with."""
    media_type: str
    """What it is called on the web."""
    write: Callable[[QuestionAddress, Turn, datetime], str | bytes]
    """Writes an answer: as it was asked, what came of it, and when that is written, in UTC."""
    is_whole: bool
    """Whether it says something of an answer without a quote."""


def answer_files() -> list[AnswerFile]:
    """Return every format, in the order in which they are offered."""
    named = [
        AnswerFile(each.name, each.suffix, each.media_type, _by(each), each.answer is not None)
        for each in writers("answer")
    ]
    word = brief_writer("docx")
    table = AnswerFile("csv", ".csv", "text/csv", _table, is_whole=False)
    return [*named, table, AnswerFile(word.name, word.suffix, word.media_type, _note(word), is_whole=True)]


def answer_file(name: str) -> AnswerFile:
    """Return the format of this name.

    Raises:
        UsageError: There is none.
    """
    for each in answer_files():
        if each.name == name:
            return each
    names = ", ".join(each.name for each in answer_files())
    raise UsageError("There is no such format of answers.", hint=f"There are {names}.")


def offered(asked: QuestionAddress, turn: Turn) -> list[tuple[str, str]]:
    """Return the formats in which a page offers an answer, each with its address: those that only cite, for quotes."""
    return [
        (each.name, asked.path(f"/download/{each.name}"))
        for each in answer_files()
        if each.name not in _FOLDED and (each.is_whole or turn.answer.evidence)
    ]


def _by(writer: Writer) -> Callable[[QuestionAddress, Turn, datetime], str]:
    def write(asked: QuestionAddress, turn: Turn, made: datetime) -> str:
        if writer.answer:
            understood = [chip.words for chip in question_chips(asked, turn)]
            return writer.answer(ShownAnswer(turn, understood, turn.answer.warnings, made.astimezone(UTC)))
        assert writer.citation  # noqa: S101 - what writes no answer writes its citations
        return writer.citation([cited(each) for each in turn.answer.evidence])

    return write


def _table(_: QuestionAddress, turn: Turn, __: datetime) -> str:
    return quotes_csv(cited(each) for each in turn.answer.evidence)


def _note(writer: BriefWriter) -> Callable[[QuestionAddress, Turn, datetime], str | bytes]:
    return lambda _, turn, made: writer.write(answer_brief(turn, made.astimezone()))
