"""Puts the reader into a generation, as `OnnxReader` opens it: the weights that ship with qabot, or a folder's."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors import numpy as safetensors
from tokenizers import Tokenizer

from qabot.core.errors import ModelUnavailable
from qabot.core.storage_faults import storage_fault
from qabot.models.batch_embedding import DEFAULT_MODEL, packaged_model
from qabot.models.encoder import file_sha256
from qabot.models.onnx_session import TOKENIZER
from qabot.models.reader import OnnxReader, ReaderSpec
from qabot.models.reader_graph import INPUTS, RULE, write_graph

WEIGHTS_FILE = "reader.safetensors"
"""What the file of weights is called, here and in a folder that replaces it."""
PACKAGED = Path(__file__).with_name("weights") / WEIGHTS_FILE
PACKAGED_SHA256 = "59fd64a52c5414afdb1353cedf207e4ee0d93f3caddabad7cea9fd01104af1d1"
"""SHA-256 of the weights that ship, which `weights/MODEL_CARD.md` describes."""

_safetensors: Any = safetensors  # it has no types for what it gives
_opened: Any = safe_open

_MOST_TOKENS = 256
_EMBEDDINGS = "embeddings."
_HINT = 'Set `model = "off"` under [reader] in qabot.toml to do without, or name another folder.'


def reader_weights(source: str | None) -> Path:
    """Return the file of weights that a setting means.

    Args:
        source: A folder that holds `reader.safetensors`; None for the weights that ship.

    Raises:
        ModelUnavailable: It is missing, or the shipped one is altered.
    """
    path = PACKAGED if source is None else Path(source) / WEIGHTS_FILE
    if not path.is_file():
        raise ModelUnavailable(f"There is no reader in {path}.", hint=_HINT)
    if source is None and file_sha256(path) != PACKAGED_SHA256:
        raise ModelUnavailable(f"{path} does not hold the weights of the reader that ships.", hint=_HINT)
    return path


def reader_identity(source: str | None) -> str:
    """Return what tells an exported reader from others: a SHA-256 (hex) over its weights and how they are put to work.

    Raises:
        ModelUnavailable: As `reader_weights`.
    """
    weights = PACKAGED_SHA256 if source is None else file_sha256(reader_weights(source))
    return hashlib.sha256(f"{weights} {RULE} {_MOST_TOKENS}".encode()).hexdigest()


def export_reader(source: str | None, folder: Path) -> ReaderSpec:
    """Write a reader into a generation's `reader/` folder, which must exist; takes about a second.

    Args:
        source: As for `reader_weights`.
        folder: Where to.

    Raises:
        ModelUnavailable: The weights are missing or altered, or are not those of a reader.
    """
    path, base = reader_weights(source), packaged_model()
    try:
        weights = _load(path)
        int8 = _metadata(path).get("int8") == "true"
        embeddings = _load(base / "model.safetensors")
        weights |= {f"encoder.{name}": each for name, each in embeddings.items() if name.startswith(_EMBEDDINGS)}
        write_graph(weights, folder, int8=int8)
    except (OSError, SafetensorError, KeyError, ValueError) as cause:
        if refused := storage_fault(cause, folder, of_library=True):
            raise refused from cause
        raise ModelUnavailable(f"{path} does not hold the weights of a reader: {cause}.", hint=_HINT) from cause
    uncut_tokenizer(base).save(str(folder / TOKENIZER), pretty=False)
    spec = ReaderSpec(
        model=f"reader over {DEFAULT_MODEL}" if source is None else Path(source).name,
        weights_sha256=file_sha256(path),
        pipeline_sha256=hashlib.sha256((folder / TOKENIZER).read_bytes()).hexdigest(),
        max_tokens=_MOST_TOKENS,
        inputs=INPUTS,
        pad_id=0,
        pad_type_id=0,
        pad_left=False,
        int8=int8,
    )
    spec.write(folder)
    OnnxReader.open(folder)
    return spec


def uncut_tokenizer(base: Path) -> Tokenizer:
    """Open the tokeniser of the packaged model's folder, so that it neither cuts nor pads."""
    tokenizer = Tokenizer.from_file(str(base / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _load(path: Path) -> dict[str, NDArray[np.floating]]:
    return dict(_safetensors.load_file(path))


def _metadata(path: Path) -> dict[str, str]:
    with _opened(str(path), "np") as opened:
        return dict(opened.metadata() or {})
