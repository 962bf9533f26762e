"""Who a cue's words mean: a name in full, a surname, "the society", "she". One for each article, told as it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from qabot.core.articles import Article
from qabot.facts.body_mentions import Gazetteer
from qabot.facts.cue_subjects import first_phrase
from qabot.facts.descriptions import fits_description
from qabot.facts.referents import Referent, Referents
from qabot.facts.reported_clauses import CueClause
from qabot.facts.speaker_phrases import RELATIVE, Phrase, is_done, phrase_beginning, phrase_ending, with_apposition
from qabot.facts.speaker_words import SpeakerKind, speaker_words
from qabot.facts.spoken_units import Token, Unit, words_of

_BACK = 6
"""Units within which a word such as "he" means somebody."""
_NEAR = 3
"""Units within which a document is of the body that is spoken of."""
_OUTLETS = frozenset("outlet newspaper magazine publication website broadcaster".split())
"""What the outlet that an article is of is called in it."""
_PIECES = frozenset("article piece feature headline editorial".split())
"""What an outlet's own text is called in it."""
_ANY_BODY = frozenset("organisation organization body agency group association institute centre team".split())
"""What any body is called."""
_FORMER = frozenset("former formerly previously once used until shadow ex-minister then ex erstwhile onetime".split())
"""Words beside a name that tie its bearer to a body of then: `who used to chair the board`."""
_OWNING = frozenset("its his her their".split())
_JOINS = frozenset("of for at from on in by with to within against into between about over after than".split())


_SHOWS = frozenset(
    """reveal show find suggest indicate confirm disclose highlight underline stress prove demonstrate
    predict expect forecast recommend reject blame describe call""".split()
)
"""What tests and figures do as well as people."""
_NOUN = re.compile(r"(?:[^\Wsui]s|(?:ie|ge|ce|se)s|ing|[st]ion|ment)$")
"""How words end that are nouns of what is done or found, in the plural or the singular."""
_DOERS = re.compile(r"(?:er|or|ist|ian|ant|ent|ee)s$")
_COMPOUND = re.compile(
    r"-(?:[a-z]+(?:ed|ing)|wide|free|style|level|size|term|scale|only|class|made|built|run|led|old|owned|based)$"
)
"""How an adjective of two words ends: `browser-based`."""


_POSTS = frozenset(
    """secretary director officer executive chair chairman chairwoman president spokesman spokeswoman spokesperson
    organiser representative manager head analyst founder co-founder partner consultant convenor steward rep""".split()
)
"""Posts of which a name before them says where: `Socitm president`."""
_DESCRIBES = re.compile(
    r"(?:ing|al|ive|ior|ant|ent|ate|ty|ment|tion|ogy|ance|ence|ical|ary)$|^(?:deputy|finance|branch|shadow|chief|vice|data|police|"
    r"council|school|hospital|trust|board|programme|project|service|company|party|staff|health|housing|business|sales|"
    r"marketing|product|policy|research|head|lead|former|ex|then|interim|joint|co|group|area|district|county|city)$"
)
"""Words that a sentence begins with and that are no name: `Regional organiser`, `Finance director`."""


class Speaker(Struct, frozen=True):
    """Who speaks."""

    name: str
    """The fullest name, or a description."""
    body: str
    """The body that the speaker is or speaks for; empty where none is known."""
    referent: Referent | None
    """Who that is in the article; None for one of many."""


class Speakers:
    """Tells who speaks in an article, unit by unit."""

    def __init__(self, article: Article, units: Sequence[Unit], gazetteer: Gazetteer) -> None:
        """Read every name in full first: some articles give a surname before."""
        self._text = article.text
        self._referents = Referents(article, gazetteer)
        self._units = units
        for unit in units:
            self._referents.read(unit)
        self._recent: list[list[Referent]] = []
        """Whom each unit so far means, the one who speaks or is named first in front."""

    @cached_property
    def _small(self) -> frozenset[str]:
        """Every word that the article has in small letters."""
        return frozenset([each.key for unit in self._units for each in unit.tokens if not each.capital])

    def introduce(self, unit: Unit) -> None:
        """Take up what a unit says of those whom it names: `Carolyn Downs, chief executive of`."""
        tokens = unit.tokens
        for place, referent in list(self._referents.mentions(unit)):
            if referent.kind != "person" or referent.body:
                continue
            last = place + 1
            while last < len(tokens) and tokens[last].capital:
                last += 1
            before = phrase_ending(tokens, last, 0)
            found = with_apposition(
                tokens, Phrase(before.first if before else place, last, "name", (place, last)), len(tokens)
            )
            self._named(unit, found, (place, last))

    def pass_over(self, unit: Unit, speakers: Iterable[Speaker]) -> None:
        """Remember whom a unit means, for what comes behind it."""
        said = [each.referent for each in speakers if each.referent]
        if not said and (subject := self._subject(unit)):
            said = [subject]
        self._recent.append(list(dict.fromkeys([*said, *self._named_in(unit, len(unit.tokens))])))

    def _subject(self, unit: Unit) -> Referent | None:
        """Return whom or what a unit that reports nothing is about: what it begins with."""
        found = first_phrase(unit.tokens, 0, len(unit.tokens)) if unit.tokens else None
        if found and found.last < len(unit.tokens) and unit.tokens[found.last].key in {"by", "from"}:
            found = phrase_beginning(unit.tokens, 0, len(unit.tokens))  # "A blog by Redcentric"
        if found is None:
            return None
        if found.kind == "name":
            return self._begun_with(unit, found)
        speaker = self._meant(unit, found) if found.kind == "pronoun" else self._described(unit, found)
        return speaker.referent if speaker and speaker.referent and speaker.referent.kind else None

    def _begun_with(self, unit: Unit, found: Phrase) -> Referent | None:
        """Return whom a sentence begins with by name, where the article has no such word in small letters."""
        word = unit.tokens[found.first].key
        is_odd = found.name is None or is_done(unit.tokens[found.first]) or word.endswith(("ing", "ly"))
        if found.name is None or is_odd or word in self._small or len(unit.tokens) <= found.last:
            return None
        behind = unit.tokens[found.last]
        return self._referents.named(unit.tokens, *found.name) if behind.kind == "word" else None

    def _named_in(self, unit: Unit, end: int) -> list[Referent]:
        """Return whom a unit names before a token: first those who are no object of a preposition."""
        mentions = [(place, referent) for place, referent in self._referents.mentions(unit) if place < end]
        mentions.sort(key=lambda each: _is_governed(unit.tokens, each[0]))
        return [referent for _, referent in mentions]

    def speaker(self, unit: Unit, clause: CueClause) -> Speaker | None:
        """Return who speaks in a clause; None where that is nobody who could be named."""
        found = clause.speaker
        if found.kind == "pronoun":
            return self._meant(unit, found)
        if found.kind == "name" and found.name:
            speaker = self._named(unit, found, found.name)
            return None if self._is_thing(unit, clause, speaker) else speaker
        return self._described(unit, found)

    def _is_thing(self, unit: Unit, clause: CueClause, speaker: Speaker) -> bool:
        """Whether what a sentence begins with has its capital from there, and is no name: `Tests revealed faults`."""
        first = unit.tokens[clause.speaker.first]
        is_word = clause.speaker.name == (0, 1) and self._text[first.start + 1 : first.end].islower()
        if not is_word or (
            speaker.referent and (speaker.referent.kind or speaker.referent.name.casefold() != first.key)
        ):
            return False
        if _COMPOUND.search(first.key) or first.key in self._small:
            return True
        return clause.cue.verb in _SHOWS and bool(_NOUN.search(first.key)) and not _DOERS.search(first.key)

    def _named(self, unit: Unit, found: Phrase, name: tuple[int, int]) -> Speaker:
        tokens = unit.tokens
        if name[0] == found.first and name[1] < found.last and not found.apposition:
            found = replace(found, apposition=(name[1], found.last))
        role = [*tokens[found.first : name[0]], *tokens[slice(*(found.apposition or (0, 0)))]]
        is_person = _says_person(role) or None
        referent = self._referents.named(tokens, *name, is_person=is_person)
        if referent.kind is None and is_person:
            referent.kind = "person"
        referent.roles |= {each.key for each in role if each.kind == "word"}
        if referent.kind != "body" and not referent.body and not _FORMER.intersection(each.key for each in role):
            referent.body = self._body_of(unit, found, name)
        return Speaker(referent.name, referent.body, referent)

    def _body_of(self, unit: Unit, found: Phrase, name: tuple[int, int]) -> str:
        """Return the body that the words around a name tie its bearer to."""
        tokens = unit.tokens
        if found.apposition and (body := self._referents.body_in(tokens, *found.apposition)):
            return body
        if body := self._referents.body_in(tokens, found.first, name[0]):
            return body
        if body := self._employer(unit, found.first, name[0]):
            return body
        aside = name[1]
        for first, last in ((found.first, name[0]), found.apposition or (aside, aside)):
            for before, token in pairwise(tokens[first:last]):
                is_one = before.key in {"the", "its", "their"} and speaker_words().kind(token.key) == "body"
                if is_one and (meant := self._last_that_fits(unit, token.key, "body")):
                    return meant.name
        return ""

    def _employer(self, unit: Unit, first: int, last: int) -> str:
        """Return the name before a post that bodies have: of `Unison branch secretary Paul Kerr` Unison."""
        tokens, end = unit.tokens, first
        while end < last and tokens[end].capital and tokens[end].kind == "word" and not tokens[end].owner:
            end += 1
        is_post = first < end < last and tokens[last - 1].key in _POSTS and not tokens[last - 1].capital
        if not is_post or any(speaker_words().kind(each.key) for each in tokens[first:end]):
            return ""
        is_plain = first == 0 and end == 1 and not tokens[0].initials
        if is_plain and (tokens[0].key in self._small or _DESCRIBES.search(tokens[0].key)):
            return ""
        return self._referents.employer(tokens, first, end)

    def _meant(self, unit: Unit, found: Phrase) -> Speaker | None:
        """Return whom a pronoun means: who spoke or was named first in the nearest unit, and fits."""
        pronoun = unit.tokens[found.first].key
        for referents in self._before(unit, found.first):
            for each in referents:
                if each.fits(pronoun) and not self._referents.is_thing(each):
                    return Speaker(each.name, each.body, each)
        return None

    def _before(self, unit: Unit, number: int) -> Iterable[Sequence[Referent]]:
        """Yield who is named before a token, unit by unit, the nearest first."""
        yield self._named_in(unit, number)
        yield from reversed(self._recent[-_BACK:])

    def _last_that_fits(self, unit: Unit, noun: str, kind: SpeakerKind, number: int = 0) -> Referent | None:
        for referents in self._before(unit, number):
            for each in referents:
                if fits_description(each, noun, kind):
                    return each
        return None

    def _described(self, unit: Unit, found: Phrase) -> Speaker | None:
        tokens = unit.tokens
        words = [each for each in tokens[found.first : found.last] if each.kind == "word"]
        if not words or words[-1].key in RELATIVE:
            return None
        head, kind = _head(words)
        written = self._text[slice(*words_of(tokens[found.first : found.last]))]
        body = self._referents.body_in(tokens, found.first, found.last)
        is_definite = words[0].key == "the" and len(words) <= 3 and not body  # noqa: PLR2004
        if kind in {"person", "body"} and is_definite and (known := self._definite(unit, found, head, kind)):
            return Speaker(known.name, known.body, known)
        if kind == "body" and body and words[-1].capital:
            return Speaker(body, body, self._referent_of(body))
        if not body and _OWNING.intersection(each.key for each in words) and (owner := self._owner(unit, found)):
            body = owner.body
        if not body and kind == "document" and words[0].key in {"the", "a", "this"}:
            body = self._author(unit, found, head)
        referent = Referent(written, kind)
        referent.body = body
        referent.roles = {each.key for each in words}
        return Speaker(written, body, referent)

    def _definite(self, unit: Unit, found: Phrase, head: str, kind: SpeakerKind) -> Referent | None:
        """Return whom "the" and a noun mean: who fits and was named last."""
        if head in _OUTLETS:
            return self._referents.outlet
        if known := self._last_that_fits(unit, head, kind, found.first):
            return known
        if kind == "person":
            return self._last_of_unknown_role(unit, found)
        if head in _ANY_BODY:
            for referents in list(self._before(unit, found.first))[:_NEAR]:
                if referents and referents[0].kind == "body" and referents[0] is not self._referents.outlet:
                    return referents[0]
        fitting = [each for each in self._referents.bodies() if fits_description(each, head, kind)]
        return fitting[0] if len(fitting) == 1 else None

    def _last_of_unknown_role(self, unit: Unit, found: Phrase) -> Referent | None:
        """Return the last person, where nothing says that she is anything else."""
        people = (each for referents in self._before(unit, found.first) for each in referents if each.kind == "person")
        person = next(people, None)
        return person if person and not person.roles & speaker_words().roles else None

    def _owner(self, unit: Unit, found: Phrase) -> Referent | None:
        owning = (each.key for each in unit.tokens[found.first : found.last] if each.key in _OWNING)
        pronoun = next(owning, "")
        for referents in self._before(unit, found.first):
            for each in referents:
                if each.fits(pronoun) and each.body:
                    return each
        return None

    def _author(self, unit: Unit, found: Phrase, head: str) -> str:
        """Return the body whose report "the report" is: that of the last document; empty where none is told."""
        if head in _PIECES:
            return self._referents.outlet.name if self._referents.outlet else ""
        for referents in self._before(unit, found.first):
            for each in referents:
                if each.kind == "document" and each.body:
                    return each.body
        return ""

    def _referent_of(self, body: str) -> Referent | None:
        return next((each for each in self._referents.bodies() if each.name == body), None)


def _is_governed(tokens: Sequence[Token], number: int) -> bool:
    before = number - 1
    while before >= 0 and tokens[before].key in {"the", "a", "an"}:
        before -= 1
    return before >= 0 and (tokens[before].key in _JOINS or tokens[number].owner)


def _head(words: Sequence[Token]) -> tuple[str, SpeakerKind | None]:
    """Return the head of a description, and what it is."""
    known = speaker_words()
    head, kind = words[-1].key, known.kind(words[-1].key)
    for number, each in enumerate(words):
        if number and each.key in _JOINS and (of := known.kind(words[number - 1].key)):
            return words[number - 1].key, of
    if kind is None and (inner := next((each for each in reversed(words) if known.kind(each.key)), None)):
        return inner.key, known.kind(inner.key)
    return head, kind


def _says_person(role: Sequence[Token]) -> bool:
    known = speaker_words()
    return any(known.kind(each.key) == "person" or each.key in known.titles for each in role)
