"""What an index takes on paper, reckoned by hand beside it."""

from __future__ import annotations

import pytest

from qabot.index import store_sizing, vector_index
from qabot.index.store_sizing import (
    StorePlan,
    local_size,
    object_storage,
    row_items,
    store_sizes,
)

MILLION = StorePlan(1_000_000, 384, "fp32", 64_000_000_000, 1)


def test_one_machine() -> None:
    sized = local_size(MILLION)
    # 768 of vectors in half precision, 8 of checksums, 1,760 of rows, 440 of words, 1,480 of facts
    assert sum(each.size for each in sized.items) == 4_456
    assert (sized.disk, sized.memory) == (4_456 * 1_000_000 + 150_000_000, 768_000_000)


@pytest.mark.parametrize(("passages", "bytes_a_vector"), [(49_999, 1_536), (50_000, 768)])
def test_a_small_index_holds_vectors_in_single_precision(passages: int, bytes_a_vector: int) -> None:
    assert local_size(StorePlan(passages, 384, "fp32", 1, 1)).items[0].size == bytes_a_vector


def test_vectors_are_halved_where_a_segment_halves_them() -> None:
    assert store_sizing.HALF_FROM == vector_index.HALF_FROM


def test_a_row_in_object_storage() -> None:
    assert {each.what: each.size for each in row_items(MILLION)} == {
        "vector": 1_536,
        "words, sparse": 624,
        "text and stems": 1_210,
        "numbers, dates, names": 250,
        "its part of the article": 640,
        "facts": 1_480,
    }
    assert object_storage(MILLION) == 8_610_000_000


def test_a_vector_in_memory_by_kind_of_index() -> None:
    # HNSW: 32 links of 4 bytes, a fifteenth of 64 bytes for higher layers, rounded up, and 8 for its number
    # IVF_FLAT: 8 for its number, and its share of 4,000 centroids; DISKANN: .225 of the vector
    sizes = {each.kind: each.a_vector.size for each in store_sizes(MILLION)}
    assert sizes == {"FLAT": 1_536, "IVF_FLAT": 1_551, "HNSW": 1_536 + 128 + 5 + 8, "DISKANN": 346}


def test_memory_disk_and_nodes() -> None:
    flat, _, _, disk = store_sizes(MILLION)
    assert flat.memory == (1_536 + 624 + 250) * 1_000_000
    assert flat.disk == (640 + 640 + 570) * 1_000_000
    # A node of the graph takes 1,536 + 4 + 224 bytes, so that two fill a page of 4,096.
    assert disk.disk == (2_048 + 1_850) * 1_000_000
    assert flat.nodes == 1


@pytest.mark.parametrize(("passages", "nodes"), [(18_589_000, 1), (18_590_000, 2), (100_000_000, 6)])
def test_nodes_by_memory(passages: int, nodes: int) -> None:
    # 2,410 bytes a passage, and 44.8 of a node's 64 GB are filled
    assert store_sizes(StorePlan(passages, 384, "fp32", 64_000_000_000, 1))[0].nodes == nodes


def test_half_precision_and_replicas() -> None:
    plan = StorePlan(1_000_000, 384, "fp16", 64_000_000_000, 2)
    flat = store_sizes(plan)[0]
    assert flat.a_vector.size == 768
    assert flat.memory == 2 * (768 + 624 + 250) * 1_000_000
    assert flat.nodes == 2, "a replica lies on nodes of its own"


def test_vectors_longer_than_a_page() -> None:
    disk = store_sizes(StorePlan(1_000, 4_096, "fp32", 64_000_000_000, 1))[3]
    # 16,384 + 4 + 224 bytes take five pages
    assert disk.disk == (20_480 + 1_850) * 1_000
