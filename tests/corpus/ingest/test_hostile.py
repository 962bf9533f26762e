"""What files can hold to do harm, and that it does none."""

from __future__ import annotations

import gzip
import io
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qabot.core.articles import Article, ReadIssue
from qabot.core.text import printable
from qabot.corpus.article_reader import read
from qabot.corpus.drafts import ArticleDraft, RawDocument
from qabot.corpus.folder import walk
from qabot.corpus.formats import registry, zip_archive
from qabot.corpus.formats.documents import article_drafts
from tests.corpus.ingest.helpers import add_all, add_files, candidate, contents, prose, refusal, take
from tests.corpus.ingest.test_pages import ARTICLE, WHOLE, page, paragraphs

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>"
)
KINDS: list[str] = ["html", "text", "markdown", "pdf", "json", "warc", "zip", "mhtml", "mail", "docx", "epub"]
ESCAPES = (
    "\x1b[2J\x1b]0;owned\x07\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\ \u202egnitirw\u2066 \x9b31m\u200b"
)


def zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


class TestTitles:
    """Titles, from which files are named."""

    @pytest.mark.parametrize(
        "title",
        [
            "../../../../etc/passwd",
            "/etc/cron.d/evil",
            "..\\..\\windows",
            "a\0b",
            "CON",
            ".hidden",
            "-rf",
            "x" * 5000,
            "ＦＵＬＬ／ＷＩＤＴＨ／..／",
            "~root",
            "标题",
        ],
    )
    def test_name_no_file_outside_the_corpus_folder(self, tmp_path: Path, title: str) -> None:
        corpus = tmp_path / "home" / "corpus"
        (outcome,) = add_all(corpus, [candidate(prose(1), title=title)])
        assert outcome.kind == "added"
        assert [path.name for path in tmp_path.iterdir()] == ["home"]
        assert [path.name for path in (tmp_path / "home").iterdir()] == ["corpus"]
        (path,) = contents(corpus)
        assert path.startswith("undated/")
        assert set(path) <= set("abcdefghijklmnopqrstuvwxyz0123456789-./")
        assert path.count(".") == 1

    def test_of_articles_are_read_back(self, tmp_path: Path) -> None:
        add_all(tmp_path, [candidate(prose(1), title="[bold]x[/] & <b>: \"'#|>%@`"), candidate(prose(2), title="2015")])
        found = {each.title for file in walk(tmp_path)[0] for each in read(file) if isinstance(each, Article)}
        assert found == {"[bold]x[/] & <b>: \"'#|>%@`", "2015"}


class TestLinks:
    """Symbolic links."""

    def test_in_the_corpus_folder_lead_nowhere(self, tmp_path: Path) -> None:
        outside, corpus = tmp_path / "outside", tmp_path / "corpus"
        outside.mkdir()
        corpus.mkdir()
        (corpus / "undated").symlink_to(outside)
        (outcome,) = add_all(corpus, [candidate(prose(1))])
        assert (outcome.kind, outcome.reason) == ("skipped", "would be written outside the corpus folder")
        assert list(outside.iterdir()) == []

    def test_in_a_folder_that_is_added_are_not_followed(self, tmp_path: Path) -> None:
        secret, folder = tmp_path / "secret.txt", tmp_path / "folder"
        secret.write_text(f"Secret\n\n{prose(1)}")
        folder.mkdir()
        (folder / "a.txt").symlink_to(secret)
        (folder / "b").symlink_to(tmp_path)
        (outcome,) = add_files(tmp_path / "corpus", folder)
        assert (outcome.kind, outcome.articles) == ("passed_over", 2)


class TestText:
    """Text that steers terminals, or is none."""

    @pytest.mark.parametrize("kind", ["text", "html", "markdown"])
    def test_that_steers_a_terminal_is_disarmed_before_it_is_written(self, tmp_path: Path, kind: str) -> None:
        made = {
            "text": f"Ti{ESCAPES}tle\n\n{ESCAPES}{prose(1)}",
            "markdown": f"# Ti{ESCAPES}tle\n\n{ESCAPES}{prose(1)}",
            "html": page(f"<article><h1>Ti{ESCAPES}tle</h1><p>{ESCAPES}</p>{paragraphs(ARTICLE)}</article>"),
        }
        add_all(tmp_path, [take(made[kind], kind)])
        (data,) = contents(tmp_path).values()
        assert printable(data.decode()) == data.decode()
        assert "owned" not in data.decode()
        assert "evil.example" not in data.decode()

    def test_after_an_escape_that_never_ends_is_kept(self) -> None:
        assert take(f"Title\n\n\x1b]0;never closed {prose(1)}", "text").text.endswith(prose(1)[-40:])

    def test_with_bytes_that_are_no_utf_8_is_kept_but_for_those(self) -> None:
        found = take(b"Title\n\nA \xff byte and a \xed\xa0\x80 surrogate. " + f"“One” – {prose(1)}".encode(), "text")
        assert "A \ufffd byte" in found.text
        assert found.flags != ()

    def test_that_is_none_is_refused(self) -> None:
        assert refusal(bytes(range(256)) * 100 + b"\0" * 4000, "text") == "is binary"
        assert refusal(b"\n \n\t", "text") == "has no text"
        assert "larger than" in refusal(b"x" * (5 * 1024 * 1024 + 1), "text")

    def test_in_one_endless_line_is_read(self) -> None:
        assert len(take("Title\n\n" + "word " * 200_000, "text").text) > 900_000


class TestPages:
    """Pages that are made to hurt a parser."""

    def test_nested_beyond_reason_are_read_or_refused_in_good_time(self) -> None:
        started = time.monotonic()
        data = "<div>" * 100_000 + f"<p>{ARTICLE}</p>" + "</div>" * 100_000
        assert list(article_drafts(RawDocument("deep", data.encode(), "html")))
        assert time.monotonic() - started < 60

    def test_with_an_element_of_countless_attributes_are_refused(self) -> None:
        attributes = " ".join(f"a{n}=1" for n in range(100_000))
        assert "attributes" in refusal(WHOLE.replace("<main>", f"<main {attributes}>"), "html")
        assert "attributes" in refusal(WHOLE.replace("<main>", f"<main {attributes.replace('=1', '')}>"), "html")

    def test_expand_no_entities_and_fetch_nothing(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret"
        secret.write_text("hunter2")
        bomb = "<!ENTITY a 'lol'>" + "".join(f"<!ENTITY a{n} '&a;&a;&a;&a;&a;&a;'>" for n in range(20))
        doctype = f"<!DOCTYPE html [<!ENTITY x SYSTEM 'file://{secret}'>{bomb}]>"
        text = take(WHOLE.replace("<!doctype html>", doctype).replace("<p>", "<p>&x;&a19; ", 1), "html").text
        assert "hunter2" not in text
        assert "lollol" not in text

    def test_larger_than_any_article_are_refused(self) -> None:
        assert "larger than" in refusal("<p>" + "x" * (5 * 1024 * 1024), "html")


class TestFrontMatter:
    """YAML that is made to hurt a parser."""

    @pytest.mark.parametrize(
        "header",
        [
            "title: &a x\nauthor: *a",
            "title: !!python/object/apply:os.system ['true']",
            "title: " + "[" * 1000,
            "title: " + "[" * 100 + "]" * 100,
            "x: " + "y" * 20_000,
        ],
    )
    def test_that_could_grow_or_run_is_refused(self, header: str) -> None:
        assert "front matter" in refusal(f"---\n{header}\n---\nText.", "markdown")


class TestRecords:
    """JSON lines that are made to hurt a parser."""

    def test_that_nest_beyond_reason_cost_themselves_only(self) -> None:
        lines = "[" * 200_000 + "\n" + '{"title": "A", "text": "Body."}\n' + '{"title": "B", "text": NaN}\n'
        found = list(article_drafts(RawDocument("a.jsonl", lines.encode(), "json")))
        assert [each.title for each in found if isinstance(each, ArticleDraft)] == ["A"]
        assert len(found) == 3

    def test_of_a_gzip_bomb_end_where_it_swells(self, tmp_path: Path) -> None:
        bomb = tmp_path / "bomb.jsonl.gz"
        with gzip.open(bomb, "wb") as stream:
            stream.write(b'{"title": "A", "text": "Body."}\n')
            for _ in range(100):
                stream.write(b" " * (1 << 20) + b"\n")
        outcomes = add_files(tmp_path / "corpus", bomb)
        assert [each.kind for each in outcomes] == ["added", "skipped"]
        assert "gzip bomb" in outcomes[1].reason


class TestArchives:
    """Archives that climb, swell or nest."""

    def test_names_that_climb_are_shown_and_nothing_else(self, tmp_path: Path) -> None:
        archive = tmp_path / "a.zip"
        archive.write_bytes(
            zipped({"../../evil.txt": f"Evil\n\n{prose(1)}".encode(), "/abs.txt": f"A\n\n{prose(2)}".encode()})
        )
        outcomes = add_files(tmp_path / "corpus", archive)
        assert [each.kind for each in outcomes] == ["added", "added"]
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "corpus"]

    def test_a_bomb_is_not_read_on(self) -> None:
        bomb = zipped({"a.txt": b"A\n\n" + b"0" * 100_000_000, "b.txt": f"B\n\n{prose(1)}".encode()})
        found = list(article_drafts(RawDocument("bomb.zip", bomb, "zip")))
        assert [type(each).__name__ for each in found] == ["AddOutcome", "ArticleDraft"]
        assert "bomb" in getattr(found[0], "reason", "")

    def test_many_small_bombs_are_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(zip_archive, "TOTAL_LIMIT", 3_000_000)
        members = {f"{n}.txt": b"A\n\n" + b"word " * 150_000 for n in range(10)}
        found = list(article_drafts(RawDocument("many.zip", zipped(members), "zip")))
        assert sum(isinstance(each, ArticleDraft) for each in found) < 6
        assert "unpacks to more than" in getattr(found[-1], "reason", "")

    def test_an_archive_within_an_archive_is_not_opened(self) -> None:
        inner = zipped({"a.txt": b"A\n\nBody."})
        assert "archive within an archive" in refusal(zipped({"inner.zip": inner}), "zip")

    def test_a_damaged_one_is_refused(self) -> None:
        assert "ZIP" in refusal(b"PK\x03\x04 and no more", "zip")


class TestAnything:
    """Whatever bytes there are."""

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
    @given(data=st.binary(max_size=2000) | st.text(max_size=800).map(lambda text: text.encode(errors="surrogatepass")))
    def test_that_is_added_raises_nothing_and_touches_nothing_else(self, tmp_path: Path, data: bytes) -> None:
        corpus = tmp_path / "corpus"
        add_all(corpus, [each for kind in KINDS for each in article_drafts(RawDocument("x", data, kind))])
        assert [path.name for path in tmp_path.iterdir()] == ["corpus"]
        problems = [each for file in walk(corpus)[0] for each in read(file) if isinstance(each, ReadIssue)]
        assert problems == []

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
    @given(data=st.binary(max_size=2000) | st.sampled_from([WHOLE.encode(), PDF, zipped({"a.txt": b"A"})]))
    def test_that_is_in_a_file_of_any_name_raises_nothing_and_touches_nothing_else(
        self, tmp_path: Path, data: bytes
    ) -> None:
        folder, corpus = tmp_path / "folder", tmp_path / "home" / "corpus"
        folder.mkdir(exist_ok=True)
        for suffix in (".md", ".txt", ".html", ".htm", ".pdf", ".jsonl", ".jsonl.gz", ".warc", ".warc.gz", ".zip"):
            (folder / f"a{suffix}").write_bytes(gzip.compress(data) if suffix.endswith(".gz") else data)
        before = contents(folder)
        add_files(corpus, folder)
        add_files(corpus, folder)
        assert contents(folder) == before
        assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "home"]
        assert [path.name for path in (tmp_path / "home").iterdir()] == ["corpus"]

    @settings(max_examples=60)
    @given(
        st.lists(
            st.sampled_from("<p> </p> <div> <table> <form> <article> </article> <h1> & &#0; <!-- --> text ".split(" "))
        )
    )
    def test_that_looks_like_a_page_raises_nothing(self, pieces: list[str]) -> None:
        data = ("<html><body>" + " ".join(pieces) + paragraphs(ARTICLE)).encode()
        assert len(list(article_drafts(RawDocument("x", data, "html")))) == 1

    @settings(max_examples=40)
    @given(st.sampled_from(KINDS), st.integers(0, 3000), st.binary(min_size=1, max_size=8))
    def test_that_is_damaged_raises_nothing(self, kind: str, place: int, noise: bytes) -> None:
        whole = {"html": WHOLE.encode(), "zip": zipped({"a.txt": prose(1).encode()}), "pdf": PDF}.get(
            kind, WHOLE.encode()
        )
        list(article_drafts(RawDocument("x", whole[:place] + noise + whole[place:], kind)))

    def test_without_a_name_is_told_by_how_it_begins(self) -> None:
        begins: dict[bytes, str] = {
            b"%PDF-1.7": "pdf",
            b"PK\x03\x04": "zip",
            b' {"a": 1}': "json",
            b"<!doctype": "html",
            b"---\ntitle: x": "markdown",
            b"WARC/1.1": "warc",
            b"Plain": "text",
        }
        assert {data: registry.of_bytes(data).name for data in begins} == begins
