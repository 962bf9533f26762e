"""What an article says happened, or will, at a time: the dated sentences, each with its time. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from qabot.core.articles import Article
from qabot.core.facts import DatedEvent
from qabot.core.text import Span, is_heading, sentences
from qabot.facts.report_times import is_of_report
from qabot.facts.stated_times import SentenceTimes


def dated_events(
    article: Article, spans: Sequence[Span] | None = None, times: SentenceTimes | None = None
) -> tuple[DatedEvent, ...]:
    """Return what an article dates, in its order: each time that a sentence names, the same time once a sentence.

    What a sentence names by a range begins with the range. When something was reported counts only where a sentence
    names no other time.

    Args:
        article: As stored.
        spans: The sentences of its text, where they were found already.
        times: What tells the times of its sentences, likewise.
    """
    times_of = times or SentenceTimes(article)
    events: list[DatedEvent] = []
    for start, end in sentences(article.text) if spans is None else spans:
        text = article.text[start:end]
        told = times_of.within((start, end))
        if not told or is_heading(text):
            continue
        seen: set[str] = set()
        events_told = [each for each in told if not is_of_report(text, each)]
        for time in events_told or told:
            if str(time.first) in seen:
                continue
            seen.add(str(time.first))
            words = (start + time.start, start + time.end)
            events.append(DatedEvent(article_id=article.id, start=start, end=end, date=time.first, date_words=words))
    return tuple(events)
