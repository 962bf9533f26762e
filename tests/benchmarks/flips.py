"""What becomes of a bit that flips on the disk: whether the index says so, or answers as before, or answers wrongly."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Literal
from unittest.mock import patch

import pytest
from msgspec import Struct

from qabot.core.answers import Answer
from qabot.core.errors import IndexUnusable
from qabot.core.questions import Filters
from qabot.core.settings import Home, Settings
from qabot.engine.conversation import Conversation
from qabot.engine.engine import Engine
from qabot.engine.loaded_models import Models
from qabot.index import snapshot
from qabot.index.current_generation import current_name
from qabot.index.manifest import FileRecord, Manifest
from tests.benchmarks.homes import Homes
from tests.benchmarks.measure import print_table
from tests.conftest import open_each_encoder_once, open_each_reader_once

Outcome = Literal["found at open", "found while reading", "harmless", "wrong", "crash"]
"""`harmless`: everything that was asked is answered as before. `crash`: another error than that of a damaged index."""

OUTCOMES: tuple[Outcome, ...] = ("found at open", "found while reading", "harmless", "wrong", "crash")
QUESTIONS = (
    ("What did GDS say about Verify in 2015?", Filters()),
    ("How much was Capita fined by the ICO?", Filters(after=date(2009, 1, 1))),
    ("Who runs the NHS spine?", Filters(outlets=("The Register",))),
    ('What does "G-Cloud" cost?', Filters(exact=("G-Cloud",))),
    ("Why did the universal credit programme reset?", Filters(organisations=("GDS",))),
)
EXPONENTS = "segments/0/vectors.faiss, exponents"
"""The bits of the vectors that change a number most, apart: most others change nothing that shows."""
_WEIGHTS = ("model.onnx.data", "reading.onnx.data")
_MODELS = ("encoder", "reader")
_NUMBER = 4
"""Bytes of a number in a vector of a small index."""


class Flip(Struct, frozen=True):
    """One bit of a file."""

    path: Path
    """The file."""
    byte: int
    """Which byte."""
    bit: int
    """Which of its bits, from the lowest."""

    @contextmanager
    def made(self) -> Generator[None]:
        """Have it flipped, and flip it back."""
        self._flip()
        try:
            yield
        finally:
            self._flip()

    def _flip(self) -> None:
        with self.path.open("r+b") as stream:
            stream.seek(self.byte)
            (held,) = stream.read(1)
            stream.seek(self.byte)
            stream.write(bytes([held ^ 1 << self.bit]))


def flips(homes: Homes, tries: int) -> None:
    """Flip one bit at a time in a copy of the starter's index and print what became of it, file by file."""
    with tempfile.TemporaryDirectory() as copy:
        home = Home(Path(copy))
        shutil.copytree(homes.starter().index, home.index)
        folder = home.index / current_name(home.index)
        drawn = draw(folder, tries, random.Random(20261129))  # noqa: S311 - nothing secret
        with pytest.MonkeyPatch.context() as patched:
            open_each_encoder_once(patched)
            open_each_reader_once(patched)
            models = load(home)
            print("  as it is:")
            _print(outcomes(Settings(home), models, drawn, nothing_compared=False))
            print("  where opening overlooks it, as in a file that is too large to compare whole:")
            read_later = [(row, flip) for row, flip in drawn if not row.startswith(_MODELS)]
            _print(outcomes(Settings(home), models, read_later, nothing_compared=True))


def draw(folder: Path, tries: int, chance: random.Random) -> list[tuple[str, Flip]]:
    """Draw flips of the files of a generation but the weights of its models, each with the row it is counted in.

    Args:
        folder: The generation, of vectors in single precision.
        tries: How many in all; as many again of the exponents of vectors.
        chance: What draws.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
    files = [path for path in files if path.name not in _WEIGHTS]
    chosen = chance.choices(files, [path.stat().st_size for path in files], k=tries)
    drawn = [(_row(path, folder), _anywhere(path, chance)) for path in chosen]
    vectors = folder / "segments/0/vectors.faiss"
    manifest = Manifest.read(folder)
    numbers = manifest.passages * manifest.dimension
    begin = vectors.stat().st_size - _NUMBER * numbers
    for _ in range(tries):
        number = begin + _NUMBER * chance.randrange(numbers)
        drawn.append((EXPONENTS, Flip(vectors, number + _NUMBER - 1, chance.randrange(7))))
    return drawn


def _anywhere(path: Path, chance: random.Random) -> Flip:
    return Flip(path, chance.randrange(path.stat().st_size), chance.randrange(8))


def _row(path: Path, folder: Path) -> str:
    """Return how a file is called in the table: those of tantivy by their kind, since their names are random."""
    name = path.relative_to(folder)
    return f"text/*{path.suffix}" if name.parts[0] == "text" and path.stem not in {"meta", ""} else name.as_posix()


def load(home: Home) -> Models:
    """Load the models of an index once, for all that it is asked."""
    with Engine.open_lexical(Settings(home)) as engine:
        return engine.load_models()


def outcomes(
    settings: Settings, models: Models, drawn: Iterable[tuple[str, Flip]], *, nothing_compared: bool
) -> dict[str, Counter[Outcome]]:
    """Make flips one at a time, and return what became of them, by row.

    Args:
        settings: Of a home whose index may be written into.
        models: What it is asked with.
        drawn: The flips, each with its row.
        nothing_compared: Whether opening is to overlook everything, as it overlooks most of a large file.
    """
    with Engine.open_lexical(settings) as engine:
        engine.equip(models)
        expected = said(engine)
    found: dict[str, Counter[Outcome]] = {}
    with ExitStack() as stack:
        if nothing_compared:
            stack.enter_context(patch.object(snapshot, "file_fault", _overlook))
        for row, flip in drawn:
            with flip.made():
                outcome = _outcome(settings, models, expected)
            found.setdefault(row, Counter())[outcome] += 1
    return found


def _overlook(_path: Path, _record: FileRecord, *, whole: bool) -> None:
    """Find no fault with a file."""
    del whole


def _outcome(settings: Settings, models: Models, expected: list[object]) -> Outcome:
    try:
        engine = Engine.open_lexical(settings)
    except IndexUnusable:
        return "found at open"
    except (ValueError, TypeError, KeyError, IndexError, RuntimeError, MemoryError, OSError):
        return "crash"
    with engine:
        engine.equip(models)
        try:
            return "harmless" if said(engine) == expected else "wrong"
        except IndexUnusable:
            return "found while reading"
        except (ValueError, TypeError, KeyError, IndexError, RuntimeError, MemoryError, OSError):
            return "crash"


def said(engine: Engine) -> list[object]:
    """Return what an index says of everything that is asked here: its headlines, quotes and verdicts, in order."""
    conversation = Conversation(engine)
    answers = [conversation.ask(text, filters, alone=True).answer for text, filters in QUESTIONS]
    return [engine.article_summaries(), *map(_shown, answers)]


def _shown(answer: Answer) -> object:
    quotes = [(each.article, each.start, each.end, each.text) for each in (*answer.evidence, *answer.nearest)]
    return answer.verdict, quotes, answer.searched, answer.warnings, answer.coverage, answer.missing, answer.held_back


def _print(found: dict[str, Counter[Outcome]]) -> None:
    total = sum(found.values(), Counter[Outcome]())
    rows = [*sorted(found.items()), ("all", total)]
    cells = [[name, str(counts.total()), *(str(counts[each]) for each in OUTCOMES)] for name, counts in rows]
    print_table(["file", "tries", *OUTCOMES], cells)
