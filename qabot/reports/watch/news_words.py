"""What is new in an answer, in words for a reader. Pure."""

from __future__ import annotations

from qabot.reports.watch.saved_questions import News

_EARLIER = 4


def headline(news: News) -> str:
    """Say in a few words what is new."""
    match news.kind:
        case "evidence":
            return f"new quote, {news.source}" if news.source else "new quote"
        case "figure":
            return f"new figure, {news.words}"
        case "speaker":
            return f"{news.words} has spoken"
        case "conflict":
            return f"figures differ: {news.words}"
        case "silent_since":
            return f"nothing new since {news.words}"


def sentence(news: News) -> str:
    """Say what is new, with the words that say it and where they stand."""
    if news.kind == "silent_since":
        return f"Nothing new has come since {news.words}."
    said = news.quote if news.is_brief else f"“{news.quote}”"
    where = f"{news.source}: {news.title} ({news.article_id}, characters {news.start} to {news.end})"
    before = f" Known before: {_listed(news.earlier)}." if news.earlier else ""
    return f"{said} {where}.{before}"


def _listed(words: tuple[str, ...]) -> str:
    more = len(words) - _EARLIER
    return ", ".join((*words[:_EARLIER], *([f"{more} more"] if more > 0 else [])))
