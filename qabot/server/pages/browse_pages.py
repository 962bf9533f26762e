"""Browsing: all headlines by date, outlet or organisation, narrowed by words and operators."""

from __future__ import annotations

from urllib.parse import urlencode

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from qabot.chat.facets import ARRANGEMENTS, Arrangement, Coverage, Narrowing, arrange, with_only
from qabot.core.dates import utc_now
from qabot.core.errors import UsageError
from qabot.core.text import clean_line
from qabot.output.attribution import may_be_quoted
from qabot.server.rendering import render
from qabot.server.site import site_of

_MOST = 200
"""Headlines on a page, about; a group is narrowed to for more."""
_MOST_GROUPS = 300
_LONGEST = 500
_BAR = 240
"""Width of the longest bar."""


class GroupView(Struct, frozen=True):
    """A group of headlines."""

    label: str
    """What they have in common."""
    path: str | None
    """Where all of them are shown; None where no filter says it."""
    size: int
    """How many there are."""
    shown: tuple[object, ...]
    """The headlines that there is room for."""


class YearBar(Struct, frozen=True):
    """How many articles a year has."""

    year: int
    """Which."""
    articles: int
    """How many."""
    width: float
    """Of its bar."""
    path: str
    """Where they are shown."""


def browse_page(request: Request) -> Response:
    """Show headlines in groups."""
    query = request.query_params
    typed = clean_line(query.get("narrow", "")[:_LONGEST])
    by = _arrangement(query.get("by", "date"))
    site = site_of(request)
    catalogue = site.catalogue(site.engine.get())
    narrowing = Narrowing.read(typed, utc_now().astimezone().date())
    entries = catalogue.narrow(narrowing)
    groups = arrange(entries, by, _MOST)
    return render(
        request,
        "browse.html",
        {
            "typed": typed,
            "by": by,
            "arrangements": [(each, _path(each, typed)) for each in ARRANGEMENTS],
            "found": len(entries),
            "briefs": sum(not may_be_quoted(each.headline) for each in entries),
            "held": len(catalogue.entries),
            "notes": [*narrowing.notes, *(each.words for each in catalogue.unknown_names(narrowing.filters))],
            "years": _years(Coverage.of(entries, catalogue.years), typed),
            "groups": [
                GroupView(
                    each.bucket.label,
                    _path(by, with_only(typed, each.bucket.typed)) if each.bucket.typed else None,
                    each.size,
                    tuple(each.shown),
                )
                for each in groups[:_MOST_GROUPS]
            ],
            "more_groups": max(len(groups) - _MOST_GROUPS, 0),
        },
    )


def _years(coverage: Coverage, typed: str) -> list[YearBar]:
    most = max(coverage.by_year, default=0) or 1
    return [
        YearBar(year, count, round(count / most * _BAR, 1), _path("date", with_only(typed, f"on:{year:04d}")))
        for year, count in zip(coverage.years, coverage.by_year, strict=True)
    ]


def _path(by: Arrangement, narrow: str) -> str:
    return "/browse?" + urlencode({"by": by} | ({"narrow": narrow} if narrow else {}))


def _arrangement(name: str) -> Arrangement:
    for each in ARRANGEMENTS:
        if each == name:
            return each
    raise UsageError("There is no such order.", hint=f"There are {', '.join(ARRANGEMENTS)}.")
