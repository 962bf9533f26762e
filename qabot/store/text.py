"""The words of passages in tantivy: BM25 over English stems, with the same filters as SQLite.

A question reaches this module as terms, never as query syntax, so nothing that a user types can be parsed.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy
from tantivy import FieldType, Occur, Query

from qabot.errors import REPAIR, IndexCorrupt
from qabot.records import Article, Filters
from qabot.store.names import all_keys, name_key

_ANALYSER = "qabot_en"
_LONGEST_TERM = 60
"""Bytes; longer runs of letters are no words, and are not indexed."""
_HEAP_BYTES = 128_000_000

Scored = tuple[int, float]
"""A passage id and its score."""


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


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("passage", fast=True)
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
        raise IndexCorrupt(f"The text index {folder} cannot be read: {cause}.", hint=REPAIR) from cause
    except BaseException as panic:
        # A Rust panic arrives outside of `Exception`, as a class that cannot be imported to be named here.
        if type(panic).__name__ != "PanicException":
            raise
        raise IndexCorrupt(f"The text index {folder} cannot be read: {panic}.", hint=REPAIR) from panic


class TextWriter:
    """Writes a new text index, or adds segments beside those of an earlier one."""

    def __init__(self, folder: Path) -> None:
        """Open the index in a folder, making it where there is none."""
        index = tantivy.Index(_schema(), str(folder), reuse=True)
        index.register_tokenizer(_ANALYSER, analyser())
        # One thread, so that the same passages always make the same index.
        self._writer = index.writer(_HEAP_BYTES, 1)

    def add(self, first_passage: int, article: Article, texts: Sequence[str]) -> None:
        """Index the passages of an article.

        Args:
            first_passage: Id of the first; the others follow.
            article: Whose date, outlet and organisations they can be filtered by.
            texts: What is indexed for each passage.
        """
        keys = all_keys(article.organisations)
        for number, text in enumerate(texts, start=first_passage):
            document = tantivy.Document()
            document.add_unsigned("passage", number)
            document.add_text("body", text)
            if article.published:
                document.add_unsigned("first_day", article.published.first.toordinal())
                document.add_unsigned("last_day", article.published.last.toordinal())
            if article.outlet:
                document.add_text("outlet", name_key(article.outlet))
            for key in keys:
                document.add_text("organisation", key)
            self._writer.add_document(document)

    def close(self) -> None:
        """Commit, and wait until merges are done."""
        self._writer.commit()
        self._writer.wait_merging_threads()


class TextIndex:
    """Reads a finished text index; the snapshot it opened stays valid while it lives."""

    def __init__(self, folder: Path) -> None:
        """Open the index in a folder.

        Raises:
            IndexCorrupt: There is none, or it cannot be read.
        """
        self._folder = folder
        self._analyser = analyser()
        with _reading(folder):
            index = tantivy.Index.open(str(folder))
            index.config_reader("manual")
            self._searcher = index.searcher()
            self._schema = index.schema
            self.passages = self._searcher.num_docs

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text in order, as they would be indexed; repeated terms stay."""
        return self._analyser.analyze(text)

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold a term."""
        with _reading(self._folder):
            return self._searcher.doc_freq("body", term)

    def best(self, terms: Iterable[str], limit: int, filters: Filters) -> list[Scored]:
        """Return the passages with the highest BM25 score for any of these terms, best first.

        Args:
            terms: Analysed terms; each counts once.
            limit: The most to return.
            filters: Applied before ranking: what they leave out is never scored.

        Raises:
            IndexCorrupt: The index turns out to be damaged.
        """
        any_term = [(Occur.Should, Query.term_query(self._schema, "body", term)) for term in dict.fromkeys(terms)]
        if not any_term:
            return []
        clauses = [(Occur.Must, Query.boolean_query(any_term)), *self._filter_clauses(filters)]
        with _reading(self._folder):
            hits = self._searcher.search(Query.boolean_query(clauses), limit=limit, count=False).hits
            ids = self._searcher.fast_field_values("passage", [address for _, address in hits])
        scored = [(int(number or 0), float(score)) for number, (score, _) in zip(ids, hits, strict=True)]
        return sorted(scored, key=lambda each: (-each[1], each[0]))

    def _filter_clauses(self, filters: Filters) -> list[tuple[Occur, Query]]:
        """Say the filters as clauses that must hold and score nothing."""
        queries: list[Query] = []
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
        return [(Occur.Must, Query.const_score_query(query, 0.0)) for query in queries]
