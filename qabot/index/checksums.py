"""Checksums cheap enough to compare at every question, so that what has changed on the disk is not read as it stands.

They are for accidents: whoever alters an index on purpose can write the checksum that fits. Words of a file or of a
vector are multiplied by odd numbers and added up modulo 2**64, some gigabytes a second: any change within one word
alters the sum, and one that is spread over several does but for a rare chance. `verify` compares SHA-256 besides.
"""

from __future__ import annotations

import hashlib
import mmap
import struct
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

Sums = NDArray[np.uint64]
"""A checksum a row, shape (n,)."""

_BLOCK = 4096
"""Bytes that are added up together."""
_WORD = 8


@cache
def _odd_numbers(count: int) -> Sums:
    drawn = hashlib.shake_256(b"qabot checksums").digest(_WORD * count)
    return np.frombuffer(drawn, dtype="<u8") | np.uint64(1)


_PACKED = msgspec.msgpack.Encoder().encode  # made once: a million rows are summed up to verify an index
_SIGNED = struct.Struct(">q").unpack


_WEIGHTS = _odd_numbers(_BLOCK // _WORD)


def file_sum(path: Path) -> str:
    """Return the checksum of a whole file, 16 hex digits. It is mapped, which is quicker than to read it.

    Raises:
        OSError: The machine refuses to read it.
    """
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        if not size:
            return _digest(b"")
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            whole = size - size % _BLOCK
            tail = mapped[whole:].ljust(_BLOCK, b"\0")
            return _digest(_block_sums(mapped, whole).tobytes() + _block_sums(tail, _BLOCK).tobytes())


def _block_sums(data: bytes | mmap.mmap, size: int) -> Sums:
    """Return a checksum for each block of the first so many bytes; nothing keeps hold of these afterwards."""
    words = np.frombuffer(data, dtype="<u8", count=size // _WORD).reshape(-1, len(_WEIGHTS))
    return np.einsum("ij,j->i", words, _WEIGHTS)


def vector_sums(vectors: NDArray[np.float32]) -> Sums:
    """Return a checksum for each row of shape (n, dimension)."""
    bits = np.ascontiguousarray(vectors, dtype="<f4").view("<u4")
    return np.einsum("ij,j->i", bits, _odd_numbers(bits.shape[1]), dtype=np.uint64, casting="same_kind")


def row_sum(values: tuple[Any, ...]) -> int:
    """Return the checksum of a row of a table, as a signed integer of 64 bits, which is what SQLite holds.

    Args:
        values: Text, integers, bytes and None.
    """
    digest: int = _SIGNED(blake2b(_PACKED(values), digest_size=_WORD).digest())[0]
    return digest


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=_WORD).hexdigest()
