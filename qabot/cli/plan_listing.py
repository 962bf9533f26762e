"""`qabot plan`: what an index of so many passages takes, with the arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, convert

from qabot.cli.json_output import write_json
from qabot.cli.streams import utf8_output
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
from qabot.output.schemas.plan_schemas import PlannedItem, PlannedLocal, PlannedStore, StorePlanned

COMPOSE = """\
# Milvus on one machine, reached from this machine alone. Give each image the release that you mean to run:
#   MILVUS_VERSION=… ETCD_VERSION=… MINIO_VERSION=… MINIO_PASSWORD=… docker compose up -d
# For {passages:,} passages of {dimensions} dimensions, {precision}, compared one by one (FLAT): see `qabot plan`.
services:
  etcd:
    image: quay.io/coreos/etcd:${{ETCD_VERSION:?}}
    command: etcd -advertise-client-urls=http://etcd:2379 -listen-client-urls=http://0.0.0.0:2379 --data-dir=/etcd
    environment:
      ETCD_AUTO_COMPACTION_MODE: revision
      ETCD_AUTO_COMPACTION_RETENTION: "1000"
      ETCD_QUOTA_BACKEND_BYTES: "4294967296"
    volumes: ["etcd:/etcd"]
  minio:
    image: minio/minio:${{MINIO_VERSION:?}}
    command: minio server /data
    environment:
      MINIO_ROOT_USER: qabot
      MINIO_ROOT_PASSWORD: ${{MINIO_PASSWORD:?}}
    volumes: ["minio:/data"]    # {objects} GB
  milvus:
    image: milvusdb/milvus:${{MILVUS_VERSION:?}}
    command: milvus run standalone
    environment:
      ETCD_ENDPOINTS: etcd:2379
      MINIO_ADDRESS: minio:9000
      MINIO_ACCESS_KEY_ID: qabot
      MINIO_SECRET_ACCESS_KEY: ${{MINIO_PASSWORD:?}}
    mem_limit: {memory}g
    ports: ["127.0.0.1:19530:19530"]    # on loopback: whoever reaches it reads and writes all there is
    volumes: ["milvus:/var/lib/milvus"]    # {disk} GB
    depends_on: [etcd, minio]
volumes: {{etcd: , minio: , milvus: }}
"""


class Prices(Struct, frozen=True):
    """What is paid a month, in any currency; None where it was not told."""

    node: float | None
    """A node."""
    gigabyte: float | None
    """A gigabyte of object storage."""


def show(plan: StorePlan, prices: Prices, *, as_json: bool, as_compose: bool) -> None:
    """Print a plan, as text, as JSON or as a compose file for one machine."""
    if as_json:
        write_json(_document(plan, prices))
    else:
        utf8_output().write(_compose(plan) if as_compose else "".join(f"{line}\n" for line in _lines(plan, prices)))


def _cost(plan: StorePlan, size: StoreSize, prices: Prices) -> float | None:
    if prices.node is None or prices.gigabyte is None:
        return None
    return round(size.nodes * prices.node + object_storage(plan) / GB * prices.gigabyte, 2)


def _document(plan: StorePlan, prices: Prices) -> StorePlanned:
    stores = tuple(
        PlannedStore(
            kind=size.kind,
            a_vector=convert(size.a_vector, PlannedItem, from_attributes=True),
            memory=size.memory,
            disk=size.disk,
            nodes=size.nodes,
            cost=_cost(plan, size, prices),
        )
        for size in store_sizes(plan)
    )
    return StorePlanned(
        passages=plan.passages,
        dimensions=plan.dimensions,
        precision=plan.precision,
        node_memory=plan.node_memory,
        replicas=plan.replicas,
        local=convert(local_size(plan), PlannedLocal, from_attributes=True),
        row=convert(row_items(plan), tuple[PlannedItem, ...], from_attributes=True),
        object_storage=object_storage(plan),
        stores=stores,
        measured=MEASURED,
        assumed=ASSUMED,
    )


def _compose(plan: StorePlan) -> str:
    flat = store_sizes(plan)[0]
    return COMPOSE.format(
        passages=plan.passages,
        dimensions=plan.dimensions,
        precision=plan.precision,
        memory=max(4, -(-flat.memory // int(GB * FILLED))),
        disk=_gb(flat.disk),
        objects=_gb(object_storage(plan)),
    )


def _lines(plan: StorePlan, prices: Prices) -> Iterator[str]:
    local, row = local_size(plan), row_items(plan)
    yield f"{plan.passages:,} passages of {plan.dimensions} dimensions, on paper"
    yield ""
    yield "One machine, with qabot's own index: bytes a passage"
    yield from _items(local.items)
    yield f"  disk     {_gb(local.disk)} GB: a passage's bytes × passages, and the models"
    yield f"  memory   {_gb(local.memory)} GB: the vectors, which exact search reads for every question"
    yield ""
    yield f"Milvus, vectors in {plan.precision}, {plan.replicas} × in memory: bytes a passage in object storage"
    yield from _items(row)
    yield f"  object storage   {_gb(object_storage(plan))} GB: that × passages × {COPIES}"
    yield ""
    yield "  Memory is (a vector, as below, + words + numbers) × passages × replicas; nodes are that divided by"
    yield f"  {FILLED} × {_gb(plan.node_memory)} GB, rounded up; the nodes' disks hold texts, and DiskANN's graph."
    yield "  qabot lays its collections out with FLAT, which compares all there is; the others are approximate."
    yield ""
    yield from _table(plan, prices)
    yield ""
    yield "  Besides: a proxy, a coordinator, a node that builds indexes, etcd, and object storage itself."
    yield ""
    yield "Measured:"
    yield from (f"  {each}" for each in MEASURED)
    yield "Assumed:"
    yield from (f"  {each}" for each in ASSUMED)


def _items(items: Iterable[Item]) -> Iterator[str]:
    rows = [(each.what, f"{each.size:,}", each.how if each.how != f"{each.size:,}" else "") for each in items]
    yield from (f"  {what:<26}{size:>7}  {how}".rstrip() for what, size, how in rows)


def _table(plan: StorePlan, prices: Prices) -> Iterator[str]:
    sizes = store_sizes(plan)
    yield f"  {'index':<10}{'memory, GB':>12}{'disk, GB':>12}{'nodes':>7}  a month"
    for size in sizes:
        cost = _cost(plan, size, prices)
        told = f"{size.nodes:,} × node + {_gb(object_storage(plan))} × GB"
        told += "" if cost is None else f" = {cost:,.2f}"
        yield f"  {size.kind:<10}{_gb(size.memory):>12}{_gb(size.disk):>12}{size.nodes:>7,}  {told}"
    yield ""
    yield "  A vector in memory:"
    yield from _arithmetic(sizes)
    if prices.node is None or prices.gigabyte is None:
        yield ""
        yield "  Say what a node and a gigabyte of object storage cost a month: --node-price and --storage-price."


def _arithmetic(sizes: Sequence[StoreSize]) -> Iterator[str]:
    for size in sizes:
        yield f"    {size.kind:<10}{size.a_vector.size:>7,} bytes = {size.a_vector.how}"


def _gb(size: int) -> str:
    return f"{size / GB:,.1f}" if size < 100 * GB else f"{size / GB:,.0f}"
