"""Small models with random weights, made on the spot, that read text as the packaged one does; and how to spoil one."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import torch
import transformers
from sentence_transformers import CrossEncoder

from qabot.models.batch_embedding import ModelSource, resolve_model
from qabot.models.export import __main__ as child


def export_here(task: str, source: ModelSource, folder: Path, *, allow_download: bool) -> None:
    """Export a model in this process, which has torch: in the place of `batch_embedding._export`, which starts one."""
    assert not allow_download
    child.run([task, f"--model={source.location}", f"--name={source.name}", f"--out={folder}"], io.BytesIO())


def save_network(folder: Path, kind: Any, *, seed: int = 1, **config: Any) -> Path:
    """Save a small network of this kind from transformers, with its tokeniser; the same seed gives the same weights."""
    torch.random.manual_seed(seed)  # pyright: ignore[reportUnknownMemberType]
    small = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64}
    model: Any = kind(kind.config_class(**small | {"initializer_range": 0.3} | config))
    model.save_pretrained(folder)
    tokenizer: Any = transformers.AutoTokenizer
    tokenizer.from_pretrained(resolve_model(None).location).save_pretrained(folder)
    return folder


def save_cross_encoder(folder: Path, *, seed: int = 1, labels: int = 1, **settings: Any) -> Path:
    """Save a small CrossEncoder that reads 64 tokens; `settings` are those of the class."""
    network = save_network(folder / "network", transformers.BertForSequenceClassification, seed=seed, num_labels=labels)
    model: Any = CrossEncoder
    model(str(network), device="cpu", max_length=64, **settings).save_pretrained(
        str(folder / "small"), create_model_card=False
    )
    return folder / "small"


class Harm:
    """Pickled, a command that leaves a file behind when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        """Leave it here."""
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        """Tell pickle to make the file."""
        return (Path.touch, (self.trace,))


def damage(path: Path, how: str) -> None:
    """Remove a file (`missing`), or put another in its place: `empty`, `cut` short or `foreign`."""
    whole = path.read_bytes() if how == "cut" else b""
    path.unlink()
    if how != "missing":
        path.write_bytes({"empty": b"", "cut": whole[: len(whole) // 2], "foreign": b"[1, 2, 3]"}[how])
