"""`qabot ask --format`: an answer in any format but text, on standard output."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Literal

from qabot.cli.ask_result import AskResult
from qabot.cli.streams import note, utf8_output
from qabot.output import citations
from qabot.output.conversation_export import export
from qabot.output.json_documents import answer_lines, as_json, ask_document
from qabot.output.markdown_page import answer_page

Format = Literal["json", "jsonl", "md", "html", "bibtex", "ris", "csl-json"]


def write(asked: AskResult, shown: Format) -> None:
    """Write an answer to standard output."""
    utf8_output().write(_WRITERS[shown](asked))


def _json(asked: AskResult) -> str:
    return as_json(ask_document(asked.turn, asked.warnings))


def _json_lines(asked: AskResult) -> str:
    return answer_lines(asked.turn)


def _markdown(asked: AskResult) -> str:
    return answer_page(asked.turn, asked.understood, asked.warnings)


def _html(asked: AskResult) -> str:
    answer = replace(asked.turn.answer, warnings=asked.warnings)
    return export([replace(asked.turn, answer=answer)], "html", made=_now())


def _cited(form: citations.CitationFormat) -> Callable[[AskResult], str]:
    """Return what writes an answer as citations; notes, for which they have no room, go to whoever is watching."""

    def write_citations(asked: AskResult) -> str:
        for warning in asked.warnings:
            note(f"Note: {warning}")
        return citations.cite_all(asked.turn.answer.evidence, form, _now().date())

    return write_citations


def _now() -> datetime:
    return datetime.now().astimezone()


_WRITERS: dict[Format, Callable[[AskResult], str]] = {
    "json": _json,
    "jsonl": _json_lines,
    "md": _markdown,
    "html": _html,
    "bibtex": _cited("bibtex"),
    "ris": _cited("ris"),
    "csl-json": _cited("csl-json"),
}
