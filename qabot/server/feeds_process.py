"""Asking the feeds of a home in a process of its own, which loads what fetches and reads pages."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress

from qabot.chat.qabot_process import command, environment, read_error
from qabot.core.errors import InternalError, NetworkFailed, QabotError
from qabot.core.settings import Settings
from qabot.output.phrasing import counted
from qabot.output.schemas.document import read
from qabot.output.schemas.feed_schemas import FeedsPull

_MOST_S = 600.0
"""Seconds that asking may take."""
_HINT = "Run `qabot feeds pull` on a terminal to see more."


async def pull_feeds(settings: Settings) -> str:
    """Bring in what is new in the feeds, and say what came of it.

    Raises:
        QabotError: What the other process met, or that nothing could be found out.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command(settings, "feeds pull"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment(),
            process_group=0,
        )
    except OSError as cause:
        raise InternalError(f"The feeds cannot be asked: {cause.strerror}.", hint=_HINT) from cause
    try:
        document, told = await asyncio.wait_for(process.communicate(), _MOST_S)
    except TimeoutError:
        raise NetworkFailed("The feeds take too long to answer.", hint=_HINT) from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # with whatever it started
            await process.wait()
    if pulled := read(document, FeedsPull):
        return _summary(pulled)
    errors = (read_error(line) for line in told.decode(errors="replace").splitlines())
    unknown: QabotError = InternalError("Nothing could be found out about the feeds.", hint=_HINT)
    raise next(filter(None, errors), unknown)


def _summary(pulled: FeedsPull) -> str:
    outcomes = [each for feed in pulled.feeds for each in feed.outcomes]
    counts = ((kind, sum(each.articles for each in outcomes if each.kind == kind)) for kind in ("added", "updated"))
    told = ", ".join(f"{count:,} {kind}" for kind, count in counts if count) or "nothing new"
    failed = sum(each.failure is not None for each in pulled.feeds)
    trouble = f"; {counted(failed, 'feed')} could not be had" if failed else ""
    return f"{counted(len(pulled.feeds), 'feed')} asked: {told}{trouble}."
