"""The rows of articles and of passages as they stand in SQLite: their columns, their checksums, and what they must be.

A row that is read is compared with its checksum first, and then with what qabot writes: SQLite takes any value in any
column, so that a file of someone else's may hold anything.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

import msgspec
from msgspec import Meta, Struct

from qabot.core.articles import Article, ArticleKind, ArticleSummary, Passage, ReportedArticle, reporting_outlet
from qabot.core.dates import PartialDate
from qabot.core.name_keys import name_key
from qabot.index.checksums import row_sum

_NAMES = msgspec.json.Decoder(tuple[str, ...])
_SOURCE = msgspec.json.Decoder(tuple[str | None, str | None, str | None, str | None])

Count = Annotated[int, Meta(ge=0)]
"""A number that is never less than nothing."""


class ArticleRow(Struct, frozen=True, array_like=True):
    """A row of `articles`, its columns in their order but for the checksum, which stands last."""

    ordinal: Count
    """Its place, from 0."""
    id: str
    """The article's id."""
    title: str
    """Its title."""
    outlet: str | None
    """Who published it."""
    outlet_key: str | None
    """The same as filters compare it."""
    author: str | None
    """Byline."""
    published: str | None
    """A whole or partial date, as ISO 8601 writes it."""
    first_day: int | None
    """The first day that can mean, as a proleptic Gregorian ordinal."""
    last_day: int | None
    """The last."""
    url: str | None
    """Where it can be read."""
    organisations: str
    """JSON."""
    topics: str
    """JSON."""
    kind: ArticleKind
    """Whose words it is in."""
    reports_on: str | None
    """JSON: what a brief reports on."""
    reporting: str | None
    """The outlet whose reporting it holds: its own, or that of what a brief reports on."""
    reporting_key: str | None
    """The same as filters compare it."""
    text_sha256: str
    """`Article.text_sha256`."""
    content_hash: str
    """`Article.content_hash`."""
    file: str
    """The corpus file it was read from."""
    first_passage: Count
    """Id of its first passage."""
    passages: Count
    """How many it has."""

    @classmethod
    def of(cls, ordinal: int, article: Article, file: str, first_passage: int, passages: int) -> Self:
        """Make the row of an article."""
        dated, reporting = article.published, reporting_outlet(article)
        return cls(
            ordinal=ordinal,
            id=article.id,
            title=article.title,
            outlet=article.outlet,
            outlet_key=name_key(article.outlet) if article.outlet else None,
            author=article.author,
            published=str(dated) if dated else None,
            first_day=dated.first.toordinal() if dated else None,
            last_day=dated.last.toordinal() if dated else None,
            url=article.url,
            organisations=_json(article.organisations),
            topics=_json(article.topics),
            kind=article.kind,
            reports_on=_reported(article.reports_on) if article.reports_on else None,
            reporting=reporting,
            reporting_key=name_key(reporting) if reporting else None,
            text_sha256=article.text_sha256,
            content_hash=article.content_hash,
            file=file,
            first_passage=first_passage,
            passages=passages,
        )

    @classmethod
    def read(cls, values: tuple[Any, ...]) -> Self:
        """Make one of what stands in the table.

        Raises:
            ValueError: It does not match its checksum, or is no such row.
        """
        return msgspec.convert(_checked(values, "an article"), cls)

    @property
    def values(self) -> tuple[Any, ...]:
        """What stands in the table."""
        return _with_sum(self)

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies that it is about (ValueError where that is no list of names)."""
        return _names(self.organisations)

    @property
    def date(self) -> PartialDate | None:
        """When it was published (ValueError where that is no date)."""
        return _date(self.published)

    def article(self, text: str) -> Article:
        """Make the article, with its text.

        Raises:
            ValueError: A value is none that qabot writes, or the text does not match its checksum.
        """
        article = Article(
            id=self.id,
            title=self.title,
            text=text,
            outlet=self.outlet,
            author=self.author,
            published=self.date,
            url=self.url,
            organisations=self.bodies,
            topics=_names(self.topics),
            kind=self.kind,
            reports_on=_source(self.reports_on),
        )
        if article.text_sha256 != self.text_sha256:
            raise ValueError(f"the text of {self.id} does not match its checksum")
        return article

    def summary(self) -> ArticleSummary:
        """Make what lists of articles show (ValueError as above)."""
        source = _source(self.reports_on)
        return ArticleSummary(self.id, self.title, self.outlet, self.date, self.bodies, self.kind, source)


class PassageRow(Struct, frozen=True, array_like=True):
    """A row of `passages`, likewise."""

    id: Count
    """The passage's id."""
    article: Count
    """The ordinal of its article."""
    ordinal: Count
    """Its place among the article's passages, from 0."""
    start: Count
    """First character in the article's text."""
    end: Count
    """One past its last character."""
    embedded: bytes
    """SHA-256 of the text that was embedded."""
    text_sum: int
    """Checksum of its own text."""

    @classmethod
    def of(cls, number: int, article: int, passage: Passage, embedded: bytes) -> Self:
        """Make the row of a passage."""
        text_sum = row_sum((passage.text,))
        return cls(number, article, passage.ordinal, passage.start, passage.end, embedded, text_sum)

    @classmethod
    def read(cls, values: tuple[Any, ...]) -> Self:
        """Make one of what stands in the table.

        Raises:
            ValueError: It does not match its checksum, or is no such row.
        """
        return msgspec.convert(_checked(values, "a passage"), cls)

    @property
    def values(self) -> tuple[Any, ...]:
        """What stands in the table."""
        return _with_sum(self)

    def passage(self, article_id: str, text: str) -> Passage:
        """Make the passage, with the text that stands in its place.

        Raises:
            ValueError: That is another text than it was cut as.
        """
        if row_sum((text,)) != self.text_sum or len(text) != self.end - self.start:
            raise ValueError(f"passage {self.ordinal} of {article_id} does not match its checksum")
        return Passage(article_id, self.ordinal, self.start, self.end, text)


def columns(of: type[ArticleRow | PassageRow], table: str) -> str:
    """Return the columns of a row, its checksum last, as a SELECT of this table names them."""
    return ", ".join(f"{table}.{name}" for name in (*of.__struct_fields__, "sum"))


def _checked(values: tuple[Any, ...], what: str) -> tuple[Any, ...]:
    """Return the values of a row without the checksum that they match (ValueError where they do not)."""
    if row_sum(values[:-1]) != values[-1]:
        raise ValueError(f"the row of {what} does not match its checksum")
    return values[:-1]


def _with_sum(row: ArticleRow | PassageRow) -> tuple[Any, ...]:
    values: tuple[Any, ...] = msgspec.structs.astuple(row)
    return *values, row_sum(values)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _reported(source: ReportedArticle) -> str:
    dated = str(source.published) if source.published else None
    return _json([source.outlet, source.title, source.url, dated])


def _source(written: str | None) -> ReportedArticle | None:
    """Read what a brief reports on, as `_reported` writes it."""
    if written is None:
        return None
    outlet, title, url, published = _SOURCE.decode(written)
    return ReportedArticle(outlet, title, url, _date(published))


def _names(written: str) -> tuple[str, ...]:
    return _NAMES.decode(written)


def _date(written: str | None) -> PartialDate | None:
    return PartialDate.parse(written) if written else None
