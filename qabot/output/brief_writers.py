"""The formats in which a note can be written; they are loaded when one is."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from qabot.core.errors import UsageError
from qabot.output.brief_markdown import brief_markdown
from qabot.output.brief_page import brief_page
from qabot.output.brief_word import brief_word
from qabot.output.schemas.brief_schemas import Brief
from qabot.output.schemas.document import encode

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class BriefWriter(Struct, frozen=True):
    """A format of notes."""

    name: str
    """What it is asked for by."""
    suffix: str
    """What the name of such a file ends with."""
    media_type: str
    """What it is called on the web."""
    write: Callable[[Brief], str | bytes]
    """Writes a note: text, or the bytes of a file that is no text."""

    def file(self, note: Brief) -> bytes:
        """Return the bytes of a note's file."""
        written = self.write(note)
        return written if isinstance(written, bytes) else written.encode()


BRIEF_WRITERS = (
    BriefWriter("md", ".md", "text/markdown", brief_markdown),
    BriefWriter("html", ".html", "text/html", brief_page),
    BriefWriter("docx", ".docx", _WORD, brief_word),
    BriefWriter("json", ".json", "application/json", encode),
)
"""Every format, in the order in which they are offered."""


def brief_writer(form: str | None, suffix: str = "") -> BriefWriter:
    """Return a format by its name, or where none is given by how a file's name ends; Markdown where neither is.

    Raises:
        UsageError: The ending is of no format, or of another than the one that is named.
    """
    named = next((each for each in BRIEF_WRITERS if each.name == form), None)
    ending = next((each for each in BRIEF_WRITERS if each.suffix == suffix.lower()), None)
    *others, last = (each.suffix for each in BRIEF_WRITERS)
    if suffix and (ending is None or (named and named is not ending)):
        wrong = f"{suffix} is no ending of a {named.name} file." if named else f"{suffix} says not how to write a note."
        raise UsageError(wrong, hint=f"Use {named.suffix}." if named else f"Use {', '.join(others)} or {last}.")
    return named or ending or BRIEF_WRITERS[0]
