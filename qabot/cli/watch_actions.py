"""`qabot watch add`: a question saved, once it is said what it finds; and saved questions run."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from qabot.cli.json_output import write_json
from qabot.cli.page import standard_output
from qabot.cli.progress_display import progress
from qabot.cli.watch_listing import watched
from qabot.core.questions import Filters
from qabot.core.settings import Settings
from qabot.engine.engine import Engine
from qabot.output.schemas.watch_schemas import Watch
from qabot.reports.watch.news_words import hits_words
from qabot.reports.watch.question_saving import interval_s, look_up, require_question, save_question
from qabot.reports.watch.saved_questions import SavedQuestion
from qabot.reports.watch.watch_store import WatchStore
from qabot.reports.watch.watching import run_questions


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
    home = settings.home.path
    with Engine.open(settings) as engine, engine.lease() as current, WatchStore.open() as store:
        found = look_up(current, home, wanted.text, wanted.filters)
        if not as_json:
            standard_output().line(hits_words(found.hits))
        if dry_run:
            return
        saved = save_question(current, home, store, found, wanted.name, every_s)
    if as_json:
        write_json(Watch(questions=(watched(saved, ()),)))
    else:
        standard_output().line(f"Saved as “{saved.name}”. `qabot watch run` tells what is new, each thing once.")


def put_questions(settings: Settings, store: WatchStore, questions: Sequence[SavedQuestion]) -> None:
    """Run saved questions, showing how far that has come; without any, no index is opened."""
    if not questions:
        return
    with Engine.open(settings) as engine, engine.lease() as current, progress("auto") as on_progress:
        run_questions(current, settings.home.path, store, questions, on_progress)
