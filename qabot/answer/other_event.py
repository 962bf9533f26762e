"""Whether a date, a sum or a state that a quote tells is of another event than the one that is asked about. Pure.

When something began is asked, and a quote has the day on which it was to end; what it cost, and a quote has the grant
towards that. Only words that stand plainly with the figure or the date tell so: where there are none, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta

from qabot.core.dates import MONTH_NAME, PartialDate
from qabot.core.questions import AnalysedQuestion
from qabot.core.text import Span, room_around
from qabot.facts.figures import find_figures
from qabot.question.analysis import asks_of_now
from qabot.question.vocabulary import stem, words_of

# Patterns are compiled when first needed, which re remembers: a question needs few of them.
_START = (
    r"start(?:s|ed|ing)?|beg[aiu]n(?:s|ning)?|launch(?:ed|es|ing)?|g(?:o|oes|oing) live|went live|gone live|"
    r"open(?:s|ed|ing)?|introduc(?:e|ed|es|ing)|set up|sets up|setting up|found(?:ed|ing)|establish(?:ed|es|ing)?|"
    r"creat(?:e|ed|es|ion)|c[ao]me into (?:being|force)|roll(?:ed|ing)? out|arriv(?:e|ed|al)|born|inception"
)
_END = (
    r"end(?:s|ed|ing)?|finish(?:ed|es|ing)?|clos(?:e|ed|es|ing|ure)|shut(?:s|ting)?(?: down)?|stop(?:s|ped|ping)?|"
    r"scrap(?:s|ped|ping)?|retir(?:e|ed|es|ing)|cancel(?:s|led|ling)?|expir(?:e|ed|es|y)|terminat\w+|"
    r"complet(?:e|ed|es|ion|ing)|w[io]und(?:ing)? up|abolish(?:ed|es|ing)?|axed|switch(?:ed|ing)? off|"
    r"abandon(?:ed|s|ing)?|withdr[ae]wn?|withdrew|decommission\w*|r[ua]n(?:s|ning)? out|"
    r"halt(?:s|ed|ing)?|ceas(?:e|ed|es)"
)
_ANNOUNCE = r"announc(?:e|ed|es|ing|ement)|unveil(?:s|ed|ing)?|propos(?:e|ed|es|al)|promis(?:e|ed|es|ing)"
_REPORT = r"reported|wrote|told|according to"
_EVENTS: Mapping[str, str] = {"start": _START, "end": _END, "announcement": _ANNOUNCE}
_ALSO: Mapping[str, str] = {
    "start": (
        r"debut(?:ed)?|came in|kick(?:s|ed)? off|under way|releas(?:e|ed|es)|replac(?:e|ed|es|ing)|"
        r"unveil(?:s|ed)?|publish(?:ed|es)?|awarded|signed|won|form(?:ed|s)|appear(?:ed|s)?|took over|mov(?:e|ed|es)"
    ),
    "end": (
        r"los(?:e|es|t|ing)|laps(?:e|ed|es)|discontinued?|suspend(?:ed|s)?|collaps(?:e|ed|es)|dropp(?:ed|ing)|over|"
        r"replac(?:e|ed|es|ing)|bow(?:s|ed) out|kill(?:ed|s)?|dead|lasts?|until|last|fell"
    ),
    "announcement": r"said|published|reported|revealed|set out|launch(?:ed|es)?|presented|outlined|told",
}
"""What else may tell of the same, and of other things too."""
_WHEN = (
    r"(?i)^\W*(?:(?:and|but|so)\W+)?(?:(?:since |by )?when|(?:what|which) (?:year|date|month|day)|"
    r"on (?:what|which) (?:day|date))\b"
)
_DATE = (
    rf"(?i)(?:\b\d{{1,2}}(?:st|nd|rd|th)?\s)?(?:\b{MONTH_NAME}\b,?\s?)?(?<![\d£$€.,])\b(?:19|20)\d\d\b(?![\d%]|[.,]\d)|"
    rf"\b(?:\d{{1,2}}\s)?{MONTH_NAME}\b(?:\s\d{{1,2}}\b)?"
)
_CLAUSE_END = r"[.;:,!?](?=\s|$)|\n|\s[–—]\s|\b(?:and|but|while|whereas|although|which|who|before|after|when)\b"
_STAGE = (
    r"(?i)\b(?:prototypes?|pilots?|trials?|beta|alpha|proofs? of concept|tenders?|consultation|roll-?outs?|tests?)\b"
)
_WITHOUT = r"(?i)\b(?:without (?:a|any)|no(?: \w+)?) (?:\w+ )?(?:date|deadline|timetable)\b"
_WORK_ON_ANOTHER = (
    r"(?i)\b(?:completed|finished|started|began|opened|closed|ended|stopped|launched)\s+"
    r"(?P<what>(?:a|an|its|their|his|her|work|trials?|talks|the (?:first|second|last|next))\b[^,.;:]*)"
)
_NOT_SO = (
    r"(?i)\b(?:would have|could have|might have|never|advis(?:ed|es|ing)|recommend(?:ed|s|ing)|urg(?:ed|es|ing)|"
    r"threat(?:en|ened|ens)|call(?:ed|s|ing) for|hop(?:ed|es|ing))\b"
)
"""What tells of something that was not so, or not yet."""
_DID = r"(?i)\b(?:did|was|were)\b(?!.*\b(?:advis|recommend|urg|threat|call|hop|due|meant|supposed|planned|expected))"
_ENDS_WITH_VERB = rf"(?i)\b(?:{_START}|{_END})\W*$"

_SUMS: Mapping[str, str] = {
    "cost": r"costs?|costing|cost|prices?|bills?|pa(?:y|id|ys|ying)|spen(?:d|t|ds|ding)|expenditure|outlay|charged",
    "grant": (
        r"grants?|granted|offer(?:s|ed)?|award(?:s|ed)?|fund(?:s|ed|ing)?|giv(?:e|en|es)|gave|contribut(?:e|ed|es)|allot\w*|allocat\w+|"
        r"g[eo]t|receiv(?:e|ed|es)|boost"
    ),
    "fine": r"fine[ds]?|penal(?:ty|ties|ised)|sanctions?",
    "saving": r"sav(?:e|ed|es|ings?)|cheaper",
}
_PAID = r"(?i)\bpa(?:y|id|ys|ying)\b"
"""What a question may ask of a cost, a fine and a grant alike."""
_TOWARDS_COST = r"(?i)\btowards? (?:the |its |their )?(?:\w+ )?(?:costs?|bills?)\b"
_HYPOTHETICAL = r"(?i)\b(?:could|might|would) (?:\w+ )?(?:charge|bill|fetch|sell)\b"
_ONLY_WANTED = (
    r"(?i)\b(?:approach(?:ed|es)?|ask(?:ed|s|ing)?|appl(?:ied|ies|ying)|bid(?:s|ding)?|appeal(?:ed|s)?) "
    r"(?:[^.;]*\s)?for\b|"
    r"\b(?:sought|seek(?:s|ing)?|requested|demanded)\b"
)
"""What somebody wanted, and may not have got."""
_DIFFERENCE_ASKED = (
    r"(?i)\bhow much (?:more|less|higher|lower|extra|dearer|cheaper|bigger|smaller)\b|\bhow (?:far|much) (?:over|above|"
    r"below|under)\b|\bwhat (?:was|is) the (?:difference|gap|overspend|overrun)\b"
)
_DIFFERENCE_TOLD = (
    r"(?i)\b(?:more|less|extra|additional|over(?:run|ran|spend|spent|shoot|shot)?|above|below|under|higher|lower|excess|"
    r"increas\w+|r[io]se|risen|rising|up|fell|fallen|cut|difference|gap|short|dearer|cheaper|sav\w+|grew|grown|added)\b"
)
_FIGURES_END = r"[.;:,!?](?=\s|$)|\n|\s[–—]\s|\band(?=\s[a-z£$€\d])|\b(?:but|while|whereas|although|against|compared)\b"
_MOST_FIGURES = 30
"""Figures of a quote that are looked at."""
_STILL_SO = timedelta(days=731)
"""How much older than the newest article one may be that tells whether something is still so."""


def tells_other_event(question: AnalysedQuestion, title: str, quote: str, span: Span | None = None) -> bool:
    """Whether every date or sum of a quote that could be what is asked for is told of another event.

    Args:
        question: What was asked.
        title: The title of its article.
        quote: The quote.
        span: The words of it that are meant, if only those.
    """
    return _tells_other_time(question, title, quote, span) or _tells_other_sum(question, quote, span)


def is_too_old_for_still(question: AnalysedQuestion, published: PartialDate | None, newest: PartialDate | None) -> bool:
    """Whether it is asked if something is still so, and an article is too old to tell.

    Args:
        question: What was asked.
        published: When the article was published.
        newest: When the newest was that is held.
    """
    if not asks_of_now(question.text):
        return False
    return published is None or (newest is not None and published.last + _STILL_SO < newest.first)


def _tells_other_time(question: AnalysedQuestion, title: str, quote: str, span: Span | None) -> bool:
    if not (opening := re.search(_WHEN, question.text)):
        return False
    asked = [
        event for event, words in _EVENTS.items() if re.search(rf"(?i)\b(?:{words})\b", question.text[opening.end() :])
    ]
    if len(asked) != 1:
        return False
    may_tell = rf"(?i)\b(?:{_EVENTS[asked[0]]}|{_ALSO[asked[0]]})\b"
    if span is None and not re.search(may_tell, f"{title}\n{quote}"):
        return True
    dates = [each.span() for each in re.finditer(_DATE, quote)]
    dates = [each for each in dates if span is None or (each[0] < span[1] and span[0] < each[1])]
    return bool(dates) and all(_is_of_another(question, asked[0], quote, each) for each in dates)


def _is_of_another(question: AnalysedQuestion, event: str, quote: str, date: Span) -> bool:
    clause = _around(quote, date, _CLAUSE_END)
    is_not_so = re.search(_NOT_SO, clause) and re.search(_DID, question.text)
    if is_not_so or re.search(_WITHOUT, clause) or _is_stage(question, clause):
        return True
    if re.search(rf"(?i)\b(?:{_EVENTS[event]})\b", clause):
        work = re.search(_WORK_ON_ANOTHER, clause) if re.search(_ENDS_WITH_VERB, question.text) else None
        return bool(work) and not _names_subject(question, work["what"])
    if re.search(rf"(?i)\b(?:{_ALSO[event]})\b", clause):
        return False
    others = "|".join(words for other, words in _EVENTS.items() if other != event)
    return re.search(rf"(?i)\b(?:{others}|{_REPORT})\b", clause) is not None


def _is_stage(question: AnalysedQuestion, clause: str) -> bool:
    """Whether a clause tells of a trial or another part of something, of which the question does not ask."""
    found = re.search(_STAGE, clause)
    return found is not None and re.search(_STAGE, question.text) is None


def _names_subject(question: AnalysedQuestion, words: str) -> bool:
    """Whether words have one of those that a question is about."""
    asked = {each.stem for each in words_of(question.text) if not each.general}
    asked |= {stem(word.casefold()) for each in question.mentions for name in each.names for word in name.split()}
    return any(each.stem in asked for each in words_of(words))


def _tells_other_sum(question: AnalysedQuestion, quote: str, span: Span | None) -> bool:
    sought = question.sought_figure
    if sought is None or "money" not in sought.kinds:
        return False
    figures = [each for each in find_figures(quote) if each.kind in sought.kinds][:_MOST_FIGURES]
    spans = [(each.start, each.end) for each in figures]
    of_span = [each for each in spans if span is None or (each[0] < span[1] and span[0] < each[1])]
    if not of_span:
        return False
    if re.search(_DIFFERENCE_ASKED, question.text):
        return not any(re.search(_DIFFERENCE_TOLD, _beside(quote, each, spans)) for each in of_span)
    asked = list(_kinds(re.sub(_PAID, " ", question.text)))
    if len(asked) != 1:
        return False
    if re.search(_ONLY_WANTED, question.text):
        return False
    return all(_is_another_sum(asked[0], _beside(quote, each, spans)) for each in of_span)


def _is_another_sum(asked: str, words: str) -> bool:
    if asked == "cost" and re.search(_HYPOTHETICAL, words):
        return True
    if re.search(_ONLY_WANTED, words):
        return True
    if asked == "grant":  # whoever is paid gets it
        words = re.sub(_PAID, " grant ", words)
    told = set(_kinds(re.sub(_TOWARDS_COST, " grant ", words)))
    return bool(told) and asked not in told


def _kinds(words: str) -> Iterator[str]:
    for kind, pattern in _SUMS.items():
        if re.search(rf"(?i)\b(?:{pattern})\b", words):
            yield kind


def _beside(text: str, span: Span, others: list[Span]) -> str:
    """Return what stands with a figure in its clause, up to the figures beside it."""
    start, stop = room_around(span, others, len(text))
    return _around(text[start:stop], (span[0] - start, span[1] - start), _FIGURES_END)


def _around(text: str, span: Span, ends: str) -> str:
    """Return the clause of a text that a range stands in."""
    return text[slice(*room_around(span, (each.span() for each in re.finditer(ends, text)), len(text)))]
