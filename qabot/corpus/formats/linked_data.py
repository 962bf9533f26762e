"""JSON-LD: what a page says of its article for machines to read, and which of the things it describes that article is.

A page may describe much besides: itself, its site, the stories it links to. The article's own node is the one whose
address or headline is the page's; where none says either, the only one that there is. What stands in lists of links is
never looked at.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from msgspec import Struct

from qabot.core.dates import PartialDate
from qabot.core.text import clean_line
from qabot.corpus.published_dates import stated

MEDIA_TYPE = "application/ld+json"
"""What the type of such a script begins with."""

_SCRIPT_LIMIT = 1024 * 1024
"""Characters of one script."""
_NODES = 1000
"""Things that are looked at on one page."""
_BEGINNING = re.compile(r"\s*+(?:<!--|//\s*+<!\[CDATA\[|<!\[CDATA\[|/\*\s*+<!\[CDATA\[\s*+\*/)+")
_END = re.compile(r"(?:-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?|;)$")
"""What a script may be wrapped in, before and behind what it holds."""
_LONGEST_END = 200
"""Characters at the end of a script in which that stands."""
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_ARTICLES = re.compile(r"(?:.*Article|.*Posting|Report|Review|PressRelease)", re.IGNORECASE)
_PAGES = re.compile(r"(?:.*Page|CreativeWork|WebSite)", re.IGNORECASE)
_INNER = ("@graph", "mainEntity", "mainEntityOfPage", "article")
"""Under which keys a thing may hold the article; `itemListElement`, `hasPart`, `relatedLink` and others hold others."""
_SHARED = 3
"""Words that two titles of one story have in common at the least, besides half of the shorter one's."""
_NOT_WORD = re.compile(r"[^\w]+")

Object = Mapping[str, object]


class LinkedNode(Struct, frozen=True):
    """A thing that a page describes and that may be its article."""

    is_article: bool
    """Whether it is an article; otherwise it is a page."""
    headline: str
    """Its title, empty where it gives none."""
    addresses: frozenset[str]
    """Its addresses, as `address_alike` writes them."""
    published: PartialDate | None
    """When it was first published."""
    modified: PartialDate | None
    """When it was changed."""


def linked_nodes(scripts: Iterable[str]) -> list[LinkedNode]:
    """Return the articles and pages that the scripts of a page describe, in order."""
    return [node for script in scripts for thing in _things(_loaded(script)) if (node := _node(thing))]


def own_node(nodes: Sequence[LinkedNode], address: str | None, titles: Sequence[str]) -> LinkedNode | None:
    """Return the node of the page's own article; None where there is none, or it cannot be told from others.

    Args:
        nodes: What the page describes.
        address: The page's address, where it is known.
        titles: What the page is called: its headings, and what it calls itself.
    """
    place = address_alike(address) if address else ""
    articles = [node for node in nodes if node.is_article]
    scored = [(_likeness(node, place, titles), node) for node in articles]
    own = [(score, node) for score, node in scored if score > 0 and (node.published or node.modified)]
    if own:
        return max(own, key=lambda each: each[0])[1]
    silent = [node for score, node in scored if not score and (node.published or node.modified)]
    return silent[0] if silent and len({(node.published, node.modified) for node in silent}) == 1 else None


def own_page(nodes: Sequence[LinkedNode], address: str | None) -> LinkedNode | None:
    """Return the node of the page itself, where it says when it was published."""
    place = address_alike(address) if address else ""
    pages = [node for node in nodes if not node.is_article and node.published]
    pages = [node for node in pages if not node.addresses or not place or place in node.addresses]
    return pages[0] if len({node.published for node in pages}) == 1 else None


def address_alike(address: str) -> str:
    """Return what is compared of an address: no scheme, no `www.`, no fragment, no slash at its end."""
    bare = address.strip().partition("#")[0].partition("://")[2] or address.strip().partition("#")[0]
    return bare.casefold().removeprefix("www.").rstrip("/")


def _likeness(node: LinkedNode, place: str, titles: Sequence[str]) -> int:
    """How surely an article is the page's: above 0 where it says so, below where it says that it is another."""
    has_place = bool(place and place in node.addresses)
    is_elsewhere = bool(place and node.addresses) and not has_place
    headline = _words(node.headline)
    named = [_words(title) for title in titles if title]
    has_title = any(_are_alike(headline, title) for title in named) if headline else False
    is_other = bool(headline and named) and not has_title
    if has_place or has_title:
        return 2 * has_place + has_title
    return -1 if is_other or is_elsewhere else 0


def _are_alike(one: str, other: str) -> bool:
    """Whether two titles are of one story: either may be cut short, go on with the site's name, or be worded anew."""
    words, others = set(one.split()), set(other.split())
    shared = len(words & others)
    return one == other or (shared >= _SHARED and 2 * shared >= min(len(words), len(others)))


def _words(title: str) -> str:
    return _NOT_WORD.sub(" ", title.casefold()).strip()


def _loaded(script: str) -> object:
    """Read a script as JSON, as forgiving as those are who read it for search engines; None where it is none."""
    text = _unwrapped(_unwrapped(script[:_SCRIPT_LIMIT]))
    for each in (text, _TRAILING_COMMA.sub(r"\1", text), html.unescape(text)):
        try:
            return cast("object", json.loads(each, strict=False))
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(script: str) -> str:
    """A script without the innermost of what it is wrapped in, at either end."""
    beginning = _BEGINNING.match(script)
    text = script[beginning.end() if beginning else 0 :].rstrip()
    end = _END.search(text, max(0, len(text) - _LONGEST_END))
    return text[: end.start()] if end else text


def _things(loaded: object) -> Iterator[Object]:
    """Go through what a script describes, breadth first, without the lists of other things."""
    waiting: list[object] = [loaded]
    for at in range(_NODES):
        if at >= len(waiting):
            return
        each = waiting[at]
        if isinstance(each, list):
            waiting += cast("list[object]", each)[:_NODES]
        elif isinstance(each, dict):
            thing = cast("Object", each)
            yield thing
            waiting += [thing[key] for key in _INNER if isinstance(thing.get(key), dict | list)]


def _node(thing: Object) -> LinkedNode | None:
    kinds = [str(kind).rpartition("/")[2].rpartition(":")[2] for kind in _listed(thing.get("@type"))]
    is_article = any(_ARTICLES.fullmatch(kind) for kind in kinds)
    if not is_article and not any(_PAGES.fullmatch(kind) for kind in kinds):
        return None
    return LinkedNode(
        is_article=is_article,
        headline=next(filter(None, (_line(thing.get(key)) for key in ("headline", "name"))), ""),
        addresses=frozenset(filter(None, _addresses(thing))),
        published=_date(thing, "datePublished") or _date(thing, "dateCreated"),
        modified=_date(thing, "dateModified"),
    )


def _addresses(thing: Object) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        for value in _listed(thing.get(key)):
            if isinstance(value, dict):
                held = cast("Object", value)
                yield from (address_alike(str(held[part])) for part in ("@id", "url") if _is_address(held.get(part)))
            elif _is_address(value):
                yield address_alike(str(value))


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.strip().lower().startswith(("http://", "https://"))


def _date(thing: Object, key: str) -> PartialDate | None:
    for value in _listed(thing.get(key)):
        held = cast("Object", value).get("@value") if isinstance(value, dict) else value
        if isinstance(held, str | int) and not isinstance(held, bool) and (found := stated(str(held))):
            return found
    return None


def _line(value: object) -> str:
    first = next(iter(_listed(value)), None)
    held = cast("Object", first).get("@value") if isinstance(first, dict) else first
    return clean_line(html.unescape(held)) if isinstance(held, str) else ""


def _listed(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else [] if value is None else [value]
