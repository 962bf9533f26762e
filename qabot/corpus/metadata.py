"""From a file's raw keys and values to an article: what the keys are called, and what their values may be.

Values come as YAML, HTML and JSON give them: strings, numbers, lists, None, or anything else. One that cannot be used
costs the article that field and a note, never the article.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from qabot.core.articles import BRIEF_OUTLET, Article, ReadIssue, ReportedArticle
from qabot.core.dates import PartialDate
from qabot.core.text import clean, clean_line, printable

TITLE_LIMIT = 500
"""Characters in a title."""
NAME_LIMIT = 200
"""Characters in the name of an outlet, author, organisation or topic, or in an id."""
URL_LIMIT = 2000
"""Characters in an address."""
LIST_LIMIT = 50
"""Organisations, or topics, of one article."""

_TITLE = ("title",)
_PUBLISHED = ("published", "date")
_OUTLET = ("outlet", "source", "publisher")
_AUTHOR = ("author",)
_URL = ("url", "link")
_ORGANISATIONS = ("organisations", "organizations")
_TOPICS = ("topics", "tags")
_BRIEF, _REPORTS_ON = "brief", "reports_on"
_NULLS = frozenset({"", "~", "null"})
"""How sources write that there is no value, in any case."""
_LONGEST_NULL = max(map(len, _NULLS))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article comes from."""

    path: str
    """The file, as messages name it."""
    article_id: str
    """What the article is called."""
    line: int | None = None
    """The line of a JSONL file, from 1."""

    def problem(self, cause: str, *, skipped: bool = True) -> ReadIssue:
        """Return a problem met there."""
        return ReadIssue(self.path, cause, self.line, skipped=skipped)


def shown(path: str) -> str:
    """Return a path as a message may name it: valid Unicode on one line, without anything that steers a terminal."""
    return printable(path.encode(errors="replace").decode()).replace("\n", " ")


def compose_article(
    fields: Mapping[str, object], text: str, origin: Origin, notes: tuple[str, ...] = ()
) -> Iterator[Article | ReadIssue]:
    """Yield the article, after a note on each field that could not be used as it stands.

    Args:
        fields: Raw values by their raw keys; keys that mean nothing here are ignored.
        text: The body, not yet cleaned.
        origin: Where it was read; names an article that has no title.
        notes: What was already found worth noting about it.
    """
    text = clean(text)
    if not text:
        yield origin.problem("has no text")
        return
    reading = _Fields(fields, [*notes])
    is_brief = fields.get("kind") == _BRIEF
    source = reading.reported() if is_brief else None
    article = Article(
        id=origin.article_id,
        title=reading.line(_TITLE, TITLE_LIMIT) or _title_from(origin.article_id),
        text=text,
        # Whatever a brief's file says, its words are no outlet's.
        outlet=BRIEF_OUTLET if is_brief else reading.line(_OUTLET, NAME_LIMIT),
        author=reading.line(_AUTHOR, NAME_LIMIT),
        published=reading.published() or (source.published if source else None),
        url=reading.url(),
        organisations=reading.names(_ORGANISATIONS),
        topics=reading.names(_TOPICS),
        kind="brief" if is_brief else "article",
        reports_on=source,
    )
    for note in dict.fromkeys(reading.notes):
        yield origin.problem(note, skipped=False)
    yield article


def described(article: Article) -> dict[str, str | list[str] | dict[str, str]]:
    """Return what is known of an article by the keys that `compose` reads, which gives the same again."""
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


def identifier(value: object) -> str:
    """Return a record's own id, which may be a string or a whole number, on one line; empty when it has none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return clean_line(str(value))[:NAME_LIMIT].strip()


def is_given(value: object) -> bool:
    """Whether a raw value says anything: `null`, `~` and what is not text do not."""
    return bool(_as_line(value))


@dataclass(frozen=True, slots=True)
class _Fields:
    """Raw values by raw key, and the notes that reading them leaves behind."""

    raw: Mapping[str, object]
    notes: list[str]

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

    def published(self) -> PartialDate | None:
        key, items = self._items(_PUBLISHED)
        if not items:
            return None
        text = ", ".join(items)
        try:
            return PartialDate.parse(text)
        except ValueError:
            self.notes.append(f"{key} {text[:40]!r} is not a date; indexed without one")
            return None

    def url(self) -> str | None:
        key, items = self._items(_URL)
        if not items or is_web_address(items[0]):
            return items[0] if items else None
        self.notes.append(f"{key} {items[0][:40]!r} is not an http or https address; indexed without one")
        return None

    def reported(self) -> ReportedArticle | None:
        """What a brief reports on; None where that is not said."""
        raw = self.raw.get(_REPORTS_ON)
        if not isinstance(raw, dict):
            self.notes.append(f"{_REPORTS_ON} does not say what the brief reports on, by outlet, title, url, published")
            return None
        of = _Fields(cast("Mapping[str, object]", raw), self.notes)
        return ReportedArticle(of.line(_OUTLET, NAME_LIMIT), of.line(_TITLE, TITLE_LIMIT), of.url(), of.published())

    def _items(self, keys: tuple[str, ...]) -> tuple[str, list[str]]:
        """The first key that holds anything, and what it holds, as cleaned lines that are not empty."""
        for key in keys:
            if (value := self.raw.get(key)) is None:
                continue
            values = cast(list[object], value) if isinstance(value, list) else [value]
            lines = [_as_line(item) for item in values]
            if None in lines:
                self.notes.append(f"{key} holds what is not text; that was left out")
            if items := [line for line in lines if line]:
                return key, items
        return keys[0], []

    def _cut(self, key: str, text: str, limit: int) -> str:
        if len(text) <= limit:
            return text
        self.notes.append(f"{key} is longer than {limit} characters and was cut")
        return text[: limit - 1].rstrip() + "…"


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
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that hold no IPv6 address
        return False
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return is_web and " " not in address and len(address) <= URL_LIMIT


def _title_from(article_id: str) -> str:
    """What an article without a title is called: the last part of its id, with spaces for dashes."""
    return clean_line(article_id.rstrip("/").rpartition("/")[2].replace("-", " ")) or article_id
