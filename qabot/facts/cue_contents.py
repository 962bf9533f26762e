"""What is said: the words that a cue governs, behind it or around it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from qabot.facts.clause_words import (
    CLAUSE_MARKS,
    CONJUNCTIONS,
    FINITE,
    LEADING,
    MANNER,
    MOST_BEFORE_FINITE,
    MOST_BETWEEN,
    MOST_RECIPIENT,
    PREPOSITIONS,
    SUBJECT_STARTS,
    clause_start,
    ends_here,
)
from qabot.facts.cue_subjects import head_kind
from qabot.facts.reported_clauses import CueMatch, Range
from qabot.facts.speaker_phrases import PRONOUNS, STOPS, is_noun, is_time
from qabot.facts.speaker_words import speaker_words
from qabot.facts.speech_cues import SpeechCue
from qabot.facts.spoken_units import Token

_SIGNS = frozenset("sign signs evidence proof indication reason doubt guarantee".split())
"""Of these "that" tells what is said: `found no sign that it was learning`."""
_NO_CONTENT = frozenset(
    "after before following speaking who which at during on as when while in writing referring ahead".split()
)


_OPENS_PLAINLY = frozenset("the a an its his her their our this these those some many most".split())
_LISTENERS = frozenset("him her them us me it reporters journalists mps peers councillors delegates members".split())
"""Who is told something, in one word."""


def is_said_before(tokens: Sequence[Token], begins: int, content: Range, number: int) -> bool:
    """Whether what is said stands before: then a `that` further on begins a relative clause."""
    if begins < MOST_RECIPIENT or tokens[begins - 1].key != "," or content[0] <= number + 1:
        return False
    start = clause_start(tokens, begins - 1)
    return tokens[number].key in PREPOSITIONS and any(each.key in FINITE for each in tokens[start:begins])


def behind_manner(tokens: Sequence[Token], number: int) -> int:
    """Step over words such as "also", and "however" between commas."""
    while number < len(tokens):
        token = tokens[number]
        behind = tokens[number + 1].key if number + 1 < len(tokens) else ""
        third = tokens[number + 2].key if number + 2 < len(tokens) else ""
        if token.key == "," and behind in MANNER and third == ",":
            number += 3
        elif token.kind == "aside" or (token.key in MANNER and behind not in FINITE):
            number += 1
        else:
            break
    return number


def right_content(tokens: Sequence[Token], match: CueMatch, number: int) -> Range | None:  # noqa: PLR0911, C901 - a rule each
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
    if takes & {"person", "listener"} and (behind := _behind_recipient(tokens, number, match.cue)) is not None:
        if behind < end and tokens[behind].kind == "quote":
            return behind, end
        if _is_clause(tokens, behind):
            return behind, end
    if takes & {"bare", "that"} and "person" not in takes:
        behind = _behind_times(tokens, number)
        if _is_clause(tokens, behind, "bare" in takes) or _is_plainly_said(tokens, behind, match.cue):
            return behind, end
    if "object" in takes and _is_object(tokens, number, match) and not _is_greeted(tokens, number, match.cue):
        return number, end
    if "predicate" in takes and _has_predicate(tokens, number):
        return number, end
    return None


def _behind_times(tokens: Sequence[Token], number: int) -> int:
    """Step over when something was said: `said on Thursday they would`."""
    place = number
    while place + 1 < len(tokens) and place - number < MOST_RECIPIENT:
        is_led = tokens[place].key in PREPOSITIONS and is_time(tokens[place + 1])
        if not is_led and not (is_time(tokens[place]) and not tokens[place].key[:1].isdigit()):
            break
        place += 2 if is_led else 1
    return place


def _is_plainly_said(tokens: Sequence[Token], number: int, cue: SpeechCue) -> bool:
    """Whether a clause follows whose verb is not known: `says it met every deadline`."""
    if number + 2 >= len(tokens) or "bare" not in cue.takes:
        return False
    token = tokens[number]
    return token.key in PRONOUNS or (cue.verb == "say" and (is_noun(token) or token.key in _OPENS_PLAINLY))


def _announced(tokens: Sequence[Token], number: int, cue: SpeechCue) -> int | None:
    """Return where a quotation begins, or what a colon announces, right behind the cue or its circumstances."""
    for place in range(number, min(len(tokens), number + MOST_BETWEEN)):
        token = tokens[place]
        if token.key == ":":
            quotes = place + 1 >= len(tokens) or tokens[place + 1].kind == "quote"
            return place + 1 if quotes or _is_circumstance(tokens, number, place, cue) else None
        if token.kind == "quote":
            is_near = place == number or tokens[place - 1].key in {",", "-", "that"}
            is_whole = place - number <= 1 or tokens[number].key in PREPOSITIONS or is_time(tokens[number])
            return place if is_near and is_whole else None
        if (token.kind == "mark" and token.key != ",") or token.key == "that":
            return None
    return None


def _that(tokens: Sequence[Token], number: int, cue: SpeechCue) -> int | None:
    """Return what stands behind the conjunction that begins a clause, over circumstances and whom it was said to."""
    opening = {"that", "whether", "how", "why", "if"} if "whether" in cue.takes else {"that"}
    for place in range(number, min(len(tokens), number + MOST_BETWEEN)):
        token = tokens[place]
        if token.key in opening:
            if place == number or _is_circumstance(tokens, number, place, cue):
                return place + 1 if token.key == "that" else place
            return number if "object" in cue.takes and place - number <= MOST_RECIPIENT else None
        if (token.kind == "mark" and token.key != ",") or token.kind == "quote" or token.key in FINITE:
            return None
    return None


def _is_circumstance(tokens: Sequence[Token], first: int, last: int, cue: SpeechCue) -> bool:
    """Whether words say where, when or to whom something is said."""
    if (
        cue.takes & {"person", "listener"}
        and (behind := _behind_recipient(tokens, first, cue)) is not None
        and behind > first
    ):
        first = behind
    if first >= last:
        return True
    token = tokens[first]
    return token.key in PREPOSITIONS or is_time(token) or token.key in MANNER


def behind_circumstances(tokens: Sequence[Token], number: int, cue: SpeechCue) -> int:
    """Step over where, when and to whom something is said, as far as the clause goes."""
    if (
        number < len(tokens)
        and cue.takes & {"person", "listener"}
        and (behind := _behind_recipient(tokens, number, cue)) is not None
    ):
        number = behind
    while number < len(tokens):
        token = tokens[number]
        if token.key in PREPOSITIONS or is_time(token) or token.key in MANNER or token.kind == "aside":
            if token.key not in PREPOSITIONS:
                number += 1
                continue
            number += 1
            while number < len(tokens) and not ends_here(tokens, number) and tokens[number].key not in PREPOSITIONS:
                if tokens[number].key in FINITE or tokens[number].key in CONJUNCTIONS:
                    return number
                number += 1
        else:
            return number
    return number


def _behind_recipient(tokens: Sequence[Token], number: int, cue: SpeechCue) -> int | None:  # noqa: PLR0911 - a rule each
    """Return what stands behind whom something is told: a pronoun, a name, or a noun with its determiner."""
    token = tokens[number]
    if token.key in _LISTENERS:
        return number + 1
    if token.kind != "word" or not (is_noun(token) or token.key in SUBJECT_STARTS):
        return None
    if "person" not in cue.takes and not token.capital and not _is_somebody(tokens, number):
        return None
    if token.capital and is_noun(token):
        last = number
        while last < len(tokens) and (tokens[last].capital or tokens[last].kind == "aside"):
            last += 1
        return last
    for last in range(number + 1, min(len(tokens), number + 1 + MOST_RECIPIENT)):
        each = tokens[last]
        if each.kind != "word" or each.key in SUBJECT_STARTS or each.key in STOPS:
            return last if last > number + (token.key in SUBJECT_STARTS) else None
        if each.capital and not tokens[last - 1].capital and tokens[last - 1].key not in SUBJECT_STARTS:
            return last
    return len(tokens) if len(tokens) - number <= MOST_RECIPIENT else None


def _is_somebody(tokens: Sequence[Token], number: int) -> bool:
    words = tokens[number : number + MOST_RECIPIENT]
    return any(speaker_words().kind(each.key) in {"person", "body"} for each in words)


def _is_whom(tokens: Sequence[Token], number: int) -> bool:
    """Whether somebody is named, and what he is to do."""
    for place in range(number + 1, min(len(tokens), number + MOST_BETWEEN)):
        if tokens[place].key == "to":
            return is_noun(tokens[number]) or tokens[number].key in SUBJECT_STARTS | {"him", "them", "us"}
        if tokens[place].kind in {"mark", "quote"} and tokens[place].key != ",":
            return False
    return False


def _is_clause(tokens: Sequence[Token], number: int, quoted: bool = True) -> bool:  # noqa: PLR0911 - a rule each
    """Whether a clause begins: something that may be its subject, and before long a verb that is finite."""
    if number >= len(tokens):
        return False
    token = tokens[number]
    begins = (is_noun(token) and not token.key.endswith("ly")) or token.key in SUBJECT_STARTS
    is_mere_date = is_time(token) and number + 1 < len(tokens) and tokens[number + 1].key == ","
    if token.kind != "word" or not begins or is_mere_date:
        return False
    for place in range(number + 1, min(len(tokens), number + 1 + MOST_BEFORE_FINITE)):
        each = tokens[place]
        if each.kind == "quote":
            return quoted or not any(word.key in PREPOSITIONS for word in tokens[number : number + MOST_BEFORE_FINITE])
        if each.key in FINITE or each.key.endswith(("'d", "'ll", "'ve", "'re")):
            return True
        if each.key in {";", ":", "?"} or (not quoted and _tells_more(tokens, place)):
            return False
        if quoted and not each.capital and each.kind == "word" and _is_verb_like(each):
            return True
    return False


def _tells_more(tokens: Sequence[Token], number: int) -> bool:
    """Whether the verb behind a word is not that of what was said: `agreed a deal that would`."""
    key, before = tokens[number].key, tokens[number - 1].key
    if key in {"and", "but"}:
        return before == "," and number + 1 < len(tokens) and tokens[number + 1].key not in FINITE
    return key in {"that", "which", "who", "whose"} and before not in _SIGNS


def _is_verb_like(token: Token) -> bool:
    return token.key.endswith("ed") or token.key in _OTHER_FINITE


_OTHER_FINITE = frozenset(
    """met went made took gave got came saw knew lost left kept held paid spent sent built bought brought led ran rose
    fell cost won felt began became grew broke chose drew drove threw wrote spoke hit let put set cut needs makes
    takes gives shows means becomes remains goes comes gets puts leaves costs works faces wants helps allows lacks
    offers saves uses runs brings requires risks fails lies stands says seems appears falls""".split()
)
"""Finite verbs that are told by no ending, or by an -s that nouns have too."""


def _is_object(tokens: Sequence[Token], number: int, match: CueMatch) -> bool:
    """Whether words for what a cue is about begin here."""
    token = tokens[number]
    if token.kind == "quote":
        return True
    if token.kind != "word" or token.key in FINITE:
        return False
    if match.last - match.first > 1:
        return token.key not in CONJUNCTIONS
    if token.key in PREPOSITIONS or token.key in CONJUNCTIONS or (is_time(token) and not token.key[:1].isdigit()):
        return False
    return is_noun(token) or token.key in SUBJECT_STARTS or token.key[:1] in "£$€"


def _is_greeted(tokens: Sequence[Token], number: int, cue: SpeechCue) -> bool:
    """Whether somebody is welcomed, and nothing: `welcomed guests`; or much is promised, and nothing that is told."""
    if tokens[number].key in {"much", "little", "lots"}:
        return True
    return cue.act == "welcomed" and head_kind(tokens[number : number + MOST_RECIPIENT]) == "person"


def _has_predicate(tokens: Sequence[Token], number: int) -> bool:
    """Whether something is called something: `called it a fiasco`, `called the deal “ground-breaking”`."""
    if number >= len(tokens):
        return False
    start = tokens[number]
    for each in tokens[number + 1 : number + MOST_RECIPIENT + 2]:
        if each.kind == "quote" or (each.key in {"a", "an"} and start.key in SUBJECT_STARTS | {"them", "him"}):
            return start.kind == "word"
        if each.kind == "mark" or each.key in FINITE or each.key in PREPOSITIONS - {"of"}:
            return False
    return False


def left_contents(tokens: Sequence[Token], end: int) -> tuple[Range, ...]:
    """Return what stands before a clause that is set apart."""
    first = 0
    while first < end and tokens[first].kind == "mark":
        first += 1
    is_mere = all(each.key in LEADING | MANNER for each in tokens[first:end])
    return () if is_mere else ((first, end),)


def remainder(tokens: Sequence[Token], first: int, *, inverted: bool) -> tuple[Range, ...]:
    """Return what goes on behind a clause that is set apart, where that is what is said."""
    number = first
    while number < len(tokens) and tokens[number].key in CLAUSE_MARKS:
        number += 1
    if number >= len(tokens):
        return ()
    token = tokens[number]
    if token.kind == "quote":
        return ((number, len(tokens)),)
    if number == first:
        return ()
    goes_on = token.key in FINITE or token.key in {"and", "but", "because", "although", "since", "so", "if"}
    if inverted and not goes_on:
        return ()
    if token.key in _NO_CONTENT or token.key.endswith("ing"):
        return ()
    return ((number, len(tokens)),)
