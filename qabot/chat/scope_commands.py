"""Commands that change what is searched: `/filter`, `/as-of`, `/topic` and `/clear`."""

from __future__ import annotations

from msgspec.structs import replace

from qabot.chat.command_results import BegunAnew, Limited, Result, TopicTold
from qabot.chat.exchange import Exchange
from qabot.chat.headless_chat import Chat
from qabot.core.errors import NotFound, UsageError
from qabot.core.questions import Filters
from qabot.core.text import clean_line
from qabot.question.analysis import combine_filters
from qabot.question.operators import parse_operators, read_date
from qabot.question.vocabulary import words_of

_MOST_TOPIC_WORDS = 8
"""Words of a topic: with more of them, what is asked would drown."""
_MOST_TOPIC_CHARACTERS = 120
_LET_GO = frozenset({"off", "clear", "none"})
"""What takes a limit or a topic away, in place of one."""
_TOPIC_HINT = "Try /topic One Login, or /topic off."


async def filter_search(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - as every handler
    """Limit what is searched, search everything again, or say what limits it.

    Raises:
        UsageError: Something that was given is no filter.
        NotFound: No article has an outlet or an organisation that was named; those that come close are named.
    """
    if argument.casefold() in _LET_GO:
        return _unlimited(chat)
    if not argument:
        return Limited("asked for", chat.filters)
    read = parse_operators(argument, chat.context.today)
    phrases = " ".join(read.filters.exact).split()  # whose words stay in the text
    others = " ".join(word for word in read.text.split() if word not in phrases)
    if not read.filters.active or (others and not read.notes):
        wrong = " ".join(read.notes) or f"“{others or argument}” is no filter."
        raise UsageError(wrong, hint="Try outlet:…, org:…, after:…, before:…, on:… or as-of:….")
    if unknown := await chat.asker.unknown_names(read.filters) if chat.asker.is_open else ():
        raise NotFound(" ".join(each.words for each in unknown), hint="Nothing was changed.")
    chat.filters = combine_filters(chat.filters, read.filters)
    return Limited("changed", chat.filters, tuple(read.notes))


async def search_as_of(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """Search as if it were a day, search everything again, or say what limits the search.

    Raises:
        UsageError: What was given is no date.
    """
    if not argument:
        return Limited("asked for", chat.filters)
    if argument.casefold() in _LET_GO:
        chat.filters = replace(chat.filters, as_of=None)
        return Limited("changed" if chat.filters.active else "cleared", chat.filters)
    period = read_date(clean_line(argument), chat.context.today)
    if period is None:
        raise UsageError(f"“{clean_line(argument)}” is not a date.", hint="Try /as-of 2015-06, or /as-of off.")
    chat.filters = replace(chat.filters, as_of=period.before or chat.context.today)
    return Limited("changed", chat.filters)


async def pin_topic(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """Pin what every question is about, let go of it, or say what it is.

    Raises:
        UsageError: No word of it can be searched for, or there are too many.
    """
    if not argument:
        return TopicTold("asked for", chat.topic)
    if argument.casefold() in _LET_GO:
        chat.topic = ""
        return TopicTold("let go", "")
    topic = clean_line(argument)
    words = words_of(topic)
    if not any(not word.stop for word in words):
        raise UsageError(f"“{topic}” has no word to search for.", hint=_TOPIC_HINT)
    if len(words) > _MOST_TOPIC_WORDS or len(topic) > _MOST_TOPIC_CHARACTERS:
        raise UsageError(f"A topic has {_MOST_TOPIC_WORDS} words at the most.", hint=_TOPIC_HINT)
    chat.topic = topic
    return TopicTold("pinned", topic)


async def clear(chat: Chat, argument: str, at: Exchange | None) -> Result:  # noqa: ARG001 - likewise
    """Begin a new conversation, or only search everything again."""
    if argument == "filters":
        return _unlimited(chat)
    chat.begin_anew()
    return BegunAnew()


def _unlimited(chat: Chat) -> Limited:
    chat.filters = Filters()
    return Limited("cleared", chat.filters)
