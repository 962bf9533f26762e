"""Saved questions of this home, and what was found new in them: looked at, and changed on a terminal."""

from __future__ import annotations

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from qabot.core.dates import utc_now
from qabot.core.errors import HistoryUnusable
from qabot.output import atom
from qabot.reports.watch.news_feed import atom_feed
from qabot.reports.watch.news_words import headline
from qabot.reports.watch.saved_questions import FoundNews, SavedQuestion
from qabot.reports.watch.watch_store import WatchStore
from qabot.server.question_address import QuestionAddress
from qabot.server.rendering import article_path, render
from qabot.server.site import Site, require_owner, site_of

_MOST_FOUND = 50


class WatchedView(Struct, frozen=True):
    """A saved question with what was found new in it."""

    question: SavedQuestion
    """Which."""
    path: str
    """Where its answer is now."""
    found: tuple[tuple[FoundNews, str, str | None], ...]
    """What was found new in it, the newest first: that, in words, and where its article is."""


def watch_page(request: Request) -> Response:
    """Show saved questions to who saved them."""
    require_owner(request)
    site = site_of(request)
    try:
        views = _views(site)
    except HistoryUnusable as error:
        return render(request, "watch.html", {"views": [], "trouble_with_them": error})
    return render(request, "watch.html", {"views": views, "trouble_with_them": None})


def watch_feed(request: Request) -> Response:
    """Answer with a feed of what was found new in them."""
    require_owner(request)
    home = str(site_of(request).settings.home.path)
    with WatchStore.open(anew=False) as store:
        found = store.found(home, limit=_MOST_FOUND)
    return Response(atom_feed(home, found, utc_now()), media_type=atom.ATOM)


def _views(site: Site) -> list[WatchedView]:
    home = str(site.settings.home.path)
    with WatchStore.open(anew=False) as store:
        return [
            WatchedView(
                each,
                QuestionAddress(each.text, each.filters).path(),
                tuple(map(_shown, store.found(home, each, _MOST_FOUND))),
            )
            for each in store.questions(home)
        ]


def _shown(each: FoundNews) -> tuple[FoundNews, str, str | None]:
    news = each.news
    path = article_path(news.article_id, news.start, news.end) if news.article_id else None
    return each, headline(news), path
