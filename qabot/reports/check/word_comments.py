"""A copy of a Word file with comments: only what they need is written into it, all else stays as it was, to the byte.

It is read with the same care as any other Word file, and the file itself is never written to.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]
from msgspec import Struct

from qabot.core.text import Span, clean_line, xml_safe
from qabot.corpus.formats.packaged_xml import Node, Package, attribute, name_of
from qabot.corpus.formats.word_document import main_part, placed_blocks
from qabot.reports.check.word_anchors import Anchor, Runs, anchors, cut_runs, outermost_paragraph, run_of
from qabot.reports.check.word_draft import DraftBlock, draft_blocks

AUTHOR, INITIALS = "qabot", "qb"
_CONTENT_TYPES = "[Content_Types].xml"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_KINDS = {
    True: "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
    False: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
}
_XML: Any = etree  # pyright: ignore[reportUnknownVariableType]


class WordComment(Struct, frozen=True):
    """A comment."""

    span: Span
    """What it is on: characters of the draft's text, as it was read from the file."""
    lines: tuple[str, ...]
    """What it says, a paragraph each."""


def with_comments(data: bytes, comments: Sequence[WordComment]) -> bytes:
    """Return a copy of a Word file with comments, each on its words.

    Args:
        data: The file.
        comments: In any order.

    Raises:
        UnreadableDocument: It is no Word file, has a password, or is made to hurt.
    """
    package = Package(data)
    document = _Commented(package)
    document.add(comments)
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in dict.fromkeys((*package.names, *document.changed)):
            changed = document.changed.get(name)
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, package.part(name) if changed is None else changed)
    return whole.getvalue()


class _Commented:
    """The parts of a file that comments change."""

    def __init__(self, package: Package) -> None:
        self.changed: dict[str, bytes] = {}
        self._package = package
        self._main = main_part(package)
        placed = placed_blocks(package)
        self._blocks: list[DraftBlock] = draft_blocks(placed)[1]
        root: Any = next((each.node for each in placed if each.part == self._main), None)
        self._root: Any = root.getroottree().getroot() if root is not None else package.tree(self._main)
        self._namespace: str = _XML.QName(self._root).namespace or ""

    def add(self, comments: Sequence[WordComment]) -> None:
        """Put comments into the text, and what they say into its part."""
        if not comments:
            return
        part, tree = self._comments()
        first = 1 + max(
            (int(value) for each in tree if (value := attribute(each, "id")).isascii() and value.isdigit()), default=-1
        )
        found = [self._on_runs(each) for each in anchors(self._blocks, [each.span for each in comments])]
        runs = cut_runs(
            [(each.first, each.last) for each in found if each and each.first and each.last], self._namespace
        )
        for number, (comment, anchor) in enumerate(zip(comments, found, strict=True), start=first):
            self._anchor(number, anchor, runs)
            tree.append(self._said(number, comment))
        self.changed[part] = _written(tree)
        self.changed[self._main] = _written(self._root)

    def _on_runs(self, anchor: Anchor | None) -> Anchor | None:
        """Return what a comment can span: of words in a box, a formula or a note, a paragraph of the text."""
        if anchor is None:
            return None
        if anchor.paragraph.getroottree().getroot() is not self._root:
            return Anchor(None, None, self._bearing(anchor.paragraph))
        ends = (anchor.first, anchor.last)
        if any(each is None or run_of(each, self._namespace) is None for each in ends):
            return Anchor(None, None, outermost_paragraph(anchor.paragraph))
        return anchor

    def _bearing(self, paragraph: Any) -> Any:
        """Return the paragraph of the text that refers to the note in which another stands."""
        note = paragraph
        while note is not None and name_of(note) not in {"footnote", "endnote"}:
            note = note.getparent()
        wanted = (f"{name_of(note)}Reference", attribute(note, "id")) if note is not None else ("", "")
        marks = (each for each in self._root.iter() if (name_of(each), attribute(each, "id")) == wanted)
        mark: Any = next(marks, None)
        return outermost_paragraph(mark) if mark is not None else None

    def _anchor(self, number: int, anchor: Anchor | None, runs: Runs) -> None:
        begin, end = self._made("commentRangeStart", id=number), self._made("commentRangeEnd", id=number)
        mark = self._made("r")
        mark.append(self._made("commentReference", id=number))
        if anchor and anchor.first and anchor.last:
            runs.begins[anchor.first].addprevious(begin)
            runs.ends[anchor.last._replace(offset=anchor.last.offset + 1)].addnext(end)
        else:
            paragraph = anchor.paragraph if anchor and anchor.paragraph is not None else self._last_paragraph()
            first = next((place for place, each in enumerate(paragraph) if name_of(each) != "pPr"), len(paragraph))
            paragraph.insert(first, begin)
            paragraph.append(end)
        end.addnext(mark)

    def _last_paragraph(self) -> Any:
        found = [each for body in self._root for each in body if name_of(each) == "p"]
        return found[-1] if found else self._appended_paragraph()

    def _appended_paragraph(self) -> Any:
        made = self._made("p")
        next(iter(self._root)).insert(0, made)
        return made

    def _said(self, number: int, comment: WordComment) -> Any:
        said = self._made("comment", id=number, author=AUTHOR, initials=INITIALS)
        for line in comment.lines:
            paragraph, run, text = self._made("p"), self._made("r"), self._made("t")
            text.text = xml_safe(clean_line(line))
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(text)
            paragraph.append(run)
            said.append(paragraph)
        return said

    def _made(self, name: str, **attributes: object) -> Any:
        own = f"{{{self._namespace}}}" if self._namespace else ""
        return _XML.Element(
            f"{own}{name}",
            {f"{own}{key}": str(value) for key, value in attributes.items()},
            nsmap={"w": self._namespace} if self._namespace else None,
        )

    def _comments(self) -> tuple[str, Any]:
        """Return the part of the comments and its tree, made and declared where there is none."""
        folder, name = posixpath.split(self._main)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        tree: Any = (
            self._package.tree(relations)
            if self._package.holds(relations)
            else _XML.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
        )
        for each in tree:
            if attribute(each, "Type").endswith("/comments") and attribute(each, "TargetMode") != "External":
                target = attribute(each, "Target")
                part = posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"{folder}/{target}")
                if self._package.holds(part):
                    return part, self._package.tree(part)
        part = _free(posixpath.join(folder, "comments.xml"), self._package)
        self._declare(part, relations, tree)
        return part, self._made("comments")

    def _declare(self, part: str, relations: str, tree: Any) -> None:
        held = {attribute(each, "Id") for each in tree}
        number = next(each for each in range(1, len(held) + 2) if f"rId{each}" not in held)
        kind = _KINDS[self._namespace == _STRICT]
        given = {"Id": f"rId{number}", "Type": kind, "Target": posixpath.basename(part)}
        tree.append(_XML.Element(f"{{{_RELATIONS}}}Relationship", given))
        self.changed[relations] = _written(tree)
        types: Any = self._package.tree(_CONTENT_TYPES)
        types.append(_XML.Element(f"{{{_TYPES}}}Override", {"PartName": f"/{part}", "ContentType": _COMMENTS_TYPE}))
        self.changed[_CONTENT_TYPES] = _written(types)


def _free(name: str, package: Package) -> str:
    """Return a name for a part that no other has."""
    stem, number = name.removesuffix(".xml"), 1
    while package.holds(name):
        number += 1
        name = f"{stem}{number}.xml"
    return name


def _written(tree: Node) -> bytes:
    return _XML.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
