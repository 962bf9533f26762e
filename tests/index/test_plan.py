"""What an edit costs does not grow with what stays as it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import cast

import pytest

from qabot.core.articles import Article
from qabot.core.progress import ignore_progress
from qabot.corpus.folder import SourceFile, walk
from qabot.corpus.line_memory import LineMemory
from qabot.index.article_writer import StoredArticle, StoredFile
from qabot.index.build import plan as plan_of
from qabot.index.build.diff import compare
from qabot.index.build.plan import NoSpool, Plan, make_plan
from qabot.index.snapshot import Generation


class Held:
    """What a generation has of a dump and of a file, which was edited since."""

    def __init__(self, corpus: Path, count: int) -> None:
        """Take the folder, and how many articles the dump has."""
        self._files = {file.path: StoredFile(file.path, file.size, file.mtime_ns, True) for file in walk(corpus)[0]}
        self._count = count

    def files(self) -> dict[str, StoredFile]:
        """Return the files."""
        return self._files

    def stored(self) -> Iterator[StoredArticle]:
        """Yield the articles."""
        yield StoredArticle("a", "0" * 64, "a.md", 0, 0, 1)
        yield from (StoredArticle(f"d{n:05}", "0" * 64, "dump.jsonl", n, n, 1) for n in range(self._count))

    def stored_of_files(self, paths: Collection[str]) -> Iterator[StoredArticle]:
        """Yield those of some files."""
        assert [*paths] == ["a.md"], "of no other file is anything asked"
        yield next(self.stored())

    def stored_by_id(self, article_ids: Collection[str]) -> Iterator[StoredArticle]:
        """Yield those with some ids."""
        assert not article_ids, "what was read is known by its file"
        yield from ()


def planned(corpus: Path, count: int) -> tuple[int, Plan]:
    """Return how many calls a plan takes and what a build asks of it, and the plan."""
    held = Held(corpus, count)
    (corpus / "a.md").write_text("# Servers\n\nServers cost £4m, it was said again.\n")
    last = generation(held, corpus, count + 1)
    changes = compare(corpus, held.files())
    made: list[Plan] = []

    def asked() -> None:
        made.append(plan := make_plan(changes, last, NoSpool(), ignore_progress))
        assert not plan.is_same
        assert (plan.added, plan.changed, plan.removed) == ((), ("a",), ())
        assert [each.id for each in plan.dying] == ["a"]

    return calls(asked), made[0]


def generation(articles: object, corpus: Path, count: int) -> Generation:
    """Return what stands in for a generation of so many articles."""
    manifest = SimpleNamespace(articles=count)
    return cast("Generation", SimpleNamespace(articles=articles, folder=corpus.parent, manifest=manifest))


def calls(act: Callable[[], None]) -> int:
    """Return how many functions are called, and generators gone on with."""
    count = 0

    def told(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(told)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


def test_of_what_stays_little_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_file: SourceFile, _memory: LineMemory[StoredArticle]) -> Iterator[Article]:
        yield Article("a", "Servers", "Servers cost £4m, it was said again.")

    monkeypatch.setattr(plan_of, "read", read)  # which would set a hook of its own in the place of that which counts
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "dump.jsonl").write_text("{}\n")
    costs: list[int] = []
    for count in (1_000, 3_000):
        (corpus / "a.md").write_text("# Servers\n\nServers cost £4m.\n")
        cost, plan = planned(corpus, count)
        costs.append(cost)
        everything = plan.all_with(Held(corpus, count).stored())
        assert [each.id for each in everything] == ["a", *(f"d{n:05}" for n in range(count))]
        assert sum(each.is_copy for each in everything) == plan.kept == count
        assert plan.articles == count + 1
    assert costs[1] - costs[0] < 100, "of 2,000 articles more"


def known_files(corpus: Path, *names: str) -> dict[str, StoredFile]:
    files = (file for file in walk(corpus)[0] if file.path in names)
    return {file.path: StoredFile(file.path, file.size, file.mtime_ns, True) for file in files}


def holding(corpus: Path, files: dict[str, StoredFile], *articles: StoredArticle) -> Generation:
    """Return what stands in for a generation with these articles of these files."""
    held = SimpleNamespace(
        files=lambda: files,
        stored_of_files=lambda paths: [each for each in articles if each.file in paths],  # pyright: ignore[reportUnknownLambdaType]
        stored_by_id=lambda ids: [each for each in articles if each.id in ids],  # pyright: ignore[reportUnknownLambdaType]
    )
    return generation(held, corpus, len(articles))


def stored(name: str, file: str) -> StoredArticle:
    return StoredArticle(name, "0" * 64, file, 0, 0, 1)


def test_an_id_that_another_file_took_over_is_told(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.jsonl").write_text('{"id": "b", "title": "Mine", "text": "It is mine."}\n')
    (corpus / "b.md").write_text("# Mine\n\nIt was mine.\n")
    files = known_files(corpus, "b.md")
    last = holding(corpus, files, stored("b", "b.md"), stored("c", "b.md"))
    plan = make_plan(compare(corpus, files), last, NoSpool(), ignore_progress)
    assert [(each.path, each.cause) for each in plan.problems] == [("b.md", "its id 'b' is taken by a.jsonl")]
    assert [(each.id, each.file) for each in plan.read] == [("b", "a.jsonl")]
    assert (plan.changed, plan.added, plan.removed, plan.kept) == (("b",), (), (), 1)
    assert [each.path for each in plan.files if not each.settled] == ["a.jsonl", "b.md"], "b.md is read the next time"


def test_an_id_that_a_file_has_which_stays_as_it_is_is_not_taken_over(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text("# Mine\n\nIt was mine.\n")
    new = (
        '{"id": "a", "title": "Not mine", "text": "It is not."}\n{"id": "b", "title": "Mine", "text": "It is mine."}\n'
    )
    (corpus / "b.jsonl").write_text(new)
    files = known_files(corpus, "a.md")
    last = holding(corpus, files, stored("a", "a.md"))
    plan = make_plan(compare(corpus, files), last, NoSpool(), ignore_progress)
    assert [(each.path, each.cause) for each in plan.problems] == [("b.jsonl", "its id 'a' is taken by a.md")]
    assert (plan.changed, plan.added, plan.removed, plan.kept) == ((), ("b",), (), 1)
    assert plan.articles == 2
    assert {each.path: each.settled for each in plan.files} == {"a.md": True, "b.jsonl": False}


def test_an_article_that_moved_to_another_file_stays(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text("# Mine\n\nIt was mine.\n")
    (corpus / "old.jsonl").write_text("")
    files = known_files(corpus, "old.jsonl")
    (corpus / "old.jsonl").unlink()
    last = holding(corpus, files, stored("a", "old.jsonl"), stored("b", "old.jsonl"))
    plan = make_plan(compare(corpus, files), last, NoSpool(), ignore_progress)
    assert (plan.changed, plan.added, plan.removed, plan.kept) == (("a",), (), ("b",), 0)
    assert [(each.id, each.file) for each in plan.read] == [("a", "a.md")]
    assert not plan.problems
