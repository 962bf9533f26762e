"""Answers as Markdown; what comes from articles and questions is escaped, so that none of it is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qabot.core.answers import Evidence, Turn
from qabot.core.text import printable
from qabot.output.phrasing import citation, coverage, missing, not_found, reprints, verdict_name

_SPECIAL = str.maketrans({character: f"\\{character}" for character in r"\`*_{}[]<>#|!~&"})
_BLOCK = re.compile(r"^(\s*\d{0,9})([-+=.)])", re.MULTILINE)
"""What would begin a list, a rule or a heading at the start of a line."""


def escaped(text: str) -> str:
    """Return text as Markdown that shows it as it stands."""
    return _BLOCK.sub(r"\1\\\2", text.translate(_SPECIAL))


def block_quote(text: str, *below: str) -> str:
    """Return text quoted line by line, with lines of ready Markdown below it, each a paragraph of the same quote."""
    quote = "\n".join(f"> {escaped(line)}" for line in text.split("\n"))
    return quote + "".join(f"\n>\n> {line}" for line in below)


def answer_page(turn: Turn, understood: Iterable[str], warnings: Iterable[str]) -> str:
    """Lay one answer out for notes.

    Args:
        turn: What was asked and answered.
        understood: How the question was read, a line a matter, as the surface words it.
        warnings: What the reader should know besides.
    """
    answer = turn.answer
    asked_for = escaped(turn.question.text)
    blocks = [f"**{asked_for}**"] if asked_for else []
    blocks.append(f"{verdict_name(answer).capitalize()} · searched {coverage(answer.searched)}")
    blocks += [escaped(line) for line in missing(answer)]
    blocks += [_quoted(evidence) for evidence in answer.evidence]
    blocks += [f"*{escaped(line)}*" for line in (*understood, *not_found(answer))]
    if answer.nearest:
        blocks += ["*nearest:*", *(_quoted(evidence) for evidence in answer.nearest)]
    blocks += [f"*Note: {escaped(warning)}*" for warning in warnings]
    return printable("\n\n".join(blocks)) + "\n"


def _quoted(evidence: Evidence) -> str:
    elsewhere = [escaped(reprints(evidence))] if evidence.duplicates else []
    return block_quote(evidence.text, f"— {escaped(citation(evidence))}", *elsewhere)
