"""The vectors of passages in FAISS: exact inner product over unit vectors, that is, cosine.

Flat float32 for small indexes, float16 beyond `HALF_FROM` passages: measured at 100,000 passages, half the bytes and
faster, with the same ten nearest. Exact search needs no training, so adding rows gives the index a full build would.

Beside the vectors lie their checksums, one a row. Those of the rows that are returned are compared, whichever way they
were found: to compare all would take longer than the search.
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from qabot.core.errors import REPAIR, IndexCorrupt
from qabot.core.storage_faults import storage_fault
from qabot.index.checksums import Sums, vector_sums
from qabot.index.filter_query import Ids
from qabot.index.text_index import Scored

Vectors = NDArray[np.float32]
"""Unit vectors, shape (n, dimension)."""

HALF_FROM = 50_000
"""From this many passages on, vectors are stored as float16."""
GATHER_UP_TO = 1_000
"""A filter that leaves no more passages than this is answered by scoring exactly those rows, all of which are compared
with their checksums; to fetch more takes several times as long as to ask of each row whether it is allowed."""
SCAN_ALL_FROM = 0.25
"""A filter that leaves at least this share is applied to the nearest of all."""
_GREATEST_COSINE = 1.01
"""Of unit vectors it is 1, but for rounding to half precision."""
_ROWS_AT_ONCE = 8_192


def sums_path(path: Path) -> Path:
    """Return where the checksums of an index lie: beside it."""
    return path.with_suffix(".sums")


def write_vectors(path: Path, vectors: Vectors) -> None:
    """Write the vectors of passages 0 to n - 1, and the checksums of them as they come back."""
    rows, dimension = vectors.shape
    if rows < HALF_FROM:
        index: faiss.Index = faiss.IndexFlatIP(dimension)
    else:
        index = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    faiss.write_index(index, str(path))
    with sums_path(path).open("wb") as stream:
        for start in range(0, rows, _ROWS_AT_ONCE):
            read = index.reconstruct_n(start, min(_ROWS_AT_ONCE, rows - start))
            stream.write(vector_sums(read).astype("<u8").tobytes())


class VectorIndex:
    """Reads a finished index, memory-mapped."""

    def __init__(self, path: Path) -> None:
        """Open an index.

        Raises:
            IndexCorrupt: It is missing, or not a FAISS index of the kinds written here.
            StorageFailed: The machine refuses to read it.
        """
        try:
            self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as cause:
            if refused := storage_fault(cause, path, of_library=True):
                raise refused from cause
            reason = str(cause).rsplit(": ", 1)[-1]
            raise IndexCorrupt(
                f"The vectors {path} cannot be read: {reason}.",
                hint=REPAIR,
            ) from cause
        self.passages = int(self._index.ntotal)
        self.dimension = int(self._index.d)
        self._path = path
        self._sums = _read_sums(sums_path(path), self.passages)

    def nearest(self, vector: NDArray[np.float32], limit: int, allowed: Ids | None = None) -> list[Scored]:
        """Return the passages nearest in meaning, best first, with their cosines.

        Args:
            vector: A unit vector, shape (dimension,).
            limit: The most to return.
            allowed: Ids that may be returned, ascending; None for all. What it leaves out is never ranked.
        """
        limit = min(limit, self.passages if allowed is None else len(allowed))
        if limit == 0:
            return []
        if allowed is not None and len(allowed) <= GATHER_UP_TO:
            scores = self.similarities(vector, allowed)
            best = np.lexsort((allowed, -scores))[:limit]
            return [(int(allowed[i]), float(scores[i])) for i in best]
        ids, scores = self._searched(vector, limit, allowed)
        self._require_cosines(scores)
        self.rows(ids)  # which compares their checksums
        return sorted(zip(ids.tolist(), scores.tolist(), strict=True), key=lambda each: (-each[1], each[0]))

    def _searched(
        self, vector: NDArray[np.float32], limit: int, allowed: Ids | None
    ) -> tuple[Ids, NDArray[np.float32]]:
        """Return the nearest ids, best first, with their scores; there are at least as many that are allowed."""
        _use_one_thread()
        if allowed is not None and SCAN_ALL_FROM * self.passages <= len(allowed):
            # To ask of each vector whether it is allowed takes twice as long as to compare it. The allowed ones among
            # the nearest of all are the nearest that are allowed; seldom are there too few.
            most = min(self.passages, 2 * limit * self.passages // len(allowed) + 1)
            ids, scores = self._search(vector, most, None)
            place = np.minimum(np.searchsorted(allowed, ids), len(allowed) - 1)
            is_allowed = allowed[place] == ids
            if is_allowed.sum() >= limit:
                return ids[is_allowed][:limit], scores[is_allowed][:limit]
        return self._search(vector, limit, None if allowed is None else _parameters(allowed, self.passages))

    def _search(
        self, vector: NDArray[np.float32], limit: int, parameters: faiss.SearchParameters | None
    ) -> tuple[Ids, NDArray[np.float32]]:
        scores, ids = self._index.search(vector[None, :], limit, params=parameters)
        return ids[0][ids[0] >= 0], scores[0][ids[0] >= 0]

    def similarities(self, vector: NDArray[np.float32], ids: Ids) -> NDArray[np.float32]:
        """Return the cosine of a unit vector with each of these passages, shape (n,)."""
        cosines = self.rows(ids) @ vector
        self._require_cosines(cosines)
        return cosines

    def rows(self, ids: Ids) -> Vectors:
        """Return the stored vectors of these passages.

        Raises:
            IndexCorrupt: One of them is not as it was written.
        """
        if not len(ids):
            return np.empty((0, self.dimension), dtype=np.float32)
        if ids.min() < 0 or ids.max() >= self.passages:
            raise self._corrupt(f"of passages {ids.min()} to {ids.max()} there are {self.passages}")
        _use_one_thread()
        vectors = self._index.reconstruct_batch(np.ascontiguousarray(ids, dtype=np.int64))
        self._require_sums(vectors, self._sums[ids], ids)
        return vectors

    def block(self, start: int, end: int) -> Vectors:
        """Return the stored vectors of passages from one to before another, quicker than `rows` does.

        Raises:
            IndexCorrupt: One of them is not as it was written.
        """
        _use_one_thread()
        vectors: Vectors = self._index.reconstruct_n(start, end - start)
        self._require_sums(vectors, self._sums[start:end], np.arange(start, end))
        return vectors

    def _require_sums(self, vectors: Vectors, sums: Sums, ids: Ids) -> None:
        altered = np.flatnonzero(vector_sums(vectors) != sums)
        if len(altered):
            raise self._corrupt(f"that of passage {ids[altered[0]]} does not match its checksum")

    def _require_cosines(self, cosines: NDArray[np.float32]) -> None:
        if not np.all(np.abs(cosines) <= _GREATEST_COSINE):  # which what is no number is not, either
            raise self._corrupt("some are not of unit length")

    def _corrupt(self, fault: str) -> IndexCorrupt:
        return IndexCorrupt(f"The vectors {self._path} are damaged: {fault}.", hint=REPAIR)


def _use_one_thread() -> None:
    """Have FAISS do on this thread what it is asked for next, for OpenMP keeps that number for each thread that calls.

    What a question asks is no work for several threads: the others would only spin until it is done, which takes
    several times as much of the processor as the search does.
    """
    faiss.omp_set_num_threads(1)


def _read_sums(path: Path, count: int) -> Sums:
    """Read the checksums of so many vectors: a hundredth of their size, and no file stays open for it.

    Raises:
        IndexCorrupt: They are missing, or of another number.
        StorageFailed: The machine refuses to read them.
    """
    try:
        sums = np.fromfile(path, dtype="<u8")
        is_whole = path.stat().st_size == sums.nbytes and len(sums) == count
    except OSError as cause:
        if refused := storage_fault(cause, path):
            raise refused from cause
        raise IndexCorrupt(f"The checksums {path} cannot be read: {cause}.", hint=REPAIR) from cause
    if not is_whole:
        raise IndexCorrupt(f"The checksums {path} are not those of {count} vectors.", hint=REPAIR)
    return sums


def _parameters(allowed: Ids, total: int) -> faiss.SearchParameters:
    # FAISS gives its Python classes their keyword arguments when it is imported, which its stubs do not show.
    return faiss.SearchParameters(sel=_selector(allowed, total))  # pyright: ignore[reportCallIssue]


def _selector(allowed: Ids, total: int) -> faiss.IDSelector:
    """Return the cheapest test for membership: a range where the ids are one, else a bitmap."""
    first, last = int(allowed[0]), int(allowed[-1])
    if last - first + 1 == len(allowed):
        return faiss.IDSelectorRange(first, last + 1, True)
    bits = np.zeros(total, dtype=np.uint8)
    bits[allowed] = 1
    packed = np.packbits(bits, bitorder="little")
    # The Python class takes the array alone; its stub describes the C++ one.
    return faiss.IDSelectorBitmap(packed)  # pyright: ignore[reportCallIssue, reportArgumentType]
