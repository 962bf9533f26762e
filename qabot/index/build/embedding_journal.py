"""What an unfinished build has embedded, kept beside the index, so that the next build need not embed it again.

Embedding takes nearly all of a build's time. Its vectors are written down a few hundred at a time, each window with the
SHA-256 of every text it is of and a checksum over all. Whatever ends a build, the windows that are whole are taken by
the next one that uses the same model and cuts passages in the same way; one that does otherwise removes them, and a
build that is published leaves none behind.

    header    _MAGIC, the fingerprint of model and chunking, the dimension
    window    how many, a checksum, the SHA-256 of each text, the vector of each
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qabot.core.errors import DiskFull
from qabot.core.home_files import discard
from qabot.core.storage_faults import storage_fault
from qabot.index.publication import JOURNAL, journals
from qabot.index.vector_index import Vectors
from qabot.models.encoder import of_unit_length

WINDOW = 256
"""How many vectors are written down at once: some seconds of embedding, the most that is lost."""

_MAGIC = b"qabot embedding journal 1\n"
_HEADER = struct.Struct(f"<{len(_MAGIC)}s64sI")
_WINDOW_HEAD = struct.Struct("<I16s")
_DIGEST = 32
_MOST = 1 << 16
"""More vectors than this are in no window, whatever a damaged one says."""
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class EmbeddingJournal:
    """The vectors of one fingerprint; `open_journal` opens it. Without room for it on the disk, it does nothing."""

    def __init__(self, path: Path, fingerprint: str, dimension: int) -> None:
        """Open the file, or begin one with the first vectors that are noted."""
        self._path = path
        self._header = _HEADER.pack(_MAGIC, fingerprint.encode("ascii"), dimension)
        self._dimension = dimension
        self._descriptor: int | None = None
        self._is_given_up = False
        self._waiting: list[tuple[bytes, Vectors]] = []
        self._digests = np.empty((0, _DIGEST), dtype=np.uint8)
        self._places = np.empty(0, dtype=np.int64)
        if os.path.lexists(path):
            self._open()

    def take(self, digests: Sequence[bytes]) -> tuple[list[int], Vectors]:
        """Return the vectors there are of these texts.

        Args:
            digests: SHA-256 of each text.

        Returns:
            Which of the texts they are of, in ascending order, and the vectors, shape (n, dimension).
        """
        wanted = np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(-1, _DIGEST)
        found = [(number, row) for number, row in enumerate(self._rows(wanted)) if row >= 0]
        vectors = np.empty((len(found), self._dimension), dtype=np.float32)
        for vector, (_, row) in zip(vectors, found, strict=True):
            vector[:] = np.frombuffer(self._read(int(self._places[row]), 4 * self._dimension), dtype="<f4")
        # A checksum is for accidents alone: what is no unit vector is taken from nobody.
        good = of_unit_length(vectors)
        return [number for (number, _), is_good in zip(found, good, strict=True) if is_good], vectors[good]

    def note(self, digests: Sequence[bytes], vectors: Vectors) -> None:
        """Write down the vectors of texts, once there are enough for a window.

        Args:
            digests: SHA-256 of each text.
            vectors: Likewise.
        """
        if not self._is_given_up:
            self._waiting += zip(digests, np.array(vectors, dtype=np.float32), strict=True)
            if len(self._waiting) >= WINDOW:
                self._write()

    def flush(self) -> None:
        """Write down what waits; a few vectors begin no file, for to make them again takes no time."""
        if self._waiting and self._descriptor is not None:
            self._write()

    def close(self, *, removing: bool) -> None:
        """Let go of the file, and remove it or leave it to the next build."""
        if not removing:
            self.flush()
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        if removing:
            with suppress(OSError):  # it is no harm, and is removed by the next build
                discard(self._path)

    def _rows(self, wanted: NDArray[np.uint8]) -> NDArray[np.int64]:
        """Return the row in which each of these digests stands, shape (n,); -1 where it is not here."""
        if not len(self._digests) or not len(wanted):
            return np.full(len(wanted), -1, dtype=np.int64)
        keys, sought = (np.ascontiguousarray(each[:, :8]).view("<u8")[:, 0] for each in (self._digests, wanted))
        order = np.argsort(keys, kind="stable")
        rows = order[np.minimum(np.searchsorted(keys, sought, sorter=order), len(order) - 1)]
        return np.where((self._digests[rows] == wanted).all(axis=1), rows, -1)

    def _open(self) -> None:
        """Read which windows of the file are whole; one that is none of ours is removed."""
        try:
            self._descriptor = os.open(self._path, _FLAGS, 0o666)
            is_file = stat.S_ISREG(os.fstat(self._descriptor).st_mode)
            if is_file and self._read(0, _HEADER.size) != self._header:
                self._begin()
            windows = [*self._windows()] if is_file else []
        except OSError:
            is_file, windows = False, []
        if not is_file:
            self.close(removing=True)
        if windows:
            self._digests = np.concatenate([digests for digests, _ in windows])
            self._places = np.concatenate([places for _, places in windows])

    def _windows(self) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.int64]]]:
        """Yield the digests of each window that is as it was written, and where their vectors lie; cut off the rest."""
        size = os.fstat(self._file).st_size
        row = _DIGEST + 4 * self._dimension
        start = end = _HEADER.size
        while (head := self._read(start, _WINDOW_HEAD.size)) and len(head) == _WINDOW_HEAD.size:
            count, checksum = _WINDOW_HEAD.unpack(head)
            start += _WINDOW_HEAD.size
            if not 0 < count <= _MOST or start + count * row > size:
                break
            body = self._read(start, count * row)
            if len(body) == count * row and _checksum(count, body) == checksum:
                digests = np.frombuffer(body, dtype=np.uint8, count=count * _DIGEST).reshape(-1, _DIGEST)
                first = start + count * _DIGEST
                yield digests.copy(), np.arange(count, dtype=np.int64) * (4 * self._dimension) + first
            start = end = start + count * row
        os.ftruncate(self._file, end)

    def _begin(self) -> None:
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, self._header, 0)

    def _write(self) -> None:
        """Append a window; where there is no room for it, a build does without, and what it took is given back."""
        digests, vectors = zip(*self._waiting, strict=True)
        self._waiting = []
        body = b"".join(digests) + np.stack(vectors).astype("<f4").tobytes()
        window = _WINDOW_HEAD.pack(len(digests), _checksum(len(digests), body)) + body
        try:
            if self._descriptor is None:
                self._descriptor = os.open(self._path, _FLAGS | os.O_EXCL, 0o666)
                self._begin()
            self._is_given_up = os.pwrite(self._file, window, os.fstat(self._file).st_size) < len(window)
        except OSError:
            self._is_given_up = True
        if self._is_given_up:
            self.close(removing=True)

    def _read(self, place: int, count: int) -> bytes:
        return os.pread(self._file, count, place)

    @property
    def _file(self) -> int:
        assert self._descriptor is not None  # noqa: S101 - asked for where it is open
        return self._descriptor


@contextmanager
def open_journal(index: Path, fingerprint: str, dimension: int, *, anew: bool = False) -> Generator[EmbeddingJournal]:
    """Open the journal of a build, under the writer's lock, and remove those of any other.

    It is removed where the block is left well, and where the disk is full; else the next build goes on with it.

    Args:
        index: The index.
        fingerprint: SHA-256 (hex) of whatever would change a vector.
        dimension: Of a vector.
        anew: Whether nothing is taken from what is there.
    """
    path = index / f"{JOURNAL}{fingerprint[:16]}"
    for other in journals(index):
        if anew or other != path:
            with suppress(OSError):
                discard(other)
    journal = EmbeddingJournal(path, fingerprint, dimension)
    removing = False
    try:
        yield journal
        removing = True
    except BaseException as error:
        removing = isinstance(storage_fault(error, of_library=True), DiskFull)
        raise
    finally:
        journal.close(removing=removing)


def _checksum(count: int, body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=16, key=struct.pack("<I", count)).digest()
