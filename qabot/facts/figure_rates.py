"""What a figure is for each of, and over how many years it is spread, where other words of its clause say so. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from qabot.facts.clauses import clause_at
from qabot.facts.figures import Figure
from qabot.facts.number_words import DIGITS, IN_WORDS, value_of

_NUMBER = rf"(?P<years>{DIGITS}|{IN_WORDS})"
_OF_ACCOUNTS = r"(?:(?:financial|fiscal|calendar|tax|full)\s)?"
_OVER = re.compile(
    rf"\b(?:(?<!for\s)(?<!after\s)over|across|(?:each|every\syear)\sof|(?:during|over|in)(?=\sthe\s(?:past|last|next|coming)\s(?:{DIGITS}|{IN_WORDS})))\s"
    rf"(?:(?:the|its|their)\s(?:(?:next|first|past|last|coming|following|opening|final)\s)?|a\s(?:period\sof\s|further\s)?|another\s)?"
    rf"{_NUMBER}[\s-]{_OF_ACCOUNTS}years?\b|"
    rf"\bfor\s(?P<term>{DIGITS}|{IN_WORDS})\syears(?=\s(?:at|for|and\scosts?)\s)|"
    r"\b(?:over|during|across|in)\s(?:a|the\s(?:past|last|next|coming))\s(?P<decade>decade)\b|"
    rf"\b(?:in|over|during)\sthe\s(?P<within>{DIGITS}|{IN_WORDS})\syears\s(?:before|after|since|until|between|of|up\sto|leading)\b",
    re.IGNORECASE,
)
_OVER_COUNTED = re.compile(
    rf"\b(?:over|across|in|during)\sthe\s(?:(?:next|past|last|coming)\s(?:{DIGITS}|{IN_WORDS})\s{_OF_ACCOUNTS}years\b|(?:{DIGITS}|{IN_WORDS})\syears\s"
    r"(?:before|after|since|until|between|of|up\sto|leading)\b)",
    re.IGNORECASE,
)
"""How a sentence says over which years it counts anything, not only spreads a sum."""
_ELIDED = re.compile(rf"\sover\s(?P<years>{DIGITS}|{IN_WORDS})(?=[.,;]|\sand\b|$)", re.IGNORECASE)
_RUNS_FOR = re.compile(
    rf"\b(?:runs?|ran|lasts?|lasted)\s(?:for\s)?(?:up\sto\s|at\sleast\s|an\sinitial\s)?{_NUMBER}\syears,?\s(?:and\s)?"
    r"(?:(?:is|was|are|were|will|would|could|may|might|be|been|has|expected|estimated|to)\s){0,4}"
    r"(?:worth|(?:valued|priced|put)\sat|costs?|costing)\s(?:[a-z]+\s){0,3}$",
    re.IGNORECASE,
)
"""What a sum right behind it is the worth of: "it will run for four years and is worth up to £2bn"."""
_OVER_YEARS = re.compile(r"\bover\s(?:the\s)?[\w-]+\syears\b", re.IGNORECASE)
"""What stands before a length whose years are left out: "£86m over four years and £835m over ten"."""
_TERM = re.compile(
    rf"\b{_NUMBER}[\s-]year,?\s(?:[\w£$€.,-]+\s){{0,4}}?(?:deals?|contracts?|agreements?|programmes?|plans?|frameworks?|projects?|"
    r"funds?|funding|settlements?|terms?|partnerships?|schemes?|grants?|strateg(?:y|ies)|investments?|packages?|outsourcing|budgets?|"
    r"extensions?|pacts?|ventures?|periods?)\b",
    re.IGNORECASE,
)
"""What runs for some years, and is worth a sum in all of them."""
_YEARS_OF = re.compile(
    rf"\b{_NUMBER}\syears?(?:['’]|\sof)\s(?:[\w’-]+\s){{0,2}}?(?:funding|funds|money|support|investment|work|savings|spending|services?|"
    r"maintenance|hosting|licen[cs]es|payments|budgets?|grants?|fees|rent|costs|cover|development|use|extension|access)"
    r"(?:,?\s(?:worth|costing|priced|valued|totalling|for|at)|,)\s(?:at\s|a\s(?:cost|total|price|sum)\sof\s)?"
    r"(?:about\s|around\s|some\s|nearly\s|almost\s|over\s|up\sto\s|more\sthan\s|just\s(?:over|under)\s)?$",
    re.IGNORECASE,
)
"""What a sum right behind it is for: "four years of funding worth £450m"."""
_EACH = {"annual": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day"}
_RATED_THINGS = (
    r"(?P<each>annual|yearly|monthly|weekly|daily)\s(?:[\w-]+\s){0,2}?(?:budgets?|spending|spend|expenditure|costs?|bills?|savings?|"
    r"turnover|revenues?|income|fees?|charges?|rent|value|benefits?|payments?|total|sum|subscription|funding|losses|profits?|"
    r"sales|users|visits|visitors|calls)\b"
)
_RATED = re.compile(rf"\b{_RATED_THINGS}", re.IGNORECASE)
_RATED_BEHIND = re.compile(rf"\s{_RATED_THINGS}")
_COUNTED_EACH = re.compile(
    r"\b(?P<each>annual|yearly|monthly|weekly|daily)\s(?:[a-z-]+\s){0,2}?(?P<noun>[a-z-]+s)\b", re.IGNORECASE
)
"""What is counted for each of some length of time, where its number stands behind: "weekly visits rose to 26,000"."""
_ADVERB = re.compile(r"\s(?P<each>annually|yearly|monthly|weekly|daily)(?=[,.;]|\sand\b|$)")
_ADVERB_OF = re.compile(r"[,;]|\b(?:meet|met|publish|report|updat)\w*\b")
"""What parts a figure from how often something else is done: "12 councils, which report monthly"."""
_EVERY = re.compile(
    r"\b(?:each|every|a|per)\s(?P<each>year|month|week|day|hour|minute)\b(?!\s(?:ago|earlier|later|before|after|of|or|and|long))",
    re.IGNORECASE,
)
_EACH_OF_DELAY = re.compile(
    r"(?:Each|Every|For\s(?:each|every))\s(?:(?P<each>year|month|week|day|hour)\s(?:of|that|it)\s[^,;£$€]{2,40}?,?\s(?:it\s)?"
    r"(?:costs?|adds?|means?|saves?|loses?)|(?P<every>year|month|week|day|hour)'s\s[a-z]+\s(?:costs|adds|means|saves))\s"
)
"""What a sum is for each of that is the subject: "Each month of delay costs £3m"."""
_EACH_OF = re.compile(
    rf"\b(?:each|every\syear)\sof\s(?:the\s)?(?:[a-z]+\s)?(?:{DIGITS}|{IN_WORDS})\syears\b", re.IGNORECASE
)
_ANOTHER = re.compile(
    r"(?:\band|,\sor|,|;)\s(?:(?:about|some|another|a|further|only|just|nearly|almost|over)\s)*\d[\d,.]*\s"
)
"""What goes on to a number that says by itself what it is for each of: "40 people now and 60 more in each year"."""
_NO_RATE = re.compile(
    r"\b(?:half|for|in|within|once|twice|times|of|than|after|almost|nearly|about|over|under|by)\s(?:just\s)?$",
    re.IGNORECASE,
)
_NEAR = 50
"""Characters within which a figure stands of the years that it is spread over."""
_OVER_NEAR = 80
"""Characters within which "over five years" stands of a sum."""
_OF_THAT = re.compile(r"\sof\s(?:that|this|it|which|them)\b(?!\sin\sthe\s(?:first|second|third|fourth|last)\b)")
"""What says that a figure is part of another, and over as many years."""
_DECADE = Decimal(10)


def rate_of(text: str, figure: Figure, figures: Sequence[Figure]) -> str:
    """Return what a figure is for each of, such as `year`; empty for nothing."""
    per = figure.per or _per_of_twin(text, figure, figures)
    if per or figure.kind == "share":
        return per
    begin, end = clause_at(text, figure.start)
    low = max([begin, *(each.end for each in figures if each.end <= figure.start)])
    high = min([max(end, figure.end), *(each.start for each in figures if each.start >= figure.end)])
    if another := _ANOTHER.search(text, figure.end, high):
        high = another.start()
    if rated := _rated(text, figure, low):
        return rated
    for found in (*_EVERY.finditer(text, figure.end, high), *_EVERY.finditer(text, 0, min(low + _NEAR, figure.start))):
        is_whole = found[0][0] not in "aA"
        is_leading = found.start() < figure.start
        if is_leading and not (is_whole and not text[: found.start()].strip(" \"'“‘")):
            continue
        if not _NO_RATE.search(text, max(0, found.start() - _NEAR), found.start()):
            return found["each"].casefold()
    if not figure.is_count and (delayed := _EACH_OF_DELAY.match(text)):
        return (delayed["each"] or delayed["every"]).casefold()
    last = min((each.start for each in figures if each.start >= figure.end), default=len(text))
    if (told := _ADVERB.search(text, figure.end, last)) and not _ADVERB_OF.search(text, figure.end, told.start()):
        return _EACH[told["each"].replace("annually", "annual")]
    is_leading = text[:1] in "IEO" and _EACH_OF.match(text, len("In ") if text.startswith("In ") else 0)
    return "year" if is_leading or _EACH_OF.search(text, figure.end, high) else ""


def _rated(text: str, figure: Figure, low: int) -> str:
    """Return what a figure is for each of by the word for it: "an annual budget of £4m", "£4m annual costs"."""
    if not figure.is_count and (behind := _RATED_BEHIND.match(text, figure.end)):
        return _EACH[behind["each"]]
    if rated := list(_RATED.finditer(text, low, figure.start)):
        return _EACH[rated[-1]["each"].casefold()]
    counted = _COUNTED_EACH.search(text, low, figure.start) if figure.is_count else None
    return _EACH[counted["each"].casefold()] if counted and counted["noun"] == figure.unit else ""


def _per_of_twin(text: str, figure: Figure, figures: Sequence[Figure]) -> str:
    """Return what the next sum is for each of, which an "and" alone parts from one: "£21m and £13m a year"."""
    if figure.kind != "money" or not text.startswith(" and ", figure.end):
        return ""
    behind = next((each for each in figures if each.start == figure.end + len(" and ")), None)
    return behind.per if behind is not None and behind.unit == figure.unit else ""


def years_of(text: str, figure: Figure, figures: Sequence[Figure]) -> Decimal | None:
    """Return over how many years a sum is spread that another part of its sentence says so of; None where none does."""
    if figure.years is not None or not _may_be_over_years(text, figure):
        return figure.years
    if (elided := _ELIDED.match(text, figure.end)) and _OVER_YEARS.search(text, 0, figure.start):
        return value_of(elided["years"])
    for found in _OVER.finditer(text):
        leads = not text[: found.start()].strip()
        if _is_its(found, figure, figures, _OVER_NEAR, leads=leads):
            years = found["years"] or found["term"] or found["within"]
            return value_of(years) if years else _DECADE
    if spread := _YEARS_OF.search(text, 0, figure.start) or _RUNS_FOR.search(text, 0, figure.start):
        return value_of(spread["years"])
    for found in _TERM.finditer(text):
        if found.start() <= figure.start < found.end() or _is_its(found, figure, figures, 2 * _NEAR):
            return value_of(found["years"])
    return None


def _may_be_over_years(text: str, figure: Figure) -> bool:
    """Whether a sentence names years over which a figure of this kind may be counted."""
    lowered = text.casefold()
    if figure.kind == "share" or ("year" not in lowered and "decade" not in lowered):
        return False
    return figure.kind == "money" or bool(_OVER_COUNTED.search(text))


def _is_its(found: re.Match[str], figure: Figure, figures: Sequence[Figure], most: int, *, leads: bool = False) -> bool:
    """Whether words stand near a figure, with no other in between."""
    is_behind = found.start() >= figure.end
    is_part = bool(_OF_THAT.match(found.string, figure.end))
    if not (is_behind or leads or is_part) and any(0 <= found.start() - each.end <= 1 for each in figures):
        return False  # "£2.5bn over ten years had been marked down to £366m"
    low, high = (figure.end, found.start()) if is_behind else (found.end(), figure.start)
    if is_behind and ";" in found.string[low:high]:
        return False  # "£4m in its first year; over five years, £19m"
    return (leads or high - low <= most) and not any(low <= each.start < high for each in figures)
