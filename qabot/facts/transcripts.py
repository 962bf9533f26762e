"""Who speaks in what was written down turn by turn: `Jane Smith: We learned of it in March.`. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qabot.facts.clause_words import FINITE
from qabot.facts.reported_clauses import CueClause
from qabot.facts.speaker_phrases import Phrase
from qabot.facts.speaker_words import speaker_words
from qabot.facts.speech_cues import SpeechCue
from qabot.facts.spoken_units import Token, Unit

_SAID = SpeechCue("said", "say", frozenset({"bare"}), people=True, forms=())
_ASKED = SpeechCue("asked", "ask", frozenset({"quote"}), people=True, forms=())
_LONGEST_LABEL = 6
"""Words before the colon of a turn."""
_LEAST_TURNS = 2
"""Paragraphs with a label from which a text is a conversation, rather than one with a colon in it."""
_LEAST_SAID = 3
"""Words from which a turn says something: `Jane Smith: Yes.` needs the question to be understood."""
_HONORIFICS = frozenset("mr mrs ms miss mx dr sir dame lord lady baroness baron professor prof councillor cllr".split())
"""What a name alone follows: "General" is in "General Counsel" too."""
_SPOKEN = frozenset("i we you my our your me us i'm i've i'd i'll we're we've we'd we'll you're you've".split())
"""Words of those who speak, and of those who are spoken to."""
_SELVES = frozenset("i we i'm i've we're we've it's that's there's don't didn't".split())


def turns(units: Sequence[Unit]) -> Mapping[int, CueClause]:
    """Return what opens each turn of a conversation, by the number of its unit; nothing where a text is none.

    Only a turn of somebody by name counts: whose `A:` is, or `Chair:`, an article tells elsewhere, if at all.
    """
    opened = {number: label for number, unit in enumerate(units) if unit.opens and (label := _label(unit.tokens))}
    if len(opened) < _LEAST_TURNS or not _is_spoken([units[number].tokens for number in opened]):
        return {}
    clauses = ((number, _turn(units[number], label)) for number, label in opened.items())
    return {number: clause for number, clause in clauses if clause is not None}


def _is_spoken(opened: Sequence[Sequence[Token]]) -> bool:
    """Whether somebody asks in what labels open, or half of it is of "I" and "you": a list of people is neither."""
    asked = any(tokens[-1].key == "?" for tokens in opened)
    spoken = sum(any(each.kind == "quote" or each.key in _SPOKEN for each in tokens) for tokens in opened)
    return asked or 2 * spoken >= len(opened)


def _label(tokens: Sequence[Token]) -> int:
    """Return where the colon stands behind nothing but words with capitals; 0 where it does not."""
    for number, token in enumerate(tokens[: _LONGEST_LABEL + 1]):
        if token.key == ":":
            return number
        if not (token.kind == "aside" or (token.kind == "word" and token.capital and not token.owner)):
            return 0
    return 0


def _turn(unit: Unit, label: int) -> CueClause | None:
    """Return the clause of a turn that a person's name opens and that says something."""
    tokens, known = unit.tokens, speaker_words()
    last = label
    while last and tokens[last - 1].kind == "aside":
        last -= 1
    first = 0
    while first < last and tokens[first].key in _HONORIFICS:
        first += 1
    is_person = first < last and (first > 0 or (last > 1 and tokens[0].key in known.genders))
    said = [each for each in tokens[label + 1 :] if each.kind == "word"]
    is_sentence = len(said) >= _LEAST_SAID and said[0].start == tokens[label + 1].start and _has_verb(said)
    is_sentence |= label + 1 < len(tokens) and tokens[label + 1].kind == "quote" and not said
    if not is_person or not is_sentence or any(each.kind != "word" for each in tokens[:last]):
        return None
    cue = _ASKED if tokens[-1].key == "?" else _SAID
    speaker = Phrase(0, last, "name", (first, last))
    return CueClause(cue, (label, label + 1), speaker, ((label + 1, len(tokens)),), 0)


def _has_verb(said: Sequence[Token]) -> bool:
    return any(each.key in FINITE or each.key in _SELVES or each.key.endswith("ed") for each in said)
