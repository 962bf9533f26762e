"""A Ray node in earnest: on loopback alone, the vectors of one process, an actor killed in mid-build, Ctrl-C."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from qabot.core.progress import ignore_progress
from qabot.core.settings import Home, ModelSettings
from qabot.index.build.indexer import update
from qabot.index.publication import journals
from qabot.index.snapshot import open_current
from qabot.index.verification import verify
from tests.conftest import link_index
from tests.processes import process_tree

pytestmark = [
    pytest.mark.ray,
    pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed"),
    pytest.mark.skipif(sys.platform != "linux", reason="what listens is read in /proc"),
]
COUNT = 640
_ON_TWO_CORES = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell in the background has ignored
os.sched_setaffinity(0, range(os.cpu_count() or 1))
from qabot.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path, as sockets need one, for what Ray keeps."""
    with tempfile.TemporaryDirectory(prefix="qr-") as name:
        yield Path(name)


def home_of_many(starter_home: Home, path: Path) -> Home:
    """Return a home with so many new passages, and the index of the starter corpus for its encoder."""
    home = Home(path)
    link_index(starter_home, home)
    lines = (
        {"id": f"n{number}", "title": f"Tram {number}", "text": f"Trams run on line {number} {'every day ' * 20}."}
        for number in range(COUNT)
    )
    (home.corpus / "trams.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in lines))
    return home


class Build:
    """A process of `qabot index --ray`, led by its progress."""

    def __init__(self, home: Home, folder: Path) -> None:
        """Start it; what Ray keeps lies in this folder."""
        line = [sys.executable, "-c", _ON_TWO_CORES, "index", "--ray", "--progress", "jsonl", "--json"]
        self.process = subprocess.Popen(
            [*line, "--home", str(home.path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(folder)},
            start_new_session=True,
        )
        self.said: list[str] = []
        """What it wrote besides progress."""

    def until(self, passages: int) -> int:
        """Wait until so many are embedded, and return how many are."""
        assert self.process.stderr
        for line in self.process.stderr:
            if not line.startswith("{"):
                self.said.append(line)
            elif (told := json.loads(line))["stage"] == "embed" and told["done"] >= passages:
                return int(told["done"])
        raise AssertionError(self.said)

    def ended(self) -> tuple[int, str]:
        """Wait for its end, and return its status and what it printed."""
        printed, rest = self.process.communicate(timeout=120)
        self.said += [line for line in rest.splitlines() if not line.startswith("{")]
        return self.process.returncode, printed


def listening(processes: dict[int, str]) -> set[str]:
    """Return the addresses that these listen on, in the kernel's writing."""
    sockets: set[str] = set()
    for process in processes:
        with suppress(OSError):
            sockets |= {str(path.readlink()) for path in Path(f"/proc/{process}/fd").iterdir()}
    lines = [line.split() for kind in ("tcp", "tcp6") for line in Path(f"/proc/net/{kind}").read_text().splitlines()]
    return {words[1].split(":")[0] for words in lines if words[3] == "0A" and f"socket:[{words[9]}]" in sockets}


def cores_of_threads(process: int) -> list[str]:
    """Return which cores each thread of a process may use."""
    return [cores_of(thread) for thread in Path(f"/proc/{process}/task").iterdir()]


def cores_of(task: Path) -> str:
    return next(line for line in (task / "status").read_text().splitlines() if line.startswith("Cpus_allowed_list"))


def gone(processes: dict[int, str]) -> bool:
    """Whether all of these end soon."""
    ends = time.monotonic() + 30
    while left := [each for each in processes if Path(f"/proc/{each}/cmdline").exists() and cmdline(each)]:
        if time.monotonic() > ends:
            return not left
        time.sleep(0.1)
    return True


def cmdline(process: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


def test_a_build_whose_actor_is_killed_and_one_that_is_interrupted(
    starter_home: Home, tmp_path: Path, folder: Path
) -> None:
    alone = home_of_many(starter_home, tmp_path / "alone")
    update(alone, ModelSettings(), ignore_progress)
    home = home_of_many(starter_home, tmp_path / "home")

    build = Build(home, folder)
    build.until(64)
    processes = process_tree(build.process.pid)
    actors = [process for process, name in processes.items() if name.startswith("ray::EncoderAct")]
    assert len(actors) == min(2, os.cpu_count() or 1)
    assert {cores for actor in actors for cores in cores_of_threads(actor)} == {
        cores_of(Path(f"/proc/{build.process.pid}"))
    }
    assert listening(processes), "a node listens somewhere"
    assert listening(processes) <= {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}
    os.kill(actors[0], signal.SIGKILL)
    status, printed = build.ended()
    assert (status, build.said) == (0, [])
    report = json.loads(printed)
    assert (report["articles"], report["passages"], report["embedded"]) == (COUNT, COUNT, COUNT)
    assert gone(processes)
    assert [*folder.iterdir()] == []
    made, wanted = open_current(home.index), open_current(alone.index)
    assert list(verify(made.folder)) == []
    every = np.arange(COUNT, dtype=np.int64)
    assert np.array_equal(made.vectors(every), wanted.vectors(every))

    stopped = home_of_many(starter_home, tmp_path / "stopped")
    build = Build(stopped, folder)
    build.until(256)
    processes = process_tree(build.process.pid)
    os.killpg(build.process.pid, signal.SIGINT)
    status, printed = build.ended()
    assert (status, printed) == (130, "")
    assert gone(processes)
    assert [*folder.iterdir()] == []
    assert len(journals(stopped.index)) == 1
    assert open_current(stopped.index).manifest.articles == 213
    rest = update(stopped, ModelSettings(), ignore_progress)
    assert rest.resumed + rest.embedded == COUNT
    assert rest.resumed >= 256
