"""The office whose holder a question asks for, `who is the chief executive of Socitm`, and whether a quote tells. Pure.

A sentence may name the office and not its holder, its holder elsewhere, or somebody who held it once: each reads like
an answer. What is not plainly one of these may be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from qabot.answer.kinds_told import may_name_another
from qabot.answer.name_mentions import Named
from qabot.core.questions import AnalysedQuestion
from qabot.core.text import Span

# Patterns are compiled when first needed, which re remembers: few questions need them.
_LED = r"head(?:s|ed|ing)?|boss|chief|leader|lead(?:s|ing)?|led|r[au]ns?|running|in charge|director|executive"
_CHAIR = r"chair(?:man|woman|person)?"
_OFFICES: tuple[tuple[str, str], ...] = (
    # what a question calls it, what an article may call the same
    (r"chief exec(?:utive)?(?: officer)?|ceo", r"chief exec(?:utive)?s?(?: officer)?|ceo"),
    (r"chief information officer|cio", r"chief information officer|cio"),
    (r"chief technology officer|cto", r"chief technology officer|cto"),
    (r"chief (?:digital|data) officer|cdo", r"chief (?:\w+ and )?(?:digital|data)(?: and \w+)? officer|cdo"),
    (r"chief (?:information )?security officer|ciso", r"chief (?:information )?security officer|ciso"),
    (r"chief (?:operating|operations) officer|coo", r"chief (?:operating|operations) officer|coo"),
    (
        r"(?:chief finance|chief financial) officer|finance director|cfo",
        r"chief financ\w+ officer|finance director|cfo",
    ),
    (r"chief [a-z]+ officer", r"chief [a-z]+ officer"),
    (r"chief constable", r"chief constable"),
    (r"permanent secretary", r"(?:second )?permanent secretary"),
    (r"secretary of state", r"secretary(?: of state)?"),
    (r"director[- ]general", r"director[- ]general"),
    (r"(?:managing|executive) director", r"(?:managing|executive) director"),
    (r"(?:vice[- ])?president", r"(?:vice[- ])?president"),
    (_CHAIR, r"chair(?:man|woman|person|s|ed|ing)?"),
    (r"mayor", r"mayor"),
    (r"(?:[a-z]+ )?commissioner", r"(?:[a-z]+ )?commissioner"),
    (r"minister", r"(?:secretary|minister)"),
    (r"director", r"director|head"),
    (r"head|boss|leader|chief", rf"(?:{_LED})"),
)
_CHAIRS = r"(?i)^\W*who (?P<qualified>)(?P<office>chair(?:s|ed))\s+(?P<body>[^?,;:]+)"
_ASKS = (
    r"(?:who(?:['’]?s| is| was)|(?:name(?: of)?|what(?:['’]s| is| was) the name of))\s+(?:currently\s+)?"
    r"(?:the\s+)?(?:(?:first|new|latest|current|present)\s+)?"
)
_QUALIFIED = (
    r"(?P<qualified>(?:\b(?:past|former|ex|shadow|deputy|vice|assistant|incoming|next|then|acting|interim)\b[\s-]+)*)"
)
_WITHIN = r"(?P<what>[a-z][a-z ]{1,40}) (?:at|in) (?P<body>.+)"
"""What an office is of within its body: `director of digital at Leeds`."""
_WAS = r"(?i)\W*(?:who|what) (?:was|chaired)\b"
_NO_MORE = r"\b(?:past|former|previous|ex|then|late|outgoing)"
_NOT_YET = r"\b(?:incoming|next|designate)"
_BELOW = r"\b(?:shadow|deputy|vice|assistant|associate|sub)"
_TIME = (
    r"\s(?:in (?:\w+ )?(?:19|20)\d\d|now|today|currently|at (?:the|that) (?:time|moment)|when|during|as of|before|"
    r"after|since)\b"
)
_CAPITALS = r"(?:[A-Z0-9][^\W_]*(?:[.&'’-][^\W_]+)*)"
_NAME = rf"{_CAPITALS}(?:\s+(?:(?:of|for|and|the|&|in)\s+){{0,2}}{_CAPITALS}){{0,8}}"
_SMALL = r"[a-z][\w'’-]*(?:\s[\w'’-]+){0,3}"
_BEHIND = rf"\s*,?\s*(?:of|at|for|in|to)\s+(?:(?:the|its|their|his|her)\s+)?(?:(?P<name>{_NAME})|(?P<small>{_SMALL}))"
_BEFORE = rf"(?P<name>{_NAME})(?:\s+\([A-Z]+\))?(?:['’]s?)?\s+(?:(?:[a-z]+|Interim|Acting)\s+)?$"
_OWN = (
    r"^(?:agency|association|authority|board|body|centre|charity|commission|committee|company|council|department|"
    r"firm|force|group|inquiry|institution|ministry|office|organisation|organization|programme|project|regulator|service|"
    r"society|supplier|team|trust|unit|watchdog)\b"
)


class AskedOffice(Struct, frozen=True):
    """An office whose holder a question asks for."""

    called: str
    """As the question calls it, with its body: `chief executive of Socitm`."""
    told: str
    """A pattern of what an article may call it."""
    body: Named
    """Of what."""
    is_past: bool
    """Whether somebody who held it once would do."""
    qualified: str
    """What the question has before it: `deputy`, or nothing."""


def asked_office(question: AnalysedQuestion) -> AskedOffice | None:
    """Return the office whose holder a question asks for, where its words say so plainly."""
    text = question.text
    if found := re.search(_CHAIRS, text):
        return _asked(question, found, dict(_OFFICES)[_CHAIR], is_verb=True)
    if not re.search(rf"(?i)^\W*{_ASKS}", text):  # as of most questions: the patterns below take longer to compile
        return None
    for asked, told in _OFFICES:
        if re.search(rf"(?i){asked}", text) and (found := _asks_for(asked, text)):
            return _asked(question, found, told, is_verb=False)
    return None


def _asks_for(office: str, text: str) -> re.Match[str] | None:
    """Find an office asked for before its body, `chief executive of Socitm`, or behind it."""
    office = rf"{_QUALIFIED}(?P<office>{office})"
    behind = rf"(?i)^\W*{_ASKS}{office}\s+(?:of|at|for|in)\s+(?P<body>[^?,;:]+)"
    before = rf"(?i)^\W*{_ASKS}(?P<body>(?!the\b)[^?,;:]{{2,60}}?)(?:['’]s?)?\s+{office}(?:{_TIME}|\W*$)"
    return re.search(behind, text) or re.search(before, text)


def _asked(question: AnalysedQuestion, found: re.Match[str], told: str, *, is_verb: bool) -> AskedOffice | None:
    text, (start, end) = question.text, found.span("body")
    time = re.search(_TIME, text[start:end])
    end = start + time.start() if time else end
    written = text[start:end].strip()
    if not written:
        return None
    if within := re.match(_WITHIN, written):
        told = rf"(?:{told})\s+(?:of|for)\s+{re.escape(within['what'])}"
        start += within.start("body")
        written = within["body"]
    end = start + len(written)
    names = tuple(name for each in question.mentions if each.written in written for name in each.names)
    is_past = time or re.match(_WAS, text) or re.search(rf"(?i){_NO_MORE}\b", found["qualified"])
    called = text[min(found.start("office"), start) : max(found.end("office"), end)]
    return AskedOffice(
        called=f"chair of {written}" if is_verb else called,
        told=told,
        body=Named(written, (start, end), names),
        is_past=bool(is_past),
        qualified=found["qualified"].strip(),
    )


def may_tell_holder(office: AskedOffice, title: str, quote: str) -> bool:
    """Whether a quote, or the title it is shown with, may tell who holds an office.

    Args:
        office: The office that is asked about.
        title: The title of the quote's article, which also tells what body is meant.
        quote: The quote.
    """
    known = (office.called, *office.body.names)
    return any(
        may_name_another(text, known)
        and any(_is_of_it(office, title, quote, text, place) for place in _places(office, text))
        for text in (quote, title)
    )


def _places(office: AskedOffice, text: str) -> Iterator[Span]:
    """Yield where a text has the office, held now by somebody as far as its words before it tell."""
    for found in re.finditer(rf"(?i)(?<!\w)(?:{office.told})(?!\w)", text):
        before = text[max(0, found.start() - 40) : found.start()]
        ruled_out = [] if office.is_past else [_NO_MORE, _NOT_YET]
        ruled_out += [] if office.qualified else [_BELOW]
        if not any(re.search(rf"(?i){each}[\s-]+(?:\w+[\s-]+)?$", before) for each in ruled_out):
            yield found.span()


def _is_of_it(office: AskedOffice, title: str, quote: str, text: str, place: Span) -> bool:
    """Whether the office that stands there may be that of the body asked about: no other is named beside it."""
    start, end = place
    is_told = office.body.may_be_named_in(f"{title}\n{quote}")
    if behind := re.match(_BEHIND, text[end:]):
        named = behind["name"] or behind["small"]
        return office.body.may_be_named_in(named) or (is_told and bool(re.match(_OWN, named)))
    before = re.search(_BEFORE, text[max(0, start - 120) : start])
    if before and not _opens(before["name"]):
        return office.body.may_be_named_in(before["name"])
    return is_told


def _opens(name: str) -> bool:
    """Whether a word has its capital for opening a sentence."""
    return re.fullmatch(r"(?:The|Its|Their|A|An|His|Her|As|And|But|Former|Then|When|Interim|Acting)", name) is not None
