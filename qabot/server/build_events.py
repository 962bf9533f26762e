"""The progress of a build as server-sent events, each a line of JSON; they end with the build, or with the server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from qabot.chat.build_process import STAGES, BuildOutcome, StageProgress, building_line, summary
from qabot.server.problems import Refused
from qabot.server.site import Site, site_of, words_to

_MOST_WATCHERS = 16
_SIGN_OF_LIFE_S = 15.0
"""Seconds after which something is sent though nothing has changed, so that a connection that is gone is noticed."""
_DOT = " · "


class BuildWatchers:
    """How many look on at present."""

    def __init__(self) -> None:
        """Nobody looks on yet."""
        self.count = 0


def build_events(request: Request) -> Response:
    """Answer with the progress of the build that is under way, or how the last one ended."""
    site = site_of(request)
    watchers: BuildWatchers = request.app.state.watchers
    if watchers.count >= _MOST_WATCHERS:
        raise Refused(503, "Too many look on already.", hint="Load the page /status again instead.", retry_after=30)
    told = partial(words_to, request)
    return StreamingResponse(_events(site, watchers, told), media_type="text/event-stream")


async def _events(site: Site, watchers: BuildWatchers, told: Callable[[str], str]) -> AsyncIterator[str]:
    changes: asyncio.Queue[StageProgress | BuildOutcome] = asyncio.Queue()
    unwatch = site.builds.watch(changes.put_nowait)
    watchers.count += 1
    try:
        for standing in site.builds.standings[-1:]:
            yield _event(standing, told)
        while site.builds.is_running and not site.closing.is_set():
            change = await _next(changes, site.closing)
            yield _event(change, told) if change else ": still there\n\n"
            if isinstance(change, BuildOutcome):
                return
        if site.builds.outcome:
            yield _event(site.builds.outcome, told)
    finally:
        watchers.count -= 1
        unwatch()


async def _next(
    changes: asyncio.Queue[StageProgress | BuildOutcome], closing: asyncio.Event
) -> StageProgress | BuildOutcome | None:
    """Return the next change; None where none comes for a while, or the server ends."""
    waiting = [asyncio.create_task(changes.get()), asyncio.create_task(closing.wait())]
    done, pending = await asyncio.wait(waiting, timeout=_SIGN_OF_LIFE_S, return_when=asyncio.FIRST_COMPLETED)
    for each in pending:
        each.cancel()
        with suppress(asyncio.CancelledError):
            await each
    first = waiting[0]
    change = first.result() if first in done else None
    return change if isinstance(change, StageProgress | BuildOutcome) else None


def _event(change: StageProgress | BuildOutcome, told: Callable[[str], str]) -> str:
    if isinstance(change, BuildOutcome):
        return _line("ended", {"words": told(summary(change))})
    progress = change.progress
    fields: dict[str, object] = {
        "stage": progress.stage,
        "words": told(building_line(change, _DOT)) or STAGES[progress.stage],
        "done": progress.done,
        "total": progress.total,
    }
    return _line("progress", fields)


def _line(kind: str, data: dict[str, object]) -> str:
    # JSON without a line feed: what a build says can begin no event of its own.
    return f"event: {kind}\ndata: {json.dumps(data)}\n\n"
