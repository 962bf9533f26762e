"""A conversation as Markdown, for notes: every question, its verdict, and every quote with its proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from qabot.core.answers import Evidence, Turn
from qabot.core.text import printable
from qabot.output.markdown_page import escaped_line
from qabot.output.phrasing import (
    CHECK,
    PROMISE,
    also_in,
    asked,
    explain_query,
    missing,
    moment,
    origins_words,
    proof,
    searched,
    verdict_words,
)
from qabot.output.plain_citations import block_quotes
from qabot.output.reference import Reference


def page(turns: Sequence[Turn], made: datetime) -> str:
    """Return the page.

    Args:
        turns: The conversation, oldest first.
        made: When the page is made.
    """
    blocks = ["# Questions and evidence", moment(made)]
    for turn in turns:
        blocks += _turn(turn, made)
    blocks += ["---", f"{PROMISE} To check a quote: `{CHECK}`"]
    return printable("\n\n".join(blocks)) + "\n"


def _turn(turn: Turn, made: datetime) -> Iterator[str]:
    """Yield the blocks that tell one question and its answer."""
    answer = turn.answer
    yield f"## {escaped_line(asked(turn.question))}"
    yield " · ".join(filter(None, (f"**{verdict_words(answer).capitalize()}**", origins_words(answer))))
    yield from (escaped_line(line) for line in missing(answer))
    if lines := explain_query(turn):
        yield "\n".join(f"- {escaped_line(line)}" for line in lines)
    for evidence in answer.evidence:
        yield from _evidence(evidence, made)
    if answer.nearest:
        yield "Nearest, though it does not answer:"
    for evidence in answer.nearest:
        yield from _evidence(evidence, made)
    for warning in answer.warnings:
        yield f"Note: {escaped_line(warning)}"
    yield escaped_line(searched(answer))


def _evidence(evidence: Evidence, made: datetime) -> Iterator[str]:
    yield block_quotes([Reference.of(evidence, made.date())])
    yield "\\\n".join(escaped_line(line) for line in (also_in(evidence), proof(evidence)) if line)
