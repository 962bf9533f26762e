"""A feed's bytes into its items: RSS, Atom and RDF by feedparser, JSON Feed by itself.

The bytes are decoded first: one that is wrong costs feedparser the charset of a whole feed. What is handed to it is
never a string, which it might take for an address or a file to open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from html import escape, unescape
from io import BytesIO
from typing import Any, cast
from urllib.parse import urljoin
from xml.parsers import expat

import feedparser

from qabot.core.errors import InternalError
from qabot.core.text import clean_line, stream_safe
from qabot.corpus.feeds import json_feed
from qabot.corpus.feeds.feed_items import TAG, Feed, Item, flags_of_link
from qabot.corpus.formats import reading_budget
from qabot.corpus.formats.decoding import decode
from qabot.corpus.formats.html import decoded_page, encoding_of
from qabot.corpus.formats.unreadable import PARSER_ERRORS, UnreadableDocument
from qabot.corpus.metadata import NAME_LIMIT, URL_LIMIT, joined_names
from qabot.corpus.published_dates import day_of

MOST_ITEMS = 1000
"""Items of one feed, from its start."""
MOST_MARKS = {"<": 150_000, "&lt;": 150_000, "&": 500_000, "<!--": 2000, "&lt;!--": 2000}
"""How often these may stand in a feed: a few times what real ones have, and no more than can be read in seconds."""
MOST_ATTRIBUTES = 300
"""Attributes of one tag, each of which feedparser looks up among all."""
SAFE_EXPAT = (2, 4, 1)
"""From this version on, expat itself stops entities that grow without end."""

_DECLARATION = re.compile(r"<\?xml\b[^>]{0,200}\?>")
_ENCODING = re.compile(r"encoding\s*=\s*[\"']([\w.-]{1,40})[\"']")
_ENTITY = re.compile(r"<!(?=ENTITY)", re.IGNORECASE)
_SPACES = re.compile(r"\s{20,}")
"""Runs of white space, over which feedparser's patterns take quadratic time."""
_PERSON = r"(?:author|creator|managingeditor|webmaster|contributor|publisher|owner|name|email)"
_SAID_OF = re.compile(
    rf"(<(?:[\w.-]{{1,40}}:)?{_PERSON}\b[^<>]{{0,500}}>\s{{0,20}})(?:([^<]{{200}})[^<]+"
    r"|(<!\[CDATA\[)((?:[^\]]|\](?!\]>)){200})(?:[^\]]|\](?!\]>))+)",
    re.IGNORECASE,
)
"""What is said of a person beyond `NAME_LIMIT` characters: feedparser looks for an address of mail in it, from each."""
_REFERENCES = re.compile(r"(?:&(?:amp;)?#(?:\d{3,7}|[xX][0-9a-fA-F]{3,6});){31,}+")
_PART_OF_ENTITY = re.compile(r"&[#\w]{0,10}$")
_ATTRIBUTE_OF_TAG = re.compile(r"""\s++[^\s=<>"']++\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+')""")
_LONG_TAG = 5_000
"""Characters behind a `<` below which no tag has many attributes."""
_LINK = re.compile(r"<link\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w-]{1,40})\s*=\s*([\"'])(.*?)\2")
_HEAD = 100_000
"""Characters of a page in which it names its feeds."""
_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_ADDRESS = re.compile(r"\S+@\S+")
_TOO_MUCH = "has more markup than any feed has use for"
_DATES = ("published", "created", "updated")


def read(data: bytes, url: str, charset: str | None = None) -> Feed:
    """Read a feed.

    Args:
        data: Its bytes.
        url: Where it lies, against which addresses in it are read.
        charset: What the server says of its charset.

    Raises:
        UnreadableDocument: It is no feed.
    """
    text = _decoded(data, charset)
    if text.startswith("{"):
        return json_feed.read(text, url, MOST_ITEMS)
    parsed = _parsed(text, url)
    entries = [_plain(each) for each in cast("Sequence[Any]", parsed.get("entries", ()))]
    if not parsed.get("version") and not entries:
        raise UnreadableDocument("is no feed")
    head = _plain(parsed.get("feed", {}))
    return Feed(_title(head), tuple(_items(entries[:MOST_ITEMS])), _minutes(head))


def feeds_of_page(data: bytes, url: str) -> list[str]:
    """Return the feeds that a page of HTML names as its own."""
    found: list[str] = []
    for tag in _LINK.findall(decoded_page(data).text[:_HEAD]):
        said = {name.lower(): value for name, _, value in _ATTRIBUTE.findall(tag)}
        if said.get("type", "").lower() in _TYPES and (link := _joined(url, said.get("href", ""))):
            found.append(link)
    return found


def require_safe_expat() -> None:
    """Refuse to read XML with a library that hostile XML could exhaust."""
    if expat.version_info < SAFE_EXPAT:
        raise InternalError(
            f"This Python reads XML with expat {'.'.join(map(str, expat.version_info))}, which is not safe.",
            hint="Use a Python that has expat 2.4.1 or newer.",
        )


def _decoded(data: bytes, charset: str | None) -> str:
    """Decode a feed by its mark, else as the server, the feed, or its looks say, without its declaration."""
    declared = _ENCODING.search(data[:250].decode("latin-1"))
    names = [charset or "", declared[1] if declared else ""]
    encoding = next(filter(None, map(encoding_of, filter(None, names))), None)
    text = decode(data, encoding).text.lstrip()
    declaration = _DECLARATION.match(text)
    return text[declaration.end() :] if declaration else text


def _parsed(text: str, url: str) -> Mapping[str, Any]:
    """Have feedparser read it. Entities that it declares are made none: no feed needs them, and they may grow."""
    require_safe_expat()
    if any(text.count(mark) > most for mark, most in MOST_MARKS.items()):
        raise UnreadableDocument(_TOO_MUCH)
    if any(_has_many_attributes(tag) for tag in text.split("<") if len(tag) > _LONG_TAG):
        raise UnreadableDocument(_TOO_MUCH)
    few_marks = _REFERENCES.sub(_with_few_marks, stream_safe(text))
    bounded = _SAID_OF.sub(_shortened, _SPACES.sub("\n", _ENTITY.sub("< ", few_marks)))
    stream = BytesIO(bounded.encode("utf-8", "replace"))
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        parse = cast("Callable[..., Mapping[str, Any]]", feedparser.parse)  # pyright: ignore[reportUnknownMemberType]
        return reading_budget.within(partial(parse, stream, response_headers=headers))
    except UnreadableDocument:
        raise
    except PARSER_ERRORS as error:
        raise UnreadableDocument(f"is a feed that cannot be read ({type(error).__name__})") from error


def _has_many_attributes(tag: str) -> bool:
    """Whether a tag, without its `<` and with what stands behind it, has more attributes than can be read in time."""
    name = re.match(r"[\w:.-]{1,200}", tag)
    place, count = name.end() if name else len(tag), 0
    while count <= MOST_ATTRIBUTES and (found := _ATTRIBUTE_OF_TAG.match(tag, place)):
        place, count = found.end(), count + 1
    return count > MOST_ATTRIBUTES


def _shortened(found: re.Match[str]) -> str:
    if found[3]:
        return found[1] + found[3] + found[4]
    return found[1] + _PART_OF_ENTITY.sub("", found[2])


def _with_few_marks(run: re.Match[str]) -> str:
    """Return a run of characters by number as it stands, unless there are more marks among them than on any letter."""
    letters = unescape(unescape(run[0]))
    safe = stream_safe(letters)
    return run[0] if safe == letters else escape(safe)


def _plain(found: Any) -> dict[str, Any]:
    """What feedparser found, without its guesses at what is missing, of which it also warns."""
    return dict(dict[str, Any].items(found))


def _items(entries: Sequence[Mapping[str, Any]]) -> Iterator[Item]:
    for entry in entries:
        title, link = _title(entry), _link(entry.get("link"))
        guid = _line(entry.get("id")) or link or title
        if guid:
            dates = [str(entry[key]) for key in _DATES if entry.get(key)]
            published = next(filter(None, map(day_of, dates)), None)
            updated = str(entry.get("updated", ""))
            flags = flags_of_link(entry.get("link"))
            yield Item(guid, title, _content(entry), link, _author(entry), published, updated, flags)


def _title(entry: Mapping[str, Any]) -> str | None:
    """The title as text: it may be HTML, and is often escaped once too often."""
    detail = cast("Mapping[str, Any]", entry.get("title_detail") or {})
    title = str(entry.get("title") or "")
    return _line(unescape(TAG.sub("", title) if "html" in str(detail.get("type")) else title))


def _content(entry: Mapping[str, Any]) -> str:
    """The whole text of an item where the feed has it, else its summary."""
    wholes = [_html(each) for each in cast("Sequence[Mapping[str, Any]]", entry.get("content") or ())]
    summary = cast("Mapping[str, Any]", entry.get("summary_detail") or {"value": entry.get("summary") or ""})
    return max(wholes, key=len, default="") or _html(summary)


def _html(detail: Mapping[str, Any]) -> str:
    value = str(detail.get("value") or "")
    return f"<p>{escape(value)}</p>" if detail.get("type") == "text/plain" and value else value


def _author(entry: Mapping[str, Any]) -> str | None:
    """The names of who wrote it; an address of mail is none."""
    several = cast("Sequence[Mapping[str, Any]]", entry.get("authors") or ())
    one = cast("Mapping[str, Any]", entry.get("author_detail") or {})
    said = [_name(detail.get("name")) for detail in (*several, one)]
    names = [name for name in dict.fromkeys(said) if name and not _ADDRESS.fullmatch(name)]
    name = joined_names(names) or _name(entry.get("author"))
    return None if name is None or _ADDRESS.fullmatch(name) else name


def _joined(base: str, href: str) -> str | None:
    try:
        return _link(urljoin(base, unescape(href))) if href and len(href) <= URL_LIMIT else None
    except ValueError:
        return None


def _link(value: object) -> str | None:
    link = str(value or "").strip()
    return link if link.startswith(("http://", "https://")) and len(link) <= URL_LIMIT else None


def _line(value: object) -> str | None:
    return clean_line(str(value)) or None if value else None


def _name(value: object) -> str | None:
    """A name on one line, cut before any pattern looks at it."""
    return _line(str(value)[:NAME_LIMIT]) if value else None


def _minutes(head: Mapping[str, Any]) -> int:
    said = str(head.get("ttl") or "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 0  # noqa: PLR2004 - or it is no time
