"""When a page was published, by what it says: for machines first, then to readers, then by its address.

In this order: JSON-LD of the article itself; `<meta>`; what is marked as the date of publication; a date beside the
headline and the byline; JSON-LD of the page; the address. A day of last change is taken where there is no other, and
said to be that. The dates of related stories, of comments and of the site are never taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from qabot.core.dates import PartialDate
from qabot.corpus.formats.html_tree import Element
from qabot.corpus.formats.linked_data import MEDIA_TYPE, LinkedNode, linked_nodes, own_node, own_page
from qabot.corpus.formats.page_blocks import Block, page_blocks
from qabot.corpus.page_addresses import day_in_address, own_host
from qabot.corpus.published_dates import days_within, is_either_way, stated

_PUBLISHED_METAS = (
    *("article:published_time", "article:published", "og:article:published_time", "og:published_time", "og:pubdate"),
    *("datepublished", "publisheddate", "publicationdate", "publishdate", "pubdate", "parselypubdate", "btpubdate"),
    *("sailthrudate", "dcdateissued", "dctermsissued", "dcdatepublished", "dcdatecreated", "dctermscreated", "dcdate"),
    *("dctermsdate", "citationpublicationdate", "citationdate", "cxenseparserecspublishtime", "articlepublished"),
    *("publishedat", "firstpublishedat", "originalpublicationdate", "displaydate", "rnewsdatepublished", "date"),
)
"""Names of `<meta>` that say when a page was published, without what is no letter."""
_CHANGED_METAS = (
    "articlemodifiedtime",
    "ogupdatedtime",
    "datemodified",
    "dctermsmodified",
    "dcdatemodified",
    "lastmodified",
)
_NOT_LETTER = re.compile(r"[^a-z]+")
_PUBLISHED_HINT = re.compile(r"publish|posted|pub-?date|entry-?date|post-?date|article-?date|date-?created|datecreated")
_CHANGED_HINT = re.compile(r"modif|updat|revis|edited|review")
_OTHER_HINT = re.compile(r"event|expir|deadline|closing|copyright|comment|related|embargo|archiv|birth|start|\bend")
_DATE_HINT = re.compile(
    r"date|time|byline|by-line|dateline|author|meta\b|-meta|meta-|publish|posted|info\b|details|kicker|strap"
)
_PUBLISHED_LABEL = re.compile(
    r"(?:^|[^\w\s]\s*|\b(?:article|story|page|post|item|news|content|blog|guidance)(?: was| is)? )"
    r"(?:(?:first |date |originally |last )?(?:published|posted|submitted|released|issued|written|created)"
    r"|publication date"
    r"|post date|published date|release date|date)(?: online)?(?: by [^\d]{1,60})?(?: (?:on|at|in|date))?"
    r"\s*[:\-–|,]?\s*(?:the )?$",
    re.IGNORECASE,
)
_CHANGED_LABEL = re.compile(
    r"(?:(?:last |latest )?(?:updated?|modified|edited|reviewed|amended|revised|changed|modification date|update date))"
    r"(?: (?:on|at))?\s*[:\-–|,]?\s*$",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(
    r"(?:accessed|retrieved|expires?|deadline|closing date|closes?|event(?: date)?|starts?|begins?|ends?|due|next|valid"
    r"|copyright|©|from|until|till|by|since|before|after|in|meeting|opens?|joined|born|archived|captured?s?)"
    r"(?: (?:on|at))?\s*[:\-–|,]?\s*$",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:by|words|written by|author|reporter)\b", re.IGNORECASE)
_SHORT = 160
"""Characters of a block that can be a byline or a line with a date."""
_PARAGRAPH = 12
"""Words of a block from which on it may be a paragraph of the story."""
_STORY = 100
"""Words of such blocks behind the headline with which the story has begun."""
_BEFORE, _BEHIND = 6, 14
"""Blocks before and behind the headline among which a date without a label counts."""
_NEVER = 99
_FEW = 2
"""Words beside a date that make no sentence with it."""
_NAMES = 12
"""Words that stand beside a date on its line."""
_BETWEEN = frozenset("by on at and in min mins minute minutes read pm am bst gmt van von de der".split())
"""Words in small letters among them."""


class PageDate(NamedTuple):
    """When a page was published."""

    day: PartialDate | None
    """The day, or as much of it as the page gives; None where it says nothing."""
    is_change: bool = False
    """Whether it is when the page was changed."""


class _Candidate(NamedTuple):
    rank: int
    distance: int
    day: PartialDate


def page_date(tree: Element, address: str | None, titles: Sequence[str], found: PartialDate | None) -> PageDate:
    """Return when a page was published.

    Args:
        tree: The page, whole.
        address: Its address, where it is known.
        titles: What it is called: its title first, then its headings.
        found: What a library found, which is believed only where the page itself says so.
    """
    nodes = linked_nodes(linked_scripts(tree))
    node = own_node(nodes, address, titles)
    if node and node.published:
        return PageDate(node.published)
    metas = [(_plain(meta), meta.get("content", "")) for meta in tree.iter("meta")]
    if day := _of_metas(metas, _PUBLISHED_METAS):
        return PageDate(day)
    blocks = page_blocks(tree, next(iter(titles), ""))
    is_american = _is_american(tree, address, blocks)
    day = _marked(blocks) or _visible(blocks)
    if day and not (is_american and _is_guess(blocks, day)):
        return PageDate(day)
    if found and (day or (is_american and _is_guess(blocks, found))):
        found = None  # which of the two numbers is the month nobody can tell
    return _less_sure(nodes, node, address, metas, blocks, found)


def _is_american(tree: Element, address: str | None, blocks: Sequence[Block]) -> bool:
    """Whether a page may write the month first: it says to be in American English, and nothing on it is British."""
    locale = tree.get("lang", "").lower().replace("_", "-")
    host = own_host(address) or ""
    return locale.startswith("en-us") and not host.endswith(".uk") and not any("£" in block.text for block in blocks)


def _is_guess(blocks: Sequence[Block], day: PartialDate) -> bool:
    """Whether a day stands on a page in figures alone, of which either may be the month."""
    texts = [block.text for block in blocks if len(block.text) <= _SHORT]
    found = [text[each.start : each.end] for text in texts for each in days_within(text) if each.day == day]
    return bool(found) and all(map(is_either_way, found))


def linked_scripts(tree: Element) -> list[str]:
    """Return the scripts of a page that hold JSON-LD."""
    scripts = (each for each in tree.iter("script") if each.get("type", "").strip().lower().startswith(MEDIA_TYPE))
    return [script.text or "" for script in scripts]


def _less_sure(
    nodes: Sequence[LinkedNode],
    node: LinkedNode | None,
    address: str | None,
    metas: Sequence[tuple[str, str]],
    blocks: Sequence[Block],
    found: PartialDate | None,
) -> PageDate:
    """What a page says that gives no day of publication in so many words."""
    page = own_page(nodes, address)
    if page and page.published:
        return PageDate(page.published)
    if day := day_in_address(address):
        return PageDate(day)
    changed = [
        *([node.modified] if node and node.modified else []),
        *([day] if (day := _of_metas(metas, _CHANGED_METAS)) else []),
        *_changed(blocks),
    ]
    near = (block for block, distance in zip(blocks, _distances(blocks), strict=True) if distance < _NEVER)
    if found and found not in changed and any(found == each.day for block in near for each in _days(block)):
        return PageDate(found)
    return PageDate(changed[0], is_change=True) if changed else PageDate(None)


def _plain(meta: Element) -> str:
    name = meta.get("property", "") or meta.get("name", "") or meta.get("itemprop", "")
    return _NOT_LETTER.sub("", name.lower())


def _of_metas(metas: Sequence[tuple[str, str]], names: Iterable[str]) -> PartialDate | None:
    """The date of the first name that gives one, unless it gives several."""
    for name in (_NOT_LETTER.sub("", each) for each in names):
        days = {day for plain, content in metas if plain == name and content and (day := stated(content))}
        if days:
            return days.pop() if len(days) == 1 else None
    return None


def _marked(blocks: Sequence[Block]) -> PartialDate | None:
    """The first date that is marked as that of publication."""
    for key in ("datepublished", "datecreated"):
        for block in blocks:
            for each in block.times:
                if key in each.get("itemprop", "").lower().split() and (day := _of_element(each)):
                    return day
    return None


def _of_element(element: Element) -> PartialDate | None:
    values = (element.get("datetime", ""), element.get("content", ""), element.get("title", ""), element.text or "")
    return next((day for value in values if value and (day := stated(value))), None)


def _visible(blocks: Sequence[Block]) -> PartialDate | None:
    """The date that readers see as that of publication: labelled so, called so, or beside the headline."""
    candidates = sorted(_candidates(blocks), key=lambda each: (each.rank, each.distance))
    near = [each for each in candidates if each.rank <= 2 and each.distance < _NEVER]  # noqa: PLR2004 - the ranks below
    if near:
        return near[0].day
    far = {each.day for each in candidates if each.rank == 0}
    return far.pop() if len(far) == 1 else None


def _candidates(blocks: Sequence[Block]) -> Iterator[_Candidate]:
    distances = _distances(blocks)
    for at, block in enumerate(blocks):
        label = blocks[at - 1].text if at else ""
        text = block.text
        if len(text) > _SHORT:
            continue
        for element in block.times:
            hint = _called(element, block)
            rank = _rank_of_time(element, hint, f"{label} " if not _before(text, element) else _before(text, element))
            rank = None if rank == 1 and not _is_beside(text, element) else rank
            if rank is not None and (day := _of_element(element)):
                yield _Candidate(rank, distances[at], day)
        yield from (_Candidate(rank, distances[at], day) for rank, day in _in_text(block, label))


def _rank_of_time(element: Element, hint: str, before: str) -> int | None:
    """How surely a `<time>` is that of publication, from 0; None where it is of something else."""
    if _CHANGED_LABEL.search(before) or _OTHER_LABEL.search(before) or _OTHER_HINT.search(hint):
        return None
    if _PUBLISHED_LABEL.search(before) or _PUBLISHED_HINT.search(hint) or "pubdate" in element.attrib:
        return 0
    return None if _CHANGED_HINT.search(hint) else 1


def _called(element: Element, block: Block) -> str:
    own = f"{element.get('class')} {element.get('id')} {element.get('itemprop')}".lower().strip()
    return own or block.hints


def _before(text: str, element: Element) -> str:
    """What stands before a date on its line."""
    said = " ".join((element.text or "").split())
    return text.partition(said)[0] if said and said in text else ""


def _in_text(block: Block, label: str) -> Iterator[tuple[int, PartialDate]]:
    """The days in the text of a block, each with how surely it is that of publication."""
    text = block.text
    end = 0
    for found in days_within(text):
        before = text[end : found.start]
        before = before if before.strip(" -–|·•:,") or end else f"{label[-_SHORT:]} "
        end = found.end
        if _CHANGED_LABEL.search(before) or _OTHER_HINT.search(block.hints):
            continue
        if _PUBLISHED_LABEL.search(before):
            yield 0, found.day
        elif _OTHER_LABEL.search(before) or (
            _CHANGED_HINT.search(block.hints) and not _PUBLISHED_HINT.search(block.hints)
        ):
            continue
        elif _PUBLISHED_HINT.search(block.hints):
            yield 0, found.day
        elif _DATE_HINT.search(block.hints):
            yield 1, found.day
        elif not block.is_cell and _stands_out(text, found.start, found.end):
            yield 2, found.day


def _is_beside(text: str, element: Element) -> bool:
    """Whether a `<time>` stands by itself, or beside names and the like, rather than within a sentence."""
    said = " ".join((element.text or "").split())
    rest = text.replace(said, " ", 1).split() if said else []
    plain = [word.strip(" -–|·•:,") for word in rest]
    return len(plain) <= _FEW or (
        len(plain) <= _NAMES and all(not word[:1].islower() or word.lower() in _BETWEEN for word in plain)
    )


def _stands_out(text: str, start: int, end: int) -> bool:
    """Whether a day is all that a line holds, stands at its end or its beginning apart, or beside a byline."""
    rest = text[:start].strip(" -–|·•:,"), text[end:].strip(" -–|·•:,")
    apart = text[:start].rstrip().endswith(("-", "–", "|", "·", "•", ",")) or text[end:].lstrip().startswith(
        ("-", "–", "|", "·", "•")
    )
    return not any(rest) or bool(_BYLINE.match(text)) or (apart and len(text) - (end - start) <= _SHORT // 2)


def _days(block: Block) -> Iterator[_Candidate]:
    """The days of a block that is no prose and no cell, but for those that are said to be of something else."""
    if len(block.text) > _SHORT or block.is_cell or block.text.endswith(".") or _OTHER_HINT.search(block.hints):
        return
    for found in days_within(block.text):
        before = block.text[: found.start]
        if not _OTHER_LABEL.search(before) and not _CHANGED_LABEL.search(before):
            yield _Candidate(_NEVER, _NEVER, found.day)


def _changed(blocks: Sequence[Block]) -> Iterator[PartialDate]:
    """The days that readers are told are those of a change."""
    for at, block in enumerate(blocks):
        label = blocks[at - 1].text if at else ""
        if len(block.text) > _SHORT:
            continue
        for element in block.times:
            is_changed = _CHANGED_HINT.search(_called(element, block))
            if is_changed and not _OTHER_HINT.search(block.hints) and (day := _of_element(element)):
                yield day
        for found in days_within(block.text):
            before = block.text[: found.start] or f"{label[-_SHORT:]} "
            if _CHANGED_LABEL.search(before) or _CHANGED_HINT.search(block.hints):
                yield found.day


def _distances(blocks: Sequence[Block]) -> list[int]:
    """How far each block is from the headline; `_NEVER` for one too far, or behind the story's beginning."""
    title = next((at for at, block in enumerate(blocks) if block.is_title), None)
    if title is None:
        title = -1
    distances: list[int] = []
    told = 0
    for at, block in enumerate(blocks):
        words = block.text.count(" ") + 1
        if at <= title:
            near = 2 * (title - at) if title - at <= _BEFORE else _NEVER
        else:
            near = at - title if at - title <= _BEHIND and told < _STORY else _NEVER
            told += words if words >= _PARAGRAPH else 0
        distances.append(near)
    return distances
