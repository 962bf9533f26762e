"""What a figure is of: the head noun and its modifiers, in the words of its sentence. Pure.

`a budget of £58m` is of a budget, `a £12m contract` of a contract, `£40m on consultants` of consultants; and where a
sentence says only what was done with a sum, of that: `spent`, `cost`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from qabot.core.text import Span
from qabot.facts.clauses import clause_at
from qabot.facts.figures import Figure
from qabot.facts.given_sums import given_to
from qabot.facts.no_head_nouns import acts_or_tells, governs_object, is_idiom, is_no_head, tells

_MOST = 200
"""Characters on either side of a figure among which the words are."""
_WORD = r"[^\W\d_][\w’'&-]*"
_DETERMINER = (
    r"(?:(?:the|a|an|its|their|his|her|our|this|that|these|those|such|all|any|some|every|each|both|annual|about|"
    r"around)\s)*"
)
_ENDS = (
    r"(?:a|about|above|across|after|against|ago|all|along|already|also|among|an|and|are|around|as|at|be|because|"
    r"been|before|being|"
    r"below|between|but|by|can|could|did|do|does|down|during|each|either|every|for|from|had|has|have|he|her|his|"
    r"how|if|in|into|is|it|"
    r"its|last|less|may|might|more|must|next|no|nor|not|now|of|off|on|only|onto|or|our|out|over|per|rather|said|"
    r"says|she|should|since|"
    r"so|far|still|such|than|that|the|their|them|then|there|these|they|this|those|through|to|together|too|towards|"
    r"under|unless|until|up|"
    r"upon|was|we|were|what|when|where|whether|which|while|who|whom|whose|will|with|within|without|would|yet|you|"
    r"year|years|month|"
    r"months|week|weeks|day|days|went|came|fell|rose|stood|got|gave|made|took|paid|spent|saved|put|million|"
    r"billion|trillion|thousand|bn|pounds|annually|instead|alone|"
    r"altogether|overall|today|yesterday|come|find|get|grow|needed|did|does|set|risen|fallen|grown|jumped|climbed|"
    r"gone|dropped|consist|consists|consisted|consisting|comprising|composed|including|remain|remained|met|bring|brings|"
    r"brought|bringing|won|saw|bought|sold|sent|held|once|ran|began|became|kept|grew|drawn|lay|led)"
)
_PHRASE = rf"(?:(?<!['’])\b(?!{_ENDS}\b){_WORD}(?:\s(?!{_ENDS}\b|[a-z]+ed\b){_WORD}){{0,4}})"
_NOUN_BEHIND_OF = rf"(?:\s(?:of|for)\s{_DETERMINER}(?:{_PHRASE}))?"


_SET_ASIDE = (
    r"(?:\s(?:that\s|which\s)?(?:(?:is|was|has|had|were|been)\s){0,2}(?:already\s)?(?:earmarked|set\saside|"
    r"allocated|promised|pledged|"
    r"made\savailable|provided|awarded|spent|paid|received)(?:\sby\s[^,;.]{1,60}?)?|\sby\s[^,;.]{1,40}?(?=\sfor\s))?"
)


@cache
def _behind() -> re.Pattern[str]:
    """Return what may follow a figure: `of savings`, `on consultants`, `contract`."""
    per = r"(?:\s(?:a|per|each|every)\s(?:year|month|week|day|head|person)|\sannually|[- ]a[- ]year)?"
    lead = (
        r"(?P<lead>of|off|in|as(?=\sthe)|worth\sof|on|for|to(?=\s[a-z]+ing\b)|to\s(?:spend\son|pay\sfor|fund|"
        r"improve|"
        r"upgrade|replace|build|develop|support))"
    )
    return re.compile(
        rf"{per}(?:{_SET_ASIDE}\s{lead}\s(?P<extra>(?:extra|new|additional|further|"
        rf"more)\s)?{_DETERMINER}(?:\d{{4}}\s)?(?P<of>{_PHRASE})|(?:\s|-)(?P<noun>{_PHRASE}))"
    )


_MODIFIED = re.compile(
    r"(?:contracts?|deals?|budgets?|grants?|funds?|funding|schemes?|programmes?|projects?|savings?|overspends?|"
    r"overruns?|fines?|bills?|"
    r"penalt(?:y|ies)|packages?|investments?|loans?|shortfalls?|gaps?|deficits?|surplus|costs?|spend|spending|"
    r"cuts?|increases?|"
    r"reductions?|rises?|falls?|drops?|systems?|frameworks?|settlements?|awards?|payments?|payouts?|licences?|"
    r"upgrades?|"
    r"replacements?|platforms?|services?|estates?|portfolios?|boosts?|stakes?|targets?|shares?|extensions?|"
    r"tenders?|agreements?)\b"
)
"""Nouns that a sum stands before as an adjective does."""
_LINK = (
    r"(?P<link>of|worth|at|as|totalling|totaling|to|was|were|is|are|valued\sat|estimated\sat|put\sat|stood\sat|"
    r"standing\sat|stands\sat|came\sto|"
    r"comes\sto|amounted\sto|amounts\sto|reached|reaching|reaches|totalled|exceeded|exceeds|set\sat|had\sbeen|"
    r"has\sbeen|have\sbeen|would\sbe|"
    r"will\sbe|could\sbe|should\sbe|might\sbe|may\sbe|by|equal\sto)"
)


@cache
def _ahead() -> re.Pattern[str]:
    """Return what may stand before a figure: `a budget of`, `contract worth`, `whose cost was about`."""
    bounds = (
        r"(?:\s(?:about|around|roughly|approximately|nearly|almost|some|just|under|over|up|to|at|least|most|more|"
        r"less|than|only|a|an|"
        r"the|total|of|as|much|close|estimated|further|extra|additional|another|now|already|then|well))*"
    )
    return re.compile(
        rf"(?P<of>{_PHRASE})(?P<post>\s(?:for|of|on|from|with)\s{_DETERMINER}(?P<behind>{_PHRASE}))?\s(?:already\s|also\s|now\s|"
        rf"then\s)?{_LINK}{bounds}\s?$"
    )


_MOVED = (
    r"(?:rose|fell|grew|increased|decreased|dropped|went|gone|risen|fallen|grown|jumped|climbed|came|come|stood|"
    r"stand|stands|reached|"
    r"cut|reduced|raised|doubled|swelled|soared|put|estimated|forecast|expected|set|projected|were|was|is|are|had|"
    r"has|have|would|will|"
    r"could|might|may|should|cost|costs|took|take|takes|exceeded|totalled|amounted|accounted|accounts|account)"
)
_SUBJECT = re.compile(
    rf"^(?:(?:[A-Z][a-z]+|In|By|For|On|At|Since|Over)\b[^,]{{1,60}},\s)?{_DETERMINER}(?P<of>{_PHRASE}(?:\s(?:of|"
    rf"for|on)\s"
    rf"{_DETERMINER}{_PHRASE})?)(?:,?\s[^;:]{{0,80}}?)?\s{_MOVED}\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?P<of>spend(?:ing|s)?|spent|costs?|costing|sav(?:e|es|ed|ing)|paid|pay(?:s|ing)?|fined|invest(?:s|ed|"
    r"ing)?|owed?|earn(?:s|ed)?|"
    r"los(?:t|e|es|ing)|raised?|receiv(?:e|es|ed|ing)|awarded|allocated|got|get|borrow(?:ed|s)?|employ(?:s|ed)?|"
    r"hired?|cut|charged?|budgeted|overspent|wast(?:e|es|ed|ing)|forfeited|wrote\soff|written\soff|approved)\b",
)
_OBJECT = re.compile(
    r"\b(?P<of>spend(?:ing|s)?|spent|cost(?:s|ing)?|sav(?:e|es|ed|ing)|paid|pay(?:s|ing)?|lost|lose|budgeted|"
    r"overspent)\s"
    r"(?:about\s|around\s|some\s|nearly\s|almost\s|over\s|under\s|up\sto\s|more\sthan\s|less\sthan\s|at\sleast\s|"
    r"just\s|"
    r"roughly\s|an?\s|the\s|only\s|another\s|estimated\s|extra\s|further\s)*$",
    re.IGNORECASE,
)
_WHICH = re.compile(
    rf"(?P<of>{_PHRASE}(?:\sof\s{_DETERMINER}{_PHRASE})?),\swhich\s(?:had\s|has\s|then\s|together\s|already\s)*"
    r"(?:came|come|amounted|amounts|comes|risen|rose|grew|grown|fell|fallen|totalled|stood|stands|reached|exceeded)\s"
    r"(?:(?:to|at|about|around|nearly|almost|some|just|over|under|up|more|less|than|only|as|much)\s)*$"
)
_EXPLAINED = re.compile(rf"(?P<of>{_PHRASE}),\s(?:about\s|some\s|around\s|nearly\s|almost\s)?$")
_SHARES = re.compile(
    rf"(?:,|;|\band)\s(?:and\s|with\s)?{_DETERMINER}(?P<of>{_PHRASE})\s(?:for\s|at\s)?"
    r"(?:about\s|around\s|some\s|nearly\s|almost\s|just\s|only\s|over\s|under\s|a\s|further\s|another\s)*$"
)
_PLAIN = re.compile(r"(?:ings?|s|tions?|ments?|time|age)$")
"""What most nouns end in that are no names."""
_MEASURE = re.compile(
    r"(?:cost|budget|bill|price|spend|saving|contract|deal|funding|grant|overspend|fine|loss|revenue|turnover|"
    r"profit|income|"
    r"value|rate|share|proportion|total|number|score|figure|sum|headcount|staff|debt)"
)
_PLURAL_MEASURE = re.compile(rf"{_MEASURE.pattern}(?:e?s|ings)")
_NOUNS_IN_ED = frozenset("need speed feed bed seed breed".split())
_IN_PASSING = re.compile(
    r"\b(?:without|within|by|with|from|than|in|at|under|through|via|between|against|to)\s(?:the\s|an?\s|its\s|their\s)?$"
)
"""What stands before a noun that is not the subject of what follows it: `working without the tool was 82%`."""
_NO_NOUN = frozenset(
    """four five six seven eight nine ten them it that this these those which whom all each others former latter
    rest most further extra more less part portion bulk excess region upwards minimum maximum half some one two
    three pair equal second often close worth round terms pounds sterling including plus""".split()
)


_OF = re.compile(rf"\sof\s{_DETERMINER}(?P<of>{_PHRASE})")
_NUMBER = re.compile(
    r"(?:[\d.,\s–-]|(?:and|to|k|m|bn|b|hundred|thousand|million|billion|trillion|dozen|half|an?|of|zero|one|two|three|"
    r"four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b[\s-]?|\s)*",
    re.IGNORECASE,
)


@cache
def _adjectival() -> re.Pattern[str]:
    """Return what follows a sum that stands before a noun as an adjective does: ` contract for hosting`."""
    per = r"(?:[-\s](?:a[-\s]year|per[-\s]year|annual|(?:\d+|\w+)[-\s]year))?"
    return re.compile(rf"{per}(?:\s|-)(?P<of>{_PHRASE}{_NOUN_BEHIND_OF})")


_RATIO = re.compile(r"\s(?:in|out\sof)\s")
_RIGHT_BEHIND = re.compile(rf"\s(?:of\s)?{_DETERMINER}(?P<of>{_PHRASE})")
_TIMES = frozenset(
    """quarter half year month week day decade period years months weeks days periods hour hours spring summer autumn
    winter weekend monday tuesday wednesday thursday friday saturday sunday parliament parliaments""".split()
)
_OF_A_YEAR = re.compile(r"(?:\b(?:financial|fiscal|tax|calendar|academic|school)|^FY\s?\d\d)$")
"""What a phrase ends in that goes on "year", or is one: `in the previous financial year`."""
_PUTS_IT = re.compile(
    r"\b(?:put|puts|set|sets|gave|gives|valued|estimated|reckoned)\s(?:it|them|this|that)\s(?:at|as)\b"
)
"""What has whoever values something for its subject, and not what is valued."""
_NO_SUBJECTS = re.compile(
    r"\b[A-Z][\w’'-]*\s(?:of|worth)\s(?:(?:about|around|some|nearly|almost|just|over|up|to|more|than|at|least)\s)*$"
)
"""What stands between a subject and a figure of something else: `, in addition to a Transformation Fund of £3bn`."""
_CHANGE = re.compile(r"\b(?:rise|increase|growth|fall|cut|drop|saving|reduction)\s(?:\w+\s){0,2}$")
"""What a share is of that is reckoned on something: `calculated the rise at 94% on a budget of £58m`."""
_BEFORE_A_VERB = re.compile(r"(?:\bto|\b(?:would|will|could|should|may|might|must|can|cannot|did|not))\s$")
_BEGINS_AS_MONTH = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


def what_of(text: str, figure: Figure) -> Span | None:
    """Return the words of a sentence that say what a figure in it is of; None where it has none.

    Args:
        text: The sentence.
        figure: A figure of it.
    """
    if figure.is_count:
        return _counted(text, figure)
    if figure.kind == "share" and _RATIO.search(text, figure.start, figure.end):
        return _right_behind(text, figure)
    if text.startswith(" towards ", figure.end):
        return None  # a contribution to what stands there, which is not of it
    return (
        _modified(text, figure)
        or _ahead_of(text, figure, is_sure=True)
        or _told_of(text, figure)
        or _behind_it(text, figure)
        or _beside(text, figure)
        or _ahead_of(text, figure, is_sure=False)
        or _shared(text, figure)
        or _done_with(text, figure)
        or _subject(text, figure)
        or given_to(text, figure)
        or _done(text, figure)
    )


def _counted(text: str, figure: Figure) -> Span:
    """Return the noun that is counted, with what stands between it and the number, and an `of` behind it."""
    words = text[figure.start : figure.end]
    start = figure.start + (_after_number(words) if words.endswith(figure.unit) else 0)
    tail = _OF.match(text[figure.end : figure.end + _MOST])
    return start, figure.end + (tail.end() if tail else 0)


def _right_behind(text: str, figure: Figure) -> Span | None:
    """Read `one in five GP practices`: what a ratio is of."""
    found = _RIGHT_BEHIND.match(text, figure.end)
    return found.span("of") if found else None


def _after_number(words: str) -> int:
    """Return where the words for what is counted begin, behind the number and its scale."""
    found = _NUMBER.match(words)
    return found.end() if found and found.end() < len(words) else 0


def _modified(text: str, figure: Figure) -> Span | None:
    """Read `a £12m contract for hosting`: what a sum stands before as an adjective does."""
    found = _adjectival().match(text[figure.end : figure.end + _MOST])
    if not found:
        return None
    phrase = found["of"]
    head = re.split(r"\s(?:of|for)\s", phrase, maxsplit=1)[0]
    nouns = list(_MODIFIED.finditer(head))
    if not nouns:
        return None
    end = found.end("of") if nouns[-1].end() == len(head) else found.start("of") + nouns[-1].end()
    return figure.end + found.start("of"), figure.end + end


def _beside(text: str, figure: Figure) -> Span | None:
    """Read `The largest share, £268m, was for tax`: a noun that a figure only explains."""
    if not text.startswith(",", figure.end):
        return None
    found = _EXPLAINED.search(text, max(0, figure.start - _MOST), figure.start)
    return found.span("of") if found and not found["of"].split()[-1][0].isupper() else None


def _told_of(text: str, figure: Figure) -> Span | None:
    """Read `the costs of the appeal, which came to £364,978`: what a relative clause tells the sum of."""
    if text.find(", which ", 0, figure.start) < 0:
        return None
    relative = _WHICH.search(text, max(0, clause_at(text, figure.start)[0] - _MOST), figure.start)
    if relative is None:
        return None
    head = relative["of"].split()[-1]
    is_thing = not (is_no_head(head) or acts_or_tells(head) or _is_name(text, relative.start("of"), head))
    return relative.span("of") if is_thing and head.casefold() not in _NO_NOUN else None


def _behind_it(text: str, figure: Figure) -> Span | None:  # noqa: PLR0911 - a rule each
    """Read `£450m of savings`, `£40m on consultants`, `39% of district councils`."""
    found = _behind().match(text[figure.end : figure.end + _MOST])
    if not found or not found["of"] or found["of"].split()[0].casefold() in _NO_NOUN:
        return None
    if found["of"].split()[-1].casefold() in _TIMES or is_no_head(found["of"]) or _OF_A_YEAR.search(found["of"]):
        return None
    start, end = figure.end + found.start("of"), figure.end + found.end("of")
    first, is_doing = (
        found["of"].split()[0],
        found["lead"] in {"on", "for"} or found["lead"].startswith("to"),
    )
    if first.endswith("ing") and found["of"] == first and (not is_doing or governs_object(text, end)):
        return None
    is_for_a_name = found["lead"] == "for" and text[start].isupper() and first not in {"IT", "ICT"}
    if is_for_a_name or _BEGINS_AS_MONTH.match(found["of"]):
        return None
    if found["lead"] in {"on", "in", "for"} and is_idiom(found["of"]):
        return None
    if found["lead"] == "in" and tells(found["of"]):
        return None
    if found["lead"] == "on" and figure.kind == "share" and _CHANGE.search(text, max(0, start - _MOST), figure.start):
        return None
    return start, end


@lru_cache(1)
def _said_ahead(text: str, begin: int, end: int) -> re.Match[str] | None:
    """Return what stands before a figure, which is asked for twice: as what is sure, and as what is left."""
    return _ahead().search(text, begin, end)


def _ahead_of(text: str, figure: Figure, *, is_sure: bool) -> Span | None:  # noqa: PLR0911 - a rule each
    """Read `a budget of £58m`, `contract worth £3m`, `costs of about £200,000`."""
    begin = max(clause_at(text, figure.start)[0], figure.start - _MOST)
    found = _said_ahead(text, begin, figure.start)
    if not found:
        return None
    head, start = found["of"].split()[-1].casefold(), _behind_infinitive(text, found)
    if start is None or _is_name(text, found.start("of"), found["of"].split()[-1]):
        return None
    if head in _NO_NOUN or is_no_head(head) or (head.endswith("ed") and head not in _NOUNS_IN_ED):
        return None
    if found["post"] and found["link"] == "of" and _MEASURE.match(found["behind"].split()[-1]):
        return found.span("behind")  # "a contract with a value of £50m"
    if not is_sure and _IN_PASSING.search(text, begin, start):
        return None
    if is_sure and head == "total":  # of what stands behind: `a total of £311m in savings`
        return None
    if is_sure and not (_MEASURE.search(head) or found["link"] in {"of", "worth", "totalling"}):
        return None
    return start, found.end("post") if found["post"] else found.end("of")


def _behind_infinitive(text: str, found: re.Match[str]) -> int | None:
    """Return where a noun begins behind its verb: `to yield benefits of £2bn`; None where there is a verb alone."""
    start = found.start("of")
    if not _BEFORE_A_VERB.search(text, max(0, start - _MOST), start):
        return start
    verb, _, behind = found["of"].partition(" ")
    if not behind and _PLURAL_MEASURE.fullmatch(verb):
        return start  # "tied to savings of £1.2bn"
    if not behind:
        return found.start("behind") if found["behind"] else None  # "would ask for a fund of £70m"
    return None if verb.endswith("s") or _NUMBER.fullmatch(verb) else start + len(verb) + 1


def _subject(text: str, figure: Figure) -> Span | None:
    """Read `Costs had risen by 68% to £1.1bn`: the subject of the clause, where it is no name."""
    begin = clause_at(text, figure.start)[0]
    begin += len(text[begin:]) - len(text[begin:].lstrip())
    found = _SUBJECT.match(text[begin : figure.start])
    if not found or _PUTS_IT.search(text, begin, figure.start) or _NO_SUBJECTS.search(text, begin, figure.start):
        return None
    head = re.split(r"\s(?:of|for|on)\s", found["of"], maxsplit=1)[0]
    if _is_name(text, begin + found.start("of"), head.split()[-1]) or head.split()[-1].casefold() in _NO_NOUN:
        return None
    if is_no_head(head) or (figure.kind == "money" and acts_or_tells(head)):
        return None
    return begin + found.start("of"), begin + found.end("of")


def _shared(text: str, figure: Figure) -> Span | None:
    """Read `Hosting took £9m, staff £4m and licences £2m`: of further things the same is told without its verb."""
    found = _SHARES.search(text, clause_at(text, figure.start)[0], figure.start)
    head = found["of"].split()[-1].casefold() if found else ""
    if not found or head in _NO_NOUN or head.endswith("ly") or not re.search(r"\d", text[: found.start()]):
        return None
    return found.span("of") if not _is_name(text, found.start("of"), found["of"].split()[-1]) else None


def _done_with(text: str, figure: Figure) -> Span | None:
    """Return the verb that a sum is the object of: `to save £4m`, `it cost about £3m`."""
    found = _OBJECT.search(text, max(0, figure.start - _MOST), figure.start)
    return found.span("of") if found else None


def _is_name(text: str, start: int, head: str) -> bool:
    """Whether a head noun is a name, as its capital tells; at the start of a sentence "Funding" is none."""
    if not head[0].isupper():
        return False
    begins = not text[:start].strip()
    return not (begins and text.startswith(head, start) and (_MEASURE.search(head.casefold()) or _PLAIN.search(head)))


def _done(text: str, figure: Figure) -> Span | None:
    """Return the verb that says what was done with a sum: the nearest before it, else behind it in its clause."""
    begin, end = clause_at(text, figure.start)
    ahead = list(_DONE.finditer(text, max(begin, figure.start - _MOST), figure.start))
    if ahead:
        return ahead[-1].span("of") if not _NO_SUBJECTS.search(text, begin, figure.start) else None
    end = min(max(end, figure.end), figure.end + _MOST)
    comma = text.find(", ", figure.end, end)
    behind = _DONE.search(text, figure.end, end if comma < 0 else comma)
    return behind.span("of") if behind else None
