"""What news is read from: an article's facts by the lists of its home, stored or not."""

from __future__ import annotations

import pytest

from qabot.core.progress import ignore_progress
from qabot.core.settings import ModelSettings
from qabot.index.build.indexer import update
from qabot.index.snapshot import open_current
from qabot.reports.watch.bearing_quotes import ArticleReader
from tests.conftest import MakeHome, article

WARNING = {"a.md": article("Payroll", "Socitm warned that payroll would cost £13m more by 2017.")}


@pytest.mark.parametrize("is_stored", [True, False])
def test_facts_are_read_by_the_words_that_report_in_this_home(make_home: MakeHome, is_stored: bool) -> None:
    home = make_home(WARNING)
    (home.path / "speech_cues.toml").write_text('[[denied]]\nverb = "warn"\n')
    if is_stored:
        assert update(home, ModelSettings(), ignore_progress).published
    generation = open_current(home.index)
    read = ArticleReader(generation, home.path)("a")
    generation.close()
    assert read
    assert [each.act for each in read.attributions] == ["denied"]
    assert [read.article.text[slice(*each.figure)] for each in read.figures] == ["£13m"]


def test_an_article_that_is_not_held_is_none(make_home: MakeHome) -> None:
    home = make_home(WARNING)
    generation = open_current(home.index)
    assert ArticleReader(generation, home.path)("b") is None
    generation.close()
