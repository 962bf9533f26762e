"""The words of passages in tantivy: BM25 over English stems, with the same filters as SQLite.

A question reaches this module as terms, never as query syntax, so nothing that a user types can be parsed.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import date
from pathlib import Path

import tantivy
from msgspec import Struct
from tantivy import FieldType, Occur, Query

from qabot.core.articles import Article, findable_outlets
from qabot.core.confusables import fold_confusables
from qabot.core.errors import REPAIR, IndexCorrupt
from qabot.core.name_keys import all_keys, name_key
from qabot.core.questions import Filters
from qabot.core.storage_faults import storage_fault
from qabot.index.lock_folder import lock_folder

_ANALYSER = "qabot_en"
_LONGEST_TERM = 60
"""Bytes; longer runs of letters are no words, and are not indexed."""
_HEAP_BYTES = 128_000_000
_NO_LOCK = "Failed to acquire Lockfile"
"""What tantivy says where it can have no lock to open an index with."""
_META_LOCK = ".tantivy-meta.lock"
"""What tantivy makes, and opens for writing, where it reads an index."""

Scored = tuple[int, float]
"""A passage id and its score; in what the text index itself says, its number there (`segments.PassageNumbers`)."""


class LexicalQuery(Struct, frozen=True):
    """What to look for, as analysed terms; each counts once."""

    terms: tuple[str, ...]
    """The question's own."""
    inherited: tuple[str, ...] = ()
    """Taken over from earlier turns: they count less, as the question is not about them alone."""
    names: tuple[tuple[str, ...], ...] = ()
    """Other names for what is asked about, term by term: one counts only as a whole, so that its common words find
    nothing by themselves."""
    spellings: tuple[tuple[tuple[str, ...], float], ...] = ()
    """Other ways of writing words of the question, and words that mean the same: terms that must stand one after the
    other, and what they count beside the question's own."""
    inherited_boost: float = 1.0
    """What a term taken over counts beside the question's own."""
    name_boost: float = 1.0
    """What another name counts, likewise."""


def analyser() -> tantivy.TextAnalyzer:
    """Return what turns text into terms: letters and digits, lower case, without accents, English stems."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_LONGEST_TERM))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


class TextAnalysis:
    """Turns texts into terms: of a text index, and for whoever has none at hand."""

    def __init__(self) -> None:
        """Make ready."""
        self._analyser = analyser()

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text in order, as they would be indexed; repeated terms stay."""
        return self._analyser.analyze(fold_confusables(text))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("passage", fast=True)
    builder.add_unsigned_field("article", indexed=True)
    builder.add_text_field("body", tokenizer_name=_ANALYSER, index_option="position")
    builder.add_unsigned_field("first_day", indexed=True, fast=True)
    builder.add_unsigned_field("last_day", indexed=True, fast=True)
    builder.add_text_field("outlet", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("organisation", tokenizer_name="raw", index_option="basic")
    return builder.build()


@contextmanager
def _reading(folder: Path) -> Generator[None]:
    """Tell damage that tantivy meets, however it tells it."""
    try:
        yield
    except (ValueError, OSError) as cause:
        if refused := storage_fault(cause, folder, of_library=True):
            raise refused from cause
        raise IndexCorrupt(f"The text index {folder} cannot be read: {cause}.", hint=REPAIR) from cause
    except BaseException as panic:
        # A Rust panic arrives outside of `Exception`, as a class that cannot be imported to be named here.
        if type(panic).__name__ != "PanicException":
            raise
        raise IndexCorrupt(f"The text index {folder} cannot be read: {panic}.", hint=REPAIR) from panic


def _opened(folder: Path) -> tantivy.Index:
    """Open the index in a folder, in which nothing may be written perhaps."""
    try:
        return _open(folder)
    except (ValueError, OSError) as cause:
        if _NO_LOCK not in str(cause):
            raise
    with lock_folder(folder) as own:
        return _open(own)


def _open(folder: Path) -> tantivy.Index:
    """Open the index in a folder at its newest state, whose files stay open."""
    index = tantivy.Index.open(str(folder))
    index.config_reader("manual")
    return index


class TextWriter:
    """Writes a new text index, or adds segments beside those of an earlier one."""

    def __init__(self, folder: Path) -> None:
        """Open the index in a folder, making it where there is none."""
        self._schema = _schema()
        index = tantivy.Index(self._schema, str(folder), reuse=True)
        index.register_tokenizer(_ANALYSER, analyser())
        # One thread, so that the same passages always make the same index.
        self._writer = index.writer(_HEAP_BYTES, 1)

    def add(self, first_passage: int, article: Article, texts: Sequence[str]) -> None:
        """Index the passages of an article.

        Args:
            first_passage: Number of the first; the others follow.
            article: Whose date, outlet and organisations they can be filtered by.
            texts: What is indexed for each passage.
        """
        keys = all_keys(article.organisations)
        for number, text in enumerate(texts, start=first_passage):
            document = tantivy.Document()
            document.add_unsigned("passage", number)
            document.add_unsigned("article", first_passage)
            document.add_text("body", fold_confusables(text))
            if article.published:
                document.add_unsigned("first_day", article.published.first.toordinal())
                document.add_unsigned("last_day", article.published.last.toordinal())
            for outlet in findable_outlets(article):
                document.add_text("outlet", name_key(outlet))
            for key in keys:
                document.add_text("organisation", key)
            self._writer.add_document(document)

    def remove(self, first_passage: int) -> None:
        """Take out the passages of the article whose first one has this number.

        tantivy goes on counting them in its statistics until it merges the segments that hold them.
        """
        # By query: by term, the library takes a number for a signed one, and finds none.
        self._writer.delete_documents_by_query(Query.term_query(self._schema, "article", first_passage))

    def close(self) -> None:
        """Commit, and wait until merges are done."""
        self._writer.commit()
        self._writer.wait_merging_threads()


class TextIndex:
    """Reads a finished text index; the snapshot it opened stays valid while it lives."""

    def __init__(self, folder: Path, *, counts_exactly: bool = False) -> None:
        """Open the index in a folder.

        Args:
            folder: Where it lies.
            counts_exactly: Whether words are counted without what was taken out, rather than as the statistics have
                them until tantivy merges, which costs a search for each.

        Raises:
            IndexCorrupt: There is none, or it is damaged.
            StorageFailed: The machine refuses to read it.
        """
        self._folder = folder
        self._published_by: date | None = None
        self._counts_exactly = counts_exactly
        self._words = TextAnalysis()
        with _reading(folder):
            if (lock := folder / _META_LOCK).is_symlink():
                raise IndexCorrupt(f"{lock} is a symbolic link, which tantivy would make a file through.", hint=REPAIR)
            index = _opened(folder)
            self._searcher = index.searcher()
            self._schema = index.schema
            self.passages = self._searcher.num_docs

    def as_of(self, day: date) -> TextIndex:
        """Return the same index as if it held only what was published by a day; scores still weigh all words there are.

        Whatever is found or counted in it is of then: what is dated less exactly counts from the last day it can mean.
        """
        past = copy(self)
        past._published_by = day  # noqa: SLF001 - its own
        return past

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text in order, as they would be indexed; repeated terms stay."""
        return self._words.terms(text)

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold a term."""
        if self._published_by or self._counts_exactly:
            return self._count(self._term(term))
        with _reading(self._folder):
            return self._searcher.doc_freq("body", term)

    def phrase_frequency(self, terms: Sequence[str]) -> int:
        """Return how many passages hold these terms one after the other; none for no terms."""
        return self._count(self._phrase(terms)) if terms else 0

    def _count(self, query: Query) -> int:
        with _reading(self._folder):
            found = self._searcher.search(self._seen(query), limit=1, count=True)
        # tantivy's own stub does not have it.
        return int(found.count or 0)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]

    def best(self, query: LexicalQuery, limit: int, filters: Filters) -> list[Scored]:
        """Return the passages with the highest BM25 score for any term or name of a query, best first.

        Args:
            query: Analysed terms and names.
            limit: The most to return.
            filters: Applied before ranking: what they leave out is never scored.

        Raises:
            IndexCorrupt: The index turns out to be damaged.
        """
        own = [self._term(term) for term in dict.fromkeys(query.terms)]
        boost = query.inherited_boost
        inherited = [Query.boost_query(self._term(term), boost) for term in dict.fromkeys(query.inherited)]
        names = [Query.boost_query(self._all_of(name), query.name_boost) for name in query.names if name]
        spellings = [Query.boost_query(self._phrase(terms), boost) for terms, boost in query.spellings]
        anything = [(Occur.Should, clause) for clause in (*own, *inherited, *names, *spellings)]
        if not anything:
            return []
        sought, limits = Query.boolean_query(anything), self._filter_clauses(filters)
        # Where nothing is filtered, tantivy passes over what cannot be among the best, but not within another query.
        wanted = Query.boolean_query([(Occur.Must, sought), *limits]) if limits else sought
        with _reading(self._folder):
            hits = self._searcher.search(wanted, limit=limit, count=False).hits
            ids = self._searcher.fast_field_values("passage", [address for _, address in hits])
        scored = [(int(number or 0), float(score)) for number, (score, _) in zip(ids, hits, strict=True)]
        return sorted(scored, key=lambda each: (-each[1], each[0]))

    def holding(self, phrase: str) -> list[int]:
        """Return the passages that hold a phrase, in any inflection and case, in ascending order; none for no words.

        Raises:
            IndexCorrupt: The index turns out to be damaged.
        """
        terms = self.terms(phrase)
        if not terms or not self.passages:
            return []
        with _reading(self._folder):
            hits = self._searcher.search(self._seen(self._phrase(terms)), limit=self.passages, count=False).hits
            ids = self._searcher.fast_field_values("passage", [address for _, address in hits])
        return sorted(int(number or 0) for number in ids)

    def _seen(self, query: Query) -> Query:
        """Have a query find only what may be seen."""
        if not self._published_by:
            return query
        return Query.boolean_query([(Occur.Must, query), *self._filter_clauses(Filters())])

    def _term(self, term: str) -> Query:
        return Query.term_query(self._schema, "body", term)

    def _all_of(self, terms: Sequence[str]) -> Query:
        return Query.boolean_query([(Occur.Must, self._term(term)) for term in dict.fromkeys(terms)])

    def _phrase(self, terms: Sequence[str]) -> Query:
        """Match terms one after the other; tantivy has no phrase of one word."""
        if len(terms) == 1:
            return self._term(terms[0])
        return Query.phrase_query(self._schema, "body", list(terms))

    def _filter_clauses(self, filters: Filters) -> list[tuple[Occur, Query]]:
        """Say the filters as clauses that must hold and score nothing."""
        queries: list[Query] = []
        if self._published_by:
            day = self._published_by.toordinal()
            queries.append(Query.range_query(self._schema, "last_day", FieldType.Unsigned, upper_bound=day))
        if filters.after:
            day = filters.after.toordinal()
            queries.append(Query.range_query(self._schema, "last_day", FieldType.Unsigned, lower_bound=day))
        if filters.before:
            day = filters.before.toordinal()
            queries.append(Query.range_query(self._schema, "first_day", FieldType.Unsigned, upper_bound=day))
        outlets = [name_key(name) for name in filters.outlets]
        for field, keys in (("outlet", outlets), ("organisation", all_keys(filters.organisations))):
            if keys:
                queries.append(Query.term_set_query(self._schema, field, keys))
        queries += [self._phrase(terms) for phrase in filters.exact if (terms := self.terms(phrase))]
        clauses = [(Occur.Must, Query.const_score_query(query, 0.0)) for query in queries]
        banned = [self._phrase(terms) for phrase in filters.excluded if (terms := self.terms(phrase))]
        return [*clauses, *((Occur.MustNot, query) for query in banned)]
