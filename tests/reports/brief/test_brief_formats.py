"""A note in every format: the quotes are the articles' own characters, and nothing of others is markup."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import docx
import pytest

from qabot.core.errors import UsageError
from qabot.core.text import printable
from qabot.corpus.formats.html_tree import parse
from qabot.output.brief_writers import BRIEF_WRITERS, brief_writer
from qabot.output.schemas.brief_schemas import Brief
from qabot.output.schemas.document import encode, read
from qabot.reports.brief.brief_lines import brief_lines
from qabot.reports.check import read_draft
from tests.output.documents import check_documents
from tests.reports.brief.notes import HOSTILE, PAYROLL, PINS, SUMMARY, Texts, changed, note

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/package/2006/relationships}"
QUOTED = [printable(each.quote) for each in PINS]
"""What is pinned, as far as it can be seen."""


def written(form: str, brief: Brief | None = None) -> Any:
    """Return a note in a format."""
    return brief_writer(form).write(brief or note())


def parts(brief: Brief | None = None) -> dict[str, str]:
    """Return the parts of a Word file."""
    with zipfile.ZipFile(io.BytesIO(written("docx", brief))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_document_has_the_articles_characters() -> None:
    made = note()
    texts = Texts(PAYROLL, SUMMARY).held | {"hostile": None}
    quotes = made.sections[0].quotes
    assert [each.quote for each in quotes] == [each.quote for each in PINS]
    assert [each.number for each in quotes] == [1, 2, 3, 4]
    for each in quotes:
        if article := texts[each.article.id]:
            assert article.text[each.start : each.end] == each.quote
    check_documents(encode(made))
    assert read(encode(made), Brief) == made


def test_a_footnote_names_outlet_date_headline_address_and_paragraph() -> None:
    article, brief, hostile, last = note().sections[0].quotes
    assert article.footnote == "Wombat Gazette, 25 November 2015. Zorblax council’s payroll. Paragraph 2."
    assert article.address == "https://gazette.example/payroll?a=1&b=2"
    assert last.footnote.endswith("Paragraph 1.")
    assert brief.footnote == (
        "qabot brief, after Ferry Times, May 2016. How the ferry was paid for. Paragraph 1. "
        "It reports on: Ferry costs up, Ferry Times, 2 May 2016."
    )
    assert brief.address == "https://ferry.example/1"
    assert hostile.address is None  # javascript: is no address on the web


def test_markdown_quotes_in_blocks_with_footnotes() -> None:
    text = written("md")
    assert re.findall(r"\[\^(\d)\]$", text, re.MULTILINE) == ["1", "2", "3", "4"]
    assert re.findall(r"^\[\^(\d)\]: ", text, re.MULTILINE) == ["1", "2", "3", "4"]
    assert "<https://gazette.example/payroll?a=1&amp;b=2>" in text
    assert "Own note: ask him \\<again\\> \\*soon\\*" in text
    blocks = re.findall(r"(?:^> (?!— )[^\n]*\n)+", text, re.MULTILINE)
    shown = [re.sub(r"\\(.)", r"\1", re.sub(r"^> ", "", each, flags=re.MULTILINE)).rstrip("\n>") for each in blocks]
    assert shown == [each.rstrip("\n") for each in QUOTED]
    assert not re.search(r"[\x1b\u202e]|(?<!\\)<script>", text)


def test_a_page_has_the_quotes_and_runs_nothing() -> None:
    page = written("html")
    tree: Any = parse(page)
    quotes = [each for each in tree.iter() if each.tag == "blockquote"]
    assert ["".join(each.itertext()) for each in quotes] == QUOTED
    assert "default-src 'none'" in page
    assert "<script>" not in page
    assert "javascript:" not in page
    assert len(re.findall(r'<li id="note-\d">', page)) == 4
    assert all(f'href="#note-{number}" id="quote-{number}"' in page for number in range(1, 5))


def test_a_word_file_has_a_footnote_for_each_quote_on_sound_relationships() -> None:
    held = parts()
    trees = {name: ET.fromstring(text) for name, text in held.items()}  # noqa: S314 - it is our own
    references = [each.get(f"{W}id") for each in trees["word/document.xml"].iter(f"{W}footnoteReference")]
    notes = {each.get(f"{W}id"): each for each in trees["word/footnotes.xml"]}
    assert references == ["1", "2", "3", "4"]
    assert list(notes) == ["-1", "0", "1", "2", "3", "4"]
    words = ["".join(notes[each].itertext()).strip() for each in ("1", "2")]
    assert words[0] == (
        "Wombat Gazette, 25 November 2015. Zorblax council’s payroll. Paragraph 2. "
        "https://gazette.example/payroll?a=1&b=2"
    )
    links = {each.get("Id"): each.get("Target") for each in trees["word/_rels/footnotes.xml.rels"]}
    used = [
        each.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
        for each in trees["word/footnotes.xml"].iter(f"{W}hyperlink")
    ]
    assert used == list(links) == ["rId1", "rId2", "rId4"]
    assert all((target or "").startswith("https://") for target in links.values())
    inside = {f"word/{each.get('Target')}" for each in trees["word/_rels/document.xml.rels"]}
    assert inside == {"word/styles.xml", "word/settings.xml", "word/footnotes.xml"} <= set(held)
    declared = {each.get("PartName", "").lstrip("/") for each in trees["[Content_Types].xml"] if each.get("PartName")}
    assert declared == {name for name in held if name.endswith(".xml") and not name.startswith("[")}


def test_another_reader_of_word_files_finds_the_same_words_in_styles_apart() -> None:
    document = docx.Document(io.BytesIO(written("docx", note(title="For the director"))))
    assert document.core_properties.title == "For the director"
    by_style: dict[str, list[str]] = {}
    for each in document.paragraphs:
        by_style.setdefault(str(each.style.name if each.style else ""), []).append(each.text)
    assert by_style["Title"] == ["For the director"]
    assert by_style["Quote"] == [QUOTED[0], QUOTED[2].replace("\ufffe", ""), QUOTED[3]]
    assert by_style["qabot brief"] == [QUOTED[1]]  # never in the style of a quotation
    assert by_style["own note"] == ["Own note: ask him <again> *soon*"]
    assert "qabot words" in by_style


def test_the_same_note_is_the_same_file() -> None:
    assert written("docx") == written("docx")


def test_the_draft_checker_reads_a_note_of_word_as_quotations() -> None:
    draft = read_draft("note.docx", written("docx"))
    assert PINS[0].quote in [draft.text[a:b] for a, b in draft.quoted]


@pytest.mark.parametrize("form", ["md", "html", "json", "docx"])
def test_nothing_that_steers_a_terminal_is_written(form: str) -> None:
    told = "".join(parts().values()) if form == "docx" else written(form)
    assert not re.search(r"[\x00-\x08\x1b\u202e]", told)


def test_lines_for_a_chat_are_plain() -> None:
    lines = list(brief_lines(note()))
    assert not re.search(r"[\x00-\x1f\u202e]", "".join(each.words for each in lines))
    assert next(each.words for each in lines if each.kind == "quote") == PINS[0].quote


def test_a_pin_that_is_no_quote_any_more_is_left_out_and_told() -> None:
    texts = Texts(changed(PAYROLL, "Zorblax council spent £1.47m on a payroll system."), SUMMARY)
    made = note(texts=texts)
    assert [each.quote for each in made.sections[0].quotes] == [SUMMARY.text, PINS[3].quote]
    assert [(each.standing, each.words) for each in made.left_out] == [("lost", PINS[0].quote), ("gone", HOSTILE)]
    assert "has changed since this was pinned" in made.sections[0].quotes[1].remark
    for form in ("md", "html", "docx"):
        told = "".join(parts(made).values()) if form == "docx" else written(form, made)
        assert "and does not have the pinned words any more" in told
        assert "It is cheap" not in told


@pytest.mark.parametrize(
    ("form", "suffix", "name"),
    [(None, "", "md"), ("html", "", "html"), (None, ".DOCX", "docx"), ("json", ".json", "json")],
)
def test_the_ending_says_the_format(form: str | None, suffix: str, name: str) -> None:
    assert brief_writer(form, suffix).name == name


@pytest.mark.parametrize(("form", "suffix"), [(None, ".pdf"), ("md", ".docx"), (None, "(no ending)")])
def test_an_ending_of_no_format_is_refused(form: str | None, suffix: str) -> None:
    with pytest.raises(UsageError):
        brief_writer(form, suffix)


def test_all_formats_are_those_that_are_offered() -> None:
    assert [each.name for each in BRIEF_WRITERS] == ["md", "html", "docx", "json"]
