"""From a file's raw keys and values to an article: what the keys are called, and what their values may be.

Values come as YAML, HTML and JSON give them: strings, numbers, lists, None, or anything else. One that cannot be used
costs the article that field and a note, never the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

from qabot.core.articles import BRIEF_OUTLET, Article, ReadIssue, ReportedArticle
from qabot.core.dates import PartialDate
from qabot.core.text import clean, clean_line
from qabot.corpus.origin import Origin
from qabot.corpus.outlet_domains import outlet_of_address
from qabot.corpus.page_addresses import day_in_address
from qabot.corpus.published_dates import stated

TITLE_LIMIT = 500
"""Characters in a title."""
NAME_LIMIT = 200
"""Characters in the name of an outlet, author, organisation or topic, or in an id."""
URL_LIMIT = 2000
"""Characters in an address."""
LIST_LIMIT = 50
"""Organisations, or topics, of one article."""

_TITLE = ("title", "headline")
_PUBLISHED = (
    *("published", "date", "publisheddate", "datepublished", "publicationdate", "dateofpublication", "publishdate"),
    *("pubdate", "pubtime", "publishedat", "publishedon", "publishedtime", "articlepublishedtime", "publicationtime"),
    *("firstpublished", "firstpublishedat", "dateissued", "issued", "dcdate", "dctermsdate", "dctermsissued"),
    *("posted", "postedon", "postedat", "dateposted", "postdate", "articledate"),
)
_OUTLET = ("outlet", "source", "publisher", "sitename", "ogsitename", "publication")
_AUTHOR = ("author", "authors", "byline", "authorname", "authornames", "creator", "creators", "dccreator", "writer")
_URL = ("url", "link", "permalink", "canonicalurl", "sourceurl", "address")
_ORGANISATIONS = ("organisations", "organizations")
_TOPICS = ("topics", "tags")
"""Each: what sources call it, in the order in which they are asked, with nothing but small letters and digits."""
_SUSPECTS = {
    "date": re.compile(r"^(?:date|time)|date$|(?:published|posted|created|issued)(?:at|on|time|utc)?$"),
    "author": re.compile(r"author|byline|writer|journalist|reporter"),
}
_SURELY_OTHER = re.compile(
    r"modif|updat|added|expir|event|valid|access|retriev|crawl|fetch|hash|url|link|image|count|email"
)
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_BRIEF, _REPORTS_ON = "brief", "reports_on"
_NULLS = frozenset({"", "~", "null"})
"""How sources write that there is no value, in any case."""
_LONGEST_NULL = max(map(len, _NULLS))


def compose_article(
    fields: Mapping[str, object],
    text: str,
    origin: Origin,
    notes: tuple[str, ...] = (),
    otherwise: Mapping[str, object] | None = None,
) -> Iterator[Article | ReadIssue]:
    """Yield the article, after a note on each field that could not be used as it stands.

    Args:
        fields: Raw values by their raw keys; keys that mean nothing here are ignored.
        text: The body, not yet cleaned.
        origin: Where it was read; names an article that has no title.
        notes: What was already found worth noting about it.
        otherwise: Values that stand in for those that the fields lack, such as what the text says at its head.
    """
    text = clean(text)
    if not text:
        yield origin.problem("has no text")
        return
    reading, other = _Fields(fields, [*notes]), _Fields(otherwise or {}, [])
    url = reading.url() or other.url()
    is_brief = fields.get("kind") == _BRIEF
    source = reading.reported() if is_brief else None
    day = source.published if source else other.published(day_in_address(url))
    article = Article(
        id=origin.article_id,
        title=reading.line(_TITLE, TITLE_LIMIT) or other.line(_TITLE, TITLE_LIMIT) or _title_from(origin.article_id),
        text=text,
        # Whatever a brief's file says, its words are no outlet's.
        outlet=BRIEF_OUTLET if is_brief else reading.outlet() or other.outlet() or outlet_of_address(url),
        author=reading.author() or other.author(),
        published=reading.published(day),
        url=url,
        organisations=reading.names(_ORGANISATIONS),
        topics=reading.names(_TOPICS),
        kind="brief" if is_brief else "article",
        reports_on=source,
    )
    for note in dict.fromkeys(reading.notes):
        yield origin.problem(note, skipped=False)
    yield article


def lacks_title(fields: Mapping[str, object]) -> bool:
    """Whether a record gives no title."""
    return _Fields(fields, []).line(_TITLE, TITLE_LIMIT) is None


def lacks_date(fields: Mapping[str, object]) -> bool:
    """Whether a record gives no date that can be read."""
    return _Fields(fields, []).published(None) is None


def described(article: Article) -> dict[str, str | list[str] | dict[str, str]]:
    """Return what is known of an article by the keys that `compose_article` reads, which gives the same again."""
    fields = {
        "title": article.title,
        "kind": article.kind if article.kind == _BRIEF else "",
        "reports_on": _reported(article.reports_on) if article.reports_on else "",
        "published": str(article.published) if article.published else "",
        "outlet": article.outlet,
        "author": article.author,
        "url": article.url,
        "organisations": list(article.organisations),
        "topics": list(article.topics),
    }
    return {key: value for key, value in fields.items() if value}


def _reported(source: ReportedArticle) -> dict[str, str]:
    dated = str(source.published) if source.published else None
    fields = {"outlet": source.outlet, "title": source.title, "url": source.url, "published": dated}
    return {key: value for key, value in fields.items() if value}


def joined_names(names: Sequence[str]) -> str:
    """Return names of people as one author: by commas or, where one of several holds a comma, by semicolons."""
    return ("; " if names[1:] and any("," in name for name in names) else ", ").join(names)


def identifier(value: object) -> str:
    """Return a record's own id, which may be a string or a whole number, on one line; empty when it has none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return clean_line(str(value))[:NAME_LIMIT].strip()


def is_given(value: object) -> bool:
    """Whether a raw value says anything: `null`, `~` and what is not text do not."""
    return bool(_as_line(value))


@lru_cache(maxsize=1024)
def _plain_key(key: str) -> str:
    """A key by itself in small letters and digits; the records of a dump have the same ones."""
    return _NOT_PLAIN.sub("", key.lower())


class _Fields:
    """Raw values by raw key, and the notes that reading them leaves behind."""

    def __init__(self, raw: Mapping[str, object], notes: list[str]) -> None:
        """Know `datePublished` and `date_published` for the same key."""
        self.raw = raw
        self.notes = notes
        self.plain = {_plain_key(key): key for key in [*raw][::-1]}
        """The raw keys, by themselves in small letters and digits."""

    def line(self, keys: tuple[str, ...], limit: int) -> str | None:
        """One line of at most `limit` characters; the items of a list are joined by commas."""
        key, items = self._items(keys)
        return self._cut(key, ", ".join(items), limit) or None

    def names(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Different names in their first order; a string is a list of one."""
        key, items = self._items(keys)
        names = tuple(dict.fromkeys(self._cut(key, item, NAME_LIMIT) for item in items))
        if len(names) > LIST_LIMIT:
            self.notes.append(f"{key} holds {len(names)} names, of which the first {LIST_LIMIT} were kept")
        return names[:LIST_LIMIT]

    def author(self) -> str | None:
        """The names of who wrote it, by commas or, where names hold commas, by semicolons."""
        key, items = self._items(_AUTHOR)
        if not items:
            self._point_out("author")
        return self._cut(key, joined_names(items), NAME_LIMIT) or None

    def outlet(self) -> str | None:
        """Who published it; an address stands for whoever publishes there."""
        name = self.line(_OUTLET, URL_LIMIT)
        if name and is_web_address(name):
            name = outlet_of_address(name)
        return self._cut("outlet", name, NAME_LIMIT) if name else None

    def published(self, otherwise: PartialDate | None) -> PartialDate | None:
        """The first of its dates that is one, else another, that of its text or its address."""
        taken = f"{otherwise} was taken" if otherwise else "indexed without one"
        refused: list[str] = []
        for key, items in self._all(_PUBLISHED):
            text = ", ".join(items)
            if found := stated(text):
                return found
            refused.append(f"{key} {text[:40]!r} is not a date; {taken}")
        self.notes.extend(refused)
        if not refused and not otherwise:
            self._point_out("date")
        return otherwise

    def url(self) -> str | None:
        """Where it can be read."""
        key, items = self._items(_URL)
        if not items or is_web_address(items[0]):
            return items[0] if items else None
        self.notes.append(f"{key} {items[0][:40]!r} is not an http or https address; indexed without one")
        return None

    def _point_out(self, what: str) -> None:
        """Note a key that looks like the one that is missing, and means something else or nothing known."""
        for plain, key in self.plain.items():
            if _SUSPECTS[what].search(plain) and not _SURELY_OTHER.search(plain) and is_given(self.raw[key]):
                self.notes.append(f"{key[:40]!r} looks like its {what} and was not taken for it")

    def reported(self) -> ReportedArticle | None:
        """What a brief reports on; None where that is not said."""
        raw = self.raw.get(_REPORTS_ON)
        if not isinstance(raw, dict):
            self.notes.append(f"{_REPORTS_ON} does not say what the brief reports on, by outlet, title, url, published")
            return None
        of = _Fields(cast("Mapping[str, object]", raw), self.notes)
        return ReportedArticle(of.line(_OUTLET, NAME_LIMIT), of.line(_TITLE, TITLE_LIMIT), of.url(), of.published(None))

    def _items(self, keys: tuple[str, ...]) -> tuple[str, list[str]]:
        """The first key that holds anything, and what it holds, as cleaned lines that are not empty."""
        nothing: tuple[str, list[str]] = (keys[0], [])
        return next(self._all(keys), nothing)

    def _all(self, keys: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
        """Every key that holds anything, and what it holds, likewise."""
        for plain in keys:
            key = self.plain.get(plain)
            if key is None or (value := self.raw[key]) is None:
                continue
            values = cast(list[object], value) if isinstance(value, list) else [value]
            lines = [_as_line(_name_of(item) if plain in _AUTHOR else item) for item in values]
            if None in lines:
                self.notes.append(f"{key} holds what is not text; that was left out")
            if items := [line for line in lines if line]:
                yield key, items

    def _cut(self, key: str, text: str, limit: int) -> str:
        if len(text) <= limit:
            return text
        self.notes.append(f"{key} is longer than {limit} characters and was cut")
        return text[: limit - 1].rstrip() + "…"


def _name_of(author: object) -> object:
    """What an author is called, where a record says more of them."""
    return cast("Mapping[str, object]", author).get("name") if isinstance(author, dict) else author


def _as_line(value: object) -> str | None:
    """A value on one line, empty where it says that there is none; None for what is no text."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    line = clean_line(str(value))
    return "" if len(line) <= _LONGEST_NULL and line.lower() in _NULLS else line


def is_web_address(address: str) -> bool:
    """Whether an address can be followed by a reader: http or https, with a host, on one line and not endless."""
    if len(address) > URL_LIMIT:  # before its host is put into a form of Unicode, which may take quadratic time
        return False
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that hold no IPv6 address
        return False
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return is_web and " " not in address


def _title_from(article_id: str) -> str:
    """What an article without a title is called: the last part of its id, with spaces for dashes."""
    return clean_line(article_id.rstrip("/").rpartition("/")[2].replace("-", " ")) or article_id
