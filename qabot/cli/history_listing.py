"""`qabot history`: earlier questions of the chat, shown and forgotten."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

from qabot.chat.history import History, PastQuestion, default_path
from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.json_output import write_json
from qabot.cli.page import standard_output
from qabot.cli.streams import utf8_output
from qabot.core.errors import UsageError
from qabot.core.text import clean_line
from qabot.output.phrasing import counted
from qabot.output.schemas.history_schemas import EarlierQuestion, FirstArticle
from qabot.output.schemas.history_schemas import History as HistoryDocument

_MARGIN = " " * len("2026-11-24 10:03  ")


def show(words: str, home: Path | None, limit: int, *, as_json: bool) -> int:
    """Print the questions that hold every word, newest first, and return the exit code."""
    with _history() as history:
        found = history.search(words, _path(home), limit)
    if as_json:
        write_json(HistoryDocument(questions=tuple(map(_document, found))))
    else:
        page = standard_output()
        for question in found:
            page.line(f"{question.when.astimezone():%Y-%m-%d %H:%M}  {_asked(question)}")
            page.line(_answered(question), _MARGIN)
    return 0 if found else NOTHING_FOUND


def clear(home: Path | None, *, sure: bool) -> None:
    """Forget the questions put to a home, or all of them, once it is certain that this is meant.

    Raises:
        UsageError: Nobody is there to be asked.
    """
    with _history() as history:
        number = history.count(_path(home))
        if number and not sure and not _confirmed(f"Forget {counted(number, 'question')}?"):
            standard_output().line("Nothing was forgotten.")
            return
        standard_output().line(f"Forgot {counted(history.clear(_path(home)), 'question')}.")


def write_path() -> None:
    """Print where the history lies."""
    utf8_output().write(f"{default_path()}\n")


def _history() -> History:
    """Open the history; looking for one makes none."""
    path = default_path()
    return History.open(path) if path.exists() else History.off()


def _path(home: Path | None) -> str | None:
    """Return a home's whole path, as the chat notes it; the folder itself may be gone."""
    return None if home is None else str(Path(os.path.expanduser(home)).resolve())  # noqa: PTH111 - never raises


def _confirmed(question: str) -> bool:
    if not (sys.stdin and sys.stdin.isatty()):
        raise UsageError("Nobody is there to be asked whether to forget.", hint="Add --yes.")
    return typer.confirm(question, err=True)


def _asked(question: PastQuestion) -> str:
    return clean_line(f"{question.text}  {question.filters}")


def _answered(question: PastQuestion) -> str:
    verdict = question.verdict.replace("_", " ")
    return f"{verdict} · {clean_line(question.title)}" if question.title else verdict


def _document(question: PastQuestion) -> EarlierQuestion:
    return EarlierQuestion(
        id=question.id,
        when=question.when.isoformat(),
        home=question.home,
        conversation=question.conversation,
        text=question.text,
        filters=question.filters,
        verdict=question.verdict,
        evidence=question.evidence,
        article=FirstArticle(id=question.article, title=question.title) if question.article else None,
        generation=question.generation,
    )
