"""The command that makes a note: `/brief`, of the pins or about a topic, shown or written to a file."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from qabot import reports
from qabot.chat.command_arguments import BriefWanted
from qabot.chat.command_results import BriefShown, BriefWritten, Result
from qabot.chat.exchange import Exchange
from qabot.chat.headless_chat import Chat
from qabot.chat.report_commands import make_report
from qabot.core.errors import UsageError
from qabot.output.schemas.brief_schemas import Brief

if TYPE_CHECKING:
    from qabot.engine.fact_searches import FactSearches

_FILES = frozenset({".md", ".html", ".docx", ".json"})


async def brief(chat: Chat, argument: BriefWanted, at: Exchange | None) -> Result:  # noqa: ARG001 - as every handler
    """Make a note, and show it or write it to a file of its own with its proof.

    Raises:
        NotFound: There is nothing to write.
        UsageError: Nothing is pinned and no topic named, or the file cannot be written.
    """
    made = await (_of_topic(chat, argument) if argument.topic else _of_pins(chat, argument))
    if not argument.output:
        return BriefShown(made)
    saved = reports.save_brief(made, argument.output, chat.context.folder)
    return BriefWritten(saved.note, saved.proof)


async def _of_pins(chat: Chat, wanted: BriefWanted) -> Brief:
    pins = chat.pins.pins(str(chat.context.home))
    if not pins:
        raise UsageError("Nothing is pinned.", hint="Pin a passage with /pin 1, or name a topic: /brief One Login.")
    now = chat.context.now
    return await chat.asker.with_texts(lambda texts, _: reports.pinned_brief(pins, texts, now, wanted.title))


async def _of_topic(chat: Chat, wanted: BriefWanted) -> Brief:
    if PurePath(wanted.topic).suffix in _FILES and not wanted.output:
        raise UsageError(
            f"“{wanted.topic}” is taken for a topic.", hint=f"To write a file: /brief --output {wanted.topic}"
        )
    now = chat.context.now
    filters = chat.filters
    turn = await chat.asker.probe(wanted.topic, filters)

    def written(facts: FactSearches) -> Brief:
        search = facts.topic(wanted.topic, filters)
        told = reports.TopicFacts(search, turn, facts.rules.names, facts.rules.cues)
        return reports.topic_brief(told, now, wanted.title)

    return await make_report(chat, written)
