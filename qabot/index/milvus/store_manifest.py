"""What a generation in Milvus is made of, and which one answers: a collection of its own that an alias names.

The manifest is written whole before any alias names it, and never changed: whoever has read it knows every row that
counts for this generation.
"""

from __future__ import annotations

import hashlib
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from qabot.core.articles import OutletHoldings
from qabot.core.errors import IndexCorrupt, IndexFromFuture, NoIndex
from qabot.index.manifest import Manifest
from qabot.index.milvus.row_schemas import (
    CURRENT_ALIAS,
    NOTHING,
    Layout,
    collection_of,
    generation_in,
    manifest_schema,
    parted,
)
from qabot.index.milvus.store_client import StoreClient

FORMAT = 1
"""Rises when what is in Milvus can no longer be read by an older qabot."""
_REBUILD = "Run `qabot rollback`, or `qabot index --rebuild` where the corpus is."
_Count = Annotated[int, Meta(ge=0)]


class StoreManifest(Struct, frozen=True):
    """What a generation in Milvus is made of."""

    format: int
    """`FORMAT` of the qabot that wrote it."""
    manifest: Manifest
    """What it holds, as the local one says it, without files and segments."""
    layout: str
    """The generation that laid out the collections."""
    steps: tuple[int, ...]
    """The steps whose rows count, the first that of the layout."""
    dead: tuple[int, ...]
    """Numbers of articles that these wrote and that no longer count."""
    undated: _Count
    """How many articles bear no date."""
    terms: _Count
    """How many terms all passages have together, repeated ones too."""
    average: float
    """Of the lengths of passages that sparse vectors were weighed with: that of the layout."""
    outlets: tuple[OutletHoldings, ...]
    """Whose reporting is held, most first."""

    @property
    def collections(self) -> Layout:
        """Where its rows lie."""
        return Layout(self.layout)


def write_manifest(client: StoreClient, stored: StoreManifest) -> None:
    """Write a manifest into a collection of its own, which nothing names yet; one that is there is written over."""
    written = msgspec.json.encode(stored).decode()
    parts = [hashlib.sha256(written.encode()).hexdigest(), *parted(written)]
    name = collection_of(stored.manifest.name)
    if client.has(name):
        client.drop(name)
    schema, index = manifest_schema()
    client.create(name, schema, index)
    client.insert(name, [{"place": place, "part": part, "nothing": NOTHING} for place, part in enumerate(parts)])
    client.flush(name)


def read_manifest(client: StoreClient, generation: str) -> StoreManifest:
    """Read the manifest of a generation.

    Raises:
        IndexCorrupt: It is not there, or not whole.
        IndexFromFuture: A newer qabot wrote it.
        StoreUnreachable: The engine does not answer.
    """
    name = collection_of(generation)
    if not client.has(name):
        raise IndexCorrupt(f"Milvus at {client.uri} has no generation {generation} any more.", hint="Ask again.")
    rows = [row for page in client.scan(name, "place >= 0", ["place", "part"]) for row in page]
    parts = [str(row["part"]) for row in sorted(rows, key=lambda row: int(row["place"]))]
    written = "".join(parts[1:]).encode()
    if not parts or hashlib.sha256(written).hexdigest() != parts[0]:
        raise IndexCorrupt(f"The manifest of {generation} in Milvus is not whole.", hint=_REBUILD)
    try:
        tree = msgspec.json.decode(written)
        if tree["format"] > FORMAT:
            raise IndexFromFuture(
                f"{generation} in Milvus has format {tree['format']}; this qabot reads up to {FORMAT}.",
                hint="Upgrade qabot, or run `qabot index --rebuild` with this version where the corpus is.",
            )
        stored = msgspec.convert(tree, StoreManifest)
    except (msgspec.MsgspecError, KeyError, TypeError) as cause:
        raise IndexCorrupt(f"The manifest of {generation} in Milvus cannot be read: {cause}.", hint=_REBUILD) from cause
    if stored.manifest.name != generation or not stored.steps:
        raise IndexCorrupt(f"The manifest of {generation} in Milvus is that of another.", hint=_REBUILD)
    return stored


def current_in_store(client: StoreClient) -> str:
    """Return the name of the generation that answers.

    Raises:
        NoIndex: None has been published.
        StoreUnreachable: The engine does not answer.
    """
    name = current_or_none(client)
    if name is None:
        hint = "Run `qabot index` where the corpus is."
        raise NoIndex(f"Milvus at {client.uri} holds no generation of qabot's yet.", hint=hint)
    return name


def current_or_none(client: StoreClient) -> str | None:
    """Return the name of the generation that answers; None where none does."""
    target = client.target_of(CURRENT_ALIAS)
    return generation_in(target) if target else None


def switch_to(client: StoreClient, generation: str) -> None:
    """Have a generation answer whose manifest is written."""
    client.point(CURRENT_ALIAS, collection_of(generation))


def generations(client: StoreClient) -> list[str]:
    """Return the generations that have a manifest in Milvus, the oldest first."""
    found = {name: generation_in(name) for name in client.collections()}
    return sorted(each for name, each in found.items() if each and collection_of(each) == name)
