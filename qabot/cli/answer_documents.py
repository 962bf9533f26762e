"""`qabot ask --format`: an answer in any format but text, on standard output."""

from __future__ import annotations

from datetime import datetime

from qabot.cli.ask_result import AskResult
from qabot.cli.streams import note, utf8_output
from qabot.output.citations import cite_all
from qabot.output.writer_registry import ShownAnswer, require


def write(asked: AskResult, form: str) -> None:
    """Write an answer to standard output; notes, for which citations have no room, go to whoever is watching.

    Raises:
        UsageError: There is no such format.
    """
    writer, made = require(form, "answer"), datetime.now().astimezone()
    if writer.answer:
        text = writer.answer(ShownAnswer(asked.turn, asked.understood, asked.warnings, made))
    else:
        for warning in asked.warnings:
            note(f"Note: {warning}")
        text = cite_all(asked.turn.answer.evidence, writer.name, made.date())
    utf8_output().write(text)
