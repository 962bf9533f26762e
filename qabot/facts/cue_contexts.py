"""How a cue stands in its sentence, by the words before it: active, passive, going on; or reporting nothing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from qabot.facts.speech_cues import CueForm
from qabot.facts.spoken_units import Token

VoiceKind = Literal["active", "passive", "progressive", "participle", "infinitive", "coordinated", "future"]

_BE = frozenset("is are was were be been being isn't aren't wasn't weren't 's 're".split())
_HAVE = frozenset("has have had having".split())
_DO = frozenset("do does did".split())
_SUPPOSES = frozenset("would could might may should must can can't couldn't wouldn't shouldn't cannot ought".split())
_NEGATIONS = frozenset("not never hardly scarcely nor neither without".split())
_ADVERBS = frozenset(
    """also later then now today yesterday again already still even just further earlier recently subsequently
    however both all always often once repeatedly therefore since long soon too first herself himself itself
    themselves separately instead meanwhile rightly""".split()
)
_NOUN_BEFORE = frozenset(
    """the a an its his her their our my this that these those such no any some every each other another of in for on
    with at by from into between per than latest new own same first last annual early previous initial about over
    against through under""".split()
)
_COUNTS = frozenset("two three four five six seven eight nine ten several many few most both".split())
_GOES_ON = frozenset("went goes going gone go continued continues".split())
_BEFORE_PARTICIPLE = frozenset(", - and but or while before after by when then also".split())


class Voice(Struct, frozen=True):
    """How a cue stands in its sentence."""

    kind: VoiceKind
    """Which way."""
    first: int
    """Its first token, auxiliaries and adverbs included."""
    cue_first: int
    """Its first token that belongs to the verb: `has`, in `has also called for`."""
    is_reduced: bool = False
    """Whether a participle stands without its auxiliary."""

    @property
    def is_plain(self) -> bool:
        """Whether there is no auxiliary to it."""
        return self.kind == "active" and self.first == self.cue_first


def voice_of(tokens: Sequence[Token], number: int, form: CueForm) -> Voice | None:  # noqa: PLR0911 - a rule each
    """Return how the cue that begins at a token stands, or None where it reports nothing there."""
    first, auxiliaries, is_denied = _before(tokens, number)
    before = tokens[first - 1] if first else None
    if (
        is_denied
        or (before and before.key in {"nor", "neither", "nobody", "none"})
        or _SUPPOSES.intersection(auxiliaries)
    ):
        return None
    cue_first = next(
        (each for each in range(first, number) if tokens[each].key in _BE | _HAVE | _DO | {"will"}), number
    )
    if form == "ing":
        return _ing(tokens, number, first, cue_first, auxiliaries)
    if "to" in auxiliaries:
        return _infinitive(tokens, first, number) if form == "base" else None
    if form in {"past", "participle"} and auxiliaries and auxiliaries[-1] in _BE:
        return Voice("passive", first, cue_first)
    if form == "participle" and not auxiliaries:
        return None
    if form == "base" and "will" in auxiliaries:
        return Voice("future", first, cue_first)
    if not auxiliaries and before and _is_nouny(tokens, first, number, form):
        return None
    kind: VoiceKind = "coordinated" if before and before.key in {"and", "but", "or", "then"} else "active"
    return Voice(kind, first, cue_first)


def _before(tokens: Sequence[Token], number: int) -> tuple[int, list[str], bool]:
    """Return where the words begin that belong to a verb, its auxiliaries in order, and whether it is denied."""
    auxiliaries: list[str] = []
    is_denied = False
    first = number
    while first > 0:
        token = tokens[first - 1]
        key = token.key
        if token.kind != "word":
            break
        if key in _NEGATIONS or key.endswith("n't"):
            is_denied = True
        elif key in _BE | _HAVE | _DO | _SUPPOSES or key in {"will", "to", "shall", "won't"}:
            auxiliaries.insert(0, key)
        elif not (key in _ADVERBS or (key.endswith("ly") and not token.capital and len(key) > 4)):  # noqa: PLR2004
            break
        first -= 1
    while first < number and tokens[first].capital and first == 0 and tokens[first].key not in _BE | _HAVE | _DO:
        first += 1
    return first, auxiliaries, is_denied


def _ing(tokens: Sequence[Token], number: int, first: int, cue_first: int, auxiliaries: Sequence[str]) -> Voice | None:
    if auxiliaries and auxiliaries[-1] in _BE:
        return Voice("progressive", first, cue_first)
    before = tokens[first - 1] if first else None
    if auxiliaries or before is None:
        return None
    if before.kind == "quote" or before.key in _BEFORE_PARTICIPLE:
        return Voice("participle", first, number)
    return None


def _infinitive(tokens: Sequence[Token], first: int, number: int) -> Voice | None:
    """Return how an infinitive stands: `went on to say` reports, and so does `used his speech to call for`."""
    before = [each.key for each in tokens[max(0, first - 2) : first + 1]]
    if "on" in before and _GOES_ON.intersection(before):
        start = next(each for each in range(max(0, first - 2), number) if tokens[each].key in _GOES_ON)
        return Voice("active", start, start)
    return None


def _is_nouny(tokens: Sequence[Token], first: int, number: int, form: CueForm) -> bool:
    """Whether a word is a noun where it stands, by what goes before it."""
    before = tokens[first - 1]
    if form in {"base", "s"} and (before.key in _NOUN_BEFORE or before.owner):
        return True
    if form == "s" and before.key in _COUNTS:
        return True  # "to four reasons for reform"
    if form == "past" and before.owner and tokens[number].key in {"said", "told"}:
        return False  # "Barnardo's said"
    return form == "past" and (before.key in _NOUN_BEFORE or before.owner)
