"""`qabot index --watch`: the index kept current, feeds pulled when they are due, saved questions asked again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from qabot.cli.page import standard_output
from qabot.cli.streams import note, utf8_output
from qabot.cli.watch_actions import put_questions
from qabot.cli.watch_listing import home_path
from qabot.core.dates import utc_second
from qabot.core.errors import QabotError
from qabot.core.home_trust import make_part
from qabot.core.settings import Settings
from qabot.core.termination import interruptible
from qabot.corpus.feeds.puller import Pulled
from qabot.corpus.feeds.subscriptions_db import FeedState
from qabot.corpus.starter import seed_default_home
from qabot.index.build.corpus_watcher import CorpusWatcher, FeedsPulled
from qabot.index.build.indexer import BuildReport
from qabot.output.phrasing import counted
from qabot.output.schemas.document import encode_line
from qabot.output.schemas.event_schemas import WatchEvent, WatchLine
from qabot.reports.watch.news_words import news_lines
from qabot.reports.watch.watch_store import WatchStore


def watch(settings: Settings, *, rebuild: bool, as_json: bool) -> None:
    """Keep the index of a home current until told to stop, and print what is done.

    Args:
        settings: Whose.
        rebuild: Whether to embed everything anew at the beginning.
        as_json: Print a line of JSON each time.
    """
    corpus = settings.home.corpus
    seed_default_home(settings.home)
    make_part(corpus)
    # Whatever is half done was never in the way, so it may end at any point.
    with interruptible(), FeedState.open(corpus) as state:
        watcher = CorpusWatcher(settings, state, _EventWriter(settings, as_json=as_json).write, rebuild=rebuild)
        try:
            note(f"Watching {corpus}; Ctrl-C ends it.")
            watcher.run()
        except KeyboardInterrupt:
            note("Stopped; the index is as it was last told.")


class _EventWriter(Struct, frozen=True):
    """Prints what is done, a line each time."""

    settings: Settings
    """Of the home that is watched."""
    as_json: bool
    """Whether a line is a JSON document."""

    def write(self, event: BuildReport | FeedsPulled | QabotError) -> None:
        """Print an event."""
        match event:
            case BuildReport():
                self._tell_built(event)
                if event.published:
                    self._tell_answers()
            case FeedsPulled():
                self._tell_pulled(event.pulled)
            case QabotError():
                self._tell("trouble", str(event))

    def _tell_built(self, report: BuildReport) -> None:
        changes = {"added": len(report.added), "changed": len(report.changed), "removed": len(report.removed)}
        said = ", ".join(f"{number:,} {what}" for what, number in changes.items() if number) or "no article changed"
        problems = (
            f"; {counted(len(report.problems), 'note')}: `qabot index --dry-run` tells" if report.problems else ""
        )
        self._tell("index", f"{said}: {counted(report.articles, 'article')} indexed{problems}", **changes)

    def _tell_answers(self) -> None:
        """Say what is new in the answers to saved questions; what goes wrong there does not end the watch."""
        try:
            self._run_questions()
        except QabotError as error:
            self._tell("trouble", str(error))

    def _run_questions(self) -> None:
        """Run the saved questions whose time has come, and hand on what is new as the settings say."""
        home, now = home_path(self.settings), utc_second()
        with WatchStore.open(anew=False) as store, store.alone():
            questions = [each for each in store.questions(home) if each.is_due(now)]
            put_questions(self.settings, store, questions)
            found = store.to_tell(home, questions)
            for each in found:
                self._tell("answer", f"{each.name}: {': '.join(news_lines(each.news))}")
            store.note_told(found)

    def _tell_pulled(self, pulled: Sequence[Pulled]) -> None:
        kinds = [outcome.kind for each in pulled for outcome in each.outcomes]
        counts = {"asked": len(pulled), "failed": sum(each.has_failed for each in pulled)}
        changes = {"added": kinds.count("added"), "updated": kinds.count("updated")}
        failed = f", {counts['failed']:,} of them with trouble" if counts["failed"] else ""
        new = f"{changes['added']:,} new, {changes['updated']:,} updated"
        self._tell("feeds", f"{counted(len(pulled), 'feed')} asked{failed}: {new}", **counts, **changes)

    def _tell(self, what: WatchEvent, text: str, **numbers: int) -> None:
        if self.as_json:
            moment = datetime.now().astimezone().isoformat(timespec="seconds")
            utf8_output().write(encode_line(WatchLine(when=moment, what=what, text=text, **numbers)))
        else:
            standard_output().line(f"{datetime.now().astimezone():%H:%M:%S}  {text}")
        utf8_output().flush()
