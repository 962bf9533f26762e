"""Word files and EPUB files: what they say, and files that are locked, damaged or made to hurt."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from qabot.core.text import printable
from qabot.corpus.drafts import ArticleDraft, RawDocument
from qabot.corpus.formats import registry
from qabot.corpus.formats.documents import article_drafts
from qabot.corpus.ingest import local_sources
from qabot.corpus.ingest.local_sources import MetadataOverrides
from tests.corpus.ingest.helpers import prose, refusal, take
from tests.corpus.ingest.test_local import pdf, warc

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
LAUGHS = "<!DOCTYPE a [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip

DECLARES = "declares a document type, which is not allowed"
DAMAGED = "is damaged: a part of it is no XML that can be read"


def zipped(parts: dict[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def paragraph(text: str, style: str = "", inner: str = "") -> str:
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}<w:r><w:t>{text}</w:t></w:r>{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def docx(body: str, *, facts: str = "", parts: dict[str, str | bytes] | None = None, space: str = W) -> bytes:
    """Return a Word file of these paragraphs."""
    styles = "".join(
        f'<w:style w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in ("Title", "heading 1", "heading 2", "List Bullet")
    )
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{space}" xmlns:m="m"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{space}">{styles}</w:styles>',
    }
    if facts:
        made["docProps/core.xml"] = f'<c:p xmlns:c="c" xmlns:dc="http://purl.org/dc/elements/1.1/">{facts}</c:p>'
    return zipped(made | (parts or {}))


TEXT = paragraph("The desks cost £3.2m.") + paragraph("They are made of oak.")


class TestWordFiles:
    """Files that end in .docx."""

    def test_are_read_with_headings_lists_and_tables(self) -> None:
        item = '<w:p><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
        cells = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
        table = cells.format(paragraph("Council"), paragraph("Saving"))
        table += cells.format(paragraph("Harbour"), paragraph("40,000"))
        body = paragraph("Payroll moves", "Title") + TEXT + paragraph("What it costs", "heading1")
        body += item.format("Hosting") + item.format("Support") + f"<w:tbl>{table}</w:tbl>" + paragraph("The end.")
        found = take(docx(body), "docx")
        assert found.title == "Payroll moves"
        assert found.text == (
            "The desks cost £3.2m.\n\nThey are made of oak.\n\n## What it costs\n\n- Hosting\n- Support\n\n"
            "Council | Saving\n\nHarbour | 40,000\n\nThe end."
        )

    @pytest.mark.parametrize(
        ("body", "facts", "title"),
        [
            (paragraph("Set large", "Title") + TEXT, "<dc:title>Of a template</dc:title>", "Set large"),
            (TEXT, "<dc:title>Payroll moves</dc:title>", "Payroll moves"),
            (paragraph("Payroll moves", "heading1") + TEXT, "", "Payroll moves"),
            (paragraph("Payroll moves") + TEXT, "<dc:title>release_v2.docx</dc:title>", "Payroll moves"),
            (paragraph("Payroll moves") + TEXT, "<dc:title>Microsoft Word - Document1</dc:title>", "Payroll moves"),
            (paragraph("Payroll moves") + TEXT, "<dc:title></dc:title>", "Payroll moves"),
        ],
    )
    def test_have_a_title_that_stands_in_the_text_no_more(self, body: str, facts: str, title: str) -> None:
        found = take(docx(body, facts=facts), "docx")
        assert (found.title, found.text) == (title, "The desks cost £3.2m.\n\nThey are made of oak.")

    @pytest.mark.parametrize(
        ("creator", "author"),
        [
            ("Jane Roe", "Jane Roe"),
            ("jroe2", None),
            ("Microsoft Office User", None),
            ("Administrator", None),
            ("", None),
        ],
    )
    def test_have_a_person_for_an_author(self, creator: str, author: str | None) -> None:
        assert take(docx(TEXT, facts=f"<dc:creator>{creator}</dc:creator>"), "docx").author == author

    @pytest.mark.parametrize(
        "inner",
        [
            f"<w:del>{run('deleted')}</w:del>",
            "<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>",
            f"<w:moveFrom>{run('moved')}</w:moveFrom>",
            run("hidden", "<w:vanish/>"),
            run("hidden", '<w:vanish w:val="true"/>'),
            run("struck out", "<w:strike/>"),
            run("struck out twice", "<w:dstrike/>"),
            "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>",
            f"<m:AlternateContent><m:Fallback>{run('twice')}</m:Fallback></m:AlternateContent>",
            "<w:commentRangeStart/><!-- a comment -->",
        ],
    )
    def test_leave_out_what_nobody_sees(self, inner: str) -> None:
        found = take(docx(paragraph("Payroll moves") + paragraph("The desks cost £3.2m.", inner=inner)), "docx")
        assert found.text == "The desks cost £3.2m."

    @pytest.mark.parametrize(
        ("inner", "text"),
        [
            (f"<w:ins>{run(' and more')}</w:ins>", "Desks and more"),
            (f"<w:hyperlink>{run(' at home')}</w:hyperlink>", "Desks at home"),
            (f"<w:moveTo>{run(' moved here')}</w:moveTo>", "Desks moved here"),
            (f"<w:sdt><w:sdtContent>{run(' chosen')}</w:sdtContent></w:sdt>", "Desks chosen"),
            (run(" shown", '<w:vanish w:val="0"/>'), "Desks shown"),
            (run(" kept", '<w:strike w:val="false"/>'), "Desks kept"),
            ("<w:r><w:tab/><w:t>of</w:t><w:noBreakHyphen/><w:t>oak</w:t></w:r>", "Desks of-oak"),
            (
                f"<w:r><w:pict><w:txbxContent>{paragraph('In a box.')}</w:txbxContent></w:pict></w:r>",
                "Desks\n\nIn a box.",
            ),
        ],
    )
    def test_hold_what_is_there(self, inner: str, text: str) -> None:
        assert take(docx(paragraph("Payroll moves") + paragraph("Desks", inner=inner)), "docx").text == text

    def test_end_with_their_notes(self) -> None:
        note = "<w:footnote{}>{}</w:footnote>"
        notes = note.format(' w:type="separator"', paragraph("-----")) + note.format(
            ' w:id="1"', paragraph("See page 12.")
        )
        found = take(
            docx(TEXT, parts={"word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>'}), "docx"
        )
        assert found.text.endswith("They are made of oak.\n\nSee page 12.")
        assert "---" not in found.text

    def test_of_the_strict_kind_and_in_utf_16_are_read(self) -> None:
        assert take(docx(TEXT, space=STRICT), "docx").text.endswith("oak.")
        main = f'<?xml version="1.0" encoding="UTF-16"?><w:document xmlns:w="{W}"><w:body>{TEXT}</w:body></w:document>'
        assert "£3.2m" in take(docx("", parts={"word/document.xml": main.encode("utf-16")}), "docx").text

    def test_of_one_line_are_title_and_text(self) -> None:
        found = take(docx(paragraph("The port paid £4m.")), "docx")
        assert (found.title, found.text) == ("The port paid £4m.", "The port paid £4m.")

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (b"PKjunk", "is not a sound ZIP file"),
            (b"", "is not a sound ZIP file"),
            (docx(TEXT)[:-30], "is not a sound ZIP file"),
            (zipped({"a.txt": "x"}), "is no Word document"),
            (docx(""), "has no text"),
            (docx("<w:p>"), DAMAGED),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "is encrypted"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Word 97", "is of an older kind that is not read"),
            (
                docx("", parts={"word/document.xml": LAUGHS + "<a>&i;</a>"}),
                DAMAGED,
            ),
            (
                docx(TEXT, parts={"word/styles.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}),
                DECLARES,
            ),
            (docx(TEXT, parts={"word/document.xml": "<worksheet/>"}), "is of an office program, but no Word document"),
            (
                docx(TEXT, parts={"word/styles.xml": "<a>" + " " * 30_000_000 + "</a>"}),
                "unpacks to far more than it holds, like a ZIP bomb",
            ),
            (docx("<w:sdt>" * 300 + "</w:sdt>" * 300), DAMAGED),
        ],
    )
    def test_that_cannot_be_read_are_refused(self, data: bytes, why: str) -> None:
        start = time.perf_counter()
        assert refusal(data, "docx") == why
        assert time.perf_counter() - start < 10

    def test_whose_parts_are_locked_one_by_one_are_encrypted(self) -> None:
        data = bytearray(docx(TEXT))
        for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = -1
            while (at := data.find(sign, at + 1)) >= 0:
                data[at + offset] |= 1
        assert refusal(bytes(data), "docx") == "is encrypted"

    def test_with_parts_too_large_are_refused(self) -> None:
        noise = "".join(f"<w:p>{number}</w:p>" for number in range(2_200_000))
        assert refusal(docx(noise), "docx") == "unpacks to more than a document holds"

    def test_whose_relations_lead_elsewhere_are_refused(self) -> None:
        relations = f'<R><r Type="{OFFICE}" Target="../../etc/passwd"/></R>'
        assert refusal(docx(TEXT, parts={"_rels/.rels": relations}), "docx").startswith("lacks its part")

    def test_that_steer_a_terminal_are_disarmed(self) -> None:
        found = take(docx(paragraph("Pay \u202eroll \u200bmoves") + TEXT), "docx")
        assert printable(found.title) == found.title

    def test_say_above_the_story_who_published_it_and_when(self) -> None:
        body = paragraph("Powys shares its desks", "Title") + paragraph("The MJ, Thursday 5 February 2026") + TEXT
        facts = "<dc:creator>Sam Smith</dc:creator>"
        found = take(docx(body, facts=facts), "docx")
        assert (found.outlet, str(found.published), found.author) == ("The MJ", "2026-02-05", "Sam Smith")
        assert found.text == "The desks cost £3.2m.\n\nThey are made of oak."
        found = take(docx(paragraph("By Jo Bloggs") + body, facts=facts), "docx")
        assert (found.title, found.author) == ("Powys shares its desks", "Jo Bloggs")
        found = take(docx(paragraph("LocalGov | 5 March 2026") + paragraph("Powys shares its desks") + TEXT), "docx")
        assert (found.title, found.outlet, str(found.published)) == ("Powys shares its desks", "LocalGov", "2026-03-05")

    def test_a_table_that_lays_out_a_page_is_read_as_its_paragraphs(self) -> None:
        long = "The council will pay £3.2m for desks that are made of oak, its leader said on Tuesday."
        cells = f"<w:tbl><w:tr><w:tc>{paragraph('News')}</w:tc><w:tc>{paragraph(long)}{TEXT}</w:tc></w:tr></w:tbl>"
        found = take(docx(paragraph("Powys shares its desks", "Title") + cells), "docx")
        assert found.text == f"News\n\n{long}\n\nThe desks cost £3.2m.\n\nThey are made of oak."
        cost = paragraph("£3m") + paragraph("a year")
        cells = f"<w:tbl><w:tr><w:tc>{paragraph('Desks')}</w:tc><w:tc>{cost}</w:tc></w:tr></w:tbl>"
        found = take(docx(paragraph("Powys shares its desks", "Title") + TEXT + cells), "docx")
        assert found.text.endswith("\n\nDesks | £3m a year")


def epub(chapters: list[str], *, facts: str = "<dc:title>Payroll moves</dc:title>", **changed: str | bytes) -> bytes:
    """Return an EPUB file of these chapters."""
    names = [f"text/c {number}.xhtml" for number in range(len(chapters))]
    items = "".join(
        f'<item id="c{number}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(names)
    )
    nav = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    spine = '<itemref idref="nav"/>' + "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    xml = '<?xml version="1.0" encoding="utf-8"?>'
    parts: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/b.opf"/></rootfiles></container>',
        "OEBPS/b.opf": f'{xml}<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{facts}</metadata>'
        f"<manifest>{nav}{items}</manifest><spine>{spine}</spine></package>",
        "OEBPS/nav.xhtml": "<html><body><nav>Contents</nav><p>Contents</p></body></html>",
    }
    page = '{}<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>{}</body></html>'
    parts |= {f"OEBPS/{name}": page.format(xml, chapter) for name, chapter in zip(names, chapters, strict=True)}
    named = {"opf": "OEBPS/b.opf", "container": "META-INF/container.xml", "encryption": "META-INF/encryption.xml"}
    return zipped(parts | {named[key]: value for key, value in changed.items()}, zipfile.ZIP_STORED)


CHAPTERS = [
    "<h1>Payroll moves</h1><p>The desks cost £3.2m.</p>",
    "<h2>Oak</h2><p>They are made of oak.</p><script>x</script>",
]


class TestBooks:
    """Files that end in .epub."""

    def test_are_read_chapter_by_chapter(self) -> None:
        facts = "<dc:title>Payroll moves</dc:title><dc:creator>Jane Roe</dc:creator><dc:creator>Ann Other</dc:creator>"
        facts += "<dc:publisher>Harbour Press</dc:publisher><dc:date>2015-11-25T00:00:00Z</dc:date>"
        facts += "<dc:identifier>urn:isbn:1</dc:identifier><dc:source>https://example.org/book</dc:source>"
        found = take(epub(CHAPTERS, facts=facts), "epub")
        assert (found.title, found.author, found.outlet) == ("Payroll moves", "Jane Roe, Ann Other", "Harbour Press")
        assert (str(found.published), found.url) == ("2015-11-25", "https://example.org/book")
        assert found.text == "The desks cost £3.2m.\n\n## Oak\n\nThey are made of oak."

    @pytest.mark.parametrize(
        ("facts", "title"),
        [
            ("", "The desks cost £3.2m."),
            ("<dc:title>book_final_v2</dc:title>", "The desks cost £3.2m."),
            ("<dc:title>Oak</dc:title>", "Oak"),
        ],
    )
    def test_have_a_title(self, facts: str, title: str) -> None:
        assert take(epub(["<p>The desks cost £3.2m.</p>"], facts=facts), "epub").title == title

    @pytest.mark.parametrize("date", ["0101-01-01T00:00:00+00:00", "soon", ""])
    def test_without_a_date_have_none(self, date: str) -> None:
        assert take(epub(CHAPTERS, facts=f"<dc:date>{date}</dc:date>"), "epub").published is None

    def test_that_lack_a_chapter_say_so(self) -> None:
        whole = epub(CHAPTERS)
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist() if "c 1" not in name}
        found = take(zipped(dict(parts)), "epub")
        assert found.flags == ("1 of its chapters are not in the file",)

    def test_with_a_damaged_chapter_are_read_without_it(self) -> None:
        assert take(epub(["", "\x00<", CHAPTERS[1]]), "epub").text.endswith("They are made of oak.")

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (b"PKjunk", "is not a sound ZIP file"),
            (zipped({"a": "x"}), "is no EPUB file"),
            (epub(CHAPTERS, container="<container/>"), "is an EPUB file that names no book"),
            (epub(CHAPTERS, container='<c><rootfile full-path="../x"/></c>'), "lacks its part '../x'"),
            (epub([]), "has no text"),
            (epub(["<p></p>"]), "has no text"),
            (epub(CHAPTERS, opf=LAUGHS + "<a>&i;</a>"), DAMAGED),
            (epub(CHAPTERS, opf="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), DECLARES),
            (epub(CHAPTERS, opf="<package>"), DAMAGED),
            (
                epub(CHAPTERS, encryption='<e><CipherReference URI="OEBPS/text/c%200.xhtml"/></e>'),
                "is encrypted",
            ),
        ],
    )
    def test_that_cannot_be_read_are_refused(self, data: bytes, why: str) -> None:
        assert refusal(data, "epub") == why

    def test_whose_fonts_alone_are_locked_are_read(self) -> None:
        found = take(epub(CHAPTERS, encryption='<e><CipherReference URI="OEBPS/font.otf"/></e>'), "epub")
        assert found.title == "Payroll moves"

    def test_whose_chapters_declare_entities_expand_none(self) -> None:
        start = time.perf_counter()
        found = take(epub([f"{LAUGHS}<p>The desks &i; cost £3.2m.</p>"]), "epub")
        assert len(found.text) < 5_000
        assert time.perf_counter() - start < 10


class TestWaysIn:
    """Files of both kinds, on every way in."""

    @pytest.mark.parametrize(
        ("name", "data"), [("a.docx", docx(paragraph("Payroll moves") + TEXT)), ("a.EPUB", epub(CHAPTERS))]
    )
    def test_are_read(self, tmp_path: Path, name: str, data: bytes) -> None:
        (tmp_path / name).write_bytes(data)
        (tmp_path / "b.txt").write_bytes(data)
        with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
            archive.writestr(name, data)
        files, others = local_sources.listed([tmp_path])
        assert others == []
        items = [each for file in files for each in local_sources.from_file(file, MetadataOverrides())]
        items += local_sources.from_input(io.BytesIO(data), MetadataOverrides())
        assert [each.title for each in items if isinstance(each, ArticleDraft)] == ["Payroll moves"] * 4
        assert registry.of_bytes(data).name == name.lower().partition(".")[2]

    @pytest.mark.parametrize("kind", ["docx", "epub"])
    def test_out_of_a_crawl_are_read(self, kind: str) -> None:
        data = docx(paragraph("Payroll moves") + TEXT) if kind == "docx" else epub(CHAPTERS)
        found = take(warc([("https://example.org/x", "200 OK", registry.by_name(kind).media_types[0], data)]), "warc")
        assert (found.title, found.url) == ("Payroll moves", "https://example.org/x")

    @pytest.mark.parametrize("kind", ["docx", "epub"])
    def test_that_are_damaged_raise_nothing(self, kind: str) -> None:
        whole = docx(TEXT + paragraph(prose(1))) if kind == "docx" else epub(CHAPTERS)
        for place in range(0, len(whole), 61):
            list(article_drafts(RawDocument("x", whole[:place] + b"\xff\x00\x01" + whole[place + 3 :], kind)))
            list(article_drafts(RawDocument("x", whole[:place], kind)))


LONG = (
    "The harbour councils agreed on Tuesday that they would pool what they pay for their payroll, and begin in spring."
)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (docx(paragraph(LONG + " " + LONG) + paragraph(LONG)), "docx"),
        (epub([f"<p>{LONG} {LONG}</p><p>{LONG}</p>"], facts=""), "epub"),
        (pdf([[LONG, LONG, LONG]]), "pdf"),
        (f"From: a@example.org\nSubject:\n\n{LONG} {LONG}", "mail"),
    ],
)
def test_an_article_that_names_no_title_has_one_that_ends_with_a_word(data: bytes | str, kind: str) -> None:
    title = take(data, kind).title
    assert title.endswith("…")
    assert len(title) <= 101
    assert LONG.startswith(f"{title[:-1]} ")
