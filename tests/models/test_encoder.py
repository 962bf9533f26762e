"""The encoder of a generation gives sentence-transformers' vectors, for any text, and knows a damaged file."""

import json
import shutil
import threading
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from numpy.typing import NDArray

from qabot.core.errors import IndexCorrupt, IndexFromFuture
from qabot.models.encoder import SPEC, EncoderSpec, OnnxEncoder, TokenEmbeddings, of_unit_length
from qabot.models.export import eight_bits
from qabot.models.onnx_session import GRAPH, TOKENIZER, WEIGHTS, on_every_core
from tests.conftest import CORPUS, copy_but_weights, examples
from tests.small_models import damage

ALIKE = 0.9995


def test_passages_have_the_vectors_of_sentence_transformers(
    encoder: OnnxEncoder, texts: list[str], wanted: NDArray[np.float32]
) -> None:
    vectors = encoder.encode_documents(texts)
    assert vectors.shape == (80, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.min(np.sum(vectors * wanted, axis=1)) >= ALIKE


def test_questions_have_the_vectors_of_sentence_transformers(
    encoder: OnnxEncoder, reference: Any, texts: list[str]
) -> None:
    some = texts[:24]
    vectors = np.stack([encoder.encode_query(text) for text in some])
    cosines = np.sum(vectors * reference.encode_query(some, normalize_embeddings=True), axis=1)
    assert np.min(cosines) >= 0.95, "read in 8 bits, odd texts too"
    assert np.mean(cosines) >= 0.99


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


@settings(max_examples=examples(25), deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_string_has_a_vector(encoder: OnnxEncoder, text: str) -> None:
    assert np.isclose(np.linalg.norm(encoder.encode_query(text)), 1)


def content(reading: TokenEmbeddings, text: str) -> list[str]:
    """Return what each token of a reading stands for."""
    return [text[start:end] for start, end in reading.spans]


def test_reading_gives_the_vectors_of_encoding(encoder: OnnxEncoder, texts: list[str]) -> None:
    some = texts[:30]
    readings = encoder.encode_document_tokens(some)
    assert len(readings) == len(some)
    vectors = np.stack([reading.vector for reading in readings])
    assert np.min(np.sum(vectors * encoder.encode_documents(some), axis=1)) >= 0.95, "read in 8 bits, odd texts too"
    for text in some[:15]:
        assert np.array_equal(encoder.encode_query_tokens(text).vector, encoder.encode_query(text))


def test_each_token_has_a_vector_of_length_1_and_the_characters_it_stands_for(
    encoder: OnnxEncoder, texts: list[str]
) -> None:
    for text, reading in zip(texts[:60], encoder.encode_document_tokens(texts[:60]), strict=True):
        assert reading.tokens.shape == (len(reading.spans), 384)
        assert reading.tokens.dtype == np.float32
        assert np.allclose(np.linalg.norm(reading.tokens, axis=1), 1, atol=1e-4)
        assert all(0 <= start < end <= len(text) for start, end in reading.spans)
        assert all(one[0] <= other[0] for one, other in pairwise(reading.spans))
        assert len(reading.spans) <= encoder.spec.max_tokens


def test_tokens_stand_for_words_or_their_parts(encoder: OnnxEncoder) -> None:
    text = "Capita’s fine: £14m, unaffordable?!"
    found = content(encoder.encode_query_tokens(text), text)
    assert found[:6] == ["Capita"[:2], "Capita"[2:], "’", "s", "fine", ":"] or found[:4] == ["Capita", "’", "s", "fine"]
    assert "".join(found) == text.replace(" ", "")


def test_what_is_cut_off_is_not_read(encoder: OnnxEncoder) -> None:
    text = f"{'council ' * 400}Palantir"
    reading = encoder.encode_query_tokens(text)
    assert len(reading.spans) == encoder.spec.max_tokens - 2, "less the marks of start and end"
    assert reading.spans[-1][1] < text.index("Palantir")


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\x00", "\u200b"])
def test_a_text_of_nothing_has_a_vector_and_no_tokens(encoder: OnnxEncoder, text: str) -> None:
    reading = encoder.encode_query_tokens(text)
    assert np.isclose(np.linalg.norm(reading.vector), 1)
    assert (reading.tokens.shape, reading.spans) == ((0, 384), ())


def test_reading_nothing_at_all(encoder: OnnxEncoder) -> None:
    assert encoder.encode_document_tokens([]) == []


def test_a_text_is_read_alike_whatever_stands_beside_it(encoder: OnnxEncoder) -> None:
    texts = ["Capita was fined.", "word " * 100, "", "Why?", "The council bought a tram. " * 8]
    together = encoder.encode_document_tokens(texts)
    backwards = encoder.encode_document_tokens(texts[::-1])[::-1]
    for text, one, other in zip(texts, together, backwards, strict=True):
        alone = encoder.encode_document_tokens([text])[0]
        assert one.spans == other.spans == alone.spans
        for reading in (one, other):
            assert np.array_equal(reading.tokens, alone.tokens), "to the last digit, for each is read by itself"
            assert np.array_equal(reading.vector, alone.vector)


def test_in_8_bits_a_text_reads_as_in_single_precision(encoder: OnnxEncoder, encoder_folder: Path) -> None:
    assert (encoder.spec.int8, encoder.spec.reading_rule) == (True, 1)
    full = OnnxEncoder(structs.replace(encoder.spec, int8=False), encoder_folder)
    lines = (CORPUS.parent / "tests" / "golden.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line)["question"] for line in lines][::3]
    for ours, theirs in zip(encoder.encode_document_tokens(asked), full.encode_document_tokens(asked), strict=True):
        assert float(ours.vector @ theirs.vector) >= 0.99
        assert ours.spans == theirs.spans
        assert np.mean(np.sum(ours.tokens * theirs.tokens, axis=1)) >= 0.985


def test_passages_are_embedded_in_single_precision(encoder: OnnxEncoder, encoder_folder: Path) -> None:
    full = OnnxEncoder(structs.replace(encoder.spec, int8=False), encoder_folder)
    texts = ["The council bought a tram.", "Capita was fined £14m."]
    assert np.array_equal(encoder.encode_documents(texts), full.encode_documents(texts))
    assert not np.array_equal(encoder.encode_queries(texts), full.encode_queries(texts))


def test_a_network_that_rounding_spoils_is_read_in_full(
    encoder_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(encoder_folder, tmp_path / "encoder", copy_function=copy_but_weights)
    monkeypatch.setattr(eight_bits, "ALIKE", 1.0)
    spec = eight_bits.read_in_8_bits(folder)
    assert (spec.int8, spec.reading_rule) == (False, 1)
    assert {path.name for path in folder.iterdir()} == {SPEC, TOKENIZER, GRAPH, WEIGHTS}
    assert (encoder_folder / "reading.onnx.data").exists(), "another generation's stays"
    again = OnnxEncoder.open(folder)
    assert np.array_equal(again.encode_query("a tram"), again.encode_documents(["a tram"])[0])


def test_a_token_means_what_it_means_in_its_sentence(encoder: OnnxEncoder) -> None:
    text = "The fine"
    money, weather, asked = encoder.encode_document_tokens(
        ["Capita paid a fine to the regulator.", "The weather was fine and sunny.", f"{text} that the company paid"]
    )

    def fine(reading: TokenEmbeddings, text: str) -> NDArray[np.float32]:
        return reading.tokens[content(reading, text).index("fine")]

    paid = fine(asked, f"{text} that the company paid")
    near = float(paid @ fine(money, "Capita paid a fine to the regulator."))
    assert near > float(paid @ fine(weather, "The weather was fine and sunny."))


@settings(max_examples=examples(25), deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_string_can_be_read(encoder: OnnxEncoder, text: str) -> None:
    reading = encoder.encode_query_tokens(text)
    assert np.isclose(np.linalg.norm(reading.vector), 1, atol=1e-4)
    assert len(reading.tokens) == len(reading.spans)
    assert all(0 <= start < end <= len(text) for start, end in reading.spans)


@pytest.mark.parametrize(("cores", "threads"), [(1, 1), (3, 3), (9, 4)])
def test_work_is_done_by_a_thread_a_core_and_given_back_in_order(
    cores: int, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qabot.models.onnx_session.core_count", lambda: cores)
    together = threading.Barrier(threads)
    doing: set[int] = set()

    def work(item: str) -> str:
        together.wait(30)
        doing.add(threading.get_ident())
        return item.upper()

    items = ["d", "a", "c", "b"][: threads * (4 // threads)]
    assert on_every_core(work, items) == [item.upper() for item in items]
    assert len(doing) == threads
    assert (threading.get_ident() in doing) is (cores == 1)
    assert on_every_core(work, []) == []


def test_spec_survives_writing(encoder: OnnxEncoder, tmp_path: Path) -> None:
    encoder.spec.write(tmp_path)
    assert EncoderSpec.read(tmp_path) == encoder.spec


def test_fingerprint_changes_with_the_vectors_and_with_nothing_else(encoder: OnnxEncoder) -> None:
    spec = encoder.spec
    assert structs.replace(spec, model="another name").fingerprint == spec.fingerprint
    changes: list[dict[str, Any]] = [
        {"weights_sha256": "0" * 64},
        {"pipeline_sha256": "0" * 64},
        {"query_prompt": "query: "},
        {"document_prompt": "query: "},
        {"max_tokens": 128},
    ]
    prints = {structs.replace(spec, **change).fingerprint for change in changes}
    assert len(prints | {spec.fingerprint}) == len(changes) + 1


@pytest.fixture
def copied(encoder_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(encoder_folder, tmp_path / "encoder", copy_function=copy_but_weights)


@pytest.mark.parametrize("name", [SPEC, TOKENIZER, GRAPH, WEIGHTS, "reading.onnx", "reading.onnx.data"])
@pytest.mark.parametrize("how", ["missing", "empty", "cut", "foreign"])
def test_damaged_files_are_named(copied: Path, name: str, how: str) -> None:
    def used() -> None:
        encoder = OnnxEncoder.open(copied)
        encoder.encode_documents(["hello"])
        encoder.encode_query("hello")

    damage(copied / name, how)
    with pytest.raises(IndexCorrupt, match="encoder") as caught:
        used()
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
    (copied / SPEC).write_text(json.dumps(values | {"format": 3}))
    with pytest.raises(IndexFromFuture):
        OnnxEncoder.open(copied)


def test_scattered_damage_never_escapes_as_another_error(copied: Path) -> None:
    """The graph with bytes changed either still gives a vector or is called damaged."""
    graph = copied / "reading.onnx"
    whole = graph.read_bytes()
    chance = np.random.default_rng(7)
    graph.unlink()
    for _ in range(25):
        damaged = bytearray(whole)
        for place in chance.integers(0, len(whole), size=8):
            damaged[place] ^= 1 << int(chance.integers(8))
        graph.write_bytes(damaged)
        try:
            vector = OnnxEncoder.open(copied).encode_query("hello there")
        except IndexCorrupt:
            continue
        assert vector.shape == (384,)


@pytest.mark.parametrize("no_number", [np.nan, np.inf])
def test_a_length_may_be_less_than_a_hundredth_off(no_number: float) -> None:
    lengths = [1, 0.991, 1.009, 0.989, 1.011, 0, no_number]
    vectors = np.array([[0.6 * length, 0.8 * length] for length in lengths], dtype=np.float32)
    assert of_unit_length(vectors).tolist() == [True, True, True, False, False, False, False]
