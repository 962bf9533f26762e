"""`qabot watch`: saved questions, kept and run, and what is new in their answers handed on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.json_output import write_json
from qabot.cli.page import standard_output
from qabot.cli.progress_display import progress
from qabot.core.errors import UsageError
from qabot.core.home_files import put
from qabot.core.questions import Filters
from qabot.core.settings import Settings
from qabot.core.storage_faults import storage_faults_told
from qabot.core.text import clean_line
from qabot.engine.engine import Engine
from qabot.output.attribution import source
from qabot.output.phrasing import counted
from qabot.output.schemas.document import encode
from qabot.output.schemas.watch_schemas import NewInAnswer, NewsArticle, Watch, WatchedQuestion
from qabot.reports.watch.deliveries import hand_to_command, mail, post
from qabot.reports.watch.news_feed import atom_feed
from qabot.reports.watch.news_words import headline, sentence
from qabot.reports.watch.saved_questions import News, QuestionNews, SavedQuestion, ToldNews, utc_now
from qabot.reports.watch.watch_store import WatchStore
from qabot.reports.watch.watching import Hits, hits, interval_s, require_question, run_questions, save_question

_MOST_IN_FEED = 200
_STILL = "What is new is kept: `qabot watch show` tells it."


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
        write_json(Watch(questions=(_watched(saved, ()),)))
    else:
        standard_output().line(f"Saved as “{saved.name}”. `qabot watch run` tells what is new, each thing once.")


def list_questions(settings: Settings, *, as_json: bool) -> int:
    """Print the saved questions of a home, and return the exit code."""
    with WatchStore.open(anew=False) as store:
        saved = store.questions(_home(settings))
        told = {each.id: len(store.told(each.home, each)) for each in saved}
    if as_json:
        write_json(Watch(questions=tuple(_watched(each, ()) for each in saved)))
    else:
        page = standard_output()
        for each in saved:
            page.line(f"{each.name}: {each.text}")
            page.line(_state(each, told[each.id]), "  ")
        if not saved:
            page.line('There are no saved questions yet; `qabot watch add "…"` saves one.')
    return 0 if saved else NOTHING_FOUND


def show(settings: Settings, name: str, *, as_json: bool) -> None:
    """Print a saved question, and what was told of it."""
    with WatchStore.open(anew=False) as store:
        question = store.question(_home(settings), name)
        told = store.told(question.home, question)
    if as_json:
        write_json(Watch(questions=(_watched(question, told),)))
        return
    page = standard_output()
    page.line(f"{question.name}: {question.text}")
    page.line(_state(question, len(told)), "  ")
    for each in told:
        page.line(f"{each.told.astimezone():%Y-%m-%d}  {headline(each.news)}", "  ")
        page.line(sentence(each.news), "    ")


def remove(settings: Settings, name: str, *, as_json: bool) -> None:
    """Forget a saved question."""
    with WatchStore.open(anew=False) as store:
        question = store.question(_home(settings), name)
        store.remove(question)
    if as_json:
        write_json(Watch(questions=(_watched(question, ()),)))
    else:
        standard_output().line(f"Forgot “{question.name}”.")


def run(settings: Settings, names: Sequence[str], deliveries: Deliveries, *, due: bool, as_json: bool) -> int:
    """Put saved questions to the index, say what is new and hand it on, and return the exit code.

    Raises:
        UsageError: There is no folder for the feed.
    """
    home, now = _home(settings), utc_now()
    if deliveries.feed and not deliveries.feed.parent.is_dir():
        raise UsageError(f"There is no folder {deliveries.feed.parent}.", hint="Make it, or give --feed another file.")
    with WatchStore.open(anew=False) as store:
        questions = [store.question(home, name) for name in names] if names else store.questions(home)
        questions = [each for each in dict.fromkeys(questions) if not due or each.is_due(now)]
        results = _results(settings, store, questions)
        told = store.told(home, limit=_MOST_IN_FEED) if deliveries.feed else []
    news = [each for each in results if each.news]
    document = Watch(questions=tuple(_watched(each.question, each.news) for each in results))
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


def what_is_new(settings: Settings) -> list[QuestionNews]:
    """Put the saved questions whose time has come to the index, and return those with something new."""
    now = utc_now()
    with WatchStore.open(anew=False) as store:
        questions = [each for each in store.questions(_home(settings)) if each.is_due(now)]
        return [each for each in _results(settings, store, questions) if each.news]


def _results(settings: Settings, store: WatchStore, questions: Sequence[SavedQuestion]) -> list[QuestionNews]:
    if not questions:
        return []
    with Engine.open(settings) as engine, progress("auto") as on_progress:
        return [*run_questions(engine, store, questions, on_progress)]


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


def _found(found: Hits) -> str:
    more = "" if found.is_all else " or more"
    if not found.articles:
        return "No article bears on it yet."
    newest = f", the newest of {source(found.newest.article)}" if found.newest else ""
    bear = "bears" if found.articles == 1 else "bear"
    return f"{counted(found.articles, 'article')}{more} {bear} on it, {found.last_month} of the last month{newest}."


def _state(question: SavedQuestion, told: int) -> str:
    run = f"last run {question.last_run.astimezone():%Y-%m-%d %H:%M}" if question.last_run else "never run"
    every = f", due every {_interval(question.every_s)}" if question.every_s else ""
    return f"saved {question.saved.astimezone():%Y-%m-%d}, {run}{every}; {counted(told, 'thing')} told"


def _interval(seconds: int) -> str:
    hours = seconds // 3600
    return counted(hours // 24, "day") if hours % 24 == 0 else counted(hours, "hour")


def _home(settings: Settings) -> str:
    return str(settings.home.path)


def _watched(question: SavedQuestion, new: Sequence[News | ToldNews]) -> WatchedQuestion:
    return WatchedQuestion(
        name=question.name,
        question=question.text,
        saved=question.saved.isoformat(),
        last_run=question.last_run.isoformat() if question.last_run else None,
        every_s=question.every_s,
        new=tuple(_new(each) for each in new),
    )


def _new(each: News | ToldNews) -> NewInAnswer:
    news, told = (each.news, each.told.isoformat()) if isinstance(each, ToldNews) else (each, None)
    article = NewsArticle(id=news.article_id, title=news.title, outlet=news.outlet, published=news.published)
    return NewInAnswer(
        kind=news.kind,
        words=news.words,
        article=article if news.article_id else None,
        quote=news.quote,
        start=news.start,
        end=news.end,
        earlier=news.earlier,
        told=told,
    )
