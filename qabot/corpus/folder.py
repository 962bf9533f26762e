"""What lies in the corpus folder: which files are read, and what each one's article is called.

Listing opens nothing, so that a build which finds nothing changed has little to do.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from qabot.core.articles import ReadIssue
from qabot.core.errors import NoCorpus, QabotError, StorageFailed
from qabot.core.home_files import make_folder
from qabot.core.home_trust import make_part
from qabot.core.storage_faults import is_refusal, storage_fault
from qabot.core.text import clean_line
from qabot.corpus.formats import registry
from qabot.corpus.origin import shown

HIDDEN = ".qabot"
"""The folder in the corpus folder that the index does not read."""

_SURROGATE = re.compile("[\ud800-\udfff]")
"""What a byte that is not UTF-8 is in a file name."""


class SourceFile(Struct, frozen=True):
    """A file that holds articles, as listed."""

    path: str
    """Relative to the corpus folder, with `/` between parts."""
    absolute: Path
    """Where it lies, under the resolved corpus folder."""
    size: int
    """Bytes."""
    mtime_ns: int
    """Last change, in nanoseconds since 1970."""


def walk(root: Path) -> tuple[list[SourceFile], list[ReadIssue]]:
    """List the files under a corpus folder that hold articles, and what cannot be read, each sorted by path.

    Hidden names, READMEs and files with other suffixes are passed over; those that `qabot add` would read are told,
    all in one. Symbolic links are never followed (the folder itself may be one), and whatever is not a regular file is
    never opened.

    Raises:
        NoCorpus: There is no such folder, or it cannot be listed.
        StorageFailed: The machine refuses to list it.
    """
    files: list[SourceFile] = []
    problems: list[ReadIssue] = []
    misplaced: list[str] = []
    pending = [(_resolved(root), "")]
    while pending:
        folder, prefix = pending.pop()
        try:
            with os.scandir(folder) as entries:
                listed = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            if not prefix:
                raise _unlisted(root, error) from error
            problems.append(_unread(prefix.rstrip("/"), "listed", error))
            continue
        for entry in listed:
            path = prefix + entry.name
            try:
                found = _look(entry, folder, path)
            except OSError as error:
                found = _unread(path, "looked at", error)
            match found:
                case SourceFile():
                    files.append(found)
                case ReadIssue():
                    problems.append(found)
                case os.DirEntry():
                    pending.append((folder / found.name, path + "/"))
                case None:
                    misplaced += [path] if _is_misplaced(entry) else []
    problems += [_misplaced(sorted(misplaced))] if misplaced else []
    return sorted(files, key=lambda file: file.path), sorted(problems, key=lambda problem: problem.path)


def unread_parts(home: Path, problems: Iterable[ReadIssue]) -> StorageFailed | None:
    """Return what is to be told where the machine refused to have some of a home's articles read; else None."""
    return refused_parts(
        f"Not all of {shown(str(home))} could be read",
        [(each.path, each.cause) for each in problems if each.refused],
        still_works="All else was read, and what the index holds of these already stays in it.",
        again="`qabot index`",
    )


def refused_parts(
    what: str, refused: Sequence[tuple[str, str]], *, still_works: str, again: str
) -> StorageFailed | None:
    """Return what is to be told of what the machine refused to have read, the first of it named; None of nothing.

    Args:
        what: What could not be done, as the beginning of a sentence.
        refused: Each of what was refused, as messages show it, with why, as a clause.
        still_works: What was done all the same.
        again: The command to run again, as the hint names it.
    """
    if not refused:
        return None
    (name, cause), *others = refused
    more = f", and {len(others):,} more" if others else ""
    return StorageFailed(
        f"{what}: {name}: {cause}{more}.",
        still_works=still_works,
        hint=f"See to the disk, or to your permissions there, then run {again} again.",
    )


def make_hidden_folder(corpus: Path) -> Path:
    """Make the folder in the corpus folder that the index does not read, where there is none, and return it.

    Raises:
        UsageError: It is a link, or the corpus folder is one that leads out of its home; or it cannot be made.
    """
    return make_folder(make_part(corpus) / HIDDEN)


def holds_articles(name: str) -> bool:
    """Whether a file of this name is read: its suffix is that of a format, and it is no README."""
    lowered = name.lower()
    suffixes = registry.in_folder()
    is_readme = lowered.startswith("readme.") and lowered.removeprefix("readme") in suffixes
    return lowered.endswith(suffixes) and not is_readme


def article_id(path: str) -> str:
    """Return what the article in a file is called: its path without the suffix, fit for a terminal.

    Names that hold control, bidi or zero-width characters lose them; a name that holds nothing else is replaced by
    the first eight hexadecimal digits of its SHA-256.
    """
    bare = path[: len(path) - len(registry.suffix_of(path))]
    if bare.isascii() and bare.isprintable():
        return bare
    return "/".join(clean_line(part) or _digest(part) for part in bare.split("/"))


def _look(entry: os.DirEntry[str], folder: Path, path: str) -> SourceFile | ReadIssue | os.DirEntry[str] | None:
    """What an entry is: a file to read, a problem, a folder to list (the entry itself), or nothing to us."""
    is_folder = entry.is_dir()  # follows links, so that one to a folder is reported below
    if not (is_folder or holds_articles(entry.name)):
        return None
    if entry.is_symlink():
        return ReadIssue(shown(path), "is a symbolic link, which is not followed")
    if not entry.name.isascii() and _SURROGATE.search(entry.name):
        return ReadIssue(shown(path), "has a name that is not UTF-8")
    if is_folder:
        return entry
    status = entry.stat(follow_symlinks=False)
    if not stat.S_ISREG(status.st_mode):
        return ReadIssue(shown(path), "is not a regular file")
    return SourceFile(path, folder / entry.name, status.st_size, status.st_mtime_ns)


def _unread(path: str, what: str, error: OSError) -> ReadIssue:
    return ReadIssue(shown(path), f"cannot be {what} ({error.strerror})", refused=is_refusal(error))


def _is_misplaced(entry: os.DirEntry[str]) -> bool:
    """Whether a file that is not read here holds what `qabot add` would read, such as a PDF."""
    is_readme = entry.name.lower().startswith("readme.")
    return not is_readme and registry.of_file(entry.name) is not None and entry.is_file(follow_symlinks=False)


def _misplaced(paths: Sequence[str]) -> ReadIssue:
    """Tell of all files that `qabot add` would read, under the first of them."""
    first, *others = paths
    if not others:
        return ReadIssue(shown(first), "is read by `qabot add` alone: move it out of the corpus folder and add it")
    kinds = sorted(Counter(map(registry.suffix_of, others)).items(), key=lambda each: (-each[1], each[0]))
    more = ", ".join(f"{suffix} ({count:,})" for suffix, count in kinds)
    cause = f"is read by `qabot add` alone, as {'is' if len(others) == 1 else 'are'} {len(others):,} more here, {more}"
    return ReadIssue(shown(first), f"{cause}: move them out of the corpus folder and add them")


def _resolved(root: Path) -> Path:
    try:
        resolved = root.resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: a loop of links; ValueError: a NUL
        if refused := storage_fault(error, root):
            raise refused from error
        raise _no_corpus(root, "does not exist") from error
    if not resolved.is_dir():
        raise _no_corpus(root, "is not a folder")
    return resolved


def _unlisted(root: Path, error: OSError) -> QabotError:
    return storage_fault(error, root) or _no_corpus(root, f"cannot be listed ({error.strerror})")


def _no_corpus(root: Path, what: str) -> NoCorpus:
    return NoCorpus(
        f"The corpus folder {shown(str(root))} {what}.",
        hint="Create it and put articles in it, or name the folder that holds corpus/ with --home.",
    )


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:8]
