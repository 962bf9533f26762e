"""The versions that are kept of an article: what its file held earlier, and what it holds."""

from __future__ import annotations

import re
from shlex import quote

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.articles import Article
from qabot.core.errors import NotFound
from qabot.core.text import clean_line
from qabot.corpus.formats import markdown
from qabot.corpus.ingest import curation
from qabot.corpus.ingest.corpus_index import CorpusIndex
from qabot.corpus.origin import Origin

_HASH = re.compile(r"[0-9a-f]{6,64}")
NOW = "now"
"""What the version is called that the file holds."""


class ArticleVersion(Struct, frozen=True):
    """One of them."""

    number: int
    """Its place, the oldest first, from 1."""
    until: str | None
    """Until when the file held it, in ISO 8601; None for what it holds now."""
    article: Article
    """The article as it is read from it."""
    is_copy: bool = False
    """Whether the file never held it: a near-copy of the same outlet that was not taken."""


class KeptVersions(Struct, frozen=True):
    """All versions of an article."""

    id: str
    """The article's id."""
    versions: tuple[ArticleVersion, ...]
    """The oldest first; the last is what the file holds, or held when it was removed."""
    unreadable: int
    """How many more are kept that cannot be read."""

    def chosen(self, name: str) -> ArticleVersion:
        """Return the version with a number, with a text of this SHA-256 or beginning of one, or `now`.

        Raises:
            NotFound: There is none.
        """
        wanted = clean_line(name).casefold()
        last = self.versions[-1]
        if wanted == NOW and last.until is None:
            return last
        for each in self.versions:
            if wanted == str(each.number) or (_HASH.fullmatch(wanted) and each.article.text_sha256.startswith(wanted)):
                return each
        numbers = f"1 to {last.number}" if last.number > 1 else "1"
        raise NotFound(
            f"{self.id} has no version {clean_line(name)[:80]!r}; those that are held are numbered {numbers}.",
            hint=f"Run `qabot corpus diff {quote(self.id)}` to see the last change.",
        )

    def before(self, version: ArticleVersion) -> ArticleVersion | None:
        """Return the version that a file held before another; None where there is none."""
        earlier = [each for each in self.versions if each.number < version.number and not each.is_copy]
        return earlier[-1] if earlier else None


def kept_versions(corpus_index: CorpusIndex, article_id: str) -> KeptVersions:
    """Return the versions of an article, also of one that was removed.

    Raises:
        NotFound: There is none of that id, nor was one removed; those that come close are named.
    """
    store, wanted = corpus_index.store, clean_line(article_id).removesuffix(".md")
    removed = next((each for each in store.removed() if each.id == wanted), None)
    is_gone = removed is not None and store.entry(wanted) is None
    name = wanted if is_gone else curation.require(corpus_index, article_id).id
    kept = store.versions(name)
    if removed and is_gone:
        last = removed.removed, _article(name, store.removed_data(name)), False
    else:
        last = None, corpus_index.articles([name]).get(name), False
    read = [*((each.until, _article(name, each.data), each.is_copy) for each in kept), last]
    found = [(until, article, is_copy) for until, article, is_copy in read if article]
    if not found:
        raise NotFound(f"No version of {name} can be read.", hint=f"Run `qabot corpus show {quote(name)} --history`.")
    versions = tuple(ArticleVersion(number, *each) for number, each in enumerate(found, start=1))
    return KeptVersions(name, versions, len(read) - len(found))


def _article(name: str, data: bytes) -> Article | None:
    items = markdown.read(data, Origin(f"{name}.md", name))
    found = next((item for item in items if isinstance(item, Article)), None)
    return replace(found, id=name) if found else None
