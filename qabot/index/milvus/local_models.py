"""The models that a generation in Milvus is asked with: on the asking machine, for vectors alone are in the engine.

Where this machine built the generation, they lie in its folder in the home's index. Elsewhere they are made on first
use in `index/models-<fingerprint8>-<reader8>/`, of the packaged models, which are the same on every machine, and stay
there for all generations that have the same.
"""

from __future__ import annotations

import os
import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

from msgspec import Struct

from qabot.core.errors import IndexCorrupt, ModelMismatch, ModelUnavailable
from qabot.core.home_trust import make_part
from qabot.core.settings import ReaderSettings, RerankSettings
from qabot.index.build.chunking import vector_fingerprint
from qabot.index.manifest import ENCODER, READER, RERANKER, Manifest
from qabot.models.encoder import EncoderSpec, OnnxEncoder
from qabot.models.reader import OnnxReader
from qabot.models.reranker import OnnxReranker

_FOLDER = "models-"
_HERE = "Run `qabot index` on this machine with the same corpus, or build the index with `--model packaged`."


class LocalModels(Struct, frozen=True):
    """Where the models of a generation lie on this machine."""

    folder: Path
    """A generation's, or one of models alone."""
    manifest: Manifest
    """What it is asked with."""

    def encoder(self) -> OnnxEncoder:
        """Open the encoder.

        Raises:
            IndexCorrupt: It is another one than the passages were embedded with.
        """
        encoder = OnnxEncoder.open(self.folder / ENCODER)
        if vector_fingerprint(encoder.spec.fingerprint) != self.manifest.fingerprint:
            raise IndexCorrupt(
                f"The encoder in {self.folder} is not the one that the generation in Milvus was built with.",
                hint=f"Remove {self.folder}, and ask again.",
            )
        return encoder

    def reader_for(self, reader: ReaderSettings, encoder: OnnxEncoder | None) -> OnnxReader | None:
        """Open the reader, if there is one and the settings do not turn it off."""
        if not self.manifest.reader or reader.is_off or not (self.folder / READER).is_dir():
            return None
        return OnnxReader.open(self.folder / READER, encoder.tokeniser if encoder else None)

    def reranker_for(self, rerank: RerankSettings) -> OnnxReranker | None:
        """Open the reranker that settings ask for, if they ask for one.

        Raises:
            ModelMismatch: The generation carries another one, or none, or it is not on this machine.
        """
        if not rerank.accepts(self.manifest.reranker) or (rerank.model and not (self.folder / RERANKER).is_dir()):
            raise ModelMismatch(
                f"The settings ask for the reranker {rerank.model}, which this machine has not for this index.",
                still_works="Without that setting, questions are answered in the order the index finds.",
                hint="Take it out of the settings.",
            )
        return OnnxReranker.open(self.folder / RERANKER) if rerank.model else None


def models_of(index: Path, manifest: Manifest) -> LocalModels:
    """Return the models of a generation, made first where this machine has none.

    Args:
        index: The home's index folder.
        manifest: Of the generation.

    Raises:
        ModelUnavailable: They are of a model that is not packaged, and that this machine has not.
        StorageFailed: The machine lets nothing be written there.
    """
    built = index / manifest.name
    kept = index / f"{_FOLDER}{manifest.fingerprint[:8]}-{(manifest.reader or 'none')[:8]}"
    for folder in (built, kept):
        if (folder / ENCODER).is_dir() and (not manifest.reader or (folder / READER).is_dir()):
            return LocalModels(folder, manifest)
    if manifest.source:
        raise ModelUnavailable(
            f"The index in Milvus was built with {manifest.model}, which is not on this machine.", hint=_HERE
        )
    make_part(index)
    _make(kept, manifest)
    return LocalModels(kept, manifest)


def _make(folder: Path, manifest: Manifest) -> None:
    """Make the packaged models in a folder, which takes its name once they are whole."""
    draft = folder.with_name(f".draft-{os.urandom(8).hex()}")
    try:
        (draft / ENCODER).mkdir(parents=True)
        # These load what a build needs, and a question as a rule does not.
        embedding: Any = import_module("qabot.models.batch_embedding")
        embedding.export_encoder(None, draft / ENCODER)
        if vector_fingerprint(EncoderSpec.read(draft / ENCODER).fingerprint) != manifest.fingerprint:
            raise ModelUnavailable(
                "The index in Milvus was built with another version of the packaged model.",
                hint="Install the same version of qabot on both machines.",
            )
        if manifest.reader:
            (draft / READER).mkdir()
            reading: Any = import_module("qabot.models.reader_export")
            if reading.reader_identity(None) != manifest.reader:
                raise ModelUnavailable(
                    "The index in Milvus was built with another reader than the one that comes with this qabot.",
                    hint=_HERE,
                )
            reading.export_reader(None, draft / READER)
        if not folder.exists():
            draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
