"""Dumps: files of more articles than anyone wants as files, which the index reads as they are.

JSON lines are linked into the corpus folder. The pages of a crawl are taken apart once, into parts of JSON lines; each
part is written in one step, and what is there is not done again after a process was killed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from qabot.core.home_trust import make_part
from qabot.core.progress import OnProgress, Progress, ignore_progress
from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
from qabot.corpus.formats import registry
from qabot.corpus.formats.documents import article_drafts, with_metadata
from qabot.corpus.ingest.article_files import in_one_step, inside, put, slug_of
from qabot.corpus.ingest.corpus_index import CorpusIndex, open_corpus_index
from qabot.corpus.ingest.local_sources import LocalFile, MetadataOverrides
from qabot.corpus.metadata import described

FOLDER = "dumps"
"""Where dumps lie in the corpus folder."""
PART = 1_000
"""Articles of a part."""

_HEAD = 1 << 20


def register(
    corpus: Path,
    file: LocalFile,
    said: MetadataOverrides,
    on_progress: OnProgress = ignore_progress,
    *,
    dry_run: bool = False,
) -> Iterator[AddOutcome]:
    """Register a dump with a corpus folder, and yield what became of it.

    Raises:
        IndexLocked: Another process is changing the corpus.
    """
    is_crawl = bool(registry.by_name(file.kind).pages)
    if not is_crawl and (said.outlet or said.published):
        reason = "holds too many articles to say anything of each; leave out --outlet and --published, or split it"
        yield AddOutcome("skipped", file.name, None, reason)
    elif dry_run:
        yield AddOutcome("added", file.name, None, "would be registered as a dump", file.articles)
    elif not is_crawl:
        yield _linked(corpus, file, on_progress)
    else:
        make_part(corpus)
        with open_corpus_index(corpus, on_progress) as opened:
            yield from _taken_apart(opened, file, said, on_progress)


def _linked(corpus: Path, file: LocalFile, on_progress: OnProgress) -> AddOutcome:
    """Link a file of JSON lines into the corpus folder, and look through it."""
    make_part(corpus)
    path = f"{_place(file)}{registry.suffix_of(file.name)}"
    root = corpus.resolve()
    target = inside(root, path)
    is_there = target.exists()
    if not is_there:
        _link(root, file.path.resolve(), target)
    with open_corpus_index(corpus, on_progress) as opened:
        articles = opened.store.files()[path].articles
        if is_there:
            return AddOutcome("duplicate", file.name, None, f"is registered already, as {path}", articles)
        copies = opened.near_duplicates(path, on_progress)
    told = f"registered as {path}"
    return AddOutcome(
        "added", file.name, None, f"{told}; {copies:,} are near-copies of others" if copies else told, articles
    )


def _link(root: Path, source: Path, target: Path) -> None:
    """Put a file in place in one step, as a second name of it or, on another disk, a copy."""
    with in_one_step(root, target) as waiting:
        try:
            waiting.hardlink_to(source)
        except OSError:
            shutil.copyfile(source, waiting)


def _taken_apart(
    opened: CorpusIndex, file: LocalFile, said: MetadataOverrides, on_progress: OnProgress
) -> Iterator[AddOutcome]:
    """Take the pages of a crawl apart, part by part, going on where it was left."""
    place = _place(file)
    done, parts = opened.store.dump_state(place)
    before = (done, parts)
    added = skipped = 0
    waiting: list[ArticleDraft] = []
    carrier = RawDocument(file.name, b"", file.kind, outlet=said.outlet, published=said.published)
    with file.path.open("rb") as stream:
        pages = registry.by_name(file.kind).crawled(stream, file.name, done)
        for number, page in chain(pages, [(None, None)]):
            if isinstance(page, RawDocument):
                found = list(article_drafts(with_metadata(page, carrier)))
                waiting += [each for each in found if isinstance(each, ArticleDraft)]
                skipped += sum(isinstance(each, AddOutcome) for each in found)
            elif page is not None:
                skipped += page.kind == "skipped"
                yield page
            done = number or done
            if waiting and (len(waiting) >= PART or number is None):
                parts += 1
                put(opened.corpus, f"{place}/part-{parts:05}.jsonl.gz", _part(f"{place}/{parts:05}", waiting))
                opened.store.note_dump(place, done, parts)
                opened.store.commit()
                added += len(waiting)
                waiting = []
                on_progress(Progress("add", added, note=file.name))
    if (done, parts) == before and parts:
        yield AddOutcome("duplicate", file.name, None, f"is registered already, as {place}", 1)
    elif added:
        yield AddOutcome("added", file.name, None, f"registered as {place}", added)
    if skipped:
        yield AddOutcome("skipped", file.name, None, "pages that hold no article", skipped)


def _part(place: str, articles: list[ArticleDraft]) -> bytes:
    records = ({"id": f"{place}-{n:04}", **described(each), "text": each.text} for n, each in enumerate(articles))
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    return gzip.compress("\n".join([*lines, ""]).encode(), 6, mtime=0)


def _place(file: LocalFile) -> str:
    """Name a dump by its file's name and a digest of its beginning and its size."""
    with file.path.open("rb") as stream:
        head = stream.read(_HEAD)
    digest = hashlib.sha256(head + str(file.path.stat().st_size).encode()).hexdigest()[:8]
    stem = file.path.name.lower().removesuffix(".gz").rpartition(".")[0]
    return f"{FOLDER}/{'-'.join(filter(None, [slug_of(stem), digest]))}"
