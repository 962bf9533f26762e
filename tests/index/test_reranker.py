"""A generation carries the reranker that the settings ask for: exported once, linked on, and checked with the rest."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from qabot.core.errors import IndexCorrupt, ModelMismatch, ModelUnavailable
from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings, PairModels, ReaderSettings, RerankSettings, Settings
from qabot.engine.session import Session
from qabot.index.build import chunking
from qabot.index.build.indexer import BuildReport, update
from qabot.index.manifest import MANIFEST, Manifest
from qabot.index.publication import roll_back
from qabot.index.snapshot import open_current
from qabot.index.verification import verify
from qabot.models import batch_embedding
from qabot.models.batch_embedding import ModelSource
from tests.conftest import article, export_of, link_index, write_corpus
from tests.small_models import export_here, save_cross_encoder

SERVERS = {"a.md": article("Servers", "Servers cost £4m.")}
PAYROLL = {"b.md": article("Payroll", "Payroll is shared.")}
FILES = ("reranker.json", "tokenizer.json", "model.onnx", "model.onnx.data")


@pytest.fixture(scope="module", autouse=True)
def exporting_here(encoder_folder: Path) -> Iterator[None]:
    """Export rerankers in this process, which has torch already; the encoder was exported for the starter index."""

    def export(task: str, source: ModelSource, folder: Path, *, allow_download: bool) -> None:
        how = export_here if task == "export-reranker" else export_of(encoder_folder)
        how(task, source, folder, allow_download=allow_download)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(batch_embedding, "_export", export)
        yield


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> RerankSettings:
    """Settings that ask for a small cross-encoder."""
    return RerankSettings(str(save_cross_encoder(tmp_path_factory.mktemp("cross-encoder"))))


@pytest.fixture(scope="module")
def built(starter_home: Home, wanted: RerankSettings, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A small home with that reranker. Not to be changed."""
    home = Home(tmp_path_factory.mktemp("built"))
    link_index(starter_home, home)
    change(home, RerankSettings(), SERVERS | PAYROLL)
    report = change(home, wanted)
    assert (report.published, report.added, report.changed, report.removed, report.embedded) == (True, (), (), (), 0)
    return home


@pytest.fixture
def home(built: Home, tmp_path: Path) -> Home:
    """A copy of it; files of the index are hard links, so they must be replaced, never written into."""
    copy = Home(tmp_path / "home")
    link_index(built, copy)
    shutil.copytree(built.corpus, copy.corpus, dirs_exist_ok=True)
    return copy


def change(
    home: Home, rerank: RerankSettings, files: dict[str, str] | None = None, *, rebuild: bool = False
) -> BuildReport:
    write_corpus(home, files or {})
    for name in files or {}:
        os.utime(home.corpus / name, (1e9, 1e9))  # a file of the past, which need not be read again
    wanted = PairModels(rerank, ReaderSettings(is_off=True))
    return update(home, ModelSettings(), ignore_progress, wanted, rebuild=rebuild)


def folder(home: Home) -> Path:
    """Return the reranker's folder in the generation that answers."""
    return open_current(home.index).folder / "reranker"


def replace_file(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def test_no_reranker_unless_one_is_asked_for(starter_home: Home) -> None:
    generation = open_current(starter_home.index)
    assert generation.manifest.reranker is None
    assert generation.reranker() is None
    assert generation.reranker_for(RerankSettings()) is None
    assert not folder(starter_home).exists()
    with pytest.raises(ModelMismatch, match="org/reranker, and the index was built with none") as refused:
        generation.reranker_for(RerankSettings("org/reranker"))
    assert refused.value.exit_code == 4
    assert "`qabot index`" in refused.value.hint


def test_it_comes_with_the_index_though_no_article_changed(built: Home, wanted: RerankSettings) -> None:
    generation = open_current(built.index)
    assert generation.manifest.reranker == wanted.model
    assert {f"reranker/{name}" for name in FILES} <= generation.manifest.files.keys()
    reranker = generation.reranker_for(wanted)
    assert reranker is not None
    assert reranker.spec.model == "small"
    assert len(set(reranker.score("What did servers cost?", ["Servers cost £4m.", "Payroll is shared."]))) == 2
    assert generation.reranker_for(RerankSettings()) is None, "it is there, and not used"
    with pytest.raises(ModelMismatch, match="other/reranker"):
        generation.reranker_for(RerankSettings("other/reranker"))
    assert list(verify(generation.folder)) == []


def test_rolling_back_from_it_leads_to_other_articles(home: Home, starter_home: Home) -> None:
    assert roll_back(home.index).name == open_current(starter_home.index).name


def test_what_is_there_is_not_exported_again(home: Home, wanted: RerankSettings) -> None:
    before = open_current(home.index).name
    assert change(home, wanted).generation == before
    assert change(home, RerankSettings()).generation == before, "one that is not asked for is no reason for an update"


def test_it_is_linked_while_articles_change(
    home: Home, built: Home, wanted: RerankSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert change(home, wanted, {"c.md": article("Identity", "Identity is led by Jane Roe.")}).added == ("c",)
    assert all((folder(home) / name).samefile(folder(built) / name) for name in FILES)
    assert open_current(home.index).manifest.reranker == wanted.model
    assert list(verify(folder(home).parent)) == []
    monkeypatch.setattr(chunking, "RULE", "another rule")  # so that every passage is cut and embedded anew
    assert change(home, wanted).embedded == 3
    assert all((folder(home) / name).samefile(folder(built) / name) for name in FILES)


def test_another_reranker_takes_its_place(home: Home, built: Home, tmp_path: Path) -> None:
    other = RerankSettings(str(save_cross_encoder(tmp_path, seed=2)))
    assert change(home, other).published
    reranker, before = open_current(home.index).reranker_for(other), open_current(built.index).reranker()
    assert reranker is not None
    assert before is not None
    assert reranker.spec.weights_sha256 != before.spec.weights_sha256
    assert list(verify(folder(home).parent)) == []


def test_one_that_is_no_longer_asked_for_goes_with_the_next_generation(home: Home) -> None:
    change(home, RerankSettings(), {"c.md": article("Identity", "Identity is led by Jane Roe.")})
    assert open_current(home.index).manifest.reranker is None
    assert not folder(home).exists()
    assert list(verify(folder(home).parent)) == []


def test_rebuilding_exports_it_anew(home: Home, built: Home, wanted: RerankSettings) -> None:
    change(home, wanted, rebuild=True)
    assert open_current(home.index).reranker_for(wanted)
    assert not any((folder(home) / name).samefile(folder(built) / name) for name in FILES)


def test_one_that_cannot_be_had_costs_nothing(home: Home, wanted: RerankSettings, tmp_path: Path) -> None:
    before = open_current(home.index).name
    several = RerankSettings(str(save_cross_encoder(tmp_path, labels=3)))
    with pytest.raises(ModelUnavailable, match="3 scores"):
        change(home, several, {"c.md": article("Identity", "Identity is led by Jane Roe.")})
    assert open_current(home.index).name == before
    with Session.open(Settings(home)) as session:
        assert session.ask("what did servers cost").answer.evidence
    assert change(home, wanted).added == ("c",)
    assert {path.name for path in home.index.iterdir() if path.is_dir()} == {before, open_current(home.index).name}


@pytest.mark.parametrize("name", FILES)
def test_damage_is_refused_and_healed(home: Home, wanted: RerankSettings, name: str) -> None:
    path = folder(home) / name
    whole = path.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"", os.urandom(len(whole))):
        replace_file(path, damaged)
        with pytest.raises(IndexCorrupt, match=name):
            open_current(home.index)
    path.unlink()
    with pytest.raises(IndexCorrupt, match=name):
        open_current(home.index)
    flipped = bytearray(whole)
    flipped[len(whole) // 3] ^= 1
    path.write_bytes(flipped)
    assert any(name in fault for fault in verify(path.parents[1]))
    if name == FILES[0]:
        change(home, wanted)
        assert open_current(home.index).reranker_for(wanted)


def test_a_manifest_that_promises_one_which_is_not_there_is_refused(home: Home, starter_home: Home) -> None:
    link_index(starter_home, other := Home(home.path / "other"))
    path = open_current(other.index).folder / MANIFEST
    promising = replace(Manifest.read(path.parent), reranker="org/reranker")
    path.unlink()
    promising.write(path.parent)
    with pytest.raises(IndexCorrupt, match=r"reranker\.json"):
        open_current(other.index).reranker()
