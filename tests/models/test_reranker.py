"""Rerankers: the scores of sentence-transformers, of any text; and refusing what is no cross-encoder."""

import io
import json
import pickle
import random
import shutil
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
import torch
import transformers
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from numpy.typing import NDArray
from sentence_transformers import CrossEncoder

from qabot.core.errors import IndexCorrupt, IndexFromFuture, ModelUnavailable
from qabot.models import batch_embedding
from qabot.models.export import __main__ as child
from qabot.models.export import reranker_export
from qabot.models.export.model_source import RERANKER, locate
from qabot.models.onnx_session import GRAPH, TOKENIZER, WEIGHTS
from qabot.models.reranker import SPEC, OnnxReranker, RerankerSpec
from tests.conftest import examples
from tests.small_models import Harm, damage, save_cross_encoder, save_network

QUESTION = "Who runs the Government Digital Service?"
LONG = "The council let a contract for hosting, desktops and networks to several smaller suppliers. " * 40


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small cross-encoder. Not to be changed: copy it first."""
    return save_cross_encoder(tmp_path_factory.mktemp("cross-encoder"))


@pytest.fixture(scope="module")
def exported(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, exported as the child process does. Not to be changed: copy it first."""
    folder = tmp_path_factory.mktemp("exported") / "reranker"
    folder.mkdir()
    child.run(["export-reranker", f"--model={model}", "--name=small", f"--out={folder}"], io.BytesIO())
    return folder


@pytest.fixture(scope="module")
def reranker(exported: Path) -> OnnxReranker:
    return OnnxReranker.open(exported)


@pytest.fixture
def copied(model: Path, tmp_path: Path) -> Path:
    """The small cross-encoder, to be changed."""
    return shutil.copytree(model, tmp_path / "copied")


def predicted(model: Path, question: str, passages: list[str], **settings: Any) -> NDArray[np.float32]:
    """Return the scores of sentence-transformers itself."""
    loaded: Any = CrossEncoder(str(model), device="cpu", local_files_only=True)
    return loaded.predict([(question, passage) for passage in passages], show_progress_bar=False, **settings)


def exported_here(model: Path, folder: Path) -> OnnxReranker:
    """Export a model in this process."""
    folder.mkdir()
    reranker_export.export(reranker_export.load(model), model, folder, name="small")
    return OnnxReranker.open(folder)


def assert_alike(reranker: OnnxReranker, model: Path, passages: list[str], question: str = QUESTION) -> None:
    scores = reranker.score(question, passages)
    assert (scores.shape, scores.dtype) == ((len(passages),), np.float32)
    np.testing.assert_allclose(scores, predicted(model, question, passages), rtol=1e-4, atol=1e-5)


def test_scores_are_those_of_sentence_transformers(reranker: OnnxReranker, model: Path, texts: list[str]) -> None:
    assert_alike(reranker, model, texts[:200])
    scores = reranker.score(QUESTION, texts[:200])
    assert 0 < scores.min() < scores.max() - 0.2 < 0.8, "they tell texts apart"


def test_the_questions_matter_and_come_first(reranker: OnnxReranker, model: Path, texts: list[str]) -> None:
    for question in texts[::50]:
        assert_alike(reranker, model, texts[11:21], question)
    there, back = reranker.score("payroll", ["data centre"]), reranker.score("data centre", ["payroll"])
    assert there != back


def test_the_spec_says_what_was_exported(reranker: OnnxReranker, exported: Path) -> None:
    spec = reranker.spec
    assert (spec.model, spec.max_tokens, spec.prompt, spec.sigmoid) == ("small", 64, "", True)
    assert len(spec.weights_sha256) == len(spec.pipeline_sha256) == 64
    assert RerankerSpec.read(exported) == spec
    assert sorted(path.name for path in exported.iterdir()) == sorted([SPEC, TOKENIZER, GRAPH, WEIGHTS])


def test_scores_are_left_as_they_are_where_the_model_says_so(tmp_path: Path, texts: list[str]) -> None:
    model = save_cross_encoder(tmp_path, activation_fn=torch.nn.Identity())
    reranker = exported_here(model, tmp_path / "reranker")
    assert not reranker.spec.sigmoid
    assert_alike(reranker, model, texts[:40])
    assert np.array_equal(reranker.score(QUESTION, texts[:40]), reranker.logits(QUESTION, texts[:40]))
    assert reranker.score(QUESTION, texts[:40]).min() < 0


def test_a_prompt_goes_before_the_question(tmp_path: Path, texts: list[str]) -> None:
    model = save_cross_encoder(tmp_path, prompts={"ask": "question: ", "other": "x"}, default_prompt_name="ask")
    reranker = exported_here(model, tmp_path / "reranker")
    assert reranker.spec.prompt == "question: "
    assert_alike(reranker, model, texts[:40])
    bare = OnnxReranker.open(tmp_path / "reranker")
    bare.spec = structs.replace(bare.spec, prompt="")
    assert np.array_equal(bare.score(f"question: {QUESTION}", texts[:9]), reranker.score(QUESTION, texts[:9]))
    assert not np.allclose(bare.score(QUESTION, texts[:9]), reranker.score(QUESTION, texts[:9]))


def test_a_network_without_token_types(tmp_path: Path, texts: list[str]) -> None:
    kind = transformers.DistilBertForSequenceClassification
    model = save_network(
        tmp_path / "distil", kind, num_labels=1, dim=32, hidden_dim=64, n_layers=2, n_heads=4, hidden_size=32
    )
    reranker = exported_here(model, tmp_path / "reranker")
    assert reranker.spec.inputs == ("input_ids", "attention_mask")
    assert_alike(reranker, model, texts[:40])


def test_what_is_too_long_is_cut_off_the_longer_text(reranker: OnnxReranker, model: Path) -> None:
    passages = [LONG, f"GDS. {LONG}", f"{LONG} GDS."]
    assert_alike(reranker, model, passages)
    first, other, tail = reranker.score(QUESTION, passages)
    assert first == tail != other, "a passage is read from its beginning"
    longer = f"{QUESTION} {'Tell me. ' * 20_000}"
    assert_alike(reranker, model, ["Nobody.", LONG[:900]], longer)
    assert reranker.score(longer, ["Nobody."]) != reranker.score(longer, ["Somebody."]), "a long question leaves room"


def test_scores_far_from_zero_end_at_zero_and_one(tmp_path: Path, texts: list[str]) -> None:
    kind: Any = transformers.BertForSequenceClassification
    folder = save_cross_encoder(tmp_path)
    network = kind.from_pretrained(folder)
    network.classifier.weight.data *= 10_000
    network.save_pretrained(folder)
    reranker = exported_here(folder, tmp_path / "reranker")
    assert_alike(reranker, folder, texts[:40])
    assert {0, 1} <= set(reranker.score(QUESTION, texts[:40]).tolist())


def test_no_passages(reranker: OnnxReranker) -> None:
    scores = reranker.score(QUESTION, [])
    assert (scores.shape, scores.dtype) == ((0,), np.float32)


def test_the_same_passage_has_the_same_score_wherever_it_stands(reranker: OnnxReranker, texts: list[str]) -> None:
    some = [*texts[:60], *texts[20:40]]
    scores = reranker.score(QUESTION, some)
    assert np.array_equal(scores, reranker.score(QUESTION, some))
    assert np.array_equal(scores[20:40], scores[60:])
    order = random.Random(5).sample(range(len(some)), k=len(some))  # noqa: S311 - nothing secret
    assert np.array_equal(scores[order], reranker.score(QUESTION, [some[place] for place in order]))
    assert np.array_equal(scores[7:8], reranker.score(QUESTION, [some[7]]))


@settings(max_examples=examples(25), deadline=None)
@given(
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.lists(st.text(st.characters(exclude_categories=()), max_size=60), max_size=5),
)
def test_any_strings_have_scores(reranker: OnnxReranker, question: str, passages: list[str]) -> None:
    scores = reranker.score(question, passages)
    assert scores.shape == (len(passages),)
    assert np.all((scores > 0) & (scores < 1))


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "x" * 1_000_000, "wör " * 100_000, "[SEP] [CLS] [PAD]", "\0"])
def test_hostile_text_in_either_place(reranker: OnnxReranker, text: str) -> None:
    for question, passages in ((text, ["one", "two", text]), ("one", [text, text])):
        scores = reranker.score(question, passages)
        assert np.all((scores > 0) & (scores < 1))


def test_several_scores_a_pair_are_refused(tmp_path: Path) -> None:
    model = save_cross_encoder(tmp_path, labels=3)
    folder = tmp_path / "reranker"
    folder.mkdir()
    with pytest.raises(ModelUnavailable, match="gives 3 scores to a pair of texts, not one") as caught:
        child.run(["export-reranker", f"--model={model}", "--name=small", f"--out={folder}"], io.BytesIO())
    assert "[rerank]" in caught.value.hint
    assert not list(folder.iterdir())


def test_an_encoder_is_no_cross_encoder(packaged: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"lacks the weights '.*classifier.*'; is it a cross-encoder"):
        reranker_export.load(packaged)


def test_another_activation_is_refused(tmp_path: Path) -> None:
    model = save_cross_encoder(tmp_path, activation_fn=torch.nn.Tanh())
    with pytest.raises(ModelUnavailable, match="go through a Tanh"):
        exported_here(model, tmp_path / "reranker")


def test_a_network_that_breaks_on_what_its_tokeniser_gives_is_refused(tmp_path: Path) -> None:
    # It counts positions from 2, and so has none for the last two of the 512 tokens that it says it reads.
    kind = transformers.MPNetForSequenceClassification
    model = save_network(tmp_path / "mpnet", kind, num_labels=1, max_position_embeddings=512)
    with pytest.raises(ModelUnavailable, match="mpnet cannot be run") as caught:
        exported_here(model, tmp_path / "reranker")
    assert "[rerank]" in caught.value.hint


def test_pickled_weights_are_refused_unread(copied: Path, tmp_path: Path) -> None:
    (copied / "model.safetensors").unlink()
    (copied / "pytorch_model.bin").write_bytes(pickle.dumps(Harm(tmp_path / "harm")))
    with pytest.raises(ModelUnavailable, match="only as a pickle") as caught:
        reranker_export.load(copied)
    assert not (tmp_path / "harm").exists()
    assert "[rerank]" in caught.value.hint


def test_code_of_the_model_is_not_run(copied: Path, tmp_path: Path) -> None:
    (copied / "modeling_own.py").write_text(f"open({str(tmp_path / 'harm')!r}, 'w')")
    modules = json.loads((copied / "modules.json").read_text())
    modules[0]["type"] = "modeling_own.Transformer"
    (copied / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        reranker_export.load(copied)
    assert not (tmp_path / "harm").exists()


@pytest.mark.parametrize("name", ["modules.json", "config.json", "model.safetensors", "tokenizer.json"])
def test_a_damaged_model_is_named(copied: Path, name: str) -> None:
    (copied / name).write_bytes(b"{")
    with pytest.raises(ModelUnavailable, match="copied"):
        reranker_export.load(copied)


def test_an_export_that_gives_other_scores_is_refused(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reranker_export, "ALIKE", -1)
    with pytest.raises(ModelUnavailable, match="gives other scores"):
        exported_here(model, tmp_path / "reranker")


@pytest.mark.parametrize("name", ["", "./nowhere", "a b", "a\0b", "~nobody/x", "x" * 5000])
def test_neither_folder_nor_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="neither a folder nor a name") as caught:
        batch_embedding.export_reranker(name, tmp_path)
    assert "[rerank]" in caught.value.hint


def test_missing_hub_model_offline() -> None:
    with pytest.raises(ModelUnavailable, match="no-such-reranker is not on this machine"):
        locate("no-such-reranker", RERANKER, allow_download=False)


@pytest.mark.parametrize("name", [SPEC, TOKENIZER, GRAPH, WEIGHTS])
@pytest.mark.parametrize("how", ["missing", "empty", "cut", "foreign"])
def test_damaged_files_are_named(exported: Path, tmp_path: Path, name: str, how: str) -> None:
    folder = shutil.copytree(exported, tmp_path / "reranker")
    damage(folder / name, how)
    with pytest.raises(IndexCorrupt, match="reranker") as caught:
        OnnxReranker.open(folder).score("hello", ["hello"])
    assert caught.value.hint == "Run `qabot index --rebuild`."


@pytest.mark.parametrize(
    ("field", "value"), [("sigmoid", 1), ("prompt", None), ("max_tokens", "64"), ("inputs", ["input_ids"])]
)
def test_spec_with_a_wrong_field_is_refused(exported: Path, tmp_path: Path, field: str, value: object) -> None:
    folder = shutil.copytree(exported, tmp_path / "reranker")
    values = cast("dict[str, object]", json.loads((folder / SPEC).read_text()))
    (folder / SPEC).write_text(json.dumps(values | {field: value}))
    with pytest.raises(IndexCorrupt, match="reranker"):
        OnnxReranker.open(folder)


def test_an_encoder_in_its_place_is_refused(encoder_folder: Path, exported: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(exported, tmp_path / "reranker")
    for name in (GRAPH, WEIGHTS):
        shutil.copy2(encoder_folder / name, folder / name)
    with pytest.raises(IndexCorrupt, match=r"does not belong with|gives numbers of shape"):
        OnnxReranker.open(folder).score("hello", ["hello"])


def test_spec_of_a_newer_qabot_is_not_called_damaged(exported: Path, tmp_path: Path) -> None:
    values = json.loads((exported / SPEC).read_text())
    (tmp_path / SPEC).write_text(json.dumps(values | {"format": 3}))
    with pytest.raises(IndexFromFuture):
        OnnxReranker.open(tmp_path)
