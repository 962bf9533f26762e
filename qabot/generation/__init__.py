"""Generations: complete, immutable indexes on disk, and which of them answers.

    index/CURRENT                     one line, a generation's name
    index/<utc>-<fingerprint8>/       manifest.json, passages.db, text/, vectors.faiss, encoder/, perhaps reranker/

`manifest` says what a generation is made of, `reading` opens and verifies one, `publishing` makes, switches and prunes
them. A reader never waits and never sees a half-made one: a generation is built aside, and counts once `CURRENT` names
it.
"""
