"""The registry of formats: one row makes a format known to every way in, and nothing is loaded that is not read."""

from __future__ import annotations

import ast
import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import qabot
from qabot.core.articles import Article, ReadIssue
from qabot.corpus.article_reader import read as read_source
from qabot.corpus.drafts import AddOutcome, ArticleDraft
from qabot.corpus.fetch.failures import FetchFailed
from qabot.corpus.fetch.fetcher import Fetched
from qabot.corpus.folder import holds_articles, walk
from qabot.corpus.formats import registry
from qabot.corpus.formats.documents import article_drafts
from qabot.corpus.formats.registry import Format
from qabot.corpus.ingest import local_sources, web_sources
from qabot.corpus.ingest.local_sources import MetadataOverrides
from qabot.corpus.metadata import compose_article
from qabot.corpus.origin import Origin

TOY = b"TOY1 Harbour news | Four councils pool their payroll."
HEAVY = ("lxml", "trafilatura", "pypdfium2", "warcio", "htmldate", "openvino", "faiss", "onnxruntime", "tantivy")
_READ = """
import sys
from pathlib import Path
from qabot.corpus.ingest import adder, local_sources, dump_files, web_sources
files, _ = local_sources.listed([Path(sys.argv[1])])
items = (item for file in files for item in local_sources.from_file(file, local_sources.MetadataOverrides()))
assert [each.kind for each in adder.add(Path(sys.argv[2]), items)] == ["added"]
print(*(name for name in sys.argv[3:] if name in sys.modules))
"""


def read(data: bytes, origin: Origin) -> Iterator[Article | ReadIssue]:
    """Read a toy: a title, a bar and a text."""
    title, _, text = data.removeprefix(b"TOY1 ").decode().partition(" | ")
    yield from compose_article({"title": title}, text, origin)


@pytest.fixture
def _toys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A further format, by one more row."""
    toy = Format(
        name="toy",
        suffixes=(".toy",),
        reader=f"{__name__}:read",
        media_types=("text/x-toy",),
        signature=b"TOY1",
        limit=1024 * 1024,
    )
    monkeypatch.setattr(registry, "FORMATS", (*registry.FORMATS, toy))


def titles(items: Iterator[ArticleDraft | AddOutcome]) -> list[str]:
    return [each.title if isinstance(each, ArticleDraft) else each.reason for each in items]


@pytest.mark.usefixtures("_toys")
class TestOneMoreRow:
    """A format that only the registry knows is read on every way in."""

    def test_in_the_corpus_folder_and_by_the_watch(self, tmp_path: Path) -> None:
        (tmp_path / "2015").mkdir()
        (tmp_path / "2015" / "a.TOY").write_bytes(TOY)
        (tmp_path / "readme.toy").write_bytes(TOY)
        (source,) = walk(tmp_path)[0]
        assert list(read_source(source)) == [
            Article("2015/a", "Harbour news", "Four councils pool their payroll.", None, None, None, None, (), ())
        ]
        assert holds_articles("b.toy")
        assert not holds_articles("README.toy")

    def test_from_a_file_in_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "a.toy").write_bytes(TOY)
        (file,), others = local_sources.listed([tmp_path])
        assert (file.kind, others) == ("toy", [])
        assert titles(local_sources.from_file(file, MetadataOverrides())) == ["Harbour news"]

    def test_from_standard_input(self) -> None:
        (found,) = local_sources.from_input(io.BytesIO(TOY), MetadataOverrides("Gazette"))
        assert isinstance(found, ArticleDraft)
        assert (found.title, found.outlet) == ("Harbour news", "Gazette")

    @pytest.mark.parametrize("media_type", ["text/x-toy", "application/octet-stream"])
    def test_from_the_web(self, media_type: str) -> None:
        page = web_sources.page(Fetched("https://a.example/x", TOY, {"content-type": media_type}))
        assert page.kind == "toy"
        assert titles(article_drafts(page)) == ["Harbour news"]

    def test_from_an_archive(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
            archive.writestr("inner/a.toy", TOY)
        (file,), _ = local_sources.listed([tmp_path / "z.zip"])
        assert titles(local_sources.from_file(file, MetadataOverrides())) == ["Harbour news"]

    def test_no_larger_than_its_limit(self, tmp_path: Path) -> None:
        (tmp_path / "a.toy").write_bytes(TOY + b"x" * 1024 * 1024)
        (source,) = walk(tmp_path)[0]
        assert list(read_source(source)) == [ReadIssue("a.toy", "is larger than 1 MiB")]


def test_every_suffix_tells_its_format() -> None:
    names = ["x.MD", "x.txt", "x.html", "x.HTM", "x.pdf", "x.jsonl", "x.jsonl.Gz", "x.warc", "x.warc.gz", "x.zip"]
    names += ["x.xhtml", "x.ndjson", "x.mhtml", "x.MHT", "x.eml", "x.docx", "x.epub"]
    kinds = ["markdown", "text", "html", "html", "pdf", "json", "json", "warc", "warc", "zip"]
    kinds += ["html", "json", "mhtml", "mhtml", "mail", "docx", "epub"]
    assert [form.name if (form := registry.of_file(name)) else "" for name in names] == kinds
    assert [registry.of_file(name) for name in ("x.gz", "md", "x.doc", "x.json")] == [None] * 4
    assert [registry.suffix_of(name) for name in ("x.MD", "x.jsonl.Gz", "x.gz")] == [".md", ".jsonl.gz", ""]
    documents, records = (".md", ".txt", ".html", ".htm", ".xhtml"), (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
    assert registry.in_folder() == (*documents, *records)


def test_every_media_type_tells_its_format() -> None:
    told = {
        "text/html": "html",
        "application/xhtml+xml": "html",
        "text/plain": "text",
        "text/markdown": "markdown",
        "application/pdf": "pdf",
    }
    assert {name: form.name if (form := registry.of_media_type(name)) else "" for name in told} == told
    assert [registry.of_media_type(name) for name in ("", "image/png", "application/zip")] == [None] * 3


def test_packed_bytes_are_told_by_what_is_in_them() -> None:
    packed = {b"WARC/1.0\r\n": "warc", json.dumps({"text": "x"}).encode(): "json", b"no record at all": "json"}
    assert {data: registry.of_bytes(gzip.compress(data)).name for data in packed} == packed
    assert registry.of_bytes(b"\x1f\x8b and no more").name == "json"


def test_a_packed_dump_from_the_web_is_no_page() -> None:
    dump = gzip.compress(json.dumps({"text": "x"}).encode())
    with pytest.raises(FetchFailed, match="no page but json"):
        web_sources.page(Fetched("https://a.example/x", dump, {}))


def test_every_reader_that_is_named_is_there() -> None:
    for form in registry.FORMATS:
        assert form.reader or form.draft_reader
        for reference in filter(None, (form.reader, form.draft_reader, form.counter, form.pages)):
            assert callable(registry._load(reference))  # pyright: ignore[reportPrivateUsage]


def test_readers_of_formats_are_imported_by_name_in_the_registry_alone() -> None:
    formats = Path(qabot.__file__).parent / "corpus" / "formats"
    found = [
        path.name
        for path in formats.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "resolve_name"))
    ]
    assert found == ["registry.py"]


@pytest.mark.parametrize(
    ("name", "text", "loaded"),
    [
        ("a.txt", "Title\n\nFour harbour councils will run one payroll system.", ""),
        ("a.md", "# Title\n\nFour harbour councils will run one payroll system.", ""),
        ("a.jsonl", '{"title": "Title", "text": "Four harbour councils will run one payroll system."}', ""),
        ("a.html", f"<html><body><article><h1>Title</h1><p>{'Four councils. ' * 60}", "lxml trafilatura htmldate"),
    ],
)
def test_only_what_a_document_takes_to_read_is_loaded(tmp_path: Path, name: str, text: str, loaded: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    arguments = [sys.executable, "-c", _READ, str(tmp_path / name), str(tmp_path / "corpus"), *HEAVY]
    done = subprocess.run(arguments, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == loaded
