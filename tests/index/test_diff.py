"""What is said to have changed in a corpus folder has changed: copies and touched files say what they said."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from msgspec import Struct

from qabot.core.articles import Article
from qabot.corpus.article_reader import read
from qabot.corpus.folder import walk
from qabot.index.article_writer import StoredArticle, StoredFile
from qabot.index.build.diff import compare, compare_contents

FILES = {
    "a.md": b"---\ntitle: Servers\n---\n\nServers cost 4m.\n",
    "2015/b.txt": b"Payroll\n\nPayroll is shared.\n",
    "c.jsonl": b'{"id": "x", "text": "One."}\n{"id": "y", "text": "Two."}\n',
}


class Indexed(Struct, frozen=True):
    """What a generation knows of a corpus folder, as it was read."""

    known: dict[str, StoredFile]
    articles: tuple[StoredArticle, ...]

    def files(self) -> dict[str, StoredFile]:
        return self.known

    def stored_of_files(self, paths: Collection[str]) -> Iterator[StoredArticle]:
        yield from (each for each in self.articles if each.file in paths)

    def stored_by_id(self, article_ids: Collection[str]) -> Iterator[StoredArticle]:
        yield from (each for each in self.articles if each.id in article_ids)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    root = tmp_path / "corpus"
    for name, data in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
        os.utime(root / name, (1e9, 1e9))
    return root


@pytest.fixture
def indexed(corpus: Path) -> Indexed:
    files, _ = walk(corpus)
    articles = [(each, file.path) for file in files for each in read(file) if isinstance(each, Article)]
    stored = (StoredArticle(each.id, each.content_hash, path, 0, 0, 1) for each, path in articles)
    return Indexed({file.path: StoredFile(file.path, file.size, file.mtime_ns, True) for file in files}, tuple(stored))


def test_of_a_copy_nothing_has_changed(corpus: Path, indexed: Indexed, tmp_path: Path) -> None:
    shutil.copytree(corpus, tmp_path / "copy", copy_function=shutil.copyfile)
    assert len(compare(tmp_path / "copy", indexed.files()).changed) == 3, "a build reads them all"
    changes = compare_contents(tmp_path / "copy", indexed)
    assert (changes.changed, changes.waiting) == ((), 0)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.md", b"---\ntitle: Servers\n---\n\nServers cost 5m.\n"),
        ("a.md", b"---\ntitle: Servant\n---\n\nServers cost 4m.\n"),
        ("2015/b.txt", b"Payroll\n\nPayroll was shared.\n"),
        ("c.jsonl", b'{"id": "x", "text": "One."}\n{"id": "y", "text": "Ten."}\n'),
        ("c.jsonl", b'{"id": "x", "text": "One."}\n'),
        ("c.jsonl", b'{"id": "x", "text": "One."}\n{"id": "z", "text": "Two."}\n'),
    ],
    ids=["text", "title", "longer", "record", "record gone", "record of another id"],
)
def test_a_file_that_says_something_else_has_changed(corpus: Path, indexed: Indexed, name: str, data: bytes) -> None:
    (corpus / name).write_bytes(data)
    for path in FILES:
        os.utime(corpus / path, (1e9 + 5, 1e9 + 5))
    assert compare_contents(corpus, indexed).changed == (name,)


def test_a_file_written_otherwise_that_says_the_same_has_not(corpus: Path, indexed: Indexed) -> None:
    (corpus / "a.md").write_bytes(b'---\r\ntitle: "Servers"\r\n---\r\n\r\nServers cost 4m.\r\n')
    assert compare(corpus, indexed.files()).changed == ("a.md",)
    assert compare_contents(corpus, indexed).changed == ()


def test_a_file_that_can_no_longer_be_read_keeps_what_was_indexed(corpus: Path, indexed: Indexed) -> None:
    (corpus / "a.md").write_bytes(b"---\ntitle: [never closed\n---\nbroken")
    assert compare_contents(corpus, indexed).changed == ()


def test_an_id_that_another_file_took_first_changes_nothing(corpus: Path, indexed: Indexed) -> None:
    (corpus / "c.jsonl").write_bytes(FILES["c.jsonl"] + b'{"id": "a", "text": "Not the servers."}\n')
    assert compare_contents(corpus, indexed).changed == ()


def test_what_was_not_read_is_not_said_to_have_changed(corpus: Path, indexed: Indexed) -> None:
    (corpus / "a.md").write_bytes(FILES["a.md"].replace(b"4m", b"5m"))
    (corpus / "2015" / "b.txt").write_bytes(b"Payroll\n\nPayroll was shared.\n")
    sizes = {path: len(data) for path, data in FILES.items()}
    assert compare_contents(corpus, indexed, 0).changed == ("2015/b.txt",), "its size is another"
    enough = sizes["2015/b.txt"] + 1 + sizes["a.md"]
    assert set(compare_contents(corpus, indexed, enough).changed) == {"2015/b.txt", "a.md"}
