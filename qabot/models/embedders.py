"""Whoever makes vectors of texts for a build: this machine, or another that is handed the encoder's folder.

Making one takes nearly all of a build's time, and what is made of a text depends on nothing else; so a build is given
an embedder, and does not ask where it works.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from qabot.core.progress import OnProgress
from qabot.core.settings import Device
from qabot.models.batch_embedding import OnVectors, embed_documents
from qabot.models.encoder import Vectors


class Embedder(Protocol):
    """Makes vectors of texts."""

    def embed(self, encoder: Path, texts: Sequence[str], on_progress: OnProgress, on_vectors: OnVectors) -> Vectors:
        """Encode passages.

        Args:
            encoder: The `encoder/` folder of the generation they are for.
            texts: The passages; some are taken at a time, so that they need not lie in memory.
            on_progress: Told as vectors come; `total` is the number of passages.
            on_vectors: Given some vectors as soon as there are any, each vector once and in any order.

        Returns:
            Shape (texts, dimension), each row of length 1, in the order given.
        """
        ...


class LocalEmbedder(Struct, frozen=True):
    """This machine: its processor, or its GPU."""

    device: Device
    """The processor, a GPU, or whichever pays."""
    source: str
    """Where the model came from; a GPU runs it from there. Empty for the packaged one."""

    def embed(self, encoder: Path, texts: Sequence[str], on_progress: OnProgress, on_vectors: OnVectors) -> Vectors:
        """Encode passages, as `embed_documents` does and with its errors."""
        source = self.source or None
        return embed_documents(encoder, texts, on_progress, device=self.device, model=source, on_vectors=on_vectors)
