"""Saved questions, and what is new in their answers, in lines as every shell shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qabot.output.phrasing import counted
from qabot.reports.report_lines import ReportLine
from qabot.reports.watch.news_words import hits_words, news_lines, state_words
from qabot.reports.watch.saved_questions import FoundNews, Hits, QuestionNews, SavedQuestion


def listed_lines(questions: Sequence[SavedQuestion], found: Mapping[int, int]) -> Iterator[ReportLine]:
    """Yield saved questions, each with how it stands and how many things were found new of it, by its number."""
    for each in questions:
        yield ReportLine("row", f"{each.name}: {each.text}")
        yield ReportLine("source", state_words(each, found.get(each.id, 0)))
    if not questions:
        yield ReportLine("note", "There are no saved questions yet; /watch add saves the last one that was asked.")


def shown_lines(question: SavedQuestion, found: Sequence[FoundNews]) -> Iterator[ReportLine]:
    """Yield a saved question, and all that was found new of it, the newest first."""
    yield ReportLine("head", f"{question.name}: {question.text}")
    yield ReportLine("source", state_words(question, len(found)))
    for each in found:
        first, second = news_lines(each.news)
        yield ReportLine("row", f"{each.found.astimezone():%Y-%m-%d} {first}")
        yield ReportLine("quote", second)


def saved_lines(question: SavedQuestion, hits: Hits) -> Iterator[ReportLine]:
    """Yield what a question finds, and by which name it was saved."""
    yield ReportLine("note", hits_words(hits))
    yield ReportLine("head", f"Saved as “{question.name}”. /watch run tells what is new, each thing once.")


def told_lines(questions: int, news: Sequence[QuestionNews]) -> Iterator[ReportLine]:
    """Yield what is new in the answers to so many questions that were run."""
    for each in news:
        yield ReportLine("head", f"{each.question.name}: {each.question.text}")
        for one in each.news:
            first, second = news_lines(one)
            yield ReportLine("row", first)
            yield ReportLine("quote", second)
    if not questions:
        yield ReportLine("note", "There are no saved questions yet; /watch add saves the last one that was asked.")
    elif len(news) < questions:
        yield ReportLine("note", f"Nothing new in {counted(questions - len(news), 'answer')}.")
