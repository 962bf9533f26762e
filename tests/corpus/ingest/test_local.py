"""Files, folders and standard input: every kind of file that is read."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from qabot.core.dates import PartialDate
from qabot.core.errors import UsageError
from qabot.corpus.drafts import AddOutcome, ArticleDraft
from qabot.corpus.ingest import local_sources
from qabot.corpus.ingest.local_sources import MetadataOverrides
from tests.corpus.ingest.helpers import FLATTENED, add_files, candidate, contents, prose, refusal, take
from tests.corpus.ingest.test_pages import ARTICLE, WHOLE

RECORDS = [
    {"title": "Payroll", "text": prose(1), "date": "2015-11", "source": "Harbour News"},
    {"title": "Tides", "body": prose(2), "url": "https://example.org/tides"},
]


def pdf(sheets: Sequence[Sequence[str]], title: str = "") -> bytes:
    """Return a PDF with these lines on these pages."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids: list[str] = []
    for lines in sheets:
        shown = " ".join(f"({line.replace('(', '').replace(')', '')}) Tj T*" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 60 780 Td {shown} ET"
        kids.append(f"{len(objects) + 1} 0 R")
        resources = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        box = "/MediaBox [0 0 595 842]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {len(objects) + 2} 0 R /Resources {resources} >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append(f"<< /Title ({title}) >>")
    data, places = b"%PDF-1.4\n", list[int]()
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    xref = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{len(data)}\n%%EOF"
    return data + xref.encode()


def warc(saved: Sequence[tuple[str, str, str, bytes]], *, gzipped: bool = True) -> bytes:
    """Return a WARC file of these responses: address, status, content type, body."""
    records: list[bytes] = []
    for url, status, kind, body in saved:
        response = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http; "
        head += f"msgtype=response\r\nContent-Length: {len(response)}\r\n\r\n"
        records.append(head.encode() + response + b"\r\n\r\n")
    return b"".join(gzip.compress(record) if gzipped else record for record in records)


CRAWL = [
    ("https://example.org/payroll", "200 OK", "text/html; charset=utf-8", WHOLE.encode()),
    ("https://example.org/logo.png", "200 OK", "image/png", b"\x89PNG"),
    ("https://example.org/gone", "404 Not Found", "text/html", WHOLE.replace("Payroll", "Gone").encode()),
    ("https://example.org/empty", "200 OK", "text/html", b"<html><body></body></html>"),
]


def from_file(path: Path, said: MetadataOverrides | None = None) -> list[ArticleDraft | AddOutcome]:
    files, others = local_sources.listed([path])
    return [*others, *(item for file in files for item in local_sources.from_file(file, said or MetadataOverrides()))]


class TestKinds:
    """One of every kind of file."""

    @pytest.mark.parametrize(
        ("name", "data", "title"),
        [
            ("a.txt", FLATTENED.encode(), "Harbour councils pool their payroll systems"),
            ("a.md", f"---\ntitle: Payroll\nauthor: Jane Roe\n---\n\n{prose(1)}".encode(), "Payroll"),
            ("A.HTML", WHOLE.encode(), "Payroll moves to the cloud"),
            ("a.htm", WHOLE.encode(), "Payroll moves to the cloud"),
            ("a.pdf", pdf([["Some words of the first page."]], "Payroll"), "Payroll"),
            ("a.jsonl", json.dumps(RECORDS[0]).encode(), "Payroll"),
            ("a.jsonl.gz", gzip.compress(json.dumps(RECORDS[0]).encode()), "Payroll"),
            ("a.warc", warc(CRAWL[:1], gzipped=False), "Payroll moves to the cloud"),
            ("a.warc.gz", warc(CRAWL[:1]), "Payroll moves to the cloud"),
        ],
    )
    def test_are_read_from_files_from_input_and_from_archives(
        self, tmp_path: Path, name: str, data: bytes, title: str
    ) -> None:
        (tmp_path / name).write_bytes(data)
        (found,) = from_file(tmp_path / name)
        assert isinstance(found, ArticleDraft), found
        assert found.title == title
        (piped,) = local_sources.from_input(io.BytesIO(data), MetadataOverrides())
        assert isinstance(piped, ArticleDraft), piped
        assert (piped.title, piped.text) == (found.title, found.text)
        with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
            archive.writestr(f"inner/{name}", data)
        (unpacked,) = from_file(tmp_path / "z.zip")
        assert isinstance(unpacked, ArticleDraft), unpacked
        assert (unpacked.title, unpacked.text) == (found.title, found.text)

    def test_fields_of_records_and_front_matter_are_kept(self, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, RECORDS)), encoding="utf-8")
        one, other = from_file(tmp_path / "a.jsonl")
        assert one == candidate(prose(1), "Payroll", "a.jsonl", outlet="Harbour News", published=PartialDate(2015, 11))
        assert other == candidate(prose(2), "Tides", "a.jsonl", outlet="example.org", url="https://example.org/tides")

    def test_what_the_user_says_goes_before_what_is_said_inside(self, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text(json.dumps(RECORDS[0]), encoding="utf-8")
        (tmp_path / "b.warc.gz").write_bytes(warc(CRAWL[:1]))
        for name in ("a.jsonl", "b.warc.gz"):
            (found,) = from_file(tmp_path / name, MetadataOverrides("Gazette", PartialDate(2012)))
            assert isinstance(found, ArticleDraft)
            assert (found.outlet, found.published) == ("Gazette", PartialDate(2012))


class TestCrawls:
    """WARC files."""

    def test_only_pages_that_were_found_are_taken(self, tmp_path: Path) -> None:
        (tmp_path / "a.warc.gz").write_bytes(warc(CRAWL))
        one, other, passed = from_file(tmp_path / "a.warc.gz")
        assert isinstance(one, ArticleDraft)
        assert (one.url, one.text) == ("https://example.org/payroll", ARTICLE)
        assert isinstance(other, AddOutcome)
        assert other.name == "https://example.org/empty"
        assert isinstance(passed, AddOutcome)
        assert (passed.kind, passed.articles) == ("passed_over", 2)

    def test_one_that_breaks_off_keeps_what_came_before(self, tmp_path: Path) -> None:
        (tmp_path / "a.warc").write_bytes(
            warc(CRAWL[:1], gzipped=False) + b"WARC/1.0\r\nContent-Length: x\r\n\r\ngarbage"
        )
        found = from_file(tmp_path / "a.warc")
        assert isinstance(found[0], ArticleDraft)

    def test_a_page_larger_than_any_article_is_refused(self, tmp_path: Path) -> None:
        huge = b"<p>" + b"word " * 1_100_000
        (tmp_path / "a.warc.gz").write_bytes(warc([(*CRAWL[0][:3], huge)]))
        (found,) = from_file(tmp_path / "a.warc.gz")
        assert isinstance(found, AddOutcome)
        assert "larger than" in found.reason


class TestPdf:
    """PDF files."""

    def test_lines_become_paragraphs_and_hyphens_go(self) -> None:
        lines = [
            "Four harbour councils will run one payroll system from April, their lea-",
            "ders agreed on Tuesday. The contract replaces four systems that are old and",
            "slow, and ends in 2020.",
            "Unions want the second phase of the work to wait until the first has run for",
            "a year.",
        ]
        found = take(pdf([lines], "Payroll"), "pdf")
        assert found.text == (
            "Four harbour councils will run one payroll system from April, their leaders agreed on Tuesday. "
            "The contract replaces four systems that are old and slow, and ends in 2020.\n\n"
            "Unions want the second phase of the work to wait until the first has run for a year."
        )

    def test_running_heads_are_pointed_out_and_left_out(self) -> None:
        sheets = [
            ["Harbour digest 12", f"The {n}th page says something of its own about payroll.", f"Page {n}"]
            for n in range(4)
        ]
        found = take(pdf(sheets, "Digest"), "pdf")
        assert found.flags == ("8 lines of running heads, feet and page numbers left out, such as 'Harbour digest 12'",)
        assert "Harbour digest" not in found.text
        assert found.raw.count("Harbour digest 12") == 4

    def test_without_words_is_refused(self) -> None:
        assert "text layer" in refusal(pdf([[]]), "pdf")
        assert "PDF" in refusal(b"%PDF-1.7 and no more", "pdf")


class TestFolders:
    """Folders and what lies in them."""

    def test_are_read_in_order_without_hidden_files_and_other_kinds(self, tmp_path: Path) -> None:
        for name in ("b.txt", "a/z.txt", ".hidden.txt", ".git/c.txt", "image.png", "README"):
            file = tmp_path / "folder" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{name}\n\n{prose(len(name))}", encoding="utf-8")
        os.mkfifo(tmp_path / "folder" / "pipe.txt")
        found = from_file(tmp_path / "folder")
        assert [each.title for each in found if isinstance(each, ArticleDraft)] == ["b.txt", "a/z.txt"]

    def test_that_do_not_exist_are_told_before_anything_is_done(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="no file or folder"):
            local_sources.listed([tmp_path, tmp_path / "missing"])

    def test_a_file_of_another_kind_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "a.xlsx").write_bytes(b"PK")
        (outcome,) = add_files(tmp_path / "corpus", tmp_path / "a.xlsx")
        assert (outcome.kind, outcome.name) == ("skipped", "a.xlsx")
        assert contents(tmp_path / "corpus") == {}


def test_input_larger_than_memory_should_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_sources, "INPUT_LIMIT", 100)
    (found,) = local_sources.from_input(io.BytesIO(b"x" * 101), MetadataOverrides())
    assert isinstance(found, AddOutcome)
    assert "larger than" in found.reason


def test_a_page_is_larger_than_its_limit() -> None:
    assert refusal(b"<" + b"x" * 5 * 1024 * 1024, "html") == "is larger than 5 MiB"
