"""Whether there is room on the disk for what the next build writes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from qabot.chat.doctor.examinee import Examinee
from qabot.chat.doctor.findings import Finding, fine, notice, size_words, wrong
from qabot.core.errors import IndexUnusable, NoCorpus
from qabot.corpus.folder import walk
from qabot.index.manifest import ENCODER, READER, RERANKER

_MODELS = 150_000_000
"""Bytes of an encoder and a reader, where they must be exported."""
_OF_CORPUS = 4
"""Bytes written for one of the corpus: measured 3, for texts, passages, words and vectors."""
_MARGIN = 20_000_000
"""Bytes to spare, for what is written aside."""


def check_disk(examinee: Examinee) -> Iterator[Finding]:
    """Whether the next build has room; the index that answers stays beside it until it is done.

    Raises:
        OSError: The disk cannot be asked.
    """
    free = shutil.disk_usage(existing(examinee.index)).free
    need = _needed(examinee)
    words = f"{size_words(free)} free where the index lies; the next build needs some {size_words(need)}"
    if free < need:
        yield wrong("disk", f"{words}, so it would end with exit code 74.", "df -h")
    elif free < 2 * need:
        yield notice("disk", f"{words}, and the one after it as much.", "df -h")
    else:
        yield fine("disk", f"{words}.")


def existing(path: Path) -> Path:
    """Return the nearest folder upward that exists."""
    return next(each for each in (path, *path.parents) if each.exists())


def _needed(examinee: Examinee) -> int:
    """Return the bytes that the next build writes at the most; models that stay as they are get a second name only."""
    rows, models = 0, _MODELS
    with suppress(IndexUnusable):
        manifest = examinee.manifest()
        kept = (f"{name}/" for name in (ENCODER, READER, RERANKER))
        named = tuple(kept)
        rows = sum(record.size for name, record in manifest.files.items() if not name.startswith(named))
        models = 0 if examinee.settings.model.accepts(manifest.source) else _MODELS
    corpus = 0
    with suppress(NoCorpus):
        corpus = sum(file.size for file in walk(examinee.corpus)[0])
    return max(rows, _OF_CORPUS * corpus) + models + _MARGIN
