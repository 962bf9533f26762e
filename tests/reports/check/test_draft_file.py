"""Drafts of every kind, and those that are made to hurt."""

from __future__ import annotations

import io
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from qabot.core.errors import UsageError
from qabot.reports.check import read_draft, read_draft_file
from tests.reports.check.held import checked

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, **parts: str) -> bytes:
    """Return a Word file with this body, and other parts by their names."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return whole.getvalue()


def paragraph(text: str, style: str = "") -> str:
    """Return a paragraph of a Word file."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_text_is_read_as_it_stands() -> None:
    assert read_draft("a.txt", b"\xef\xbb\xbfOne\r\n\r\ntwo  three \n").text == "One\r\n\r\ntwo  three \n"


def test_a_word_file_is_read_with_its_notes_and_its_quotations() -> None:
    notes = f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="1">{paragraph("A note.")}</w:footnote></w:footnotes>'
    styled = paragraph("The staff did a fine job.", "Quote")
    draft = read_draft("a.docx", docx(paragraph("A title", "Title") + paragraph("Text.") + styled, footnotes=notes))
    assert draft.text == "# A title\n\nText.\n\nThe staff did a fine job.\n\nA note."
    assert [draft.text[a:b] for a, b in draft.quoted] == ["The staff did a fine job."]


def test_a_page_is_read_without_what_nobody_sees() -> None:
    page = """<title>T</title><body><h1>Head</h1>loose <b>bold</b><script>alert("x")</script>
    <section><p>He said <q>one</q>.<br>Two</p></section><blockquote><p>Three four.</p></blockquote><img src=x></body>"""
    draft = read_draft("a.html", page.encode())
    assert draft.text == "# Head\n\nloose bold\n\nHe said “one”. Two\n\nThree four."
    assert [draft.text[a:b] for a, b in draft.quoted] == ["Three four."]
    assert draft.passed_over == (("picture", 1),)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"%PDF-1.4", "is of a kind that is not read"),
        ("a.docx", b"no zip", "is not a sound ZIP file"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "is of an older kind"),
        ("a.docx", docx(""), "has no text"),
        ("a.docx", docx("x" * 40_000_000), "like a ZIP bomb"),
        ("a.md", b"PK\x03\x04", "is no text"),
        ("a.txt", b"\0" * 1000, "is no text"),
        ("a.txt", b"x" * 2_000_001, "is longer than 2,000,000 characters"),
        ("a.txt", b"x" * (20 * 1024 * 1024 + 1), "is larger than 20 MiB"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, data: bytes, words: str) -> None:
    with pytest.raises(UsageError, match=words) as refused:
        read_draft(name, data)
    assert refused.value.exit_code == 2
    assert refused.value.hint


def test_a_part_that_declares_entities_is_refused() -> None:
    bomb = (
        '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document xmlns:w="x"><w:body>&b;</w:body></w:document>'
    )
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    with pytest.raises(UsageError, match="document type"):
        read_draft("a.docx", whole.getvalue())


def test_nesting_costs_no_stack() -> None:
    deep = "<div>" * 5000 + "deep" + "</div>" * 5000
    with suppress(UsageError):
        assert read_draft("a.html", deep.encode()).text in {"deep", ""}


@pytest.mark.parametrize("kind", ["nowhere.md", "folder"])
def test_what_is_no_file_is_refused(tmp_path: Path, kind: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError):
        read_draft_file(tmp_path / kind)


@pytest.mark.parametrize(
    "piece", ["x", "“", "'a ", "a. ", "not ", "\u202e", "\u0301", "<b>", "£1m in 2015, said Bo Tarn, "]
)
def test_time_grows_with_the_draft_and_no_faster(piece: str) -> None:
    def taken(size: int) -> float:
        started = time.process_time()
        checked(piece * (size // len(piece)))
        return time.process_time() - started

    assert taken(100_000) < 20 * taken(10_000) + 0.5
