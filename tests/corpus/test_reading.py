"""One file into its articles, whatever it holds."""

from __future__ import annotations

import errno
import gzip
import os
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qabot.core.articles import Article, ReadIssue
from qabot.core.text import clean, clean_line
from qabot.corpus.article_reader import read
from qabot.corpus.folder import SourceFile, walk

CORPUS = Path(__file__).parents[2] / "corpus"
SUFFIXES = (".md", ".txt", ".html", ".htm", ".jsonl", ".jsonl.gz")
MIB = 1024 * 1024
Read = Callable[[str, bytes], list[Article | ReadIssue]]
ReadOne = Callable[[str, bytes], Article]
Refusal = Callable[[str, bytes], str]


def test_the_starter_corpus_reads_without_a_problem() -> None:
    files, problems = walk(CORPUS)
    assert problems == []
    read_from = {article.id: article for file in files for article in read(file) if isinstance(article, Article)}
    assert len(read_from) == len(files) == sum(1 for file in files for _ in read(file))
    assert {len(str(article.published)) for article in read_from.values()} == {4, 7, 10}
    assert all(article.organisations for article in read_from.values())
    article = read_from["2015/2015-11-26-socitm-spending-review"]
    assert str(article.published) == "2015-11"
    assert article.title
    assert "---" not in article.text
    assert "sources:" not in article.text


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html", ".htm"])
def test_a_document_over_the_cap_is_refused_in_little_memory(read_bytes: Read, suffix: str) -> None:
    data = b"x" * (50 * MIB)
    tracemalloc.start()
    try:
        results = read_bytes(f"big{suffix}", data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert results == [ReadIssue(f"big{suffix}", "is larger than 5 MiB")]
    assert peak < 11 * MIB


def test_a_document_at_the_cap_is_read(read_one: ReadOne) -> None:
    data = b"Title\n" + b"x" * (5 * MIB - 6)
    assert len(read_one("a.txt", data).text) == 5 * MIB - 6


@pytest.mark.parametrize("suffix", SUFFIXES[:-1])
def test_binary_files_are_refused(refusal: Refusal, suffix: str) -> None:
    assert refusal(f"a{suffix}", b"text\0\0" * 500) == "is binary"


def test_a_stray_nul_is_dropped(read_one: ReadOne) -> None:
    assert read_one("a.txt", b"Title\nOne\0two " + b"word " * 100).text.startswith("Onetwo word")


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_bytes_that_are_not_utf8_are_replaced_and_counted(read_bytes: Read, suffix: str) -> None:
    whole = "“£5” – Zoë".encode()
    note, article = read_bytes(f"a{suffix}", b"# Caf\xe9\n\nBroken \xff\xfe text. " + whole)
    assert note == ReadIssue(f"a{suffix}", "3 bytes are not UTF-8 and were replaced", skipped=False)
    assert isinstance(article, Article)
    assert article.title.removeprefix("# ") == "Caf\ufffd"
    assert article.text == "Broken \ufffd\ufffd text. “£5” – Zoë"


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html"])
@pytest.mark.parametrize(
    "text", ["It costs £5.", "“Naïve” – the café’s bill was €5m.", "L’État prévoit d’économiser dès l’été."]
)
def test_bytes_of_no_declared_charset_that_are_not_utf8_are_windows_1252(
    read_bytes: Read, suffix: str, text: str
) -> None:
    page = f"<h1>Title</h1><p>{text}</p>" if suffix == ".html" else f"# Title\n\n{text}"
    note, article = read_bytes(f"a{suffix}", page.encode("cp1252"))
    cause = "is not UTF-8 and declares no charset; it was read as Windows-1252"
    assert note == ReadIssue(f"a{suffix}", cause, skipped=False)
    assert isinstance(article, Article)
    assert article.text == text


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_other_alphabets_are_not_taken_for_windows_1252(read_bytes: Read, encoding: str) -> None:
    note, article = read_bytes("a.txt", "Title\n\nМинистерство цифрового развития объявило конкурс.".encode(encoding))
    cause = f"is not UTF-8 and declares no charset; it was read as {encoding.upper()}, which it looks like"
    assert note == ReadIssue("a.txt", cause, skipped=False)
    assert isinstance(article, Article)
    assert article.text == "Министерство цифрового развития объявило конкурс."


def test_what_is_mostly_beyond_ascii_and_looks_like_nothing_is_replaced(read_bytes: Read) -> None:
    note, article = read_bytes("a.txt", b"Title\n\n" + bytes(range(0x80, 0xC0)) * 3)
    assert note == ReadIssue("a.txt", "192 bytes are not UTF-8 and were replaced", skipped=False)
    assert isinstance(article, Article)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_a_byte_order_mark_is_believed(read_one: ReadOne, encoding: str, suffix: str) -> None:
    article = read_one(f"a{suffix}", "# Zoë’s £5bn\n\nTéxt.".encode(encoding))
    assert (article.title.removeprefix("# "), article.text) == ("Zoë’s £5bn", "Téxt.")


def test_a_broken_utf16_file_is_noted(read_bytes: Read) -> None:
    note, article = read_bytes("a.txt", "Title\nText".encode("utf-16") + b"\x00")
    assert note == ReadIssue("a.txt", "some bytes are not UTF-16 and were replaced", skipped=False)
    assert isinstance(article, Article)


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html", ".htm"])
@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\x1b[0m\x07"])
def test_an_article_without_text_is_refused(refusal: Refusal, suffix: str, data: bytes) -> None:
    assert refusal(f"a{suffix}", data) == "has no text"


@pytest.mark.parametrize("name", ["a.md", "a.jsonl", "a.jsonl.gz"])
def test_a_file_that_vanished_is_a_problem(tmp_path: Path, name: str) -> None:
    assert list(read(SourceFile(name, tmp_path / name, 1, 0))) == [ReadIssue(name, "is no longer there")]


def test_a_link_that_took_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("root:x")
    (tmp_path / "a.txt").symlink_to(tmp_path / "secret")
    source = SourceFile("a.txt", tmp_path / "a.txt", 6, 0)
    assert list(read(source)) == [ReadIssue("a.txt", "is a symbolic link, which is not followed")]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_fifo_or_folder_that_took_the_place_of_a_file_is_not_waited_for(tmp_path: Path, suffix: str) -> None:
    os.mkfifo(tmp_path / f"a{suffix}")
    (tmp_path / f"b{suffix}").mkdir()
    for name in (f"a{suffix}", f"b{suffix}"):
        cause = "cannot be read (it is not a regular file)"
        assert list(read(SourceFile(name, tmp_path / name, 0, 0))) == [ReadIssue(name, cause)]


def test_a_file_that_may_not_be_opened_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    source = SourceFile("a.md", tmp_path / "a.md", 0, 0)
    assert list(read(source)) == [ReadIssue("a.md", "cannot be read (Permission denied)", refused=True)]


def test_messages_name_a_hostile_path_safely(tmp_path: Path) -> None:
    name = "a\x1b]52;c;cm0=\x07\u202eb\n.md"
    (problem,) = read(SourceFile(name, tmp_path / name, 0, 0))
    assert problem == ReadIssue("ab .md", "is no longer there")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "a.md",
            '---\ntitle: "T\\e[31m\\u202e\\x07i"\noutlet: "\\e]0;x\\aO"\n---\nBody \x1b]8;;http://x\x07link\u2066.',
        ),
        ("a.md", "---\ntitle: T\x1b[31m\u202ei\noutlet: \x1b]0;x\x07O\n---\nBody \x1b]8;;http://x\x07link\u2066."),
        ("a.txt", "T\x1b[31m\u202e\x9b0mi\nBody \x1b]8;;http://x\x07link\u2066."),
        ("a.html", "<title>T&#x1b;[31m&#x202e;i</title><p>Body \x1b]8;;http://x\x07link&#x2066;."),
        ("a.jsonl", r'{"title":"T\u001b[31m\u202ei","text":"Body \u001b]8;;http://x\u0007link\u2066."}'),
    ],
)
def test_nothing_that_steers_a_terminal_is_stored(read_one: ReadOne, name: str, data: str) -> None:
    article = read_one(name, data.encode())
    assert (article.title, article.text) == ("Ti", "Body link.")
    assert article.outlet in {None, "O"}


def _assert_sound(results: list[Article | ReadIssue]) -> None:
    for result in results:
        if isinstance(result, Article):
            assert result.id
            assert result.title == clean_line(result.title) != ""
            assert result.text == clean(result.text) != ""
            _ = result.content_hash, result.text_sha256  # both need text that can be encoded
        else:
            assert result.cause
            assert "\n" not in result.cause


def _read_as(suffix: str, data: bytes) -> list[Article | ReadIssue]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x{suffix}"
        path.write_bytes(data)
        return list(read(SourceFile(f"x{suffix}", path, len(data), 0)))


HOSTILE_PIECES = (
    *(
        b"---\n",
        b"title: ",
        b"published: ",
        b"\n",
        b"[",
        b"{",
        b"}\n",
        b'"id":',
        b'"text":"',
        b'"',
        b",",
        b": ",
        b"&a ",
    ),
    *(b"<p>", b"<title>", b"<h1>", b"<li>", b"</", b"<!--", b"&#x1b;", b"\\ud800", b"\x1b]0;", b"\xff\xfe", b"*a"),
    *(b"!!python/name:os.system ", b"<article>", b"<meta charset=idna>", b"\x1f\x8b\x08\x00"),
)
HOSTILE = st.lists(
    st.binary(max_size=30)
    | st.text(max_size=30).map(lambda text: text.encode(errors="replace"))
    | st.sampled_from(HOSTILE_PIECES),
    max_size=20,
).map(b"".join)


@settings(deadline=None, max_examples=150)
@given(data=HOSTILE, suffix=st.sampled_from(SUFFIXES))
def test_nothing_a_file_holds_can_raise(data: bytes, suffix: str) -> None:
    _assert_sound(_read_as(suffix, data))


@settings(deadline=None, max_examples=60)
@given(data=HOSTILE, cut=st.integers(0, 80), flip=st.integers(0, 80))
def test_no_damaged_gzip_can_raise(data: bytes, cut: int, flip: int) -> None:
    packed = bytearray(gzip.compress(b'{"text":"first"}\n' + data))
    packed[flip % len(packed)] ^= 0x55
    _assert_sound(_read_as(".jsonl.gz", bytes(packed[: len(packed) - cut % len(packed)])))
