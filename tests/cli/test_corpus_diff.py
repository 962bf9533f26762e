"""`qabot corpus diff`: what was changed, as a reader and as a program sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qabot.core.progress import ignore_progress
from qabot.core.settings import Home
from qabot.corpus.ingest import curation
from qabot.corpus.ingest.corpus_index import open_corpus_index
from tests.cli.conftest import Call
from tests.conftest import article, write_corpus

FIRST = article("Wombat council buys a boat", "Wombat council bought a boat. It cost £3 million.")
SECOND = article("Wombat council buys a boat", "Wombat council bought a boat. It did not cost £3 million.")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    write_corpus(home, {"boat.md": FIRST, "tram.md": article("A tram", "A tram.")})
    return home


def edit(home: Home, text: str) -> None:
    """Have the boat's file hold something else."""
    with open_corpus_index(home.corpus, ignore_progress) as opened:
        curation.edit(opened, curation.require(opened, "boat"), text.encode())


def test_nothing_to_compare(home: Home, call: Call) -> None:
    ran = call("corpus", "diff", "boat", home=home)
    assert (ran.code, ran.stdout) == (0, "Only one version of boat is held.\n")
    told = call("corpus", "diff", "boat", "--json", home=home).document()
    assert (told["changed"], told["earlier"], told["held"]) == (False, None, 1)


def test_what_was_changed(home: Home, call: Call) -> None:
    edit(home, SECOND)
    ran = call("corpus", "diff", "boat", home=home)
    assert ran.code == 1
    assert "~ ¶1 changed\n  Wombat council bought a boat. It [-cost-] {+did not cost+} £3 million.\n" in ran.stdout or (
        "~ ¶1 changed\n  Wombat council bought a boat. It {+did not+} cost £3 million.\n" in ran.stdout
    )
    told = call("corpus", "diff", "boat", "--json", home=home).document()
    assert (told["schema"], told["changed"], told["held"]) == ("qabot.diff/1", True, 2)
    (paragraph,) = told["paragraphs"]
    assert [run["text"] for run in paragraph["words"] if run["kind"] == "added"] == ["did not "]
    assert (told["earlier"]["number"], told["later"]["until"]) == (1, None)


def test_versions_are_chosen_by_number_hash_and_now(home: Home, call: Call) -> None:
    edit(home, SECOND)
    edit(home, SECOND.replace("£3", "£4"))
    told = call("corpus", "diff", "boat", "--json", home=home).document()
    digest = told["later"]["text_sha256"]
    for later in ("3", digest[:8], "NOW"):
        ran = call("corpus", "diff", "boat", "--from", "1", "--to", later, "--json", home=home)
        assert (ran.code, ran.document()["earlier"]["number"], ran.document()["later"]["number"]) == (1, 1, 3)
    same = call("corpus", "diff", "boat", "--from", "2", "--to", "2", home=home)
    assert (same.code, "Nothing was changed" in same.stdout) == (0, True)
    unknown = call("corpus", "diff", "boat", "--from", "9", home=home)
    assert (unknown.code, "has no version '9'; those that are held are numbered 1 to 3" in unknown.stderr) == (1, True)


def test_typography_is_told_and_not_shown(home: Home, call: Call) -> None:
    edit(home, FIRST.replace("Wombat council bought", "Wombat  council\nbought"))
    ran = call("corpus", "diff", "boat", home=home)
    assert (ran.code, "typography or white space; --exact shows them" in ran.stdout) == (0, True)
    assert call("corpus", "diff", "boat", "--exact", home=home).code == 1


def test_an_article_that_was_removed_can_be_compared_still(home: Home, call: Call) -> None:
    edit(home, SECOND)
    assert call("corpus", "remove", "boat", home=home).code == 0
    told = call("corpus", "diff", "boat", "--json", home=home).document()
    assert (told["changed"], told["held"], told["later"]["until"] is None) == (True, 2, False)
