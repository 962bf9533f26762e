"""An index kept current while files of its corpus change, and feeds pulled when they are due.

It prints nothing: whichever shell runs it is told what is done.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import watchfiles
from msgspec import Struct

from qabot.core.articles import ReadIssue
from qabot.core.errors import QabotError
from qabot.core.progress import ignore_progress
from qabot.core.settings import Settings
from qabot.corpus.feeds.puller import Pulled, pull
from qabot.corpus.feeds.subscriptions_db import FeedState
from qabot.corpus.fetch.fetcher import Fetcher
from qabot.corpus.folder import holds_articles
from qabot.index.build.indexer import BuildReport
from qabot.index.build.store_update import update_store

_QUIET_MS = 400
"""How long no file must change before the index is brought up to date."""
_AT_LEAST_MS = 5_000
"""How long it may take at the most, where files keep changing."""
_TICK_MS = 2_000
"""How often to look whether a feed is due."""
_AFTER_TROUBLE_S = 60
"""How long no feed is asked after what came of one could not be kept, and no file after the machine refused it."""


class FeedsPulled(Struct, frozen=True):
    """Feeds that were due and have been asked."""

    pulled: tuple[Pulled, ...]
    """What came of each."""


OnEvent = Callable[[BuildReport | FeedsPulled | QabotError], None]
"""Is told of a build that changed something or met other problems than the last, of feeds asked, and of trouble: that
once, however often it is met, for the work is tried again."""


class CorpusWatcher:
    """Does what is to be done, again and again, whatever goes wrong in between."""

    def __init__(self, settings: Settings, state: FeedState, on_event: OnEvent, *, rebuild: bool = False) -> None:
        """Watch the corpus of a home, which must be there.

        Args:
            settings: Whose.
            state: What is remembered of its feeds.
            on_event: Told what is done.
            rebuild: Whether to embed everything anew at the beginning.
        """
        self._settings = settings
        self._state = state
        self._on_event = on_event
        self._rebuild = rebuild
        self._fetcher = Fetcher(settings.network)
        self._is_behind = True
        self._pull_from = self._build_from = 0.0
        self._trouble = ""
        self._problems: tuple[ReadIssue, ...] = ()

    def run(self) -> None:
        """Bring the index up to date now, and whenever a file has changed, until Ctrl-C or a fault ends it."""
        try:
            self._run()
        finally:
            self._fetcher.stop()

    def _run(self) -> None:
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
            self._is_behind = self._is_behind or bool(changed) or number == 0 or self._is_time_to_read_again
            self._pull()
            if self._is_behind:
                self._build()

    @property
    def _is_time_to_read_again(self) -> bool:
        """Whether the machine refused to have something read, and that is some time ago: no change would tell."""
        refused = any(each.refused for each in self._problems)
        return refused and self._fetcher.clock.now() >= self._build_from

    def _matters(self, _change: watchfiles.Change, path: str) -> bool:
        parts = Path(path).relative_to(self._settings.home.corpus.resolve()).parts
        return holds_articles(Path(path).name) and not any(part.startswith(".") for part in parts)

    def _pull(self) -> None:
        if self._fetcher.clock.now() < self._pull_from:
            return
        try:
            with self._state.faults_told():
                pulled = self._pulled()
        except QabotError as error:
            # What cannot be noted stays due, and servers are not to be asked for it at every look. A pull that is not
            # heard to its end stops what it fetched with, for good.
            self._fetcher = Fetcher(self._settings.network)
            self._pull_from = self._fetcher.clock.now() + _AFTER_TROUBLE_S
            self._report_trouble(error)
        else:
            if pulled:
                self._on_event(FeedsPulled(pulled))

    def _pulled(self) -> tuple[Pulled, ...]:
        now = self._fetcher.clock.today()
        due = [feed for feed in self._state.subscriptions() if feed.is_due(now)]
        return tuple(pull(self._settings.home.corpus, due, self._state, self._fetcher)) if due else ()

    def _build(self) -> None:
        settings = self._settings
        try:
            report = update_store(settings, ignore_progress, rebuild=self._rebuild)
        except QabotError as error:
            self._report_trouble(error)  # it is tried again at the next look
            return
        self._is_behind = self._rebuild = False
        self._build_from = self._fetcher.clock.now() + _AFTER_TROUBLE_S
        self._trouble = ""
        if report.published or report.problems != self._problems:
            self._problems = report.problems
            self._on_event(report)

    def _report_trouble(self, error: QabotError) -> None:
        if str(error) != self._trouble:
            self._trouble = str(error)
            self._on_event(error)
