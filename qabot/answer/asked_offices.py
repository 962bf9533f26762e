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
from qabot.core.text import Span, sentences
from qabot.question.vocabulary import words_of

# Patterns are compiled when first needed, which re remembers: few questions need them.
_LED = r"head(?:s|ed|ing)?|boss|chief|leader|lead(?:s|ing)?|led|r[au]ns?|running|in charge|director|executive"
_CHAIR = r"chair(?:man|woman|person)?"
_PORTFOLIO = r"(?!the\b|new\b|deputy\b|shadow\b)[a-z]+ secretary"
"""An office that is called by what it is of: `health secretary`."""
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
    (r"prime minister|pm", r"prime minister|pm"),
    (r"chancellor(?: of the exchequer)?", r"chancellor(?: of the exchequer)?"),
    (r"director[- ]general", r"director[- ]general"),
    (r"(?:managing|executive) director", r"(?:managing|executive) director"),
    (r"(?:vice[- ])?president", r"(?:vice[- ])?president"),
    (_CHAIR, r"chair(?:man|woman|person|s|ed|ing)?"),
    (r"mayor", r"mayor"),
    (r"(?:[a-z]+ )?commissioner", r"(?:[a-z]+ )?commissioner"),
    (_PORTFOLIO, ""),
    (r"minister", r"(?:secretary|minister)"),
    (r"director", r"director|head"),
    (r"head|boss|leader|chief", rf"(?:{_LED})"),
)
_LEADS = (
    r"(?i)^\W*who\s+(?:currently\s+|now\s+|is\s+now\s+)?(?P<qualified>)(?P<office>chair(?:s|ed)|heads?|headed|leads?|led|"
    r"runs?|ran|is (?:chairing|heading|leading|running|in charge of))(?:\s+up)?\s+(?P<body>[^?,;:]+)"
)
_ASKS = (
    r"(?:who(?:['’]?s| is| was)|(?:name(?: of)?|what(?:['’]s| is| was) the name of))\s+(?:currently\s+)?"
    r"(?:the\s+)?(?:(?:first|new|latest|current|present)\s+)?"
)
_QUALIFIED = (
    r"(?P<qualified>(?:\b(?:past|former|ex|shadow|deputy|vice|assistant|incoming|next|then|acting|interim)\b[\s-]+)*)"
)
_NO_BODY = r"(?:past|former|ex|shadow|deputy|vice|assistant|incoming|next|then|acting|interim|current|new|latest)"
_WITHIN = r"(?P<what>[a-z][a-z ]{1,40}) (?:at|in) (?P<body>.+)"
"""What an office is of within its body: `director of digital at Leeds`."""
_WAS = r"(?i)\W*(?:who|what) (?:was|chaired|headed|led|ran)\b"
_NOW = r"(?i)\s(?:now|today|currently|at the moment)\b"
_ARTICLE = r"(?i)^(?:the|a|an)\s+"
_BETWEEN_ITS_WORDS = 3
"""Words that may stand among those of an office: `deputy government chief technology officer`."""
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
_BEFORE = rf"(?P<name>{_NAME})(?:\s+\([A-Z]+\))?(?:['’]s?)?\s+(?:(?:(?!as\b)[a-z]+|Interim|Acting)\s+)?$"
_VERB = r"(?i)(?:chair|head|lead)(?:s|ed|ing)|led|r[au]ns?|running"
_DONE_TO = rf"\s+(?:up\s+)?(?:(?:the|its|their|his|her)\s+)?(?:(?P<name>{_NAME})|(?P<small>{_SMALL}))"
_OWN = (
    r"^(?:agency|association|authority|board|body|centre|charity|commission|committee|company|council|department|"
    r"firm|force|group|inquiry|institution|ministry|office|organisation|organization|programme|project|regulator|service|"
    r"society|supplier|team|trust|unit|watchdog)\b"
)


_RUNS = (
    r"(?i)\b(?:runs?|ran|running|lead|led\b|head|chief|direct|manag|operat|in charge|overs|responsib|chair|deliver|"
    r"provid|suppl|boss|own(?:s|ed|er)|minister|president|founder|set up|govern(?!ment)|administ|helm|in the hands|"
    r"belong|part of|by\b)"
)
"""What a text has that tells who runs something."""


class AskedOffice(Struct, frozen=True):
    """An office whose holder a question asks for."""

    called: str
    """As the question calls it, with its body: `chief executive of Socitm`."""
    told: str
    """A pattern of what an article may call it."""
    body: Named | None
    """Of what; None where the question leaves that open: `the health secretary`."""
    is_past: bool
    """Whether somebody who held it once would do."""
    qualified: str
    """What the question has before it: `deputy`, or nothing."""
    within: str = ""
    """What it is of within its body: `digital`, of `director of digital at Leeds`; empty for most."""
    is_called: bool = True
    """Whether the question calls it anything: `who runs GDS` does not, and a body may do that."""

    def may_be_of(self, text: str) -> bool:
        """Whether a text may name the body; so does any where the question leaves it open."""
        return self.body is None or self.body.may_be_named_in(text)

    def is_own_name(self, name: str) -> bool:
        """Whether a name may be that of the body, and of nobody who holds an office in it."""
        return self.body is not None and self.body.may_be_named_in(name)


def asked_office(question: AnalysedQuestion) -> AskedOffice | None:
    """Return the office whose holder a question asks for, where its words say so plainly."""
    text = question.text
    if found := re.search(_LEADS, text):
        is_chair = found["office"].casefold().startswith(("chair", "is chair"))
        told = (
            dict(_OFFICES)[_CHAIR] if is_chair else rf"{_LED}|chief exec(?:utive)?s?|{_CHAIR}|ceo|director[- ]general"
        )
        return _asked(question, found, told, verb="chair" if is_chair else "lead")
    if not re.search(rf"(?i)^\W*{_ASKS}", text):  # as of most questions: the patterns below take longer to compile
        return None
    for asked, told in _OFFICES:
        if not re.search(rf"(?i){asked}", text):
            continue
        if found := _asks_of_no_body(asked, text):
            return _of_no_body(found, told)
        if asked != _PORTFOLIO and (found := _asks_for(asked, text)):
            return _asked(question, found, told)
    return None


def _asks_for(office: str, text: str) -> re.Match[str] | None:
    """Find an office asked for before its body, `chief executive of Socitm`, or behind it."""
    office = rf"{_QUALIFIED}(?P<office>{office})"
    behind = rf"(?i)^\W*{_ASKS}{office}\s+(?:of|at|for|in)\s+(?P<body>(?!(?:19|20)\d\d\b)[^?,;:]+)"
    before = rf"(?i)^\W*{_ASKS}(?P<body>(?!the\b|{_NO_BODY}\s)[^?,;:]{{2,60}}?)(?:['’]s?)?\s+{office}(?:{_TIME}|\W*$)"
    return re.search(behind, text) or re.search(before, text)


def _asks_of_no_body(office: str, text: str) -> re.Match[str] | None:
    """Find an office asked for without its body: `the commissioner`, `the deputy chief technology officer`."""
    asks = r"who(?:['’]?s| is| was)\s+(?:currently\s+)?"
    return re.search(
        rf"(?i)^\W*{asks}(?:the\s+|(?=prime|chancellor|[a-z]+ secretary))(?:(?:new|latest|current|present)\s+)?"
        rf"{_QUALIFIED}(?P<office>{office})(?P<time>{_TIME}|\W*$)",
        text,
    )


def _of_no_body(found: re.Match[str], told: str) -> AskedOffice:
    is_past = re.search(_NO_MORE, found["qualified"]) or re.match(_WAS, found.string)
    is_past = is_past or (found["time"].strip(" ?.!") and not re.match(_NOW, found["time"]))
    asked = found["office"].casefold()
    if not told:
        of = asked.removesuffix(" secretary")
        told = rf"{re.escape(asked)}|secretary of state for {re.escape(of)}"
    elif asked.endswith("commissioner"):
        told = re.escape(asked)
    called = f"{found['qualified']}{found['office']}".strip()
    return AskedOffice(called, told, None, is_past=bool(is_past), qualified=found["qualified"].strip())


def _asked(question: AnalysedQuestion, found: re.Match[str], told: str, *, verb: str = "") -> AskedOffice | None:
    text, (start, end) = question.text, found.span("body")
    time = re.search(_TIME, text[start:end])
    end = start + time.start() if time else end
    written = text[start:end].strip()
    if not written:
        return None
    what = ""
    if within := re.match(_WITHIN, written):
        what = within["what"]
        told = rf"(?:{told})\s+(?:of|for)\s+{re.escape(what)}"
        start += within.start("body")
        written = within["body"]
    end = start + len(written)
    names = [name for each in question.mentions if each.written in written for name in each.names]
    names += [bare] if (bare := re.sub(_ARTICLE, "", written)) not in {written, ""} else []
    is_past = (time and not re.match(_NOW, time[0])) or re.match(_WAS, text)
    called = text[min(found.start("office"), start) : max(found.end("office"), end)]
    return AskedOffice(
        called=f"chair of {written}" if verb else called,
        told=told,
        body=Named(written, (start, end), tuple(names)),
        is_past=bool(is_past or re.search(rf"(?i){_NO_MORE}\b", found["qualified"])),
        qualified=found["qualified"].strip(),
        within=what,
        is_called=verb != "lead",
    )


def may_tell_holder(office: AskedOffice, title: str, quote: str) -> bool:
    """Whether a quote, or the title it is shown with, may tell who holds an office.

    Args:
        office: The office that is asked about.
        title: The title of the quote's article, which also tells what body is meant.
        quote: The quote.
    """
    known = (office.called, *(office.body.names if office.body else ()))
    return any(
        may_name_another(text, known)
        and any(is_of_it(office, title, quote, text, place) for place in places(office, text))
        for text in (quote, title)
    )


def may_tell_who_runs(text: str) -> bool:
    """Whether a text has any word by which it may tell who runs something, or whose it is."""
    return re.search(_RUNS, text) is not None


def has_its_words(office: AskedOffice, text: str) -> bool:
    """Whether a text has all words of an office and its body close together, in whatever order."""
    words = {each.key for each in words_of(office.called) if not each.stop}
    for a, b in sentences(text):
        told = re.findall(r"[^\W_]+(?:['’&-][^\W_]+)*", text[a:b].casefold())
        most = len(words) + _BETWEEN_ITS_WORDS
        runs = (told[place : place + most] for place in range(max(1, len(told) - most + 1)))
        for run in runs:
            is_below = not office.qualified and any(re.fullmatch(_BELOW, each) for each in run)
            if words <= {re.sub(r"['’]s$", "", each) for each in run} and not is_below:
                return True
    return False


def places(office: AskedOffice, text: str, told: str = "") -> Iterator[Span]:
    """Yield where a text has the office, held now by somebody as far as its words before it tell.

    Args:
        office: The office.
        text: The text.
        told: What it may be called there; as it may be called by default.
    """
    for found in re.finditer(rf"(?i)(?<!\w)(?:{told or office.told})(?!\w)", text):
        before = f"{text[max(0, found.start() - 40) : found.start()]}{found[0].rpartition(' ')[0]} "
        ruled_out = [] if office.is_past else [_NO_MORE, _NOT_YET]
        ruled_out += [] if office.qualified else [_BELOW]
        if not any(re.search(rf"(?i){each}[\s-]+(?:\w+[\s-]+)?$", before) for each in ruled_out):
            yield found.span()


def is_of_it(office: AskedOffice, title: str, quote: str, text: str, place: Span) -> bool:
    """Whether the office that stands there may be that of the body asked about: no other is named beside it.

    Args:
        office: The office.
        title: The title of the quote's article.
        quote: The quote.
        text: One of the two.
        place: Where the office stands in it.
    """
    start, end = place
    if office.body is None:
        return True
    is_told = office.may_be_of(f"{title}\n{quote}")
    if re.fullmatch(_VERB, text[start:end]) and not re.match(
        r"\s+by\b", text[end:]
    ):  # who does it stands before it, and what it is done to behind it
        done_to = re.match(_DONE_TO, text[end:])
        named = done_to and (done_to["name"] or done_to["small"])
        return is_told if not named or re.match(_OWN, named) else office.may_be_of(named)
    if behind := re.match(_BEHIND, text[end:]):
        named = behind["name"] or behind["small"]
        return office.may_be_of(named) or (is_told and bool(re.match(_OWN, named)))
    before = re.search(_BEFORE, text[max(0, start - 120) : start])
    is_own = before and re.match(rf"(?i){_OWN}", before["name"]) and " " not in before["name"]
    if before and not is_own and not _opens(before["name"]):
        return office.may_be_of(before["name"])
    return is_told


def _opens(name: str) -> bool:
    """Whether a word has its capital for opening a sentence."""
    return re.fullmatch(r"(?:The|Its|Their|A|An|His|Her|As|And|But|Former|Then|When|Interim|Acting)", name) is not None
