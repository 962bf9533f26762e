"""`qabot show`: one article of the index, with a passage or a quote marked."""

from __future__ import annotations

import re

from qabot.cli.json_output import write_json
from qabot.cli.text_layout import write_article
from qabot.core.articles import Article
from qabot.core.errors import NotFound, UsageError
from qabot.core.settings import Settings
from qabot.core.text import Span, clean_line
from qabot.index.snapshot import Generation, open_current
from qabot.output.json_documents import article_document


def show(settings: Settings, article_id: str, passage: int | None, quote: str | None, *, as_json: bool) -> None:
    """Print an article, with a passage or a quote marked."""
    generation = open_current(settings.home.index)
    article = generation.require_article(clean_line(article_id))
    marked = _marked(generation, article, passage, quote)
    if as_json:
        write_json(article_document(article, marked))
    else:
        write_article(article, marked)


def _marked(generation: Generation, article: Article, passage: int | None, quote: str | None) -> Span | None:
    if passage is not None and quote is not None:
        raise UsageError("--passage and --quote do not go together.", hint="Give one of them.")
    if passage is not None:
        passages = generation.articles.passages_of(article.id)
        if passage >= len(passages):
            raise NotFound(
                f"{article.id} has {len(passages)} passages, counted from 0.",
                hint=f"Try `qabot show {article.id} --passage 0`.",
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
            hint=f"Try `qabot show {article.id} --quote 0:{len(article.text)}`.",
        )
    return start, end
