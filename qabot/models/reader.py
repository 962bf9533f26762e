"""The reader: a question and a passage read together, while asking: where the answer stands, and whether there is one.

    reader/reader.json          which weights these are, and how a pair of texts is put to them: `ReaderSpec`
    reader/…                    its tokeniser, and its network: `qabot.models.reader_graph`

`[CLS] question [SEP] title passage [SEP]` goes in; a logit for the start and the end of the answer at every token comes
out, and one for whether the passage answers at all. `qabot.models.training` says how it was taught that.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from qabot.core.text import Span
from qabot.models.answer_span import FoundSpan, SpanSearch
from qabot.models.onnx_session import (
    CHARACTERS_A_TOKEN,
    GRAPH,
    TOKENIZER,
    ModelSpec,
    OnnxSession,
    PairTokeniser,
    Tokeniser,
    on_every_core,
)

SPEC = "reader.json"
MOST_QUESTION, MOST_TITLE = 48, 32
"""Tokens that are read of a question and of a title."""


class ReaderSpec(ModelSpec, frozen=True, kw_only=True):
    """What `reader.json` holds."""

    FILE: ClassVar[str] = SPEC
    OUTPUTS: ClassVar[tuple[str, ...]] = ("start", "end", "answers")

    int8: bool
    """Whether its layers compute in 8 bits."""


class PassageText(Struct, frozen=True):
    """What is read with a question."""

    title: str
    """Title of the article; may be empty."""
    text: str
    """The passage."""


ReadingPair = tuple[str, PassageText]
"""A question, as it is put to a passage, and that passage."""


class PassageReading(Struct, frozen=True, eq=False, dict=True):
    """What the reader makes of one passage."""

    answers: float
    """Logit of the passage answering the question."""
    offsets: tuple[Span | None, ...]
    """Which characters of the passage each token stands for; None for those of question, title and marks."""
    start: NDArray[np.float32]
    """Logit of being the first token of the answer, shape (tokens,); of the first token, of there being none."""
    end: NDArray[np.float32]
    """Logit of being the last, likewise."""

    def best(self, within: Span | None = None) -> FoundSpan:
        """Return the likeliest span of the answer, perhaps of those inside a range of the passage's characters."""
        return self._spans.whole if within is None else self._spans.within(within)

    @cached_property
    def _spans(self) -> SpanSearch:
        return SpanSearch(self.start, self.end, self.offsets)


class OnnxReader:
    """The reader of one generation, on the processor. Takes any `str` without raising; safe to share among threads."""

    def __init__(self, spec: ReaderSpec, tokeniser: PairTokeniser, network: OnnxSession) -> None:
        """Put the parts together; `open` reads them."""
        self.spec = spec
        self.tokeniser = tokeniser
        self._network = network

    @classmethod
    def open(cls, folder: Path, other: Tokeniser | None = None) -> OnnxReader:
        """Open a generation's `reader/` folder.

        Args:
            folder: Where it lies.
            other: A tokeniser that is loaded already, and is used where it is the same.

        Raises:
            IndexCorrupt: A file is missing, damaged or does not belong with the others.
            IndexFromFuture: It was written by a newer qabot.
        """
        spec = ReaderSpec.read(folder)
        network = OnnxSession(spec, folder / GRAPH, repacked=spec.int8)
        return cls(spec, PairTokeniser(spec, folder / TOKENIZER, other), network)

    def read(self, pairs: Sequence[ReadingPair]) -> list[PassageReading]:
        """Read passages, each with a question and by itself, one a core.

        Args:
            pairs: What to read. What is too long is read from its beginning.

        Raises:
            IndexCorrupt: The network cannot be run, or gives another shape.
        """
        return on_every_core(self._read, pairs)

    def has_whole(self, word: str) -> bool:
        """Return whether a word is one of its tokens, rather than made up of pieces: a name of few, or a slip."""
        return len(self.tokeniser.ids(word)) == 1

    def _read(self, pair: ReadingPair) -> PassageReading:
        question, passage = pair
        end = CHARACTERS_A_TOKEN * self.spec.max_tokens
        head = self.tokeniser.ids(question[:end])[:MOST_QUESTION]
        name = self.tokeniser.ids(passage.title[:end])[:MOST_TITLE]
        ids, spans = self.tokeniser.ids_and_spans(passage.text[:end])
        room = self.spec.max_tokens - len(head) - len(name) - 3
        row = self.tokeniser.pair(head, [*name, *ids[:room]])
        start, end, answers = self._network.all_outputs({"input_ids": row[:1], "token_type_ids": row[1:]})
        before = len(head) + 2 + len(name)
        offsets = (*[None] * before, *spans[:room], None)
        return PassageReading(float(answers[0]), offsets, start[0], end[0])
