"""A note's proof compared with the corpus and with the note: does each quote still stand where it was cut from?

No network and no model is asked. What a proof says is others' word: its ids are looked up, and its names are shown,
but no file is opened by a name that stands in it.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from msgspec import Struct

from qabot.core.errors import StorageFailed, UsageError
from qabot.core.home_files import read_up_to
from qabot.core.storage_faults import storage_fault
from qabot.core.text import clean_line, xml_safe
from qabot.output.schemas import brief_schemas as shapes
from qabot.output.schemas.document import read
from qabot.reports.brief.brief_file import PROOF_SUFFIX
from qabot.reports.brief.pinned_brief import ArticleTexts
from qabot.reports.brief.quote_standing import standing
from qabot.reports.check.draft_file import read_draft

MOST_PROOF_BYTES = 20 * 1024 * 1024
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_QUOTE_MARK = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_LIKE_MARKDOWN = frozenset({".md", ".markdown"})


class GivenNote(Struct, frozen=True):
    """A note that is compared with its proof."""

    name: str
    """What its file is called."""
    data: bytes
    """Its bytes."""


def is_proof(name: str) -> bool:
    """Whether a file is called as proofs are."""
    return name.endswith(PROOF_SUFFIX)


def note_beside(proof: Path) -> Path | None:
    """Return the note that lies beside a proof, by the proof's own name; None where there is none."""
    name = proof.name.removesuffix(PROOF_SUFFIX)
    note = proof.with_name(name) if name and is_proof(proof.name) else None
    return note if note and note.is_file() else None


def read_note(path: Path) -> GivenNote:
    """Read a note.

    Raises:
        UsageError: It is not there, no file, or too large.
        StorageFailed: The machine refuses to read it.
    """
    return GivenNote(clean_line(str(path)), _bytes(path))


def read_proof(path: Path) -> shapes.Proof:
    """Read a proof.

    Raises:
        UsageError: It is not there, no file, too large, or no proof.
        StorageFailed: The machine refuses to read it.
    """
    proof = read(_bytes(path), shapes.Proof)
    if proof is None:
        raise UsageError(
            f"{clean_line(str(path))} is no proof of a note.",
            hint=f"Give the file that `qabot brief --output NOTE` wrote beside the note: NOTE{PROOF_SUFFIX}.",
        )
    return proof


def check_proof(
    proof: shapes.Proof, called: str, texts: ArticleTexts, note: GivenNote | None = None
) -> shapes.ProofCheck:
    """Compare a proof with the articles that are held, and with the note where one is given.

    Args:
        proof: The proof.
        called: What its file is called.
        texts: The articles.
        note: The note.

    Raises:
        UsageError: The note has changed since, and is no file of a kind that is read.
    """
    is_same = note is not None and hashlib.sha256(note.data).hexdigest() == proof.note.sha256
    text = None if note is None or is_same else _words_of(note)
    quotes = tuple(_checked(each, texts, True if is_same else None, text) for each in proof.quotes)
    return shapes.ProofCheck(
        ok=all(each.ok and each.in_note is not False for each in quotes),
        proof=called,
        note=shapes.CheckedNote(
            name=clean_line(proof.note.name) if note is None else note.name,
            standing="not_given" if note is None else "same" if is_same else "changed",
        ),
        quotes=quotes,
        made=clean_line(proof.made),
        generation=clean_line(proof.generation),
        compared_with=texts.searched(None).generation,
    )


def _checked(
    proved: shapes.ProvedQuote, texts: ArticleTexts, in_note: bool | None, note: str | None
) -> shapes.CheckedQuote:
    found = standing(proved, texts.article(proved.article))
    start, end = found.place or (None, None)
    return shapes.CheckedQuote(
        number=proved.number,
        standing=found.kind,
        ok=found.ok,
        article=proved.article,
        attribution=proved.attribution,
        title=proved.title,
        quote=proved.quote,
        start=start,
        end=end,
        in_note=in_note if note is None else _one_line(proved.quote) in note,
    )


def _words_of(note: GivenNote) -> str:
    """Return the words of a note on one line, as one who reads it sees them."""
    draft = read_draft(note.name, note.data)
    text = draft.text
    if Path(note.name).suffix.lower() in _LIKE_MARKDOWN:
        text = _ESCAPE.sub(r"\1", _QUOTE_MARK.sub("", text))
    return _one_line(text)


def _one_line(text: str) -> str:
    """Return text on one line, without what no note shows."""
    return " ".join(xml_safe(text).split())


def _bytes(path: Path) -> bytes:
    name = clean_line(str(path))
    try:
        return read_up_to(path, MOST_PROOF_BYTES)
    except FileNotFoundError:
        raise UsageError(f"There is no file {name}.", hint="Give a note, or its proof: `qabot check FILE`.") from None
    except ValueError as cause:
        raise UsageError(f"{name} cannot be read: {cause}.", hint="Give a note, or its proof.") from None
    except OSError as cause:
        if refused := storage_fault(cause, path):
            raise refused from cause
        raise StorageFailed(f"{name} cannot be read: {cause.strerror}.", hint="Give another file.") from cause
