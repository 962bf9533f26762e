"""`qabot index --watch`: the index kept current while files change, and feeds pulled when they are due."""

from __future__ import annotations

import signal
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType

import watchfiles

from qabot.cli.streams import note, utf8_output
from qabot.cli.text_layout import standard_output
from qabot.core.articles import ReadIssue
from qabot.core.errors import QabotError
from qabot.core.progress import ignore_progress
from qabot.core.settings import Settings
from qabot.corpus.feeds.puller import Pulled, pull
from qabot.corpus.feeds.subscriptions_db import FeedState
from qabot.corpus.fetch.fetcher import Fetcher
from qabot.corpus.folder import SUFFIXES
from qabot.corpus.starter import seed
from qabot.index.build.indexer import BuildReport, update
from qabot.output.phrasing import counted
from qabot.output.schemas.document import encode_line
from qabot.output.schemas.event_schemas import WatchEvent, WatchLine

_QUIET_MS = 400
"""How long no file must change before the index is brought up to date."""
_AT_LEAST_MS = 5_000
"""How long it may take at the most, where files keep changing."""
_TICK_MS = 2_000
"""How often to look whether a feed is due."""


def watch(settings: Settings, *, rebuild: bool, as_json: bool) -> None:
    """Keep the index of a home current until told to stop, and print what is done.

    Args:
        settings: Whose.
        rebuild: Whether to embed everything anew at the beginning.
        as_json: Print a line of JSON each time.
    """
    corpus = settings.home.corpus
    if settings.home.is_default:
        seed(corpus)
    corpus.mkdir(parents=True, exist_ok=True)
    with _interruptible(), FeedState.open(corpus) as state:
        keeper = _IndexWatcher(settings, state, rebuild=rebuild, as_json=as_json)
        try:
            note(f"Watching {corpus}; Ctrl-C ends it.")
            keeper.keep()
        except KeyboardInterrupt:
            note("Stopped; the index is as it was last told.")
        finally:
            keeper.fetcher.stop()


@contextmanager
def _interruptible() -> Generator[None]:
    """Let SIGTERM end the work as Ctrl-C does, at any point: whatever is half done was never in the way."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _IndexWatcher:
    """Does what is to be done, again and again, whatever goes wrong in between."""

    def __init__(self, settings: Settings, state: FeedState, *, rebuild: bool, as_json: bool) -> None:
        self.fetcher = Fetcher(settings.network)
        self._settings = settings
        self._state = state
        self._rebuild = rebuild
        self._as_json = as_json
        self._is_behind = True
        self._trouble = ""
        self._problems: tuple[ReadIssue, ...] = ()

    def keep(self) -> None:
        """Bring the index up to date now, and whenever a file has changed."""
        self._build()
        changes = watchfiles.watch(
            self._settings.home.corpus.resolve(),
            watch_filter=self._matters,
            debounce=_AT_LEAST_MS,
            step=_QUIET_MS,
            rust_timeout=_TICK_MS,
            yield_on_timeout=True,
        )
        for number, changed in enumerate(changes):
            # What changed before the watch began was not seen by it.
            self._is_behind = self._is_behind or bool(changed) or number == 0
            self._pull()
            if self._is_behind:
                self._build()

    def _matters(self, _change: watchfiles.Change, path: str) -> bool:
        parts = Path(path).relative_to(self._settings.home.corpus.resolve()).parts
        return path.lower().endswith(SUFFIXES) and not any(part.startswith(".") for part in parts)

    def _pull(self) -> None:
        now = self.fetcher.clock.today()
        due = [feed for feed in self._state.subscriptions() if feed.is_due(now)]
        if not due:
            return
        try:
            pulled = list(pull(self._settings.home.corpus, due, self._state, self.fetcher))
        except QabotError as error:
            self._tell_trouble(error)
        else:
            self._tell_pulled(pulled)

    def _build(self) -> None:
        settings = self._settings
        try:
            report = update(settings.home, settings.model, ignore_progress, settings.rerank, rebuild=self._rebuild)
        except QabotError as error:
            self._tell_trouble(error)  # it is tried again at the next look
            return
        self._is_behind = self._rebuild = False
        self._trouble = ""
        if report.published or report.problems != self._problems:
            self._problems = report.problems
            self._tell_built(report)

    def _tell_built(self, report: BuildReport) -> None:
        changes = {"added": len(report.added), "changed": len(report.changed), "removed": len(report.removed)}
        said = ", ".join(f"{number:,} {what}" for what, number in changes.items() if number) or "no article changed"
        problems = (
            f"; {counted(len(report.problems), 'note')}: `qabot index --dry-run` tells" if report.problems else ""
        )
        self._tell("index", f"{said}: {counted(report.articles, 'article')} indexed{problems}", **changes)

    def _tell_pulled(self, pulled: Sequence[Pulled]) -> None:
        kinds = [outcome.kind for each in pulled for outcome in each.outcomes]
        counts = {"asked": len(pulled), "failed": sum(each.has_failed for each in pulled)}
        changes = {"added": kinds.count("added"), "updated": kinds.count("updated")}
        failed = f", {counts['failed']:,} of them with trouble" if counts["failed"] else ""
        new = f"{changes['added']:,} new, {changes['updated']:,} updated"
        self._tell("feeds", f"{counted(len(pulled), 'feed')} asked{failed}: {new}", **counts, **changes)

    def _tell_trouble(self, error: QabotError) -> None:
        if str(error) != self._trouble:  # once, however often it is met
            self._trouble = str(error)
            self._tell("trouble", str(error))

    def _tell(self, what: WatchEvent, text: str, **numbers: int) -> None:
        if self._as_json:
            moment = datetime.now().astimezone().isoformat(timespec="seconds")
            utf8_output().write(encode_line(WatchLine(when=moment, what=what, text=text, **numbers)))
        else:
            standard_output().line(f"{datetime.now().astimezone():%H:%M:%S}  {text}")
        utf8_output().flush()
