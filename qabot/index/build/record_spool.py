"""Records set aside in a temporary file while a build needs them: what is held of one in memory is where it lies.

A corpus of any size is planned and written through such files, so that no more than a few of its texts are in memory.
The file has no name on systems that can do without one, lies on the disk that the index is written to, and goes with
the process.
"""

from __future__ import annotations

import struct
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Generic, Self, TypeVar

import msgspec
from msgspec import Struct

HELD_BYTES = 4 * 1024**2
"""Up to so many bytes in all, they stay in memory: what a few articles take needs no file."""

_LENGTH = struct.Struct("<I")

T = TypeVar("T", bound=Struct)


class RecordSpool(AbstractContextManager["RecordSpool[T]"], Generic[T]):
    """Records of one type, each found again by the place that `add` gave it."""

    def __init__(self, kind: type[T], folder: Path, prefix: str) -> None:
        """Begin with none.

        Args:
            kind: What the records are.
            folder: Where the file is made, once it takes one.
            prefix: What its name begins with, where it must have one.
        """
        # closed by `__exit__`
        self._file = SpooledTemporaryFile(max_size=HELD_BYTES, dir=str(folder), prefix=prefix)  # noqa: SIM115
        self._encoder, self._decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(kind)
        self._end = 0
        self._is_at_end = True

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the file go."""
        self._file.close()

    def add(self, record: T) -> int:
        """Set a record aside, and return its place.

        Raises:
            OSError: There is no room for it.
        """
        if not self._is_at_end:
            self._file.seek(self._end)
            self._is_at_end = True
        data = self._encoder.encode(record)
        place = self._end
        self._file.write(_LENGTH.pack(len(data)))
        self._file.write(data)
        self._end += _LENGTH.size + len(data)
        return place

    def get(self, place: int) -> T:
        """Return the record at a place."""
        self._is_at_end = False
        self._file.seek(place)
        (length,) = _LENGTH.unpack(self._file.read(_LENGTH.size))
        return self._decoder.decode(self._file.read(length))
