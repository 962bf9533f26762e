"""`qabot watch list`, `show` and `remove`: saved questions and what was told of them, without an index."""

from __future__ import annotations

from collections.abc import Sequence

from qabot.cli.error_boundary import NOTHING_FOUND
from qabot.cli.json_output import write_json
from qabot.cli.page import standard_output
from qabot.core.settings import Settings
from qabot.output.schemas.watch_schemas import EarlierQuote, NewInAnswer, NewsArticle, Watch, WatchedQuestion
from qabot.reports.watch.news_words import forgotten_line, news_lines, state_words
from qabot.reports.watch.saved_questions import FoundNews, News, SavedQuestion
from qabot.reports.watch.watch_store import WatchStore


def list_questions(settings: Settings, *, as_json: bool) -> int:
    """Print the saved questions of a home, and return the exit code."""
    with WatchStore.open(anew=False) as store:
        saved = store.questions(home_path(settings))
        told = store.found_counts(home_path(settings))
    if as_json:
        write_json(Watch(questions=tuple(watched(each, ()) for each in saved)))
    else:
        page = standard_output()
        for each in saved:
            page.line(f"{each.name}: {each.text}")
            page.line(state_words(each, told.get(each.id, 0)), "  ")
        if not saved:
            page.line('There are no saved questions yet; `qabot watch add "…"` saves one.')
    return 0 if saved else NOTHING_FOUND


def show(settings: Settings, name: str, *, as_json: bool) -> None:
    """Print a saved question, and what was told of it."""
    with WatchStore.open(anew=False) as store:
        question = store.question(home_path(settings), name)
        told = store.found(question.home, question)
    if as_json:
        write_json(Watch(questions=(watched(question, told),)))
        return
    page = standard_output()
    page.line(f"{question.name}: {question.text}")
    page.line(state_words(question, len(told)), "  ")
    for each in told:
        first, second = news_lines(each.news)
        page.line(f"{each.found.astimezone():%Y-%m-%d}  {first}", "  ")
        page.line(second, "    ")


def remove(settings: Settings, name: str, *, as_json: bool) -> None:
    """Forget a saved question."""
    with WatchStore.open(anew=False) as store:
        question = store.question(home_path(settings), name)
        store.remove(question)
    if as_json:
        write_json(Watch(questions=(watched(question, ()),)))
    else:
        standard_output().line(forgotten_line(question))


def watched(question: SavedQuestion, new: Sequence[News | FoundNews]) -> WatchedQuestion:
    """Return a saved question as it stands in a document."""
    return WatchedQuestion(
        name=question.name,
        question=question.text,
        saved=question.saved.isoformat(),
        last_run=question.last_run.isoformat() if question.last_run else None,
        every_s=question.every_s,
        new=tuple(_new(each) for each in new),
    )


def home_path(settings: Settings) -> str:
    """Return the path by which a home's questions are kept."""
    return str(settings.home.path)


def _new(each: News | FoundNews) -> NewInAnswer:
    news, told = (each.news, each.found.isoformat()) if isinstance(each, FoundNews) else (each, None)
    article = NewsArticle(id=news.article_id, title=news.title, outlet=news.outlet, published=news.published)
    return NewInAnswer(
        kind=news.kind,
        words=news.words,
        article=article if news.article_id else None,
        quote=news.quote,
        start=news.start,
        end=news.end,
        earlier=tuple(each.words for each in news.earlier),
        earlier_quotes=tuple(
            EarlierQuote(words=each.words, quote=each.quote, article=each.article_id, source=each.source)
            for each in news.earlier
        ),
        told=told,
    )
