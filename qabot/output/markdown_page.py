"""Answers as Markdown; what comes from articles and questions is escaped, so that none of it is parsed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from qabot.core.answers import Evidence, Turn
from qabot.core.text import Span, clean_line, printable
from qabot.output.answer_marks import answer_within
from qabot.output.phrasing import citation, coverage, missing, not_found, reprints, verdict_name

_SPECIAL = str.maketrans({character: f"\\{character}" for character in r"\`*_{}[]<>#|!~&"})
_BLOCK = re.compile(r"^([^\S\n]*+(?=[-+=])|[^\S\n]*+\d{1,9}(?=[.)](?:\s|$)))(.)", re.MULTILINE)
"""What would begin a list, a rule or a heading at the start of a line."""


def escaped(text: str) -> str:
    """Return text as Markdown that shows it as it stands."""
    return _BLOCK.sub(r"\1\\\2", text.translate(_SPECIAL))


def escaped_line(text: str) -> str:
    """Return text on one line, as Markdown that shows it as it stands."""
    return escaped(clean_line(text))


def bracketed(address: str) -> str:
    """Return an address as Markdown takes it; it holds nothing that would end it."""
    return f"<{address.replace('&', '&amp;')}>"  # a character reference alone would be parsed


def block_quote(text: str, *below: str, answer: Span | None = None) -> str:
    """Return text quoted line by line, with lines of ready Markdown below it, each a paragraph of the same quote.

    Args:
        text: What is quoted.
        below: The lines.
        answer: The part of it that answers: it is set in bold, or said below where Markdown can set no bold.
    """
    lines, above = [escaped(line) for line in text.split("\n")], list[str]()
    if answer:
        bold = list(_in_bold(text, answer))
        if all(each is not None for each in bold):
            lines = [each or "" for each in bold]
        else:
            above = [f"Answer: {escaped_line(text[slice(*answer)])}"]
    quote = "\n".join(f"> {line}" for line in lines)
    return quote + "".join(f"\n>\n> {line}" for line in (*above, *below))


def _in_bold(text: str, part: Span) -> Iterator[str | None]:
    """Yield each line of a text as Markdown, what lies in the part in bold; None for a line where that cannot be."""
    place = 0
    for line in text.split("\n"):
        first, last = (min(max(each - place, 0), len(line)) for each in part)
        place += len(line) + 1
        inside = line[first:last]
        first += len(inside) - len(inside.lstrip())
        last -= len(inside) - len(inside.rstrip())
        before, bold, behind = line[:first], line[first:last], line[last:]
        if not bold.strip():
            yield escaped(line)
        elif _can_flank(before[-1:], bold[0]) and _can_flank(behind[:1], bold[-1]):
            yield f"{escaped(before)}**{escaped(bold)}**{escaped(behind)}"
        else:
            yield None


def _can_flank(outside: str, inside: str) -> bool:
    """Whether asterisks between two characters are emphasis: CommonMark 0.31, "left- and right-flanking"."""
    return not _is_punctuation(inside) or not outside or outside.isspace() or _is_punctuation(outside)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


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
    answer = answer_within(evidence, evidence.start, evidence.end)
    return block_quote(evidence.text, f"— {escaped(citation(evidence))}", *elsewhere, answer=answer)
