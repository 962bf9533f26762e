"""What a permalink shows: the quote as it was cut, whatever became of its article since.

It names the generation, the article, the range and the beginning of the SHA-256 of the text. Where the text is another
now, the quote is cut from an earlier version that was kept, or from the generation itself while that is still there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from qabot.core.articles import Article
from qabot.core.errors import NotFound
from qabot.core.text import Span
from qabot.corpus.ingest.kept_versions import earlier_versions
from qabot.engine.engine import Engine
from qabot.index.stores import open_kept

Standing = Literal["same", "changed", "removed", "unknown"]
"""How the text stands now: as it was; another, or gone, and the quote is cut from what was kept; or nobody can tell,
since the link does not say what it was."""
_DIGEST = re.compile(r"[0-9a-f]{8,64}")


class PermanentQuote(Struct, frozen=True):
    """A quote and where it is cut from."""

    article: Article
    """The text as it was."""
    span: Span
    """The range of the quote."""
    standing: Standing
    """How the text stands now."""
    kept: str = ""
    """Until when the text was so, or in which generation; empty where it still is."""


def permanent_quote(engine: Engine, generation: str, article_id: str, span: Span, digest: str) -> PermanentQuote:
    """Return what a permalink shows.

    Args:
        engine: Knows the text as it is now.
        generation: The one that the link names.
        article_id: The article.
        span: The range.
        digest: The beginning of the SHA-256 (hex) of the text; empty where the link does not say.

    Raises:
        NotFound: Neither the article nor an earlier version has this range.
    """
    try:
        current = engine.article(article_id)
    except NotFound:
        current = None
    wanted = digest if _DIGEST.fullmatch(digest) else ""
    if current and wanted and current.text_sha256.startswith(wanted):
        return PermanentQuote(current, _within(current, span), "same")
    for kept, article in _kept(engine, generation, article_id):
        if wanted and article.text_sha256.startswith(wanted):
            return PermanentQuote(article, _within(article, span), "changed" if current else "removed", kept)
        if not wanted and kept == generation:
            is_same = current is not None and current.text_sha256 == article.text_sha256
            return PermanentQuote(article, _within(article, span), "same" if is_same else "changed", kept)
    if current and not wanted:
        return PermanentQuote(current, _within(current, span), "unknown")
    raise NotFound(
        "The text that this link quotes has changed since, and what it was has not been kept."
        if current
        else "The article that this link quotes is not in this corpus any more.",
        hint=f"Look at the article as it is now: /article/{article_id}." if current else "Ask the question again.",
    )


def _kept(engine: Engine, generation: str, article_id: str) -> Iterator[tuple[str, Article]]:
    """Yield what is kept of a text: by the corpus folder, and by the generation while that is there."""
    for each in earlier_versions(engine.settings.home.corpus, article_id):
        yield each.until, each.article
    opened = open_kept(engine.settings, generation)
    if opened is None:
        return
    try:
        article = opened.article(article_id)
    finally:
        opened.close()
    if article:
        yield generation, article


def _within(article: Article, span: Span) -> Span:
    start, end = span
    if not 0 <= start < end <= len(article.text):
        raise NotFound(
            f"{article.id} has {len(article.text):,} characters; {start} to {end} is no range of them.",
            hint="Look whether the link is whole.",
        )
    return span
