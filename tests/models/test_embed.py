"""Exporting other models: prompts, a further layer, other pooling and padding; and refusing what cannot be exported."""

import io
import json
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import transformers
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import (
    Dense,
    Normalize,
    Pooling,
    Router,
    StaticEmbedding,
    Transformer,
)

from qabot.core.errors import ModelUnavailable
from qabot.core.progress import ignore_progress
from qabot.models import batch_embedding
from qabot.models.encoder import OnnxEncoder
from qabot.models.export import __main__ as child
from qabot.models.export import encoder_export
from tests.small_models import Harm, save_network

ALIKE = 0.9995
PROMPTS = {"query": "question: ", "document": "passage: "}


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small BERT with random weights, which reads text as the default model does."""
    return save_network(tmp_path_factory.mktemp("bert"), transformers.BertModel)


@pytest.fixture
def saved(network: Path, tmp_path: Path) -> Callable[..., Path]:
    """Saves a model that begins with the small network and goes on with these modules."""

    def save(*modules: torch.nn.Module, length: int = 64, **settings: Any) -> Path:
        first: Any = Transformer
        model: Any = SentenceTransformer(
            modules=[first(str(network), max_seq_length=length), *modules], device="cpu", **settings
        )
        model.save(str(tmp_path / "small"), create_model_card=False)
        return tmp_path / "small"

    return save


def _exported(model: Path, folder: Path) -> OnnxEncoder:
    folder.mkdir()
    encoder_export.export(encoder_export.load(model), model, folder, name="small")
    return OnnxEncoder.open(folder)


def _alike(encoder: OnnxEncoder, model: Path, texts: list[str]) -> None:
    reference: Any = encoder_export.load(model)
    questions = np.stack([encoder.encode_query(text) for text in texts])
    passages = encoder.encode_documents(texts)
    least = 0.99 if encoder.spec.int8 else ALIKE  # questions are read in 8 bits
    assert np.min(np.sum(questions * reference.encode_query(texts, normalize_embeddings=True), axis=1)) >= least
    assert np.min(np.sum(passages * reference.encode_document(texts, normalize_embeddings=True), axis=1)) >= ALIKE


def test_prompts_and_a_further_layer(saved: Callable[..., Path], texts: list[str], tmp_path: Path) -> None:
    torch.random.manual_seed(2)  # pyright: ignore[reportUnknownMemberType]
    model = saved(Pooling(32, "mean"), Dense(32, 12), Normalize(), prompts=PROMPTS)
    folder = tmp_path / "encoder"
    folder.mkdir()
    child.run(["export", f"--model={model}", "--name=small", f"--out={folder}"], io.BytesIO())
    encoder = OnnxEncoder.open(folder)
    spec = encoder.spec
    assert (spec.model, spec.dimension, spec.max_tokens) == ("small", 12, 64)
    assert (spec.query_prompt, spec.document_prompt) == ("question: ", "passage: ")
    some = texts[:100]
    _alike(encoder, model, some)
    # The test can tell the prompts apart: without them the vectors differ.
    assert np.dot(encoder.encode_query("budget"), encoder.encode_documents(["budget"])[0]) < ALIKE
    assert encoder.count_tokens(["budget"]) == [5]
    vectors = batch_embedding.embed_documents(folder, some, ignore_progress)
    assert np.min(np.sum(vectors * encoder.encode_documents(some), axis=1)) >= ALIKE


@pytest.mark.parametrize("modes", [["cls"], ["max"], ["lasttoken"], ["weightedmean"], ["mean", "cls"]])
def test_other_pooling(modes: list[Any], saved: Callable[..., Path], texts: list[str], tmp_path: Path) -> None:
    model = saved(Pooling(32, modes))
    encoder = _exported(model, tmp_path / "encoder")
    assert encoder.spec.dimension == 32 * len(modes)
    _alike(encoder, model, texts[:40])


def test_default_prompt_serves_where_there_is_no_other(saved: Callable[..., Path]) -> None:
    model = encoder_export.load(saved(Pooling(32), prompts=PROMPTS | {"other": "other: "}, default_prompt_name="other"))
    assert encoder_export.prompt(model, ("query",)) == "question: "
    assert encoder_export.prompt(model, ("unknown",)) == "other: "
    model.default_prompt_name = None
    assert encoder_export.prompt(model, ("unknown",)) == ""


def test_same_model_same_fingerprint(saved: Callable[..., Path], tmp_path: Path) -> None:
    model = saved(Pooling(32))
    first = _exported(model, tmp_path / "first").spec
    again = _exported(model, tmp_path / "again").spec
    assert first == again
    (model / "README.md").write_text("a new readme")
    assert _exported(model, tmp_path / "readme").spec.fingerprint == first.fingerprint
    (model / "1_Pooling" / "config.json").write_text(json.dumps({"embedding_dimension": 32, "pooling_mode": "cls"}))
    assert _exported(model, tmp_path / "pooling").spec.fingerprint != first.fingerprint


@pytest.mark.parametrize("part", [".", "2_Dense"])
def test_pickled_weights_are_refused_unread(part: str, saved: Callable[..., Path], tmp_path: Path) -> None:
    model = saved(Pooling(32), Dense(32, 12))
    (model / part / "model.safetensors").unlink()
    trace = tmp_path / "harm"
    (model / part / "pytorch_model.bin").write_bytes(pickle.dumps(Harm(trace)))
    with pytest.raises(ModelUnavailable, match="only as a pickle"):
        encoder_export.load(model)
    assert not trace.exists()


def test_separate_networks_are_refused(network: Path, tmp_path: Path) -> None:
    first: Any = Transformer
    router: Any = Router
    parts = [[first(str(network)), Pooling(32)] for _ in range(2)]
    model: Any = SentenceTransformer(modules=[router.for_query_document(*parts)], device="cpu")
    model.save(str(tmp_path / "router"), create_model_card=False)
    with pytest.raises(ModelUnavailable, match="separate networks"):
        _exported(tmp_path / "router", tmp_path / "encoder")


def test_models_without_a_network_are_refused(packaged: Path, tmp_path: Path) -> None:
    tokenizer: Any = transformers.AutoTokenizer
    words: Any = StaticEmbedding(tokenizer.from_pretrained(packaged), embedding_dim=8)
    model: Any = SentenceTransformer(modules=[words], device="cpu")
    model.save(str(tmp_path / "static"), create_model_card=False)
    with pytest.raises(ModelUnavailable, match="begins with a StaticEmbedding"):
        _exported(tmp_path / "static", tmp_path / "encoder")


def test_prompts_left_out_of_the_pooling_are_refused(saved: Callable[..., Path], tmp_path: Path) -> None:
    model = saved(Pooling(32, include_prompt=False), prompts=PROMPTS)
    with pytest.raises(ModelUnavailable, match="leaves its prompts out"):
        _exported(model, tmp_path / "encoder")


def test_adapters_are_refused(saved: Callable[..., Path]) -> None:
    model = saved(Pooling(32))
    (model / "adapter_config.json").write_text("{}")
    with pytest.raises(ModelUnavailable, match="adapter"):
        encoder_export.load(model)


def test_code_of_the_model_is_not_run(saved: Callable[..., Path], tmp_path: Path) -> None:
    model = saved(Pooling(32))
    trace = tmp_path / "harm"
    (model / "modeling_own.py").write_text(f"open({str(trace)!r}, 'w')")
    modules = json.loads((model / "modules.json").read_text())
    modules[1]["type"] = "modeling_own.Pooling"
    (model / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        encoder_export.load(model)
    assert not trace.exists()


@pytest.mark.parametrize("name", ["modules.json", "config.json", "model.safetensors", "tokenizer.json"])
def test_a_damaged_model_is_named(name: str, saved: Callable[..., Path]) -> None:
    model = saved(Pooling(32))
    (model / name).write_bytes(b"{")
    with pytest.raises(ModelUnavailable, match="small"):
        encoder_export.load(model)


def test_an_export_that_gives_other_vectors_is_refused(
    saved: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder_export, "ALIKE", 1.1)
    with pytest.raises(ModelUnavailable, match="gives other vectors"):
        _exported(saved(Pooling(32)), tmp_path / "encoder")


def test_other_weights_than_the_index_has_are_refused(saved: Callable[..., Path]) -> None:
    model = saved(Pooling(32))
    with pytest.raises(ModelUnavailable, match="not those that the index"):
        child.run(["encode", f"--model={model}", "--device=cpu", f"--weights-sha256={'0' * 64}"], io.BytesIO())


def test_neither_openvino_nor_its_telemetry_comes_with_torch() -> None:
    assert not [name for name in sys.modules if name.startswith(("openvino_telemetry", "openvino.tools"))]
