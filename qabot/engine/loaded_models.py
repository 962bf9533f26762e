"""The models that questions are asked with, and where a generation's come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from qabot.answer.calibration import Calibration, find
from qabot.core.settings import Settings
from qabot.index.snapshot import Generation
from qabot.models.encoder import TokenEmbeddings
from qabot.retrieval.protocols import Reranker


class Encoder(Protocol):
    """Reads questions, and the sentences that may answer them; for any number of threads at once."""

    def encode_query_tokens(self, text: str) -> TokenEmbeddings:
        """Return a question's vector and those of its tokens."""
        ...

    def encode_document_tokens(self, texts: Sequence[str]) -> list[TokenEmbeddings]:
        """Return each text's vector and those of its tokens, in the order given."""
        ...


@dataclass(frozen=True, slots=True)
class Models:
    """What a generation is asked with."""

    encoder: Encoder
    """Reads questions and sentences."""
    calibration: Calibration | None
    """Turns what the encoder finds into a verdict; None where it has none."""
    reranker: Reranker | None = None
    """Reads passages together with the question, where the settings ask for one."""


def load_models(generation: Generation, settings: Settings) -> Models:
    """Load what a generation is asked with.

    Raises:
        IndexCorrupt: A model is damaged.
        ModelMismatch: The settings ask for a reranker that the generation does not carry.
    """
    encoder = generation.encoder()
    calibration = find(encoder.spec.fingerprint, settings.home.path)
    return Models(encoder, calibration, generation.reranker_for(settings.rerank))


def has_same_models(one: Generation, other: Generation) -> bool:
    """Whether two generations are asked with the same models, so that those of the one serve for the other."""
    return (one.manifest.fingerprint, one.manifest.reranker) == (other.manifest.fingerprint, other.manifest.reranker)
