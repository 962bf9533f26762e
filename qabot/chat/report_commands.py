"""Commands that tell of a topic, a speaker or an article: `/figures`, `/said`, `/timeline`, `/facts`.

What makes a report is taken from the face of its room, so that it is loaded when one is wanted and not with the chat.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from qabot import reports
from qabot.chat.command_arguments import SaidWanted
from qabot.chat.command_results import FactsListed, FiguresListed, Result, SayingsListed, TimelineShown
from qabot.chat.exchange import Exchange
from qabot.chat.headless_chat import Chat
from qabot.chat.passage_commands import passage
from qabot.core.errors import UsageError
from qabot.facts.speech_cues import CueLexicon, read_cues
from qabot.facts.topic_articles import TopicSearch
from qabot.question.acronyms import read_body_names
from qabot.question.entities import EntityGazetteer

T = TypeVar("T")


async def list_figures(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - as every handler
    """List the figures about a topic.

    Raises:
        UsageError: No topic was given, and none is pinned.
    """
    search = await _search(chat, argument, "figures")
    return FiguresListed(await make_report(chat, lambda names, cues: reports.figure_ledger(search, names, cues)))


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
    found = await make_report(chat, lambda names, cues: reports.said(search, request, names, cues))
    return SayingsListed(found, argument.is_grouped)


async def show_timeline(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """List what happened about a topic, and when.

    Raises:
        UsageError: No topic was given, and none is pinned.
    """
    search = await _search(chat, argument, "timeline")
    return TimelineShown(await make_report(chat, lambda names, _: reports.topic_timeline(search, names)))


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


async def make_report(chat: Chat, work: Callable[[EntityGazetteer, CueLexicon], T]) -> T:
    """Make a report where the index is asked, so that a screen goes on being drawn meanwhile.

    Args:
        chat: Whose.
        work: Makes it, with the names of bodies and the words that report in the chat's home.

    Raises:
        UsageError: A list of the home is malformed or cannot be read.
    """
    home = chat.context.home

    def make(_texts: object, _names: object) -> T:
        return work(EntityGazetteer.of(read_body_names(home)), read_cues(home))

    return await chat.asker.with_texts(make)
