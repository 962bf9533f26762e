"""One generation of the index on disk: immutable, complete, and which of them answers.

    index/CURRENT                     one line, a generation's name
    index/log.jsonl, holdings.db      which generations answered, and what each article said in them
    index/<utc>-<fingerprint8>/       manifest.json, segments/, text/, encoder/, perhaps reader/, reranker/ and lines/
    …/segments/<number>/              passages.db, vectors.faiss, vectors.sums, perhaps facts.db and dead.bin

`manifest` says what a generation is made of, `snapshot` opens one, `verification` verifies it, `publication` makes,
switches and prunes them. A reader never waits and never sees a half-made one: a generation is built aside, and counts
once `CURRENT` names it.

A generation keeps articles and passages (SQLite, `articles_db`) and their vectors (FAISS, `vector_index`) in segments
that never change and are shared with the generations before it; which of their articles are dead is written beside them
(`tombstones`). `segmented_articles` and `segmented_vectors` read all segments as one. The words of all passages are in
one text index (tantivy, `text_index`), out of which those of dead articles are deleted.

**A passage has the same id in all stores**, and this package owns that: its row in its segment, counted on from the
segments before. Dead rows keep their ids, and nothing returns them. The passages of one article follow one another, and
a full build lays them out in order of publication, so that within a segment a range of dates is a range of ids. The
text index has numbers of its own for them, which stay when segments are merged (`segments.PassageNumbers`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot.core.faces import lazy_face

if TYPE_CHECKING:
    from qabot.index.article_writer import StoredArticle
    from qabot.index.build.chunking import indexed_text
    from qabot.index.build.corpus_watcher import CorpusWatcher, FeedsPulled
    from qabot.index.build.diff import MOST_READ, Changes, changes_if_readable, compare_contents
    from qabot.index.build.indexer import BuildReport, update
    from qabot.index.build.past_generation import past_generation
    from qabot.index.build.store_update import update_store
    from qabot.index.current_generation import current_name
    from qabot.index.fact_rules import FactRules
    from qabot.index.filter_query import Ids
    from qabot.index.generation_reading import OpenGeneration
    from qabot.index.holdings import versions_of
    from qabot.index.log_verification import verify_log
    from qabot.index.manifest import ENCODER, FORMAT, READER, RERANKER, Manifest, is_generation_name, moment_of
    from qabot.index.name_lookup import NameKind, names_beginning
    from qabot.index.publication import earlier_generation, is_being_written, journals, leftovers
    from qabot.index.snapshot import Generation, open_current
    from qabot.index.store_changes import roll_back_store, store_faults
    from qabot.index.store_sizing import (
        ASSUMED,
        COPIES,
        FILLED,
        GB,
        MEASURED,
        Item,
        StorePlan,
        StoreSize,
        local_size,
        object_storage,
        row_items,
        store_sizes,
    )
    from qabot.index.stores import answering_name, kept_generations, open_generation, open_kept, open_named
    from qabot.index.text_index import LexicalQuery, Scored
    from qabot.index.verification import verify
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "article_writer": ("StoredArticle",),
            "build.chunking": ("indexed_text",),
            "build.corpus_watcher": ("CorpusWatcher", "FeedsPulled"),
            "build.diff": ("Changes", "MOST_READ", "changes_if_readable", "compare_contents"),
            "build.indexer": ("BuildReport", "update"),
            "build.past_generation": ("past_generation",),
            "build.store_update": ("update_store",),
            "current_generation": ("current_name",),
            "fact_rules": ("FactRules",),
            "filter_query": ("Ids",),
            "generation_reading": ("OpenGeneration",),
            "holdings": ("versions_of",),
            "log_verification": ("verify_log",),
            "manifest": ("ENCODER", "FORMAT", "Manifest", "READER", "RERANKER", "is_generation_name", "moment_of"),
            "name_lookup": ("NameKind", "names_beginning"),
            "publication": ("earlier_generation", "is_being_written", "journals", "leftovers"),
            "snapshot": ("Generation", "open_current"),
            "store_changes": ("roll_back_store", "store_faults"),
            "store_sizing": (
                "ASSUMED",
                "COPIES",
                "FILLED",
                "GB",
                "Item",
                "MEASURED",
                "StorePlan",
                "StoreSize",
                "local_size",
                "object_storage",
                "row_items",
                "store_sizes",
            ),
            "stores": ("answering_name", "kept_generations", "open_generation", "open_kept", "open_named"),
            "text_index": ("LexicalQuery", "Scored"),
            "verification": ("verify",),
        },
    )

__all__ = [
    "ASSUMED",
    "COPIES",
    "ENCODER",
    "FILLED",
    "FORMAT",
    "GB",
    "MEASURED",
    "MOST_READ",
    "READER",
    "RERANKER",
    "BuildReport",
    "Changes",
    "CorpusWatcher",
    "FactRules",
    "FeedsPulled",
    "Generation",
    "Ids",
    "Item",
    "LexicalQuery",
    "Manifest",
    "NameKind",
    "OpenGeneration",
    "Scored",
    "StorePlan",
    "StoreSize",
    "StoredArticle",
    "answering_name",
    "changes_if_readable",
    "compare_contents",
    "current_name",
    "earlier_generation",
    "indexed_text",
    "is_being_written",
    "is_generation_name",
    "journals",
    "kept_generations",
    "leftovers",
    "local_size",
    "moment_of",
    "names_beginning",
    "object_storage",
    "open_current",
    "open_generation",
    "open_kept",
    "open_named",
    "past_generation",
    "roll_back_store",
    "row_items",
    "store_faults",
    "store_sizes",
    "update",
    "update_store",
    "verify",
    "verify_log",
    "versions_of",
]
