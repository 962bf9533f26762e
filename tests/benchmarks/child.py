"""One question or one update in a fresh process, told step by step: `python -m tests.benchmarks.child TASK …`.

Imports stand inside the functions' steps because they are what is timed. The last argument is when the parent started
this process, on the clock that all processes share; the marks go to standard output as one JSON object.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path


class _Marks:
    """Seconds by step."""

    def __init__(self, started: float) -> None:
        self.seconds: dict[str, float] = {}
        self._last = started

    def mark(self, step: str) -> None:
        now = time.monotonic()
        self.seconds[step] = self.seconds.get(step, 0.0) + now - self._last
        self._last = now


def ask(marks: _Marks, home: Path, question: str) -> None:
    """Answer as `qabot ask --json` does."""
    import_module("qabot.cli.app")
    marks.mark("import the command line (typer)")
    asking = import_module("qabot.cli.ask")
    marks.mark("import what asking needs")
    settings = import_module("qabot.core.settings").load(home, {}, Path.cwd(), None)
    marks.mark("settings")
    generation = import_module("qabot.index.snapshot").open_current(settings.home.index)
    marks.mark("open the stores")
    encoder = generation.encoder()
    marks.mark("open the encoder")
    reader = generation.reader_for(settings.reader, encoder)
    marks.mark("open the reader")
    calibrations = import_module("qabot.answer.calibration")
    key = calibrations.models_key(encoder.spec.fingerprint, generation.manifest.reader)
    models = import_module("qabot.engine.loaded_models").Models(encoder, calibrations.find(key, home), None, reader)
    bodies = import_module("qabot.question.entities").EntityGazetteer.load(home)
    marks.mark("calibration and names")
    engine = asking.Engine(settings, generation, models, bodies)
    turn = asking.Conversation(engine).ask(question)
    for step in ("encode", "search", "answer"):
        marks.seconds[step] = turn.timing_ms[step] / 1000
    marks.mark("ask")
    marks.seconds.pop("ask")
    engine.waiting()
    marks.mark("look for waiting files")
    document = import_module("qabot.output.json_documents").ask_document(turn, [])
    import_module("qabot.output.schemas.document").encode(document)
    marks.mark("print")


def index(marks: _Marks, home: Path) -> None:
    """Bring an index up to date as `qabot index` does."""
    updating = import_module("qabot.index.build.indexer")
    import_module("qabot.cli.index_update")
    marks.mark("imports")
    settings = import_module("qabot.core.settings")
    watch = import_module("tests.benchmarks.stopwatch").Stopwatch()
    updating.update(settings.Home(home), settings.ModelSettings(), watch, settings.PairModels())
    watch.lap("prune")
    marks.seconds |= watch.seconds


def main() -> None:
    """Do the task that the arguments name."""
    task, home, *rest = sys.argv[1:]
    marks = _Marks(float(rest[-1]))
    marks.mark("start the interpreter")
    if task == "ask":
        ask(marks, Path(home), rest[0])
    else:
        index(marks, Path(home))
    sys.stdout.write(json.dumps(marks.seconds))
    if task == "ask":  # as `qabot ask` ends: without taking the interpreter apart
        sys.stdout.flush()
        import_module("qabot.__main__").fast_exit(0)


if __name__ == "__main__":
    main()
