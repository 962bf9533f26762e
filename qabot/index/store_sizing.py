"""What an index of so many passages takes, in the files of one machine and in Milvus: arithmetic, and nothing is read.

What a passage takes is measured (`MEASURED`) or follows from how an engine keeps vectors; what is neither is an
assumption, and stands in `ASSUMED` with its number, so that whoever reads a plan sees what to doubt.
"""

from __future__ import annotations

from math import ceil, sqrt
from typing import Literal

from msgspec import Struct

Precision = Literal["fp32", "fp16"]
IndexKind = Literal["FLAT", "IVF_FLAT", "HNSW", "DISKANN"]

GB = 1_000_000_000
TEXT = 640
"""Bytes of a passage's text: 636 in the starter corpus, 635 in 1,284 posts."""
TERMS = 78
"""Different words of a passage: 78 in both."""
ROWS = 1_760
"""Bytes a passage in `passages.db`, articles included: 1,160 to 1,760 in four corpora."""
WORDS = 440
"""Bytes a passage in the text index: 300 to 440."""
FACTS = 1_480
"""Bytes a passage in `facts.db`: 150 in answers to questions, 1,480 in news."""
MODELS = 150_000_000
"""Bytes of the encoder and the reader, once a generation: 148 MB."""
HALF_FROM = 50_000
"""From this many passages in a segment on, the files of one machine hold vectors in half precision."""

LINKS = 16
"""HNSW's M."""
POSTING = 8
"""Bytes of a term in a sparse vector, and of a posting in its index: a number and a weight."""
FIELDS = 250
"""Bytes of a row's numbers, dates, names and hashes."""
STEMS = 570
"""Bytes of a passage's stems, which phrases are found by."""
CODES, CACHE, DEGREE, PAGE = 0.125, 0.1, 56, 4_096
"""DiskANN: memory for codes and for cached nodes, as parts of the vectors; links of a node; bytes of a disk page."""
FILLED = 0.7
"""How much of a node's memory is filled: the rest is for queries, what is being written, and the system."""
COPIES = 1.5
"""Object storage in the midst of a compaction, as a multiple of what is kept."""

ASSUMED = (
    f"HNSW has M = {LINKS}: {2 * LINKS} links of 4 bytes a vector, and {LINKS} on each higher layer, with 1 in {LINKS}",
    "IVF_FLAT has 4 × √n lists",
    f"DiskANN has {CODES} + {CACHE} of the vectors' bytes in memory, {DEGREE} links a vector on disk (Milvus's own)",
    "a text field is read from disk when it is asked for (memory-mapped); vectors, words and numbers stay in memory",
    f"{FILLED:.0%} of a node's memory is filled",
    f"object storage holds {COPIES} × what is kept, in the midst of a compaction",
)
"""What is neither measured nor follows."""
MEASURED = (
    f"text {TEXT} bytes and {TERMS} different words a passage (starter corpus; 1,284 posts)",
    f"passages.db {ROWS:,}, text index {WORDS}, facts.db {FACTS:,} bytes a passage: the most of four corpora",
    f"models {MODELS // 1_000_000} MB",
)
"""What was."""


class Item(Struct, frozen=True):
    """A part of what a passage takes."""

    what: str
    """Which."""
    size: int
    """Bytes a passage."""
    how: str
    """The arithmetic."""


class LocalSize(Struct, frozen=True):
    """The files of one machine."""

    items: tuple[Item, ...]
    """Bytes a passage, part by part."""
    disk: int
    """Bytes in all, models included."""
    memory: int
    """Bytes that are read for every question, and so belong in memory: the vectors."""


class StoreSize(Struct, frozen=True):
    """One kind of index in Milvus."""

    kind: IndexKind
    """Which."""
    a_vector: Item
    """What a vector takes in memory."""
    memory: int
    """Bytes in memory, all replicas."""
    disk: int
    """Bytes on the nodes' own disks, all replicas."""
    nodes: int
    """Query nodes, by memory."""


class StorePlan(Struct, frozen=True):
    """What is asked for."""

    passages: int
    """How many."""
    dimensions: int
    """Of a vector."""
    precision: Precision
    """Of a number of a vector, in Milvus."""
    node_memory: int
    """Bytes of memory of a node."""
    replicas: int
    """How often all is held in memory."""

    @property
    def vector(self) -> int:
        """Bytes of a vector."""
        return self.dimensions * (2 if self.precision == "fp16" else 4)


def local_size(plan: StorePlan) -> LocalSize:
    """Return what the files of one machine take."""
    width = 2 if plan.passages >= HALF_FROM else 4
    vector = plan.dimensions * width
    items = (
        Item("vector", vector, f"{plan.dimensions} × {width}"),
        Item("checksum", 8, "8"),
        Item("articles and passages", ROWS, "measured"),
        Item("words", WORDS, "measured"),
        Item("facts", FACTS, "measured"),
    )
    return LocalSize(items, plan.passages * sum(each.size for each in items) + MODELS, plan.passages * vector)


def row_items(plan: StorePlan) -> tuple[Item, ...]:
    """Return what a passage takes in Milvus's object storage, part by part."""
    return (
        Item("vector", plan.vector, f"{plan.dimensions} × {plan.vector // plan.dimensions}"),
        Item("words, sparse", TERMS * POSTING, f"{TERMS} × {POSTING}"),
        Item("text and stems", TEXT + STEMS, f"{TEXT} + {STEMS}"),
        Item("numbers, dates, names", FIELDS, f"{FIELDS}"),
        Item("its part of the article", TEXT, f"{TEXT}"),
        Item("facts", FACTS, f"{FACTS:,}"),
    )


def object_storage(plan: StorePlan) -> int:
    """Return bytes in object storage."""
    return ceil(plan.passages * sum(each.size for each in row_items(plan)) * COPIES)


def store_sizes(plan: StorePlan) -> tuple[StoreSize, ...]:
    """Return what each kind of index takes."""
    return tuple(_sized(plan, kind) for kind in ("FLAT", "IVF_FLAT", "HNSW", "DISKANN"))


def _sized(plan: StorePlan, kind: IndexKind) -> StoreSize:
    a_vector = _in_memory(plan, kind)
    rest = TERMS * POSTING + FIELDS
    memory = plan.passages * (a_vector.size + rest) * plan.replicas
    on_disk = plan.passages * ((_page_share(plan) if kind == "DISKANN" else 0) + 2 * TEXT + STEMS) * plan.replicas
    return StoreSize(kind, a_vector, memory, on_disk, max(plan.replicas, ceil(memory / (plan.node_memory * FILLED))))


def _in_memory(plan: StorePlan, kind: IndexKind) -> Item:
    vector, count = plan.vector, plan.passages
    match kind:
        case "FLAT":
            return Item(kind, vector, f"{vector}")
        case "IVF_FLAT":
            lists = ceil(4 * sqrt(count))
            share = ceil(lists * vector / count)
            return Item(kind, vector + 8 + share, f"{vector} + 8 + {lists:,} × {vector} / {count:,}")
        case "HNSW":
            links = 2 * LINKS * 4 + ceil(LINKS * 4 / (LINKS - 1))
            return Item(kind, vector + links + 8, f"{vector} + {links} + 8")
        case "DISKANN":
            return Item(kind, ceil(vector * (CODES + CACHE)), f"{vector} × ({CODES} + {CACHE})")


def _page_share(plan: StorePlan) -> int:
    """Return the bytes of disk that a node of DiskANN's graph takes: whole nodes fill a page."""
    node = plan.vector + 4 + 4 * DEGREE
    return PAGE // (PAGE // node) if node <= PAGE else PAGE * ceil(node / PAGE)
