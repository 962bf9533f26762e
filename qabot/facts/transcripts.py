"""Who speaks in a transcript, where each paragraph begins with a name and a colon. Pure.

A list of names reads alike: what stands behind the colon must be a sentence, and two paragraphs at least must be turns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qabot.facts.clause_words import FINITE
from qabot.facts.cue_subjects import head_kind
from qabot.facts.reported_clauses import CueClause
from qabot.facts.speaker_phrases import Phrase, phrase_beginning
from qabot.facts.speaker_words import speaker_words
from qabot.facts.speech_cues import SpeechCue
from qabot.facts.spoken_units import Token, Unit

_LEAST_TURNS = 2
"""Paragraphs that begin so in a transcript."""
_LONGEST_LABEL = 8
"""Tokens before a colon among which a name stands."""
_ASKERS = frozenset(
    "q question interviewer chair chairman chairwoman chairperson moderator host presenter convenor".split()
)
"""Who asks in a transcript without being named."""
_SPOKEN = frozenset(
    "i i'm i've i'd i'll we we're we've we'd we'll you it's that's there's who what why how when where".split()
)
"""Words of what is spoken, besides verbs."""
_CUE = SpeechCue("said", "say", frozenset({"bare"}), people=False, forms=())


def turns(units: Sequence[Unit]) -> Mapping[int, CueClause]:
    """Return the units with which somebody who is named begins to speak, by their numbers.

    Args:
        units: An article's, in order.
    """
    labels = {
        number: colon for number, unit in enumerate(units) if unit.opens and (colon := _colon(unit.tokens)) is not None
    }
    named = {number: found for number, colon in labels.items() if (found := _speaker(units[number].tokens, colon))}
    asking = [number for number, colon in labels.items() if _asks(units[number].tokens, colon)]
    if len({*named, *asking}) < _LEAST_TURNS:
        return {}
    return {number: _clause(units[number].tokens, labels[number], found) for number, found in named.items()}


def _colon(tokens: Sequence[Token]) -> int | None:
    """Return where the colon stands behind what a paragraph begins with; None where no sentence is behind it."""
    found = next((number for number, each in enumerate(tokens[:_LONGEST_LABEL]) if each.key == ":"), None)
    if not found:
        return None
    behind = {each.key for each in tokens[found + 1 :]}
    is_quoted = found + 1 < len(tokens) and tokens[found + 1].kind == "quote"
    is_sentence = is_quoted or not behind.isdisjoint(FINITE | _SPOKEN) or any(key.endswith("ed") for key in behind)
    return found if is_sentence else None


def _speaker(tokens: Sequence[Token], colon: int) -> Phrase | None:
    """Return the name of a person before a colon: with a title, or a first name that is known."""
    known = speaker_words()
    found = phrase_beginning(tokens, 0, colon)
    if found is None or found.kind != "name" or found.name is None or _asks(tokens, colon):
        return None
    keys = [each.key for each in tokens[:colon] if each.kind == "word"]
    is_person = keys[0] in known.titles or (len(keys) > 1 and keys[0] in known.genders)
    return found if is_person and all(each.capital or each.kind != "word" for each in tokens[:colon]) else None


def _asks(tokens: Sequence[Token], colon: int) -> bool:
    return tokens[0].key in _ASKERS and (colon == 1 or head_kind(tokens[:colon]) == "person")


def _clause(tokens: Sequence[Token], colon: int, speaker: Phrase) -> CueClause:
    last = max(number for number in range(colon) if tokens[number].kind == "word") + 1
    name = Phrase(speaker.first, last, "name", (speaker.first, last))
    return CueClause(_CUE, (colon, colon + 1), name, ((colon + 1, len(tokens)),), 0)
