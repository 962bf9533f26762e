"""Saved web pages, in a plain way: what the page says of itself, and the text of its article.

The parser of the text reports events and builds no tree, in which libxml2 would silently drop whatever nests more than
256 deep, and take quadratic time over an element with 200,000 attributes: a tree is only asked when the page was
published, and where. Only predefined entities are expanded, and nothing is fetched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol, cast

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]

from qabot.core.articles import Article, ReadIssue
from qabot.core.text import clean_line
from qabot.corpus.formats.decoding import Decoded, decode, encoding_of
from qabot.corpus.formats.html_tree import parse
from qabot.corpus.formats.inline_marks import STRUCK, raised_text
from qabot.corpus.formats.page_blocks import headings
from qabot.corpus.formats.page_dates import page_date
from qabot.corpus.formats.page_location import stated_address
from qabot.corpus.formats.page_titles import whole_title
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.metadata import compose_article
from qabot.corpus.origin import Origin

DEPTH_LIMIT = 1000
"""Elements within elements. Deeper pages are made to hurt: a stray end tag is sought among all that are open."""

_PIECE = 64 * 1024
"""Bytes given to the parser at once: it only stops for an error between two pieces."""
_HIDDEN = (
    frozenset(
        "script style noscript nav header footer aside form template svg iframe button title select textarea".split()
    )
    | STRUCK
)
"""Elements whose text is not the article's, or holds no longer."""
_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr li main ol p pre section summary table tbody tfoot thead tr ul".split()
)
"""Elements that begin and end a paragraph."""
_HEADING = re.compile(r"h([1-6])")
_FACTS = {
    "og:title": "og:title",
    "og:site_name": "outlet",
    "og:url": "link",
    "author": "author",
}
"""Which `<meta>` says what: its property or name, and the fact's key here."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_XML_DECLARATION = re.compile(rb"\A\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{1,40})[\"']")
_COMMENT = re.compile(rb"<!--.{0,2000}?-->", re.DOTALL)
_CHARSET_WITHIN = 16 * 1024
"""Bytes at the start of a page in which its charset is looked for."""


class _TooDeep(ValueError):
    """The page nests more than `DEPTH_LIMIT` elements."""


class _Parser(Protocol):
    def feed(self, data: bytes) -> None: ...
    def close(self) -> object: ...


class _Block(NamedTuple):
    """A paragraph of a page."""

    text: str
    prefix: str
    """`# ` to `###### ` for a heading, `- ` for a list item, else empty."""
    in_article: bool
    """Within the first `<article>`."""
    in_main: bool
    """Within the first `<main>`."""


def read(data: bytes, origin: Origin) -> Iterator[Article | ReadIssue]:
    """Yield the article on a web page.

    The text is that of the first `<article>`, else `<main>`, else `<body>`.
    """
    decoded = decoded_page(data)
    page = _Page()
    parser = cast(
        _Parser,
        etree.HTMLParser(target=page, encoding="utf-8", no_network=True, huge_tree=False),  # pyright: ignore[reportUnknownMemberType]
    )
    try:
        markup = decoded.text.replace("\0", "").encode()
        for start in range(0, len(markup) or 1, _PIECE):  # a parser that was never fed cannot be closed
            parser.feed(markup[start : start + _PIECE])
        parser.close()
    except _TooDeep:
        yield origin.problem(f"nests more than {DEPTH_LIMIT} elements deep")
        return
    fields = _with_statements(page.fields(), decoded.text)
    yield from compose_article(fields, _text(page.blocks, clean_line(fields.get("title", ""))), origin, decoded.notes)


def _with_statements(fields: dict[str, str], markup: str) -> dict[str, str]:
    """Add what the page as a whole tells: its whole title, its own address, and when it was published."""
    try:
        tree = parse(markup)
    except UnreadableDocument:
        return fields
    named = headings(tree)
    title = whole_title(clean_line(fields.get("title", "")), [*named, fields.get("head", "")])
    address = stated_address(tree, markup, None)
    day = page_date(tree, address, [title, *named, fields.get("head", "")], None).day
    return {**fields, "title": title, "published": str(day or ""), **({"url": address} if address else {})}


def decoded_page(data: bytes) -> Decoded:
    """Decode a page by its byte order mark, else by the charset that it declares, else as it looks."""
    return decode(data, _declared(data))


def _declared(data: bytes) -> str | None:
    """The encoding that a page says it is in, in a `<meta>` or else as XML; None where it names none that is known."""
    head = _COMMENT.sub(b"", data[:_CHARSET_WITHIN])
    named = (pattern.search(head) for pattern in (_CHARSET, _XML_DECLARATION))
    known = (encoding_of(found[1].decode("ascii", "replace")) for found in named if found)
    return next(filter(None, known), None)


def _text(blocks: list[_Block], title: str) -> str:
    """The paragraphs of the article, a blank line apart; items of a list stand on lines of one paragraph."""
    chosen = [block for block in blocks if block.in_article]
    chosen = chosen or [block for block in blocks if block.in_main] or blocks
    pieces: list[str] = []
    earlier = ""
    for block in chosen:
        if block.prefix == "# " and clean_line(block.text) == title:
            continue
        pieces += ["\n" if block.prefix == earlier == "- " else "\n\n", block.prefix, block.text]
        earlier = block.prefix
    return "".join(pieces)


class _Page:
    """Receives the parser's events: the facts a page states and its paragraphs, in order."""

    def __init__(self) -> None:
        self.blocks: list[_Block] = []
        self._facts: dict[str, str] = {}
        self._pieces: list[str] = []
        self._prefix = ""
        self._hidden = 0
        self._open = 0
        self._depth = {"article": 0, "main": 0}
        self._inside = Counter[str]()
        self._closed: set[str] = set()
        self._names: dict[str, list[str]] = {}
        self._naming: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._open += 1
        if self._open > DEPTH_LIMIT:
            raise _TooDeep
        self._note(tag, attributes)
        if tag in {"title", "h1"} and tag not in self._names:
            self._naming = self._names[tag] = []
        self._hidden += tag in _HIDDEN
        self._inside[tag] += tag in {"sup", "a"}
        if tag in self._depth and tag not in self._closed:
            self._flush()
            self._depth[tag] += 1
        if tag in _BLOCKS:
            self._flush()
        elif tag in {"td", "th"}:
            self._pieces.append(" ")
        elif tag == "br":
            self._pieces.append("\n")
        if heading := _HEADING.fullmatch(tag):
            self._prefix = "#" * int(heading[1]) + " "
        elif tag == "li":
            self._prefix = "- "

    def end(self, tag: str) -> None:
        """An element ends."""
        self._open -= 1
        if tag in {"title", "h1"}:
            self._naming = None
        if tag in _BLOCKS:
            self._flush()
        if tag == "li" or _HEADING.fullmatch(tag):
            self._prefix = ""
        self._hidden -= tag in _HIDDEN
        self._inside[tag] -= tag in {"sup", "a"}
        if self._depth.get(tag):
            self._depth[tag] -= 1
            if not self._depth[tag]:
                self._closed.add(tag)

    def data(self, text: str) -> None:
        """Text, or a piece of it."""
        if self._naming is not None:
            self._naming.append(text)
        if not self._hidden and not self._is_footnote():
            self._pieces.append(re.sub(r"\s+", " ", raised_text(text) if self._inside["sup"] else text))

    def _is_footnote(self) -> bool:
        """Whether this is a raised link, which leads to a footnote."""
        return bool(self._inside["sup"] and self._inside["a"])

    def close(self) -> None:
        """The page ends."""
        self._flush()

    def fields(self) -> dict[str, str]:
        """The facts, under the keys that metadata has everywhere; an empty one is left out."""
        named = {tag: " ".join("".join(pieces).split()) for tag, pieces in self._names.items()}
        titles = (self._facts.get("og:title"), named.get("h1"), named.get("title"))
        title = next((title for title in titles if title), "")
        return {**self._facts, "title": title, "head": named.get("title", "")}

    def _note(self, tag: str, attributes: Mapping[str, str]) -> None:
        key = value = None
        if tag == "meta":
            key = _FACTS.get((attributes.get("property") or attributes.get("name") or "").lower())
            value = attributes.get("content")
        elif tag == "link" and "canonical" in (attributes.get("rel") or "").lower().split():
            key, value = "url", attributes.get("href")
        if key and value and value.strip():
            self._facts.setdefault(key, value)

    def _flush(self) -> None:
        """End the paragraph, if it holds anything. An empty one leaves its prefix to the next, as in `<li><p>`."""
        lines = [" ".join(line.split()) for line in "".join(self._pieces).split("\n")]
        self._pieces.clear()
        text = (" " if self._prefix else "\n").join(lines).strip()
        if text:
            in_article, in_main = (bool(self._depth[tag]) for tag in ("article", "main"))
            self.blocks.append(_Block(text, self._prefix, in_article, in_main))
            self._prefix = ""
