"""What an extraction left out of a page: points and figures of the article put back, and the rest told line by line.

An extraction drops whole lists, headings and tables of short articles. What stands among the paragraphs that it kept,
as one of them, and is neither a link, nor a part of the site, nor a phrase of its furniture, is the article's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, cast

from msgspec import Struct

from qabot.corpus.drafts import RemovedLine, Rule
from qabot.corpus.formats.boilerplate import heads_related, is_known, opens_comments
from qabot.corpus.formats.html_tree import Element
from qabot.corpus.formats.page_blocks import is_of_others
from qabot.corpus.formats.sentence_ends import NO_TITLE_END, TEXT_END
from qabot.corpus.formats.text_blocks import TextBlock

SURE = 25
"""Letters and digits of a paragraph that is known again wherever it stands."""
_AROUND = 20_000
"""Letters and digits before and behind the last paragraph that was found, in which the next one is sought."""
_BESIDE = 20
"""Paragraphs likewise."""
_MOST_MISSED = 1_000
"""Paragraphs that are looked at for what the extraction left out."""
_LINKED = 0.3
"""Which share of what is put back may be links, at the most."""
_LEAST_WORDS = 8
"""Words of a paragraph that is put back, at the least."""
_MOST_RELATED = 12
_BEGINNING = 12
"""Letters and digits by which the first of welded paragraphs is sought."""
_MOST_BEGINNINGS = 20
"""Paragraphs of a page that begin so and are tried."""
_TITLE_WORDS = range(3, 19)
_UNITS = frozenset("ul ol dl li dt dd table tbody tr blockquote p h2 h3 h4 h5 h6 pre".split())
"""What is put back: parts of a text, not parts of a page."""
_BEHIND = frozenset("ul ol dl li dt dd table tbody tr blockquote".split())
"""What is put back behind the last paragraph that was kept."""
_SITE = frozenset("nav aside footer form button figure label".split())
_SITE_NAMES = re.compile(
    r"(?:^|[-_ ])(?:share|sharing|social|tags?|topics?|by-?line|author|bio|meta|caption|credit|promos?|ads?|advert\w*|"
    r"newsletters?|sign-?up|subscri\w+|bread-?crumbs?|tool-?bar|nav\w*|menu|links|pagination|toc|contents|buttons?)"
    r"(?:$|[-_ ])",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"(?:read (?:more|also|next|on)|see also|related(?: (?:story|article|content|reading))?|more on this|also read"
    r"|don['’]t miss|recommended|watch|listen)\s*[:|–—-]",
    re.IGNORECASE,
)
"""How a paragraph begins that is a link to another story."""
_NOT_WORD = re.compile(r"[\W_]+")


class Remains(Struct, frozen=True):
    """A page's text, and what was left out of it."""

    blocks: tuple[TextBlock, ...]
    """The paragraphs of the article."""
    raw: str
    """All that the page shows, a line for each paragraph."""
    dropped: tuple[RemovedLine, ...]
    """Its lines that are not the article's."""
    head: tuple[str, ...] = ()
    """Those of them between the headline and the first paragraph: a day, a byline, a summary."""


def with_remains(page: Sequence[TextBlock], kept: Sequence[TextBlock], titles: Sequence[str]) -> Remains:
    """Put back what is the article's, take out what is known furniture, and tell every line that was left out.

    Args:
        page: The paragraphs of the page as a whole.
        kept: Those of the extraction.
        titles: What the article is called: these leave its text without being lost.
    """
    named = {_key(title) for title in titles}
    kept = [*_parted(page, kept)]
    places = _places(page, kept)
    sure = [at for at in places if len(_key(page[at].text)) >= SURE and _key(page[at].text) not in named]
    first = min(sure, default=0)
    heading = max((at for at in range(first) if _key(page[at].text) in named), default=first)
    back = set(_missed(page, places, named, sure, heading))
    blocks, rules = _furniture([*_merged(page, kept, places, back)])
    pointing = {_key(each.text) for each in _pointers(page, places, back)}
    blocks = [block for block in blocks if _key(block.text) not in pointing]
    gone: dict[str, Rule] = {_key(block.text): rule for block, rule in rules}
    for key in pointing:
        gone[key] = "R"
    dropped = [
        RemovedLine(_line(block), gone.get(_key(block.text), "K" if is_known(block.text) else "P"), at + 1)
        for at, block in enumerate(page)
        if _key(block.text) not in named and (_key(block.text) in gone or not (at in places or at in back))
    ]
    head = tuple(block.text for block in page[heading + 1 : first])
    return Remains(tuple(blocks), "\n".join(map(_line, page)), tuple(dropped), head)


def _line(block: TextBlock) -> str:
    return f"{block.prefix}{block.text}"


def _key(text: str) -> str:
    return _NOT_WORD.sub("", text.casefold())


def _places(page: Sequence[TextBlock], kept: Sequence[TextBlock]) -> dict[int, int]:
    """Where the paragraphs of a page stand in the extraction, by number; of those that do.

    One that was joined with others, or parted, is sought near the one before it.
    """
    keys = [_key(block.text) for block in kept]
    by_key = {key: number for number, key in reversed([*enumerate(keys)])}
    ends = [*accumulate(map(len, keys))]
    whole = "".join(keys)
    places: dict[int, int] = {}
    near = 0
    for at, block in enumerate(page):
        key = _key(block.text)
        number = by_key.get(key)
        if number is None and len(key) >= SURE:
            start = ends[near] if ends else 0
            found = whole.find(key, max(0, start - _AROUND), start + _AROUND + len(key))
            beside = range(max(0, near - _BESIDE), min(len(keys), near + _BESIDE))
            parted = (each for each in beside if len(keys[each]) >= SURE and keys[each] in key)
            number = bisect_right(ends, found) if found >= 0 else next(parted, None)
        if number is not None:
            places[at] = number
            near = number if len(key) >= SURE else near
    return places


def _parted(page: Sequence[TextBlock], kept: Sequence[TextBlock]) -> Iterator[TextBlock]:
    """Go through an extraction, with paragraphs of the page where it welded those into one, as it does a short page."""
    keys = [_key(block.text) for block in page]
    whole = set(keys)
    beginnings: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        if len(key) >= _BEGINNING:
            beginnings.setdefault(key[:_BEGINNING], []).append(at)
    for block in kept:
        key = _key(block.text)
        starts = [] if key in whole else beginnings.get(key[:_BEGINNING], ())[:_MOST_BEGINNINGS]
        welded = next(filter(None, (_welded(keys, key, start) for start in starts)), None)
        yield from (page[at] for at in welded) if welded else (block,)


def _welded(keys: Sequence[str], whole: str, start: int) -> list[int] | None:
    """Number the paragraphs, from one on, that make up another without a gap; None where they do not."""
    found: list[int] = []
    length = 0
    for at in range(start, len(keys)):
        if keys[at] and whole.startswith(keys[at], length):
            found.append(at)
            length += len(keys[at])
        elif at - found[-1] > _BESIDE:
            break
        if length == len(whole):
            return found
    return None


def _missed(
    page: Sequence[TextBlock], places: dict[int, int], named: set[str], sure: Sequence[int], heading: int
) -> Iterator[int]:
    """Yield the paragraphs that the extraction left out and that are the article's.

    Args:
        page: The paragraphs of the page.
        places: Where those stand in the extraction that it kept.
        named: What the article is called, as `_key` has it.
        sure: The kept ones that are the article's text beyond doubt.
        heading: Where its headline stands, or else the first of those.
    """
    if not sure:
        return
    last = max(sure)
    holders = {each for at in sure for each in _parents(page[at].element)}
    known = _Units(page, holders)
    waiting = [at for at in range(heading + 1, len(page)) if at not in places][:_MOST_MISSED]
    for at in waiting:
        if _key(page[at].text) in named or not known.is_of_article(at):
            continue
        unit = known.unit(at)
        if at > last and (unit is None or unit.tag not in _BEHIND or not _is_beside(unit, page[last].element)):
            continue
        yield at


class _Units:
    """The parts that were left out as a whole, each judged once."""

    def __init__(self, page: Sequence[TextBlock], holders: set[Element]) -> None:
        self._page = page
        self._holders = holders
        self._units = [self._of(block.element) for block in page]
        self._inside: dict[Element, list[TextBlock]] = {}
        self._judged: dict[Element, bool] = {}
        for block, unit in zip(page, self._units, strict=True):
            if unit is not None:
                self._inside.setdefault(unit, []).append(block)

    def unit(self, at: int) -> Element | None:
        """Return the part a paragraph stands in: the largest one that no paragraph which was kept stands in."""
        return self._units[at]

    def is_of_article(self, at: int) -> bool:
        """Whether a paragraph is a part of the text, and not of the page."""
        unit, block = self._units[at], self._page[at]
        if unit is None or unit.tag not in _UNITS or _is_of_site(unit, block.element):
            return False
        if unit not in self._judged:
            self._judged[unit] = _is_text(self._inside[unit])
        if not self._judged[unit] or (block.prefix.startswith("#") and heads_related(block.text)):
            return False
        is_long = len(block.text.split()) >= _LEAST_WORDS or TEXT_END.search(block.text) is not None
        return unit.tag != "p" or is_long

    def _of(self, element: Element) -> Element | None:
        unit: Element | None = None
        for each in [element, *_parents(element)]:
            if each in self._holders:
                return unit
            unit = each
        return None


def _is_text(inside: Sequence[TextBlock]) -> bool:
    """Whether what stands in a part is neither links, for the most part, nor furniture."""
    linked, written = sum(each.linked for each in inside), sum(len(each.text) for each in inside)
    return linked <= _LINKED * written and 2 * sum(_is_furniture(each.text) for each in inside) < len(inside)


def _is_of_site(unit: Element, inner: Element) -> bool:
    """Whether anything from a paragraph up to the part it stands in, or above that, is called a part of the site."""
    for each in [inner, *_parents(inner)]:
        names = f"{each.get('class')} {each.get('id')}"
        if each.tag in _SITE or is_of_others(each) or _SITE_NAMES.search(names):
            return True
        if each is unit:
            break
    return any(each.tag in {"nav", "aside", "footer"} for each in _parents(unit))


def _is_furniture(line: str) -> bool:
    return is_known(line) or heads_related(line) or opens_comments(line)


def _is_beside(unit: Element, element: Element) -> bool:
    """Whether a part stands among what holds a paragraph."""
    holder = next(_parents(unit), None)
    return (
        holder is not None and any(each is holder for each in _parents(element)) and holder.tag not in {"body", "html"}
    )


def _parents(element: Element) -> Iterator[Element]:
    return cast("Iterator[Element]", cast(Any, element).iterancestors())


def _merged(
    page: Sequence[TextBlock], kept: Sequence[TextBlock], places: dict[int, int], back: set[int]
) -> Iterator[TextBlock]:
    """Go through the extraction with what is put back at its place: behind what stands before it on the page."""
    behind: dict[int, list[TextBlock]] = {}
    at = -1
    for number, block in enumerate(page):
        at = places.get(number, at)
        if number in back:
            behind.setdefault(at, []).append(block)
    yield from behind.get(-1, ())
    for number, block in enumerate(kept):
        yield block
        yield from behind.get(number, ())


def _furniture(blocks: Sequence[TextBlock]) -> tuple[list[TextBlock], list[tuple[TextBlock, Rule]]]:
    """Part the paragraphs that are known furniture from the others.

    An item of a list is one only where all of its list is: contacts may well be by `Email`.
    """
    gone: dict[int, Rule] = {}
    for at, block in enumerate(blocks):
        if at in gone:
            continue
        if heads_related(block.text) and (titles := list(_related(blocks, at + 1))):
            gone |= dict.fromkeys([at, *titles], "R")
        elif (
            block.prefix != "- " and " | " not in block.prefix and (is_known(block.text) or opens_comments(block.text))
        ):
            gone[at] = "K"
        elif block.prefix == "- " and (at == 0 or blocks[at - 1].prefix != "- "):
            items = list(_list_at(blocks, at))
            if all(is_known(blocks[item].text) for item in items):
                gone |= dict.fromkeys(items, "K")
    return [block for at, block in enumerate(blocks) if at not in gone], [(blocks[at], gone[at]) for at in sorted(gone)]


def _pointers(page: Sequence[TextBlock], places: dict[int, int], back: set[int]) -> Iterator[TextBlock]:
    """Yield what points to other stories: a heading whose list the extraction left out, and links that say so."""
    for at, block in enumerate(page):
        is_left_alone = at + 1 < len(page) and at + 1 not in places and at + 1 not in back
        if block.prefix.startswith("#") and is_left_alone and heads_related(block.text):
            yield block
        if 2 * block.linked > len(block.text) and _POINTER.match(block.text):
            yield block


def _list_at(blocks: Sequence[TextBlock], start: int) -> Iterator[int]:
    for at in range(start, len(blocks)):
        if blocks[at].prefix != "- ":
            return
        yield at


def _related(blocks: Sequence[TextBlock], start: int) -> Iterator[int]:
    """Number the titles of other stories behind a heading: items or headings, none of which is a sentence."""
    for at in range(start, min(start + _MOST_RELATED, len(blocks))):
        block = blocks[at]
        is_title = len(block.text.split()) in _TITLE_WORDS and not NO_TITLE_END.search(block.text)
        if not block.prefix or not is_title:
            return
        yield at
