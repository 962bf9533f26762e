"""One article as one Markdown file: what it is called, what stands in it, and how it is put in place.

The file is for people and for git, and `qabot.corpus.formats.markdown` reads the very same article back from it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from qabot.core.articles import Article
from qabot.core.dates import PartialDate
from qabot.core.home_files import create, replacing
from qabot.corpus.folder import make_hidden_folder
from qabot.corpus.formats.front_matter import entry
from qabot.corpus.formats.markdown import FRONT_MATTER_LIMIT
from qabot.corpus.formats.unreadable import UnreadableDocument
from qabot.corpus.metadata import described

_SLUG_LIMIT = 60
_ORIGIN_LIMIT = 500
"""Characters of where an article came from."""
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_LATIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "’": None, "'": None, "£": None})


def path_for(title: str, published: PartialDate | None, digest: str) -> str:
    """Return where an article is to lie in the corpus folder: known characters only, whatever its title says.

    Args:
        title: Its title.
        published: Its date, if it has one.
        digest: Hexadecimal digits of its content hash, which keep different articles apart.
    """
    parts = [str(published)] if published else []
    parts += [slug] if (slug := slug_of(title)) else []
    return f"{published.year if published else 'undated'}/{'-'.join([*parts, digest])}.md"


def slug_of(text: str) -> str:
    """Return a text in lower-case ASCII letters and digits, words parted by dashes, cut at a word; it may be empty."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LATIN)).encode("ascii", "ignore").decode()
    slug = _NOT_SLUG.sub("-", plain).strip("-")
    return slug if len(slug) <= _SLUG_LIMIT else slug[: _SLUG_LIMIT + 1].rpartition("-")[0] or slug[:_SLUG_LIMIT]


def render(article: Article, added: date, origin: str) -> bytes:
    """Write an article as Markdown with front matter.

    Args:
        article: Which, as `qabot.corpus.metadata.compose_article` makes them.
        added: The day it came in.
        origin: The file or the address that it came from.
    """
    fields = {
        **described(article),
        "added": added.isoformat(),
        "origin": origin[:_ORIGIN_LIMIT],  # not "source", which readers take for the outlet
        "content_hash": article.content_hash,
    }
    header = "".join(entry(key, value) for key, value in fields.items() if value)
    return f"---\n{header}---\n\n{article.text}\n".encode()


def fits(article: Article) -> bool:
    """Whether what is said of an article is short enough to be read back."""
    return len(render(article, date.min, "x" * _ORIGIN_LIMIT).partition(b"\n---\n\n")[0]) <= FRONT_MATTER_LIMIT


def put(root: Path, path: str, data: bytes) -> Path:
    """Write a file under the corpus folder in one step: it is there whole or not at all.

    Args:
        root: The corpus folder, resolved.
        path: Where in it, with `/` between parts.
        data: What.

    Raises:
        UnreadableDocument: The way there leads out of the corpus folder, by a link that someone put into it.
    """
    target = inside(root, path)
    with in_one_step(root, target) as waiting:
        create(waiting, data)
    return target


@contextmanager
def in_one_step(root: Path, target: Path) -> Generator[Path]:
    """Give a path to make a file at, which takes the place of the target in the end, unless making it failed."""
    with replacing(target, make_hidden_folder(root)) as waiting:
        yield waiting


def inside(root: Path, path: str) -> Path:
    """Return the whole path of a file under the corpus folder, whose folder is made where it is missing.

    Raises:
        UnreadableDocument: It is not under the corpus folder.
    """
    target = root / path
    if not target.parent.resolve().is_relative_to(root) or ".." in target.parts:
        raise UnreadableDocument("would be written outside the corpus folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    return target
