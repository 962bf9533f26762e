"""Counts whose noun stands before them: `12 of those`, `out of 588 bodies, 20 had`, `the faults came to 76`. Pure.

What they count was counted before, in their sentence or paragraph, or is the plural that their clause begins with.
A bare number that nothing of this says to be one of something is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from qabot.core.text import Span, small_letters
from qabot.facts.clauses import clause_at
from qabot.facts.counted_nouns import MEASURED, counted_noun, is_plural
from qabot.facts.figures import Figure, completed_figure, is_year
from qabot.facts.moved_counts import moved_noun
from qabot.facts.number_words import DIGITS, value_of

_LITTLE = (
    r"(?:(?:about|around|some|nearly|almost|just|over|under|more|less|fewer|than|up|to|at|least|most|only|roughly|close|"
    r"well|a|as|many|few|another|further|the|its|their|all|these|those|other)\s)*"
)
_BARE = re.compile(
    rf"(?<![\w£$€¥.,/#-])(?P<number>{DIGITS})(?:\s(?P<scale>million|billion|thousand)|(?P<short>m|k|bn)\b)?"
    r"(?![\w%£$€]|[.,/:]\d|-\w|\s?(?:%|per\s?cent|pc\b|percentage))"
)
OF_THEM = re.compile(r"\s(?:out\s)?of\s(?:them|those|these|which|whom)\b")
"""What stands behind a number that counts some of what was counted before."""
_OF_THE = re.compile(rf"\s(?:out\s)?of\s{_LITTLE}(?:total\sof\s)?")
"""What stands between a part and the whole that is counted behind it: `12 of the `."""
_OUT_OF = re.compile(rf"(?:^|[;:,]\s|\b(?:and|but)\s)(?:out\sof|of|from|among)\s{_LITTLE}$", re.IGNORECASE)
"""What stands before a whole: `Out of 588 bodies, 20 had missed it`."""
_PART_BEHIND = re.compile(rf"(?:\s[\w’'-]+){{0,8}},\s(?:[^.;]{{0,120}}?(?:,|\band|\bbut|\bwhile)\s)?{_LITTLE}")
_VERB_BEHIND = re.compile(
    r"\s(?:(?:had|have|has|were|was|are|is|did|do|would|will|could|should|might|must|failed|missed|met|took|went|came|"
    r"said|still|now|then|chose|wrote|fell|got|lost|won|saw|used)\b|(?!(?:hundred|red)\b)[a-z]+ed\b)"
)
_MOVED_TO = re.compile(
    r"\s(?:(?:had|has|have|was|were|is|are|would|will|could|should|may|might|to|forecast|expected|due|set|be|been|"
    r"being|likely|projected|estimated|also|then|since|now|later|again|finally|already|soon|quickly)\s)*"
    r"(?:(?:come|came|comes|rose|risen|rise|rises|fell|fallen|fall|falls|grew|grown|grow|grows|dropped|drop|climbed|climb|"
    r"increased|increase|decreased|declined|shrank|shrunk|jumped|doubled|trebled|halved|reduced|cut|brought|gone|went|swelled)"
    r"(?:\s(?:down|up|back|only|further|by\s[^,;]{1,20}?))?(?:\sfrom\s[^,;]{1,30}?)?,?\sto|stood\sat|stands\sat|reached|totalled|"
    rf"numbered|exceeded|passed|topped|hit)\s{_LITTLE}$"
)
"""What a number does that moves, or stands: `fell to `, `came to `, `reached nearly `."""
_CAME_TO = re.compile(rf"\s(?:to|at|reached|totalled|numbered|exceeded|passed|topped|hit)\s{_LITTLE}\d")
_NUMBER_OF = re.compile(
    r"\b(?:number|total|figure|count|tally|caseload|backlog|headcount|toll)"
    r"(?:\sof\s(?:the\s|its\s|their\s|such\s)?(?P<noun>(?:[a-z][\w-]*\s){0,2}?[a-z][a-z-]+)"
    r"(?:\s(?:with|using|on|in|at|for|without|registered|signed|who|waiting|holding|taking)\b[^,;:]{0,60})?)?$",
    re.IGNORECASE,
)
_THEY = re.compile(r"\b(?:they|these|those)$", re.IGNORECASE)
_PLURAL_SUBJECT = re.compile(
    r"(?:^|[,;]\s|\b(?:and|but|while|the|its|their|these|those)\s)(?:(?:But|And|So|Yet|The|Its|Their|These|Those|All|By|then)\s)*"
    r"(?P<noun>(?:[\w-]+\s){0,2}?[A-Za-z][a-z-]+)$"
)
_HEAD = re.compile(
    r"(?:(?:The|the|Its|its|Their|their|All)\s)?(?P<noun>(?:[\w-]+\s)?[A-Za-z][a-z-]+s)\s(?:to|of|for|from|by|on|in|at|with|through|via)"
    r"(?:\s[\w’'-]+){1,6}$"
)
"""What a clause begins with, where its first noun is what moved: `Visits to the app had risen`."""
_EXTREME = re.compile(
    r"\b(?:busiest|quietest|highest|lowest|slowest|peak|peaked|best|worst|low|high|record)\b[^.;:]{0,40}\s(?:at|with|of|on|to)\s"
    rf"{_LITTLE}$"
)
"""What a month or a place was by a number of what was counted before: `the quietest at `."""
_ENDS = re.compile(
    r"\s?(?:$|[.;:)”\"]|,(?!\d)|\s(?:in|by|at|on|from|last|this|that|over|within|during|as|subject|and|but|while|after|before|per|"
    r"altogether|overall|so|for|since|today|now|when|with|a\s(?:day|week|month|year)|the\s(?:year|month|week)\s(?:before|earlier))\b)"
)
_SUBJECT = re.compile(
    r"^(?:The|Its|Their|Our|Each|This|That|An?|His|Her|Such\san?)\s(?:[a-z][\w-]*\s){0,2}?(?P<noun>[a-z]{3,})\s(?:was|were|is|are|had|"
    r"has|would|will|could|should|may|took|replaced|stood|might)\b"
)
_LEAST_EXTREME = 100
_COMPARED = re.compile(
    r"\b(?:against|compared\s(?:with|to)|(?:up|down)\sfrom|versus|(?:more|fewer|less|higher|lower)\sthan|"
    r",\s(?:falling|rising|dropping|growing|climbing|shrinking)\sto|rather\sthan|instead\sof)\s"
    rf"(?:just\sthe\s)?{_LITTLE}$"
)
"""What stands before a number that one counted before is measured by: `300 staff, against 450 in 2015`."""
_AND_THEN = re.compile(rf"(?:,|,?\s(?:and|but))\s{_LITTLE}$")
_AT_A_TIME = re.compile(
    r"\s(?:in\s(?:the\s)?(?:(?:19|20)\d\d|[A-Z]|(?:its|their|the|his|her)\s(?:first|second|third|next|following|last)\b|"
    r"(?:next|following|previous|second|third|last)\b)|by\s(?:(?:19|20)\d\d|[A-Z])|(?:by|at)\sthe\send\sof\s|a\s(?:year|month|week)\s(?:earlier|before|later|ago)|"
    r"in\sthe\s(?:\d\d?|[a-z]+)\s(?:weeks|months|years)\s(?:before|earlier|after|to)\b|"
    r"(?:the\s)?(?:year|month|week)\s(?:before|earlier|after)|last\s(?:year|month|week)|this\s(?:year|month|week)|that\s(?:same\s)?(?:year|month|spring|summer|autumn|winter)|now\b|today\b)"
)
"""What stands behind a number of what was counted at another time: `1,200 vacancies in 2022 and 800 a year earlier`."""
_OF_WHOM = re.compile(rf"\b(?:of|among)\s(?:whom|which|these|those|them)\s{_LITTLE}$")
"""What stands before a part of what was counted: `1.5 million people, of whom 265,000 were new`."""
_OUT_OF_ALL = re.compile(rf"\sout\sof\s{_LITTLE}(?:total\sof\s)?{_LITTLE}")
"""What stands between what is counted and how many of it there are: `3.2 million records out of 14 million`."""
_BESIDE = re.compile(
    rf"\s(?P<where>at|in|for|from|with|by|on)\s[^,;:.]{{1,50}}?,?\s(?:and|but|with|against|while)\s{_LITTLE}|"
    rf",?\s(?:and|but)\s{_LITTLE}"
)
"""What stands between two numbers of one thing, at two places: `2,500 staff at Capgemini and 1,400 at Fujitsu`."""
_AT_A_PLACE = re.compile(r"\s(?P<where>at|in|for|from|with|by|on)\s(?:the\s)?[A-Z]")
_OR = re.compile(
    rf"\sof\s(?:the\s|all\s|its\s|their\s)?(?P<noun>(?:[\w-]+\s){{0,3}}?[a-z][a-z-]+),\s(?:or|that\sis|i\.e\.)\s{_LITTLE}"
)
"""What stands between a share and how many that are: `57% of UK premises, or 17.5 million`."""
_LEAVING = re.compile(rf"(?:,\s(?:leaving|which\s(?:left|leaves|would\sleave))|\band\sleft)\s{_LITTLE}$")
"""What stands before how many remain: `1,700 sites had been shut, which left 383`."""
_DOES = re.compile(rf"\b(?:it|they|he|she|[a-z]+)\s(?P<verb>[a-z]{{3,}})\s{_LITTLE}$")
_DOES_BEFORE = re.compile(rf"\b(?P<verb>[a-z]{{3,}})\s{_LITTLE}(?=\d)")
_ENDING = re.compile(r"(?:y|i?e[sd]|s)$")
"""What a verb ends in by its person and tense: `carries`, `carried`."""
_OF_THESE = re.compile(
    rf"(?:(?:But|And)\s)?(?:Of|Among|From|of|among|from)\s(?:all\s)?(?:these|those|them),?\s{_LITTLE}"
)
"""What a sentence begins with that tells of some of what was counted before it."""
_AUXILIARIES = (
    r"(?:(?:had|has|have|will|would|should|could|be|been|is|are|was|were|now|still|already|since|only|just|soon)\s)*"
)
_STILL_THERE = re.compile(
    rf"\b(?:there\s(?:are|were|was|will\sbe|would\sbe|had\sbeen)(?:\s(?:now|still|only|just))*|"
    rf"(?:it|they|that|this|which|to|he|she|[Tt]he\s(?:figure|number|total|count))\s{_AUXILIARIES}(?:be|been|is|are|was|were)\s(?:(?:now|already|only|just)\s)*"
    rf"(?:down|up|back)\sto|(?:that|this|which)\s{_AUXILIARIES}(?:fell|fallen|fall|rose|risen|rise|grew|grown|dropped|shrank|shrunk|climbed)\sto|"
    r"(?:it|they|but|and|[Tt]he\s[a-z]+)\s(?:(?:now|still)\s(?:had|has|have)|(?:had|has|have)\s(?:now|still))|"
    rf"[Tt]he\s(?:figure|number|total|count)\s(?:is|was|stands|stood)\s(?:now|then|still)(?:\sat)?)\s{_LITTLE}$",
    re.IGNORECASE,
)
"""What stands before how many there are at another time: `Today there are `, `but still had `, `that was down to `."""
_LATEST = 3
"""Things counted last, which must be one where a number leaves open which of them it counts."""
_SAME_SIZE = 25
"""How many times as many may be compared with what was counted before."""
_WORD = re.compile(r"[A-Za-z][a-z-]{2,}")


class Counted(NamedTuple):
    """Something that was counted, or could be."""

    unit: str
    """What it is called in the plural."""
    words: Span
    """Where it is called so in the article."""
    value: Decimal | None = None
    """How many; None where it only stands there."""


def has_bare_number(text: str) -> bool:
    """Whether a sentence has a number in digits that is followed by no sign of a sum or a share."""
    return bool(_BARE.search(text))


def elided_counts(
    text: str, start: int, figures: Sequence[Figure], here: Sequence[Counted], told: Sequence[Counted]
) -> Iterator[tuple[Figure, Span]]:
    """Yield the counts of a sentence that leave their noun out, each with where the article has it.

    Args:
        text: The sentence.
        start: Where it begins in the article.
        figures: Those of it that say what they count.
        here: What it counts with them, in order.
        told: What its paragraph counted before.
    """
    lowered = ""
    for bare in _BARE.finditer(text):
        if is_year(bare["number"]) and not (bare["scale"] or bare["short"]):
            continue
        if any(each.start < bare.end() and bare.start() < each.end for each in figures):
            continue
        value = value_of(bare["number"], bare["scale"] or bare["short"] or "")
        own = [each for each in here if each.words[0] >= start]
        meant = _meant(text, start, bare.span(), value, own, told) or _part(
            text, start, bare.span(), value, own, figures
        )
        if meant is None and (noun := moved_noun(text, bare.span(), figures)):
            meant = Counted(_last(text[slice(*noun)]), _shifted(noun, start))
        if meant:
            lowered = lowered or small_letters(text)
            yield completed_figure(lowered, *bare.span(), value, value, meant.unit), meant.words


def _meant(
    text: str, start: int, place: Span, value: Decimal, here: Sequence[Counted], told: Sequence[Counted]
) -> Counted | None:
    """Return what a bare number counts; None where nothing says so."""
    ahead = [each for each in here if each.words[1] <= start + place[0]]
    known = [*told, *ahead]
    if them := OF_THEM.match(text, place[1]):
        noun = counted_noun(text, them.end()) if them[0].endswith("se") else None
        if noun:  # "60 of those posts"
            return Counted(noun.noun, (start + noun.end - len(noun.noun), start + noun.end))
        return next((each for each in reversed(known) if each.value is not None and each.value >= value), None)
    return (
        _of_what_follows(text, start, place[1], value, here)
        or _out_of(text, start, place, value, ahead)
        or _subject(text, start, place, known)
        or _of_these(text, place, value, known)
        or _still_there(text, place, value, known)
        or _extreme(text, place, value, known)
        or _at_another_time(text, place, value, ahead)
    )


def _part(
    text: str, start: int, place: Span, value: Decimal, here: Sequence[Counted], figures: Sequence[Figure]
) -> Counted | None:
    """Return what a bare number counts by what its sentence counted or shared out before it."""
    ahead = [each for each in here if each.words[1] <= start + place[0]]
    if ahead:
        last = ahead[-1]
        between = text[last.words[1] - start : place[0]]
        beside, behind = _BESIDE.fullmatch(between), _AT_A_PLACE.match(text, place[1])
        if beside and behind and (beside["where"] or behind["where"]) == behind["where"]:
            return last if _are_of_one_size(last, value) else None
        if _OUT_OF_ALL.fullmatch(between) and last.value is not None and value > last.value:
            return last
        if _OF_WHOM.search(text, 0, place[0]):
            return next((each for each in reversed(ahead) if each.value is not None and each.value >= value), None)
    if _LEAVING.search(text, 0, place[0]):
        return ahead[-1] if ahead else next(filter(None, (_shared_out(text, start, each) for each in figures)), None)
    shares = (each for each in figures if each.kind == "share" and each.end <= place[0])
    share = next((each for each in shares if _OR.fullmatch(text, each.end, place[0])), None)
    return _shared_out(text, start, share) if share else None


def _are_of_one_size(counted: Counted, value: Decimal) -> bool:
    return bool(counted.value) and counted.value / _SAME_SIZE <= value <= counted.value * _SAME_SIZE


def _shared_out(text: str, start: int, figure: Figure) -> Counted | None:
    """Return what a share is of, where that can be counted: of `91% of English trusts` trusts."""
    found = _OF_THINGS.match(text, figure.end) if figure.kind == "share" else None
    return _plural_subject(found["noun"], _shifted(found.span("noun"), start)) if found else None


_OF_THINGS = re.compile(r"\sof\s(?:the\s|all\s|its\s|their\s)?(?P<noun>(?:[\w-]+\s){0,3}?[a-z][a-z-]+)(?=[\s,.])")


def _of_what_follows(text: str, start: int, end: int, value: Decimal, here: Sequence[Counted]) -> Counted | None:
    """Read `12 of the 30 organisations`."""
    found = _OF_THE.match(text, end)
    if found is None or found.end() >= len(text) or not text[found.end()].isdigit():
        return None
    behind = (each for each in here if each.words[0] >= start + found.end())
    return next((each for each in behind if each.value is not None and each.value >= value), None)


def _out_of(text: str, start: int, place: Span, value: Decimal, ahead: Sequence[Counted]) -> Counted | None:
    """Read `Out of 588 bodies, around 20 had missed the date, and 12 were late`."""
    if not ahead or not _VERB_BEHIND.match(text, place[1]):
        return None
    whole = ahead[0]
    number = next((found for found in re.finditer(DIGITS, text[: whole.words[0] - start])), None)
    if number is None or whole.value is None or value > whole.value or not _OUT_OF.search(text, 0, number.start()):
        return None
    return whole if _PART_BEHIND.fullmatch(text, whole.words[1] - start, place[0]) else None


def _of_these(text: str, place: Span, value: Decimal, known: Sequence[Counted]) -> Counted | None:
    """Read `It lost 103 laptops. Of these, 17 had been stolen`."""
    if not _OF_THESE.fullmatch(text, 0, place[0]) or not _VERB_BEHIND.match(text, place[1]):
        return None
    return next((each for each in reversed(known) if each.value is not None and each.value >= value), None)


def _still_there(text: str, place: Span, value: Decimal, known: Sequence[Counted]) -> Counted | None:
    """Read `There were 120 desks in 2009. Today there are 74`, where nothing else was counted."""
    latest = known[-_LATEST:]
    if len({each.unit for each in latest}) != 1 or not _are_of_one_size(latest[-1], value):
        return None
    is_there = _STILL_THERE.search(text, 0, place[0]) and _ENDS.match(text, place[1])
    return latest[-1] if is_there else None


def _subject(text: str, start: int, place: Span, known: Sequence[Counted]) -> Counted | None:
    """Read `That number fell to 20`, `the faults came to 76 in all`, `They had reached 300`."""
    begin = clause_at(text, place[0])[0]
    verb = _MOVED_TO.search(text, begin, place[0])
    if verb is None or not _ENDS.match(text, place[1]):
        return None
    if number := _NUMBER_OF.search(text, begin, verb.start()):
        if number["noun"] is None:
            return known[-1] if known else None
        return (
            Counted(number["noun"].split()[-1], _shifted(number.span("noun"), start))
            if is_plural(_last(number["noun"]))
            else None
        )
    if _THEY.search(text, begin, verb.start()):
        return known[-1] if known else None
    plurals = (_PLURAL_SUBJECT.search(text, begin, verb.start()), _HEAD.match(text, begin, verb.start()))
    told = (_plural_subject(each["noun"], _shifted(each.span("noun"), start)) for each in plurals if each)
    return next(filter(None, told), None)


def _plural_subject(words: str, place: Span) -> Counted | None:
    """Return what the words before a verb count, where they are a plural: `open cases`, `staff numbers`."""
    head, before = _last(words), words.rpartition(" ")[0]
    if head == "numbers" and before:
        head = _last(before)
        return Counted(head if is_plural(head) else _plural_of(head), place)
    return Counted(head, place) if is_plural(head) and head not in MEASURED else None


def _extreme(text: str, place: Span, value: Decimal, known: Sequence[Counted]) -> Counted | None:
    """Read `December had been the quietest at close to 190,000`."""
    is_one = value >= _LEAST_EXTREME and known and _EXTREME.search(text, 0, place[0]) and _ENDS.match(text, place[1])
    return known[-1] if is_one else None


def _at_another_time(text: str, place: Span, value: Decimal, ahead: Sequence[Counted]) -> Counted | None:
    """Read `300 staff, against 450 in 2015` and `1,200 vacancies in 2022 and 800 a year earlier`."""
    counted = ahead[-1] if ahead else None
    if counted is None or not _are_of_one_size(counted, value):
        return None
    if _COMPARED.search(text, 0, place[0]) and _ENDS.match(text, place[1]):
        return counted
    if _is_done_again(text, place) and _ENDS.match(text, place[1]):
        return counted
    return counted if _AND_THEN.search(text, 0, place[0]) and _AT_A_TIME.match(text, place[1]) else None


def _is_done_again(text: str, place: Span) -> bool:
    """Whether the verb of a number was that of one counted before: `it carries 130 letters; in May it carried 170`."""
    verb = _DOES.search(text, 0, place[0])
    if verb is None:
        return False
    stem = _stem(verb["verb"])
    return any(_stem(each["verb"]) == stem for each in _DOES_BEFORE.finditer(text, 0, verb.start()))


def _stem(verb: str) -> str:
    return "have" if verb in {"has", "had"} else _ENDING.sub("", verb)


def may_leave_out(text: str) -> bool:
    """Whether a text without any figure may yet say how many of something there came to be."""
    return bool(_CAME_TO.search(text))


def ones_of(text: str, start: int, figure: Figure, here: Sequence[Counted], told: Sequence[Counted]) -> Counted | None:
    """Return what "ones" stands for behind a number: `12 servers and 30 older ones`; None where nothing says."""
    ahead = [each for each in here if each.words[1] <= start + figure.start]
    if ahead:
        return ahead[-1]
    plurals = [
        found for found in _WORD.finditer(text, 0, figure.start) if is_plural(found[0]) and found[0] not in MEASURED
    ]
    if plurals:
        return Counted(plurals[-1][0], _shifted(plurals[-1].span(), start))
    if subject := _SUBJECT.match(text):
        return Counted(_plural_of(subject["noun"]), _shifted(subject.span("noun"), start))
    return told[-1] if told else None


def with_unit(figure: Figure, counted: Counted) -> Figure:
    """Return a figure of "ones" as one of what they are."""
    return replace(figure, unit=counted.unit)


def _shifted(span: Span, start: int) -> Span:
    return span[0] + start, span[1] + start


def _last(words: str) -> str:
    """Return the last of some words, in small letters."""
    last = words.rsplit(maxsplit=1)[-1]
    return last[0].lower() + last[1:]


def _plural_of(noun: str) -> str:
    if noun.endswith(("s", "x", "ch", "sh")):
        return f"{noun}es"
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"
