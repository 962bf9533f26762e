"""What the tests of bringing in share: articles to add, and ways to add them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from qabot.corpus.drafts import AddOutcome, ArticleDraft, RawDocument
from qabot.corpus.formats.documents import article_drafts
from qabot.corpus.ingest import local_sources
from qabot.corpus.ingest.adder import add
from qabot.corpus.ingest.local_sources import MetadataOverrides

TODAY = date(2026, 3, 1)
FLATTENED = """Skip to content

Harbour councils pool their payroll systems

25 November 2015

Four harbour councils will run one payroll system from April, their leaders agreed on Tuesday.

The contract, worth £3.2m over five years, replaces four ageing systems that no supplier maintains any longer. Staff
at all four were told in October that no post would be lost.

Related articles

Marina trust drops its data centre
Why tide gauges went online

“One system means one bill,” said the lead member for finance. She added that the savings would pay for a second
phase, in which pensions follow.

Unions want the second phase to wait until the first has run for a year.

Rosalind Quayle

Read more →

Leave a comment

Your email address will not be published. Required fields are marked *

Great news, about time too. I have waited for this since the flood.

Sign up for our weekly newsletter
"""
"""A page as a scraper leaves it: the article with the furniture around it."""
BODY = """Four harbour councils will run one payroll system from April, their leaders agreed on Tuesday.

The contract, worth £3.2m over five years, replaces four ageing systems that no supplier maintains any longer. Staff
at all four were told in October that no post would be lost.

“One system means one bill,” said the lead member for finance. She added that the savings would pay for a second
phase, in which pensions follow.

Unions want the second phase to wait until the first has run for a year."""
"""The article in it, and nothing else."""


def prose(seed: int, words: int = 120) -> str:
    """Return sentences of invented words, other ones for another seed."""
    drawn = random.Random(seed)  # noqa: S311 - the same every time
    made = ["".join(drawn.choices("bcdfglmnprst", k=3)) + drawn.choice("aeiou") for _ in range(words)]
    sentences = [" ".join(made[start : start + 12]).capitalize() + "." for start in range(0, words, 12)]
    return "\n\n".join(" ".join(sentences[start : start + 2]) for start in range(0, len(sentences), 2))


def candidate(text: str, title: str = "A title", source: str = "a.txt", **fields: object) -> ArticleDraft:
    """Return an article as a carrier brings it."""
    return ArticleDraft(title=title, text=text, raw=text, source=source, **fields)  # pyright: ignore[reportArgumentType]


def add_all(corpus: Path, items: Iterable[ArticleDraft | AddOutcome], *, dry_run: bool = False) -> list[AddOutcome]:
    """Add articles to a corpus folder."""
    return list(add(corpus, items, today=TODAY, dry_run=dry_run))


def add_files(corpus: Path, *paths: Path, said: MetadataOverrides | None = None) -> list[AddOutcome]:
    """Add files to a corpus folder, as the command does."""
    files, others = local_sources.listed(paths)
    items = (item for file in files for item in local_sources.from_file(file, said or MetadataOverrides()))
    return [*others, *add_all(corpus, items)]


def take(data: bytes | str, kind: str, name: str = "page", **said: object) -> ArticleDraft:
    """Return the one article in some bytes."""
    raw = data.encode() if isinstance(data, str) else data
    (found,) = article_drafts(RawDocument(name, raw, kind, **said))  # pyright: ignore[reportArgumentType]
    assert isinstance(found, ArticleDraft), found
    return found


def refusal(data: bytes | str, kind: str, name: str = "page") -> str:
    """Return why bytes that hold no article are refused."""
    raw = data.encode() if isinstance(data, str) else data
    (found,) = article_drafts(RawDocument(name, raw, kind))
    assert isinstance(found, AddOutcome), found
    assert found.kind == "skipped"
    return found.reason


def contents(corpus: Path) -> dict[str, bytes]:
    """Return every file of a corpus folder that others see, by its path."""
    files = (path for path in corpus.rglob("*") if path.is_file())
    shown = (path for path in files if not path.relative_to(corpus).parts[0].startswith("."))
    return {path.relative_to(corpus).as_posix(): path.read_bytes() for path in shown}
