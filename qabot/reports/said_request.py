"""Asking who said what: what every shell hands over, and the document it gets back."""

from __future__ import annotations

from msgspec import Struct, field

from qabot.core.errors import UsageError
from qabot.core.facts import SpeechAct
from qabot.core.questions import Filters
from qabot.core.unknown_names import nearest_names
from qabot.facts.body_mentions import Gazetteer
from qabot.facts.speaker_articles import SpeakerSearch
from qabot.facts.speech_cues import ACTS, CueLexicon
from qabot.output.schemas.said_schemas import Said, SayingOrder
from qabot.reports.said_document import said_document
from qabot.reports.sayings import sayings

MOST_SHOWN = 20
"""Statements that are shown where no number is asked for."""


class SaidRequest(Struct, frozen=True):
    """Whose statements are wanted."""

    who: str
    """A person, a surname, a body or an acronym, as typed."""
    about: str = ""
    """What they are to be about; empty for anything."""
    act: SpeechAct | None = None
    """Only what was said so."""
    filters: Filters = field(default_factory=Filters)
    """What the articles are limited to."""
    order: SayingOrder = "newest"
    """Which stand first."""
    limit: int | None = MOST_SHOWN
    """How many to return at the most; None for all."""


def said(search: SpeakerSearch, request: SaidRequest, gazetteer: Gazetteer, cues: CueLexicon) -> Said:
    """Return what somebody said, as `qabot.said/1`.

    Args:
        search: The articles that name the speaker.
        request: What was asked for.
        gazetteer: Knows bodies and programmes.
        cues: The words that report.
    """
    found = sayings(search, gazetteer, cues, act=request.act, order=request.order, limit=request.limit)
    return said_document(found)


def speech_act(name: str) -> SpeechAct:
    """Return an act by its name, however its words are joined: `called for`, `called-for`.

    Raises:
        UsageError: There is no such act; those that come near are named.
    """
    wanted = "_".join(name.replace("-", " ").replace("_", " ").casefold().split())
    for act in ACTS:
        if act == wanted:
            return act
    near = nearest_names(name, ACTS)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise UsageError(f"There is no act {name[:40]!r}.", hint=f"{hint}There are {', '.join(ACTS)}.")
