"""The corpus: what lies in it, and what of it cannot be read."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence

from qabot.chat.doctor.examinee import Examinee
from qabot.chat.doctor.findings import Finding, counted_are, fine, listed, notice, on_path, wrong
from qabot.core.articles import Article, ReadIssue
from qabot.core.errors import IndexUnusable, StorageFailed
from qabot.core.progress import Progress
from qabot.corpus.article_reader import read
from qabot.corpus.folder import SourceFile, walk
from qabot.index.snapshot import open_current
from qabot.output.phrasing import counted

_MOST_BYTES = 20_000_000
"""How much is read where not everything is to be."""
_ADD_ALONE = "`qabot add` alone"
"""What stands in the cause of a file that lies in the corpus folder and must be added instead."""


def check_corpus(examinee: Examinee) -> Iterator[Finding]:
    """Whether the corpus can be read.

    What the index has read to the end and has not changed since is not read again, unless everything is to be.

    Raises:
        NoCorpus: There is no such folder, or it cannot be listed.
        StorageFailed: The machine refuses to list it.
    """
    if examinee.is_new:
        yield notice("corpus", "It is not there yet; the first index is built from the starter corpus.", "qabot index")
        return
    files, problems = walk(examinee.corpus)
    to_read = files if examinee.deep else _within(_unsettled(files, examinee), _MOST_BYTES)
    articles, faults = _read(to_read, examinee)
    found = [*_told([*problems, *faults], examinee)]
    if not files:
        words = f"There is no article in {examinee.corpus}."
        yield wrong("corpus", words, "qabot add FILE")
    elif len(to_read) == len(files):
        yield fine(
            "corpus", f"All {counted(len(files), 'file')} in {examinee.corpus} were read: {articles:,} articles."
        )
    else:
        read_now = f"{len(to_read):,} of them that are new, changed or were in doubt were read" if to_read else ""
        rest = "the index has read the rest" if read_now else "the index has read them"
        yield fine(
            "corpus",
            f"{counted(len(files), 'file')} in {examinee.corpus}; {', '.join(filter(None, (read_now, rest)))}.",
        )
    yield from found


def _unsettled(files: Sequence[SourceFile], examinee: Examinee) -> list[SourceFile]:
    """Return the files that the index does not know as they are, or had trouble with; all, where there is no index."""
    try:
        generation = open_current(examinee.index)
    except (IndexUnusable, StorageFailed):
        return [*files]
    known = generation.articles.files().values()
    generation.close()
    settled = {(each.path, each.size, each.mtime_ns) for each in known if each.settled}
    return [file for file in files if (file.path, file.size, file.mtime_ns) not in settled]


def _within(files: Sequence[SourceFile], most_bytes: int) -> list[SourceFile]:
    taken: list[SourceFile] = []
    for file in files:
        most_bytes -= file.size
        if most_bytes < 0:
            break
        taken.append(file)
    return taken


def _read(files: Sequence[SourceFile], examinee: Examinee) -> tuple[int, list[ReadIssue]]:
    """Read files, and return how many articles they hold and what is wrong with them."""
    faults: list[ReadIssue] = []
    places: dict[str, str] = {}
    for number, file in enumerate(files, start=1):
        for item in read(file):
            if not isinstance(item, Article):
                faults.append(item)
            elif item.id in places:
                faults.append(ReadIssue(file.path, f"its id {item.id!r} is taken by {places[item.id]}"))
            else:
                places[item.id] = file.path
        examinee.on_progress(Progress("read", number, len(files), file.path))
    return len(places), faults


def _told(issues: Sequence[ReadIssue], examinee: Examinee) -> Iterator[Finding]:
    """Tell what is not read, and then what is read but not as it stands."""
    skipped = [issue for issue in issues if issue.skipped]
    others = [issue for issue in issues if not issue.skipped]
    if skipped:
        words = f"{counted_are(len({each.path for each in skipped}), 'file')} not read: {_words(skipped)}."
        yield wrong("corpus", words, _mending(skipped, examinee))
    if others:
        words = (
            f"{counted_are(len({each.path for each in others}), 'file')} read, but not as written: {_words(others)}."
        )
        yield notice("corpus", words, "qabot index --dry-run")


def _words(issues: Sequence[ReadIssue]) -> str:
    return listed((f"{each.path}{f', line {each.line},' if each.line else ''} {each.cause}" for each in issues), "; ")


def _mending(issues: Sequence[ReadIssue], examinee: Examinee) -> str | None:
    """Return what mends the first of some problems; where only an editor does, what lists them all."""
    first = issues[0]
    place = examinee.corpus / first.path
    if os.strerror(errno.EACCES) in first.cause:
        return on_path("chmod u+rX", place)
    if _ADD_ALONE in first.cause:
        return on_path("qabot add", place)
    return "qabot index --dry-run"
