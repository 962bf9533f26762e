"""Who speaks: the subject of a cue, before it, or that of the clause which it goes on from. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from qabot.facts.clause_words import CLAUSE_MARKS, CONJUNCTIONS, LEADING, MANNER, PREPOSITIONS, clause_start
from qabot.facts.cue_contexts import Voice
from qabot.facts.reported_clauses import CueClause, CueMatch, Range
from qabot.facts.speaker_phrases import (
    DETERMINERS,
    RELATIVE,
    STOPS,
    Phrase,
    is_apposition,
    is_time,
    phrase_beginning,
    phrase_ending,
)
from qabot.facts.speaker_words import speaker_words
from qabot.facts.speech_cues import SpeechCue
from qabot.facts.spoken_units import Token

_STANDS_FOR_SOMEBODY = frozenset("second third fourth other others another some many most both several few".split())


_SUBORDINATING = frozenset(
    "when while although though because since if as after before once until unless whereas despite".split()
)


_GOVERNING = frozenset("by of with from to for into against about over between under than at in on".split())
"""A phrase behind one of these is no subject."""


_QUALIFYING = frozenset(
    """who which on of for from at in by with to working sitting led given made written seen sent set close familiar
    present involved near""".split()
)
"""What says more of a noun before it, besides participles in -ed."""


_MADE = frozenset("out up for by made written drawn done put seen sent led".split())
"""What stands between a text and whom it was made for or by, besides participles in -ed."""
_DOERS = ("er", "or", "ist", "ian", "man", "men", "ant", "ent")
"""How nouns end that name who does something."""
_FREE_SPEECH = frozenset("say tell report".split())
"""Cues of which anyone who is named at all may be the subject."""


def subject_of(tokens: Sequence[Token], match: CueMatch, voice: Voice, earlier: Sequence[CueClause]) -> Phrase | None:  # noqa: PLR0911 - a rule each
    """Return who speaks where that stands before the cue."""
    end = voice.first
    if match.form == "ing" and voice.kind != "progressive":
        return _of_main_clause(tokens, end, earlier)
    if end == 0:
        return None
    before = tokens[end - 1]
    if before.key in {",", "-"}:
        return _before_apposition(tokens, end - 1)
    if before.key in CONJUNCTIONS or (before.key == "to" and voice.kind == "infinitive"):
        return _of_main_clause(tokens, end - 1, earlier)
    if before.key in RELATIVE:
        return _antecedent(tokens, end - 1)
    least = clause_start(tokens, end)
    found = phrase_ending(tokens, end, least)
    if found is None or (found.first > least and tokens[found.first - 1].key in _GOVERNING):
        return _qualified(tokens, least, end)
    if _is_told_of_somebody(tokens, found):
        return _antecedent(tokens, found.first - 1)
    return found


def _is_told_of_somebody(tokens: Sequence[Token], found: Phrase) -> bool:
    """Whether words are no phrase but what a relative clause tells of whom it follows: `members who voted said`."""
    first = tokens[found.first]
    if found.kind != "description" or found.first == 0 or tokens[found.first - 1].key != "who":
        return False
    return first.key not in DETERMINERS and speaker_words().kind(first.key) is None


def _qualified(tokens: Sequence[Token], first: int, end: int) -> Phrase | None:
    """Return the phrase that a clause begins with, where what it is told by stands behind: `A report published by`."""
    while first < end and tokens[first].key in LEADING:
        first += 1
    found = first_phrase(tokens, first, end) if first < end else None
    behind = tokens[found.last] if found and found.last < end else None
    if behind is None or not (behind.key.endswith("ed") or behind.key in _QUALIFYING) or behind.capital:
        return None
    return found


def _antecedent(tokens: Sequence[Token], who: int) -> Phrase | None:
    end = who - 1 if who and tokens[who - 1].key == "," else who
    if end < who and (found := _before_apposition(tokens, end)):
        is_thing = tokens[who].key == "which" and not found.apposition
        return (_made_for(tokens, found, clause_start(tokens, end)) if is_thing else None) or found
    if end <= 0:
        return None
    least = clause_start(tokens, end)
    found = phrase_ending(tokens, end, least)
    return _made_for(tokens, found, least) or found if found and tokens[who].key == "which" else found


def _made_for(tokens: Sequence[Token], found: Phrase, least: int) -> Phrase | None:
    """Return the text that was made for or by somebody, of which "which" tells: `a review carried out for Labour`."""
    place = found.first - 1
    if place <= least or tokens[place].key not in _GOVERNING:
        return None
    while place > least and (tokens[place - 1].key.endswith("ed") or tokens[place - 1].key in _MADE):
        place -= 1
    head = phrase_ending(tokens, place, least) if place > least else None
    if head is None:
        return None
    if head_kind(tokens[head.first : head.last]) == "document":
        return head
    return _made_for(tokens, head, least)  # "a report drawn up by KPMG for the council"


def _before_apposition(tokens: Sequence[Token], comma: int) -> Phrase | None:
    """Return whom commas set an apposition apart from: `Francis Maude, minister for the Cabinet Office, said`."""
    candidate: Phrase | None = None
    end = comma
    apposition_end = comma
    while end > 0:
        start = clause_start(tokens, end)
        first = start
        while first < end and tokens[first].key in LEADING:
            first += 1
        found = phrase_ending(tokens, end, first)
        is_whole = found is not None and found.first == first
        if found and found.kind == "name" and not is_apposition(tokens, first, end):
            if is_whole or candidate is not None or end == comma:
                return _apposed(found, (end + 1, apposition_end))
            return candidate
        if not is_apposition(tokens, first, end):
            return candidate
        if found and is_whole and tokens[first].key not in RELATIVE:
            candidate = _apposed(found, (end + 1, apposition_end))
        if start == 0 or tokens[start - 1].key not in {",", "-"}:
            return candidate
        end = start - 1
    return candidate


def _apposed(found: Phrase, behind: Range) -> Phrase:
    return replace(found, apposition=behind) if behind[1] > behind[0] else found


def _of_main_clause(tokens: Sequence[Token], end: int, earlier: Sequence[CueClause]) -> Phrase | None:
    """Return the subject of the clause that another one goes on from: `…, adding that`."""
    if earlier and not any(each.key == ";" for each in tokens[earlier[-1].words[1] : end]):
        return earlier[-1].speaker
    start = 0
    while start < end:
        first = start
        while first < end and tokens[first].key in LEADING:
            first += 1
        if first < end and not _leads(tokens, first):
            break
        while start < end and tokens[start].key not in CLAUSE_MARKS:
            start += 1
        start += 1
    else:
        return None
    return first_phrase(tokens, first, end)


def _leads(tokens: Sequence[Token], number: int) -> bool:
    """Whether words up to a comma lead to the subject of a sentence."""
    token = tokens[number]
    is_adverb = (
        (token.key.endswith("ly") or token.key in MANNER) and number + 1 < len(tokens) and tokens[number + 1].key == ","
    )
    return is_adverb or token.key in PREPOSITIONS | _SUBORDINATING or is_time(token)


def first_phrase(tokens: Sequence[Token], first: int, end: int) -> Phrase | None:
    """Return the noun phrase that a clause begins with: up to its first noun for a speaker, where it has no name."""
    found = phrase_beginning(tokens, first, end)
    if found is None or found.kind != "description":
        return found
    for number in range(found.first, found.last):
        if speaker_words().kind(tokens[number].key):
            return Phrase(found.first, number + 1, "description", None, found.apposition)
    return None


def may_speak(tokens: Sequence[Token], speaker: Phrase, cue: SpeechCue) -> bool:
    """Whether a phrase is of somebody who can do what the cue says."""
    if speaker.kind == "pronoun":
        return True
    words = [each for each in tokens[speaker.first : speaker.last] if each.kind == "word"]
    if words[0].key == "no" or (speaker.first and tokens[speaker.first - 1].key in {"no", "nor", "neither"}):
        return False
    if speaker.kind == "name":
        return not all(is_time(each) for each in words)
    kind = head_kind(words)
    if kind == "document":
        return "bare" in cue.takes or "that" in cue.takes or not cue.people or cue.act in {"criticised", "called_for"}
    is_owned = words[0].owner and words[0].capital
    if kind is not None or (words[-1].key in _STANDS_FOR_SOMEBODY and len(words) <= 2):  # noqa: PLR2004
        return True
    does = words[-1].key.removesuffix("s").endswith(_DOERS)
    return cue.verb in _FREE_SPEECH and (is_owned or (does and words[0].key in DETERMINERS))


def head_kind(words: Sequence[Token]) -> str | None:
    """Return what the head of a description is: its last noun before what it is of."""
    known = speaker_words()
    kind: str | None = None
    for number, each in enumerate(words):
        if number and each.key in STOPS and each.key in PREPOSITIONS and kind:
            return kind
        if number and each.key in STOPS and not kind:
            continue
        kind = known.kind(each.key) if not each.owner or number + 1 == len(words) else None
    return kind
