"""What an index of so many passages would take, in JSON."""

from __future__ import annotations

from typing import Literal

from qabot.output.schemas.document import Document, Part


class PlannedItem(Part, frozen=True, kw_only=True):
    """A part of what a passage takes."""

    what: str
    """Which."""
    size: int
    """Bytes a passage."""
    how: str
    """The arithmetic, or that it was measured."""


class PlannedLocal(Part, frozen=True, kw_only=True):
    """The files of one machine."""

    items: tuple[PlannedItem, ...]
    """Bytes a passage, part by part."""
    disk: int
    """Bytes in all, models included."""
    memory: int
    """Bytes that are read for every question."""


class PlannedStore(Part, frozen=True, kw_only=True):
    """One kind of index in Milvus."""

    kind: Literal["FLAT", "IVF_FLAT", "HNSW", "DISKANN"]
    """Which."""
    a_vector: PlannedItem
    """What a vector takes in memory."""
    memory: int
    """Bytes in memory, all replicas."""
    disk: int
    """Bytes on the nodes' own disks, all replicas."""
    nodes: int
    """Query nodes, by memory."""
    cost: float | None
    """A month, in the currency of the prices that were given; null where none was."""


class StorePlanned(Document, frozen=True, kw_only=True, tag="qabot.plan/1"):
    """What an index of so many passages would take, on paper: `qabot plan --json`."""

    passages: int
    """How many."""
    dimensions: int
    """Of a vector."""
    precision: Literal["fp32", "fp16"]
    """Of a number of a vector in Milvus."""
    node_memory: int
    """Bytes of memory of a node."""
    replicas: int
    """How often all is held in memory."""
    local: PlannedLocal
    """One machine, with qabot's own index."""
    row: tuple[PlannedItem, ...]
    """What a passage takes in Milvus's object storage, part by part."""
    object_storage: int
    """Bytes there."""
    stores: tuple[PlannedStore, ...]
    """Milvus, kind of index by kind of index."""
    measured: tuple[str, ...]
    """What was measured of what this rests on."""
    assumed: tuple[str, ...]
    """What is an assumption of it."""
