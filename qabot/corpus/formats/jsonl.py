"""JSON lines, plain or gzipped: one object a line, read in a stream.

A record that cannot be used costs that record. Memory stays within a few times `LINE_LIMIT` whatever the file holds.
"""

from __future__ import annotations

import codecs
import gzip
import json
import math
import os
import zlib
from collections.abc import Iterator, Mapping
from io import BufferedReader
from typing import cast

from qabot.core.articles import Article, ReadIssue
from qabot.core.storage_faults import is_refusal
from qabot.corpus.formats import reading_budget
from qabot.corpus.formats.decoding import decode, is_binary, marked_encoding
from qabot.corpus.formats.markup_text import unescaped, without_tags
from qabot.corpus.formats.text_head import beginning, may_say, parted
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.line_memory import SkipLine
from qabot.corpus.metadata import compose_article, identifier, lacks_date, lacks_title
from qabot.corpus.origin import Origin

LINE_LIMIT = 5 * 1024 * 1024
"""Bytes in a line, without its end."""
BOMB_SIZE = 64 * 1024 * 1024
"""Decoded bytes below which a gzip file is not suspected, however well it compresses."""
BOMB_RATIO = 200
"""How many times its compressed size a larger gzip file may decode to."""
PROBLEM_LIMIT = 100
"""Lines of one file that are reported one by one; the rest are only counted, for there may be millions."""

_HEAD = 8 * 1024
"""Bytes at the start by which a binary file is known."""
_GZIP = b"\x1f\x8b"
_PIECE = 1 << 20
_TEXT = ("text", "body", "content")
_ID = ("id", "_id")


def _refuse(constant: str) -> None:
    raise ValueError(constant)


_JSON = json.JSONDecoder(parse_constant=_refuse)
"""Refuses NaN and the infinities, which are no JSON."""


class _Bomb(ValueError):
    """A gzip file that decodes to far more than it holds."""


def read(stream: BufferedReader, origin: Origin, skip: SkipLine | None = None) -> Iterator[Article | ReadIssue]:
    """Yield the articles of a JSONL file in order, gzipped or not, with a problem for each line that holds none.

    Args:
        stream: The open file.
        origin: What it is called.
        skip: Asked of each line whether it is passed over.
    """
    if origin.path.lower().endswith(".gz") or _is_gzipped(stream):
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        yield from read_gzip(stream, size, origin, skip)
        return
    try:
        yield from _records(stream, origin, math.inf, skip)
    except OSError as error:
        yield _cut_short(origin, error)


def read_gzip(
    stream: BufferedReader, size: int, origin: Origin, skip: SkipLine | None = None
) -> Iterator[Article | ReadIssue]:
    """Yield the articles of a gzipped JSONL file of `size` bytes, up to where it is damaged, if it is."""
    try:
        with gzip.GzipFile(fileobj=stream) as unzipped:
            yield from _records(unzipped, origin, max(BOMB_SIZE, BOMB_RATIO * size), skip)
    except _Bomb:
        yield origin.problem(
            f"decodes to more than {BOMB_RATIO} times its size, like a gzip bomb; the records before were kept"
        )
    except EOFError:
        yield origin.problem("is a gzip file cut short; the records before were kept")
    except (OSError, zlib.error) as error:
        if isinstance(error, OSError) and is_refusal(error):
            yield _cut_short(origin, error)
        else:
            yield origin.problem(f"is not a sound gzip file ({error}); the records before were kept")


def _cut_short(origin: Origin, error: OSError) -> ReadIssue:
    cause = f"could not be read to its end ({error.strerror}); the records before were kept"
    return origin.unread(cause, error)


def count(stream: BufferedReader, most: int) -> int:
    """Count the lines of an open file, gzipped or not, no further than just above `most`.

    Raises:
        OSError, EOFError, zlib.error: It cannot be read, or is damaged.
    """
    unpacked = gzip.GzipFile(fileobj=stream) if _is_gzipped(stream) else stream
    found = 0
    last = b"\n"
    while found <= most and (piece := unpacked.read(_PIECE)):
        found += piece.count(b"\n")
        last = piece
    return found + (not last.endswith(b"\n"))


def _is_gzipped(stream: BufferedReader) -> bool:
    try:
        return stream.peek(len(_GZIP)).startswith(_GZIP)
    except OSError:
        return False  # which is reported when it is read


def _records(
    stream: BufferedReader | gzip.GzipFile, origin: Origin, most: float, skip: SkipLine | None
) -> Iterator[Article | ReadIssue]:
    head = stream.peek(_HEAD)
    if is_binary(head):
        yield origin.problem("is binary")
        return
    if (encoding := marked_encoding(head)) and encoding != "utf-8-sig":
        yield origin.problem(f"is {encoding.upper()}, but JSON lines are UTF-8")
        return
    if encoding:
        stream.read(len(codecs.BOM_UTF8))
    held = refused = 0
    for number, line in lines(stream, most):
        if line == b"":  # of which a packed file may hold a hundred million
            continue
        held += 1
        here = Origin(origin.path, f"{origin.article_id}#{number}", number)
        for result in _in_time(line, here, skip):
            refused += isinstance(result, ReadIssue) and result.skipped
            if isinstance(result, Article) or not result.skipped or refused <= PROBLEM_LIMIT:
                yield result
    if refused > PROBLEM_LIMIT:
        yield origin.problem(f"holds {refused - PROBLEM_LIMIT} more lines that cannot be read")
    if not held:
        yield origin.problem("holds no record")


def lines(stream: BufferedReader | gzip.GzipFile, most: float) -> Iterator[tuple[int, bytes | None]]:
    """Number the lines of a stream from 1, without their ends; None stands for one over `LINE_LIMIT`.

    Raises:
        _Bomb: The stream holds more than `most` bytes.
    """
    seen = number = 0
    is_inside = False
    while piece := stream.readline(LINE_LIMIT + len(b"\r\n")):
        seen += len(piece)
        if seen > most:
            raise _Bomb
        if not is_inside:
            number += 1
            is_long = len(piece.rstrip(b"\r\n")) > LINE_LIMIT
            yield number, None if is_long else piece.strip()
        is_inside = not piece.endswith(b"\n")


def _in_time(line: bytes | None, origin: Origin, skip: SkipLine | None) -> Iterator[Article | ReadIssue]:
    """What a line holds, unless it is passed over; one that takes too long is told."""
    if skip and line is not None and skip(line, origin.line or 0):
        return
    if line is None or len(line) <= reading_budget.SMALL:
        yield from read_record(line, origin)
        return
    try:
        yield from reading_budget.each(read_record(line, origin))
    except UnreadableDocument as error:
        yield origin.problem(str(error))


def read_record(line: bytes | None, origin: Origin) -> Iterator[Article | ReadIssue]:
    """The article that a line holds, with notes on it."""
    if line is None:
        yield origin.problem(f"is longer than {LINE_LIMIT // 1024**2} MiB")
        return
    decoded = decode(line)
    try:
        record: object = _JSON.decode(decoded.text)
    except RecursionError:
        yield origin.problem("nests too deeply")
    except json.JSONDecodeError as error:
        yield origin.problem(f"is not valid JSON ({error.msg} at character {error.colno})")
    except ValueError:
        yield origin.problem("is not valid JSON (a number is too long, or not finite)")
    else:
        if not isinstance(record, dict):
            yield origin.problem("is not a JSON object")
            return
        found = cast(dict[str, object], record)
        fields = unescaped(found)
        own = next(filter(None, (identifier(fields.get(key)) for key in _ID)), origin.article_id)
        here = Origin(origin.path, own, origin.line)
        yield from _article(fields, without_tags(_text(found)), here, decoded.notes)


def _article(
    fields: Mapping[str, object], text: str, origin: Origin, notes: tuple[str, ...]
) -> Iterator[Article | ReadIssue]:
    """The article of a record; what it does not say of itself is read from the head of its text."""
    fields = _without_id_as_title(fields, origin.article_id)
    is_nameless = lacks_title(fields)
    if not text or not (is_nameless or (may_say(text) and lacks_date(fields))):
        yield from compose_article(fields, text, origin, notes)
        return
    said, story, more = parted(text)
    is_dated_so = bool(more) and lacks_date(fields)
    if not story.strip():
        said.pop("title", None)  # it is all that there is
    story = story if is_nameless and story.strip() else text
    if _is_opening(said.get("title"), story):
        said["title"] = beginning(story)
    yield from compose_article(fields, story, origin, (*notes, *(more if is_dated_so else ())), said)


def _is_opening(title: object, story: str) -> bool:
    """Whether what the head of a text gives for its title is none, or but the first words of the story."""
    return not isinstance(title, str) or story.lstrip().startswith(title.removesuffix("…"))


def _without_id_as_title(fields: Mapping[str, object], own: str) -> Mapping[str, object]:
    """A record without the title that is its id once more: `{"_id": "doc-17", "title": "doc-17"}` has none."""
    title = fields.get("title")
    is_id = isinstance(title, str) and title.strip() == own and " " not in own and any(map(str.isdigit, own))
    return {key: value for key, value in fields.items() if key != "title"} if is_id else fields


def _text(fields: Mapping[str, object]) -> str:
    """The body under the first of its keys that holds any; a list is one of paragraphs."""
    for key in _TEXT:
        value = fields.get(key)
        items = cast(list[object], value) if isinstance(value, list) else [value]
        if text := "\n\n".join(item for item in items if isinstance(item, str) and item.strip()):
            return text
    return ""
