"""`qabot brief`: of pins and about a topic, its exit codes, and the proof that `qabot check` compares."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qabot.core.settings import Home
from qabot.engine.session import Session
from qabot.index.snapshot import open_current
from qabot.reports.brief.pin_store import PinStore, pins_path
from qabot.reports.brief.pins import Pin, add_pin, annotate_pin
from tests.cli.conftest import Call
from tests.cli.helpers import steering

REDCAR = ("brief", "Redcar attack cost")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, and a state folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


def pin_answers(home: Home, session: Session, *questions: str) -> None:
    """Pin the first quote of each answer, and write a note beside the last."""
    store = PinStore(pins_path())
    for each in questions:
        evidence = session.probe(each).answer.evidence[0]
        store.change(str(home.path), lambda held, one=evidence: add_pin(held, Pin.of(one, session.built)))
    store.change(str(home.path), lambda held: annotate_pin(held, len(held), "ask <them>"))


def test_without_pins_it_says_how_to_pin(starter_home: Home, call: Call) -> None:
    ran = call("brief", home=starter_home)
    assert (ran.code, ran.stdout) == (1, "")
    assert "Nothing is pinned for" in ran.stderr
    assert "/pin 1" in ran.stderr
    assert json.loads(call("brief", "--json", home=starter_home).stderr)["code"] == 1


def test_a_note_of_pins_keeps_their_order_and_the_own_words(starter_home: Home, starter: Session, call: Call) -> None:
    pin_answers(starter_home, starter, "How much was Capita fined?", "when did GOV.UK replace Directgov?")
    document = call("brief", "--json", "--title", "For us", home=starter_home).document()
    assert (document["title"], document["topic"]) == ("For us", "")
    (section,) = document["sections"]
    assert [each["own_note"] for each in section["quotes"]] == ["", "ask <them>"]
    generation = open_current(starter_home.index)
    for each in section["quotes"]:
        assert generation.require_article(each["article"]["id"]).text[each["start"] : each["end"]] == each["quote"]
    generation.close()
    assert "£14m" in section["quotes"][0]["quote"]
    ran = call("brief", "-n", "3", home=starter_home)
    assert (ran.code, "can be limited" in ran.stderr) == (2, True)


def test_a_topic_has_answer_figures_statements_dates_and_what_is_missing(starter_home: Home, call: Call) -> None:
    document = call(*REDCAR, "--json", home=starter_home).document()
    assert [each["kind"] for each in document["sections"]] == ["answer", "figures", "sayings", "timeline", "missing"]
    by_kind = {each["kind"]: each for each in document["sections"]}
    labels = " ".join(each["label"] for each in by_kind["figures"]["quotes"])
    assert all(value in labels for value in ("£10.14m", "£10.4m", "£3.68m", "£7 million"))
    assert {each["label"] for each in by_kind["sayings"]["quotes"]} >= {"Mary Lanigan · said"}
    dates = [each["label"] for each in by_kind["timeline"]["quotes"]]
    assert any(each.startswith("February 2020") for each in dates)
    numbers = [quote["number"] for section in document["sections"] for quote in section["quotes"]]
    assert numbers == [*range(1, len(numbers) + 1)]
    assert any("The newest article about it is of 30 January 2023" in each for each in by_kind["missing"]["notes"])
    generation = open_current(starter_home.index)
    for section in document["sections"]:
        for each in section["quotes"]:
            held = generation.require_article(each["article"]["id"])
            assert held.text[each["start"] : each["end"]] == each["quote"]
            assert held.text_sha256 == each["text_sha256"]
    generation.close()


def test_a_topic_that_nothing_is_about_is_not_found(starter_home: Home, call: Call, folder: Path) -> None:
    ran = call("brief", "zxqv fnord", home=starter_home)
    assert ran.code == 1
    assert "No figure about it was found." in ran.stdout
    ran = call("brief", "zxqv fnord", "--output", "note.md", home=starter_home)
    assert (ran.code, ran.stdout) == (1, "")
    assert "so that no note was written" in ran.stderr
    assert not (folder / "note.md").exists()


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--format", "docx"), "Give a file: --output note.docx."),
        (("--output", "note.pdf"), "says not how to write a note"),
        (("--output", "note"), "says not how to write a note"),
        (("--output", "note.md", "--format", "html"), ".md is no ending of a html file"),
        (("--after", "never"), "--after"),
    ],
)
def test_what_cannot_be_written_is_refused(starter_home: Home, call: Call, flags: tuple[str, ...], said: str) -> None:
    ran = call(*REDCAR, *flags, home=starter_home)
    assert (ran.code, ran.stdout) == (2, "")
    assert said in ran.stderr


def test_a_written_note_is_proved_and_a_changed_one_told(starter_home: Home, call: Call, folder: Path) -> None:
    assert call(*REDCAR, "-n", "2", "--output", "note.md", home=starter_home).code == 0
    assert call(*REDCAR, "--output", "note.md", home=starter_home).code == 2
    for arguments in (("note.md.proof.json",), ("note.md", "--proof", "note.md.proof.json")):
        ran = call("check", *arguments, home=starter_home)
        assert (ran.code, ran.stderr) == (0, "")
        assert "is, byte for byte, the note that the proof was written with." in ran.stdout
    assert call("check", "note.md.proof.json", "--quiet", home=starter_home).stdout == ""
    note = folder / "note.md"
    note.write_text(note.read_text().replace("£10.4m", "£10.5m"))
    ran = call("check", "note.md.proof.json", "--json", home=starter_home)
    document = ran.document()
    assert ran.code == 1
    assert (document["ok"], document["note"]["standing"]) == (False, "changed")
    for form in ("html", "md"):
        assert "the note does not have it word for word" in call(
            "check", "note.md.proof.json", "--format", form, home=starter_home
        ).stdout.replace("\\", "")
    assert call("check", "note.md", "--proof", "note.md", home=starter_home).code == 2


def test_nothing_printed_steers_a_terminal(starter_home: Home, call: Call) -> None:
    for form in ("md", "html"):
        ran = call(*REDCAR, "--format", form, "-n", "1", home=starter_home)
        assert ran.code == 0
        assert steering(ran.stdout) == set()
