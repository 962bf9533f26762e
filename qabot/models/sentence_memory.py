"""An encoder that remembers the sentences it read: what is asked about one subject leads to the same passages."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from qabot.models.encoder import Encoder, TokenEmbeddings, Vectors

_MOST_BYTES = 64 * 2**20
_OF_A_SPAN = 150
"""Bytes that a pair of numbers takes."""


class SentenceMemory:
    """An encoder that reads few sentences twice. For any number of threads: two may read the same at once.

    What it remembers is what the encoder made of it. One in single precision reads batches: to read a text again, in
    another, would give other last digits there.
    """

    def __init__(self, encoder: Encoder, most_bytes: int = _MOST_BYTES) -> None:
        """Read with this encoder, and remember so many bytes; what was wanted longest ago goes first."""
        self._encoder = encoder
        self._most_bytes = most_bytes
        self._read: OrderedDict[str, TokenEmbeddings] = OrderedDict()
        self._bytes = 0
        self._changing = threading.Lock()

    def encode_query_tokens(self, text: str) -> TokenEmbeddings:
        """Return a question's vector and those of its tokens."""
        return self._encoder.encode_query_tokens(text)

    def encode_many_query_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Return what `encode_query_tokens` does of many questions, read together, in the order given."""
        return self._encoder.encode_many_query_tokens(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of many questions, shape (texts, dimension)."""
        return self._encoder.encode_queries(texts)

    def encode_document_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Return each text's vector and those of its tokens, in the order given."""
        found = self._recalled(texts)
        unread = [text for text in dict.fromkeys(texts) if text not in found]
        if unread:
            new = dict(zip(unread, self._encoder.encode_document_tokens(unread), strict=True))
            self._remember(new)
            found |= new
        return [found[text] for text in texts]

    def _recalled(self, texts: Sequence[str]) -> dict[str, TokenEmbeddings]:
        with self._changing:
            found = {text: known for text in texts if (known := self._read.get(text)) is not None}
            for text in found:
                self._read.move_to_end(text)
            return found

    def _remember(self, new: dict[str, TokenEmbeddings]) -> None:
        with self._changing:
            for text, read in new.items():
                if text not in self._read:
                    self._read[text] = read
                    self._bytes += _size(text, read)
            while self._bytes > self._most_bytes:
                self._bytes -= _size(*self._read.popitem(last=False))


def _size(text: str, read: TokenEmbeddings) -> int:
    """Return about how many bytes it takes to remember a text."""
    return 4 * len(text) + read.vector.nbytes + read.tokens.nbytes + _OF_A_SPAN * len(read.spans)
