"""An article whole, with a range of it marked; and permalinks, which show a quote whatever became of its article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from qabot.core.answers import Evidence, Hit
from qabot.core.articles import Article, Passage
from qabot.core.dates import utc_now
from qabot.core.errors import NotFound, UsageError
from qabot.core.text import Span, is_heading, numbered_paragraphs, paragraph_number
from qabot.corpus.ingest.kept_versions import earlier_versions
from qabot.output.citations import cite
from qabot.output.writer_registry import writers
from qabot.server.quote_permalinks import permanent_quote
from qabot.server.rendering import article_path, handed_out, quote_path, render
from qabot.server.site import site_of

_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})")
_LONGEST_QUOTE = 5_000
"""Characters of a quote that is cited: more is an article."""


class ParagraphView(Struct, frozen=True):
    """A paragraph or a heading of an article."""

    number: int | None
    """Its number, from 1; None for a heading."""
    span: Span
    """Its characters, without what marks a heading."""


def article_page(request: Request) -> Response:
    """Show an article, its near-copies and its earlier versions."""
    site = site_of(request)
    engine = site.engine.get()
    article = engine.article(request.path_params["article_id"])
    return render(
        request,
        "article.html",
        {
            "article": article,
            "paragraphs": list(paragraph_views(article.text)),
            "marked": marked_range(request.query_params.get("mark"), article),
            "copies": engine.near_copies(article),
            "versions": earlier_versions(site.settings.home.corpus, article.id),
            "generation": engine.searched.generation,
        },
    )


def quote_page(request: Request) -> Response:
    """Show the quote of a permalink, ready to be cited, and how its text stands now."""
    engine = site_of(request).engine.get()
    generation, article_id = request.path_params["generation"], request.path_params["article_id"]
    span = request.path_params["start"], request.path_params["end"]
    found = permanent_quote(engine, generation, article_id, span, request.query_params.get("text", "").lower())
    evidence = cut_quote(found.article, found.span)
    is_here = found.standing in {"same", "unknown"}
    return render(
        request,
        "quote.html",
        {
            "found": found,
            "evidence": evidence,
            "generation": generation,
            "citations": [(name, cite(evidence, name, utc_now().date())) for name in ("text", "markdown")],
            "downloads": [
                (each.name, f"/cite/{each.name}{quote_path(generation, article_id, *span, evidence.text_sha256)[2:]}")
                for each in writers("citation")
            ],
            "article_address": article_path(article_id, *span, evidence.paragraph)
            if is_here
            else article_path(article_id),
        },
    )


def citation(request: Request) -> Response:
    """Hand out the citation of a quote as a file."""
    engine = site_of(request).engine.get()
    generation, article_id = request.path_params["generation"], request.path_params["article_id"]
    span = request.path_params["start"], request.path_params["end"]
    writer = next((each for each in writers("citation") if each.name == request.path_params["format"]), None)
    if writer is None:
        names = ", ".join(each.name for each in writers("citation"))
        raise UsageError("There is no such format of citations.", hint=f"There are {names}.")
    found = permanent_quote(engine, generation, article_id, span, request.query_params.get("text", "").lower())
    body = cite(cut_quote(found.article, found.span), writer.name, utc_now().date())
    return handed_out(body, f"qabot-quote{writer.suffix}", writer.media_type)


def marked_range(given: str | None, article: Article) -> Span | None:
    """Return the range of an article that an address names; None where it names none.

    Raises:
        NotFound: The article has no such range.
    """
    if not given:
        return None
    found = _RANGE.fullmatch(given)
    start, end = (int(found[1]), int(found[2])) if found else (0, 0)
    if not start < end <= len(article.text):
        raise NotFound(
            f"{article.id} has {len(article.text):,} characters; {given[:30]!r} is no range of them.",
            hint=f"Look at the whole article: {article_path(article.id)}",
        )
    return start, end


def paragraph_views(text: str) -> Iterator[ParagraphView]:
    """Yield the paragraphs of a text, with its headings."""
    for number, (start, end) in numbered_paragraphs(text):
        first = text.index(" ", start) + 1 if is_heading(text, start) else start
        yield ParagraphView(number, (first, end))


def cut_quote(article: Article, span: Span) -> Evidence:
    """Return a range of an article as a quote.

    Raises:
        UsageError: It is longer than a quote may be.
    """
    start, end = span
    if end - start > _LONGEST_QUOTE:
        raise UsageError(
            f"A quote of {end - start:,} characters is an article.", hint=f"Quote {_LONGEST_QUOTE:,} at the most."
        )
    text = article.text[start:end]
    hit = Hit(0, Passage(article.id, 0, start, end, text), 1, ())
    return Evidence(article, start, end, text, article.text_sha256, paragraph_number(article.text, start), hit)
