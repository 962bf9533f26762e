"""Bodies, systems and terms by all their names: which of them a question names, and what else they are called.

The names stand in `acronyms.toml`, here and perhaps in the home. A name is looked up by its key: words in lower case,
without the little ones, joined where only punctuation parts them. `GOV.UK` and `govuk` have one key, and so have
`Driver & Vehicle Licensing Agency` and `Driver and Vehicle Licensing Agency`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from qabot.core.dates import PartialDate
from qabot.core.questions import EntityMention
from qabot.facts import BodyMention
from qabot.question.acronyms import FILE, Entity, Years, names_of, read_entities

_WORD = re.compile(r"[^\W_]+")
_LITTLE = frozenset({"and", "of", "for", "the"})
_SPELLINGS = {"dept": "department", "govt": "government", "center": "centre", "defense": "defence"}
_JOINERS = ".-‑'’&"
_GLUE = ".@"
"""Between letters they make a word part of something longer: `data.gov.uk` does not name GOV.UK."""
_LONGEST_NAME = 60
"""Characters of a text that is perhaps a name, so that its words are remembered."""
_SHOUTING = 4
"""Words: in a question of so many that is capitals throughout, capitals tell nothing."""

# Plain tuples, since thousands are made at every start.
_Word = tuple[int, int, str, str]
"""A word of a text: its start, its end, its key, and what goes before it in a longer key: a space, or nothing where
mere punctuation parts it from the word before."""
_Mention = tuple[str, str, tuple[Entity, ...]]
"""What a text names: as it is written, its words as an index has them, and what it may be."""
_PlacedMention = tuple[str, int, tuple[Entity, ...]]
"""The same, as it is written, where it begins, and what it may be."""


NameKind = Literal["body", "programme"]
"""Whose a name is: a body's, or a system's or a programme's."""


class CalledName(Struct, frozen=True):
    """A name in a text, with everything else that its bearers are called."""

    start: int
    """Where it begins."""
    end: int
    """One past its last character."""
    forms: tuple[str, ...]
    """What its bearers are called, by this name and the others; of an acronym with two meanings, both."""
    bearers: tuple[str, ...]
    """The usual names of its bearers, past and present."""
    is_programme: bool
    """Whether one of those is a system or a programme rather than a body."""
    in_capitals: frozenset[str]
    """Those of the forms that are names in capitals only: `NICE`."""


class EntityGazetteer(Struct, frozen=True):
    """Everything that has names, ready to be looked up. Built once a session, in a few milliseconds."""

    by_key: Mapping[str, tuple[Entity, ...]]
    """What a name means, in any case, by its key."""
    by_letters: Mapping[str, tuple[Entity, ...]]
    """What a name means that needs its capitals, by its key with the capitals kept."""
    longest: Mapping[str, int]
    """How many words the longest name has that begins with a word."""
    renamed: Mapping[str, tuple[Entity, ...]]
    """The same body under its other names, the nearest in time first, by name."""

    @classmethod
    def load(cls, home: Path | None = None) -> EntityGazetteer:
        """Read the names that come with qabot, and those of a home, which replace what they repeat.

        Raises:
            UsageError: The home's file is malformed or cannot be read.
        """
        if home is None or not (home / FILE).exists():
            return _packaged()
        return cls.of(read_entities(home))

    @classmethod
    def of(cls, bodies: Iterable[Entity]) -> EntityGazetteer:
        """Make bodies ready to be looked up; of those with the same name, the last counts."""
        known = {body.name.casefold(): body for body in bodies}
        for name in [body.was for body in known.values() if body.was]:
            known.setdefault(name.casefold(), Entity(name))
        by_key: dict[str, tuple[Entity, ...]] = {}
        by_letters: dict[str, tuple[Entity, ...]] = {}
        longest: dict[str, int] = {}
        for body, form, capitals in names_of(known.values()):
            table = by_letters if capitals else by_key
            words = _words(form)
            for key in _keys(form, words, capitals=capitals, plural=body.has_plural):
                table[key] = (*table.get(key, ()), body)
                # As it is written here, and as others write it: GOV.UK is two words, and govuk is one.
                for first, count in ((words[0][2], len(words)), (_first(key), key.count(" ") + 1)):
                    if count > longest.get(first, 0):
                        longest[first] = count
        return cls(by_key, by_letters, longest, _renamed(known))

    def named(self, text: str, year: Years | None = None) -> tuple[EntityMention, ...]:
        """Return what a text names, each once, in the order of the text, with its other names.

        Of names within names the longest counts. A name that the text has itself is not given again.

        Args:
            text: A question, cleaned.
            year: The years it asks about: names borne then come before those that were not.
        """
        mentions = list(self._mentions(text))
        known = {indexed for _, indexed, _ in mentions}
        namings: dict[str, EntityMention] = {}
        for written, indexed, bodies in mentions:
            names = self._names(bodies, year)
            others = tuple(name for each, name in names.items() if each and each not in known)
            if others and indexed not in namings:
                namings[indexed] = EntityMention(written, others)
        return tuple(namings.values())

    def called(self, text: str) -> Iterator[CalledName]:
        """Yield the names in a text, in its order, each with all that its bearers are and were called, `also` included.

        Unlike `named`, this gives names that have no other too, and the same forms whichever of them the text writes.
        """
        for written, start, bodies in self._placed(text):
            family = self._family(bodies)
            forms = [(form, capitals) for _, form, capitals in names_of(family)]
            yield CalledName(
                start=start,
                end=start + len(written),
                forms=tuple(dict.fromkeys(form for form, _ in forms)),
                bearers=tuple(dict.fromkeys(body.name for body in family)),
                is_programme=any(body.is_system for body in bodies),
                in_capitals=frozenset(form for form, capitals in forms if capitals),
            )

    def kinds(self, text: str) -> Mapping[str, NameKind]:
        """Return whether each name in a text is a body's or a programme's, by the name as it is written there."""
        return {
            written: "programme" if bodies[0].is_system else "body"
            for written, _, bodies in self._placed(text)
            if not bodies[0].has_plural
        }

    def located(self, text: str, published: PartialDate | None = None) -> Iterator[BodyMention]:
        """Yield the bodies and systems that a text names with a capital, in order, each with its place.

        Args:
            text: Prose.
            published: When it was published: of two with one name, the one that bore it then is meant.
        """
        for mention in self._placed(text):
            written, start, _ = mention
            if body := _borne_then(mention, published):
                yield BodyMention(start, start + len(written), body.name, is_programme=body.is_system)

    def whole(self, name: str, published: PartialDate | None = None) -> str:
        """Return what a body or a system is called that bears a name; empty where none does, or the name holds more."""
        words = _words(name)
        if not words or words[-1][1] - words[0][0] != len(name) or self.longest.get(words[0][2], 0) < len(words):
            return ""
        shouted = name.isupper() and len(words) >= _SHOUTING
        mention = self._mention(name, words, shouted=shouted)
        body = _borne_then(mention, published) if mention else None
        return body.name if body else ""

    def _mentions(self, text: str) -> Iterator[_Mention]:
        """Find names from left to right, the longest at each word, none within another."""
        for written, start, bodies in self._placed(text):
            yield written, _indexed(_words(text[start : start + len(written)])), bodies

    def _placed(self, text: str) -> Iterator[_PlacedMention]:
        """Find names from left to right with their places."""
        words = _words(text)
        shouted = text.isupper() and len(words) >= _SHOUTING
        behind = 0
        for first, word in enumerate(words):
            reach = self.longest.get(word[2])
            if reach is None or first < behind:
                continue
            for last in range(min(len(words), first + reach), first, -1):
                if mention := self._mention(text, words[first:last], shouted=shouted):
                    yield mention
                    behind = last
                    break

    def _mention(self, text: str, words: Sequence[_Word], *, shouted: bool) -> _PlacedMention | None:
        """Look words up that stand together."""
        bodies = self.by_key.get(_key(words), ())
        if not shouted:
            bodies += self.by_letters.get(_letters(text, words), ())
        start, end = words[0][0], words[-1][1]
        if not bodies or _is_glued(text, start, end):
            return None
        return text[start:end], start, bodies

    def _family(self, bodies: Sequence[Entity]) -> list[Entity]:
        """Return bodies, and behind them those that bore their names before or after."""
        return [*bodies, *(other for body in bodies for other in self.renamed.get(body.name, ()))]

    def _names(self, bodies: Sequence[Entity], year: Years | None) -> dict[str, str]:
        """Return every name of any of these bodies by its words, those that it bore before or after last."""
        family = self._family(bodies)
        if year:
            family.sort(key=lambda body: not body.bore_its_name(year))
        names: dict[str, str] = {}
        for name in (name for body in family for name in body.searched):
            names.setdefault(_indexed(_words(name)), name)
        return names


def _borne_then(mention: _PlacedMention, published: PartialDate | None) -> Entity | None:
    """Return the body or the system that a text of a date means by a name; None for terms, and without a capital."""
    written, _, bodies = mention
    if not any(map(str.isupper, written)):
        return None
    year = (published.year, published.year) if published else (None, None)
    named = [body for body in bodies if not body.has_plural]
    return next((each for each in named if each.bore_its_name(year)), named[0] if named else None)


@cache
def _packaged() -> EntityGazetteer:
    """Return the names that come with qabot, made ready once: a server and a build ask for them again and again."""
    return EntityGazetteer.of(read_entities())


def _words(text: str) -> Sequence[_Word]:
    """Return the words of a text; names are asked for again and again, and remembered."""
    return _remembered_words(text) if len(text) <= _LONGEST_NAME else _parted(text)


def _parted(text: str) -> Sequence[_Word]:
    words: list[_Word] = []
    last = 0
    for found in _WORD.finditer(text):
        folded = found[0].casefold()
        if folded not in _LITTLE:
            start, end = found.span()
            is_joined = start - last == 1 and last > 0 and text[last] in _JOINERS
            words.append((start, end, _SPELLINGS.get(folded, folded), "" if is_joined else " "))
            last = end
    return tuple(words)


_remembered_words = lru_cache(4_096)(_parted)


def _key(words: Sequence[_Word]) -> str:
    return "".join([before + key for _, _, key, before in words]).lstrip(" ")


def _indexed(words: Sequence[_Word]) -> str:
    """Return words apart, as an index has them: there GOV.UK is two words, and govuk is one."""
    return " ".join([key for _, _, key, _ in words])


def _letters(text: str, words: Sequence[_Word]) -> str:
    """Return the key of words with their capitals kept."""
    return "".join([before + text[start:end] for start, end, _, before in words]).lstrip(" ")


def _keys(form: str, words: Sequence[_Word], *, capitals: bool, plural: bool) -> list[str]:
    """Return the keys that a name is looked up by: one, and another of its plural."""
    if not words:
        return []
    keys = list(dict.fromkeys((letters := _letters(form, words), letters.upper()))) if capitals else [_key(words)]
    return [*keys, *(f"{key}s" for key in keys)] if plural else keys


def _first(key: str) -> str:
    return key.partition(" ")[0].casefold()


def _is_glued(text: str, start: int, end: int) -> bool:
    """Whether what stands before or behind makes it part of something longer, such as an address."""
    before = start > 1 and text[start - 1] in _GLUE and text[start - 2].isalnum()
    return before or (end + 1 < len(text) and text[end] in _GLUE and text[end + 1].isalnum())


def _renamed(known: Mapping[str, Entity]) -> dict[str, tuple[Entity, ...]]:
    """Follow who was whom both ways, step by step."""
    steps: dict[str, list[Entity]] = {}
    for body in known.values():
        if body.was:
            older = known[body.was.casefold()]
            steps.setdefault(body.name, []).append(older)
            steps.setdefault(older.name, []).append(body)
    families: dict[str, tuple[Entity, ...]] = {}
    for name in steps:
        family = {name: known[name.casefold()]}
        reached = [*family]
        for each in reached:
            for other in steps[each]:
                if other.name not in family:
                    family[other.name] = other
                    reached.append(other.name)
        families[name] = tuple(family.values())[1:]
    return families
