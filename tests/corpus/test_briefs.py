"""Briefs in the corpus folder: read, written, added, and those that come with qabot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from msgspec.structs import replace

from qabot.core.articles import Article, ReadIssue, ReportedArticle, findable_outlets
from qabot.core.dates import PartialDate
from qabot.corpus.article_reader import read
from qabot.corpus.folder import walk
from qabot.corpus.ingest.article_files import render
from qabot.corpus.ingest.local_sources import MetadataOverrides
from tests.corpus.ingest.helpers import add_files

CORPUS = Path(__file__).parents[2] / "corpus"
ReadOne = Callable[[str, bytes], Article]
BRIEF = Article(
    id="a",
    title="Review adds to GDS",
    text="A sum of £450m went to GDS.",
    outlet="qabot brief",
    published=PartialDate(2015, 11, 25),
    kind="brief",
    reports_on=ReportedArticle("Computing", "A “whopping” £450m: a", "https://a.example/1", PartialDate(2015, 11)),
)
FILE = """---
title: Review adds to GDS
kind: brief
published: 2015-11-25
outlet: qabot brief
reports_on:
  outlet: Computing
  title: "A “whopping” £450m: a"
  url: https://a.example/1
  published: 2015-11
---

A sum of £450m went to GDS.
"""


class TestReading:
    """Front matter that says kind: brief."""

    def test_says_what_it_reports_on(self, read_one: ReadOne) -> None:
        assert read_one("a.md", FILE.encode()) == BRIEF
        assert findable_outlets(BRIEF) == ("qabot brief", "Computing")

    def test_never_takes_an_outlet_for_whose_words_they_are(self, read_one: ReadOne) -> None:
        claimed = FILE.replace("outlet: qabot brief", "outlet: Computing")
        assert read_one("a.md", claimed.encode()) == BRIEF

    def test_without_a_date_of_its_own_is_of_the_report(self, read_one: ReadOne) -> None:
        assert read_one("a.md", FILE.replace("published: 2015-11-25\n", "").encode()).published == PartialDate(2015, 11)

    @pytest.mark.parametrize("said", ["", "reports_on: Computing\n", "reports_on: [Computing]\n"])
    def test_without_a_report_is_a_brief_still_and_noted(
        self, read_bytes: Callable[[str, bytes], list[Article | ReadIssue]], said: str
    ) -> None:
        note, article = read_bytes("a.md", f"---\ntitle: T\nkind: brief\n{said}---\n\nText.\n".encode())
        assert isinstance(note, ReadIssue)
        assert note.cause.startswith("reports_on does not say")
        assert isinstance(article, Article)
        assert (article.kind, article.reports_on, article.outlet) == ("brief", None, "qabot brief")

    def test_of_what_little_is_said_takes_that(self, read_one: ReadOne) -> None:
        told = read_one("a.md", b"---\ntitle: T\nkind: brief\nreports_on: {title: X}\n---\n\nText.\n")
        assert told.reports_on == ReportedArticle(title="X")

    @pytest.mark.parametrize("kind", ["article", "opinion", "[brief]", "Brief"])
    def test_of_another_kind_is_an_article(self, read_one: ReadOne, kind: str) -> None:
        told = read_one("a.md", f"---\ntitle: T\nkind: {kind}\nreports_on: {{outlet: X}}\n---\n\nText.\n".encode())
        assert (told.kind, told.reports_on, told.outlet) == ("article", None, None)

    def test_reads_back_what_was_written(self, read_one: ReadOne) -> None:
        for brief in (BRIEF, replace(BRIEF, reports_on=ReportedArticle(title="X")), replace(BRIEF, author="Ann Other")):
            assert read_one("a.md", render(brief, date(2026, 1, 1), "a.md")) == brief


def added(folder: Path, name: str, text: str, said: MetadataOverrides) -> Article:
    """Add a file to a corpus folder, and return the article that came of it."""
    source = folder / name
    source.write_text(text)
    add_files(folder / "corpus", source, said=said)
    files, _ = walk(folder / "corpus")
    (article,) = (item for file in files for item in read(file) if isinstance(item, Article))
    return article


class TestAdding:
    """What a user brings in."""

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("a.md", "---\ntitle: T\noutlet: Computing\n---\n\nThe council bought a tram.\n"),
            ("a.txt", "A title\n\nThe council bought a tram.\n"),
            ("a.jsonl", '{"title": "T", "text": "The council bought a tram.", "kind": "news"}\n'),
            ("a.html", "<html><title>T</title><article><p>The council bought a tram in May.</p></article></html>"),
        ],
    )
    def test_is_an_article(self, tmp_path: Path, name: str, text: str) -> None:
        article = added(tmp_path, name, text, MetadataOverrides("UKAuthority"))
        assert (article.kind, article.reports_on, article.outlet) == ("article", None, "UKAuthority")

    def test_that_says_it_is_a_brief_stays_one_whatever_outlet_is_said(self, tmp_path: Path) -> None:
        article = added(tmp_path, "a.md", FILE, MetadataOverrides("Computing"))
        assert (article.kind, article.outlet, article.reports_on) == ("brief", "qabot brief", BRIEF.reports_on)

    def test_the_page_that_a_brief_reports_on_is_added_beside_it(self, tmp_path: Path) -> None:
        corpus = tmp_path / "corpus"
        corpus.mkdir()
        (corpus / "a.md").write_text(FILE)
        page = (
            "---\ntitle: A whopping sum\noutlet: Computing\nurl: https://a.example/1\n---\n\nGDS gets a whopping sum.\n"
        )
        (tmp_path / "page.md").write_text(page)
        (outcome,) = add_files(corpus, tmp_path / "page.md")
        assert outcome.kind == "added"
        assert (corpus / "a.md").read_text() == FILE


class TestTheStarterCorpus:
    """The texts that come with qabot."""

    @pytest.fixture(scope="class")
    def briefs(self) -> list[Article]:
        """Read them."""
        return [item for file in walk(CORPUS)[0] for item in read(file) if isinstance(item, Article)]

    def test_are_briefs_that_say_what_they_are_after(self, briefs: list[Article]) -> None:
        assert len(briefs) == 213
        assert {(each.kind, each.outlet, each.url) for each in briefs} == {("brief", "qabot brief", None)}
        assert all(each.reports_on and each.reports_on.published == each.published for each in briefs)
        nameless = [each.id for each in briefs if not (each.reports_on and each.reports_on.outlet)]
        assert nameless == ["2021/2021-09-21-nhs-app-16m"], "no outlet was named where it was read"
        assert sum(bool(each.reports_on and each.reports_on.url) for each in briefs) == 195

    def test_name_no_copy_of_a_report(self) -> None:
        copies = {
            "cybernoz.com", "mindcraft.top", "news365.uk", "dreamspp.online", "edgedatacenters.nl", "www.tech-jobs.uk",
            "www-ukauthority-com.azurewebsites.net", "allrevittutorials.com", "www.sheilasshaveclub.com",
            "mingooland.com", "www.reporter.am", "ppponline.affinitext.com", "merchant-business.com", "ygunu.com",
            "securityticks.com", "heroku.briefly.co", "docslib.org", "openhealthnews.com",
        }  # fmt: skip
        for file in CORPUS.rglob("*.md"):
            text = file.read_text(encoding="utf-8")
            named = {urlsplit(word.strip("\"'(),")).hostname for word in text.split() if word.startswith("http")}
            assert not named & copies, file
            assert "(copy)" not in text, file
            assert "(repost)" not in text, file
