"""The formats that qabot writes: one entry each, which `ask --format`, `/copy`, `/export` and their helps all read.

To add one, write a module of functions beside these, and give it an entry in `WRITERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.answers import Turn
from qabot.core.errors import UsageError
from qabot.output import bibtex, csl_json, html_page, json_documents, markdown_conversation, markdown_page, ris
from qabot.output.plain_citations import block_quotes, texts
from qabot.output.reference import Reference
from qabot.output.schemas.document import encode

Writes = Literal["answer", "conversation", "citation"]
"""What a format may be able to write."""


class ShownAnswer(Struct, frozen=True):
    """An answer with what a surface says beside it."""

    turn: Turn
    """What was asked and answered."""
    understood: Sequence[str]
    """How the question was read, a line a matter, as the surface words it."""
    warnings: Sequence[str]
    """What the reader should know besides."""
    made: datetime
    """When it is written."""


class Writer(Struct, frozen=True, kw_only=True):
    """A format, and what can be written in it; what cannot is None."""

    name: str
    """What it is asked for by."""
    aliases: tuple[str, ...] = ()
    """Other names of it."""
    suffix: str
    """What the name of such a file ends with."""
    media_type: str
    """What it is called on the web."""
    answer: Callable[[ShownAnswer], str] | None = None
    """Writes one answer whole; None where its quotes are cited and that is all."""
    conversation: Callable[[Sequence[Turn], datetime], str] | None = None
    """Writes a conversation, oldest turn first, dated with when that is done; there may be no turn."""
    citation: Callable[[Iterable[Reference]], str] | None = None
    """Writes quotes with where they stand."""

    @property
    def is_for_programs(self) -> bool:
        """Whether a program reads it, which is told of errors in JSON too."""
        return "json" in self.media_type

    def can_write(self, what: Writes) -> bool:
        """Whether it can write something; an answer can be written as its citations, too."""
        made = {"answer": self.answer or self.citation, "conversation": self.conversation, "citation": self.citation}
        return made[what] is not None


def _json(shown: ShownAnswer) -> str:
    return encode(json_documents.ask_document(shown.turn, shown.warnings))


def _json_lines(shown: ShownAnswer) -> str:
    return json_documents.answer_lines(shown.turn)


def _markdown(shown: ShownAnswer) -> str:
    return markdown_page.answer_page(shown.turn, shown.understood, shown.warnings)


def _html(shown: ShownAnswer) -> str:
    answer = replace(shown.turn.answer, warnings=tuple(shown.warnings))
    return html_page.page([replace(shown.turn, answer=answer)], shown.made)


WRITERS: tuple[Writer, ...] = (
    Writer(name="text", suffix=".txt", media_type="text/plain", citation=texts),
    Writer(
        name="markdown",
        aliases=("md",),
        suffix=".md",
        media_type="text/markdown",
        answer=_markdown,
        conversation=markdown_conversation.page,
        citation=block_quotes,
    ),
    Writer(name="html", suffix=".html", media_type="text/html", answer=_html, conversation=html_page.page),
    Writer(
        name="json",
        suffix=".json",
        media_type="application/json",
        answer=_json,
        conversation=json_documents.conversation,
    ),
    Writer(name="jsonl", suffix=".jsonl", media_type="application/jsonl", answer=_json_lines),
    Writer(name="bibtex", suffix=".bib", media_type="application/x-bibtex", citation=bibtex.entries),
    Writer(name="ris", suffix=".ris", media_type="application/x-research-info-systems", citation=ris.records),
    Writer(
        name="csl-json",
        suffix=".csl.json",
        media_type="application/vnd.citationstyles.csl+json",
        citation=csl_json.items,
    ),
)
"""Every format, in the order in which they are offered."""


def writers(writes: Writes) -> tuple[Writer, ...]:
    """Return the formats in which something can be written."""
    return tuple(writer for writer in WRITERS if writer.can_write(writes))


def find(name: str, writes: Writes) -> Writer | None:
    """Return the format of this name or alias, in any case, that can write something; None where there is none."""
    wanted = name.lower()
    return next((each for each in writers(writes) if wanted in {each.name, *each.aliases}), None)


def require(name: str, writes: Writes) -> Writer:
    """Return the format of this name or alias.

    Raises:
        UsageError: There is no such format that can write this.
    """
    if writer := find(name, writes):
        return writer
    names = ", ".join(each.name for each in writers(writes))
    raise UsageError(f"There is no format {name!r}.", hint=f"There are {names}.")


def by_suffix(suffix: str, writes: Writes) -> Writer | None:
    """Return the format of files that end so, in any case; None where there is none."""
    return next((each for each in writers(writes) if each.suffix == suffix.lower()), None)
