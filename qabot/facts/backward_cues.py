"""Sentences that only tell whose words the one before is: "So said the auditors". Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qabot.core.facts import SpeechAct
from qabot.facts.clause_words import LEADING, PREPOSITIONS
from qabot.facts.cue_subjects import may_speak
from qabot.facts.reported_clauses import CueClause
from qabot.facts.speaker_phrases import is_time, phrase_beginning, phrase_ending
from qabot.facts.speech_cues import CueLexicon, SpeechCue
from qabot.facts.spoken_units import Token

_SO = frozenset("so thus".split())
_BEFORE = (LEADING | {"or"}) - _SO
_POINTS = frozenset("that this those these such".split())
_IS = frozenset("is was are were".split())
_NOUNS: Mapping[str, SpeechAct] = {
    "words": "said",
    "view": "said",
    "opinion": "said",
    "message": "said",
    "verdict": "found",
    "conclusion": "found",
    "finding": "found",
    "warning": "warned",
    "claim": "claimed",
}
"""What is said is called so, by what it does."""
_BEGINS = frozenset("a an this his her their last".split())
"""What stands behind "in" where that says on what occasion."""
_FIRST = 8
"""Tokens among which such a sentence comes to its speaker."""


def backward_clause(tokens: Sequence[Token], lexicon: CueLexicon) -> CueClause | None:
    """Return who is said to have said the sentence before; None where a sentence tells anything else.

    Args:
        tokens: A unit's.
        lexicon: The words that report.
    """
    first = next((number for number, each in enumerate(tokens) if each.key not in _BEFORE), None)
    if first is None or len(tokens) < first + 2:
        return None
    if tokens[first].key in _SO:
        return _so_said(tokens, first + 1, lexicon)
    return _what_was_said(tokens, first, lexicon) if tokens[first].key in _POINTS else None


def _so_said(tokens: Sequence[Token], number: int, lexicon: CueLexicon) -> CueClause | None:
    cue = _cue(tokens, number, lexicon)
    speaker = phrase_beginning(tokens, number + 1, _end(tokens, number + 1)) if cue else None
    if cue is None or speaker is None or not may_speak(tokens, speaker, cue):
        return None
    if any(each.key in {":", "that"} for each in tokens[speaker.last :]):
        return None
    return CueClause(cue, (number, number + 1), speaker, (), 0, is_set_apart=True)


def _what_was_said(tokens: Sequence[Token], first: int, lexicon: CueLexicon) -> CueClause | None:
    """Read "That is what the minister said" and "Those were the words of Lord Freyne"."""
    verb = next((number for number in range(first + 1, min(len(tokens), _FIRST)) if tokens[number].key in _IS), None)
    if verb is None or verb + 3 >= len(tokens):
        return None
    behind = [each.key for each in tokens[verb + 1 : verb + 4]]
    if behind[0] == "what":
        place = next((each for each in range(verb + 3, len(tokens)) if _cue(tokens, each, lexicon)), verb)
        cue, speaker = _cue(tokens, place, lexicon), phrase_ending(tokens, place, verb + 2)
        if speaker is None or speaker.first != verb + 2:
            return None
    elif behind[0] == "the" and behind[1] in _NOUNS and behind[2] == "of":
        speaker, place = phrase_beginning(tokens, verb + 4, len(tokens)), verb + 2
        cue = SpeechCue(_NOUNS[behind[1]], "say", frozenset({"bare"}), people=False, forms=())
    else:
        return None
    if cue is None or speaker is None or not may_speak(tokens, speaker, cue):
        return None
    return CueClause(cue, (place, place + 1), speaker, (), 0, is_set_apart=True)


def _end(tokens: Sequence[Token], first: int) -> int:
    """Return where words begin that say where or when somebody spoke: `in a paper`."""
    for number in range(first + 1, len(tokens) - 1):
        if tokens[number].key in PREPOSITIONS and (tokens[number + 1].key in _BEGINS or is_time(tokens[number + 1])):
            return number
    return len(tokens)


def _cue(tokens: Sequence[Token], number: int, lexicon: CueLexicon) -> SpeechCue | None:
    """Return the cue of one word that a token is, in its present or its past."""
    forms = lexicon.by_form.get(tokens[number].key, ())
    known = (cue for cue, form in forms if form in {"past", "s", "base"} and not cue.rest)
    return next((each for each in known if each.takes & {"bare", "that"}), None)
