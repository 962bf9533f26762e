"""An encoder that reads questions together before they are put: half the work of reading each by itself."""

from __future__ import annotations

from collections.abc import Sequence

from qabot.models.encoder import Encoder, TokenEmbeddings, Vectors


class QuestionBatch:
    """An encoder that has read the questions that are put next. For any number of threads, once it has."""

    def __init__(self, encoder: Encoder) -> None:
        """Read with this encoder."""
        self._encoder = encoder
        self._questions: dict[str, TokenEmbeddings] = {}

    def read_questions(self, texts: Sequence[str]) -> None:
        """Read questions together that are put next; those that were read before are forgotten."""
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
        return self._encoder.encode_document_tokens(texts)
