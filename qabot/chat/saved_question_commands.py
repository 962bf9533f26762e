"""Commands about saved questions: `/watch`, with what it can be told to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qabot import reports
from qabot.chat.command_arguments import WatchWanted
from qabot.chat.command_results import Result, WatchTold
from qabot.chat.exchange import Exchange
from qabot.chat.headless_chat import Chat

if TYPE_CHECKING:
    from qabot.engine.question_answerer import QuestionAnswerer
    from qabot.reports.report_lines import ReportLine


async def watch(chat: Chat, argument: WatchWanted, at: Exchange | None) -> Result:
    """List saved questions, show, save, remove or run them.

    Raises:
        NotFound: There is no question of this name.
        UsageError: Nothing was asked yet that could be saved, or the name is taken.
        HistoryUnusable: Saved questions cannot be read or kept.
    """
    match argument.what:
        case "add":
            return WatchTold(await _add(chat, argument.name, at))
        case "run":
            return WatchTold(await _run(chat))
        case "show":
            return WatchTold(_show(chat, argument.name))
        case "remove":
            return WatchTold(_remove(chat, argument.name))
        case "list":
            return WatchTold(_list(chat))


async def _add(chat: Chat, name: str, at: Exchange | None) -> tuple[ReportLine, ...]:
    exchange, turn = chat.answered(at)
    home, request = chat.context.home, exchange.request
    # What was carried over is part of what it meant, and its text does not say it.
    meaning = turn.question if turn.question.takes_over else None

    def save(current: QuestionAnswerer) -> tuple[ReportLine, ...]:
        found = reports.look_up(current, home, request.text, request.filters, meaning)
        with reports.WatchStore.open() as store:
            saved = reports.save_question(current, home, store, found, name)
        return (*reports.saved_lines(saved, found.hits),)

    return await chat.asker.with_answerer(save)


async def _run(chat: Chat) -> tuple[ReportLine, ...]:
    home = chat.context.home

    def run(current: QuestionAnswerer) -> tuple[ReportLine, ...]:
        with reports.WatchStore.open(anew=False) as store, store.alone():
            questions = store.questions(str(home))
            reports.run_questions(current, home, store, questions)
            found = store.to_tell(str(home), questions)
            told = (*reports.told_lines(len(questions), reports.by_question(questions, found)),)
            store.note_told(found)
        return told

    return await chat.asker.with_answerer(run)


def _list(chat: Chat) -> tuple[ReportLine, ...]:
    home = str(chat.context.home)
    with reports.WatchStore.open(anew=False) as store:
        return (*reports.listed_lines(store.questions(home), store.found_counts(home)),)


def _show(chat: Chat, name: str) -> tuple[ReportLine, ...]:
    with reports.WatchStore.open(anew=False) as store:
        question = store.question(str(chat.context.home), name)
        return (*reports.shown_lines(question, store.found(question.home, question)),)


def _remove(chat: Chat, name: str) -> tuple[ReportLine, ...]:
    with reports.WatchStore.open(anew=False) as store:
        question = store.question(str(chat.context.home), name)
        store.remove(question)
    return (reports.ReportLine("note", reports.forgotten_line(question)),)
