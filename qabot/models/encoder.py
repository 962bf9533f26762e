"""Texts to vectors while asking: the encoder that each generation carries, run by onnxruntime.

    encoder/encoder.json        which model it is, how it was prompted and cut: `EncoderSpec`
    encoder/…                   its tokeniser, and its network, which gives one vector a text, pooled and of length 1,
                                and one for each of its tokens
    encoder/reading.onnx…       the same network in 8 bits, which reads questions and sentences, in less than half
                                of the time

`qabot.models.onnx_session` says what the files are. Nothing here loads torch, so a question is encoded a fifth of a
second after the process starts.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar, Protocol, Self

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from qabot.core.text import Span
from qabot.models.onnx_session import (
    GRAPH,
    ROWS,
    TOKENIZER,
    TOKENS,
    Count,
    ModelInputs,
    ModelSpec,
    OnnxSession,
    Rows,
    Tokeniser,
    Tokens,
    on_every_core,
)

SPEC = "encoder.json"
READING, READING_WEIGHTS = "reading.onnx", "reading.onnx.data"
"""The network in 8 bits, and its weights."""
READING_RULE = 1
"""Rises when the same network would be rounded otherwise."""

READ_AT_ONCE = 4
"""Texts in a batch when they are read: few, so that every core has some, and little is padded."""
BATCH = 8
"""Texts run through the network at once; larger batches are no faster and pad more."""

Vectors = Rows
"""Shape (texts, dimension), each row of length 1."""
_UNIT_TOLERANCE = 0.01


class EncoderSpec(ModelSpec, frozen=True, kw_only=True):
    """What `encoder.json` holds."""

    FILE: ClassVar[str] = SPEC
    OUTPUTS: ClassVar[tuple[str, ...]] = (ROWS, TOKENS)

    dimension: Count
    """Length of a vector."""
    query_prompt: str
    """Put before every question; often empty."""
    document_prompt: str
    """Put before every passage; often empty."""
    int8: bool = False
    """Whether `reading.onnx` is there and reads questions and sentences."""
    reading_rule: int = 0
    """By which rule that was decided (`READING_RULE`); 0 before there was one."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) over whatever would change a vector, and nothing else: the same model, the same fingerprint."""
        decisive = [self.format, self.weights_sha256, self.pipeline_sha256, self.dimension, self.max_tokens]
        canonical = json.dumps([*decisive, self.query_prompt, self.document_prompt])
        return hashlib.sha256(canonical.encode()).hexdigest()


class TokenEmbeddings(Struct, frozen=True, eq=False):
    """A text as the encoder reads it: whole, and token by token in context."""

    vector: NDArray[np.float32]
    """What it is about, shape (dimension,), length 1."""
    tokens: NDArray[np.float32]
    """What each token means here, shape (tokens, width), each of length 1."""
    spans: tuple[Span, ...]
    """Which characters of the text each token stands for."""


class Encoder(Protocol):
    """Reads questions, and the sentences that may answer them; for any number of threads at once."""

    def encode_query_tokens(self, text: str) -> TokenEmbeddings:
        """Return a question's vector and those of its tokens."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of many questions, shape (texts, dimension)."""
        ...

    def encode_many_query_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Return what `encode_query_tokens` does of many questions, read together, in the order given."""
        ...

    def encode_document_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Return each text's vector and those of its tokens, in the order given."""
        ...


class OnnxEncoder:
    """The encoder of one generation: questions, sentences and passages to vectors, on the processor.

    Questions and sentences are read in 8 bits where the spec says so, one at a time, and passages in single precision.
    Takes any `str` without raising. One thread a call; safe to share between threads.
    """

    def __init__(self, spec: EncoderSpec, folder: Path) -> None:
        """Load the tokeniser; a network is opened when it is first wanted. `open` and `of_passages` read the spec.

        Args:
            spec: What `encoder.json` holds.
            folder: Where it lies.

        Raises:
            IndexCorrupt: The tokeniser is missing or damaged.
        """
        self.spec = spec
        self.tokeniser = Tokeniser(spec, folder / TOKENIZER)
        self._folder = folder
        self._opening = threading.Lock()
        self._opened: dict[str, OnnxSession] = {}

    @classmethod
    def open(cls, folder: Path) -> OnnxEncoder:
        """Open a generation's `encoder/` folder, ready to read questions.

        Raises:
            IndexCorrupt: A file is missing, damaged or does not belong with the others.
            IndexFromFuture: It was written by a newer qabot.
        """
        return cls.of_passages(folder).ready()

    @classmethod
    def of_passages(cls, folder: Path) -> OnnxEncoder:
        """Open it for who embeds passages, or only counts their tokens; raises as `open`, or when it is used."""
        return cls(EncoderSpec.read(folder), folder)

    def ready(self) -> Self:
        """Open what reads questions, unless it is open; raises as `open`."""
        self._network(reads=True)
        return self

    def encode_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimension,), length 1."""
        return self.encode_queries([text])[0]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """The vectors of many questions, shape (texts, dimension), one core a batch: each that of `encode_query`."""
        network = self._network(reads=True)
        rows = self.tokeniser.tokens(texts, self.spec.query_prompt)
        vectors = np.empty((len(rows), self.spec.dimension), dtype=np.float32)

        def encode(batch: list[int]) -> None:
            feed = self.tokeniser.feed([rows[place] for place in batch])
            vectors[batch] = network.run(feed, self.spec.dimension)

        on_every_core(encode, batches_by_length(rows, self._together(BATCH)))
        return vectors

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages, shape (texts, dimension), each of length 1, in their order."""
        rows = self.tokeniser.tokens(texts, self.spec.document_prompt)
        vectors = np.empty((len(rows), self.spec.dimension), dtype=np.float32)
        for batch in batches_by_length(rows):
            vectors[batch] = self.run(self.tokeniser.feed([rows[place] for place in batch]))
        return vectors

    def encode_query_tokens(self, text: str) -> TokenEmbeddings:
        """A question, read: its vector is that of `encode_query`."""
        return self._read([text], self.spec.query_prompt)[0]

    def encode_many_query_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Many questions, read together, in their order: half the work of reading each by itself."""
        return self._read(texts, self.spec.query_prompt)

    def encode_document_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Sentences, read, in their order."""
        return self._read(texts, self.spec.document_prompt)

    def _read(self, texts: Sequence[str], prompt: str) -> list[TokenEmbeddings]:
        network = self._network(reads=True)
        made = self.tokeniser.tokens_and_spans(texts, prompt)
        readings: dict[int, TokenEmbeddings] = {}

        def read(batch: list[int]) -> None:
            feed = self.tokeniser.feed([made[place][0] for place in batch])
            vectors, tokens = network.read(feed, self.spec.dimension)
            for row, place in enumerate(batch):
                ids, spans = made[place]
                first = tokens.shape[1] - ids.shape[1] if self.spec.pad_left else 0
                # What stands for no character, such as the marks of start and end, says nothing.
                kept = [number for number, (a, b) in enumerate(spans) if a < b]
                rows = tokens[row][[first + number for number in kept]]
                readings[place] = TokenEmbeddings(vectors[row], rows, tuple(spans[number] for number in kept))

        on_every_core(read, batches_by_length([tokens for tokens, _ in made], self._together(READ_AT_ONCE)))
        return [readings[place] for place in range(len(texts))]

    def count_tokens(self, texts: Iterable[str]) -> list[int]:
        """Tokens that each text takes as a passage, uncut, with its prompt and the marks of start and end."""
        return self.tokeniser.count(texts, self.spec.document_prompt)

    def run(self, feed: ModelInputs) -> Vectors:
        """Run the network that makes the vectors of passages on one padded batch of tokens.

        Raises:
            IndexCorrupt: The network cannot be opened or run, or gives vectors of another shape.
        """
        return self._network(reads=False).run(feed, self.spec.dimension)

    def _together(self, most: int) -> int:
        """Return how many texts are read in a batch: in 8 bits one, for each would be rounded by the others."""
        return 1 if self.spec.int8 else most

    def _network(self, *, reads: bool) -> OnnxSession:
        """Return what reads questions and sentences, or what embeds passages; they may be one and the same."""
        name = READING if reads and self.spec.int8 else GRAPH
        with self._opening:
            if name not in self._opened:
                # To lay the weights out anew takes little in 8 bits, and changes no digit. In single precision it takes
                # two thirds of opening, reading is a thirtieth faster by it, and the last digits are others.
                self._opened[name] = OnnxSession(self.spec, self._folder / name, repacked=name == READING)
            return self._opened[name]


def of_unit_length(vectors: Vectors) -> NDArray[np.bool_]:
    """Tell of each row whether its length is 1, but for rounding to half precision; what is no number is not.

    Args:
        vectors: Shape (n, dimension), in single precision, from wherever they were kept or made.

    Returns:
        Shape (n,).
    """
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))  # a quarter of the time of `norm`
    near: NDArray[np.bool_] = np.abs(lengths - 1) < _UNIT_TOLERANCE
    return near


def file_sha256(path: Path) -> str:
    """Return the SHA-256 (hex) of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def batches_by_length(rows: Sequence[Tokens], size: int = BATCH) -> list[list[int]]:
    """Group tokenised texts into batches of like length, so that little is padded.

    Returns:
        Places in `rows`, longest texts first, `size` a batch; each place once.
    """
    order = sorted(range(len(rows)), key=lambda place: -rows[place].shape[1])
    return [order[start : start + size] for start in range(0, len(order), size)]
