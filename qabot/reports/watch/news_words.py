"""What is new in an answer, in words for a reader. Pure."""

from __future__ import annotations

from qabot.core.text import clean_line
from qabot.output.attribution import source
from qabot.output.phrasing import counted
from qabot.reports.watch.saved_questions import EarlierFigure, Hits, News, SavedQuestion

_EARLIER, _QUOTED = 4, 2
"""How many earlier figures are named, and of how many the quotes are shown."""


def headline(news: News) -> str:
    """Say in a few words what is new."""
    match news.kind:
        case "evidence":
            return f"new quote, {news.source}" if news.source else "new quote"
        case "figure":
            return f"new figure, {news.words}{_known(news.earlier)}"
        case "speaker":
            return f"{news.words} has spoken"
        case "conflict":
            return f"figures differ: {news.words} against {_listed(news.earlier)}"
        case "silent_since":
            return f"nothing new since {news.words}"
        case "gone":
            return f"a quote is held no more, {news.source}" if news.source else "a quote is held no more"


def sentence(news: News) -> str:
    """Say what is new, with the words that say it and where they stand."""
    if news.kind == "silent_since":
        return f"Nothing new has come since {news.words}."
    where = f"{news.source}: {news.title} ({news.article_id}"
    said = _quoted(news.quote, is_brief=news.is_brief)
    if news.kind == "gone":
        return f"{said} {where}): {news.words}."
    before = "".join(f" Before: {_before(each)}" for each in news.earlier[:_QUOTED])
    return f"{said} {where}, characters {news.start} to {news.end}).{before}"


def news_lines(news: News) -> tuple[str, str]:
    """Return both, each on one line without anything that a terminal would obey."""
    return clean_line(headline(news)), clean_line(sentence(news))


def hits_words(hits: Hits) -> str:
    """Say what a question finds, before it is saved."""
    more = "" if hits.is_all else " or more"
    if not hits.articles:
        return "No article bears on it yet."
    newest = f"; the newest: {hits.newest.article.title} ({source(hits.newest.article)})" if hits.newest else ""
    bear = "bears" if hits.articles == 1 else "bear"
    said = f"{counted(hits.articles, 'article')}{more} {bear} on it, {hits.last_month} of the last month{newest}"
    return clean_line(said if said.endswith((".", "!", "?")) else f"{said}.")


def forgotten_line(question: SavedQuestion) -> str:
    """Say that a question was forgotten."""
    return clean_line(f"Forgot “{question.name}”.")


def state_words(question: SavedQuestion, found: int) -> str:
    """Say when a question was saved and run, and how many things were found new of it."""
    run = f"last run {question.last_run.astimezone():%Y-%m-%d %H:%M}" if question.last_run else "never run"
    every = f", due every {_interval(question.every_s)}" if question.every_s else ""
    return f"saved {question.saved.astimezone():%Y-%m-%d}, {run}{every}; {counted(found, 'thing')} told"


def _interval(seconds: int) -> str:
    hours = seconds // 3600
    return counted(hours // 24, "day") if hours % 24 == 0 else counted(hours, "hour")


def _known(earlier: tuple[EarlierFigure, ...]) -> str:
    return f"; earlier quotes have {_listed(earlier)}" if earlier else ""


def _listed(earlier: tuple[EarlierFigure, ...]) -> str:
    words = [each.words for each in earlier]
    more = len(words) - _EARLIER
    return ", ".join((*words[:_EARLIER], *([f"{more} more"] if more > 0 else [])))


def _before(earlier: EarlierFigure) -> str:
    return f"{earlier.words}: {_quoted(earlier.quote, is_brief=earlier.is_brief)} {earlier.source}."


def _quoted(quote: str, *, is_brief: bool) -> str:
    """Return a quote: an outlet's words stand in quotation marks, those of a brief never."""
    return quote if is_brief else f"“{quote}”"
