"""What an article says happened, or will, at a time: the dated sentences, each with its time. Pure."""

from __future__ import annotations

from qabot.core.articles import Article
from qabot.core.facts import DatedEvent
from qabot.core.text import is_heading, sentences
from qabot.facts.periods import find_times


def dated_events(article: Article) -> tuple[DatedEvent, ...]:
    """Return what an article dates, in its order: each time that a sentence names, the same time once a sentence.

    What a sentence names by a range begins with the range.
    """
    events: list[DatedEvent] = []
    for start, end in sentences(article.text):
        text = article.text[start:end]
        if is_heading(text):
            continue
        seen: set[str] = set()
        for time in find_times(text, article.published):
            if str(time.first) in seen:
                continue
            seen.add(str(time.first))
            words = (start + time.start, start + time.end)
            events.append(DatedEvent(article_id=article.id, start=start, end=end, date=time.first, date_words=words))
    return tuple(events)
