"""Completing what is typed: commands behind a slash, and filters with the index's own outlets and organisations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from qabot.chat.commands import BY_NAME, COMMANDS, LEADER, Command
from qabot.core.articles import ArticleSummary, OutletHoldings, reporting_outlet
from qabot.output.attribution import text_count
from qabot.question.operator_names import OPERATORS

MOST = 8
"""How many completions are offered at once."""
_FILTER = re.compile(r'(?:^|(?<=\s))(?P<prefix>[a-z]{2,12}):(?P<value>"[^"]*|[^\s"]*)$')
_LIMITING = f"{LEADER}filter "
"""What is followed by filters as they stand in a question."""
_WORD = re.compile(r"(?:^|(?<=\s))(?P<word>[a-z]{2,12})$")
_OUTLETS, _BODIES = frozenset({"outlet", "source"}), frozenset({"org"})


class Vocabulary(Struct, frozen=True):
    """The names that an index has, those of most articles first."""

    outlets: tuple[OutletHoldings, ...] = ()
    """Outlets, and how much of their reporting is held."""
    organisations: tuple[tuple[str, int], ...] = ()
    """Bodies, and how many articles are about each."""

    @classmethod
    def of(cls, headlines: Iterable[ArticleSummary]) -> Vocabulary:
        """Count the names in the articles of an index."""
        outlets, briefs, bodies = Counter[str](), Counter[str](), Counter[str]()
        for each in headlines:
            reporting = reporting_outlet(each)
            outlets.update([reporting] if reporting else [])
            briefs.update([reporting] if reporting and each.kind == "brief" else [])
            bodies.update(each.organisations)
        held = tuple(OutletHoldings(name, count, briefs[name]) for name, count in _most_first(outlets))
        return cls(held, _most_first(bodies))


class Completion(Struct, frozen=True):
    """Something that may be meant."""

    start: int
    """The first character that it takes the place of; it goes on to the cursor."""
    text: str
    """What to put there."""
    hint: str
    """What it means."""


def completions(before: str, vocabulary: Vocabulary) -> list[Completion]:
    """Return what may be meant by the text before the cursor, best first; nothing where it is plain prose."""
    if before.startswith(LEADER) and not before.startswith(_LIMITING):
        return _of_command(before)
    if found := _FILTER.search(before):
        return _of_value(found["prefix"], found["value"], found.start("value"), vocabulary)
    if found := _WORD.search(before):
        return _of_prefix(found["word"], found.start("word"))
    return []


def _of_command(before: str) -> list[Completion]:
    name, space, argument = before[1:].partition(" ")
    if not space:
        named = [command for command in COMMANDS if command.name.startswith(name.lower())]
        return [Completion(0, f"{LEADER}{each.name}{' ' if each.arguments else ''}", _told(each)) for each in named]
    start = len(before) - len(argument)
    command = BY_NAME.get(name.lower())
    choices = command.takes.choices() if command else ()
    return [Completion(start, each, "") for each in choices if each.startswith(argument) and each != argument]


def _told(command: Command) -> str:
    return f"{command.summary} ({command.arguments})" if command.arguments else command.summary


def _of_prefix(word: str, start: int) -> list[Completion]:
    """Offer a filter for a word that begins like one, but not for one that is a word of its own, such as "on"."""
    names = [name for name in OPERATORS if name.startswith(word) and name != word]
    return [Completion(start, f"{name}:", OPERATORS[name]) for name in names]


def _of_value(prefix: str, value: str, start: int, vocabulary: Vocabulary) -> list[Completion]:
    typed = value.lstrip('"').casefold()
    found = [(name, told) for name, told in _known(prefix, vocabulary) if typed in name.casefold()]
    # What begins with it comes before what only holds it.
    found.sort(key=lambda each: not each[0].casefold().startswith(typed))
    return [Completion(start, _quoted(name), told) for name, told in found[:MOST]]


def _known(prefix: str, vocabulary: Vocabulary) -> Sequence[tuple[str, str]]:
    """Return the names that a filter takes, and how much is held of each."""
    if prefix in _OUTLETS:
        return [(each.name, text_count(each.articles, each.briefs)) for each in vocabulary.outlets]
    return [(name, text_count(count, 0)) for name, count in vocabulary.organisations] if prefix in _BODIES else ()


def _quoted(name: str) -> str:
    bare = name.replace('"', "")
    return f'"{bare}" ' if " " in bare or "," in bare else f"{bare} "


def _most_first(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    pairs: Sequence[tuple[str, int]] = counted.most_common()
    return tuple(sorted(pairs, key=lambda each: (-each[1], each[0].casefold())))
