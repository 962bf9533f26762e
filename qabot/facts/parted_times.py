"""Whether a time and a figure of one sentence stand in two clauses, each of which has its own. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from qabot.core.text import Span
from qabot.facts.bracketed_figures import brackets_apart
from qabot.facts.figures import Figure
from qabot.facts.stated_times import TimeMention

_REASON = re.compile(
    r",\s(?:since|because|although|though|whereas|but|unless|so|against|compared\s(?:with|to)|(?:up|down)\sfrom|"
    r"an?\s(?:step|move|change|measure|decision|deal|merger|plan))\s"
)
"""What parts a time from a figure behind it: the one is of what happened, the other of why, or of what else."""
_BEFORE_DOING = re.compile(r"\s(?:before|after)\s[a-z]+ing\b")
"""What parts what was from what came of it: "hit £2.4bn in 2017-18 before falling to £2.1bn"."""
_NOW = re.compile(r"\b(?:now|today|currently|at\spresent)\b")
"""What parts a time that is over from a figure of the present."""
_WENT_TO = re.compile(
    r"\b(?:cut|reduced|fall|fallen|fell|rise|risen|rose|grow|grown|grew|raised|increased|brought)(?:\s(?:down|up))?\sto\s"
    r"(?:[a-z]+\s){0,2}[£$€]?\d"
)
"""What parts what something was from what it came to by a time: "40 sites will be cut to 25 by March"."""
_OF_THEM = re.compile(r"\sof\s(?:them|these|those|which|whom)\b")
"""What stands behind a part that has a time of its own: "900 people, 200 of them hired since January"."""
_PARTICIPLE = re.compile(r",\s(?!includ|follow|dur|accord|compris|total|equall)[a-z]{3,}ing\s")
"""What begins what came of something, which may have a time of its own: "costs £38m, falling to £30m by 2024"."""
_MEASURED = re.compile(
    r",\s(?:(?:or|that\sis|some|about|around|nearly|almost|roughly|just|over|under|more|less|than|equal\sto)\s){0,3}$"
)
"""What stands between a figure and the share of something else that it is: "£7m, about 4% of its income"."""
_VALUED = re.compile(r",\s(?:which\s(?:is|was)\s)?(?:worth|valued\sat|priced\sat)\s(?:[a-z]+\s){0,3}$")
"""What stands before the worth of what was named last: "until May to bid for the deal, worth up to £4m"."""
_IN_ALL = re.compile(r"\s(?:in\s(?:all|total)|all\stold|altogether)\b")
"""What stands behind a sum of several, whose times are not its own: "6 in 2019 and 9 in 2020, for £4m in all"."""
_OF_WHICH = re.compile(r",\s(?:[\w.,%£]+\s){0,3}of\s(?:which|whom|these|those|them|it|that)\b")
"""What begins a part behind its whole, which may have a time of its own: "2.9m, of which 628,000 came on 18 June"."""
_OF_WHOLE = re.compile(
    r"(?:^|[;:]\s|,\s(?:and|but)\s)(?:Of|of|Out\sof|From|Among)\s(?:the|its|their|all|those|these)\s$"
)
"""What stands before a whole whose parts have times: "Of the 48 sites, 12 closed in 2019"."""
_THE = re.compile(r"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Aa]n?)\s$")
_TOLD_OF = re.compile(r"\s[a-z]")
_VERB = re.compile(r"\b(?:had|has|have|was|were|is|are|costs?|came|rose|fell|reached|needs?|needed)\b")
_OPENING = re.compile(
    r"(?:(?:(?:First|Originally|Initially|Once)\s)?(?:[A-Z]?[a-z]+ed|[Pp]ut|[Ss]et|[Cc]ut|[Bb]uilt|[Bb]egun)\s(?!to\b)[^,;]{2,70},\s(?![£$€\d]|and\b)|"
    r"(?:After|Despite|Following|Without|Besides|Instead\sof|As\swell\sas)\s[^,;]{4,90},\s(?=(?:it|they|he|she|the|its|their|[A-Z][a-z]+)\s)|"
    r"(?:Under|With|Through|Using)\s(?:an?|the|its)\s[^,;]{2,60}?\s(?:let|set\sup|made|won|bought|[a-z]{2,}ed)\s(?:with\s[\w\s]{2,30}?\s)?"
    r"(?:in|on|by)\s(?:[a-z]+\s)?(?:\d\d?\s)?(?:[A-Z][a-z]+\s)?\d{4},?\s(?=(?:it|they|he|she|the|its|their|[A-Z][a-z]+)\s)|"
    r"(?:Of|Out\sof|From|Among)\s(?:the|its|their|all)\s[£$€]?\d[\w,.]*\s(?:[a-z-]+\s){0,3}(?:[a-z]+ed|spent|paid|bought|built|won|sold|lost)\s[^,;]{4,60},\s)"
)
"""What a sentence begins with that has a time of its own: "After £18m of spending, it was dropped in 2019"."""
_NEXT_CLAUSE = re.compile(r"(?:,\s(?:and|but|while|then)|;)\s$")
"""What stands before a time that the next clause begins with: "paid £3m a year, and since April it has paid £2m"."""
_CLAUSE_BEHIND = re.compile(r"\s(?:it|they|he|she|there)\s[a-z]")
"""What follows a time behind a comma that the next clause begins with: "had 90 staff, today it has 14"."""
_COMPARED = re.compile(r"\b(?:compared\s(?:with|to)|rather\sthan|instead\sof)\s(?!(?:in|the\ssame)\b)[^,;]{4,}$")
"""What ends before the time of what a figure is compared with: "saves £1m a year compared with the one let in 2018"."""
_PLEDGED = re.compile(
    r"\s(?:[a-z]+\s){0,3}(?:forecast|foreseen|set|agreed|quoted|given|[a-z]{3,}ed)\s(?:for\s[a-z]+\s|by\s[a-z]+\s)?"
)
"""What parts a figure from when it was forecast or agreed: "£3m to the £17m cost forecast in 2017"."""
_OF_GIVEN = re.compile(r"(?<!\bof\s)\bthe\s$")
"""What stands before a figure that was given already, and is no whole of which another is a part."""
_IN_NAMED = re.compile(r"\s(?:in|at|from)\s(?:the|its)\s(?:[A-Z]?[a-z]+\s)?(?:19|20)\d\d\s[A-Za-z]")
"""What says of a figure when it was by a name: "£150m in the 2016 Budget"."""
_OF_A_RATE = frozenset({"from", "until", "till", "to"})
"""What leads to where what is due again and again begins or ends."""
_UNREAD = re.compile(
    r"\s(?:at|by|in|on|before|after|until)\s(?:the|its)\s(?:start|end|beginning|close|turn|height|peak|time|launch|outset|moment)\b|"
    r"\s(?:when|once|while|after|before)\s(?:[a-z’'-]+\s){1,3}"
)
"""What says of a figure when it was, by no date: "1,150 at the start of the financial year", "£26m when work began"."""
_CAME_AFTER = re.compile(r",\s(?:after|following)\s(?!(?:all|which)\b)")
"""What parts a time from what came before: "£4m a year from 2014, after set-up costs of £5m"."""
_FROM_TO = re.compile(r",\sfrom\s[^,;]*\d[^,;]*\sto\s[£$€]?\d")
"""What parts a change since a time from the last count of it: "Since 2012 it rose 44%, from 2.7m to 3.9m in 2015"."""
_BECAUSE = re.compile(r"\b(?:because|although|though|unless|whereas)\b")
"""What parts a figure from a time behind it."""
_OWN_SUBJECT = re.compile(
    r",\sand\s(?![£$€\d])(?:[\w’'-]+\s){1,4}(?:was|were|is|are|had|has|have|would|will|could|should|did|does|do|stood|stands|"
    r"hopes?|expects?|aims?|plans|wants?|intends?)\b"
)
"""What begins a sentence of its own within one: "the cost went up to £1.1bn, and the date had moved to 2030"."""
_SINCE_THEN = re.compile(r"\band\s(?!(?:[£$€\d]|about|some|around|nearly|almost|over|more)\b)[a-z]+\s")
"""What goes on behind a time since which something else has been so: "cut by £310m since 2019 and stood at £2bn"."""
_ASIDE = re.compile(
    r",\s(?:which|who|whose|where|(?:(?:first|once|now|then|[a-z]+ly)\s)?(?:[a-z]+ed|worth|tak|bring|extend)(?:ing)?|due|meant|set|in\s(?:use|force|place|service)|set\sup|begun|built|held|let|run|made|led|worth|"
    r"(?:an?|the|its|one)\s(?:[\w’'-]+\s){1,6}?(?:[a-z]+ed|built|run|made|led|held|set\sup)\s(?:by|with|from|of|for|on|at|in|under))"
    r"\s(?:[^,;]|,(?=\d))*,(?!\d)"
)
"""What is told in passing, between commas: by a verb, or of what something is, "a platform built by 12 people"."""
_LASTED = re.compile(
    r",\s(?:which\s(?:(?:has|had)\s)?(?:ran|run|runs|covered|covers|lasted|"
    r"took\splace(?=[^,;]*,\s(?:cost|took|drew|attracted|reached|involved|covered|saw|had|used)\b))|"
    r"in\s(?:use|force|place|service)(?=\ssince\s[^,;]{2,40},\s(?:has|have)\b))\s"
)
"""What says in passing when that was of which the rest is told: "the deal, which ran from 2016 to 2020, cost £4m"."""
_REMEMBERED = 8
"""Sentences of which asides are remembered: each pair of a figure and a time asks for them."""


def is_parted(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether one of a time and a figure is told in passing, or in a clause that is not the other's."""
    if time.start > figure.start:
        is_told_apart = _is_before(text, figure, figures, time)
    else:
        is_told_apart = _is_behind(text, figure, time) or _is_apart_from_others(text, figure, figures, time)
    if is_told_apart:
        return True
    opened = _opening_end(text)
    if (figure.start < opened) != (time.start < opened):
        return True
    asides = [span for span in _asides(text) if span[0] != figure.end]
    asides += brackets_apart(text, figure, figures)
    return any((start < figure.start < end) != (start < time.start < end) for start, end in asides)


@lru_cache(_REMEMBERED)
def _opening_end(text: str) -> int:
    """Return where the words end that a sentence begins with and that have a time of their own; 0 where none do."""
    found = _OPENING.match(text)
    return found.end() if found else 0


@lru_cache(_REMEMBERED)
def _asides(text: str) -> tuple[Span, ...]:
    return tuple(found.span() for found in _ASIDE.finditer(text) if not _LASTED.match(text, found.start()))


def _is_before(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether what stands between a figure and a time behind it parts them."""
    between = (figure.end, time.start)
    parting = (_OWN_SUBJECT, _BEFORE_DOING, _BECAUSE, _WENT_TO, _OF_WHICH)
    if _NEXT_CLAUSE.search(text, figure.end, time.start) or _is_worth(text, figure, figures, time):
        return True
    if text.endswith(", ", figure.end, time.start) and _CLAUSE_BEHIND.match(text, time.end):
        return True
    if text.startswith("Since ") and _FROM_TO.search(text, *between):
        return True
    last = next((each for each in reversed(figures) if figure.end <= each.start and each.end <= time.start), None)
    if last and "," not in text[last.end : time.start] and _is_led_apart(text, figure, last, time):
        return True
    if last is None and _COMPARED.search(text, *between):
        return True
    is_of_part = any(figure.end <= each.start < time.start and _OF_THEM.match(text, each.end) for each in figures)
    is_whole = bool(_OF_WHOLE.search(text, 0, figure.start)) and any(
        figure.end < each.start < time.start for each in figures
    )
    return is_of_part or is_whole or any(each.search(text, *between) for each in parting)


def _is_apart_from_others(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether a figure behind another has a time of its own, or sums up several of which one stands before it."""
    if not _IN_ALL.match(text, figure.end) and not _UNREAD.match(text, figure.end):
        return False
    return any(each.end <= time.start for each in figures)


def _is_led_apart(text: str, figure: Figure, last: Figure, time: TimeMention) -> bool:
    """Whether what leads to a later figure has it and its time to itself."""
    is_share_of = last.kind == "share" and figure.kind != "share" and text.startswith(" of ", last.end)
    if is_share_of and _MEASURED.fullmatch(text, text.rfind(",", figure.end, last.start), last.start):
        return True
    if time.lead in _OF_A_RATE and last.per and not figure.per:
        return True  # "£3m to build and £400,000 a year to run from 2021"
    if (
        _IN_NAMED.match(text, figure.end)
        or _UNREAD.match(text, figure.end)
        or (_OF_GIVEN.search(text, 0, last.start) and _PLEDGED.fullmatch(text, last.end, time.start))
    ):
        return True
    return _PARTICIPLE.search(text, figure.end, last.start) is not None


def _is_worth(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether a sum only says what something is worth of which another is told: "the £90m contract had cost £130m"."""
    others = [each for each in figures if figure.end <= each.start and each.end <= time.start]
    if figure.kind != "money" or not others or not _THE.search(text, 0, figure.start):
        return False
    return _TOLD_OF.match(text, figure.end) is not None and bool(_VERB.search(text, figure.end, others[-1].start))


def _is_behind(text: str, figure: Figure, time: TimeMention) -> bool:
    """Whether what stands between a time and a figure behind it parts them."""
    if time.lead == "since" and _SINCE_THEN.search(text, time.end, figure.start):
        return True
    if _VALUED.search(text, time.end, figure.start):
        return True
    parting = (_OWN_SUBJECT, _BEFORE_DOING, _NOW, _CAME_AFTER)
    is_parted = any(each.search(text, time.end, figure.start) for each in parting)
    return is_parted or bool(_REASON.search(text, time.end - 1, figure.start))
