"""`qabot watch run`: saved questions put to the index, and what is new in their answers handed on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.json_output import write_json
from qabot.cli.page import standard_output
from qabot.cli.watch_actions import put_questions
from qabot.cli.watch_listing import home_path, watched
from qabot.core.errors import UsageError
from qabot.core.home_files import put
from qabot.core.settings import Settings
from qabot.core.storage_faults import storage_faults_told
from qabot.core.text import clean_line
from qabot.output.phrasing import counted
from qabot.output.schemas.document import encode
from qabot.output.schemas.watch_schemas import Watch
from qabot.reports.watch.deliveries import hand_to_command, mail, post
from qabot.reports.watch.news_feed import atom_feed
from qabot.reports.watch.news_words import headline, sentence
from qabot.reports.watch.saved_questions import QuestionNews, utc_now
from qabot.reports.watch.watch_store import WatchStore

_MOST_IN_FEED = 200
_STILL = "What is new is kept: `qabot watch show` tells it."


class Deliveries(Struct, frozen=True):
    """Where what is new goes beside standard output; None for nowhere."""

    feed: Path | None = None
    """The file that all that was told is written to."""
    command: str | None = None
    """The command that is run with what is new."""
    webhook: str | None = None
    """The address that it is sent to."""
    mail: str | None = None
    """Who gets it by mail."""


def run(settings: Settings, names: Sequence[str], deliveries: Deliveries, *, due: bool, as_json: bool) -> int:
    """Put saved questions to the index, say what is new and hand it on, and return the exit code.

    Raises:
        UsageError: There is no folder for the feed.
    """
    home, now = home_path(settings), utc_now()
    if deliveries.feed and not deliveries.feed.parent.is_dir():
        raise UsageError(f"There is no folder {deliveries.feed.parent}.", hint="Make it, or give --feed another file.")
    with WatchStore.open(anew=False) as store:
        questions = [store.question(home, name) for name in names] if names else store.questions(home)
        questions = [each for each in dict.fromkeys(questions) if not due or each.is_due(now)]
        results = put_questions(settings, store, questions)
        told = store.told(home, limit=_MOST_IN_FEED) if deliveries.feed else []
    news = [each for each in results if each.news]
    document = Watch(questions=tuple(watched(each.question, each.news) for each in results))
    if as_json:
        write_json(document)
    else:
        _write(results)
    if deliveries.feed:
        with storage_faults_told(deliveries.feed, _STILL):
            put(deliveries.feed, atom_feed(home, told, now))
    if news:
        _deliver(deliveries, encode(document), news)
    return 0 if news else NOTHING_FOUND


def _deliver(deliveries: Deliveries, document: str, news: Sequence[QuestionNews]) -> None:
    if deliveries.command:
        hand_to_command(deliveries.command, document)
    if deliveries.webhook:
        post(deliveries.webhook, document)
    if deliveries.mail:
        things = sum(len(each.news) for each in news)
        mail(deliveries.mail, f"qabot: {counted(things, 'new thing')} in {counted(len(news), 'answer')}", _text(news))


def _write(results: Sequence[QuestionNews]) -> None:
    page = standard_output()
    news = [each for each in results if each.news]
    for line in _text(news).splitlines():
        page.line(line)
    if not results:
        page.line("No saved question is due, or there are none: `qabot watch list` tells.")
    elif len(news) < len(results):
        page.line(f"Nothing new in {counted(len(results) - len(news), 'answer')}.")


def _text(news: Iterable[QuestionNews]) -> str:
    """Return what is new as lines of plain text."""
    lines: list[str] = []
    for each in news:
        lines.append(f"{each.question.name}: {each.question.text}")
        for one in each.news:
            lines += [f"  {headline(one)}", f"    {clean_line(sentence(one))}"]
    return "".join(f"{line}\n" for line in lines)
