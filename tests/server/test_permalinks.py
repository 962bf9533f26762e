"""Links to quotes, and articles with a range marked: what they show once a text has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings
from qabot.corpus.ingest import curation
from qabot.corpus.ingest.corpus_index import open_corpus_index
from qabot.index.build.indexer import update
from tests.conftest import article
from tests.homes import WITHOUT_READER
from tests.server.doors import Doors, opened
from tests.server.test_answer_pages import links, words

BEFORE = "Zorblax council bought a payroll system.\n\nIt cost £3m, the auditor said."
AFTER = "Zorblax council bought a payroll system.\n\nIt cost £5m in the end."
QUOTE = (42, len(BEFORE))
SHA = hashlib.sha256(BEFORE.encode()).hexdigest()


def path(generation: str, span: tuple[int, int] = QUOTE, sha: str = SHA[:16]) -> str:
    """Return a permalink."""
    return f"/q/{generation}/a/{span[0]}-{span[1]}" + (f"?text={sha}" if sha else "")


@pytest.fixture
def changing(make_home: Callable[[Mapping[str, str]], Home]) -> Home:
    """A home with an article that is about to change."""
    return make_home({"a.md": article("Zorblax", BEFORE, outlet="Computing", published="2015-11-25")})


def edit(home: Home, text: str) -> None:
    """Change the article as `qabot corpus edit` does."""
    with open_corpus_index(home.corpus) as corpus_index:
        data = article("Zorblax", text, outlet="Computing", published="2015-11-25").encode()
        assert curation.edit(corpus_index, curation.require(corpus_index, "a"), data)


def build(home: Home) -> None:
    """Bring the index up to date."""
    update(home, ModelSettings(), ignore_progress, WITHOUT_READER)


class TestPermalinks:
    """A quote stays what it was."""

    def test_it_tells_that_nothing_has_changed(self, changing: Home, tmp_path: Path) -> None:
        with opened(changing, tmp_path) as doors:
            generation = doors.reader.get("/api/v1/status").json()["generation"]
            said = words(doors.reader.get(path(generation)).text)
            assert "The article still says this, character by character." in said
            assert "It cost £3m, the auditor said." in said
            assert "“It cost £3m, the auditor said.” — Zorblax, Computing, 25 November 2015" in said

    def test_a_text_that_was_edited_is_told_and_the_earlier_quote_shown(self, changing: Home, tmp_path: Path) -> None:
        with opened(changing, tmp_path) as doors:
            generation = doors.reader.get("/api/v1/status").json()["generation"]
            edit(changing, AFTER)
            build(changing)
            page = doors.reader.get(path(generation))
            assert "The text has changed since this was quoted." in words(page.text)
            assert "It cost £3m, the auditor said." in words(page.text)
            assert "£3m" in doors.reader.get(path(generation).replace("/q/", "/cite/ris/")).text
            shown = words(doors.reader.get("/article/a").text)
            assert "£5m" in shown
            assert "Earlier versions" in shown

    def test_a_text_changed_by_hand_is_found_in_its_generation_while_that_is_there(
        self, changing: Home, tmp_path: Path
    ) -> None:
        with opened(changing, tmp_path) as doors:
            generation = doors.reader.get("/api/v1/status").json()["generation"]
            (changing.corpus / "a.md").write_text(article("Zorblax", AFTER), encoding="utf-8")
            build(changing)
            for link in (path(generation), path(generation, sha="")):
                said = words(doors.reader.get(link).text)
                assert f"kept in generation {generation}" in said
                assert "It cost £3m, the auditor said." in said

    def test_an_article_that_was_removed_is_told(self, changing: Home, tmp_path: Path) -> None:
        (changing.corpus / "b.md").write_text(article("Another", "Wombat council sold a bus."), encoding="utf-8")
        with opened(changing, tmp_path) as doors:
            generation = doors.reader.get("/api/v1/status").json()["generation"]
            with open_corpus_index(changing.corpus) as corpus_index:
                curation.remove(corpus_index, curation.require(corpus_index, "a"))
            build(changing)
            said = words(doors.reader.get(path(generation)).text)
            assert "The article is not in this corpus any more." in said
            assert "It cost £3m, the auditor said." in said

    def test_what_was_not_kept_is_not_made_up(self, changing: Home, tmp_path: Path) -> None:
        with opened(changing, tmp_path) as doors:
            answer = doors.reader.get(path("20150101T000000000000Z-00000000", sha="0" * 16))
            assert answer.status_code == 404
            assert "what it was has not been kept" in words(answer.text)
            unknown = words(doors.reader.get(path("20150101T000000000000Z-00000000", sha="")).text)
            assert "nobody can tell whether it has changed" in unknown

    @pytest.mark.parametrize("span", [(5, 5), (9, 2), (0, 999_999), (0, 10**30)])
    def test_what_is_no_range_is_not_found(self, changing: Home, tmp_path: Path, span: tuple[int, int]) -> None:
        with opened(changing, tmp_path) as doors:
            assert doors.reader.get(path("g", span)).status_code == 404

    @pytest.mark.parametrize("generation", ["..", "..%2f..", "CURRENT", "%00", "a" * 300])
    def test_a_generation_is_no_path(self, changing: Home, tmp_path: Path, generation: str) -> None:
        with opened(changing, tmp_path) as doors:
            assert doors.reader.get(path(generation, sha="0" * 16)).status_code == 404


class TestArticles:
    """An article whole, with its paragraphs numbered and a range marked."""

    def test_the_range_is_marked_across_paragraphs(self, doors: Doors) -> None:
        page = doors.reader.get("/article/2015/2015-11-26-socitm-spending-review?mark=10-330").text
        assert page.count("<mark>") == 2
        assert '<p id="p1">' in page
        assert doors.reader.get("/article/2015/2015-11-26-socitm-spending-review?mark=10-99999").status_code == 404
        assert doors.reader.get("/article/2015/2015-11-26-socitm-spending-review?mark=x").status_code == 404

    def test_links_of_an_answer_lead_to_the_quote(self, doors: Doors) -> None:
        page = doors.reader.get("/ask?q=How+much+was+Capita+fined%3F").text
        first = next(each for each in links(page) if each.startswith("/article/"))
        shown = doors.reader.get(first)
        assert "<mark>Capita was fined £14m" in shown.text
        quoted = next(each for each in links(page) if each.startswith("/q/"))
        assert "still says this" in doors.reader.get(quoted).text

    def test_one_that_is_not_there_is_told_with_those_that_come_near(self, doors: Doors) -> None:
        answer = doors.reader.get("/article/2015/2015-11-26-socitm-spending-revie")
        assert answer.status_code == 404
        assert "socitm-spending-review" in answer.text

    @pytest.mark.parametrize("article_id", ["../../etc/passwd", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "%00", "a" * 3_000])
    def test_an_id_is_no_path(self, doors: Doors, article_id: str) -> None:
        answer = doors.reader.get(f"/article/{article_id}")
        assert answer.status_code == 404
        assert "root:" not in answer.text
