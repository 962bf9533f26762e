"""What an edit costs does not grow much with what stays as it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
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


def planned(corpus: Path, count: int) -> tuple[int, Plan]:
    """Return how many calls a plan takes and what a build asks of it, and the plan."""
    held = Held(corpus, count)
    (corpus / "a.md").write_text("# Servers\n\nServers cost £4m, it was said again.\n")
    last = cast("Generation", SimpleNamespace(articles=held, folder=corpus.parent))
    changes = compare(corpus, held.files())
    made: list[Plan] = []

    def asked() -> None:
        made.append(plan := make_plan(changes, last, NoSpool(), ignore_progress))
        assert not plan.is_same
        assert (plan.added, plan.changed, plan.removed) == ((), ("a",), ())
        assert [each.id for each in plan.dying] == ["a"]

    return calls(asked), made[0]


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
        assert [each.id for each in plan.ordered] == ["a", *(f"d{n:05}" for n in range(count))]
        assert sum(each.is_copy for each in plan.entries) == count
    assert costs[1] - costs[0] < 4 * 2_000  # one of them is of what stands in here for an index


def test_an_id_that_another_file_took_over_is_told(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.jsonl").write_text('{"id": "b", "title": "Mine", "text": "It is mine."}\n')
    (corpus / "b.md").write_text("# Mine\n\nIt was mine.\n")
    held = SimpleNamespace(
        files=lambda: {
            file.path: StoredFile(file.path, file.size, file.mtime_ns, True) for file in walk(corpus)[0][1:]
        },
        stored=lambda: iter([StoredArticle("b", "0" * 64, "b.md", 0, 0, 1)]),
    )
    last = cast("Generation", SimpleNamespace(articles=held, folder=corpus.parent))
    plan = make_plan(compare(corpus, held.files()), last, NoSpool(), ignore_progress)
    assert [(each.path, each.cause) for each in plan.problems] == [("b.md", "its id 'b' is taken by a.jsonl")]
    assert [(each.id, each.file) for each in plan.entries] == [("b", "a.jsonl")]
    assert plan.changed == ("b",)
