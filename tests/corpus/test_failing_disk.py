"""A disk that fails is told as that, whatever was being read: nothing that it kept back is called damaged."""

from __future__ import annotations

import errno
import gzip
import io
import json
import os
import re
from pathlib import Path

import pytest

from qabot.core.articles import Article, ReadIssue
from qabot.corpus import article_reader
from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
from qabot.corpus.folder import SourceFile, unread_parts, walk
from qabot.corpus.formats.documents import article_drafts
from qabot.corpus.ingest import local_sources
from tests.conftest import article
from tests.corpus.formats.test_packages import zipped
from tests.corpus.ingest.test_local import warc

WORDS = "The council bought a payroll system of its own, which cost it four million pounds in all. " * 40
PAGE = f"<!doctype html><title>Trams</title><h1>Trams</h1><p>{WORDS}".encode()
NOISE = [os.urandom(90_000).hex() for _ in range(3)]
"""What does not pack, so that much of an archive is yet to be read when the first of it was."""


def records() -> bytes:
    return "".join(
        json.dumps({"id": f"{n}", "title": "T", "text": f"{WORDS} {noise}"}) + "\n" for n, noise in enumerate(NOISE)
    ).encode()


DOCUMENTS: dict[str, tuple[str, bytes, int]] = {
    "a.md": ("markdown", article("Trams", WORDS).encode(), 0),
    "a.txt": ("text", f"Trams\n\n{WORDS}".encode(), 0),
    "a.html": ("html", PAGE, 0),
    "a.jsonl": ("json", records(), 1),
    "a.jsonl.gz": ("json", gzip.compress(records()), 1),
    "a.zip": ("zip", zipped({f"{n}.md": article("T", noise[: 2_000 * 9**n]) for n, noise in enumerate(NOISE)}), 1),
    "a.warc.gz": ("warc", warc([(f"https://e.org/{n}", "200 OK", "text/html", PAGE) for n in range(800)]), 1),
    "a.pdf": ("pdf", b"%PDF-1.4 " + bytes(90_000), 0),
    "a.docx": ("docx", zipped({"word/document.xml": "<a/>", "b": NOISE[0]}), 0),
}
"""By name: the format, what it holds, and whether some of it can be used that was read before the disk failed."""


class Failing(io.RawIOBase):
    """A file on a disk that fails in the middle of it, for good."""

    def __init__(self, data: bytes, number: int = errno.EIO) -> None:
        """Hold these bytes, of which the later half is kept back but for the very end, with this error."""
        self._inner, self._number = io.BytesIO(data), number
        self._failing = range(len(data) // 2, max(len(data) // 2 + 1, len(data) - 4_000))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._inner.seek(offset, whence)

    def tell(self) -> int:
        return self._inner.tell()

    def readinto(self, buffer: memoryview, /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        if self._inner.tell() in self._failing:
            raise OSError(self._number, os.strerror(self._number))
        if self._inner.tell() < self._failing.start:
            buffer = memoryview(buffer)[: self._failing.start - self._inner.tell()]
        return self._inner.readinto(buffer)


def opened(data: bytes, number: int = errno.EIO) -> io.BufferedReader:
    return io.BufferedReader(Failing(data, number))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_added_from_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kind, data, usable = DOCUMENTS[name]
    there = RawDocument.opened

    def open_it(document: RawDocument) -> io.BufferedReader:
        return opened(data) if document.path else there(document)

    monkeypatch.setattr(RawDocument, "opened", open_it)
    found = list(article_drafts(RawDocument(name, b"", kind, path=Path(name))))
    refused = [each for each in found if isinstance(each, AddOutcome) and each.refused]
    assert refused
    assert all(each.kind == "skipped" and "Input/output error" in each.reason for each in refused)
    others = [each for each in found if each not in refused]
    assert all(isinstance(each, ArticleDraft) for each in others), others
    assert bool(others) == bool(usable)


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if re.search(r"md|txt|html|jsonl", name)])
@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE, errno.EUCLEAN, errno.EBADMSG])
def test_what_is_indexed_from_it(name: str, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _, data, usable = DOCUMENTS[name]

    def open_it(_: Path) -> io.BufferedReader:
        return opened(data, number)

    monkeypatch.setattr(article_reader, "_open", open_it)
    *articles, problem = article_reader.read(SourceFile(name, Path(name), 0, 0))
    assert isinstance(problem, ReadIssue)
    assert (problem.refused, problem.skipped) == (True, True)
    assert os.strerror(number) in problem.cause
    assert [type(each) for each in articles[:1]] == [Article] * usable


def test_what_is_no_fault_of_the_disk_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: [never closed\n---\nbroken")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(records())[:-20])
    files, _ = walk(tmp_path)
    gone = SourceFile("c.md", tmp_path / "c.md", 0, 0)
    problems = [each for file in (*files, gone) for each in article_reader.read(file) if isinstance(each, ReadIssue)]
    assert {each.path: each.refused for each in problems} == {"a.md": False, "b.jsonl.gz": False, "c.md": False}
    assert unread_parts(tmp_path, problems) is None
    whole = zipped({"a.md": article("T", WORDS)})
    (found,) = article_drafts(RawDocument("a.zip", whole[: len(whole) // 2], "zip"))
    assert isinstance(found, AddOutcome)
    assert not found.refused


def test_folders_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "a.md").write_text(article("T", WORDS))
    listing = os.scandir

    def scandir(path: str | Path) -> object:
        if Path(path).name == "inside":
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return listing(path)

    monkeypatch.setattr(os, "scandir", scandir)
    files, problems = walk(tmp_path)
    assert [each.path for each in files] == ["a.md"]
    assert problems == [ReadIssue("inside", "cannot be listed (Input/output error)", refused=True)]
    told = unread_parts(tmp_path, problems)
    assert told
    assert told.message == f"Not all of {tmp_path} could be read: inside: cannot be listed (Input/output error)."
    _, others = local_sources.listed([tmp_path])
    assert [(each.kind, each.refused) for each in others] == [("passed_over", True)]


def test_more_than_one_are_counted(tmp_path: Path) -> None:
    several = [ReadIssue(f"{n}.md", "cannot be read (x)", refused=n > 0) for n in range(4)]
    told = unread_parts(tmp_path, several)
    assert told
    assert told.message.endswith("could be read: 1.md: cannot be read (x), and 2 more.")
