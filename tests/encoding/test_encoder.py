"""The encoder of a generation gives sentence-transformers' vectors, for any text, and knows a damaged file."""

import dataclasses
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from qabot.encoder import SPEC, EncoderSpec, OnnxEncoder
from qabot.errors import IndexCorrupt, IndexFromFuture
from qabot.network import FORMAT, GRAPH, TOKENIZER, WEIGHTS
from tests.small_models import damage

ALIKE = 0.9995


def test_passages_have_the_vectors_of_sentence_transformers(
    encoder: OnnxEncoder, texts: list[str], wanted: NDArray[np.float32]
) -> None:
    vectors = encoder.encode_documents(texts)
    assert vectors.shape == (500, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.min(np.sum(vectors * wanted, axis=1)) >= ALIKE


def test_questions_have_the_vectors_of_sentence_transformers(
    encoder: OnnxEncoder, reference: Any, texts: list[str]
) -> None:
    some = texts[:40]
    vectors = np.stack([encoder.encode_query(text) for text in some])
    assert np.min(np.sum(vectors * reference.encode_query(some, normalize_embeddings=True), axis=1)) >= ALIKE


def test_token_ids_are_those_of_transformers(encoder: OnnxEncoder, reference: Any, texts: list[str]) -> None:
    ours = [row[0].tolist() for row in encoder.tokeniser.tokens(texts, "")]
    assert ours == reference.tokenizer(texts, truncation=True, max_length=256)["input_ids"]


def test_tokens_are_counted_uncut(encoder: OnnxEncoder, reference: Any, texts: list[str]) -> None:
    theirs = [len(ids) for ids in reference.tokenizer(texts, truncation=False, verbose=False)["input_ids"]]
    assert encoder.count_tokens(texts) == theirs
    assert max(theirs) > encoder.spec.max_tokens == 256


def test_no_text_at_all(encoder: OnnxEncoder) -> None:
    assert encoder.encode_documents([]).shape == (0, 384)
    assert encoder.count_tokens([]) == []


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\ud83d\ude00", "x" * 1_000_000, "wör " * 100_000])
def test_text_that_utf8_cannot_hold_or_without_end(encoder: OnnxEncoder, text: str) -> None:
    assert np.isclose(np.linalg.norm(encoder.encode_query(text)), 1)
    assert encoder.count_tokens([text])[0] >= 2


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_string_has_a_vector(encoder: OnnxEncoder, text: str) -> None:
    assert np.isclose(np.linalg.norm(encoder.encode_query(text)), 1)


def test_spec_survives_writing(encoder: OnnxEncoder, tmp_path: Path) -> None:
    encoder.spec.write(tmp_path)
    assert EncoderSpec.read(tmp_path) == encoder.spec


def test_fingerprint_changes_with_the_vectors_and_with_nothing_else(encoder: OnnxEncoder) -> None:
    spec = encoder.spec
    assert dataclasses.replace(spec, model="another name").fingerprint == spec.fingerprint
    changes: list[dict[str, Any]] = [
        {"weights_sha256": "0" * 64},
        {"pipeline_sha256": "0" * 64},
        {"query_prompt": "query: "},
        {"document_prompt": "query: "},
        {"max_tokens": 128},
    ]
    prints = {dataclasses.replace(spec, **change).fingerprint for change in changes}
    assert len(prints | {spec.fingerprint}) == len(changes) + 1


@pytest.fixture
def copied(encoder_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(encoder_folder, tmp_path / "encoder")


@pytest.mark.parametrize("name", [SPEC, TOKENIZER, GRAPH, WEIGHTS])
@pytest.mark.parametrize("how", ["missing", "empty", "cut", "foreign"])
def test_damaged_files_are_named(copied: Path, name: str, how: str) -> None:
    damage(copied / name, how)
    with pytest.raises(IndexCorrupt, match="encoder") as caught:
        OnnxEncoder.open(copied).encode_query("hello")
    assert caught.value.hint == "Run `qabot index --rebuild`."


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("dimension", "384"),
        ("dimension", 7),
        ("max_tokens", True),
        ("inputs", []),
        ("inputs", ["input_ids"]),
        ("inputs", "input_ids"),
        ("pad_left", 0),
        ("model", None),
    ],
)
def test_spec_with_a_wrong_field_is_refused(copied: Path, field: str, value: object) -> None:
    values = json.loads((copied / SPEC).read_text())
    (copied / SPEC).write_text(json.dumps(values | {field: value}))
    with pytest.raises(IndexCorrupt):
        OnnxEncoder.open(copied).encode_query("hello")


def test_spec_of_a_newer_qabot_is_not_called_damaged(copied: Path) -> None:
    values = json.loads((copied / SPEC).read_text())
    (copied / SPEC).write_text(json.dumps(values | {"format": FORMAT + 1}))
    with pytest.raises(IndexFromFuture):
        OnnxEncoder.open(copied)


def test_scattered_damage_never_escapes_as_another_error(copied: Path) -> None:
    """The graph with bytes changed either still gives a vector or is called damaged."""
    whole = (copied / GRAPH).read_bytes()
    chance = np.random.default_rng(7)
    (copied / GRAPH).unlink()
    for _ in range(25):
        damaged = bytearray(whole)
        for place in chance.integers(0, len(whole), size=8):
            damaged[place] ^= 1 << int(chance.integers(8))
        (copied / GRAPH).write_bytes(damaged)
        try:
            vector = OnnxEncoder.open(copied).encode_query("hello there")
        except IndexCorrupt:
            continue
        assert vector.shape == (384,)
