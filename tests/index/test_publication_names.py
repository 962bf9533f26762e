"""Names of generations stay in order whatever the clock does; a text index is read where nothing can be written."""

from __future__ import annotations

import resource
from datetime import datetime, tzinfo
from pathlib import Path

import pytest

from qabot.core.errors import StorageFailed
from qabot.index import lock_folder, publication
from qabot.index.lock_folder import lock_folder as opened_lock_folder
from qabot.index.publication import generation_name


class Clock(datetime):
    """A clock that stands still, long ago."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        """Return always the same moment."""
        return datetime(2020, 1, 1, tzinfo=tz)


def test_a_generation_is_named_behind_the_newest_though_the_clock_went_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publication, "datetime", Clock)
    assert generation_name(tmp_path, "abcdef0123") == "20200101T000000000000Z-abcdef01"
    for name in ("20261129T173234324512Z-429adc3d", "20190101T000000000000Z-429adc3d"):
        (tmp_path / name).mkdir()
    assert generation_name(tmp_path, "abcdef0123") == "20261129T173234324513Z-abcdef01"


@pytest.mark.parametrize("name", ["99999999T000000000000Z-429adc3d", "99991231T235959999999Z-429adc3d", "notes"])
def test_names_that_are_no_moments_stop_no_build(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "datetime", Clock)
    (tmp_path / name).mkdir()
    assert generation_name(tmp_path, "abcdef0123") == "20200101T000000000000Z-abcdef01"


def test_links_to_a_text_index_are_gone_when_it_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, own = tmp_path / "text", tmp_path / "own"
    text.mkdir()
    own.mkdir()
    (text / "meta.json").write_text("{}")
    (text / ".tantivy-meta.lock").touch()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(own))
    with opened_lock_folder(text) as folder:
        assert folder.parent == own
        assert folder.stat().st_mode & 0o777 == 0o700
        assert [each.name for each in folder.iterdir()] == ["meta.json"]
        assert (folder / "meta.json").read_text() == "{}"
    assert list(own.iterdir()) == []
    assert (text / "meta.json").exists()


def test_links_to_a_text_index_are_gone_though_no_more_files_can_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, own = tmp_path / "text", tmp_path / "own"
    text.mkdir()
    own.mkdir()
    (text / "meta.json").write_text("{}")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(own))
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        with opened_lock_folder(text) as folder:
            (folder / ".tantivy-meta.lock").touch()
            resource.setrlimit(resource.RLIMIT_NOFILE, (0, before[1]))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert list(own.iterdir()) == []


def test_without_a_place_for_a_lock_the_reason_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock_folder, "_PLACES", ())
    for name in ("XDG_RUNTIME_DIR", "TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path / "nowhere"))
    with pytest.raises(StorageFailed, match="Set TMPDIR to a folder"), opened_lock_folder(tmp_path):
        pass
