"""Flattened text: a page that was copied or saved without its markup, boilerplate and all.

Three rules may drop lines, because each is wrong about a real sentence hardly ever: K, a line that is known boilerplate
from end to end; R, the titles under a heading such as "Related content"; T, all from where the comment form begins. A
lone name behind the body is its author. Everything else stays, whatever it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qabot.core.dates import PartialDate
from qabot.core.text import clean
from qabot.corpus.drafts import ArticleDraft, RawDocument, RemovedLine, Rule
from qabot.corpus.formats import registry
from qabot.corpus.formats.boilerplate import heads_related, is_known, opens_comments
from qabot.corpus.formats.decoding import decode, is_binary
from qabot.corpus.formats.plain_text import title_of_line
from qabot.corpus.formats.unreadable import UnreadableDocument

TITLE_LIMIT = 500
"""Characters in a first line that can be a title."""
LEAST_BODY = 40
"""Words that stand before a comment form at the least: with fewer, the marker is no end of an article."""
MOST_RELATED = 12
"""Titles of one related block."""

_TITLE_WORDS = range(3, 19)
"""Words of a related story's title."""
_ENDS_SENTENCE = re.compile(r"[.!…;:,][\"'”’)\]]*$")
_STOP = re.compile(r"[.!?…][\"'”’)\]]*$")
_BULLET = re.compile(r"^(?:[-*•–▪]|\d{1,2}[.)])\s+")
_NAME = re.compile(r"(?:By )?([A-Z][\w'’-]+(?: (?:[A-Z]\.|van|von|de|der|la|al-?|[A-Z][\w'’-]+)){1,3})")
_BYLINE = re.compile(rf"By {_NAME.pattern.removeprefix('(?:By )?')}")
_NOT_NAMES = frozenset(
    "agency and april association august authority background board borough care central centre city cloud college "
    "comment committee computing conclusion council county data december department digital east england "
    "february for framework friday government greater group health hospital house in institute introduction ireland "
    "january july june kingdom limited local london ltd march may media ministry monday national new news next nhs "
    "north november october of office on parliament phase plan plc police policy press programme project public "
    "question report review road saturday school scotland sector security september service services software "
    "solutions south staff step stories story strategy street summary sunday systems team technology the thursday "
    "to today trust tuesday united university update wales wednesday weekly west with".split()
)
"""Words that names of bodies, places, days and headings hold and those of people do not."""


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """A flattened text, taken apart."""

    title: str
    """The first line; empty where that is too long for a title."""
    text: str
    """The body, cleaned; the first line where that is all there is."""
    raw: str
    """All of it, cleaned: the lines that `dropped` counts."""
    dropped: tuple[RemovedLine, ...]
    """What was left out, in order."""
    author: str | None
    """From a byline, or a lone name behind the body."""
    published: PartialDate | None
    """From a line under the title that is a date and nothing else."""


def read(document: RawDocument) -> Iterator[ArticleDraft]:
    """Yield the article in a flattened text.

    Raises:
        UnreadableDocument: It is binary, or holds no text.
    """
    if is_binary(document.data):
        raise UnreadableDocument("is binary")
    decoded = decode(document.data)
    found = extract_article(decoded.text)
    if not found.text:
        raise UnreadableDocument("has no text")
    yield ArticleDraft(
        title=document.title or found.title or registry.stem(document.name),
        text=found.text,
        raw=found.raw,
        source=document.name,
        outlet=document.outlet,
        author=document.author or found.author,
        published=document.published or found.published,
        url=document.url,
        dropped=found.dropped,
        flags=decoded.notes,
    )


def extract_article(text: str) -> ExtractedText:
    """Part a flattened text into title, body, author and boilerplate."""
    raw = clean(text)
    lines = raw.split("\n")
    rules = _rules(lines)
    kept = [number for number, line in enumerate(lines) if line and number not in rules]
    title_at = kept[0] if kept and len(lines[kept[0]]) <= TITLE_LIMIT else None
    body = [number for number in kept if number != title_at]
    author, author_at = _author(lines, body, rules)
    published, published_at = _date(lines, body) if title_at is not None else (None, None)
    used = {title_at, author_at, published_at} | rules.keys()
    text = clean("\n".join("" if number in used else line for number, line in enumerate(lines)))
    title = "" if title_at is None else lines[title_at]
    return ExtractedText(
        title=title_of_line(title) if title and not text else title,
        text=text or title,
        raw=raw,
        dropped=tuple(RemovedLine(lines[number], rule, number + 1) for number, rule in sorted(rules.items())),
        author=author,
        published=published,
    )


def _rules(lines: Sequence[str]) -> dict[int, Rule]:
    """Decide which lines go, by number from 0, and by which rule; blank lines belong to no one."""
    rules: dict[int, Rule] = {}
    words = 0
    for number, line in enumerate(lines):
        if not line or number in rules:
            continue
        if opens_comments(line):
            if words >= LEAST_BODY:
                rules.update((later, "T") for later in range(number, len(lines)) if lines[later])
                return rules
            rules[number] = "K"
        elif heads_related(line) and (titles := list(_related(lines, number + 1))):
            rules |= dict.fromkeys([number, *titles], "R")
        elif is_known(line):
            rules[number] = "K"
        else:
            words += line.count(" ") + 1
    return rules


def _related(lines: Sequence[str], start: int) -> Iterator[int]:
    """Number the titles that follow a heading: one block of lines, or lines that each stand alone."""
    number = start
    while number < len(lines) and not lines[number]:
        number += 1
    first = number
    while number < len(lines) and number - first < MOST_RELATED and _is_title(lines[number]):
        yield number
        number += 1
    if number - first != 1:
        return
    # One title and a blank line: they are set apart, up to whatever is none. The last may head what follows it.
    for at in range(number + 1, min(number + 2 * MOST_RELATED, len(lines)), 2):
        is_alone = not lines[at - 1] and _is_title(lines[at]) and at + 1 < len(lines) and not lines[at + 1]
        if not is_alone or at + 2 >= len(lines) or not (_is_title(lines[at + 2]) or _is_boilerplate(lines[at + 2])):
            return
        yield at


def _is_boilerplate(line: str) -> bool:
    return opens_comments(line) or heads_related(line) or is_known(line)


def _is_title(line: str) -> bool:
    """Whether a line can be another story's title, or the date under it: not a sentence, and no boilerplate."""
    bare = _BULLET.sub("", line)
    if not bare or line.startswith("#") or _is_boilerplate(line):
        return False
    return _as_date(bare) is not None or (len(bare.split()) in _TITLE_WORDS and not _ENDS_SENTENCE.search(bare))


def _author(lines: Sequence[str], body: Sequence[int], rules: dict[int, Rule]) -> tuple[str | None, int | None]:
    """Find the byline: `By …` among the first lines, or a lone name that is the last and stands apart."""
    for number in body[:3]:
        if found := _BYLINE.fullmatch(lines[number]):
            return found[1], number
    if not body[1:]:
        return None, None
    last = body[-1]
    found = _NAME.fullmatch(lines[last])
    stands_apart = all(not lines[at] or at in rules for at in range(body[-2] + 1, last)) and last > body[-2] + 1
    ends_body = _STOP.search(lines[body[-2]]) or any(number > last for number in rules)
    if not (found and stands_apart and ends_body and _is_person(found[1])):
        return None, None
    words = {word.lower() for word in found[1].split()}
    if any(words.intersection(lines[number].split()) for number in body[:-1]):
        return None, None  # what is written small elsewhere is no name
    return found[1], last


def _is_person(name: str) -> bool:
    words = name.lower().split()
    return not _NOT_NAMES.intersection([*words, *(word.removesuffix("s") for word in words)])


def _date(lines: Sequence[str], body: Sequence[int]) -> tuple[PartialDate | None, int | None]:
    """Find a line near the top that is a whole date and nothing else."""
    dated = ((_as_date(lines[number]), number) for number in body[:3])
    return next(((found, number) for found, number in dated if found), (None, None))


def _as_date(line: str) -> PartialDate | None:
    """Read a line that gives a day; a bare year or month is a heading as often as not."""
    try:
        found = PartialDate.parse(line)
    except ValueError:
        return None
    return found if found.day else None
