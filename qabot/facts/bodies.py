"""Bodies and programmes that a text names, where it names them. Pure.

A gazetteer knows the names of many; an article brings its own with its organisations and with what it puts in brackets
behind a name; and what is called a council, a trust or a programme is one, whoever knows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from qabot.core.articles import Article, findable_outlets
from qabot.core.text import Span
from qabot.facts.body_mentions import BodyMention, Gazetteer, is_written_as_name
from qabot.facts.person_names import FIRST_NAMES, TITLES

_MOST_NAMES = 200
"""Names that an article brings itself, at the most."""
_JUDGES = re.compile(r"Audit|Accounts Committee|Ombudsman|Information Commissioner|Select Committee")
"""Who speaks of others: an article that has another body is about that one."""
_LONGEST_LEAD = 30
_MOST_ANDS = 2
"""How often a ministry's name has "and" or the like, at the most."""
_FIRST_LINES = 400
"""Characters of an article in which the body that it is about is named."""
_KINDS = (
    "Council|Councils|Trust|Authority|Agency|Department|Office|Services?|Board|Commission|Committee|Ltd|Limited|plc|PLC|"
    "University|College|Police|Constabulary|Ministry|Programme|Project|Fund|Group|Association|Institute|Foundation|"
    "Parliament|Government|Executive|Federation|Union|Network|Bank|Systems|Solutions|Partnership|Corporation|Centre|"
    "Society|Academy|Hospitals?|Courts?|Alliance|Scheme|Platform|Assembly|Senate|Directorate|Inspectorate|Tribunal|"
    "Consortium|Company|Unit|Laboratory|Registry|Exchange|Company|Party|Taskforce|School"
)
_WORD = r"(?:[A-Z][\w’'&]*(?:[.-]\w+)*|[a-z]{1,2}[A-Z]\w+)"
_RUN = re.compile(rf"(?<![\w.’'/@-]){_WORD}(?:(?:\s(?:of|for|&|and|on|in|the|upon)){{0,2}}\s{_WORD})*")
_AND = re.compile(r"\s(?:and|in|on|the)\s")
_GLUED_BEFORE = re.compile(r"[\w.@/-]")
_GLUED_BEHIND = re.compile(r"\w|[.@-]\w")
_LEADING = re.compile(r"(?:(?:of|for|and|the|on|in|upon|&)\s)+")
_ENDS_AS_KIND = re.compile(rf"\b(?:{_KINDS})$")
_BEGINS_AS_KIND = re.compile(
    r"^(?:Department|Ministry|Office|University|Bank|Centre|Institute|Association|Society|Committee|Royal College|"
    r"Convention|Confederation|Federation|Board|Council|Agency|Commission|HM|NHS|Her Majesty’s|House)\b"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_SHORT = r"\s\((?P<short>[A-Za-z][\w.&-]{1,11})\)"
_IN_BRACKETS = re.compile(_SHORT)
_BRACKETED = re.compile(rf"(?P<name>{_WORD}(?:\s(?:of|for|&|and|the|on|in)?\s?{_WORD}){{1,9}}){_SHORT}")
_ENDS_NAME = (". ", ", ", ")", ":")
"""What is within no name."""
_WITH_SHORT = re.compile(r"^(?P<name>.+?)\s+\((?P<short>[^()]{1,24})\)$")
_CAPITAL = re.compile(r"[^\W\d_]")
_OF_PLACE = re.compile(r"(?:Wales|Scotland|England|Britain|London|Ireland|UK|Europe|Government|Parliament)['’]s?\s")
_OF_A_COUNCIL = re.compile(r"(\w{4,})(?: (?:City|Borough|County|District))? Council")
_WITHIN = re.compile(r"[a-z,;] ")
_BEFORE_A_SENTENCE = " \"'“‘(\n*>#_•-–"
"""Characters that stand before a sentence: marks, and what begins a line of a list."""
_OWNED = re.compile(r"['’]s\s")
_WRITERS = frozenset("Author Editor Analyst Writer Columnist Journalist Reporter Blogger".split())
_PERSONAL = FIRST_NAMES | TITLES | {"MP"}
"""Words of which a person's name holds one."""
_PARTICLE = re.compile(r"[A-Z]\w+\s(?:(?:van|von|der|den|de|du|da|di|del|la|le|bin|ter|ten)\s){1,2}$")
"""What stands within the name of a person, before its last capital."""
_OF_ANOTHER_STATE = re.compile(r"(?:\b(?:Department|Secretary)\sof\s(?:the\s)?|\bU\.?S\.?\s)$")
"""What stands before a name that a body of another state shares with one of ours: the Department of the Treasury."""
_GENERIC = frozenset(
    """IT ICT CIO CIOs CTO CEO CFO COO MP MPs MSP MSPs PC PCs API APIs SME SMEs UK EU US USA GB NI HTML URL FOI AI
    GP GPs PDF VAT TV CV HR PR QA ID R&D SR OK Q1 Q2 Q3 Q4 FY Chancellor Minister Ministers Prime Secretary
    Commons Lords Whitehall Westminster British Scottish English Welsh Irish European American Northern Southern
    Eastern Western England Scotland Wales Ireland Britain London Europe Europeans Brexit Budget Spending Review
    Autumn Statement Internet Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March
    April May June July August September October November December Christmas Easter Council Government
    Parliament Director President Chief Executive Chairman Labour Conservatives Conservative Tory Tories Liberal
    Democrat Democrats SNP Lord Lady Sir Dame Covid Covid-19 COVID Covid-19’s A I In On At The It But And For As
    With By From Of To If No So We Our You Your They Their This That These Those Here There What How Why When Where Who
    Which Please See Among Amongst Perhaps Also Then Thus Today Tomorrow Yesterday KB MB GB TB U.S U.S. U.K U.K. Mr Ms
    Web Website Websites Read More Download Click Page""".split()
)
"""What begins with a capital and is neither a body nor a programme."""
_YEAR_OF_ACCOUNTS = re.compile(r"FY(?:20)?\d\d(?:[-/–]\d\d)?")
_COMMON_STARTS = re.compile(
    r"^(?:The|A|An|In|On|At|By|For|From|Of|To|If|And|But|As|With|Its|It|Their|His|Her|This|That|These|Those|Some|"
    r"All|Each|"
    r"Both|Another|About|After|Before|Since|During|Under|Over|Last|Next|Former|Now|Then|When|While|Although|"
    r"Meanwhile|"
    r"However|Also|Only|Even|Just|Most|Many|More|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|One|Half|Nearly|Almost|"
    r"Around|Between|Across|Among|Like|Our|We|They|He|She|You|Minister|Ministers|Chancellor|Cllr|Councillor)\s"
)


class NamedBodies:
    """The bodies of one article: who they are, and where each text of it names them."""

    def __init__(self, article: Article, gazetteer: Gazetteer) -> None:
        """Read what the article itself says of names; the rest is read when it is asked for."""
        self._article = article
        self._gazetteer = gazetteer
        self._own = self._own_names()
        self._own_by_length = sorted(self._own, key=len, reverse=True)
        runs = [(found.start(), found[0]) for found in _RUN.finditer(article.text)]
        self._inside = frozenset(run for start, run in runs if _WITHIN.match(article.text, start - 2))
        names = [run for run in dict.fromkeys(run for _, run in runs) if not _PERSONAL.isdisjoint(run.split())]
        self._surnames = frozenset(run.split()[-1] for run in names if is_person(_COMMON_STARTS.sub("", run).split()))

    def within(self, span: Span) -> tuple[BodyMention, ...]:
        """Return what a range of the article names, in order; places are the article's."""
        start, end = span
        text = self._article.text[start:end]
        found = [
            *self._by_own_names(text),
            *self._known(text),
            *self._by_form(text),
        ]
        found.sort(key=lambda each: (not _counts_first(each), each.start, -each.end, not each.is_known))
        kept: list[BodyMention] = []
        for each in found:
            if all(each.start >= other.end or each.end <= other.start for other in kept):
                kept.append(each)
        kept.sort(key=lambda each: each.start)
        return tuple(
            BodyMention(start + each.start, start + each.end, each.name, each.is_known, each.is_programme)
            for each in kept
        )

    def _known(self, text: str) -> Iterator[BodyMention]:
        for each in self._gazetteer.located(text, self._article.published):
            is_ours = not _OF_ANOTHER_STATE.search(text, max(0, each.start - _LONGEST_LEAD), each.start)
            if is_ours and is_written_as_name(text[each.start : each.end]):
                yield each

    @cached_property
    def outlets(self) -> frozenset[str]:
        """The names of those whose reporting it is, in small letters."""
        return frozenset(name.casefold() for name in findable_outlets(self._article))

    @cached_property
    def main(self) -> str:
        """The body that the article is about: the first of its organisations that its title names, or programme.

        Else its first organisation; and where it has none, whom its first lines name.
        """
        titled = self._in_title()
        for each in titled:
            if (each.is_programme or each.name in self.listed) and not _JUDGES.search(each.name):
                return each.name
        if self.listed:
            return next((name for name in self.listed if not _JUDGES.search(name)), self.listed[0])
        return titled[0].name if titled else self._first_named

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """Its organisations, as they are called here."""
        return tuple(self._canonical(each) for each in self._article.organisations[:_MOST_NAMES])

    @property
    def _first_named(self) -> str:
        """The first body that its first lines name; empty where they name none."""
        return next((each.name for each in self.within((0, _FIRST_LINES)) if each.is_known or _counts_first(each)), "")

    def _in_title(self) -> list[BodyMention]:
        title = self._article.title
        return sorted(
            [*self._by_own_names(title), *self._gazetteer.located(title, self._article.published)],
            key=lambda each: each.start,
        )

    def _own_names(self) -> dict[str, str]:
        """Return the names that the article brings, each with what it is called."""
        names: dict[str, str] = {}
        for listed in self._article.organisations[:_MOST_NAMES]:
            with_short = _WITH_SHORT.match(listed)
            name = with_short["name"] if with_short else listed
            canonical = self._canonical(listed)
            place = _OF_A_COUNCIL.fullmatch(name)
            for each in (name, with_short["short"] if with_short else "", place[1] if place else ""):
                if _CAPITAL.search(each):
                    names.setdefault(each, canonical)
        for found in _bracketed(self._article.text):
            if len(names) >= 2 * _MOST_NAMES:
                break
            if name := _name_of_initials(found["name"], found["short"]):
                canonical = names.get(name) or self._canonical(_POSSESSIVE.sub("", name))
                names.setdefault(name, canonical)
                names.setdefault(found["short"], canonical)
        return names

    def _canonical(self, listed: str) -> str:
        """Return what the gazetteer calls a listed body; its own name where that is not known."""
        with_short = _WITH_SHORT.match(listed)
        name = with_short["name"] if with_short else listed
        return self._gazetteer.whole(name, self._article.published) or name

    def _by_own_names(self, text: str) -> Iterator[BodyMention]:
        found = [(start, -len(name)) for name in self._own_by_length for start in _places_of(name, text)]
        behind = 0
        for start, less in sorted(found):
            if start >= behind:
                behind = start - less
                yield BodyMention(start, behind, self._own[text[start:behind]])

    def _by_form(self, text: str) -> Iterator[BodyMention]:
        """Yield names that nobody knows: called what bodies are, or with capitals within sentences."""
        for found in _RUN.finditer(text):
            begins = not text[: found.start()].strip(_BEFORE_A_SENTENCE)
            common = _COMMON_STARTS.match(found[0]) if begins else None
            skipped = common.end() if common else 0
            for piece, stop in _pieces(found[0][skipped:]):
                start, end = piece + skipped, stop + skipped
                for before in (_LEADING, _OF_PLACE):
                    if lead := before.match(found[0], start, end):
                        start = lead.end()
                name = found[0][start:end]
                if (owned := _OWNED.search(name)) and set(name[owned.end() :].split()) <= _GENERIC:
                    name = name[: owned.start()]
                name = " ".join(_POSSESSIVE.sub("", name).split())
                if self._is_body(name, begins=begins and not start) and not _PARTICLE.search(
                    text, max(0, found.start() - _LONGEST_LEAD), found.start() + start
                ):  # "Ursula von der Leyen"
                    yield BodyMention(found.start() + start, found.start() + start + len(name), name, is_known=False)

    def _is_body(self, name: str, *, begins: bool) -> bool:
        words = name.split()
        if (
            not words
            or name.islower()
            or words[0] in _WRITERS
            or name in _GENERIC
            or _YEAR_OF_ACCOUNTS.fullmatch(name)
            or name.casefold() in _PLACES
            or is_person(words)
            or name in self._surnames
        ):
            return False
        if _ENDS_AS_KIND.search(name) or _BEGINS_AS_KIND.match(name):
            return len(words) > 1
        if len(words) == 1:
            return words[0] not in _GENERIC and len(name) > 1 and (not begins or name in self._inside or name.isupper())
        return not all(word in _GENERIC for word in words)


_PLACES = frozenset(
    """united kingdom|great britain|northern ireland|new york|san francisco|silicon valley|united states|
    house of commons|    house of lords|house|coventry|wolverhampton|wales|scotland|england|britain|ireland|
    london|uk|belfast|derby|leicester|southampton|portsmouth|plymouth|norwich|oxford|cambridge|york|exeter|
    dundee|aberdeen|swansea|sunderland|bradford|hull|brighton|bath|france|germany|estonia|australia|canada|
    america|europe|india|china|russia|ukraine|west midlands|greater manchester|yorkshire|kent|essex|devon|
    cornwall|birmingham|manchester|leeds|liverpool|bristol|sheffield|cardiff|edinburgh|glasgow|belfast|
    newcastle|nottingham|spending review|autumn statement|budget|freedom of information|
    freedom of information act|prime minister|chief executive|chief information officer|daily telegraph|
    high court""".replace("\n    ", "").split("|")
)


def is_person(words: list[str]) -> bool:
    """Whether words with capitals are the name of a person, as its first name or a title before it tells."""
    if not words:
        return False
    if words[0].rstrip(".") in TITLES or "MP" in words:
        return True
    named = any(word in FIRST_NAMES for word in words[:-1])
    return named and not _ENDS_AS_KIND.search(" ".join(words))


def _counts_first(mention: BodyMention) -> bool:
    """Whether a mention counts before those it overlaps with: a known one, and one that is called what bodies are."""
    return mention.is_known or bool(_ENDS_AS_KIND.search(mention.name)) or mention.name.startswith("NHS ")


def _pieces(run: str) -> list[Span]:
    """Cut a run of capitals where "and" and the like part two names rather than being part of one."""
    places = [found.span() for found in _AND.finditer(run)]
    if not places or (_BEGINS_AS_KIND.match(run) and len(places) <= _MOST_ANDS):
        return [(0, len(run))]
    first, second = run[: places[0][0]], run[places[-1][1] :]
    if len(places) == 1 and " and " in run and len(first.split()) == 1 and _ENDS_AS_KIND.search(second):
        return [(0, len(run))]  # Redcar and Cleveland Council
    cuts = [0, *(end for _, end in places)]
    ends = [*(start for start, _ in places), len(run)]
    return [(a, b) for a, b in zip(cuts, ends, strict=True) if a < b]


def _bracketed(text: str) -> Iterator[re.Match[str]]:
    """Yield names with what stands in brackets behind them: looked for before brackets, of which there are few."""
    place = 0
    for short in _IN_BRACKETS.finditer(text):
        begin = max(place, *(text.rfind(mark, place, short.start()) + 1 for mark in _ENDS_NAME))
        if found := _BRACKETED.search(text, begin, short.end()):
            place = found.end()
            yield found


def _name_of_initials(name: str, short: str) -> str:
    """Return the end of a name whose initials are an abbreviation of it; empty where none is."""
    letters = [letter.casefold() for letter in short if letter.isalpha()]
    words = name.split()
    for first in range(len(words)):
        initials = [word[0].casefold() for word in words[first:] if word[0].isupper()]
        if initials and words[first][0].isupper() and initials[: len(letters)] == letters[: len(initials)]:
            return " ".join(words[first:])
    return ""


def _places_of(name: str, text: str) -> Iterator[int]:
    """Yield where a text holds a name that is no part of a longer word or of an address.

    Found without a pattern, since one for the names of each article would take longer to compile than to be searched.
    """
    start = text.find(name)
    while start >= 0:
        if not _GLUED_BEFORE.match(text, start - 1 if start else len(text)) and not _GLUED_BEHIND.match(
            text, start + len(name)
        ):
            yield start
        start = text.find(name, start + 1)
