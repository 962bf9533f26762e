"""What is said without a verb: "according to" somebody, "in the view of" somebody, what a view was. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qabot.facts.clause_words import FINITE, LEADING, MOST_BETWEEN, MOST_RECIPIENT, PREPOSITIONS, clause_start
from qabot.facts.cue_contents import remainder
from qabot.facts.cue_subjects import may_speak
from qabot.facts.reported_clauses import CueClause, Range
from qabot.facts.speaker_phrases import RELATIVE, STOPS, Phrase, is_done, phrase_beginning, phrase_ending
from qabot.facts.speech_cues import CueLexicon
from qabot.facts.spoken_units import Token

_GIVES_VIEW = frozenset(
    "view opinion words judgement judgment estimation eyes assessment reckoning description account phrase".split()
)


_STATED = frozenset(
    """assessment opinion judgement feeling view position conclusion
    argument message verdict complaint warning claim answer response hope fear belief
    recommendation finding case contention objection point advice estimate""".split()
)


_BEGINS = frozenset({"according"}) | _STATED | _GIVES_VIEW


_WRITTEN_RULES = frozenset(
    "specification schedule contract plan plans policy agenda agreement law laws guidelines".split()
)
"""What things are done according to, and that says nothing itself."""


def view_adjuncts(tokens: Sequence[Token], lexicon: CueLexicon) -> Iterator[CueClause]:  # noqa: C901 - a rule each
    """Yield what is said "according to" somebody, "in the view of" somebody, or "in somebody's view"."""
    say = lexicon.by_form["said"][0][0]
    for number in [number for number, token in enumerate(tokens) if token.key in _BEGINS]:
        token = tokens[number]
        following = tokens[number + 1].key if number + 1 < len(tokens) else ""
        if token.key == "according" and following == "to":
            speaker, cue, begins = phrase_beginning(tokens, number + 2, len(tokens)), (number, number + 2), number
            end = speaker.last if speaker else number
            if speaker and tokens[speaker.last - 1].key in _WRITTEN_RULES:
                continue
        elif token.key in _STATED and following in FINITE and (stated := _stated(tokens, number)) is not None:
            speaker, cue, begins = _owner_before(tokens, number), (number, stated - 1), stated
            if speaker and may_speak(tokens, speaker, say):
                yield CueClause(say, cue, speaker, ((stated, len(tokens)),), speaker.first)
            continue
        elif token.key in _GIVES_VIEW and number and tokens[number - 1].key not in {"the", "a"}:
            begins = _adjunct_start(tokens, number)
            speaker = None
            if begins is not None:
                speaker = _possessor(number - 1, tokens) or phrase_ending(tokens, number, begins + 1)
            cue, end = (number, number + 1), number + 1
        elif token.key in _GIVES_VIEW and following == "of":
            begins = number - 2 if number > 1 and tokens[number - 2].key in {"in", "on", "by"} else None
            speaker, cue = phrase_beginning(tokens, number + 2, len(tokens)), (number, number + 2)
            end = speaker.last if speaker else number
        else:
            continue
        if speaker is None or begins is None or not may_speak(tokens, speaker, say):
            continue
        behind = end
        if speaker.apposition and end == speaker.last and _is_between_commas(tokens, speaker.apposition):
            behind = speaker.apposition[1]
        contents = _around(tokens, begins, behind)
        if contents:
            yield CueClause(say, cue, speaker, contents, begins, is_set_apart=True)


def _is_between_commas(tokens: Sequence[Token], words: Range) -> bool:
    """Whether words are an apposition indeed: a comma follows them, and none of them is a finite verb."""
    is_relative = tokens[words[0]].key in RELATIVE
    ends = words[1] >= len(tokens) or tokens[words[1]].key == ","
    has_verb = any(each.key in FINITE for each in tokens[words[0] : words[1]])
    return ends and (is_relative or not has_verb) and (words[1] < len(tokens) or words[0] > MOST_BETWEEN)


def _stated(tokens: Sequence[Token], number: int) -> int | None:
    """Return what stands behind `was that`, where that is what somebody's view was."""
    for place in range(number + 1, min(len(tokens), number + MOST_RECIPIENT)):
        if tokens[place].key == "that":
            return place + 1 if tokens[place - 1].key in FINITE else None
        if tokens[place].key not in FINITE:
            return None
    return None


def _owner_before(tokens: Sequence[Token], number: int) -> Phrase | None:
    return _possessor(number - 1, tokens) or (
        phrase_ending(tokens, number, clause_start(tokens, number)) if number and tokens[number - 1].owner else None
    )


def _adjunct_start(tokens: Sequence[Token], number: int) -> int | None:
    for place in range(number - 1, max(-1, number - 8), -1):
        if tokens[place].key in {"in", "by", "on"}:
            owner = tokens[number - 1]
            return place if owner.owner or owner.key in {"his", "her", "its", "their"} else None
        if tokens[place].kind != "word":
            return None
    return None


def _possessor(number: int, tokens: Sequence[Token]) -> Phrase | None:
    return Phrase(number, number + 1, "pronoun") if tokens[number].key in {"his", "her", "its", "their"} else None


def _behind_its_qualifier(tokens: Sequence[Token], number: int) -> int:
    """Step over what says more of a speaker, up to the next comma: `a memo seen by the BBC, staff were`."""
    if number < len(tokens) and (is_done(tokens[number]) or tokens[number].key in PREPOSITIONS | RELATIVE):
        for place in range(number, len(tokens)):
            if tokens[place].key == ",":
                return place + 1
    return number


def _around(tokens: Sequence[Token], begins: int, behind: int) -> tuple[Range, ...]:
    """Return what an adjunct is said of: the rest of the sentence, on either side."""
    left = begins - 1 if begins and tokens[begins - 1].key in {",", "-"} else begins
    first = 0
    while first < left and tokens[first].key in LEADING:
        first += 1
    goes_on = behind < len(tokens) and tokens[behind].key in {",", "-"}
    right = behind + 1 if goes_on else _behind_its_qualifier(tokens, behind) if left <= first else behind
    joins = begins > first and tokens[begins - 1].kind == "word" and tokens[begins - 1].key in STOPS
    if left - first < 1 or joins:
        return ((right, len(tokens)),) if right < len(tokens) else ()
    tail = remainder(tokens, behind, inverted=tokens[begins].key == "according") if goes_on else ()
    return ((first, left), *tail)
