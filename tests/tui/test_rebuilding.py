"""Building in a process of its own: what it says is read, and it can be stopped, killed and kept out."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qabot.chat.build_process import (
    BuildOutcome,
    BuildProcess,
    StageProgress,
    building_line,
    pace,
    read_built,
    summary,
)
from qabot.chat.qabot_process import command, environment, read_error, read_progress
from qabot.cli.progress_lines import progress_line
from qabot.core.progress import Progress, ignore_progress
from qabot.core.settings import Home, ModelSettings, PairModels, Settings
from qabot.engine.session import Session
from qabot.index.build.indexer import update
from qabot.index.current_generation import current_name
from qabot.index.publication import writer_lock
from qabot.tui.glyphs import ASCII, UNICODE
from tests.conftest import MakeHome, article, write_corpus
from tests.tui.helpers import PATIENCE_S

pytestmark = pytest.mark.anyio

FILES = {"a.md": article("Zorblax council", "Zorblax council bought a payroll system.", published="2015")}
NEW = {"b.md": article("Wombat council", "Wombat council sold its quibbly tram depot.", published="2016")}
STORY = "Numbat council will move its payroll to the cloud, said the mayor. The move has been planned for years. " * 12
MANY = {f"many/{n}.md": article(f"Numbat council, part {n}", f"Part {n}. {STORY}") for n in range(100)}
"""Enough that a build does not end before it can be stopped."""
_ANY_MODEL = ModelSettings()
BUILT: dict[str, object] = {
    "schema": "qabot.index/1",
    "generation": "g",
    "published": True,
    "added": ["a", "b"],
    "changed": [],
    "removed": ["c"],
    "articles": 3,
    "passages": 4,
    "embedded": 2,
    "resumed": 0,
    "problems": [{"path": "bad.md", "cause": "holds no text", "line": None, "skipped": True}],
}
"""What a build says of itself at its end."""
JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from("schema stage done total note problems code message added".split()), inner)
    ),
    max_leaves=8,
)


class Watched:
    """A builder of a home, and everything it tells."""

    def __init__(self, home: Home, model: ModelSettings = _ANY_MODEL) -> None:
        """Watch it from the first on."""
        self.rebuilding = BuildProcess(Settings(home, model))
        self.told: list[StageProgress | BuildOutcome] = []
        self._heard = asyncio.Event()
        self.rebuilding.watch(self._hear)

    def _hear(self, change: StageProgress | BuildOutcome) -> None:
        self.told.append(change)
        self._heard.set()

    async def until(self, condition: Callable[[StageProgress | BuildOutcome], bool]) -> None:
        """Wait until something is told of which this is so."""
        async with asyncio.timeout(PATIENCE_S):
            while not any(map(condition, self.told)):
                self._heard.clear()
                await self._heard.wait()

    async def outcome(self) -> BuildOutcome:
        """Wait for the end."""
        await self.until(lambda change: isinstance(change, BuildOutcome))
        outcome = self.rebuilding.outcome
        assert outcome is not None
        return outcome

    @property
    def child(self) -> int:
        """The process that builds."""
        process = self.rebuilding._process  # pyright: ignore[reportPrivateUsage] - nobody else needs to know
        assert process is not None
        return process.pid


Watch = Callable[..., Watched]
"""Makes a builder that is closed when the test ends."""


@pytest.fixture
async def watch() -> AsyncIterator[Watch]:
    """Leave no process behind, however a test ends."""
    made: list[Watched] = []

    def make(home: Home, model: ModelSettings = _ANY_MODEL) -> Watched:
        made.append(Watched(home, model))
        return made[-1]

    yield make
    for each in made:
        await each.rebuilding.close()


class TestABuild:
    """A real child, over a small home."""

    async def test_tells_every_stage_and_at_last_what_it_did(self, make_home: MakeHome, watch: Watch) -> None:
        home = make_home(FILES)
        write_corpus(home, {**NEW, "bad.md": ""})
        watched = watch(home)
        watched.rebuilding.begin()
        outcome = await watched.outcome()
        assert outcome.built is not None
        assert (outcome.built.added, outcome.built.published) == (("b",), True)
        assert [problem.path for problem in outcome.built.problems] == ["bad.md"]
        assert outcome.built.generation == current_name(home.index)
        assert (outcome.error, outcome.notes) == (None, ())
        stages = [standing.progress.stage for standing in watched.rebuilding.standings]
        assert stages == ["scan", "read", "split", "embed", "write", "facts", "publish"]
        assert all(standing.is_complete for standing in watched.rebuilding.standings)
        assert summary(outcome) == "The index is up to date: 1 added."

    async def test_with_nothing_to_do_says_so(self, make_home: MakeHome, watch: Watch) -> None:
        home = make_home(FILES)
        os.utime(home.corpus / "a.md", (0, 0))  # what was only just written is looked at once more
        update(home, ModelSettings(), ignore_progress, PairModels())
        watched = watch(home)
        watched.rebuilding.begin()
        assert summary(await watched.outcome()) == "Nothing to do: the index of 1 article is up to date."

    async def test_runs_beside_the_chat_at_a_lower_priority_out_of_the_reach_of_ctrl_c(
        self, make_home: MakeHome, watch: Watch
    ) -> None:
        home = make_home(FILES)
        write_corpus(home, MANY)
        watched = watch(home)
        watched.rebuilding.begin()
        watched.rebuilding.begin(anew=True)  # one at a time: does nothing
        await watched.until(lambda change: isinstance(change, StageProgress))
        assert os.getpgid(watched.child) == watched.child != os.getpgid(0)
        assert os.getpriority(os.PRIO_PROCESS, watched.child) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)

    async def test_that_is_stopped_leaves_the_index_as_it_was_and_free_for_the_next(
        self, make_home: MakeHome, watch: Watch
    ) -> None:
        home = make_home(FILES)
        before = current_name(home.index)
        write_corpus(home, MANY)
        watched = watch(home)
        watched.rebuilding.begin()
        await watched.until(lambda change: isinstance(change, StageProgress) and change.progress.stage == "split")
        await watched.rebuilding.stop()
        assert watched.rebuilding.outcome is not None
        assert watched.rebuilding.outcome.is_stopped
        assert not watched.rebuilding.is_running
        assert current_name(home.index) == before
        with writer_lock(home.index):
            pass

    async def test_can_be_stopped_before_its_process_is_there(self, make_home: MakeHome, watch: Watch) -> None:
        watched = watch(make_home(FILES))
        watched.rebuilding.begin()
        await watched.rebuilding.stop()
        assert watched.rebuilding.outcome is not None
        assert watched.rebuilding.outcome.is_stopped

    async def test_that_is_killed_is_told_and_the_old_index_answers(self, make_home: MakeHome, watch: Watch) -> None:
        home = make_home(FILES)
        write_corpus(home, MANY)
        watched = watch(home)
        watched.rebuilding.begin()
        await watched.until(lambda change: isinstance(change, StageProgress))
        os.killpg(watched.child, signal.SIGKILL)
        error = (await watched.outcome()).error
        assert error is not None
        assert "was killed (signal 9)" in error.message
        assert error.still_works
        assert "qabot index" in error.hint
        with Session.open_lexical(Settings(home)) as session:
            assert session.ask("What did Zorblax council buy?").answer.evidence

    async def test_of_a_locked_index_says_what_still_works(self, make_home: MakeHome, watch: Watch) -> None:
        home = make_home(FILES)
        watched = watch(home)
        with writer_lock(home.index):
            watched.rebuilding.begin()
            error = (await watched.outcome()).error
        assert error is not None
        assert "Another process is writing" in error.message
        assert "Questions are answered from the index there is." in error.message

    async def test_without_a_corpus_says_so(self, make_home: MakeHome, watch: Watch) -> None:
        home = make_home(FILES)
        (home.corpus / "a.md").unlink()
        watched = watch(home)
        watched.rebuilding.begin()
        error = (await watched.outcome()).error
        assert error is not None
        assert error.message.startswith("Every article is gone from ")

    async def test_ends_when_no_one_reads_it_any_more(self, make_home: MakeHome) -> None:
        home = make_home(FILES)
        before = current_name(home.index)
        write_corpus(home, MANY)
        line = command(Settings(home), "index", "--progress=jsonl")
        with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
            assert process.stderr is not None
            process.stderr.readline()
            process.stderr.close()  # as when the chat was killed
            assert process.wait(PATIENCE_S) != 0
        assert current_name(home.index) == before


class TestTheCommandLine:
    """What is run."""

    def test_names_the_home_unless_it_is_the_default_which_is_given_the_starter_corpus(self, tmp_path: Path) -> None:
        assert f"--home={tmp_path}" in command(Settings(Home(tmp_path)), "index")
        default = command(Settings(Home(tmp_path, is_default=True)), "index")
        assert not [each for each in default if each.startswith("--home")]

    async def test_names_the_model_that_the_settings_ask_for(self, make_home: MakeHome, watch: Watch) -> None:
        watched = watch(make_home(FILES), ModelSettings("no such model"))
        watched.rebuilding.begin()
        error = (await watched.outcome()).error
        assert error is not None
        assert "no such model" in error.message


class TestReading:
    """Whatever a process says."""

    @given(JSON_LIKE, st.text(max_size=30))
    def test_whatever_is_said_does_no_harm(self, value: object, text: str) -> None:
        for line in (json.dumps(value), text, json.dumps(value)[:7], "[" * 100_000):
            assert read_progress(line) is None
            assert read_error(line) is None
            assert read_built(line) is None

    @given(
        st.builds(
            Progress,
            st.sampled_from(["scan", "read", "model", "split", "embed", "write", "facts", "publish"]),
            st.integers(0, 10**9),
            st.none() | st.integers(0, 10**9),
            st.sampled_from(["", "vectors", "2015/a.md"]),
        )
    )
    def test_progress_comes_back_as_it_was_told(self, progress: Progress) -> None:
        assert read_progress(progress_line(progress)) == progress

    @pytest.mark.parametrize("change", [{"stage": "evil"}, {"done": "1"}, {"total": []}, {"schema": "x"}, {"note": 1}])
    def test_progress_of_another_shape_is_none(self, change: dict[str, object]) -> None:
        assert read_progress(json.dumps(json.loads(progress_line(Progress("read", 1, 2))) | change)) is None

    def test_what_a_build_did_is_read_whole_and_later_keys_are_passed_over(self) -> None:
        told = read_built(json.dumps(BUILT | {"novelty": [1]}))
        assert told is not None
        assert (told.generation, told.published, told.added, told.removed) == ("g", True, ("a", "b"), ("c",))
        assert (told.articles, told.passages, told.embedded) == (3, 4, 2)
        assert [(each.path, each.line, each.skipped) for each in told.problems] == [("bad.md", None, True)]

    @pytest.mark.parametrize(
        "change",
        [
            {"schema": "qabot.status/1"},
            {"schema": None},
            {"generation": None},
            {"generation": 1},
            {"published": 1},
            {"added": "a"},
            {"added": [1]},
            {"articles": "3"},
            {"articles": True},
            {"problems": [{"path": "bad.md"}]},
            {"problems": [None]},
        ],
        ids=str,
    )
    def test_a_report_of_another_shape_is_none(self, change: dict[str, object]) -> None:
        assert read_built(json.dumps(BUILT | change)) is None

    def test_a_report_without_its_name_is_none(self) -> None:
        assert read_built(json.dumps({key: value for key, value in BUILT.items() if key != "schema"})) is None

    def test_hostile_words_in_errors_are_cleaned(self) -> None:
        told = {"schema": "qabot.error/1", "code": 3, "message": "No \x1b[2Jindex\u202e.", "hint": "Run\nit."}
        error = read_error(json.dumps(told))
        assert error is not None
        assert (error.message, error.hint) == ("No index.", "Run it.")

    async def test_lines_that_are_none_of_ours_are_kept_as_notes_within_bounds(self, tmp_path: Path) -> None:
        stream = asyncio.StreamReader()
        stream.feed_data(b"\x1b[31mW0421\x1b[0m cuda\n\n" + b"x" * 300_000 + b"\n\xff\xfe\nlast")
        stream.feed_eof()
        rebuilding = BuildProcess(Settings(Home(tmp_path)))
        notes = (await rebuilding._listen(stream)).notes  # pyright: ignore[reportPrivateUsage] - no child says such
        assert (notes[0], notes[-1]) == ("W0421 cuda", "last")
        assert all(len(note) < 200_000 for note in notes)


class TestWords:
    """What is shown of it on one line."""

    @pytest.mark.parametrize(
        ("progress", "begun", "heard", "words"),
        [
            (Progress("embed", 312, 1234), (0.0, 0), 8.0, "312/1,234 · 39/s · 0:24 left"),
            (Progress("embed", 312, 1234), (8.0, 312), 8.0, "312/1,234"),
            (Progress("embed", 1234, 1234), (0.0, 0), 8.0, "1,234/1,234"),
            (Progress("read", 1, 100_000), (0.0, 0), 1.0, "1/100,000 · 1/s · 27:46:39 left"),
            (Progress("model", 0), (0.0, 0), 9.0, ""),
            (Progress("publish", 0, 1), (0.0, 0), 9.0, ""),
        ],
        ids=str,
    )
    def test_pace(self, progress: Progress, begun: tuple[float, int], heard: float, words: str) -> None:
        standing = StageProgress(progress, begun, heard)
        assert pace(standing, UNICODE.dot) == words
        assert building_line(standing, ASCII.dot).isascii()

    def test_summary_of_what_changed(self) -> None:
        built = read_built(json.dumps(BUILT))
        assert built is not None
        assert summary(BuildOutcome(built)) == "The index is up to date: 2 added, 1 removed."
        assert summary(BuildOutcome()) == "The build was stopped. The index is as it was."
