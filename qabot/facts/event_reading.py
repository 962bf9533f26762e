"""What an article says happened, or will, at a time: the dated sentences, each with its time. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.core.articles import Article
from qabot.core.facts import DatedEvent
from qabot.core.text import Span, is_heading, sentences
from qabot.facts.report_times import is_of_report
from qabot.facts.sentence_times import SentenceTimes
from qabot.facts.stated_times import TimeMention

_ENDS = frozenset("by|until|till|to|up to|by the end of|at the end of|by the close of|ending|ended".split("|"))
"""What leads to the end of a stretch."""
_MOVED = re.compile(
    r"\b(?:(?:delay|postpon|defer|slip|extend|push|drag)[a-z]*|(?:put|set|held|pushed|moved|gone|goes|went|brought|bringing)\s(?:back|off|out|forward)|"
    r"(?:date|deadline|launch|start|end|completion|delivery|closure|opening|target|go-live|roll-?out|switch-off|election|"
    r"vote|hearing|move|exit|expiry)s?\b[^.;:]{0,40}\b(?:mov|chang|shift|revis|drift|pass|gone?\b|went\b|goes\b)[a-z]*|"
    r"(?:mov|chang|shift|revis)(?:ed?|es|ing)\s(?:the|its|their|that|this|a)\s(?:[\w’'-]+\s){0,3}(?:date|deadline|launch|start|end|"
    r"completion|delivery|closure|opening|target|go-live|roll-?out|switch-off|election|vote|hearing|expiry))"
    r"\b(?:\s(?!and\b|but\b|while\b)[\w’'-]+){0,6}\s$",
    re.IGNORECASE,
)
"""What stands before "from" where a date is given up for another: `moving the date from 1 July to 1 September`."""


def dated_events(
    article: Article, spans: Sequence[Span] | None = None, times: SentenceTimes | None = None
) -> tuple[DatedEvent, ...]:
    """Return what an article dates, in its order: each time that a sentence names, the same time once a sentence.

    What a sentence names by a stretch is of the stretch, unless its words say "by", "until" or "to" its end, or that
    something moved from one to the other. When something was reported counts only where a sentence names no other time.

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
        begun: set[str] = set()
        events_told = [each for each in told if not is_of_report(text, each)]
        for time in events_told or told:
            event = DatedEvent(
                article_id=article.id,
                start=start,
                end=end,
                date=time.last if _is_of_its_end(text, time) else time.first,
                date_words=(start + time.start, start + time.end),
                last=None if time.first == time.last or _is_of_its_end(text, time) else time.last,
            )
            if event.when not in seen | begun:
                seen.add(event.when)
                begun.update([str(event.date)] if event.last else [])
                events.append(event)
    return tuple(events)


def _is_of_its_end(text: str, time: TimeMention) -> bool:
    """Whether what a sentence tells of a stretch is at its end: `by 2020-21`, `moved from 1 July to 1 September`."""
    if time.first == time.last:
        return False
    return time.lead in _ENDS or (time.lead == "from" and bool(_MOVED.search(text, 0, time.start)))
