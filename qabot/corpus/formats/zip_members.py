"""Members of ZIP files, unpacked with care: what expands far more than articles do is a bomb and is not read on."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import IO

from qabot.core.storage_faults import is_refusal
from qabot.corpus.formats.unreadable import UnreadableDocument

MEMBER_LIMIT = 64 * 1024 * 1024
"""Bytes of one member, unpacked."""
RATIO_LIMIT = 200
"""How many times its packed size a member may have, beyond `SMALL`."""
SMALL = 1024 * 1024
"""Bytes below which a member is no bomb, however well it packs."""
MEMBERS = 200_000
"""Members of one archive."""

_DAMAGE = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    zlib.error,
)


def opened(data: IO[bytes]) -> zipfile.ZipFile:
    """Open an archive.

    Raises:
        UnreadableDocument: It is none, or holds too many files.
        OSError: The machine refuses to read it.
    """
    try:
        archive = zipfile.ZipFile(data)
    except _DAMAGE as error:
        _raise_refusal(error)
        raise UnreadableDocument("is not a sound ZIP file") from error
    if len(archive.infolist()) > MEMBERS:
        raise UnreadableDocument(f"holds more than {MEMBERS:,} files")
    return archive


def content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return the bytes of a member; what it says of its size is not believed.

    Raises:
        UnreadableDocument: It is encrypted, damaged or a bomb.
        OSError: The machine refuses to read it.
    """
    most = min(MEMBER_LIMIT, max(SMALL, RATIO_LIMIT * member.compress_size))
    if member.flag_bits & 1:
        raise UnreadableDocument("is encrypted")
    pieces = BytesIO()
    try:
        with archive.open(member) as stream:
            while piece := stream.read(1 << 16):
                pieces.write(piece)
                if pieces.tell() > most:
                    break
    except _DAMAGE as error:
        _raise_refusal(error)
        raise UnreadableDocument("is damaged inside the ZIP file") from error
    if pieces.tell() > most:
        raise UnreadableDocument("unpacks to far more than it holds, like a ZIP bomb")
    return pieces.getvalue()


def _raise_refusal(error: Exception) -> None:
    """Raise what the machine refused, if that is what is behind an error: zipfile calls some of it a bad file."""
    for each in (error, error.__context__):
        if isinstance(each, OSError) and is_refusal(each):
            raise each
