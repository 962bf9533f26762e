"""One generation of the index on disk: immutable, complete, and which of them answers.

    index/CURRENT                     one line, a generation's name
    index/<utc>-<fingerprint8>/       manifest.json, segments/, text/, encoder/, perhaps reader/ and reranker/
    …/segments/<number>/              passages.db, vectors.faiss, vectors.sums, perhaps dead.bin

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
    from qabot.index.articles_db import Ids
    from qabot.index.build.chunking import indexed_text
    from qabot.index.build.corpus_watcher import CorpusWatcher, FeedsPulled
    from qabot.index.build.diff import Changes, compare_contents
    from qabot.index.build.indexer import BuildReport, update
    from qabot.index.manifest import ENCODER, FORMAT, READER, RERANKER, Manifest, is_generation_name
    from qabot.index.name_lookup import NameKind, names_beginning
    from qabot.index.publication import earlier_generation, is_being_written, leftovers, roll_back
    from qabot.index.snapshot import Generation, current_name, open_current
    from qabot.index.text_index import LexicalQuery, Scored
    from qabot.index.verification import verify
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "article_writer": ("StoredArticle",),
            "articles_db": ("Ids",),
            "build.chunking": ("indexed_text",),
            "build.corpus_watcher": ("CorpusWatcher", "FeedsPulled"),
            "build.diff": ("Changes", "compare_contents"),
            "build.indexer": ("BuildReport", "update"),
            "manifest": ("ENCODER", "FORMAT", "Manifest", "READER", "RERANKER", "is_generation_name"),
            "name_lookup": ("NameKind", "names_beginning"),
            "publication": ("earlier_generation", "is_being_written", "leftovers", "roll_back"),
            "snapshot": ("Generation", "current_name", "open_current"),
            "text_index": ("LexicalQuery", "Scored"),
            "verification": ("verify",),
        },
    )

__all__ = [
    "ENCODER",
    "FORMAT",
    "READER",
    "RERANKER",
    "BuildReport",
    "Changes",
    "CorpusWatcher",
    "FeedsPulled",
    "Generation",
    "Ids",
    "LexicalQuery",
    "Manifest",
    "NameKind",
    "Scored",
    "StoredArticle",
    "compare_contents",
    "current_name",
    "earlier_generation",
    "indexed_text",
    "is_being_written",
    "is_generation_name",
    "leftovers",
    "names_beginning",
    "open_current",
    "roll_back",
    "update",
    "verify",
]
