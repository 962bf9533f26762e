"""`qabot watch add`: a question saved, once it is said what it finds; and the questions whose time has come."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from qabot.cli.json_output import write_json
from qabot.cli.page import standard_output
from qabot.cli.progress_display import progress
from qabot.cli.watch_listing import home_path, watched
from qabot.core.questions import Filters
from qabot.core.settings import Settings
from qabot.engine.engine import Engine
from qabot.output.attribution import source
from qabot.output.phrasing import counted
from qabot.output.schemas.watch_schemas import Watch
from qabot.reports.watch.saved_questions import QuestionNews, SavedQuestion, utc_now
from qabot.reports.watch.watch_store import WatchStore
from qabot.reports.watch.watching import Hits, hits, interval_s, require_question, run_questions, save_question


class Wanted(Struct, frozen=True):
    """A question that is to be saved."""

    text: str
    """As typed."""
    filters: Filters
    """What it is limited to."""
    name: str
    """What to call it; empty for a name of its own words."""
    every: str | None
    """How long to wait between runs, as typed."""


def add(settings: Settings, wanted: Wanted, *, dry_run: bool, as_json: bool) -> None:
    """Say what a question finds now, and save it."""
    require_question(wanted.text)
    every_s = interval_s(wanted.every) if wanted.every else 0
    with Engine.open(settings) as engine, WatchStore.open() as store:
        found = hits(engine, wanted.text, wanted.filters)
        if not as_json:
            standard_output().line(_found(found))
        if dry_run:
            return
        saved = save_question(engine, store, wanted.text, wanted.filters, wanted.name, every_s)
    if as_json:
        write_json(Watch(questions=(watched(saved, ()),)))
    else:
        standard_output().line(f"Saved as “{saved.name}”. `qabot watch run` tells what is new, each thing once.")


def what_is_new(settings: Settings) -> list[QuestionNews]:
    """Put the saved questions whose time has come to the index, and return those with something new."""
    now = utc_now()
    with WatchStore.open(anew=False) as store:
        questions = [each for each in store.questions(home_path(settings)) if each.is_due(now)]
        return [each for each in put_questions(settings, store, questions) if each.news]


def put_questions(settings: Settings, store: WatchStore, questions: Sequence[SavedQuestion]) -> list[QuestionNews]:
    """Put saved questions to their index, showing how far that has come; without any, no index is opened."""
    if not questions:
        return []
    with Engine.open(settings) as engine, progress("auto") as on_progress:
        return [*run_questions(engine, store, questions, on_progress)]


def _found(found: Hits) -> str:
    more = "" if found.is_all else " or more"
    if not found.articles:
        return "No article bears on it yet."
    newest = f", the newest of {source(found.newest.article)}" if found.newest else ""
    bear = "bears" if found.articles == 1 else "bear"
    return f"{counted(found.articles, 'article')}{more} {bear} on it, {found.last_month} of the last month{newest}."
