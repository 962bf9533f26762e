"""The law of incremental builds: however the corpus came to be as it is, the index says what a full build says."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from qabot.core.errors import NoCorpus
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, Settings
from qabot.engine.session import Session
from qabot.index.build.indexer import BuildReport, update
from qabot.index.snapshot import Generation, open_current
from qabot.index.verification import verify
from tests.conftest import MakeHome, article, examples, link_index, write_corpus
from tests.near import near

QUESTIONS = ("How much did the council spend on servers?", "who leads digital identity in 2014", "zebra")
SERVERS = {"a.md": article("Servers", "Servers cost £4m.")}
PAYROLL = {"b.md": article("Payroll", "Payroll is shared.")}
_SENTENCES = (
    "The council spent £4m on servers.",
    "Digital identity is led by Jane Roe.",
    "Suppliers complained about the delay, and ministers promised a review by the end of the year.",
    "Nothing was said of money.",
    "A pilot in Leeds will test shared payroll.",
    "Zebra crossings were mapped with open data.",
)
_DATES = ("2014", "2014-03", "2014-03-09", "2015-11-25", "")
_PATHS = tuple(f"{folder}{name}.md" for folder in ("", "2014/", "notes/deep/") for name in "abc")

titles = st.sampled_from(["Servers bought", "Identity plan", "Payroll pilot", "Zebra data"])
bodies = st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=60).map(" ".join)
dates = st.sampled_from(_DATES)
outlets = st.sampled_from(["UKAuthority", "The Register"])


def contents(generation: Generation) -> dict[str, Any]:
    """Return everything a generation says, whatever ids its passages have."""
    held: dict[str, Any] = {}
    for stored in generation.articles.stored():
        ids = np.arange(stored.first_passage, stored.first_passage + stored.passages)
        held[stored.id] = (
            generation.article(stored.id),
            generation.articles.passages_of(stored.id),
            stored.file,
            generation.articles.embedded(stored.id),
            generation.facts.encoded(stored.id, stored.content_hash),
            generation.vectors(ids),
        )
    return held


def scores(home: Home) -> list[dict[tuple[str, int], float]]:
    """Return the score of every passage that each question finds."""
    with Session.open(Settings(home)) as session:
        answers = [session.ask(question, limit=10_000).answer for question in QUESTIONS]
    return [{(e.article.id, e.hit.passage.ordinal): e.hit.score for e in answer.evidence} for answer in answers]


def assert_same(one: Home, other: Home) -> None:
    """Compare two indexes in what they hold and in what they answer."""
    first, second = open_current(one.index), open_current(other.index)
    held, wanted = contents(first), contents(second)
    assert held.keys() == wanted.keys()
    for key, (*said, vectors) in held.items():
        assert said == list(wanted[key][:-1])
        np.testing.assert_allclose(vectors, wanted[key][-1], atol=0.02)
        assert np.sum(vectors * wanted[key][-1], axis=1) == near(1, abs=5e-4)
    assert first.articles.dates() == second.articles.dates()
    assert first.articles.outlets() == second.articles.outlets()
    assert [(f.path, f.size) for f in first.articles.files().values()] == [
        (f.path, f.size) for f in second.articles.files().values()
    ]
    # What is dead still counts in the statistics of words, until it is more than a tenth and swept.
    is_clean = first.manifest.numbered == first.manifest.passages
    for found, expected in zip(scores(one), scores(other), strict=True):
        assert found == near(expected, abs=0.02 if is_clean else 0.08)


class Corpus(RuleBasedStateMachine):
    """A corpus that is added to, edited, thinned and rearranged, with an index that follows."""

    files = Bundle("files")
    starter: Home

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        self.home = Home(self.root / "home")
        self.clock = time.time() - 1_000_000
        self.has_content = False
        link_index(self.starter, self.home)
        for path in _PATHS[:3]:
            self.write(path, article("Servers bought", f"{_SENTENCES[0]} {path}", published="2014-03-09"))
        self.index()

    def write(self, path: str, content: str) -> None:
        write_corpus(self.home, {path: content})
        # Files of the past: their times tell changes, so that unchanged ones are not read again.
        self.clock += 10
        os.utime(self.home.corpus / path, (self.clock, self.clock))

    @rule(
        target=files,
        path=st.sampled_from(_PATHS),
        title=titles,
        text=bodies,
        day=dates,
        outlet=outlets,
        now=st.booleans(),
    )
    def add_or_edit(self, path: str, title: str, text: str, day: str, outlet: str, now: bool) -> str:
        self.write(path, article(title, text, published=day, outlet=outlet))
        self.index_if(now)
        return path

    @rule(target=files, path=st.sampled_from(_PATHS), new=st.sampled_from(_PATHS), now=st.booleans())
    def rename(self, path: str, new: str, now: bool) -> str:
        if (self.home.corpus / path).exists():
            (self.home.corpus / new).parent.mkdir(parents=True, exist_ok=True)
            (self.home.corpus / path).rename(self.home.corpus / new)
            path = new
        self.index_if(now)
        return path

    @rule(path=st.sampled_from(_PATHS), now=st.booleans())
    def delete(self, path: str, now: bool) -> None:
        (self.home.corpus / path).unlink(missing_ok=True)
        self.index_if(now)

    @rule(path=st.sampled_from(_PATHS), old=st.sampled_from("149"), new=st.sampled_from("2358"), now=st.booleans())
    def edit_in_place(self, path: str, old: str, new: str, now: bool) -> None:
        """Change digits of the date and the text: the file keeps its size."""
        if (self.home.corpus / path).exists():
            self.write(path, (self.home.corpus / path).read_text(encoding="utf-8").replace(old, new))
        self.index_if(now)

    @rule(path=files)
    def touch(self, path: str) -> None:
        self.clock += 10
        if (self.home.corpus / path).exists():
            os.utime(self.home.corpus / path, (self.clock, self.clock))

    @rule(ids=st.lists(st.sampled_from(["a", "b", "2014/a", "x1", "x2"]), min_size=1, max_size=4), text=bodies)
    def dump(self, ids: list[str], text: str) -> None:
        # Ids that other files may have taken too: the first by path keeps them.
        lines = (f'{{"id": "{each}", "title": "Dump {i}", "text": "{text}"}}\n' for i, each in enumerate(ids))
        self.write("m-dump.jsonl", "".join(lines))

    def index_if(self, now: bool) -> None:
        """Index at once, or let changes gather."""
        if now:
            self.index()

    @rule()
    def index(self) -> None:
        try:
            update(self.home, ModelSettings(), ignore_progress)
            self.has_content = True
        except NoCorpus:
            self.has_content = False

    @invariant()
    def nothing_is_left_half_done(self) -> None:
        assert not [path for path in self.home.index.iterdir() if path.name.startswith(".draft")]

    def teardown(self) -> None:
        self.index()
        if self.has_content:
            full = Home(self.root / "full")
            link_index(self.starter, full)
            shutil.copytree(self.home.corpus, full.corpus, dirs_exist_ok=True)
            update(full, ModelSettings(), ignore_progress)
            assert_same(self.home, full)
            assert list(verify(open_current(self.home.index).folder)) == []
        shutil.rmtree(self.root)


def test_incremental_equals_full(starter_home: Home) -> None:
    class Machine(Corpus):
        starter = starter_home

    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples(6), stateful_step_count=14, deadline=None, suppress_health_check=checks
        ),
    )


def change(home: Home, files: dict[str, str]) -> BuildReport:
    write_corpus(home, files)
    return update(home, ModelSettings(), ignore_progress)


def test_only_what_is_new_is_embedded(make_home: MakeHome) -> None:
    home = make_home(SERVERS | PAYROLL)
    added = change(home, {"c.md": article("Identity", "Identity is led by Jane Roe.")})
    assert (added.added, added.embedded) == (("c",), 1)
    edited = change(home, {"a.md": article("Servers", "Servers cost £5m.")})
    assert (edited.changed, edited.embedded) == (("a",), 1)
    redated = change(home, {"a.md": article("Servers", "Servers cost £5m.", published="2014")})
    assert (redated.changed, redated.embedded) == (("a",), 0), "the text is as it was, so its vector is copied"
    (home.corpus / "b.md").rename(home.corpus / "z.md")
    renamed = change(home, {})
    assert (renamed.added, renamed.removed, renamed.embedded) == (("z",), ("b",), 0)


def test_an_edit_that_keeps_the_size_is_seen_by_its_time(make_home: MakeHome) -> None:
    home = make_home(SERVERS)
    path = home.corpus / "a.md"
    os.utime(path, (1e9, 1e9))
    change(home, {})
    assert open_current(home.index).articles.files()["a.md"].settled, "it is not read again for being new"
    write_corpus(home, {"a.md": article("Servers", "Servers cost £7m.")})
    os.utime(path, (1e9 + 5, 1e9 + 5))
    assert change(home, {}).changed == ("a",)


def test_nothing_to_do_publishes_nothing(make_home: MakeHome) -> None:
    home = make_home(SERVERS)
    before = open_current(home.index).name
    report = change(home, {})
    assert not report.published
    assert open_current(home.index).name == before


def test_a_touched_file_is_no_longer_waiting_and_keeps_the_way_back(make_home: MakeHome) -> None:
    home = make_home(SERVERS)
    change(home, PAYROLL)
    before = open_current(home.index).manifest
    os.utime(home.corpus / "a.md", (1e9, 1e9))
    with Session.open(Settings(home)) as session:
        assert session.waiting() == 0, "it says what it said"
    report = change(home, {})
    after = open_current(home.index).manifest
    assert report.published
    assert (report.added, report.changed, report.removed, report.embedded) == ((), (), (), 0)
    assert after.previous == before.previous, "rolling back leads to other articles, not to the same ones"
    with Session.open(Settings(home)) as session:
        assert session.waiting() == 0


def test_an_unreadable_file_costs_nothing_that_was_indexed(make_home: MakeHome) -> None:
    home = make_home(SERVERS | PAYROLL)
    report = change(home, {"a.md": "---\ntitle: [never closed\n---\nbroken", "c.md": article("New", "New text.")})
    assert report.added == ("c",)
    assert report.removed == ()
    assert [(problem.path, problem.skipped) for problem in report.problems] == [("a.md", True)]
    assert "kept" in report.problems[0].cause
    with Session.open(Settings(home)) as session:
        assert session.article("a").text == "Servers cost £4m."
    mended = change(home, {"a.md": article("Servers", "Servers cost £6m.")})
    assert (mended.changed, mended.problems) == (("a",), ())


def test_files_that_lie_stop_nothing(make_home: MakeHome, tmp_path: Path) -> None:
    home = make_home(SERVERS)
    outside = tmp_path / "secret.md"
    outside.write_text(article("Secret", "A secret outside the corpus."))
    corpus = home.corpus
    (corpus / "link.md").symlink_to(outside)
    (corpus / "x.md").mkdir()
    (corpus / "x.md" / "inside.txt").write_text("Inside\nA text in a folder that is called like a file.")
    (corpus / "bytes.md").write_bytes(b"---\ntitle: Bytes\n---\n\nCaf\xe9 \x00 text." + b" More words." * 20)
    (corpus / "bomb.md").write_text("---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: Bomb\n---\n\nText.\n")
    (corpus / "deep.md").write_text(f"---\ntitle: {'[' * 9000}\n---\n\nText.\n")
    with (corpus / "lines.jsonl").open("w") as stream:
        stream.write('{"id": "first", "title": "First", "text": "Before the long line."}\n')
        stream.write('{"text": "' + "x" * 50_000_000 + '"}\n')
        stream.write('{"id": "last", "title": "Last", "text": "Behind the long line."}\n')
    report = change(home, PAYROLL)
    assert set(report.added) == {"b", "x.md/inside", "bytes", "first", "last"}
    skipped = {(problem.path, problem.line) for problem in report.problems if problem.skipped}
    assert skipped == {("link.md", None), ("bomb.md", None), ("deep.md", None), ("lines.jsonl", 2)}
    assert all(problem.cause for problem in report.problems)
    with Session.open(Settings(home)) as session:
        assert "\x00" not in session.article("bytes").text
        assert session.ask("what did servers cost").answer.evidence


def test_the_last_article_gone_leaves_the_index_answering(make_home: MakeHome) -> None:
    home = make_home(SERVERS)
    (home.corpus / "a.md").unlink()
    with pytest.raises(NoCorpus, match="gone"):
        update(home, ModelSettings(), ignore_progress)
    with Session.open(Settings(home)) as session:
        assert session.ask("what did servers cost").answer.evidence


def test_a_dry_run_writes_nothing(make_home: MakeHome) -> None:
    home = make_home(SERVERS)
    write_corpus(home, PAYROLL)
    (home.corpus / "a.md").unlink()
    before = {path: path.stat().st_mtime_ns for path in home.index.rglob("*")}
    report = update(home, ModelSettings(), ignore_progress, dry_run=True)
    assert (report.added, report.removed, report.published) == (("b",), ("a",), False)
    assert {path: path.stat().st_mtime_ns for path in home.index.rglob("*")} == before
