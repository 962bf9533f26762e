"""Word files (.docx): paragraphs, headings, lists, tables and notes. What was deleted, or is hidden, is not read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from qabot.core.text import clean_line
from qabot.corpus.drafts import ArticleDraft, RawDocument
from qabot.corpus.formats.document_facts import person_named, title_named
from qabot.corpus.formats.document_head import Said, is_no_title, with_head
from qabot.corpus.formats.packaged_xml import Block, Node, Package, attribute, name_of, texts, written
from qabot.corpus.formats.plain_text import title_of_text
from qabot.corpus.formats.sentence_ends import NO_TITLE_END
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.published_dates import CHANGED

_MAIN = "word/document.xml"
_RELATIONS = "_rels/.rels"
_FACTS = "docProps/core.xml"
_HEADING = re.compile(r"heading (\d)")
_TITLE = "title"
QUOTATION = "quote"
"""What stands before a paragraph that is a whole quotation, by its style; as `title`, it is no part of the text."""
_QUOTATIONS = frozenset({QUOTATION, "intense quote"})
_UNSAID = frozenset({"vanish", "strike", "dstrike"})
"""What makes the words of a run hidden, or strikes them out."""
_GONE = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "tblPr", "sectPr", "rPr", "sdtPr"})
"""Elements whose words are not the document's: deleted, moved away, said a second time, or about how it looks."""
_BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = ("footnote", "endnote")
_TITLE_LIMIT = 200
_NEAR_TOP = 3
_PROSE_WORDS = 12
"""Words of a paragraph in a cell that holds several, from which on it is one of a story."""
_OFF = frozenset({"0", "false", "off"})


def read(document: RawDocument) -> Iterator[ArticleDraft]:
    """Yield the article in a Word file.

    Raises:
        UnreadableDocument: It is none, has a password, holds no text, or is made to hurt.
    """
    package = Package(document.data)
    main = main_part(package)
    styles = _styles(package, posixpath.join(posixpath.dirname(main), "styles.xml"))
    blocks = [each for each in _blocks(package.tree(main), styles) if each[1].strip()]
    facts = package.tree(_FACTS) if package.holds(_FACTS) else None
    told = next(iter(texts(facts, _TITLE)), "") if facts is not None else ""
    title, blocks = _titled(title_named(told), blocks)
    notes = [each for kind in _NOTES for each in _notes(package, posixpath.dirname(main), kind, styles)]
    text = written(_shown([*blocks, *notes]))
    if not (text or title):
        raise UnreadableDocument("has no text")
    writers = [name for name in map(person_named, texts(facts, "creator")) if name] if facts is not None else []
    author = document.author or ", ".join(writers) or None
    stated = Said(text or title, document.outlet, author, document.published)
    said = with_head(title, stated, author_gives_way=not document.author)
    yield ArticleDraft(
        title=document.title or title or title_of_text(said.text),
        text=said.text,
        raw=text or title,
        source=document.name,
        outlet=said.outlet,
        author=said.author,
        published=said.published,
        url=document.url,
        flags=(CHANGED,) if said.is_change else (),
    )


class PlacedBlock(NamedTuple):
    """A paragraph or a row, with where it stands."""

    prefix: str
    """What is to stand before it; `quote` before a quotation."""
    text: str
    """Its words."""
    node: Node
    """Its element, in the tree of its part."""
    part: str
    """The part: that of the text, or one of notes."""


def placed_blocks(package: Package) -> list[PlacedBlock]:
    """Return every paragraph and row of a Word file, its title and its notes too.

    Raises:
        UnreadableDocument: It is none, has a password, or is made to hurt.
    """
    main = main_part(package)
    folder = posixpath.dirname(main)
    styles = _styles(package, posixpath.join(folder, "styles.xml"))
    found = [(main, _placed(package.tree(main), styles))]
    found += [(posixpath.join(folder, f"{kind}s.xml"), _placed_notes(package, folder, kind, styles)) for kind in _NOTES]
    return [
        PlacedBlock("# " if prefix == _TITLE else prefix, text, node, part)
        for part, blocks in found
        for prefix, text, node in blocks
    ]


def _shown(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks as they are written, without what only says what they are."""
    for prefix, text in blocks:
        yield ("" if prefix in {_TITLE, QUOTATION} else prefix), text


def main_part(package: Package) -> str:
    """Name the part that holds the text.

    Raises:
        UnreadableDocument: There is none.
    """
    if package.holds(_RELATIONS):
        for node in package.tree(_RELATIONS).iter():
            if attribute(node, "Type").endswith("/officeDocument"):
                named = posixpath.normpath(attribute(node, "Target").lstrip("/"))
                if name_of(package.tree(named)) == "document":
                    return named
                raise UnreadableDocument("is of an office program, but no Word document")
    if not package.holds(_MAIN):
        raise UnreadableDocument("is no Word document")
    return _MAIN


def _styles(package: Package, name: str) -> Mapping[str, str]:
    """What each style is called, by its id, in lower case."""
    if not package.holds(name):
        return {}
    named: dict[str, str] = {}
    for style in package.tree(name):
        if name_of(style) == "style":
            names = (attribute(node, "val") for node in style if name_of(node) == "name")
            named[attribute(style, "styleId")] = next(names, "").lower()
    return named


def _blocks(root: Node, styles: Mapping[str, str]) -> Iterator[Block]:
    return ((prefix, text) for prefix, text, _ in _placed(root, styles))


def _placed(root: Node, styles: Mapping[str, str]) -> Iterator[tuple[str, str, Node]]:
    """The paragraphs and rows of a part, in order; what stands in a box follows the paragraph it hangs on."""
    pending = [iter(root)]
    while pending:
        node = next(pending[-1], None)
        if node is None:
            pending.pop()
            continue
        match name_of(node):
            case "p":
                text, boxes = _text(node)
                yield _prefix(node, styles), text, node
                pending += [iter(box) for box in reversed(boxes)]
            case "tr" if not _lays_out(node):
                cells = (clean_line(" ".join(_texts_in(cell))) for cell in node if name_of(cell) in {"tc", "sdt"})
                yield "", " | ".join(cell for cell in cells if cell), node
            case name if name not in _GONE:
                pending.append(iter(node))
            case _:
                pass


def _lays_out(row: Node) -> bool:
    """Whether a row only lays out a page: a cell of it holds several paragraphs, one of them prose."""
    cells = [[text for text in _texts_in(cell) if text.strip()] for cell in row if name_of(cell) in {"tc", "sdt"}]
    several = [cell for cell in cells if len(cell) > 1]
    is_alone = len([cell for cell in cells if cell]) == 1
    return any(is_alone or max(len(text.split()) for text in cell) >= _PROSE_WORDS for cell in several)


def _texts_in(cell: Node) -> Iterator[str]:
    yield from (_text(node)[0] for node in cell.iter() if name_of(node) == "p")


def _text(paragraph: Node) -> tuple[str, list[Node]]:
    """The words of a paragraph, and the boxes that hang on it."""
    pieces, boxes = text_pieces(paragraph)
    return "".join(text for text, _ in pieces), boxes


def text_pieces(paragraph: Node) -> tuple[list[tuple[str, Node | None]], list[Node]]:
    """Return the words of a paragraph piece by piece, each with the element they stand in, and the boxes on it.

    What stands for a break or a tab has no element.
    """
    pieces: list[tuple[str, Node | None]] = []
    boxes: list[Node] = []
    pending = [iter(paragraph)]
    while pending:
        node = next(pending[-1], None)
        if node is None:
            pending.pop()
            continue
        name = name_of(node)
        if name == "t":
            pieces.append((node.text or "", node))
        elif name in _BREAKS:
            pieces.append((_BREAKS[name], None))
        elif name == "txbxContent":
            boxes.append(node)
        elif name not in _GONE and not (name == "r" and _is_hidden(node)):
            pending.append(iter(node))
    return pieces, boxes


def _is_hidden(run: Node) -> bool:
    return any(
        name_of(node) in _UNSAID and attribute(node, "val") not in _OFF
        for properties in run
        if name_of(properties) == "rPr"
        for node in properties
    )


def _prefix(paragraph: Node, styles: Mapping[str, str]) -> str:
    """What is to stand before a paragraph: `title` for that of the document."""
    properties = next((node for node in paragraph if name_of(node) == "pPr"), None)
    if properties is None:
        return ""
    style = next((attribute(node, "val") for node in properties if name_of(node) == "pStyle"), "")
    name = styles.get(style, style.lower().replace("heading", "heading "))
    if name == _TITLE:
        return _TITLE
    if name in _QUOTATIONS:
        return QUOTATION
    if heading := _HEADING.fullmatch(name):
        return "#" * min(int(heading[1]) + 1, 6) + " "
    numbered = [node for node in properties if name_of(node) == "numPr"]
    numbers = [attribute(node, "val") for each in numbered for node in each if name_of(node) == "numId"]
    return "- " if (numbers and numbers[0] != "0") or name.startswith(("list bullet", "list number")) else ""


def _titled(told: str, blocks: Sequence[Block]) -> tuple[str, list[Block]]:
    """Choose a title, and leave it out of the text: what is set as one, what the file says, a heading, a first line."""
    top = blocks[:_NEAR_TOP]
    styled = next((each for each in blocks if each[0] == _TITLE), None)
    heading = next((each for each in top if each[0].startswith("#")), None)
    named = [each for each in top if not is_no_title(clean_line(each[1]))]
    first = named[0] if blocks[1:] and named and _can_be_title(named[0]) else None
    said = ("", told) if told else None
    chosen = next((each for each in (styled, said, heading, first) if each), None)
    if chosen is None:
        return "", list(blocks)
    title = clean_line(chosen[1])
    return title, [each for each in blocks if clean_line(each[1]).casefold() != title.casefold() or each not in top]


def _can_be_title(block: Block) -> bool:
    text = clean_line(block[1])
    return block[0] == "" and len(text) <= _TITLE_LIMIT and not NO_TITLE_END.search(text)


def _notes(package: Package, folder: str, kind: str, styles: Mapping[str, str]) -> Iterator[Block]:
    return ((prefix, text) for prefix, text, _ in _placed_notes(package, folder, kind, styles))


def _placed_notes(
    package: Package, folder: str, kind: str, styles: Mapping[str, str]
) -> Iterator[tuple[str, str, Node]]:
    """The notes at the foot of pages, or at the end; what only parts them from the text is left out."""
    name = posixpath.join(folder, f"{kind}s.xml")
    if package.holds(name):
        for note in package.tree(name):
            if name_of(note) == kind and not attribute(note, "type"):
                yield from _placed(note, styles)
