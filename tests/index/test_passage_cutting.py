"""An article that takes too long to cut into passages costs itself alone: it is told, and the rest is indexed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from qabot.core.articles import Article, Passage
from qabot.core.errors import NoCorpus
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings
from qabot.corpus.formats import reading_budget
from qabot.index.build import passage_cutting, plan
from qabot.index.build.chunking import split
from qabot.index.build.indexer import BuildReport, update
from qabot.index.build.plan import Plan, ReadArticle, planned
from qabot.index.build.record_spool import RecordSpool
from qabot.index.snapshot import open_current
from tests.conftest import MakeHome, article, write_corpus

LONG = "The council spent £4m on servers. " * 3
SLOW = f"Molasses. {LONG}"
TOLD = "takes more than 0.2 seconds of the processor to cut into passages, and was left out"


@pytest.fixture(autouse=True)
def _slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts with molasses take for ever to cut, and any has a fifth of a second."""

    def slowly(each: Article, count_tokens: Any, most: int) -> Sequence[Passage]:
        while "Molasses" in each.text:
            str(len(each.text))
        return split(each, count_tokens, most)

    monkeypatch.setattr(passage_cutting, "split", slowly)
    monkeypatch.setattr(plan, "SHORT", 50)
    monkeypatch.setattr(reading_budget, "within", partial(reading_budget.within, seconds=0.2))


def built(home: Home, *, rebuild: bool = False) -> BuildReport:
    for path in home.corpus.iterdir():
        os.utime(path, (1_500_000_000, 1_500_000_000 + path.stat().st_size))
    return update(home, ModelSettings(), ignore_progress, rebuild=rebuild)


def text_of(home: Home, name: str) -> str:
    generation = open_current(home.index)
    try:
        return generation.require_article(name).text
    finally:
        generation.close()


def test_it_is_left_out_and_told_and_the_rest_is_indexed(make_home: MakeHome) -> None:
    home = make_home({"a.md": article("Servers", "Servers cost £4m.")})
    write_corpus(home, {"b.md": article("Slow", SLOW), "c.md": article("Long", LONG)})
    report = built(home)
    assert (report.added, report.articles, report.published) == (("c",), 2, True)
    assert [(each.path, each.cause, each.skipped) for each in report.problems] == [
        ("b.md", f"the article 'b' {TOLD}", True)
    ]
    again = built(home)
    assert (again.published, again.problems) == (False, report.problems), "told each time, and nothing built for it"


def test_what_was_indexed_before_is_kept(make_home: MakeHome) -> None:
    home = make_home({"a.md": article("Servers", "Servers cost £4m."), "b.md": article("Fast", LONG)})
    write_corpus(home, {"b.md": article("Fast", SLOW)})
    report = built(home)
    assert (report.changed, report.removed, report.articles) == ((), (), 2)
    assert [each.cause for each in report.problems] == [f"the article 'b' {TOLD}; the version indexed before is kept"]
    assert text_of(home, "b") == LONG.strip()


@pytest.mark.usefixtures("exported_already")
def test_a_rebuild_keeps_it_too_and_tells_what_else_changed(make_home: MakeHome) -> None:
    home = make_home({"a.md": article("Servers", "Servers cost £4m."), "b.md": article("Fast", LONG)})
    write_corpus(home, {"b.md": article("Fast", SLOW), "d.md": article("Slow", SLOW)})
    report = built(home, rebuild=True)
    assert (report.added, report.changed, report.removed, report.articles) == ((), (), (), 2)
    assert [each.path for each in report.problems] == ["b.md", "d.md"]
    assert text_of(home, "b") == LONG.strip()


@pytest.mark.usefixtures("exported_already")
def test_where_it_is_all_there_is_that_is_said(make_home: MakeHome) -> None:
    home = make_home({"b.md": article("Fast", LONG)})
    shutil.rmtree(home.index)
    write_corpus(home, {"b.md": article("Slow", SLOW)})
    with pytest.raises(NoCorpus, match=r"the article 'b' takes more than 0\.2 seconds"):
        built(home)
    assert not [path for path in home.index.iterdir() if path.is_dir()], "no draft is left"


@pytest.mark.parametrize(("characters", "is_looked_at"), [(8_000, False), (8_001, True)])
def test_a_short_text_is_cut_when_it_is_written(
    encoder_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, characters: int, *, is_looked_at: bool
) -> None:
    monkeypatch.undo()
    looked: list[object] = []

    def within(act: Callable[[], object], **_: object) -> object:
        looked.append(act)
        return act()

    monkeypatch.setattr(reading_budget, "within", within)
    text = "word " * (characters // 5 - 1)
    long = Article(
        id="a", title="t" * (characters - len(text)), text=text, outlet=None, author=None, published=None, url=None
    )
    with RecordSpool(ReadArticle, tmp_path, "") as spool:
        found = planned(long, "a.md", None, spool)
        made = Plan((found,), 0, (), (), ())
        (cut,) = passage_cutting.cut_long_articles(made, spool, encoder_folder, ignore_progress).read
        assert cut.read_at is not None
        spans = spool.get(cut.read_at).spans
    assert " ".join(text[a:b] for a, b in spans).split() == (text.split() if is_looked_at else [])
    assert bool(looked) is is_looked_at
