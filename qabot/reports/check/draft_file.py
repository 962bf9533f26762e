"""Reading a draft: a text file as it stands, a page and a Word file by their paragraphs, whatever they are made to do.

The readers of pages and of Word files are named, and loaded when such a draft is read: a text takes neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path, PurePath
from typing import cast

from qabot.core.errors import StorageFailed, UsageError
from qabot.core.home_files import read_up_to
from qabot.core.storage_faults import storage_fault
from qabot.core.text import clean_line
from qabot.corpus.formats.decoding import decode, is_binary
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.reports.check.draft_text import DraftText

MOST_BYTES = 20 * 1024 * 1024
"""Of a file: pictures in a Word file count."""
MOST_CHARACTERS = 2_000_000
"""Of a draft's text: some 300,000 words."""
STANDARD_INPUT = "-"
_READERS: Mapping[str, str] = {
    ".html": "page_draft",
    ".htm": "page_draft",
    ".xhtml": "page_draft",
    ".docx": "word_draft",
    ".docm": "word_draft",
}
"""Which module of this package reads which files; its function is `read`."""
_TEXTS = frozenset({".md", ".markdown", ".txt", ".text", ""})
_MARKDOWN = frozenset({".md", ".markdown"})
_KINDS = ".md, .txt, .html or .docx"
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Reader = Callable[[str, bytes], DraftText]
"""Reads the bytes of a draft of a name."""


def read_draft_file(path: Path, called: str = "") -> DraftText:
    """Read a draft.

    Args:
        path: Where it is.
        called: What to call it; its path by default.

    Raises:
        UsageError: It is not there, too large, of a kind that is not read, or no sound file of its kind.
        StorageFailed: The machine refuses to read it.
    """
    name = clean_line(called or str(path))
    try:
        data = read_up_to(path, MOST_BYTES)
    except FileNotFoundError:
        raise UsageError(f"There is no file {name}.", hint="Give a draft: `qabot check DRAFT.md`.") from None
    except ValueError as cause:
        raise UsageError(f"{name} cannot be checked: {cause}.", hint=f"Give a file of {_KINDS}.") from None
    except OSError as cause:
        if refused := storage_fault(cause, path):
            raise refused from cause
        raise StorageFailed(f"{name} cannot be read: {cause.strerror}.", hint="Give another file.") from cause
    return read_draft(name, data)


def read_draft(name: str, data: bytes) -> DraftText:
    """Read the bytes of a draft; what is called `-` is told by how it begins.

    Raises:
        UsageError: It is of a kind that is not read, no sound file of its kind, or too long.
    """
    if len(data) > MOST_BYTES:
        raise _unreadable(name, f"is larger than {MOST_BYTES // 1024**2} MiB")
    suffix = PurePath(name).suffix.lower() if name != STANDARD_INPUT else ".docx" if data.startswith(_ZIP) else ".md"
    try:
        draft = _reader(name, suffix)(name, data)
    except UnreadableDocument as cause:
        raise _unreadable(name, str(cause)) from cause
    if len(draft.text) > MOST_CHARACTERS:
        raise _unreadable(name, f"is longer than {MOST_CHARACTERS:,} characters")
    return draft


def _reader(name: str, suffix: str) -> Reader:
    if suffix in _TEXTS:
        return _read_text
    if suffix not in _READERS:
        raise _unreadable(name, "is of a kind that is not read")
    return cast("Reader", import_module(f"{__package__}.{_READERS[suffix]}").read)


def _read_text(name: str, data: bytes) -> DraftText:
    """Read a text file, every character of it."""
    if data.startswith((_ZIP, _OLD_OFFICE)) or is_binary(data):
        raise UnreadableDocument("is no text")
    suffix = PurePath(name).suffix.lower()
    text = decode(data, None).text
    return DraftText.of(name, data, text, is_markdown=suffix in _MARKDOWN or name == STANDARD_INPUT)


def _unreadable(name: str, why: str) -> UsageError:
    return UsageError(f"{name} cannot be checked: it {why}.", hint=f"Give a file of {_KINDS}.")
