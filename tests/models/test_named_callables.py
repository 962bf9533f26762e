"""What a model's settings name is called only if it is known; anything else is refused before a library looks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
import transformers

from qabot.core.errors import ModelUnavailable
from qabot.models.export import encoder_export, reranker_export
from qabot.models.export.named_callables import unknown_callable
from tests.small_models import save_cross_encoder, save_network


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small cross-encoder. Not to be changed: copy it first."""
    return save_cross_encoder(tmp_path_factory.mktemp("cross-encoder"))


@pytest.fixture
def copied(cross_encoder: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return shutil.copytree(cross_encoder, tmp_path / "copied")


def change(path: Path, **settings: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | settings))


@pytest.mark.parametrize("name", ["torch.seed", "torch.hub.load", "torch.cuda.empty_cache", "torch.nn.Linear"])
@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("config_sentence_transformers.json", "activation_fn"),
        ("config.json", "sbert_ce_default_activation_function"),
        ("config.json", "sentence_transformers"),
    ],
)
def test_an_activation_that_is_none_is_never_called(
    copied: Path, monkeypatch: pytest.MonkeyPatch, file: str, key: str, name: str
) -> None:
    called: list[str] = []
    monkeypatch.setattr(torch, "seed", lambda: called.append("seed"))
    change(copied / file, **{key: {"activation_fn": name} if key == "sentence_transformers" else name})
    with pytest.raises(ModelUnavailable, match="to be called, which is not known to be harmless") as caught:
        reranker_export.load(copied)
    assert repr(name) in caught.value.message
    assert "[rerank]" in caught.value.hint
    assert called == []


def test_a_method_of_the_network_that_does_not_read_is_never_called(copied: Path) -> None:
    text = {"method": "save_pretrained", "method_output_name": "logits"}
    change(copied / "sentence_bert_config.json", modality_config={"text": text})
    with pytest.raises(ModelUnavailable, match="'save_pretrained' to be called"):
        reranker_export.load(copied)


def test_a_module_that_is_none_is_never_imported(copied: Path) -> None:
    modules = json.loads((copied / "modules.json").read_text())
    modules[0]["type"] = "sentence_transformers.util.misc.import_from_string"
    (copied / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(ModelUnavailable, match=r"import_from_string' to be called"):
        reranker_export.load(copied)


@pytest.mark.parametrize("path", ["../elsewhere", "/etc"])
def test_a_module_outside_the_model_is_refused(copied: Path, path: str) -> None:
    modules = json.loads((copied / "modules.json").read_text())
    modules[0]["path"] = path
    (copied / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(ModelUnavailable, match="names a folder outside it"):
        reranker_export.load(copied)


@pytest.mark.parametrize("data", [b"[" * 100_000, b"{", b'"' + b"x" * (4 * 1024**2) + b'"'])
def test_settings_that_cannot_be_read_are_refused(copied: Path, data: bytes) -> None:
    (copied / "config_sentence_transformers.json").write_bytes(data)
    with pytest.raises(ModelUnavailable, match="its settings cannot be read"):
        reranker_export.load(copied)


def test_weights_under_another_name_do_not_stand_for_a_pickle(copied: Path) -> None:
    (copied / "model.safetensors").rename(copied / "other.safetensors")
    (copied / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(ModelUnavailable, match="only as a pickle"):
        reranker_export.load(copied)


@pytest.mark.parametrize(
    ("key", "value", "is_known"),
    [
        ("activation_function", "torch.nn.modules.activation.Tanh", True),
        ("activation_function", "torch.nn.modules.linear.Identity", True),
        ("activation_fn", "torch.nn.Sigmoid", True),
        ("activation_function", "gelu_new", True),
        ("activation_fn", "torch.nn.modules.container.Sequential", False),
        ("type", "sentence_transformers.models.Pooling", True),
        ("type", "sentence_transformers.sentence_transformer.modules.pooling.Pooling", True),
        ("type", "sentence_transformers.util.import_from_string", False),
        ("method", "get_text_features", True),
        ("method", "push_to_hub", False),
        ("query", "torch. And then: ", True),
    ],
)
def test_what_is_known(tmp_path: Path, key: str, value: str, *, is_known: bool) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"deep": [{key: [value]}]}))
    (tmp_path / "tokenizer.json").write_text(json.dumps({"method": "torch.seed"}))
    assert unknown_callable([tmp_path]) == (None if is_known else value)


def test_a_network_alone_is_an_encoder(tmp_path: Path) -> None:
    assert encoder_export.load(save_network(tmp_path / "bert", transformers.BertModel))
