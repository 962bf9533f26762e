"""Clauses by which somebody said what stands before them: `So said the auditors`, `MPs said so too`. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from qabot.facts.clause_words import CLAUSE_MARKS, CONJUNCTIONS, ends_here
from qabot.facts.cue_contexts import Voice
from qabot.facts.cue_subjects import may_speak
from qabot.facts.reported_clauses import CueClause, CueMatch
from qabot.facts.speaker_phrases import Phrase, phrase_beginning
from qabot.facts.spoken_units import Token

_SAYS_SO = frozenset({"say", "think", "believe"})
"""What is done so: `announced so` is no English."""
_BETWEEN = frozenset("at least too also again now once more".split())
"""Words that may stand between "so" and the cue, or behind both."""
_MOST_BETWEEN = 2
_BEHIND = frozenset("too as well himself herself itself themselves also again yesterday today".split())


def so_said(tokens: Sequence[Token], match: CueMatch) -> CueClause | None:
    """Return a clause that begins with "so" and says whose what stands before it is: `So said the auditors.`."""
    if match.cue.verb not in _SAYS_SO or match.form not in {"past", "s", "base"}:
        return None
    number = match.first - 1
    while number > 0 and match.first - number <= _MOST_BETWEEN and tokens[number].key in _BETWEEN:
        number -= 1
    if number < 0 or tokens[number].key != "so":
        return None
    speaker = phrase_beginning(tokens, match.last, len(tokens))
    if speaker is None or not may_speak(tokens, speaker, match.cue):
        return None
    behind = speaker.apposition[1] if speaker.apposition else speaker.last
    is_done = behind >= len(tokens) or tokens[behind].key in CLAUSE_MARKS | {"who", "which"}
    return _meaning_before(tokens, match, (match.first, match.last), speaker, number) if is_done else None


def said_so(tokens: Sequence[Token], match: CueMatch, voice: Voice, speaker: Phrase) -> CueClause | None:
    """Return a clause of which "so" stands for what is said: `the auditors said so too`."""
    if match.cue.verb not in _SAYS_SO or match.last >= len(tokens) or tokens[match.last].key != "so":
        return None
    behind = match.last + 1
    while behind < len(tokens) and tokens[behind].key in _BEHIND:
        behind += 1
    if not ends_here(tokens, behind) or tokens[-1].key == "?":
        return None
    return _meaning_before(tokens, match, (voice.cue_first, match.last), speaker, min(speaker.first, voice.first))


def _meaning_before(
    tokens: Sequence[Token], match: CueMatch, words: tuple[int, int], speaker: Phrase, begins: int
) -> CueClause | None:
    """Return the clause with what stands before it in its sentence; with nothing where that is the one before."""
    before = begins
    while before and (
        tokens[before - 1].key in CONJUNCTIONS | {"and", "or", "but"} or tokens[before - 1].kind == "mark"
    ):
        before -= 1
    if 0 < before == begins:
        return None  # "if it had been late the council would have said so"
    contents = ((0, before),) if before else ()
    return CueClause(match.cue, words, speaker, contents, begins, is_set_apart=bool(before), means_before=not before)
