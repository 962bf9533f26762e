"""`qabot show`: one article of the index, with a passage or a quote marked."""

from __future__ import annotations

import re
import shlex
from contextlib import closing

from qabot.cli.json_output import write_json
from qabot.cli.text_layout import write_article
from qabot.core.articles import Article
from qabot.core.errors import NotFound, UsageError
from qabot.core.settings import Settings
from qabot.core.text import Span, clean_line
from qabot.index.generation_reading import OpenGeneration
from qabot.index.holdings import versions_of
from qabot.index.stores import open_generation
from qabot.output.json_documents import article_document

_HASH = re.compile(r"[0-9a-f]{8,64}")


def show(
    settings: Settings, article_id: str, passage: int | None, quote: str | None, version: str, *, as_json: bool
) -> None:
    """Print an article, or a version of it that was held earlier, with a passage or a quote marked."""
    wanted = clean_line(article_id)
    with closing(open_generation(settings)) as generation:
        article = _version(settings, generation, wanted, version) if version else generation.require_article(wanted)
        if article.held_until and passage is not None:
            told = "The passages of a version that is not held now are not kept."
            raise UsageError(told, hint="Give --quote START:END.")
        marked = _marked(generation, article, passage, quote)
    if as_json:
        write_json(article_document(article, marked))
    else:
        write_article(article, marked)


def _version(settings: Settings, generation: OpenGeneration, article_id: str, version: str) -> Article:
    """Return the version of an article whose text has a SHA-256, or one that begins so.

    Raises:
        UsageError: That is no such hash.
        NotFound: The index neither holds nor held one.
    """
    wanted = clean_line(version).casefold()
    if not _HASH.fullmatch(wanted):
        raise UsageError(f"{wanted[:64]!r} is no SHA-256.", hint="Give at least its first 8 of 64 hex digits.")
    held = generation.article(article_id)
    earlier = (each.article for each in reversed(versions_of(settings.home.index, article_id)))
    for article in (held, *earlier):
        if article and article.text_sha256.startswith(wanted):
            return article
    raise NotFound(
        f"No version of {article_id} with a text of SHA-256 {wanted} is kept by this index.",
        hint=f"Run `qabot corpus show {shlex.quote(article_id)} --history` to see what the corpus keeps.",
    )


def _marked(generation: OpenGeneration, article: Article, passage: int | None, quote: str | None) -> Span | None:
    if passage is not None and quote is not None:
        raise UsageError("--passage and --quote do not go together.", hint="Give one of them.")
    if passage is not None:
        passages = generation.articles.passages_of(article.id)
        if passage >= len(passages):
            raise NotFound(
                f"{article.id} has {len(passages)} passages, counted from 0.",
                hint=f"Try `qabot show {shlex.quote(article.id)} --passage 0`.",
            )
        return passages[passage].start, passages[passage].end
    if quote is None:
        return None
    found = re.fullmatch(r"(\d{1,9}):(\d{1,9})", quote)
    if not found:
        raise UsageError(f"{quote!r} is not START:END.", hint="Give two character positions, such as --quote 0:120.")
    start, end = int(found[1]), int(found[2])
    if not start < end <= len(article.text):
        raise NotFound(
            f"{article.id} has {len(article.text)} characters; {quote} is not a range of them.",
            hint=f"Try `qabot show {shlex.quote(article.id)} --quote 0:{len(article.text)}`.",
        )
    return start, end
