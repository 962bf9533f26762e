"""The models that questions are asked with, and where a generation's come from."""

from __future__ import annotations

from msgspec import Struct

from qabot.answer.calibration import Calibration, find, models_key
from qabot.answer.passage_reading import PassageReader
from qabot.core.settings import Settings
from qabot.index.generation_reading import OpenGeneration
from qabot.models.encoder import Encoder
from qabot.models.sentence_memory import SentenceMemory
from qabot.retrieval.protocols import Reranker


class Models(Struct, frozen=True):
    """What a generation is asked with."""

    encoder: Encoder
    """Reads questions and sentences."""
    calibration: Calibration | None
    """Turns what the encoder finds into a verdict; None where it has none."""
    reranker: Reranker | None = None
    """Reads passages together with the question, where the settings ask for one."""
    reader: PassageReader | None = None
    """Looks for the answer in what is found, unless it is turned off."""
    loaded_for: tuple[str | None, ...] | None = None
    """Which models these are: the fingerprints of the encoder and of the generation's reranker and reader; None where
    no generation says so, and any is asked with them."""

    def fit(self, generation: OpenGeneration) -> bool:
        """Whether these are the models that a generation is to be asked with."""
        return self.loaded_for in {None, _identity(generation)}


def load_models(generation: OpenGeneration, settings: Settings) -> Models:
    """Load what a generation is asked with.

    Args:
        generation: What is asked.
        settings: With which models.

    Raises:
        IndexCorrupt: A model is damaged.
        ModelMismatch: The settings ask for a reranker that the generation does not carry.
    """
    encoder = generation.encoder()
    reader = generation.reader_for(settings.reader, encoder)
    key = models_key(encoder.spec.fingerprint, generation.manifest.reader if reader else None)
    calibration = find(key, settings.home.path)
    reranker = generation.reranker_for(settings.rerank)
    return Models(SentenceMemory(encoder), calibration, reranker, reader, _identity(generation))


def has_same_models(one: OpenGeneration, other: OpenGeneration) -> bool:
    """Whether two generations are asked with the same models, so that those of the one serve for the other."""
    return _identity(one) == _identity(other)


def _identity(generation: OpenGeneration) -> tuple[str | None, ...]:
    return generation.manifest.fingerprint, generation.manifest.reranker, generation.manifest.reader
