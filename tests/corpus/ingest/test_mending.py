"""`qabot corpus edit ID… --outlet …`: what is known of many articles, mended in one go."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

import pytest

from qabot.core.settings import Home
from qabot.core.unknown_names import NamedKind, UnknownName, unknown_name
from qabot.corpus.formats.front_matter import with_entries
from qabot.corpus.ingest import mending
from tests.cli.conftest import Call
from tests.conftest import article, link_index, write_corpus
from tests.corpus.ingest.helpers import contents, prose

FILES = {
    "2015/tides.md": article("Tides", prose(1), published="2015-11-25", outlet="Harbour News"),
    "undated/boats.md": article("Boats", prose(2), url="https://news.example/boats", topics="[a, 'b: c']"),
    "undated/nets.md": f"{prose(3)}\n",
    "headline.md": f"# Ropes are dear\n\n{prose(4)}\n",
    "old.md": "---\r\nTitle: Old\r\nsource: https://old.example # where it was\r\n---\r\n\r\n" + prose(5),
    "brief.md": f"---\ntitle: B\nkind: brief\nreports_on: {{outlet: Gazette, title: T}}\n---\n\n{prose(6)}\n",
    "braces.md": f"---\n{{title: Braces}}\n---\n\n{prose(7)}\n",
    "plain.txt": f"Plain\n\n{prose(8)}\n",
    "dump.jsonl": "".join(json.dumps({"id": f"d{n}", "title": f"D{n}", "text": prose(8 + n)}) + "\n" for n in (1, 2)),
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with articles in files of every kind."""
    made = Home(tmp_path / "home")
    made.corpus.mkdir(parents=True)
    for name, text in FILES.items():
        path = made.corpus / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    return made


def test_what_is_lacking_is_mended_from_the_list_to_the_index(starter_home: Home, home: Home, call: Call) -> None:
    link_index(starter_home, home)
    for name in ("dump.jsonl", "plain.txt", "brief.md", "braces.md"):
        (home.corpus / name).unlink()
    lacking = call("corpus", "list", "--lacking", "outlet", "--json", home=home).document()
    ids = [each["id"] for each in lacking["articles"]]
    assert sorted(ids) == ["headline", "undated/nets"], "an address names an outlet"
    call("index", home=home)
    ran = call("corpus", "edit", *ids, "--outlet", "Harbour News", "--date", "2019-03", home=home)
    assert ran.code == 0
    assert sorted(ran.stdout.splitlines()) == [
        "2 changed.",
        "Run `qabot index` to take them into the index.",
        "headline: date none → 2019-03, outlet none → Harbour News",
        "undated/nets: date none → 2019-03, outlet none → Harbour News",
    ]
    assert call("corpus", "list", "--lacking", "outlet", home=home).code == 1
    dry = call("index", "--dry-run", home=home).stdout
    assert dry.startswith("2 would be changed\n")
    assert "~ headline" in dry
    (kept,) = call("corpus", "show", "headline", "--json", home=home).document()["versions"]
    assert kept["file"] == FILES["headline.md"]
    again = call("corpus", "edit", *ids, "--outlet", "Harbour News", home=home)
    assert (again.code, again.stdout) == (0, "2 as they were.\n")


def test_unknown_ids_are_told_with_the_nearest_and_the_rest_is_changed(home: Home, call: Call) -> None:
    ran = call("corpus", "edit", "2015/tide", "undated/boats", "nothing-like-it", "--author", "Ann Other", home=home)
    assert ran.code == 1
    assert ran.stdout.splitlines() == [
        "undated/boats: author none → Ann Other",
        "Note: No article with the id “2015/tide”. Nearest: 2015/tides.",
        "Note: No article with the id “nothing-like-it”, nor one like it.",
        "1 changed, 2 refused.",
        "Run `qabot index` to take that into the index.",
    ]
    document = call("corpus", "edit", "tides", "undated/boats.md", "--author", "Bob Next", "--json", home=home)
    assert document.code == 1
    told = document.document()
    fact = {"fact": "author", "before": "Ann Other", "after": "Bob Next"}
    assert told["changed"] == [{"id": "undated/boats", "path": "undated/boats.md", "facts": [fact]}]
    assert (told["unchanged"], [each["nearest"] for each in told["refused"]]) == ([], [["2015/tides"]])


@pytest.mark.parametrize(
    ("article_id", "reason"),
    [
        ("brief", "brief is a brief, whose outlet is qabot brief."),
        ("braces", "braces.md has front matter that is not written with a key a line."),
        ("plain", "plain.txt is not Markdown."),
        ("d1", "d1 stands in dump.jsonl with others."),
    ],
)
def test_what_cannot_be_changed_is_left_as_it_was(home: Home, call: Call, article_id: str, reason: str) -> None:
    before = contents(home.corpus)
    ran = call("corpus", "edit", article_id, "--outlet", "Harbour News", home=home)
    assert (ran.code, ran.stdout.splitlines()) == (1, [f"Note: {reason}", "1 refused."])
    assert contents(home.corpus) == before


@pytest.mark.parametrize("article_id", ["2015/tides", "undated/boats", "undated/nets", "headline", "old", "brief"])
def test_only_what_is_said_changes(home: Home, call: Call, article_id: str) -> None:
    def read() -> dict[str, object]:
        shown = call("corpus", "show", article_id, "--json", home=home).document()
        return {key: value for key, value in shown.items() if key not in {"versions", "title", "published"}}

    before = read()
    assert call("corpus", "edit", article_id, "--title", "A: “new” #1", "--date", "2020", home=home).code == 0
    assert read() == before
    shown = call("corpus", "show", article_id, "--json", home=home).document()
    assert (shown["title"], shown["published"]) == ("A: “new” #1", "2020")


def test_what_others_wrote_into_the_front_matter_stays(home: Home, call: Call) -> None:
    call("corpus", "edit", "undated/boats", "old", "--outlet", "Harbour News", home=home)
    boats = (home.corpus / "undated/boats.md").read_text()
    assert boats == FILES["undated/boats.md"].replace("'b: c']\n", "'b: c']\noutlet: \"Harbour News\"\n")
    old = (home.corpus / "old.md").read_text()
    assert old.startswith(
        '---\nTitle: Old\nsource: https://old.example # where it was\noutlet: "Harbour News"\n---\n\n'
    )


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", 'outlet: "X"\n'),
        ("title: A\n", 'title: A\noutlet: "X"\n'),
        ("title: A", 'title: A\noutlet: "X"\n'),
        ("outlet: B\ntitle: A\n", 'outlet: "X"\ntitle: A\n'),
        ("Outlet: >\n  B\n  C\ntitle: A\n", 'outlet: "X"\ntitle: A\n'),
        ("outlet:\n  - B\n  - C\ntitle: A\n", 'outlet: "X"\ntitle: A\n'),
        ("outlet: B\ntitle: A\noutlet: C\n", 'outlet: "X"\ntitle: A\n'),
        ("outlet:\ntitle: A\n", 'outlet: "X"\ntitle: A\n'),
        ("title: É “B”\noutlet: Ö\n", 'title: É “B”\noutlet: "X"\n'),
        ("reports_on:\n  outlet: B\ntitle: A\n", 'reports_on:\n  outlet: B\ntitle: A\noutlet: "X"\n'),
    ],
)
def test_an_entry_takes_the_place_of_what_was_said_under_its_key(header: str, expected: str) -> None:
    assert with_entries(header, {"outlet": "X"}) == expected


def test_ids_are_read_from_standard_input(home: Home, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = b"2015/tides\n\n  undated/boats  \n2015/tides\n"
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(typed)))
    told = call("corpus", "edit", "-", "--date", "2021", "--json", home=home).document()
    assert [each["id"] for each in told["changed"]] == ["2015/tides", "undated/boats"]
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"\n")))
    assert call("corpus", "edit", "-", "--date", "2021", home=home).stdout == "No id was given.\n"


def test_lists_are_bounded_and_json_has_them_whole(home: Home, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    write_corpus(home, {f"n{n}.md": article(f"N{n}", prose(20 + n)) for n in range(21)})
    ids = [*(f"n{n}" for n in range(21)), *(f"gone{n}" for n in range(22))]
    sought: list[str] = []

    def counting(kind: NamedKind, wanted: str, names: Iterable[str]) -> UnknownName:
        sought.append(wanted)
        return unknown_name(kind, wanted, names)

    monkeypatch.setattr(mending, "unknown_name", counting)
    ran = call("corpus", "edit", *ids, "--outlet", "Courier", home=home).stdout.splitlines()
    assert len(ran) == 20 + 1 + 20 + 1 + 2
    assert ran[20] == "and 1 more; --json lists them all"
    assert ran[-3:-1] == ["Note: 2 more like these; --json lists them all.", "21 changed, 22 refused."]
    assert len(sought) == 20, "each costs a look at every id"
    told = call("corpus", "edit", *ids, "--outlet", "Gazette", "--json", home=home).document()
    assert (len(told["changed"]), len(told["refused"])) == (21, 22)
    assert told["refused"][-1]["reason"] == "No article with the id “gone21”."


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--date", "someday"], "--date: "),
        (["--outlet", " "], "--outlet says nothing."),
        (["--title", "x" * 501], "--title is longer than 500 characters."),
        (["--author", "x" * 201], "--author is longer than 200 characters."),
        (["2015/tides"], "Several articles go with --outlet, --date, --title or --author."),
        (["--json"], "--json goes with --outlet, --date, --title or --author."),
    ],
)
def test_what_makes_no_sense_changes_nothing(home: Home, call: Call, options: list[str], told: str) -> None:
    before = contents(home.corpus)
    ran = call("corpus", "edit", "undated/boats", *options, home=home)
    assert (ran.code, told in ran.stderr) == (2, True)
    assert contents(home.corpus) == before


@pytest.mark.parametrize("outlet", ["Har: bour", "[x]", "- x", '"', "{a}", "é\u202e", "null", "*a", "%YAML", "a # b"])
def test_any_name_is_read_back_as_it_was_given(home: Home, call: Call, outlet: str) -> None:
    ran = call("corpus", "edit", "undated/nets", "--outlet", outlet, home=home)
    expected = outlet.replace("\u202e", "")
    if outlet == "null":  # which says that there is none
        assert ran.code == 1
    else:
        assert call("corpus", "show", "undated/nets", "--json", home=home).document()["outlet"] == expected
