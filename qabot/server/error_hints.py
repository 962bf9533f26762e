"""What to do about an error at a door that is no command line: a link to follow, or what else a program may ask."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from msgspec import Struct

from qabot.core.errors import ArticleNotFound, QabotError, SpeakerNotFound
from qabot.server.api.openapi import ROOT


class NearLink(Struct, frozen=True):
    """A link to something whose name comes close to one that nothing has."""

    name: str
    """It."""
    path: str
    """Its address."""


def near_links(error: QabotError) -> list[NearLink]:
    """Return where a page leads whose address names an article or a speaker that is not there."""
    if isinstance(error, ArticleNotFound):
        return [NearLink(each, f"/article/{quote(each)}") for each in error.nearest]
    if isinstance(error, SpeakerNotFound):
        return [NearLink(each, f"/said?{urlencode({'who': each})}") for each in error.nearest]
    return []


def page_hint(error: QabotError) -> QabotError:
    """Return an error as a page tells it."""
    if isinstance(error, ArticleNotFound):
        return error.with_hint("" if error.nearest else "The page /browse lists all that there are.")
    if isinstance(error, SpeakerNotFound):
        return error.with_hint("" if error.nearest else "A question finds articles by any of their words.")
    return error


def program_hint(error: QabotError) -> QabotError:
    """Return an error as the API tells it."""
    finds = f"{ROOT}/search?q=…"
    near = quote(error.nearest[0]) if isinstance(error, ArticleNotFound | SpeakerNotFound) and error.nearest else ""
    if isinstance(error, ArticleNotFound):
        return error.with_hint(f"Try {ROOT}/articles/{near}" if near else f"{finds} gives the ids of what it finds.")
    if isinstance(error, SpeakerNotFound):
        hint = f"Try {ROOT}/facts/said?who={near}" if near else f"{finds} finds articles by any of their words."
        return error.with_hint(hint)
    return error
