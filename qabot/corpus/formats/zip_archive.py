"""ZIP files of articles: what is in them, one by one, without unpacking anything to the disk.

Names inside an archive are only shown. What expands far more than articles do is a bomb and is not read on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import PurePosixPath
from zipfile import ZipFile, ZipInfo

from msgspec.structs import replace

from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
from qabot.corpus.formats import registry, zip_members
from qabot.corpus.formats.documents import article_drafts, unread
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.origin import shown
from qabot.corpus.passed_over import HIDDEN, OTHER_KIND, WITH_A_PAGE, PassedOver, belongs_to_a_page, page_stems

TOTAL_LIMIT = 1024 * 1024 * 1024
"""Bytes of all members of one archive, unpacked."""

_RESOURCES = "__MACOSX"
"""The folder in which macOS packs what belongs to no file but to its own finder."""
_DEEP = 8
"""How many folders up from a file are looked at, for a path may be made of thousands."""


def read(document: RawDocument) -> Iterator[ArticleDraft | AddOutcome]:
    """Yield the articles in the files of an archive, and what held none.

    Raises:
        UnreadableDocument: It is no archive that can be read.
    """
    with document.opened() as stream, zip_members.opened(stream) as archive:
        passed = PassedOver(document.name)
        left = TOTAL_LIMIT
        for member in _members(archive, passed):
            whole = f"{document.name}: {shown(member.filename)}"
            form = registry.of_file(member.filename)
            try:
                data = zip_members.content(archive, member)
            except UnreadableDocument as error:
                yield AddOutcome("skipped", whole, None, str(error))
                continue
            except OSError as error:
                yield unread(whole, error)
                continue
            left -= len(data)
            if left < 0:
                raise UnreadableDocument(
                    f"unpacks to more than {TOTAL_LIMIT // 1024**2} MiB; what came before was kept"
                )
            if form:
                inside = replace(document, name=whole, data=data, kind=form.name, path=None)
                yield from article_drafts(inside, nested=True)
        yield from passed.outcomes()


def _members(archive: ZipFile, passed: PassedOver) -> Iterator[ZipInfo]:
    """Yield the files of an archive that are of a known format, in order, and count the others."""
    # Of a name that is empty, or begins with a NUL, zipfile cannot tell whether it is a folder's.
    listed = [member for member in archive.infolist() if not member.filename.endswith("/")]
    names: defaultdict[str, list[str]] = defaultdict(list)
    for member in listed:
        path = PurePosixPath(member.filename)
        if registry.of_file(path.name):
            names[str(path.parent)].append(path.name)
    pages = {folder: page_stems(inside) for folder, inside in names.items()}
    saved: dict[str, bool] = {}
    for member in sorted(listed, key=lambda each: each.filename):
        if why := _why_not_read(PurePosixPath(member.filename), pages, saved):
            passed.note(shown(member.filename), why)
        elif registry.of_file(member.filename) and not _is_hidden(member.filename):
            yield member


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") and part.strip(".") for part in name.split("/")) or name.startswith(_RESOURCES)


def _why_not_read(path: PurePosixPath, pages: Mapping[str, frozenset[str]], saved: dict[str, bool]) -> str:
    """Say why a member is passed over; empty where it is not, or nobody would have thought it an article."""
    is_readable = registry.of_file(path.name) is not None
    if path.parts[:1] == (_RESOURCES,):
        return ""
    if _is_hidden(str(path)):
        return HIDDEN if is_readable else ""
    for folder in islice(path.parents, _DEEP):
        at = str(folder)
        if at not in saved:
            saved[at] = belongs_to_a_page(folder.name, pages.get(str(folder.parent), frozenset()))
        if saved[at]:
            return WITH_A_PAGE
    return "" if is_readable else OTHER_KIND
