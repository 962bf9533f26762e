"""A model's files: where they are, what identifies them, and which are refused unread. Nothing here loads torch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import huggingface_hub
from msgspec import Struct

from qabot.core.error_translation import translating_errors
from qabot.core.errors import ModelUnavailable, QabotError
from qabot.core.storage_faults import storage_fault
from qabot.models.encoder import file_sha256
from qabot.models.export.named_callables import unknown_callable

_SETUP = (
    *("modules.json", "config.json", "sentence_*_config.json", "tokenizer.json", "tokenizer_config.json"),
    *("special_tokens_map.json", "added_tokens.json", "vocab.txt", "vocab.json", "merges.txt", "*.model"),
)


class Role(Struct, frozen=True):
    """What a model is wanted for."""

    organisation: str
    """Whose models on the hub are called by their bare names."""
    hint: str
    """What to do about one that will not do."""

    def refusal(self, weights: Path, why: str) -> ModelUnavailable:
        """Return the error for a model that will not do."""
        return ModelUnavailable(f"The model in {weights} cannot be used: {why}.", hint=self.hint)

    def refusing(self, what: str) -> translating_errors:
        """Whatever the libraries raise inside, which is of many kinds, becomes one error that names the cause."""

        def unavailable(cause: Exception) -> QabotError:
            if refused := storage_fault(cause):
                return refused
            reason = " ".join(str(cause).split())[:400] or type(cause).__name__
            return ModelUnavailable(f"{what}: {reason.rstrip('.')}.", hint=self.hint)

        return translating_errors(unavailable, ours_too=True)


ENCODER = Role("sentence-transformers", "Choose another model with `--model`, or none for the default.")
RERANKER = Role("cross-encoder", "Choose another `model` under [rerank] in qabot.toml, or none to do without.")


def locate(model: str, role: Role, *, allow_download: bool) -> Path:
    """Find the folder that holds a model's files.

    Args:
        model: A folder, or a name on the model hub: `organisation/name`, or `name` alone.
        role: What it is wanted for.
        allow_download: Whether what this machine's hub cache lacks may be fetched.

    Raises:
        ModelUnavailable: It is not on this machine and may not or cannot be fetched.
    """
    if Path(model).is_dir():
        return Path(model).resolve()
    name = model if "/" in model else f"{role.organisation}/{model}"
    reason = "could not be fetched" if allow_download else "is not on this machine, and downloading is not allowed"
    hub: Any = huggingface_hub
    with role.refusing(f"The model {model} {reason}"):
        found: str = hub.snapshot_download(
            name,
            local_files_only=not allow_download,
            allow_patterns=["*.json", "*.txt", "*.model", "*.safetensors"],
            ignore_patterns=["onnx/*", "openvino/*"],
        )
    return Path(found)


def refuse_unread(weights: Path, role: Role) -> None:
    """Look at a model's files before a library does.

    Args:
        weights: The folder.
        role: What it is wanted for.

    Raises:
        ModelUnavailable: Weights are pickled or an adapter's, or a file names something to call that may do harm.
    """
    parts = _parts(weights, role)
    _refuse_unknown_callables(parts, weights, role)
    for part in parts:
        pickle = next(part.glob("pytorch_model*.bin"), None)
        if pickle and not any(part.glob("model*.safetensors")):
            message = f"The model in {weights} has weights only as a pickle ({pickle.name}), which can run code."
            raise ModelUnavailable(message, hint=f"Save it again as safetensors. {role.hint}")
    if (weights / "adapter_config.json").exists():
        raise role.refusal(weights, "it is an adapter to another model; merge the two and save the result")


def _refuse_unknown_callables(parts: Sequence[Path], weights: Path, role: Role) -> None:
    try:
        name = unknown_callable(parts)
    except (OSError, ValueError) as cause:
        raise storage_fault(cause) or role.refusal(weights, f"its settings cannot be read ({cause})") from cause
    if name:
        raise role.refusal(weights, f"its settings name {name[:100]!r} to be called, which is not known to be harmless")


def weights_sha256(weights: Path, role: Role) -> str:
    """SHA-256 (hex) of the model's one file of weights, or of the names and hashes of several."""
    files = _named(_parts(weights, role), ("*.safetensors",))
    return file_sha256(files[0]) if len(files) == 1 else _digest(files, weights)


def pipeline_sha256(weights: Path, role: Role) -> str:
    """SHA-256 (hex) of the names and hashes of the files that set the model up."""
    return _digest(_named(_parts(weights, role), _SETUP), weights)


def _parts(weights: Path, role: Role) -> list[Path]:
    """The model's folder and those of its modules."""
    try:
        modules = json.loads((weights / "modules.json").read_bytes())
        paths = {str(module["path"]) for module in modules}
    except FileNotFoundError:
        paths = set[str]()
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as cause:
        raise role.refusal(weights, f"its modules.json cannot be read ({cause})") from cause
    if outside := [path for path in paths if Path(path).is_absolute() or ".." in Path(path).parts]:
        raise role.refusal(weights, f"its modules.json names a folder outside it ({outside[0][:100]!r})")
    return sorted({weights, *(weights / path for path in paths)})


def _named(parts: Sequence[Path], patterns: Sequence[str]) -> list[Path]:
    return sorted({path for part in parts for pattern in patterns for path in part.glob(pattern)})


def _digest(files: Sequence[Path], base: Path) -> str:
    lines = [f"{path.relative_to(base).as_posix()} {file_sha256(path)}\n" for path in files]
    return hashlib.sha256("".join(lines).encode()).hexdigest()
