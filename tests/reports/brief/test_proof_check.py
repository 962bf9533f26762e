"""The proof of a note: it says of each quote whether it still stands, and believes nothing that a proof says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from qabot.core.errors import NotFound, UsageError
from qabot.output.schemas.document import encode
from qabot.reports.brief.brief_file import SavedBrief, save_brief
from qabot.reports.brief.proof_check import check_proof, is_proof, note_beside, read_note, read_proof
from qabot.reports.brief.proof_report import proof_lines
from tests.output.documents import check_documents
from tests.reports.brief.notes import HOSTILE, PAYROLL, PINS, STEERING, SUMMARY, Texts, changed, note

ALL = Texts(PAYROLL, SUMMARY, STEERING, generation="g2")


def saved(folder: Path, name: str = "note.md") -> SavedBrief:
    """Write the note of all pins."""
    return save_brief(note(), name, folder)


def found(saved: SavedBrief, texts: Texts = ALL, *, with_note: bool = True) -> list[tuple[str, bool | None]]:
    """Return how each quote stands, and whether the note has it."""
    given = read_note(saved.note) if with_note else None
    checked = check_proof(read_proof(saved.proof), "p", texts, given)
    check_documents(encode(checked))
    assert checked.ok is all(each.ok and each.in_note is not False for each in checked.quotes)
    return [(each.standing, each.in_note) for each in checked.quotes]


@pytest.mark.parametrize("name", ["note.md", "note.html", "note.docx", "note.json"])
def test_every_quote_of_a_note_stands_as_long_as_nothing_changes(tmp_path: Path, name: str) -> None:
    made = saved(tmp_path, name)
    assert (made.note.name, made.proof.name) == (name, f"{name}.proof.json")
    assert found(made) == [("stands", True)] * 4
    assert found(made, with_note=False) == [("stands", None)] * 4
    check_documents(made.proof.read_text())


def test_what_became_of_an_article_is_told_quote_by_quote(tmp_path: Path) -> None:
    texts = Texts(changed(PAYROLL, f"New words. {PAYROLL.text.replace('cheap', 'dear')}"), STEERING)
    assert [each for each, _ in found(saved(tmp_path), texts)] == ["lost", "gone", "stands", "text_changed"]


def test_a_quote_that_moved_is_told_with_its_new_place(tmp_path: Path) -> None:
    texts = Texts(changed(PAYROLL, f"New. {PAYROLL.text}"), SUMMARY, STEERING)
    checked = check_proof(read_proof(saved(tmp_path).proof), "p", texts)
    last = checked.quotes[3]
    assert (last.start, last.end) == (5, 54)
    assert texts.held["2015/payroll"].text[5:54] == last.quote


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "Zorblax council spent £1.48m on a payroll system."},
        {"start": 1},
        {"end": 999},
        {"start": -48, "end": 0},
        {"quote": ""},
    ],
)
def test_a_proof_that_was_altered_is_told(tmp_path: Path, change: dict[str, Any]) -> None:
    made = saved(tmp_path)
    proof = json.loads(made.proof.read_text())
    proof["quotes"][3] |= change
    made.proof.write_text(json.dumps(proof))
    assert found(made)[3] == ("altered", True)


@pytest.mark.parametrize("name", ["note.md", "note.html"])
def test_a_note_whose_quote_was_changed_is_told(tmp_path: Path, name: str) -> None:
    made = saved(tmp_path, name)
    text = made.note.read_text()
    made.note.write_text(text.replace("£2.2m", "£2.3m"))
    assert found(made) == [("stands", True), ("stands", False), ("stands", True), ("stands", True)]
    made.note.write_text(text + "More words of my own.\n")
    assert found(made) == [("stands", True)] * 4
    checked = check_proof(read_proof(made.proof), "p", ALL, read_note(made.note))
    assert checked.note.standing == "changed"


def test_a_word_file_that_was_saved_anew_has_its_quotes_still(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    made = saved(tmp_path, "note.docx")
    document = docx.Document(str(made.note))
    document.add_paragraph("An own conclusion.")
    document.save(str(made.note))
    assert [in_note for _, in_note in found(made)][:2] == [True, True]


@pytest.mark.parametrize(
    "content", ["", "{}", '{"schema": "qabot.brief/1"}', "[" * 100_000, '{"schema": "qabot.proof/1"}']
)
def test_what_is_no_proof_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "x.proof.json"
    file.write_text(content)
    with pytest.raises(UsageError, match="is no proof of a note"):
        read_proof(file)
    with pytest.raises(UsageError, match="There is no file"):
        read_proof(tmp_path / "nowhere")


def test_the_note_is_found_by_the_proofs_own_name_and_not_by_what_it_says(tmp_path: Path) -> None:
    made = saved(tmp_path)
    text = made.proof.read_text().replace('"name": "note.md"', '"name": "/etc/passwd"')
    made.proof.write_text(text)
    assert note_beside(made.proof) == made.note
    made.note.unlink()
    assert note_beside(made.proof) is None
    assert note_beside(tmp_path / ".proof.json") is None
    assert (is_proof("a.md.proof.json"), is_proof("a.md")) == (True, False)


def test_lines_say_what_was_found_and_steer_nothing(tmp_path: Path) -> None:
    checked = check_proof(read_proof(saved(tmp_path).proof), "p\x1b[31m", Texts(PAYROLL, generation="g\x1b2"))
    lines = list(proof_lines(checked))
    assert [each.role for each in lines] == [
        *("title", "summary", "summary", "fine", "source"),
        *("fault", "words", "source") * 2,
        *("fine", "source", "note"),
    ]
    assert lines[2].text == "2 of 4 quotes stand in the articles held."
    assert "\x1b" not in "".join(each.text for each in lines)
    assert [each.role for each in proof_lines(checked, only_faults=True)] == ["fault", "words", "source"] * 2
    assert "stands in its article" in lines[3].text
    assert HOSTILE.split()[0] in lines[9].text


def test_no_file_is_written_over_and_no_note_without_a_proof(tmp_path: Path) -> None:
    made = saved(tmp_path)
    before = made.note.read_bytes()
    with pytest.raises(UsageError, match="is there already"):
        saved(tmp_path)
    (tmp_path / "other.md.proof.json").write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        saved(tmp_path, "other.md")
    assert not (tmp_path / "other.md").exists()
    assert made.note.read_bytes() == before
    with pytest.raises(UsageError, match="cannot be written"):
        saved(tmp_path, "nowhere/note.md")
    with pytest.raises(NotFound, match="No pin can be quoted"):
        save_brief(note(*PINS, texts=Texts()), "none.md", tmp_path)
    with pytest.raises(NotFound, match="about “trams”"):
        save_brief(replace(note(*PINS, texts=Texts()), topic="trams"), "none.md", tmp_path)
    assert not (tmp_path / "none.md").exists()
