"""Verifying a generation in Milvus: every row that counts is read, and compared with its checksum and the others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from qabot.core.errors import IndexCorrupt, IndexUnusable
from qabot.core.settings import Settings
from qabot.index.milvus.milvus_generation import MilvusGeneration
from qabot.index.milvus.store_opening import open_in_store
from qabot.models.encoder import of_unit_length

_AT_ONCE = 200


def faults_in_store(settings: Settings, name: str) -> Iterator[str]:
    """Yield what is wrong with a generation, one sentence a fault; nothing when it is sound.

    Every article is compared with its SHA-256, every passage with its place in its article, every vector with unit
    length, and what is counted with the manifest.

    Raises:
        StoreUnreachable: The engine does not answer, so that nothing can be said of what it holds.
    """
    try:
        generation = open_in_store(settings, name)
    except IndexUnusable as fault:
        yield fault.message
        return
    with closing(generation):
        try:
            yield from _faults(generation)
        except IndexCorrupt as corrupt:
            yield corrupt.message


def _faults(generation: MilvusGeneration) -> Iterator[str]:
    articles = passages = 0
    names: set[str] = set()
    stored = [*generation.articles.stored()]
    for start in range(0, len(stored), _AT_ONCE):
        some = stored[start : start + _AT_ONCE]
        generation.articles.read_ahead(each.id for each in some)
        for each in some:
            articles, passages = articles + 1, passages + each.passages
            if each.id in names:
                yield f"{each.id} is held twice."
            names.add(each.id)
            yield from _article_faults(generation, each.id)
    manifest = generation.manifest
    if (articles, passages) != (manifest.articles, manifest.passages):
        yield (
            f"{articles:,} articles and {passages:,} passages count, and {manifest.name} says {manifest.articles:,} "
            f"and {manifest.passages:,}."
        )


def _article_faults(generation: MilvusGeneration, article_id: str) -> Iterator[str]:
    article = generation.article(article_id)  # which compares its checksums
    if article is None:
        yield f"{article_id} is missing."
        return
    ids = generation.articles.ids_of(article_id)
    passages = generation.passages(ids.tolist())
    for passage in passages:
        if article.text[passage.start : passage.end] != passage.text:
            yield f"Passage {passage.ordinal} of {article_id} does not stand in its place."
    if passages:
        vectors = generation.vectors(ids)
        if not of_unit_length(vectors).all():
            yield f"A vector of {article_id} has not unit length."
