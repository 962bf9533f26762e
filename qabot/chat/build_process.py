"""Bringing the index up to date in a process of its own, while the chat goes on answering from the one there is.

Building takes every core and much memory. So it is `qabot index` that runs, at a lower priority and in a process group
of its own, which keeps the terminal's ctrl-c away from it. How far it has come arrives as lines of JSON on its standard
error, and what it did as one document on its standard output. Stopping it at any moment is safe, and it ends with the
chat: by a signal, or as no one reads its lines any more.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from qabot.chat.qabot_process import command, environment, read_error, read_progress
from qabot.core.errors import InternalError, QabotError, StorageFailed
from qabot.core.progress import Progress, Stage
from qabot.core.settings import Settings
from qabot.core.text import clean_line
from qabot.output.phrasing import counted
from qabot.output.schemas.document import read
from qabot.output.schemas.index_schemas import IndexReport

STAGES: dict[Stage, str] = {
    "scan": "looking through the corpus",
    "read": "reading articles",
    "model": "preparing the model",
    "split": "cutting into passages",
    "embed": "embedding passages",
    "write": "writing the index",
    "facts": "reading figures and statements",
    "publish": "publishing",
    "store": "sending to the store",
}
"""What is being done, for a reader."""

_STILL_WORKS = "The index is as it was."
_NICENESS = 10
"""How much lower a build's priority is than the chat's."""
_PATIENCE_S = 5.0
"""How long a build that was asked to end may take before it is ended."""
_STEADY_S = 0.5
"""How long a stage must have run before its rate means anything."""
_NOTES, _CHUNK, _LONGEST = 50, 65_536, 65_536


class StageProgress(Struct, frozen=True):
    """How far one stage of a build has come, and how fast."""

    progress: Progress
    """What was told last."""
    begun: tuple[float, int]
    """When the stage was first heard of, in seconds by the clock, and how much of it was done by then."""
    heard: float
    """When the last was told, likewise."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing of it is left."""
        return self.progress.done == self.progress.total

    @property
    def rate(self) -> float | None:
        """Units a second; None before it means anything."""
        at, done = self.begun
        seconds, units = self.heard - at, self.progress.done - done
        return units / seconds if seconds >= _STEADY_S and units > 0 else None

    @property
    def left_s(self) -> int | None:
        """Seconds that it will still take; None where that cannot be told."""
        rate, total = self.rate, self.progress.total
        return round((total - self.progress.done) / rate) if rate and total else None


class BuildOutcome(Struct, frozen=True):
    """How a build ended: with what it did, with an error, or with neither where it was stopped."""

    built: IndexReport | None = None
    """What it did."""
    error: QabotError | None = None
    """What went wrong."""
    notes: tuple[str, ...] = ()
    """What else was said on the way, a line each; the last of it, where it was much."""

    @property
    def is_stopped(self) -> bool:
        """Whether it was called off."""
        return self.built is None and self.error is None


OnChange = Callable[[StageProgress | BuildOutcome], object]
"""Is told how a build goes on, and how it ended. Called from within the event loop, so it should only pass it on."""


class BuildProcess:
    """The builds of one home, one at a time. Whoever owns it closes it; any number may watch."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        """Build the index of this home, with the model that its settings ask for."""
        self._settings = settings
        self._clock = clock
        self._watchers: list[OnChange] = []
        self._standings: dict[Stage, StageProgress] = {}
        self._outcome: BuildOutcome | None = None
        self._task: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._is_stopping = False

    @property
    def is_running(self) -> bool:
        """Whether a build is under way."""
        return self._task is not None and not self._task.done()

    @property
    def standings(self) -> tuple[StageProgress, ...]:
        """How far each stage of the build has come, in the order they began."""
        return tuple(self._standings.values())

    @property
    def outcome(self) -> BuildOutcome | None:
        """How the last build ended; None before there was one and while one is under way."""
        return self._outcome

    def watch(self, on_change: OnChange) -> Callable[[], None]:
        """Tell this function of every change from now on; what is returned ends that."""
        self._watchers.append(on_change)

        def unwatch() -> None:
            if on_change in self._watchers:  # no one is told any more once the builds are closed
                self._watchers.remove(on_change)

        return unwatch

    def begin(self, *, anew: bool = False) -> None:
        """Begin a build, unless one is under way.

        Args:
            anew: Read and embed everything anew, whatever is there.
        """
        if not self.is_running:
            self._standings, self._outcome, self._is_stopping = {}, None, False
            self._task = asyncio.create_task(self._run(_build_command(self._settings, anew=anew)))

    async def stop(self) -> None:
        """Stop the build under way, and return when it has ended; the index is as it was."""
        if self._task is None or self._task.done():
            return
        self._is_stopping = True
        self._signal(signal.SIGTERM)
        _, running = await asyncio.wait({self._task}, timeout=_PATIENCE_S)
        if running:
            self._signal(signal.SIGKILL)
            await asyncio.wait({self._task})

    async def close(self) -> None:
        """Stop what is under way, and tell no one any more."""
        self._watchers.clear()
        await self.stop()

    async def _run(self, command: list[str]) -> None:
        try:
            outcome = await self._built(command)
        except OSError as cause:
            message = f"The build could not be started: {cause.strerror}."
            outcome = BuildOutcome(
                error=InternalError(message, still_works=_STILL_WORKS, hint="Run `qabot index` in another terminal.")
            )
        self._outcome = outcome
        self._tell(outcome)

    async def _built(self, command: list[str]) -> BuildOutcome:
        pipe = asyncio.subprocess.PIPE
        self._process = process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=pipe,
            stderr=pipe,
            env=environment(),
            process_group=0,
        )
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, process.pid, os.getpriority(os.PRIO_PROCESS, 0) + _NICENESS)
        if self._is_stopping:  # before there was anything to stop
            self._signal(signal.SIGTERM)
        stdout, stderr = process.stdout, process.stderr
        assert stdout is not None and stderr is not None  # noqa: PT018, S101 - both are pipes
        document, told = await asyncio.gather(stdout.read(), self._listen(stderr))
        code = await process.wait()
        if self._is_stopping and code:
            return BuildOutcome(notes=told.notes)
        return _outcome(code, document.decode(errors="replace"), told)

    async def _listen(self, stream: asyncio.StreamReader) -> BuildOutcome:
        """Take in what a build says, and return the notes and the error among it."""
        notes: deque[str] = deque(maxlen=_NOTES)
        error: QabotError | None = None
        async for line in _lines(stream):
            if progress := read_progress(line):
                self._advance(progress)
            elif told := read_error(line):
                error = told
            elif note := clean_line(line):
                notes.append(note)
        return BuildOutcome(error=error, notes=tuple(notes))

    def _advance(self, progress: Progress) -> None:
        now = self._clock()
        known = self._standings.get(progress.stage)
        standing = (
            replace(known, progress=progress, heard=now)
            if known
            else StageProgress(progress, (now, progress.done), now)
        )
        self._standings[progress.stage] = standing
        self._tell(standing)

    def _tell(self, change: StageProgress | BuildOutcome) -> None:
        for on_change in [*self._watchers]:
            on_change(change)

    def _signal(self, number: signal.Signals) -> None:
        """Send a signal to the build and to whatever it started."""
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)


def _build_command(settings: Settings, *, anew: bool) -> list[str]:
    options = ["--progress=jsonl"]
    options += ["--rebuild"] if anew else []
    options += [f"--model={settings.model.name}"] if settings.model.name else []
    return command(settings, "index", *options)


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[str]:
    """Yield lines as they come; one that is longer than any of ours is cut, so that nothing grows without bound."""
    rest = b""
    while chunk := await stream.read(_CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.decode(errors="replace")
        rest = rest[:_LONGEST]
    yield rest.decode(errors="replace")


def read_built(text: str) -> IndexReport | None:
    """Read `qabot.index/1` of a build that left an index; None where it is something else."""
    told = read(text, IndexReport)
    return told if told and told.generation else None


def _outcome(code: int, document: str, told: BuildOutcome) -> BuildOutcome:
    """Make out how a build ended that nobody stopped."""
    # Where the machine refused some of the corpus, all else is done, and the report says what was refused.
    if code in {0, StorageFailed.exit_code} and (built := read_built(document)):
        return replace(told, built=built, error=None)
    if told.error:
        return told
    hint = "Build again, or run `qabot index` in another terminal to see more."
    if code < 0:
        message = f"The build was killed (signal {-code}), perhaps for want of memory."
    else:
        message = f"The build failed: {told.notes[-1] if told.notes else f'exit status {code}'}."
    return replace(told, error=InternalError(message, still_works=_STILL_WORKS, hint=hint))


def pace(standing: StageProgress, dot: str) -> str:
    """Say how far a stage has come: `312/1,234 · 41/s · 0:22 left`; empty where there is nothing to count.

    Args:
        standing: How far it has come.
        dot: What parts the pieces, with its spaces.
    """
    progress, parts = standing.progress, list[str]()
    if progress.total and progress.total > 1:
        parts.append(f"{progress.done:,}/{progress.total:,}")
        if not standing.is_complete and (rate := standing.rate) and rate >= 1:
            parts.append(f"{rate:,.0f}/s")
    if standing.left_s:
        parts.append(f"{_clock(standing.left_s)} left")
    return dot.join(parts)


def building_line(standing: StageProgress, dot: str) -> str:
    """Say on one line what a build is doing: `embedding passages 312/1,234 · 41/s · 0:22 left`; the dot likewise."""
    return f"{STAGES[standing.progress.stage]} {pace(standing, dot)}".rstrip()


def summary(outcome: BuildOutcome) -> str:
    """Say on one line how a build ended."""
    if outcome.error:
        return str(outcome.error)
    built = outcome.built
    if built is None:
        return "The build was stopped. The index is as it was."
    changes = ((built.added, "added"), (built.changed, "changed"), (built.removed, "removed"))
    told = ", ".join(f"{len(ids):,} {verb}" for ids, verb in changes if ids)
    if not built.published:
        return f"Nothing to do: the index of {counted(built.articles, 'article')} is up to date."
    return f"The index is up to date: {told or 'no article changed'}."


def _clock(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
