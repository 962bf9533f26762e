"""Bodies of responses: as long as they may be and no longer, whatever they unpack to."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

_GZIP_WINDOW = 31
"""How zlib is told to expect gzip's header."""
_GZIP = b"\x1f\x8b"


class BadBody(ValueError):
    """A body that is not read on; its text is the cause, as a clause."""


def read(pieces: Iterable[bytes], encoding: str, most: int) -> bytes:
    """Put a body together, unpacked.

    Args:
        pieces: The body as it comes.
        encoding: What `Content-Encoding` says.
        most: How many bytes it may have, packed and unpacked.

    Raises:
        BadBody: It is longer, cut short, damaged, or packed in another way than gzip.
    """
    pieces = _capped(pieces, most)
    match encoding.strip().lower():
        case "" | "identity":
            return b"".join(pieces)
        case "gzip" | "x-gzip":
            return b"".join(_unpacked(pieces, most))
        case other:
            raise BadBody(f"is packed as {other[:20]!r}, which was not asked for")


def unpack(data: bytes, most: int) -> bytes:
    """Unpack a gzip file; what is none is returned as it is.

    Raises:
        BadBody: As for `read`.
    """
    return b"".join(_unpacked([data], most)) if data.startswith(_GZIP) else data


def _capped(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise _too_large(most)
        yield piece


def _unpacked(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Unpack gzip, of several members where there are, never holding more than `most` bytes and one."""
    left = most
    decoder = zlib.decompressobj(_GZIP_WINDOW)
    is_begun = False
    for piece in pieces:
        waiting = piece
        while waiting:
            if decoder.eof:
                if not waiting.startswith(_GZIP[:1]):
                    return  # padding behind the last member
                decoder = zlib.decompressobj(_GZIP_WINDOW)
            try:
                data = decoder.decompress(waiting, left + 1)
            except zlib.error as error:
                raise BadBody("is damaged: its body is no gzip") from error
            is_begun = True
            left -= len(data)
            if left < 0:
                raise _too_large(most)
            yield data
            waiting = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
    if is_begun and not decoder.eof:
        raise BadBody("was cut short")


def _too_large(most: int) -> BadBody:
    return BadBody(f"is larger than {most / 1024**2:.3g} MiB")
