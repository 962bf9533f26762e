"""Streams of a PDF file that unpack to far more than text takes, found before PDFium unpacks them without a limit."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from qabot.corpus.formats.unreadable import UnreadableDocument

STREAM_LIMIT = 64 * 1024 * 1024
"""Bytes of one stream, unpacked; pictures are not unpacked by reading text."""
TOTAL_LIMIT = 1024 * 1024 * 1024
"""Bytes of all of them."""
LZW_LIMIT = 256 * 1024
"""Bytes of a stream packed in an old way, as it lies, that has no such check."""
STREAMS = 200_000
"""Streams of one file."""

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_DICTIONARY = 2_048
"""Bytes before a stream in which it is described."""
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_FLATE = re.compile(rb"/Fl(?:ateDecode)?\b")
_LZW = re.compile(rb"/LZW(?:Decode)?\b")
_PIECE = 64 * 1024


def refuse_bombs(data: bytes) -> None:
    """Refuse a file that is made to fill memory.

    Raises:
        UnreadableDocument: It is.
    """
    total = 0
    for number, found in enumerate(_STREAM.finditer(data)):
        head = data[max(0, found.start() - _DICTIONARY) : found.start()]
        described = head[max(head.rfind(b"obj"), 0) :]
        if number >= STREAMS:
            raise UnreadableDocument(f"holds more than {STREAMS:,} streams")
        if _PICTURE.search(described):
            continue
        if _LZW.search(described) and data.find(b"endstream", found.end(), found.end() + LZW_LIMIT) < 0:
            raise UnreadableDocument("holds a stream that may unpack without end")
        times = len(_FLATE.findall(described))
        size = _unpacked(data, found.end(), times) if times else 0
        total += size
        if size > STREAM_LIMIT or total > TOTAL_LIMIT:
            raise UnreadableDocument("unpacks to far more than it holds, like a bomb")


def _unpacked(data: bytes, start: int, times: int) -> int:
    """Return how many bytes a stream holds that was packed so many times, no further than just above the limit."""
    size = 0
    try:
        for piece in _inflated(_pieces(data, start), times):
            size += len(piece)
            if size > STREAM_LIMIT:
                break
    except zlib.error:
        pass  # damaged or encrypted: what was unpacked before counts
    return size


def _inflated(pieces: Iterator[bytes], times: int) -> Iterator[bytes]:
    if times == 0:
        yield from pieces
        return
    inflater = zlib.decompressobj()
    for piece in _inflated(pieces, min(times, 4) - 1):
        waiting = piece
        while waiting and not inflater.eof:
            yield inflater.decompress(waiting, _PIECE)
            waiting = inflater.unconsumed_tail
        if inflater.eof:
            return


def _pieces(data: bytes, start: int) -> Iterator[bytes]:
    for at in range(start, len(data), _PIECE):
        yield data[at : at + _PIECE]
