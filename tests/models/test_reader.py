"""The reader: what it gives for any text, that torch gives the same, and what becomes of weights that are none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from qabot.core.errors import IndexCorrupt, ModelUnavailable
from qabot.models import reader_export
from qabot.models.answer_span import SpanSearch
from qabot.models.encoder import file_sha256
from qabot.models.reader import OnnxReader, PassageReading, PassageText, ReaderSpec
from qabot.models.reader_export import export_reader, reader_identity, reader_weights, uncut_tokenizer
from qabot.models.training.network import ReaderNetwork
from qabot.models.training.packing import load, save, unpack
from qabot.models.training.windows import WindowMaker, batch
from tests.conftest import CORPUS, copy_but_weights, examples
from tests.near import near

FILES = {"reader.json", "tokenizer.json", "model.onnx", "model.onnx.data"}
QUESTION = "who ran the NAO when it reported on Universal Credit?"
PASSAGE = PassageText(
    "NAO finds weak control of Universal Credit",
    "Universal Credit was badly run, the National Audit Office found in 2013. The watchdog was headed by Amyas Morse.",
)
HOSTILE = [
    *(
        "",
        " ",
        "\n\n",
        ".",
        "\x00",
        "\u202e" * 40,
        "\ud800 alone",
        "🙂" * 50,
        "а" * 300,
        "数字政府 و الحكومة",
        "[CLS] [SEP]",
    ),
    *("a" * 10_000, "word " * 5_000, "é" * 2_000, "1" * 500, "<b>bold</b> & \x1b[31m"),
]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reader that ships, exported. Not to be changed: copy it first."""
    made = tmp_path_factory.mktemp("reader")
    export_reader(None, made)
    return made


@pytest.fixture(scope="session")
def reader(folder: Path) -> OnnxReader:
    return OnnxReader.open(folder)


@pytest.fixture(scope="session")
def exact(tmp_path_factory: pytest.TempPathFactory) -> OnnxReader:
    """The same weights, computed in single precision."""
    weights, made = tmp_path_factory.mktemp("weights"), tmp_path_factory.mktemp("exact")
    save(load(reader_weights(None)), weights / "reader.safetensors", {})
    assert export_reader(str(weights), made).int8 is False
    return OnnxReader.open(made)


@pytest.fixture(scope="session")
def network(packaged: Path) -> ReaderNetwork:
    """The same weights in torch."""
    made = ReaderNetwork(packaged)
    made.take(unpack(reader_weights(None)))
    words = made.encoder.embeddings.word_embeddings.weight
    words.data = words.data.half().float()  # as they lie in the graph
    return made.eval()


@pytest.fixture(scope="session")
def pairs() -> list[tuple[str, PassageText]]:
    """Each golden question with the article that answers it."""
    lines = (CORPUS.parent / "tests" / "golden.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return [(row["question"], passage(row["articles"][0])) for row in rows if row["articles"]]


def passage(name: str) -> PassageText:
    """Return the first thousand characters of a starter article."""
    _, front, text = (CORPUS / f"{name}.md").read_text(encoding="utf-8").split("---\n", 2)
    title = next(line for line in front.splitlines() if line.startswith("title:"))
    return PassageText(title.removeprefix("title:").strip().strip("'\""), text.strip()[:1000])


def in_torch(network: ReaderNetwork, packaged: Path, question: str, read: PassageText) -> PassageReading:
    """Read a passage as it is read when the reader is trained."""
    window = WindowMaker(uncut_tokenizer(packaged), 256).window(question, read.title, read.text)
    with torch.inference_mode():
        start, end, answers = (each.numpy() for each in network(**batch([window])))
    return PassageReading(float(answers[0]), tuple(window.offsets), start[0], end[0])


def test_the_files_and_what_the_spec_says(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == FILES
    spec = ReaderSpec.read(folder)
    assert (spec.max_tokens, spec.inputs, spec.int8) == (256, ("input_ids", "token_type_ids"), True)
    assert spec.weights_sha256 == reader_export.PACKAGED_SHA256 == file_sha256(reader_weights(None))
    assert sum(path.stat().st_size for path in folder.iterdir()) < 64_000_000
    assert reader_weights(None).stat().st_size <= 22_000_000


def test_in_single_precision_torch_gives_the_same(
    exact: OnnxReader, network: ReaderNetwork, packaged: Path, pairs: list[tuple[str, PassageText]]
) -> None:
    for question, read in [
        *pairs[::6],
        (QUESTION, PASSAGE),
        ("?", PassageText("", "The council.")),
        ("é" * 400, PASSAGE),
    ]:
        (ours,), theirs = exact.read([(question, read)]), in_torch(network, packaged, question, read)
        assert ours.offsets == theirs.offsets
        assert ours.answers == near(theirs.answers, abs=1e-3)
        np.testing.assert_allclose(ours.start, theirs.start, atol=1e-3)
        np.testing.assert_allclose(ours.end, theirs.end, atol=1e-3)
        assert ours.best().span == theirs.best().span


def test_in_8_bits_nineteen_of_twenty_spans_are_those_of_single_precision(
    reader: OnnxReader, exact: OnnxReader, pairs: list[tuple[str, PassageText]]
) -> None:
    ours = reader.read(pairs)
    theirs = exact.read(pairs)
    same = [one.best().span == other.best().span for one, other in zip(ours, theirs, strict=True)]
    assert np.mean(same) >= 0.95, np.mean(same)
    assert np.corrcoef([each.answers for each in ours], [each.answers for each in theirs])[0, 1] > 0.98


def test_the_answer_is_found_and_a_passage_of_something_else_has_none(reader: OnnxReader) -> None:
    other = PassageText("Payroll", "The council moved its payroll to a shared service in 2014 and saved £2m.")
    found, none = reader.read([(QUESTION, PASSAGE), (QUESTION, other)])
    a, b = found.best().span
    assert PASSAGE.text[a:b] == "Amyas Morse"
    assert found.answers > none.answers
    assert found.best().margin > none.best().margin


def test_the_order_of_passages_and_what_else_is_read_change_nothing(
    reader: OnnxReader, pairs: list[tuple[str, PassageText]]
) -> None:
    passages = [PASSAGE, *(each for _, each in pairs[:3])]
    asked = [(QUESTION, each) for each in passages]
    forward, backward = reader.read(asked), reader.read(asked[::-1])[::-1]
    alone = [reader.read([each])[0] for each in asked]
    assert [each.answers for each in forward] == [each.answers for each in backward] == [each.answers for each in alone]
    assert reader.read([]) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_read_in_a_moment_and_spans_lie_inside(reader: OnnxReader, text: str) -> None:
    for question, read in ((QUESTION, PassageText(text, text)), (text, PASSAGE)):
        (reading,) = reader.read([(question, read)])
        assert len(reading.offsets) == len(reading.start) == len(reading.end) <= 256
        a, b = reading.best().span
        assert 0 <= a <= b <= len(read.text)
        assert np.isfinite(reading.answers)


def test_a_span_can_be_looked_for_within_a_sentence(reader: OnnxReader) -> None:
    (reading,) = reader.read([(QUESTION, PASSAGE)])
    end = PASSAGE.text.index(". ") + 1
    a, b = reading.best((0, end)).span
    assert 0 <= a < b <= end
    assert reading.best((0, end)).score < reading.best().score
    assert reading.best((0, 0)).span == (0, 0)
    assert reading.best((0, 0)).score == -np.inf


@given(st.lists(st.floats(-9, 9), min_size=3, max_size=60), st.randoms())
def test_no_other_span_is_likelier(logits: list[float], chance: Any) -> None:
    start = np.array(logits, np.float32)
    end = np.array(chance.sample(logits, len(logits)), np.float32)
    offsets = [None, *[(at, at + 1) for at in range(len(logits) - 2)], None]
    found = SpanSearch(start, end, offsets).whole
    every = [start[i] + end[j] for i in range(1, len(logits) - 1) for j in range(i, min(i + 30, len(logits) - 1))]
    assert found.score == near(max(every), abs=1e-5)
    assert found.margin == near(found.score - start[0] - end[0], abs=1e-4)
    assert 0 < found.span[1] - found.span[0] <= 30


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9), st.integers(0, 5)), max_size=60), st.data())
def test_a_span_within_a_range_is_the_likeliest_of_the_tokens_that_lie_inside(
    tokens: list[tuple[float, float, int]], data: st.DataObject
) -> None:
    ends = np.cumsum([length + 1 for _, _, length in tokens], dtype=int).tolist()
    offsets = [None, *[(end - tokens[at][2] - 1, end) for at, end in enumerate(ends)], None]
    start, end = (np.array([0, *(each[side] for each in tokens), 0], np.float32) for side in (0, 1))
    last = ends[-1] if ends else 0
    a, b = data.draw(st.integers(-2, last + 2)), data.draw(st.integers(-2, last + 2))
    reading = PassageReading(0.0, tuple(offsets), start, end)
    found = reading.best((a, b))
    inside = [None if each is None or each[0] < a or b < each[1] else each for each in offsets]
    assert found == SpanSearch(start, end, inside).whole
    assert found.score <= reading.best().score
    assert found.score == -np.inf or a <= found.span[0] < found.span[1] <= b


def test_the_tokens_of_a_passage_are_told_from_others_once(reader: OnnxReader, monkeypatch: pytest.MonkeyPatch) -> None:
    (reading,) = reader.read([(QUESTION, PASSAGE)])
    made: list[int] = []
    begin = SpanSearch.__init__

    def counted(self: SpanSearch, *tokens: Any) -> None:
        made.append(len(tokens[2]))
        begin(self, *tokens)

    monkeypatch.setattr(SpanSearch, "__init__", counted)
    whole, half = reading.best(), reading.best((0, 75))
    assert (reading.best(), reading.best((0, 75))) == (whole, half)
    assert made == [len(reading.offsets)]


class TestWeights:
    """What is taken for a reader's weights."""

    def test_a_folder_takes_the_place_of_those_that_ship(self, reader: OnnxReader, tmp_path: Path) -> None:
        altered = load(reader_weights(None))
        altered["answers.3.bias"] += 5
        save(altered, tmp_path / "reader.safetensors", {"int8": "true"})
        assert reader_identity(str(tmp_path)) != reader_identity(None)
        (tmp_path / "out").mkdir()
        spec = export_reader(str(tmp_path), tmp_path / "out")
        assert spec.model == tmp_path.name
        (reading,) = OnnxReader.open(tmp_path / "out").read([("?", PASSAGE)])
        (before,) = reader.read([("?", PASSAGE)])
        assert reading.answers == near(before.answers + 5, abs=0.1)

    @pytest.mark.parametrize("spoiled", ["missing", "empty", "foreign", "lacking"])
    def test_what_is_no_reader_is_refused(self, tmp_path: Path, spoiled: str) -> None:
        path = tmp_path / "reader.safetensors"
        if spoiled == "empty":
            path.write_bytes(b"")
        elif spoiled == "foreign":
            path.write_bytes(b"\x93NUMPY" * 99)
        elif spoiled == "lacking":
            weights = load(reader_weights(None))
            del weights["span.bias"]
            save(weights, path, {})
        (tmp_path / "out").mkdir()
        with pytest.raises(ModelUnavailable) as caught:
            export_reader(str(tmp_path), tmp_path / "out")
        assert str(path) in caught.value.message
        assert "[reader]" in caught.value.hint

    def test_altered_weights_of_the_package_are_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        altered = tmp_path / "reader.safetensors"
        altered.write_bytes(reader_weights(None).read_bytes()[:-1] + b"\x00")
        monkeypatch.setattr(reader_export, "PACKAGED", altered)
        with pytest.raises(ModelUnavailable, match="does not hold the weights of the reader that ships"):
            reader_weights(None)


@pytest.fixture
def copied(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "reader", copy_function=copy_but_weights))


@pytest.mark.parametrize("name", sorted(FILES))
@pytest.mark.parametrize("how", ["missing", "empty"])
def test_a_damaged_file_is_told(copied: Path, name: str, how: str) -> None:
    (copied / name).unlink()
    if how == "empty":
        (copied / name).write_bytes(b"")
    with pytest.raises(IndexCorrupt):
        OnnxReader.open(copied).read([(QUESTION, PASSAGE)])


def test_what_is_no_number_is_told_as_damage(copied: Path) -> None:
    weights = copied / "model.onnx.data"
    whole = weights.read_bytes()
    weights.unlink()
    weights.write_bytes(whole[:-65536] + b"\xff" * 65536)  # each four of these bytes are no number
    with pytest.raises(IndexCorrupt, match="gives what is no number"):
        OnnxReader.open(copied).read([(QUESTION, PASSAGE)])


@settings(max_examples=examples(25))
@given(st.text(max_size=200), st.text(max_size=300))
def test_any_text_is_read(reader: OnnxReader, question: str, text: str) -> None:
    (reading,) = reader.read([(question, PassageText("", text))])
    a, b = reading.best().span
    assert 0 <= a <= b <= len(text)
