"""`qabot add` and `qabot corpus`, from the command line to the answer."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest

from qabot.core.settings import Home
from tests.cli.conftest import Call
from tests.cli.helpers import judge_by_nearness, run_qabot, steering
from tests.conftest import link_index
from tests.corpus.ingest.helpers import FLATTENED, contents, prose

SCRAPE = "harbour.txt"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home without articles."""
    made = Home(tmp_path / "home")
    made.corpus.mkdir(parents=True)
    return made


@pytest.fixture
def scrape(tmp_path: Path) -> Path:
    """A page saved as text."""
    path = tmp_path / SCRAPE
    path.write_text(FLATTENED, encoding="utf-8")
    return path


@pytest.fixture
def added(home: Home, scrape: Path, call: Call) -> str:
    """The id of that page's article, added to the home."""
    result = call("add", str(scrape), "--outlet", "Harbour News", "--json", home=home)
    assert result.code == 0, result.stderr
    return str(result.document()["outcomes"][0]["article_id"])


class TestAdding:
    """`qabot add`."""

    def test_a_scraped_page_is_indexed_and_answers(
        self, starter_home: Home, home: Home, scrape: Path, call: Call
    ) -> None:
        link_index(starter_home, home)
        result = call("add", str(scrape), "--outlet", "Harbour News", home=home)
        assert (result.code, result.stdout.split("\n")[0].split()) == (0, ["1", "added"])
        assert "1 added" in call("index", home=home).stdout
        judge_by_nearness(home)
        answer = call("ask", "What would the savings of the harbour councils pay for?", "--json", home=home).document()
        first = answer["answers"][0]
        assert "second\nphase, in which pensions follow" in first["quote"]
        assert (first["article"]["author"], first["article"]["outlet"]) == ("Rosalind Quayle", "Harbour News")

    def test_tells_what_became_of_each(self, home: Home, scrape: Path, tmp_path: Path, call: Call) -> None:
        other = tmp_path / "b.bin"
        other.write_bytes(b"\0")
        lines = call("add", str(scrape), str(scrape), str(other), home=home).stdout.splitlines()
        assert [line.split() for line in lines[:3]] == [["1", "added"], ["1", "there", "already"], ["1", "skipped"]]
        assert lines[3].strip() == "b.bin: is not of a kind that can be read"
        assert lines[4] == "Run `qabot index` to take them into the index."

    def test_says_how_many_lack_what_and_what_shows_them(self, home: Home, tmp_path: Path, call: Call) -> None:
        (tmp_path / "a.txt").write_text(f"Wick buys maps\n{prose(1)}", encoding="utf-8")
        (tmp_path / "b.txt").write_text(f"Wick buys charts\n3 May 2019\n{prose(2)}", encoding="utf-8")
        (tmp_path / "c.txt").write_text(prose(3, 36).replace("\n\n", " ") + "\n\n" + prose(4), encoding="utf-8")
        result = call("add", *(str(tmp_path / name) for name in ("a.txt", "b.txt", "c.txt")), home=home)
        told = (
            "2 without a date, 3 without an outlet, 1 without a title: "
            "`qabot corpus list --lacking date` (or `outlet`, `title`) shows them."
        )
        assert result.stdout.splitlines()[-1] == told
        shown = {
            fact: [each["title"].split()[-1] for each in listed.document()["articles"]]
            for fact in ("date", "outlet", "title")
            if (listed := call("corpus", "list", "--lacking", fact, "--json", home=home)).code == 0
        }
        assert {fact: len(titles) for fact, titles in shown.items()} == {"date": 2, "outlet": 3, "title": 1}
        assert "charts" not in shown["date"]
        assert "maps" in shown["date"]

    def test_says_nothing_where_nothing_is_lacking(self, home: Home, scrape: Path, call: Call) -> None:
        result = call("add", str(scrape), "--outlet", "Harbour News", home=home)
        assert "without" not in result.stdout
        assert call("corpus", "list", "--lacking", "outlet", home=home).code == 1

    def test_counts_near_copies_and_names_what_shows_them(
        self, home: Home, added: str, tmp_path: Path, call: Call
    ) -> None:
        for outlet in ("Courier", "Gazette"):
            copy = tmp_path / f"{outlet}.txt"
            copy.write_text(FLATTENED.replace("agreed on Tuesday", f"told {outlet}"), encoding="utf-8")
            result = call("add", str(copy), "--outlet", outlet, home=home)
            assert "near-copies of others: 1, shown by `qabot corpus duplicates`" in result.stdout
        document = call("corpus", "duplicates", "--json", home=home).document()
        assert [each["id"] for each in document["groups"][0]].count(added) == 1

    def test_in_a_dry_run_changes_nothing(self, home: Home, scrape: Path, call: Call) -> None:
        assert call("add", str(scrape), "--dry-run", home=home).stdout == "      1  would be added\n"
        assert list(home.corpus.iterdir()) == []

    def test_reads_standard_input(self, home: Home) -> None:
        result = run_qabot(
            "add", "-", "--published", "2014-05", "--json", home=home, input=f"Tides\n\n{prose(1)}".encode()
        )
        assert result.document()["added"] == 1
        assert next(iter(contents(home.corpus))).startswith("2014/2014-05-tides-")

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["missing.txt"], "no file or folder"),
            (["-", "--published", "someday"], "--published"),
        ],
    )
    def test_says_plainly_what_cannot_be_understood(
        self, home: Home, call: Call, arguments: list[str], told: str
    ) -> None:
        result = call("add", *arguments, home=home)
        assert (result.code, result.stdout) == (2, "")
        assert told in result.stderr

    def test_exits_with_1_where_nothing_could_be_used(self, home: Home, tmp_path: Path, call: Call) -> None:
        (tmp_path / "a.pdf").write_bytes(b"none")
        assert call("add", str(tmp_path / "a.pdf"), home=home).code == 1

    def test_of_hostile_names_and_titles_steers_no_terminal(self, home: Home, tmp_path: Path) -> None:
        hostile = tmp_path / "a\x1b[2J[bold]\u202e.txt"
        hostile.write_text(f"\x1b]0;owned\x07Ti[/]tle\n\n{prose(1)}", encoding="utf-8")
        (tmp_path / "b\x1b[31m.pdf").write_bytes(b"none")
        for arguments in (["add", str(tmp_path)], ["corpus", "list"]):
            result = run_qabot(*arguments, home=home)
            assert steering(result.stdout + result.stderr) == set()


class TestLookingAfterTheCorpus:
    """`qabot corpus`."""

    def test_list_filters(self, home: Home, added: str, call: Call) -> None:
        assert added in call("corpus", "list", "--outlet", "harbour news", "--after", "2015-11", home=home).stdout
        document = call("corpus", "list", "--title", "payroll systems", "--json", home=home).document()
        assert [each["id"] for each in document["articles"]] == [added]
        for options in (["--outlet", "Other"], ["--before", "2014"], ["--after", "2016"], ["--title", "tides"]):
            assert call("corpus", "list", *options, home=home).code == 1
        assert call("corpus", "list", "--after", "someday", home=home).code == 2
        assert call("corpus", "list", "--title", "words of no title", "--after", "someday", home=home).code == 2

    def test_an_outlet_that_no_article_has_is_told_with_the_nearest(self, home: Home, added: str, call: Call) -> None:
        ran = call("corpus", "list", "--outlet", "Harbor News", home=home)
        assert (ran.code, ran.stdout) == (1, "")
        assert "No outlet called “Harbor News”. Nearest: Harbour News." in ran.stderr
        document = call("corpus", "list", "--outlet", "Harbor News", "--json", home=home).document()
        assert (document["count"], document["articles"]) == (0, [])
        assert document["warnings"] == ["No outlet called “Harbor News”. Nearest: Harbour News."]
        some = call("corpus", "list", "--outlet", "harbour-news", "--after", "2020", "--json", home=home)
        assert (some.code, some.document()["warnings"]) == (1, []), "there is such an outlet, and nothing of then"
        assert added in call("corpus", "list", "--outlet", "the harbour news", home=home).stdout

    @pytest.mark.parametrize("command", ["show", "edit", "remove", "dropped", "restore"])
    def test_an_id_that_no_article_has_is_told_with_the_nearest(
        self, home: Home, added: str, call: Call, command: str
    ) -> None:
        if command == "restore":
            call("corpus", "remove", added, home=home)
        ran = call("corpus", command, f"{added[:-3]}xyz", home=home)
        assert (ran.code, ran.stdout) == (1, "")
        kind = "removed article" if command == "restore" else "article"
        assert f"No {kind} with the id “{added[:-3]}xyz”. Nearest: {added}." in ran.stderr

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["list", "--title", "tides"], "There is no such article."),
            (["list", "--removed"], "No article was removed."),
            (["duplicates"], "No article is a near-copy of another."),
        ],
    )
    def test_what_lists_nothing_says_so_to_whoever_watches(self, home: Home, arguments: list[str], told: str) -> None:
        result = run_qabot("corpus", *arguments, home=home, tty="stderr")
        assert (result.code, result.stdout) == (1, "")
        assert told in result.stderr

    def test_dropped_shows_every_line_and_its_rule(self, home: Home, added: str, call: Call) -> None:
        result = call("corpus", "dropped", added, home=home)
        assert result.code == 0
        assert [line.split()[1] for line in result.stdout.splitlines()][:5] == ["K", "R", "R", "R", "K"]
        assert "Marina trust drops its data centre" in result.stdout
        document = call("corpus", "dropped", added, "--json", home=home).document()
        assert document["dropped"][0] == {"line": "Skip to content", "rule": "K", "number": 1}

    def test_show_prints_the_article_and_the_text_as_it_came(self, home: Home, added: str, call: Call) -> None:
        assert "Skip to content" not in call("corpus", "show", added, home=home).stdout
        assert "Skip to content" in call("corpus", "show", added, "--raw", home=home).stdout
        assert call("corpus", "show", "missing", home=home).code == 1

    def test_remove_and_restore_bring_back_every_byte(self, home: Home, added: str, call: Call) -> None:
        before = contents(home.corpus)
        assert call("corpus", "remove", added, home=home).code == 0
        assert contents(home.corpus) == {}
        assert added in call("corpus", "list", "--removed", home=home).stdout
        told = call("corpus", "list", "--removed", "--outlet", "The Stack", home=home)
        assert (told.code, "--removed goes with no filter" in told.stderr) == (2, True)
        assert call("corpus", "show", added, home=home).code == 1
        assert call("corpus", "restore", added, home=home).code == 0
        assert contents(home.corpus) == before
        assert call("corpus", "restore", added, home=home).code == 1
        assert call("corpus", "list", home=home).code == 0

    def test_edit_checks_what_the_editor_left(
        self,
        home: Home,
        added: str,
        call: Call,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        before = contents(home.corpus)
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", "sed -i 's/^title: .*/title: [/'")
        refused = call("corpus", "edit", added, home=home)
        assert refused.code == 2
        assert "Your text is in" in refused.stderr
        assert contents(home.corpus) == before
        monkeypatch.setenv("EDITOR", "false")
        assert call("corpus", "edit", added, home=home).code == 2
        monkeypatch.setenv("EDITOR", "true")
        assert call("corpus", "edit", added, home=home).stdout == "Nothing was changed.\n"
        monkeypatch.setenv("EDITOR", "sed -i s/Rosalind/Rosalinda/")
        assert "Changed" in call("corpus", "edit", added, home=home).stdout
        assert b"Rosalinda Quayle" in next(iter(contents(home.corpus).values()))
        document = call("corpus", "show", added, "--json", home=home).document()
        assert [each["file"].encode() for each in document["versions"]] == list(before.values())

    def test_without_an_editor_no_copy_is_made(
        self, home: Home, added: str, call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        for variable in ("VISUAL", "EDITOR"):
            monkeypatch.delenv(variable, raising=False)
        copies = tmp_path / "copies"
        copies.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(copies))
        assert "EDITOR" in call("corpus", "edit", added, home=home).stderr
        assert not [*copies.iterdir()]

    def test_duplicates_are_grouped_under_the_earliest(
        self, home: Home, added: str, tmp_path: Path, call: Call
    ) -> None:
        assert call("corpus", "duplicates", home=home).code == 1
        copy = tmp_path / "copy.txt"
        copy.write_text(FLATTENED.replace("25 November 2015", "24 November 2015"), encoding="utf-8")
        call("add", str(copy), "--outlet", "Courier", home=home)
        document = call("corpus", "duplicates", "--json", home=home).document()
        assert [[each["outlet"] for each in group] for group in document["groups"]] == [["Courier", "Harbour News"]]
        assert document["groups"][0][1]["id"] == added

    def test_an_article_among_others_is_left_alone(self, home: Home, call: Call) -> None:
        lines = [json.dumps({"id": name, "title": name, "text": prose(n)}) for n, name in enumerate("ab")]
        (home.corpus / "x.jsonl").write_text("\n".join(lines), encoding="utf-8")
        result = call("corpus", "remove", "a", home=home)
        assert result.code == 2
        assert "stands in x.jsonl with others" in result.stderr
