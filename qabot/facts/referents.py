"""Whom an article means: the people and bodies that it names, under every form in which it names them. Pure.

A surname is that of the last who was named in full, an acronym stands for the name in front of it, and words such as
"the council" or "she" are for whoever they fit and was named last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from qabot.core.articles import Article, reporting_outlet
from qabot.core.name_keys import name_key, organisation_keys
from qabot.core.text import Span
from qabot.facts.body_mentions import Gazetteer
from qabot.facts.other_houses import housed
from qabot.facts.speaker_words import SpeakerKind, speaker_words
from qabot.facts.spoken_units import Token, Unit

_ACRONYM = re.compile(r"\(([^\W\d_][\w&.-]{1,9})\)")
_BRACKETED = re.compile(r"\s*\([^()]*\)\s*$")
_PARTICLES = frozenset("de del la van von der den du al bin ap".split())
_LITTLE = frozenset("of for and & the in".split())
_WITHIN_NAMES = _LITTLE | _PARTICLES
_MOST_NAME = 4
"""Words of a person's name."""
_MOST_LONG_FORM = 10
_LONGEST_NAME = 80
"""Characters of a name that is remembered with what it is compared by."""


_Name = tuple[int, str, str]
"""Where a name ends, one past its last token; what it is compared by; and a surname by itself, else empty."""


class Referent:
    """A person, a body or a text that an article names."""

    def __init__(self, name: str, kind: SpeakerKind | None) -> None:
        """Take its fullest name so far, and what it is; None where that is not known."""
        self.name = name
        self.kind = kind
        self.gender = ""
        """`he` or `she`; empty where that is not known."""
        self.body = name if kind == "body" else ""
        """The body it is or speaks for."""
        self.roles: set[str] = set()
        """What it is called besides its name, word by word in small letters."""

    def fits(self, pronoun: str) -> bool:
        """Whether a pronoun can stand for it."""
        if pronoun in {"he", "she", "his", "her"}:
            wanted = "he" if pronoun in {"he", "his"} else "she"
            return self.kind in {"person", None} and self.gender in {"", wanted}
        if pronoun in {"it", "its"}:
            return self.kind != "person"
        return True


class Referents:
    """Everybody whom an article names, found as it is read."""

    def __init__(self, article: Article, gazetteer: Gazetteer) -> None:
        """Begin with the bodies that an article is filed under, and its outlet."""
        self._gazetteer = gazetteer
        self._published = article.published
        self._usual_names: dict[str, str] = {}
        self._things: dict[str, bool] = {}
        self._names: dict[int, list[_Name]] = {}
        self._by_key: dict[str, Referent] = {}
        self._by_surname: dict[str, Referent] = {}
        self._text = article.text
        for name in article.organisations:
            self._add_body(_BRACKETED.sub("", name), organisation_keys(name))
        self.outlet: Referent | None = None
        """The outlet whose reporting the article holds, where it has one."""
        for outlet in (article.outlet, reporting_outlet(article)):
            if outlet:
                self.outlet = self._by_key.setdefault(name_key(outlet), Referent(outlet, "body"))

    def _add_body(self, name: str, keys: Iterable[str]) -> Referent:
        known = next((self._by_key[key] for key in keys if key in self._by_key), None)
        body = known or Referent(self._usual(name), "body")
        for key in (*keys, name_key(name)):
            self._by_key.setdefault(key, body)
        return body

    def _usual(self, name: str) -> str:
        name = name.removeprefix("the ").removeprefix("The ")
        return self._canonical(name) or name

    def _canonical(self, name: str) -> str:
        """Return what the gazetteer calls a name; empty where it does not know it."""
        if name not in self._usual_names:
            self._usual_names[name] = self._gazetteer.whole(name, self._published)
        return self._usual_names[name]

    def is_thing(self, referent: Referent) -> bool:
        """Whether somebody is a programme or a system by the gazetteer, which says nothing."""
        if referent.kind == "person":
            return False
        if (known := self._things.get(referent.name)) is None:
            found = self._gazetteer.located(referent.name, self._published) if self._canonical(referent.name) else ()
            known = self._things[referent.name] = any(each.is_programme for each in found)
        return known

    # Named

    def read(self, unit: Unit) -> None:
        """Take up the names that a unit gives in full."""
        has_asides = self._text.find("(", unit.start, unit.end) >= 0
        for number, token in enumerate(unit.tokens if has_asides else ()):
            if token.kind == "aside" and (found := _ACRONYM.fullmatch(self._text, token.start, token.end)):
                self._take_acronym(unit.tokens, number, found[1])
        self._take_bodies(unit)
        for first, last in _runs(unit):
            if self._is_persons(unit.tokens, first, last):
                self._add_person(unit.tokens, first, last)

    def _take_bodies(self, unit: Unit) -> None:
        """Take up names that say of themselves that they are a body's: `Society of Information Managers`."""
        known, tokens = speaker_words(), unit.tokens
        number = 0
        for first in unit.capitals:
            if first < number:
                continue
            last = _run_end(tokens, first)
            ands = (
                n
                for n in range(first + 1, last)
                if tokens[n].key in {"and", "&"} and known.kind(tokens[n - 1].key) == "body"
            )
            number = next(ands, last)
            words = tokens[first + (tokens[first].key == "the") : number]
            if len(words) > 1 and any(each.key in known.in_bodies for each in words):
                written = self._written(tokens, number - len(words), number)
                if (key := _key_of(written)) not in self._by_key:
                    begin, end = tokens[number - len(words)].start, tokens[number - 1].end
                    self._take_body(written, key, begin, end)

    def _take_body(self, written: str, key: str, start: int, end: int) -> None:
        """Take up a body by name, unless that is the first part of a longer one: `Department for Science, …`."""
        is_part = self._text.startswith(",", end) and written.startswith(("Department", "Ministry"))
        longer = [each for each in self.bodies() if each.name.startswith(f"{written},")] if is_part else []
        if len(longer) == 1:
            self._by_key[key] = longer[0]
        else:
            self._add_body(housed(written, self._text, start, end), [key])

    def _written(self, tokens: Sequence[Token], first: int, last: int) -> str:
        token = tokens[last - 1]
        return self._text[tokens[first].start : token.start + len(token.key) if token.owner else token.end]

    def _take_acronym(self, tokens: Sequence[Token], aside: int, acronym: str) -> None:
        """Take what stands before brackets for the long form of what stands in them."""
        first = aside
        while first > max(0, aside - _MOST_LONG_FORM):
            token = tokens[first - 1]
            if not (token.capital or token.key in _LITTLE):
                break
            first -= 1
        while first < aside and tokens[first].key in _LITTLE:
            first += 1
        letters = [letter for letter in acronym if letter.isupper()]
        while first < aside and letters and not tokens[first].key.startswith(letters[0].casefold()):
            first += 1
        if first < aside and len(letters) > 1:
            name = self._text[tokens[first].start : tokens[aside - 1].end]
            full = housed(name, self._text, tokens[first].start, tokens[aside].end)
            self._add_body(full, [name_key(name), name_key(acronym)])

    def _is_persons(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        known = speaker_words()
        keys = [each.key for each in tokens[first:last]]
        if len(keys) < 2 or len(keys) > _MOST_NAME or any(key in known.in_bodies for key in keys[1:]):  # noqa: PLR2004
            return False
        if name_key(" ".join(keys)) in self._by_key:
            return False
        return keys[0] in known.genders or (keys[0] in known.titles and keys[-1] not in known.titles)

    def _add_person(self, tokens: Sequence[Token], first: int, last: int) -> Referent:
        known = speaker_words()
        titles = [each.key for each in tokens[first:last] if each.key in known.titles]
        start = first
        while start < last - 1 and tokens[start].key in known.titles:
            start += 1
        end = tokens[last - 1].end - (2 if tokens[last - 1].owner and not tokens[last - 1].key.endswith("s'") else 0)
        end = tokens[last - 1].start + len(tokens[last - 1].key) if tokens[last - 1].owner else end
        name = self._text[tokens[start].start : end]
        surname = tokens[last - 1].key
        person = self._by_surname.get(surname)
        given = tokens[start].key if last - start > 1 else ""
        if person and given and " " in person.name and person.name.split()[0].casefold() != given:
            person = None  # another of the same surname
        if person is None:
            person = Referent(name, "person")
            self._by_surname[surname] = person
        elif len(name) > len(person.name):
            person.name = name
        person.kind = "person"
        person.gender = person.gender or _gender(titles) or known.genders.get(given, "")
        self._by_key[name_key(name)] = person
        return person

    def named(self, tokens: Sequence[Token], first: int, last: int, *, is_person: bool | None = None) -> Referent:  # noqa: PLR0911 - a rule each
        """Return who bears a name, taking it up where it is new.

        Args:
            tokens: A unit's.
            first: The first of the name.
            last: One past its last.
            is_person: Whether the words around it say that it is a person's; None where they say nothing.
        """
        known = speaker_words()
        end = tokens[last - 1].start + len(tokens[last - 1].key) if tokens[last - 1].owner else tokens[last - 1].end
        written = self._text[tokens[first].start : end]
        key = _key_of(written)
        keys = [each.key for each in tokens[first:last] if each.kind == "word"]
        if key in self._by_key:
            return self._by_key[key]
        has_title = keys[0] in known.titles and len(keys) > 1
        if has_title or is_person or self._is_persons(tokens, first, last):
            if len(keys) > 1:
                return self._add_person(tokens, first, last)
            return self._by_surname.setdefault(keys[0], Referent(written, "person"))
        if len(keys) == 1 and keys[0] in self._by_surname:
            return self._by_surname[keys[0]]
        if known.kind(keys[-1]) == "person" and len(keys) > 1:  # "Home Secretary"
            return self._by_key.setdefault(key, Referent(written, "person"))
        if (
            self._canonical(written)
            or (any(each in known.in_bodies for each in keys) and (len(keys) > 1 or known.kind(keys[0]) == "body"))
            or self._is_a_body(tokens[first:last], keys)
        ):
            return self._add_body(written, [key])
        found = Referent(self._usual(written), None)
        self._by_key[key] = found
        if 1 < len(keys) < _MOST_NAME:
            self._by_surname.setdefault(keys[-1], found)
        return found

    def mentions(self, unit: Unit) -> Iterator[tuple[int, Referent]]:
        """Yield the people and bodies that a unit names, each with its token, in order."""
        behind = 0
        for number in unit.capitals:
            if number < behind:
                continue
            for end, key, surname in self._names_from(unit, number):
                if found := self._by_key.get(key) or self._by_surname.get(surname):
                    yield number, found
                    behind = end
                    break

    def _names_from(self, unit: Unit, first: int) -> list[_Name]:
        """Return what may be a name that begins with a token, the longest first: asked for whenever a unit is read."""
        place = unit.tokens[first].start
        if place not in self._names:
            lasts = range(_run_end(unit.tokens, first), first, -1)
            self._names[place] = [self._name(unit.tokens, first, last) for last in lasts]
        return self._names[place]

    def _name(self, tokens: Sequence[Token], first: int, last: int) -> _Name:
        key = _key_of(self._written(tokens, first, last))
        return last, key, tokens[first].key if last - first == 1 else ""

    def _known(self, tokens: Sequence[Token], first: int, last: int) -> Referent | None:
        _, key, surname = self._name(tokens, first, last)
        return self._by_key.get(key) or self._by_surname.get(surname)

    def bodies(self) -> list[Referent]:
        """Return every body that was named, in the order they were first."""
        return list(dict.fromkeys(each for each in self._by_key.values() if each.kind == "body"))

    def employer(self, tokens: Sequence[Token], first: int, last: int) -> str:
        """Return the body that a name before somebody's post is of; empty where it is a person's, or a thing's."""
        found = self.named(tokens, first, last)
        if found.kind == "person" or self.is_thing(found):
            return ""
        found.kind, found.body = "body", found.name
        return found.name

    def body_in(self, tokens: Sequence[Token], first: int, last: int) -> str:
        """Return the body that some words name, by its usual name, first one behind a preposition; empty for none."""
        behind = next((n for n in range(first, last) if tokens[n].key in {"of", "at", "for", "with", "from"}), None)
        found = self._first_body(tokens, behind, last) if behind is not None else ""
        return found or self._first_body(tokens, first, last)

    def _first_body(self, tokens: Sequence[Token], first: int, last: int) -> str:
        number = first
        while number < last:
            if not tokens[number].capital:
                number += 1
                continue
            run = min(last, _run_end(tokens, number))
            for end in range(run, number, -1):
                known = self._known(tokens, number, end)
                if known is None or known.kind is None:
                    known = self._only_one_called(tokens, number, end) or known
                if known and known.kind == "body":
                    return known.name
                keys = [each.key for each in tokens[number:end]]
                if end == run and not known and self._is_a_body(tokens[number:end], keys):
                    return self.named(tokens, number, end).name
            number = run
        return ""

    def _only_one_called(self, tokens: Sequence[Token], first: int, last: int) -> Referent | None:
        """Return the body whose name begins with a word, where there is one: Islington Council, of Islington."""
        if last - first > 1:
            return None
        key = tokens[first].key
        if key == "the":
            return None  # "The regulator" is no short name of The Register
        found = [each for each in self.bodies() if each.name.casefold().split()[0] == key]
        return found[0] if len(found) == 1 else None

    def _is_a_body(self, tokens: Sequence[Token], keys: Sequence[str]) -> bool:
        known = speaker_words()
        if any(key in known.in_bodies for key in keys) and len(keys) > 1:
            return known.kind(keys[-1]) != "person"
        written = self._text[tokens[0].start : tokens[-1].end]
        if keys[-1].casefold() in known.no_bodies:
            return False
        return bool(self._canonical(written)) or tokens[-1].initials


_remembered_key = lru_cache(8_192)(name_key)
"""What a name is compared by; most are met again and again, within an article and in others."""


def _key_of(written: str) -> str:
    return _remembered_key(written) if len(written) <= _LONGEST_NAME else name_key(written)


def _gender(titles: Iterable[str]) -> str:
    for title in titles:
        if title in {"mr", "sir", "lord", "baron"}:
            return "he"
        if title in {"mrs", "ms", "miss", "dame", "lady", "baroness"}:
            return "she"
    return ""


def _runs(unit: Unit) -> Iterator[Span]:
    """Yield runs of words with capitals that may be people's names, each from where a first name or a title stands."""
    known, tokens = speaker_words(), unit.tokens
    last = 0
    for number in unit.capitals:
        token = tokens[number]
        if number < last or token.owner or not (token.key in known.genders or token.key in known.titles):
            continue
        last = number + 1
        while last < len(tokens) and last - number < _MOST_NAME + 1 and _is_in_name(tokens, last):
            last += 1
            if tokens[last - 1].owner:
                break
        while last > number + 1 and tokens[last - 1].key in _PARTICLES:
            last -= 1
        yield number, last


def _is_in_name(tokens: Sequence[Token], number: int) -> bool:
    token = tokens[number]
    if token.key in _PARTICLES:
        return True
    is_role = speaker_words().kind(token.key) == "person" and token.key not in speaker_words().genders
    return token.capital and token.kind == "word" and not token.initials and not is_role


def _run_end(tokens: Sequence[Token], first: int) -> int:
    last = first + 1
    while last < len(tokens) and last - first < _MOST_LONG_FORM:
        token = tokens[last]
        joins = token.key in _WITHIN_NAMES and last + 1 < len(tokens) and tokens[last + 1].capital
        if not ((token.capital and token.kind == "word") or joins) or tokens[last - 1].owner:
            break
        last += 1
    return last
