"""Where a unit reports speech: each cue with who speaks and what is said, as token numbers. Pure.

A cue is passed over where it does not report: where it is denied, asked, supposed, a noun, or has nobody who speaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from qabot.facts.clause_words import (
    CLAUSE_MARKS,
    CONJUNCTIONS,
    FINITE,
    MOST_BEFORE_FINITE,
    MOST_RECIPIENT,
    clause_start,
    ends_here,
)
from qabot.facts.cue_contents import (
    behind_circumstances,
    behind_manner,
    is_said_before,
    left_contents,
    remainder,
    right_content,
)
from qabot.facts.cue_contexts import Voice, voice_of
from qabot.facts.cue_subjects import head_kind, may_speak, subject_of
from qabot.facts.reported_clauses import CueClause, CueMatch, Range
from qabot.facts.speaker_phrases import Phrase, phrase_beginning, phrase_ending
from qabot.facts.speech_cues import CueLexicon
from qabot.facts.spoken_units import Token, Unit
from qabot.facts.view_adjuncts import view_adjuncts

_TRAILING = frozenset("and but or nor so yet while whereas who which".split())


_OPENS_ASKING = frozenset(
    """did does do has have had is are was were will would can could should may might who what why how where when
    which whether if unless""".split()
)


_INVERTS = frozenset("nor neither never seldom rarely hardly".split())
"""What denies a clause from its beginning: `Nor did the council say`."""
_PAST = frozenset("was were had did said told".split())
_PRESENT = frozenset("is are has have does do says tells can will would could".split())
_SUPPOSED = frozenset("if unless whether whoever whatever".split())
_WERE_IT = frozenset("had were should".split())
"""What begins a sentence that only supposes: `Had the board said that it was ready`."""
_HEARSAY = frozenset("rumour rumours speculation gossip suggestion suggestions fears allegation allegations".split())
"""Of what these say nobody is told to have said it: `rumours that the firm had asked for more`."""
_SOME = frozenset("a the last past next first quite".split())


def cue_clauses(unit: Unit, lexicon: CueLexicon) -> list[CueClause]:
    """Return what a unit reports, in order."""
    tokens = unit.tokens
    found: list[CueClause] = []
    if _is_question(tokens):
        return found
    for match in _matches(tokens, lexicon):
        clause = _clause(tokens, match, found)
        if clause:
            found.append(clause)
    found += view_adjuncts(tokens, lexicon)
    if not found:
        return found
    found.sort(key=lambda each: each.words[0])
    return _without_nested(tokens, _parted(tokens, found))


def _is_question(tokens: Sequence[Token]) -> bool:
    """Whether a unit asks for itself, outside of any quotation."""
    return bool(tokens) and tokens[-1].key == "?" and tokens[0].key in _OPENS_ASKING


def _matches(tokens: Sequence[Token], lexicon: CueLexicon) -> Iterator[CueMatch]:
    for number in [number for number, token in enumerate(tokens) if token.key in lexicon.by_form]:
        token = tokens[number]
        if token.kind != "word" or token.owner or (token.capital and number and tokens[number - 1].capital):
            continue  # "Tom Read" is a name
        for cue, form in lexicon.by_form[token.key]:
            rest = cue.rest if " " in cue.verb else ()
            last = number + 1 + len(rest)
            if not rest or tuple(each.key for each in tokens[number + 1 : last]) == rest:
                yield CueMatch(cue, form, number, last)
                break


def _clause(tokens: Sequence[Token], match: CueMatch, earlier: Sequence[CueClause]) -> CueClause | None:  # noqa: PLR0911 - a rule each
    """Return what a cue reports, or None where it does not."""
    voice = voice_of(tokens, match.first, match.form)
    if voice and voice.is_plain and match.last < len(tokens) and tokens[match.last].key == "by":
        return None  # "the review asked for by"
    if voice is None or _is_supposed(tokens, voice.first):
        return None
    if voice.kind == "passive":
        return _by_agent(tokens, match, voice)
    if voice.kind == "coordinated" and match.form == "s" and _is_of_the_past(tokens, voice.first):
        return None  # "budgets that had shrunk and demands on them"
    if voice.kind == "future" and "bare" not in match.cue.takes:
        return None
    speaker = subject_of(tokens, match, voice, earlier)
    inverted = _inverted(tokens, match, voice) if match.form in {"past", "s"} and voice.is_plain else None
    if inverted and (speaker is None or _starts_apart(tokens, voice.first) or _is_between(tokens, speaker, inverted)):
        return inverted
    if speaker is None or not may_speak(tokens, speaker, match.cue):
        return inverted
    if match.last < len(tokens) and tokens[match.last].key == "nothing":
        return None  # "says nothing about the cost"
    return _with_contents(tokens, match, voice, speaker)


def _is_of_the_past(tokens: Sequence[Token], end: int) -> bool:
    """Whether all that stands before a place tells of what was: what goes on in the present tense there is a noun."""
    keys = {each.key for each in tokens[:end] if each.kind == "word"}
    return bool(keys & _PAST) and not keys & _PRESENT


def _is_supposed(tokens: Sequence[Token], first: int) -> bool:
    """Whether a condition or a question within the sentence governs the clause."""
    for number in range(first - 1, max(-1, first - 8), -1):
        if tokens[number].key == "that":
            return number > 0 and tokens[number - 1].key in _HEARSAY
        if tokens[number].kind == "mark":
            return False
        if (number == 0 and tokens[0].key in _WERE_IT) or _is_few(tokens, number):
            return True
        if tokens[number].key in _SUPPOSED or (tokens[number].key in _INVERTS and tokens[number + 1].key in FINITE):
            return True
    return False


def _is_few(tokens: Sequence[Token], number: int) -> bool:
    """Whether hardly anybody says it: `Few councils say`, but not `A few councils say`."""
    return tokens[number].key == "few" and (number == 0 or tokens[number - 1].key not in _SOME)


def _is_between(tokens: Sequence[Token], speaker: Phrase, inverted: CueClause) -> bool:
    """Whether "said somebody" stands between commas within what is said: `Ministers, said Lord Adonis, must`."""
    behind = inverted.speaker
    is_somebody = behind.kind != "description" or head_kind(tokens[behind.first : behind.last]) is not None
    is_set_off = behind.last + 1 < len(tokens) and tokens[behind.last].key == ","
    return is_somebody and is_set_off and speaker.apposition is None and len(inverted.contents) > 1


def _starts_apart(tokens: Sequence[Token], first: int) -> bool:
    """Whether a cue stands right behind a quotation or at the start of a clause that has no other subject."""
    return first == 0 or tokens[first - 1].kind == "quote"


def _by_agent(tokens: Sequence[Token], match: CueMatch, voice: Voice) -> CueClause | None:
    """Return what was done by somebody: `was criticised by the NAO`."""
    for number in range(match.last, min(len(tokens) - 1, match.last + MOST_RECIPIENT)):
        if tokens[number].key in CLAUSE_MARKS or tokens[number].kind == "quote":
            return None
        if tokens[number].key == "by":
            break
    else:
        return None
    speaker = phrase_beginning(tokens, number + 1, len(tokens))
    if speaker is None or not may_speak(tokens, speaker, match.cue) or voice.is_reduced:
        return None
    if speaker.kind == "description" and head_kind(tokens[speaker.first : speaker.last]) == "document":
        return None
    behind = speaker.last
    subject = phrase_ending(tokens, voice.first, clause_start(tokens, voice.first))
    first = subject.first if subject else clause_start(tokens, voice.first)
    if behind < len(tokens) and tokens[behind].key == "that":
        contents: tuple[Range, ...] = ((behind + 1, len(tokens)),)
    elif "object" in match.cue.takes and first < voice.first:
        rest = _to_clause_end(tokens, behind)
        contents = ((first, voice.first), *([(behind, rest)] if rest > behind + 1 else []))
    else:
        return None
    return CueClause(match.cue, (match.first, match.last), speaker, contents, first)


def _to_clause_end(tokens: Sequence[Token], first: int) -> int:
    last = first
    while last < len(tokens) and tokens[last].key not in CLAUSE_MARKS:
        last += 1
    return last


def _inverted(tokens: Sequence[Token], match: CueMatch, voice: Voice) -> CueClause | None:  # noqa: PLR0911 - a rule each
    """Return what is said where the speaker stands behind the cue: `…, said Francis Maude`."""
    first = voice.first
    if not match.cue.takes & {"bare", "that", "quote", "whether"} or match.last - match.first > 1:
        return None
    comma = first > 0 and tokens[first - 1].key in {",", "-"}
    if first > 0 and not comma and tokens[first - 1].kind != "quote":
        return None
    speaker = phrase_beginning(tokens, match.last, len(tokens))
    if speaker is None or not may_speak(tokens, speaker, match.cue):
        return None
    behind = speaker.apposition[1] if speaker.apposition else speaker.last
    if behind < len(tokens) and tokens[behind].kind == "word" and tokens[behind].key in FINITE | {"that"}:
        return None
    if first == 0 and speaker.kind == "description" and not ends_here(tokens, behind):
        return None
    before = first - 1 if comma else first
    contents = left_contents(tokens, before)
    is_whole = any(each.key in FINITE or each.key.endswith("ed") for each in tokens[:before])
    after = remainder(tokens, behind, inverted=is_whole)
    if not contents and not after and first > 0:
        return None
    return CueClause(match.cue, (match.first, match.last), speaker, (*contents, *after), before, is_set_apart=True)


def _with_contents(tokens: Sequence[Token], match: CueMatch, voice: Voice, speaker: Phrase) -> CueClause | None:
    cue, number = match.cue, behind_manner(tokens, match.last)
    words = (voice.cue_first, match.last)
    if match.form == "ing" and voice.kind != "progressive":
        begins = voice.first
    else:
        begins = min(speaker.first, voice.first) if voice.first - speaker.last < MOST_BEFORE_FINITE else voice.first
    if voice.kind == "coordinated":
        begins = voice.first - 1
    content = right_content(tokens, match, number)
    if content is not None and is_said_before(tokens, begins, content, number):
        content = None
    if content is not None:
        if content[0] >= len(tokens):
            return CueClause(cue, words, speaker, (), begins, awaits=True)
        if begins > 0 and tokens[begins - 1].stops and tokens[content[0]].kind == "quote":
            left = left_contents(tokens, begins)  # “The NHS,” he said on Monday, “is stuck”
            return CueClause(cue, words, speaker, (*left, content), begins, is_set_apart=True)
        return CueClause(cue, words, speaker, (content,), begins)
    behind = behind_circumstances(tokens, number, cue)
    if not ends_here(tokens, behind) or not cue.takes & {"bare", "that", "quote", "whether"}:
        return None
    is_led = begins > 0 and tokens[begins - 1].key == "as"  # "as the committee pointed out, …"
    begins -= is_led
    comma = begins > 0 and tokens[begins - 1].key in {",", "-"}
    quoted = begins > 0 and tokens[begins - 1].kind == "quote"
    left = left_contents(tokens, begins - 1 if comma else begins) if comma or quoted else ()
    after = remainder(tokens, behind, inverted=False) if left or comma or begins == 0 else ()
    if not left and not after and begins > 0:
        return None
    if not left and after and not is_led and not any(tokens[each].kind == "quote" for each in range(*after[0])):
        after = ()
    return CueClause(cue, words, speaker, (*left, *after), begins - 1 if comma else begins, is_set_apart=True)


def _parted(tokens: Sequence[Token], found: Sequence[CueClause]) -> list[CueClause]:
    """End what is said where another clause reports."""
    parted: list[CueClause] = []
    for clause in found:
        contents: list[Range] = []
        for first, last in clause.contents:
            end = last
            for other in found:
                if other is clause or not first <= other.begins < end or other.words[0] < clause.words[0]:
                    continue
                if other.is_set_apart or _goes_on_beside(tokens, clause, other):
                    end = other.begins
            while end > first and (tokens[end - 1].kind == "mark" or (end < last and tokens[end - 1].key in _TRAILING)):
                end -= 1
            if end > first:
                contents.append((first, end))
        if contents or not clause.contents:
            parted.append(replace(clause, contents=tuple(contents)))
    return parted


def _goes_on_beside(tokens: Sequence[Token], clause: CueClause, other: CueClause) -> bool:
    """Whether another clause stands beside one, and not within what it reports."""
    if other.speaker == clause.speaker:
        return True
    before = tokens[other.begins - 1] if other.begins else None
    return before is not None and (before.key in {",", ";", "-"} or before.key in CONJUNCTIONS | {"while", "whereas"})


def _without_nested(tokens: Sequence[Token], found: Sequence[CueClause]) -> list[CueClause]:
    """Leave out what is reported within what somebody said, unless that only passes a report on."""
    kept: list[CueClause] = []
    for clause in found:
        holders = [
            other
            for other in found
            if other is not clause
            and any(a <= clause.words[0] < b for a, b in other.contents)
            and not _relays(tokens, other)
        ]
        if not holders:
            kept.append(clause)
    return kept


def _relays(tokens: Sequence[Token], clause: CueClause) -> bool:
    """Whether a clause passes on what others say: an outlet's, a document's, or one that is "according to" somebody."""
    words = [each for each in tokens[clause.speaker.first : clause.speaker.last] if each.kind == "word"]
    is_document = clause.speaker.kind == "description" and head_kind(words) == "document"
    by_others = clause.cue.verb == "report" or tokens[clause.words[0]].key == "according"
    return clause.is_set_apart and (by_others or is_document)
