"""ZIP files of articles: what is in them, one by one, without unpacking anything to the disk.

Names inside an archive are only shown. What expands far more than articles do is a bomb and is not read on.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import IO

from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
from qabot.corpus.formats import registry
from qabot.corpus.formats.documents import article_drafts
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.metadata import shown

MEMBER_LIMIT = 64 * 1024 * 1024
"""Bytes of one member, unpacked."""
TOTAL_LIMIT = 1024 * 1024 * 1024
"""Bytes of all members of one archive, unpacked."""
RATIO_LIMIT = 200
"""How many times its packed size a member may have, beyond `SMALL`."""
SMALL = 1024 * 1024
"""Bytes below which a member is no bomb, however well it packs."""
MEMBERS = 200_000
"""Members of one archive."""


def read(document: RawDocument) -> Iterator[ArticleDraft | AddOutcome]:
    """Yield the articles in the files of an archive, and what held none.

    Raises:
        UnreadableDocument: It is no archive that can be read.
    """
    with document.opened() as stream:
        for name, content in _members(stream):
            form = registry.of_file(name)
            whole = f"{document.name}: {name}"
            if isinstance(content, UnreadableDocument) or form is None:
                yield AddOutcome("skipped", whole, None, str(content))
            else:
                inside = replace(document, name=whole, data=content, kind=form.name, path=None)
                yield from article_drafts(inside, nested=True)


def _members(data: IO[bytes]) -> Iterator[tuple[str, bytes | UnreadableDocument]]:
    """Yield the files of an archive that are of a known format, each with its bytes or why it cannot be used.

    Raises:
        UnreadableDocument: It is no archive that can be read.
    """
    try:
        archive = zipfile.ZipFile(data)
        listed = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise UnreadableDocument("is not a sound ZIP file") from error
    if len(listed) > MEMBERS:
        raise UnreadableDocument(f"holds more than {MEMBERS:,} files")
    left = TOTAL_LIMIT
    with archive:
        for member in sorted(listed, key=lambda each: each.filename):
            if member.is_dir() or registry.of_file(member.filename) is None:
                continue
            content = _content(archive, member)
            left -= len(content) if isinstance(content, bytes) else 0
            if left < 0:
                raise UnreadableDocument(
                    f"unpacks to more than {TOTAL_LIMIT // 1024**2} MiB; what came before was kept"
                )
            yield shown(member.filename), content


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | UnreadableDocument:
    """The bytes of a member; what it says of its size is not believed."""
    most = min(MEMBER_LIMIT, max(SMALL, RATIO_LIMIT * member.compress_size))
    if member.flag_bits & 1:
        return UnreadableDocument("is encrypted")
    pieces = BytesIO()
    try:
        with archive.open(member) as stream:
            while piece := stream.read(1 << 16):
                pieces.write(piece)
                if pieces.tell() > most:
                    return UnreadableDocument("unpacks to far more than it holds, like a ZIP bomb")
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        return UnreadableDocument("is damaged inside the ZIP file")
    return pieces.getvalue()
