"""Atom feeds: of the evidence for a question, where what is new is new evidence, and of the newest articles."""

from __future__ import annotations

from datetime import UTC, datetime, time

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from qabot.core.answers import Evidence, Turn
from qabot.core.articles import ArticleSummary
from qabot.core.dates import PartialDate
from qabot.core.errors import UsageError
from qabot.core.text import clean_line
from qabot.output import atom
from qabot.output.attribution import may_be_quoted, source
from qabot.output.phrasing import asked as asked_words
from qabot.output.phrasing import coverage, verdict_words
from qabot.server.entity_tags import entity_tag, unchanged
from qabot.server.question_address import QuestionAddress
from qabot.server.rendering import article_path, permalink
from qabot.server.site import site_of

_EVIDENCE, _ARTICLES = 15, 50
"""Entries of a feed of evidence, and of one of articles."""


def question_feed(request: Request) -> Response:
    """Answer with the evidence for a question; what nothing answers has none."""
    asked = QuestionAddress.read(request.query_params)
    if not asked.text:
        raise UsageError("The question is empty.", hint="Give one: /feed.atom?q=…")
    site = site_of(request)
    tag = entity_tag(site)
    if same := unchanged(request, tag):
        return same
    turn, built = site.answer(replace(asked, limit=_EVIDENCE)), site.engine.get().built
    home, base = str(site.settings.home.path), _base(request)
    words = clean_line(asked_words(turn.question))
    feed = atom.AtomEntry(
        atom.urn(home, f"feed\n{asked.path()}"),
        f"{words} – qabot",
        built,
        f"Evidence for a question, new where an index brings it. Now: {verdict_words(turn.answer)}.",
        base + asked.path("/feed.atom"),
    )
    entries = [_of_evidence(home, base, asked, turn, each, built) for each in turn.answer.evidence]
    return _response(feed, entries, tag)


def corpus_feed(request: Request) -> Response:
    """Answer with the newest articles."""
    site = site_of(request)
    tag = entity_tag(site)
    if same := unchanged(request, tag):
        return same
    engine = site.engine.get()
    home, base = str(site.settings.home.path), _base(request)
    feed = atom.AtomEntry(
        atom.urn(home, "corpus"),
        "qabot: the newest articles of a corpus",
        engine.built,
        f"Of {coverage(engine.searched)}.",
        f"{base}/corpus.atom",
    )
    newest = engine.article_summaries()[:_ARTICLES]
    return _response(feed, [_of_article(home, base, each, engine.built) for each in newest], tag)


def _of_evidence(
    home: str, base: str, asked: QuestionAddress, turn: Turn, each: Evidence, built: datetime
) -> atom.AtomEntry:
    article = each.article
    words = f"“{each.text}”" if may_be_quoted(article) else each.text
    return atom.AtomEntry(
        atom.urn(home, f"{asked.path()}\n{article.id}\n{each.text}"),
        clean_line(article.title),
        _day(article.published) or built,
        f"{words} {source(article)}, para. {each.paragraph}",
        base + permalink(each, turn.generation),
    )


def _of_article(home: str, base: str, each: ArticleSummary, built: datetime) -> atom.AtomEntry:
    updated = _day(each.published) or built
    name, link = atom.urn(home, f"article\n{each.id}"), base + article_path(each.id)
    return atom.AtomEntry(name, clean_line(each.title), updated, source(each), link)


def _day(published: PartialDate | None) -> datetime | None:
    return datetime.combine(published.first, time(), UTC) if published else None


def _base(request: Request) -> str:
    """Return what stands before an address of this server; the guard knows the host."""
    return f"{request.url.scheme}://{request.headers['host']}"


def _response(feed: atom.AtomEntry, entries: list[atom.AtomEntry], tag: str) -> Response:
    return Response(atom.atom_document(feed, entries), headers={"ETag": tag}, media_type=atom.ATOM)
