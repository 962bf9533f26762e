"""What runs in a process of a Ray cluster: the encoder of a generation, on one core."""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct

from qabot import __version__
from qabot.models.encoder import OnnxEncoder, Vectors
from qabot.models.onnx_session import ModelInputs
from qabot.models.processor_embedding import bulk_runner

EncoderFiles = Mapping[str, bytes]
"""The files of an `encoder/` folder by their names."""


class ActorReport(Struct, frozen=True):
    """What an actor tells of itself once its encoder is open."""

    version: str
    """Of qabot, where it runs."""
    batch: int
    """Texts that its network takes at once: it runs as the driver's own would where both choose the same."""
    process: int
    """Its process id."""


def encoder_files(folder: Path) -> dict[str, bytes]:
    """Return what an actor on another machine needs of an `encoder/` folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


class EncoderHolder:
    """Holds the files of an encoder for the actors of other machines, also for one that is started again."""

    def __init__(self, files: EncoderFiles) -> None:
        """Hold these."""
        self._files = files

    def files(self) -> EncoderFiles:
        """Return them."""
        return self._files


class EncoderActor:
    """Turns batches of tokens into vectors. It keeps nothing of them, so that a block may be given to another again."""

    def __init__(self, folder: str, holder: str, texts: int) -> None:
        """Open an encoder.

        Args:
            folder: Where it lies, on this machine.
            holder: Where it lies on another, the name of the `EncoderHolder` that has its files; else empty.
            texts: How many passages are to be embedded in all.
        """
        if not holder:
            self._open(Path(folder), texts)
            return
        ray: Any = importlib.import_module("ray")
        files: EncoderFiles = ray.get(ray.get_actor(holder).files.remote())
        with tempfile.TemporaryDirectory(prefix="qabot-encoder-") as name:  # what is mapped of it stays readable
            for each, content in files.items():
                (Path(name) / Path(each).name).write_bytes(content)
            self._open(Path(name), texts)

    def _open(self, folder: Path, texts: int) -> None:
        self._runner = bulk_runner(OnnxEncoder.of_passages(folder), folder, texts, streams=1)

    def report(self) -> ActorReport:
        """Tell what runs here."""
        return ActorReport(__version__, self._runner.batch, os.getpid())

    def encode(self, feeds: Sequence[ModelInputs]) -> Vectors:
        """Return the vectors of batches, one below the other: shape (texts, dimension)."""
        return np.concatenate([self._runner.run(feed) for feed in feeds])
