"""A Word file (.docx) of paragraphs with footnotes, written with the standard library.

The libraries there are know no footnotes, so their parts would be written by hand all the same; what is left is a few
lines of XML that hold nothing from elsewhere. The same paragraphs give the same bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct

from qabot.core.text import xml_safe

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can tell: files of the same words are the same."""
_PARTS = {"document": "document.main", "styles": "styles", "settings": "settings", "footnotes": "footnotes"}


class WordNote(Struct, frozen=True):
    """A footnote."""

    words: str
    """What it says."""
    address: str | None = None
    """What it ends with, as a link; an address on the web."""


class WordParagraph(Struct, frozen=True):
    """A paragraph."""

    style: str
    """Which, by its id in `word_styles.xml`."""
    text: str
    """Its words; line feeds are line breaks."""
    note: WordNote | None = None
    """The footnote that its end refers to."""
    lead: str = ""
    """Words in bold in front of the others."""


def word_file(title: str, made: datetime, paragraphs: Sequence[WordParagraph]) -> bytes:
    """Return a Word file.

    Args:
        title: What its properties call it.
        made: When it is made.
        paragraphs: Its text; footnotes are counted in their order, from 1.
    """
    notes = [each.note for each in paragraphs if each.note]
    styles = Path(__file__).with_name("word_styles.xml").read_text(encoding="utf-8")
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships([("officeDocument", "word/document.xml"), ("core", "docProps/core.xml")]),
        "docProps/core.xml": _properties(title, made),
        "word/document.xml": _document(paragraphs),
        "word/_rels/document.xml.rels": _relationships([(name, f"{name}.xml") for name in [*_PARTS][1:]]),
        "word/styles.xml": styles,
        "word/settings.xml": _settings(),
        "word/footnotes.xml": _footnotes(notes),
        "word/_rels/footnotes.xml.rels": _links(notes),
    }
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _BEGINNING)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return whole.getvalue()


def _content_types() -> str:
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>' for name, kind in _PARTS.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relationships(targets: Sequence[tuple[str, str]]) -> str:
    kinds = {"core": f"{_PACKAGE}/relationships/metadata/core-properties"}
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{kinds.get(kind, f"{_OFFICE}/{kind}")}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _links(notes: Sequence[WordNote]) -> str:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/hyperlink" Target={quoteattr(xml_safe(each.address))} '
        'TargetMode="External"/>'
        for number, each in enumerate(notes, start=1)
        if each.address
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _properties(title: str, made: datetime) -> str:
    moment = f'xsi:type="dcterms:W3CDTF">{made:%Y-%m-%dT%H:%M:%S}{"Z" if not made.utcoffset() else _offset(made)}'
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_xml(title)}</dc:title><dc:creator>qabot</dc:creator>"
        f"<dcterms:created {moment}</dcterms:created></cp:coreProperties>"
    )


def _offset(made: datetime) -> str:
    told = f"{made:%z}"
    return f"{told[:3]}:{told[3:5]}"


def _settings() -> str:
    """Return the settings, which name the two notes that only part the others from the text."""
    apart = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    return f'{_HEAD}<w:settings xmlns:w="{_WORD}">{apart}</w:settings>'


def _document(paragraphs: Sequence[WordParagraph]) -> str:
    body: list[str] = []
    number = 0
    for each in paragraphs:
        number += each.note is not None
        lead = f"<w:r><w:rPr><w:b/></w:rPr>{_text(each.lead)}</w:r>" if each.lead else ""
        mark = f'{_reference()}<w:footnoteReference w:id="{number}"/></w:r>' if each.note else ""
        body.append(f"<w:p>{_style(each.style)}{lead}<w:r>{_text(each.text)}</w:r>{mark}</w:p>")
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1304" w:right="1304" w:bottom="1304" w:left="1304" '
        'w:header="709" w:footer="709" w:gutter="0"/>'
        "</w:sectPr>"
    )
    return f'{_HEAD}<w:document xmlns:w="{_WORD}"><w:body>{"".join(body)}{page}</w:body></w:document>'


def _footnotes(notes: Sequence[WordNote]) -> str:
    apart = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
        f'w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    told = "".join(_footnote(number, each) for number, each in enumerate(notes, start=1))
    return f'{_HEAD}<w:footnotes xmlns:w="{_WORD}" xmlns:r="{_OFFICE}">{apart}{told}</w:footnotes>'


def _footnote(number: int, note: WordNote) -> str:
    link = ""
    if note.address:
        shown = f'<w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>{_text(note.address)}</w:r>'
        link = f'<w:r>{_text(" ")}</w:r><w:hyperlink r:id="rId{number}">{shown}</w:hyperlink>'
    return (
        f'<w:footnote w:id="{number}"><w:p>{_style("FootnoteText")}{_reference()}<w:footnoteRef/></w:r>'
        f"<w:r>{_text(f' {note.words}')}</w:r>{link}</w:p></w:footnote>"
    )


def _style(name: str) -> str:
    return f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>'


def _reference() -> str:
    return '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'


def _text(words: str) -> str:
    return "<w:br/>".join(_lines(words))


def _lines(words: str) -> Iterator[str]:
    return (f'<w:t xml:space="preserve">{_xml(line)}</w:t>' for line in words.split("\n"))


def _xml(text: str) -> str:
    return escape(xml_safe(text))
