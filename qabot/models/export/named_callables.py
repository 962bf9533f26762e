"""What a model's settings name to be called: refused before any library looks it up, unless it is known.

sentence-transformers imports the classes of modules and of activations by the names that JSON files of the model give,
and calls them; of torch it takes any. Here a closed list is taken: its own modules, activations of torch, and the ways
in which a network reads text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from qabot.core.home_files import read_up_to

_ACTIVATIONS = frozenset(
    "CELU ELU GELU Hardsigmoid Hardswish Hardtanh LeakyReLU LogSigmoid Mish ReLU ReLU6 SELU SiLU Sigmoid Softplus "
    "Softsign Tanh Tanhshrink".split()
)
_IMPORTED = re.compile(r"(?:torch|sentence_transformers)(?:\.\w+)+")
"""What may be taken for the name of something to import."""
_MODULE = re.compile(
    r"sentence_transformers(?:\.(?:base|sentence_transformer|cross_encoder|sparse_encoder))?\.(?:models|modules)"
    r"(?:\.\w+)?\.[A-Z]\w*"
)
_OF_TORCH = re.compile(r"torch\.nn\.(?:modules\.\w+\.)?(\w+)")
_METHODS = frozenset({"forward", "get_text_features"})
"""What of a network may be called to read text."""
_NO_SETTINGS = frozenset({"tokenizer.json", "vocab.json", "added_tokens.json"})
_MOST = 4 * 1024**2
"""Bytes of a file of settings."""


def unknown_callable(parts: Iterable[Path]) -> str | None:
    """Return what the settings in these folders name to be called and is not known; None where there is no such name.

    Raises:
        OSError: A file cannot be read.
        ValueError: A file is too large, or no JSON.
    """
    for path in (each for part in parts for each in sorted(part.glob("*.json"))):
        if path.name not in _NO_SETTINGS and (name := _unknown(path)):
            return name
    return None


def _unknown(path: Path) -> str | None:
    try:
        settings: object = json.loads(read_up_to(path, _MOST))
    except RecursionError as cause:
        raise ValueError(f"{path.name} nests too deep") from cause
    return next((value for key, value in _strings(settings) if not _is_known(key, value)), None)


def _strings(settings: object) -> Iterator[tuple[str, str]]:
    """Yield the strings of settings, each with the key that it stands under."""
    waiting: list[tuple[str, object]] = [("", settings)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict):
            waiting += cast("Mapping[str, object]", value).items()
        elif isinstance(value, list):
            waiting += [(key, each) for each in cast("Sequence[object]", value)]


def _is_known(key: str, value: str) -> bool:
    if key == "method":
        return value in _METHODS
    if not _IMPORTED.fullmatch(value):
        return True
    found = _OF_TORCH.fullmatch(value)
    return bool(_MODULE.fullmatch(value)) or bool(found and (found[1] in _ACTIVATIONS or found[1] == "Identity"))
