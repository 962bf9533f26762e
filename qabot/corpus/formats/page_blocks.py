"""A page as a reader goes through it, block by block, without what belongs to other stories or to the site.

Menus, footers, comments, lists of related stories and the cards of other articles are left out, but never a part that
holds the page's own headline. An archive's toolbar is none of the page.
"""

from __future__ import annotations

import re
from itertools import islice

from msgspec import Struct, field

from qabot.corpus.formats.boilerplate import heads_related
from qabot.corpus.formats.html_tree import Element

_UNSEEN = frozenset("script style noscript template svg iframe nav aside footer select title form button".split())
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strong sub "
    "sup time tt u var wbr".split()
)
_PARTS = frozenset({"a", "span", "time"})
"""Elements of which two side by side are two parts of a line."""
_ARTICLES = frozenset({"article", "main"})
_CELLS = frozenset({"td", "th", "dd"})
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_OTHERS = re.compile(
    r"(?:related|recommend\w*|popular|trending|most[-_]?(?:read|viewed|popular|recent|shared)|latest|recent|also|"
    r"read[-_]?(?:more|next)|more[-_](?:news|stories|from|on|like|articles|posts)|you[-_]may|sidebar|side[-_]bar|widgets?|"
    r"comments?|respond|disqus|footer|teasers?|promos?|newsletter|carousel|cookies?|up[-_]?next|"
    r"(?:next|prev|previous)[-_](?:post|article|story)|outbrain|taboola)"
    r"(?:[-_].*)?|.*[-_](?:related|recommended|popular|trending|most[-_]read|sidebar|comments?|commentlist|footer|teasers?)"
    r"|cards?|(?:article|post|story|news)[-_](?:related|list|teaser|card)s?|wm-ipp.*|webarchive.*|ukwa.*",
    re.IGNORECASE,
)
"""What the parts of a page are called that hold other stories, other people's words, or an archive's."""
_MORE = re.compile(
    r"(?:more|also) (?:from|on|in|about|by) .{1,40}|(?:other|further|latest|recent|top|featured) "
    r"(?:news|stories|articles|posts|reports).{0,20}|elsewhere.{0,30}|from (?:the|our) (?:archives?|blog).{0,20}",
    re.IGNORECASE,
)
"""What else stands over lists of other stories, on pages."""
_COMMENT_LINK = re.compile(r"comments?[-_]?(?:link|count|number)s?", re.IGNORECASE)


_MOST_HINTS = 300
"""Characters that are kept of what a block is called."""
_MOST_BLOCKS = 2000
"""Blocks of a page that are looked at."""


class Block(Struct):
    """A paragraph, a heading, a line: text that stands by itself."""

    hints: str
    """What it and all in it are called, by class, id and itemprop, in small letters."""
    is_cell: bool = False
    """Whether it is a cell of a table or of a list of terms, whose meaning stands in another."""
    is_title: bool = False
    """Whether it is the page's headline."""
    times: list[Element] = field(default_factory=list[Element])
    """Its `<time>` elements, and what is marked as a date in it."""
    pieces: list[str] = field(default_factory=list[str])
    """Its text, as it stands in the markup."""

    @property
    def text(self) -> str:
        """Its text on one line."""
        return " ".join("".join(self.pieces).split())


def page_blocks(tree: Element, title: str) -> list[Block]:
    """Return the blocks of a page that are its own, in order.

    Args:
        tree: The page.
        title: Its title, by which its headline is known among others.
    """
    headline = _headline(tree, title)
    walk = _Walk(_path_to(tree, headline) if headline is not None else [], headline)
    walk.through(tree, "", in_article=False)
    walk.flush()
    return walk.blocks


def headings(tree: Element) -> list[str]:
    """Return the texts of a page's first headings of the first rank."""
    found = (_line(each) for each in islice(tree.iter("h1"), 5))
    return [text for text in found if text]


def _headline(tree: Element, title: str) -> Element | None:
    """The heading that says the title, else the first of the first rank."""
    first = None
    for each in islice(tree.iter("h1", "h2"), _MOST_BLOCKS):
        text = _line(each).casefold()
        if text and title and (text == title.casefold() or (len(text) > len(title) // 2 and text in title.casefold())):
            return each
        if first is None and each.tag == "h1":
            first = each
    return first


def _line(element: Element) -> str:
    pieces = [element.text or ""]
    for each in element.iter():
        pieces += [] if each is element else [each.text or "", each.tail or ""]
    return " ".join("".join(pieces).split())


def _path_to(tree: Element, target: Element) -> list[Element]:
    """The elements that hold another one, and itself."""
    path: list[Element] = []

    def leads(element: Element) -> bool:
        path.append(element)
        if element is target or any(leads(child) for child in element):
            return True
        path.pop()
        return False

    leads(tree)
    return path


class _Walk:
    """Goes through a page and parts it into blocks."""

    def __init__(self, holders: list[Element], headline: Element | None) -> None:
        self.blocks: list[Block] = []
        self._holders = holders
        self._headline = headline
        self._block: Block | None = None
        self._articles = 0

    def through(self, element: Element, above: str, *, in_article: bool) -> None:
        """Take in an element and all inside it."""
        if len(self.blocks) > _MOST_BLOCKS or not self._is_own(element, in_article=in_article):
            return
        called = _called(element)
        is_inline = element.tag in _INLINE
        if not is_inline:
            self.flush()
        hints = above if is_inline else f"{above} {called}".strip()
        block = self._opened(hints)
        block.is_title = block.is_title or element is self._headline
        block.is_cell = block.is_cell or element.tag in _CELLS
        if called and len(block.hints) < _MOST_HINTS and called not in block.hints:
            block.hints = f"{block.hints} {called}".strip()
        if element.tag == "time" or "date" in called or "publish" in called or element.get("datetime", ""):
            block.times.append(element)
        self._say(element.text, hints)
        self._children(element, hints if is_inline else called, in_article=in_article or element.tag in _ARTICLES)
        if not is_inline:
            self.flush()

    def flush(self) -> None:
        """End the block, if one is begun; an empty one is left out."""
        if self._block is not None and (self._block.text or self._block.times):
            self.blocks.append(self._block)
        self._block = None

    def _children(self, element: Element, hints: str, *, in_article: bool) -> None:
        """Take in what is inside an element, but for what follows a heading such as "Most read", up to the next."""
        is_related = False
        is_behind = False
        for child in element:
            if is_behind and child.tag in _PARTS:
                self._say(" ", hints)  # a style sheet sets them apart
            is_behind = child.tag in _PARTS and not child.tail
            is_heading = child.tag in _HEADINGS
            if is_heading or not is_related or self._holds_headline(child):
                known = len(self.blocks)
                self.through(child, hints, in_article=in_article)
                if child.tag not in _INLINE and child.tag != "br":
                    self.flush()
                    is_related = len(self.blocks) == known + 1 and _heads_others(self.blocks[-1].text[:_MOST_HINTS])
            self._say(" " if child.tag == "br" else child.tail, hints)
            self._say(child.tail if child.tag == "br" else None, hints)

    def _opened(self, hints: str) -> Block:
        if self._block is None:
            self._block = Block(hints[:_MOST_HINTS])
        return self._block

    def _say(self, text: str | None, hints: str) -> None:
        if text and (self._block or text.strip()):
            self._opened(hints).pieces.append(text)

    def _holds_headline(self, element: Element) -> bool:
        return any(each is element for each in self._holders)

    def _is_own(self, element: Element, *, in_article: bool) -> bool:
        """Whether an element is neither of the site nor of another story."""
        if self._holds_headline(element):
            self._articles += element.tag == "article"
            return True
        if element.tag in _UNSEEN or (element.tag == "header" and not in_article):
            return False
        if element.tag == "article":
            self._articles += 1
            if self._articles > 1:
                return False
        return not is_of_others(element)


def is_of_others(element: Element) -> bool:
    """Whether an element is called what holds other stories, other people's words, or an archive's."""
    names = f"{element.get('class')} {element.get('id')}".split()
    return any(_OTHERS.fullmatch(name) and not _COMMENT_LINK.fullmatch(name) for name in names)


def _heads_others(line: str) -> bool:
    """Whether a line stands over a list of other stories."""
    return heads_related(line) or _MORE.fullmatch(line) is not None


def _called(element: Element) -> str:
    names = (element.get(key, "") for key in ("class", "id", "itemprop"))
    return " ".join(name for name in names if name).lower()[:_MOST_HINTS]
