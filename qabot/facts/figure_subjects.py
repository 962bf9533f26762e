"""Whom a figure is about: the body or the programme that governs it in its sentence. Pure.

Who has it ("HMRC's bill"), gets it or has it done for them ("£450m for GDS", "gave GDS £450m"), else the subject of its
clause, else of the clauses before; a pronoun is whom the sentence before was about; and where a sentence names nobody,
the article's own body. Who only says so is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qabot.core.articles import Article
from qabot.core.text import Span
from qabot.facts.bodies import NamedBodies
from qabot.facts.body_mentions import BodyMention
from qabot.facts.clauses import clauses
from qabot.facts.figure_antecedents import (
    begins_with_another,
    has_ended,
    has_price,
    holds_occasion,
    is_left,
    is_of_the_new,
    names_stand_in,
    only_stands_in,
)
from qabot.facts.figure_namings import Naming, antecedent, goes_on, is_sure, without_apposed
from qabot.facts.figure_recipients import behind, given, is_allotted, is_payment, possessor, shared
from qabot.facts.figure_sources import source_of
from qabot.facts.figures import Figure
from qabot.facts.press_names import PRESS

_SPEAKS = (
    r"(?:said|says|saying|reported|reports|wrote|warned|claimed|estimated|calculated|found|revealed|announced|"
    r"disclosed|added|noted|"
    r"argued|told|learned|understands|predicted|forecast|concluded|put|published|stated|expects|expected|"
    r"suggested|confirmed|"
    r"observed|explained|insisted|heard|gave|used|printed|showed|named|admitted|pointed|complained|described|"
    r"valued|stressed)"
)
_IS_SPEAKER = re.compile(
    rf"\)?(?:\s\([^)]{{1,20}}\))?(?:,[^,;]{{1,80}},)?\s(?:and\s(?:[A-Z][\w.]*\s){{1,4}})?(?:had\s|has\s|have\s|"
    rf"also\s|later\s|itself\s|then\s)?(?:(?:since|previously|earlier|already|once|first)\s)?{_SPEAKS}\b(?!\sto\sbe)"
)
_PRINTS = re.compile(
    r"\s(?:had\s|has\s|also\s|earlier\s|later\s){0,3}(?:printed|rounded|carried|ran|misprinted|quoted|cited|"
    r"recalled|put|gave|used|attributed)\b"
)
_GAVE_OUT = re.compile(
    r"\s(?:gave|put(?!\s(?:the|its|this|it|total)\b[^,;]*\sat\b)|used|printed|showed|named|valued|forecast|"
    r"expected|found)\b"
)
"""What an outlet or an auditor does with a figure, and a body with money."""
_SOURCE_BEFORE = re.compile(
    r"(?:\baccording\sto|\btold|\bby|\breported\sby|\bseen\sby|\bfigures\sfrom|\bdata\sfrom|\bsaid|"
    r"\bin\san?\sanswer\sto)\s(?:the\s|an?\s)?$",
    re.IGNORECASE,
)
_ACCORDING = re.compile(
    r"\b(?:according\sto|told|said|reported\sby|seen\sby|figures\sfrom|as)\s(?:the\s|a\s|an\s)?$", re.IGNORECASE
)
_ROLE_BEHIND = re.compile(
    r"(?:['’]s)?\s(?:[a-z]+\s){0,2}(?:minister|ministers|spokesman|spokeswoman|spokesperson|chief|director|"
    r"secretary|chair|chairman|leader|"
    r"president|boss|head|official|officials|manager|member|officer|analyst|editor|report|paper|blog|article|"
    r"story|survey|"
    r"study|inquiry|audit|review)\b"
)
_PREPOSITION = re.compile(
    r"\b(?:of|for|to|from|with|by|over|at|in|on|against|between|about|behind|through|under|towards|into|under|via|"
    r"than|like|and|or)\s"
    r"(?:the\s|a\s|an\s|its\s|their\s)?(?:[a-z][\w-]*\s){0,2}$"
)
_PRONOUN = re.compile(
    r"\b(?P<word>it|its|they|their)\b|\b(?:the|this|that|each|both)\s(?:(?-i:[a-z])+\s){0,2}?(?P<noun>department|"
    r"council|councils|agency|centre|unit|"
    r"company|firm|supplier|programme|project|scheme|service|system|authority|board|trust|university|society|"
    r"organisation|"
    r"committee|ministry|office|body|charity|platform|app|framework|network|fund|force|contract|group|"
    r"department’s)\b",
    re.IGNORECASE,
)
_LIKE: dict[str, str] = {
    "department": r"Department|Ministry|Office|Treasury|HM Revenue|HMRC|Home Office|Cabinet",
    "ministry": r"Ministry|Department",
    "council": r"Council|Borough|City|County",
    "councils": r"Council",
    "agency": r"Agency|Service|Authority",
    "authority": r"Authority|Council|Commission",
    "board": r"Board",
    "trust": r"Trust|NHS",
    "university": r"University|College",
    "society": r"Society|Socitm",
    "committee": r"Committee",
    "office": r"Office",
    "force": r"Police|Constabulary",
    "centre": r"Centre",
    "unit": r"Unit|Service",
}
_COMPANIES = re.compile(
    r"(?:Council|Department|Ministry|Office|Agency|Treasury|HM |NHS|Government|Authority|Commission|Service|"
    r"Committee|Police|Trust)\b"
)
_PLACE = re.compile(
    r"\b(?:to|at|in|into|from|through)\s(?:an?|the|any|their|its)\s(?:[a-z]+\s)?(?:branch|office|counter|shop|site|store|building|"
    r"queue)(?:es|s)?\sof\s(?:the\s)?$"
)
"""What stands before a body that is only where something was done: "went to a branch of the Post Office"."""
_LOOKED_BACK = 4
"""Sentences before one among which a pronoun's body is."""


class SubjectReader:
    """Tells whom the figures of one article are about."""

    def __init__(self, article: Article, bodies: NamedBodies, spans: Sequence[Span]) -> None:
        """Read an article that is cut into these sentences."""
        self._article = article
        self._bodies = bodies
        self._spans = spans
        self._read: dict[int, list[Naming]] = {}
        self._has_ended = has_ended(article.title)

    def about(self, place: int, figure: Figure, figures: Sequence[Figure]) -> str:
        """Return whom a figure is about; empty where the article names nobody for it.

        Args:
            place: Which of the sentences it stands in.
            figure: The figure, with its place in the sentence.
            figures: All of the sentence.
        """
        start, end = self._spans[place]
        text = self._article.text[start:end]
        named = [each.mention for each in self._mentions(place) if not each.speaks]
        found = (
            possessor(text, named, figure)
            or shared(text, named, figure)
            or given(text, named, figure, figures)
            or self._allotted(text, named, figure)
            or self._judged(text, self._subject(text, figure, place), figure, named)
            or behind(text, [each for each in named if is_sure(each)], figure)
            or self._speaker(place)
            or self._bodies.main
            or self._earlier(place, "")
        )
        return "" if found == _ANOTHER or self._is_of_another(place, figure, found) else found

    def _allotted(self, text: str, named: Sequence[BodyMention], figure: Figure) -> str:
        """Return who gets what a Chancellor or a review allots; `_ANOTHER` where that is nobody by name."""
        if figure.kind != "money" or "Treasury" in self._bodies.main or not is_allotted(text, figure):
            return ""
        if any(each.name == self._bodies.main and each.end <= figure.start for each in named[:1]):
            return ""  # "the NHS did best out of the review, which set aside £10bn for it"
        return behind(text, [each for each in named if is_sure(each)], figure) or _ANOTHER

    def _judged(self, text: str, found: str, figure: Figure, named: Sequence[BodyMention]) -> str:
        """Return whom an auditor's figure is about, rather than the auditor: `The NAO counted £680m for the affair`."""
        main = self._bodies.main
        judges = [each for each in named if each.name == found and each.end <= figure.start]
        if (
            figure.is_count
            or not (judges and main)
            or found == main
            or not _EXAMINES.search(found)
            or is_payment(text, figure)
        ):
            return found
        if not any(_EXAMINED.match(text, each.end) for each in judges):
            return found
        others = [each for each in named if is_sure(each) and not _EXAMINES.search(each.name)]
        is_first = not re.search(r"\d", text[judges[-1].end : figure.start])
        return (
            next((each.name for each in others if each.end <= figure.start), "")
            or (behind(text, others, figure) if is_first else "")
            or _ANOTHER
        )

    def _is_of_another(self, place: int, figure: Figure, found: str) -> bool:
        """Whether a figure is of what stands in the place of somebody, who is named for that alone."""
        text = self._article.text[slice(*self._spans[place])]
        here = [each.mention for each in self._mentions(place) if each.mention.name == found]
        if only_stands_in(text, here, figure.start):
            return True
        if self._has_ended and found == self._bodies.main and is_of_the_new(text, figure.start):
            return True
        begins = _IT_BEGINS.match(text)
        if here or not place or not begins or self._is_parted(place):
            return False
        before = self._article.text[slice(*self._spans[place - 1])]
        if has_price(text, begins.end()) and names_stand_in(before):
            return True
        named = [each.mention for each in self._mentions(place - 1) if each.mention.name == found]
        return only_stands_in(before, named, len(before))

    def _is_parted(self, place: int) -> bool:
        """Whether a sentence begins a paragraph."""
        return "\n\n" in self._article.text[self._spans[place - 1][1] : self._spans[place][0]]

    def source(self, place: int, figure: Figure) -> str:
        """Return who puts, prints or uses a figure, by name where that is known; empty where nobody does."""
        text = self._article.text[slice(*self._spans[place])]
        givers = [each.mention for each in self._mentions(place) if each.speaks]
        places = [(each.start, each.end) for each in givers]
        written = source_of(text, (figure.start, figure.end), places, is_count=figure.is_count)
        return next((each.name for each in givers if text[each.start : each.end] == written), written)

    def _mentions(self, place: int) -> list[Naming]:
        """Return the bodies of a sentence, and whether they merely speak in it; places are the sentence's."""
        if place not in self._read:
            start, end = self._spans[place]
            text = self._article.text[start:end]
            found = [
                BodyMention(each.start - start, each.end - start, each.name, each.is_known, each.is_programme)
                for each in self._bodies.within((start, end))
                if not _PLACE.search(text, max(0, each.start - start - _NEAR), each.start - start)
                and not holds_occasion(text, each.start - start, each.end - start)
            ]
            outlets = [self._is_outlet(text, each) for each in found]
            namings: list[Naming] = []
            for each, is_outlet in zip(found, outlets, strict=True):
                speaks = self._speaks(text, each, is_outlet=is_outlet) or goes_on(text, namings, each)
                namings.append(Naming(each, speaks, is_outlet))
            self._read[place] = namings
        return self._read[place]

    def _is_outlet(self, text: str, mention: BodyMention) -> bool:
        written = text[mention.start : mention.end].casefold().removeprefix("the ")
        if written in PRESS or f"the {written}" in PRESS:
            return True
        return not self._bodies.outlets.isdisjoint({mention.name.casefold(), written, f"the {written}"})

    def _speaks(self, text: str, mention: BodyMention, *, is_outlet: bool) -> bool:
        """Whether a body only says what the sentence tells, or prints it."""
        if is_outlet and (_PRINTS.match(text, mention.end) or mention.name != self._bodies.main):
            return True
        if _ACCORDING.search(text, max(0, mention.start - _NEAR), mention.start) or _ROLE_BEHIND.match(
            text, mention.end
        ):
            return True
        if speaks := _IS_SPEAKER.match(text, mention.end):
            return (
                is_outlet or not mention.is_known or not _GAVE_OUT.search(text, mention.end, speaks.end() + _NEAR_START)
            )
        return is_outlet and bool(_SOURCE_BEFORE.search(text, max(0, mention.start - _NEAR), mention.start))

    def _speaker(self, place: int) -> str:
        """Return who speaks in a sentence that names nobody else, where it speaks of itself."""
        spoken = [
            each.mention
            for each in self._mentions(place)
            if each.speaks and not each.is_outlet and each.mention.is_known
        ]
        own = [each.name for each in spoken if not _JUDGES.search(each.name) and each.name == self._bodies.main]
        return own[0] if own else ""

    def _subject(self, text: str, figure: Figure, place: int) -> str:
        """Return the subject of a figure's clause, else of the clauses before it in its sentence."""
        namings = without_apposed(text, figure.start, self._mentions(place))
        for begin, end in reversed([each for each in clauses(text) if each[0] <= figure.start]):
            stop = min(end, figure.start)
            inside = [each.mention for each in namings if not each.speaks and begin <= each.mention.start < stop]
            free = [
                each for each in inside if not _PREPOSITION.search(text, max(begin, each.start - _NEAR), each.start)
            ]
            opens = begin - len(_THE) if text[:begin].endswith(_THE) else begin
            pronoun = _PRONOUN.search(text, opens, free[0].start if free else stop)
            is_subject = pronoun and (
                pronoun["noun"]
                or pronoun.start() - begin < _NEAR_START
                or text[: pronoun.start()].rstrip().endswith(",")
            )
            meant = self._meant(pronoun, namings, place) if pronoun and is_subject else ""
            if meant:
                return meant
            if free:
                return free[0].name
            if sure := [each for each in inside if is_sure(each)]:
                return sure[0].name
            if owner := antecedent(text, begin, figure.start, namings):
                return owner
        return ""

    def _meant(self, pronoun: re.Match[str], namings: Sequence[Naming], place: int) -> str:
        """Return whom a pronoun is, or "the department": who was named before it, in its sentence or earlier."""
        noun, text = (pronoun["noun"] or "").casefold(), pronoun.string
        ahead = [each for each in namings if each.mention.start < pronoun.start() and not each.is_outlet]
        for each in ahead:
            is_free = not each.speaks and not _PREPOSITION.search(
                text, max(0, each.mention.start - _NEAR), each.mention.start
            )
            if (is_sure(each.mention) or is_free) and _fits(
                each.mention.name, noun, is_programme=each.mention.is_programme
            ):
                return each.mention.name
        if noun in _LIKE:
            for name in (self._bodies.main, *self._bodies.listed):
                if _fits(name, noun, is_programme=False):
                    return name
        is_next = (pronoun["word"] or "").casefold() in {"it", "its"} and place and not self._is_parted(place)
        if is_next and begins_with_another(self._article.text[slice(*self._spans[place - 1])]):
            return _ANOTHER
        is_it = (pronoun["word"] or "").casefold() == "it" and bool(self._bodies.main)
        return self._earlier(place, noun, is_it=is_it) or (self._bodies.main if is_it else "")

    def _earlier(self, place: int, noun: str, *, is_it: bool = False) -> str:
        """Return whom the sentences before were about; with a noun, one that can be called so.

        What "it" means was named in the sentence before, or in its paragraph.
        """
        for before in range(place - 1, max(-1, place - 1 - _LOOKED_BACK), -1):
            start, end = self._spans[before]
            if is_it and before < place - 1 and "\n\n" in self._article.text[end : self._spans[place][0]]:
                return ""
            text = self._article.text[start:end]
            named = [each.mention for each in self._mentions(before) if not each.is_outlet and is_sure(each.mention)]
            fitting = [each for each in named if _fits(each.name, noun, is_programme=each.is_programme)]
            silent = {each.mention.start for each in self._mentions(before) if not each.speaks}
            free = [
                each
                for each in fitting
                if each.start in silent and not _PREPOSITION.search(text, max(0, each.start - _NEAR), each.start)
            ]
            others = [
                each
                for each in fitting
                if each.start in silent and (noun or not is_left(text, each) or each.name == self._bodies.main)
            ]
            if free or others:
                return (free or others)[0].name
        return ""


_ANOTHER = "?"
"""What is found where a pronoun means a thing that nobody has named."""
_IT_BEGINS = re.compile(
    r"(?:(?:In|By|At|On|For|Since|After|Before|Until|During)\b[^,;]{1,60}?,?\s)?(?:It|Its|it|its)\s"
)
_EXAMINES = re.compile(
    r"Audit|Accounts Committee|Select Committee|Ombudsman|Information Commissioner|Competition and Markets"
)
"""Who examines what others did with money."""
_EXAMINED = re.compile(
    r"(?:\s\([^()]{1,20}\))?,?\s(?:(?:which|who|had|has|have|also|later|then|once|earlier|already|a\s(?:year|month)\s(?:before|earlier))\s){0,4}"
    r"(?:put|counted|estimated|calculated|reckoned|valued|blamed|faulted|criticised|condemned|attacked|laid|identified|questioned|"
    r"examined|reviewed|investigated|traced|attributed|accused|found|highlighted|disputed)\b"
)
"""What an examiner does with what others spent."""
_JUDGES = re.compile(
    r"Audit|Committee|Commission|Institute|Union|Association|Authority$|Society|Socitm|Watch|Ombudsman"
)
"""Who speaks of others."""
_THE = "the"
"""What a clause begins behind where a comma parts it off, and a subject begins with: "Separately, the council"."""
_NEAR = 60
"""Characters before a name among which stands what governs it."""
_NEAR_START = 24
"""Characters from the start of a clause within which a pronoun is its subject, or belongs to it."""


def _fits(name: str, noun: str, *, is_programme: bool) -> bool:
    """Whether a body can be called so; any can where nothing is said."""
    if not noun:
        return True
    if noun in {
        "programme",
        "project",
        "scheme",
        "system",
        "service",
        "platform",
        "app",
        "framework",
        "network",
        "fund",
        "contract",
    }:
        return is_programme or noun in name.casefold()
    if noun in {"company", "firm", "supplier"}:
        return not is_programme and not _COMPANIES.search(name)
    like = _LIKE.get(noun)
    return bool(re.search(like, name)) if like else not is_programme
