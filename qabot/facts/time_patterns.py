"""How a time is written in a sentence, in small letters: one pattern, whose groups `stated_times` reads. Pure."""

from __future__ import annotations

import re
from functools import cache

from qabot.core.dates import MONTH_NAME
from qabot.facts.number_words import IN_WORDS

# The text that is searched is in small letters too: a pattern that ignores case tries every alternative at every word,
# and takes almost twice as long.
_MONTH = MONTH_NAME.casefold()
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_AT = (
    rf"(?:(?P<d{{n}}>{_DAY})\s(?:of\s)?(?P<dm{{n}}>{_MONTH})(?:,?\s(?P<dy{{n}}>{_YEAR}))?|"
    rf"(?P<mm{{n}}>{_MONTH})\s(?P<md{{n}}>{_DAY})(?:,\s(?P<mdy{{n}}>{_YEAR}))?(?!\d)|"
    rf"(?P<m{{n}}>{_MONTH})(?:\s(?:of\s)?(?P<my{{n}}>{_YEAR}))?|"
    rf"(?P<iso{{n}}>{_YEAR}-\d\d-\d\d)|(?P<y{{n}}>{_YEAR}))"
)
_MONTHS = r"(?:\d\d?|two|three|four|five|six|seven|eight|nine|ten|eleven)\smonths"
_FINANCIAL = (
    rf"(?:fy\s?|(?P<academic>(?:academic|school)\syear\s))?(?P<fy>{_YEAR})\s?[-/–]\s?(?P<fz>(?:19|20)?\d\d)(?![\w/-]|\s(?:prices|terms|money)\b)(?P<school>\s(?:academic|school)\syear)?"
    rf"(?:\s(?:to|and|until|through)\s(?P<fy2>{_YEAR})\s?[-/–]\s?(?P<fz2>(?:19|20)?\d\d)(?![\w/-]))?"
)
_SHORT_FINANCIAL = r"fy\s?(?P<sy>\d\d)\s?[-/–]\s?(?P<sz>\d\d)\b"
_FINANCIAL_YEAR = (
    r"(?:financial|fiscal|tax)\syear(?:\s(?:that|which))?(?:\shas)?(?:\sjust|\snow|\srecently)?\s(?P<turn>begun|began|started|starts|"
    r"begins|ended|ends|closed|closes)(?:\s(?:in|on|with|at)?\s?(?:(?:last|this|next|the\send\sof)\s)?(?:\d\d?\s)?"
    rf"(?:week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday|{_MONTH}))?(?!\s?\d)|"
    rf"(?:financial|fiscal|tax)\syear\s(?P<fsy>{_YEAR})(?!\s?[-/–]\d)|fy\s?(?P<fyy>{_YEAR})\b|"
    rf"(?:financial\s|fiscal\s)?year\s(?:to|ending|ended|that\sended\sin|to\sthe\send\sof)\s(?:31\s)?"
    rf"(?P<em>{_MONTH})\s(?P<ey>{_YEAR})"
)
_LENGTH = (
    rf"(?:the\s)?(?:(?P<count_of>\d{{1,3}}|{IN_WORDS})\s(?P<length>week|month|year)s|(?P<single>week|quarter|half[-\s]year|year|decade))\s"
    rf"(?:(?:(?:that|which)\s)?(?:to|ending|ended|ends)|up\sto|(?:that\s|which\s)?(?:ran|running|runs)\sto)\s"
    rf"(?:the\send\sof\s|in\s|on\s)?(?:(?P<ld>{_DAY})\s)?(?:(?P<lm>{_MONTH})(?:\s(?P<ly>{_YEAR}))?|"
    rf"(?P<lfy>{_YEAR})[-/–](?P<lfz>\d\d)|(?P<lyear>{_YEAR}))"
)
_LENGTH_FROM = (
    rf"(?:the\s)?(?:(?P<from_count>\d{{1,3}}|{IN_WORDS})\s(?P<from_length>month|year)s|(?P<from_single>year))\s(?:from|starting|beginning)\s"
    rf"(?:in\s)?(?:1\s)?(?P<from_month>{_MONTH})\s(?P<from_year>{_YEAR})"
)
_PART_OF_FINANCIAL = (
    rf"(?:the\s)?(?P<fpart>first|second|third|fourth|last|final|opening|q[1-4]|h[12])(?:\s(?P<fpiece>quarter|half|"
    rf"{_MONTHS}))?\s(?:of\s)?(?P<pfy>{_YEAR})\s?[-/–]\s?(?P<pfz>\d\d)(?![\w/-])"
)
_PART_OF_THIS = (
    rf"(?:the\s)?(?P<tpart>first|second|third|fourth|last|final|opening)\s(?P<tpiece>quarter|half|{_MONTHS})\sof\s"
    r"(?P<tyear>the|this|last)\s(?P<taccounts>financial\s)?year\b"
)
_PART = (
    rf"(?:the\s)?(?P<part>first|second|third|fourth|last|final|opening|q[1-4]|h[12])(?:\s(?P<piece>quarter|half|"
    rf"{_MONTHS}))?"
    rf"\s(?:of\s)?(?P<py>{_YEAR})\b"
)
_QUARTER_ALONE = r"(?P<quarter>q[1-4])(?=\s[a-z])"
_DECADE = r"(?:the\s)?(?P<decade>(?:19|20)\d0)s\b"
_OF_A_YEAR = (
    r"(?:[a-z-]+\s){0,2}(?:budget|spending|spend|bill|costs?|target|total|allocation|income|revenue|turnover|profits?|loss(?:es)?|"
    r"deficit|savings?|sales|grant|settlement|funding|figure)\b"
)
"""What a year has of its own: "next year's budget" is for next year, "last year's report" is not."""
_RELATIVE = (
    r"(?P<now>today(?!['’]s\s(?:prices|terms|money|values?|rates?))|yesterday|tomorrow|last\snight)\b|(?:(?P<which>last|this|next|previous|the\sprevious|"
    r"the\scoming|current|the\scurrent|(?:the\s)?past(?=\s(?:(?:financial|tax|fiscal)\s)?year\b))"
    rf"\s(?P<unit>week|month|quarter|(?:financial|tax|fiscal)\syear|year|spring|summer|autumn|winter|{_MONTH}(?!,?\s{_YEAR}\b))\b(?!\sof\s)(?!['’]s\s(?!{_OF_A_YEAR})[a-z]))|(?P<before>(?:the\s)?year\s(?:before|"
    r"earlier))\b(?!\s(?:it|that|this|the|then|than|a)\b)|"
    r"(?:the\s)?(?P<beside>week|month|quarter|half|half-year|(?:financial|fiscal|tax)\syear|year(?=\safter|\s[a-z]+\sthat\b))\s(?P<side>before|earlier|after|later)"
    r"(?:\sthat(?=[.,;)]|\s(?:an?|another|some|about|only|just|and|but|it|they)\b|\s[£$€\d]|$)|(?=[.,;)]|\s(?:and|but|was|were|is|are|will)\b|$))|"
    r"(?:the\s)?(?P<turned>preceding|following|previous)\s(?P<turned_unit>week|month|quarter|half-year|(?:financial|fiscal|tax)\syear)\b|"
    r"(?:(?<=end\sof\s)|(?<=start\sof\s))the\s(?P<ending>month|decade|(?:financial\s|tax\s)?year)(?=[.,;)]|\s(?:it|they|and|but|the|will|when|at|with|\d[\d,]*)\b|$)|"
    r"(?:the\s)?(?P<just>year|quarter|month)\s(?:(?:that|which)\s(?:has|had)\s)?just\s(?:ended|gone|past|over|finished|completed|closed)\b|"
    r"(?P<year_end>year(?:['’]s\s|[-\s])end)\b(?!\s[a-z]+s\b)|"
    r"(?P<season>(?:that|the\ssame|(?:(?<=in\s)|(?<=over\s)|(?<=during\s)|(?<=since\s)|(?<=by\s)|(?<=for\s)|(?<=before\s)|(?<=until\s)|(?<=after\s)|(?<=from\s))the)\s(?:spring|summer|autumn|winter))\b(?!\sof\b|['’])|"
    r"(?P<that>(?:that|the)\s(?:same\s)?|the\sfollowing\s)year\b(?!\s(?:before|earlier|to|end|after))|"
    r"(?P<next_year>(?:(?<=for\s)|(?<=\dm\s)|(?<=\dbn\s)|(?<=\dk\s)|(?<=illion\s)|(?<=[%\d]\s))next)(?=[.,;]|\s(?:on|for|to|was|were|is|are|will|had|has|and)\b)|"
    rf"(?:the\s)?(?P<stretch>past|last|next|coming)\s(?P<months>\d\d?|{IN_WORDS})\smonths\b|"
    rf"(?P<count>\d{{1,3}}|an?|{IN_WORDS})\s(?P<units>day|week|month|year)s?\s(?P<way>ago|earlier|later|from\snow|(?:before|previously|after|afterwards)(?=[.,;)]|$))\b(?!\sthan\b)|"
    r"(?:(?P<wwhich>last|this|next)\s|on\s|by\s)(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
)
_LEADS = (
    r"as\sof|as\sat|as\s(?:recently|early|late|long\sago)\sas|by\sthe\send\sof|at\sthe\send\sof|by\sthe\sclose\sof|since|between|during|throughout|until|"
    r"till|before|after|"
    r"within|when|around|about|in|on|by|for|from|to|of|at|up\sto|than|and|over|back\sin|dated|ending|ended"
)
SINGLE_LEADS = frozenset(
    "as of|as at|as recently as|as early as|as late as|as long ago as|by the end of|at the end of|by the close of|"
    "since|between|during|throughout|until|till|before|after|within|when|around|about|in|on|by|for|from|to|of|up to|"
    "than|back in|dated|ending|ended|and".split("|")
)
"""What leads to a year, or to May, that is no name and no number."""
_EARLY = (
    r"(?:(?:the\s)?(?:(?:early|late|mid|spring|summer|autumn|winter)[\s-](?:of\s|in\s)?|"
    r"(?:end|start|beginning|middle|close|whole|rest)\sof\s|(?:calendar\s(?:year\s)?|year\s)(?=(?:19|20)\d\d\b))(?:the\s)?)?"
)

NAMED_BEHIND = re.compile(
    r"\s(?:[A-Z][a-z]|(?:spending\s(?:review|round)|budget|election|strategy|report|review|survey|edition|prices|"
    r"census|"
    r"manifesto|act|white\spaper|conference|awards?|roadmap|audit|plan|figures?|autumn\sstatement|terms)\b)"
)
"""What follows a year that is part of a name: "the 2015 Spending Review"."""
YEAR_BEHIND = re.compile(
    r"(?:\s(?:half[-\s]term|bank\sholiday))?(?:\s(?:week|weekend|holidays?))?(?:\sof)?\s(?P<which>last|this|next)\syear\b(?!['’])"
)
"""What says behind a month or a day of which year it is: "in March last year"."""
OF_ITS_YEAR = re.compile(r"\s(?:budget|figures?|plan)\s(?:of|was|were|is)\s(?:about\s|some\s|only\s|just\s)?[£$€\d]")
"""What follows a year that is no part of a name: "the 2020 budget of £4m"."""
OF_A_MONTH = re.compile(r"(?:['’]s)?\s(?:figures?|total|bill|sales|count|tally|caseload|takings|spending)\b")
"""What a month has of its own: "the March figure"."""
OR_NEXT = re.compile(r"\bthis\syear\b|\bfor\s$")
"""What stands before "next" alone where that is a year: "£8m this year and £11m next"."""

SHIFTED = re.compile(
    r"(?:\bby|\b(?:(?:delay|postpon|deferr|extend|prolong)(?:ed|ing)|delays?|extends?|slip(?:s|ped|ping)?|"
    r"(?:mov|push|dragg)(?:ed|ing)|(?:put|set|held|knock(?:ed)?)\sback|br(?:ought|ing)\sforward|"
    r"(?:delays?|slips?|slippage|postponements?|extensions?|deferrals?|overruns?)\sof)"
    r"(?:\s(?:it|them|out|on|back|backwards?|forwards?|ahead|again|by|for))*)"
    r"(?:\s(?:an?|another|further|about|around|nearly|almost|some|just|over|more|than|up|to|at|least|full))*\s$",
    re.IGNORECASE,
)
"""What stands before a length by which something moved, which is no period: `put back by three years to 2028`."""


@cache
def time_pattern() -> re.Pattern[str]:
    """Return the pattern of a time in small letters, made when first needed; its groups say how one is written."""
    one, other = _AT.replace("{n}", "1"), _AT.replace("{n}", "2")
    joint = r"(?:\s?[-–—]\s?|\s(?:to|until|and|up\sto|through)\s)"
    tail = rf"(?P<joint>{joint})(?:the\s)?{_EARLY}{other}"
    days = rf"(?:(?P<from_day>{_DAY})(?:\s?[-–]\s?|\sto\s)(?={_DAY}\s(?:of\s)?{_MONTH}))?"
    return re.compile(
        rf"(?<![\w£$€.,/-])(?:(?P<lead>{_LEADS})\s)?(?:the\s)?{_EARLY}(?:{_LENGTH}|{_LENGTH_FROM}|{_PART_OF_FINANCIAL}|{_PART_OF_THIS}|{_FINANCIAL_YEAR}|{_SHORT_FINANCIAL}|"
        rf"{_FINANCIAL}|"
        rf"{_PART}|{_QUARTER_ALONE}|{_DECADE}|{_RELATIVE}|{days}{one}(?:{tail})?)(?![\w£%]|[.,/]\d|[-–/]\d\d\s(?:prices|terms|money)\b)"
    )


_MAY_HOLD_ONE = re.compile(
    r"(?:19|20)\d\d|\bfy|week|month|year|day|morrow|ago\b|night|quarter|decade|\bq[1-4]\b|spring|summer|autumn|winter|"
    rf"{_MONTH}"
)
"""Without any of these, a text in small letters names no time."""
_HINTS = tuple(
    (
        "19 20 fy week month year day morrow ago night quarter q1 q2 q3 q4 spring summer autumn winter "
        "jan feb mar apr may jun jul aug sep oct nov dec"
    ).split()
)
"""Of these one is in whatever `_MAY_HOLD_ONE` finds; looking for them takes a tenth of its time."""


def may_name_time(lowered: str) -> bool:
    """Whether a text in small letters has any of what every time is written with: most sentences have none."""
    return any(hint in lowered for hint in _HINTS) and bool(_MAY_HOLD_ONE.search(lowered))


def is_round(year: str, text: str, end: int) -> bool:
    """Whether four figures behind "of" count something: `a total of 2000 staff`."""
    return year.endswith("00") and bool(re.match(r"\s[a-z]", text[end:]))


def behind_length(found: re.Match[str]) -> int:
    """Return where the words behind `three years` or `year` begin."""
    return found.end("length") + len("s ") if found["count_of"] else found.end("single") + 1


def is_dated(found: re.Match[str], n: str) -> bool:
    """Whether the first or the second of two times is a day, a month or a year."""
    return bool(found[f"dy{n}"] or found[f"mdy{n}"] or found[f"my{n}"] or found[f"y{n}"] or found[f"iso{n}"])
