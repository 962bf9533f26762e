"""What an unfinished build has embedded is not embedded again, and nothing else is taken for it."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from qabot.core.progress import OnProgress, Progress, ignore_progress
from qabot.core.settings import Home, ModelSettings
from qabot.index.build import embedding_journal
from qabot.index.build.embedding_journal import EmbeddingJournal, open_journal
from qabot.index.build.indexer import BuildReport, update
from qabot.index.publication import journals
from qabot.index.snapshot import open_current
from qabot.index.verification import verify
from qabot.models import embedders
from qabot.models.batch_embedding import ignore_vectors
from tests import forked
from tests.conftest import article, link_index, write_corpus

Vectors = NDArray[np.float32]
FINGERPRINT = "ab" * 32


def digests(numbers: Sequence[int]) -> list[bytes]:
    return [hashlib.sha256(str(number).encode()).digest() for number in numbers]


def unit(numbers: Sequence[int]) -> Vectors:
    vectors = np.random.default_rng(5).standard_normal((1_000, 8), dtype=np.float32)[list(numbers)]
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four vectors are a window."""
    monkeypatch.setattr(embedding_journal, "WINDOW", 4)


def journal(folder: Path) -> EmbeddingJournal:
    return EmbeddingJournal(folder / f".embedded-{FINGERPRINT[:16]}", FINGERPRINT, 8)


@pytest.fixture
def written(tmp_path: Path, small_windows: None) -> Path:  # noqa: ARG001
    """A journal of three windows, of the texts 0 to 9."""
    made = journal(tmp_path)
    for first in range(0, 10, 2):
        made.note(digests(range(first, first + 2)), unit(range(first, first + 2)))
    made.close(removing=False)
    return tmp_path / f".embedded-{FINGERPRINT[:16]}"


def taken(path: Path, numbers: Sequence[int]) -> list[int]:
    """Return which texts are found, once their vectors are compared."""
    opened = journal(path.parent)
    places, vectors = opened.take(digests(numbers))
    found = [numbers[place] for place in places]
    assert np.array_equal(vectors, unit(found))
    opened.close(removing=False)
    return found


def test_a_window_is_256_vectors() -> None:
    assert embedding_journal.WINDOW == 256


def test_what_was_noted_is_found_again_bit_for_bit(written: Path) -> None:
    assert taken(written, [9, 77, 3, 0]) == [9, 3, 0]
    assert taken(written, []) == []


def test_a_few_vectors_begin_no_file(tmp_path: Path, small_windows: None) -> None:  # noqa: ARG001
    made = journal(tmp_path)
    made.note(digests([1, 2, 3]), unit([1, 2, 3]))
    made.close(removing=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("left", [0, 5, 93, 94, 369, 370, 10**6])
def test_one_that_was_cut_short_gives_its_whole_windows_and_goes_on(written: Path, left: int) -> None:
    size = written.stat().st_size
    os.truncate(written, min(left, size))
    whole = [*range(10)] if left >= size else [*range(4)] if left == 370 else []
    assert taken(written, range(10)) == whole
    made = journal(written.parent)
    made.note(digests(range(20, 24)), unit(range(20, 24)))
    made.close(removing=False)
    assert taken(written, range(30)) == [*whole, 20, 21, 22, 23]


def test_no_flipped_bit_gives_another_vector(written: Path) -> None:
    sound = written.read_bytes()
    for place in range(0, len(sound), 7):
        altered = bytearray(sound)
        altered[place] ^= 1 << place % 8
        written.write_bytes(altered)
        found = taken(written, range(10))
        assert found != [*range(10)], f"byte {place} is not compared"


def test_what_is_no_unit_vector_is_not_taken(tmp_path: Path, small_windows: None) -> None:  # noqa: ARG001
    made = journal(tmp_path)
    made.note(digests(range(4)), np.stack([unit([0])[0], 2 * unit([1])[0], np.full(8, np.nan), unit([3])[0]]))
    assert made.take(digests(range(4)))[0] == [], "what is noted is not asked for by the same build"
    made.close(removing=False)
    assert journal(tmp_path).take(digests(range(4)))[0] == [0, 3]


@pytest.mark.parametrize("planted", ["link", "folder", "pipe", "text", "other dimension"])
def test_what_is_no_journal_is_put_away(tmp_path: Path, small_windows: None, planted: str) -> None:  # noqa: ARG001
    path, victim = tmp_path / f".embedded-{FINGERPRINT[:16]}", tmp_path / "victim"
    victim.write_text("precious")
    if planted == "link":
        path.symlink_to(victim)
    elif planted == "folder":
        path.mkdir()
        (path / "x").touch()
    elif planted == "pipe":
        os.mkfifo(path)
    elif planted == "text":
        path.write_text("no journal " * 100)
    else:
        other = EmbeddingJournal(path, FINGERPRINT, 4)
        other.note(digests(range(4)), unit(range(4))[:, :4])
        other.close(removing=False)
    made = journal(tmp_path)
    assert made.take(digests(range(4)))[0] == []
    made.note(digests(range(4)), unit(range(4)))
    made.close(removing=False)
    assert taken(path, range(4)) == [0, 1, 2, 3]
    assert victim.read_text() == "precious"


def test_without_room_it_gives_back_what_it_took(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = journal(written.parent)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    made.note(digests(range(20, 24)), unit(range(20, 24)))
    assert not written.exists()
    made.note(digests(range(30, 34)), unit(range(30, 34)))
    made.close(removing=False)
    assert not written.exists()


def test_only_a_build_that_failed_leaves_one_and_none_on_a_full_disk(written: Path) -> None:
    index, other = written.parent, written.with_name(".embedded-0123")
    other.touch()
    fail(index, KeyboardInterrupt(), [0])
    assert journals(index) == [written], "and that of another model was removed"
    fail(index, OSError(errno.ENOSPC, "No space left on device"), [0])
    assert journals(index) == []
    with open_journal(index, FINGERPRINT, 8) as opened:
        opened.note(digests(range(8)), unit(range(8)))
        assert journals(index) == [written]
    assert journals(index) == []


def fail(index: Path, error: BaseException, found: list[int]) -> None:
    """Have a build fail that finds so many vectors."""

    def build() -> None:
        with open_journal(index, FINGERPRINT, 8) as opened:
            assert opened.take(digests([1]))[0] == found
            raise error

    with pytest.raises(type(error)):
        build()


COUNT = 60


@pytest.fixture
def home(starter_home: Home, tmp_path: Path, small_windows: None) -> Home:  # noqa: ARG001
    """Sixty articles of a passage each that wait to be indexed, and an index of one."""
    made = Home(tmp_path / "home")
    link_index(starter_home, made)
    write_corpus(made, {"a.md": article("Servers", "Servers cost £4m.")})
    update(made, ModelSettings(), ignore_progress)
    write_corpus(made, {f"n{n}.md": article(f"Tram {n}", f"Trams run on line {n}.") for n in range(COUNT)})
    return made


class Embedder:
    """Embeds by hashing, counts what it embeds, and may stop on the way."""

    def __init__(self, stop_after: int = 10**6) -> None:
        """Raise KeyboardInterrupt once so many were embedded."""
        self.stop_after = stop_after
        self.embedded: list[str] = []

    def __call__(self, _folder: Path, texts: Sequence[str], on_progress: Any, *, on_vectors: Any, **_: Any) -> Vectors:
        vectors = np.empty((len(texts), 384), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(texts), 2):
            if len(self.embedded) >= self.stop_after:
                raise KeyboardInterrupt
            places = order[start : start + 2]
            for place in places:
                self.embedded.append(texts[place])
                seed = hashlib.sha256(texts[place].encode()).digest()
                vectors[place] = np.random.default_rng([*seed]).standard_normal(384)
                vectors[place] /= np.linalg.norm(vectors[place])
            on_vectors(places, vectors[places])
            on_progress(Progress("embed", min(start + 2, len(texts)), len(texts)))
        return vectors


def stopped(home: Home, monkeypatch: pytest.MonkeyPatch, after: int, watch: OnProgress = ignore_progress) -> Embedder:
    embedder = Embedder(after)
    monkeypatch.setattr(embedders, "embed_documents", embedder)
    with pytest.raises(KeyboardInterrupt):
        update(home, ModelSettings(), watch)
    return embedder


def finished(home: Home, monkeypatch: pytest.MonkeyPatch) -> tuple[BuildReport, Embedder, list[Progress]]:
    embedder, told = Embedder(), list[Progress]()
    monkeypatch.setattr(embedders, "embed_documents", embedder)
    report = update(home, ModelSettings(), told.append)
    return report, embedder, [message for message in told if message.stage == "embed"]


def test_a_build_goes_on_where_one_was_stopped(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    first = stopped(home, monkeypatch, 30)
    assert len(journals(home.index)) == 1
    assert not list(home.index.glob(".draft-*"))
    report, second, told = finished(home, monkeypatch)
    assert len(first.embedded) == 30
    assert (len(second.embedded), report.embedded, report.resumed) == (30, 30, 30)
    assert set(first.embedded).isdisjoint(second.embedded)
    assert told[0].note == "30 of 60 passages were embedded already, by a build that was stopped"
    assert [(each.done, each.total) for each in told[:2]] == [(30, 60), (32, 60)]
    assert (told[-1].done, told[-1].total) == (60, 60)
    assert journals(home.index) == []
    opened = open_current(home.index)
    assert list(verify(opened.folder)) == []
    texts = [f"Tram {n}\nTrams run on line {n}." for n in range(3)]
    whole = Embedder()(home.path, texts, ignore_progress, on_vectors=ignore_vectors)
    for number in range(3):
        (at,) = [each.first_passage for each in opened.articles.stored() if each.id == f"n{number}"]
        assert np.array_equal(opened.vectors(np.array([at]))[0], whole[number])


def test_a_text_that_changed_meanwhile_is_embedded(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(message: Progress) -> None:
        if message.stage == "write":
            raise KeyboardInterrupt

    stopped(home, monkeypatch, 61, stop)
    write_corpus(home, {"n7.md": article("Tram 7", "Trams run on line 7 no more.")})
    (home.corpus / "n8.md").unlink()
    report, second, _ = finished(home, monkeypatch)
    assert second.embedded == ["Tram 7\nTrams run on line 7 no more."]
    assert report.resumed == 58


def test_one_cut_or_embedded_otherwise_takes_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(home, monkeypatch, 30)
    (kept,) = journals(home.index)
    data = kept.read_bytes()
    kept.unlink()
    kept.with_name(".embedded-0000000000000000").write_bytes(data)
    report, second, _ = finished(home, monkeypatch)
    assert (report.resumed, len(second.embedded)) == (0, 60)
    assert journals(home.index) == []


def test_under_its_name_that_of_another_takes_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(home, monkeypatch, 30)
    (kept,) = journals(home.index)
    kept.write_bytes(kept.read_bytes().replace(open_current(home.index).manifest.fingerprint.encode(), b"0" * 64))
    report, _, _ = finished(home, monkeypatch)
    assert report.resumed == 0


def test_where_nothing_is_left_to_do_it_goes(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(home, monkeypatch, 30)
    for number in range(COUNT):
        (home.corpus / f"n{number}.md").unlink()
    os.utime(home.corpus / "a.md", (1e9, 1e9))
    finished(home, monkeypatch)
    (home.index / ".embedded-0123").touch()
    report, _, _ = finished(home, monkeypatch)
    assert not report.published
    assert journals(home.index) == []


_BUILD = """
import os, signal, sys
from pathlib import Path
from qabot.core.settings import Home, ModelSettings
from qabot.index.build import embedding_journal, indexer

embedding_journal.WINDOW = 4

def watch(message):
    if message.stage == "embed" and message.done >= 30:
        os.kill(os.getpid(), signal.SIGKILL)

indexer.update(Home(Path(sys.argv[1])), ModelSettings(), watch)
"""


def test_killed_in_the_midst_of_embedding(home: Home) -> None:
    killed = subprocess.run(forked.script(_BUILD, str(home.path)), check=False, capture_output=True, timeout=120)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert len(list(home.index.glob(".draft-*"))) == 1
    report = update(home, ModelSettings(), ignore_progress)
    assert report.resumed + report.embedded == COUNT
    assert 20 <= report.resumed <= 40
    assert list(verify(open_current(home.index).folder)) == []
    assert [path.name for path in home.index.iterdir() if path.name.startswith((".draft", ".embedded"))] == []
