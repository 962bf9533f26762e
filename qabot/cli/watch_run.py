"""`qabot watch run`: saved questions run, and what is new in their answers told and handed on."""

from __future__ import annotations

from collections.abc import Sequence

from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.json_output import write_json
from qabot.cli.page import standard_output
from qabot.cli.streams import note, utf8_output
from qabot.cli.watch_actions import put_questions
from qabot.cli.watch_deliveries import Deliveries, plain_text
from qabot.cli.watch_listing import home_path, watched
from qabot.core.dates import utc_second
from qabot.core.settings import Settings
from qabot.output.phrasing import counted
from qabot.output.schemas.watch_schemas import Watch
from qabot.reports.watch.saved_questions import QuestionNews, SavedQuestion, by_question
from qabot.reports.watch.watch_store import WatchStore


def run(settings: Settings, names: Sequence[str], deliveries: Deliveries, *, due: bool, as_json: bool) -> int:
    """Run saved questions, say what is new and hand it on, and return the exit code.

    What could not be handed on one way is said, and goes there with the next run.

    Raises:
        UsageError: There is no folder for the feed.
        QabotError: What is new was told, and could not be handed on.
    """
    home, now = home_path(settings), utc_second()
    deliveries.require_folder()
    with WatchStore.open(anew=False) as store, store.alone():
        questions = [store.question(home, name) for name in names] if names else store.questions(home)
        questions = [each for each in dict.fromkeys(questions) if not due or each.is_due(now)]
        put_questions(settings, store, questions)
        found = store.to_tell(home, questions)
        _tell(questions, by_question(questions, found), as_json=as_json)
        # Only now: whoever is killed before is told by the next run.
        store.note_told(found)
        faults = deliveries.hand_on(settings, store, found)
    for each in faults[1:]:
        note(str(each))
    if faults:
        raise faults[0]
    return 0 if found else NOTHING_FOUND


def _tell(questions: Sequence[SavedQuestion], news: Sequence[QuestionNews], *, as_json: bool) -> None:
    if as_json:
        new = {each.question.id: each.news for each in news}
        write_json(Watch(questions=tuple(watched(each, new.get(each.id, ())) for each in questions)))
    else:
        page = standard_output()
        for line in plain_text(news).splitlines():
            page.line(line)
        if not questions:
            page.line("No saved question is due, or there are none: `qabot watch list` tells.")
        elif len(news) < len(questions):
            page.line(f"Nothing new in {counted(len(questions) - len(news), 'answer')}.")
    utf8_output().flush()
