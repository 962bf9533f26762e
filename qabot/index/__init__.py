"""One generation of the index on disk: immutable, complete, and which of them answers.

    index/CURRENT                     one line, a generation's name
    index/<utc>-<fingerprint8>/       manifest.json, passages.db, text/, vectors.faiss, encoder/, perhaps reranker/

`manifest` says what a generation is made of, `snapshot` opens and verifies one, `publication` makes, switches and
prunes them. A reader never waits and never sees a half-made one: a generation is built aside, and counts once `CURRENT`
names it.

A generation keeps articles and passages (SQLite, `articles_db`), their words (tantivy, `text_index`) and their vectors
(FAISS, `vector_index`). One invariant holds the three together, and this package owns it: **a passage has the same id
in all of them**. Ids run from 0 without gaps, the passages of one article follow one another, and a full build assigns
them in order of publication, so that a range of dates is a range of ids.
"""
