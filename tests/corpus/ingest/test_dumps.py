"""Files of very many articles: taken in as they are, looked through in a stream, gone on with where it was left."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from qabot.core.articles import Article
from qabot.core.progress import Progress
from qabot.corpus.article_reader import read
from qabot.corpus.drafts import AddOutcome
from qabot.corpus.folder import walk
from qabot.corpus.formats import jsonl
from qabot.corpus.ingest import corpus_index, dump_files, local_sources
from qabot.corpus.ingest.ingest_store import StoredEntry
from qabot.corpus.ingest.local_sources import MetadataOverrides
from tests.corpus.ingest.helpers import add_all, candidate, contents, prose
from tests.corpus.ingest.test_local import warc
from tests.corpus.ingest.test_pages import page, paragraphs


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a dump begin at eleven articles, so that the tests need not make ten thousand."""
    monkeypatch.setattr(local_sources, "DUMP", 10)
    monkeypatch.setattr(dump_files, "PART", 5)
    monkeypatch.setattr(corpus_index, "BATCH", 4)


def records(path: Path, count: int = 12) -> Path:
    lines = [
        json.dumps({"id": f"r{n}", "title": f"Title {n}", "text": prose(n), "source": "Gazette"}) for n in range(count)
    ]
    data = "\n".join(lines).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def register(
    corpus: Path, path: Path, said: MetadataOverrides | None = None, *, dry_run: bool = False
) -> list[AddOutcome]:
    (file,), _ = local_sources.listed([path])
    assert file.is_dump
    return list(dump_files.register(corpus, file, said or MetadataOverrides(), dry_run=dry_run))


def articles(corpus: Path) -> list[Article]:
    return [each for file in walk(corpus)[0] for each in read(file) if isinstance(each, Article)]


class TestJsonLines:
    """Dumps that the index reads as they are."""

    @pytest.mark.parametrize("name", ["dump.jsonl", "dump.jsonl.gz"])
    def test_are_linked_and_read_by_the_index(self, tmp_path: Path, name: str) -> None:
        source, corpus = records(tmp_path / name), tmp_path / "corpus"
        (outcome,) = register(corpus, source)
        assert (outcome.kind, outcome.articles) == ("added", 12)
        ((path, data),) = contents(corpus).items()
        assert path.startswith("dumps/dump-")
        assert data == source.read_bytes()
        assert (corpus / path).stat().st_ino == source.stat().st_ino
        assert [each.id for each in articles(corpus)] == [f"r{n}" for n in range(12)]

    def test_again_are_nothing_new(self, tmp_path: Path) -> None:
        source, corpus = records(tmp_path / "dump.jsonl"), tmp_path / "corpus"
        register(corpus, source)
        before = contents(corpus)
        assert [each.kind for each in register(corpus, source)] == ["duplicate"]
        assert contents(corpus) == before

    def test_are_known_to_what_is_added_later(self, tmp_path: Path) -> None:
        corpus = tmp_path / "corpus"
        register(corpus, records(tmp_path / "dump.jsonl"))
        same, copy = add_all(corpus, [candidate(prose(3), outlet="Gazette"), candidate(prose(4), outlet="Courier")])
        assert (same.kind, same.article_id) == ("duplicate", "r3")
        assert (copy.kind, copy.copy_of) == ("added", "r4")

    def test_say_how_many_are_near_copies(self, tmp_path: Path) -> None:
        corpus = tmp_path / "corpus"
        add_all(corpus, [candidate(prose(3) + " Contact us."), candidate(prose(5))])
        (outcome,) = register(corpus, records(tmp_path / "dump.jsonl"))
        assert "2 are near-copies" in outcome.reason

    def test_are_gone_on_with_where_a_killed_process_left_them(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source, corpus = records(tmp_path / "dump.jsonl"), tmp_path / "corpus"
        taken: list[str] = []
        all_noted = corpus_index.all_noted

        def note(batch: Sequence[Article], paths: Iterable[str]) -> object:
            for article in batch:
                taken.append(article.id)
                if len(taken) == 10:
                    raise KeyboardInterrupt
            return all_noted(batch, paths)

        monkeypatch.setattr(corpus_index, "all_noted", note)
        with pytest.raises(KeyboardInterrupt):
            register(corpus, source)
        register(corpus, source)
        assert taken[10:] == [f"r{n}" for n in range(8, 12)]
        with corpus_index.open_corpus_index(corpus) as opened:
            assert len(opened.store.entries()) == 12

    def test_cannot_be_said_anything_of(self, tmp_path: Path) -> None:
        (outcome,) = register(tmp_path / "corpus", records(tmp_path / "dump.jsonl"), MetadataOverrides("Gazette"))
        assert outcome.kind == "skipped"
        assert not (tmp_path / "corpus").exists()

    def test_in_a_dry_run_are_left_alone(self, tmp_path: Path) -> None:
        (outcome,) = register(tmp_path / "corpus", records(tmp_path / "dump.jsonl"), dry_run=True)
        assert outcome.kind == "added"
        assert not (tmp_path / "corpus").exists()


class TestChangedDumps:
    """Of a dump that changed, the lines that changed are read."""

    @pytest.fixture
    def parsed(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        """The numbers of the lines that are parsed."""
        numbers: list[int] = []
        real = jsonl.read_record

        def counted(line: bytes | None, origin: jsonl.Origin) -> object:
            numbers.append(origin.line or 0)
            return real(line, origin)

        monkeypatch.setattr(jsonl, "read_record", counted)
        return numbers

    def synced(self, corpus: Path) -> list[StoredEntry]:
        with corpus_index.open_corpus_index(corpus) as opened:
            return opened.store.entries()

    def line(self, number: int, edition: int = 0, *, own: bool = True) -> str:
        record = {"id": f"r{number}"} if own else {}
        return json.dumps(record | {"title": f"Story {number}", "text": f"{prose(number)} Edition {edition}."}) + "\n"

    def test_only_those_are_parsed_and_all_is_as_if_every_line_was(self, tmp_path: Path, parsed: list[int]) -> None:
        corpus = tmp_path / "corpus"
        corpus.mkdir()
        dump = corpus / "dump.jsonl"
        lines = [self.line(n, own=n % 4 > 0) for n in range(12)]
        editions: list[tuple[list[str], list[int]]] = [
            (lines, [*range(1, 13)]),
            ([*lines[:6], self.line(6, 1), *lines[7:]], [7]),
            ([self.line(20), *lines[1:5], *lines[6:]], [1, 6]),  # 6 as it was, 0 and 5 gone; 8 is called by its line
            ([self.line(6, 1), *lines[:4], lines[6]], [1, 2]),
            ([lines[6], self.line(6, 1), lines[0]], [1, 3]),
            ([], []),
        ]
        for number, (edition, expected) in enumerate(editions):
            dump.write_text("".join(edition))
            os.utime(dump, (number, number))
            parsed.clear()
            held = self.synced(corpus)
            if number < 2:
                assert parsed == expected
            again = tmp_path / f"again{number}"
            again.mkdir()
            shutil.copy2(dump, again / "dump.jsonl")
            assert held == self.synced(again)

    def test_what_is_alike_is_found_among_what_changed(self, tmp_path: Path) -> None:
        corpus = tmp_path / "corpus"
        corpus.mkdir()
        (corpus / "dump.jsonl").write_text(self.line(1) + self.line(2))
        self.synced(corpus)
        (corpus / "dump.jsonl").write_text(self.line(1) + self.line(3))
        one, other = add_all(
            corpus, [candidate(f"{prose(3)} Now.", outlet="Gazette"), candidate(f"{prose(2)} Now.", outlet="Gazette")]
        )
        assert (one.copy_of, other.copy_of) == ("r3", None)


class TestCrawls:
    """Dumps of pages."""

    def crawl(self, path: Path) -> Path:
        made = [
            (
                f"https://example.org/{n}",
                "200 OK",
                "text/html",
                page(f"<article>{paragraphs(prose(n, 240))}</article>").encode(),
            )
            for n in range(12)
        ]
        path.write_bytes(warc(made))
        return path

    def test_are_taken_apart_once_into_parts(self, tmp_path: Path) -> None:
        source, corpus = self.crawl(tmp_path / "crawl.warc.gz"), tmp_path / "corpus"
        (outcome,) = register(corpus, source, MetadataOverrides("Gazette"))
        assert (outcome.kind, outcome.articles) == ("added", 12)
        assert [path.rpartition("/")[2] for path in sorted(contents(corpus))] == [
            f"part-{n:05}.jsonl.gz" for n in (1, 2, 3)
        ]
        found = articles(corpus)
        assert [each.text for each in found] == [prose(n, 240) for n in range(12)]
        assert len({each.id for each in found}) == 12
        assert {each.outlet for each in found} == {"Gazette"}
        assert [each.kind for each in register(corpus, source)] == ["duplicate"]

    def test_tell_what_is_no_page_and_are_known_again(self, tmp_path: Path) -> None:
        source, corpus = self.crawl(tmp_path / "crawl.warc.gz"), tmp_path / "corpus"
        others = [
            ("https://example.org/x.png", "200 OK", "image/png", b"x"),
            ("https://example.org/y", "404 No", "", b""),
        ]
        source.write_bytes(warc(others) + source.read_bytes() + warc(others[1:]))
        told, added = register(corpus, source)
        assert (told.kind, told.articles) == ("passed_over", 3)
        assert told.reason == "records that hold no page: status 404 (2), image/png (1)"
        assert (added.kind, added.articles) == ("added", 12)
        before = contents(corpus)
        assert [each.kind for each in register(corpus, source)][-1] == "duplicate"
        assert contents(corpus) == before

    def test_are_gone_on_with_where_a_killed_process_left_them(self, tmp_path: Path) -> None:
        source, whole, broken = self.crawl(tmp_path / "crawl.warc.gz"), tmp_path / "whole", tmp_path / "broken"
        register(whole, source)
        (file,), _ = local_sources.listed([source])

        def stop(message: Progress) -> None:
            if message.stage == "add":
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            list(dump_files.register(broken, file, MetadataOverrides(), stop))
        assert len(contents(broken)) == 1
        register(broken, source)
        assert contents(broken) == contents(whole)
