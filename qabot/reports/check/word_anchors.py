"""Where words of a draft stand in the Word file it was read from, and the runs cut so that a comment spans just them.

A run that is cut keeps its formatting: each part of it has a copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any, NamedTuple, cast

from qabot.core.text import Span
from qabot.corpus.formats.packaged_xml import Node, name_of
from qabot.corpus.formats.word_document import text_pieces
from qabot.reports.check.word_draft import DraftBlock

_NEAR = 8
"""Characters among which one of the draft is looked for in the file: cleaning may have dropped some between."""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Place(NamedTuple):
    """A character of a file."""

    node: Any
    """The element whose text holds it."""
    offset: int
    """Its place in that text."""


class Anchor(NamedTuple):
    """What a comment spans: from one character to another, or a whole paragraph where those cannot be spanned."""

    first: Place | None
    """The first character; None for a whole paragraph."""
    last: Place | None
    """The last."""
    paragraph: Any
    """The paragraph; of a row the first of it."""


class Runs(NamedTuple):
    """Runs that were cut, by where they begin and end."""

    begins: Mapping[Place, Any]
    """The run that begins with a character."""
    ends: Mapping[Place, Any]
    """The run that ends in front of a character."""


def anchors(blocks: Sequence[DraftBlock], spans: Iterable[Span]) -> Iterator[Anchor | None]:
    """Yield where each span of a draft's text stands in its file; None for one that stands in no paragraph."""
    places: dict[int, list[Place | None]] = {}
    for start, end in spans:
        within = [
            number for number, each in enumerate(blocks) if each.start < end and start < each.start + len(each.text)
        ]
        if not within:
            yield None
            continue
        found: list[Place] = []
        for number in {within[0]: None, within[-1]: None}:
            if number not in places:
                places[number] = _places(blocks[number])
            first = blocks[number].start
            held = places[number][max(0, start - first) : max(0, end - first)]
            found += [each for each in held if each]
        paragraph = _paragraph(blocks[within[0]].block.node)
        yield Anchor(found[0], found[-1], paragraph) if found else Anchor(None, None, paragraph)


def _places(each: DraftBlock) -> list[Place | None]:
    """Return where each character of a paragraph's words stands in the file; None where that is not known."""
    node = each.block.node
    paragraphs = [node] if name_of(node) == "p" else [inside for inside in node.iter() if name_of(inside) == "p"]
    pieces = (piece for paragraph in paragraphs for piece in text_pieces(paragraph)[0])
    letters = [
        (letter, Place(element, offset) if element is not None else None)
        for text, element in pieces
        for offset, letter in enumerate(text)
        if not letter.isspace()
    ]
    found: list[Place | None] = []
    at = 0
    for letter in each.text:
        near = range(at, min(at + _NEAR, len(letters)))
        place = None if letter.isspace() else next((where for where in near if letters[where][0] == letter), None)
        found.append(None if place is None else letters[place][1])
        at = at if place is None else place + 1
    return found


def _paragraph(node: Node) -> Any:
    return node if name_of(node) == "p" else next((each for each in node.iter() if name_of(each) == "p"), node)


def run_of(place: Place, namespace: str) -> Any | None:
    """Return the run that a character stands in, where a comment may begin or end beside it; else None.

    Comments may not begin in a text box, nor in a formula, whose runs are of another kind.
    """
    run: Any = None
    node = place.node
    while node is not None:
        name = name_of(node)
        if name in {"txbxContent", "oMath"}:
            return None
        if name == "r" and run is None:
            run = node
        node = node.getparent()
    return run if run is not None and run.tag == f"{{{namespace}}}r" else None


def outermost_paragraph(node: Any) -> Any:
    """Return the paragraph of the text that an element stands in or hangs on: of a box, the one that bears it."""
    found = node
    while node is not None:
        found = node if name_of(node) == "p" else found
        node = node.getparent()
    return found


def cut_runs(spans: Iterable[tuple[Place, Place]], namespace: str) -> Runs:
    """Cut runs so that one begins with the first character of each span, and one ends with the last.

    Args:
        spans: First and last characters, in runs.
        namespace: Of the file's elements.
    """
    cuts: dict[Any, set[int]] = {}
    for first, last in spans:
        cuts.setdefault(first.node, set()).add(first.offset)
        cuts.setdefault(last.node, set()).add(last.offset + 1)
    begins: dict[Place, Any] = {}
    ends: dict[Place, Any] = {}
    runs = dict.fromkeys(run_of(Place(node, 0), namespace) for node in cuts)
    for run in runs:
        if run is not None:
            _cut(run, cuts, begins, ends)
    return Runs(begins, ends)


def _cut(run: Any, cuts: Mapping[Any, set[int]], begins: dict[Place, Any], ends: dict[Place, Any]) -> None:
    """Put in the place of a run one for each of its parts, its texts cut where that is wanted."""
    children = list(run)
    properties = next((each for each in children if name_of(each) == "rPr"), None)
    parts: list[Any] = []
    for child in children:
        if child is properties:
            continue
        for start, end, part in _parted(child, cuts.get(child, ())):
            parts.append(_like(run, properties, part))
            begins[Place(child, start)] = ends[Place(child, end)] = parts[-1]
    if parts:
        parts[-1].tail = run.tail
        parent = run.getparent()
        place = parent.index(run)
        parent[place : place + 1] = parts


def _parted(child: Any, cuts: Iterable[int]) -> Iterator[tuple[int, int, Any]]:
    """Yield the parts of a run's child, each with the characters of it that it holds."""
    text = cast("str", child.text or "")
    if name_of(child) != "t" or not text:
        yield 0, len(text), child
        return
    borders = sorted({0, len(text), *(each for each in cuts if 0 < each < len(text))})
    for start, end in pairwise(borders):
        part = child.makeelement(child.tag, dict(child.attrib), child.nsmap)
        part.text = text[start:end]
        part.set(_SPACE, "preserve")
        yield start, end, part


def _like(run: Any, properties: Any, child: Any) -> Any:
    """Return a run with the looks of another, and one child."""
    made = run.makeelement(run.tag, dict(run.attrib), run.nsmap)
    if properties is not None:
        made.append(deepcopy(properties))
    made.append(child)
    return made
