"""Looking after the corpus folder: changing, removing and restoring articles, each in one step and none for good."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.articles import Article, ReadIssue
from qabot.core.errors import NotFound, UsageError
from qabot.core.home_files import is_regular
from qabot.core.text import clean_line
from qabot.core.unknown_names import unknown_name
from qabot.corpus.formats import markdown, registry
from qabot.corpus.formats.registry import DOCUMENT_LIMIT
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.ingest.article_files import put
from qabot.corpus.ingest.corpus_index import CorpusIndex, noted
from qabot.corpus.ingest.ingest_store import RemovedArticle, StoredEntry
from qabot.corpus.origin import Origin


def require(corpus_index: CorpusIndex, article_id: str) -> StoredEntry:
    """Return an article of the corpus folder by its id.

    Raises:
        NotFound: There is none; those that come close are named.
    """
    wanted = clean_line(article_id).removesuffix(".md")
    entry = corpus_index.store.entry(wanted)
    if entry is None:
        unknown = unknown_name("article", wanted, corpus_index.store.ids())
        raise NotFound(unknown.words, hint="Run `qabot corpus list` to see what is.")
    return entry


def file_of(corpus_index: CorpusIndex, entry: StoredEntry) -> Path:
    """Return the file of an article that has one of its own.

    Raises:
        UsageError: It stands in a file with others, or behind a link.
    """
    form = registry.of_file(entry.path)
    if form is None or form.streams:
        raise UsageError(
            f"{entry.id} stands in {entry.path} with others.", hint=f"Change {corpus_index.corpus / entry.path} itself."
        )
    file = corpus_index.corpus / entry.path
    if file.is_symlink() or not file.parent.resolve().is_relative_to(corpus_index.corpus):
        raise UsageError(f"{entry.path} lies behind a symbolic link.", hint=f"Remove the link from {file}.")
    return file


def checked(entry: StoredEntry, data: bytes) -> Article:
    """Read what an article's file is to hold.

    Raises:
        UsageError: It is no longer an article, or not as it stands.
    """
    items = list(markdown.read(data, Origin(entry.path, entry.id)))
    problems = [item.cause for item in items if isinstance(item, ReadIssue)]
    articles = [item for item in items if isinstance(item, Article)]
    if len(data) > DOCUMENT_LIMIT:
        problems = [f"is larger than {DOCUMENT_LIMIT // 1024**2} MiB"]
    if problems or not articles:
        raise UsageError(f"{entry.id} is left as it was: it {problems[0]}.", hint="Edit it again.")
    return articles[0]


def editable(corpus_index: CorpusIndex, entry: StoredEntry) -> Path:
    """Return the file of an article that can be changed from here.

    Raises:
        UsageError: It stands in a file with others, or the file is not of Markdown.
    """
    file = file_of(corpus_index, entry)
    if file.suffix.lower() != ".md":
        raise UsageError(f"{entry.path} is not Markdown.", hint=f"Change {file} itself.")
    return file


def edit(corpus_index: CorpusIndex, entry: StoredEntry, data: bytes) -> bool:
    """Put other contents into an article's file, keeping what it held; tell whether they are others at all.

    Raises:
        UsageError: They are no article, or the file is not of Markdown.
    """
    before = editable(corpus_index, entry).read_bytes()
    if data == before:
        return False
    put_in_place(corpus_index, [Edited(entry, before, data, checked(entry, data))])
    return True


class Edited(Struct, frozen=True):
    """An article's file with other contents, not yet in place."""

    entry: StoredEntry
    """Which article."""
    before: bytes
    """What the file holds."""
    data: bytes
    """What it is to hold."""
    article: Article
    """The article as it is read from that."""


def put_in_place(corpus_index: CorpusIndex, edited: Sequence[Edited]) -> None:
    """Put other contents into files, keeping what they held first: stopped at any moment, nothing is lost."""
    store = corpus_index.store
    for each in edited:
        store.keep_version(each.entry.id, each.before)
        store.forget_file(each.entry.path)
    store.commit()
    for each in edited:
        changed, signature = noted(replace(each.article, id=each.entry.id), each.entry.path)
        written = put(corpus_index.corpus, each.entry.path, each.data)
        store.note_articles([(changed, signature)])
        corpus_index.note(changed, written)
    store.commit()


def remove(corpus_index: CorpusIndex, entry: StoredEntry) -> None:
    """Take an article out of the corpus folder, byte for byte, for `restore` to bring back.

    Raises:
        UsageError: It stands in a file with others.
    """
    file = file_of(corpus_index, entry)
    corpus_index.store.keep_removed(entry.id, entry.path, file.read_bytes())
    corpus_index.store.commit()
    file.unlink()
    if file.parent != corpus_index.corpus and not any(file.parent.iterdir()):
        file.parent.rmdir()
    corpus_index.store.forget_file(entry.path)
    corpus_index.store.commit()


def restore(corpus_index: CorpusIndex, article_id: str) -> str:
    """Put an article that was removed back, byte for byte, and return the path of its file.

    Where that was begun before and stopped, the file is there already, and all that is left is to say so.

    Raises:
        NotFound: None of that id was removed; those that come close are named.
        UsageError: Another file has taken its place.
    """
    wanted = clean_line(article_id)
    all_removed = corpus_index.store.removed()
    removed = next((each for each in all_removed if each.id == wanted), None)
    if removed is None:
        unknown = unknown_name("removed article", wanted, (each.id for each in all_removed))
        raise NotFound(unknown.words, hint="Run `qabot corpus list --removed` to see which were.")
    data = corpus_index.store.removed_data(wanted)
    if not _holds(corpus_index.corpus / removed.path, data):
        _put_back(corpus_index, removed, data)
    corpus_index.store.forget_removed(wanted)
    corpus_index.store.commit()
    return removed.path


def _holds(file: Path, data: bytes) -> bool:
    """Whether a file is there and holds just this."""
    return is_regular(file) and file.stat().st_size == len(data) and file.read_bytes() == data


def _put_back(corpus_index: CorpusIndex, removed: RemovedArticle, data: bytes) -> None:
    if (corpus_index.corpus / removed.path).exists():
        raise UsageError(
            f"There is another {removed.path} in its place.",
            hint=f"Run `qabot corpus remove {quote(removed.id)}` first.",
        )
    try:
        put(corpus_index.corpus, removed.path, data)
    except UnreadableDocument as cause:
        hint = "Run `qabot corpus list --removed` to see the others."
        raise UsageError(f"{removed.path} {cause}.", hint=hint) from cause
