"""A note written to a file of its own, and the proof of its quotes to another beside it."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct

from qabot.core.errors import NotFound
from qabot.core.text import clean_line
from qabot.output.brief_writers import brief_writer
from qabot.output.new_file import seen_from, write_new
from qabot.output.schemas import brief_schemas as shapes
from qabot.output.schemas.brief_schemas import Brief
from qabot.output.schemas.document import encode
from qabot.reports.brief.brief_sections import quotes_of

PROOF_SUFFIX = ".proof.json"
"""What the name of a proof ends with, behind that of its note."""


class SavedBrief(Struct, frozen=True):
    """Where a note was written."""

    note: Path
    """The note."""
    proof: Path
    """Its proof."""


def save_brief(brief: Brief, name: str, folder: Path, form: str | None = None) -> SavedBrief:
    """Write a note and its proof to files that are not there yet.

    Args:
        brief: The note.
        name: Where to, seen from the folder.
        folder: The folder that qabot was started in.
        form: The format; None for the one that the name's ending says.

    Raises:
        NotFound: The note has no quote.
        UsageError: The ending is of no format or another's, there is such a file, or it cannot be written.
    """
    path = seen_from(folder, name)
    writer = brief_writer(form, path.suffix or "(no ending)")
    if not quotes_of(brief):
        raise NotFound(_nothing(brief), hint="Pin a passage in the chat, or give another topic.")
    proof_path = path.with_name(path.name + PROOF_SUFFIX)
    note = writer.file(brief)
    with ExitStack() as undo:
        write_new(path, note, "Write")
        undo.callback(path.unlink, missing_ok=True)  # a note without its proof could not be checked
        write_new(proof_path, encode(proof_of(brief, path.name, note)), "Write")
        undo.pop_all()
    return SavedBrief(path, proof_path)


def proof_of(brief: Brief, name: str, note: bytes) -> shapes.Proof:
    """Return the proof of a note.

    Args:
        brief: The note.
        name: What its file is called.
        note: The bytes of that file.
    """
    return shapes.Proof(
        made=brief.made,
        generation=brief.searched.generation,
        note=shapes.ProvedNote(name=clean_line(name), sha256=hashlib.sha256(note).hexdigest()),
        quotes=tuple(
            shapes.ProvedQuote(
                number=each.number,
                article=each.article.id,
                attribution=each.article.attribution,
                title=each.article.title,
                text_sha256=each.text_sha256,
                start=each.start,
                end=each.end,
                quote=each.quote,
            )
            for each in quotes_of(brief)
        ),
    )


def _nothing(brief: Brief) -> str:
    what = f"Nothing that can be quoted is held about “{brief.topic}”" if brief.topic else "No pin can be quoted"
    return f"{what}, so that no note was written."
