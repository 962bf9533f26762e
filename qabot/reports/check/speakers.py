"""Who a sentence says that somebody said something: a name beside a word that reports. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from qabot.reports.check.named_bodies import Name

_CUE = re.compile(
    r"\b(?:said|says|saying|told|tells|warned|warns|argued|argues|added|adds|claimed|claims|insisted|insists|admitted|"
    r"admits|announced|announces|confirmed|confirms|stated|states|explained|explains|suggested|suggests|described|"
    r"describes|called|calls|estimated|estimates|concluded|concludes|found|finds|reported|reports|criticised|criticises|"
    r"welcomed|welcomes|denied|denies|promised|promises|wrote|writes|believed|believes|noted|notes|urged|urges|"
    r"according\sto)\b",
    re.IGNORECASE,
)
_FAR = 90
"""Characters between a name and what reports, at the most: a title or an office may stand between."""
_STOPS = re.compile(r"[.;!?]\s|\b(?:that|which|but|while)\b")


class Speaking(NamedTuple):
    """A name beside a word that reports."""

    speaker: Name
    """Who."""
    start: int
    """First character of the word that reports."""
    end: int
    """One past its last."""


def speakings(text: str, names: Sequence[Name]) -> list[Speaking]:
    """Return who speaks in a sentence, in order; what a reader could doubt is left out."""
    found: list[Speaking] = []
    for cue in _CUE.finditer(text):
        speaker = _behind(text, cue.end(), names) if cue[0].lower().startswith("according") else None
        speaker = speaker or _before(text, cue.start(), names) or _behind(text, cue.end(), names)
        if speaker and all(each.speaker != speaker for each in found):
            found.append(Speaking(speaker, *cue.span()))
    return found


def _before(text: str, place: int, names: Sequence[Name]) -> Name | None:
    """Return the first of the names right in front of a cue, in the same clause: behind it may stand an office."""
    start = max(0, place - _FAR)
    if clause := list(_STOPS.finditer(text, start, place)):
        start = clause[-1].end()
    return next((name for name in names if start <= name.start < place), None)


def _behind(text: str, place: int, names: Sequence[Name]) -> Name | None:
    """Return a name right behind a cue, as in `said Jo Bloggs`."""
    return next((name for name in names if 0 <= name.start - place <= 5 and _is_open(text[place : name.start])), None)  # noqa: PLR2004


def _is_open(between: str) -> bool:
    return between.strip().casefold() in {"", "the", "mr", "ms", "mrs", "dr", "sir"}
