"""The words that name who speaks: a noun phrase before or behind a cue, told by its capitals and its nouns. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from qabot.core.dates import MONTHS
from qabot.facts.speaker_words import speaker_words
from qabot.facts.spoken_units import Token

PhraseKind = Literal["name", "pronoun", "description"]

PRONOUNS = frozenset("he she they it".split())
RELATIVE = frozenset("who which".split())
_OTHER_PRONOUNS = frozenset(
    """i we you me us him her them this that these those what there one nobody none neither nothing everyone something
    anything everything somebody someone anybody anyone everybody""".split()
)
DETERMINERS = frozenset(
    """the a an its his her their our my another one two three four five six seven eight nine ten some many most
    several both all any each every no such other various few more fellow""".split()
)
_JOINS_NAMES = frozenset("of for and & the at in on de la van von der du".split())
_JOINS_NOUNS = frozenset("of for at from on in by with to within".split())
_TIMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight year years month
    months week weeks day days night morning afternoon evening hour hours minute minutes time autumn spring summer
    winter january february march april may june july august september october november december earlier later
    last ago now then however meanwhile separately christmas easter midnight noon""".split()
) | frozenset(MONTHS)
STOPS = frozenset(
    """and but or nor so yet that because although though while when where if as than after before since until unless
    whether who which whose whom what how why is are was were be been being am has have had do does did will would
    can could shall should may might must not never to of in on at by for from with about into over under during
    against between among through without within across per via despite also only just even still already again
    then there here""".split()
)
"""Words at which a noun phrase ends, unless they join a part of it."""
_NO_NOUNS = STOPS | PRONOUNS | _OTHER_PRONOUNS
_DONE = frozenset("seen written sent made led held given known run built set drawn".split())
"""Participles without -ed."""
_PLACES = frozenset("from of at".split())
"""What says of a person where he belongs: `, of Redcar,`."""
_OCCASIONS = frozenset("in on at during after before speaking writing giving".split())
"""What says of a saying between commas where it was said: `, in a report published today,`."""
_AFTER_NAMES = frozenset("mp msp mep ms obe cbe mbe kbe qc kc".split())
_MOST_WORDS = 24
_LONGEST_NAME = 4


class Phrase(Struct, frozen=True):
    """A noun phrase that names a speaker, as token numbers of its unit."""

    first: int
    """Its first token."""
    last: int
    """One past its last."""
    kind: PhraseKind
    """How it names the speaker."""
    name: tuple[int, int] | None = None
    """The tokens of the name in it, where it has one."""
    apposition: tuple[int, int] | None = None
    """The tokens that say more of the speaker: `, minister for the Cabinet Office,`."""


def is_time(token: Token) -> bool:
    """Whether a word says when, or is a number."""
    return token.key in _TIMES or token.key[:1].isdigit()


def is_noun(token: Token) -> bool:
    """Whether a word may be part of a noun phrase."""
    return token.kind == "word" and token.key.partition("'")[0] not in _NO_NOUNS


def phrase_ending(tokens: Sequence[Token], end: int, least: int) -> Phrase | None:
    """Return the noun phrase that ends before a token, if one does.

    Args:
        tokens: A unit's.
        end: One past its last word.
        least: The first token that may belong to it.
    """
    end = _without_asides(tokens, end, least)
    if end <= least:
        return None
    last = tokens[end - 1]
    if last.key in PRONOUNS:
        return Phrase(end - 1, end, "pronoun")
    start = _core_start(tokens, end, least)
    if start == end:
        return None
    if start - 2 > least and tokens[start - 1].key == "as" and tokens[start - 2].key == "such":
        return phrase_ending(tokens, start - 2, least)
    start = _with_what_it_is_of(tokens, start, least)
    return phrase(tokens, start, end)


def _without_asides(tokens: Sequence[Token], end: int, least: int) -> int:
    while end > least and tokens[end - 1].kind == "aside":
        end -= 1
    return end


def _core_start(tokens: Sequence[Token], end: int, least: int) -> int:
    """Return where the run of nouns begins that ends here, with the determiner before it and names joined by `of`."""
    start = end
    while start > max(least, end - _MOST_WORDS):
        token = tokens[start - 1]
        if token.kind == "aside" or (token.kind == "quote" and not token.stops and start < end):
            start -= 1
            continue
        if token.key in DETERMINERS and not (token.capital and start - 1 > least and tokens[start - 2].capital):
            return start - 1
        if is_noun(token) and not is_time(token):
            start -= 1
            continue
        if is_time(token) and start < end and token.owner:
            start -= 1
            continue
        if _joins_names(tokens, start - 1, least, end):
            start -= 1
            continue
        break
    while start < end and tokens[start].kind == "aside":
        start += 1
    return start


def _joins_names(tokens: Sequence[Token], number: int, least: int, end: int) -> bool:  # noqa: PLR0911 - a rule each
    """Whether a little word stands within a name: `Department for Work and Pensions`."""
    token = tokens[number]
    if _is_named_by(tokens, number, least, end):
        return True
    if token.key not in _JOINS_NAMES or number <= least or number + 1 >= end:
        return False
    before = next((each for each in reversed(tokens[least:number]) if each.kind != "aside"), token)
    behind = tokens[number + 1]
    if behind.key == "the" and number + 2 < end:
        behind = tokens[number + 2]
    if token.key == "the":
        return before.key in {"of", "for"} and behind.capital and _joins_names(tokens, number - 1, least, end)
    if not (before.capital and behind.capital) or before.owner or speaker_words().kind(before.key) == "person":
        return False
    if token.key in {"at", "in", "on"} and before.key not in speaker_words().in_bodies:
        return False
    if _ends_persons_name(tokens, number, least):
        return False  # "Michael Allen of Dynatrace" is no name
    return not is_time(before) and not is_time(behind) and before.key not in STOPS


def _is_named_by(tokens: Sequence[Token], number: int, least: int, end: int) -> bool:
    """Whether "by" stands within a name: `, Digital by Default News reported`."""
    if tokens[number].key != "by" or number - 1 < least or number + 1 >= end:
        return False
    begins = number - 1 > 0 and tokens[number - 2].kind in {"mark", "quote"}
    return begins and tokens[number - 1].capital and tokens[number + 1].capital


def _ends_persons_name(tokens: Sequence[Token], end: int, least: int) -> bool:
    """Whether the words before a token are a first name and what follows it."""
    first = end
    while first > max(least, end - _LONGEST_NAME) and tokens[first - 1].capital:
        first -= 1
        if tokens[first].key in speaker_words().genders and end - first > 1:
            return True
    return False


def _with_what_it_is_of(tokens: Sequence[Token], start: int, least: int) -> int:
    """Take in what the phrase belongs to: of `a spokesman for` the council, `the head of` the office."""
    known = speaker_words()
    while start - 2 >= least and tokens[start - 1].key in _JOINS_NOUNS:
        head = _without_asides(tokens, start - 1, least)
        if head <= least or not is_noun(tokens[head - 1]):
            return start
        is_name = _ends_persons_name(tokens, head, least)
        if not is_name and known.kind(tokens[head - 1].key) is None and not _is_office(tokens, head, least):
            return start
        before = _core_start(tokens, head, least)
        if before == head:
            return start
        start = before
    return start


def _is_office(tokens: Sequence[Token], end: int, least: int) -> bool:
    """Whether words end in what a person has: `director of policy at`, `head of IT for`."""
    return end - 2 > least and tokens[end - 2].key == "of" and speaker_words().kind(tokens[end - 3].key) == "person"


def phrase_beginning(tokens: Sequence[Token], start: int, end: int) -> Phrase | None:
    """Return the noun phrase that begins at a token, if one does, and the apposition behind it."""
    last = start
    if start < end and tokens[start].key in PRONOUNS:
        return Phrase(start, start + 1, "pronoun")
    while last < min(end, start + _MOST_WORDS):
        token = tokens[last]
        if token.kind == "aside" or (token.kind == "word" and token.key in DETERMINERS and last == start):
            last += 1
        elif is_noun(token) and not (is_time(token) and not token.owner):
            if _begins_another(tokens, start, last) or _is_participle(tokens, start, last):
                break
            last += 1
        elif _joins_behind(tokens, start, last, end):
            last += 1
            if last < end and tokens[last].key in DETERMINERS:
                last += 1
        else:
            break
    while last > start and (tokens[last - 1].kind == "aside" or tokens[last - 1].key in _JOINS_NAMES):
        last -= 1
    if last == start:
        return None
    found = phrase(tokens, start, last)
    return found and with_apposition(tokens, found, end)


def _is_participle(tokens: Sequence[Token], start: int, number: int) -> bool:
    """Whether a phrase ends before what was done with it: `a report published by`."""
    token, before = tokens[number], tokens[number - 1]
    return (
        number > start
        and is_done(token)
        and not token.capital
        and before.key not in DETERMINERS
        and before.kind == "word"
    )


def is_done(token: Token) -> bool:
    """Whether a word is a participle: `seen`, `published`."""
    return token.key.endswith("ed") or token.key in _DONE


def _begins_another(tokens: Sequence[Token], start: int, number: int) -> bool:
    """Whether a name ends before a word in small letters."""
    before = tokens[number - 1] if number > start else None
    is_name = before is not None and before.capital and not before.owner and before.key not in DETERMINERS
    return is_name and not tokens[number].capital and speaker_words().kind(tokens[number].key) is None


def _joins_behind(tokens: Sequence[Token], start: int, number: int, end: int) -> bool:
    token = tokens[number]
    if number == start or number + 1 >= end:
        return False
    if _joins_names(tokens, number, start, end):
        return True
    if token.key not in _JOINS_NOUNS:
        return False
    head = next((each for each in reversed(tokens[start:number]) if each.kind != "aside"), token)
    if head.capital and token.key not in {"of", "for"} and number - start > 1:
        return False  # "the Nuclear Decommissioning Authority in a statement"
    behind = tokens[number + 1]
    is_thing = behind.key in DETERMINERS or is_noun(behind)
    return is_thing and not is_time(behind) and speaker_words().kind(head.key) is not None


def with_apposition(tokens: Sequence[Token], found: Phrase, end: int) -> Phrase:
    """Return a phrase with what stands behind it between commas, where that says who is meant."""
    if found.last >= end or tokens[found.last].key != ",":
        return found
    last = found.last + 1
    while last < end and tokens[last].kind != "quote" and tokens[last].key not in {",", ";", ":", "-"}:
        last += 1
    behind = (found.last + 1, last)
    if found.kind == "description" and _is_full_name(tokens[slice(*behind)]):
        return Phrase(found.first, last, "name", behind, (found.first, found.last))
    if last > behind[0] and is_apposition(tokens, *behind):
        return Phrase(found.first, found.last, found.kind, found.name, behind)
    return found


def is_apposition(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether words between commas say who somebody is: a role, a determiner, or a relative clause begins them."""
    if first >= last:
        return False
    token = tokens[first]
    if token.key in RELATIVE or token.key in DETERMINERS or token.key in {"whose", "aged", "formerly", "now", "then"}:
        return True
    if token.key[:1].isdigit() or token.key in _PLACES | _OCCASIONS or (is_done(token) and not token.capital):
        return True
    words = [each for each in tokens[first:last] if each.kind == "word"][:_MOST_WORDS]
    known = speaker_words()
    for number, each in enumerate(words):
        if each.key in _JOINS_NOUNS and number:
            return known.kind(words[number - 1].key) is not None
        is_titled = each.key in known.titles and all(word.capital for word in words)
        if known.kind(each.key) == "person" and not is_titled and not _is_full_name(words):
            return True
    return False


def _is_full_name(words: Sequence[Token]) -> bool:
    return len(words) > 1 and words[0].key in speaker_words().genders and all(each.capital for each in words)


def phrase(tokens: Sequence[Token], first: int, last: int) -> Phrase | None:
    """Return what kind of phrase some tokens are, with the name in them; None where they are no speaker's."""
    while first < last and tokens[first].kind == "aside":
        first += 1
    words = [number for number in range(first, last) if tokens[number].kind == "word"]
    if not words:
        return None
    name = _name_in(tokens, words)
    if name:
        return Phrase(first, last, "name", name)
    return Phrase(first, last, "description")


def _name_in(tokens: Sequence[Token], words: Sequence[int]) -> tuple[int, int] | None:
    """Return the name that a phrase is: its last run of capitals, unless that is what a role or a document is of."""
    known = speaker_words()
    end = len(words)
    start = end
    while start > 0:
        token = tokens[words[start - 1]]
        little = start < end and start > 1 and _joins_names(tokens, words[start - 1], words[0], words[-1] + 1)
        if not (token.capital or little) or (token.owner and start < end):
            break
        if token.key == "the" or (token.key in DETERMINERS and words[start - 1] == 0):
            break
        start -= 1
    if start == end or (start == 0 and end == 1 and not tokens[words[0]].capital):
        return None
    run = words[start:end]
    before = [tokens[number] for number in words[:start]]
    if before and _is_full_name([each for each in before if each.capital]) and before[0].capital:
        last = next((number for number, each in enumerate(before) if not each.capital), len(before))
        return words[0], words[last - 1] + 1  # "Michael Allen of Dynatrace"
    if before and before[-1].key in _JOINS_NOUNS:
        return None  # "a spokesman for Leeds City Council" names the council, and not who speaks
    if before and before[-1].key in DETERMINERS and len(before) > 1 and before[-2].key in _JOINS_NOUNS:
        return None
    keys = [tokens[number].key for number in run]
    if run[0] == 0 and len(run) == 1 and not before and known.kind(keys[0]) and not tokens[run[0]].initials:
        return None  # "Ministers said" at the start of a sentence
    return _without_role(tokens, run)


def _without_role(tokens: Sequence[Token], run: Sequence[int]) -> tuple[int, int] | None:
    """Leave out the role before a name that has a capital too: `Chancellor George Osborne`."""
    known = speaker_words()
    first = 0
    for number, each in enumerate(run[:-1]):
        following = tokens[run[number + 1]]
        is_role = known.kind(tokens[each].key) == "person" and tokens[each].key not in known.titles
        if is_role and following.key not in _JOINS_NAMES and following.key not in known.in_bodies:
            first = number + 1
    last = len(run)
    while last - first > 1 and tokens[run[last - 1]].key in _AFTER_NAMES and tokens[run[last - 1]].initials:
        last -= 1
    return run[first], run[last - 1] + 1
