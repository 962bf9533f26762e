"""What every format of a note says in words of qabot: the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from qabot.output.phrasing import moment
from qabot.output.schemas.brief_schemas import Brief, BriefQuote, QuoteStanding

_WHY: Mapping[QuoteStanding, str] = {
    "lost": "the article has changed and does not have the pinned words any more",
    "gone": "the article is not held any more",
    "altered": "what was kept of it is not what the article says",
}


def made_words(brief: Brief) -> str:
    """Say when a note was made, and with what."""
    return f"Made with qabot on {moment(datetime.fromisoformat(brief.made))}."


def also_words(quote: BriefQuote) -> str:
    """Say who else says or states it; empty where nobody does."""
    return f"Also in {'; '.join(each.attribution for each in quote.also_in)}." if quote.also_in else ""


def why_left_out(standing: QuoteStanding) -> str:
    """Say why a pinned passage is no quote any more, as a clause."""
    return _WHY[standing]


def left_out_words(brief: Brief) -> Iterator[str]:
    """Yield what is said of pinned passages that are no quotes any more."""
    for each in brief.left_out:
        own = f" The note beside it was: {each.own_note}" if each.own_note else ""
        yield f"Left out: {each.attribution}, {each.title}, since {_WHY[each.standing]}.{own}"
