"""`examine`: each thing that can be wrong is made so, and is told with what mends it; the others are looked at too."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from msgspec.structs import replace
from packaging.requirements import Requirement

from qabot.answer import calibration
from qabot.chat.doctor import corpus_checks, disk_checks, library_checks, permission_checks
from qabot.chat.doctor.examination import examine
from qabot.chat.doctor.examinee import Surroundings, TerminalState
from qabot.chat.doctor.findings import Finding, Subject, size_words
from qabot.chat.doctor.home_checks import check_settings
from qabot.core.progress import Progress, ignore_progress
from qabot.core.settings import Home, ModelSettings, PairModels
from qabot.corpus.feeds.subscriptions_db import FeedState
from qabot.corpus.folder import SourceFile
from qabot.index.build.indexer import update
from qabot.index.manifest import Manifest
from tests.cli.helpers import judge_by_nearness
from tests.conftest import article, link_index, write_corpus
from tests.trusting import configure

NOW = datetime(2026, 12, 24, 12, 0, tzinfo=UTC)
LONG_AGO = 1_700_000_000
FILES = {
    "otter.md": article("Otters", "Otter council paid £2 million for a payroll system.", published="2015-11-25"),
    "heron.md": article("Herons", "Heron council bought a ferry for £3 million.", published="2016-02-03"),
}
SUBJECTS = [
    "home", "settings", "corpus", "index", "lock", "models", "calibration", "feeds", "clock", "disk", "permissions",
    "databases", "privacy", "variables", "terminal", "python", "libraries",
]  # fmt: skip


@pytest.fixture(scope="module")
def sound_home(starter_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two articles, indexed with every model, and a calibration that fits. Not to be changed."""
    home = Home(tmp_path_factory.mktemp("sound"))
    link_index(starter_home, home)
    write_corpus(home, FILES)
    for name in FILES:
        os.utime(home.corpus / name, (LONG_AGO, LONG_AGO))
    update(home, ModelSettings(), ignore_progress, PairModels())
    shutil.rmtree(home.index / str(Manifest.read(generation(home)).previous))
    return judge_by_nearness(home)


@pytest.fixture
def home(sound_home: Home, tmp_path: Path) -> Home:
    """The same in a home of the test's own; its files are links, so that they must be replaced and not written into."""
    own = Home(tmp_path / "home")
    shutil.copytree(sound_home.path, own.path, copy_function=os.link, ignore=shutil.ignore_patterns("*.lock"))
    return own


def generation(home: Home) -> Path:
    """The folder of the generation that answers."""
    return home.index / (home.index / "CURRENT").read_text().strip()


def around(home: Path | None, cwd: Path, **changes: Any) -> Surroundings:
    """A terminal and a state folder with which nothing is wrong, and this home named."""
    state = cwd / "state"
    made = Surroundings(
        named_home=home,
        environ={"TERM": "xterm-256color", "LANG": "en_GB.UTF-8"},
        cwd=cwd,
        now=NOW,
        terminal=TerminalState(True, True, (80, 24), "UTF-8"),
        history=state / "history.db",
        saved=state / "watch.db",
        pins=state / "pins.db",
        recent=state / "last-questions",
        cache=cwd / "cache",
    )
    return replace(made, **changes)


class Examined:
    """An examination of which only what is asked for is made, for each takes time."""

    def __init__(self, looked: Surroundings, *, deep: bool = False) -> None:
        """Look at these surroundings."""
        self._looked, self._deep = looked, deep
        self._found: dict[Subject, list[Finding]] = {}

    def all(self) -> list[Finding]:
        return examine(self._looked, deep=self._deep)

    def of(self, subject: Subject) -> list[Finding]:
        if subject not in self._found:
            self._found[subject] = examine(self._looked, deep=self._deep, subjects={subject})
        return self._found[subject]


def examined(home: Home, *, deep: bool = False, **changes: Any) -> Examined:
    return Examined(around(home.path, home.path.parent, **changes), deep=deep)


def of(found: Examined, subject: Subject) -> list[tuple[str, str | None]]:
    """States and commands of what was found of one thing, where that is not in order."""
    return [(each.state, each.command) for each in found.of(subject) if each.state != "ok"]


def words(found: Examined, subject: Subject) -> str:
    return " ".join(each.words for each in found.of(subject))


def replaced(path: Path, data: bytes) -> None:
    """Put other bytes in the place of a file, not into it: it has other names."""
    path.unlink()
    path.write_bytes(data)


def rewritten(home: Home, **changes: Any) -> None:
    """Have the manifest say something else."""
    folder = generation(home)
    manifest = replace(Manifest.read(folder), **changes)
    (folder / "manifest.json").unlink()
    manifest.write(folder)


@pytest.mark.parametrize("deep", [False, True])
def test_where_all_is_well_everything_was_looked_at_and_is_in_order(home: Home, deep: bool) -> None:
    told: list[Progress] = []
    every = examine(around(home.path, home.path.parent), told.append, deep=deep)
    said = {each.subject: each.words for each in every}
    assert [each.subject for each in every] == SUBJECTS
    assert [each for each in every if each.state != "ok" or each.command] == []
    assert said["home"] == f"{home.path}: --home names it."
    assert ("All 2 files" if deep else "2 files in") in said["corpus"]
    assert ("every checksum" if deep else "sizes and samples") in said["index"]
    assert {each.stage for each in told} == ({"read", "verify", "model"} if deep else set())


def test_it_changes_nothing(home: Home) -> None:
    def state() -> dict[str, tuple[int, int, int]]:
        every = (path for path in home.path.parent.rglob("*") if path.suffix != ".lock")
        return {
            str(each): (s.st_mode, s.st_size, s.st_mtime_ns * each.is_file()) for each in every if (s := each.stat())
        }

    before = state()
    examined(home, deep=True).all()
    assert state() == before


class TestHome:
    """Which one, and why."""

    def test_one_that_is_named_and_not_there(self, tmp_path: Path) -> None:
        found = Examined(around(Path("no where"), tmp_path))
        assert of(found, "home") == [("wrong", f"mkdir -p '{tmp_path}/no where/corpus'")]
        assert "though --home names it" in words(found, "home")
        assert [each.subject for each in found.all()] == [
            "home",
            "privacy",
            "variables",
            "terminal",
            "python",
            "libraries",
        ]

    def test_why_it_was_chosen(self, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        environ = {"QABOT_HOME": str(home.path), "LANG": "C.UTF-8"}
        assert words(Examined(around(None, tmp_path, environ=environ)), "home") == f"{home.path}: QABOT_HOME names it."
        upward = words(Examined(around(None, home.path, environ={})), "home")
        assert upward == f"{home.path}: the nearest folder from here upward that has corpus/ and index/."
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
        found = Examined(around(None, tmp_path, environ={"TERM": "xterm"}))
        assert f"{tmp_path}/data/qabot: it is your data folder" in words(found, "home")
        assert [(each.subject, each.command) for each in found.all() if each.state != "ok" and each.command] == [
            ("home", "qabot index"),
            ("corpus", "qabot index"),
            ("index", "qabot index"),
        ]
        assert not [each for each in found.all() if each.state == "wrong"]
        assert not (tmp_path / "data").exists()


class TestSettings:
    """What stands in the home and in variables."""

    @pytest.mark.parametrize(
        "name", ["qabot.toml", "acronyms.toml", "entities.toml", "synonyms.toml", "speech_cues.toml", "publishers.toml"]
    )
    def test_a_file_that_cannot_be_read(self, name: str, home: Home) -> None:
        (home.path / name).write_text("[\n")
        found = examined(home)
        assert of(found, "settings") == [("wrong", f'"${{EDITOR:-vi}}" {home.path}/{name}')]
        assert name in words(found, "settings")

    def test_a_variable_that_holds_what_it_cannot(self, home: Home) -> None:
        environ = {"QABOT_DEVICE": "hunter2", "QABOT_DOWNLOAD": "true", "LANG": "C.UTF-8"}
        found = examined(home, environ=environ)
        assert of(found, "settings") == [("wrong", "unset QABOT_DEVICE")]
        assert not [each for each in found.all() if "hunter2" in each.words]

    @pytest.mark.parametrize(
        ("environ", "unset"),
        [
            ({"QABOT_DEVICE": "hunter2", "QABOT_DOWNLOAD": "perhaps"}, ["QABOT_DEVICE", "QABOT_DOWNLOAD"]),
            ({"QABOT_STORE": "milvus", "QABOT_DOWNLOAD": "true"}, ["QABOT_STORE"]),
            ({"QABOT_STORE": "milvus", "QABOT_STORE_URI": "nowhere"}, ["QABOT_STORE"]),
            # The one needs the other.
            ({"QABOT_STORE": "milvus", "QABOT_STORE_URI": "http://127.0.0.1:9"}, []),
        ],
    )
    def test_variables_are_read_together(self, environ: dict[str, str], unset: list[str], home: Home) -> None:
        found = check_settings(home, around(home.path, home.path.parent, environ=environ))
        assert [each.command for each in found if each.state == "wrong"] == [f"unset {name}" for name in unset]


class TestCorpus:
    """What lies in it."""

    def test_what_is_not_read_and_what_must_be_added(self, home: Home) -> None:
        (home.corpus / "badger.md").symlink_to(home.corpus / "otter.md")
        (home.corpus / "report.pdf").write_bytes(b"%PDF")
        found = examined(home)
        assert of(found, "corpus") == [("wrong", f"qabot index --dry-run --home {home.path}")]
        assert "2 files are not read: badger.md is a symbolic link" in words(found, "corpus")
        (home.corpus / "badger.md").unlink()
        assert of(examined(home), "corpus") == [
            ("wrong", f"qabot add {home.corpus}/report.pdf --home {home.path}"),
        ]

    def test_a_new_file_is_read_at_once_and_one_that_the_index_has_only_in_depth(
        self, home: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (home.corpus / "new.md").write_bytes(b"\xff\xfe\x00")
        assert "new.md" in words(examined(home), "corpus")
        (home.corpus / "new.md").unlink()
        read: list[str] = []
        real = corpus_checks.read

        def noting(file: SourceFile) -> Iterator[object]:
            read.append(file.path)
            return real(file)

        monkeypatch.setattr(corpus_checks, "read", noting)
        examined(home).of("corpus")
        assert read == []
        examined(home, deep=True).of("corpus")
        assert read == ["heron.md", "otter.md"]

    def test_two_of_one_id(self, home: Home) -> None:
        write_corpus(home, {"otter.txt": "Another text about otters and ferries."})
        assert "its id 'otter' is taken by otter.md" in words(examined(home, deep=True), "corpus")

    def test_one_that_is_empty_or_missing(self, home: Home) -> None:
        shutil.rmtree(home.corpus)
        assert of(examined(home), "corpus")[0][0] == "wrong"
        home.corpus.mkdir()
        assert of(examined(home), "corpus") == [("wrong", f"qabot add FILE --home {home.path}")]

    def test_a_hostile_name_steers_no_terminal(self, home: Home) -> None:
        (home.corpus / "a\x1b[31m\u202eb.md").symlink_to(home.corpus / "otter.md")
        (home.corpus / "c\x1b[2J.pdf").write_bytes(b"%PDF")
        for each in examined(home, deep=True).of("corpus"):
            assert f"{each.words}{each.command or ''}".isprintable()


class TestIndex:
    """Whether it is there, whole and current."""

    def test_none(self, home: Home) -> None:
        shutil.rmtree(home.index)
        found = examined(home)
        assert of(found, "index") == [("wrong", f"qabot index --home {home.path}")]
        assert of(found, "models") == of(found, "calibration") == [("notice", None)]

    def test_a_damaged_one(self, home: Home) -> None:
        replaced(generation(home) / "segments/0/vectors.faiss", b"cut short")
        found = examined(home)
        assert of(found, "index") == [("wrong", f"qabot index --rebuild --home {home.path}")]
        assert "vectors.faiss has another size" in words(found, "index")
        earlier = "20200101T000000000000Z-00000000"
        (home.index / earlier).mkdir()
        rewritten(home, previous=earlier)
        assert of(examined(home), "index") == [("wrong", f"qabot rollback --home {home.path}")]

    def test_another_checksum_is_found_in_depth(self, home: Home) -> None:
        files = Manifest.read(generation(home)).files
        other = {
            name: replace(record, sha256="0" * 64) for name, record in files.items() if name.endswith("vectors.faiss")
        }
        rewritten(home, files=files | other)
        assert of(examined(home), "index") == []
        found = examined(home, deep=True)
        assert of(found, "index") == [("wrong", f"qabot index --rebuild --home {home.path}")]
        assert words(found, "index") == "segments/0/vectors.faiss does not match its checksum."

    def test_current_that_names_none(self, home: Home) -> None:
        replaced(home.index / "CURRENT", b"../corpus\n")
        assert of(examined(home), "index") == [("wrong", f"qabot index --rebuild --home {home.path}")]

    def test_one_of_a_newer_qabot(self, home: Home) -> None:
        path = generation(home) / "manifest.json"
        replaced(path, path.read_bytes().replace(b'"format": 3', b'"format": 4'))
        found = examined(home)
        assert "has format 4; this qabot reads up to 3" in words(found, "index")
        assert of(found, "index") == [("wrong", f"qabot index --rebuild --home {home.path}")]

    def test_what_waits(self, home: Home) -> None:
        write_corpus(home, {"new.md": article("New", "A new ferry.")})
        (home.corpus / "otter.md").unlink()
        found = examined(home)
        assert of(found, "index") == [("notice", f"qabot index --home {home.path}")]
        assert "2 files are waiting to be taken in: 1 new, 1 gone." in words(found, "index")

    def test_who_writes(self, home: Home) -> None:
        with FileLock(home.index / ".lock"):
            found = examined(home)
            assert of(found, "lock") == [("notice", None)]
            assert "Another process is writing" in words(found, "lock")
        assert of(examined(home), "lock") == []
        (home.index / ".draft-1").mkdir()
        assert of(examined(home), "lock") == [("notice", f"qabot index --home {home.path}")]
        (home.index / ".embedded-0123").write_bytes(b"x" * 1_200_000)
        told = words(examined(home), "lock")
        assert "1 unfinished build is left by processes that were stopped; none is read." in told
        assert "A build that was stopped has kept what it embedded, 1.2 MB" in told
        (home.index / ".draft-1").rmdir()
        assert "left by" not in words(examined(home), "lock")


class TestModels:
    """Whether they are those that the settings ask for, and run."""

    @pytest.fixture(autouse=True)
    def state(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Keep what the user said yes to apart."""
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def test_others_than_the_settings_ask_for(self, home: Home) -> None:
        mend = f"qabot index --home {home.path}"
        configure(home.path, '[model]\nname = "other/encoder"\n[rerank]\nmodel = "other/reranker"\n')
        found = examined(home)
        assert of(found, "models") == [("wrong", mend), ("wrong", mend)]
        assert "another encoder" in words(found, "models")
        assert "a reranker that the index does not carry" in words(found, "models")

    def test_no_reader(self, home: Home) -> None:
        rewritten(home, reader=None)
        assert of(examined(home), "models") == [("notice", f"qabot index --home {home.path}")]
        configure(home.path, '[reader]\nmodel = "off"\n')
        assert of(examined(home), "models") == []

    def test_an_encoder_whose_source_is_gone(self, home: Home, tmp_path: Path) -> None:
        rewritten(home, source=str(tmp_path / "gone"))
        found = examined(home)
        assert of(found, "models") == [("notice", f"qabot index --rebuild --model packaged --home {home.path}")]

    @pytest.mark.parametrize("name", ["encoder", "reader"])
    def test_one_that_does_not_run_is_found_in_depth(self, name: str, home: Home) -> None:
        replaced(generation(home) / name / "tokenizer.json", b"{}")
        assert of(examined(home), "models") == []
        assert of(examined(home, deep=True), "models") == [("wrong", f"qabot index --rebuild --home {home.path}")]


class TestCalibration:
    """Whether it belongs to what is asked."""

    def written(self, home: Home, **changes: Any) -> None:
        path = home.path / calibration.FILE
        held = calibration.read(path)
        path.unlink()
        for each in held.values():
            calibration.write(path, replace(each, **changes))

    def test_a_stale_one(self, home: Home) -> None:
        self.written(home, ranking="0" * 16)
        found = examined(home)
        ((state, command),) = of(found, "calibration")
        assert state == "wrong"
        assert command in {
            f"rm {home.path}/calibration.json",  # where one that fits comes with qabot
            f"qabot eval calibrate questions.jsonl --home {home.path}",
        }
        assert "it is stale" in words(found, "calibration")

    def test_none_for_this_reader(self, home: Home) -> None:
        rewritten(home, reader="f" * 64)
        found = examined(home)
        assert of(found, "calibration") == [("wrong", f"qabot index --home {home.path}")]
        assert "No calibration belongs to the models" in words(found, "calibration")

    def test_a_damaged_one(self, home: Home) -> None:
        replaced(home.path / calibration.FILE, b"{")
        assert of(examined(home), "calibration") == [("wrong", f"rm {home.path}/calibration.json")]


class TestFeeds:
    """Which are due, and which fail."""

    def with_feed(self, home: Home, failures: int, hours: int) -> Examined:
        url = "https://me:hunter2@news.example/feed?key=hunter2"
        with FeedState.open(home.corpus) as state:
            state.subscribe(url)
            state.note_had(url, NOW - timedelta(hours=hours), timedelta(hours=1), None)
            for _ in range(failures):
                state.note_failed(url, NOW, f"{url} said 404")
        found = examined(home)
        assert not [each for each in found.of("feeds") if "hunter2" in f"{each.words}{each.command}"]
        return found

    def test_one_that_is_due(self, home: Home) -> None:
        assert of(self.with_feed(home, 0, 0), "feeds") == []
        found = self.with_feed(home, 0, 2)
        assert of(found, "feeds") == [("notice", f"qabot feeds pull --home {home.path}")]
        assert "1 feed is due, of 1." in words(found, "feeds")

    @pytest.mark.parametrize(("failures", "state"), [(2, "notice"), (3, "wrong")])
    def test_one_that_fails(self, failures: int, state: str, home: Home) -> None:
        found = self.with_feed(home, failures, 0)
        assert of(found, "feeds") == [(state, f"qabot feeds list --home {home.path}")]
        assert "news.example" in words(found, "feeds")


class TestClock:
    """Against what must have been before."""

    def test_before_the_index(self, home: Home) -> None:
        rewritten(home, created="2026-12-24T12:05:01+00:00")
        found = examined(home)
        assert of(found, "clock") == [("wrong", "sudo timedatectl set-ntp true")]
        assert "built at 2026-12-24 12:05 UTC" in words(found, "clock")
        rewritten(home, created="2026-12-24T12:04:59+00:00")
        assert of(examined(home), "clock") == []

    def test_before_qabot(self, home: Home) -> None:
        found = examined(home, now=datetime(1970, 1, 1, tzinfo=UTC))
        assert of(found, "clock") == [("wrong", "sudo timedatectl set-ntp true")]

    @pytest.mark.parametrize(("newest", "state"), [("2026-12-25", []), ("2026-12-26", ["notice"]), ("2026-12", [])])
    def test_before_an_article(self, newest: str, state: list[str], home: Home) -> None:
        rewritten(home, last=newest)
        assert [each for each, _ in of(examined(home), "clock")] == state


def leave_free(free: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every disk say that it has so many bytes left."""
    usage = shutil.disk_usage("/")._replace(free=free)

    def told(_: Path) -> object:
        return usage

    monkeypatch.setattr(disk_checks.shutil, "disk_usage", told)


class TestDisk:
    """Room for the next build."""

    @pytest.mark.parametrize(("free", "state"), [(19_000_000, "wrong"), (39_000_000, "notice"), (60_000_000, None)])
    def test_too_little(self, free: int, state: str | None, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        leave_free(free, monkeypatch)
        assert of(examined(home), "disk") == ([(state, "df -h")] if state else [])

    def test_a_first_index_needs_room_for_models(self, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        shutil.rmtree(home.index)
        leave_free(160_000_000, monkeypatch)
        assert of(examined(home), "disk") == [("wrong", "df -h")]

    def test_sizes_in_words(self) -> None:
        assert [size_words(each) for each in (999_000, 1_000_000, 1_400_000_000)] == ["999 kB", "1 MB", "1.4 GB"]


class TestPermissions:
    """Who may write, and who may read what was asked."""

    @pytest.mark.parametrize(("owner", "command"), [(0, "chmod u+rwx"), (1, 'sudo chown -R "$(id -un)"')])
    def test_a_folder_that_cannot_be_written_to(
        self, owner: int, command: str, home: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = os.access

        def access(path: Path, mode: int) -> bool:
            return path != home.index and real(path, mode)

        monkeypatch.setattr(permission_checks.os, "access", access)
        user = home.index.stat().st_uid + owner
        monkeypatch.setattr(permission_checks.os, "geteuid", lambda: user)
        found = examined(home)
        assert of(found, "permissions") == [("wrong", f"{command} {home.index}")]
        assert "cannot be written to, so that nothing can be added or indexed" in words(found, "permissions")

    def test_one_that_anyone_can_write_to(self, home: Home) -> None:
        home.corpus.chmod(0o777)
        assert of(examined(home), "permissions") == [("notice", f"chmod o-w {home.corpus}")]

    @pytest.mark.parametrize(("mode", "is_open"), [(0o600, False), (0o640, True), (0o604, True)])
    def test_questions_that_others_can_read(self, mode: int, is_open: bool, home: Home, tmp_path: Path) -> None:
        looked = around(home.path, tmp_path)
        looked.recent.mkdir(parents=True, mode=0o700)
        kept = looked.recent / "x.json"
        kept.touch()
        kept.chmod(mode)
        assert of(Examined(looked), "privacy") == ([("wrong", f"chmod 600 {kept}")] if is_open else [])

    def test_a_folder_of_questions_that_others_can_look_into(self, home: Home, tmp_path: Path) -> None:
        looked = around(home.path, tmp_path)
        looked.recent.mkdir(parents=True)
        looked.recent.chmod(0o755)
        assert of(Examined(looked), "privacy") == [("wrong", f"chmod 700 {looked.recent}")]


class TestDatabases:
    """Those beside the index."""

    def test_one_that_is_none(self, home: Home) -> None:
        kept = home.corpus / ".qabot" / "kept.db"
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(b"no database at all" * 100)
        found = examined(home)
        assert of(found, "databases") == [("wrong", f"mv {kept} {kept}.damaged")]
        assert "no article is lost" in words(found, "databases")

    @pytest.mark.parametrize(
        ("kept", "lost"), [("saved", "questions must be saved"), ("pins", "passages must be pinned")]
    )
    def test_saved_questions_and_pins_are_looked_at_too(self, home: Home, tmp_path: Path, kept: str, lost: str) -> None:
        looked = around(home.path, tmp_path)
        file: Path = getattr(looked, kept)
        file.parent.mkdir()
        file.write_bytes(b"no database at all" * 100)
        found = Examined(looked)
        assert of(found, "databases") == [("wrong", f"mv {file} {file}.damaged")]
        assert f"{lost} again" in words(found, "databases")

    def test_one_with_a_damaged_page_is_found_in_depth(self, home: Home, tmp_path: Path) -> None:
        looked = around(home.path, tmp_path)
        looked.history.parent.mkdir()
        with sqlite3.connect(looked.history) as database:
            database.execute("CREATE TABLE t (x TEXT)")
            database.executemany("INSERT INTO t VALUES (?)", [("x" * 500,)] * 100)
        database.close()
        looked.history.chmod(0o600)
        data = bytearray(looked.history.read_bytes())
        data[4096 * 3 : 4096 * 4] = b"\xff" * 4096
        looked.history.write_bytes(data)
        assert of(Examined(looked), "databases") == []
        assert of(Examined(looked, deep=True), "databases") == [
            ("wrong", f"mv {looked.history} {looked.history}.damaged")
        ]


class TestVariables:
    """Those that steer qabot."""

    @pytest.mark.parametrize(
        ("name", "found"),
        [
            ("QABOT_HOEM", [("wrong", "unset QABOT_HOEM")]),
            ("QABOT_NO_COLOUR_AT_ALL", [("notice", "unset QABOT_NO_COLOUR_AT_ALL")]),
            ("QABOT_x;rm -rf", [("notice", None)]),
            ("QABOT_CONTACT", []),
        ],
    )
    def test_one_that_nothing_reads(self, name: str, found: list[Any], home: Home) -> None:
        looked = examined(home, environ={name: "hunter2", "LANG": "C.UTF-8"})
        assert of(looked, "variables") == found
        assert name in words(looked, "variables")
        assert not [each for each in looked.of("variables") if "hunter2" in each.words]

    def test_one_that_is_empty(self, home: Home) -> None:
        assert of(examined(home, environ={"QABOT_MODEL": ""}), "variables") == [("notice", "unset QABOT_MODEL")]


class TestTerminal:
    """Whether the chat can be drawn."""

    @pytest.mark.parametrize(
        ("size", "found"),
        [
            ((60, 20), []),
            ((59, 20), [("notice", "qabot chat --plain")]),
            ((60, 19), [("notice", "qabot chat --plain")]),
            ((0, 0), [("notice", "resize")]),
        ],
    )
    def test_its_size(self, size: tuple[int, int], found: list[Any], home: Home) -> None:
        looked = examined(home, terminal=TerminalState(True, True, size, "UTF-8"))
        with_home = [
            (state, f"{command} --home {home.path}" if "qabot" in command else command) for state, command in found
        ]
        assert of(looked, "terminal") == with_home

    @pytest.mark.parametrize(("term", "found"), [("dumb", 1), ("", 1), ("vt100", 0)])
    def test_what_term_says(self, term: str, found: int, home: Home) -> None:
        looked = examined(home, environ={"TERM": term, "LANG": "C.UTF-8"})
        assert of(looked, "terminal") == [("notice", "export TERM=xterm-256color")] * found

    def test_its_encoding(self, home: Home) -> None:
        looked = examined(home, terminal=TerminalState(True, True, (80, 24), "ISO-8859-1"))
        assert of(looked, "terminal") == [("wrong", "export LC_ALL=C.UTF-8")]
        looked = examined(home, environ={"TERM": "xterm", "LC_ALL": "de_DE@euro", "LANG": "C.UTF-8"})
        assert of(looked, "terminal") == [("notice", "export LC_ALL=C.UTF-8")]

    @pytest.mark.parametrize(
        ("environ", "said"),
        [
            ({"NO_COLOR": "1"}, "no colours, as NO_COLOR is set"),
            ({"COLORTERM": "truecolor"}, "all colours"),
            ({"TERM": "screen-256color"}, "256 colours or more"),
            ({}, "perhaps few colours"),
        ],
    )
    def test_its_colours(self, environ: dict[str, str], said: str, home: Home) -> None:
        looked = examined(home, environ={"TERM": "xterm", "LANG": "C.UTF-8"} | environ)
        assert words(looked, "terminal") == f"80×24 cells, {said}, UTF-8."

    def test_none_is_no_fault(self, home: Home) -> None:
        looked = examined(home, terminal=TerminalState(False, False, None, "utf-8"), environ={})
        assert of(looked, "terminal") == []
        assert "There is none" in words(looked, "terminal")


class TestVersions:
    """Python, qabot and its libraries."""

    def test_python(self, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(library_checks.platform, "python_version", lambda: "3.10.9")
        assert of(examined(home), "python") == [("wrong", "python3 --version")]

    def test_another_qabot_than_is_installed(self, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("qabot.__version__", "9.0")
        found = examined(home)
        assert "qabot 9.0 runs, but 0.1.0 is what is installed." in words(found, "libraries")
        assert [state for state, _ in of(found, "libraries")] == ["wrong"]

    @pytest.mark.parametrize(
        ("version", "state", "said", "end"),
        [
            (None, "wrong", "Missing: Zorb-lax.", "pip install Zorb-lax==1.5.0"),
            ("0.9", "wrong", "Not supported: Zorb-lax 0.9 (needed: <2,>=1).", "pip install Zorb-lax==1.5.0"),
            ("nonsense", "wrong", "Not supported: Zorb-lax nonsense (needed: <2,>=1).", "pip install Zorb-lax==1.5.0"),
            ("1.4", "notice", "but not tested with: Zorb-lax 1.4 (tested: 1.5.0).", "pip install Zorb-lax==1.5.0"),
            ("1.5+cpu", "ok", "1 libraries of the versions that it was tested with", ""),
        ],
    )
    def test_a_library(self, version: str | None, state: str, said: str, end: str) -> None:
        needed = [Requirement("Zorb-lax>=1,<2")]
        (found,) = library_checks.compare(needed, {"Zorb-lax": version}, {"zorb-lax": "1.5.0"})
        assert found.state == state
        assert said in found.words
        assert (found.command or "").endswith(end)

    def test_the_versions_that_were_tested_are_at_hand(self) -> None:
        assert library_checks.pinned()["faiss-cpu"] == "1.15.1"
        assert {each.name for each in library_checks.requirements()} >= {"faiss-cpu", "msgspec"}
        assert "pytest" not in {each.name for each in library_checks.requirements()}


def failing(*_: object) -> Any:
    raise TypeError("a fault\x1b[31m of ours")


@pytest.mark.parametrize(
    ("place", "subject"), [("disk_checks.shutil.disk_usage", "disk"), ("corpus_checks.walk", "corpus")]
)
def test_a_check_that_cannot_be_made_says_so_and_the_others_go_on(
    place: str, subject: Subject, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"qabot.chat.doctor.{place}", failing)
    found = examined(home)
    assert of(found, subject) == [("wrong", None)]
    assert "This could not be checked: TypeError: a fault of ours." in words(found, subject)
    assert {each.subject for each in found.all()} == set(SUBJECTS)


def test_a_check_that_ends_early_keeps_what_it_found(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qabot.chat.doctor.index_checks._waiting", failing)
    found = [each.state for each in examined(home).of("index")]
    assert found == ["ok", "wrong"]
