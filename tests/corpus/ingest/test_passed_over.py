"""What is not read: files of other kinds, what was saved with a page, records of a crawl; each is told."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from qabot.corpus.drafts import AddOutcome, ArticleDraft
from qabot.corpus.formats import registry, zip_archive
from qabot.corpus.formats.registry import Format
from qabot.corpus.ingest import local_sources
from qabot.corpus.ingest.local_sources import MetadataOverrides
from tests.cli.conftest import Call
from tests.corpus.ingest.helpers import prose
from tests.corpus.ingest.test_local import CRAWL, pdf, warc
from tests.corpus.ingest.test_pages import WHOLE


def write(folder: Path, *names: str) -> Path:
    """Write a text into each of these files."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{name}\n\n{prose(len(name))}", encoding="utf-8")
    return folder


def read(*paths: Path) -> tuple[list[str], list[tuple[str, int, str]]]:
    """Return the names of what was read, and what was passed over: where, how many, why."""
    files, others = local_sources.listed(paths)
    items = [*others, *(each for file in files for each in local_sources.from_file(file, MetadataOverrides()))]
    drafts = [each.source for each in items if isinstance(each, ArticleDraft)]
    return drafts, [
        (each.name, each.articles, each.reason)
        for each in items
        if isinstance(each, AddOutcome) and each.kind == "passed_over"
    ]


class TestFolders:
    """Files of other kinds in a folder that is added."""

    @pytest.mark.parametrize(
        ("names", "told"),
        [
            (("a.txt", "b.xlsx"), ".xlsx (1) – b.xlsx"),
            (("a.txt", "b.png", "c.PNG", "d.css"), ".png (2), .css (1) – b.png, c.PNG, d.css"),
            (("a.txt", "noext", "Makefile"), "without a suffix (2) – Makefile, noext"),
            (("a.txt", "a.long-suffix-that-is-none"), "without a suffix (1) – a.long-suffix-that-is-none"),
            (("a.txt", "deep/er/page.php"), ".php (1) – deep/er/page.php"),
            (("a.txt", "old.doc", "x.odt", "y.rtf"), ".doc (1), .odt (1), .rtf (1) – old.doc, x.odt, y.rtf"),
        ],
    )
    def test_are_counted_and_named(self, tmp_path: Path, names: Sequence[str], told: str) -> None:
        drafts, passed = read(write(tmp_path / "saved", *names))
        assert drafts == ["a.txt"]
        assert passed == [("saved", len(names) - 1, f"of a kind that is not read: {told}")]

    def test_many_are_counted_and_some_named(self, tmp_path: Path) -> None:
        _, passed = read(write(tmp_path / "saved", "a.txt", *(f"{n:02}.png" for n in range(12))))
        told = "of a kind that is not read: .png (12) – 00.png, 01.png, 02.png, 03.png, 04.png and 7 more"
        assert passed == [("saved", 12, told)]

    def test_of_many_kinds_are_told_by_the_most(self, tmp_path: Path) -> None:
        _, ((_, count, told),) = read(write(tmp_path / "saved", *(f"{n}.k{n:02}" for n in range(14)), "x.k13"))
        assert count == 15
        assert ".k13 (2), .k00 (1)" in told
        assert "others (2)" in told

    def test_that_are_read_under_their_other_names_are_not_told(self, tmp_path: Path) -> None:
        (tmp_path / "a.xhtml").write_text(WHOLE, encoding="utf-8")
        (tmp_path / "b.ndjson").write_text(json.dumps({"title": "T", "text": prose(1)}), encoding="utf-8")
        assert read(tmp_path) == (["a.xhtml", "b.ndjson"], [])

    def test_hidden_names_and_links_are_told_where_they_might_be_articles(self, tmp_path: Path) -> None:
        folder = write(tmp_path / "saved", "a.txt", ".b.txt", ".DS_Store", ".git/c.txt")
        (folder / "d.txt").symlink_to(folder / "a.txt")
        (folder / "e").symlink_to(tmp_path)
        os.mkfifo(folder / "f.txt")
        drafts, passed = read(folder)
        assert drafts == ["a.txt"]
        assert sorted(passed) == [
            ("saved", 1, "not regular files – f.txt"),
            ("saved", 2, "hidden – .git, .b.txt"),
            ("saved", 2, "symbolic links, which are not followed – e, d.txt"),
        ]

    def test_names_that_steer_a_terminal_are_told_without_that(self, tmp_path: Path) -> None:
        _, ((_, _, told),) = read(write(tmp_path / "saved", "a\x1b[2Jb.xyz"))
        assert "\x1b" not in told

    def test_named_by_itself_is_refused_as_before(self, tmp_path: Path) -> None:
        folder = write(tmp_path, "a.xyz")
        files, (refused,) = local_sources.listed([folder / "a.xyz"])
        assert (files, refused.kind, refused.reason) == ([], "skipped", "is not of a kind that can be read")

    def test_nothing_is_said_where_everything_is_read(self, tmp_path: Path) -> None:
        assert read(write(tmp_path, "a.txt", "b/c.txt")) == (["a.txt", "b/c.txt"], [])


class TestSavedWithAPage:
    """Folders that a browser saved with a page."""

    @pytest.mark.parametrize(
        ("page", "folder"),
        [
            ("Harlow story.html", "Harlow story_files"),
            ("Harlow story.HTM", "Harlow story_files"),
            ("story.xhtml", "story_files"),
            ("Bericht.html", "Bericht-Dateien"),
            ("rapport.htm", "rapport_fichiers"),
            ("old.htm", "old.files"),
            ("nota.html", "nota_archivos"),
        ],
    )
    def test_are_passed_over(self, tmp_path: Path, page: str, folder: str) -> None:
        root = write(tmp_path / "saved", f"{folder}/saved_resource.html", f"{folder}/deeper/ad.txt")
        (root / page).write_text(WHOLE, encoding="utf-8")
        why = "pictures, scripts and frames saved with their page"
        assert read(root) == ([page], [("saved", 1, f"{why} – {folder}")])

    def test_are_passed_over_where_a_shell_names_page_and_folder(self, tmp_path: Path) -> None:
        write(tmp_path, "story_files/ad.txt")
        (tmp_path / "story.html").write_text(WHOLE, encoding="utf-8")
        for named in (tmp_path / "story_files", tmp_path / "story_files" / "ad.txt"):
            drafts, ((_, count, why),) = read(tmp_path / "story.html", named)
            assert (drafts, count) == (["story.html"], 1)
            assert why.startswith("pictures, scripts and frames")

    @pytest.mark.parametrize("place", ["folder", "named", "archive"])
    def test_are_told_by_few_looks_at_each_name(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
    ) -> None:
        looks: list[str] = []
        original = registry.of_file

        def of_file(name: str) -> Format | None:
            looks.append(name)
            return original(name)

        root = write(tmp_path / "saved", *(f"{number}_files/ad.txt" for number in range(50)))
        for number in range(50):
            (root / f"{number}.html").write_text(WHOLE, encoding="utf-8")
        with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
            for file in sorted(root.rglob("*.*")):
                archive.write(file, file.relative_to(root))
        named = {"folder": [root], "named": sorted(root.iterdir()), "archive": [tmp_path / "z.zip"]}[place]
        monkeypatch.setattr(registry, "of_file", of_file)
        drafts, passed = read(*named)
        assert (len(drafts), sum(count for _, count, _ in passed)) == (50, 50)
        assert len(looks) < 10 * 100

    @pytest.mark.parametrize("beside", ["other.html", "story.txt", "story.pdf"])
    def test_are_read_where_their_page_is_not_there(self, tmp_path: Path, beside: str) -> None:
        root = write(tmp_path, "story_files/notes.txt", "x.txt")
        (root / beside).write_bytes(pdf([["Words."]], "Words") if beside.endswith("pdf") else WHOLE.encode())
        drafts, passed = read(root)
        assert "story_files/notes.txt" in drafts
        assert passed == []

    def test_are_read_where_they_are_all_that_is_named(self, tmp_path: Path) -> None:
        root = write(tmp_path, "story_files/notes.txt")
        (root / "story.html").write_text(WHOLE, encoding="utf-8")
        assert read(root / "story_files") == (["notes.txt"], [])


class TestArchives:
    """What lies in a ZIP file."""

    def test_is_told_as_in_a_folder(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
            for name in ("in/a.txt", "in/b.xlsx", "in/logo.png", "in/.c.txt", "__MACOSX/in/._a.txt", ".DS_Store"):
                archive.writestr(name, f"{name}\n\n{prose(len(name))}")
            archive.writestr("in/story.html", WHOLE)
            archive.writestr("in/story_files/frame.html", WHOLE)
            archive.writestr("in/story_files/img/x.png", b"x")
        drafts, passed = read(tmp_path / "z.zip")
        assert drafts == ["z.zip: in/a.txt", "z.zip: in/story.html"]
        with_page = "pictures, scripts and frames saved with their page"
        assert sorted(passed) == [
            ("z.zip", 1, "hidden – in/.c.txt"),
            ("z.zip", 2, "of a kind that is not read: .png (1), .xlsx (1) – in/b.xlsx, in/logo.png"),
            ("z.zip", 2, f"{with_page} – in/story_files/frame.html, in/story_files/img/x.png"),
        ]

    def test_with_a_member_that_has_no_name_is_read(self, tmp_path: Path) -> None:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr("a.txt", f"Title\n\n{prose(1)}")
            archive.writestr("?x", b"")
        (tmp_path / "z.zip").write_bytes(held.getvalue().replace(b"?x", b"\0x"))
        drafts, passed = read(tmp_path / "z.zip")
        assert (drafts, [count for _, count, _ in passed]) == (["z.zip: a.txt"], [1])

    def test_with_a_path_of_thousands_of_folders_takes_no_time(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
            for number in range(200):
                archive.writestr("a/" * 30_000 + f"{number}.xyz", b"")
        _, ((_, count, _),) = read(tmp_path / "z.zip")
        assert count == 200
        assert zip_archive.TOTAL_LIMIT == 1024**3


def record(kind: str, url: str, headers: str, body: bytes) -> bytes:
    """Return a record of a WARC file."""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
    return gzip.compress(head.encode() + body + b"\r\n\r\n")


class TestCrawls:
    """Records that are no pages."""

    @pytest.mark.parametrize(
        ("kind", "body", "source"),
        [
            ("Content-Type: text/html\r\n", WHOLE.encode(), "Payroll moves to the cloud"),
            ("Content-Type: text/html; charset=utf-8\r\n", WHOLE.encode(), "Payroll moves to the cloud"),
            ("Content-Type: application/pdf\r\n", pdf([["Some words of a page."]], "A report"), "A report"),
            ("", WHOLE.encode(), "Payroll moves to the cloud"),
            ("", pdf([["Some words of a page."]], "A report"), "A report"),
        ],
    )
    def test_resources_are_read(self, tmp_path: Path, kind: str, body: bytes, source: str) -> None:
        (tmp_path / "a.warc.gz").write_bytes(record("resource", "https://example.org/r", kind, body))
        (file,), _ = local_sources.listed([tmp_path / "a.warc.gz"])
        (found,) = local_sources.from_file(file, MetadataOverrides())
        assert isinstance(found, ArticleDraft), found
        assert (found.title, found.url) == (source, "https://example.org/r")

    @pytest.mark.parametrize(
        ("status", "kind", "body"),
        [
            ("200 OK", "application/pdf", pdf([["Some words of a page."]], "A report")),
            ("203 Non-Authoritative Information", "text/html", WHOLE.encode()),
            ("200 OK", "TEXT/HTML", WHOLE.encode()),
            ("200 OK", "application/xhtml+xml", WHOLE.encode()),
            ("200 OK", "", WHOLE.encode()),
            ("200 OK", "", pdf([["Some words of a page."]], "A report")),
        ],
    )
    def test_responses_that_are_pages_are_read(self, tmp_path: Path, status: str, kind: str, body: bytes) -> None:
        (tmp_path / "a.warc.gz").write_bytes(warc([("https://example.org/x", status, kind, body)]))
        drafts, passed = read(tmp_path / "a.warc.gz")
        assert (drafts, passed) == (["https://example.org/x"], [])

    @pytest.mark.parametrize(
        ("status", "kind", "told"),
        [
            ("200 OK", "image/png", "image/png (1)"),
            ("200 OK", "text/css; charset=utf-8", "text/css (1)"),
            ("404 Not Found", "text/html", "status 404 (1)"),
            ("301 Moved Permanently", "text/html", "status 301 (1)"),
            ("200 OK", "text/plain", "text/plain (1)"),
            ("200 OK", "", "without a type (1)"),
            ("200 OK", "application/rss+xml", "application/rss+xml (1)"),
        ],
    )
    def test_others_are_counted(self, tmp_path: Path, status: str, kind: str, told: str) -> None:
        crawl = [CRAWL[0], ("https://example.org/x", status, kind, b"<rss>no page at all</rss>")]
        (tmp_path / "a.warc.gz").write_bytes(warc(crawl))
        drafts, passed = read(tmp_path / "a.warc.gz")
        assert drafts == ["https://example.org/payroll"]
        assert passed == [("a.warc.gz", 1, f"records that hold no page: {told}")]

    def test_what_is_about_the_crawl_is_not_missed_and_revisits_are_told(self, tmp_path: Path) -> None:
        about = [record(kind, "https://example.org/x", "", b"x: y\r\n") for kind in ("warcinfo", "request", "metadata")]
        others = [record(kind, "https://example.org/x", "", b"x: y\r\n") for kind in ("revisit", "conversion")]
        (tmp_path / "a.warc.gz").write_bytes(b"".join([*about, *others]))
        told = "records that hold no page: revisit records (1), conversion records (1)"
        assert read(tmp_path / "a.warc.gz") == ([], [("a.warc.gz", 2, told)])


def test_the_command_tells_and_counts_it(tmp_path: Path, call: Call) -> None:
    folder = write(tmp_path / "saved", "a.txt", "b.xlsx", "noext")
    home = tmp_path / "home"
    (home / "corpus").mkdir(parents=True)
    done = call("add", str(folder), "--home", str(home))
    assert [line.split() for line in done.stdout.splitlines()[:2]] == [["1", "added"], ["2", "passed", "over"]]
    assert "saved: of a kind that is not read: .xlsx (1), without a suffix (1) – b.xlsx, noext" in done.stdout
    found = json.loads(call("add", str(folder), "--home", str(home), "--json").stdout)
    assert (found["passed_over"], found["duplicate"], found["skipped"]) == (2, 1, 0)


def test_nothing_but_what_is_passed_over_is_nothing_added(tmp_path: Path, call: Call) -> None:
    (tmp_path / "home" / "corpus").mkdir(parents=True)
    done = call("add", str(write(tmp_path / "saved", "b.xlsx")), "--home", str(tmp_path / "home"))
    assert done.code == 1


class TestOneLine:
    """Texts of one line, which are text and not only a title."""

    @pytest.mark.parametrize(
        ("line", "title"),
        [
            ("Council buys three drones for £3m.", "Council buys three drones for £3m."),
            ("One word", "One word"),
            ("\ufeff  The port paid £4m for its cranes.\r\n\n", "The port paid £4m for its cranes."),
            ("word " * 30 + "end", "word " * 18 + "word…"),
            ("x" * 300, "x" * 100),
        ],
    )
    def test_are_read_from_input_and_from_files(self, tmp_path: Path, line: str, title: str) -> None:
        (tmp_path / "a.txt").write_text(line, encoding="utf-8")
        (file,), _ = local_sources.listed([tmp_path / "a.txt"])
        piped = local_sources.from_input(io.BytesIO(line.encode()), MetadataOverrides())
        for (found,) in (piped, local_sources.from_file(file, MetadataOverrides())):
            assert isinstance(found, ArticleDraft), found
            assert (found.title, found.text) == (title, line.strip("\ufeff \r\n"))

    def test_with_a_date_under_it_keeps_both(self) -> None:
        piped = local_sources.from_input(
            io.BytesIO(b"The port paid for cranes.\n25 November 2015\n"), MetadataOverrides()
        )
        (found,) = piped
        assert isinstance(found, ArticleDraft)
        assert (found.text, str(found.published)) == ("The port paid for cranes.", "2015-11-25")
