"""Comments in a copy of a Word file: on their words, formatting kept, everything else byte for byte as it was."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from qabot.core.errors import UsageError
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.question.entities import EntityGazetteer
from qabot.reports.check import check_draft, read_draft, read_draft_file
from qabot.reports.check.commented_draft import require_commentable, write_commented
from qabot.reports.check.word_comments import WordComment, with_comments
from tests.reports.check.held import FewTexts
from tests.reports.check.test_draft_file import WORD

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def package(body: str, **parts: str) -> bytes:
    """Return a Word file with this body."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
        archive.writestr("word/media/picture.png", b"\x89PNG not to be touched")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return whole.getvalue()


def run(text: str, looks: str = "") -> str:
    """Return a run."""
    return f'<w:r>{f"<w:rPr>{looks}</w:rPr>" if looks else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def commented(data: bytes, *words: str) -> tuple[bytes, str]:
    """Return a file with a comment on each of these words, and its text part."""
    text = read_draft("a.docx", data).text
    spans = [(text.index(each), text.index(each) + len(each)) for each in words]
    made = with_comments(data, [WordComment(span, ("Found <this> & \x1bthat\ufffe",)) for span in spans])
    return made, part(made, "word/document.xml")


def part(data: bytes, name: str) -> str:
    """Return a part of a file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def spanned(xml: str, number: int) -> str:
    """Return the words that a comment spans."""
    begin, end = xml.index(f'commentRangeStart w:id="{number}"'), xml.index(f'commentRangeEnd w:id="{number}"')
    return "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", xml[begin:end]))


def test_a_comment_spans_its_words_and_formatting_stays() -> None:
    data = package(f"<w:p>{run('One two ')}{run('three four five', '<w:b/>')}{run(' six')}</w:p>")
    made, xml = commented(data, "two three", "four")
    assert [spanned(xml, number) for number in (0, 1)] == ["two three", "four"]
    assert re.findall(r"<w:rPr><w:b/></w:rPr><w:t[^>]*>([^<]*)</w:t>", xml) == ["three", " ", "four", " five"]
    assert read_draft("a.docx", made).text == "One two three four five six"
    assert xml.count("<w:commentReference ") == 2


def test_spans_that_overlap_share_their_words() -> None:
    _, xml = commented(package(f"<w:p>{run('One two three four')}</w:p>"), "One two three", "two", "three four")
    assert [spanned(xml, number) for number in range(3)] == ["One two three", "two", "three four"]


def test_words_in_cells_lists_and_over_paragraphs_are_found() -> None:
    cells = "".join(f"<w:tc><w:p>{run(each)}</w:p></w:tc>" for each in ("Left cell", "the  right"))
    row = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    _, xml = commented(
        package(f"<w:p>{run('“One')}</w:p><w:p>{run('two” three')}</w:p>{row}"), "the right", "One\n\ntwo"
    )
    assert [spanned(xml, number) for number in (0, 1)] == ["the  right", "Onetwo"]


def test_what_is_in_a_box_or_a_note_is_commented_where_it_hangs() -> None:
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run('In a box.')}</w:p></w:txbxContent></w:pict></w:r>"
    notes = (
        f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="7"><w:p>{run("In a note.")}</w:p></w:footnote></w:footnotes>'
    )
    bearing = f'<w:p>{run("Bears")}{box}</w:p><w:p>{run("Refers")}<w:r><w:footnoteReference w:id="7"/></w:r></w:p>'
    _, xml = commented(package(bearing, footnotes=notes), "a box", "a note")
    assert [spanned(xml, number) for number in (0, 1)] == ["BearsIn a box.", "Refers"]
    assert xml.index("commentRangeStart") < xml.index("Bears")


def test_comments_that_were_there_stay() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Somebody wrote this before.")
    document.add_comment(paragraph.runs, text="An old remark.", author="Ada", initials="A")
    whole = io.BytesIO()
    document.save(whole)
    made, _ = commented(whole.getvalue(), "wrote this")
    comments = {each.comment_id: (each.author, each.text) for each in docx.Document(io.BytesIO(made)).comments}
    assert comments == {0: ("Ada", "An old remark."), 1: ("qabot", "Found <this> & that")}


def test_nothing_else_of_the_file_changes() -> None:
    document = docx.Document()
    document.add_paragraph("One two three.")
    whole = io.BytesIO()
    document.save(whole)
    made, _ = commented(whole.getvalue(), "two")
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(io.BytesIO(made)) as after:
        assert after.testzip() is None
        assert set(after.namelist()) - set(before.namelist()) == {"word/comments.xml"}
        differing = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert differing == {"[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"}
    assert with_comments(whole.getvalue(), []) == with_comments(whole.getvalue(), [])
    (comment,) = docx.Document(io.BytesIO(made)).comments
    assert (comment.author, comment.initials, comment.text) == ("qabot", "qb", "Found <this> & that")


@pytest.mark.parametrize(
    "data",
    [
        b"no zip",
        package("x" * 40_000_000),
        package("<w:p>" * 300 + "</w:p>" * 300),
        package(run("x")).replace(b"word/document.xml", b"word/documenX.xml"),
    ],
    ids=["no ZIP file", "far too much", "deep", "no text"],
)
def test_what_is_made_to_hurt_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        with_comments(data, [WordComment((0, 1), ("x",))])


def test_entities_are_refused() -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>')
    with pytest.raises(UnreadableDocument):
        with_comments(whole.getvalue(), [])


def checked_file(tmp_path: Path, *lines: str) -> tuple[Path, Any]:
    """Write a Word file, and return it with what was found of it."""
    draft = tmp_path / "draft.docx"
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(draft))
    return draft, check_draft(read_draft_file(draft), FewTexts(), EntityGazetteer.of([]))


def test_what_is_not_fine_bears_a_comment_with_the_articles_words(tmp_path: Path) -> None:
    fine, wrong = "The staff “did a fine job”.", "Zorblax council spent £1.74m on a payroll system in 2014."
    draft, checked = checked_file(tmp_path, fine, wrong, "Nobody at all ever rode a wombat across the harbour.")
    before = draft.read_bytes()
    assert write_commented(checked, draft, tmp_path / "copy.docx") == 2
    assert write_commented(checked, draft, tmp_path / "faults.docx", only_faults=True) == 1
    assert draft.read_bytes() == before
    (comment,) = docx.Document(str(tmp_path / "faults.docx")).comments
    assert comment.text.startswith("Figure: another figure of the same thing.")
    assert "Draft: “£1.74m”. Article: “£1.47m”." in comment.text
    assert "Held: Zorblax council spent £1.47m on a payroll system in 2014" in comment.text
    assert "Wombat Gazette · 25 November 2015 · Zorblax council's payroll · ¶1 · payroll 0:" in comment.text
    assert spanned(part((tmp_path / "faults.docx").read_bytes(), "word/document.xml"), 0) == "£1.74m"


def test_no_copy_takes_the_place_of_a_file(tmp_path: Path) -> None:
    draft, checked = checked_file(tmp_path, "One two three four five.")
    for copy in (draft, tmp_path / "copy.md", tmp_path / "draft.docx"):
        with pytest.raises(UsageError):
            require_commentable(draft, copy)
    with pytest.raises(UsageError, match="can bear no comments"):
        require_commentable(tmp_path / "draft.md", tmp_path / "copy.md")
    require_commentable(draft, tmp_path / "copy.docx")
    draft.write_bytes(b"other")
    with pytest.raises(UsageError, match="was changed while it was checked"):
        write_commented(checked, draft, tmp_path / "copy.docx")
    assert not (tmp_path / "copy.docx").exists()
