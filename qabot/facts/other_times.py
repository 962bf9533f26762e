"""Which times of a sentence are not a figure's but something else's: an event's, a report's, another figure's. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.facts.clauses import clause_at
from qabot.facts.figures import Figure
from qabot.facts.stated_times import TimeMention

_NEAR = 50
"""Characters before a time among which a clause of its own begins."""
_BESIDE = 2
"""Characters between a figure and what goes on about it: a space, or a comma and a space."""
_RELATIVE = re.compile(
    r"(?<!\bof\s)\b(?:that|which|who)\s(?!(?:(?:was|were|had|has|have)\s(?:been\s)?(?:spent|paid|saved|set))\b)"
    r"(?:[\w’']+\s){1,4}$|"
    r",\s(?:which|who)\s(?:[\w’'-]+\s){1,12}$"
)
_RAN = re.compile(r"\b(?:ran|runs|covers|covered|lasted|lasts|took\splace)\s$")
"""What stands before the time of what a figure behind is in: "Under a framework that ran from 2013 to 2017, …"."""
_RUNS_IN = re.compile(
    r"(?:\sof\s(?:it|that|which))?\s(?:in|under|over|during|through)\s(?:the|an?|its|their)\s(?:[\w’'-]+\s){1,3}"
    r"(?:that|which)\s"
    r"(?:ran|runs|covers|covered|lasted|lasts)\s(?!out\b)"
)
"""What follows a figure of which a length is told: "£95m in the extension that runs from 2023 to 2025"."""
_LAUNCHED = re.compile(
    r"\b(?:that|which|whom)\s[^.;]{1,90}?\b(?:launched|unveiled|introduced|announced|opened|founded|created|signed|started)\b[^,;]{0,70}$"
)
"""What ends before a time at which what a figure is of was begun: "a programme that the minister launched in July"."""
_PRESENTED = re.compile(
    r"\b(?:(?:presented|unveiled|delivered|issued|chaired|led|carried\sout)(?:\sby\s[^,;]{1,60}?)?|"
    r"(?:introduced|built|created|launched|opened|developed|adopted|founded|signed|started)\sby\s[^,;]{1,60}?)"
    r"(?:\s(?:back|late|early|only))?\s?$"
)
"""What was done at a time to what a figure is in: "the review presented by the Chancellor in October"."""
_ANOTHER = re.compile(
    r"\b(?:(?:from|than|against|with)\s(?:\w+\s){0,2}?[£$€]?\d[\d,.]*\s?(?:k|m|bn|million|billion|%|per\scent)?\s?|"
    r"(?:on\stop\sof|in\saddition\sto|besides|alongside)\s(?:\w+\s){0,2}?[£$€]?\d[\d,.]*[^,;\d]{0,40})$"
)
"""What ends in a number that a time is of: "4,000 staff, down from 5,000 in 2010"."""
_OF_THE = re.compile(r"\d\s?(?:k|m|bn|million|billion|%)?\sof\s(?:the|its|their|a)\s$")
"""What stands before the whole of which something is told: "€14m of the €65m had been claimed by mid-2017"."""
TOLD_ITSELF = re.compile(
    r"\s(?:(?:that|which)\s)?(?:(?:it|they|he|she|(?:the|its|their)\s[\w’'-]+)\s(?:had|has|have|got|won|(?:was|were)\s(?:given|paid))\s|"
    r"(?:spent|paid|set\saside|lost|promised|awarded|given|made|raised|(?!owed|needed)[a-z]+ed)\s)[^,;]{0,60}?(?:since|in|by|until|between|during|from)\s"
)
"""What is told behind a whole of when it was itself: "£7m of the £19m it had spent since 2010"."""
_BEGUN = re.compile(r"(?:[A-Z][a-z]+ed|Begun|Built|Set\sup|Born)\s(?!to\b)[^,;]*,")
"""What a sentence begins with that was done before: "Launched in 2010, the programme has cost £4m"."""
_EVENT = re.compile(
    r"\b(?:the|an?|its|their)\s(?:[\w-]+\s){0,2}(?:attacks?|breach|incidents?|elections?|votes?|referendum|strikes?|crash|outage|"
    r"letters?|decision|merger|agreement|deal|announcement|meeting|hearing|review|reports?|audit|survey|speech|statement|"
    r"case|plan|strategy|contract|tender|notice|white\spaper|act|law|outages?|failures?|launch|collapse|deadlines?)\s$",
    re.IGNORECASE,
)
"""What is told apart by when it was, as in "the attack of October 2020"."""
_HAPPENED = re.compile(
    r"\b(?:attacks?|breach(?:es)?|incidents?|elections?|referendum|strikes?|crash|outages?|failures?|merger|collapse)\s$",
    re.IGNORECASE,
)
"""What happens once, and has the time behind it whatever leads to that: "the attack in 2020"."""
_STRUCK = re.compile(
    r"\s(?:hit|struck|affected|left|exposed|disrupted|shut|closed|stopped|locked|crippled|forced|delayed|cancelled|"
    r"(?:knocked|cut|took|brought|put|wiped)\s(?:out|off|down))\s"
)
"""What an event does at once to however many: "the outage of 4 February hit 61 practices"."""
_COUNTED_FROM = re.compile(
    r"\b(?:years?|months?|weeks?|days?|decade)\s(?:on\s)?(?:of|from|after|before|since)\s(?:(?:its|the|their|his|her|an?)\s|(?=[a-z]+ing\b))"
    r"[^,;£$€\d]{2,40}\s?$",
    re.IGNORECASE,
)
"""What ends before the time of an event from which another is counted: "within a year of its launch in 2012"."""
_TERM_ENDS = re.compile(
    r"\b(?:(?:ends|expires|lapses|starts|begins|runs\sout|goes\slive)|(?:will|to)\s(?:end|expire|lapse|start|begin|run\sout|go\slive)|"
    r"(?:was|were|been)\s(?:[a-z]+ly\s)?(?:ended|cancelled|scrapped|terminated|abandoned|axed|wound\sup|torn\sup))\s$"
)
"""What stands before when something ends or begins that has a price all through: "it ends in 2026 and costs £4m"."""
_TAKES = re.compile(
    r"\b(?:tak(?:es?|ing|en)|took|extend(?:s|ed|ing)?|prolong(?:s|ed|ing)?|postpon(?:es?|ed|ing)|defer(?:s|red|ring)?|push(?:es|ed|ing)?|"
    r"mov(?:es?|ed|ing)|(?:put|set)s?\sback)\s[^;£$€\d]*$"
)
"""What stands before the time to which something is put off or goes on: "adds £16m and takes it to 2029"."""
_THAT_OF = re.compile(r"\b(?:than|as|twice|half|double|times)\s(?:that|those)\s$", re.IGNORECASE)
"""What stands before a time of what a figure is measured by: "twice that of 2012"."""
_TIMES_THE = re.compile(
    r"\b(?:twice|double|treble|triple|half|times|quarter|third|(?:more|less|fewer|higher|lower|larger|smaller)\sthan|as\s[a-z]+\sas)\s"
    r"(?:the|its|their)\s(?:[a-z]+\s){1,2}$",
    re.IGNORECASE,
)
"""Likewise with what it was then: "twice the total for 2020"."""
_PASSIVE = re.compile(r"\s(?:[a-z]+\s){0,3}(?:was|were|had\sbeen|have\sbeen)\s(?:[a-z]+ly\s)?")
"""What goes on about a figure of what was issued or delivered: "£2m in fines were issued in 2021"."""
_WHICH = re.compile(r"\b(?:that|which|who)\s[^,;]*$")
_MEASURED_BY = re.compile(
    r"\b(?:(?:more|less|fewer|higher|lower|larger|smaller|better|worse|rather|\w+er)\sthan|(?:as\s\w+|same(?:\s\w+)?|\w+fold)\sas|"
    r"(?:up|down|rise|fall|drop|increase|decrease|improvement|advance)\son)\s"
    r"(?:it\s(?:was|did|had)\s)?(?:(?:in|at)\s(?:all|any|the\swhole)\s(?:of\s)?|that\sof\s)?$"
)
"""What stands before a time with which another is compared and that has no figure here: "more than in 2014"."""
_ON = re.compile(r"\s(?:(?:up|down|higher|lower|more|less|fewer)\s)?(?:on|than|from)\s(?:(?:that|those)\sof\s|the\s)?")
"""What stands between a share by which something changed and the time from which: "up 12% on the same months"."""
_CHANGED_BY = re.compile(
    r"\b(?:by|up|down|fell|rose|grew|dropped|(?:rise|fall|increase|drop|decrease|reduction|growth)\sof)\s(?:[a-z]+\s){0,2}$"
)
"""What stands before a share by which something changed."""
_AFTER = re.compile(r"\b(?:once|after|before|following|ahead\sof)\s[^,;]{2,70}$", re.IGNORECASE)
"""What ends before the time of something else, before or after which it was: "after a start made in January 2019"."""
_MEETING = re.compile(
    r"['’]s\s(?:[\w-]+\s){0,2}(?:meeting|hearing|session|report|statement|speech|announcement|committee|cabinet|board)\b"
)
"""What is told by whose day it was: "Last Wednesday's meeting was told"."""
_PUBLISHED = re.compile(r"\b(?:published|released|issued|wrote|produced)\s(?:an?|the|its|their)\s")
"""What stands between a time and a figure of what was published then: "In 2016 it released a report that found 340"."""
_UP_FROM = re.compile(
    r"\b(?:up|down|(?:an?|the)\s(?:rise|fall|drop|increase|jump|cut))\sfrom\s"
    r"(?:(?:the|about|some|just|around|nearly|almost|only|over)\s){0,2}$"
)
"""What stands before a figure of an earlier time: "From 2016 the charge is £40, up from £25"."""
_COMPARED = re.compile(
    r"\b(?:against|from|(?<!more\s)(?<!less\s)(?<!fewer\s)than|compared\s(?:with|to)|instead\sof)\s"
    r"(?:(?:an?|the|its|their)\s(?:[\w-]+\s){1,2}of\s|(?:an?|the|about|some|just)\s)?$",
    re.IGNORECASE,
)
"""What stands before a figure that others are measured by: a time that follows it is its own."""


def is_of_another(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether a time of a sentence is that of something else than a figure of it.

    Args:
        text: A sentence.
        figure: A figure of it.
        figures: All of them.
        time: A time that it names.
    """
    return (
        (time.lead == "on" and time.first.day is None)  # "up 11% on the quarter before"
        or _is_measure(text, figure, time)
        or _is_of_event(text, figure, time)
        or (time.start >= figure.end and _is_behind_another(text, figure, time))
        or (time.end <= figure.start and _is_before_another(text, time, figure))
        or _is_of_compared(text, figure, figures, time)
        or _is_told_apart(text, figure, time)
    )


def _is_measure(text: str, figure: Figure, time: TimeMention) -> bool:
    """Whether a time is only one with which another is compared: "twice as many as in 2014"."""
    if figure.start > time.end and text.startswith(", when ", time.end):
        return False  # "more than in 2011, when it was 32%"
    is_change = figure.kind == "share" and _CHANGED_BY.search(text, max(0, figure.start - _NEAR), figure.start)
    if is_change and _ON.fullmatch(
        text, figure.end, time.start + (len("from ") if time.lead in {"from", "than"} else 0)
    ):
        return True
    start = time.start + (len("than ") if time.lead == "than" else 0)
    times_the = _TIMES_THE.search(text, max(0, time.start - _NEAR), time.start)
    if times_the and times_the.start() >= figure.end:
        return True
    return bool(_MEASURED_BY.search(text, max(0, start - _NEAR), start))


def _is_of_event(text: str, figure: Figure, time: TimeMention) -> bool:
    """Whether a time says when something was done or happened, which the figure came of, before or after."""
    near, far = max(0, time.start - _NEAR), max(0, time.start - 2 * _NEAR)
    if _MEETING.match(text, time.end) or _is_presented(text, figure, time):
        return True
    happened = _HAPPENED.search(text, near, time.start)
    if happened and figure.start <= happened.start() < figure.end:
        return False  # "40 incidents in 2018"
    is_put_off = time.lead == "to" and time.first == time.last and _TAKES.search(text, far, time.start)
    is_term = figure.kind == "money" and _TERM_ENDS.search(text, near, time.start)
    is_measure = _COUNTED_FROM.search(text, far, time.start) or _THAT_OF.search(text, near, time.start)
    if is_put_off or is_term or is_measure:
        return True
    if happened or (time.lead == "of" and _EVENT.search(text, near, time.start)):
        return figure.kind == "money" or time.end > figure.start or not _STRUCK.match(text, time.end)
    after = _AFTER.search(text, far, time.start)
    return after is not None and not after.start() < figure.start < time.start


def _is_presented(text: str, figure: Figure, time: TimeMention) -> bool:
    """Whether something that a figure is in was presented at a time; what is issued itself has the figure's time."""
    found = _PRESENTED.search(text, max(0, time.start - 2 * _NEAR), time.start)
    if found is None or figure.end > found.start() or _WHICH.search(text, 0, figure.start):
        return found is not None
    return _PASSIVE.fullmatch(text, figure.end, found.start()) is None


def _is_behind_another(text: str, figure: Figure, time: TimeMention) -> bool:
    """Whether a time behind a figure is that of a part of it, of what it is compared with, or of what it is in."""
    is_whole = figure.kind == "count" and time.lead == "in"
    if not is_whole and _OF_THE.search(text, max(0, figure.start - _NEAR), figure.start):
        return TOLD_ITSELF.match(text, figure.end, time.start + len(time.lead) + 1) is None
    return bool(_ANOTHER.search(text, figure.end, time.start) or _LAUNCHED.search(text, figure.end, time.start))


def _is_before_another(text: str, time: TimeMention, figure: Figure) -> bool:
    """Whether a time before a figure is that of what was begun or published then."""
    if _PUBLISHED.search(text, time.end, figure.start):
        return True
    begun = _BEGUN.match(text, 0, figure.start)
    return begun is not None and time.end < begun.end()


def _is_of_compared(text: str, figure: Figure, figures: Sequence[Figure], time: TimeMention) -> bool:
    """Whether a time follows another figure, which this one is measured by: "against £75m the year before"."""
    if time.end <= figure.start and _UP_FROM.search(text, max(0, figure.start - _NEAR), figure.start):
        return True
    if time.end <= figure.start and text.endswith(" to ", 0, figure.start):
        starts = (each for each in figures if each.end <= time.start and text.endswith("from ", 0, each.start))
        if any(clause_at(text, each.start) == clause_at(text, time.start) for each in starts):
            return True
    others = (each for each in figures if each != figure and 0 <= time.start - each.end <= _BESIDE)
    return any(_COMPARED.search(text, max(0, each.start - _NEAR), each.start) for each in others)


def _is_told_apart(text: str, figure: Figure, time: TimeMention) -> bool:
    """Whether a clause of its own says when something else was: `the attack that hit it in 2020`."""
    near = max(0, time.start - _NEAR)
    if _RAN.search(text, near, time.start) and (time.end <= figure.start or _RUNS_IN.match(text, figure.end)):
        return False
    found = _RELATIVE.search(text, near, time.start)
    if found is None or found.start() < figure.start < time.start:
        return False  # "12 depots in 1999, which fell to 8 in 2005"
    return not 0 <= found.start() - figure.end <= _BESIDE
