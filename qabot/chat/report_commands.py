"""Commands that tell of a topic, a speaker or an article: `/figures`, `/said`, `/timeline`, `/facts`.

What makes a report is taken from the face of its room, so that it is loaded when one is wanted and not with the chat.
"""

from __future__ import annotations

from qabot import reports
from qabot.chat.command_arguments import SaidWanted
from qabot.chat.command_results import FactsListed, FiguresListed, Result, SayingsListed, TimelineShown
from qabot.chat.exchange import Exchange
from qabot.chat.headless_chat import Chat
from qabot.chat.passage_commands import passage
from qabot.core.errors import UsageError
from qabot.facts.speech_cues import read_cues
from qabot.facts.topic_articles import TopicSearch
from qabot.question.acronyms import read_body_names
from qabot.question.entities import EntityGazetteer


async def list_figures(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - as every handler
    """List the figures about a topic.

    Raises:
        UsageError: No topic was given, and none is pinned.
    """
    search = await _search(chat, argument, "figures")
    return FiguresListed(reports.figure_ledger(search, _body_names(chat), read_cues(chat.context.home)))


async def list_sayings(chat: Chat, argument: SaidWanted, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """List what a person or a body said.

    Raises:
        NotFound: No article names the speaker; those that come near are named.
        UsageError: Nobody was named, or there is no such act.
    """
    if not argument.who:
        raise UsageError("Whose statements?", hint="Try /said Socitm.")
    act = reports.speech_act(argument.act) if argument.act else None
    request = reports.SaidRequest(argument.who, argument.about, act, chat.filters)
    search = await chat.asker.search_speaker(request.who, request.filters, request.about)
    found = reports.said(search, request, _body_names(chat), read_cues(chat.context.home))
    return SayingsListed(found, argument.is_grouped)


async def show_timeline(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """List what happened about a topic, and when.

    Raises:
        UsageError: No topic was given, and none is pinned.
    """
    search = await _search(chat, argument, "timeline")
    return TimelineShown(reports.topic_timeline(search, _body_names(chat)))


async def list_facts(chat: Chat, argument: int, at: Exchange | None) -> Result:
    """List what the article of a passage states.

    Raises:
        UsageError: There is no such passage, or a list of the home is malformed.
    """
    exchange, _ = chat.answered(at)
    article = passage(exchange, argument).article
    facts, stored = await chat.asker.facts(article)
    return FactsListed(reports.facts_document(article, facts, stored=stored))


async def _search(chat: Chat, argument: str, command: str) -> TopicSearch:
    topic = argument or chat.topic
    if not topic:
        raise UsageError("About which topic?", hint=f"Try /{command} Universal Credit.")
    return await chat.asker.search_topic(topic, chat.filters)


def _body_names(chat: Chat) -> EntityGazetteer:
    return EntityGazetteer.of(read_body_names(chat.context.home))
