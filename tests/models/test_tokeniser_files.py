"""Which files of tokenisers are the same, so that one of them need not be loaded, nor any of them twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qabot.core.settings import Home, Settings
from qabot.engine.loaded_models import load_models
from qabot.index.snapshot import Generation, open_current
from qabot.models.encoder import OnnxEncoder
from qabot.models.reader import OnnxReader, PassageText
from qabot.models.tokeniser_files import loaded_tokenizer, same_but_for_cut

RIGHT = '{"direction":"Right","max_length":256,"strategy":"LongestFirst","stride":0}'


def written(path: Path, *, cut: str = "null", vocabulary: str = '{"a":0}') -> Path:
    path.write_text(f'{{"version":"1.0","truncation":{cut},"padding":null,"model":{{"vocab":{vocabulary}}}}}', "utf-8")
    return path


def test_where_a_text_is_cut_at_its_end_makes_no_other_tokens(tmp_path: Path) -> None:
    uncut, cut = written(tmp_path / "uncut"), written(tmp_path / "cut", cut=RIGHT)
    assert same_but_for_cut(uncut, cut)
    assert same_but_for_cut(cut, uncut)


@pytest.mark.parametrize(
    "other", [{"cut": RIGHT.replace("Right", "Left")}, {"vocabulary": '{"a":1}'}, {"cut": RIGHT, "vocabulary": "{}"}]
)
def test_another_vocabulary_or_a_cut_at_the_beginning_does(tmp_path: Path, other: dict[str, str]) -> None:
    assert not same_but_for_cut(written(tmp_path / "one"), written(tmp_path / "other", **other))


def test_a_file_that_cannot_be_read_is_the_same_as_none(tmp_path: Path) -> None:
    assert not same_but_for_cut(written(tmp_path / "one"), tmp_path / "missing")


def test_a_long_passage_is_read_alike_with_a_tokeniser_of_its_own(starter_home: Home, tmp_path: Path) -> None:
    generation = open_current(starter_home.index)
    try:
        # A copy: the encoder that tests share was perhaps opened in a home that is gone, with its files.
        encoder = OnnxEncoder.open(shutil.copytree(generation.folder / "encoder", tmp_path / "encoder"))
        alone = OnnxReader.open(generation.folder / "reader")
        sharing = OnnxReader.open(generation.folder / "reader", encoder.tokeniser)
    finally:
        generation.close()
    assert sharing.tokeniser.loaded is encoder.tokeniser.loaded
    assert alone.tokeniser.loaded is not encoder.tokeniser.loaded
    long = PassageText("Payroll " * 60, "The council moved its payroll in 2014. " * 90)
    one, other = (each.read([("when was it moved " * 40, long)])[0] for each in (alone, sharing))
    assert one.offsets == other.offsets
    assert one.start.tolist() == other.start.tolist()


def test_models_that_answer_share_one_tokeniser(starter_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[OnnxEncoder] = []
    encoder = Generation.encoder

    def kept(generation: Generation) -> OnnxEncoder:
        opened.append(encoder(generation))
        return opened[-1]

    monkeypatch.setattr(Generation, "encoder", kept)
    generation = open_current(starter_home.index)
    try:
        models = load_models(generation, Settings(starter_home))
    finally:
        generation.close()
    assert isinstance(models.reader, OnnxReader)
    assert models.reader.tokeniser.loaded is opened[0].tokeniser.loaded


def test_a_file_is_loaded_once_and_once_more_to_be_uncut(encoder_folder: Path) -> None:
    data = (encoder_folder / "tokenizer.json").read_bytes()
    loaded, uncut = (loaded_tokenizer(data, is_cut=each) for each in (True, False))
    assert loaded_tokenizer(bytes(bytearray(data)), is_cut=True) is loaded
    assert loaded_tokenizer(data, is_cut=False) is uncut
    assert [len(each.encode("word " * 300).ids) for each in (loaded, uncut)] == [256, 302]
    other = loaded_tokenizer(data.replace(b'"max_length":256', b'"max_length":8'), is_cut=True)
    assert len(other.encode("word " * 300).ids) == 8
