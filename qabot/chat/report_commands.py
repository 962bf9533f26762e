"""Commands that tell of a topic, a speaker or an article: `/figures`, `/said`, `/timeline`, `/facts`.

What makes a report is taken from the face of its room, so that it is loaded when one is wanted and not with the chat.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from qabot import reports
from qabot.chat.command_arguments import SaidWanted
from qabot.chat.command_results import FactsListed, FiguresListed, Result, SayingsListed, TimelineShown
from qabot.chat.exchange import Exchange
from qabot.chat.headless_chat import Chat
from qabot.chat.passage_commands import passage
from qabot.core.errors import UsageError

if TYPE_CHECKING:
    from qabot.engine.fact_searches import FactSearches
    from qabot.output.schemas.said_schemas import Said
    from qabot.reports.topic_ledger import FigureLedger

T = TypeVar("T")


async def list_figures(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - as every handler
    """List the figures about a topic.

    Raises:
        UsageError: No topic was given, and none is pinned.
    """
    topic, filters = _topic(chat, argument, "figures"), chat.filters

    def listed(facts: FactSearches) -> FigureLedger:
        return reports.figure_ledger(facts.topic(topic, filters), facts.rules.names, facts.rules.cues)

    return FiguresListed(await make_report(chat, listed))


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

    def listed(facts: FactSearches) -> Said:
        search = facts.speaker(request.who, request.filters, request.about)
        return reports.said(search, request, facts.rules.names, facts.rules.cues)

    return SayingsListed(await make_report(chat, listed), argument.is_grouped)


async def show_timeline(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """List what happened about a topic, and when.

    Raises:
        UsageError: No topic was given, and none is pinned.
    """
    topic, filters = _topic(chat, argument, "timeline"), chat.filters
    told = await make_report(chat, lambda facts: reports.topic_timeline(facts.topic(topic, filters), facts.rules.names))
    return TimelineShown(told)


async def list_facts(chat: Chat, argument: int, at: Exchange | None) -> Result:
    """List what the article of a passage states.

    Raises:
        UsageError: There is no such passage, or a list of the home is malformed.
    """
    exchange, _ = chat.answered(at)
    article = passage(exchange, argument).article
    facts, stored = await chat.asker.facts(article)
    return FactsListed(reports.facts_document(article, facts, stored=stored))


def _topic(chat: Chat, argument: str, command: str) -> str:
    topic = argument or chat.topic
    if not topic:
        raise UsageError("About which topic?", hint=f"Try /{command} Universal Credit.")
    return topic


async def make_report(chat: Chat, work: Callable[[FactSearches], T]) -> T:
    """Make a report where the index is asked, so that a screen goes on being drawn meanwhile.

    Args:
        chat: Whose.
        work: Makes it, of what it searches for in one generation and by one state of the home's lists.

    Raises:
        UsageError: A list of the home is malformed or cannot be read.
    """
    return await chat.asker.with_answerer(lambda current: work(current.facts()))
