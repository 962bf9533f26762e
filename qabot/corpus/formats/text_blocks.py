"""A tree of HTML, or of what was extracted from one, as paragraphs: nothing is lost, nor welded that a block parts.

Headings stand behind `#`, items of lists behind `-`, rows of tables have bars between their cells. A table that only
lays a page out, as those of newsletters do, is read as the blocks in its cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Any, NamedTuple, cast

from qabot.core.text import clean, clean_line
from qabot.corpus.formats.html_tree import Element

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font graphic hi i img input ins kbd label mark q ref s "
    "samp small span strike strong sub sup time tt u var wbr".split()
)
_UNSEEN = frozenset("script style noscript template svg iframe select textarea meta link".split())
_LINKS = frozenset({"a", "ref"})
_SIDE_BY_SIDE = ("a", "span", "time")
"""Elements of which two side by side are often two parts of a line, such as a day and a byline."""
_BREAKS = frozenset({"br", "lb"})
_ITEMS = frozenset({"li", "item", "dt", "dd"})
_LISTS = frozenset({"ul", "ol", "dl", "list"})
_ROWS = frozenset({"tr", "row"})
_CELLS = frozenset({"td", "th", "cell"})
_PAGE_PARTS = frozenset("h1 h2 h3 h4 h5 h6 head article section table".split())
"""What an item of a list does not hold that is one of its points."""
_MOST_OF_ITEM = 200
"""Elements of an item that are looked at."""
_PROSE_WORDS = 12
"""Words of a paragraph in a cell that holds several, from which on it is one of a story."""
_PARTS_OF_TABLES = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th"})
_ABOUT = frozenset({"head", "title"})
"""What a page says of itself; in an extraction, `head` is a heading."""
_LAYOUT_ITEM = 3
"""Paragraphs in an item of a list from which on the list lays out a page."""
_LAYOUT_CELL = 2
"""Blocks in a cell of a table from which on the table does."""
_LEVEL = re.compile(r"h([1-6])")


class TextBlock(NamedTuple):
    """A paragraph, a heading, an item or a row."""

    prefix: str
    """What stands before it: `# ` to `###### `, `- `, or nothing."""
    text: str
    """Its words, on one line."""
    element: Element
    """The element it stands in, or begins in."""
    linked: int = 0
    """How many of its characters are those of links."""


def text_blocks(tree: Element, *, is_extraction: bool = False) -> list[TextBlock]:
    """Return the paragraphs of a tree, in order.

    Args:
        tree: It.
        is_extraction: Whether it is of the elements that trafilatura writes, in which `head` is a heading.
    """
    return _Walk(tree, is_extraction=is_extraction).through(tree)


def written(blocks: Iterable[TextBlock], titles: Sequence[str] = ()) -> str:
    """Write paragraphs a blank line apart, items of a list on lines of one, without headings that are a title."""
    pieces: list[str] = []
    earlier = ""
    for block in blocks:
        if block.prefix.startswith("#") and block.text in titles:
            continue
        pieces += ["\n" if block.prefix == earlier == "- " else "\n\n", block.prefix, block.text]
        earlier = block.prefix
    return clean("".join(pieces))


def without_layout(tree: Element) -> Element:
    """Make blocks of the tables that only lay a page out, and paragraphs of what line breaks set apart, in place."""
    for table in _layout_tables(tree):
        for part in _own_parts(table):
            is_paragraph = part.tag in _CELLS and not any(child.tag not in _INLINE | _BREAKS for child in part)
            part.tag = "p" if is_paragraph else "div"
    for part in tree.iter(*_SIDE_BY_SIDE):
        _set_apart(cast(Any, part))
    for paragraph in [each for each in tree.iter("p") if _has_double_break(each)]:
        _part_at_breaks(cast(Any, paragraph))
    return tree


def _set_apart(part: Any) -> None:
    """Put a space behind an element of a line where only a style sheet parts it from the next one."""
    following = part.getnext()
    if part.tail or following is None or following.tag not in _SIDE_BY_SIDE:
        return
    before, behind = "".join(part.itertext()), "".join(following.itertext())
    is_end = before[-1:].isalnum() and not before[-1:].isupper() and part.getparent().tag not in {"pre", "code"}
    if is_end and (behind[:1].isupper() or part.tag == following.tag == "a"):
        part.tail = " "


def _has_double_break(paragraph: Element) -> bool:
    children = list(paragraph)
    return any(_are_double(one, other) for one, other in pairwise(children))


def _are_double(one: Element, other: Element) -> bool:
    return one.tag == other.tag == "br" and not (one.tail or "").strip()


def _part_at_breaks(paragraph: Any) -> None:
    """Make paragraphs of what stands between two line breaks each: extraction would join them."""
    at = paragraph
    moved = paragraph
    before: Any = None
    for child in list(paragraph):
        if before is not None and _are_double(before, child):
            moved = paragraph.makeelement("p")
            moved.text = child.tail
            tail, at.tail = at.tail, None
            at.addnext(moved)
            moved.tail = tail
            at = moved
            child.tail = None
            paragraph.remove(child)
            before = None
            continue
        if moved is not paragraph:
            moved.append(child)
        before = child


class _Walk:
    """Goes through a tree and parts it into paragraphs."""

    def __init__(self, tree: Element, *, is_extraction: bool) -> None:
        self.blocks: list[TextBlock] = []
        self._is_extraction = is_extraction
        self._layout = _layout_tables(tree)
        self._pieces: list[str] = []
        self._holder: Element | None = None
        self._prefix = ""
        self._linked = self._links = self._breaks = 0
        self._is_item = self._is_data = False

    def through(self, tree: Element) -> list[TextBlock]:
        """Take in a tree, and return its paragraphs."""
        pending: list[tuple[Element, Iterator[Element], Callable[[], None]]] = []
        begun: Element | None = tree
        while begun is not None or pending:
            if begun is not None:
                if close := self._begin(begun):
                    self._say(begun.text, begun)
                    pending.append((begun, iter(begun), close))
                elif pending:
                    self._say(begun.tail, pending[-1][0])
                begun = None
                continue
            element, children, close = pending[-1]
            begun = next(children, None)
            if begun is None:
                close()
                pending.pop()
                if pending:
                    self._say(element.tail, pending[-1][0])
        self._flush()
        return self.blocks

    def _begin(self, element: Element) -> Callable[[], None] | None:
        """Begin an element, and return what ends it; None for one that is dealt with, or not seen."""
        tag = element.tag
        if tag in _UNSEEN or (tag in _ABOUT and not self._is_extraction) or not isinstance(cast(object, tag), str):
            return None
        if tag in _BREAKS:
            return self._break()
        if tag in _INLINE and not (self._is_extraction and tag == "code" and "\n" in (element.text or "")):
            return self._link() if tag in _LINKS else _nothing
        if tag in _ROWS and self._is_data:
            return self._row(element)
        if self._is_item and tag not in _LISTS | _ITEMS | {"table"}:
            self._pieces.append(" ")
            return lambda: self._pieces.append(" ")
        return self._block(element)

    def _block(self, element: Element) -> Callable[[], None]:
        self._flush()
        prefix = _prefix(element, is_extraction=self._is_extraction)
        before = self._is_item, self._is_data
        self._prefix = prefix or self._prefix
        self._is_item = prefix == "- " or (self._is_item and element.tag not in _LISTS | _ITEMS | {"table"})
        self._is_data = element not in self._layout if element.tag == "table" else self._is_data

        def close() -> None:
            self._flush()
            self._is_item, self._is_data = before
            self._prefix = "" if prefix else self._prefix

        return close

    def _flush(self) -> None:
        """End the paragraph, if one is begun; an empty one leaves its prefix to the next."""
        text = clean_line("".join(self._pieces))
        if text and self._holder is not None:
            self.blocks.append(TextBlock(self._prefix, text, self._holder, self._linked))
            self._prefix = ""
        self._pieces, self._holder, self._linked = [], None, 0

    def _row(self, row: Element) -> None:
        """A row of a table that tells of something: its cells with bars between them, however many blocks they hold."""
        self._flush()
        cells = [_cell_blocks(cell) for cell in row if cell.tag in _CELLS]
        told = [" ".join(block.text for block in blocks) for blocks in cells if blocks]
        if told:
            linked = sum(block.linked for blocks in cells for block in blocks)
            self.blocks.append(TextBlock("", " | ".join(told), row, linked))

    def _break(self) -> None:
        """A line break parts words; two of them part paragraphs, but not within an item."""
        self._breaks += 1
        if self._breaks > 1 and not self._is_item:
            self._flush()
        else:
            self._pieces.append(" ")

    def _say(self, text: str | None, element: Element) -> None:
        if not text:
            return
        if text.strip():
            self._breaks = 0
            self._holder = element if self._holder is None else self._holder
            self._linked += len(text.strip()) if self._links else 0
        self._pieces.append(text)

    def _link(self) -> Callable[[], None]:
        self._links += 1
        return self._unlink

    def _unlink(self) -> None:
        self._links -= 1


def _nothing() -> None:
    pass


def _prefix(element: Element, *, is_extraction: bool) -> str:
    """What stands before the text of an element."""
    rank = element.get("rend") or "h2" if is_extraction and element.tag == "head" else element.tag
    if level := _LEVEL.fullmatch(rank):
        return "#" * int(level[1]) + " "
    if element.tag == "head":
        return "## "
    return "- " if element.tag in _ITEMS and not _lays_out(element) else ""


def _cell_blocks(cell: Element) -> list[TextBlock]:
    return _Walk(cell, is_extraction=True).through(cell)


def _lays_out(item: Element) -> bool:
    """Whether an item of a list is a part of a page rather than one of its points."""
    paragraphs = 0
    for each in islice(item.iter(), 1, _MOST_OF_ITEM):
        paragraphs += each.tag == "p"
        if each.tag in _PAGE_PARTS or paragraphs >= _LAYOUT_ITEM:
            return True
    return False


def _layout_tables(tree: Element) -> set[Element]:
    """The tables that only lay out a page: they hold others, or several blocks in one cell, or are of one column."""
    tables = list(tree.iter("table"))
    holders = {above for each in tables if (above := _table_above(each)) is not None}
    return {each for each in tables if each in holders or _is_layout(each)}


def _table_above(element: Element) -> Element | None:
    return next(cast("Iterator[Element]", cast(Any, element).iterancestors("table")), None)


def _is_layout(table: Element) -> bool:
    """Whether a table that holds no other one only lays out a page."""
    if table.get("role", "").lower() in {"presentation", "none"}:
        return True
    inner = [each for each in table.iter() if each is not table]
    if any(each.tag in {"th", "caption", "thead"} or each.get("role", "") == "head" for each in inner):
        return False
    rows = [[_cell_blocks(cell) for cell in row if cell.tag in _CELLS] for row in inner if row.tag in _ROWS]
    if any(map(_is_part_of_page, (cell for row in rows for cell in row))):
        return True
    return all(sum(map(bool, row)) <= 1 for row in rows)


def _is_part_of_page(cell: Sequence[TextBlock]) -> bool:
    """Whether a cell holds several blocks, not all of them short, or a heading and more."""
    is_headed = any(block.prefix.startswith("#") for block in cell)
    is_prose = any(len(block.text.split()) >= _PROSE_WORDS for block in cell)
    return len(cell) >= _LAYOUT_CELL and (is_headed or is_prose)


def _own_parts(table: Element) -> list[Any]:
    """A table and what it is made of, without the tables in its cells, which are asked for themselves."""
    parts: list[Any] = [table]
    pending = [child for child in table if child.tag in _PARTS_OF_TABLES or child.tag == "caption"]
    while pending:
        part = pending.pop()
        parts.append(part)
        if part.tag not in _CELLS:
            pending += [child for child in part if child.tag in _PARTS_OF_TABLES]
    return parts
