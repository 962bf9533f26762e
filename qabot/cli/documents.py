"""`qabot ask --format`: an answer in any format but text, on standard output."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from qabot.cli.asking import Asked
from qabot.cli.streams import utf8_output
from qabot.output.documents import answer_lines, as_json, ask_document
from qabot.output.markdown import answer_page

Format = Literal["json", "jsonl", "md"]


def write(asked: Asked, shown: Format) -> None:
    """Write an answer to standard output."""
    utf8_output().write(_WRITERS[shown](asked))


def _json(asked: Asked) -> str:
    return as_json(ask_document(asked.turn, asked.warnings))


def _json_lines(asked: Asked) -> str:
    return answer_lines(asked.turn)


def _markdown(asked: Asked) -> str:
    return answer_page(asked.turn, asked.understood, asked.warnings)


_WRITERS: dict[Format, Callable[[Asked], str]] = {"json": _json, "jsonl": _json_lines, "md": _markdown}
