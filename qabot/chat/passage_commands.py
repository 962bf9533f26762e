"""Commands about answers and their passages: read, quoted, explained, more of them, or asked for otherwise."""

from __future__ import annotations

from qabot.chat.command_arguments import QuoteWanted
from qabot.chat.command_results import Cited, Explained, NearestShown, PassageOpened, Result, SourcesListed
from qabot.chat.exchange import Exchange
from qabot.chat.headless_chat import READ_INTO, Chat, ReadInto
from qabot.core.answers import Evidence
from qabot.core.errors import UsageError
from qabot.output.citations import cite


async def list_sources(chat: Chat, argument: None, at: Exchange | None) -> Result:  # noqa: ARG001 - as every handler
    """List the articles that the answers come from."""
    quoted = {each.article.id: each for turn in chat.turns for each in turn.answer.evidence}
    return SourcesListed(tuple(quoted.values()))


async def open_passage(chat: Chat, argument: int, at: Exchange | None) -> Result:
    """Read an article at a passage."""
    exchange, _ = chat.answered(at)
    return PassageOpened(passage(exchange, argument), exchange.evidence)


async def copy_quote(chat: Chat, argument: QuoteWanted, at: Exchange | None) -> Result:
    """Take a quote away, with its citation."""
    exchange, _ = chat.answered(at)
    evidence = passage(exchange, argument.number)
    return Cited(evidence, argument.form, cite(evidence, argument.form, chat.context.today))


async def explain(chat: Chat, argument: None, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """Say why passages rank where they do."""
    return Explained(chat.answered(at)[0])


async def show_more(chat: Chat, argument: None, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """Show further passages."""
    return await chat.more(at)


async def show_nearest(chat: Chat, argument: None, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """Read what came nearest, where nothing answers."""
    exchange, turn = chat.answered(at)
    if not turn.answer.nearest:
        raise UsageError("Nothing is kept back for the last question.", hint="/more reads further passages.")
    exchange.is_unfolded = True
    return NearestShown(exchange)


async def drop(chat: Chat, argument: ReadInto | str, at: Exchange | None) -> Result:
    """Ask again without what was read into a question."""
    return await chat.drop([each for each in READ_INTO if argument in {each, ""}], at)


def passage(exchange: Exchange, number: int) -> Evidence:
    """Return a passage that is shown, by its number.

    Raises:
        UsageError: There is none of this number.
    """
    passages = exchange.evidence
    if 0 < number <= len(passages):
        return passages[number - 1]
    if passages:
        hint = f"There are {len(passages)}, from 1." if len(passages) > 1 else "There is only 1."
    elif exchange.turn and exchange.turn.answer.nearest:
        hint = "Type /nearest to read what came nearest."
    else:
        hint = "Ask something."
    raise UsageError(f"There is no passage {number} here.", hint=hint)
