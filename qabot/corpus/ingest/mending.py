"""Mending what is known of many articles at once: an outlet, a date, a title or an author that is lacking or wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.errors import UsageError
from qabot.core.text import clean_line
from qabot.core.unknown_names import UnknownName, unknown_name
from qabot.corpus.formats import markdown
from qabot.corpus.ingest.corpus_index import BATCH, CorpusIndex
from qabot.corpus.ingest.curation import Edited, checked, editable, put_in_place
from qabot.corpus.ingest.ingest_store import StoredEntry

_MOST_SOUGHT = 20
"""Ids that are none for which the nearest are looked for: each costs a look at all of them."""


class Amendments(Struct, frozen=True):
    """What is to be known of every article; a part that is None stays as it is."""

    title: str | None = None
    """Its title."""
    published: PartialDate | None = None
    """When it was published."""
    outlet: str | None = None
    """Who published it."""
    author: str | None = None
    """Who wrote it."""

    def fields(self) -> dict[str, str]:
        """Return what is said, by the keys of front matter."""
        said = {"title": self.title, "published": self.published, "outlet": self.outlet, "author": self.author}
        return {key: str(value) for key, value in said.items() if value}

    def of(self, article: Article) -> Article:
        """Return an article of which this is known."""
        return replace(
            article,
            title=self.title or article.title,
            published=self.published or article.published,
            outlet=self.outlet or article.outlet,
            author=self.author or article.author,
        )


class AmendedFact(Struct, frozen=True):
    """One thing that is known of an article now."""

    fact: str
    """`title`, `date`, `outlet` or `author`."""
    before: str | None
    """What was known before; None for nothing."""
    after: str
    """What is known now."""


class MendedArticle(Struct, frozen=True):
    """An article that was changed."""

    id: str
    """Its id."""
    path: str
    """Its file."""
    facts: tuple[AmendedFact, ...]
    """What was changed of it."""


class RefusedMending(Struct, frozen=True):
    """An article that was left as it was, or an id that none has."""

    id: str
    """The id."""
    reason: str
    """Why, as a sentence."""
    nearest: tuple[str, ...] = ()
    """Where no article has the id: those that come near."""


class MendingReport(Struct):
    """What became of each article."""

    changed: list[MendedArticle] = field(default_factory=list[MendedArticle])
    """Those that were changed."""
    unchanged: list[str] = field(default_factory=list[str])
    """Ids of those of which all that was known already."""
    refused: list[RefusedMending] = field(default_factory=list[RefusedMending])
    """What could not be changed; the rest was, all the same."""


def mend(corpus_index: CorpusIndex, ids: Iterable[str], amendments: Amendments) -> MendingReport:
    """Change what is known of articles, keeping what their files held; what cannot be changed is told."""
    report = MendingReport()
    known: list[str] | None = None
    waiting: list[Edited] = []
    for article_id in dict.fromkeys(clean_line(each).removesuffix(".md") for each in ids):
        entry = corpus_index.store.entry(article_id)
        if entry is None:
            known = corpus_index.store.ids() if known is None else known
            report.refused.append(_unknown(article_id, known if len(report.refused) < _MOST_SOUGHT else None))
            continue
        try:
            edited = _edited(corpus_index, entry, amendments, report)
        except UsageError as error:
            report.refused.append(RefusedMending(entry.id, error.message))
            continue
        waiting += [edited] if edited else []
        if len(waiting) == BATCH:
            put_in_place(corpus_index, waiting)
            waiting = []
    put_in_place(corpus_index, waiting)
    return report


def _unknown(article_id: str, known: Sequence[str] | None) -> RefusedMending:
    unknown = unknown_name("article", article_id, known) if known is not None else UnknownName("article", article_id)
    return RefusedMending(article_id, unknown.words, unknown.nearest or ())


def _edited(
    corpus_index: CorpusIndex, entry: StoredEntry, amendments: Amendments, report: MendingReport
) -> Edited | None:
    """Return an article's file as it is to be, and tell what is changed in it; None where nothing is.

    Raises:
        UsageError: It is no file of its own, or cannot be changed so that it says this and nothing else.
    """
    before = editable(corpus_index, entry).read_bytes()
    article = checked(entry, before)
    wanted = amendments.of(article)
    if wanted == article:
        report.unchanged.append(entry.id)
        return None
    if article.kind == "brief" and wanted.outlet != article.outlet:
        raise UsageError(f"{entry.id} is a brief, whose outlet is {article.outlet}.", hint="Leave --outlet out.")
    facts = _facts(article, wanted)
    edited = _rewritten(entry, before, {key: value for key, value in amendments.fields().items() if key in facts})
    if edited.article != wanted:
        raise UsageError(f"{entry.path} cannot be changed so that it says this and nothing else.", hint="Edit it.")
    report.changed.append(MendedArticle(entry.id, entry.path, tuple(facts.values())))
    return edited


def _rewritten(entry: StoredEntry, before: bytes, fields: Mapping[str, str]) -> Edited:
    try:
        data = markdown.with_fields(before, fields)
    except ValueError as refused:
        raise UsageError(f"{entry.path} {refused}.", hint="Edit it.") from refused
    return Edited(entry, before, data, checked(entry, data))


def _facts(article: Article, wanted: Article) -> dict[str, AmendedFact]:
    """Return what is to change, by the keys of front matter."""
    pairs = {
        "title": ("title", article.title, wanted.title),
        "published": ("date", article.published, wanted.published),
        "outlet": ("outlet", article.outlet, wanted.outlet),
        "author": ("author", article.author, wanted.author),
    }
    return {
        key: AmendedFact(fact, str(before) if before else None, str(after))
        for key, (fact, before, after) in pairs.items()
        if before != after
    }
