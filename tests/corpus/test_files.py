"""The listing of the corpus folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.core.articles import ReadIssue
from qabot.core.errors import NoCorpus, StorageFailed
from qabot.corpus.folder import SourceFile, article_id, walk
from qabot.corpus.origin import shown


def _touch(path: Path, data: bytes = b"") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _paths(root: Path) -> list[str]:
    files, problems = walk(root)
    assert problems == []
    return [file.path for file in files]


def test_lists_every_readable_suffix_in_order(tmp_path: Path) -> None:
    for name in ("c.md", "b/a.TXT", "a.html", "b.htm", "b/z.jsonl", "d.Jsonl.GZ", "e.png", "f", "g.gz", "h.json"):
        _touch(tmp_path / name)
    assert _paths(tmp_path) == ["a.html", "b.htm", "b/a.TXT", "b/z.jsonl", "c.md", "d.Jsonl.GZ"]


def test_says_where_a_file_lies_how_large_it_is_and_when_it_changed(tmp_path: Path) -> None:
    path = _touch(tmp_path / "2015" / "x.md", b"four")
    os.utime(path, ns=(5, 1_234_567_890_123_456_789))
    assert walk(tmp_path)[0] == [SourceFile("2015/x.md", path.resolve(), 4, path.stat().st_mtime_ns)]


def test_passes_over_hidden_names_and_readmes(tmp_path: Path) -> None:
    for name in (
        ".x.md",
        ".git/x.md",
        "README.md",
        "b/ReadMe.txt",
        "readme.jsonl.gz",
        "readme-first.md",
        "readme/x.md",
    ):
        _touch(tmp_path / name)
    assert _paths(tmp_path) == ["readme-first.md", "readme/x.md"]


def test_walks_a_directory_named_like_an_article(tmp_path: Path) -> None:
    _touch(tmp_path / "x.md" / "y.md")
    assert _paths(tmp_path) == ["x.md/y.md"]


def test_never_follows_a_symbolic_link(tmp_path: Path) -> None:
    secret = _touch(tmp_path / "outside" / "secret.md", b"secret")
    root = tmp_path / "corpus"
    _touch(root / "good.md")
    (root / "file.md").symlink_to(secret)
    (root / "folder").symlink_to(secret.parent)
    (root / "loop").symlink_to(root)
    (root / "dangling.txt").symlink_to(tmp_path / "nothing")
    (root / "picture.png").symlink_to(secret)
    (root / "README.md").symlink_to(secret)
    (root / ".self").symlink_to(root / ".self")
    files, problems = walk(root)
    assert [file.path for file in files] == ["good.md"]
    cause = "is a symbolic link, which is not followed"
    assert problems == [ReadIssue(path, cause) for path in ("dangling.txt", "file.md", "folder", "loop")]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["a.pdf"], [("a.pdf", "is read by `qabot add` alone: move it out of the corpus folder and add it")]),
        (
            ["2015/b.docx", "c.PDF"],
            [("2015/b.docx", "is read by `qabot add` alone, as is 1 more here, .pdf (1): move them out")],
        ),
        (
            ["z.pdf", "d.pdf", "e.pdf", "f.epub", "g.eml", "good.md", "h.zip"],
            [("d.pdf", "as are 5 more here, .pdf (2), .eml (1), .epub (1), .zip (1): move them out of the corpus")],
        ),
        (["README.pdf", ".hidden.pdf", ".git/x.pdf", "picture.png", "style.css", "a.pdf.bak", "Makefile"], []),
    ],
)
def test_tells_once_of_what_only_add_reads(tmp_path: Path, names: list[str], told: list[tuple[str, str]]) -> None:
    for name in names:
        _touch(tmp_path / name)
    problems = walk(tmp_path)[1]
    assert [each.path for each in problems] == [path for path, _ in told]
    assert all(cause in each.cause for each, (_, cause) in zip(problems, told, strict=True)), problems
    (tmp_path / "link.pdf").symlink_to(tmp_path / "nowhere")
    assert walk(tmp_path)[1] == problems


def test_the_corpus_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    path = _touch(tmp_path / "real" / "x.md")
    (tmp_path / "link").symlink_to(path.parent)
    assert [file.absolute for file in walk(tmp_path / "link")[0]] == [path.resolve()]


def test_reports_what_is_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    os.mkfifo(tmp_path / "pipe.png")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket.txt"))
        assert walk(tmp_path) == (
            [],
            [ReadIssue("pipe.md", "is not a regular file"), ReadIssue("socket.txt", "is not a regular file")],
        )


def test_reports_names_that_are_not_utf8(tmp_path: Path) -> None:
    root = os.fsencode(tmp_path)
    for name in (b"caf\xe9.md", b"caf\xe9.png", b"d\xff"):
        if name == b"d\xff":
            os.mkdir(root + b"/" + name)  # noqa: PTH102 - Path takes no bytes
        else:
            os.close(os.open(root + b"/" + name, os.O_CREAT | os.O_WRONLY))
    cause = "has a name that is not UTF-8"
    assert walk(tmp_path) == ([], [ReadIssue("caf?.md", cause), ReadIssue("d?", cause)])


def test_reports_a_directory_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _touch(tmp_path / "good.md")
    _touch(tmp_path / "locked" / "x.md")
    scandir = os.scandir

    def refuse(folder: Path) -> object:
        if folder.name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    files, problems = walk(tmp_path)
    assert [file.path for file in files] == ["good.md"]
    assert problems == [ReadIssue("locked", "cannot be listed (Permission denied)", refused=True)]
    with pytest.raises(StorageFailed, match="you have no permission"):
        walk(tmp_path / "locked")


@pytest.mark.parametrize(("name", "what"), [("missing", "does not exist"), ("file", "is not a folder"), ("l", "exist")])
def test_a_missing_corpus_is_an_error_with_advice(tmp_path: Path, name: str, what: str) -> None:
    _touch(tmp_path / "file")
    (tmp_path / "l").symlink_to(tmp_path / "l")
    with pytest.raises(NoCorpus, match=what) as raised:
        walk(tmp_path / name)
    assert str(tmp_path / name) in raised.value.message
    assert raised.value.hint


def test_lists_ten_thousand_files_quickly(tmp_path: Path) -> None:
    for folder in range(20):
        (tmp_path / str(folder)).mkdir()
        for number in range(500):
            os.close(os.open(tmp_path / str(folder) / f"{number}.md", os.O_CREAT | os.O_WRONLY))
    fastest = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        files, problems = walk(tmp_path)
        fastest = min(fastest, time.perf_counter() - began)
        assert (len(files), problems) == (10_000, [])
    # Some 70 ms on a slow machine without coverage; the bound only catches a change of kind.
    assert fastest < 1.5


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2015/x.md", "2015/x"),
        ("dump.jsonl.gz", "dump"),
        ("A.B.HTML", "A.B"),
        ("x.md/y.txt", "x.md/y"),
        ("Zoë – £5bn.md", "Zoë – £5bn"),
        ("a\x1b[31mb\x07.md", "ab"),
        ("a\x1b]0;owned\x07b.md", "ab"),
        ("\u202egpj.x\u200b.md", "gpj.x"),
        ("line\nbreak.md", "line break"),
        ("no suffix", "no suffix"),
    ],
)
def test_an_article_is_called_by_its_path(path: str, expected: str) -> None:
    assert article_id(path) == expected


def test_names_that_hold_nothing_visible_stay_apart() -> None:
    first, second = article_id("a/\x07.md"), article_id("a/\u200b.md")
    assert first.startswith("a/")
    assert len({first, second, "a/"}) == 3


@given(st.text(min_size=1))
def test_no_path_steers_a_terminal(path: str) -> None:
    for text in (article_id(path + ".md"), shown(path)):
        text.encode()
        assert not any(character in text for character in "\x1b\x07\x9b\n\r\u202e\u200b")
    assert article_id(path + ".md")


def test_listing_loads_no_parser() -> None:
    code = "import sys, qabot.corpus.folder; print(sorted({'lxml', 'yaml', 'gzip'} & {*sys.modules}))"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "[]\n"
