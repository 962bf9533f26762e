"""Filters that are typed into a question: `outlet:ukauthority after:2015-11 "digital by default" -verify`.

What is understood leaves the text, but for the words of an exact phrase, which say what is asked about. What only looks
like a filter stays in the text and is said in a note. A colon, a dash, a quotation mark or an apostrophe in prose is
none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from msgspec import Struct

from qabot.core.dates import PartialDate
from qabot.core.questions import Filters, Period
from qabot.question.dates.date_range import read_period
from qabot.question.operator_names import OPERATORS

_ALIASES = {"source": "outlet"}
_SYNONYMS = {
    **dict.fromkeys(("asof", "as-at"), "as-of"),
    **dict.fromkeys(("from", "since"), "after"),
    **dict.fromkeys(("until", "till"), "before"),
    "published": "on",
    **dict.fromkeys(("organisation", "organization"), "org"),
    "publisher": "outlet",
    **dict.fromkeys(("saidby", "speaker"), "said-by"),
}
"""What someone means who writes this before a colon."""
_DATES = frozenset({"after", "before", "on", "as-of"})
_FIGURES_OF_A_YEAR = 4
_ALIKE, _ALIKE_SHORT, _SHORT = 0.8, 0.75, 4
"""How like a prefix a misspelt one is, by `SequenceMatcher.ratio`; a short one has fewer letters to show it with."""
_LONGEST_SHOWN = 40

_QUOTES = '"“”„'
_MARK = re.compile(
    rf"""(?<![^\s(\[])                       # at the start of a word
    (?: (?P<prefix>(?i:said-by|as-(?:of|at))|[^\W\d_]{{2,20}}):(?!//)   # outlet:  but not https://
      | (?P<minus>-)(?=[^\W\d_{_QUOTES}]|[{_QUOTES}])
      | (?=[{_QUOTES}]) )""",
    re.VERBOSE,
)
_PHRASE = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]{{1,300}})[{_QUOTES}](?![^\s.,;:?!)\]'’])")
_WORDS = re.compile(rf"[^\s{_QUOTES}]+(?: [^\s{_QUOTES}:]+){{0,3}}")
"""A date that stands behind a prefix without quotation marks: `after:25 November 2015`."""
_VALUE = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]{{0,300}})[{_QUOTES}]|([^\s,{_QUOTES}]+)")
_WORD = re.compile(r"[^\W_](?:[^\s,;:?!\"“”„]*[^\W_])?")
_ENDS = ".,;:?!)]"


class ParsedOperators(Struct, frozen=True):
    """A question and the filters that were typed into it."""

    text: str
    """The question without its filters."""
    filters: Filters
    """What they limit the search to."""
    notes: tuple[str, ...] = ()
    """What could not be read, and how to write it."""
    speaker: str = ""
    """Whose words are wanted; empty where nobody's in particular are. The name stays in the text."""


class _Found(NamedTuple):
    """A filter, or something that was to be one."""

    start: int
    """Its first character."""
    end: int
    """One past its last."""
    kept: str
    """What of it stays in the text."""
    kind: str = ""
    """`outlet`, `org`, `said-by`, `after`, `before`, `on`, `as-of`, `exact` or `excluded`; empty where it is none."""
    values: tuple[str, ...] = ()
    """What it limits to, but for dates."""
    period: Period | None = None
    """The days it names."""
    note: str = ""
    """What to say of it."""


def parse_operators(text: str, today: date) -> ParsedOperators:
    """Take the filters out of a question.

    Args:
        text: The question, of any kind and length.
        today: The day that `after:yesterday` counts from.
    """
    found = list(_filters(text, today))
    if not found:
        return ParsedOperators(text, Filters())
    after, before, clash = _limits(found, today)
    filters = Filters(
        after,
        before,
        outlets=_values(found, "outlet"),
        organisations=_values(found, "org"),
        exact=_values(found, "exact"),
        excluded=_values(found, "excluded"),
        as_of=min((one.period.before or today for one in found if one.kind == "as-of" and one.period), default=None),
    )
    notes = dict.fromkeys(note for note in (*(one.note for one in found), clash) if note)
    speaker = next(iter(_values(found, "said-by")), "")
    return ParsedOperators(_without(text, found), filters, tuple(notes), speaker)


def _values(found: Iterable[_Found], kind: str) -> tuple[str, ...]:
    """Return the values of one kind, each once."""
    return tuple(dict.fromkeys(value for one in found if one.kind == kind for value in one.values))


def _without(text: str, found: Iterable[_Found]) -> str:
    """Return the text with what stays of each filter in its place; as it is where all of them stay."""
    left, position = "", 0
    for one in found:
        left += text[position : one.start] + one.kept
        position = one.end
        if not one.kept:
            left, position = _closed(left, text, position)
    left += text[position:]
    return text if left == text else " ".join(left.split())


def _closed(left: str, text: str, position: int) -> tuple[str, int]:
    """Close the gap that a filter leaves before a mark; commas and brackets that were its own go with it."""
    mark = text[position : position + 1]
    if mark == ")" and left.endswith("("):
        return left[:-1], position + 1
    if mark in {",", ";"}:
        return left, position + 1
    return (left.rstrip() if mark and mark in _ENDS else left), position


def _limits(found: Iterable[_Found], today: date) -> tuple[date | None, date | None, str]:
    """Return the first and the last day that all dates allow, or a note that there is none."""
    dated = [(one.kind, one.period) for one in found if one.period]
    after = max((p.after for kind, p in dated if kind in {"after", "on"} and p.after), default=None)
    before = min((p.before or today for kind, p in dated if kind in {"before", "on"}), default=None)
    if after and before and before < after:
        return None, None, f"No day is both after {after} and before {before}, so neither limits the search."
    return after, before, ""


def _filters(text: str, today: date) -> Iterator[_Found]:
    """Yield all that is or looks like a filter, in order."""
    position = 0
    while mark := _MARK.search(text, position):
        if mark["prefix"]:
            found = _prefix(text, mark.start(), mark["prefix"], today)
        elif mark["minus"]:
            found = _excluded(text, mark.start())
        else:
            found = _exact(text, mark.start())
        if found:
            yield found
        position = found.end if found else max(mark.end(), mark.start() + 1)


def _exact(text: str, start: int) -> _Found | None:
    """Read `"digital by default"`; a quotation mark that is never closed is prose."""
    phrase = _PHRASE.match(text, start)
    words = " ".join(phrase[1].split()) if phrase else ""
    if phrase is None or not any(map(str.isalnum, words)):
        return None
    return _Found(start, phrase.end(), words, "exact", (words,))


def _excluded(text: str, start: int) -> _Found | None:
    """Read `-verify` or `-"press release"`; `-outlet:ukauthority` is understood but not done."""
    phrase, word = _PHRASE.match(text, start + 1), _WORD.match(text, start + 1)
    if phrase:
        words = " ".join(phrase[1].split())
        return _Found(start, phrase.end(), "", "excluded", (words,)) if any(map(str.isalnum, words)) else None
    if word is None:
        return None
    if text[word.end() : word.end() + 1] == ":" and word[0].casefold() in OPERATORS:
        note = f"-{word[0]}: is not a filter; only words and phrases can be left out, such as -verify."
        return _Found(start, word.end() + 1, text[start : word.end() + 1], note=note)
    return _Found(start, word.end(), "", "excluded", (word[0],))


def _prefix(text: str, start: int, name: str, today: date) -> _Found | None:
    """Read `outlet:ukauthority` or tell what is wrong with it; None where the colon is prose."""
    behind = start + len(name) + 1
    written, end = _value(text, behind)
    known = name.casefold()
    kind = _ALIASES.get(known, known)
    if known not in OPERATORS:
        meant = _meant(known, empty=not written)
        note = f"{name}: is not a filter. Did you mean {meant}:?"
        return _Found(start, behind, text[start:behind], note=note) if meant else None
    if not any(map(str.isalnum, "".join(written))):
        note = f"{name}: has no value; write it right behind the colon, such as {_example(known)}."
        return _Found(start, behind, text[start:behind], note=note)
    if kind == "said-by":
        note = f"said-by: takes one name; {written[0]} is looked for." if len(written) > 1 else ""
        return _Found(start, end, " ".join(written), kind, written[:1], note=note)
    if kind not in _DATES:
        return _Found(start, end, "", kind, written)
    period, end = _period(text, behind, today)
    if period is None:
        shown = text[start:end][:_LONGEST_SHOWN]
        note = f"{shown} is not a date; give a day, a month or a year, such as {known}:2015-11."
        return _Found(start, end, text[start:end], note=note)
    return _Found(start, end, "", kind, period=period)


def _example(name: str) -> str:
    return (
        f"{name}:2015-11"
        if name in _DATES
        else {"org": "org:HMRC", "said-by": "said-by:LGA"}.get(name, f"{name}:ukauthority")
    )


def _value(text: str, start: int) -> tuple[tuple[str, ...], int]:
    """Read values, parted by commas, and the place behind; full stops and the like at the end are the sentence's."""
    values: list[str] = []
    end = start
    while part := _VALUE.match(text, end + bool(values)):
        quoted, bare = part.groups()
        value = " ".join(quoted.split()) if bare is None else bare.rstrip(_ENDS)
        end = part.end() if bare is None else part.start() + len(value)
        if any(map(str.isalnum, value)):
            values.append(value)
        if text[end : end + 1] != "," or not values:
            break
    return tuple(values), end


def _period(text: str, start: int, today: date) -> tuple[Period | None, int]:
    """Read a date and the place behind it: quoted, one word, or as many as make one (`nov 2015`, `last month`)."""
    if phrase := _PHRASE.match(text, start):
        return read_date(phrase[1], today), phrase.end()
    words = _WORDS.match(text, start)
    ends = [start + word.end() for word in re.finditer(r"\S+", words[0])] if words else [start]
    first = text[start : ends[0]].rstrip(_ENDS)
    for end in ends[:1] if _is_plain(first) else reversed(ends):
        written = text[start:end].rstrip(_ENDS)
        if period := read_date(written, today):
            # "nov 15" could be a day or a year.
            cut_short = written.isalpha() and text[end : end + 2].strip().isdigit()
            return (None, start + len(first)) if cut_short else (period, start + len(written))
    return None, start + len(first)


def read_date(text: str, today: date) -> Period | None:
    """Return the days of a date, written in figures or in words."""
    try:
        dated = PartialDate.parse(text)
    except ValueError:
        return read_period(text, today)
    return Period(dated.first, dated.last)


def _is_plain(text: str) -> bool:
    """Whether a word is a date by itself, so that none behind it belongs to it."""
    return text[:1].isdigit() and text[-1:].isdigit() and len(text) >= _FIGURES_OF_A_YEAR


def _meant(word: str, *, empty: bool) -> str | None:
    """Return the prefix that is meant by a word before a colon, or None where the colon is prose.

    Where no value follows it is prose more often than not, and only a misspelt prefix tells otherwise.
    """
    if not empty and word in _SYNONYMS:
        return _SYNONYMS[word]
    names = [*OPERATORS, *(() if empty else ("from", "since", "until"))]
    alike = {name: SequenceMatcher(None, word, name).ratio() for name in names if _may_be(word, name)}
    best = max(alike, key=alike.__getitem__, default="")
    enough = _ALIKE if max(len(word), len(best)) > _SHORT else _ALIKE_SHORT
    return _SYNONYMS.get(best, best) if best and alike[best] >= enough else None


def _may_be(word: str, name: str) -> bool:
    """Whether a name is long enough to be misspelt, and a word begins like it."""
    return len(name) >= _SHORT - 1 and (word[0] == name[0] or len(word) == len(name))
