"""Where what is new goes beside standard output, and handing it on each way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from qabot.cli.watch_listing import home_path, watched
from qabot.core.dates import utc_second
from qabot.core.errors import QabotError, UsageError
from qabot.core.home_files import put
from qabot.core.settings import Settings
from qabot.core.storage_faults import storage_faults_told
from qabot.output.phrasing import counted
from qabot.output.schemas.document import encode
from qabot.output.schemas.watch_schemas import Watch
from qabot.reports.watch.deliveries import hand_to_command, mail, post
from qabot.reports.watch.news_feed import atom_feed
from qabot.reports.watch.news_words import news_lines
from qabot.reports.watch.saved_questions import FoundNews, News, QuestionNews, by_question
from qabot.reports.watch.watch_store import WatchStore

_MOST_IN_FEED = 200
_STILL = "What is new is kept: `qabot watch show` tells it."


class Deliveries(Struct, frozen=True):
    """Where what is new goes beside standard output; None for nowhere."""

    feed: Path | None = None
    """The file that all that was found new is written to."""
    command: str | None = None
    """The command that is run with what is new."""
    webhook: str | None = None
    """The address that it is sent to."""
    mail: str | None = None
    """Who gets it by mail."""

    def require_folder(self) -> None:
        """Refuse a feed that cannot be written, before anything is done.

        Raises:
            UsageError: There is no folder for it.
        """
        if self.feed and not self.feed.parent.is_dir():
            raise UsageError(f"There is no folder {self.feed.parent}.", hint="Make it, or give --feed another file.")

    def hand_on(self, settings: Settings, store: WatchStore, fresh: Sequence[FoundNews]) -> list[QabotError]:
        """Hand on what did not go each way yet, whatever comes of the others, and return what went wrong.

        Args:
            settings: Whose home.
            store: Where what is new was written down.
            fresh: What this run told.
        """
        home, first = home_path(settings), min((each.number for each in fresh), default=None)
        ways: list[tuple[str, str | None, Callable[[str, Sequence[QuestionNews]], None]]] = [
            ("exec", self.command, lambda to, news: hand_to_command(to, document(news))),
            ("webhook", self.webhook, lambda to, news: post(to, document(news))),
            ("mail", self.mail, lambda to, news: mail(to, _subject(news), plain_text(news))),
        ]
        faults: list[QabotError] = []
        questions = store.questions(home)
        for kind, to, hand in ways:
            if to is None:
                continue
            waiting = store.to_deliver(home, f"{kind} {to}", first)
            try:
                if waiting:
                    hand(to, by_question(questions, waiting))
                    store.note_delivered(home, f"{kind} {to}", waiting[-1].number)
            except QabotError as error:
                faults.append(error)
        try:
            self._write_feed(home, store)
        except QabotError as error:
            faults.append(error)
        return faults

    def _write_feed(self, home: str, store: WatchStore) -> None:
        if self.feed:
            with storage_faults_told(self.feed, _STILL):
                put(self.feed, atom_feed(home, store.found(home, limit=_MOST_IN_FEED), utc_second()))


def document(news: Sequence[QuestionNews]) -> str:
    """Return what is new as a document in JSON."""
    return encode(Watch(questions=tuple(watched(each.question, each.news) for each in news)))


def plain_text(news: Sequence[QuestionNews]) -> str:
    """Return what is new as lines of plain text."""
    said: list[str] = []
    for each in news:
        said.append(f"{each.question.name}: {each.question.text}")
        for one in each.news:
            said += _indented(one)
    return "".join(f"{line}\n" for line in said)


def _indented(news: News) -> list[str]:
    first, second = news_lines(news)
    return [f"  {first}", f"    {second}"]


def _subject(news: Sequence[QuestionNews]) -> str:
    things = counted(sum(len(each.news) for each in news), "new thing")
    named = ", ".join(each.question.name for each in news[:3]) + (" and more" if len(news) > 3 else "")  # noqa: PLR2004
    return f"qabot: {things} of {named}"
