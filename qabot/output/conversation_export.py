"""A whole conversation as one document: Markdown for notes, an HTML page to keep or print, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal

from qabot.core.answers import Evidence, Turn
from qabot.core.text import clean_line, printable
from qabot.output import html_page
from qabot.output.citations import cite
from qabot.output.json_documents import as_json, ask_document
from qabot.output.markdown_page import escaped
from qabot.output.phrasing import (
    CHECK,
    PROMISE,
    also_in,
    asked,
    explain_query,
    moment,
    origins_words,
    proof,
    searched,
    verdict_words,
)

ConversationFormat = Literal["markdown", "html", "json"]


def export(turns: Sequence[Turn], form: ConversationFormat, *, made: datetime) -> str:
    """Return a conversation as one document: every question, its verdict, and every quote with its proof.

    Args:
        turns: Oldest first; there may be none.
        form: How to write it.
        made: When the document is made: it is dated with it, and the articles were looked up then.
    """
    if form == "json":
        return _json(turns, made)
    return html_page.page(turns, made) if form == "html" else _markdown(turns, made)


def _json(turns: Sequence[Turn], made: datetime) -> str:
    return as_json(
        {
            "schema": "qabot.conversation/1",
            "made": made.isoformat(timespec="seconds"),
            "promise": PROMISE,
            "check": CHECK,
            "turns": [ask_document(turn, turn.answer.warnings) for turn in turns],
        }
    )


def _markdown(turns: Sequence[Turn], made: datetime) -> str:
    blocks = ["# Questions and evidence", moment(made)]
    for turn in turns:
        blocks += _turn(turn, made)
    blocks += ["---", f"{PROMISE} To check a quote: `{CHECK}`"]
    return printable("\n\n".join(blocks)) + "\n"


def _turn(turn: Turn, made: datetime) -> Iterator[str]:
    """Yield the blocks that tell one question and its answer."""
    answer = turn.answer
    yield f"## {_line(asked(turn.question))}"
    yield " · ".join(filter(None, (f"**{verdict_words(answer).capitalize()}**", origins_words(answer))))
    if lines := explain_query(turn):
        yield "\n".join(f"- {_line(line)}" for line in lines)
    for evidence in answer.evidence:
        yield from _evidence(evidence, made)
    if answer.nearest:
        yield "Nearest, though it does not answer:"
    for evidence in answer.nearest:
        yield from _evidence(evidence, made)
    for warning in answer.warnings:
        yield f"Note: {_line(warning)}"
    yield _line(searched(answer))


def _evidence(evidence: Evidence, made: datetime) -> Iterator[str]:
    yield cite(evidence, "markdown", made.date())
    yield "\\\n".join(_line(line) for line in (also_in(evidence), proof(evidence)) if line)


def _line(text: str) -> str:
    return escaped(clean_line(text))
