"""Labelled questions, one JSON object a line, and the manifest that says where they come from and their licences."""

from __future__ import annotations

import gzip
import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from qabot.core.errors import UsageError
from qabot.core.text import Span
from qabot.models.encoder import file_sha256

MANIFEST = Path(__file__).with_name("data_manifest.toml")
"""Names, hashes and licences of the files that the shipped reader was trained on."""


class Example(Struct, frozen=True, rename={"source": "src", "question": "q"}):
    """A question with a passage, and where in it the answer stands."""

    source: str
    """Which set it is of: shares of an epoch are given by it."""
    question: str
    """As asked."""
    title: str
    """Title of what the passage is part of; may be empty."""
    text: str
    """The passage."""
    spans: tuple[Span, ...] = ()
    """Where in the text an answer stands, the best first; none where the passage does not answer."""


class DataFile(Struct, frozen=True):
    """One file of the manifest."""

    name: str
    """Its name in the folder of data."""
    sha256: str
    """SHA-256 (hex) of the file."""
    rows: int
    """How many examples it holds."""
    origin: str
    """Where they come from."""
    licence: str
    """Under which licence their texts and questions stand."""
    held_out: bool = False
    """Whether it is only scored, and never trained on."""


class DataManifest(Struct, frozen=True):
    """All that a reader is trained and scored on."""

    files: tuple[DataFile, ...]
    """In the order in which they are read."""

    @classmethod
    def read(cls, path: Path = MANIFEST) -> DataManifest:
        """Read the manifest in this file."""
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), cls)

    def check(self, folder: Path) -> list[str]:
        """Return what is wrong with the files in a folder, a line each; nothing where all are as named."""
        wrong: list[str] = []
        for each in self.files:
            path = folder / each.name
            if not path.is_file():
                wrong.append(f"{each.name} is missing")
            elif file_sha256(path) != each.sha256:
                wrong.append(f"{each.name} is not the file that the manifest names")
        return wrong

    def paths(self, folder: Path, *, held_out: bool) -> list[Path]:
        """Return the files in a folder that are trained on, or those that are only scored."""
        return [folder / each.name for each in self.files if each.held_out == held_out]


def read_examples(path: Path) -> list[Example]:
    """Read a file of examples, `.jsonl` or `.jsonl.gz`.

    Raises:
        UsageError: A line cannot be read, or a span lies outside its text.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    found: list[Example] = []
    with opened(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                example = msgspec.json.decode(line, type=Example)
            except msgspec.DecodeError as cause:
                raise UsageError(f"{path}, line {number}: {cause}", hint="Give one example a line.") from cause
            if any(not 0 <= a < b <= len(example.text) for a, b in example.spans):
                raise UsageError(f"{path}, line {number}: a span lies outside the text.", hint="Mend the example.")
            found.append(example)
    return found


def write_examples(path: Path, examples: Iterable[Example]) -> int:
    """Write examples as they are read, compressed where the name ends in `.gz`, and return how many.

    The same examples give the same bytes: no time of day stands in the compressed file.
    """
    lines = [json.dumps(msgspec.to_builtins(each), ensure_ascii=False) + "\n" for each in examples]
    data = "".join(lines).encode()
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return len(lines)


def by_source(examples: Iterable[Example]) -> dict[str, Sequence[Example]]:
    """Return the examples of each set."""
    groups: defaultdict[str, list[Example]] = defaultdict(list)
    for each in examples:
        groups[each.source].append(each)
    return dict(groups)
