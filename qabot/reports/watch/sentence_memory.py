"""An encoder that remembers the sentences it read: those of new passages are compared with many questions."""

from __future__ import annotations

from collections.abc import Sequence

from qabot.engine.loaded_models import Encoder
from qabot.models.encoder import TokenEmbeddings, Vectors

_MOST = 4_000
"""Sentences that are remembered, some 30 kB each; the oldest go first."""


class SentenceMemory:
    """An encoder that reads no sentence twice. For any number of threads: two may read the same at once."""

    def __init__(self, encoder: Encoder) -> None:
        """Read with this encoder."""
        self._encoder = encoder
        self._read: dict[str, TokenEmbeddings] = {}
        self._questions: dict[str, TokenEmbeddings] = {}

    def read_questions(self, texts: Sequence[str]) -> None:
        """Read questions together that are asked next; those that were read before are forgotten."""
        unread = list(dict.fromkeys(texts))
        self._questions = dict(zip(unread, self._encoder.encode_many_query_tokens(unread), strict=True))

    def encode_query_tokens(self, text: str) -> TokenEmbeddings:
        """Return a question's vector and those of its tokens."""
        return self._questions.get(text) or self._encoder.encode_query_tokens(text)

    def encode_many_query_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Return what many questions are read as."""
        return self._encoder.encode_many_query_tokens(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of many questions, shape (texts, dimension)."""
        return self._encoder.encode_queries(texts)

    def encode_document_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Return each text's vector and those of its tokens, in the order given."""
        found = {text: known for text in texts if (known := self._read.get(text))}
        unread = [text for text in dict.fromkeys(texts) if text not in found]
        found |= dict(zip(unread, self._encoder.encode_document_tokens(unread), strict=True))
        self._read |= {text: found[text] for text in unread}
        for text in [*self._read][: max(0, len(self._read) - _MOST)]:
            self._read.pop(text, None)
        return [found[text] for text in texts]
