"""What the index holds and what waits to be taken in; and, for editors, adding, asking feeds and building."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from qabot.chat.build_process import building_line, summary
from qabot.core.errors import QabotError, UsageError
from qabot.core.text import clean_line
from qabot.corpus.drafts import AddOutcome, RawDocument
from qabot.corpus.formats.documents import article_drafts
from qabot.corpus.ingest.adder import add
from qabot.engine.engine import Engine
from qabot.output.attribution import outlets_words
from qabot.output.phrasing import counted, coverage, moment
from qabot.question.filter_fields import given_date
from qabot.server.feeds_process import pull_feeds
from qabot.server.rendering import article_path, render
from qabot.server.site import Site, require_editor, site_of, told_to, words_to

_OUTLETS = 40
_MOST_TEXT = 2 * 1024 * 1024


def status_page(request: Request) -> Response:
    """Show what the index holds, and how a build goes on."""
    return _page(request)


async def build(request: Request) -> Response:
    """Begin a build, or stop the one under way."""
    require_editor(request)
    site = site_of(request)
    async with request.form(max_files=0, max_fields=2) as form:
        if form.get("do") == "stop":
            await site.builds.stop()
        else:
            site.builds.begin()
    return RedirectResponse("/status#build", 303)


async def pull(request: Request) -> Response:
    """Ask the feeds, and say what came in."""
    require_editor(request)
    said = await pull_feeds(site_of(request).settings)
    return await asyncio.to_thread(_page, request, said)


async def add_text(request: Request) -> Response:
    """Add an article that was pasted."""
    require_editor(request)
    async with request.form(max_files=0, max_fields=8, max_part_size=_MOST_TEXT) as form:
        document = _document(form)
    outcomes = await asyncio.to_thread(_added, site_of(request), document)
    return await asyncio.to_thread(_page, request, "", outcomes)


def _page(request: Request, said: str = "", outcomes: tuple[AddOutcome, ...] = ()) -> Response:
    site = site_of(request)
    builds = site.builds
    standings, outcome = builds.standings, builds.outcome  # read once: another thread may begin a build meanwhile
    return render(
        request,
        "status.html",
        {
            "said": said,
            "added": [(each, article_path(each.article_id) if each.article_id else None) for each in outcomes],
            "is_building": builds.is_running,
            "building": building_line(standings[-1], " · ") if standings else "",
            "built": words_to(request, summary(outcome)) if outcome else "",
            "home": str(site.settings.home.path),
            **_held(request),
        },
        changes=True,
    )


def _held(request: Request) -> dict[str, Any]:
    try:
        engine = site_of(request).engine.get()
    except QabotError as error:
        return {"nothing": told_to(request, error), "facts": [], "waiting": 0}
    return {"nothing": None, "facts": _facts(engine), "waiting": engine.waiting()}


def _facts(engine: Engine) -> list[tuple[str, str]]:
    searched = engine.searched
    with engine.lease() as current:
        manifest, outlets = current.generation.manifest, current.generation.outlets()
    more = f" and {len(outlets) - _OUTLETS:,} more" if len(outlets) > _OUTLETS else ""
    return [
        ("Index", f"{coverage(searched)}; {counted(searched.passages, 'passage')}"),
        ("Outlets", outlets_words(outlets[:_OUTLETS], more) or "none"),
        ("Model", f"{manifest.model}, {manifest.dimension} dimensions"),
        ("Generation", f"{manifest.name}, built {moment(engine.built)}"),
        ("Before it", manifest.previous or "none"),
    ]


def _document(form: FormData) -> RawDocument:
    """Read the form of an article.

    Raises:
        UsageError: It has no text, or its date is none.
    """
    names = ("text", "title", "outlet", "published", "url")
    given = {name: value for name in names if isinstance(value := form.get(name, ""), str)}
    text = given.pop("text", "").strip()
    if not text:
        raise UsageError("The article has no text.", hint="Paste it into the form.")
    fields = {name: clean_line(value[:1_000]) or None for name, value in given.items()}
    published = fields.get("published")
    day = given_date("published", published) if published else None
    url = fields.get("url")
    if url and not url.startswith(("https://", "http://")):
        raise UsageError(f"{url[:60]!r} is no address of a page.", hint="Give one that begins with https://.")
    return RawDocument(
        "pasted article",
        text.encode(),
        "text",
        url=url,
        outlet=fields.get("outlet"),
        published=day,
        title=fields.get("title"),
    )


def _added(site: Site, document: RawDocument) -> tuple[AddOutcome, ...]:
    return tuple(add(site.settings.home.corpus, article_drafts(document)))
