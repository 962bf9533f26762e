"""JSON lines, plain and gzipped."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.core.articles import Article, ReadIssue
from qabot.core.dates import PartialDate
from qabot.corpus.formats import jsonl
from qabot.corpus.formats.text_head import beginning
from qabot.corpus.origin import Origin
from qabot.index.build.chunking import headline

MIB = 1024 * 1024
Read = Callable[[str, bytes], list[Article | ReadIssue]]
ReadOne = Callable[[str, bytes], Article]
Refusal = Callable[[str, bytes], str]


def _line(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def _articles(results: list[Article | ReadIssue]) -> list[Article]:
    return [result for result in results if isinstance(result, Article)]


def _problems(results: list[Article | ReadIssue]) -> list[ReadIssue]:
    return [result for result in results if isinstance(result, ReadIssue)]


@pytest.mark.parametrize("pack", [("x.jsonl", bytes), ("x.jsonl.gz", gzip.compress)])
def test_reads_every_field(read_one: ReadOne, pack: tuple[str, Callable[[bytes], bytes]]) -> None:
    record = _line(
        id=17,
        title="T",
        body="One.\n\nTwo.",
        date=2015,
        source="O",
        author=["A", "B"],
        link="https://a.org",
        organizations=["X", None, "Y"],
        tags="t",
        extra={"a": [1]},
    )
    name, packed = pack
    assert read_one(name, packed(record)) == Article(
        id="17",
        title="T",
        text="One.\n\nTwo.",
        outlet="O",
        author="A, B",
        published=PartialDate(2015),
        url="https://a.org",
        organisations=("X", "Y"),
        topics=("t",),
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"id": "a/b"}, "a/b"),
        ({"_id": "m1"}, "m1"),
        ({"id": None, "_id": 0}, "0"),
        ({"id": " a\n\x1b[31mb\u202e "}, "a b"),
        ({"id": "x" * 300}, "x" * 200),
        ({}, "dump#1"),
        ({"id": ""}, "dump#1"),
        ({"id": True}, "dump#1"),
        ({"id": ["a"]}, "dump#1"),
        ({"id": "\ud800"}, "dump#1"),
    ],
)
def test_ids(read_one: ReadOne, fields: dict[str, object], expected: str) -> None:
    article = read_one("dump.jsonl", _line(text="Text.", **fields))
    assert article.id == expected
    assert article.title


def test_a_record_without_an_id_is_called_by_its_line(read_bytes: Read) -> None:
    data = b"\n" + _line(text="a") + b"  \r\n" + _line(text="b", title="B")
    assert [(article.id, article.title) for article in _articles(read_bytes("d.jsonl.gz", gzip.compress(data)))] == [
        ("d#2", "a"),
        ("d#4", "B"),
    ]


def test_text_may_be_a_list_of_paragraphs_and_hold_lone_surrogates(read_one: ReadOne) -> None:
    article = read_one(
        "x.jsonl", rb'{"title":"T\ud83d","text":"","content":["One\udc00.", 5, "", "Two \ud83d\ude00."]}'
    )
    assert (article.title, article.text) == ("T", "One.\n\nTwo 😀.")


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        (b"{bad", "is not valid JSON (Expecting property name enclosed in double quotes at character 2)"),
        (b"[1, 2]", "is not a JSON object"),
        (b'"text"', "is not a JSON object"),
        (b'{"text": "a", "n": NaN}', "is not valid JSON (a number is too long, or not finite)"),
        (b'{"text": "a", "n": -Infinity}', "is not valid JSON (a number is too long, or not finite)"),
        (b'{"text": "a", "n": ' + b"9" * 5000 + b"}", "is not valid JSON (a number is too long, or not finite)"),
        (b"[" * 200_000, "nests too deeply"),
        (b'{"text":' * 100_000, "nests too deeply"),
        (b'{"title": "a"}', "has no text"),
        (b'{"text": {"a": 1}}', "has no text"),
        (b'{"text": "\\u001b[0m\\ud800"}', "has no text"),
        (b"\xff\xfe", "is not valid JSON (Expecting value at character 1)"),
    ],
)
def test_a_bad_record_costs_that_record_only(read_bytes: Read, line: bytes, cause: str) -> None:
    results = read_bytes("x.jsonl", _line(id=1, text="a") + line + b"\n" + _line(id=3, text="c"))
    assert [article.id for article in _articles(results)] == ["1", "3"]
    assert _problems(results) == [ReadIssue("x.jsonl", cause, line=2)]


def test_notes_name_their_line(read_bytes: Read) -> None:
    results = read_bytes("x.jsonl", _line(text="a") + b'{"text":"caf\xe9","published":"2015-02-30"}')
    assert [article.text for article in _articles(results)] == ["a", "café"]
    assert _problems(results) == [
        ReadIssue(
            "x.jsonl", "is not UTF-8 and declares no charset; it was read as Windows-1252", line=2, skipped=False
        ),
        ReadIssue("x.jsonl", "published '2015-02-30' is not a date; indexed without one", line=2, skipped=False),
    ]


@pytest.mark.parametrize("pack", [("x.jsonl", bytes), ("x.jsonl.gz", gzip.compress)])
def test_a_line_of_50_mb_is_passed_over_in_little_memory(
    read_bytes: Read, pack: tuple[str, Callable[[bytes], bytes]]
) -> None:
    name, packed = pack
    data = packed(_line(id=1, text="a") + b'{"text":"' + b"x" * 50_000_000 + b'"}\n' + _line(id=3, text="c"))
    tracemalloc.start()
    try:
        results = read_bytes(name, data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [article.id for article in _articles(results)] == ["1", "3"]
    assert _problems(results) == [ReadIssue(name, "is longer than 5 MiB", line=2)]
    assert peak < 16 * MIB


def test_a_flood_of_bad_lines_is_counted_rather_than_told(read_bytes: Read) -> None:
    results = read_bytes("x.jsonl", b"x\n" * 5000 + _line(id="last", text="a"))
    assert [article.id for article in _articles(results)] == ["last"]
    *told, counted = _problems(results)
    assert [problem.line for problem in told] == [*range(1, jsonl.PROBLEM_LIMIT + 1)]
    assert counted == ReadIssue("x.jsonl", "holds 4900 more lines that cannot be read")


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_the_longest_line_that_is_read(end: bytes) -> None:
    fits = b"x" * jsonl.LINE_LIMIT
    for line, expected in ((fits, fits), (fits + b"y", None)):
        assert list(jsonl.lines(io.BufferedReader(io.BytesIO(line + end)), float("inf"))) == [(1, expected)]


@given(st.lists(st.binary(max_size=12).filter(lambda line: b"\n" not in line), max_size=9))
def test_lines_are_numbered_as_a_reader_counts_them(lines: list[bytes]) -> None:
    joined = b"".join(line + b"\n" for line in lines)
    expected = [(number, line.strip()) for number, line in enumerate(lines, 1)]
    assert list(jsonl.lines(io.BufferedReader(io.BytesIO(joined)), float("inf"))) == expected


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("pack", [("x.jsonl", bytes), ("x.jsonl.gz", gzip.compress)])
def test_a_file_without_records_is_a_problem(
    refusal: Refusal, data: bytes, pack: tuple[str, Callable[[bytes], bytes]]
) -> None:
    name, packed = pack
    assert refusal(name, packed(data)) == "holds no record"


def test_a_byte_order_mark_is_passed_over_and_utf16_refused(read_one: ReadOne, refusal: Refusal) -> None:
    record = '{"id": "a", "text": "é"}\n'
    assert read_one("x.jsonl", record.encode("utf-8-sig")).text == "é"
    assert refusal("x.jsonl", record.encode("utf-16")) == "is UTF-16, but JSON lines are UTF-8"


def test_a_gzip_bomb_is_defused_in_little_memory(read_bytes: Read) -> None:
    data = gzip.compress(_line(id=1, text="a")) + gzip.compress(b"x" * (jsonl.BOMB_SIZE + 10 * MIB))
    tracemalloc.start()
    try:
        results = read_bytes("x.jsonl.gz", data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [article.id for article in _articles(results)] == ["1"]
    assert [problem.cause for problem in _problems(results)] == [
        "is longer than 5 MiB",
        "decodes to more than 200 times its size, like a gzip bomb; the records before were kept",
    ]
    assert peak < 16 * MIB


def test_a_gzip_bomb_of_many_lines_is_defused(read_bytes: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "BOMB_SIZE", 64 * 1024)
    results = read_bytes("x.jsonl.gz", gzip.compress(_line(id=1, text="a") + b"\n" * 1_000_000))
    assert [article.id for article in _articles(results)] == ["1"]
    (problem,) = _problems(results)
    assert "gzip bomb" in problem.cause


def test_a_file_that_merely_packs_well_is_read_whole(read_bytes: Read) -> None:
    data = gzip.compress(_line(text="word " * 50_000) * 40)
    assert len(data) * jsonl.BOMB_RATIO < 40 * 250_000 < jsonl.BOMB_SIZE
    assert len(_articles(read_bytes("x.jsonl.gz", data))) == 40


def test_a_cut_gzip_keeps_the_records_before_the_cut(read_bytes: Read) -> None:
    whole = gzip.compress(b"".join(_line(id=number, text=f"Text {number * 7919}.") for number in range(2000)))
    results = read_bytes("x.jsonl.gz", whole[: len(whole) // 2])
    read = _articles(results)
    assert 500 < len(read) < 1500
    assert [article.id for article in read] == [str(number) for number in range(len(read))]
    assert _problems(results) == [ReadIssue("x.jsonl.gz", "is a gzip file cut short; the records before were kept")]


def test_a_damaged_gzip_keeps_the_records_before_the_damage(read_bytes: Read) -> None:
    first, second = gzip.compress(_line(id=1, text="a")), bytearray(gzip.compress(_line(id=2, text="b")))
    second[-6] ^= 0xFF  # its checksum
    results = read_bytes("x.jsonl.gz", first + bytes(second))
    assert _articles(results)[0].id == "1"
    (problem,) = _problems(results)
    assert problem.cause.startswith("is not a sound gzip file (CRC check failed")


def test_what_is_no_gzip_is_refused(refusal: Refusal) -> None:
    assert refusal("x.jsonl.gz", b'{"text": "a"}').startswith("is not a sound gzip file (Not a gzipped file")
    assert refusal("x.jsonl.gz", b"\x1f\x8b\x08\x00" + b"\xff" * 40).startswith("is not a sound gzip file (Error -3")


def test_an_unreadable_disk_is_a_problem(tmp_path: Path) -> None:
    class Failing(io.RawIOBase):
        """Gives one record, then fails."""

        given = False

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview, /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
            if self.given:
                raise OSError(5, "Input/output error")
            self.given = True
            record = _line(id=1, text="a")
            buffer[: len(record)] = record
            return len(record)

    origin = Origin("x.jsonl", str(tmp_path))
    article, problem = jsonl.read(io.BufferedReader(Failing()), origin)
    assert isinstance(article, Article)
    assert isinstance(problem, ReadIssue)
    assert problem.cause == "could not be read to its end (Input/output error); the records before were kept"


LONG = (
    "The council says that its new portal will let residents of every ward renew permits and pay bills, said Ann Lee."
)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# A portal for Wick\n\nWick has bought a portal. It cost £2m.", "A portal for Wick"),
        ("## A portal for Wick\n\nWick has bought a portal.", "A portal for Wick"),
        ("Wick buys a portal\n\nWick has bought a portal for £2m. It opens in May.", "Wick buys a portal"),
        ("Wick has bought a portal for £2m. It opens in May.", "Wick has bought a portal for £2m"),
        ("Will Wick buy a portal? It may well do so in May.", "Will Wick buy a portal?"),
        ("Mr. Lee of Acme Ltd. left Wick at 9 a.m. on Monday. He was tired.",
         "Mr. Lee of Acme Ltd. left Wick at 9 a.m. on Monday"),
        ("Short.", "Short"),
        ("short", "short"),
        (LONG, "The council says that its new portal will let residents of every ward renew permits and pay bills…"),
        ("word " * 200, f"{'word ' * 19}word…"),
        ("x" * 300, f"{'x' * 99}…"),
        ("\u9019\u662f\u65b0\u805e\u3002\u5b83\u6709\u5169\u53e5\u3002", "\u9019\u662f\u65b0\u805e"),
        ("28 April 2022\n\nWick approves the plan. It is big.", "Wick approves the plan"),
        ("By Ann Lee\n28 April 2022\n\nWick approves the plan. It is big.", "Wick approves the plan"),
        ("https://wick.example/a\n\nWick approves the plan. It is big.", "Wick approves the plan"),
        ("https://wick.example/a", "https://wick.example/a"),
        ("2022", "2022"),
        ("…!", "untitled"),
        ("\u202eWick\u202c buys \x1b[31mmaps. It does.", "Wick buys maps"),
        ("<h1>Wick buys maps</h1><p>It does.</p>", "Wick buys maps"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("fields", [{"_id": "c6d2-000-12"}, {"id": 4983}, {"id": "d/e-7", "title": "d/e-7"}, {}])
def test_a_record_without_a_title_is_called_by_the_beginning_of_its_text(
    read_one: ReadOne, text: str, title: str, fields: dict[str, object]
) -> None:
    article = read_one("dump.jsonl", _line(text=text, **fields))
    assert article.title == title
    assert article.text


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "a-1", "title": "A-1"},
        {"id": "Verify", "title": "Verify"},
        {"id": "Windows 10", "title": "Windows 10"},
        {"id": "17", "title": "1984"},
        {"id": "17", "headline": "17 sites"},
    ],
)
def test_a_title_that_a_record_gives_is_kept(read_one: ReadOne, fields: dict[str, object]) -> None:
    article = read_one("dump.jsonl", _line(text="Wick buys maps. It does.", **fields))
    assert article.title == fields.get("title", fields.get("headline"))


@pytest.mark.parametrize("text", ["Short.", "x" * 900, "word " * 300, "2022", "…", "28 April 2022", LONG])
def test_an_id_is_no_part_of_what_is_indexed(read_one: ReadOne, text: str) -> None:
    article = read_one("dump.jsonl", _line(text=text, _id="zq7-041-b"))
    head = headline(article.title, lambda texts: [len(each.split()) for each in texts], 256)
    assert "zq7" not in f"{head}\n{article.text}"


@pytest.mark.parametrize("unit", ["x", "word ", "# x\n", "By Ann Lee\n", "- \n", "Mr. "])
def test_a_beginning_takes_no_longer_of_a_long_text(unit: str) -> None:
    assert len({beginning(unit * size) for size in (10_000, 100_000, 1_000_000)}) == 1
