"""Where a unit reports speech: each cue with who speaks and what is said, as token numbers. Pure.

A cue is passed over where it does not report: where it is denied, asked, supposed, a noun, or has nobody who speaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from qabot.facts.cue_contexts import Voice, voice_of
from qabot.facts.speaker_phrases import (
    DETERMINERS,
    RELATIVE,
    STOPS,
    Phrase,
    is_apposition,
    is_noun,
    is_time,
    phrase_beginning,
    phrase_ending,
)
from qabot.facts.speaker_words import speaker_words
from qabot.facts.speech_cues import CueForm, CueLexicon, SpeechCue
from qabot.facts.spoken_units import Token, Unit

Range = tuple[int, int]
"""Token numbers: the first, and one past the last."""

_CLAUSE_MARKS = frozenset({",", ";", ":", "-", "?", "!"})
_CONJUNCTIONS = frozenset("and but or nor so yet then".split())
_TRAILING = frozenset("and but or nor so yet while whereas who which".split())
_LEADING = frozenset("but and yet so nor however".split())
_PREPOSITIONS = frozenset(
    "in on at to during of after from for before with by under through via about following".split()
)
_FINITE = frozenset(
    """is are was were be been has have had does do did will would can could shall should may might must isn't aren't
    wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't couldn't shouldn't cannot""".split()
)
_SUBJECT_STARTS = frozenset(
    """the a an its his her their our it he she they we i you this that these those there some many most more few no all each every both
    what who one two three four five six nobody anyone everyone anything everything nothing something any such only if when""".split()
)
_MANNER = frozenset(
    """also later then today yesterday again already still even just further earlier recently subsequently however both
    too now instead once ago therefore first afterwards meanwhile separately only""".split()
)
_NO_CONTENT = frozenset(
    "after before following speaking who which at during on as when while in writing referring ahead".split()
)
_GIVES_VIEW = frozenset(
    "view opinion words judgement judgment estimation eyes assessment reckoning description account phrase".split()
)
_STATED = frozenset(
    """view position conclusion argument message verdict complaint warning claim answer response hope fear belief
    recommendation finding case contention objection point advice estimate""".split()
)
_OPENS_ASKING = frozenset(
    """did does do has have had is are was were will would can could should may might who what why how where when which
    whether if unless""".split()
)
_GOVERNING = frozenset("by of with from to for into against about over between under than at in on".split())
"""A phrase behind one of these is no subject."""
_QUALIFYING = frozenset(
    "who which on of for from at in by with to working sitting led given made written seen sent set".split()
)
_SUPPOSED = frozenset("if unless whether".split())
_FREE_SPEECH = frozenset("say tell argue warn report".split())
"""Cues of which anyone who is named at all may be the subject."""
_MOST_BETWEEN = 16
"""Tokens between a cue and its `that`, of what was said where and when."""
_MOST_RECIPIENT = 5
_MOST_BEFORE_FINITE = 14


class CueMatch(Struct, frozen=True):
    """A cue where it stands."""

    cue: SpeechCue
    """Which."""
    form: CueForm
    """The form of its first word."""
    first: int
    """Its first token."""
    last: int
    """One past its last."""


class CueClause(Struct, frozen=True):
    """What a cue reports."""

    cue: SpeechCue
    """Which."""
    words: Range
    """The cue's own tokens, its auxiliaries included."""
    speaker: Phrase
    """Who speaks."""
    contents: tuple[Range, ...]
    """What is said, in order; none where a quotation next to the unit is."""
    begins: int
    """The first token of the clause: where what comes before it ends."""
    is_set_apart: bool = False
    """Whether the clause stands within or behind what it reports: `…, he said, …`."""
    awaits: bool = False
    """Whether it ends with a colon: what is said follows."""


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
    found += _adjuncts(tokens, lexicon)
    found.sort(key=lambda each: each.words[0])
    return _without_nested(_parted(tokens, found))


def _is_question(tokens: Sequence[Token]) -> bool:
    """Whether a unit asks for itself, outside of any quotation."""
    ends = next((each for each in reversed(tokens)), None)
    return ends is not None and ends.key == "?" and tokens[0].key in _OPENS_ASKING


def _matches(tokens: Sequence[Token], lexicon: CueLexicon) -> Iterator[CueMatch]:
    for number, token in enumerate(tokens):
        if token.kind != "word" or token.owner:
            continue
        for cue, form in lexicon.by_form.get(token.key, ()):
            rest = cue.rest
            last = number + 1 + len(rest)
            if not rest or tuple(each.key for each in tokens[number + 1 : last]) == rest:
                yield CueMatch(cue, form, number, last)
                break


def _clause(tokens: Sequence[Token], match: CueMatch, earlier: Sequence[CueClause]) -> CueClause | None:
    """Return what a cue reports, or None where it does not."""
    voice = voice_of(tokens, match.first, match.form)
    if voice is None or _is_supposed(tokens, voice.first):
        return None
    if voice.kind == "passive":
        return _by_agent(tokens, match, voice)
    if voice.kind == "future" and "bare" not in match.cue.takes:
        return None
    speaker = _subject(tokens, match, voice, earlier)
    inverted = _inverted(tokens, match, voice) if match.form in {"past", "s"} and voice.is_plain else None
    if inverted and (speaker is None or _starts_apart(tokens, voice.first)):
        return inverted
    if speaker is None or not _may_speak(tokens, speaker, match.cue):
        return inverted
    return _with_contents(tokens, match, voice, speaker)


def _is_supposed(tokens: Sequence[Token], first: int) -> bool:
    """Whether a condition or a question within the sentence governs the clause."""
    for number in range(first - 1, max(-1, first - 8), -1):
        if tokens[number].kind == "mark" or tokens[number].key == "that":
            return False
        if tokens[number].key in _SUPPOSED:
            return True
    return False


def _starts_apart(tokens: Sequence[Token], first: int) -> bool:
    """Whether a cue stands right behind a quotation or at the start of a clause that has no other subject."""
    return first == 0 or tokens[first - 1].kind == "quote"


# Who speaks


def _subject(tokens: Sequence[Token], match: CueMatch, voice: Voice, earlier: Sequence[CueClause]) -> Phrase | None:
    """Return who speaks where that stands before the cue."""
    end = voice.first
    if match.form == "ing" and voice.kind != "progressive":
        return _of_main_clause(tokens, end, earlier)
    if end == 0:
        return None
    before = tokens[end - 1]
    if before.key in {",", "-"}:
        return _before_apposition(tokens, end - 1)
    if before.key in _CONJUNCTIONS or (before.key == "to" and voice.kind == "infinitive"):
        return _of_main_clause(tokens, end - 1, earlier)
    if before.key in RELATIVE:
        return _antecedent(tokens, end - 1)
    least = _clause_start(tokens, end)
    found = phrase_ending(tokens, end, least)
    if found is None or (found.first > least and tokens[found.first - 1].key in _GOVERNING):
        return _qualified(tokens, least, end)
    return found


def _qualified(tokens: Sequence[Token], first: int, end: int) -> Phrase | None:
    """Return the phrase that a clause begins with, where what it is told by stands behind: `A report published by`."""
    while first < end and tokens[first].key in _LEADING:
        first += 1
    found = _first_phrase(tokens, first, end) if first < end else None
    behind = tokens[found.last] if found and found.last < end else None
    if behind is None or not (behind.key.endswith("ed") or behind.key in _QUALIFYING) or behind.capital:
        return None
    return found


def _clause_start(tokens: Sequence[Token], end: int) -> int:
    start = end
    while start > 0 and tokens[start - 1].kind != "quote" and tokens[start - 1].key not in _CLAUSE_MARKS:
        start -= 1
    return start


def _antecedent(tokens: Sequence[Token], who: int) -> Phrase | None:
    end = who - 1 if who and tokens[who - 1].key == "," else who
    if end < who and (found := _before_apposition(tokens, end)):
        return found
    return phrase_ending(tokens, end, _clause_start(tokens, end)) if end > 0 else None


def _before_apposition(tokens: Sequence[Token], comma: int) -> Phrase | None:
    """Return whom commas set an apposition apart from: `Francis Maude, minister for the Cabinet Office, said`."""
    candidate: Phrase | None = None
    end = comma
    apposition_end = comma
    while end > 0:
        start = _clause_start(tokens, end)
        first = start
        while first < end and tokens[first].key in _LEADING:
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
        while first < end and tokens[first].key in _LEADING:
            first += 1
        if first < end and tokens[first].key not in _PREPOSITIONS and not is_time(tokens[first]):
            break
        while start < end and tokens[start].key not in _CLAUSE_MARKS:
            start += 1
        start += 1
    else:
        return None
    return _first_phrase(tokens, first, end)


def _first_phrase(tokens: Sequence[Token], first: int, end: int) -> Phrase | None:
    """Return the noun phrase that a clause begins with: up to its first noun for a speaker, where it has no name."""
    found = phrase_beginning(tokens, first, end)
    if found is None or found.kind != "description":
        return found
    for number in range(found.first, found.last):
        if speaker_words().kind(tokens[number].key):
            return Phrase(found.first, number + 1, "description", None, found.apposition)
    return None


def _may_speak(tokens: Sequence[Token], speaker: Phrase, cue: SpeechCue) -> bool:
    """Whether a phrase is of somebody who can do what the cue says."""
    if speaker.kind == "pronoun":
        return True
    words = [each for each in tokens[speaker.first : speaker.last] if each.kind == "word"]
    if speaker.kind == "name":
        return not all(is_time(each) for each in words)
    kind = _head_kind(words)
    if kind == "document":
        return "bare" in cue.takes or "that" in cue.takes or not cue.people or cue.act in {"criticised", "called_for"}
    is_owned = words[0].owner and words[0].capital
    return kind is not None or (cue.verb in _FREE_SPEECH and (words[0].key in DETERMINERS or is_owned))


def _head_kind(words: Sequence[Token]) -> str | None:
    """Return what the head of a description is: its last noun before what it is of."""
    known = speaker_words()
    kind: str | None = None
    for number, each in enumerate(words):
        if number and each.key in STOPS and each.key in _PREPOSITIONS and kind:
            return kind
        if number and each.key in STOPS and not kind:
            continue
        kind = known.kind(each.key) if not each.owner else None
    return kind


def _by_agent(tokens: Sequence[Token], match: CueMatch, voice: Voice) -> CueClause | None:
    """Return what was done by somebody: `was criticised by the NAO`."""
    for number in range(match.last, min(len(tokens) - 1, match.last + _MOST_RECIPIENT)):
        if tokens[number].key in _CLAUSE_MARKS or tokens[number].kind == "quote":
            return None
        if tokens[number].key == "by":
            break
    else:
        return None
    speaker = phrase_beginning(tokens, number + 1, len(tokens))
    if speaker is None or not _may_speak(tokens, speaker, match.cue) or voice.is_reduced:
        return None
    if speaker.kind == "description" and _head_kind(tokens[speaker.first : speaker.last]) == "document":
        return None
    behind = speaker.last
    subject = phrase_ending(tokens, voice.first, _clause_start(tokens, voice.first))
    first = subject.first if subject else _clause_start(tokens, voice.first)
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
    while last < len(tokens) and tokens[last].key not in _CLAUSE_MARKS:
        last += 1
    return last


def _inverted(tokens: Sequence[Token], match: CueMatch, voice: Voice) -> CueClause | None:
    """Return what is said where the speaker stands behind the cue: `…, said Francis Maude`."""
    first = voice.first
    if not match.cue.takes & {"bare", "that", "quote"} or match.last - match.first > 1:
        return None
    comma = first > 0 and tokens[first - 1].key in {",", "-"}
    if first > 0 and not comma and tokens[first - 1].kind != "quote":
        return None
    speaker = phrase_beginning(tokens, match.last, len(tokens))
    if speaker is None or not _may_speak(tokens, speaker, match.cue):
        return None
    behind = speaker.apposition[1] if speaker.apposition else speaker.last
    if behind < len(tokens) and tokens[behind].kind == "word" and tokens[behind].key in _FINITE | {"that"}:
        return None
    if first == 0 and speaker.kind == "description" and not _ends_here(tokens, behind):
        return None
    before = first - 1 if comma else first
    contents = _left_contents(tokens, before)
    after = _remainder(tokens, behind, inverted=True)
    if not contents and not after and first > 0:
        return None
    return CueClause(match.cue, (match.first, match.last), speaker, (*contents, *after), before, is_set_apart=True)


def _ends_here(tokens: Sequence[Token], number: int) -> bool:
    return number >= len(tokens) or tokens[number].key in _CLAUSE_MARKS or tokens[number].kind == "quote"


# What is said


def _with_contents(tokens: Sequence[Token], match: CueMatch, voice: Voice, speaker: Phrase) -> CueClause | None:
    cue, number = match.cue, _behind_manner(tokens, match.last)
    words = (voice.cue_first, match.last)
    if match.form == "ing" and voice.kind != "progressive":
        begins = voice.first
    else:
        begins = min(speaker.first, voice.first) if voice.first - speaker.last < _MOST_BEFORE_FINITE else voice.first
    if voice.kind == "coordinated":
        begins = voice.first - 1
    content = _right_content(tokens, match, number)
    if content is not None and _is_said_before(tokens, begins, content, number):
        content = None
    if content is not None:
        if content[0] >= len(tokens):
            return CueClause(cue, words, speaker, (), begins, awaits=True)
        return CueClause(cue, words, speaker, (content,), begins)
    behind = _behind_circumstances(tokens, number, cue)
    if not _ends_here(tokens, behind) or not cue.takes & {"bare", "that", "quote", "whether"}:
        return None
    comma = begins > 0 and tokens[begins - 1].key in {",", "-"}
    quoted = begins > 0 and tokens[begins - 1].kind == "quote"
    left = _left_contents(tokens, begins - 1 if comma else begins) if comma or quoted else ()
    after = _remainder(tokens, behind, inverted=False) if left or begins == 0 else ()
    if not left and begins > 0:
        return None
    if not left and after and not any(tokens[each].kind == "quote" for each in range(*after[0])):
        after = ()
    return CueClause(cue, words, speaker, (*left, *after), begins - 1 if comma else begins, is_set_apart=True)


def _is_said_before(tokens: Sequence[Token], begins: int, content: Range, number: int) -> bool:
    """Whether what is said stands before: then a `that` further on begins a relative clause."""
    if begins < _MOST_RECIPIENT or tokens[begins - 1].key != "," or content[0] <= number + 1:
        return False
    start = _clause_start(tokens, begins - 1)
    return tokens[number].key in _PREPOSITIONS and any(each.key in _FINITE for each in tokens[start:begins])


def _behind_manner(tokens: Sequence[Token], number: int) -> int:
    """Step over words such as "also", and "however" between commas."""
    while number < len(tokens):
        token = tokens[number]
        behind = tokens[number + 1].key if number + 1 < len(tokens) else ""
        third = tokens[number + 2].key if number + 2 < len(tokens) else ""
        if token.key == "," and behind in _MANNER and third == ",":
            number += 3
        elif token.kind == "aside" or (token.key in _MANNER and behind not in _FINITE):
            number += 1
        else:
            break
    return number


def _right_content(tokens: Sequence[Token], match: CueMatch, number: int) -> Range | None:
    """Return what is said where that stands behind the cue; empty, at the end, where a colon announces it."""
    takes, end = match.cue.takes, len(tokens)
    if number >= end:
        return None
    if (announced := _announced(tokens, number, match.cue)) is not None:
        return announced, end
    if takes & {"bare", "that", "whether"} and (that := _that(tokens, number, match.cue)) is not None:
        return that, end
    token = tokens[number]
    if "to" in takes and token.key == "to":
        return number, end
    if "whom" in takes and _is_whom(tokens, number):
        return number, end
    if takes & {"person", "listener"} and (behind := _behind_recipient(tokens, number)) is not None:
        if behind < end and tokens[behind].kind == "quote":
            return behind, end
        if _is_clause(tokens, behind):
            return behind, end
    if takes & {"bare", "that"} and "person" not in takes and _is_clause(tokens, number):
        return number, end
    if "object" in takes and _is_object(tokens, number, match):
        return number, end
    if "predicate" in takes and _has_predicate(tokens, number):
        return number, end
    return None


def _announced(tokens: Sequence[Token], number: int, cue: SpeechCue) -> int | None:
    """Return where a quotation begins, or what a colon announces, right behind the cue or its circumstances."""
    for place in range(number, min(len(tokens), number + _MOST_BETWEEN)):
        token = tokens[place]
        if token.key == ":":
            quotes = place + 1 >= len(tokens) or tokens[place + 1].kind == "quote"
            return place + 1 if quotes or _is_circumstance(tokens, number, place, cue) else None
        if token.kind == "quote":
            is_near = place == number or tokens[place - 1].key in {",", "-", "that"}
            is_whole = place - number <= 1 or tokens[number].key in _PREPOSITIONS
            return place if is_near and is_whole else None
        if token.kind == "mark" and token.key != "," or token.key == "that":
            return None
    return None


def _that(tokens: Sequence[Token], number: int, cue: SpeechCue) -> int | None:
    """Return what stands behind the conjunction that begins a clause, over circumstances and whom it was said to."""
    opening = {"that", "whether", "how", "why", "if"} if "whether" in cue.takes else {"that"}
    for place in range(number, min(len(tokens), number + _MOST_BETWEEN)):
        token = tokens[place]
        if token.key in opening:
            if place == number or _is_circumstance(tokens, number, place, cue):
                return place + 1 if token.key == "that" else place
            return number if "object" in cue.takes and place - number <= _MOST_RECIPIENT else None
        if token.kind == "mark" and token.key != "," or token.kind == "quote" or token.key in _FINITE:
            return None
    return None


def _is_circumstance(tokens: Sequence[Token], first: int, last: int, cue: SpeechCue) -> bool:
    """Whether words say where, when or to whom something is said."""
    if (
        cue.takes & {"person", "listener"}
        and (behind := _behind_recipient(tokens, first)) is not None
        and behind > first
    ):
        first = behind
    if first >= last:
        return True
    token = tokens[first]
    return token.key in _PREPOSITIONS or is_time(token) or token.key in _MANNER


def _behind_circumstances(tokens: Sequence[Token], number: int, cue: SpeechCue) -> int:
    """Step over where, when and to whom something is said, as far as the clause goes."""
    if (
        number < len(tokens)
        and cue.takes & {"person", "listener"}
        and (behind := _behind_recipient(tokens, number)) is not None
    ):
        number = behind
    while number < len(tokens):
        token = tokens[number]
        if token.key in _PREPOSITIONS or is_time(token) or token.key in _MANNER or token.kind == "aside":
            if token.key not in _PREPOSITIONS:
                number += 1
                continue
            number += 1
            while number < len(tokens) and not _ends_here(tokens, number) and tokens[number].key not in _PREPOSITIONS:
                if tokens[number].key in _FINITE or tokens[number].key in _CONJUNCTIONS:
                    return number
                number += 1
        else:
            return number
    return number


def _behind_recipient(tokens: Sequence[Token], number: int) -> int | None:
    """Return what stands behind whom something is told: a pronoun, a name, or a noun with its determiner."""
    token = tokens[number]
    if token.key in {
        "him",
        "her",
        "them",
        "us",
        "me",
        "it",
        "reporters",
        "journalists",
        "mps",
        "peers",
        "councillors",
        "delegates",
        "members",
    }:
        return number + 1
    if token.kind != "word" or not (is_noun(token) or token.key in _SUBJECT_STARTS):
        return None
    if token.capital and is_noun(token):
        last = number
        while last < len(tokens) and (tokens[last].capital or tokens[last].kind == "aside"):
            last += 1
        return last
    for last in range(number + 1, min(len(tokens), number + 1 + _MOST_RECIPIENT)):
        each = tokens[last]
        if each.kind != "word" or each.key in _SUBJECT_STARTS or each.key in STOPS:
            return last if last > number + (token.key in _SUBJECT_STARTS) else None
        if each.capital and not tokens[last - 1].capital and tokens[last - 1].key not in _SUBJECT_STARTS:
            return last
    return None


def _is_whom(tokens: Sequence[Token], number: int) -> bool:
    """Whether somebody is named, and what he is to do."""
    for place in range(number + 1, min(len(tokens), number + _MOST_BETWEEN)):
        if tokens[place].key == "to":
            return is_noun(tokens[number]) or tokens[number].key in _SUBJECT_STARTS | {"him", "them", "us"}
        if tokens[place].kind in {"mark", "quote"} and tokens[place].key != ",":
            return False
    return False


def _is_clause(tokens: Sequence[Token], number: int) -> bool:
    """Whether a clause begins: something that may be its subject, and before long a verb that is finite."""
    if number >= len(tokens):
        return False
    token = tokens[number]
    begins = (is_noun(token) and not token.key.endswith("ly")) or token.key in _SUBJECT_STARTS
    if token.kind != "word" or not begins:
        return False
    for each in tokens[number + 1 : number + 1 + _MOST_BEFORE_FINITE]:
        if each.kind == "quote":
            return True
        if each.key in _FINITE or each.key.endswith(("'d", "'ll", "'ve", "'re")):
            return True
        if each.key in {";", ":", "?"}:
            return False
        if not each.capital and each.kind == "word" and each.key.endswith(("ed", "s")) and _is_verb_like(each):
            return True
    return False


def _is_verb_like(token: Token) -> bool:
    if token.key.endswith("ed"):
        return True
    return token.key in _THIRD_PERSONS


_THIRD_PERSONS = frozenset(
    """needs makes takes gives shows means becomes remains goes comes gets puts leaves costs works faces wants helps allows
    lacks offers saves uses runs brings requires risks fails lies stands says seems appears falls""".split()
)


def _is_object(tokens: Sequence[Token], number: int, match: CueMatch) -> bool:
    """Whether words for what a cue is about begin here."""
    token = tokens[number]
    if token.kind == "quote":
        return True
    if token.kind != "word" or token.key in _FINITE:
        return False
    if match.last - match.first > 1:
        return token.key not in _CONJUNCTIONS
    if token.key in _PREPOSITIONS or token.key in _CONJUNCTIONS or is_time(token) and not token.key[:1].isdigit():
        return False
    return is_noun(token) or token.key in _SUBJECT_STARTS or token.key[:1] in "£$€"


def _has_predicate(tokens: Sequence[Token], number: int) -> bool:
    """Whether something is called something: `called it a fiasco`, `called the deal “ground-breaking”`."""
    if number >= len(tokens):
        return False
    start = tokens[number]
    for each in tokens[number + 1 : number + _MOST_RECIPIENT + 2]:
        if each.kind == "quote" or (each.key in {"a", "an"} and start.key in _SUBJECT_STARTS | {"them", "him"}):
            return start.kind == "word"
        if each.kind == "mark" or each.key in _FINITE or each.key in _PREPOSITIONS - {"of"}:
            return False
    return False


def _left_contents(tokens: Sequence[Token], end: int) -> tuple[Range, ...]:
    """Return what stands before a clause that is set apart."""
    first = 0
    while first < end and tokens[first].kind == "mark":
        first += 1
    return ((first, end),) if end > first else ()


def _remainder(tokens: Sequence[Token], first: int, *, inverted: bool) -> tuple[Range, ...]:
    """Return what goes on behind a clause that is set apart, where that is what is said."""
    number = first
    while number < len(tokens) and tokens[number].key in _CLAUSE_MARKS:
        number += 1
    if number >= len(tokens):
        return ()
    token = tokens[number]
    if token.kind == "quote":
        return ((number, len(tokens)),)
    if number == first:
        return ()
    goes_on = token.key in _FINITE or token.key in {"and", "but", "because", "although", "since", "so", "if"}
    if inverted and not goes_on:
        return ()
    if token.key in _NO_CONTENT or token.key.endswith("ing"):
        return ()
    return ((number, len(tokens)),)


# Adjuncts


def _adjuncts(tokens: Sequence[Token], lexicon: CueLexicon) -> Iterator[CueClause]:
    """Yield what is said "according to" somebody, "in the view of" somebody, or "in somebody's view"."""
    say = lexicon.by_form["said"][0][0]
    for number, token in enumerate(tokens):
        following = tokens[number + 1].key if number + 1 < len(tokens) else ""
        if token.key == "according" and following == "to":
            speaker, cue, begins = phrase_beginning(tokens, number + 2, len(tokens)), (number, number + 2), number
            end = speaker.last if speaker else number
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
        if speaker is None or begins is None or not _may_speak(tokens, speaker, say):
            continue
        behind = max(end, speaker.apposition[1]) if speaker.apposition and end == speaker.last else end
        contents = _around(tokens, begins, behind)
        if contents:
            yield CueClause(say, cue, speaker, contents, begins, is_set_apart=True)


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


def _around(tokens: Sequence[Token], begins: int, behind: int) -> tuple[Range, ...]:
    """Return what an adjunct is said of: the rest of the sentence, on either side."""
    left = begins - 1 if begins and tokens[begins - 1].key in {",", "-"} else begins
    first = 0
    while first < left and tokens[first].key in _LEADING:
        first += 1
    goes_on = behind < len(tokens) and tokens[behind].key in {",", "-"}
    right = behind + 1 if goes_on else behind
    joins = begins > first and tokens[begins - 1].kind == "word" and tokens[begins - 1].key in STOPS
    if left - first < 1 or joins:
        return ((right, len(tokens)),) if right < len(tokens) else ()
    tail = _remainder(tokens, behind, inverted=tokens[begins].key == "according") if goes_on else ()
    return ((first, left), *tail)


# Several in one unit


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
    return before is not None and (before.key in {",", ";", "-"} or before.key in _CONJUNCTIONS | {"while", "whereas"})


def _without_nested(found: Sequence[CueClause]) -> list[CueClause]:
    """Leave out what is reported within what somebody said, unless that only passes a report on."""
    kept: list[CueClause] = []
    for clause in found:
        holders = [
            other
            for other in found
            if other is not clause and any(a <= clause.words[0] < b for a, b in other.contents) and not _relays(other)
        ]
        if not holders:
            kept.append(clause)
    return kept


def _relays(clause: CueClause) -> bool:
    return clause.is_set_apart and (clause.cue.verb == "report" or clause.words[1] - clause.words[0] > 1)
