"""Commands that make something of what is held about a topic: `/figures` and `/timeline`."""

from __future__ import annotations

from qabot.chat.command_results import FiguresListed, Result, TimelineShown
from qabot.chat.exchange import Exchange
from qabot.chat.headless_chat import Chat
from qabot.core.errors import UsageError
from qabot.core.topics import TopicSearch
from qabot.question.acronyms import read_body_names
from qabot.question.entities import EntityGazetteer
from qabot.reports.timeline import topic_timeline
from qabot.reports.topic_ledger import figure_ledger


async def list_figures(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - as every handler
    """List the figures about a topic.

    Raises:
        UsageError: No topic was given, and none is pinned.
    """
    search = await _search(chat, argument, "figures")
    return FiguresListed(figure_ledger(search, _body_names(chat)))


async def show_timeline(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """List what happened about a topic, and when.

    Raises:
        UsageError: No topic was given, and none is pinned.
    """
    search = await _search(chat, argument, "timeline")
    return TimelineShown(topic_timeline(search, _body_names(chat)))


async def _search(chat: Chat, argument: str, command: str) -> TopicSearch:
    topic = argument or chat.topic
    if not topic:
        raise UsageError("About which topic?", hint=f"Try /{command} Universal Credit.")
    return await chat.asker.search_topic(topic, chat.filters)


def _body_names(chat: Chat) -> EntityGazetteer:
    return EntityGazetteer.of(read_body_names(chat.context.home))
