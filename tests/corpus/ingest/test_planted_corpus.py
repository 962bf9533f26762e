"""A corpus that came with a clone, and holds links: nothing outside of the home is written or deleted."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from qabot.core.errors import UsageError
from qabot.corpus.feeds.subscriptions_db import FeedState
from qabot.corpus.ingest import dump_files
from qabot.corpus.ingest.article_files import put
from qabot.corpus.ingest.corpus_index import open_corpus_index
from qabot.corpus.ingest.curation import remove, require, restore
from qabot.corpus.ingest.local_sources import LocalFile, MetadataOverrides
from tests.corpus.ingest.helpers import add_all, candidate, prose


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The corpus folder of a clone; beside the clone lies a folder of the user's."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "victim").write_text("mine")
    folder = tmp_path / "clone" / "corpus"
    folder.mkdir(parents=True)
    return folder


def untouched(corpus: Path) -> bool:
    """Whether the user's folder is as it was."""
    outside = corpus.parent.parent / "outside"
    return [(path.name, path.read_text()) for path in outside.iterdir()] == [("victim", "mine")]


@pytest.mark.parametrize("name", ["kept.db", "kept.db-journal", "kept.db-wal", "lock"])
@pytest.mark.parametrize("target", ["victim", "nowhere"])
def test_what_is_kept_is_no_link(corpus: Path, name: str, target: str) -> None:
    (corpus / ".qabot").mkdir()
    (corpus / ".qabot" / name).symlink_to(corpus.parent.parent / "outside" / target)
    with pytest.raises(UsageError, match="symbolic link"):
        add_all(corpus, [candidate(prose(1))])
    assert untouched(corpus)


@pytest.mark.parametrize("name", ["feeds.db", "feeds.db-journal"])
@pytest.mark.parametrize("target", ["victim", "nowhere"])
def test_the_feeds_are_no_link(corpus: Path, name: str, target: str) -> None:
    (corpus / ".qabot").mkdir()
    (corpus / ".qabot" / name).symlink_to(corpus.parent.parent / "outside" / target)
    with pytest.raises(UsageError, match="symbolic link"), FeedState.open(corpus):
        pass
    assert untouched(corpus)


@pytest.mark.parametrize("link", ["corpus", "corpus/.qabot"])
def test_a_folder_that_leads_elsewhere_is_not_written_to(corpus: Path, tmp_path: Path, link: str) -> None:
    if link == "corpus":
        corpus.rmdir()
    (corpus.parent / link).symlink_to(tmp_path / "outside")
    dump = tmp_path / "dump.jsonl.gz"
    dump.write_bytes(gzip.compress(json.dumps({"title": "x", "text": prose(1)}).encode()))
    file = LocalFile(dump, "dump.jsonl.gz", "json", 1)
    for act in (
        lambda: add_all(corpus, [candidate(prose(1))]),
        lambda: list(dump_files.register(corpus, file, MetadataOverrides())),
        lambda: FeedState.open(corpus),
        lambda: open_corpus_index(corpus).__enter__(),
    ):
        with pytest.raises(UsageError, match="symbolic link"):
            act()
    assert untouched(corpus)


def test_files_in_the_making_go_through_no_link_and_are_cleared_away(corpus: Path, tmp_path: Path) -> None:
    (corpus / ".qabot").mkdir()
    for name, target in (("1.new", "outside/victim"), ("2.new", "outside")):
        (corpus / ".qabot" / name).symlink_to(tmp_path / target)
    (corpus / ".qabot" / "3.new").mkdir()
    (outcome,) = add_all(corpus, [candidate(prose(1))])
    assert (outcome.kind, untouched(corpus)) == ("added", True)
    assert sorted(path.name for path in (corpus / ".qabot").iterdir()) == ["kept.db", "lock"]


def test_an_article_takes_the_place_of_a_link(corpus: Path, tmp_path: Path) -> None:
    (corpus / "a.md").symlink_to(tmp_path / "outside" / "victim")
    put(corpus, "a.md", b"new")
    assert ((corpus / "a.md").read_text(), untouched(corpus)) == ("new", True)


def test_what_was_kept_elsewhere_is_neither_removed_nor_restored(corpus: Path, tmp_path: Path) -> None:
    add_all(corpus, [candidate(prose(1))])
    with open_corpus_index(corpus) as opened:
        (entry,) = opened.store.entries()
        opened.store.keep_removed("planted", "../../outside/new.md", b"planted")
        with pytest.raises(UsageError, match="outside the corpus folder"):
            restore(opened, "planted")
        (corpus / entry.path).parent.rename(tmp_path / "moved")
        (corpus / entry.path).parent.symlink_to(tmp_path / "moved")
        with pytest.raises(UsageError, match="symbolic link"):
            remove(opened, require(opened, entry.id))
    assert untouched(corpus)
    assert (tmp_path / "moved" / Path(entry.path).name).exists()
