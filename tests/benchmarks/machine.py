"""What of the machine bears on the figures; nothing that names it."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version

from qabot.models.openvino_backend import has_bfloat16

_PACKAGES = ("torch", "sentence-transformers", "onnxruntime", "openvino", "faiss-cpu", "tantivy", "tokenizers", "numpy")


def facts() -> list[str]:
    """Return one line a fact."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    found = [f"{name} {_version(name)}" for name in _PACKAGES]
    return [
        f"{cores} cores ({platform.machine()}), bfloat16: {'yes' if has_bfloat16() else 'no'}, load {load()}",
        f"Python {platform.python_version()} · {' · '.join(found)}",
    ]


def load() -> str:
    """Return how many processes ran or waited to, on average over the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "–"
