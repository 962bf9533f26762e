"""Verifying the rows of a generation in parts, by processes of our own: half of what `verify` does, on every core.

As a program it is given a generation, and its parts through standard input, and answers for each with a line: what is
wrong there. A part that nobody answered for is verified by whoever asked, which finds what kept a process from it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import groupby
from pathlib import Path

import msgspec
from msgspec import Struct

from qabot.core.child_process import child_environment, module_command
from qabot.index.articles_db import ArticleStore
from qabot.index.manifest import ARTICLES, Manifest, SegmentRecord
from qabot.index.tombstones import TOMBSTONES, read_tombstones

_ARTICLES_AT_ONCE = 4_000
_ANSWER = msgspec.json.Decoder(tuple[str, ...])

Answers = Iterator[tuple[str, ...] | None]
"""What is wrong with each part in order; None where its process did not say."""


class RowPart(Struct, frozen=True, array_like=True):
    """Some articles of a segment."""

    segment: int
    """The segment's place in the generation."""
    start: int
    """The place of the first of them in it."""
    end: int
    """One past that of the last."""

    @property
    def ordinals(self) -> range:
        """Their places in the segment."""
        return range(self.start, self.end)


def row_parts(segments: Sequence[SegmentRecord], at_once: int = _ARTICLES_AT_ONCE) -> list[RowPart]:
    """Return the parts of a generation, in order, each of so many articles at the most."""
    return [
        RowPart(place, start, min(start + at_once, segment.articles))
        for place, segment in enumerate(segments)
        for start in range(0, segment.articles, at_once)
    ]


@contextmanager
def verified_apart(generation: Path, parts: Sequence[RowPart], processes: int) -> Generator[Answers]:
    """Have processes verify parts of a generation, from now on; they are ended when the block is left."""
    with ExitStack() as ends:
        begun: list[subprocess.Popen[bytes]] = []
        with suppress(OSError):  # no more processes, or no memory for them: then their parts are left
            while len(begun) < processes:
                begun.append(_begin(ends, generation, parts[len(begun) :: processes]))
        yield (_answer(begun, number % processes) if processes else None for number in range(len(parts)))


def _begin(ends: ExitStack, generation: Path, parts: Sequence[RowPart]) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(  # noqa: S603 - no shell, and every argument is ours
        module_command("qabot.index.row_parts", str(generation)),
        env=child_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what it would complain of, verifying the same here tells
    )
    ends.callback(_end, process)
    if process.stdin:
        process.stdin.write(msgspec.json.encode(parts))
        process.stdin.close()
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        with suppress(OSError):  # what was written had nobody to read it
            if stream:
                stream.close()
    process.wait()


def _answer(begun: Sequence[subprocess.Popen[bytes]], which: int) -> tuple[str, ...] | None:
    stream = begun[which].stdout if which < len(begun) else None
    with suppress(OSError, msgspec.DecodeError):
        return _ANSWER.decode(stream.readline()) if stream else None
    return None


def main() -> None:
    """Verify the parts that standard input names, and answer line by line."""
    folder = Path(sys.argv[1])
    segments = Manifest.read(folder).segments
    parts = msgspec.json.decode(sys.stdin.buffer.read(), type=list[RowPart])
    for segment, some in groupby(parts, key=lambda part: part.segment):
        articles = _opened(folder, segments[segment])
        for part in some:
            sys.stdout.buffer.write(msgspec.json.encode([*articles.faults(part.ordinals)]) + b"\n")
            sys.stdout.buffer.flush()
        articles.close()


def _opened(generation: Path, record: SegmentRecord) -> ArticleStore:
    """Open the articles of a segment without the libraries of its vectors, which take as long as a part does."""
    folder = generation / record.folder
    dead = [place.ordinal for place in read_tombstones(folder / TOMBSTONES)] if record.dead_articles else []
    return ArticleStore(folder / ARTICLES, dead)


if __name__ == "__main__":
    main()
